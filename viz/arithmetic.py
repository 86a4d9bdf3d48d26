"""With how many digits a line of arithmetic is true as it is shown.

1 + 0.5625 = 1.562 is false as it stands; 1 + 0.5625 = 1.5625 is true, and log(2) ≈ 0.6931 says that
it is rounded.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import mpmath

from microgauss.engine.notation import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microgauss.engine.rules import Rule

__all__ = ["Arithmetic", "arithmetic"]

FEWEST, MOST = 4, 8  # significant digits
PRECISE = mpmath.mp.clone()
PRECISE.dps = 40
LARGE = 100
ROUNDED = mpmath.mpf(10) ** -30  # relative: less is no digit that anyone could show


class Arithmetic(NamedTuple):
    """How a line is shown: its digits, and the relations before its numbers and its result."""

    digits: int
    to_numbers: str
    to_result: str


def arithmetic(rule: Rule, args: Sequence[float], result: float) -> Arithmetic:
    """Choose the digits with which an operation on numbers is true as shown, the fewest of 4 to 8.

    ≈ stands before numbers that aren't shown whole, and before a result that is rounded.

    >>> from microgauss.engine.rules import RULES
    >>> arithmetic(RULES["add"], [1.0, 0.5625], 1.5625)
    Arithmetic(digits=5, to_numbers='=', to_result='=')
    >>> arithmetic(RULES["log"], [2.0], 0.6931471805599453)
    Arithmetic(digits=4, to_numbers='=', to_result='≈')
    """
    found = None
    for digits in range(FEWEST, MOST + 1):
        is_whole = all(is_shown_whole(arg, digits) for arg in args)
        if is_true(rule, args, result, digits):
            if is_whole:
                return Arithmetic(digits, "=", "=")
            found = found or Arithmetic(digits, "≈", "=")
    return found or rounded(args)


def rounded(args: Sequence[float]) -> Arithmetic:
    """Return how a line is shown that no digits make true: with its numbers whole, if short."""
    whole = (n for n in range(FEWEST, MOST + 1) if all(is_shown_whole(arg, n) for arg in args))
    digits = next(whole, None)
    return Arithmetic(digits or FEWEST, "=" if digits else "≈", "≈")


def is_shown_whole(x: float, digits: int) -> bool:
    """Tell whether a number's text is the number itself, but for the last bits of a float."""
    return math.isclose(float(plain(number(x, digits))), x, rel_tol=1e-14)


def is_true(rule: Rule, args: Sequence[float], result: float, digits: int) -> bool:
    """Tell whether an operation on numbers as shown gives the result as shown."""
    if rule.is_transcendental and any(args):
        return False
    texts = [plain(number(x, digits)) for x in (*args, result)]
    if rule.operator and (rule.name != "pow" or is_whole(args[1])):
        *fractions, wanted = map(Fraction, texts)
        try:
            return bool(rule.value(None, *fractions) == wanted)
        except ZeroDivisionError:
            return False
    try:
        *shown, wanted = map(PRECISE.mpf, texts)
        true = rule.value(PRECISE, *shown)
    except (ValueError, ArithmeticError):
        return False  # rounded out of the domain
    return bool(abs(true - wanted) <= ROUNDED * abs(true))


def is_whole(x: float) -> bool:
    """Tell whether an exponent is a whole number, and not too large to multiply by."""
    return x.is_integer() and abs(x) <= LARGE


def plain(text: str) -> str:
    """Return a number's text with the minus sign of programs."""
    return text.replace("−", "-")
