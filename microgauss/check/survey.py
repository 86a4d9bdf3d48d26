"""The search for the points that tell: inside the domain, on all sides of kinks, along lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.check.domains import ANYWHERE
from microgauss.check.points import (
    ROW,
    Columns,
    Sampler,
    View,
    as_columns,
    joined,
    short,
    view,
)
from microgauss.check.subject import Point, Question, Recording
from microgauss.engine.gradient import grad
from microgauss.engine.notation import label_or_formula
from microgauss.engine.rules import DomainError, anywhere
from microgauss.engine.value import Constant, Value, toposort
from microgauss.tape import Tape

__all__ = ["Survey"]

ATTEMPTS = 120  # points at which a Python function is tried
GUARDS = 12  # operations by which a way into the domain is looked for
STEPS = 40  # of a climb
DENSE = 8192  # points of a line, evenly spaced
REACH, FAR = 8.0, 100.0  # as far as they go on either side of 0, and as many more
EXTREME = (-2e6, -1.5e3, -1.3e-6, 1.3e-6, 1.5e3, 2e6)
SUSPICIOUS = 1e-11  # a part by which claim and truth differ in floats, rounding or not


class Survey:
    """Finds the points of one question.

    ``cut`` counts the combinations of the kinks' sides that were found and left out; ``one_sided``
    are kinks of which one side was found.
    """

    def __init__(self, question: Question, sampler: Sampler) -> None:
        self.question, self.sampler = question, sampler
        self.cut = 0
        self.one_sided: list[str] = []
        self.looked = Looked()
        self.recording = self.start()

    # --- a first point, and those that people can follow ------------------------------------------

    def start(self) -> Recording | None:
        """Record the graphs, of Python functions at a point where they are defined, if any is."""
        if self.question.is_text:
            try:
                return self.question.outline
            except DomainError:  # its constants alone have no result, or no derivative
                return None
        points = islice(self.sampler.points(), ATTEMPTS)
        found = [r for r in (self.recorded(point) for point in islice(points, ATTEMPTS)) if r]
        with_claim = [recording for recording in found if recording.claim is not None]
        return next(iter([*with_claim, *found]), None)

    def recorded(self, point: Point) -> Recording | None:
        """Record the graphs at a point; None outside of the domain."""
        try:
            recording = self.question.recorded(point)
        except DomainError:
            return None
        return recording if self.allows(recording) else None

    def allows(self, recording: Recording) -> bool:
        """Tell whether the definitions are in the domains given for them."""
        return all(
            domain.contains(recording.scope[name].data)
            for name, domain in self.sampler.domains.items()
            if name in recording.scope
        )

    def first(self, wanted: int) -> list[Point]:
        """Return points that people can follow, at which function and gradient are defined.

        As far as floats tell; where they never do, any points.
        """
        if self.recording is None:
            return []
        tries = max(20 * wanted, 4 * self.sampler.rows)
        candidates = list(islice(self.sampler.points(), tries))
        if not self.question.is_text:
            inside = (p for p in candidates[:ATTEMPTS] if self.recorded(p) is not None)
            return list(islice(inside, wanted))
        seen = self.view(as_columns(candidates))
        found = [candidates[row] for row in np.flatnonzero(self.inside(seen))[:wanted]]
        if len(found) < wanted // 2 and not self.sampler.rows:
            around = self.view(self.nearby(256))
            more = np.flatnonzero(self.inside(around))[: wanted - len(found)]
            found += [self.shortened(around, row) for row in more]
        return found or candidates[: 4 * wanted]

    def scattered(self, wanted: int) -> list[Point]:
        """Return points of every magnitude at which function and gradient are defined."""
        if self.recording is None:
            return []
        seen = self.view(self.sampler.columns(4 * wanted))
        rows = np.flatnonzero(self.inside(seen))
        if len(rows) < wanted // 4:
            seen = self.view(joined([seen.points, self.nearby(wanted)]))
            rows = np.flatnonzero(self.inside(seen))
        evenly = np.linspace(0, len(rows) - 1, min(wanted, len(rows))).astype(int)
        return [seen.point(row) for row in rows[evenly]]

    def view(self, points: Columns) -> View:
        """Compute everything over columns of points."""
        assert self.recording is not None
        return view(self.recording, points)

    def inside(self, seen: View) -> NDArray[np.bool_]:
        """Tell which points are in the domain, also in those given for definitions."""
        return seen.inside & seen.allowed(self.sampler.domains)

    def permitted(self, points: list[Point]) -> list[Point]:
        """Leave out points at which a definition is outside of the domain given for it."""
        if not points or self.recording is None or not self.question.is_text:
            return points
        if not self.sampler.domains.keys() & self.recording.definitions.keys():
            return points
        allowed = self.view(as_columns(points)).allowed(self.sampler.domains)
        return [point for point, is_allowed in zip(points, allowed, strict=True) if is_allowed]

    def nearby(self, count: int) -> Columns:
        """Draw points around one that is inside, closer and closer."""
        base = self.base
        draw = np.random.default_rng(11)
        closer = np.repeat([1.0, 0.3, 0.1, 0.01], -(-count // 4))[:count]
        found = {}
        for name, number in base.items():
            column = number + (abs(number) + 1e-3) * closer * draw.normal(size=count)
            fits = self.sampler.domains.get(name, ANYWHERE).holds(column)
            free = name != ROW and not self.sampler.holds(name)
            found[name] = np.where(fits & free, column, number)
        return found

    @cached_property
    def base(self) -> Point:
        """A point inside the domain, or if none is found any point."""
        seen = self.entered()
        rows = np.flatnonzero(self.inside(seen))
        return seen.point(int(rows[0]) if len(rows) else 0)

    def entered(self) -> View:
        """Go from many points to where the operations are defined, by Newton's steps.

        The first operation that isn't defined is blamed, and its argument made larger.
        """
        assert self.recording is not None
        order = toposort(self.recording.output)
        guards = [v.args[0] for v in order if v.rule is not None and v.rule.defined is not anywhere]
        guards = [g for g in dict.fromkeys(guards) if not isinstance(g, Constant)][:GUARDS]
        free = {n: v for n, v in self.recording.leaves.items() if not self.sampler.holds(n)}
        seen = self.view(self.sampler.columns(256))
        if not guards or not free or self.recording.definition is not None:
            return seen
        slopes = [grad(guard, tuple(free.values())) for guard in guards]
        tape = Tape([*guards, *(s for each in slopes for s in each)], self.recording.inputs)
        for _ in range(STEPS):
            if self.inside(seen).any():
                break
            seen = self.view(self.pushed(seen.points, tape, len(guards), list(free)))
        return seen

    def pushed(self, points: Columns, tape: Tape, guards: int, free: list[str]) -> Columns:
        """Make the first guard that isn't above 0 larger at each point: to 0 and half as far on."""
        assert self.recording is not None
        with np.errstate(all="ignore"):
            columns = [np.asarray(c) for c in tape(*(points[n] for n in self.recording.leaves))]
            values = np.array(np.broadcast_arrays(*columns, next(iter(points.values())))[:-1])
            blamed = np.argmin(values[:guards] > 0, axis=0)  # the first one, if any
            value = np.take_along_axis(values[:guards], blamed[None], 0)[0]
            slopes = values[guards:].reshape(guards, len(free), -1)
            slope = np.take_along_axis(slopes, blamed[None, None], 0)[0]
            lift = np.where(value == 0, 1e-3, np.maximum(-1.5 * value, 0))
            step = lift / np.sum(slope**2, axis=0) * slope
        moved = {}
        for name, change in zip(free, step, strict=True):
            column = points[name] + change
            fits = np.isfinite(column) & self.sampler.domains.get(name, ANYWHERE).holds(column)
            moved[name] = np.where(fits, column, points[name])
        return points | moved

    def shortened(self, seen: View, row: int) -> Point:
        """Return a point with few digits, if it stays on the same side of every kink."""
        point = seen.point(row)
        fixed = {name for name in point if self.sampler.holds(name) or name == ROW}
        rounded = {
            name: x if name in fixed else short(x, self.sampler.domains.get(name, ANYWHERE))
            for name, x in point.items()
        }
        again = self.view(as_columns([rounded]))
        is_same = bool(again.inside[0]) and np.array_equal(again.kinks[0], seen.kinks[row])
        is_telling = (
            again.suspicion[0] > seen.suspicion[row] / 2 or seen.suspicion[row] < SUSPICIOUS
        )
        return rounded if is_same and is_telling else point

    # --- every side of every kink -----------------------------------------------------------------

    def each_side(self, most: int) -> list[Point]:
        """Return a point for each combination of the kinks' sides that is found, up to a number."""
        if self.recording is None:
            return []
        if not self.question.is_text:
            return self.each_branch(most)
        if not self.recording.kinks:
            return []
        seen = self.view(self.sampler.columns(2048))
        if np.mean(self.inside(seen)) < 0.05 and not self.sampler.rows:
            seen = self.view(joined([seen.points, self.nearby(1024)]))
        seen = self.crossed(self.climbed(seen))
        rows = representatives(seen, self.inside(seen))
        self.cut += max(0, len(rows) - most)
        return [self.shortened(seen, row) for row in rows[:most]]

    def each_branch(self, most: int) -> list[Point]:
        """Return a point for each way through a Python function, and each side of its kinks."""
        found: dict[object, Point] = {}
        for point in islice(self.sampler.points(seed=13), 2 * ATTEMPTS):
            recording = self.recorded(point)
            if recording is not None:
                sides = tuple(kink.data > 0 for kink in recording.kinks)
                found.setdefault((recording.shape, sides), point)
        self.cut += max(0, len(found) - most)
        return list(found.values())[:most]

    def climbed(self, seen: View) -> View:
        """Add points on the other side of kinks of which only one side was seen."""
        assert self.recording is not None
        parts = [seen.points]
        inside = self.inside(seen)
        for position, kink in enumerate(self.recording.kinks):
            sides = seen.kinks[inside, position]
            if len(sides) and sides.all() == sides.any():
                found = self.climb(kink, seen, position, above=not sides[0])
                if found is None:
                    self.one_sided.append(f"{label_or_formula(kink)} {'<' if sides[0] else '>'} 0")
                else:
                    parts.append(found)
        return self.view(joined(parts)) if len(parts) > 1 else seen

    def climb(self, kink: Value, seen: View, position: int, *, above: bool) -> Columns | None:
        """Go from many points to where a kink's argument has the other sign, by Newton's steps."""
        assert self.recording is not None
        free = {n: v for n, v in self.recording.leaves.items() if not self.sampler.holds(n)}
        rows = np.flatnonzero(self.inside(seen))[:64]
        if self.recording.definition is not None or not free or not len(rows):
            return None
        slopes = Tape((kink, *grad(kink, tuple(free.values()))), self.recording.inputs)
        points = {name: column[rows].copy() for name, column in seen.points.items()}
        overshoot = np.random.default_rng(3).uniform(1.0, 1.6, size=(STEPS, len(rows)))
        for factor in overshoot:
            with np.errstate(all="ignore"):
                value, *slope = slopes(*(points[name] for name in self.recording.leaves))
                size = sum(np.square(s) for s in slope)
                for name, s in zip(free, slope, strict=True):
                    moved = points[name] - factor * value * s / size
                    domain = self.sampler.domains.get(name, ANYWHERE)
                    fits = np.isfinite(moved) & domain.holds(moved)
                    points[name] = np.where(fits, moved, points[name])
            now = self.view(points)
            over = np.flatnonzero(self.inside(now) & (now.kinks[:, position] == above))
            if len(over):
                return {name: column[over[:4]] for name, column in points.items()}
        return None

    def crossed(self, seen: View) -> View:
        """Add points whose coordinates come from two points on different sides of the kinks."""
        rows = representatives(seen, self.inside(seen))[:64]
        if len(rows) < 2 or self.sampler.rows:
            return seen
        draw = np.random.default_rng(5)
        a, b = draw.choice(rows, 1024), draw.choice(rows, 1024)
        mixed = {
            name: column[np.where(draw.random(1024) < 0.5, a, b)]
            for name, column in seen.points.items()
        }
        return self.view(joined([seen.points, mixed]))

    # --- looking for trouble ----------------------------------------------------------------------

    def suspects(self, bases: Sequence[Point], most: int) -> list[Point]:
        """Look along many lines, densely, and return the points at which claim and truth part.

        Also points between the kinks that a line crosses.
        """
        if self.recording is None or not self.question.is_text:
            return []
        found: list[tuple[float, Point]] = []
        for position, line in enumerate(self.lines(bases)):
            seen = self.view(line)
            suspicion = np.where(self.inside(seen), seen.suspicion, -1.0)
            worst = [i for i in np.argsort(-suspicion)[: 1 if position else 3]
                     if suspicion[i] > SUSPICIOUS]  # fmt: skip
            found += [(float(suspicion[i]), self.shortened(seen, int(i))) for i in worst]
            if 0 < position < 3:
                found += [(1.0, point) for point in self.between_kinks(seen)]
        found.sort(key=lambda pair: -pair[0])
        return [*self.extremes(bases[0]), *(point for _, point in found[:most])]

    def extremes(self, base: Point) -> list[Point]:
        """Return points far out and close to 0, where floats may not tell anything."""
        name = self.question.wrt
        if name not in base or self.sampler.holds(name):
            return []
        domain = self.sampler.domains.get(name, ANYWHERE)
        return [base | {name: float(domain.place(np.float64(x)))} for x in EXTREME]

    def lines(self, bases: Sequence[Point]) -> Iterator[Columns]:
        """Yield scattered points, and points along ``wrt`` and along the other names."""
        yield self.sampler.columns(2048)
        free = [name for name in self.question.names if not self.sampler.holds(name)]
        wrt = [name for name in free if name == self.question.wrt] or free[:1]
        for base in bases[:3]:
            for name in wrt:
                line = self.line(base, name, DENSE)
                even = line[name][:DENSE]
                self.looked = Looked(DENSE, name, float(even[0]), float(even[-1]))
                yield line
        others = [name for name in free if name not in wrt]
        for name in others[:6]:
            yield self.line(bases[0], name, DENSE // 8)
        for name in others[:2] if wrt else ():
            yield self.grid(bases[0], wrt[0], name, 256 if len(free) == 2 else 128)

    def grid(self, base: Point, first: str, second: str, count: int) -> Columns:
        """Return points evenly spaced in two names."""
        places = [self.line(base, name, count)[name][:count] for name in (first, second)]
        a, b = (axis.ravel() for axis in np.meshgrid(*places))
        columns = {other: np.full(len(a), x) for other, x in base.items()}
        return columns | {first: a, second: b}

    def line(self, base: Point, name: str, count: int) -> Columns:
        """Return points along one name: evenly spaced around 0, and at every magnitude."""
        sizes = np.geomspace(1e-6, 1e6, count // 8)
        domain = self.sampler.domains.get(name, ANYWHERE)
        even = np.linspace(-REACH, REACH, count)
        wide = np.linspace(-FAR, FAR, count)
        if domain.low > -np.inf or domain.high < np.inf:
            even = domain.evenly(count, 2 * REACH)
        places = np.concatenate(
            [even, domain.place(wide), domain.place(sizes), domain.place(-sizes)]
        )
        columns = {other: np.full(len(places), x) for other, x in base.items()}
        return columns | {name: places}

    def between_kinks(self, seen: View) -> list[Point]:
        """Return points between neighbouring kinks on the evenly spaced part of a line."""
        count = len(seen.output) * 4 // 9
        rows, which = np.nonzero(seen.kinks[1:count] != seen.kinks[: count - 1])
        if not len(rows) or len(rows) > 64:
            return []
        low, high = ({n: c[rows + i] for n, c in seen.points.items()} for i in (0, 1))
        for _ in range(30):  # bisection
            middle = {name: (low[name] + high[name]) / 2 for name in low}
            sides = self.view(middle).kinks[np.arange(len(rows)), which]
            is_low = sides == seen.kinks[rows, which]
            low = {n: np.where(is_low, middle[n], low[n]) for n in low}
            high = {n: np.where(is_low, high[n], middle[n]) for n in high}
        order = np.lexsort([low[name] for name in low])
        places = [{n: c[i] for n, c in low.items()} for i in order]
        return [{n: float((a[n] + b[n]) / 2) for n in a} for a, b in pairwise(places)]


class Looked(NamedTuple):
    """How finely and how far was looked along a name."""

    points: int = 0
    along: str = ""
    low: float = 0.0
    high: float = 0.0


def representatives(seen: View, inside: NDArray[np.bool_]) -> list[int]:
    """Return a row for each combination of the kinks' sides, those of friendly size first."""
    with np.errstate(all="ignore"):
        sizes = [np.abs(np.log(np.abs(c))) for name, c in seen.points.items() if name != ROW]
        effort = np.nan_to_num(np.max(sizes, axis=0), posinf=1e3) if sizes else np.zeros(1)
    order = np.argsort(np.where(inside, effort, np.inf), kind="stable")[: int(inside.sum())]
    patterns = np.packbits(seen.kinks[order], axis=1)
    _, first = np.unique(patterns, axis=0, return_index=True)
    return [int(order[i]) for i in sorted(first)]
