"""The sign of a formula whose names lie in known ranges, told by its structure, without any boxes.

An enclosure over the whole box tells what it can. Beyond that, a product has the sign of its
factors, a sum that of its terms; a sum of squares is never negative; a - b with a root in it is
compared by squares, what has logarithms by exponentials, and a sum of fractions without them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from microgauss.check.algebra import Product, signed_terms
from microgauss.check.enclosures import Enclosure, Enclosures
from microgauss.check.forms import (
    InexactError,
    Terms,
    added,
    exact,
    has_root,
    products,
    with_factor,
    without_logs,
    without_roots,
    written_out,
)
from microgauss.check.squares import is_sum_of_squares
from microgauss.check.symbols import repeated_factors, simplified, taken_out
from microgauss.engine.rules import RULES
from microgauss.formula import Node, fold_tree

__all__ = ["Signs"]

DEEPEST = 3  # how often a sum is rewritten to be told
LONG = 120  # nodes of a formula: longer ones are left to the boxes
MOST_FACTORS = 2  # that are taken out of a sum, one after the other
MOST_TERMS = 8  # of a sum that is squared


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
            forms = (self.cleared(plain, strict=strict), plain)
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
            less = exact(simplified(RULES["subtract"], node.args[0], 1))
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

    def nonnegative_in(self, node: Node) -> Callable[[str], bool]:
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
        numbers = [whole.factor for _, whole in terms]
        common = Fraction(
            math.gcd(*(number.numerator for number in numbers)) or 1,
            math.lcm(*(number.denominator for number in numbers)),
        )
        for _, whole in terms:
            whole.factor /= common
        return added([(side * sign, without_roots(whole)) for sign, whole in terms])
