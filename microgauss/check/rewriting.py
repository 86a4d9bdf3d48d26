"""Factors and terms put into a formula where people write them, and formulas tidied up.

Numbers come first, names before brackets, and divisors below a line that is already there.
"""

from __future__ import annotations

from fractions import Fraction

from microgauss.check.algebra import (
    Product,
    chain,
    constant,
    is_simple,
    literal,
    negative,
    operation,
    with_args,
    with_exponent,
)
from microgauss.formula import Node, fold_tree

__all__ = ["added", "meets", "multiplied", "tidied"]


def multiplied(site: Node, factor: Node) -> Node:
    """Multiply a part by a factor, where a person would write it: at the front, or below."""
    if meets(site, factor):
        return Product.of(site, factor).node
    parts, node = Product.of(factor), site
    for text, base in parts.bases.items():
        powered = with_exponent(base, abs(parts.exponents[text]))
        node = above(node, powered) if parts.exponents[text] > 0 else below(node, powered)
    if abs(parts.factor.numerator) != 1:
        node = above(node, constant(Fraction(abs(parts.factor.numerator))))
    if parts.factor.denominator != 1:
        node = below(node, constant(Fraction(parts.factor.denominator)))
    return negative(node) if parts.factor < 0 else node


def meets(site: Node, factor: Node) -> bool:
    """Tell whether a factor has something in common with those of a product."""
    if not (site.is_operation("multiply", "divide", "pow", "negative") or site.rule is None):
        return False
    mine, new = Product.of(site), Product.of(factor)
    common = bool(mine.bases.keys() & new.bases.keys())
    return common or (mine.factor not in (1, -1) and new.factor not in (1, -1))


def above(node: Node, factor: Node) -> Node:
    """Multiply by a factor: a number comes first, a name before brackets."""
    if node.is_operation("divide"):
        return operation("divide", above(node.args[0], factor), node.args[1])
    if node.is_operation("negative"):
        return operation("negative", above(node.args[0], factor))
    if literal(node) == 1:
        return factor
    if factor.number:
        return leftmost(node, factor)
    factors = factors_of(node)
    place = next((i for i, f in enumerate(factors) if not is_simple(f)), len(factors))
    place = place if is_simple(factor) else len(factors)
    return chain("multiply", [*factors[:place], factor, *factors[place:]])


def factors_of(node: Node) -> list[Node]:
    """Return the factors of a product that is written without brackets."""
    found = []
    while node.is_operation("multiply"):
        found.append(node.args[1])
        node = node.args[0]
    return [node, *reversed(found)]


def leftmost(node: Node, factor: Node) -> Node:
    """Write a factor before all others of a product."""
    return chain("multiply", [factor, *factors_of(node)])


def below(node: Node, divisor: Node) -> Node:
    """Divide: below a line that is there already."""
    if node.is_operation("negative"):
        return operation("negative", below(node.args[0], divisor))
    if node.is_operation("divide"):
        return operation("divide", node.args[0], above(node.args[1], divisor))
    return operation("divide", node, divisor)


def added(site: Node, term: Node) -> Node:
    """Add a term, or subtract it where it is negative."""
    if literal(site) == 0:
        return term
    if term.is_operation("negative"):
        return operation("subtract", site, term.args[0])
    if site.is_operation("negative"):
        return operation("subtract", term, site.args[0])
    return operation("add", site, term)


def tidied(old: Node, new: Node) -> Node:
    """Write what has been changed as people do: a*(b*c) as a*b*c, a + -b as a - b."""
    kept = {id(node) for node in old.walk()}

    def combine(node: Node, args: list[Node]) -> Node:
        if id(node) in kept:
            return node
        node = with_args(node, args)
        as_written = len(args) == 2 and args[1].number and id(args[1]) in kept
        return node if as_written else tidy_operation(node)

    return fold_tree(new, combine)


def tidy_operation(node: Node) -> Node:
    """Write one operation without brackets or signs that it doesn't need."""
    name = node.rule.name if node.rule else ""
    if name in ("add", "subtract"):
        return tidy_sum(name, *node.args)
    if name in ("multiply", "divide"):
        return tidy_fraction(name, *node.args)
    if name == "negative":
        return without_minus(node.args[0]) or node
    return node


def tidy_sum(name: str, a: Node, b: Node) -> Node:
    """Add or subtract: a + -b is a - b, -a + b is b - a, and a + (b + c) needs no brackets."""
    if bare := without_minus(b):
        return operation("subtract" if name == "add" else "add", a, bare)
    if name == "add" and a.is_operation("negative"):
        return operation("subtract", b, a.args[0])
    if name == "add" and b.rule is not None and b.is_operation("add", "subtract"):
        return operation(b.rule.name, tidy_sum("add", a, b.args[0]), b.args[1])
    return operation(name, a, b)


def tidy_fraction(name: str, a: Node, b: Node) -> Node:
    """Multiply or divide: a sign goes before, and there is one line to a fraction."""
    signs = [arg.is_operation("negative") for arg in (a, b)]
    if any(signs):
        a, b = (arg.args[0] if arg.is_operation("negative") else arg for arg in (a, b))
        inner = tidy_fraction(name, a, b)
        return inner if all(signs) else operation("negative", inner)
    if name == "multiply":
        return tidy_product(a, b)
    if literal(b) == 1:
        return a
    if a.is_operation("divide"):
        return operation("divide", a.args[0], tidy_product(a.args[1], b))
    if b.is_operation("divide"):
        return operation("divide", tidy_product(a, b.args[1]), b.args[0])
    return operation("divide", a, b)


def without_minus(node: Node) -> Node | None:
    """Return what follows a leading minus sign; None where there is none."""
    if node.is_operation("negative"):
        return node.args[0]
    if node.is_operation("multiply", "divide") and (bare := without_minus(node.args[0])):
        return Node(node.rule, (bare, node.args[1]))
    return None


def tidy_product(a: Node, b: Node) -> Node:
    """Multiply, numbers first and without brackets around what follows."""
    for one, other in ((a, b), (b, a)):
        if one.number and literal(one) == 1:
            return other
    if b.number and not a.number:
        is_fraction = a.is_operation("divide")
        return below(tidy_product(a.args[0], b), a.args[1]) if is_fraction else leftmost(a, b)
    if a.number and (b.args[1] if b.is_operation("divide") else b).number:
        return Product.of(a, b).node
    if b.rule is not None and b.is_operation("multiply", "divide"):
        return operation(b.rule.name, tidy_product(a, b.args[0]), b.args[1])
    return operation("multiply", a, b)
