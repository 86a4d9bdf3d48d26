"""Intervals of any precision, one more kind of number for the table's rules.

An interval encloses the exact result between two ends that are rounded outwards: it bounds its own
error (Moore, 1966). Sums, products, whole powers, sin and cos are mpmath's; any other row of one
argument is computed at the two ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from mpmath import libmp
from mpmath.ctx_mp import MPContext

from microgauss.check.floats import as_decimal
from microgauss.engine.rules import RULES, Rule

__all__ = ["Interval", "Intervals", "OutsideDomainError", "UndecidedError"]

Ends = tuple[Any, Any]  # mpmath's raw numbers: sign, mantissa, exponent, and bits of the mantissa
Operation = Callable[["Intervals", "Interval", "Interval"], "Interval"]
HUGE = 2**40  # bits of an exponent: beyond, a result is of no use
GUARD = 24  # bits by which the ends of a monotone function are computed more exactly


class UndecidedError(ArithmeticError):
    """The interval is too wide to tell: more digits are needed."""


class OutsideDomainError(ArithmeticError):
    """The operation has no result anywhere in the interval."""


def operator(operation: Operation, *, reflected: bool = False) -> Callable[..., Interval]:
    """Return the method for an operator: ``a + b``, or reflected ``b + a``."""

    def method(interval: Interval, other: Any) -> Interval:
        pair = interval, interval.space.interval(other)
        return operation(interval.space, *(reversed(pair) if reflected else pair))

    return method


class Interval:
    """The numbers between two ends, at the precision of its namespace."""

    __slots__ = ("ends", "space")

    def __init__(self, space: Intervals, ends: Ends) -> None:
        self.space, self.ends = space, ends

    __add__ = __radd__ = operator(lambda space, a, b: space.combine(libmp.mpi_add, a, b))
    __mul__ = __rmul__ = operator(lambda space, a, b: space.combine(libmp.mpi_mul, a, b))
    __sub__ = operator(lambda space, a, b: space.combine(libmp.mpi_sub, a, b))
    __rsub__ = operator(lambda space, a, b: space.combine(libmp.mpi_sub, a, b), reflected=True)
    __truediv__ = operator(lambda space, a, b: space.divide(a, b))
    __rtruediv__ = operator(lambda space, a, b: space.divide(a, b), reflected=True)
    __pow__ = operator(lambda space, a, b: space.power(a, b))
    __rpow__ = operator(lambda space, a, b: space.power(a, b), reflected=True)

    def __neg__(self) -> Interval:
        return Interval(self.space, libmp.mpi_neg(self.ends, self.space.bits))

    def __gt__(self, other: Any) -> bool:
        low, high = (self - other).ends
        if libmp.mpf_sign(low) > 0:
            return True
        if libmp.mpf_sign(high) <= 0:
            return False
        raise UndecidedError

    def __lt__(self, other: Any) -> bool:
        return self.space.interval(other) > self

    def __ge__(self, other: Any) -> bool:
        return not self < other

    def __le__(self, other: Any) -> bool:
        return not self > other

    @property
    def width(self) -> Any:
        """The distance of the ends, as a number of mpmath's."""
        return self.distance(self)

    @property
    def size(self) -> Any:
        """The largest magnitude in the interval."""
        return max(abs(self.space.mp.make_mpf(end)) for end in self.ends)

    @property
    def middle(self) -> Any:
        """The number halfway between the ends."""
        return self.space.mp.make_mpf(libmp.mpi_mid(self.ends, self.space.bits))

    @property
    def has_zero(self) -> bool:
        """Whether 0 lies in the interval."""
        low, high = map(libmp.mpf_sign, self.ends)
        return bool(low <= 0 <= high)

    def meets(self, other: Interval) -> bool:
        """Tell whether two intervals have a number in common."""
        (a, b), (c, d) = self.ends, other.ends
        return bool(libmp.mpf_le(a, d) and libmp.mpf_le(c, b))

    def distance(self, other: Interval) -> Any:
        """Return how far two numbers of the intervals can be apart at the most."""
        (a, b), (c, d) = self.ends, other.ends
        gaps = [libmp.mpf_sub(b, c, 30, "u"), libmp.mpf_sub(d, a, 30, "u")]
        return max(self.space.mp.make_mpf(gap) for gap in gaps)

    def __float__(self) -> float:
        return float(self.middle)


class Intervals:
    """The namespace of intervals whose ends have so many ``bits``: ``xp`` for the table's rules.

    >>> space = Intervals(200)
    >>> space.exp(space.log(space.constant_of(0.1))).meets(space.constant_of(0.1))
    True
    """

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.mp = MPContext()  # its own, so that the caller's precision stays
        self.mp.prec = bits + GUARD
        self.constant_of = cache(self.converted)
        exp = self.mp.exp

        def guarded_exp(number: Any) -> Any:
            """Refuse a result that would fill the memory."""
            if abs(number) > HUGE:
                raise UndecidedError
            return exp(number)

        self.mp.exp = guarded_exp

    def converted(self, number: float) -> Interval:
        """Return what a constant of a graph stands for: pi, or the decimal that it is written as.

        A float of more than 15 digits may be a rounded number: it becomes the interval of all
        numbers within two units of its last place.
        """
        if abs(number) == math.pi:
            pi = Interval(self, (libmp.mpf_pi(self.bits, "f"), libmp.mpf_pi(self.bits, "c")))
            return pi if number == math.pi else -pi
        text, is_exact = as_decimal(number)
        exact = self.decimal(text)
        if is_exact:
            return exact
        blur = libmp.mpf_shift(libmp.mpf_abs(libmp.from_float(number)), -51)
        return exact + Interval(self, (libmp.mpf_neg(blur), blur))

    def exactly(self, number: float) -> Interval:
        """Return a number as it is: then x - x is 0, and not a little around it."""
        end = libmp.from_int(number) if isinstance(number, int) else libmp.from_float(number)
        return Interval(self, (end, end))

    def decimal(self, text: str) -> Interval:
        """Return the interval of a number that is written out."""
        ends = (libmp.from_str(text, self.bits, "f"), libmp.from_str(text, self.bits, "c"))
        return Interval(self, ends)

    def interval(self, number: Any) -> Interval:
        """Return a number as an interval; a float is a constant of a graph."""
        if isinstance(number, Interval):
            return number
        return self.exactly(number) if isinstance(number, int) else self.constant_of(number)

    def combine(self, operation: Callable[..., Ends], a: Interval, b: Interval) -> Interval:
        """Carry out one of mpmath's operations on intervals."""
        return self.checked(operation(a.ends, b.ends, self.bits))

    def checked(self, ends: Ends) -> Interval:
        """Return an interval, unless an end is infinite, not a number, or of absurd magnitude."""
        for end in ends:
            if end in (libmp.finf, libmp.fninf, libmp.fnan) or abs(end[2]) > HUGE:
                raise UndecidedError
        return Interval(self, ends)

    def divide(self, a: Interval, b: Interval) -> Interval:
        """Divide; by 0 there is no result, and by what may be 0 none that is finite."""
        if b.ends == (libmp.fzero, libmp.fzero):
            raise OutsideDomainError
        return self.combine(libmp.mpi_div, a, b)

    def power(self, a: Interval, b: Interval) -> Interval:
        """Raise to a power: a whole one by products, any other as exp(b*log(a))."""
        low, high = b.ends
        if low == high and (low[2] >= 0 or low == libmp.fzero):  # a whole number
            return self.whole_power(a, libmp.to_int(low))
        if a.ends == (libmp.fzero, libmp.fzero) and b > 0:
            return a
        if a > 0:
            return self.between(RULES["exp"], b * self.between(RULES["log"], a))
        if libmp.to_int(low, "c") <= libmp.to_int(high, "f"):
            raise UndecidedError  # a whole number may be meant
        raise OutsideDomainError

    def whole_power(self, a: Interval, exponent: int) -> Interval:
        """Raise an interval to a whole power."""
        if exponent < 0:
            return self.divide(self.interval(1), self.whole_power(a, -exponent))
        if exponent * max(abs(end[2] + end[3]) for end in a.ends) > HUGE:
            raise UndecidedError
        return self.checked(libmp.mpi_pow_int(a.ends, exponent, self.bits))

    def sin(self, a: Any) -> Interval:
        """Return the sine of an interval."""
        return self.checked(libmp.mpi_sin(self.angle(a).ends, self.bits))

    def cos(self, a: Any) -> Interval:
        """Return the cosine of an interval."""
        return self.checked(libmp.mpi_cos(self.angle(a).ends, self.bits))

    def tan(self, a: Any) -> Interval:
        """Return the tangent of an interval."""
        return self.divide(self.sin(a), self.cos(a))

    def angle(self, a: Any) -> Interval:
        """Return an angle, unless it is too wide or too large to tell its sine."""
        angle = self.interval(a)
        if angle.width > 1 or any(end[2] + end[3] > 4096 for end in angle.ends):
            raise UndecidedError
        return angle

    def __getattr__(self, name: str) -> Callable[..., Interval]:
        """Provide every other row: of one argument by its ends, else by its own formula."""
        if name not in RULES:
            raise AttributeError(name)
        rule = RULES[name]
        if len(rule.partials) == 1:
            return partial(self.between, rule)
        return lambda *args: self.interval(rule.value(self, *args))

    def between(self, rule: Rule, a: Any) -> Interval:
        """Enclose a row's values over an interval: those between its values at the ends.

        A row that isn't monotone may go beyond. The enclosure is then widened by twice the range of
        its values at the ends and in the middle, which is enough where the interval is narrow.
        """
        a = self.interval(a)
        ends = [self.mp.make_mpf(end) for end in a.ends]
        are_defined = [rule.defined(end) for end in ends]
        if not all(are_defined):
            raise UndecidedError if any(are_defined) else OutsideDomainError
        arguments = ends if rule.is_monotone else [*ends, a.middle]
        values = [self.mp.convert(rule.value(self.mp, argument)) for argument in arguments]
        low, high = min(values), max(values)
        beyond = 0 if rule.is_monotone else 2 * (high - low)
        error = self.mp.mpf(2) ** -(self.bits + GUARD // 2)
        low, high = low - beyond - abs(low) * error, high + beyond + abs(high) * error
        return self.checked((low._mpf_, high._mpf_))
