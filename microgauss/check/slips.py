"""The likely slips in a formula, one edit each: for the power of a check, and for repair.

A slip is a sign, an exponent off by one, a factor 2 gained or lost, a term or a factor dropped, a
name taken for another, a function's derivative left out or taken once too often.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial

from microgauss.check.algebra import (
    ONE,
    constant,
    literal,
    negative,
    operation,
    signed_terms,
    with_args,
    with_exponent,
)
from microgauss.check.floats import as_float
from microgauss.check.symbols import partials_of
from microgauss.engine.rules import RULES, Rule
from microgauss.formula import Node, fold_tree

__all__ = ["Edit", "likely_edits", "local_edits", "rebracketed", "related", "replaced"]

MOST_NAMES = 8  # that a name may have been taken for: in a formula of many, the likeliest
TWO = constant(Fraction(2))


@dataclass(frozen=True, eq=False)
class Edit:
    """A part of a formula replaced by another; ``kind`` is what was wrong with it, in words.

    ``inserted`` is what the part lacked, if it did, and ``effort`` how far-fetched that is.
    """

    site: Node
    new: Node
    kind: str
    effort: float = 0.0
    inserted: Node | None = None


def replaced(root: Node, edits: Sequence[Edit]) -> Node:
    """Return a formula with parts replaced; nothing is replaced in what has been put in."""
    new = {id(edit.site): edit.new for edit in edits}
    return fold_tree(root, lambda node, args: new.get(id(node)) or with_args(node, args))


def likely_edits(root: Node, names: Sequence[str]) -> dict[int, list[Edit]]:
    """Return the likely slips in each part of a formula, by the part's id."""
    return {id(site): list(local_edits(site, names)) for site in root.walk()}


def local_edits(site: Node, names: Sequence[str]) -> Iterator[Edit]:
    """Yield the edits of one part of a formula that undo a likely slip.

    >>> from microgauss.formula import Formula
    >>> [edit.new.text for edit in local_edits(Formula("t - mu").output, ("t", "mu"))][:4]
    ['t + mu', 'mu - t', 't', '-mu']
    """
    yield from (Edit(site, new, kind) for new, kind in replacements(site, names))


def replacements(node: Node, names: Sequence[str]) -> Iterator[tuple[Node, str]]:
    """Yield what a part of a formula may have been meant to be, and what is wrong with it."""
    if node.number:
        yield from edited_number(node)
    elif node.name:
        yield from ((Node(name=other), "name") for other in likeliest(node.name, names))
        yield TWO, "number for a name"
    elif node.rule is not None:
        yield from edited_operation(node, node.rule)
    if not node.number:
        if not node.is_operation("subtract", "negative"):
            yield operation("negative", node), "sign"
        yield operation("multiply", TWO, node), "factor 2"
        yield operation("divide", node, TWO), "factor 2"
    if node.name or (node.rule and not node.rule.operator) or node.is_operation("add", "subtract"):
        yield operation("pow", node, TWO), "square"
    yield from ((new, "bracket") for new in rebracketed(node))


def edited_number(node: Node) -> Iterator[tuple[Node, str]]:
    """Yield other numbers: twice, half, one more, one less, the negative, the inverse."""
    number = Fraction(node.number)
    others = [2 * number, number / 2, number + 1, number - 1, -number]
    if number and abs(number) != 1:
        others.append(1 / number)
    is_decimal = "." in node.number
    for other in others:
        if other and math.isfinite(as_float(other)):
            new = constant(float(other)) if is_decimal else constant(other)
            yield new, "number" if other != -number else "sign"


def likeliest(name: str, names: Sequence[str]) -> list[str]:
    """Return the names that this one may have been taken for, those that look alike first."""
    others = [other for other in names if other != name]
    if len(others) > MOST_NAMES:
        place = names.index(name) if name in names else 0
        others.sort(key=lambda o: (o[0] != name[0], abs(names.index(o) - place)))
    return others[:MOST_NAMES]


def edited_operation(node: Node, rule: Rule) -> Iterator[tuple[Node, str]]:
    """Yield other operations on the same arguments, and fewer arguments."""
    args = node.args
    match rule.name:
        case "add":
            yield operation("subtract", *args), "sign"
            yield operation("subtract", args[1], args[0]), "sign of the first"
            yield args[0], "term twice" if is_twice(*args) else "term too much"
            yield args[1], "term too much"
        case "subtract":
            yield operation("add", *args), "sign"
            yield operation("subtract", args[1], args[0]), "order"
            yield args[0], "term twice" if is_twice(*args) else "term too much"
            yield negative(args[1]), "term too much"
        case "multiply":
            yield from ((args[0], "factor too much"), (args[1], "factor too much"))
            yield operation("divide", *args), "divide"
            yield operation("divide", args[1], args[0]), "divide"
        case "divide":
            yield args[0], "divisor too much"
            yield operation("divide", constant(ONE), args[1]), "factor too much"
            yield operation("multiply", *args), "multiply"
            yield operation("divide", args[1], args[0]), "inverse"
        case "negative":
            yield args[0], "sign"
        case "pow":
            yield from edited_power(*args)
        case _:
            yield from edited_function(node, rule)


def is_twice(terms: Node, term: Node) -> bool:
    """Tell whether a term stands among others, too."""
    return any(other.text == term.text for _, other in signed_terms(terms))


def rebracketed(node: Node) -> Iterator[Node]:
    """Yield what a forgotten bracket may have torn apart: a*(b - c) for a*b - c, and so on."""
    if node.is_operation("multiply", "divide"):
        yield from rebracketed_product(node, *node.args)
    if not node.is_operation("add", "subtract"):
        return
    a, b = node.args
    for left in last_factors(a):
        for right, put_back in first_factors(b):
            if left is not a or right is not b:
                yield put_back(put(a, left, Node(node.rule, (left, right))))


def rebracketed_product(node: Node, a: Node, b: Node) -> Iterator[Node]:
    """Yield a**(3/2) for a**3/2, a/(b*c) for a/b*c, and (a*b)**2 for a*b**2."""
    for last in last_factors(a):
        if last.is_operation("pow"):
            exponent = Node(node.rule, (last.args[1], b))
            yield put(a, last, operation("pow", last.args[0], exponent))
    if node.is_operation("multiply") and a.is_operation("divide"):
        yield operation("divide", a.args[0], operation("multiply", a.args[1], b))
    if b.is_operation("pow"):
        yield operation("pow", Node(node.rule, (a, b.args[0])), b.args[1])


def last_factors(node: Node) -> Iterator[Node]:
    """Yield a formula, what stands after its signs, and the last factor or exponent of that."""
    yield node
    while node.is_operation("negative"):
        node = node.args[0]
        yield node
    if node.is_operation("multiply", "divide", "pow"):
        yield node.args[1]


def first_factors(root: Node) -> Iterator[tuple[Node, Callable[[Node], Node]]]:
    """Yield what a product or power begins with, and what puts another part in its place."""
    node = root
    yield node, partial(put, root, node)
    while node.is_operation("multiply", "divide"):
        node = node.args[0]
        yield node, partial(put, root, node)
    if node.is_operation("pow"):
        base, exponent = node.args
        yield base, partial(put, root, base)
        if exponent.is_operation("pow"):  # a + b**2**3 for (a + b**2)**3
            first = operation("pow", base, exponent.args[0])
            yield first, lambda new: put(root, node, operation("pow", new, exponent.args[1]))


def put(root: Node, site: Node, new: Node) -> Node:
    """Return a formula with one part replaced."""
    return replaced(root, (Edit(site, new, ""),))


def edited_power(base: Node, exponent: Node) -> Iterator[tuple[Node, str]]:
    """Yield other exponents, and the power taken for a product."""
    number = literal(exponent)
    if number is None:
        yield operation("pow", base, operation("subtract", exponent, constant(ONE))), "exponent"
        yield operation("pow", base, operation("add", exponent, constant(ONE))), "exponent"
        if exponent.is_operation("subtract", "add") and literal(exponent.args[1]) == 1:
            yield operation("pow", base, exponent.args[0]), "exponent"
    else:
        for other in dict.fromkeys((number + 1, number - 1, -number, ONE)):
            if other not in (0, number):
                yield with_exponent(base, other), "exponent"
    yield operation("multiply", exponent, base), "power for a product"
    if base.is_operation("add", "subtract"):
        last = operation("pow", base.args[1], exponent)
        yield Node(base.rule, (base.args[0], last)), "power of all"  # (1 - h)**2 for 1 - h**2
    if exponent.rule or exponent.name:
        yield operation("pow", exponent, base), "order"


def edited_function(node: Node, rule: Rule) -> Iterator[tuple[Node, str]]:
    """Yield the argument itself, the derivative, and functions that are taken for one another."""
    if len(node.args) == 1:
        yield node.args[0], "function too much"
    yield from ((derivative, "derivative") for derivative in partials_of(node))
    for other in RULES.values():
        is_function = not other.operator and len(other.partials) == len(node.args)
        if is_function and other is not rule and related(rule, other):
            yield Node(other, node.args), "function"


@cache
def related(rule: Rule, other: Rule) -> bool:
    """Tell whether one function is part of the other's derivative, as cos is of sin's."""
    for one, two in ((rule, other), (other, rule)):
        args = tuple(Node(name=name) for name in "ab"[: len(one.partials)])
        derivatives = partials_of(Node(one, args))
        if any(part.rule is two for derivative in derivatives for part in derivative.walk()):
            return True
    return False
