"""The sign of a formula whose names lie in known ranges, told by its structure, without any boxes.

An enclosure over the whole box tells what it can. Beyond that, a product has the sign of its
factors, a sum that of its terms; a sum of squares is never negative; a - b with a root in it is
compared by squares, what has logarithms by exponentials, and a sum of fractions without them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from microgauss.check.algebra import (
    Product,
    operation,
    signed_terms,
    with_args,
)
from microgauss.check.enclosures import Enclosure, Enclosures
from microgauss.check.squares import is_sum_of_squares
from microgauss.check.symbols import repeated_factors, simplified, simplified_sum, taken_out
from microgauss.engine.rules import RULES
from microgauss.formula import Formula, Node, fold_tree

__all__ = ["InexactError", "Signs", "exact"]

Terms = Sequence[tuple[int, Product]]

DEEPEST = 3  # how often a sum is rewritten to be told
LONG = 120  # nodes of a formula: longer ones are left to the boxes
MOST_FACTORS = 2  # that are taken out of a sum, one after the other
MOST_TERMS = 8  # of a sum that is squared
EXACT = 10**15  # a larger number may have been rounded when it was written
MOST_LOGS = 6  # the sum of the coefficients of logarithms that are made exponents
WRITTEN_OUT = {
    "sigmoid": "1/(1 + exp(-a))",
    "softplus": "log(1 + exp(a))",
    "tanh": "1 - 2/(1 + exp(2*a))",
    "sinh": "exp(a)/2 - exp(-a)/2",
    "cosh": "exp(a)/2 + exp(-a)/2",
    "expm1": "exp(a) - 1",
    "log1p": "log(1 + a)",
    "hypot": "sqrt(a**2 + b**2)",
}


class InexactError(ArithmeticError):
    """A number has too many digits."""


class Signs:
    """The signs of formulas over names in ``ranges``, and constants by name."""

    def __init__(self, ranges: Mapping[str, Enclosure]) -> None:
        self.ranges = ranges
        self.constants: dict[str, float] = {}
        self.known: dict[str, Enclosure] = {}
        self.told: dict[tuple[str, bool], bool] = {}

    def range(self, node: Node) -> Enclosure:
        """Enclose a formula over the ranges of the names."""

        def combine(part: Node, args: list[Enclosure]) -> Enclosure:
            if part.text not in self.known:
                self.known[part.text] = self.enclosed(part, args)
            return self.known[part.text]

        return fold_tree(node, combine, lambda part: () if part.text in self.known else part.args)

    def enclosed(self, part: Node, args: Sequence[Enclosure]) -> Enclosure:
        """Enclose one operation, name or number."""
        if part.rule is not None:
            with np.errstate(all="ignore"):
                return Enclosures().apply(part.rule, args)
        if part.number or part.name in self.constants:
            return Enclosures().constant(float(part.number or self.constants[part.name]))
        return self.ranges[part.name]

    def of(self, node: Node, *, strict: bool = False) -> int:
        """Return 1 where a formula is never negative, -1 where it is never positive, else 0.

        ``strict``: nor is it ever 0. By the enclosure alone.
        """
        found = self.range(node)
        if found.low > 0 or (found.low == 0 and not strict):
            return 1
        return -1 if found.high < 0 or (found.high == 0 and not strict) else 0

    # --- by structure -----------------------------------------------------------------------------

    def is_shown(self, node: Node, *, strict: bool) -> bool:
        """Tell whether a formula is certainly never negative (nor 0, if ``strict``)."""
        if self.of(node, strict=strict) == 1:
            return True
        if node.size > LONG:
            return False
        try:
            plain = exact(fold_tree(node, written_out))
            forms = (plain, self.cleared(plain, strict=strict))
            return any(self.is_above(form, DEEPEST, strict=strict) for form in forms)
        except InexactError:
            return False

    def sign(self, node: Node, depth: int, *, strict: bool) -> int:
        """Return the sign of a formula, by its enclosure or its structure."""
        if found := self.of(node, strict=strict):
            return found
        if self.is_above(node, depth, strict=strict):
            return 1
        return -1 if self.is_above(simplified(RULES["negative"], node), depth, strict=strict) else 0

    def is_above(self, node: Node, depth: int, *, strict: bool) -> bool:
        """Tell whether a formula is above 0, or at least not below."""
        key = (node.text, strict)
        if key not in self.told:
            self.told[key] = False  # until it is known: a formula isn't shown by itself
            is_known = self.of(node, strict=strict) == 1
            self.told[key] = is_known or self.is_above_by_parts(node, depth, strict=strict)
        return self.told[key]

    def is_above_by_parts(self, node: Node, depth: int, *, strict: bool) -> bool:
        """Tell it from the parts of a formula."""
        if node.is_operation("exp"):
            return True
        if node.is_operation("sqrt"):
            return not strict or self.is_above(node.args[0], depth, strict=strict)
        if node.is_operation("log"):
            less = simplified(RULES["subtract"], node.args[0], 1)
            return self.is_above(less, depth, strict=strict)
        terms = [(sign, Product.of(term)) for sign, term in signed_terms(node)]
        if len(terms) == 1:
            ((sign, whole),) = terms
            return (
                bool(whole.exponents) and sign * self.of_product(whole, depth, strict=strict) == 1
            )
        return depth > 0 and self.is_sum_above(node, terms, depth - 1, strict=strict)

    def of_product(self, whole: Product, depth: int, *, strict: bool) -> int:
        """Return the sign of a product; what is below a line isn't 0 where there is a value."""
        found = 1 if whole.factor >= 0 else -1
        if strict and not whole.factor:
            return 0
        for text, exponent in whole.exponents.items():
            must_tell = strict and exponent > 0
            is_odd = exponent.denominator == 1 and exponent % 2
            if must_tell or is_odd:
                sign = self.sign(whole.bases[text], depth, strict=must_tell)
                found *= sign if is_odd else abs(sign)
        return found

    def is_sum_above(self, node: Node, terms: Terms, depth: int, *, strict: bool) -> bool:
        """Tell it of a sum."""
        signs = [sign * self.of_product(whole, depth, strict=False) for sign, whole in terms]
        if min(signs) == 1 and (not strict or any(
            abs(self.of_product(whole, depth, strict=True)) for _, whole in terms)):  # fmt: skip
            return True
        if is_sum_of_squares(node, strict=strict, is_nonnegative=self.nonnegative_in(node)):
            return True
        if self.is_above_by_squares(terms, depth, strict=strict):
            return True
        if (other := without_logs(terms)) and self.is_above(
            self.cleared(other, depth, strict=strict), depth, strict=strict
        ):
            return True
        return any(
            self.is_above(with_factor(*taken_out(node, factor)), depth, strict=strict)
            for factor in repeated_factors(node)[:MOST_FACTORS]
        )

    def nonnegative_in(self, node: Node) -> Any:
        """Return the test whether a part of a formula, given by its text, is never negative."""
        parts = {part.text: part for part in node.walk()}
        return lambda text: text in parts and self.of(parts[text]) == 1

    def is_above_by_squares(self, terms: Terms, depth: int, *, strict: bool) -> bool:
        """Tell whether a sum with roots in it is above 0: a >= b where a >= 0 and a**2 >= b**2."""
        roots = [term for term in terms if has_root(term[1])]
        rest = [term for term in terms if not has_root(term[1])]
        less = [(s, p) for s, p in rest if s * self.of_product(p, depth, strict=False) <= 0]
        pairs = [(roots, rest), (rest, roots)] + ([(roots, less)] if less != rest else [])
        if not roots or not rest or len(terms) > MOST_TERMS:
            return False
        return any(
            self.is_above(added(a), depth, strict=False)
            and self.is_above(added([*products(a, 1), *products(b, -1)]), depth, strict=strict)
            for a, b in pairs
        )

    def cleared(self, node: Node, depth: int = DEEPEST, *, strict: bool) -> Node:
        """Multiply a sum by what stands below its lines, and divide it by common factors.

        Only by what has one sign; what is below a line isn't 0 where there is a value.
        """
        terms = [(sign, without_roots(Product.of(term))) for sign, term in signed_terms(node)]
        bases = {text: base for _, whole in terms for text, base in whole.bases.items()}
        side = 1
        for text, base in bases.items():
            least = min(whole.exponents.get(text, Fraction(0)) for _, whole in terms)
            sign = self.sign(base, depth, strict=strict and least > 0) if least else 0
            if sign <= 0 and least.denominator != 1:
                continue
            if not sign:
                if strict and least > 0:
                    continue
                least = Fraction(least // 2 * 2)  # an even power isn't negative
            side *= -1 if sign < 0 and least % 2 else 1
            for _, whole in terms:
                whole.raise_base(base, -least)
        return added([(side * sign, without_roots(whole)) for sign, whole in terms])


def added(terms: Terms) -> Node:
    """Add products."""
    return exact(simplified_sum([(sign, exact(whole.node)) for sign, whole in terms]))


def products(terms: Terms, side: int) -> list[tuple[int, Product]]:
    """Return the terms of the square of a sum, or of its negative."""
    nodes = [(sign, whole.node) for sign, whole in terms]
    return [
        (side * sign * other_sign, without_roots(Product.of(node, other)))
        for sign, node in nodes
        for other_sign, other in nodes
    ]


def has_root(whole: Product) -> bool:
    """Tell whether there is a square root among the factors."""
    return any(
        base.is_operation("sqrt") or whole.exponents[text].denominator == 2
        for text, base in whole.bases.items()
    )


def without_roots(whole: Product) -> Product:
    """Write sqrt(a)**3 as a*sqrt(a); there a isn't negative."""
    found = Product(whole.factor)
    for text, base in whole.bases.items():
        exponent = whole.exponents[text]
        if base.is_operation("sqrt") and exponent.denominator == 1:
            found.multiply(base.args[0], Fraction(exponent // 2))
            exponent %= 2
        if exponent:
            found.raise_base(base, exponent)
    return found


def written_out(node: Node, args: Sequence[Node]) -> Node:
    """Write hyperbolic functions and their kin by exp, log and sqrt."""
    node = with_args(node, args)
    if node.rule is None or node.rule.name not in WRITTEN_OUT:
        return node
    named = dict(zip("ab", node.args, strict=False))

    def combine(part: Node, args: list[Node]) -> Node:
        return exact(simplified(part.rule, *args)) if part.rule else named.get(part.name, part)

    return fold_tree(formula(WRITTEN_OUT[node.rule.name]), combine)


@cache
def formula(text: str) -> Node:
    """Read a formula."""
    return Formula(text).output


def with_factor(factor: Node, within: Node, beside: Node) -> Node:
    """Write a sum with a factor taken out."""
    return simplified_sum([(1, operation("multiply", factor, within)), *signed_terms(beside)])


def without_logs(terms: Terms) -> Node | None:
    """Return what is above 0 where a sum with logarithms is: log(a) - log(b) + c by a*exp(c) - b.

    None where there are none, or only one without an exponential in it.
    """
    above, below, rest = Product(), Product(), []
    count, is_called_for = Fraction(0), False
    for sign, whole in terms:
        bases = list(whole.bases.values())
        if len(bases) == 1 and bases[0].is_operation("log") and whole.exponents[bases[0].text] == 1:
            coefficient = sign * whole.factor
            if coefficient.denominator != 1:
                return None
            count += abs(coefficient)
            (above if coefficient > 0 else below).multiply(bases[0].args[0], abs(coefficient))
            is_called_for |= count > 1 or any(p.is_operation("exp") for p in bases[0].walk())
        else:
            rest.append((sign, whole))
    if not is_called_for or count > MOST_LOGS:
        return None
    if rest:
        above.multiply(operation("exp", added(rest)))
    return added([(1, above), (-1, below)])


def exact(node: Node) -> Node:
    """Return a formula if all its numbers are exact; InexactError if one may have been rounded."""
    if any(float(part.number) >= EXACT for part in node.walk() if part.number):
        raise InexactError
    return node
