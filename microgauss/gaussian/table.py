"""Read a CSV file's columns of numbers, or say in one line what is wrong with it and where.

The file is UTF-8, with or without a byte-order mark. Blank lines and lines with a # before the
header are passed over; then comes a line of column names, then a row a line. Cells are set apart by
commas, semicolons or tabs, whichever makes the most of the header. Numbers have decimal points.
"""

from __future__ import annotations

import csv
import math
import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import numpy as np
from numpy.typing import NDArray

from microgauss.console import Progress

if TYPE_CHECKING:
    from _csv import Reader

__all__ = ["Table", "TableError", "counted", "one_line", "read_columns", "read_table"]

Array = NDArray[np.float64]
CHUNK = 4096  # rows turned into numbers at a time: their text is then forgotten
DECIMAL_COMMA = re.compile(r"\s*[-+]?\d+,\d+\s*")


class TableError(ValueError):
    """What is wrong with a table, or with what is asked of it: one line that says where.

    >>> raise TableError("a.csv: no rows")
    Traceback (most recent call last):
    microgauss.gaussian.table.TableError: a.csv: no rows
    """

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


def plain(name: str) -> str:
    """Return a column's name without the spaces around it, others and line ends as one space."""
    return " ".join(name.split())


def one_line(text: str, width: int | None = None) -> str:
    """Write text from a file on one line of a terminal, cut to a width."""
    text = "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
    return text if width is None or len(text) <= width else text[: width - 1] + "…"


@dataclass(frozen=True)
class Table:
    """A file's bytes, how to take its cells apart, and the names of its columns.

    ``skipped`` is the number of lines before the header. The bytes are kept so that a pipe works,
    and so that the rows written out are those that were fitted.
    """

    path: str
    data: bytes = field(repr=False)
    delimiter: str
    skipped: int
    names: tuple[str, ...]

    def chunks(self) -> Iterator[list[list[str]]]:
        """Yield the rows' cells, some thousand rows at a time.

        Rows without any content are passed over, as spreadsheets leave them at the end. Raises
        TableError for a row that has more or fewer cells than the header, and for quotes that
        don't match.
        """
        rows, done = self.cells(), 0
        next(rows)
        while chunk := list(islice(rows, CHUNK)):
            for ragged in set(map(len, chunk)) - {len(self.names)}:
                row = next(row for row, cells in enumerate(chunk) if len(cells) == ragged)
                raise TableError(
                    f"{self.path}: {self.place(done + row)} has {counted(ragged, 'cell')}, "
                    f"and the header {counted(len(self.names), 'name')}"
                )
            yield chunk
            done += len(chunk)

    def cells(self) -> Iterator[list[str]]:
        """Yield the header and the rows, whatever the number of their cells."""
        reader = self.reader()
        try:
            yield from (cells for cells in reader if any(cells))
        except csv.Error as error:
            line = self.skipped + reader.line_num
            raise TableError(f"{self.path}: line {line}: {error}") from None

    def place(self, row: int) -> str:
        """Say where a row is, counted from 0: also its line, the last if it has some.

        It reads all rows before: it is asked once, for an error.
        """
        reader = self.reader()
        next(islice((cells for cells in reader if any(cells)), row + 1, None))
        return f"row {row + 1} (line {self.skipped + reader.line_num})"

    def reader(self) -> Reader:
        """Take the file apart from the header on."""
        lines = islice(decoded(self.data), self.skipped, None)
        return csv.reader(lines, delimiter=self.delimiter, skipinitialspace=True, strict=True)


def decoded(data: bytes) -> TextIO:
    """Return bytes as lines of text, their ends as they are: the csv module sees to those."""
    return TextIOWrapper(BytesIO(data), "utf-8-sig", newline="")


def counted(count: int, what: str) -> str:
    """Write how many there are of something.

    >>> counted(1, "row"), counted(20_000, "row")
    ('1 row', '20,000 rows')
    """
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def read_table(path: str | os.PathLike[str]) -> Table:
    """Return a table with its header read; its rows are read by `read_columns`.

    Raises TableError for a file that can't be read, is not UTF-8 or is empty, and for a header
    that names a column twice or holds numbers instead of names.

    >>> from importlib import resources
    >>> read_table(resources.files("microgauss.gaussian") / "engel.csv").names
    ('income', 'food')
    """
    path = os.fspath(path)
    data = read_bytes(path)
    lines = enumerate(decoded(data))
    content = ((n, line) for n, line in lines if line.strip() and not line.startswith("#"))
    skipped, line = next(content, (0, ""))
    if not line:
        raise TableError(f"{path}: the file is empty: it needs a line of column names, and rows")
    delimiter = max(",;\t", key=lambda delimiter: width_of(line, delimiter))
    bare = Table(path, data, delimiter, skipped, ())
    names = tuple(map(plain, next(bare.cells(), [""])))
    check_header(f"{path}: line {skipped + 1}", names)
    return Table(path, data, delimiter, skipped, names)


def read_bytes(path: str) -> bytes:
    """Return the bytes of a file that is UTF-8."""
    try:
        data = Path(path).read_bytes()
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(f"{path}: line {line} is not UTF-8: save the file as UTF-8") from None
    except (OSError, ValueError) as error:  # ValueError: a path with a zero byte
        reason = getattr(error, "strerror", None) or error
        raise TableError(f"{path}: can't be read ({reason})") from None
    return data


def width_of(line: str, delimiter: str) -> int:
    """Return how many cells a delimiter makes of a line."""
    return max(map(len, csv.reader([line], delimiter=delimiter, skipinitialspace=True)), default=0)


def check_header(where: str, names: Sequence[str]) -> None:
    """Refuse a header that names a column twice, or that is a row of numbers."""
    if all(is_number(name) for name in names):
        raise TableError(f"{where} should name the columns, and holds numbers")
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if twice:
        raise TableError(f"{where} names two columns {twice[0]!r}")


def is_number(cell: str) -> bool:
    """Tell whether a cell is a finite number. Python's 1_000 is none."""
    try:
        return math.isfinite(float(cell)) and "_" not in cell
    except ValueError:
        return False


def read_columns(
    table: Table, required: Collection[str], *, others: bool
) -> tuple[dict[str, Array], tuple[str, ...]]:
    """Return the columns of numbers by name, each (N,), and the names of those that are text.

    Reads the ``required`` columns, and all with a name where ``others`` says so. A column is text
    where none of its cells is a number. Raises TableError, naming row and column, for a cell that
    is no finite number in a required column or in one that holds numbers too.
    """
    columns = [
        Column(position, name, required=name in required)
        for position, name in enumerate(table.names)
        if name in required or (others and name)
    ]
    done = 0
    with Progress() as show:
        for chunk in table.chunks():
            cells = list(zip(*chunk, strict=True))
            for column in columns:
                column.add(cells[column.position], done)
                column.check(table)
            done += len(chunk)
            show(f"{counted(done, 'row')} read from {table.path}")
    numbers = {column.name: column.numbers() for column in columns if not column.is_text}
    return numbers, tuple(column.name for column in columns if column.is_text)


class Column:
    """A column as far as it is read: its numbers, and the first cell that is none."""

    def __init__(self, position: int, name: str, *, required: bool) -> None:
        self.position, self.name, self.required = position, name, required
        self.parts: list[Array] = []
        self.first_bad: tuple[int, str] | None = None  # the row, from 0, and the cell
        self.has_numbers = False

    def add(self, cells: Sequence[str], start: int) -> None:
        """Read on, from a row on."""
        with suppress(ValueError):
            part = np.fromiter(map(float, cells), float, len(cells))
            if np.isfinite(part).all() and "_" not in "".join(cells):
                self.has_numbers = True
                self.parts.append(part)
                return
        good = [is_number(cell) for cell in cells]
        self.has_numbers = self.has_numbers or any(good)
        if self.first_bad is None:
            self.first_bad = start + good.index(False), cells[good.index(False)]

    @property
    def is_text(self) -> bool:
        """Whether it holds no number, as far as it is read."""
        return self.first_bad is not None

    def check(self, table: Table) -> None:
        """Refuse a bad cell, unless the column may be text."""
        if self.first_bad is None:
            return
        row, cell = self.first_bad
        if self.required or self.has_numbers or DECIMAL_COMMA.fullmatch(cell):
            advice = "" if self.required else "; mend it, or choose columns with --features"
            where = f"{table.path}: {table.place(row)}, column {one_line(self.name, 40)!r}"
            raise TableError(f"{where}: {complaint(cell)}{advice}")

    def numbers(self) -> Array:
        """Return the column as one array."""
        return np.concatenate(self.parts) if self.parts else np.empty(0)


def complaint(cell: str) -> str:
    """Say why a cell is no number."""
    if not cell.strip():
        return "the cell is empty"
    cell = one_line(cell, 30)
    if DECIMAL_COMMA.fullmatch(cell):
        return f"{cell!r} has a decimal comma: write {cell.replace(',', '.')}"
    with suppress(ValueError):
        if not math.isfinite(float(cell)):
            return f"{cell!r} is no finite number"
    return f"{cell!r} is no number"
