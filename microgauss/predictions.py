"""A table's rows written to a file with further columns beside them, whole or not at all."""

from __future__ import annotations

import csv
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from microgauss.progress import Progress
from microgauss.table import Table, TableError, counted, one_line

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
    with replaced(os.fspath(path), table.path) as stream, Progress() as show:
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
def replaced(path: str, source: str) -> Iterator[TextIO]:
    """Give a file to write to, which takes another's place when all has gone well."""
    try:
        place = destination(path, source)
        if place.exists() and not place.is_file():  # a pipe or a device: nothing to replace
            with place.open("w", encoding="utf-8", newline="") as stream:
                yield stream
            return
        beside = place.with_name(f".{place.name[:40]}.{secrets.token_hex(4)}")
        try:
            with beside.open("x", encoding="utf-8", newline="") as stream:
                yield stream
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise TableError(f"{path}: can't be written ({error.strerror or error})") from None


def destination(path: str, source: str) -> Path:
    """Return the file that a path stands for, but refuse the table itself.

    A link stays, and what it points to is written; /dev/stdout stays as it is.
    """
    if "\0" in path or Path(path).is_dir():
        reason = "Is a directory" if "\0" not in path else "a name has no zero byte"
        raise TableError(f"{path!r}: can't be written ({reason})")
    place = Path(path)
    if place.exists() and Path(source).exists() and place.samefile(source):
        raise TableError(f"{path}: is the table itself: write to another file")
    return place.resolve() if place.is_file() or not place.exists() else place
