"""Functions with rounded numbers in them: -3.33 e^{-0.2t}, the derivative of 16.67 e^{-0.2t}."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial, reduce

from microgauss.formula.terms import Term
from microgauss.sheet.claims.arithmetic import half_unit, has_decimals
from microgauss.sheet.claims.solving import operation
from microgauss.sheet.notation.parts import quantities
from microgauss.sheet.verdict.judging import Judge

__all__ = ["is_right_but_for_rounding"]

MANY = 6  # numbers
DIGITS = 2  # of a whole number that may have been rounded


def is_right_but_for_rounding(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a side is a function but for the last digits of numbers that stand only in it.

    Each may be off by one unit of its last digit, since those of the function may be rounded, too.
    """
    definitions = judge.scope.definitions
    used = [definitions[name].term for name in judge.made_of(head) & definitions.keys()]
    if not any(quantities(side)) or not has_decimals(head, side, *used):
        return False
    known = {part.text for term in (head, *used) for part in term.walk() if part.kind == "number"}
    moved = list(with_one_moved(side, known))
    if not 0 < len(moved) <= MANY:
        return False
    off, *others = (distance(one, side) for one in (head, *moved))
    bound = reduce(partial(operation, "add"), others)
    return judge.judged(off, "<=", bound).verdict != "wrong"


def with_one_moved(term: Term, known: set[str]) -> Iterator[Term]:
    """Yield a term with one of its new numbers off by a unit of its last digit."""
    is_new = term.kind == "number" and term.text not in known
    if is_new and (has_decimals(term) or len(term.text) >= DIGITS):
        yield replace(term, text=repr(float(term.text) + 2 * half_unit(term.text)))
    for i, arg in enumerate(term.args):
        for other in with_one_moved(arg, known):
            yield replace(term, args=(*term.args[:i], other, *term.args[i + 1 :]))


def distance(left: Term, right: Term) -> Term:
    """Return how far two terms are apart."""
    return operation("abs", operation("subtract", left, right))
