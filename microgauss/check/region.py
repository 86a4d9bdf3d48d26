"""Where a problem can be probed: points at which function and gradient are defined.

Such points are drawn; where none is met, they are found by going from many points to where each
operation of the function is defined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

import numpy as np

from microgauss.check.floats import Columns, Evaluator, as_columns, joined
from microgauss.check.points import Sampler, Samples, allowed, samples_at
from microgauss.check.problem import Point, Problem, Trace, distinct
from microgauss.check.symbols import from_value, is_writable
from microgauss.engine.gradient import grad
from microgauss.engine.rules import DomainError
from microgauss.engine.value import graphs, toposort
from microgauss.formula import Node, fold_tree
from microgauss.tape import Tape

__all__ = ["ATTEMPTS", "RECORDED", "STEPS", "SUSPICIOUS", "Region"]

ATTEMPTS = 120  # points at which a Python function is tried
RECORDED = 300_000  # operations that are recorded for it, in one search for its branches
GUARDS = 12  # operations by which a way into the domain is looked for
STEPS = 40  # of Newton's method, at most
SUSPICIOUS = 1e-11  # relative difference of claim and truth in floats, rounding or not


class Region:
    """The points of a problem at which its function has a gradient, inside the given domains.

    ``trace`` has the graphs, those of a Python function at a point where it is defined; it is None
    where there is no such point.
    """

    def __init__(self, problem: Problem, sampler: Sampler) -> None:
        self.problem, self.sampler = problem, sampler
        self.trace = self.outline() if problem.is_text else self.first_trace()

    def outline(self) -> Trace | None:
        """Return the graphs of formulas."""
        try:
            return self.problem.outline
        except DomainError:  # its constants alone have no result, or no derivative
            return None

    def first_trace(self) -> Trace | None:
        """Return the graphs of a Python function at a drawn point, if possible with the claim's."""
        points = islice(self.sampler.points(), ATTEMPTS)
        found = (trace for point in points if (trace := self.trace_at(point)))
        first = next(found, None)
        if first is None or first.claim is not None:
            return first
        return next((trace for trace in found if trace.claim is not None), first)

    def trace_at(self, point: Point) -> Trace | None:
        """Return the graphs at a point; None outside of the region."""
        try:
            trace = self.problem.trace_at(point)
        except DomainError:
            return None
        is_allowed = all(
            domain.contains(trace.scope[name].data)
            for name, domain in self.sampler.domains.items() if name in trace.scope
        )  # fmt: skip
        return trace if is_allowed else None

    @cached_property
    def operations(self) -> int:
        """How many operations gradient and claim have."""
        return len(toposort(self.trace.gradient, *self.trace.graphs[1:])) if self.trace else 1

    def samples(self, points: Columns) -> Samples:
        """Compute everything over columns of points."""
        assert self.trace is not None
        return samples_at(self.trace, points, self.sampler.domains)

    def named(self, points: Sequence[Point]) -> Columns:
        """Return every named number at some points as columns, the claim's definitions included."""
        columns = as_columns(points)
        found = {name: columns[name] for name in self.problem.names}
        if self.problem.is_text:
            found |= self.samples(columns).named
        for name, node in self.problem.claim.definitions.items():
            found[name] = Evaluator(found)(node)
        return found

    @cached_property
    def claim_formula(self) -> Node | None:
        """The claim as a formula; of a Python function, what it computes, unless that is huge."""
        if self.problem.claim.formula:
            return self.problem.claim.formula.output
        claim = self.trace.claim if self.trace else None
        if claim is None or not is_writable(claim):
            return None
        shared = from_value(claim, expand=True)
        return fold_tree(shared, lambda node, args: replace(node, args=tuple(args)))

    # --- points -----------------------------------------------------------------------------------

    def friendly(self, wanted: int) -> list[Point]:
        """Return points that people can follow, at which function and gradient are defined.

        As far as floats tell; where they never do, any points.
        """
        if self.trace is None:
            return []
        tries = max(20 * wanted, 4 * self.sampler.rows)
        candidates = list(islice(self.sampler.points(), tries))
        if not self.problem.is_text:
            inside = (p for p in candidates[:ATTEMPTS] if self.trace_at(p) is not None)
            return list(islice(inside, wanted))
        samples = self.samples(as_columns(candidates))
        found = [candidates[row] for row in np.flatnonzero(samples.inside)[:wanted]]
        if len(found) < wanted // 2 and not self.sampler.rows:
            around = self.samples(self.nearby(256))
            more = np.flatnonzero(around.inside)[: wanted - len(found)]
            found += [self.shortened(around, row) for row in more]
        return found or candidates[: 4 * wanted]

    def scattered(self, wanted: int) -> list[Point]:
        """Return points of every magnitude at which function and gradient are defined."""
        if self.trace is None:
            return []
        samples = self.samples(self.sampler.columns(4 * wanted))
        if samples.inside.sum() < wanted // 4:
            samples = self.samples(joined([samples.points, self.nearby(wanted)]))
        rows = np.flatnonzero(samples.inside)
        evenly = np.linspace(0, len(rows) - 1, min(wanted, len(rows))).astype(int)
        return [samples.point(row) for row in rows[evenly]]

    def permitted(self, points: list[Point]) -> list[Point]:
        """Leave out points at which a definition is outside of the domain given for it."""
        domains = self.sampler.domains
        if not points or self.trace is None or not self.problem.is_text:
            return points
        if not domains.keys() & self.trace.definitions.keys():
            return points
        named = self.samples(as_columns(points)).named
        fits = allowed(named, domains, len(points))
        return [point for point, is_allowed in zip(points, fits, strict=True) if is_allowed]

    def shortened(self, samples: Samples, row: int) -> Point:
        """Return a point with few digits, if it stays on the same side of every kink."""
        point, free = samples.point(row), self.sampler.free
        rounded = {n: self.sampler.short(n, x) if n in free else x for n, x in point.items()}
        again = self.samples(as_columns([rounded]))
        is_same = bool(again.inside[0]) and np.array_equal(again.sides[0], samples.sides[row])
        before, now = samples.suspicion[row], again.suspicion[0]
        return rounded if is_same and (now > before / 2 or before < SUSPICIOUS) else point

    def nearby(self, count: int) -> Columns:
        """Draw points around one that is inside, closer and closer."""
        draw = np.random.default_rng(11)
        closer = np.repeat([1.0, 0.3, 0.1, 0.01], -(-count // 4))[:count]
        base = self.base.items()
        steps = {n: (abs(x) + 1e-3) * closer * draw.normal(size=count) for n, x in base}
        free = {name: steps[name] for name in self.sampler.free}
        return self.sampler.moved({n: np.full(count, x) for n, x in base}, free)

    # --- the way into a small domain --------------------------------------------------------------

    @cached_property
    def base(self) -> Point:
        """A point inside, or if none is found any point."""
        samples = self.entered()
        rows = np.flatnonzero(samples.inside)
        return samples.point(int(rows[0]) if len(rows) else 0)

    def entered(self) -> Samples:
        """Go from many points to where the operations are defined, by Newton's steps."""
        assert self.trace is not None
        order, free = toposort(self.trace.output), self.sampler.free
        found = (v.rule.guard(graphs, *v.args) for v in order if v.rule and v.rule.guard)
        guards = distinct(found)[:GUARDS]
        samples = self.samples(self.sampler.columns(256))
        if not guards or not free or self.trace.definition is not None:
            return samples
        leaves = tuple(self.trace.leaves[name] for name in free)
        slopes = [slope for guard in guards for slope in grad(guard, leaves)]
        tape = self.trace.tape(*guards, *slopes)
        for _ in range(STEPS):
            if samples.inside.any():
                break
            samples = self.samples(self.pushed(samples.points, tape, len(guards)))
        return samples

    def pushed(self, points: Columns, tape: Tape, guards: int) -> Columns:
        """Make the first guard that isn't above 0 larger at each point: to 0 and half as far on.

        ``tape`` computes the guards of the operations that have one, and then the gradient of each
        by the free names.
        """
        assert self.trace is not None
        free = self.sampler.free
        with np.errstate(all="ignore"):
            columns = tape(*self.trace.inputs_at(points))
            values = np.array(np.broadcast_arrays(*columns, next(iter(points.values())))[:-1])
            first = np.argmin(values[:guards] > 0, axis=0)
            value = np.take_along_axis(values[:guards], first[None], 0)[0]
            slopes = values[guards:].reshape(guards, len(free), len(first))
            slope = np.take_along_axis(slopes, first[None, None], 0)[0]
            lift = np.where(value == 0, 1e-3, np.maximum(-1.5 * value, 0))
            steps = lift / np.sum(slope**2, axis=0) * slope
            return self.sampler.moved(points, dict(zip(free, steps, strict=True)))
