"""Say which number of the data is not finite, when J isn't: chunks are searched in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.gaussian.rows import Rows
from microgauss.tape.blocks import ROWS

__all__ = ["refuse"]

Array = NDArray[np.float64]


def refuse(rows: Rows, w: Array, v: Array) -> None:
    """Raise ValueError for the first nan or inf in the data, or for a J that overflows."""
    for name, _, bad in (
        first_not_finite("w", w),
        first_not_finite("v", v),
        rows.reduce(first_of_t, first_of_all),
        rows.reduce(first_of_X, first_of_all),
    ):
        if bad:
            place, value = bad
            raise ValueError(f"{name}[{', '.join(map(str, place))}] is {value}")
    raise ValueError("J is too large for a float: the residuals or weights are too large")


class Search(NamedTuple):
    """The rows that were searched for nan and inf, and the first one's place and value."""

    name: str
    rows: int
    first: tuple[tuple[int, ...], float] | None


def first_not_finite(name: str, array: Array) -> Search:
    """Find the first nan or inf in an array."""
    for start in range(0, len(array), ROWS):
        bad = np.argwhere(~np.isfinite(array[start : start + ROWS]))
        if len(bad):
            place = (start + int(bad[0][0]), *map(int, bad[0][1:]))
            return Search(name, len(array), (place, float(array[place])))
    return Search(name, len(array), None)


def first_of_t(X: Array, t: Array) -> Search:  # noqa: ARG001, as every function of a chunk
    """Find the first nan or inf in t."""
    return first_not_finite("t", t)


def first_of_X(X: Array, t: Array) -> Search:  # noqa: ARG001, the same
    """Find the first nan or inf in X."""
    return first_not_finite("X", X)


def first_of_all(searches: Sequence[Search]) -> Search:
    """Join the searches of consecutive chunks: count the rows before the first nan or inf."""
    above = 0
    for name, rows, first in searches:
        if first:
            (row, *column), value = first
            return Search(name, above + rows, ((above + row, *column), value))
        above += rows
    return Search(searches[0].name, above, None)
