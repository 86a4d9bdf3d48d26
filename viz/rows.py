"""A line that is too long for a page, wrapped into rows."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Place", "to_and_fro"]

Place: TypeAlias = tuple[float, int]  # in points from the left, and which row

ROW = 1000  # points from the first card of a row to its last: it is readable on a page


def to_and_fro(middle: Sequence[float]) -> tuple[list[Place], list[Place]]:
    """Wrap a line of layers into rows, which run to and fro: return where each layer stands.

    A row begins below the end of the one before, so that no edge crosses the picture. And return
    where the leaves of each layer stand: if their user is in the next row, there, before it.

    >>> to_and_fro([0, 400, 800, 1200])
    ([(0, 0), (400, 0), (800, 0), (800, 1)], [(0, 0), (400, 0), (1200, 1), (800, 1)])
    """
    places: list[Place] = [(0, 0)]
    waiting = []
    for before, after in pairwise(middle):
        (run, row), step = places[-1], after - before
        is_full = run + step > ROW
        waiting.append((-step, row + 1) if is_full else (run, row))
        places.append((0, row + 1) if is_full else (run + step, row))
    width = max(run for run, _ in places)

    def turned(places: list[Place]) -> list[Place]:
        return [(width - run if row % 2 else run, row) for run, row in places]

    return turned(places), turned([*waiting, places[-1]])
