"""An inequality made simple where the signs of its names are known: ``difference >= 0``.

There |x| is x or -x, max(a, b) one of the two, equal terms cancel, and factors that can't be
negative are left out. What is left to show is a list of claims; for each, at any point, one of its
alternatives has to be 0 or more, since none is larger than the difference that it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from operator import itemgetter
from typing import TypeVar

from microgauss.check.algebra import (
    ONE,
    Product,
    constant,
    literal,
    negative,
    operation,
    signed_terms,
)
from microgauss.check.floats import as_decimal
from microgauss.check.forms import exact
from microgauss.check.signs import Signs
from microgauss.check.symbols import simplified, simplified_sum
from microgauss.engine.rules import RULES, Rule
from microgauss.formula import Node

__all__ = ["CHOICES", "Orthant"]

Item = TypeVar("Item")
MOST_CHOICES = 3  # of alternatives, each doubling what is to be shown
MOST_CLAIMS = 12  # all their alternatives counted
NOTHING = constant(Fraction(0))
# Rows that are the larger (or the smaller) of two alternatives.
CHOICES: dict[str, Callable[..., tuple[Node, Node]]] = {
    "abs": lambda a: (a, negative(a)),
    "relu": lambda a: (a, NOTHING),
    "maximum": lambda a, b: (a, b),
    "minimum": lambda a, b: (a, b),
}


class Orthant:
    """Formulas where each name is in a known range: the number system of a `Tape.run`.

    ``signs`` knows the ranges; ``differences`` are those a - b that are taken as one variable, by
    the names of a and b. Raises InexactError where a number has been gathered that is too long to
    be written out exactly.
    """

    folds = False

    def __init__(self, signs: Signs, differences: Mapping[tuple[str, ...], Node]) -> None:
        self.signs, self.differences = signs, differences

    def constant(self, number: float, label: str) -> Node:
        """Return a constant of the graph: by its name, if that is its own, or as it is written."""
        constants = self.signs.constants
        if label and label not in self.signs.ranges and constants.get(label, number) == number:
            constants[label] = number
            return Node(name=label)
        text, is_exact = as_decimal(number)
        return constant(Fraction(text) if is_exact and number.is_integer() else number)

    def apply(self, rule: Rule, args: Sequence[Node]) -> Node:
        """Carry out an operation, simplified, and chosen from alternatives if that can be told."""
        return exact(self.applied(rule, args))

    def applied(self, rule: Rule, args: Sequence[Node]) -> Node:
        """Carry out an operation."""
        names = tuple(arg.name for arg in args)
        if rule.name == "subtract" and names in self.differences:
            return self.differences[names]
        if rule.name == "subtract" and names[::-1] in self.differences:
            return negative(self.differences[names[::-1]])
        if rule.name in ("abs", "sqrt"):
            return (self.magnitude if rule.name == "abs" else self.root)(args[0])
        return self.chosen(rule, args) if rule.name in CHOICES else simplified(rule, *args)

    def chosen(self, rule: Rule, args: Sequence[Node]) -> Node:
        """Return one of the alternatives if it is the one everywhere, else the operation."""
        first, second = CHOICES[rule.name](*args)
        sign = self.signs.of(simplified(RULES["subtract"], first, second))
        if not sign:
            return operation(rule.name, *args)
        return first if (sign > 0) == (rule.name != "minimum") else second

    def magnitude(self, node: Node) -> Node:
        """Return an absolute value, that of a product factor by factor."""
        whole = Product.of(node)
        found = Product(abs(whole.factor))
        for text, exponent in whole.exponents.items():
            base = whole.bases[text]
            if exponent.denominator == 1 and exponent % 2:
                other = simplified(RULES["negative"], base)  # |b - a| is |a - b|
                base = min(base, other, key=lambda one: (one.size, one.text))
                base = self.chosen(RULES["abs"], (base,))
            found.multiply(base, exponent)
        return found.node

    def root(self, node: Node) -> Node:
        """Return a square root, even powers taken out: sqrt(x**2*y) is |x|*sqrt(y) for y >= 0."""
        inside, outside = Product.of(node), Product()
        for text, exponent in list(inside.exponents.items()):
            if exponent.denominator == 1 and exponent % 2 == 0:
                base = inside.bases[text]
                outside.multiply(self.magnitude(base), exponent / 2)
                inside.raise_base(base, -exponent)
        if self.signs.of(inside.node) <= 0:
            return simplified(RULES["sqrt"], node)
        if literal(inside.node) == 1:
            return outside.node
        return Product.of(outside.node, simplified(RULES["sqrt"], inside.node)).node

    # --- what is to be shown ----------------------------------------------------------------------

    def claims(self, node: Node, *, strict: bool, choices: int = 0) -> list[list[Node]]:
        """Return what is to be shown for a formula not to be negative: alternatives of each claim.

        -|x| is the smaller of -x and x: both have to be shown; of |x|, one at each point.
        """
        node = self.signs.cleared(exact(node), strict=strict)
        found = list(self.choices(node)) if choices < MOST_CHOICES else []
        if not found:
            return [] if self.signs.is_shown(node, strict=strict) else [[node]]
        is_smaller, *pair = max(found, key=itemgetter(0))  # first what has to be shown of both
        if not is_smaller:  # nor is the larger of two below their mean
            pair.append(simplified_sum(halves(*pair)))
        shown = [self.claims(one, strict=strict, choices=choices + 1) for one in pair]
        claims = joined(shown) if is_smaller else [joined(claim) for claim in product(*shown)]
        return claims if len(joined(claims)) <= MOST_CLAIMS else [[node]]

    def choices(self, node: Node) -> Iterator[tuple[bool, Node, Node]]:
        """Yield a sum with a choice in it replaced by its two alternatives, for each choice.

        And whether the sum is the smaller of the two.
        """
        terms = signed_terms(node)
        for sign, term in terms:
            for text, base in Product.of(term).bases.items():
                whole = Product.of(term)
                if not base.is_operation(*CHOICES) or whole.exponents[text] != 1:
                    continue
                whole.raise_base(base, -ONE)
                side = sign * self.signs.of(rest := whole.node)
                if not side:
                    continue
                others = [*terms, (-sign, term)]
                assert base.rule is not None
                first, second = (
                    simplified_sum([*others, *signed_terms_of(sign, rest, alternative)])
                    for alternative in CHOICES[base.rule.name](*base.args)
                )
                yield (side > 0) == base.is_operation("minimum"), first, second


def joined(lists: Iterable[list[Item]]) -> list[Item]:
    """Put lists one behind the other."""
    return [item for one in lists for item in one]


def halves(*nodes: Node) -> Iterator[tuple[int, Node]]:
    """Yield the terms of formulas, divided by 2."""
    for node in nodes:
        for sign, term in signed_terms(node):
            yield sign, exact(Product.of(constant(Fraction(1, 2)), term).node)


def signed_terms_of(sign: int, rest: Node, alternative: Node) -> list[tuple[int, Node]]:
    """Multiply out a term in which a choice has been made."""
    terms = signed_terms(alternative)
    return [(sign * side, exact(Product.of(rest, part).node)) for side, part in terms]
