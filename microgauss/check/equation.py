"""Are two graphs equal, wherever both are defined? Probed as a gradient and a claim are.

Graphs without kinks are analytic: where they are equal at generic points, they are equal. So a few
points tell; only graphs with kinks are searched along lines, and on each side of every kink.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice

import numpy as np

from microgauss.check.domains import Domain
from microgauss.check.floats import Columns, Mask, as_columns
from microgauss.check.points import Sampler
from microgauss.check.probing import Evidence, measured
from microgauss.check.problem import Function, Point, Problem, Trace
from microgauss.check.region import Region
from microgauss.check.search import each_side, suspicious
from microgauss.engine.value import Value, toposort

__all__ = ["POINTS", "Equation", "compared", "region_of"]

POINTS = 6  # that a confirmation takes
TRIED = 24  # points, of which those inside are taken
MANY = 400  # where they have to meet a condition, too
SCATTERED = 1024  # points of every magnitude
FAR_APART = 1e-6  # relative difference of two floats that no rounding explains
SIDES, SUSPECTS = 24, 6  # points on other sides of kinks, and where floats differ

Accept = Callable[[Columns], Mask]


class Equation(Problem):
    """The left side as the truth, and the right as the claim, over the leaves of both.

    A point at which either side has no value is outside. ``given`` are the names whose numbers are
    decimals that people gave.
    """

    def __init__(
        self, left: Value, right: Value, leaves: Mapping[str, Value],
        given: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        used = set(toposort(left, right))
        self.leaves = {name: leaf for name, leaf in leaves.items() if leaf in used}
        self.sides = left, right
        self.names = tuple(self.leaves)
        self.wrt, self.is_text = "", True
        self.function = self.claim = self.dropped = Function("0")
        self.given = given

    @cached_property
    def outline(self) -> Trace:
        """The two graphs."""
        left, right = self.sides
        return Trace(
            self.leaves, None, right, right, left, right, self.leaves, self.given, is_equation=True
        )


def region_of(
    left: Value, right: Value, leaves: Mapping[str, Value], domains: Mapping[str, Domain]
) -> Region:
    """Return where both graphs have values."""
    given = frozenset(name for name, domain in domains.items() if domain.fixed is not None)
    problem = Equation(left, right, leaves, given)
    inside = {name: domains[name] for name in problem.names if name in domains}
    return Region(problem, Sampler(problem.names, inside, {}))


def compared(
    region: Region, points: int = POINTS, accept: Accept | None = None
) -> tuple[str, Evidence]:
    """Return the verdict on the equality of two graphs, and the evidence for it.

    ``accept`` tells at which points of columns a condition holds; others say nothing.

    See also: `microgauss.check.probing.probed`, for gradients.
    """
    evidence = until_wrong(region, usual(region, points, accept), Evidence())
    if evidence.verdict(region) == "correct" and region.trace is not None and points == POINTS:
        first = [m.point for m in evidence.measurements]
        searches: list[Callable[[], Sequence[Point]]] = [partial(scattered, region)]
        if region.trace.kinks:
            searches = [
                lambda: each_side(region, SIDES).points,
                lambda: suspicious(region, first, SUSPECTS).points,
            ]
        for search in searches:
            found = [p for p in search() if accept is None or accept(as_columns([p]))[0]]
            evidence = until_wrong(region, found, evidence)
    return evidence.verdict(region), evidence


def usual(region: Region, wanted: int, accept: Accept | None = None) -> list[Point]:
    """Return points that people can follow, inside as far as floats tell."""
    if region.trace is None:
        return []
    candidates = list(islice(region.sampler.points(), TRIED if accept is None else MANY))
    columns = as_columns(candidates)
    inside = region.samples(columns).inside
    if accept is not None:
        inside = inside & accept(columns)
        return [candidates[row] for row in np.flatnonzero(inside)[:wanted]]
    found = [candidates[row] for row in np.flatnonzero(inside)[:wanted]]
    return found if len(found) >= wanted // 2 else region.friendly(wanted)


def scattered(region: Region) -> list[Point]:
    """Return points of every magnitude at which floats are too far apart for rounding."""
    samples = region.samples(region.sampler.columns(SCATTERED))
    suspicion = np.nan_to_num(samples.suspicion)
    rows = np.argsort(-suspicion)[:SUSPECTS]
    return [samples.point(int(row)) for row in rows if suspicion[row] > FAR_APART]


def until_wrong(region: Region, points: Iterable[Point], evidence: Evidence) -> Evidence:
    """Measure at point after point, until one refutes the equation."""
    for point in points:
        if evidence.measurements and evidence.measurements[-1].is_wrong:
            break
        evidence = measured(region, [point], evidence)
    return evidence
