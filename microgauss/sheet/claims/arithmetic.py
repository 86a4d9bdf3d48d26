"""Numbers worked out from numbers, in a chain: what they are doesn't depend on any name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from microgauss.formula.terms import Term, per_cent
from microgauss.sheet.context.constants import constant, is_numeric, number_of
from microgauss.sheet.verdict.judging import Judge

__all__ = [
    "ANGLES", "PART", "at_most_apart", "half_unit", "has_decimals", "in_other_units",
    "is_in_other_digits",
    "is_in_other_units", "is_near", "is_rounded", "is_worked_out", "is_wrong_arithmetic",
    "with_error", "without_per_cent",
]  # fmt: skip

PART = 0.01  # of a value, by which it may be off: the numbers before it may have been rounded
SHARE = 0.05  # of a whole number, by which it may be off
ANGLES = {"sin", "cos", "tan"}  # of degrees, perhaps
AMBIGUOUS = ANGLES | {"log"}  # by which base?
EXACT = {"add", "subtract", "multiply", "negative", "pow"}  # of whole numbers
THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # 1.000, which may be 1000
DIGITS = 4  # of a whole number that nobody rounds
PASSING = 0.004  # of what is worked out on the way, by which it may be off: to three digits
PLACES = 3  # after the point, to which nobody rounds what has no more


def is_worked_out(term: Term) -> bool:
    """Tell whether a term is an operation on numbers only, and has one meaning: 20 * 5, sqrt 4."""
    operations = {part.text for part in term.walk() if part.kind == "operation"}
    return is_numeric(term) and bool(operations - {"negative"}) and not operations & AMBIGUOUS


def is_wrong_arithmetic(sides: Sequence[Term], place: int, judge: Judge) -> bool:
    """Tell whether a side is another number than the one worked out before it, which is right."""
    before, side = sides[place - 1], sides[place]
    if not is_worked_out(before) or constant(side) is None:
        return False
    if place > 1 and judge.judged(sides[0], "=", before).verdict != "correct":
        return False  # the slip may be there
    return not is_near(before, side, judge)


def is_near(before: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a number is what is worked out before it, or that rounded."""
    figure = side.args[0] if side.text == "negative" else side
    text = figure.text if figure.kind == "number" else ""
    if THOUSANDS.fullmatch(text) and judge.judged(before, "=", grouped(side)).verdict == "correct":
        return True
    is_whole = len(text) <= DIGITS and all(
        part.text in EXACT or part.text.isdigit()
        for term in (before, side) for part in term.walk() if part.kind != "group"
    )  # fmt: skip
    is_fraction = not text and not has_decimals(before, side)
    if is_whole or is_fraction:  # which nobody rounds
        return judge.judged(before, "=", side).verdict == "correct"
    allowed = max(half_unit(text), PART * abs(number_of(side) or 0.0))
    return "wrong" not in at_most_apart(before, side, allowed, judge)


def is_in_other_digits(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether numbers are equal if 5.000 is 5000."""
    return judge.judged(grouped(head), "=", grouped(side)).verdict == "correct"


def is_in_other_units(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether numbers are equal, perhaps rounded, with angles in degrees or log to base 10."""
    other = in_other_units(head)
    if not (is_numeric(head) and is_numeric(side)) or other.shape == head.shape:
        return False
    return judge.judged(other, "=", side).verdict == "correct" or is_rounded(other, side, judge)


def in_other_units(term: Term) -> Term:
    """Return a term with angles in degrees, and logarithms to base 10."""
    args = tuple(map(in_other_units, term.args))
    span = term.span
    if term.kind == "operation" and term.text in ANGLES:
        degree = Term("operation", "divide", (
            Term("name", "pi", (), span), Term("number", "180", (), span)
        ), span)  # fmt: skip
        args = (Term("operation", "multiply", (args[0], degree), span),)
    is_log = term.kind == "operation" and term.text == "log"
    return replace(term, text="log10" if is_log else term.text, args=args)


def grouped(term: Term) -> Term:
    """Return a term in which 5.000 is 5000, as it is written in German or Spanish."""
    is_group = term.kind == "number" and THOUSANDS.fullmatch(term.text)
    text = term.text.replace(".", "") if is_group else term.text
    return replace(term, text=text, args=tuple(map(grouped, term.args)))


def without_per_cent(term: Term) -> Term:
    """Return a term in which 5 % is 5, as in: 12/50 · 100 = 24 %."""
    args = tuple(map(without_per_cent, term.args))
    is_per_cent = term.kind == "number" and term.bold
    text = per_cent(term.text, 2) if is_per_cent else term.text
    return replace(term, text=text, args=args, bold=term.bold and not is_per_cent)


def has_decimals(*terms: Term) -> bool:
    """Tell whether a decimal stands in terms, which may have been rounded."""
    return any("." in part.text for term in terms for part in term.walk())


def half_unit(figure: str) -> float:
    """Return half a unit of the last digit of a figure; the zeros that end 200 may be rounded.

    A whole number is off by a small part of it at most: 28.3 is 28, 0.6 isn't 1. That of a
    fraction, which is no figure, is 0.
    """
    whole, _, digits = figure.partition(".")
    if not figure:
        return 0.0
    if digits:
        return 0.5 * 10.0 ** -len(digits)
    unit = 0.5 * 10.0 ** (len(whole) - len(whole.rstrip("0")))
    return min(unit, SHARE * float(whole))


def with_error(term: Term) -> tuple[float, float] | None:
    """Return the number that a term of numbers is, and by how much it may be off; None if none.

    Decimals may have been rounded, and so may what is worked out on the way.
    """
    if term.kind == "number":
        return float(term.text), half_unit(term.text) if "." in term.text else 0.0
    found = [with_error(arg) for arg in term.args]
    known = [one for one in found if one]
    numbers = [number for number, _ in known]
    value = value_at(term, numbers) if len(known) == len(found) else None
    if value is None:
        return None
    is_long = term.kind == "operation" and term.text not in EXACT
    error = PASSING * abs(value) if is_long and value != round(value, PLACES) else 0.0
    for i, (number, off) in enumerate(known):
        moved = value_at(term, [*numbers[:i], number + off, *numbers[i + 1 :]]) if off else value
        if moved is None:
            return None
        error += abs(moved - value)
    return value, error


def value_at(term: Term, numbers: Sequence[float]) -> float | None:
    """Return what a term is if its arguments are these numbers; None where it has no value."""
    args = tuple(Term("number", repr(number), (), term.span) for number in numbers)
    return number_of(replace(term, args=args))


def is_rounded(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a decimal is a value to all the digits that it has: 0.33 for 1/3."""
    figure = side.args[0] if side.text == "negative" else side
    if figure.kind != "number" or "." not in figure.text:
        return False
    return at_most_apart(head, side, half_unit(figure.text), judge) == {"correct"}


def at_most_apart(head: Term, side: Term, margin: float, judge: Judge) -> set[str]:
    """Return the verdicts on head <= side + margin, and head >= side - margin."""
    number = Term("number", np.format_float_positional(margin), (), side.span)
    return {
        judge.judged(head, relation, Term("operation", sign, (side, number), side.span)).verdict
        for relation, sign in (("<=", "add"), (">=", "subtract"))
    }
