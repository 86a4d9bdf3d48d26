"""One part of a formula changed: what the whole becomes, and what the part would have to be.

Forwards, all formulas that are one edit away are computed side by side, as columns. Backwards, the
values are found that the parts of a wrong formula need for the whole to be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.check.algebra import literal
from microgauss.check.floats import (
    Column,
    Evaluator,
    Rows,
    apply_to_columns,
    as_float,
    fingerprints,
    same,
)
from microgauss.check.slips import Edit
from microgauss.formula import Node, fold_tree

__all__ = ["LEFT", "MATCHES", "Variants", "lifted", "matches", "target_columns", "work"]

MATCHES = 200  # pairs of one kind at one place: more would all be much alike

Edits = Mapping[int, Sequence[Edit]]  # of each part of a formula, by its id
Solve = Callable[[Column, Column], Column]
LEFT: dict[str, Solve] = {  # the left argument, from the result and the right one
    "add": lambda result, right: result - right,
    "subtract": lambda result, right: result + right,
    "multiply": lambda result, right: result / right,
    "divide": lambda result, right: result * right,
}
RIGHT = LEFT | {  # the right argument, from the result and the left one
    "subtract": lambda result, left: left - result,
    "divide": lambda result, left: left / result,
}
INVERSE: dict[str, Callable[[Column], Column]] = {  # the only argument, from the result
    "negative": np.negative, "exp": np.log, "log": np.exp, "sqrt": np.square, "tanh": np.arctanh,
}  # fmt: skip


def work(root: Node, edits: Edits, points: int) -> int:
    """Return how many numbers it takes to compute a formula with each of the edits made."""
    counts: list[int] = []

    def combine(node: Node, below: list[int]) -> int:
        counts.append(len(edits.get(id(node), ())) + sum(below))
        return counts[-1]

    fold_tree(root, combine)
    return sum(counts) * points


class Variants:
    """All formulas that are one edit away from a formula, with their columns.

    ``edits`` lists the edits; ``below[id(node)]`` are the positions of those in a part, and
    ``columns[id(node)]`` the values of the part with each of them made, (number of edits, points):
    of every part if they are to be kept, else of the whole only. ``whole`` are those of the whole,
    and ``places`` the positions of their edits.
    """

    def __init__(
        self, root: Node, evaluate: Evaluator, edits: Edits, *, keep: bool = False
    ) -> None:
        self.evaluate, self.keep = evaluate, keep
        self.edits: list[Edit] = []
        self.below: dict[int, NDArray[np.intp]] = {}
        self.columns: dict[int, Rows] = {}
        for node in reversed(list(root.walk())):  # arguments come before what uses them
            self.collect(node, edits.get(id(node), ()))
        self.whole, self.places = self.columns[id(root)], self.below[id(root)]

    def collect(self, node: Node, own: Sequence[Edit]) -> None:
        """Compute a part with each edit of its arguments made, and with each of its own."""
        first = len(self.edits)
        self.edits += own
        rows = [np.empty((0, self.evaluate.points)), *(self.evaluate(e.new)[None] for e in own)]
        places = [np.arange(first, len(self.edits))]
        for arg in node.args:
            rows.append(lifted(node, arg, self.columns[id(arg)], self.evaluate))
            places.append(self.below[id(arg)])
            if not self.keep:
                del self.columns[id(arg)]  # they take memory by the square of a long formula
        self.columns[id(node)] = np.concatenate(rows)
        self.below[id(node)] = np.concatenate(places)


def lifted(node: Node, part: Node, variants: Rows, evaluate: Evaluator) -> Rows:
    """Compute an operation with one of its arguments, ``part``, varied in many ways."""
    assert node.rule is not None
    args: list[Any] = [variants if arg is part else evaluate(arg) for arg in node.args]
    return apply_to_columns(node.rule, args, (len(variants), evaluate.points))


# --- targets --------------------------------------------------------------------------------------


def target_columns(root: Node, true: Column, evaluate: Evaluator) -> dict[int, Column]:
    """Return by its id what each part would have to be for the whole to be right, if certain."""
    targets = {id(root): true}
    stack = [root]
    with np.errstate(all="ignore"):
        while stack:
            node = stack.pop()
            for arg, column in argument_targets(node, targets[id(node)], evaluate):
                if np.isfinite(column).all():
                    targets[id(arg)] = column
                    stack.append(arg)
    return targets


def argument_targets(
    node: Node, target: Column, evaluate: Evaluator
) -> Iterator[tuple[Node, Column]]:
    """Yield what the arguments of an operation would have to be, each with the other as it is."""
    if node.rule is None:
        return
    name, args = node.rule.name, node.args
    if name in LEFT:
        yield args[0], LEFT[name](target, evaluate(args[1]))
        yield args[1], RIGHT[name](target, evaluate(args[0]))
    elif name in INVERSE:
        yield args[0], INVERSE[name](target)
    elif name == "pow" and (exponent := literal(args[1])) and (target != 0).all():
        root = np.abs(target) ** np.divide(1.0, as_float(exponent))
        if exponent.numerator % 2:
            yield args[0], np.where(evaluate(args[0]) < 0, -root, root)


def matches(rows: Rows, wanted: Rows) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a row and a wanted row that are the same, up to a number of them."""
    keys, sought = fingerprints(rows), fingerprints(wanted)
    order = np.argsort(keys, kind="stable")
    first = np.searchsorted(keys[order], sought, side="left")
    last = np.searchsorted(keys[order], sought, side="right")
    found = 0
    for j in np.flatnonzero(last > first):
        for i in order[first[j] : last[j]]:
            if same(rows[i], wanted[j]).all():
                yield int(i), int(j)
                found += 1
        if found > MATCHES:
            return
