"""Two sides as nodes over the same variables, and as graphs of Values at all their positions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

import numpy as np

from microgauss.check.report import texts_apart
from microgauss.engine.rules import RULES
from microgauss.engine.value import Value
from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import SCALAR
from microgauss.sheet.understanding.graphs import Graphs
from microgauss.sheet.understanding.leaves import Index, NotUnderstoodError
from microgauss.sheet.understanding.lengths import COUNTED, OTHER_DATA
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.understanding.scope import Scope
from microgauss.tape import Tape

__all__ = [
    "WEIGHT", "Pair", "ShapeError", "component_values", "components", "other_data",
    "pairs_of_entries", "weighted",
]  # fmt: skip

MOST = 48  # components that are compared
WEIGHT = "·"  # begins the names of the factors by which components are added up


@dataclass
class Pair:
    """Two sides as nodes over the same variables, and what they mean."""

    meaning: Meaning
    left: Node
    right: Node
    axes: list[str] = field(default_factory=list)  # of the sides' components
    variables: list[str] = field(default_factory=list)  # that no sum binds

    def places(self, graphs: Graphs) -> Iterator[dict[str, int]]:
        """Yield the positions of the variables; some letters are never the same."""
        ranges = [self.positions(variable, graphs) for variable in self.variables]
        for places in product(*ranges):
            at = dict(zip(self.variables, places, strict=True))
            if not any(len({at.get(letter, letter) for letter in pair}) < len(pair)
                       for pair in graphs.chosen.apart):  # fmt: skip
                yield at

    def positions(self, variable: str, graphs: Graphs) -> Sequence[int]:
        """Return the positions of a variable; in h_{t-1}, t begins where that is one."""
        offsets = [
            index.offset for leaf in self.meaning.leaves.values() for index in leaf.indices
            if index.variable == variable and index.sign > 0
        ]  # fmt: skip
        first = max(0, -min(offsets, default=0))
        places = graphs.positions(variable)
        return places[first:] or range(first, first + 1)


class ShapeError(NotUnderstoodError):
    """A vector and a number can't be equal."""


def other_data(pair: Pair) -> Iterator[int]:
    """Yield for how many data two sides are to be compared again, where a length was chosen."""
    meaning = pair.meaning
    if meaning.sums or meaning.names.bound or meaning.names.sizes:
        yield OTHER_DATA
    if any(leaf.what in ("position", "length") for leaf in meaning.leaves.values()):
        yield COUNTED


def pairs_of_entries(left: Term, right: Term, scope: Scope) -> Iterator[Pair]:
    """Yield the components of a left side, each with the entry of the vector or matrix it equals.

    None where the entries aren't numbers.
    """
    if right.kind not in ("vector", "matrix", "group") or len(right.args) < 2:
        return
    entries: dict[tuple[int, ...], Term] = {(i,): entry for i, entry in enumerate(right.args)}
    if right.kind == "matrix":
        entries = {(i, j): entry for i, row in enumerate(right.args)
                   for j, entry in enumerate(row.args)}  # fmt: skip
    for place, entry in entries.items():
        meaning = Meaning(scope.branch())
        if meaning.shape(entry) != SCALAR:
            return
        nodes = meaning.at(left, [Index("", i) for i in place]), meaning.at(entry)
        free = dict.fromkeys(index.variable for node in nodes for index in meaning.leaves_of(node))
        yield Pair(meaning, *nodes, variables=[name for name in free if name])


def components(pair: Pair, graphs: Graphs) -> list[tuple[Value, Value]]:
    """Return both sides at all positions."""
    places = list(islice(pair.places(graphs), MOST))
    return [
        (graphs.value(pair.left, pair.meaning, at), graphs.value(pair.right, pair.meaning, at))
        for at in places
    ]


def weighted(
    sides: Sequence[tuple[Value, Value]], graphs: Graphs
) -> tuple[Value, Value, dict[str, Value]]:
    """Add up the components, each times a weight, which is one more leaf."""
    leaves = {k: v for k, v in graphs.leaves.items() if not v.is_literal}
    if len(sides) == 1:
        return *sides[0], leaves
    weights = [Value(0.3 + 0.1 * i, f"{WEIGHT}{i}") for i, _ in enumerate(sides)]
    leaves |= {weight.label: weight for weight in weights}
    totals = []
    for column in zip(*sides, strict=True):
        terms = [graphs.operate(RULES["multiply"], pair)
                 for pair in zip(weights, column, strict=True)]  # fmt: skip
        total = terms[0]
        for term in terms[1:]:
            total = graphs.operate(RULES["add"], (total, term))
        totals.append(total)
    return totals[0], totals[1], leaves


def component_values(
    point: Mapping[str, float], sides: Sequence[tuple[Value, Value]], leaves: Mapping[str, Value]
) -> tuple[str, str] | None:
    """Return both values of the component that is off by most, as floats."""
    inputs = [leaf for name, leaf in leaves.items() if name in point]
    numbers = [point[name] for name in leaves if name in point]
    tape = Tape(tuple(value for pair in sides for value in pair), tuple(inputs))
    with np.errstate(all="ignore"):
        flat = np.array([float(x) for x in tape(*numbers)])
    pairs = flat.reshape(-1, 2)
    gaps = np.abs(pairs[:, 0] - pairs[:, 1])
    if not np.isfinite(gaps).any():
        return None
    left, right = pairs[int(np.nanargmax(gaps))]
    return texts_apart(left, right)
