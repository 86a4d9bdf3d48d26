"""Formulas put together as people write them: 2*x*sin(y), x/(2*y), a - b.

A product is kept as a plain factor and powers of its other factors, so that equal factors meet:
x*x is x**2, and what stands above and below the line goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.check.intervals import as_decimal
from microgauss.engine.rules import RULES, Rule
from microgauss.engine.value import Constant, Value, toposort
from microgauss.formula import Node

__all__ = [
    "Columns", "Evaluator", "Product", "apply_rule", "chain", "difference", "from_value",
    "is_number", "is_simple", "negative", "node_of", "number_of", "partials_of", "power",
    "product", "quotient", "raised", "signed_terms", "total",
]  # fmt: skip

Columns = NDArray[np.float64]
LARGE = 64  # an exponent: a number to a larger power is not written out
LONG = 300  # nodes: a longer formula is left as it stands


def node_of(number: Fraction | float) -> Node:
    """Return a number as a node: 2, 0.5, 1/3, -x."""
    if number < 0:
        return Node(RULES["negative"], (node_of(-number),))
    if isinstance(number, Fraction):
        if number.denominator == 1:
            whole = str(number.numerator)
            return Node(
                number=whole
                if len(whole) < 16
                else f"{Decimal(number.numerator):.15g}".replace("e+", "e")
            )
        return Node(RULES["divide"], (node_of(Fraction(number.numerator)),
                                      node_of(Fraction(number.denominator))))  # fmt: skip
    text = as_decimal(number)[0].removesuffix(".0")
    return Node(number=text)


def number_of(node: Node) -> Fraction | None:
    """Return the plain number that a node is: 2, -2, 1/2; None for others."""
    if node.number:
        return Fraction(node.number)
    if node.is_operation("negative"):
        inner = number_of(node.args[0])
        return None if inner is None else -inner
    if node.is_operation("divide"):
        above, below = (number_of(arg) for arg in node.args)
        return above / below if above is not None and below else None
    return None


def is_number(node: Node, number: int) -> bool:
    """Tell whether a node is this number."""
    return number_of(node) == number


def is_simple(node: Node) -> bool:
    """Tell whether a node is a name, a number, or a plain power of one."""
    if node.is_operation("pow"):
        return all(is_simple(arg) and not arg.rule for arg in node.args)
    return node.rule is None


@dataclass
class Product:
    """A product: a plain factor, and the exponents of its other factors, by their text.

    >>> from microgauss.formula import Formula
    >>> Product.of(Formula("x*2/y*x/(3*y)").output).node.text
    '2*x**2/(3*y**2)'
    """

    factor: Fraction = Fraction(1)
    bases: dict[str, Node] = field(default_factory=dict)
    exponents: dict[str, Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, *nodes: Node) -> Product:
        """Take products and quotients apart and multiply them."""
        found = cls()
        for node in nodes:
            found.multiply(node)
        return found

    def multiply(self, node: Node, sign: Fraction = Fraction(1)) -> None:
        """Multiply by a power of a node."""
        stack = [(node, sign)]
        while stack:
            part, exponent = stack.pop()
            number = Fraction(part.number) if part.number else None
            if number and exponent.denominator == 1 and abs(exponent) <= LARGE:
                self.factor *= number ** int(exponent)
            elif part.is_operation("multiply") and exponent.denominator == 1:
                stack += [(part.args[1], exponent), (part.args[0], exponent)]
            elif part.is_operation("divide") and exponent.denominator == 1:
                stack += [(part.args[1], -exponent), (part.args[0], exponent)]
            elif part.is_operation("negative") and exponent.denominator == 1:
                self.factor *= 1 if exponent % 2 == 0 else -1
                stack.append((part.args[0], exponent))
            elif part.is_operation("pow") and (power := number_of(part.args[1])) is not None and (
                power.denominator == 1 or exponent == 1 or part.args[0].rule is None
            ):  # fmt: skip
                stack.append((part.args[0], exponent * power)) if power.denominator == 1 else (
                    self.raise_base(part.args[0], exponent * power))  # fmt: skip
            else:
                self.raise_base(part, exponent)

    def raise_base(self, base: Node, exponent: Fraction) -> None:
        """Multiply by a power of something that isn't a product."""
        if base.number == "0":
            self.factor = Fraction(0)
            return
        flipped = turned(base) if exponent.denominator == 1 else base
        if flipped.text in self.bases and base.text not in self.bases:  # b - a beside a - b
            self.factor *= 1 if exponent % 2 == 0 else -1
            base = flipped
        self.bases[base.text] = base
        new = self.exponents.get(base.text, Fraction(0)) + exponent
        self.exponents[base.text] = new
        if not new:
            del self.bases[base.text], self.exponents[base.text]

    @property
    def node(self) -> Node:
        """The product as it is written: number first, then names, then the rest."""
        if not self.factor:
            return node_of(Fraction(0))
        texts = sorted(self.bases, key=lambda text: not is_simple(self.bases[text]))
        above = [raised(self.bases[t], self.exponents[t]) for t in texts if self.exponents[t] > 0]
        below = [raised(self.bases[t], -self.exponents[t]) for t in texts if self.exponents[t] < 0]
        size = abs(self.factor)
        if size.numerator != 1 or not above:
            above.insert(0, node_of(Fraction(size.numerator)))
        if size.denominator != 1:
            below.insert(0, node_of(Fraction(size.denominator)))
        node = chain("multiply", above)
        if below:
            node = Node(RULES["divide"], (node, chain("multiply", below)))
        return node if self.factor > 0 else negative(node)


def turned(base: Node) -> Node:
    """Return b - a for a - b, and others as they are."""
    if base.is_operation("subtract"):
        return Node(base.rule, (base.args[1], base.args[0]))
    return base


def raised(base: Node, exponent: Fraction) -> Node:
    """Return a power; the power 1 is the base."""
    return base if exponent == 1 else Node(RULES["pow"], (base, node_of(exponent)))


def chain(name: str, nodes: Sequence[Node]) -> Node:
    """Join nodes by an operation, from left to right."""
    node = nodes[0]
    for other in nodes[1:]:
        node = Node(RULES[name], (node, other))
    return node


def product(*nodes: Node) -> Node:
    """Multiply."""
    return Product.of(*nodes).node


def quotient(above: Node, below: Node) -> Node:
    """Divide."""
    found = Product.of(above)
    found.multiply(below, Fraction(-1))
    return found.node


def negative(node: Node) -> Node:
    """Change the sign: of a difference by its order, of a product at its front."""
    if node.is_operation("negative"):
        return node.args[0]
    if node.is_operation("subtract"):
        return Node(node.rule, (node.args[1], node.args[0]))
    return Node(RULES["negative"], (node,))


def power(base: Node, exponent: Node) -> Node:
    """Raise to a power."""
    number = number_of(exponent)
    if number == 1:
        return base
    if number == 0:
        return node_of(Fraction(1))
    if number is not None and number.denominator == 1:
        found = Product()
        found.multiply(base, number)
        return found.node
    return Node(RULES["pow"], (base, exponent))


def signed_terms(node: Node, sign: int = 1) -> list[tuple[int, Node]]:
    """Take a sum apart into its terms, each with its sign."""
    stack, found = [(sign, node)], []
    while stack:
        sign, part = stack.pop()
        if part.is_operation("add"):
            stack += [(sign, part.args[1]), (sign, part.args[0])]
        elif part.is_operation("subtract"):
            stack += [(-sign, part.args[1]), (sign, part.args[0])]
        elif part.is_operation("negative"):
            stack.append((-sign, part.args[0]))
        else:
            found.append((sign, part))
    return found


def total(terms: Iterable[tuple[int, Node]]) -> Node:
    """Add terms: equal ones meet, and one that is added comes first."""
    factors: dict[str, Fraction] = {}
    rest: dict[str, Node] = {}
    for sign, term in terms:
        if (number := number_of(term)) is not None:
            bare, factor, text = node_of(Fraction(1)), number, "1"
        elif term.is_operation("multiply", "divide"):
            whole = Product.of(term)
            factor, whole.factor = whole.factor, Fraction(1)
            bare = whole.node
            text = bare.text
        else:
            bare, factor, text = term, Fraction(1), term.text
        factors[text] = factors.get(text, Fraction(0)) + sign * factor
        rest[text] = bare
    kept = [text for text, factor in factors.items() if factor]
    kept.sort(key=lambda text: factors[text] < 0)
    if not kept:
        return node_of(Fraction(0))
    node: Node | None = None
    for text in kept:
        term = product(node_of(abs(factors[text])), rest[text])
        is_minus = factors[text] < 0
        if node is None:
            node = negative(term) if is_minus else term
        else:
            node = Node(RULES["subtract" if is_minus else "add"], (node, term))
    assert node is not None
    return node


def difference(a: Node, b: Node) -> Node:
    """Subtract."""
    return total([*signed_terms(a), *signed_terms(b, -1)])


def apply_rule(rule: Rule, *args: Any) -> Node:  # noqa: PLR0911, one line a row
    """Apply a row of the table to nodes, simplified as people would."""
    nodes = [arg if isinstance(arg, Node) else node_of(Fraction(arg)) for arg in args]
    if sum(node.size for node in nodes) > LONG:
        return Node(rule, tuple(nodes))  # so long a sum isn't sorted anew for each term
    match rule.name:
        case "add":
            return total([*signed_terms(nodes[0]), *signed_terms(nodes[1])])
        case "subtract":
            return difference(*nodes)
        case "multiply":
            return product(*nodes)
        case "divide":
            return quotient(*nodes)
        case "negative":
            return total(signed_terms(nodes[0], -1))
        case "pow":
            return power(*nodes)
    return Node(rule, tuple(nodes))


class Symbol:
    """A node with the operators of the table's rules: one more kind of number."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def __add__(self, other: Any) -> Symbol:
        return combined(RULES["add"], self, other)

    def __sub__(self, other: Any) -> Symbol:
        return combined(RULES["subtract"], self, other)

    def __mul__(self, other: Any) -> Symbol:
        return combined(RULES["multiply"], self, other)

    def __truediv__(self, other: Any) -> Symbol:
        return combined(RULES["divide"], self, other)

    def __pow__(self, other: Any) -> Symbol:
        return combined(RULES["pow"], self, other)

    def __rsub__(self, other: Any) -> Symbol:
        return combined(RULES["subtract"], other, self)

    def __rtruediv__(self, other: Any) -> Symbol:
        return combined(RULES["divide"], other, self)

    def __neg__(self) -> Symbol:
        return combined(RULES["negative"], self)

    __radd__, __rmul__ = __add__, __mul__


def combined(rule: Rule, *args: Any) -> Symbol:
    """Apply a row to symbols."""
    return Symbol(apply_rule(rule, *(a.node if isinstance(a, Symbol) else a for a in args)))


symbols = SimpleNamespace(**{rule.name: partial(combined, rule) for rule in RULES.values()})


def partials_of(node: Node) -> list[Node]:
    """Return the local derivatives of an operation, as the table has them."""
    assert node.rule is not None
    args = [Symbol(arg) for arg in node.args]
    y = Symbol(node)
    found = [derivative(symbols, y, *args) for derivative in node.rule.partials]
    return [x.node if isinstance(x, Symbol) else node_of(Fraction(x)) for x in found]


def from_value(output: Value, *, whole: bool = False) -> Node:
    """Write a graph as a formula, in terms of its labelled values, simplified.

    ``whole`` takes the output itself apart even where it has a label.

    >>> from microgauss import Value, grad, sin
    >>> x = Value(2.0, "x")
    >>> from_value(grad(x**2 * sin(x), x)).text
    'x**2*cos(x) + 2*x*sin(x)'
    """
    nodes: dict[Value, Node] = {}
    for value in toposort(output):
        if value.label and (value.rule is None or value is not output or not whole):
            nodes[value] = Node(name=value.label)
        elif value.rule is None:
            number = value.data
            is_short = isinstance(value, Constant) and as_decimal(number)[1]
            exact = Fraction(as_decimal(number)[0])
            short = is_short and (exact.denominator == 1 or abs(exact) >= Fraction(1, 10**6))
            nodes[value] = (
                node_of(number) if not short or exact.denominator != 1 else node_of(exact)
            )
        else:
            nodes[value] = apply_rule(value.rule, *(nodes[arg] for arg in value.args))
    return nodes[output]


class Evaluator:
    """Computes nodes over columns of named numbers (P,), each node once."""

    def __init__(self, names: Mapping[str, Columns]) -> None:
        self.names = {**names, "pi": np.float64(np.pi)}
        self.points = len(next(iter(names.values()))) if names else 1
        self.known: dict[int, tuple[Node, Columns]] = {}

    def __call__(self, node: Node) -> Columns:
        """Return a node's column."""
        stack = [node]
        while stack:
            part = stack[-1]
            missing = [arg for arg in part.args if id(arg) not in self.known]
            if id(part) in self.known or not missing:
                stack.pop()
                if id(part) not in self.known:
                    self.known[id(part)] = (part, self.compute(part))
            else:
                stack += missing
        return self.known[id(node)][1]

    def compute(self, node: Node) -> Columns:
        """Return the column of a node whose arguments are known."""
        if node.rule is None:
            plain = self.names[node.name] if node.name else float(node.number)
            return np.broadcast_to(np.asarray(plain, dtype=float), self.points)
        args = [self.known[id(arg)][1] for arg in node.args]
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(node.rule.value(np, *args), float), self.points)
