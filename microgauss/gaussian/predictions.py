"""Write a table's rows with new columns beside them, as CSV or Parquet."""

from __future__ import annotations

import csv
import math
import os
from io import BytesIO, StringIO
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from microgauss.console import Progress, counted
from microgauss.files import replaced
from microgauss.gaussian.table import Table, TableError, load_pandas, reason

__all__ = ["Kept", "refuse_own_table", "write_beside"]

Array = NDArray[np.float64]
Kept = slice | NDArray[np.bool_]  # which of a table's rows a fit is of: all, or those without gaps
MANY_ROWS = 200_000  # that take seconds to write


def write_beside(
    table: Table, columns: dict[str, Array], kept: Kept, path: str | os.PathLike[str]
) -> None:
    """Write a table's rows and, beside those that are ``kept``, the numbers of new columns.

    As Parquet where the name ends in .parquet, else as CSV. Rows of a CSV file are written to CSV
    as they stand; to Parquet go the columns as pandas reads them. The numbers have all their
    digits. A column whose name is taken is called ``fitted_`` and its name. The file is written
    whole or not at all. Raises TableError where it can't be written, and for the table itself.
    """
    due = 0 if len(table.frame) > MANY_ROWS else math.inf
    try:
        refuse_own_table(table, path)
        beside = padded(columns, kept, len(table.frame))
        beside = {f"fitted_{n}" if n in table.names else n: x for n, x in beside.items()}
        with replaced(path, "wb") as stream, Progress(due=due) as show:
            show(f"writing {counted(len(table.frame), 'row')}")
            write(table, beside, stream, is_parquet=Path(path).suffix == ".parquet")
    except TableError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a name that a file or column can't have
        raise TableError(f"{path}: can't be written ({reason(error)})") from None


def refuse_own_table(table: Table, path: str | os.PathLike[str]) -> None:
    """Raise TableError where a file to be written is the one that the table was read from."""
    place, source = Path(path), Path(table.path)
    if place.exists() and source.exists() and place.samefile(source):
        raise TableError(f"{path}: can't be written (it is the table itself)")


def padded(columns: dict[str, Array], kept: Kept, rows: int) -> dict[str, Array]:
    """Return the columns with nan in the rows that are not kept."""
    whole = {name: np.full(rows, np.nan) for name in columns}
    for name, column in columns.items():
        whole[name][kept] = column
    return whole


def write(table: Table, columns: dict[str, Array], stream: IO[bytes], *, is_parquet: bool) -> None:
    """Write the rows and the new columns to a stream."""
    if table.text and not is_parquet:
        header = StringIO()
        names = (*table.names, *columns)
        csv.writer(header, delimiter=table.delimiter, lineterminator="\n").writerow(names)
        stream.write(header.getvalue().encode())
        sign = table.delimiter
        rows = zip(table.rows(), lines_of_numbers(columns, sign), strict=True)
        stream.writelines(f"{own}{sign}{new}\n".encode() for own, new in rows)
        return
    pandas = load_pandas()
    frame = pandas.concat([table.frame, pandas.DataFrame(columns)], axis=1)
    frame.columns = [*table.names, *columns]
    if is_parquet:
        frame.to_parquet(stream, index=False)
    else:
        frame.to_csv(stream, index=False, lineterminator="\n")


def lines_of_numbers(columns: dict[str, Array], delimiter: str) -> list[str]:
    """Return the rows of columns (N,) as lines of CSV: exact numbers, and nothing for nan."""
    try:  # ten times as fast as pandas
        from pyarrow import array, csv, table  # noqa: PLC0415, where it is used
    except ImportError:
        message = "predictions are written by pyarrow: pip install 'microgauss[fit]'"
        raise TableError(message) from None
    numbers = table({name: array(column, from_pandas=True) for name, column in columns.items()})
    options = csv.WriteOptions(include_header=False, delimiter=delimiter)
    csv.write_csv(numbers, stream := BytesIO(), options)
    return stream.getvalue().decode().splitlines()
