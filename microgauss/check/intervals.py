"""Intervals of any precision, one more kind of number for the table's rules.

An interval holds the exact result between two ends that are rounded outwards: it knows its own
error (Moore, 1966). Sums, products, powers and the common functions are mpmath's; any other row
of the table that is monotone is computed at the two ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from mpmath import libmp
from mpmath.ctx_mp import MPContext

from microgauss.engine.rules import RULES, Rule

__all__ = ["Interval", "Intervals", "OutsideDomainError", "UndecidedError", "as_decimal"]

Ends = tuple[Any, Any]  # mpmath's raw numbers
HUGE = 2**40  # bits of an exponent: a result beyond has no use
EXACT_DIGITS = 15  # a float of more digits may be another number, rounded
GUARD = 24  # bits by which the ends of a monotone function are computed more exactly


class UndecidedError(ArithmeticError):
    """The interval is too wide to tell: more digits are needed."""


class OutsideDomainError(ArithmeticError):
    """The operation has no result anywhere in the interval."""


class Interval:
    """The numbers between two ends, at the precision of its namespace.

    >>> third = Intervals(100).constant_of(1.0) / 3
    >>> bool(third.width > 0), float(third) == 1 / 3
    (True, True)
    """

    __slots__ = ("ends", "space")

    def __init__(self, space: Intervals, ends: Ends) -> None:
        self.space, self.ends = space, ends

    def __add__(self, other: Any) -> Interval:
        return self.space.combine(libmp.mpi_add, self, other)

    def __sub__(self, other: Any) -> Interval:
        return self.space.combine(libmp.mpi_sub, self, other)

    def __mul__(self, other: Any) -> Interval:
        return self.space.combine(libmp.mpi_mul, self, other)

    def __rsub__(self, other: Any) -> Interval:
        return self.space.combine(libmp.mpi_sub, other, self)

    def __truediv__(self, other: Any) -> Interval:
        return self.space.divide(self, self.space.interval(other))

    def __rtruediv__(self, other: Any) -> Interval:
        return self.space.divide(self.space.interval(other), self)

    def __pow__(self, other: Any) -> Interval:
        return self.space.power(self, self.space.interval(other))

    def __rpow__(self, other: Any) -> Interval:
        return self.space.power(self.space.interval(other), self)

    __radd__, __rmul__ = __add__, __mul__

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
        low, high = self.ends
        return self.space.mp.make_mpf(libmp.mpf_sub(high, low, 30, "u"))

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
        self.constants: dict[float, Interval] = {}  # that have been converted
        self.mp = MPContext()  # its own, so that the caller's precision stays
        self.mp.prec = bits + GUARD
        self.unguarded_exp = self.mp.exp
        self.mp.exp = self.guarded_exp

    def constant_of(self, number: float) -> Interval:
        """Return the number that a constant stands for.

        That is the decimal it is written as; a float of more than 15 digits may be a rounded
        number, and is all numbers within two units of its last place. pi is pi.
        """
        if number not in self.constants:
            self.constants[number] = self.converted(number)
        return self.constants[number]

    def converted(self, number: float) -> Interval:
        """Convert a constant."""
        if abs(number) == math.pi:
            pi = Interval(self, (libmp.mpf_pi(self.bits, "f"), libmp.mpf_pi(self.bits, "c")))
            return pi if number > 0 else -pi
        text, is_exact = as_decimal(number)
        exact = self.decimal(text)
        if is_exact:
            return exact
        blur = libmp.mpf_shift(libmp.mpf_abs(libmp.from_float(number)), -51)
        return exact + Interval(self, (libmp.mpf_neg(blur), blur))

    def exactly(self, number: float) -> Interval:
        """Return a float as it is: then x - x is 0, and not a little around it."""
        end = libmp.from_float(number)
        return Interval(self, (end, end))

    def decimal(self, text: str) -> Interval:
        """Return the interval of a number that is written out."""
        ends = (libmp.from_str(text, self.bits, "f"), libmp.from_str(text, self.bits, "c"))
        return Interval(self, ends)

    def interval(self, number: Any) -> Interval:
        """Return a number of the table's rules, an int as a rule, as an interval."""
        if isinstance(number, Interval):
            return number
        if isinstance(number, int):
            exact = libmp.from_int(number)
            return Interval(self, (exact, exact))
        return self.constant_of(number)

    def combine(self, operation: Callable[..., Ends], a: Any, b: Any) -> Interval:
        """Carry out one of mpmath's operations on intervals."""
        ends = operation(self.interval(a).ends, self.interval(b).ends, self.bits)
        return self.checked(ends)

    def checked(self, ends: Ends) -> Interval:
        """Return an interval, unless one of its ends is not a number that means something."""
        for end in ends:
            if end in (libmp.finf, libmp.fninf, libmp.fnan) or abs(end[2]) > HUGE:
                raise UndecidedError
        return Interval(self, ends)

    def divide(self, a: Interval, b: Interval) -> Interval:
        """Divide; by 0 there is no result."""
        if b.ends == (libmp.fzero, libmp.fzero):
            raise OutsideDomainError
        if b.has_zero:
            raise UndecidedError
        return self.combine(libmp.mpi_div, a, b)

    def power(self, a: Interval, b: Interval) -> Interval:
        """Raise to a power: a whole one by products, any other by exp and log."""
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
        """Multiply an interval with itself."""
        if exponent < 0:
            return self.divide(self.interval(1), self.whole_power(a, -exponent))
        largest = max(libmp.mpf_abs(end)[2] + libmp.mpf_abs(end)[3] for end in a.ends)
        smallest = min(libmp.mpf_abs(end)[2] + libmp.mpf_abs(end)[3] for end in a.ends)
        if exponent * max(abs(largest), abs(smallest)) > HUGE:
            raise UndecidedError
        return self.checked(libmp.mpi_pow_int(a.ends, exponent, self.bits))

    def sin(self, a: Any) -> Interval:
        """Return the sine of an interval."""
        return self.checked(libmp.mpi_sin(self.turned(a).ends, self.bits))

    def cos(self, a: Any) -> Interval:
        """Return the cosine of an interval."""
        return self.checked(libmp.mpi_cos(self.turned(a).ends, self.bits))

    def tan(self, a: Any) -> Interval:
        """Return the tangent of an interval."""
        return self.divide(self.sin(a), self.cos(a))

    def turned(self, a: Any) -> Interval:
        """Return an angle, unless it is so large that the digits don't tell where it points."""
        angle = self.interval(a)
        if angle.width > 1 or any(end[2] + end[3] > 4096 for end in angle.ends):
            raise UndecidedError
        return angle

    def __getattr__(self, name: str) -> Callable[..., Interval]:
        """Provide every other row: of one argument by its ends, else by its own formula."""
        if name not in RULES:
            raise AttributeError(name)
        rule = RULES[name]
        return partial(self.between if len(rule.partials) == 1 else self.own, rule)

    def own(self, rule: Rule, *args: Interval) -> Interval:
        """Return a row's value by its own formula."""
        return self.interval(rule.value(self, *args))

    def between(self, rule: Rule, a: Any) -> Interval:
        """Return the values of a row over an interval: those between its values at the ends.

        A row that isn't monotone has further values: what they may be beyond those at the ends and
        in the middle is no more than these differ, where the interval is as narrow as here.
        """
        a = self.interval(a)
        ends = [self.mp.make_mpf(end) for end in a.ends]
        are_defined = [rule.defined(end) for end in ends]
        if not all(are_defined):
            raise UndecidedError if any(are_defined) else OutsideDomainError
        places = ends if rule.is_monotone else [*ends, a.middle]
        values = [self.mp.convert(rule.value(self.mp, place)) for place in places]
        low, high = min(values), max(values)
        beyond = 0 if rule.is_monotone else 2 * (high - low)
        error = self.mp.mpf(2) ** -(self.bits + GUARD // 2)
        low, high = low - beyond - abs(low) * error, high + beyond + abs(high) * error
        return self.checked((low._mpf_, high._mpf_))

    def guarded_exp(self, number: Any) -> Any:
        """Return e to the power of a number of mpmath's, unless it fills the memory."""
        if abs(number) > HUGE:
            raise UndecidedError
        found: Any = self.unguarded_exp(number)
        return found


def as_decimal(number: float) -> tuple[str, bool]:
    """Return a float as the shortest decimal that reads back as it, and whether that is exact.

    >>> as_decimal(0.1), as_decimal(0.1 + 0.2)
    (('0.1', True), ('0.30000000000000004', False))
    """
    text = repr(float(number))
    digits = text.partition("e")[0].replace(".", "").replace("-", "").strip("0")
    return text, len(digits) <= EXACT_DIGITS
