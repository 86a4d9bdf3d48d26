"""Nodes with indices over columns: a number at each point, and at each position of each index.

A column is (points * positions,): so the search for slips, which knows columns, needs to know
nothing of indices. What doesn't depend on an index is repeated along it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from math import prod

import numpy as np

from microgauss.check.floats import Column, Evaluator
from microgauss.engine.rules import DomainError
from microgauss.engine.value import Value
from microgauss.formula import Node
from microgauss.sheet.understanding.graphs import Graphs
from microgauss.sheet.understanding.leaves import Leaf, NotUnderstoodError
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.tape import Tape

__all__ = ["LARGEST", "Grid"]

LARGEST = 10_000  # numbers in a column

Point = Mapping[str, float]


class Grid:
    """Columns over points, and all positions of some ``variables``.

    Letters that are never the same, as in k != l, have one position each, and no two the same.
    """

    def __init__(
        self, graphs: Graphs, meaning: Meaning, variables: Sequence[str], points: Sequence[Point],
        others: Callable[[Sequence[str], int], Sequence[Point]],
    ) -> None:  # fmt: skip
        self.graphs, self.meaning, self.points, self.others = graphs, meaning, points, others
        self.positions = {variable: tuple(graphs.positions(variable)) for variable in variables}
        letters = sorted(set().union(*graphs.chosen.apart) & set(variables))
        for i, letter in enumerate(letters):
            places = self.positions[letter]
            self.positions[letter] = places[i : i + 1] or places[:1]
        self.lengths = {variable: len(found) for variable, found in self.positions.items()}
        self.size = len(points) * prod(self.lengths.values())
        for row in meaning.sums.values():
            row.grid, row.points = self.lengths, len(points)

    def evaluator(self, leaves: Iterable[str]) -> Evaluator:
        """Return what computes nodes over the grid, from the columns of these leaves."""
        cells: dict[str, dict[tuple[int, ...], Value]] = {}
        for name in leaves:
            found = self.cells(self.meaning.leaves[name])
            if found:
                cells[name] = found
        values = list(dict.fromkeys(v for found in cells.values() for v in found.values()))
        numbers = self.numbers(values)
        columns = {name: self.column(name, found, numbers) for name, found in cells.items()}
        return Evaluator(
            {name: c for name, c in columns.items() if np.isfinite(c).all()} or columns
        )

    def own(self, leaf: Leaf) -> list[str]:
        """Return the grid's variables that a leaf depends on."""
        used = {index.variable for index in leaf.indices}
        return [variable for variable in self.lengths if variable in used]

    def cells(self, leaf: Leaf) -> dict[tuple[int, ...], Value]:
        """Return the values of a leaf at all positions of its variables; none where it has none."""
        own = self.own(leaf)
        found = {}
        for at in product(*(self.positions[variable] for variable in own)):
            places = dict(zip(own, at, strict=True))
            try:
                found[at] = self.graphs.leaf(leaf, self.meaning, places)
            except (NotUnderstoodError, DomainError, KeyError):
                return {}
        return found

    def numbers(self, values: Sequence[Value]) -> dict[Value, Column]:
        """Compute values at all points, by one tape."""
        labels = [label for label, leaf in self.graphs.leaves.items() if not leaf.is_literal]
        inputs = tuple(self.graphs.leaves[label] for label in labels)
        missing = [label for label in labels if label not in self.points[0]]
        others = self.others(missing, len(self.points))
        points = [{**a, **b} for a, b in zip(self.points, others, strict=True)]
        columns = [np.array([point[label] for point in points]) for label in labels]
        if not values:
            return {}
        with np.errstate(all="ignore"):
            outputs = Tape(tuple(values), inputs)(*columns)
        shape = len(self.points)
        return {
            value: np.broadcast_to(np.asarray(out, float), shape)
            for value, out in zip(values, outputs, strict=True)
        }

    def column(
        self, name: str, cells: Mapping[tuple[int, ...], Value], numbers: Mapping[Value, Column]
    ) -> Column:
        """Lay a leaf's numbers out over the grid."""
        own = self.own(self.meaning.leaves[name])
        lengths = [self.lengths[variable] for variable in own]
        flat = np.array([numbers[value] for value in cells.values()])  # (positions, points)
        table = np.moveaxis(flat.reshape(*lengths, len(self.points)), -1, 0)
        shape = [len(self.points)] + [n if v in own else 1 for v, n in self.lengths.items()]
        wide = np.broadcast_to(table.reshape(shape), (len(self.points), *self.lengths.values()))
        return wide.reshape(-1)

    def moved(self, column: Column, old: str, new: str) -> Column:
        """Return a column with the axes of two variables exchanged."""
        table = column.reshape(len(self.points), *self.lengths.values())
        order = list(self.lengths)
        return np.swapaxes(table, 1 + order.index(old), 1 + order.index(new)).reshape(-1)


def variables_of(meaning: Meaning, nodes: Iterable[Node]) -> list[str]:
    """Return all variables in nodes, bound or not."""
    found: dict[str, None] = {}
    for node in nodes:
        for part in node.walk():
            if part.rule in meaning.sums:
                found[meaning.sums[part.rule].variable] = None
            if part.name in meaning.leaves:
                found |= dict.fromkeys(
                    i.variable for i in meaning.leaves[part.name].indices if i.variable
                )
    return list(found)
