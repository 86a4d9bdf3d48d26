"""Formulas taken apart and put together as people write them: 2*x*sin(y), x/(2*y), a - b.

A product is kept as a number and powers of its other factors, so that equal factors meet: x*x is
x**2, and what stands both above and below the line cancels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import MAX_EMAX, Context
from fractions import Fraction

from microgauss.engine.rules import RULES
from microgauss.formula import Node

__all__ = [
    "ONE", "Product", "chain", "constant", "fraction", "is_simple", "literal", "negative",
    "operation", "signed_terms", "with_args", "with_exponent",
]  # fmt: skip

ONE = Fraction(1)
LARGE = 64  # an exponent: a number to a larger power is not written out
BITS = 4096  # of a number that factors are gathered in, above and below its line
TOO_LONG = 10**15  # a whole number from there on is written shortly, as this says:
SHORT = Context(prec=15, Emax=MAX_EMAX)


def operation(name: str, *args: Node) -> Node:
    """Make an operation, as it stands."""
    return Node(RULES[name], args)


def with_args(node: Node, args: Sequence[Node]) -> Node:
    """Return an operation on other arguments; the node itself where they are the same."""
    kept = all(a is b for a, b in zip(args, node.args, strict=True))
    return node if kept else Node(node.rule, tuple(args))


def constant(number: Fraction | float) -> Node:
    """Return a number as a node: 2, 0.5, 1/3, -2."""
    if number < 0:
        return operation("negative", constant(-number))
    if not isinstance(number, Fraction):
        return Node(number=repr(float(number)).removesuffix(".0"))
    if number.denominator != 1:
        parts = (number.numerator, number.denominator)
        return operation("divide", *(constant(Fraction(part)) for part in parts))
    if number < TOO_LONG:
        return Node(number=str(number.numerator))
    rounded = SHORT.normalize(SHORT.create_decimal(number.numerator))
    return Node(number=str(rounded).lower().replace("e+", "e"))


def literal(node: Node) -> Fraction | None:
    """Return the value of a literal number: 2, -2, 1/2; None for any other formula."""
    if node.number:
        return Fraction(node.number)
    if node.is_operation("negative"):
        inner = literal(node.args[0])
        return None if inner is None else -inner
    if node.is_operation("divide"):
        above, below = map(literal, node.args)
        return above / below if above is not None and below else None
    return None


def is_simple(node: Node) -> bool:
    """Tell whether a node is a name, a number, or one of them to the power of another."""
    if node.is_operation("pow"):
        return not any(arg.rule for arg in node.args)
    return node.rule is None


@dataclass
class Product:
    """A product: a number, and the exponents of its other factors, by their text.

    >>> from microgauss.formula import Formula
    >>> Product.of(Formula("x*2/y*x/(3*y)").output).node.text
    '2*x**2/(3*y**2)'
    """

    factor: Fraction = ONE
    bases: dict[str, Node] = field(default_factory=dict)
    exponents: dict[str, Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, *nodes: Node, exponent: Fraction = ONE) -> Product:
        """Multiply nodes, or the same power of each, products and quotients taken apart."""
        found = cls()
        for node in nodes:
            found.multiply(node, exponent)
        return found

    def multiply(self, node: Node, exponent: Fraction = ONE) -> None:
        """Multiply by a power of a node."""
        stack = [(node, exponent)]
        while stack:
            part, exponent = stack.pop()
            is_whole = exponent.denominator == 1
            number = Fraction(part.number) if part.number else None
            power = literal(part.args[1]) if part.is_operation("pow") else None
            if number and is_whole and self.holds(number, exponent):
                self.factor *= number ** int(exponent)
            elif part.is_operation("multiply") and is_whole:
                stack += [(part.args[1], exponent), (part.args[0], exponent)]
            elif part.is_operation("divide") and is_whole:
                stack += [(part.args[1], -exponent), (part.args[0], exponent)]
            elif part.is_operation("negative") and is_whole:
                self.factor *= -1 if exponent % 2 else 1
                stack.append((part.args[0], exponent))
            elif power is not None and power.denominator == 1:
                stack.append((part.args[0], exponent * power))
            elif power is not None and (exponent == 1 or part.args[0].rule is None):
                self.raise_base(part.args[0], exponent * power)
            else:
                self.raise_base(part, exponent)

    def holds(self, number: Fraction, exponent: Fraction) -> bool:
        """Tell whether the factor stays short with a power of a number in it."""
        length = bits(self.factor) + bits(number) * abs(exponent)
        return abs(exponent) <= LARGE and length <= BITS

    def raise_base(self, base: Node, exponent: Fraction) -> None:
        """Multiply by a power of something that isn't a product."""
        if base.number == "0":
            self.factor = Fraction(0)
            return
        if base.is_operation("subtract") and exponent.denominator == 1:
            flipped = negative(base)
            if flipped.text in self.bases and base.text not in self.bases:  # b - a beside a - b
                self.factor *= -1 if exponent % 2 else 1
                base = flipped
        self.bases[base.text] = base
        new = self.exponents.get(base.text, Fraction(0)) + exponent
        self.exponents[base.text] = new
        if not new:
            del self.bases[base.text], self.exponents[base.text]

    @property
    def node(self) -> Node:
        """The product as it is written: the number first, then names, then the rest."""
        if not self.factor:
            return constant(Fraction(0))
        texts = sorted(self.bases, key=lambda text: not is_simple(self.bases[text]))
        powers = [(self.bases[text], self.exponents[text]) for text in texts]
        above = [with_exponent(base, k) for base, k in powers if k > 0]
        below = [with_exponent(base, -k) for base, k in powers if k < 0]
        size = abs(self.factor)
        if size.numerator != 1 or not above:
            above.insert(0, constant(Fraction(size.numerator)))
        if size.denominator != 1:
            below.insert(0, constant(Fraction(size.denominator)))
        node = fraction(above, below)
        return node if self.factor > 0 else negative(node)


def bits(number: Fraction) -> int:
    """Return how many bits a fraction has."""
    return number.numerator.bit_length() + number.denominator.bit_length()


def with_exponent(base: Node, exponent: Fraction) -> Node:
    """Write an exponent to a base, if it isn't 1."""
    return base if exponent == 1 else operation("pow", base, constant(exponent))


def fraction(above: Sequence[Node], below: Sequence[Node]) -> Node:
    """Put factors above and below a line, which is left out where nothing stands below it."""
    node = chain("multiply", above)
    return operation("divide", node, chain("multiply", below)) if below else node


def chain(name: str, nodes: Sequence[Node]) -> Node:
    """Join nodes by an operation, from left to right."""
    node = nodes[0]
    for other in nodes[1:]:
        node = operation(name, node, other)
    return node


def negative(node: Node) -> Node:
    """Change the sign: of a difference by its order, of a product at its front."""
    if node.is_operation("negative"):
        return node.args[0]
    if node.is_operation("subtract"):
        return Node(node.rule, (node.args[1], node.args[0]))
    return operation("negative", node)


def signed_terms(node: Node) -> list[tuple[int, Node]]:
    """Take a sum apart into its terms, each with its sign."""
    stack, found = [(1, node)], []
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
