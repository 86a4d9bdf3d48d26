"""A search for a point at which an inequality is violated: by the engine's gradient, uphill.

What is found in floats is a suspicion; intervals of many digits confirm it, or it doesn't count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from microgauss.check.domains import ANYWHERE, Domain
from microgauss.check.enclosures import CONTINUOUS
from microgauss.check.floats import Column, Rows
from microgauss.check.intervals import Interval, OutsideDomainError, UndecidedError
from microgauss.check.truth import intervals
from microgauss.engine.gradient import grad
from microgauss.engine.rules import RULES, DomainError
from microgauss.engine.value import Value, graphs, record, toposort
from microgauss.tape import Tape

__all__ = ["Climber", "Violation"]

PRECISIONS = (200, 800)  # bits, one after the other
STEPS = 40  # of a climb
CLIMBERS = 256  # points that climb
GLANCE = 100  # points tried of what is proved
DEFINED = 20  # points at most at which it is made sure that the sides have a value
CONFIRMED = 8  # suspicions that are looked at with more digits
DIGITS = (1, 2, 3, 4, 6, 9, 12, 17)  # as few as will do
MAGNITUDES = (-6.0, 6.0)  # powers of ten that points are drawn from
PLACES = np.array([0.0, 1.0, -1.0, 2.0, -2.0, 0.5, 1e3, -1e3, 1e6, -1e6])
ROUNDING = 1e-12  # relatively: what floats can't tell


class Violation(NamedTuple):
    """A point at which the inequality doesn't hold, and the two sides there (mpmath's numbers)."""

    point: dict[str, float]
    lesser: Any
    greater: Any


class Climber:
    """Looks for violations of ``lesser <= greater``, or of ``<`` if ``strict``.

    The graphs are over ``leaves``, by name; ``domains`` bound some of them. ``held`` counts the
    points tried at which it held; ``closest`` is the one where it all but didn't, with the gap as
    a part of the sides. ``has_values`` says whether both sides certainly have a value somewhere.
    """

    def __init__(
        self,
        sides: tuple[Value, Value],
        leaves: Mapping[str, Value],
        domains: Mapping[str, Domain],
        *,
        strict: bool,
    ) -> None:
        self.names, self.strict = list(leaves), strict
        self.domains = [domains.get(name, ANYWHERE) for name in leaves]
        inputs = tuple(leaves.values())
        excess = record(RULES["subtract"], 1.0, *sides, Value)
        try:
            slopes = grad(excess, inputs)
        except DomainError:  # of constants
            slopes = ()
        self.tape = Tape((*sides, *slopes), inputs)
        self.exact = Tape((*sides, *conventions(sides)), inputs)
        self.draw = np.random.default_rng(7)
        self.held = 0
        self.has_values = False
        self.closest: tuple[float, dict[str, float]] = (np.inf, {})

    def look(self) -> Violation | None:
        """Try a few points only: of what has been proved, they tell that there are values."""
        return self.tried(self.drawn(GLANCE))[0]

    def search(self, count: int, points: Rows | None = None) -> Violation | None:
        """Try so many points of every magnitude, and given ones (names, P), and climb from some."""
        start = self.drawn(count)
        if points is not None:
            start = np.hstack([start, points[:, self.allowed(points)]])
        found, excess = self.tried(start)
        if found or not self.names or len(self.tape.outputs) == 2 or not start.size:
            return found
        order = np.argsort(-excess, kind="stable")[: CLIMBERS // 2]
        others = self.draw.integers(0, start.shape[1], CLIMBERS // 2)
        return self.tried(self.climbed(start[:, np.concatenate([order, others])]))[0]

    def drawn(self, count: int) -> Rows:
        """Draw points: of every magnitude, at special places, and with equal numbers."""
        shape = (len(self.names), count)
        draw = self.draw
        numbers = draw.choice([-1.0, 1.0], shape) * 10 ** draw.uniform(*MAGNITUDES, shape)
        numbers = np.where(draw.random(shape) < 0.15, draw.choice(PLACES, shape), numbers)
        kind = draw.integers(0, 4, count)  # of a quarter, all numbers are alike, but for the sign
        alike = numbers[:1] * draw.choice([-1.0, 1.0], shape)
        numbers = np.where(kind == 0, alike, np.where(kind == 1, numbers % 4.0, numbers))
        for domain, row in zip(self.domains, numbers, strict=True):
            row[:] = domain.place(row)
            for end in (domain.low, domain.high):
                if np.isfinite(end):
                    row[draw.random(count) < 0.05] = end
        return numbers[:, self.allowed(numbers)]

    def allowed(self, points: Rows) -> Any:
        """Tell which points lie in the domains of all names."""
        inside = np.isfinite(points).all(axis=0)
        for domain, row in zip(self.domains, points, strict=True):
            inside &= domain.contains(row)
        return inside

    def replayed(self, points: Rows) -> tuple[Column, Column, Rows]:
        """Return the excess of lesser over greater, the size of the two, and the slopes."""
        with np.errstate(all="ignore"):
            outputs = self.tape(*points) if self.names else self.tape()
            lesser, greater, *slopes = (np.broadcast_to(o, points.shape[1]) for o in outputs)
            return lesser - greater, np.abs(lesser) + np.abs(greater), np.array(slopes)

    def tried(self, points: Rows) -> tuple[Violation | None, Column]:
        """Return a violation among some points, if there is any, and the excess at each.

        The excess is a part of the two sides' size, -inf where they have no value.
        """
        excess, size, _ = self.replayed(points)
        with np.errstate(all="ignore"):
            part = np.where(size > 0, excess / size, 0.0)
        part = np.where(np.isfinite(excess), part, -np.inf)
        self.held += int((np.isfinite(part) & (part <= ROUNDING)).sum())
        is_defined = np.flatnonzero(np.isfinite(part))
        candidates = (self.point(points, row) for row in is_defined[:DEFINED])
        self.has_values = self.has_values or any(map(self.has_values_at, candidates))
        for row in np.argsort(-part, kind="stable")[:CONFIRMED]:
            if abs(part[row]) < self.closest[0]:
                self.closest = (abs(part[row]), self.point(points, row))
            is_suspicious = part[row] >= (-ROUNDING if self.strict else 0.0)
            if is_suspicious and (found := self.confirmed(self.point(points, row))):
                return self.shortened(found), part
        return None, part

    def point(self, points: Rows, row: Any) -> dict[str, float]:
        """Return one of the points by names."""
        return dict(zip(self.names, map(float, points[:, row]), strict=True))

    def climbed(self, points: Rows) -> Rows:
        """Climb the excess: steps along its gradient that grow while they help."""
        step = np.full(points.shape[1], 0.5)
        excess, _, slopes = self.replayed(points)
        for _ in range(STEPS):
            with np.errstate(all="ignore"):
                scale = np.abs(points) + 1e-3
                along = slopes * scale
                along = np.nan_to_num(along / np.abs(along).max(axis=0))
            moved = points + step * scale * along
            now, _, next_slopes = self.replayed(moved)
            better = (now > excess) & self.allowed(moved)
            points = np.where(better, moved, points)
            excess, slopes = np.where(better, now, excess), np.where(better, next_slopes, slopes)
            step = np.where(better, step * 1.6, step * 0.3)
        return points

    # --- with certainty ---------------------------------------------------------------------------

    def sides_at(self, point: Mapping[str, float], bits: int) -> list[Interval] | None:
        """Return the two sides at a point, and its conventions; None where one has no value.

        Raises UndecidedError where more bits are needed.
        """
        space = intervals(bits)
        numbers = [space.decimal(repr(point[name])) for name in self.names]
        try:
            return list(map(space.interval, self.exact(*numbers, xp=space)))
        except OutsideDomainError:
            return None

    def has_values_at(self, point: Mapping[str, float]) -> bool:
        """Tell whether both sides certainly have a value at a point."""
        try:
            return self.sides_at(point, PRECISIONS[0]) is not None
        except UndecidedError:
            return False

    def confirmed(self, point: Mapping[str, float]) -> Violation | None:
        """Return the violation at a point if intervals tell it for certain, else None."""
        for bits in PRECISIONS:
            try:
                found = self.sides_at(point, bits)
                if found is None or any(jump.has_zero for jump in found[2:]):
                    return None
                lesser, greater = found[:2]
                is_larger = lesser >= greater if self.strict else lesser > greater
            except UndecidedError:
                continue
            return Violation(dict(point), lesser.middle, greater.middle) if is_larger else None
        return None

    def shortened(self, found: Violation) -> Violation:
        """Return a violation at a point with fewer digits, if there is one close by."""
        for digits in DIGITS:
            point = {name: float(f"{x:.{digits}g}") for name, x in found.point.items()}
            column = np.array(list(point.values())).reshape(-1, 1)
            if self.allowed(column).all() and (shorter := self.confirmed(point)):
                return shorter
        return found


def conventions(sides: Sequence[Value]) -> list[Value]:
    """Return the values at whose zeros a row has a value by convention: there nothing is refuted.

    So sign(0) is 0 as the slope of abs, and 0/0 is 0 as that of hypot.
    """
    found = []
    for value in toposort(*sides):
        if value.rule and value.rule.name in ("xlogy", "xdivy"):
            found.append(value.args[0])
        elif value.rule and value.rule.kink and value.rule.name not in {*CONTINUOUS, "abs"}:
            found.append(value.rule.kink(graphs, *value.args))
    return found
