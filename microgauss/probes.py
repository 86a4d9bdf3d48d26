"""The points at which gradients are compared: generic ones, or the rows of a dataset."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import ArrayLike

from microgauss.formula import FormulaError
from microgauss.references import Subject
from microgauss.rules import DomainError
from microgauss.value import Value, creation_order

__all__ = ["data_points", "generic_points", "inside", "names_at"]

ATTEMPTS = 400
MOST_SIDES = 8
ROWS = 300  # of a longer dataset this many are drawn
FRIENDLY = (0.3, 3.0)
RANGES = (
    FRIENDLY, FRIENDLY, FRIENDLY, (1e-4, 1e-2), (30.0, 3e3), FRIENDLY,
    (0.05, 0.9), FRIENDLY, (2.0, 30.0), FRIENDLY, FRIENDLY, (3e3, 1e8),
)  # fmt: skip
KINKED = {"abs", "relu", "sign", "step"}  # whose derivative jumps where the argument is 0

Point = dict[str, float]


def generic_points(names: Sequence[str], seed: int = 7) -> Iterator[Point]:
    """Draw points from several ranges, every other one with mixed signs; always the same ones.

    >>> next(generic_points(("x",)))
    {'x': 2.661}
    """
    draw = random.Random(seed)  # noqa: S311, reports must not change from run to run
    while True:
        for low, high in RANGES:
            for signs in ((1,), (1, -1)):
                yield {name: draw.choice(signs) * generic(draw, low, high) for name in names}


def generic(draw: random.Random, low: float, high: float) -> float:
    """Draw a magnitude that people can type and that is far from every whole number."""
    while True:
        x = float(f"{low * (high / low) ** draw.random():.4g}")
        if high > 1000 or abs(x - round(x)) > 0.02 * min(1, x):
            return x


def data_points(names: Sequence[str], data: Mapping[str, ArrayLike]) -> Iterator[Point]:
    """Go through the rows of a dataset; names that it doesn't have are drawn anew for each.

    The columns are (N,), all of one length. Raises FormulaError for others.
    """
    columns = {name: np.asarray(column, dtype=float) for name, column in data.items()}
    for name, column in columns.items():
        if name not in names:
            raise FormulaError(
                f"the data's {name} isn't in the function: it has {', '.join(names)}"
            )
        if column.ndim != 1 or not len(column) or not np.isfinite(column).all():
            raise FormulaError(f"the data's {name} must be a column of finite numbers")
    lengths = {len(column) for column in columns.values()}
    if len(lengths) != 1:
        raise FormulaError(f"the data's columns differ in length: {sorted(lengths)}")
    length = lengths.pop()
    rows = range(length) if length <= ROWS else sorted(random.Random(7).sample(range(length), ROWS))  # noqa: S311
    for row, others in zip(rows, generic_points(names), strict=False):
        yield others | {name: float(column[row]) for name, column in columns.items()} | {ROW: row}


ROW = "datum"  # the key under which a point tells its row


def inside(function: Subject, points: Iterator[Point], most: int) -> list[Point]:
    """Keep the points at which the function is defined, up to a number of them.

    Where it has kinks, a point for each side of them that further points are on comes first.
    """
    attempts = islice(points, ATTEMPTS)
    defined = (p for p in attempts if names_at(function, p) is not None)
    kept = list(islice(defined, most))
    if not kept or not sides(function, kept[0]):
        return kept
    each: dict[tuple[bool, ...], Point] = {}
    for point in [*kept, *defined]:
        each.setdefault(sides(function, point), point)
    first = list(each.values())[:MOST_SIDES]
    return first + [point for point in kept if point not in first]


def sides(function: Subject, point: Mapping[str, float]) -> tuple[bool, ...]:
    """Tell for each abs, relu, sign and step whether its argument is above 0."""
    output, _ = function.trace({name: Value(point[name], name) for name in function.names})
    kinks = (v for v in creation_order(output) if v.rule and v.rule.name in KINKED)
    return tuple(value.args[0].data > 0 for value in kinks)


def names_at(function: Subject, point: Mapping[str, float]) -> dict[str, float] | None:
    """Return every named number of a function at a point, or None outside its domain."""
    try:
        _, scope = function.trace({name: Value(point[name], name) for name in function.names})
    except DomainError:
        return None
    return {name: value.data for name, value in scope.items() if name != "pi"}
