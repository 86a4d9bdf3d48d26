"""Equations that may not hold everywhere: they say where something is so, or are to be solved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from microgauss.engine.rules import RULES
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.meanings import with_values
from microgauss.sheet.context.models import RESIDUALS
from microgauss.sheet.document import Link
from microgauss.sheet.notation.indexed import families_in
from microgauss.sheet.notation.parts import (
    ONES,
    applied_name,
    argument_name,
    bare,
    function_of,
    has_derivative,
    numeral,
    quantities,
)
from microgauss.sheet.verdict.judging import Judge

__all__ = [
    "NAMES",
    "are_two",
    "are_unrelated",
    "are_values",
    "differs_by_more",
    "has_constant",
    "has_error",
    "has_pieces",
    "has_sum_of_others",
    "is_at_some_point",
    "is_evaluated",
    "is_implicit",
    "is_of_members",
    "is_own_argument",
    "is_polynomial",
    "is_single",
    "is_value_of",
    "is_written_out",
    "names_lost",
    "names_written",
    "puts_back",
]


def is_at_some_point(left: Term, right: Term, judge: Judge) -> bool:
    """Tell whether an equation may say where a quantity has a value: V = 32, F(x, y) = 1."""
    is_applied = left.kind == "juxtaposed" and applied_name(left) is not None and all(
        arg.kind == "name" and any(quantities(arg)) for arg in left.args[1].args
    )  # fmt: skip
    definitions = judge.scope.definitions
    is_known = any(name in definitions for name in quantities(left))
    varies = bool(judge.made_of(left) - definitions.keys())
    is_whole = left.kind in ("name", "index") or is_applied
    is_known = is_known or left.kind in ("name", "index")  # solved for: a = F/m = 600/1200
    return is_whole and is_known and varies and not any(quantities(right))


def is_implicit(left: Term, right: Term, judge: Judge) -> bool:
    """Tell whether an equation ties a name that nothing defines to itself: x = cos x."""
    name = bare(left) if left.kind in ("name", "index") else None
    known = judge.scope.definitions.get(name.text) if name else None
    is_free = name is not None and (known is None or known.term.shape == right.shape)
    return is_free and any(part.shape == left.shape for part in right.walk())


def are_two(left: Term, right: Term) -> bool:
    """Tell whether two different functions are set equal: R'(q) = C'(q)."""
    names = [lone_function(side) for side in (left, right)]
    return all(names) and names[0] != names[1]


def lone_function(term: Term) -> str:
    """Return the f of f(x), f'(x) or df/dx; "" for another term."""
    if term.kind == "juxtaposed" and len(term.args) == 2 and term.args[1].kind == "group":
        if any(arg.kind not in ("name", "index", "number") for arg in term.args[1].args):
            return ""  # a product
        term = term.args[0]
    elif term.kind not in ("prime", "derivative"):
        return ""
    name = bare(term.args[0] if term.kind in ("prime", "derivative") else term)
    return name.text if name else ""


NAMES = re.compile(r"\\[A-Za-z]+|[A-Za-z](?:_\w)?")
LAYOUT = re.compile(r"\\(?:frac|sqrt|left|right|cdot|text)(?![A-Za-z])")
POLYNOMIAL = re.compile(r"[TPR]_[1-9]")
CONSTANTS = {"const", "Const", "constant", "konst", "Konst", "konstant", "cst", "cte"}


def has_error(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a claim is about the error u of a model, y_i = a + b x_i + u_i."""
    names = judge.made_of(head) | set(quantities(side))
    for known in judge.scope.definitions.values():
        term = known.term
        if known.letters and term.kind == "operation" and term.text == "add":
            last = bare(term.args[-1])
            if last is not None and last.text in names & {*RESIDUALS}:
                return True
    return False


def is_evaluated(head: Term, judge: Judge) -> bool:
    """Tell whether a head can be read as a value: G(q^*) is that of G at q = q^*."""
    return with_values(head, judge.scope).kind == "evaluated"


def is_value_of(head: Term, judge: Judge) -> bool:
    """Tell whether a head is y(a + 1), of a y that is defined without arguments."""
    if head.kind != "juxtaposed" or len(head.args) != 2 or head.args[1].kind != "group":
        return False
    name = bare(head.args[0])
    known = judge.scope.definitions.get(name.text) if name else None
    given = head.args[1].args
    is_one = len(given) == 1 and given[0].kind != "number"
    return known is not None and not known.arguments and is_one


def names_lost(head: Term, side: Term, judge: Judge) -> set[str]:
    """Return the free names of a head that a side is without: p and V of H = U + pV = 5/2 RT.

    What isn't said of them may make the side right: pV = RT.
    """
    known = {*judge.scope.definitions, *judge.scope.names.sizes, ONES}
    side_names = judge.made_of(side) - known
    is_open = bool(side_names) and not has_derivative(head)
    return judge.made_of(head) - known - side_names if is_open else set()


def is_own_argument(head: Term, judge: Judge) -> bool:
    """Tell whether a derivative is written with the names that its function is defined with."""
    name = bare(function_of(head.args[0]))
    known = judge.scope.definitions.get(name.text) if name else None
    return known is not None and known.arguments == tuple(map(argument_name, head.args[-1].args))


def are_values(statement: Statement) -> bool:
    """Tell whether a statement says of several names that they are a number: u_1 = 0 = u_2."""
    names = [side for side in statement.sides if any(quantities(side))]
    is_one = len(statement.sides) == len(names) + 1
    return len(names) > 1 and is_one and all(bare(name) is not None for name in names)


def are_unrelated(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a head and a side of several names have none in common: 1/beta = k T."""
    if has_derivative(head):
        return False
    made_of = judge.made_of(head) - judge.scope.definitions.keys()
    names = judge.made_of(side) - judge.scope.definitions.keys()
    return len(names) > 1 and bool(made_of) and not names & made_of


def has_pieces(names: set[str], judge: Judge) -> bool:
    """Tell whether what names are defined as has kinks: max(0, x), |x|."""
    known = judge.scope.definitions
    return any(
        part.kind == "operation" and RULES[part.text].kink is not None
        for name in names & known.keys() for part in known[name].term.walk()
    )  # fmt: skip


def has_constant(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a side has a constant that isn't told, or a head that isn't a derivative."""
    names = set(quantities(side)) | (set() if has_derivative(head) else judge.made_of(head))
    return bool(CONSTANTS & names)


def is_polynomial(head: Term, words: str) -> bool:
    """Tell whether a head is a Taylor polynomial, T_3(x): what it is isn't approximated."""
    name = applied_name(head) or ""
    return POLYNOMIAL.fullmatch(name) is not None and "Taylor" in words


def differs_by_more(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a side differs from h(x) by more than a constant term, or a constant factor."""
    names = [bare(arg) for arg in head.args[1].args] if applied_name(head) else []
    if len(names) != 1 or names[0] is None:
        return False
    slopes = [Term("derivative", "1", (term, names[0]), term.span) for term in (head, side)]
    crossed = [Term("operation", "multiply", pair, side.span)
               for pair in zip(slopes, (side, head), strict=True)]  # fmt: skip
    return all(judge.judged(a, "=", b).verdict == "wrong" for a, b in (slopes, crossed))


def is_single(link: Link) -> bool:
    """Tell whether a slip is one name for another, or one name too few: no expression for one."""
    if len(link.edits) != 1:
        return False
    old, new = map(names_written, link.edits[0])
    are_names = all(NAMES.fullmatch(text.strip("{} ")) for text in link.edits[0])
    return are_names or (not old - new and (new - old).total() == 1)


def puts_back(link: Link, names: Sequence[str]) -> bool:
    """Tell whether a repair has one of some names, as they are written."""
    written = {found for _, new in link.edits for found in names_written(new)}
    return any(written & names_written(name).keys() for name in names)


def names_written(text: str) -> Counter[str]:
    """Count the names, functions and sums in a text as it is written."""
    return Counter(NAMES.findall(LAYOUT.sub(" ", text)))


def has_sum_of_others(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a sum over data stands in a side, which a head isn't made of: of numbers."""
    made_of = judge.made_of(head)
    sums = [part for part in side.walk() if part.kind == "sum"]
    names = {name for part in sums for name in quantities(*part.args[:1])}
    return bool(names) and names.isdisjoint(made_of)


def is_written_out(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a side has terms x_1, x_2 of a sum that doesn't say how many there are."""
    numbers = {(name.text, *map(numeral, part.args[1:])) for part in side.walk()
               if part.kind == "index" and (name := bare(part))}  # fmt: skip
    times = Counter(name for name, *indices in numbers if None not in indices)
    definitions = judge.scope.definitions
    known = [definitions[name].term for name in judge.made_of(head) & definitions.keys()]
    sums = [part for term in (head, *known) for part in term.walk() if part.kind == "sum"]
    summed = {name for part in sums if len(part.args) < 3 or numeral(part.args[2]) is None
              for name in families_in(part)}  # fmt: skip
    is_all = any(part.kind == "dots" for part in side.walk())
    return not is_all and any(times[name] > 1 for name in summed)


def is_of_members(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether an equation is of a name and its members: 1/R = 1/R_1 + 1/R_2."""
    parts = [part for term in (head, side) for part in term.walk()]
    indexed = [part for part in parts if part.kind == "index"]
    members = {name.text for part in indexed if numeral(part.args[-1]) is not None
               and (name := bare(part))}  # fmt: skip
    within = {id(part.args[0]) for part in indexed}
    names = {part.text for part in parts if part.kind == "name" and id(part) not in within}
    return bool(names & members - judge.scope.definitions.keys())
