"""What is true of each relation in a document, by mpmath and without the reader of documents.

Beside each document NAME.md (.tex, .ipynb) stand NAME.json, the table of its formulas and links,
and NAME.py, whose ``chains(point)`` yields the chains of relations that have links, in order: the
head and then each right side, as numbers (or lists of numbers) at one random point. The derivatives
in them are numerical ones, of the functions as they are defined. ``judge`` makes of many points the
verdicts that the table must hold.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mpmath import mp, mpf

Side = Any  # a number, or lists of numbers
Chain = list[Side]
Chains = Callable[["Point"], Iterator[Chain]]

DIGITS = 30
CLOSE = mpf(10) ** -20  # relative: sides nearer than this are equal
APART = mpf(10) ** -9  # and further than this differ; between them no two sides may be
RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: same(a, b),  # noqa: PLW0108 - it is defined below
    "<=": lambda a, b: a <= b or same(a, b),
    ">=": lambda a, b: a >= b or same(a, b),
    "<": lambda a, b: a < b and not same(a, b),
    ">": lambda a, b: a > b and not same(a, b),
}


@dataclass
class Point:
    """Draws the numbers of one point."""

    random: random.Random

    def real(self, low: float = 0.1, high: float = 4) -> Any:
        """Draw a number of either sign, with a magnitude between low and high."""
        return self.positive(low, high) * self.random.choice((-1, 1))

    def positive(self, low: float = 0.1, high: float = 4) -> Any:
        """Draw a number between low and high, where small ones are as likely as large ones."""
        return mpf(low) * (mpf(high) / low) ** mpf(self.random.random())

    def unit(self) -> Any:
        """Draw a number between 0 and 1."""
        return mpf(self.random.uniform(0.02, 0.98))

    def vector(self, length: int, low: float = 0.1, high: float = 4) -> list[Any]:
        """Draw a vector of that many reals."""
        return [self.real(low, high) for _ in range(length)]


def d(function: Callable[..., Any], at: Any, order: int = 1) -> Any:
    """Return the derivative of a function of one number."""
    return mp.diff(function, at, order)


def gradient(function: Callable[[list[Any]], Any], at: Sequence[Any]) -> list[Any]:
    """Return the derivatives of a function of a vector, one for each component."""

    def along(k: int) -> Any:
        return d(lambda number: function([*at[:k], number, *at[k + 1 :]]), at[k])

    return [along(k) for k in range(len(at))]


def dot(a: Sequence[Any], b: Sequence[Any]) -> Any:
    """Return the inner product."""
    return sum(p * q for p, q in zip(a, b, strict=True))


def times(number: Any, vector: Sequence[Any]) -> list[Any]:
    """Return a multiple of a vector."""
    return [number * component for component in vector]


def plus(*vectors: Sequence[Any]) -> list[Any]:
    """Return the sum of vectors."""
    return [sum(components) for components in zip(*vectors, strict=True)]


def same(a: Any, b: Any) -> bool:
    """Tell whether two sides are equal, component by component; they may differ in shape."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, list) or isinstance(b, list):
        return False
    gap, scale = abs(a - b), max(abs(a), abs(b), mpf(10) ** -4)
    assert not CLOSE * scale < gap < APART * scale, f"{a} and {b}: equal or not?"
    return bool(gap <= CLOSE * scale)


def judge(chains: Chains, relations: Sequence[str], points: int = 20) -> list[tuple[bool, bool]]:
    """Return of each link whether it is right, and whether it follows from the side before."""
    draw = random.Random(7)  # noqa: S311 - a test's numbers
    found = [(True, True)] * len(relations)
    with mp.workdps(DIGITS):
        for _ in range(points):
            here = list(judged_here(chains(Point(draw)), iter(relations)))
            found = [(a and c, b and d) for (a, b), (c, d) in zip(found, here, strict=True)]
    return found


def judged_here(chains: Iterator[Chain], relations: Iterator[str]) -> Iterator[tuple[bool, bool]]:
    """Judge each link at one point; after an inequality, = is about the side before only."""
    for head, *sides in chains:
        before, equal = head, True
        for side in sides:
            relation = next(relations)
            follows = RELATIONS[relation](before, side)
            equal = equal and relation == "="
            judged_by_head = equal or relation != "="
            yield RELATIONS[relation](head, side) if judged_by_head else follows, follows
            before = side


def table(path: Path) -> list[dict[str, Any]]:
    """Return a document's table: of each formula its line, kind and links."""
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["formulas"]
