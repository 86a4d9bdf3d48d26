"""Does a relation hold? Two sides, understood in a scope, become graphs and are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np

from microgauss.check.domains import Domain
from microgauss.check.equation import POINTS, compared, region_of
from microgauss.check.floats import Columns, Mask, as_columns
from microgauss.check.inequality import judge_inequality
from microgauss.check.points import Sampler
from microgauss.check.problem import Point
from microgauss.check.report import apartness, texts_apart
from microgauss.check.truth import Measurement
from microgauss.engine.rules import RULES, DomainError
from microgauss.engine.value import Value, toposort
from microgauss.formula.terms import Term
from microgauss.sheet.context.allowed import ABOVE_0, Allowed
from microgauss.sheet.notation.parts import (
    INNER,
    ONES,
    SCALAR,
    argument_name,
    has_derivative,
    quantities,
)
from microgauss.sheet.notation.rates import TIMES, rate_of
from microgauss.sheet.understanding.graphs import Chosen, Graphs
from microgauss.sheet.understanding.leaves import Index, NotUnderstoodError
from microgauss.sheet.understanding.lengths import DATA, Lengths
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.understanding.scope import Scope
from microgauss.sheet.understanding.shapes import is_0
from microgauss.sheet.verdict.pairs import (
    WEIGHT,
    Pair,
    ShapeError,
    component_values,
    components,
    has_lengths,
    weighted,
)
from microgauss.tape import Tape

__all__ = ["Judge", "Verdict"]

TRIED = 200  # points at which both sides must have values, or neither
OTHER_DATA = 4  # data in a second comparison


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


class Judge:
    """Judges relations in a scope, where names may be the numbers that are ``allowed``.

    ``known`` are verdicts that were found before, in this or another answer to the same sheet.
    """

    def __init__(
        self, scope: Scope, allowed: Allowed, known: dict[Any, Verdict] | None = None
    ) -> None:
        self.scope, self.allowed = scope, allowed
        self.domains, self.choices = allowed.domains, allowed.choices
        self.known = {} if known is None else known
        self.key = (
            frozenset(scope.definitions.items()),
            allowed.key,
            scope.names.key,
        )

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

    def judged(self, left: Term, relation: str, right: Term) -> Verdict:
        """Judge a relation, or remember what was found."""
        key = (self.key, left.shape, relation, right.shape)
        if key not in self.known:
            found = (
                self.equation(left, right) if relation == "="
                else self.inequality(left, relation, right)
            )  # fmt: skip
            made_of = self.made_of(left, right)
            tied = self.allowed.constrained & made_of
            if not has_derivative(left):  # cos(2 pi k) = 1; but a derivative goes along a line
                tied |= self.allowed.whole & made_of
            is_wide = found.verdict == "correct" and self.allowed.wide & made_of
            if is_wide and self.has_gaps(left, right):
                found = holding("right where both sides have a value, not elsewhere")
            is_open = found.verdict == "wrong" and not found.is_false_above_0
            if is_open and self.holds_above_0(left, relation, right):
                found = holding("right where all numbers are above 0: say so")
            is_summed = relation != "=" and bool(self.allowed.totals.keys() & made_of)
            if found.verdict == "wrong" and is_summed:  # what is left of a sum may be negative
                found = Verdict("untestable", "it depends on the numbers that add up")
            if found.verdict == "wrong" and self.allowed.alike:
                found = Verdict("untestable", "indices that are the same aren't judged")
            if found.verdict == "wrong" and tied:
                words = f"it depends on the condition on {', '.join(sorted(tied))}"
                found = Verdict("untestable", words)
            self.known[key] = found
        return self.known[key]

    def holds_above_0(self, left: Term, relation: str, right: Term) -> bool:
        """Tell whether a relation holds where all numbers are positive, as is often meant.

        An inequality holds there if it isn't refuted.
        """
        names = {name for name in self.made_of(left, right) if name not in self.scope.definitions}
        free = names - self.domains.keys() - self.choices.keys() - self.allowed.wide
        new = dict.fromkeys(free, ABOVE_0)
        if not new:
            return False
        allowed = self.allowed._replace(domains={**self.domains, **new})
        judge = Judge(self.scope, allowed)
        if relation == "=":
            return judge.equation(left, right).verdict == "correct"
        return judge.inequality(left, relation, right).verdict != "wrong"

    def made_of(self, *sides: Term) -> set[str]:
        """Return the names that sides are made of, by their definitions, too."""
        return self.scope.made_of(*sides)

    def equation(self, left: Term, right: Term) -> Verdict:
        """Judge an equation, for two numbers of data."""
        try:
            pair = self.pair(left, right)
            verdict = self.of_pair(pair, DATA)
            if verdict.verdict == "correct" and has_lengths(pair):
                again = self.of_pair(pair, OTHER_DATA, points=2)
                verdict = again if again.verdict == "wrong" else verdict
        except ShapeError as error:
            is_primed = any(part.kind == "prime" for part in left.walk())  # by a vector, perhaps
            is_clear = (
                not is_primed
                and not self.are_of_other_vectors(left, right)
                and self.has_sure_shapes(left, right)
            )
            return Verdict("wrong" if is_clear else "untestable", str(error))
        except (NotUnderstoodError, DomainError, ValueError) as error:
            return Verdict("untestable", str(error))
        return verdict

    def has_sure_shapes(self, *sides: Term) -> bool:
        """Tell whether it is said which names are vectors: by bold letters, or of each alone."""
        names = self.scope.names
        free = self.made_of(*sides) - self.scope.definitions.keys() - names.sizes.keys()
        return names.has_bold or all(
            name in names.shapes or names.families.get(name) for name in free
        )

    def are_of_other_vectors(self, *sides: Term) -> bool:
        """Tell whether functions of vectors are applied to others than they are defined with."""
        groups = {tuple(map(argument_name, part.args)) for side in sides for part in side.walk()
                  if part.kind == "group"}  # fmt: skip
        arguments = {self.scope.names.arguments.get(name, ()) for name in quantities(*sides)}

        def of_vectors(names: tuple[str, ...]) -> bool:
            return all(names) and any(self.scope.shape(name) != SCALAR for name in names)

        return any(set(filter(of_vectors, groups)) - {own} for own in filter(of_vectors, arguments))

    def of_pair(self, pair: Pair, data: int, points: int = POINTS) -> Verdict:
        """Compare two sides, for every choice of the names that are chosen from a few numbers."""
        variants = max(map(len, self.choices.values()), default=1)
        verdict = Verdict("untestable")
        for choice in range(min(variants, 4)):
            verdict = self.compared(pair, self.graphs(pair, data, choice), points)
            if verdict.verdict != "correct":
                return verdict
        return verdict

    def has_gaps(self, left: Term, right: Term) -> bool:
        """Tell whether only one side has a value somewhere, where a name may be almost anything."""
        pair = self.pair(left, right, is_strict=False)
        graphs = self.graphs(pair)
        *sides, leaves = weighted(components(pair, graphs), graphs)
        points = Sampler([*leaves], self.domains_of(leaves), {}).columns(TRIED)
        with np.errstate(all="ignore"):
            columns = Tape(tuple(sides), tuple(leaves.values()))(*points.values())
        return bool(np.any(np.isnan(columns[0]) != np.isnan(columns[1])))

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

    def known_names(self) -> list[str]:
        """Return the names that the definitions are made of, lengths left out."""
        terms = [definition.term for definition in self.scope.definitions.values()]
        sizes = self.scope.names.sizes
        return [name for name in dict.fromkeys(quantities(*terms)) if name not in sizes]

    def unknown(self, term: Term) -> list[str]:
        """Return the names in a term that nothing defines, indices and lengths aside."""
        ends = [end for c in self.allowed.conditions for end in (c.left, c.right) if end]
        known = {
            *self.scope.definitions, *self.known_names(), *self.scope.names.sizes,
            *self.domains, *self.choices, *self.allowed.totals,
            *quantities(*ends), *self.scope.names.moving, *map(rate_of, self.scope.names.moving),
            INNER, ONES, *(TIMES if self.scope.names.moving else ()),
        }  # fmt: skip
        rows = {name.lower() for name in self.scope.names.dimensions}
        return [n for n in dict.fromkeys(quantities(term)) if n not in known and n not in rows]

    def dropped(self, term: Term, letter: str = "") -> list[tuple[Term, str]]:
        """Return the names inside of sums that lack the sum's index, with its letter."""
        if term.kind in ("sum", "product"):
            return self.dropped(term.args[0], term.text)
        if term.kind == "name":
            has_index = letter and self.scope.family_count(term.text) == 1
            return [(term, letter)] if has_index and term.text != letter else []
        args = term.args
        if term.kind == "juxtaposed":  # a function that is applied has the index of its arguments
            args = tuple(
                arg for arg, after in zip(args, (*args[1:], None), strict=True)
                if not (arg.kind == "name" and after is not None and after.kind == "group"
                        and arg.text in self.scope.names.functions)
            )  # fmt: skip
        if term.kind == "index":
            args = () if term.args[0].kind == "name" else term.args[:1]
        if term.kind in ("derivative", "gradient"):
            args = term.args[1:]  # the function's is that of the name
        return [found for arg in args for found in self.dropped(arg, letter)]

    def domains_of(self, leaves: Iterable[str]) -> dict[str, Domain]:
        """Return the domains of leaves: that of sigma is also that of sigma_1."""
        found = {}
        for label in leaves:
            name = label if label in self.domains else label.rpartition("_")[0]
            is_one = name != label and name in self.domains and self.domains[name].fixed is not None
            if name in self.domains and not is_one:  # mu = 0 is no value of mu_1
                found[label] = self.domains[name]
        return found

    def inequality(self, left: Term, relation: str, right: Term) -> Verdict:
        """Judge an inequality, component by component.

        What holds for any mu holds for mu = w^T x, and has fewer names.
        """
        try:
            if (general := self.general(left, right)) is not None:
                found = general.judged(left, relation, right)
                if found.verdict == "correct":
                    return found
            return self.ordered_pair(self.pair(left, right), relation)
        except (NotUnderstoodError, DomainError, ValueError) as error:
            return Verdict("untestable", str(error))

    def general(self, left: Term, right: Term) -> Judge | None:
        """Return a judge to whom numbers are free that vectors define; None if there are none."""
        scope = self.scope
        made = {
            name for name in quantities(left, right)
            if name in scope.definitions and scope.shape(name) == SCALAR
            and any(scope.shape(n) != SCALAR for n in quantities(scope.definitions[name].term))
        }  # fmt: skip
        if not made:
            return None
        kept = {name: d for name, d in scope.definitions.items() if name not in made}
        return Judge(Scope(scope.names, kept, Lengths()), self.allowed, self.known)

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


def holding(where: str) -> Verdict:
    """Return the verdict on a relation that is right at some points, not at all."""
    return Verdict("untestable", where, holds_somewhere=True)


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
