"""Probing: a claim is measured at point after point until one refutes it, and so gets its verdict.

First at points that people can follow; then on every side of every kink; then where a search along
lines finds it suspicious; and at last with thousands of digits. What a confirmation is worth is its
power: of the likely slips in the claim, how many the probes would catch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import NamedTuple

import numpy as np

from microgauss.check.floats import Evaluator, Mask, fingerprints, same
from microgauss.check.intervals import UndecidedError
from microgauss.check.points import ROW, Sampler
from microgauss.check.problem import Point, Problem
from microgauss.check.region import Region
from microgauss.check.report import Power
from microgauss.check.search import each_side, suspicious
from microgauss.check.slips import likely_edits
from microgauss.check.truth import DEEP, Measurement, measure
from microgauss.check.variants import Variants, work
from microgauss.formula import Node

__all__ = ["LONG", "PROBES", "Evidence", "measured", "power_of", "probed"]

PROBES = 10
SIDES = 48  # combinations of the kinks' sides that are probed
SUSPECTS = 10
LONG = 1500  # operations of the graphs: from there on there are fewer points
FREE = 200  # further points, for the question whether a variant is another function at all
FEW = 24  # of them, where each takes a measurement
WORK = 40_000_000  # numbers that may be computed for all likely slips


@dataclass(frozen=True)
class Evidence:
    """Measurements, and how many points no precision decides.

    ``notes`` say how far was searched for points, and what was left out.
    """

    measurements: tuple[Measurement, ...] = ()
    undecided: int = 0
    notes: tuple[str, ...] = ()

    def verdict(self, region: Region) -> str:
        """Return the verdict that the evidence allows."""
        if not self.measurements or self.is_blind(region):
            return "untestable"
        if not all(m.references_agree for m in self.measurements):
            return "unreliable"
        if any(m.is_wrong for m in self.measurements):
            return "wrong"
        return "untestable" if self.undecided > len(self.measurements) else "correct"

    def is_blind(self, region: Region) -> bool:
        """Tell whether the gradient is 0 at every datum: such data can't tell claims apart."""
        return bool(region.sampler.data) and all(m.true == 0 for m in self.measurements)


def probed(region: Region, evidence: Evidence | None = None) -> Evidence:
    """Measure at more and more points, until one of them refutes the claim."""
    wanted = max(2 * region.sampler.rows, PROBES)
    first = region.friendly(wanted if region.operations < LONG else max(4, wanted // 2))
    evidence = measured(region, first, evidence or Evidence())
    sides, lines = partial(each_side, region, SIDES), partial(suspicious, region, first, SUSPECTS)
    for stage in (sides, lines):
        if evidence.verdict(region) in ("correct", "untestable") and not evidence.is_blind(region):
            found = stage()
            evidence = measured(region, found.points, evidence)
            evidence = replace(evidence, notes=(*found.notes, *evidence.notes))
    if evidence.verdict(region) == "correct" and region.operations < LONG // 5:
        evidence = with_more_digits(region.problem, evidence)
    telling = tuple(m for m in evidence.measurements if m.is_resolved or m.is_wrong)
    return replace(evidence, measurements=telling or evidence.measurements)


def measured(region: Region, points: Iterable[Point], evidence: Evidence) -> Evidence:
    """Add measurements at the points at which there is something to measure."""
    found, undecided = list(evidence.measurements), evidence.undecided
    known = [m.point for m in found]
    for point in region.permitted(list(points)):
        if point not in known:
            try:
                measurement = measure(region.problem, point)
            except UndecidedError:
                undecided += 1
            else:
                found += [measurement] if measurement else []
    return replace(evidence, measurements=tuple(found), undecided=undecided)


def with_more_digits(problem: Problem, evidence: Evidence) -> Evidence:
    """Measure again with thousands of digits: what is tiny there may be large elsewhere."""
    measurements, wrt = list(evidence.measurements), problem.wrt
    exact = [m for m in measurements if m.is_resolved and m.digits >= 30]
    near = [m for m in exact if wrt in m.point and abs(m.point[wrt]) < 10]
    near = sorted(near, key=lambda m: m.point[wrt]) or exact[:1]
    for m in dict.fromkeys([*near[:1], *near[len(near) // 2 :][:1], *near[-1:]]):
        with suppress(UndecidedError):
            if (deep := measure(problem, m.point, DEEP)) is not None:
                place = measurements.index(m)
                measurements[place] = replace(deep, references_agree=m.references_agree)
    return replace(evidence, measurements=tuple(measurements))


# --- power ----------------------------------------------------------------------------------------


class Assessment(NamedTuple):
    """The power, the evidence with what more was measured, and notes."""

    power: Power
    evidence: Evidence
    notes: Sequence[str] = ()


def power_of(region: Region, evidence: Evidence) -> Assessment:
    """Count the likely slips in the claim that the probes catch; where one is missed, probe on.

    A slip that equals the claim at all other points as well is none. What the data or fixed
    numbers hide counts as not caught.
    """
    claim = region.claim_formula
    if claim is None:
        return Assessment(Power(), evidence)
    probes = [m.point for m in evidence.measurements]
    elsewhere = unlimited(region)
    free = free_points(region, elsewhere)
    differs = differences(region, claim, [*probes, *free])
    if differs is None:
        note = "the claim is too long to count the slips that would be caught"
        return Assessment(Power(), evidence, [note])
    caught = differs[:, : len(probes)].any(axis=1)
    is_limited = is_limited_to_some(region)
    if not is_limited and not caught.all():
        further = sorted({int(np.argmax(row)) for row in differs[~caught]})
        evidence = measured(region, [free[i - len(probes)] for i in further], evidence)
        seen = [m.point for m in evidence.measurements]
        caught = (differs & np.array([p in seen for p in [*probes, *free]])).any(axis=1)
    hidden = is_limited and is_wrong_at(elsewhere, free)
    notes = ["the claim is right here only: for other numbers it is wrong"] if hidden else []
    missed = int((~caught).sum()) + hidden
    if missed:
        notes.append(f"{missed} of the slips can't show here: {why_hidden(region.sampler)}")
    return Assessment(Power(int(caught.sum()), int(caught.size) + hidden), evidence, notes)


def differences(region: Region, claim: Node, points: Sequence[Point]) -> Mask | None:
    """Tell for each distinct slip (R, P) at which points it shows; None for too long a claim."""
    names = region.named(points)
    evaluate = Evaluator(names)
    edits = likely_edits(claim, tuple(names))
    if work(claim, edits, evaluate.points) > WORK:
        return None
    columns = Variants(claim, evaluate, edits).whole
    _, distinct = np.unique(fingerprints(columns), return_index=True)
    differs = ~same(columns[distinct], evaluate(claim))
    return differs[differs.any(axis=1)]


def is_limited_to_some(region: Region) -> bool:
    """Tell whether the check is of data, or of one number only for some name."""
    fixed = (domain.fixed is not None for domain in region.sampler.domains.values())
    return bool(region.sampler.data) or any(fixed)


def unlimited(region: Region) -> Region:
    """Return the region in which data and fixed numbers are left aside."""
    domains = {n: d for n, d in region.sampler.domains.items() if d.fixed is None}
    return Region(region.problem, Sampler(region.sampler.names, domains, {}))


def free_points(region: Region, elsewhere: Region) -> list[Point]:
    """Return points of the unlimited region."""
    is_text = region.problem.is_text
    points = elsewhere.scattered(FREE) if is_text else elsewhere.friendly(FEW)
    return [point | {ROW: -1.0} for point in points] if region.sampler.data else points


def is_wrong_at(region: Region, points: Sequence[Point]) -> bool:
    """Tell whether the claim is wrong at some of these points."""
    evidence = measured(region, points[:: max(1, len(points) // FEW)], Evidence())
    return any(m.is_wrong for m in evidence.measurements)


def why_hidden(sampler: Sampler) -> str:
    """Say what the data or fixed numbers have in common that hides a slip."""
    held = {name: domain.fixed for name, domain in sampler.domains.items()}
    reasons = [f"{name} is {x:g}" for name, x in held.items() if x is not None]
    data = sampler.data
    reasons += [f"{n} is {c[0]:g} in every row" for n, c in data.items() if np.ptp(c) == 0]
    reasons += [
        f"{a} equals {b} in every row" for a, b in combinations(data, 2)
        if np.ptp(data[a]) and np.array_equal(data[a], data[b])
    ]  # fmt: skip
    return ", ".join(reasons) or "these data are special"
