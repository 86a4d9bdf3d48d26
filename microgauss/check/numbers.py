"""Numbers written and converted: floats as decimals, and mpmath's for people and as floats."""

from __future__ import annotations

import math
from typing import Any

from mpmath import nstr

from microgauss.engine.notation import number

__all__ = ["as_decimal", "as_float", "number_text", "texts_apart"]

EXACT_DIGITS = 15  # a float of more digits may be another number, rounded


def as_decimal(x: float) -> tuple[str, bool]:
    """Return a float as the shortest decimal that reads back as it, and whether that is exact.

    >>> as_decimal(0.1), as_decimal(0.1 + 0.2)
    (('0.1', True), ('0.30000000000000004', False))
    """
    text = repr(float(x))
    digits = text.partition("e")[0].replace(".", "").replace("-", "").strip("0")
    return text, len(digits) <= EXACT_DIGITS


def as_float(x: Any) -> float:
    """Return a number of mpmath's as a float, infinite where it is too large for one."""
    try:
        return float(x)
    except OverflowError:
        return math.inf


def number_text(x: Any, digits: int = 4) -> str:
    """Write a number of mpmath's for people, also one that no float holds.

    >>> from mpmath import mpf
    >>> number_text(mpf(-0.25)), number_text(mpf(2) ** -9000), number_text(mpf(1) / 3, 8)
    ('−0.25', '5.371e−2710', '0.33333333')
    """
    near = as_float(x)
    if digits == 4 and math.isfinite(near) and (near or not x):
        return number(near)
    return str(nstr(x, digits)).replace("-", "−").replace(".0e", "e")


def texts_apart(a: Any, b: Any) -> tuple[str, str]:
    """Write two numbers with as many digits as tell them apart."""
    for digits in (4, 8, 16, 30, 60):
        texts = number_text(a, digits), number_text(b, digits)
        if texts[0] != texts[1]:
            return texts
    return number_text(a), f"{number_text(b)}, and the difference is {number_text(a - b)}"
