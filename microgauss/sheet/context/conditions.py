"""What a statement says of the numbers that names may be: a domain, a few numbers, a tie."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from microgauss.check.domains import Domain
from microgauss.formula.parsing.brackets import HalfOpen
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.context.constants import constant
from microgauss.sheet.notation.parts import bare, has_derivative, is_symmetric, quantities
from microgauss.sheet.notation.rates import without_dots

__all__ = ["INEQUALITIES", "NUMBERS_OF_DATA", "Condition", "condition"]

INEQUALITIES = ("<", "<=", ">", ">=")
NUMBERS_OF_DATA = ("N", "n", "M", "m", "K", "D")  # as they are usually called


@dataclass(frozen=True)
class Condition:
    """What names may be: in a domain, one of a few numbers, adding up to a total, apart.

    ``left``, ``relation`` and ``right`` are a condition on several names, and ``constrained`` names
    that an equation ties, ``zero_one`` those of them that are only 0 or 1; ``value``: the domain is
    one number, given for the moment.
    """

    names: tuple[str, ...] = ()
    domain: Domain | None = None
    choices: tuple[float, ...] = ()
    total: tuple[float, int] | None = None  # and the position of the index that is added over
    left: Term | None = None
    relation: str = ""
    right: Term | None = None
    apart: tuple[str, ...] = ()
    constrained: tuple[str, ...] = ()
    zero_one: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()  # letters of indices that are the same
    wide: tuple[str, ...] = ()  # all numbers but one
    whole: tuple[str, ...] = ()  # whole numbers
    value: bool = False


def is_distribution(term: Term) -> bool:
    """Tell whether a term is one such as N(mu, sigma^2), whose name isn't a single small letter."""
    if term.kind != "juxtaposed" or term.args[1].kind != "group":
        return False
    name = term.args[0]
    return name.kind == "name" and (len(name.text) > 1 or name.text.isupper())


def condition(  # noqa: PLR0911, one line a kind
    statement: Statement, is_free: Callable[[str], bool], is_undefined: Callable[[str], bool]
) -> list[Condition] | None:
    """Return what a statement says of the numbers that free names may be; None if it is none.

    ``is_free`` tells what has no definition so far, ``is_undefined`` what has none anywhere.
    """
    relations, sides = statement.relations, statement.sides
    if "in" in relations or "to" in relations:
        return membership(statement)
    if relations == ("~",) and is_distribution(sides[1]):
        return []
    if is_range(statement):
        return []
    if relations == ("!=",):
        return different(*sides)
    if relations == ("=",):
        return equation(sides[0], sides[1], is_undefined)
    if relations and all(relation in INEQUALITIES for relation in relations):
        return bounds(statement, is_free) or between_names(statement, is_undefined)
    return None


def is_range(statement: Statement) -> bool:
    """Tell whether a statement says how far an index runs: i = 1, ..., N."""
    last = statement.sides[-1]
    return len(statement.sides) == 2 and (
        last.kind == "dots" or any(arg.kind == "dots" for arg in last.args)
    )  # fmt: skip


def membership(statement: Statement) -> list[Condition]:
    r"""Read y \in \{0, 1\}, p \in (0, 1), x \in \mathbb{R}."""
    if len(statement.sides) != 2 or statement.relations != ("in",):
        return []
    element, place = statement.sides
    names = [bare(term) for term in (element.args if element.kind == "group" else (element,))]
    numbers = [constant(term) for term in place.args]
    known = tuple(number for number in numbers if number is not None)
    texts = tuple(name.text for name in names if name)
    if is_of_whole_numbers(place):
        return [Condition(whole=texts)]
    if len(known) < len(numbers) or not known:
        zero_one = texts if is_of_zeros_and_ones(place) else ()
        return [] if is_real(place) else [Condition(constrained=texts, zero_one=zero_one)]
    if place.kind == "set":
        return [Condition(texts, choices=known)]
    if place.kind == "group" and len(known) == 2 and known[0] < known[1]:
        left = place.text == "["
        right = left != isinstance(place, HalfOpen)
        return [Condition(texts, Domain(*known, (left, right)))]
    return []


def is_of_whole_numbers(place: Term) -> bool:
    r"""Tell whether a place is that of whole numbers: \mathbb{N}_0, or \{0, 1, 2, \dots\}."""
    name = bare(place)
    numbers = [arg for arg in place.args if arg.kind != "dots"]
    is_series = place.kind == "set" and len(numbers) < len(place.args)
    is_counted = is_series and all(arg.kind in ("number", "name") for arg in numbers)
    return is_counted or (name is not None and name.text.partition("_")[0] in ("bbN", "bbZ"))


def is_of_zeros_and_ones(place: Term) -> bool:
    r"""Tell whether a place is that of vectors of zeros and ones: \{0, 1\}^K."""
    if place.kind != "operation" or place.text != "pow" or place.args[0].kind != "set":
        return False
    return {constant(number) for number in place.args[0].args} == {0.0, 1.0}


def is_real(place: Term) -> bool:
    """Tell whether a space is that of all real numbers or vectors."""
    base = place.args[0] if place.kind == "operation" and place.text == "pow" else place
    is_part = place.kind == "operation" and place.args[-1].kind not in (
        "name", "number", "operation", "juxtaposed"
    )  # fmt: skip
    return base.text == "bbR" and base.kind == "name" and not is_part


def different(left: Term, right: Term) -> list[Condition] | None:
    """Read i != j, and x != 1, which says that x may be all other numbers."""
    names = [name.text for side in (left, right) if (name := bare(side))]
    if left.kind == right.kind == "name":
        return [Condition(apart=tuple(names))]
    value = constant(right)
    is_wide = all(name not in NUMBERS_OF_DATA for name in names)
    if not names or value is None:
        return None
    return [Condition(wide=tuple(names))] if is_wide else []


def equation(left: Term, right: Term, is_free: Callable[[str], bool]) -> list[Condition] | None:
    r"""Read what ties free names: \sum_k y_k = 1, t_1 + t_2 = 1, x^2 + y^2 = R^2, A^T = A."""
    names = [set(quantities(side)) for side in (left, right)]
    if right.kind == "transpose" and left.shape == right.args[0].shape:
        left, right = right, left
    free = names[0] | names[1]
    is_simple = left.kind != "name" and not any(
        term.kind in ("derivative", "gradient", "prime") for side in (left, right)
        for term in side.walk()
    )  # fmt: skip
    if not free or not is_simple or not all(map(is_free, free)):
        return None
    total = constant(right)
    if left.kind == "sum" and total is not None and left.args[0].kind == "index":
        letters = [arg.text for arg in left.args[0].args[1:]]
        if (name := bare(left.args[0])) and letters.count(left.text) == 1:
            return [Condition((name.text,), total=(total, letters.index(left.text)))]
    if is_symmetric(left, right):
        return []
    is_of_motion = any(without_dots(name) != name for name in free)  # m x'' = m g - k x
    if names[0] & names[1] and not is_of_motion:
        return None
    single = [tuple(some) for some in names if len(some) == 1]  # which the others tell
    return [Condition(constrained=single[-1] if single and all(names) else tuple(free))]


def bounds(statement: Statement, is_free: Callable[[str], bool]) -> list[Condition] | None:
    """Read sigma > 0, 0 < p < 1 and |x| < 1; None where a side isn't a free name or a number."""
    sides = [side for side in statement.sides if constant(side) is None]
    if len(sides) != 1:
        return None
    if sides[0].kind == "operation" and sides[0].text == "abs":
        return within(statement, sides[0].args[0], is_free)
    listed = sides[0].args if sides[0].kind == "group" else tuple(sides)
    listed = tuple(term for term in listed if term.kind != "dots")  # x_1, ..., x_n > 0
    names = [bare(term) for term in listed if term.kind in ("name", "index")]
    known = tuple(dict.fromkeys(name.text for name in names if name and is_free(name.text)))
    if not known or len(names) < len(listed) or (len(listed) == 1 and not is_free(known[0])):
        return None
    low, high = (-math.inf, False), (math.inf, False)
    for left, relation, right in zip(
        statement.sides, statement.relations, statement.sides[1:], strict=False
    ):
        end, is_left = constant(left), True
        if end is None:
            end, is_left = constant(right), False
        if end is None:
            return None
        closed = relation.endswith("=")
        if relation.startswith("<") == is_left:
            low = max(low, (end, closed))
        else:
            high = min(high, (end, closed))
    if not low[0] < high[0]:
        return None
    return [Condition(known, Domain(low[0], high[0], (low[1], high[1])))]


def on_defined(statement: Statement) -> list[Condition] | None:
    """Read a > 0, or y f < 1, as a condition on names that have definitions; None for others."""
    if len(statement.sides) != 2 or statement.relations[0] not in INEQUALITIES:
        return None
    left, right = statement.sides
    if any(map(has_derivative, (left, right))) or not any(quantities(left, right)):
        return None
    return [Condition(left=left, relation=statement.relations[0], right=right)]


def within(
    statement: Statement, inner: Term, is_free: Callable[[str], bool]
) -> list[Condition] | None:
    """Read |x| < 1."""
    name = bare(inner)
    end = constant(statement.sides[1])
    is_upper = len(statement.sides) == 2 and statement.relations[0].startswith("<")
    if name is None or not is_free(name.text) or end is None or not is_upper or end <= 0:
        return None
    closed = statement.relations[0] == "<="
    return [Condition((name.text,), Domain(-end, end, (closed, closed)))]


def between_names(statement: Statement, is_free: Callable[[str], bool]) -> list[Condition] | None:
    """Read g > f, |v| < c, V > n b: simple sides with different free names."""
    if len(statement.sides) > 2:
        found: list[Condition] = []
        for i, relation in enumerate(statement.relations):
            pair = Statement(statement.sides[i : i + 2], (relation,))
            part = bounds(pair, is_free) or between_names(pair, is_free)
            if part is None:
                return None
            found += part
        return found
    left, right = statement.sides
    names = [set(quantities(side)) for side in (left, right)]
    are_free = all(map(is_free, names[0] | names[1]))
    if not are_free or names[0] & names[1] or not all(map(is_plain, (left, right))):
        return None
    if not any(side.kind == "name" or is_plain_abs(side) for side in (left, right)):
        return None
    return [Condition(left=left, relation=statement.relations[0], right=right)]


def is_plain(term: Term) -> bool:
    """Tell whether a term is a name, a number, or a product of them."""
    if term.kind == "juxtaposed":
        return all(arg.kind in ("name", "number", "index") for arg in term.args)
    if term.kind == "operation" and term.text in ("multiply", "divide"):
        return all(map(is_plain, term.args))
    return term.kind in ("name", "number", "index") or is_plain_abs(term)


def is_plain_abs(term: Term) -> bool:
    """Tell whether a term is the magnitude of a name."""
    return term.kind == "operation" and term.text == "abs" and bare(term.args[0]) is not None
