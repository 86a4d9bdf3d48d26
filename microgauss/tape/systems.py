"""The number systems that a graph can be replayed over, and how its constants get there.

Floats, complex numbers, arrays and tensors take the constants of a graph as they are. Decimals,
fractions, SymPy's numbers and Values are exact, or remember where they come from: they get the
leaves, and compute the rest of the constants themselves.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np

from microgauss.engine.rules import Rule
from microgauss.engine.value import Constant, Value, apply, functions

__all__ = ["System", "decimals", "system_of"]

# Decimal's own operations as a namespace. It has no sin, cos or tanh; a fraction has none at all.
decimals = SimpleNamespace(
    __name__="decimals",
    log=lambda a: Decimal(a).ln(),
    exp=lambda a: Decimal(a).exp(),
    sqrt=lambda a: Decimal(a).sqrt(),
)
rationals = SimpleNamespace(__name__="Fraction")
OF_KIND = ((Decimal, decimals), (Fraction, rationals))


class System:
    """A namespace of operations, and how a constant is converted.

    ``folds`` where constants that were computed as floats may be taken as they are.
    """

    def __init__(self, xp: Any, constant: Callable[[float], Any], *, folds: bool) -> None:
        self.xp = xp
        self.constant = constant
        self.folds = folds

    def apply(self, rule: Rule, args: Sequence[Any]) -> Any:
        """Carry out an operation, or say that the number system doesn't have it."""
        if self.xp is functions:  # Values remember the row itself
            return apply(rule, *args)
        if rule.name == "pow" and isinstance(args[1], Decimal) and args[1] == 0:
            return Decimal(1)  # which Decimal refuses to say of 0**0
        try:
            result = rule.value(self.xp, *args)
        except AttributeError as error:
            if rule.operator or hasattr(self.xp, rule.name):
                raise  # it is something else that is missing
            name = getattr(self.xp, "__name__", type(self.xp).__name__)
            raise TypeError(
                f"{name} has no {error.name or rule.name}, which this graph needs"
            ) from None
        if self.xp is rationals and isinstance(result, (float, complex)):
            raise TypeError(
                f"Fraction has no {rule.name} with that exponent, which this graph needs"
            )
        return result


def system_of(numbers: Sequence[Any], xp: Any) -> System:  # noqa: PLR0911, one line a system
    """Choose the number system of a replay by its numbers, and by the namespace asked for."""
    if xp in (np, math, cmath):
        for kind, namespace in OF_KIND:
            if any(isinstance(number, kind) for number in numbers):
                return system_of(numbers, namespace)
    if any(isinstance(number, Value) for number in numbers):
        return System(functions, Constant, folds=False)
    if xp is decimals or any(isinstance(number, Decimal) for number in numbers):
        return System(xp, Decimal, folds=False)
    if xp is rationals:
        return System(xp, Fraction, folds=False)
    if hasattr(xp, "constant_of"):  # it converts exactly, and says how
        return System(xp, xp.constant_of, folds=False)
    if hasattr(xp, "Rational"):  # SymPy
        return System(xp, lambda c: xp.pi if c == math.pi else xp.Rational(c), folds=False)
    return System(xp, float, folds=True)
