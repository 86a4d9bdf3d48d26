"""A dense search along lines for points at which claim and truth seem to differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from microgauss.check.columns import Columns
from microgauss.check.kinks import Found
from microgauss.check.points import Samples
from microgauss.check.problem import Point
from microgauss.check.region import SUSPICIOUS, Region
from microgauss.engine.notation import number

__all__ = ["suspicious"]

DENSE = 8192  # points of a line, evenly spaced
REACH, FAR = 8.0, 100.0  # how far lines go to either side of 0: densely, and more coarsely
EXTREME = (-2e6, -1.5e3, -1.3e-6, 1.3e-6, 1.5e3, 2e6)


def suspicious(region: Region, bases: Sequence[Point], most: int) -> Found:
    """Search many lines densely for points at which claim and truth differ, as floats tell.

    Also returns points between the kinks that a line crosses. The lines go through ``bases``.
    """
    if region.trace is None or not region.problem.is_text:
        return Found()
    found: list[tuple[float, Point]] = []
    notes: list[str] = []
    for position, (along, line) in enumerate(lines(region, bases)):
        samples = region.samples(line)
        suspicion = samples.suspicion
        worst = [i for i in np.argsort(-suspicion)[: 1 if position else 3]
                 if suspicion[i] > SUSPICIOUS]  # fmt: skip
        found += [(float(suspicion[i]), region.shortened(samples, int(i))) for i in worst]
        if 0 < position < 3:
            found += [(1.0, point) for point in between_kinks(region, samples)]
        if along:
            reach = f"from {number(line[along][0])} to {number(line[along][DENSE - 1])}"
            notes = [f"searched {DENSE:,} points along {along} {reach}, and wider"]
    found.sort(key=lambda pair: -pair[0])
    return Found([*extremes(region, bases[0]), *(point for _, point in found[:most])], notes)


def extremes(region: Region, base: Point) -> list[Point]:
    """Return points far out and close to 0, where floats may not tell anything."""
    name = region.problem.wrt
    if name not in region.sampler.free:
        return []
    place = region.sampler.domain(name).place
    return [base | {name: float(place(np.float64(x)))} for x in EXTREME]


def lines(region: Region, bases: Sequence[Point]) -> Iterator[tuple[str, Columns]]:
    """Yield scattered points, and points along ``wrt`` (named first) and along the other names."""
    yield "", region.sampler.columns(2048)
    free = region.sampler.free
    wrt = [name for name in free if name == region.problem.wrt] or free[:1]
    for base in bases[:3]:
        yield from ((name, line(region, base, name, DENSE)) for name in wrt)
    others = [name for name in free if name not in wrt]
    for name in others[:6]:
        yield "", line(region, bases[0], name, DENSE // 8)
    for name in others[:2] if wrt else ():
        yield "", grid(region, bases[0], (wrt[0], name), 256 if len(free) == 2 else 128)


def grid(region: Region, base: Point, names: tuple[str, str], count: int) -> Columns:
    """Return points evenly spaced in two names."""
    places = [line(region, base, name, count)[name][:count] for name in names]
    axes = (axis.ravel() for axis in np.meshgrid(*places))
    columns = {other: np.full(count**2, x) for other, x in base.items()}
    return columns | dict(zip(names, axes, strict=True))


def line(region: Region, base: Point, name: str, count: int) -> Columns:
    """Return points along one name: evenly spaced around 0, and at every magnitude."""
    sizes = np.geomspace(1e-6, 1e6, count // 8)
    domain = region.sampler.domain(name)
    even = np.linspace(-REACH, REACH, count)
    wide = np.linspace(-FAR, FAR, count)
    if domain.low > -np.inf or domain.high < np.inf:
        even = domain.evenly(count, 2 * REACH)
    places = np.concatenate([even, *map(domain.place, (wide, sizes, -sizes))])
    columns = {other: np.full(len(places), x) for other, x in base.items()}
    return columns | {name: places}


def between_kinks(region: Region, samples: Samples) -> list[Point]:
    """Return points between neighbouring kinks on the evenly spaced part of a line."""
    count = len(samples.output) * 4 // 9
    rows, which = np.nonzero(samples.sides[1:count] != samples.sides[: count - 1])
    if not len(rows) or len(rows) > 64:
        return []
    low, high = ({n: c[rows + i] for n, c in samples.points.items()} for i in (0, 1))
    for _ in range(30):  # bisection
        middle = {name: (low[name] + high[name]) / 2 for name in low}
        sides = region.samples(middle).sides[np.arange(len(rows)), which]
        is_low = sides == samples.sides[rows, which]
        low = {n: np.where(is_low, middle[n], low[n]) for n in low}
        high = {n: np.where(is_low, high[n], middle[n]) for n in high}
    order = np.lexsort([low[name] for name in low])
    places = [{n: c[i] for n, c in low.items()} for i in order]
    return [{n: float((a[n] + b[n]) / 2) for n in a} for a, b in pairwise(places)]
