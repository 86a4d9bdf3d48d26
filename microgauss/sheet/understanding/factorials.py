"""Factorials, binomial coefficients and the gamma function, as n! is gamma(n + 1).

The table has no row for them. An opaque function stands in the place of n!: what is right for any
function in its place is right, such as the logarithm of a likelihood with y! in it. What isn't may
be right for factorials, as n! = n (n - 1)! is; so nothing is wrong unless both sides are made of
the same factorials. Those of whole numbers are computed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from microgauss.engine.rules import Rule
from microgauss.engine.value import Value, toposort
from microgauss.sheet.understanding.leaves import NotUnderstoodError

__all__ = ["FACTORIAL", "exact", "factorials_of", "opaque"]

LARGEST = 20  # n! is a float, exactly
DIGITS = 9  # to which two arguments are the same one
CLOSE = 1e-9


def opaque(xp: Any, a: Any) -> Any:
    """Return a positive number that stands in the place of a!, over any kind of number."""
    return xp.exp(xp.sin(a) + a / 2)


FACTORIAL = Rule(
    "factorial", "!", "", 5, opaque, (), "any numbers", lambda *_: True, latex=r"\left(#1\right)!"
)


def exact(number: float) -> float:
    """Return the factorial of a whole number; NotUnderstoodError for any other."""
    if number not in range(LARGEST + 1):
        raise NotUnderstoodError(f"the factorial of {number:g} isn't computed")
    return float(math.factorial(int(number)))


def factorials_of(value: Value, known: Mapping[Value, Value]) -> set[str]:
    """Return the arguments of the factorials that a graph depends on, as numbers.

    ``known`` has the argument of each factorial. One that cancels isn't among them.
    """
    before, keys = evaluated(value, known)
    return {key for key in keys if not is_close(evaluated(value, known, key)[0], before)}


def evaluated(
    value: Value, known: Mapping[Value, Value], changed: str = ""
) -> tuple[float, set[str]]:
    """Return the value of a graph at its own numbers, and the arguments of its factorials.

    One of them may be ``changed``.
    """
    numbers: dict[Value, Any] = {}
    keys = set()
    with np.errstate(all="ignore"):
        for part in toposort(value):
            if part in known:
                argument = numbers[known[part]]
                keys.add(key := f"{argument:.{DIGITS}g}")
                numbers[part] = opaque(np, argument) * (2 if key == changed else 1)
            elif part.rule is not None:
                numbers[part] = part.rule.value(np, *(numbers[arg] for arg in part.args))
            else:
                numbers[part] = np.float64(part.data)
    return numbers[value], keys


def is_close(a: float, b: float) -> bool:
    """Tell whether two numbers differ by rounding at most; nan is close to none."""
    return bool(abs(a - b) <= CLOSE * max(abs(a), abs(b)))
