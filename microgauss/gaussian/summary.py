"""What the columns of many files are: read file by file, where Dask will, and joined.

What is known of a file doesn't grow with its rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.gaussian.cells import read_columns
from microgauss.gaussian.data import check_names
from microgauss.gaussian.fitting import representable
from microgauss.gaussian.rows import joined
from microgauss.gaussian.table import TableError, read_table

__all__ = ["Moments", "Summary", "summary_of"]

Array = NDArray[np.float64]


class Moments(NamedTuple):
    """What can be joined of a column: its rows, mean, squared deviations' sum, least and most."""

    rows: int
    mean: float
    squares: float
    least: float
    most: float

    @staticmethod
    def of(column: Array) -> Moments:
        """Return the moments of a column (N,)."""
        with np.errstate(all="ignore"):
            mean = float(column.mean())
            squares = float(np.sum((column - mean) ** 2))
        return Moments(len(column), mean, squares, float(column.min()), float(column.max()))

    def joined(self, other: Moments) -> Moments:
        """Return the moments of both columns together.

        Source: Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing
        sample variances, 1982.
        """
        rows, apart = self.rows + other.rows, other.mean - self.mean
        between = apart * apart * self.rows * other.rows / rows
        return Moments(
            rows, self.mean + apart * other.rows / rows, self.squares + other.squares + between,
            min(self.least, other.least), max(self.most, other.most),
        )  # fmt: skip

    def scale(self, where: str, name: str) -> tuple[float, float]:
        """Return the mean and the standard deviation."""
        return representable(where, name, self.mean, math.sqrt(self.squares / self.rows))


class Summary(NamedTuple):
    """What is known of files: their columns' names, those of numbers, those of none; their rows."""

    path: str
    names: tuple[str, ...]
    numbers: dict[str, Moments]
    others: list[str]
    lengths: list[int]

    def joined(self, other: Summary) -> Summary:
        """Return the summary of both; refuse files whose columns differ. The first names them."""
        for one, two in ((self, other), (other, self)):
            if lacking := [name for name in one.names if name not in two.names]:
                raise TableError(f"{two.path}: there is no column {lacking[0]!r}, "
                                 f"which {one.path} has")  # fmt: skip
        lengths = self.lengths + other.lengths
        if not (self.numbers and other.numbers):  # one has no rows
            return (self if self.numbers else other)._replace(lengths=lengths)
        for one, two in ((self, other), (other, self)):
            if wordy := [name for name in two.others if name in one.numbers]:
                raise TableError(f"{two.path}: column {wordy[0]!r} holds no numbers, and in "
                                 f"{one.path} it does; choose columns with --features")  # fmt: skip
        numbers = {name: m.joined(other.numbers[name]) for name, m in self.numbers.items()}
        return self._replace(numbers=numbers, lengths=lengths)


def summary_of(files: Sequence[str], target: str, features: Sequence[str] | None) -> Summary:
    """Read all files for what their columns are."""
    from dask import delayed  # noqa: PLC0415, where it is used

    parts = [delayed(summarised, pure=False)(path, target, features) for path in files]
    summary: Summary = joined(parts, joined_summaries)
    return summary


def summarised(path: str, target: str, features: Sequence[str] | None) -> Summary:
    """Read a file for what its columns are; this is what a worker runs."""
    table = read_table(path)
    check_names(table, target, features)
    columns, others = read_columns(table, {target, *(features or ())}, others=features is None)
    N = len(columns[target])
    numbers = {name: Moments.of(column) for name, column in columns.items()} if N else {}
    return Summary(path, table.names, numbers, others, [N])


def joined_summaries(summaries: Sequence[Summary]) -> Summary:
    """Join the summaries of several files, in order."""
    first, *others = summaries
    for other in others:
        first = first.joined(other)
    return first
