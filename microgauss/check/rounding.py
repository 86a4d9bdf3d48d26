"""Float operations whose results are rounded down and up, over columns.

The basic operations find their own error exactly, so that what is exact stays so: sides that touch
at the end of a box can be told not to cross. NumPy's functions are widened by what they may err.
"""

from __future__ import annotations

import numpy as np

from microgauss.check.floats import Column
from microgauss.engine.rules import RULES

__all__ = ["Rounded", "rounded_function", "rounded_product", "rounded_quotient",
           "rounded_root", "rounded_sum"]  # fmt: skip

Rounded = tuple[Column, Column]  # a result rounded down, and rounded up

# NumPy's own loops are tested to 4 units in the last place, those of C libraries are within 2:
# twice as much, 2**-50 relatively, is safe. The second number is for results near 0.
ERROR = (2.0**-50, 2.0**-1060)
AT_MOST_1 = {"sin", "cos", "tanh"}  # in magnitude
NORMAL = 1e-280  # below, the error of a product may be no float


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
    error = np.where(is_zero, 0.0, np.where(np.abs(result) > NORMAL, error, np.nan))
    return np.where(is_zero, 0.0, result), error


def rounded_product(a: Column, b: Column) -> Rounded:
    """Multiply."""
    return directed(*product(a, b))


def halves(a: Column) -> Rounded:
    """Split floats into two of half the digits, whose products are exact (Veltkamp)."""
    scaled = a * (2.0**27 + 1)
    high = scaled - (scaled - a)
    return high, a - high


def rounded_quotient(a: Column, b: Column) -> Rounded:
    """Divide; what is left, a - b*quotient, is exact and has the sign of the error times b's."""
    result = np.where(a == 0, 0.0, a / b)  # also 0/0: who asks means the limit
    multiple, error = product(result, b)
    rest = np.where((np.abs(a) > NORMAL) | (a == 0), (a - multiple) - error, np.nan)
    return directed(result, rest * np.sign(b))


def rounded_root(a: Column) -> Rounded:
    """Return the square root, likewise."""
    result = np.sqrt(a)
    square, error = product(result, result)
    return directed(result, (a - square) - error)


def rounded_function(name: str, x: Column) -> Rounded:
    """Compute a function of NumPy's, and widen by its error; there is none at 0 and log(1)."""
    ufunc = RULES[name].ufunc
    assert ufunc is not None
    result = ufunc(x)
    is_exact = ((x == 0) & ((result == 0) | (result == 1))) | ((x == 1) & (result == 0))
    error = np.where(is_exact | np.isinf(result), 0.0, np.abs(result) * ERROR[0] + ERROR[1])
    low, high = result - error, result + error
    return (np.maximum(low, -1.0), np.minimum(high, 1.0)) if name in AT_MOST_1 else (low, high)
