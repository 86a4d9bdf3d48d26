"""A graph, made shorter before it runs over columns: fewer operations, the same numbers.

Equal sub-expressions are computed once, signs are carried along instead of computed, constants are
folded, multiplications by 1 and additions of 0 go, and small whole powers become products. What
comes out is what the graph itself gives, to rounding, and nan and inf stay where they were: so
0*x and x - x are not folded: they are nan at x = inf.

Here is the arithmetic of + − × ÷ and of whole powers. All else that is used of an operation, its
lower bound and the arguments whose zeros have a sign that matters, stands in its row.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from microgauss.engine.rules import RULES, Rule
from microgauss.engine.value import Value, toposort

__all__ = ["Operation", "Program", "Signed", "fold", "program", "simplify"]

ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATIVE, POW, SQRT = (
    RULES[name] for name in ("add", "subtract", "multiply", "divide", "negative", "pow", "sqrt")
)
LARGEST_POWER = 4  # that is written as products


class Operation(NamedTuple):
    """One operation: its row, the terms it takes and the term it makes."""

    rule: Rule
    args: tuple[int, ...]
    out: int


class Program(NamedTuple):
    """Terms, and in order the steps that make those of them that the outputs need.

    A term is an input's position (an int), a constant (a float), or an operation on earlier terms.
    ``outputs`` are terms with a sign, 1 or -1, that is left to whoever takes them.
    """

    terms: tuple[Term, ...]
    steps: tuple[Operation, ...]
    outputs: tuple[Signed, ...]
    needed: frozenset[int]


class Signed(NamedTuple):
    """A term or its negative."""

    sign: int
    term: int

    def __neg__(self) -> Signed:
        return Signed(-self.sign, self.term)


Term = int | float | tuple[Rule, tuple[int, ...]]  # an input's position, a constant, a step


def fold(order: Sequence[Value], inputs: Sequence[Value]) -> dict[Value, float]:
    """Compute what depends on no input: leaves, and what is computed from such leaves."""
    known: dict[Value, float] = {}
    varying = set(inputs)
    for value in order:
        if all(arg in known for arg in value.args) and value not in varying:
            known[value] = value.data
    return known


def simplify(
    outputs: Sequence[Value], inputs: Sequence[Value], constants: Mapping[Value, float]
) -> Program:
    """Shorten the graph that leads from the inputs to the outputs; `fold` finds the constants.

    See also: `microgauss.tape.blocks`, which runs what comes out.

    >>> x = Value(3.0)
    >>> f = 1 * x**2 + x * x
    >>> [step.rule.name for step in simplify((f,), (x,), fold(toposort(f), (x,))).steps]
    ['multiply', 'add']
    """
    order = toposort(*outputs)
    seen = zeros_with_a_sign(order, constants)
    short = Simplifier()
    made = {value: short.intern(position) for position, value in enumerate(inputs)}
    for value in order:
        if value in constants:
            made[value] = short.constant(constants[value])
        elif value.rule is not None:
            args = [made[arg] for arg in value.args]
            made[value] = short.apply(value.rule, args, free=value not in seen)
    return program(short.terms, [made[output] for output in outputs])


def zeros_with_a_sign(order: Sequence[Value], constants: Mapping[Value, float]) -> set[Value]:
    """Find the values of which it may matter whether they are 0.0 or -0.0."""
    roots: list[Value] = []
    for value in order:
        if value.rule is not None:
            numbers = [constants.get(arg) for arg in value.args]
            roots += [value.args[i] for i in value.rule.zero_signs(*numbers)]
    return set(toposort(*roots))


class Simplifier:
    """Makes terms, each once."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.lower_bounds: list[float] = []
        self.known: dict[object, int] = {}
        self.rewrites: dict[Rule, Callable[..., Signed | None]] = {
            MULTIPLY: self.multiply, DIVIDE: self.divide, NEGATIVE: Signed.__neg__, POW: self.power
        }  # fmt: skip

    def intern(self, term: Term) -> Signed:
        """Return a term, making it unless it is there."""
        key = (type(term), repr(term) if isinstance(term, float) else term)  # 0.0 is not -0.0
        if key not in self.known:
            self.known[key] = len(self.terms)
            self.terms.append(term)
            self.lower_bounds.append(self.lower_bound(term))
        return Signed(1, self.known[key])

    def lower_bound(self, term: Term) -> float:
        """Return what a new term is at least, unless it is nan. Rounding keeps to such bounds."""
        if isinstance(term, float):
            return term
        if isinstance(term, int):
            return -math.inf
        rule, args = term
        if rule is MULTIPLY and args[0] == args[1]:
            return 0.0
        return rule.lower_bound(*(self.lower_bounds[arg] for arg in args))

    def constant(self, number: float) -> Signed:
        """Return a constant, by its magnitude, with the sign: x + -2 becomes x - 2."""
        made = self.intern(abs(number))
        return -made if math.copysign(1.0, number) < 0 else made

    def number(self, signed: Signed) -> float | None:
        """Return the number that a signed term is, if it is a constant."""
        term = self.terms[signed.term]
        return signed.sign * term if isinstance(term, float) else None

    def size(self, term: int) -> float:
        """Return the size of a constant, and 0 for other terms."""
        number = self.terms[term]
        return abs(number) if isinstance(number, float) else 0.0

    def divisor(self, term: int) -> int | None:
        """Return b if a term is 1/b, else None.

        a*(1/b) may become a/b if 1/b can't overflow alone: where b is at least 1, or a is, since
        a/b then overflows too.
        """
        match self.terms[term]:
            case (rule, (one, b)) if rule is DIVIDE and self.size(one) == 1:
                return b
        return None

    def under_root(self, term: int) -> int | None:
        """Return a where a term is sqrt(a) and a can't be negative, so that its square is a."""
        match self.terms[term]:
            case (rule, (a,)) if rule is SQRT and self.lower_bounds[a] >= 0:
                return a
        return None

    def unsigned(self, signed: Signed) -> int:
        """Return a term with its sign carried out."""
        if signed.sign > 0:
            return signed.term
        term = self.terms[signed.term]
        negative = -term if isinstance(term, float) else (NEGATIVE, (signed.term,))
        return self.intern(negative).term

    def step(self, rule: Rule, a: Signed, b: Signed) -> Signed:
        """Carry out an operation on two terms whose signs are taken care of."""
        terms = (a.term, b.term)
        if rule in (ADD, MULTIPLY):
            terms = (min(terms), max(terms))
        return self.intern((rule, terms))

    def apply(self, rule: Rule, args: Sequence[Signed], *, free: bool) -> Signed:
        """Carry out an operation. ``free``: nothing later tells 0.0 from -0.0 in its result."""
        if rule is ADD:
            return self.add(*args, free=free)
        if rule is SUBTRACT:
            return self.add(args[0], -args[1], free=free)
        made = self.rewrites[rule](*args) if rule in self.rewrites else None
        return made or self.intern((rule, tuple(self.unsigned(arg) for arg in args)))

    # --- the arithmetic of + − × ÷ ----------------------------------------------------------------

    def add(self, a: Signed, b: Signed, *, free: bool) -> Signed:
        """Add, by whichever of a + b, a - b, b - a and -(a + b) saves a sign."""
        for zero, other in ((a, b), (b, a)):
            if self.number(zero) == 0 and (free or zero.sign < 0):  # -0.0 + 0.0 is 0.0
                return other
        if a.sign < b.sign:
            a, b = b, a
        if a.sign > 0 > b.sign:
            is_known = (tuple, (SUBTRACT, (b.term, a.term))) in self.known
            if is_known and free:
                return -self.step(SUBTRACT, b, a)
            return self.step(SUBTRACT, a, b)
        if a.sign > 0:
            return self.step(ADD, a, b)
        if free:
            return -self.step(ADD, a, b)  # where the sum is 0, this is -0.0
        return self.step(SUBTRACT, Signed(1, self.unsigned(a)), b)

    def multiply(self, a: Signed, b: Signed) -> Signed:
        """Multiply: take the signs out, drop factors of 1, and write sqrt(a)*sqrt(a) as a."""
        sign = a.sign * b.sign
        for factor, other in ((a.term, b.term), (b.term, a.term)):
            if self.size(factor) == 1:
                return Signed(sign, other)
            divisor = self.divisor(factor)
            if divisor is not None and (self.lower_bounds[divisor] >= 1 or self.size(other) >= 1):
                return self.divide(Signed(sign, other), Signed(1, divisor))  # a*(1/b) is a/b
            if factor == other and (root := self.under_root(factor)) is not None:
                return Signed(sign, root)
        return Signed(sign, self.step(MULTIPLY, a, b).term)

    def divide(self, a: Signed, b: Signed) -> Signed:
        """Divide: take the signs out, and drop a divisor of 1."""
        is_one = self.size(b.term) == 1
        return Signed(a.sign * b.sign, a.term if is_one else self.step(DIVIDE, a, b).term)

    def power(self, a: Signed, b: Signed) -> Signed | None:
        """Write a small whole power as products; None for others."""
        exponent = self.number(b)
        if exponent is None or not exponent.is_integer() or not 1 <= abs(exponent) <= LARGEST_POWER:
            return None
        if exponent < 0:  # the divisor first: x*x may be too large where 1/x is not too small
            a = self.divide(self.constant(1.0), a)
        if abs(exponent) == 1:
            return a
        square = self.multiply(a, a)
        if abs(exponent) == 2:
            return square
        return self.multiply(square, a if abs(exponent) == 3 else square)


def program(terms: Sequence[Term], outputs: Sequence[Signed]) -> Program:
    """List the steps that the outputs need; the rest is dead."""
    needed = {output.term for output in outputs}
    steps = []
    for out in reversed(range(len(terms))):
        term = terms[out]
        if out in needed and isinstance(term, tuple):
            steps.append(Operation(term[0], term[1], out))
            needed.update(term[1])
    return Program(tuple(terms), tuple(reversed(steps)), tuple(outputs), frozenset(needed))
