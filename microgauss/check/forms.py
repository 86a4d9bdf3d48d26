"""Formulas written in other ways: without logarithms, without roots, hyperbolic functions by exp.

Where there is a value, it is the same, or has the same sign. InexactError is raised for a number
that is too long to be written out exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from microgauss.check.algebra import Product, operation, signed_terms, with_args
from microgauss.check.symbols import simplified, simplified_sum
from microgauss.formula import Formula, Node, fold_tree

__all__ = [
    "InexactError", "Terms", "added", "exact", "has_root", "products", "with_factor",
    "without_logs", "without_roots", "written_out",
]  # fmt: skip

Terms = Sequence[tuple[int, Product]]  # of a sum, each with its sign

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
