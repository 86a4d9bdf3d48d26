"""Enclosures: intervals as columns, so that a graph is bounded over thousands of boxes at once.

They are one more kind of number for the table's rules, as those of `microgauss.check.intervals`
are; but their ends are floats, rounded outwards after each operation, and there are many.

An enclosure holds what an operation gives at the points of a box where it has a result at all; it
is empty (nan) where it has none. So what is shown of an enclosure holds wherever there is a value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
from mpmath import libmp

from microgauss.check.floats import Column, Mask
from microgauss.check.intervals import Intervals
from microgauss.engine.rules import RULES, Rule

__all__ = ["Enclosure", "Enclosures", "NoEnclosureError"]

Rounded = tuple[Column, Column]  # a result rounded down, and rounded up

# NumPy's own loops are tested to 4 units in the last place, those of C libraries are within 2:
# twice as much, 2**-50 relatively, is safe. The second number is for results near 0.
ERROR = (2.0**-50, 2.0**-1060)
LARGE = 2.0**20  # from there on, the period of a sine is not counted in floats
MAX = np.finfo(float).max
LARGEST_POWER = 256  # that is computed as products
START = {"log": 0.0, "log2": 0.0, "log10": 0.0, "log1p": -1.0}  # of the domain
AT_MOST_1 = {"sin", "cos", "tanh"}  # in magnitude
CONTINUOUS = {"sigmoid", "softplus", "relu", "maximum", "minimum"}  # and computed at their ends
GROWING = ("exp", "atan", "sinh", "tanh", "expm1", *START)


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


class Enclosure:
    """Intervals from ``low`` to ``high``, columns (P,) or scalars, empty where these are nan.

    ``is_sure`` says where what they enclose is defined and continuous throughout its box.
    """

    __slots__ = ("high", "is_sure", "low")

    def __init__(self, low: Any, high: Any, is_sure: Any = True) -> None:  # noqa: FBT002
        self.low: Column = np.asarray(low, dtype=float)
        self.high: Column = np.asarray(high, dtype=float)
        self.is_sure: Mask = np.asarray(is_sure)

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

    @property
    def ends(self) -> tuple[Enclosure, Enclosure]:
        """The two ends, each an enclosure of one number."""
        return Enclosure(self.low, self.low), Enclosure(self.high, self.high)

    @property
    def magnitude(self) -> Enclosure:
        """The absolute values."""
        low, high = np.abs(self.low), np.abs(self.high)
        least = np.where((self.low <= 0) & (self.high >= 0), 0.0, np.minimum(low, high))
        return Enclosure(least, np.maximum(low, high))


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
    if rule.name in KNOWN:
        found = KNOWN[rule.name](*args)
    elif rule.is_monotone:
        found = between_ends(rule, args)
    else:
        found = enclosure(rule.value(Enclosures(rule), *args))
    return tidy(rule, found, args)


def tidy(rule: Rule, found: Enclosure, args: Sequence[Enclosure]) -> Enclosure:
    """Round infinite ends to the finite side, and open the ends that couldn't be told.

    The result is empty where an argument is, or where the row has found it so: low above high.
    """
    low = np.fmax(found.low, rule.lower_bound(*[-math.inf] * len(args)))
    is_empty, is_sure = low > found.high, found.is_sure
    for arg in args:
        is_empty, is_sure = is_empty | np.isnan(arg.low), is_sure & arg.is_sure
    low = np.where(np.isnan(low), -np.inf, np.minimum(low, MAX))
    high = np.where(np.isnan(found.high), np.inf, np.maximum(found.high, -MAX))
    is_sure = is_sure & np.isfinite(low) & np.isfinite(high) & ~is_empty
    return Enclosure(np.where(is_empty, np.nan, low), np.where(is_empty, np.nan, high), is_sure)


def between_ends(rule: Rule, args: Sequence[Enclosure]) -> Enclosure:
    """Enclose a monotone row by its own formula at the two ends, where nothing is lost."""
    lows, highs = zip(*(arg.ends for arg in args), strict=True)
    low, high = (enclosure(rule.value(Enclosures(rule), *ends)) for ends in (lows, highs))
    if rule.name in CONTINUOUS:
        return Enclosure(low.low, high.high)
    whole = enclosure(rule.value(Enclosures(rule), *args))
    return Enclosure(low.low, high.high, whole.is_sure)


# --- one float operation, rounded down and up -----------------------------------------------------


def directed(result: Column, error: Column) -> Rounded:
    """Round outwards what differs from the exact result by an error of known sign; nan if not."""
    down = np.where(error >= 0, result, np.nextafter(result, -np.inf))
    return down, np.where(error <= 0, result, np.nextafter(result, np.inf))


def rounded_sum(a: Column, b: Column) -> Rounded:
    """Add; the error is what Knuth's two-sum finds, and it is exact."""
    total = a + b
    part = total - a
    return directed(total, (a - (total - part)) + (b - part))


def product(a: Column, b: Column) -> tuple[Column, Column]:
    """Multiply, and return the exact error by Dekker's product; nan where that may be inexact."""
    result = a * b
    (a1, a2), (b1, b2) = halves(a), halves(b)
    error = a2 * b2 - (((result - a1 * b1) - a2 * b1) - a1 * b2)
    is_zero = (a == 0) | (b == 0)  # 0 times what is unbounded, too, since that is finite
    error = np.where(is_zero, 0.0, np.where(np.abs(result) > 1e-280, error, np.nan))
    return np.where(is_zero, 0.0, result), error


def halves(a: Column) -> Rounded:
    """Split floats into two of half the digits, whose products are exact (Veltkamp)."""
    scaled = a * (2.0**27 + 1)
    high = scaled - (scaled - a)
    return high, a - high


def rounded_quotient(a: Column, b: Column) -> Rounded:
    """Divide; what is left, a - b*quotient, is exact and has the sign of the error times b's."""
    result = a / b
    multiple, error = product(result, b)
    rest = np.where((np.abs(a) > 1e-280) | (a == 0), (a - multiple) - error, np.nan)
    return directed(result, rest * np.sign(b))


def rounded_root(a: Column) -> Rounded:
    """Return the square root, likewise."""
    result = np.sqrt(a)
    square, error = product(result, result)
    return directed(result, (a - square) - error)


# --- the rows of which more is known --------------------------------------------------------------


def add(a: Enclosure, b: Enclosure) -> Enclosure:
    """Add."""
    return Enclosure(rounded_sum(a.low, b.low)[0], rounded_sum(a.high, b.high)[1])


def negative(a: Enclosure) -> Enclosure:
    """Change the sign."""
    return Enclosure(-a.high, -a.low)


def of_corners(
    operation: Callable[[Column, Column], Rounded], a: Enclosure, b: Enclosure
) -> Enclosure:
    """Enclose by the results at the four pairs of ends; a nan among them lies between others."""
    pairs = [operation(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    lows, highs = zip(*pairs, strict=True)
    low, high = lows[0], highs[0]
    for other_low, other_high in zip(lows, highs, strict=True):
        low, high = np.fmin(low, other_low), np.fmax(high, other_high)
    return Enclosure(low, high)


def multiply(a: Enclosure, b: Enclosure) -> Enclosure:
    """Multiply; a number by itself is a square."""
    if a is b:
        return whole_power(a, 2)
    return of_corners(lambda x, y: directed(*product(x, y)), a, b)


def divide(a: Enclosure, b: Enclosure) -> Enclosure:
    """Divide; by 0 there is no result, and by what lies around 0 all are possible."""
    signed = Enclosure(np.where(b.low == 0, 0.0, b.low), np.where(b.high == 0, -0.0, b.high))
    found = of_corners(rounded_quotient, a, signed)
    is_across, is_zero = (b.low < 0) & (b.high > 0), (b.low == 0) & (b.high == 0)
    low = np.where(is_across, -np.inf, np.where(is_zero, np.inf, found.low))
    high = np.where(is_across, np.inf, np.where(is_zero, -np.inf, found.high))
    return Enclosure(low, high, (b.low > 0) | (b.high < 0))


def root(a: Enclosure) -> Enclosure:
    """Return the square root of what isn't negative."""
    low, high = rounded_root(np.maximum(a.low, 0.0))[0], rounded_root(a.high)[1]
    is_none = a.high < 0
    return Enclosure(np.where(is_none, np.inf, low), np.where(is_none, -np.inf, high), a.low >= 0)


def whole_power(a: Enclosure, exponent: int) -> Enclosure:
    """Raise to a whole power by products at the ends."""
    if exponent < 0:
        return divide(constant(1.0), whole_power(a, -exponent))
    a = a.magnitude if exponent % 2 == 0 else a
    low, high = (power_of_end(end, exponent) for end in a.ends)
    return Enclosure(low.low, high.high)


def power_of_end(end: Enclosure, exponent: int) -> Enclosure:
    """Raise one number to a whole power by squaring and multiplying."""
    result = Enclosure(np.ones_like(end.low), np.ones_like(end.low))
    for digit in f"{exponent:b}":
        result = of_corners(lambda x, y: directed(*product(x, y)), result, result)
        if digit == "1":
            result = of_corners(lambda x, y: directed(*product(x, y)), result, end)
    return result


def power(a: Enclosure, b: Enclosure) -> Enclosure:
    """Raise to a power: a whole one by products, any other as exp(b*log(a)).

    A negative base has a power where the exponent is whole, which one in an interval may be.
    """
    exponent = float(b.low.flat[0]) if b.low.size else math.nan
    if np.all(b.low == exponent) and np.all(b.high == exponent):
        if exponent.is_integer() and abs(exponent) <= LARGEST_POWER:
            return whole_power(a, int(exponent))
        if exponent == 0.5:
            return root(a)
    base = Enclosure(np.maximum(a.low, 0.0), np.maximum(a.high, 0.0))
    found = apply(RULES["exp"], [b * apply(RULES["log"], [base])])
    low = np.where(np.isnan(found.low), 0.0, found.low)  # of the base 0
    high = np.where(np.isnan(found.high), 1.0, found.high)
    is_any = (a.low < 0) & (np.ceil(b.low) <= b.high)
    is_none = (a.high < 0) & ~is_any
    low = np.where(is_any, -np.inf, np.where(is_none, np.inf, low))
    high = np.where(is_any, np.inf, np.where(is_none, -np.inf, high))
    return Enclosure(low, high, (a.low > 0) | ((a.low == 0) & (b.low > 0)))


def accurate(name: str, x: Column) -> Rounded:
    """Compute a function of NumPy's, and widen by its error; there is none at 0 and log(1)."""
    ufunc = RULES[name].ufunc
    assert ufunc is not None
    result = ufunc(x)
    is_exact = ((x == 0) & ((result == 0) | (result == 1))) | ((x == 1) & (result == 0))
    error = np.where(is_exact | np.isinf(result), 0.0, np.abs(result) * ERROR[0] + ERROR[1])
    low, high = result - error, result + error
    return (np.maximum(low, -1.0), np.minimum(high, 1.0)) if name in AT_MOST_1 else (low, high)


def growing(name: str, a: Enclosure) -> Enclosure:
    """Enclose a function that grows, from where its domain starts."""
    start = START.get(name, -np.inf)
    low, high = accurate(name, np.maximum(a.low, start))[0], accurate(name, a.high)[1]
    is_outside = (a.high <= start) & (start > -np.inf)
    return Enclosure(np.where(is_outside, np.inf, low), np.where(is_outside, -np.inf, high))


def cosh(a: Enclosure) -> Enclosure:
    """Enclose the hyperbolic cosine, which grows with the magnitude."""
    size = a.magnitude
    return Enclosure(accurate("cosh", size.low)[0], accurate("cosh", size.high)[1])


def meets(a: Enclosure, place: float, period: float) -> Mask:
    """Tell where an interval may hold one of the numbers place + k*period; if in doubt, it does."""
    slack = 2.0**-30
    first = np.ceil((a.low - place) / period - slack)
    is_large = np.maximum(np.abs(a.low), np.abs(a.high)) >= LARGE
    return is_large | (first <= (a.high - place) / period + slack)


def wave(name: str, peak: float, a: Enclosure) -> Enclosure:
    """Enclose sin or cos: by the ends, and 1 and -1 where a peak or a valley may lie between."""
    (low1, high1), (low2, high2) = accurate(name, a.low), accurate(name, a.high)
    low = np.where(meets(a, peak + math.pi, math.tau), -1.0, np.minimum(low1, low2))
    high = np.where(meets(a, peak, math.tau), 1.0, np.maximum(high1, high2))
    return Enclosure(low, high)


def tan(a: Enclosure) -> Enclosure:
    """Enclose the tangent, which grows between its poles."""
    has_pole = meets(a, math.pi / 2, math.pi)
    low = np.where(has_pole, -np.inf, accurate("tan", a.low)[0])
    return Enclosure(low, np.where(has_pole, np.inf, accurate("tan", a.high)[1]))


KNOWN: dict[str, Callable[..., Enclosure]] = {
    "add": add,
    "subtract": lambda a, b: constant(0.0) if a is b else add(a, negative(b)),
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
