"""Terms that are numbers: what they are, as floats."""

from __future__ import annotations

import math
from collections.abc import Sequence

from microgauss.check.domains import Domain
from microgauss.engine.rules import RULES
from microgauss.formula.terms import Term

__all__ = ["at", "constant", "is_numeric", "number_of"]


def at(number: float) -> Domain:
    """Return the domain of one number."""
    return Domain(number, number, (True, True))


def is_numeric(term: Term) -> bool:
    """Tell whether a term is made of numbers only."""
    kinds = ("number", "operation", "group", "juxtaposed")
    return all(part.kind in kinds for part in term.walk())


def number_of(term: Term) -> float | None:
    """Return the float that a term of numbers is, functions of them included; None of any other."""
    if term.kind == "name" and term.text == "e":
        return math.e
    if (plain := constant(term)) is not None or term.kind == "name":
        return plain
    numbers = [number_of(arg) for arg in term.args]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or not known:
        return None
    if term.kind == "juxtaposed":
        return math.prod(known)
    return known[0] if term.kind == "group" and len(known) == 1 else result_of(term, known)


def result_of(term: Term, numbers: Sequence[float]) -> float | None:
    """Return what an operation makes of numbers; None of any other term, and where it has none."""
    rule = RULES.get(term.text) if term.kind == "operation" else None
    if rule is None or len(numbers) != len(rule.partials):
        return None
    try:
        return float(rule.value(math, *numbers))
    except (ValueError, ArithmeticError, TypeError):  # TypeError: a power that is complex
        return None


def constant(term: Term) -> float | None:  # noqa: PLR0911, one line a kind
    """Return the number that a term is: 2, -1, 1/2, infinity."""
    if term.kind == "number":
        return float(term.text)
    if term.kind == "name":
        return {"infinity": math.inf, "pi": math.pi}.get(term.text)
    if term.kind == "group" and len(term.args) == 1:
        return constant(term.args[0])
    if term.kind != "operation":
        return None
    args: Sequence[float | None] = [constant(arg) for arg in term.args]
    numbers = [arg for arg in args if arg is not None]
    if len(numbers) < len(args):
        return None
    if term.text == "negative":
        return -numbers[0]
    if term.text == "divide" and numbers[1]:
        return numbers[0] / numbers[1]
    return None
