"""The points at which a claim is compared with the truth, and what floats say at many of them.

A few points are drawn that people can follow; many thousands are computed as columns of floats.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, product
from typing import NamedTuple

import numpy as np

from microgauss.check.domains import ANYWHERE, Domain
from microgauss.check.floats import Column, Columns, Mask
from microgauss.check.problem import Point, Trace

__all__ = ["ROW", "Sampler", "Samples", "samples_at"]

ROW = "datum"  # the key under which a point tells its row of the data
FRIENDLY = (0.3, 3.0)
RANGES = (
    FRIENDLY, FRIENDLY, FRIENDLY, (1e-4, 1e-2), (30.0, 3e3), FRIENDLY,
    (0.05, 0.9), FRIENDLY, (2.0, 30.0), FRIENDLY, FRIENDLY, (3e3, 1e8),
)  # fmt: skip


def magnitude(draw: random.Random, low: float, high: float) -> float:
    """Draw a magnitude that people can type and that is far from every whole number."""
    while True:
        x = float(f"{low * (high / low) ** draw.random():.4g}")
        if high > 1000 or abs(x - round(x)) > 0.02 * min(1, x):
            return x


class Sampler:
    """Draws points: anywhere in the names' domains, or at the rows of data.

    The same points in every run. ``domains`` and ``data``, columns (N,), are for some of the names.
    """

    def __init__(self, names: Sequence[str], domains: Mapping[str, Domain], data: Columns) -> None:
        self.names, self.domains, self.data = names, domains, data
        self.rows = len(next(iter(data.values()))) if data else 0
        held = {name for name in names if name in data or self.domain(name).fixed is not None}
        self.free = [name for name in names if name not in held]

    def domain(self, name: str) -> Domain:
        """Return the domain of a name."""
        return self.domains.get(name, ANYWHERE)

    def points(self, seed: int = 7) -> Iterator[Point]:
        """Draw points from several ranges, every other one with mixed signs."""
        draw = random.Random(seed)  # noqa: S311, reports must not change from run to run
        for row, (ends, signs) in enumerate(cycle(product(RANGES, ((1,), (1, -1))))):
            point = {}
            for name in self.names:
                number = draw.choice(signs) * magnitude(draw, *ends)
                point[name] = self.placed(name, number, row)
            yield point | ({ROW: row % self.rows} if self.rows else {})

    def placed(self, name: str, number: float, row: int) -> float:
        """Put a number into its name's domain, or take the row's."""
        if name in self.data:
            return float(self.data[name][row % self.rows])
        domain = self.domain(name)
        return number if domain == ANYWHERE else self.short(name, float(domain.place(number)))

    def short(self, name: str, number: float) -> float:
        """Return a number with as few digits as keep it in its name's domain."""
        for digits in (4, 8, 12):
            rounded = float(f"{number:.{digits}g}")
            if self.domain(name).contains(rounded):
                return rounded
        return number

    def columns(self, count: int) -> Columns:
        """Draw as many points as columns: half of friendly size, the others of every magnitude."""
        draw = np.random.default_rng(7)
        low, high = (np.log([ends[i] for ends in RANGES])[:, None] for i in (0, 1))
        found = {}
        rows = np.arange(count) % max(self.rows, 1)
        for name in self.names:
            every = low + (high - low) * draw.random((len(RANGES), count))
            size = np.exp(every[draw.integers(0, len(RANGES), count), np.arange(count)])
            sign = np.where(draw.random(count) < 0.5, -1.0, 1.0)
            spread = draw.normal(size=count) * 3
            numbers = np.where(draw.random(count) < 0.5, sign * size, spread)
            numbers[: count // 4] = np.abs(numbers[: count // 4])
            is_given = name in self.data
            found[name] = self.data[name][rows] if is_given else self.domain(name).place(numbers)
        return found | ({ROW: rows.astype(float)} if self.rows else {})

    def moved(self, points: Columns, steps: Mapping[str, Column]) -> Columns:
        """Move points, each name's number only where it stays finite and in its domain."""
        found = dict(points)
        for name, step in steps.items():
            column = points[name] + step
            fits = np.isfinite(column) & self.domain(name).contains(column)
            found[name] = np.where(fits, column, points[name])
        return found


class Samples(NamedTuple):
    """A problem over columns of floats, each (N,): nan or inf where something isn't defined."""

    points: Columns
    output: Column
    gradient: Column
    claim: Column
    sides: Mask  # (N, K): on which side of each kink
    named: Columns  # the definitions
    inside: Mask  # (N,): where floats tell a gradient, and definitions are as given

    @property
    def suspicion(self) -> Column:
        """How far claim and gradient are apart, relative to the larger.

        2 where the claim isn't a number, -1 outside of the function's domain.
        """
        with np.errstate(all="ignore"):
            size = np.maximum(np.abs(self.claim), np.abs(self.gradient))
            apart = np.abs(self.claim - self.gradient) / size
        apart = np.where(size == 0, 0.0, np.where(np.isfinite(self.claim), apart, 2.0))
        return np.where(self.inside, apart, -1.0)

    def point(self, row: int) -> Point:
        """Return one of the points."""
        return {name: float(column[row]) for name, column in self.points.items()}


def samples_at(trace: Trace, points: Columns, domains: Mapping[str, Domain]) -> Samples:
    """Compute function, gradient, claim and kinks over columns of points."""
    count = len(next(iter(points.values()))) if points else 1
    tape = trace.tape(trace.gradient, *trace.graphs, *trace.kinks, *trace.definitions.values())
    with np.errstate(all="ignore"):
        outputs = tape(*trace.inputs_at(points))
    gradient, output, *others = (np.broadcast_to(column, count) for column in outputs)
    claim = np.full(count, np.nan) if trace.claim is None else others.pop(0)
    kinks, definitions = others[: len(trace.kinks)], others[len(trace.kinks) :]
    sides = np.array([kink > 0 for kink in kinks]).T if kinks else np.empty((count, 0), bool)
    named = dict(zip(trace.definitions, definitions, strict=True))
    inside = np.isfinite(output) & np.isfinite(gradient) & allowed(named, domains, count)
    return Samples(points, output, gradient, claim, sides, named, inside)


def allowed(named: Columns, domains: Mapping[str, Domain], count: int) -> Mask:
    """Tell at which points the definitions are in the domains given for them."""
    fits = np.ones(count, bool)
    for name in named.keys() & domains.keys():
        fits &= domains[name].contains(named[name])
    return fits
