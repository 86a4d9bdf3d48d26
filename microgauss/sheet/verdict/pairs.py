"""Two sides as nodes over the same variables, and as graphs of Values at all their positions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

import numpy as np

from microgauss.check.algebra import operation
from microgauss.check.report import texts_apart
from microgauss.engine.rules import RULES
from microgauss.engine.value import Value
from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import SCALAR
from microgauss.sheet.understanding.graphs import Graphs
from microgauss.sheet.understanding.leaves import Index, Leaf, NotUnderstoodError
from microgauss.sheet.understanding.lengths import COUNTED, OTHER_DATA
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.understanding.scope import Scope
from microgauss.tape import Tape

__all__ = [
    "WEIGHT", "Pair", "ShapeError", "component_values", "components", "has_open_size", "other_data",
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
    meaning, kinds = pair.meaning, {leaf.what for leaf in all_leaves(pair)}
    has_inverses = bool({"inverse", "determinant"} & kinds)
    if meaning.sums or meaning.names.bound or meaning.names.sizes or has_inverses:
        yield OTHER_DATA
    own = {leaf.what for leaf in meaning.leaves.values()}
    if {"position", "length"} & own and not has_inverses:  # the large ones take too long
        yield COUNTED


def has_open_size(pair: Pair) -> bool:
    """Tell whether it matters how large a matrix is, of which nothing says that: det A, or tr I."""
    lengths = pair.meaning.lengths
    said = {lengths.find(key) for key in list(lengths.parent) if key.startswith("size ")}
    said |= set(map(lengths.find, list(lengths.known)))
    for leaf in all_leaves(pair):
        is_identity = leaf.what == "same" and leaf.name == "I" and not pair.axes
        variables = [index.variable for index in leaf.indices] if is_identity else leaf.variables
        is_sized = leaf.what == "determinant" or is_identity
        if is_sized and any(lengths.find(one) not in said for one in variables if one):
            return True
    return False


def all_leaves(pair: Pair) -> list[Leaf]:
    """Return the leaves of two sides, and of the definitions that they are made of."""
    found, seen = [*pair.meaning.leaves.values()], set[str]()
    for leaf in found:  # which grows
        known = pair.meaning.scope.get(leaf.name) if leaf.what == "name" else None
        if known and leaf.name not in seen:
            seen.add(leaf.name)
            found += known.meaning.leaves.values()
    return found


def pairs_of_entries(left: Term, right: Term, scope: Scope) -> Iterator[Pair]:
    """Yield the components of a left side, each with the entry of the vector or matrix it equals.

    A factor before a matrix divides the left side. None where the entries aren't numbers.
    """
    whole = literal_in(right)
    for place, entry in entries_of(whole).items() if whole else ():
        meaning = Meaning(scope.branch())
        if meaning.shape(entry) != SCALAR:
            return
        left_entry = meaning.at(left, [Index("", i) for i in place])
        for factor in right.args if whole is not right else ():
            if factor is not whole:
                left_entry = operation("divide", left_entry, meaning.at(factor))
        nodes = left_entry, meaning.at(entry)
        free = dict.fromkeys(index.variable for node in nodes for index in meaning.leaves_of(node))
        yield Pair(meaning, *nodes, variables=[name for name in free if name])


def literal_in(term: Term) -> Term | None:
    """Return the vector or matrix whose entries a term writes out, perhaps behind a factor."""
    is_product = term.kind == "juxtaposed" or (term.kind == "operation" and term.text == "multiply")
    found = [part for part in (term.args if is_product else [term])
             if part.kind in ("vector", "matrix", "group") and len(part.args) > 1]  # fmt: skip
    return found[0] if len(found) == 1 else None


def entries_of(term: Term) -> dict[tuple[int, ...], Term]:
    """Return the entries of a vector or matrix that is written out, by their places."""
    if term.kind == "matrix":
        return {(i, j): entry for i, row in enumerate(term.args)
                for j, entry in enumerate(row.args)}  # fmt: skip
    return {(i,): entry for i, entry in enumerate(term.args)}


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
