"""The search for points that tell: on every side of every kink, and where claim and truth differ.

A combination of the kinks' sides that no drawn point has is looked for by Newton's method and by
mixing points. Lines are searched densely, by columns of floats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from microgauss.check.floats import Columns, joined
from microgauss.check.points import ROW, Samples
from microgauss.check.problem import Point
from microgauss.check.region import ATTEMPTS, RECORDED, STEPS, SUSPICIOUS, Region
from microgauss.engine.gradient import grad
from microgauss.engine.notation import label_or_formula, number

__all__ = ["Found", "each_side", "suspicious"]

DENSE = 8192  # points of a line, evenly spaced
REACH, FAR = 8.0, 100.0  # how far lines go to either side of 0: densely, and more coarsely
EXTREME = (-2e6, -1.5e3, -1.3e-6, 1.3e-6, 1.5e3, 2e6)


class Found(NamedTuple):
    """Points worth probing, and notes on how far was searched and what was left out."""

    points: Sequence[Point] = ()
    notes: Sequence[str] = ()


def each_side(region: Region, most: int) -> Found:
    """Return a point for each combination of the kinks' sides that is found, up to a number."""
    if region.trace is None or (region.problem.is_text and not region.trace.kinks):
        return Found()
    if not region.problem.is_text:
        tried = min(2 * ATTEMPTS, max(6, RECORDED // region.operations))
        branches = each_branch(region, tried)
        notes = [f"the graphs are large: branches were looked for at {tried} points only"]
        cut = notes if tried < 2 * ATTEMPTS else []
        return Found(branches[:most], [*left_out(len(branches) - most), *cut])
    samples = region.samples(region.sampler.columns(2048))
    if np.mean(samples.inside) < 0.05 and not region.sampler.rows:
        samples = region.samples(joined([samples.points, region.nearby(1024)]))
    samples, unseen = with_unseen_sides(region, samples)
    samples = recombined(region, samples)
    rows = representatives(samples)
    points = [region.shortened(samples, row) for row in rows[:most]]
    notes = [f"no point with {side} was found" for side in unseen]
    return Found(points, [*left_out(len(rows) - most), *notes])


def left_out(count: int) -> list[str]:
    """Say how many combinations were left out."""
    return [f"{count} combinations of the kinks' sides were not probed"] if count > 0 else []


def each_branch(region: Region, tried: int) -> list[Point]:
    """Return a point for each way through a Python function, and each side of its kinks.

    ``tried`` is how many points are looked at.
    """
    found: dict[object, Point] = {}
    for point in islice(region.sampler.points(seed=13), tried):
        trace = region.trace_at(point)
        if trace is not None:
            sides = tuple(kink.data > 0 for kink in trace.kinks)
            found.setdefault((trace.shape, sides), point)
    return list(found.values())


def with_unseen_sides(region: Region, samples: Samples) -> tuple[Samples, list[str]]:
    """Add points on the other side of kinks of which one side was seen; name what isn't found."""
    assert region.trace is not None
    parts, unseen = [samples.points], []
    for position, kink in enumerate(region.trace.kinks):
        sides = samples.sides[samples.inside, position]
        if len(sides) and sides.all() == sides.any():
            found = across(region, samples, position, above=not sides[0])
            if found is None:
                unseen.append(f"{label_or_formula(kink)} {'<' if sides[0] else '>'} 0")
            else:
                parts.append(found)
    return (region.samples(joined(parts)) if len(parts) > 1 else samples), unseen


def across(region: Region, samples: Samples, position: int, *, above: bool) -> Columns | None:
    """Go from many points to where a kink's argument has the other sign, by Newton's steps."""
    assert region.trace is not None
    free, rows = region.sampler.free, np.flatnonzero(samples.inside)[:64]
    if region.trace.definition is not None or not free or not len(rows):
        return None
    kink = region.trace.kinks[position]
    slopes = grad(kink, tuple(region.trace.leaves[name] for name in free))
    tape = region.trace.tape(kink, *slopes)
    points = {name: column[rows].copy() for name, column in samples.points.items()}
    overshoot = np.random.default_rng(3).uniform(1.0, 1.6, size=(STEPS, len(rows)))
    for factor in overshoot:
        with np.errstate(all="ignore"):
            value, *slope = tape(*region.trace.inputs_at(points))
            size = sum(np.square(s) for s in slope)
            steps = (-(factor * value * s / size) for s in slope)
            points = region.sampler.moved(points, dict(zip(free, steps, strict=True)))
        now = region.samples(points)
        over = np.flatnonzero(now.inside & (now.sides[:, position] == above))
        if len(over):
            return {name: column[over[:4]] for name, column in points.items()}
    return None


def recombined(region: Region, samples: Samples) -> Samples:
    """Add points whose coordinates come from two points on different sides of the kinks."""
    rows = representatives(samples)[:64]
    if len(rows) < 2 or region.sampler.rows:
        return samples
    draw = np.random.default_rng(5)
    a, b = draw.choice(rows, 1024), draw.choice(rows, 1024)
    points = samples.points.items()
    mixed = {n: column[np.where(draw.random(1024) < 0.5, a, b)] for n, column in points}
    return region.samples(joined([samples.points, mixed]))


def representatives(samples: Samples) -> list[int]:
    """Return a row for each combination of the kinks' sides, those of friendly size first."""
    with np.errstate(all="ignore"):
        sizes = [np.abs(np.log(np.abs(c))) for name, c in samples.points.items() if name != ROW]
        effort = np.max(sizes, axis=0) if sizes else np.zeros(len(samples.inside))
        effort = np.nan_to_num(effort, posinf=1e3)
    inside = samples.inside
    order = np.argsort(np.where(inside, effort, np.inf), kind="stable")[: int(inside.sum())]
    patterns = np.packbits(samples.sides[order], axis=1)
    _, first = np.unique(patterns, axis=0, return_index=True)
    return [int(order[i]) for i in sorted(first)]


# --- lines ----------------------------------------------------------------------------------------


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
    """Return points far out and close to 0, where floats may be too coarse."""
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
    for name in others[:2]:
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
