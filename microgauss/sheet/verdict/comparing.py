"""Two sides become graphs, and are compared at points, or bounded over a box."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from microgauss.check.domains import Domain
from microgauss.check.equation import POINTS, compared, region_of
from microgauss.check.floats import CLOSE, Column, Columns, Mask, as_columns
from microgauss.check.inequality import judge_inequality
from microgauss.check.points import Sampler
from microgauss.check.problem import Point
from microgauss.check.report import apartness, texts_apart
from microgauss.check.truth import Measurement
from microgauss.engine.rules import RULES
from microgauss.engine.value import Value, toposort
from microgauss.formula.terms import Term
from microgauss.sheet.context.allowed import Allowed
from microgauss.sheet.notation.parts import SCALAR, VECTOR
from microgauss.sheet.understanding.graphs import Chosen, Graphs
from microgauss.sheet.understanding.leaves import Index, NotUnderstoodError
from microgauss.sheet.understanding.lengths import DATA
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.understanding.scope import Scope
from microgauss.sheet.understanding.shapes import is_0
from microgauss.sheet.verdict.pairs import (
    WEIGHT,
    Pair,
    ShapeError,
    component_values,
    components,
    weighted,
)
from microgauss.tape import Tape

__all__ = ["Comparing", "Verdict"]

TRIED = 200  # points at which both sides must have values, or neither


@dataclass(frozen=True)
class Verdict:
    """What was found of a relation, the point that refutes it, and both values there.

    ``is_false_above_0``: it is refuted where all numbers are positive, too. ``holds_somewhere``: it
    is right where numbers are positive, or both sides have a value, as ln(a b) = ln a + ln b.
    """

    verdict: str
    diagnosis: str = ""
    point: dict[str, float] | None = None
    values: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()
    is_false_above_0: bool = False
    holds_somewhere: bool = False


class Comparing:
    """Compares sides in a scope, where names may be the numbers that are ``allowed``."""

    def __init__(self, scope: Scope, allowed: Allowed) -> None:
        self.scope, self.allowed = scope, allowed
        self.domains, self.choices = allowed.domains, allowed.choices

    def pair(self, left: Term, right: Term, *, is_strict: bool = True) -> Pair:
        """Understand two sides; NotUnderstoodError where they can't be compared.

        Where that isn't ``is_strict``, a number may stand against a vector.
        """
        scope = self.scope.branch()
        meaning = Meaning(scope)
        shapes = [meaning.shape(side) for side in (left, right)]
        axes = {SCALAR: 0, "matrix": 2}
        counts = [axes.get(shape, 1) for shape in shapes]
        if is_strict and counts[0] != counts[1] and not any(map(is_0, (left, right))):
            if any(part.kind == "binomial" for side in (left, right) for part in side.walk()):
                raise NotUnderstoodError("a binomial coefficient, or a vector")
            raise ShapeError(f"the left side is a {shapes[0]}, this one a {shapes[1]}")
        variables = [meaning.variable() for _ in range(max(counts))]
        indices = [Index(variable) for variable in variables]
        for variable in variables:
            scope.lengths.find(variable)
        nodes = [meaning.at(side, indices if count else ())
                 for side, count in zip((left, right), counts, strict=True)]  # fmt: skip
        free = dict.fromkeys(index.variable for node in nodes for index in meaning.leaves_of(node))
        return Pair(meaning, nodes[0], nodes[1], variables, list(free))

    def of_pair(self, pair: Pair, data: int, points: int = POINTS) -> Verdict:
        """Compare two sides, for every choice of the names that are chosen from a few numbers."""
        variants = max(map(len, self.choices.values()), default=1)
        verdict = Verdict("untestable")
        for choice in range(min(variants, 4)):
            verdict = self.compared(pair, self.graphs(pair, data, choice), points)
            if verdict.verdict != "correct":
                return verdict
        return verdict

    def graphs(self, pair: Pair, data: int = DATA, choice: int = 0) -> Graphs:
        """Return empty graphs for a pair; what a derivative is taken by is free of its total."""
        leaves = pair.meaning.leaves
        taken = [part.name for whole in leaves.values() if whole.what == "derivative"
                 for part in whole.parts[1:]]  # fmt: skip
        by = {leaves[name].name for name in taken if name in leaves}
        totals = {n: total for n, total in self.allowed.totals.items() if n not in by}
        apart = frozenset(self.allowed.apart)
        return Graphs(pair.meaning.scope, Chosen(data, choice, self.choices, totals, apart))

    def compared(self, pair: Pair, graphs: Graphs, points: int) -> Verdict:
        """Compare all components at once: their sums, each weighted by a number of its own."""
        sides = components(pair, graphs)
        left, right, leaves = weighted(sides, graphs)
        region = region_of(left, right, leaves, self.domains_of(leaves))
        verdict, evidence = compared(region, points, self.accept(pair, graphs, (left, right)))
        wrong = [m for m in evidence.measurements if m.is_wrong]
        if verdict == "wrong" and graphs.has_other_factorials(left, right):
            return Verdict("untestable", "factorials that are related to others aren't judged")
        if verdict != "wrong":
            notes = () if verdict == "correct" else ("no point was found that tells",)
            return Verdict(verdict, notes=notes)
        found = refuted(max(wrong, key=apartness), sides, leaves)
        return replace(found, is_false_above_0=any(is_above_0(m.point) for m in wrong))

    def accept(
        self, pair: Pair, graphs: Graphs, sides: Iterable[Value]
    ) -> Callable[[Columns], Mask] | None:
        """Return what tells at which points the conditions on the names of two sides hold."""
        gaps = []
        for condition in self.allowed.conditions:
            ends = condition.left, condition.right
            try:
                left, right = (
                    graphs.value(pair.meaning.at(end), pair.meaning, {})
                    for end in ends if end is not None
                )  # fmt: skip
            except (NotUnderstoodError, KeyError):
                continue
            is_less = condition.relation.startswith("<")
            gaps.append(graphs.operate(RULES["subtract"],
                                       (right, left) if is_less else (left, right)))  # fmt: skip
        known = {value for side in sides for value in toposort(side)}
        leaves = {k: v for k, v in graphs.leaves.items() if v in known and not v.is_literal}
        gaps = [gap for gap in gaps if all(
            value in known for value in toposort(gap) if not value.rule and not value.is_literal
        )]  # fmt: skip
        if not gaps:
            return None
        tape = Tape(tuple(gaps), tuple(leaves.values()))

        def holds(points: Columns) -> Mask:
            with np.errstate(all="ignore"):
                columns = tape(*(points.get(name, np.float64(1.0)) for name in leaves))
            found: Mask = np.all(np.array(np.broadcast_arrays(*columns)) > 0, axis=0)
            return found

        return holds

    def points(self, pair: Pair, wanted: int) -> list[Point]:
        """Return points at which both sides have values, and the conditions hold."""
        graphs = self.graphs(pair)
        left, right, leaves = weighted(components(pair, graphs), graphs)
        accept = self.accept(pair, graphs, (left, right))
        found = region_of(left, right, leaves, self.domains_of(leaves)).friendly(4 * wanted)
        if accept:
            found = [point for point in found if accept(as_columns([point]))[0]]
        moderate = [point for point in found if all(0.1 < abs(x) < 6 for x in point.values())]
        return (moderate if len(moderate) >= wanted // 2 else found)[:wanted]

    def others(self, labels: Sequence[str], count: int) -> list[Point]:
        """Return points of further names."""
        domains = self.domains_of(dict.fromkeys(labels))
        return list(islice(Sampler(labels, domains, {}).points(seed=3), count))

    def domains_of(self, leaves: Iterable[str]) -> dict[str, Domain]:
        """Return the domains of leaves: that of sigma is also that of sigma_1."""
        found = {}
        for label in leaves:
            name = label if label in self.domains else label.rpartition("_")[0]
            fixed = self.domains[name].fixed if name != label and name in self.domains else None
            is_one = fixed is not None and (fixed != 0 or self.scope.shape(name) != VECTOR)
            if name in self.domains and not is_one:  # mu = 0 is no value of mu_1
                found[label] = self.domains[name]
        return found

    def has_gaps(self, left: Term, right: Term) -> bool:
        """Tell whether only one side has a value somewhere, where a name may be almost anything."""
        a, b = self.values(left, right)
        return bool(np.any(np.isnan(a) != np.isnan(b)))

    def agree_somewhere(self, left: Term, right: Term) -> bool:
        """Tell whether two sides are equal at some points, as x and |x| are."""
        return bool(np.any(np.isclose(*self.values(left, right), rtol=CLOSE, atol=0.0)))

    def values(self, left: Term, right: Term) -> tuple[Column, Column]:
        """Return the values of two sides at points; nan where there is none."""
        pair = self.pair(left, right, is_strict=False)
        graphs = self.graphs(pair)
        *sides, leaves = weighted(components(pair, graphs), graphs)
        points = Sampler([*leaves], self.domains_of(leaves), {}).columns(TRIED)
        with np.errstate(all="ignore"):
            one, other = Tape(tuple(sides), tuple(leaves.values()))(*points.values())
        return np.asarray(one), np.asarray(other)

    def ordered_pair(self, pair: Pair, relation: str) -> Verdict:
        """Judge an inequality that has been understood."""
        found = Verdict("untestable")
        graphs = self.graphs(pair)
        for sides in components(pair, graphs):
            if graphs.factorials:
                raise NotUnderstoodError("bounds of factorials aren't judged")
            leaves = {k: v for k, v in graphs.leaves.items() if not v.is_literal}
            lesser, greater = sides if relation.startswith("<") else sides[::-1]
            judged = judge_inequality(
                lesser, greater, leaves, self.domains_of(leaves), strict="=" not in relation
            )
            accept = self.accept(pair, graphs, sides)
            if accept and judged.point and not accept(as_columns([judged.point]))[0]:
                return Verdict("untestable", "where its condition doesn't hold, it is wrong")
            values = texts_apart(judged.lesser, judged.greater) if judged.point else None
            if values and relation.startswith(">"):
                values = values[::-1]
            is_false = judged.point is not None and is_above_0(judged.point)
            found = Verdict(judged.verdict, "", judged.point, values, (judged.note,), is_false)
            if judged.verdict != "correct":
                break
        return found


def refuted(
    worst: Measurement, sides: Sequence[tuple[Value, Value]], leaves: Mapping[str, Value]
) -> Verdict:
    """Return the verdict with the point and the component that tells most."""
    point = {k: v for k, v in worst.point.items() if not k.startswith(WEIGHT)}
    values = texts_apart(worst.true, worst.claim)
    if len(sides) > 1:
        values = component_values(point, sides, leaves) or values
    return Verdict("wrong", "", point, values)


def is_above_0(point: Mapping[str, float]) -> bool:
    """Tell whether all numbers of a point are positive."""
    return all(number > 0 for number in point.values())
