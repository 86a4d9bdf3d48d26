"""The points at which a claim is compared with the truth, and where trouble is looked for.

A few points are drawn that people can follow; then one on every side of every kink, as far as they
can be found; then the most suspicious of many thousands that are computed as columns of floats.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.check.domains import ANYWHERE, Column, Domain
from microgauss.check.subject import Point, Question, Recording
from microgauss.gradient import grad
from microgauss.notation import reference
from microgauss.rules import DomainError, anywhere
from microgauss.tape import Tape
from microgauss.value import Constant, Value, creation_order

__all__ = ["ROW", "Sampler", "Survey", "View", "as_columns", "view"]

ROW = "datum"  # the key under which a point tells its row of the data
FRIENDLY = (0.3, 3.0)
RANGES = (
    FRIENDLY, FRIENDLY, FRIENDLY, (1e-4, 1e-2), (30.0, 3e3), FRIENDLY,
    (0.05, 0.9), FRIENDLY, (2.0, 30.0), FRIENDLY, FRIENDLY, (3e3, 1e8),
)  # fmt: skip
ATTEMPTS = 120  # points at which a Python function is tried
GUARDS = 12  # operations by which a way into the domain is looked for
STEPS = 40  # of a climb
DENSE = 8192  # points of a line, evenly spaced
REACH, FAR = 8.0, 100.0  # as far as they go on either side of 0, and as many more
EXTREME = (-2e6, -1.5e3, -1.3e-6, 1.3e-6, 1.5e3, 2e6)
SUSPICIOUS = 1e-11  # a part by which claim and truth differ in floats, rounding or not
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
        return [seen.point(row) for row in rows[:wanted]]

    def view(self, points: Columns) -> View:
        """Compute everything over columns of points."""
        assert self.recording is not None
        return view(self.recording, points)

    def inside(self, seen: View) -> NDArray[np.bool_]:
        """Tell which points are in the domain, also in those given for definitions."""
        return seen.inside & seen.allowed(self.sampler.domains)

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
        order = creation_order(self.recording.output)
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
        is_telling = again.suspicion[0] > seen.suspicion[row] / 2 or seen.suspicion[row] < SUSPICIOUS
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
                    self.one_sided.append(f"{reference(kink)} {'<' if sides[0] else '>'} 0")
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
            for worst in np.argsort(-suspicion)[: 1 if position else 3]:
                if suspicion[worst] > SUSPICIOUS:
                    found.append((float(suspicion[worst]), self.shortened(seen, int(worst))))
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
        places = np.concatenate([even, domain.place(wide), domain.place(sizes), domain.place(-sizes)])
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
        pairs = zip(places, places[1:], strict=False)
        return [{n: float((a[n] + b[n]) / 2) for n in a} for a, b in pairs]


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
