"""Probing: a claim is measured at point after point until one refutes it, and so gets its verdict.

First at points that people can follow; then on every side of every kink; then where a search along
lines finds it suspicious; and at last with thousands of digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from microgauss.check.intervals import UndecidedError
from microgauss.check.problem import Point, Problem
from microgauss.check.region import Region
from microgauss.check.search import Found, each_side, suspicious
from microgauss.check.truth import DEEP, Measurement, measure

__all__ = ["LONG", "PROBES", "Evidence", "measured", "probed"]

PROBES = 10
SIDES = 48  # combinations of the kinks' sides that are probed
SUSPECTS = 10
LONG = 1500  # operations of the graphs: from there on there are fewer points


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
    stages: list[Callable[[], Found]] = [
        lambda: each_side(region, SIDES),
        lambda: suspicious(region, first, SUSPECTS),
    ]
    for stage in stages:
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
