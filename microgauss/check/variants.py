"""All formulas that are one edit away from a formula, computed side by side as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.check.columns import Evaluator, Rows, apply_to_columns
from microgauss.check.slips import Edit
from microgauss.formula import Node, fold_tree

__all__ = ["Variants", "lifted", "work"]


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

    ``edits`` lists the edits; ``below[id(node)]`` are the positions of those in a part, and
    ``columns[id(node)]`` the values of the part with each of them made, (number of edits, points):
    of every part if they are to be kept, else of the whole only.
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
        self.columns: dict[int, Rows] = {}
        for node in reversed(list(root.walk())):  # arguments come before what uses them
            self.collect(node, edits.get(id(node), ()))

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

    @property
    def whole(self) -> Rows:
        """The values of the whole formula with each edit made, in the order of `places`."""
        return self.columns[id(self.root)]

    @property
    def places(self) -> NDArray[np.intp]:
        """The positions in ``edits`` to which the rows of `whole` belong."""
        return self.below[id(self.root)]


def lifted(node: Node, part: Node, variants: Rows, evaluate: Evaluator) -> Rows:
    """Compute an operation with one of its arguments, ``part``, varied in many ways."""
    assert node.rule is not None
    args: list[Any] = [variants if arg is part else evaluate(arg) for arg in node.args]
    return apply_to_columns(node.rule, args, (len(variants), evaluate.points))
