"""Points on every side of every kink, as far as they can be found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from microgauss.check.columns import Columns, joined
from microgauss.check.points import ROW, Samples
from microgauss.check.problem import Point
from microgauss.check.region import ATTEMPTS, Region
from microgauss.engine.gradient import grad
from microgauss.engine.notation import label_or_formula
from microgauss.engine.value import Value

__all__ = ["Found", "each_side"]

STEPS = 40  # of Newton's method, at most


class Found(NamedTuple):
    """Points worth probing, and notes on how far was searched and what was left out."""

    points: Sequence[Point] = ()
    notes: Sequence[str] = ()


def each_side(region: Region, most: int) -> Found:
    """Return a point for each combination of the kinks' sides that is found, up to a number."""
    if region.trace is None or (region.problem.is_text and not region.trace.kinks):
        return Found()
    if not region.problem.is_text:
        branches = each_branch(region)
        return Found(branches[:most], left_out(len(branches) - most))
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


def each_branch(region: Region) -> list[Point]:
    """Return a point for each way through a Python function, and each side of its kinks."""
    found: dict[object, Point] = {}
    for point in islice(region.sampler.points(seed=13), 2 * ATTEMPTS):
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
    kink: Value = region.trace.kinks[position]
    slopes = grad(kink, tuple(region.trace.leaves[name] for name in free))
    tape = region.trace.tape(kink, *slopes)
    points = {name: column[rows].copy() for name, column in samples.points.items()}
    overshoot = np.random.default_rng(3).uniform(1.0, 1.6, size=(STEPS, len(rows)))
    for factor in overshoot:
        with np.errstate(all="ignore"):
            value, *slope = tape(*region.trace.inputs_at(points))
            size = sum(np.square(s) for s in slope)
            steps = {
                name: -(factor * value * s / size) for name, s in zip(free, slope, strict=True)
            }
            points = region.sampler.moved(points, steps)
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
    mixed = {
        name: column[np.where(draw.random(1024) < 0.5, a, b)]
        for name, column in samples.points.items()
    }
    return region.samples(joined([samples.points, mixed]))


def representatives(samples: Samples) -> list[int]:
    """Return a row for each combination of the kinks' sides, those of friendly size first."""
    with np.errstate(all="ignore"):
        sizes = [np.abs(np.log(np.abs(c))) for name, c in samples.points.items() if name != ROW]
        effort = np.nan_to_num(np.max(sizes, axis=0), posinf=1e3) if sizes else np.zeros(1)
    inside = samples.inside
    order = np.argsort(np.where(inside, effort, np.inf), kind="stable")[: int(inside.sum())]
    patterns = np.packbits(samples.sides[order], axis=1)
    _, first = np.unique(patterns, axis=0, return_index=True)
    return [int(order[i]) for i in sorted(first)]
