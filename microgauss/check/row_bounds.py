"""What a row of the table encloses between the ends of its arguments, where that takes care.

Sums, products, powers and waves have formulas of their own here; a function that grows is known by
its ends. Any other row is enclosed by its own formula, in `microgauss.check.enclosures`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from microgauss.check.floats import Column, Mask
from microgauss.check.rounding import (
    Rounded,
    rounded_function,
    rounded_product,
    rounded_quotient,
    rounded_root,
    rounded_sum,
)

__all__ = ["KNOWN", "Ends", "tidied"]

LARGE = 2.0**20  # from there on, the period of a sine is not counted in floats
LARGEST_POWER = 256  # that is computed as products
LARGEST = np.finfo(float).max
START = {"log": 0.0, "log2": 0.0, "log10": 0.0, "log1p": -1.0}  # of the domain
GROWING = ("exp", "atan", "sinh", "tanh", "expm1", *START)


class Ends:
    """Intervals from ``low`` to ``high``, columns (P,) or scalars, empty where these are nan.

    ``is_sure`` says where what they enclose is defined and continuous throughout its box.
    """

    __slots__ = ("high", "is_sure", "low")

    def __init__(self, low: Any, high: Any, is_sure: Any = True) -> None:  # noqa: FBT002
        self.low: Column = np.asarray(low, dtype=float)
        self.high: Column = np.asarray(high, dtype=float)
        self.is_sure: Mask = np.asarray(is_sure)

    @property
    def magnitude(self) -> Ends:
        """The absolute values."""
        low, high = np.abs(self.low), np.abs(self.high)
        least = np.where((self.low <= 0) & (self.high >= 0), 0.0, np.minimum(low, high))
        return Ends(least, np.maximum(low, high))


def tidied(found: Ends, args: Sequence[Ends], least: float = -math.inf) -> Ends:
    """Round infinite ends to the finite side, and open the ends that couldn't be told.

    The result is empty where an argument is, or where the row has found it so: low above high.
    It is known to be at ``least`` so much.
    """
    low = np.fmax(found.low, least)
    is_empty, is_sure = low > found.high, found.is_sure
    for arg in args:
        is_empty, is_sure = is_empty | np.isnan(arg.low), is_sure & arg.is_sure
    low = np.where(np.isnan(low), -np.inf, np.minimum(low, LARGEST))
    high = np.where(np.isnan(found.high), np.inf, np.maximum(found.high, -LARGEST))
    is_sure = is_sure & np.isfinite(low) & np.isfinite(high) & ~is_empty
    return Ends(np.where(is_empty, np.nan, low), np.where(is_empty, np.nan, high), is_sure)


def add(a: Ends, b: Ends) -> Ends:
    """Add."""
    return Ends(rounded_sum(a.low, b.low)[0], rounded_sum(a.high, b.high)[1])


def negative(a: Ends) -> Ends:
    """Change the sign."""
    return Ends(-a.high, -a.low)


def least_product(a: Ends, b: Ends) -> Column:
    """Return the least product: which ends make it, their signs tell."""
    is_mixed = (a.low < 0) & (a.high > 0) & (b.low < 0) & (b.high > 0)
    of_a, of_b = least_at(a, b)
    least = rounded_product(of_a, np.where(is_mixed, b.high, of_b))[0]
    if is_mixed.any():
        least = np.where(is_mixed, np.fmin(least, rounded_product(a.high, b.low)[0]), least)
    return least


def least_at(a: Ends, b: Ends) -> tuple[Column, Column]:
    """Return the ends whose product is least, where one of the two has but one sign."""
    of_a = np.where((b.low >= 0) | ((b.high > 0) & (a.low < 0)), a.low, a.high)
    of_b = np.where((a.low >= 0) | ((a.high > 0) & (b.low < 0)), b.low, b.high)
    return of_a, of_b


def multiply(a: Ends, b: Ends) -> Ends:
    """Multiply; a number by itself is a square."""
    if a is b:
        return whole_power(a, 2)
    return Ends(least_product(a, b), -least_product(negative(a), b))


def divide(a: Ends, b: Ends) -> Ends:
    """Divide; by 0 there is no result, and by what lies around 0 all are possible."""
    low, high = (least_quotient(number, b) for number in (a, negative(a)))
    is_across, is_zero = (b.low < 0) & (b.high > 0), (b.low == 0) & (b.high == 0)
    low = np.where(is_across, -np.inf, np.where(is_zero, np.inf, low))
    high = np.where(is_across, np.inf, np.where(is_zero, -np.inf, -high))
    return Ends(low, high, (b.low > 0) | (b.high < 0))


def least_quotient(a: Ends, b: Ends) -> Column:
    """Return the least quotient by numbers of one sign: that which makes 1/b least is b's high."""
    signed = Ends(np.where(b.low == 0, 0.0, b.low), np.where(b.high == 0, -0.0, b.high))
    of_a = np.where(b.low >= 0, a.low, a.high)
    is_high = (a.low >= 0) | ((a.high > 0) & (b.high <= 0))
    return rounded_quotient(of_a, np.where(is_high, signed.high, signed.low))[0]


def root(a: Ends) -> Ends:
    """Return the square root of what isn't negative."""
    low, high = rounded_root(np.maximum(a.low, 0.0))[0], rounded_root(a.high)[1]
    is_none = a.high < 0
    return Ends(np.where(is_none, np.inf, low), np.where(is_none, -np.inf, high), a.low >= 0)


def whole_power(a: Ends, exponent: int) -> Ends:
    """Raise to a whole power by products at the ends."""
    if exponent < 0:
        return divide(ONE, whole_power(a, -exponent))
    if exponent == 0:
        return ONE
    a = a.magnitude if exponent % 2 == 0 else a
    (low, below), (above, high) = (power_of_size(np.abs(end), exponent) for end in (a.low, a.high))
    return Ends(np.where(a.low < 0, -below, low), np.where(a.high < 0, -above, high))


def power_of_size(size: Column, exponent: int) -> Rounded:
    """Raise numbers from 0 on to a whole power: squared and multiplied; the first digit is 1."""
    low = high = size
    for digit in f"{exponent:b}"[1:]:
        low, high = rounded_product(low, low)[0], rounded_product(high, high)[1]
        if digit == "1":
            low, high = rounded_product(low, size)[0], rounded_product(high, size)[1]
    return low, high


def power(a: Ends, b: Ends) -> Ends:
    """Raise to a power: a whole one by products, any other as exp(b*log(a)).

    A negative base has a power where the exponent is whole, which one in an interval may be.
    """
    exponent = float(b.low.flat[0]) if b.low.size else math.nan
    if np.all(b.low == exponent) and np.all(b.high == exponent):
        if exponent.is_integer() and abs(exponent) <= LARGEST_POWER:
            return whole_power(a, int(exponent))
        if exponent == 0.5:
            return root(a)
    base = Ends(np.maximum(a.low, 0.0), np.maximum(a.high, 0.0))
    log = tidied(growing("log", base), [base])
    exponent_of_e = tidied(multiply(b, log), [b, log])
    found = tidied(growing("exp", exponent_of_e), [exponent_of_e], least=0.0)
    low = np.where(np.isnan(found.low), 0.0, found.low)  # of the base 0
    high = np.where(np.isnan(found.high), 1.0, found.high)
    is_any = (a.low < 0) & (np.ceil(b.low) <= b.high)
    is_none = (a.high < 0) & ~is_any
    low = np.where(is_any, -np.inf, np.where(is_none, np.inf, low))
    high = np.where(is_any, np.inf, np.where(is_none, -np.inf, high))
    return Ends(low, high, (a.low > 0) | ((a.low == 0) & (b.low > 0)))


def growing(name: str, a: Ends) -> Ends:
    """Enclose a function that grows, from where its domain starts."""
    start = START.get(name, -np.inf)
    low, high = (
        rounded_function(name, np.maximum(a.low, start))[0],
        rounded_function(name, a.high)[1],
    )
    is_outside = (a.high <= start) & (start > -np.inf)
    return Ends(np.where(is_outside, np.inf, low), np.where(is_outside, -np.inf, high))


def cosh(a: Ends) -> Ends:
    """Enclose the hyperbolic cosine, which grows with the magnitude."""
    size = a.magnitude
    return Ends(rounded_function("cosh", size.low)[0], rounded_function("cosh", size.high)[1])


def meets(a: Ends, place: float, period: float) -> Mask:
    """Tell where an interval may hold one of the numbers place + k*period; if in doubt, it does."""
    slack = 2.0**-30
    first = np.ceil((a.low - place) / period - slack)
    is_large = np.maximum(np.abs(a.low), np.abs(a.high)) >= LARGE
    return is_large | (first <= (a.high - place) / period + slack)


def wave(name: str, peak: float, a: Ends) -> Ends:
    """Enclose sin or cos: by the ends, and 1 and -1 where a peak or a valley may lie between."""
    (low1, high1), (low2, high2) = rounded_function(name, a.low), rounded_function(name, a.high)
    low = np.where(meets(a, peak + math.pi, math.tau), -1.0, np.minimum(low1, low2))
    high = np.where(meets(a, peak, math.tau), 1.0, np.maximum(high1, high2))
    return Ends(low, high)


def tan(a: Ends) -> Ends:
    """Enclose the tangent, which grows between its poles."""
    has_pole = meets(a, math.pi / 2, math.pi)
    low = np.where(has_pole, -np.inf, rounded_function("tan", a.low)[0])
    return Ends(low, np.where(has_pole, np.inf, rounded_function("tan", a.high)[1]))


ONE = Ends(1.0, 1.0)
KNOWN: dict[str, Callable[..., Ends]] = {
    "add": add,
    "subtract": lambda a, b: Ends(0.0, 0.0) if a is b else add(a, negative(b)),
    "negative": negative,
    "multiply": multiply,
    "divide": divide,
    "pow": power,
    "sqrt": root,
    "hypot": lambda a, b: root(add(whole_power(a, 2), whole_power(b, 2))),
    "abs": lambda a: a.magnitude,
    "cosh": cosh,
    "sin": partial(wave, "sin", math.pi / 2),
    "cos": partial(wave, "cos", 0.0),
    "tan": tan,
    **{name: partial(growing, name) for name in GROWING},
}
