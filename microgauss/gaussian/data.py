"""Which numbers of a table the model is fitted to: target and features, in rows without gaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.console import counted, one_line
from microgauss.gaussian.cells import read_columns
from microgauss.gaussian.predictions import Kept
from microgauss.gaussian.table import Table, TableError

__all__ = ["Data", "check_names", "choose_columns", "left_out", "read_data"]

Array = NDArray[np.float64]


class Data(NamedTuple):
    """The numbers the model is fitted to: columns of a table, in the rows of it that are ``kept``.

    The target ``t`` and each of the features ``xs`` is (N,). ``ignored`` says which columns were
    left out, and why.
    """

    table: Table
    kept: Kept
    t: Array
    xs: dict[str, Array]
    ignored: tuple[str, ...]


def read_data(
    table: Table, target: str, features: Sequence[str] | None, *, drop_missing: bool
) -> Data:
    """Return the numbers of a table that the model is fitted to; refuse those it can't be."""
    named = {target, *(features or ())}
    check_names(table, target, features)
    columns, others = read_columns(table, named, others=features is None, drop_missing=drop_missing)
    kept = complete_rows(table.path, columns, named)
    columns = {name: column[kept] for name, column in columns.items()}
    t = columns[target]
    xs, ignored = choose_columns(table, columns, target, features, len(t))
    return Data(table, kept, t, xs, (*ignored, *left_out("no numbers", others)))


def complete_rows(path: str, columns: dict[str, Array], named: Collection[str]) -> Kept:
    """Return which rows have a value in all columns that are named or vary; refuse to keep none."""
    used = [x for name, x in columns.items() if name in named or not is_constant(x)]
    missing = [gaps for x in used if (gaps := np.isnan(x)).any()]
    if not missing:
        return slice(None)
    kept: NDArray[np.bool_] = ~np.logical_or.reduce(missing)
    if not kept.any():
        raise TableError(f"{path}: every row lacks a value: choose columns with --features")
    return kept


def check_names(table: Table, target: str, features: Sequence[str] | None) -> None:
    """Refuse names that the table doesn't have, or that are given twice."""
    named = [target, *(features or ())]
    for position, name in enumerate(named):
        if not name or name not in table.names:
            known = one_line(", ".join(filter(None, table.names)), 200)
            raise TableError(f"{table.path}: there is no column {name!r}; there are: {known}")
        if name in named[:position]:
            place = "the target" if name == target else "named twice"
            raise TableError(f"{table.path}: the feature {name!r} is {place}")


def is_constant(column: Array) -> bool:
    """Tell whether all numbers of a column are the same, apart from missing ones."""
    present = column[~np.isnan(column)]
    return bool((present == present[:1]).all())


def choose_columns(
    table: Table,
    columns: dict[str, Array],
    target: str,
    features: Sequence[str] | None,
    N: int,
) -> tuple[dict[str, Array], list[str]]:
    """Return the features in order, and notes on the columns that are left out.

    Raises TableError where the target is constant, or the N rows are too few.
    """
    if not N:
        raise TableError(f"{table.path}: there are no rows")
    if is_constant(t := columns.pop(target)):
        raise TableError(f"{table.path}: the target {target!r} is {t[0]!s} in every row")
    xs, ignored = choose_features(table, columns, features)
    if 2 * (len(xs) + 1) > N:
        raise TableError(f"{table.path}: {counted(N, 'row')} can't determine w and v, "
                         f"which have {2 * (len(xs) + 1)} entries")  # fmt: skip
    return xs, ignored


def choose_features(
    table: Table, columns: dict[str, Array], features: Sequence[str] | None
) -> tuple[dict[str, Array], list[str]]:
    """Return the features in order, and notes on the columns that are left out."""
    fixed = [name for name, column in columns.items() if is_constant(column)]
    if features is not None:
        if fixed:
            raise TableError(f"{table.path}: the feature {fixed[0]!r} is the same in every row, "
                             "as the column of ones is: leave it out")  # fmt: skip
        return {name: columns[name] for name in features}, []
    ignored = left_out("the same in every row", fixed)
    if unnamed := table.names.count(""):
        ignored.append(f"{counted(unnamed, 'column')} without a name left out")
    return {name: column for name, column in columns.items() if name not in fixed}, ignored


def left_out(why: str, names: Sequence[str]) -> list[str]:
    """Return a note on columns that aren't features, if there are any."""
    known = one_line(", ".join(names), 200)
    return [f"{counted(len(names), 'column')} left out ({why}): {known}"] if names else []
