"""The points at which a claim is compared with the truth, and where trouble is looked for.

A few points are drawn that people can follow; then one on every side of every kink, as far as they
can be found; then the most suspicious of many thousands that are computed as columns of floats.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.check.domains import ANYWHERE, Column, Domain
from microgauss.check.subject import Point, Recording

__all__ = ["ROW", "Columns", "Sampler", "View", "as_columns", "joined", "short", "view"]

ROW = "datum"  # the key under which a point tells its row of the data
FRIENDLY = (0.3, 3.0)
RANGES = (
    FRIENDLY, FRIENDLY, FRIENDLY, (1e-4, 1e-2), (30.0, 3e3), FRIENDLY,
    (0.05, 0.9), FRIENDLY, (2.0, 30.0), FRIENDLY, FRIENDLY, (3e3, 1e8),
)  # fmt: skip
Columns = dict[str, Column]


def generic(draw: random.Random, low: float, high: float) -> float:
    """Draw a magnitude that people can type and that is far from every whole number."""
    while True:
        x = float(f"{low * (high / low) ** draw.random():.4g}")
        if high > 1000 or abs(x - round(x)) > 0.02 * min(1, x):
            return x


class Sampler:
    """Draws points: anywhere in the names' domains, or at the rows of data.

    The same points in every run. ``domains`` and ``data``, columns (N,), are for some of the names.

    >>> next(Sampler(("x",), {}, {}).points())
    {'x': 2.661}
    """

    def __init__(
        self, names: Sequence[str], domains: Mapping[str, Domain], data: Mapping[str, Column]
    ) -> None:
        self.names, self.domains, self.data = names, domains, data
        self.rows = len(next(iter(data.values()))) if data else 0

    def points(self, seed: int = 7) -> Iterator[Point]:
        """Draw points from several ranges, every other one with mixed signs."""
        draw = random.Random(seed)  # noqa: S311, reports must not change from run to run
        row = 0
        while True:
            for low, high in RANGES:
                for signs in ((1,), (1, -1)):
                    yield {
                        name: self.placed(name, draw.choice(signs) * generic(draw, low, high), row)
                        for name in self.names
                    } | ({ROW: row % self.rows} if self.rows else {})
                    row += 1

    def placed(self, name: str, number: float, row: int) -> float:
        """Put a number into its name's domain, or take the row's."""
        if name in self.data:
            return float(self.data[name][row % self.rows])
        domain = self.domains.get(name, ANYWHERE)
        return number if domain == ANYWHERE else short(float(domain.place(number)), domain)

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
            column = self.domains.get(name, ANYWHERE).place(numbers)
            found[name] = self.data[name][rows] if name in self.data else column
        return found | ({ROW: rows.astype(float)} if self.rows else {})

    def holds(self, name: str) -> bool:
        """Tell whether a name can't be varied: it has one number, or those of the data."""
        return name in self.data or self.domains.get(name, ANYWHERE).fixed is not None


def short(number: float, domain: Domain = ANYWHERE) -> float:
    """Write a number with as few digits as keep it in its domain."""
    for digits in (4, 8, 12):
        rounded = float(f"{number:.{digits}g}")
        if domain.contains(rounded):
            return rounded
    return number


class View(NamedTuple):
    """A question over columns of floats, each (N,): nan or inf where something isn't defined."""

    points: Columns
    output: Column
    gradient: Column
    claim: Column
    kinks: NDArray[np.bool_]  # (N, K): on which side of each kink
    named: Columns  # the definitions

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Where the function has a gradient, as far as floats tell."""
        return np.isfinite(self.output) & np.isfinite(self.gradient)

    @property
    def suspicion(self) -> Column:
        """How far claim and gradient are apart, as a part of the larger; 2 where one is missing."""
        with np.errstate(all="ignore"):
            size = np.maximum(np.abs(self.claim), np.abs(self.gradient))
            apart = np.abs(self.claim - self.gradient) / size
        apart = np.where(size == 0, 0.0, np.where(np.isfinite(self.claim), apart, 2.0))
        return np.where(self.inside, apart, -1.0)

    def allowed(self, domains: Mapping[str, Domain]) -> NDArray[np.bool_]:
        """Tell at which points the definitions are in the domains given for them."""
        fits = np.ones(len(self.output), bool)
        for name in self.named.keys() & domains.keys():
            fits &= domains[name].holds(self.named[name])
        return fits

    def point(self, row: int) -> Point:
        """Return one of the points."""
        return {name: float(column[row]) for name, column in self.points.items()}


def view(recording: Recording, points: Columns) -> View:
    """Compute function, gradient, claim and kinks over columns of points."""
    count = len(next(iter(points.values()))) if points else 1
    columns = [points[name] for name in recording.leaves]
    with np.errstate(all="ignore"):
        if recording.definition_tape is not None:
            columns += recording.definition_tape(*columns)
        outputs = recording.whole_tape(*columns)
    every = [np.broadcast_to(column, count) for column in outputs]
    output, gradient, claim = every[:3]
    if recording.claim is None:
        claim = np.full(count, np.nan)
    kinks = every[3 : 3 + len(recording.kinks)]
    sides = np.array([kink > 0 for kink in kinks]).T if kinks else np.empty((count, 0), bool)
    named = dict(zip(recording.definitions, every[3 + len(kinks) :], strict=True))
    return View(points, output, gradient, claim, sides, named)


def as_columns(points: Sequence[Point]) -> Columns:
    """Put points side by side as columns."""
    return {name: np.array([point[name] for point in points]) for name in points[0]}


def joined(parts: Sequence[Columns]) -> Columns:
    """Put columns of points one behind the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
