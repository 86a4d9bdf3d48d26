"""A table's rows written to a file with further columns beside them, whole or not at all."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from microgauss.console import Progress
from microgauss.files import replaced
from microgauss.gaussian.table import Table, TableError, counted, one_line

__all__ = ["write_beside"]

Array = NDArray[np.float64]


def write_beside(table: Table, columns: dict[str, Array], path: str | os.PathLike[str]) -> None:
    """Write a table's rows with further columns to a file, whole or not at all.

    The rows' own cells are as they were; of the file's other lines none is kept. A further
    column whose name is taken is called ``fitted_`` and its name. Raises TableError where the file
    can't be written, and where it is the table itself.
    """
    names = list(table.names)
    for name in columns:
        names.append(f"fitted_{name}" if name in names else name)
    with output(os.fspath(path), table) as stream, Progress() as show:
        writer = csv.writer(stream, delimiter=table.delimiter, lineterminator="\n")
        writer.writerow(names)
        done = 0
        for chunk in table.chunks():
            further = (column[done : done + len(chunk)].tolist() for column in columns.values())
            writer.writerows(
                [*cells, *own] for cells, own in zip(chunk, zip(*further, strict=True), strict=True)
            )
            done += len(chunk)
            show(one_line(f"{counted(done, 'row')} written to {path}"))


@contextmanager
def output(path: str, table: Table) -> Iterator[IO[str]]:
    """Give a file to write to; say in one line why that can't be done, or mustn't."""
    if "\0" in path:
        raise TableError(f"{path!r}: can't be written (a name has no zero byte)")
    place, source = Path(path), Path(table.path)
    try:
        if place.exists() and source.exists() and place.samefile(source):
            raise TableError(f"{path}: is the table itself: write to another file")
        with replaced(place, encoding="utf-8", newline="") as stream:
            yield stream
    except OSError as error:
        raise TableError(f"{path}: can't be written ({error.strerror or error})") from None
