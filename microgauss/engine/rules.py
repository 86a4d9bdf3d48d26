"""The table of operations: all the calculus this project knows.

A row says everything that is known of an operation: what it is called and how it is written, its
value, its partial derivative with respect to each argument, where it is defined, where it has a
kink. Evaluation, backprop, drawing, stepping, checking and array speed follow from the row, so
adding an operation is adding a row.

Read `Rule` first and then `TABLE`; the functions above the table are what single rows need.

Rows are written over a namespace ``xp`` and bear the names of the array API standard. ``xp`` stands
for the module that has the functions (``math``, ``numpy``, ``sympy``, ...): ``xp.exp`` is math.exp
or np.exp. A partial may use any function of the table, and also gets ``y``, the operation's own
result: the derivative of exp is exp itself, and need not be computed again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from microgauss.engine.notation import operation_at

__all__ = [
    "OPERATORS", "RULES", "TABLE", "DomainError", "Rule", "TooLargeError", "columns", "floats",
]  # fmt: skip

Number = Any  # whatever the namespace computes with: float, complex, Decimal, Value, ndarray, ...


class DomainError(ValueError):
    """An operation was asked for a value, or a derivative, that it doesn't have.

    ``args`` are the reason and, where there is one, the operation, as a Value, and the numbers of
    its arguments. The message is written when it is printed. See also: `Rule`, whose ``domain``
    says where an operation is defined.

    >>> from microgauss import Value
    >>> Value(-1.0, "sigma").log()
    Traceback (most recent call last):
    microgauss.engine.rules.DomainError: log(sigma): sigma = -1.0, and log needs an argument above 0
    """

    def __str__(self) -> str:
        reason, *operation = self.args
        return f"{operation_at(*operation)}{reason}" if operation else str(reason)


class TooLargeError(DomainError):
    """A result exists, and no float holds it."""


def unbounded(*_: float) -> float:
    """Return the lower bound of an operation that has none."""
    return -math.inf


def no_signed_zeros(*_: object) -> Sequence[int]:
    """Return no position: most operations give equal results for 0.0 and -0.0."""
    return ()


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One row of the table.

    ``name`` is the array API's name; ``symbol`` is shown on cards, ``operator`` is Python's
    spelling ("" for a function). ``precedence`` is 1 for + and -, 2 for * and /, 3 for the sign, 4
    for **, 5 for functions. ``value(xp, *args)`` computes the result, ``partials[i](xp, y, *args)``
    its local derivative with respect to argument i. ``domain`` says in words what the operation
    needs, ``defined(*args)`` whether floats meet it.

    What else is known, and by whom it is used:
    ``ufunc`` is NumPy's own function, where it has one (columns).
    ``libm`` is C's function, where it has one, which Python and JavaScript have as well (source).
    ``latex`` is how it is typeset: a command, or #1 and #2 in their places (source).
    ``kink(xp, *args)`` crosses 0 where a partial jumps (the check looks at both sides).
    ``is_monotone``: the result never falls where an argument grows (an interval's ends suffice).
    ``is_transcendental``: no fraction but 0 has a fraction as its result (a step shows = or ≈).
    ``lower_bound(*bounds)`` is the least result of arguments of at least ``bounds`` (columns:
    sqrt(a)**2 is a where a can't be negative).
    ``zero_signs(*args)`` are the positions of arguments for which 0.0 and -0.0 may give different
    results; an argument is a number where it is known, else None (columns).
    ``guard(xp, *args)`` above 0 guarantees a result, and below says nothing (the check's search).

    >>> RULES["multiply"].value(math, 3.0, 4.0)
    12.0
    >>> [partial(math, 12.0, 3.0, 4.0) for partial in RULES["multiply"].partials]
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
    ufunc: np.ufunc | None = None
    libm: str = ""
    latex: str = ""
    kink: Callable[..., Number] | None = None
    is_monotone: bool = False
    is_transcendental: bool = False
    lower_bound: Callable[..., float] = unbounded
    zero_signs: Callable[..., Sequence[int]] = no_signed_zeros
    guard: Callable[..., Number] | None = None

    def __reduce_ex__(self, protocol: Any) -> Any:
        if RULES.get(self.name) is self:  # by its name: lambdas can't be pickled
            return row, (self.name,)
        return object.__reduce_ex__(self, protocol)


def row(name: str) -> Rule:
    """Return a row of the table by its name."""
    return RULES[name]


# --- choosing by a condition, over any kind of number ---------------------------------------------


def real(a: Number) -> Any:
    """Return the real part, to compare by: the complex step takes the branch of the real number."""
    return getattr(a, "real", a)


def choose(xp: Any, condition: Any, yes: Number, no: Number) -> Number:
    """Return ``yes`` where the condition holds, else ``no``."""
    if hasattr(xp, "Piecewise"):  # SymPy
        return xp.Piecewise((yes, condition), (no, True))
    if hasattr(xp, "where"):  # NumPy and its kin
        return xp.where(condition, yes, no)
    return yes if condition else no


def by_sign(xp: Any, a: Number, above: Number, below: Number) -> Number:
    """Return ``above`` for a > 0, ``below`` for a < 0, else a + 0: 0.0 for -0.0, nan for nan."""
    return choose(xp, real(a) > 0, above, choose(xp, real(a) < 0, below, a + 0))


def larger(xp: Any, a: Number, b: Number) -> Number:
    """Return the larger number; where either is nan, so is a + b."""
    return choose(xp, real(a) > real(b), a, choose(xp, real(b) >= real(a), b, a + b))


def smaller(xp: Any, a: Number, b: Number) -> Number:
    """Return the smaller number; where either is nan, so is a + b."""
    return choose(xp, real(b) > real(a), a, choose(xp, real(a) >= real(b), b, a + b))


def unless_zero(xp: Any, a: Number, instead: Number, b: Number) -> Number:
    """Return b, but ``instead`` where a is 0. A symbol counts as not 0."""
    return xp.where(a == 0, instead, b) if hasattr(xp, "where") else instead if a == 0 else b


# --- values that take more than one operation -----------------------------------------------------


def logistic(xp: Any, a: Number) -> Number:
    """Return 1/(1 + exp(-a)) by exp(-|a|), which never overflows."""
    if hasattr(xp, "Piecewise"):  # SymPy keeps the closed form
        return 1 / (1 + xp.exp(-a))
    e = xp.exp(-by_sign(xp, a, a, -a))
    return choose(xp, real(a) > 0, 1, e) / (1 + e)


def log_of_1_and_exp(xp: Any, a: Number) -> Number:
    """Return log(1 + exp(a)) by exp(-|a|), which never overflows."""
    if hasattr(xp, "Piecewise"):
        return xp.log(1 + xp.exp(a))
    return by_sign(xp, a, a, 0) + log_of_1_and(xp, xp.exp(-by_sign(xp, a, a, -a)))


def log_of_1_and(xp: Any, a: Number) -> Number:
    """Return log(1 + a), to full precision where the namespace can."""
    return xp.log1p(a) if hasattr(xp, "log1p") else xp.log(1 + a)


def exp_minus_1(xp: Any, a: Number) -> Number:
    """Return exp(a) - 1, to full precision where the namespace can."""
    return xp.expm1(a) if hasattr(xp, "expm1") else xp.exp(a) - 1


def arctangent(xp: Any, a: Number) -> Number:
    """Return the angle whose tangent is a, in radians, by either of its usual names."""
    return xp.atan(a) if hasattr(xp, "atan") else xp.arctan(a)


def log_by(xp: Any, base: int, a: Number) -> Number:
    """Return the logarithm by a base, by the namespace's own function where it has one."""
    own = getattr(xp, f"log{base}", None)
    return own(a) if own else xp.log(a) / xp.log(base)


def length(xp: Any, a: Number, b: Number) -> Number:
    """Return sqrt(a² + b²) by the ratio of the smaller to the larger, which never overflows."""
    if hasattr(xp, "Piecewise"):
        return xp.sqrt(a**2 + b**2)
    a, b = by_sign(xp, a, a, -a), by_sign(xp, b, b, -b)
    is_a = real(a) > real(b)
    long, short = choose(xp, is_a, a, b), choose(xp, is_a, b, a)
    return long * xp.sqrt(1 + (short / unless_zero(xp, long, 1, long)) ** 2)


# --- powers, where 0 is the base or the exponent --------------------------------------------------


def is_0(number: Number) -> bool:
    """Tell whether a number is 0, a Value by its data; a symbol isn't."""
    return bool(getattr(number, "data", number) == 0)


def slope_at_exponent_0(xp: Any, a: Number, b: Number) -> Number:
    """Return the partial b·a**(b - 1) at b = 0: 0, also at the base 0.

    A literal 0 stays 0 in a replay. Any other b may not, so that the graph has to be right for all
    of them; the exponent b - sign(|a| + |b|) is b - 1 unless both are 0, which avoids 0**-1.
    """
    if getattr(b, "is_literal", True):
        return 0
    return b * a ** (b - xp.sign(abs(a) + abs(b)))


def lowered(a: Number, b: Number) -> Number:
    """Return a**(b - 1), which is a itself for a square: its gradient reads 2*a."""
    is_square = b == 2 if isinstance(b, float) else getattr(b, "is_literal", False) and b.data == 2
    return a if is_square else a ** (b - 1)


def pow_defined(a: float, b: float) -> bool:
    """Whether a real power exists: 0**-1 and (-8)**(1/3) don't."""
    return a > 0 or (a == 0 and b >= 0) or (a < 0 and b == math.floor(b))


# --- domains, kinks, bounds, as rows share them ---------------------------------------------------


def anywhere(*_: float) -> bool:
    """Tell that the operation is defined everywhere."""
    return True


def argument(_: Any, a: Number) -> Number:
    """Return the argument: there is a kink where it is 0, or a value where it is above."""
    return a


def at_tie(_: Any, a: Number, b: Number) -> Number:
    """Place a kink where the arguments are equal."""
    return a - b


def least_product(a: float, b: float) -> float:
    """Return the least product of numbers that are at least a and b."""
    return a * b if min(a, b) >= 0 else -math.inf


ANY = ("any numbers", anywhere)
ABOVE_0 = ("an argument above 0", lambda a: a > 0)
ABOVE_MINUS_1 = ("an argument above -1", lambda a: a > -1)
FROM_0 = ("an argument of 0 or more", lambda a: a >= 0)
DIVISOR = ("a divisor other than 0", lambda a, b: b != 0)
FACTOR = ("a second argument above 0, or 0 as the first", lambda a, b: b > 0 or a == 0)
RATIO = ("a divisor other than 0, or 0 above it", lambda a, b: b != 0 or a == 0)
POWER = (
    "a base above 0, a whole exponent, or the base 0 with an exponent of 0 or more",
    pow_defined,
)

# fmt: off
TABLE = (
    # name, symbol, operator, precedence, value,
    #     a partial for each argument; y is the value,
    #     domain and defined (*ANY is both), ufunc, libm, latex, and what else is known
    Rule("add", "+", "+", 1, lambda xp, a, b: a + b,
         (lambda xp, y, a, b: 1,
          lambda xp, y, a, b: 1), *ANY, np.add, "", "#1 + #2",
         is_monotone=True, lower_bound=lambda a, b: a + b),
    Rule("subtract", "−", "-", 1, lambda xp, a, b: a - b,
         (lambda xp, y, a, b: 1,
          lambda xp, y, a, b: -1), *ANY, np.subtract, "", "#1 - #2"),
    Rule("multiply", "×", "*", 2, lambda xp, a, b: a * b,
         (lambda xp, y, a, b: b,
          lambda xp, y, a, b: a), *ANY, np.multiply, "", r"#1 \cdot #2", lower_bound=least_product),
    Rule("divide", "÷", "/", 2, lambda xp, a, b: a / b,
         (lambda xp, y, a, b: 1 / b,
          lambda xp, y, a, b: -y / b), *DIVISOR, np.divide, "", r"\frac{#1}{#2}",
         zero_signs=lambda a, b: (1,)),
    Rule("negative", "−", "-", 3, lambda xp, a: -a,
         (lambda xp, y, a: -1,), *ANY, np.negative, "", "-#1"),
    Rule("pow", "xⁿ", "**", 4, lambda xp, a, b: a**b,
         (lambda xp, y, a, b: slope_at_exponent_0(xp, a, b) if is_0(b) else b * lowered(a, b),
          lambda xp, y, a, b: xp.xlogy(y, a) if is_0(a) else y * xp.log(a)),
         *POWER, np.pow, "pow", "#1^{#2}",
         zero_signs=lambda a, b: () if b is not None and b > 0 else (0,),
         guard=lambda xp, a, b: a),
    Rule("log", "log", "", 5, lambda xp, a: xp.log(a),
         (lambda xp, y, a: 1 / a,), *ABOVE_0, np.log, "log", r"\log",
         is_monotone=True, guard=argument),
    Rule("exp", "exp", "", 5, lambda xp, a: xp.exp(a),
         (lambda xp, y, a: y,), *ANY, np.exp, "exp", r"\exp",
         is_monotone=True, lower_bound=lambda a: 0.0, is_transcendental=True),
    Rule("sqrt", "√", "", 5, lambda xp, a: xp.sqrt(a),
         (lambda xp, y, a: 1 / (2 * y),), *FROM_0, np.sqrt, "sqrt", r"\sqrt{#1}", is_monotone=True,
         lower_bound=lambda a: math.sqrt(max(a, 0.0)), guard=argument),
    Rule("sin", "sin", "", 5, lambda xp, a: xp.sin(a),
         (lambda xp, y, a: xp.cos(a),), *ANY, np.sin, "sin", r"\sin", is_transcendental=True),
    Rule("cos", "cos", "", 5, lambda xp, a: xp.cos(a),
         (lambda xp, y, a: -xp.sin(a),), *ANY, np.cos, "cos", r"\cos", is_transcendental=True),
    Rule("tan", "tan", "", 5, lambda xp, a: xp.tan(a),
         (lambda xp, y, a: 1 + y**2,), *ANY, np.tan, "tan", r"\tan", is_transcendental=True),
    Rule("atan", "atan", "", 5, arctangent,
         (lambda xp, y, a: 1 / (1 + a * a),), *ANY, np.atan, "atan", r"\arctan",
         is_monotone=True, is_transcendental=True),
    Rule("sinh", "sinh", "", 5, lambda xp, a: xp.sinh(a),
         (lambda xp, y, a: xp.cosh(a),), *ANY, np.sinh, "sinh", r"\sinh",
         is_monotone=True, is_transcendental=True),
    Rule("cosh", "cosh", "", 5, lambda xp, a: xp.cosh(a),
         (lambda xp, y, a: xp.sinh(a),), *ANY, np.cosh, "cosh", r"\cosh",
         lower_bound=lambda a: 1.0, is_transcendental=True),
    Rule("tanh", "tanh", "", 5, lambda xp, a: xp.tanh(a),
         (lambda xp, y, a: 1 - y**2,), *ANY, np.tanh, "tanh", r"\tanh",
         is_monotone=True, is_transcendental=True),
    Rule("sigmoid", "σ(x)", "", 5, logistic,
         (lambda xp, y, a: y * xp.sigmoid(-a),), *ANY, is_monotone=True, is_transcendental=True),
    Rule("softplus", "log 1+eˣ", "", 5, log_of_1_and_exp,
         (lambda xp, y, a: xp.sigmoid(a),), *ANY,
         is_monotone=True, lower_bound=lambda a: 0.0, is_transcendental=True),
    Rule("log1p", "log 1+x", "", 5, log_of_1_and,
         (lambda xp, y, a: 1 / (1 + a),), *ABOVE_MINUS_1, np.log1p, "log1p", is_monotone=True,
         guard=lambda xp, a: 1 + a, is_transcendental=True),
    Rule("expm1", "eˣ−1", "", 5, exp_minus_1,
         (lambda xp, y, a: xp.exp(a),), *ANY, np.expm1, "expm1",
         is_monotone=True, is_transcendental=True),
    Rule("log2", "log₂", "", 5, lambda xp, a: log_by(xp, 2, a),
         (lambda xp, y, a: 1 / (a * xp.log(2)),), *ABOVE_0, np.log2, "log2", r"\log_{2}",
         is_monotone=True, guard=argument),
    Rule("log10", "log₁₀", "", 5, lambda xp, a: log_by(xp, 10, a),
         (lambda xp, y, a: 1 / (a * xp.log(10)),), *ABOVE_0, np.log10, "log10", r"\log_{10}",
         is_monotone=True, guard=argument),
    Rule("hypot", "√x²+y²", "", 5, length,
         (lambda xp, y, a, b: xp.xdivy(a, y),
          lambda xp, y, a, b: xp.xdivy(b, y)), *ANY, np.hypot, "hypot",
         lower_bound=lambda a, b: 0.0),
    # At a kink the partial is the mean of both sides; only relu's is 0, by convention.
    Rule("abs", "|x|", "", 5, lambda xp, a: by_sign(xp, a, a, -a),
         (lambda xp, y, a: xp.sign(a),), *ANY, np.abs, "fabs", r"\left|#1\right|",
         kink=argument, lower_bound=lambda a: 0.0),
    Rule("relu", "relu", "", 5, lambda xp, a: by_sign(xp, a, a, 0),
         (lambda xp, y, a: xp.step(a),), *ANY, latex=r"\max\left(0, #1\right)",
         kink=argument, is_monotone=True, lower_bound=lambda a: max(a, 0.0)),
    Rule("maximum", "max", "", 5, larger,
         (lambda xp, y, a, b: (1 + xp.sign(a - b)) / 2,
          lambda xp, y, a, b: (1 + xp.sign(b - a)) / 2), *ANY, np.maximum, "", r"\max", kink=at_tie,
         is_monotone=True, lower_bound=max),
    Rule("minimum", "min", "", 5, smaller,
         (lambda xp, y, a, b: (1 + xp.sign(b - a)) / 2,
          lambda xp, y, a, b: (1 + xp.sign(a - b)) / 2), *ANY, np.minimum, "", r"\min", kink=at_tie,
         is_monotone=True, lower_bound=min),
    # sign and step occur in the gradients of abs and relu.
    Rule("sign", "±", "", 5, lambda xp, a: by_sign(xp, a, 1, -1),
         (lambda xp, y, a: 0,), *ANY, latex=r"\operatorname{sgn}", kink=argument, is_monotone=True),
    Rule("step", "step", "", 5, lambda xp, a: by_sign(xp, a, 1, 0),
         (lambda xp, y, a: 0,), *ANY, latex=r"\mathbf{1}_{#1 > 0}",
         kink=argument, is_monotone=True),
    # xlogy is a·log(b), and 0 where a is 0, as the gradient of 0**b is; xdivy is a/b, and 0 where
    # a is 0, as that of hypot is. (a + 1 is a 1 of a's own type.)
    Rule("xlogy", "x log y", "", 5, lambda xp, a, b: a * xp.log(unless_zero(xp, a, a + 1, b)),
         (lambda xp, y, a, b: xp.log(b),
          lambda xp, y, a, b: a / b), *FACTOR, guard=lambda xp, a, b: b),
    Rule("xdivy", "x ÷ y", "", 5, lambda xp, a, b: a / unless_zero(xp, a, a + 1, b),
         (lambda xp, y, a, b: 1 / b,
          lambda xp, y, a, b: -y / b), *RATIO, zero_signs=lambda a, b: (1,)),
)
# fmt: on

RULES = {rule.name: rule for rule in TABLE}
OPERATORS = {(rule.operator, len(rule.partials)): rule for rule in TABLE if rule.operator}


# The table's functions over floats and over NumPy's columns, for the partials.
floats = SimpleNamespace(**{
    rule.name: getattr(math, rule.libm) if rule.libm else partial(rule.value, math)
    for rule in TABLE
})  # fmt: skip
columns = SimpleNamespace(**{rule.name: rule.ufunc or partial(rule.value, np) for rule in TABLE})
