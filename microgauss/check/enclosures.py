"""Enclosures: intervals as columns, so that a graph is bounded over thousands of boxes at once.

They are one more kind of number for the table's rules, as those of `microgauss.check.intervals`
are; but their ends are floats, rounded outwards after each operation, and there are many.

An enclosure holds what an operation gives at the points of a box where it has a result at all; it
is empty (nan) where it has none. So what is shown of an enclosure holds wherever there is a value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from mpmath import libmp

from microgauss.check.floats import Mask
from microgauss.check.intervals import Intervals
from microgauss.check.row_bounds import KNOWN, Ends, tidied
from microgauss.engine.rules import RULES, Rule

__all__ = ["Enclosure", "Enclosures", "NoEnclosureError"]

CONTINUOUS = {"sigmoid", "softplus", "relu", "maximum", "minimum"}  # and computed at their ends


class NoEnclosureError(ArithmeticError):
    """The row has no enclosure: neither a known one nor one by its own formula."""


class Tri(NamedTuple):
    """A comparison: where it holds for certain, and where it certainly doesn't."""

    yes: Mask
    no: Mask


def operator(name: str, *, reflected: bool = False) -> Callable[..., Enclosure]:
    """Return the method that carries out an operator: ``a + b``, or reflected ``b + a``."""

    def method(a: Enclosure, *others: Any) -> Enclosure:
        return apply(RULES[name], (*others, a) if reflected else (a, *others))

    return method


class Enclosure(Ends):
    """Intervals with the operators that the table's rules are written with."""

    __slots__ = ()

    __add__ = __radd__ = operator("add")
    __mul__ = __rmul__ = operator("multiply")
    __sub__, __rsub__ = operator("subtract"), operator("subtract", reflected=True)
    __truediv__, __rtruediv__ = operator("divide"), operator("divide", reflected=True)
    __pow__, __rpow__ = operator("pow"), operator("pow", reflected=True)
    __neg__, __abs__ = operator("negative"), operator("abs")

    def __gt__(self, other: Any) -> Tri:
        other = enclosure(other)
        return Tri(self.low > other.high, self.high <= other.low)

    def __lt__(self, other: Any) -> Tri:
        return enclosure(other) > self

    def __ge__(self, other: Any) -> Tri:
        yes, no = self < other
        return Tri(no, yes)

    def __le__(self, other: Any) -> Tri:
        yes, no = self > other
        return Tri(no, yes)

    def __eq__(self, other: object) -> Tri:  # type: ignore[override]
        other = enclosure(other)
        is_one = (self.low == self.high) & (other.low == other.high) & (self.low == other.low)
        return Tri(is_one, (self.low > other.high) | (self.high < other.low))

    __hash__ = None  # type: ignore[assignment]


class Enclosures:
    """The number system of enclosures: for `Tape.run`, and ``xp`` for a row's own formula."""

    folds = False  # constants of the graph are recomputed

    def __init__(self, rule: Rule | None = None) -> None:
        self.rule = rule  # whose formula is evaluated

    def constant(self, number: float, _: str = "") -> Enclosure:
        """Return what a constant of a graph stands for."""
        return constant(number)

    def apply(self, rule: Rule, args: Sequence[Any]) -> Enclosure:
        """Carry out an operation; NoEnclosureError where nothing is known of it."""
        return apply(rule, args)

    def __getattr__(self, name: str) -> Callable[..., Enclosure]:
        """Provide the rows, but none in its own formula: of that nothing is known."""
        if name not in RULES:
            raise AttributeError(name)
        if self.rule is RULES[name]:
            raise NoEnclosureError(f"{name} has no known enclosure")
        return lambda *args: apply(RULES[name], args)

    @staticmethod
    def where(condition: Tri, yes: Any, no: Any) -> Enclosure:
        """Return one of two, or what encloses both where the condition may or may not hold."""
        yes, no = enclosure(yes), enclosure(no)
        low = np.where(condition.yes, yes.low, np.where(condition.no, no.low, 0.0))
        high = np.where(condition.yes, yes.high, np.where(condition.no, no.high, 0.0))
        is_open = ~(condition.yes | condition.no)
        low = np.where(is_open, np.fmin(yes.low, no.low), low)
        high = np.where(is_open, np.fmax(yes.high, no.high), high)
        return Enclosure(low, high, np.where(condition.yes, yes.is_sure, no.is_sure) & ~is_open)


@cache
def constant(number: float) -> Enclosure:
    """Return the floats around what a constant stands for: pi, or the decimal that is written."""
    low, high = Intervals(80).constant_of(float(number)).ends
    return Enclosure(libmp.to_float(low, rnd="f"), libmp.to_float(high, rnd="c"))


def enclosure(number: Any) -> Enclosure:
    """Return a number as an enclosure."""
    return number if isinstance(number, Enclosure) else constant(number)


def apply(rule: Rule, args: Sequence[Any]) -> Enclosure:
    """Apply a row of the table; NoEnclosureError where nothing is known of it."""
    args = [enclosure(arg) for arg in args]
    try:
        if rule.name in KNOWN:
            found: Ends = KNOWN[rule.name](*args)
        elif rule.is_monotone:
            found = between_ends(rule, args)
        else:
            found = enclosure(rule.value(Enclosures(rule), *args))
    except AttributeError as error:
        raise NoEnclosureError(f"{rule.name} has no known enclosure") from error
    ends = tidied(found, args, rule.lower_bound(*[-math.inf] * len(args)))
    return Enclosure(ends.low, ends.high, ends.is_sure)


def between_ends(rule: Rule, args: Sequence[Enclosure]) -> Enclosure:
    """Enclose a monotone row by its own formula at the two ends, where nothing is lost."""
    lows = [Enclosure(arg.low, arg.low) for arg in args]
    highs = [Enclosure(arg.high, arg.high) for arg in args]
    low, high = (enclosure(rule.value(Enclosures(rule), *ends)) for ends in (lows, highs))
    if rule.name in CONTINUOUS:
        return Enclosure(low.low, high.high)
    whole = enclosure(rule.value(Enclosures(rule), *args))
    return Enclosure(low.low, high.high, whole.is_sure)
