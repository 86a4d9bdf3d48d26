"""What a statement is for: it defines a name, says what numbers a name may be, or claims."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from microgauss.check.domains import Domain
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.names import bare, mere_name, numeral
from microgauss.sheet.scope import Definition

__all__ = ["Declared", "declared", "definition_of"]

INEQUALITIES = ("<", "<=", ">", ">=")


class Declared(NamedTuple):
    """What numbers a name may be: an interval, or a few numbers; neither where anything."""

    name: str
    domain: Domain | None = None
    choices: tuple[float, ...] = ()
    total: float | None = None  # of all that have an index


def definition_of(statement: Statement) -> Definition | None:
    """Return the definition that a statement would be: name = ... or name(arguments) = ..."""
    if statement.relations[:1] != ("=",):
        return None
    head = statement.sides[0]
    arguments: tuple[str, ...] = ()
    if head.kind == "juxtaposed" and len(head.args) == 2 and head.args[1].kind == "group":
        head, group = head.args
        names = [bare(arg) for arg in group.args]
        arguments = tuple(name.text if name else "" for name in names)
    name = bare(head)
    if name is None or head.kind not in ("name", "index") or name.text == "pi":
        return None
    if head.kind == "name":
        return Definition(name.text, statement.sides[1], arguments)
    if head.args[0].kind != "name":
        return None
    if all(numeral(arg) is not None for arg in head.args[1:]):  # h_0, one of many
        return Definition(mere_name(head), statement.sides[1], arguments)
    if any(arg.kind != "name" for arg in head.args[1:]):
        return None
    letters = tuple(arg.text for arg in head.args[1:])
    return Definition(name.text, statement.sides[1], arguments, letters)


def declared(statement: Statement, is_free: Callable[[str], bool]) -> list[Declared] | None:
    """Return what a statement says of the numbers that free names may be; None if it is none."""
    if "in" in statement.relations or "to" in statement.relations:
        return membership(statement)
    if statement.relations == ("~",) and statement.sides[1].kind == "juxtaposed":
        return []  # a distribution
    if any(side.kind == "dots" or "dots" in {t.kind for t in side.walk()}
           for side in statement.sides):  # fmt: skip
        return []
    if (total := total_of(statement, is_free)) is not None:
        return [total]
    if statement.relations and all(r in INEQUALITIES for r in statement.relations):
        return bounds(statement, is_free)
    return None


def membership(statement: Statement) -> list[Declared]:
    r"""Read y \in \{0, 1\}, p \in (0, 1), x \in \mathbb{R}."""
    if len(statement.sides) != 2 or statement.relations != ("in",):
        return []
    element, place = statement.sides
    names = [bare(term) for term in (element.args if element.kind == "group" else (element,))]
    found = []
    for name in names:
        if name is None:
            continue
        numbers = [constant(term) for term in place.args]
        if any(number is None for number in numbers):
            continue
        known = tuple(number for number in numbers if number is not None)
        if place.kind == "set" and known:
            found.append(Declared(name.text, choices=known))
        elif place.kind == "group" and len(known) == 2 and known[0] < known[1]:
            closed = place.text.startswith("[")
            found.append(Declared(name.text, Domain(*known, (closed, closed))))
    return found


def total_of(statement: Statement, is_free: Callable[[str], bool]) -> Declared | None:
    r"""Read \sum_k y_k = 1, where y is free: a condition, and not a claim."""
    if statement.relations != ("=",):
        return None
    whole, side = statement.sides
    total = constant(side)
    if whole.kind != "sum" or total is None or whole.args[0].kind != "index":
        return None
    name = bare(whole.args[0])
    letters = [arg.text for arg in whole.args[0].args[1:]]
    if name is None or not is_free(name.text) or letters != [whole.text]:
        return None
    return Declared(name.text, total=total)


def bounds(statement: Statement, is_free: Callable[[str], bool]) -> list[Declared] | None:
    """Read sigma > 0 and 0 < p < 1; None where a side isn't one free name or a number."""
    sides = [side for side in statement.sides if constant(side) is None]
    listed = sides[0].args if len(sides) == 1 and sides[0].kind == "group" else tuple(sides[:1])
    names = [bare(term) for term in listed if term.kind in ("name", "index")]
    known = [name.text for name in names if name and is_free(name.text)]
    if len(sides) != 1 or not known or len(known) < len(listed):
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
    return [Declared(name, Domain(low[0], high[0], (low[1], high[1]))) for name in known]


def constant(term: Term) -> float | None:
    """Return the number that a term is: 2, -1, 1/2, infinity."""
    if term.kind == "number":
        return float(term.text)
    if term.kind == "name" and term.text == "infinity":
        return math.inf
    if term.kind == "name" and term.text == "pi":
        return math.pi
    if term.kind == "group" and len(term.args) == 1:
        return constant(term.args[0])
    if term.kind == "operation":
        args = [constant(arg) for arg in term.args]
        if any(arg is None for arg in args):
            return None
        numbers = [arg for arg in args if arg is not None]
        if term.text == "negative":
            return -numbers[0]
        if term.text == "divide" and numbers[1]:
            return numbers[0] / numbers[1]
    return None


def is_index_range(statement: Statement) -> bool:
    """Tell whether a statement says how far an index runs: i = 1."""
    sides: Sequence[Term] = statement.sides
    return len(sides) == 2 and sides[0].kind == "name" and numeral(sides[1]) is not None
