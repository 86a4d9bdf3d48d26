"""Is a graph never negative over a box? Bounded by enclosures, and the box cut into smaller ones.

All boxes are columns, bounded at once: those that are proved are dropped, the others cut in two
along the name that matters most (branch and bound; Moore, 1966). Where the graph is continuous its
gradient helps, enclosed as well: where it has one sign the graph is least at one end of the box,
and everywhere the graph lies within the tangents from the middle (the mean value form).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from microgauss.check.enclosures import Enclosure, Enclosures
from microgauss.check.floats import Column, Mask, Rows
from microgauss.check.row_bounds import KNOWN
from microgauss.engine.gradient import grad
from microgauss.engine.rules import RULES, DomainError
from microgauss.engine.value import Value, record
from microgauss.tape import Tape

__all__ = ["WORK", "Bounded", "Boxes", "Outcome", "prove"]

WORK = 1_000_000  # operations on boxes, over all of a proof
LEAST = 128  # boxes that a round counts for, however few there are
HALVED = 8  # names along which boxes are cut at 0 to begin with
ROUNDS = 40  # for each name: then boxes are as narrow as floats allow, or have grown too many
COMPOSITE = 6  # operations that a row which is enclosed by its own formula counts for
CHUNK = 8192  # boxes bounded together: their columns stay in the cache
FEWEST = 1e-6  # magnitudes below count as one when it is told how wide a box is


@dataclass(frozen=True)
class Boxes:
    """Boxes: the ends of each name in each, arrays (names, boxes)."""

    low: Rows
    high: Rows

    def __len__(self) -> int:
        return int(self.low.shape[1])

    def __getitem__(self, chosen: Any) -> Boxes:
        return Boxes(self.low[:, chosen], self.high[:, chosen])

    @property
    def volume(self) -> float:
        """The volume of all; along a name that is fixed, a box counts as 1 wide."""
        width = self.high - self.low
        return float(np.prod(np.where(width > 0, width, 1.0), axis=0).sum())

    @property
    def middle(self) -> Rows:
        """The middle of each box."""
        return self.low + (self.high - self.low) / 2

    @property
    def numbers(self) -> list[Enclosure]:
        """The boxes as the inputs of a tape."""
        return [Enclosure(*ends) for ends in zip(self.low, self.high, strict=True)]


class Outcome(NamedTuple):
    """How far a proof came: to its end, or on which part of the box.

    And the middles of the boxes that are left, and the work that was spent.
    """

    is_proved: bool
    share: float
    middles: Rows
    spent: float


class Bounded:
    """A graph to be bounded from below over boxes, with its gradient if it has one.

    In one variable the slope is bounded by its own slope in turn, ``orders`` times: so sides that
    touch with equal slopes, as 1 - x**2/2 and cos(x) do, can be told not to cross.
    """

    def __init__(self, output: Value, leaves: Sequence[Value], orders: int = 0) -> None:
        try:
            slopes = grad(output, tuple(leaves))
        except DomainError:  # of constants
            slopes = ()
        self.tape = Tape((output,), leaves)
        self.with_slopes = Tape((output, *slopes), leaves)
        order = [*self.with_slopes.order, *self.tape.order, *self.tape.order]
        self.cost = sum(1 if v.rule is None or v.rule.name in KNOWN else COMPOSITE for v in order)
        self.slope: tuple[Bounded, ...] = ()  # and its negative: the one is bounded from below only
        if len(slopes) == len(leaves) == 1 and orders:
            both = (slopes[0], record(RULES["negative"], 1.0, slopes[0], None, Value))
            self.slope = tuple(Bounded(one, leaves, orders - 1) for one in both)
            self.cost += sum(one.cost for one in self.slope)

    def replay(self, tape: Tape, boxes: Boxes) -> list[Enclosure]:
        """Replay a tape over boxes."""
        results = tape.run(boxes.numbers, Enclosures())
        found = [results[output] for output in tape.outputs]
        return [
            Enclosure(*(np.broadcast_to(part, len(boxes)) for part in (e.low, e.high, e.is_sure)))
            for e in found
        ]

    def bound(self, boxes: Boxes) -> tuple[Column, Rows]:
        """Return a lower bound for each box, and how much the graph varies along each name."""
        output, *slopes = self.replay(self.with_slopes, boxes)
        lower = np.where(np.isnan(output.low), np.inf, output.low)
        if not slopes:
            return lower, np.full(boxes.low.shape, np.inf)
        low, high = (np.array([getattr(s, end) for s in slopes]) for end in ("low", "high"))
        varies = np.maximum(np.abs(low), np.abs(high)) * (boxes.high - boxes.low)
        rows = np.flatnonzero(output.is_sure & ~(lower > 0))
        if rows.size:
            if self.slope:
                rising, falling = (one.bound(boxes[rows])[0] for one in self.slope)
                low[0, rows] = np.fmax(low[0, rows], rising)
                high[0, rows] = np.fmin(high[0, rows], -falling)
            closer = self.closer(boxes[rows], low[:, rows], high[:, rows])
            lower[rows] = np.fmax(lower[rows], closer)
        return lower, np.where(np.isnan(varies), np.inf, varies)

    def closer(self, boxes: Boxes, low: Rows, high: Rows) -> Column:
        """Return lower bounds by the gradient, whose ends over the boxes are given."""
        where_least = Boxes(
            np.where(high <= 0, boxes.high, boxes.low), np.where(low >= 0, boxes.low, boxes.high)
        )
        (corner,) = self.replay(self.tape, where_least)
        middle = where_least.middle
        (total,) = self.replay(self.tape, Boxes(middle, middle))
        for number, centre, *ends in zip(where_least.numbers, middle, low, high, strict=True):
            total = total + Enclosure(*ends) * (number - Enclosure(centre, centre))
        return np.fmax(corner.low, total.low)


def prove(
    alternatives: Sequence[Bounded], box: Boxes, *, strict: bool, work: float = WORK
) -> Outcome:
    """Show that at every point of a box one of the alternatives is at least 0, or above it.

    It stops when the work, counted in operations on boxes, is spent.
    """
    whole, pending, spent = box.volume, halved_at_zero(box), 0.0
    cost = sum(one.cost for one in alternatives)
    with np.errstate(all="ignore"):
        for _ in range(ROUNDS * max(len(box.low), 1)):
            if not len(pending) or spent >= work:
                break
            spent += cost * max(len(pending), LEAST)
            parts = [
                bounded(alternatives, pending[start : start + CHUNK], strict=strict)
                for start in range(0, len(pending), CHUNK)
            ]
            is_open, along = (np.concatenate(part) for part in zip(*parts, strict=True))
            pending = pending[is_open]
            if not len(pending.low):  # nothing to cut: the graph is a constant
                break
            pending = cut(pending, along[is_open])
    return Outcome(not len(pending), 1 - pending.volume / whole, pending.middle, spent)


def bounded(alternatives: Sequence[Bounded], boxes: Boxes, *, strict: bool) -> tuple[Mask, Column]:
    """Tell which boxes aren't proved yet, and along which name each had better be cut."""
    is_open = np.ones(len(boxes), bool)
    varies: Rows = np.full(boxes.low.shape, np.inf)
    for one in alternatives:
        rows = np.flatnonzero(is_open)
        lower, its = one.bound(boxes[rows])
        is_open[rows] = ~((lower > 0) if strict else (lower >= 0))
        varies[:, rows] = np.minimum(varies[:, rows], its)
    ends = np.sort(np.abs([boxes.low, boxes.high]), axis=0) + FEWEST
    wide = np.log(ends[1] / ends[0])
    can_tell = np.isfinite(varies).all(axis=0) & (varies > 0).any(axis=0)
    weights = np.where(can_tell, varies, wide)
    return is_open, weights.argmax(axis=0) if len(weights) else np.zeros(len(boxes), int)


def halved_at_zero(box: Boxes) -> Boxes:
    """Cut a box at 0 along every name, or the first few."""
    for name in range(min(len(box.low), HALVED)):
        is_across = (box.low[name] < 0) & (box.high[name] > 0)
        box = cut_at(box, np.full(len(box), name), np.zeros(len(box)), is_across)
    return box


def cut(boxes: Boxes, along: Column) -> Boxes:
    """Cut each box in two: in the middle, or in that of the magnitudes where these differ much.

    Places are whole multiples of a power of 2: so sides that touch at 1 or 0.5 do so at an end.
    """
    rows = np.arange(len(boxes))
    low, high = boxes.low[along, rows], boxes.high[along, rows]
    side = np.where(high > 0, 1.0, -1.0)
    near, far = np.sort(np.abs([low, high]), axis=0)
    magnitude = np.where(near == 0, far / 8, np.sqrt(near) * np.sqrt(far))
    unit = 2 ** np.floor(np.log2((high - low) / 4))
    place = np.where(
        far > 4 * near,
        side * 2 ** np.round(np.log2(magnitude)),
        np.round((low + (high - low) / 2) / unit) * unit,
    )
    return cut_at(boxes, along, place, (low < place) & (place < high))


def cut_at(boxes: Boxes, along: Column, place: Column, chosen: Mask) -> Boxes:
    """Cut the chosen boxes at a place along a name, each its own."""
    rows = np.flatnonzero(chosen)
    low, high = boxes.low[:, rows].copy(), boxes.high.copy()
    low[along[rows], np.arange(len(rows))] = place[rows]
    high[along[rows], rows] = place[rows]
    return Boxes(np.hstack([boxes.low, low]), np.hstack([high, boxes.high[:, rows]]))
