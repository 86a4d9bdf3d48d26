"""The table of operations: all the calculus this project knows.

A row says what an operation is called, how it is written, what its value is, what its local
derivative is with respect to each argument, and where it is defined. Evaluation, backprop,
drawing, stepping and array speed follow from the row, so adding an operation is adding a row.

Rows are written over a namespace ``xp`` (``math``, ``numpy``, ``sympy``, ``microgauss``, ...), as
the array API standard does, and bear the standard's names. A derivative also gets ``y``, the
operation's own result: the derivative of exp is exp itself, and need not be computed again.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

__all__ = ["OPERATORS", "RULES", "TABLE", "DomainError", "Rule", "TooLargeError", "floats"]

Number = Any  # whatever the namespace computes with: float, complex, Decimal, Value, ndarray, ...


class DomainError(ValueError):
    """An operation was asked for a value, or a derivative, that it doesn't have.

    ``values`` are the operation's arguments, where there is one. See also: `Rule`, whose
    ``domain`` says where an operation is defined.

    >>> from microgauss import Value
    >>> Value(-1.0, "sigma").log()
    Traceback (most recent call last):
    microgauss.engine.rules.DomainError: log(sigma): sigma = -1.0, and log needs an argument above 0
    """

    values: tuple[Any, ...] = ()


class TooLargeError(DomainError):
    """A result exists, and no float holds it."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One row of the table.

    ``name`` is the array API's name; ``symbol`` is shown on cards, ``operator`` is Python's
    spelling ("" for a function) and binds as tightly as ``precedence`` says. ``value(xp, *args)``
    computes the result, ``partials[i](xp, y, *args)`` its local derivative with respect to
    argument i. ``domain`` says in words what the operation needs, ``defined(*args)`` whether
    floats meet it. ``kink(xp, *args)`` is a number whose sign changes where the derivative jumps,
    and ``is_monotone`` tells that a larger argument never gives a smaller result.

    >>> RULES["multiply"].value(math, 3.0, 4.0)
    12.0
    >>> [derivative(math, 12.0, 3.0, 4.0) for derivative in RULES["multiply"].partials]
    [4.0, 3.0]
    """

    name: str
    symbol: str
    operator: str
    precedence: int
    value: Callable[..., Number]
    partials: tuple[Callable[..., Number], ...]
    domain: str
    defined: Callable[..., bool]
    kink: Callable[..., Number] | None = None
    is_monotone: bool = False

    def __reduce_ex__(self, protocol: Any) -> Any:
        if RULES.get(self.name) is self:  # by its name: lambdas can't be pickled
            return row, (self.name,)
        return object.__reduce_ex__(self, protocol)


def row(name: str) -> Rule:
    """Return a row of the table by its name.

    >>> row("log").symbol
    'log'
    """
    return RULES[name]


def where_positive(xp: Any, a: Number, yes: Number, no: Number) -> Number:
    """Choose by the sign of ``a`` (of its real part, so that the complex step works)."""
    real: Any = getattr(a, "real", a)
    above = real > 0
    if hasattr(xp, "Piecewise"):  # SymPy
        return xp.Piecewise((yes, above), (no, True))
    if hasattr(xp, "where"):  # NumPy and its kin
        return xp.where(above, yes, no)
    return yes if above else no


def where_zero(xp: Any, a: Number, yes: Number, no: Number) -> Number:
    """Choose by whether ``a`` is 0; a symbol isn't."""
    return xp.where(a == 0, yes, no) if hasattr(xp, "where") else yes if a == 0 else no


def logistic(xp: Any, a: Number) -> Number:
    """Return 1/(1 + exp(-a)) by exp(-|a|), which never overflows."""
    if hasattr(xp, "Piecewise"):  # SymPy keeps the closed form
        return 1 / (1 + xp.exp(-a))
    e = xp.exp(where_positive(xp, a, -a, a))
    return where_positive(xp, a, 1, e) / (1 + e)


def is_0(number: Number) -> bool:
    """Tell whether a number is 0, a Value by its data; a symbol isn't."""
    return bool(getattr(number, "data", number) == 0)


def slope_at_exponent_0(xp: Any, a: Number, b: Number) -> Number:
    """Return b·a**(b - 1) where the exponent b is 0: 0, also at the base 0."""
    if getattr(b, "is_plain", True):
        return 0  # it stays 0 in a replay
    return b * a ** (b - xp.sign(abs(a) + abs(b)))  # the exponent is b - 1 unless both are 0


def pow_defined(a: float, b: float) -> bool:
    """Whether a real power exists: 0**-1 and (-8)**(1/3) don't."""
    return a > 0 or (a == 0 and b >= 0) or (a < 0 and b == math.floor(b))


def at_zero(_: Any, a: Number) -> Number:
    """Place a kink where the argument is 0."""
    return a


def anywhere(*_: float) -> bool:
    """Tell that the operation is defined everywhere."""
    return True


ANY = ("any numbers", anywhere)
ABOVE_0 = ("an argument above 0", lambda a: a > 0)
FROM_0 = ("an argument of 0 or more", lambda a: a >= 0)
DIVISOR = ("a divisor other than 0", lambda a, b: b != 0)
FACTOR = ("a second argument above 0, or 0 as the first", lambda a, b: b > 0 or a == 0)
POWER = (
    "a base above 0, a whole exponent, or the base 0 with an exponent of 0 or more",
    pow_defined,
)

# fmt: off
TABLE = (
    # name, symbol, operator, precedence, value,
    #     a local derivative for each argument; y is the value,
    #     domain
    Rule("add", "+", "+", 1, lambda xp, a, b: a + b,
         (lambda xp, y, a, b: 1,
          lambda xp, y, a, b: 1), *ANY),
    Rule("subtract", "−", "-", 1, lambda xp, a, b: a - b,
         (lambda xp, y, a, b: 1,
          lambda xp, y, a, b: -1), *ANY),
    Rule("multiply", "×", "*", 2, lambda xp, a, b: a * b,
         (lambda xp, y, a, b: b,
          lambda xp, y, a, b: a), *ANY),
    Rule("divide", "÷", "/", 2, lambda xp, a, b: a / b,
         (lambda xp, y, a, b: 1 / b,
          lambda xp, y, a, b: -y / b), *DIVISOR),
    Rule("negative", "−", "-", 3, lambda xp, a: -a,
         (lambda xp, y, a: -1,), *ANY),
    Rule("pow", "xⁿ", "**", 4, lambda xp, a, b: a**b,
         (lambda xp, y, a, b: slope_at_exponent_0(xp, a, b) if is_0(b) else b * a ** (b - 1),
          lambda xp, y, a, b: xp.xlogy(y, a) if is_0(a) else y * xp.log(a)), *POWER),
    Rule("log", "log", "", 5, lambda xp, a: xp.log(a),
         (lambda xp, y, a: 1 / a,), *ABOVE_0, is_monotone=True),
    Rule("exp", "exp", "", 5, lambda xp, a: xp.exp(a),
         (lambda xp, y, a: y,), *ANY, is_monotone=True),
    Rule("sqrt", "√", "", 5, lambda xp, a: xp.sqrt(a),
         (lambda xp, y, a: 1 / (2 * y),), *FROM_0, is_monotone=True),
    Rule("sin", "sin", "", 5, lambda xp, a: xp.sin(a),
         (lambda xp, y, a: xp.cos(a),), *ANY),
    Rule("cos", "cos", "", 5, lambda xp, a: xp.cos(a),
         (lambda xp, y, a: -xp.sin(a),), *ANY),
    Rule("tanh", "tanh", "", 5, lambda xp, a: xp.tanh(a),
         (lambda xp, y, a: 1 - y**2,), *ANY, is_monotone=True),
    Rule("abs", "|x|", "", 5, lambda xp, a: where_positive(xp, -a, -a, a),
         (lambda xp, y, a: xp.sign(a),), *ANY, kink=at_zero),
    Rule("sigmoid", "σ(x)", "", 5, logistic,
         (lambda xp, y, a: y * xp.sigmoid(-a),), *ANY, is_monotone=True),
    Rule("relu", "relu", "", 5, lambda xp, a: where_positive(xp, -a, 0, a),
         (lambda xp, y, a: xp.step(a),), *ANY, kink=at_zero, is_monotone=True),
    # Gradients are graphs too: these two are the derivatives of abs and relu, 0 at the kink.
    Rule("sign", "±", "", 5,
         lambda xp, a: where_positive(xp, a, 1, where_positive(xp, -a, -1, a)),
         (lambda xp, y, a: 0,), *ANY, kink=at_zero, is_monotone=True),
    Rule("step", "step", "", 5,
         lambda xp, a: where_positive(xp, a, 1, where_positive(xp, -a, 0, a)),
         (lambda xp, y, a: 0,), *ANY, kink=at_zero, is_monotone=True),
    # And this is the derivative of 0**b by b: a log(b), and 0 where a is 0.
    Rule("xlogy", "x log y", "", 5, lambda xp, a, b: a * xp.log(where_zero(xp, a, a + 1, b)),
         (lambda xp, y, a, b: xp.log(b),
          lambda xp, y, a, b: a / b), *FACTOR),
)
# fmt: on

RULES = {rule.name: rule for rule in TABLE}
OPERATORS = {(rule.operator, len(rule.partials)): rule for rule in TABLE if rule.operator}

# The table's functions over floats, for derivatives: math's own where it has one.
floats = SimpleNamespace(
    **{rule.name: getattr(math, rule.name, partial(rule.value, math)) for rule in TABLE}
)
