"""The numbers in a table's columns: which cells hold one, lack one, or are wrong."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.console import one_line
from microgauss.gaussian.table import Table, TableError, as_numbers

__all__ = ["read_columns"]

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
DECIMAL_COMMA = re.compile(r"\s*[-+]?\d+,\d+\s*")
MISSING = {"", "nan", "null", "na"}  # in small letters: pandas' and JSON's words, and R's


def read_columns(
    table: Table, required: Collection[str], *, others: bool, drop_missing: bool = False
) -> tuple[dict[str, Array], list[str]]:
    """Return the columns of numbers by name, each (N,), and the names of the others.

    Reads the ``required`` columns, and with ``others`` all that have a name. A column without any
    number, such as text or dates, isn't an error there. With ``drop_missing`` a missing value is
    nan. Raises TableError, naming row and column, for any other cell that isn't a finite number,
    in a required column or in one that holds numbers too.
    """
    numbers, rest = {}, []
    for position, name in enumerate(table.names):
        if not (name in required or (others and name)):
            continue
        column = table.frame[position]
        found = as_numbers(column)
        bad = ~np.isfinite(found)
        if bad.all() and len(bad) and name not in required and not has_decimal_comma(column):
            rest.append(name)
            continue
        if drop_missing and bad.any():
            bad &= ~is_missing(column)
        if bad.any():
            raise wrong_cell(table, position, int(bad.argmax()), is_required=name in required)
        numbers[name] = found
    return numbers, rest


def is_missing(column: Any) -> Mask:
    """Tell for each cell of a column whether its value is missing: empty, NaN, null or NA."""
    missing: Mask = column.isna().to_numpy()
    if column.dtype.kind == "O":  # text
        words = column.astype(object).map(lambda cell: str(cell).strip().lower() in MISSING)
        missing = missing | words.to_numpy(bool)
    return missing


def has_decimal_comma(column: Any) -> bool:
    """Tell whether the first value of a column is a number with a decimal comma."""
    return DECIMAL_COMMA.fullmatch(str(next(iter(column.dropna()), ""))) is not None


def wrong_cell(table: Table, position: int, row: int, *, is_required: bool) -> TableError:
    """Return the error for a cell that holds no number: where it is, and how to go on."""
    column, name = table.frame[position], one_line(table.names[position], 40)
    cell = str(column[row]) if column.notna()[row] else ""
    line = f" (line {table.lines[row]})" if table.lines else ""
    ways = [] if is_required else ["mend it", "choose columns with --features"]
    if is_missing(column.iloc[[row]]).any():
        ways.append("leave such rows out with --drop-missing")
    where = f"{table.path}: row {row + 1}{line}, column {name!r}"
    return TableError("; ".join(filter(None, (f"{where}: {complaint(cell)}", ", or ".join(ways)))))


def complaint(cell: str) -> str:
    """Say why a cell is no number."""
    if not cell.strip():
        return "the cell is empty"
    cell = one_line(" ".join(cell.split()), 30)
    if DECIMAL_COMMA.fullmatch(cell):
        return f"{cell!r} has a decimal comma: write {cell.replace(',', '.')}"
    return f"{cell!r} is no finite number"
