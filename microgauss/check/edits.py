"""The likely slips in a formula, one edit each: for the power of a check, and for repair.

A slip is a sign, an exponent off by one, a factor 2 gained or lost, a summand or a factor dropped,
a name taken for another, a function's derivative left out or taken once too often. Every variant
of a formula has its column of values, so that thousands are compared with the truth by NumPy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.check.algebra import (
    Columns,
    Evaluator,
    is_number,
    negative,
    node_of,
    number_of,
    partials_of,
    raised,
    signed_terms,
)
from microgauss.engine.rules import RULES, Rule
from microgauss.formula import Node, fold_tree

__all__ = ["CLOSE", "Edit", "Variants", "fingerprints", "local_edits", "replaced", "same", "work"]

CLOSE = 1e-9  # columns that differ by less, at every point, are the same
MOST_NAMES = 8  # that a name may have been taken for: in a formula of many, the likeliest
ONE = Fraction(1)
Wrap = Callable[[Node], Node]


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


def local_edits(node: Node, names: Sequence[str]) -> Iterator[tuple[Node, str]]:
    """Yield what a part of a formula may have been meant to be, and what is wrong with it.

    >>> from microgauss.formula import Formula
    >>> [new.text for new, _ in local_edits(Formula("t - mu").output, ("t", "mu"))][:4]
    ['t + mu', 'mu - t', 't', '-mu']
    """
    if node.number:
        yield from edited_number(node)
    elif node.name:
        yield from ((Node(name=other), "name") for other in likeliest(node.name, names))
        yield node_of(2 * ONE), "number for a name"
    elif node.rule is not None:
        yield from edited_operation(node, node.rule)
    if not node.number:
        if not node.is_operation("subtract", "negative"):
            yield operation("negative", node), "sign"
        yield operation("multiply", node_of(2 * ONE), node), "factor 2"
        yield operation("divide", node, node_of(2 * ONE)), "factor 2"
    if node.name or (node.rule and not node.rule.operator) or node.is_operation("add", "subtract"):
        yield operation("pow", node, node_of(2 * ONE)), "square"
    yield from ((turned, "bracket") for turned in rebracketed(node))


def operation(name: str, *args: Node) -> Node:
    """Make an operation, as it stands."""
    return Node(RULES[name], args)


def edited_number(node: Node) -> Iterator[tuple[Node, str]]:
    """Yield other numbers: twice, half, one more, one less, the negative, the inverse."""
    number = Fraction(node.number)
    others = [2 * number, number / 2, number + 1, number - 1, -number]
    if number and abs(number) != 1:
        others.append(1 / number)
    is_decimal = "." in node.number
    for other in others:
        if other:
            new = node_of(float(other)) if is_decimal else node_of(other)
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
            yield operation("divide", node_of(ONE), args[1]), "factor too much"
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
    """Yield what a forgotten bracket may have torn apart: a*b - c for a*(b - c), and so on.

    >>> from microgauss.formula import Formula
    >>> [new.text for new in rebracketed(Formula("a**3/2").output)]
    ['a**(3/2)']
    """
    if len(node.args) != 2 or node.rule is None:
        return
    a, b = node.args
    if node.is_operation("add", "subtract"):
        for before, left in last_factors(a):
            for right, behind in first_factors(b):
                if left is not a or right is not b:
                    yield behind(before(Node(node.rule, (left, right))))
    elif node.is_operation("multiply", "divide"):
        yield from rebracketed_product(node, a, b)


def rebracketed_product(node: Node, a: Node, b: Node) -> Iterator[Node]:
    """Yield what a forgotten bracket may have torn apart: a**3/2 for a**(3/2), and so on."""
    for before, last in last_factors(a):
        if last.is_operation("pow"):
            exponent = Node(node.rule, (last.args[1], b))
            yield before(operation("pow", last.args[0], exponent))
    if node.is_operation("multiply") and a.is_operation("divide"):
        yield operation("divide", a.args[0], operation("multiply", a.args[1], b))
    if b.is_operation("pow"):
        yield operation("pow", Node(node.rule, (a, b.args[0])), b.args[1])


def last_factors(node: Node) -> Iterator[tuple[Wrap, Node]]:
    """Yield what a product or power ends with, and how the rest is put before it again."""
    yield (lambda new: new), node
    if node.is_operation("negative"):
        for wrap, last in last_factors(node.args[0]):
            yield partial(wrapped, "negative", wrap), last
    elif node.is_operation("multiply", "divide", "pow"):
        yield (lambda new: Node(node.rule, (node.args[0], new))), node.args[1]


def first_factors(node: Node) -> Iterator[tuple[Node, Wrap]]:
    """Yield what a product or power begins with, and how the rest is put behind it again."""
    yield node, lambda new: new
    if node.is_operation("multiply", "divide"):
        for first, wrap in first_factors(node.args[0]):
            yield first, partial(behind, node, wrap)
    elif node.is_operation("pow"):
        base, exponent = node.args
        yield base, lambda new: operation("pow", new, exponent)
        if exponent.is_operation("pow"):  # a + b**2**3 for (a + b**2)**3
            inner, outer = exponent.args
            yield operation("pow", base, inner), lambda new: operation("pow", new, outer)


def wrapped(name: str, wrap: Wrap, new: Node) -> Node:
    """Put something into an operation of one argument."""
    return operation(name, wrap(new))


def behind(node: Node, wrap: Wrap, new: Node) -> Node:
    """Put something in the first place of an operation of two arguments."""
    return Node(node.rule, (wrap(new), node.args[1]))


def edited_power(base: Node, exponent: Node) -> Iterator[tuple[Node, str]]:
    """Yield other exponents, and the power taken for a product."""
    number = number_of(exponent)
    if number is None:
        yield operation("pow", base, operation("subtract", exponent, node_of(ONE))), "exponent"
        yield operation("pow", base, operation("add", exponent, node_of(ONE))), "exponent"
        if exponent.is_operation("subtract", "add") and is_number(exponent.args[1], 1):
            yield operation("pow", base, exponent.args[0]), "exponent"
    else:
        for other in dict.fromkeys((number + 1, number - 1, -number, ONE)):
            if other not in (0, number):
                yield raised(base, other), "exponent"
    yield operation("multiply", exponent, base), "power for a product"
    if exponent.rule or exponent.name:
        yield operation("pow", exponent, base), "order"


def edited_function(node: Node, rule: Rule) -> Iterator[tuple[Node, str]]:
    """Yield the argument itself, the derivative, and functions that are taken for one another."""
    if len(node.args) == 1:
        yield node.args[0], "function too much"
    yield from ((slope, "derivative") for slope in partials_of(node))
    for other in RULES.values():
        is_function = not other.operator and len(other.partials) == len(node.args)
        if is_function and other is not rule and related(rule, other):
            yield Node(other, node.args), "function"


@cache
def related(rule: Rule, other: Rule) -> bool:
    """Tell whether one function is part of the other's derivative, as cos is of sin's."""
    for one, two in ((rule, other), (other, rule)):
        args = tuple(Node(name=name) for name in "ab"[: len(one.partials)])
        slopes = partials_of(Node(one, args))
        if any(part.rule is two for slope in slopes for part in slope.walk()):
            return True
    return False


def work(root: Node, edits: Mapping[int, Sequence[Edit]], points: int) -> int:
    """Return how many numbers it takes to compute a formula with each of the edits made."""
    total = 0

    def combine(node: Node, below: list[int]) -> int:
        nonlocal total
        count = len(edits.get(id(node), ())) + sum(below)
        total += count * points
        return count

    fold_tree(root, combine)
    return total


class Variants:
    """All formulas that are one edit away from a formula, with their columns.

    ``edits`` lists the edits; ``below[node]`` are the positions of those in a part and ``columns``
    the values of the part with each of them made, (number of edits, points); of all parts where
    they are to be kept, else of the whole.
    """

    def __init__(
        self,
        root: Node,
        evaluate: Evaluator,
        edits: Mapping[int, Sequence[Edit]],
        *,
        keep: bool = False,
    ) -> None:
        self.root, self.evaluate, self.keep = root, evaluate, keep
        self.edits: list[Edit] = []
        self.below: dict[int, NDArray[np.intp]] = {}
        self.columns: dict[int, Columns] = {}
        for node in reversed(list(root.walk())):  # arguments come before what uses them
            self.collect(node, edits.get(id(node), ()))

    def collect(self, node: Node, own: Sequence[Edit]) -> None:
        """Bring the edits of the arguments up to a part, and add its own."""
        first = len(self.edits)
        self.edits += own
        columns = [np.empty((0, self.evaluate.points)), *(self.evaluate(e.new)[None] for e in own)]
        places = [np.arange(first, len(self.edits))]
        own_columns = np.concatenate(columns)
        lifted = [own_columns]
        for position, arg in enumerate(node.args):
            lifted.append(self.lift(node, position, self.columns[id(arg)]))
            places.append(self.below[id(arg)])
            if not self.keep:
                del self.columns[id(arg)]  # they take memory by the square of a long formula
        self.columns[id(node)] = np.concatenate(lifted)
        self.below[id(node)] = np.concatenate(places)

    def lift(self, node: Node, position: int, variants: Columns) -> Columns:
        """Compute an operation with one of its arguments edited in many ways."""
        assert node.rule is not None
        args: list[Any] = [self.evaluate(arg) for arg in node.args]
        args[position] = variants
        with np.errstate(all="ignore"):
            result = np.asarray(node.rule.value(np, *args), dtype=float)
        return np.broadcast_to(result, (len(variants), self.evaluate.points))

    @property
    def whole(self) -> Columns:
        """The values of the whole formula with each edit made, in the order of `places`."""
        return self.columns[id(self.root)]

    @property
    def places(self) -> NDArray[np.intp]:
        """The positions in ``edits`` to which the rows of `whole` belong."""
        return self.below[id(self.root)]


def replaced(root: Node, edits: Sequence[Edit]) -> Node:
    """Return a formula with parts replaced; nothing is replaced in what has been put in."""
    by_site = {id(edit.site): edit.new for edit in edits}
    done: list[Node] = []
    stack: list[tuple[Node, bool]] = [(root, False)]
    while stack:
        node, is_ready = stack.pop()
        if id(node) in by_site:
            done.append(by_site[id(node)])
        elif not node.args:
            done.append(node)
        elif not is_ready:
            stack.append((node, True))
            stack.extend((arg, False) for arg in reversed(node.args))
        else:
            first = len(done) - len(node.args)
            args = tuple(done[first:])
            kept = all(a is b for a, b in zip(args, node.args, strict=True))
            done[first:] = [node if kept else Node(node.rule, args)]
    return done[0]


def same(a: Columns, b: Columns) -> NDArray[np.bool_]:
    """Tell at which points two columns are the same but for rounding."""
    with np.errstate(all="ignore"):
        return np.asarray(np.abs(a - b) <= CLOSE * np.maximum(np.abs(a), np.abs(b)))


def fingerprints(rows: Columns) -> Any:
    """Return a number for each row, the same for rows that are the same but for rounding."""
    mantissa, exponent = np.frexp(np.where(np.isfinite(rows[:, :4]), rows[:, :4], 0.0))
    digits = np.round(mantissa * 2**26).astype(np.int64) * 4099 + exponent
    odd = np.array(
        [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64
    )
    return (digits.astype(np.uint64) * odd[: digits.shape[1]]).sum(axis=1)
