"""The truth about a gradient at a point, three independent times, and how far rounding blurs it.

The references are backprop over floats; the complex step, Im f(x + ih)/h, which uses the values of
the table's rows and no derivative (Squire and Trapp, 1998); and a difference quotient in Decimals
of over 100 digits, which is right to 50.
"""

from __future__ import annotations

import ast
import cmath
import inspect
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any, cast

from microgauss.formula import Formula, tidy
from microgauss.gradient import grad
from microgauss.rules import DomainError, TooLargeError
from microgauss.tape import Tape, decimals
from microgauss.value import Constant, Value, creation_order

__all__ = ["Measurement", "Subject", "measure"]

EPSILON = 2.0**-52
DIGITS = 50  # that are right of a reference;
GUARDED = DIGITS + 5  # of a claim while it is computed,
BLUR = 10.0**-DIGITS / 10  # so that rounding costs it less than this part of its terms
RELATIVE = 1e-46  # of the truth: what its terms are when a float can't hold them
WORKING = 120  # of a difference quotient, whose
STEP = Decimal(10) ** -36  # step leaves an error of some 1e-70

Names = Mapping[str, Value]


class Subject:
    """A function of named numbers to be checked: the text of a formula, or a Python function.

    ``names`` are the numbers it takes; ``trace`` computes it over Values and returns its output
    and every value that has a name. Raises FormulaError or TypeError for what is neither.

    >>> Subject(lambda t, mu: (t - mu)**2).names
    ('t', 'mu')
    """

    def __init__(self, function: str | Callable[..., Any]) -> None:
        self.function = cast("Callable[..., Any]", function)
        self.formula = None if callable(function) else Formula(function)
        if self.formula:
            self.text, self.names = tidy(self.formula.output), self.formula.names
        else:
            self.text = getattr(function, "__name__", "the function")
            parameters = inspect.signature(self.function).parameters.values()
            self.names = tuple(p.name for p in parameters if p.default is p.empty)

    def trace(self, scope: Names) -> tuple[Value, Names]:
        """Compute the function over Values; DomainError where it isn't defined."""
        if self.formula:
            graph = self.formula.graph(scope)
            return graph.output, graph.names
        output = self.function(**{name: scope[name] for name in self.names})
        return output if isinstance(output, Value) else Constant(output), scope

    def without(self, definition: str) -> Subject:
        """Return the formula with one of its definitions dropped: a number like the others."""
        assert self.formula is not None
        return self.rewritten({definition}, self.formula.output)

    def up_to(self, name: str) -> Subject:
        """Return the formula of one of the definitions; any other name is the formula itself's."""
        assert self.formula is not None
        if name not in self.formula.definitions:
            return self
        earlier = list(self.formula.definitions)
        return self.rewritten(earlier[earlier.index(name) + 1 :], ast.Name(name))

    def rewritten(self, dropped: Collection[str], output: ast.expr) -> Subject:
        """Return a formula with fewer definitions and perhaps another output."""
        assert self.formula is not None
        kept = {k: v for k, v in self.formula.definitions.items() if k not in dropped}
        lines = [f"{name} = {ast.unparse(node)}" for name, node in kept.items()]
        return Subject("; ".join([*lines, ast.unparse(output)]))


@dataclass(frozen=True)
class Terms:
    """What rounding acts on: the sum of |value · adjoint| over a graph's values.

    An error of one part in 1e16 in every step shows as that part of ``values`` in the result:
    cancellation is included (Linnainmaa, 1976). ``constants`` is the same over the constants that
    a float may hold inexactly, such as 0.1.
    """

    values: float
    constants: float

    def __add__(self, other: Terms) -> Terms:
        return Terms(self.values + other.values, self.constants + other.constants)

    def blur(self, unit: float) -> float:
        """Return how far rounding to ``unit`` may put the result off."""
        return unit * self.values + 2 * EPSILON * self.constants


def rounding_terms(output: Value, inexact: Iterable[Value] = ()) -> Terms:
    """Find the terms on which rounding acts in a graph, by the engine's own adjoints."""
    order = creation_order(output)
    for value in order:
        value.grad = 0.0
    output.backward()
    total = abs(output.data) + sum(abs(value.data * value.grad) for value in order)
    leaves = [*(v for v in order if is_inexact(v)), *inexact]
    try:
        adjoints = grad(output, leaves)
    except DomainError:  # one that no float holds: take the result itself for its terms
        return Terms(total, abs(output.data))
    blurred = sum(
        abs(leaf.data * adjoint.data) for leaf, adjoint in zip(leaves, adjoints, strict=True)
    )
    return Terms(total, blurred)


def is_inexact(value: Value) -> bool:
    """Tell whether a constant may stand for a number that no float is, as 0.1 does."""
    is_plain = isinstance(value, Constant) and value.rule is None and not value.label
    return is_plain and not (value.data * 1024).is_integer()


@dataclass(frozen=True)
class Measurement:
    """A claim and the true gradient at one point.

    Both are Decimals where every operation has one, else floats; ``tolerance`` is what rounding
    may part them by; ``votes`` are the references, and ``agree`` tells whether they do. ``names``
    holds the function's definitions at the ``point``, too.
    """

    point: dict[str, float]
    names: dict[str, float]
    claim: Any
    true: Any
    tolerance: float
    votes: dict[str, float]
    agree: bool

    @property
    def off(self) -> bool:
        """Whether the claim is further from the truth than rounding explains."""
        kind = type(self.true)  # a Decimal may be smaller than any float
        allowed = kind(self.tolerance) + abs(self.true) * kind(RELATIVE)
        return not abs(self.claim - self.true) <= allowed  # not: nan is off too

    @property
    def digits(self) -> int:
        """How many digits of the claim agree with the truth."""
        most = DIGITS - 1 if isinstance(self.true, Decimal) else 15
        if self.claim == self.true:
            return most
        if self.true == 0 or not math.isfinite(self.claim):
            return 0
        return max(0, min(most, int(-math.log10(abs((self.claim - self.true) / self.true)))))


def measure(function: Subject, claim: Subject, wrt: str, point: Mapping[str, float]) -> Measurement:
    """Compare claim and gradient at a point; DomainError where the function has no gradient.

    ``wrt`` may be a definition of the function's, such as sigma: it is then varied on its own.
    """
    values: dict[str, Value] = {name: Value(point[name], name) for name in function.names}
    output, scope = function.trace(values)
    x = scope[wrt]
    if wrt not in values:
        x = Value(x.data, wrt)
        output, below = function.without(wrt).trace({**values, wrt: x})
        scope = {**scope, **below, wrt: x}
    # a definition's float is not the exact sqrt(1 + z**2) that the claim may work out
    inexact = () if wrt in values else (x,)
    terms = rounding_terms(grad(output, x), inexact)
    true = exact_gradient(output, x)
    said, claim_terms = evaluate(claim, scope, x, inexact)
    votes = {"backprop": backprop_gradient(output, x), "complex step": complex_step(output, x)}
    if true is not None:
        votes["50 digits"] = float(true)
    truth: Any = votes["backprop"] if true is None else true
    agree = references_agree(votes, float(truth), terms, x.data)
    is_exact = isinstance(said, Decimal) and true is not None
    truth = truth if is_exact else float(truth)
    blur = (terms + claim_terms).blur(BLUR if is_exact else 8 * EPSILON)
    said = said if is_exact else float(said)
    numbers = {name: value.data for name, value in scope.items() if name != "pi"}
    return Measurement(dict(point), numbers, said, truth, blur, votes, agree)


def evaluate(claim: Subject, scope: Names, x: Value, inexact: Iterable[Value]) -> tuple[Any, Terms]:
    """Compute a claim to 50 digits, or as a float; nan where it isn't defined."""
    try:
        output, _ = claim.trace(scope)
        terms = rounding_terms(output, inexact)
    except TooLargeError:
        raise  # for a float, not for the claim: this point says nothing
    except DomainError:
        return math.nan, Terms(0.0, 0.0)
    try:
        with localcontext(prec=GUARDED):
            (exact,) = Tape((output,), inputs=(x,))(Decimal(x.data), xp=decimals)
    except (TypeError, ArithmeticError):  # an operation that Decimals lack, or out of their range
        return output.data, terms
    return Decimal(exact), terms


def backprop_gradient(output: Value, x: Value) -> float:
    """Return the gradient by backprop over floats."""
    x.grad = 0.0
    output.backward()
    return x.grad


def complex_step(output: Value, x: Value) -> float:
    """Return the gradient by replay over complex numbers: no derivative used, nothing cancels."""
    h = imaginary_step(x.data)
    try:
        (shifted,) = Tape((output,), inputs=(x,))(complex(x.data, h), xp=cmath)
    except (ValueError, ArithmeticError):
        return math.nan
    return complex(shifted).imag / h


def imaginary_step(x: float) -> float:
    """Return the complex step's h, so small that its square is lost in rounding."""
    return 1e-80 * (abs(x) or 1.0)


def exact_gradient(output: Value, x: Value) -> Decimal | None:
    """Return the gradient to 50 digits by a difference quotient, or None without Decimals."""
    tape = Tape((output,), inputs=(x,))
    try:
        with localcontext(prec=WORKING):
            at = Decimal(x.data)
            h = STEP * (abs(at) or 1)
            (above,), (below,) = tape(at + h, xp=decimals), tape(at - h, xp=decimals)
            quotient = Decimal(above - below) / (2 * h)
        with localcontext(prec=GUARDED):
            return +quotient
    except (TypeError, ArithmeticError):
        return None


def references_agree(votes: Mapping[str, float], true: float, terms: Terms, x: float) -> bool:
    """Tell whether the references agree as far as rounding lets them."""
    allowed = {
        "backprop": terms.blur(8 * EPSILON),
        "complex step": terms.blur(64 * EPSILON) + 1e-322 / imaginary_step(x),
    }
    return all(abs(votes[name] - true) <= blur for name, blur in allowed.items())
