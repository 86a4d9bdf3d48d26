"""A graph, made shorter before it runs over columns: fewer operations, the same numbers.

Equal sub-expressions are computed once, signs are carried along instead of computed, constants are
folded, multiplications by 1 and additions of 0 go, and small whole powers become products. What
comes out is what the graph itself gives, to rounding, and nan and inf stay where they were: so
0*x and x - x stand as they are, x = inf has something to say about them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from microgauss.engine.rules import RULES, Rule
from microgauss.engine.value import Value, toposort

__all__ = ["Program", "Signed", "Step", "fold", "program", "simplify"]

WHOLE_POWERS = frozenset({-4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0})

# Whatever the sign of a zero among their arguments, these give equal results. (Not a divisor: 1/-0
# is -inf. Nor a row that isn't known here.)
BLIND_TO_ZEROS = frozenset(
    {"add", "subtract", "multiply", "negative", "log", "exp", "sqrt", "sin", "cos", "tanh", "abs",
     "relu", "sign", "step"}
)  # fmt: skip


class Step(NamedTuple):
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
    steps: tuple[Step, ...]
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
    for value in order:
        if (value.rule is None and value not in inputs) or (
            value.rule and all(arg in known for arg in value.args)
        ):
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
    made = {value: short.make(position) for position, value in enumerate(inputs)}
    for value in order:
        if value in made:
            continue
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
        if value.rule is None or value.rule.name in BLIND_TO_ZEROS:
            continue
        if value.rule.name == "divide":
            roots.append(value.args[1])
        elif value.rule.name != "pow" or constants.get(value.args[1], 0.0) <= 0:
            roots.extend(value.args)
    return set(toposort(*roots))


class Simplifier:
    """Makes terms, each once."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.bounds: list[float] = []  # what each term is at least
        self.known: dict[object, int] = {}

    def make(self, term: Term) -> Signed:
        """Return a term, making it unless it is there."""
        key = (type(term), repr(term) if isinstance(term, float) else term)  # 0.0 is not -0.0
        if key not in self.known:
            self.known[key] = len(self.terms)
            self.terms.append(term)
            self.bounds.append(self.bound(term))
        return Signed(1, self.known[key])

    def constant(self, number: float) -> Signed:
        """Return a constant, its sign apart: then x + -2 is x - 2, and -1*x is -(1*x)."""
        made = self.make(abs(number))
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
        """Return b where a term is 1/b; there a*(1/b) may be a/b, unless 1/b is too large.

        It isn't where b is at least 1, or where a is, for then a/b is too large as well.
        """
        match self.terms[term]:
            case (rule, (one, b)) if rule is RULES["divide"] and self.size(one) == 1:
                return b
        return None

    def under_root(self, term: int) -> int | None:
        """Return a where a term is sqrt(a) and a can't be negative, so that its square is a."""
        match self.terms[term]:
            case (rule, (a,)) if rule is RULES["sqrt"] and self.bounds[a] >= 0:
                return a
        return None

    def bound(self, term: Term) -> float:
        """Return what a new term is at least, unless it is nan. Rounding keeps to such bounds."""
        if isinstance(term, tuple):
            least = [self.bounds[arg] for arg in term[1]]
            match term[0].name:
                case "add":
                    return sum(least)
                case "multiply" if min(least) >= 0:
                    return math.prod(least)
                case "multiply" if term[1][0] == term[1][1]:
                    return 0.0
                case "sqrt":
                    return math.sqrt(max(least[0], 0.0))
        return term if isinstance(term, float) else -math.inf

    def plain(self, signed: Signed) -> int:
        """Return a term with its sign carried out."""
        if signed.sign > 0:
            return signed.term
        term = self.terms[signed.term]
        negative = -term if isinstance(term, float) else (RULES["negative"], (signed.term,))
        return self.make(negative).term

    def step(self, name: str, a: Signed, b: Signed) -> Signed:
        """Carry out an operation on two terms whose signs are taken care of."""
        terms = (a.term, b.term)
        if name in ("add", "multiply"):
            terms = (min(terms), max(terms))
        return self.make((RULES[name], terms))

    def apply(self, rule: Rule, args: Sequence[Signed], *, free: bool) -> Signed:
        """Carry out an operation. ``free``: the sign of its result is free where that is 0."""
        match rule.name:
            case "negative":
                made = -args[0]
            case "add":
                made = self.add(args[0], args[1], free=free)
            case "subtract":
                made = self.add(args[0], -args[1], free=free)
            case "multiply":
                made = self.multiply(*args)
            case "divide":
                made = self.divide(*args)
            case "pow" if (exponent := self.number(args[1])) in WHOLE_POWERS:
                made = self.power(args[0], int(exponent or 0))
            case _:
                made = self.make((rule, tuple(self.plain(arg) for arg in args)))
        return made

    def add(self, a: Signed, b: Signed, *, free: bool) -> Signed:
        """Add, by whichever of a + b, a - b, b - a and -(a + b) saves a sign."""
        for zero, other in ((a, b), (b, a)):
            if self.number(zero) == 0 and (free or zero.sign < 0):  # -0.0 + 0.0 is 0.0
                return other
        if a.sign < b.sign:
            a, b = b, a
        if a.sign > 0 > b.sign:
            is_known = (tuple, (RULES["subtract"], (b.term, a.term))) in self.known
            if is_known and free:
                return -self.step("subtract", b, a)
            return self.step("subtract", a, b)
        if a.sign > 0:
            return self.step("add", a, b)
        if free:
            return -self.step("add", a, b)  # where the sum is 0, this is -0.0
        return self.step("subtract", Signed(1, self.plain(a)), b)

    def multiply(self, a: Signed, b: Signed) -> Signed:
        """Multiply: signs go before, and so do factors of 1."""
        sign = a.sign * b.sign
        for factor, other in ((a.term, b.term), (b.term, a.term)):
            if self.size(factor) == 1:
                return Signed(sign, other)
            divisor = self.divisor(factor)
            if divisor is not None and (self.bounds[divisor] >= 1 or self.size(other) >= 1):
                return self.divide(Signed(sign, other), Signed(1, divisor))  # a*(1/b) is a/b
            if factor == other and (root := self.under_root(factor)) is not None:
                return Signed(sign, root)
        return Signed(sign, self.step("multiply", a, b).term)

    def divide(self, a: Signed, b: Signed) -> Signed:
        """Divide: signs go before, and so does a divisor of 1."""
        is_one = self.size(b.term) == 1
        return Signed(a.sign * b.sign, a.term if is_one else self.step("divide", a, b).term)

    def power(self, a: Signed, exponent: int) -> Signed:
        """Write a small whole power as products."""
        if exponent < 0:  # the divisor first: x*x may be too large where 1/x is not too small
            return self.power(self.divide(self.constant(1.0), a), -exponent)
        if exponent == 1:
            return a
        square = self.multiply(a, a)
        return square if exponent == 2 else self.multiply(square, a if exponent == 3 else square)


def program(terms: Sequence[Term], outputs: Sequence[Signed]) -> Program:
    """List the steps that the outputs need; the rest is dead."""
    needed = {output.term for output in outputs}
    steps = []
    for out in reversed(range(len(terms))):
        term = terms[out]
        if out in needed and isinstance(term, tuple):
            steps.append(Step(term[0], term[1], out))
            needed.update(term[1])
    return Program(tuple(terms), tuple(reversed(steps)), tuple(outputs), frozenset(needed))
