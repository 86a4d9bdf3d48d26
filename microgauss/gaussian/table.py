"""Read a table with pandas, and say in one line what is wrong with it.

The formats are CSV, also compressed by gzip, bzip2, xz or zip, and Parquet; the first bytes of a
file tell which it is. CSV is UTF-8, with or without a byte-order mark. A line of column names comes
first, except for blank lines and lines that start with #; then comes a line for each row. Cells are
separated by commas, semicolons or tabs, whichever gives the header the most cells. Numbers have
decimal points.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import lzma
import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO, FileIO, StringIO
from itertools import chain
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from microgauss.console import counted, one_line

__all__ = [
    "Table", "TableError", "as_numbers", "load_pandas", "plain", "read_table", "reason",
]  # fmt: skip

Array = NDArray[np.float64]
HEAD = 1_000_000  # characters in which the header ends
UNREADABLE = (
    OSError, ValueError, EOFError, RuntimeError, csv.Error, zlib.error, lzma.LZMAError, BadZipFile,
)  # fmt: skip
cells_of = partial(csv.reader, skipinitialspace=True)


class TableError(ValueError):
    """What is wrong with a table, or with what is asked of it: one line that says where.

    >>> raise TableError("a.csv: no rows")
    Traceback (most recent call last):
    microgauss.gaussian.table.TableError: a.csv: no rows
    """

    def __init__(self, message: str) -> None:
        super().__init__(one_line(" ".join(message.split())))


@dataclass(frozen=True)
class Table:
    """A table: the names of its columns, and a pandas DataFrame whose columns are positions.

    For CSV also ``lines``, the number of each row's last line, and the ``text`` below the header.
    """

    path: str
    names: tuple[str, ...]
    frame: Any = field(repr=False)
    lines: Sequence[int] = field(repr=False, default=())
    text: str = field(repr=False, default="")
    delimiter: str = ","

    def rows(self) -> Iterator[str]:
        """Yield the text of each row of a CSV file, as it stands there but for the line's end."""
        if isinstance(self.lines, range):  # a line for each row, and no other
            yield from self.text.rstrip("\n").replace("\r\n", "\n").removesuffix("\r").split("\n")
            return
        lines, start = StringIO(self.text, newline="").readlines(), 0
        rows = cells_of(lines, delimiter=self.delimiter)
        for cells in rows:
            if any(cells):
                yield "".join(lines[start : rows.line_num]).rstrip("\r\n")
            start = rows.line_num


def read_table(path: str | os.PathLike[str]) -> Table:
    """Return the table in a file; ``-`` is the standard input.

    Raises TableError, which names the place, for a file that can't be read, is not UTF-8 or has no
    rows, for a header that names a column twice or holds numbers instead of names, for a row that
    has more or fewer cells than the header, and for quotes that don't match.

    >>> from importlib import resources
    >>> read_table(resources.files("microgauss.gaussian") / "engel.csv").names
    ('income', 'food')
    """
    load_pandas()
    source = os.fspath(path)
    where = "standard input" if source == "-" else source
    try:
        with FileIO(0 if source == "-" else source, closefd=source != "-") as stream:
            data = unpacked(stream.readall())
        return (from_parquet if data.startswith(b"PAR1") else from_csv)(where, data)
    except TableError:
        raise
    except UNREADABLE as error:
        raise TableError(f"{where}: can't be read ({reason(error)})") from None


def load_pandas() -> Any:
    """Import pandas, which only tables need, or say how to install it."""
    try:
        import pandas  # noqa: ICN001, PLC0415, where it is used
    except ImportError:
        raise TableError("a table is read by pandas: pip install 'microgauss[fit]'") from None
    return pandas


def reason(error: BaseException) -> object:
    """Return the system's words for an error, or else its own."""
    return getattr(error, "strerror", None) or error


def unpacked(data: bytes) -> bytes:
    """Return the bytes of a file, decompressed if their first bytes are those of a known format."""
    formats: dict[bytes, Callable[[bytes], bytes]] = {
        b"\x1f\x8b": gzip.decompress, b"BZh9": bz2.decompress, b"\xfd7zXZ\0": lzma.decompress,
        b"PK\x03\x04": unzipped,
    }  # fmt: skip
    for start, unpack in formats.items():
        if data.startswith(start):
            return unpack(data)
    return data


def unzipped(data: bytes) -> bytes:
    """Return the one file in a zip archive."""
    with ZipFile(BytesIO(data)) as archive:
        if len(names := archive.namelist()) != 1:
            raise BadZipFile(f"it holds {counted(len(names), 'file')}: unpack one")
        return archive.read(names[0])


def from_parquet(path: str, data: bytes) -> Table:
    """Return the table in a Parquet file."""
    frame = load_pandas().read_parquet(BytesIO(data)).reset_index(drop=True)
    names = tuple(plain(str(name)) for name in frame.columns)
    return Table(path, names, frame.set_axis(range(len(names)), axis=1))


def from_csv(path: str, data: bytes) -> Table:
    """Return the table in a CSV file; refuse malformed rows, which pandas would accept."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(f"{path}: line {line} is not UTF-8: save the file as UTF-8") from None
    stream = StringIO(text[:HEAD], newline="")
    content = ((n, line) for n, line in enumerate(stream) if line.strip() and line[0] != "#")
    skipped, first = next(content, (0, ""))
    if not first:
        raise TableError(f"{path}: the file is empty: it needs a line of column names, and rows")
    delimiter = max(",;\t", key=lambda sign: len(next(cells_of([first[:99_999]], delimiter=sign))))
    header = cells_of(chain([first], stream), delimiter=delimiter)
    names = tuple(map(plain, next(header)))
    check_header(f"{path}: line {skipped + 1}", names)
    if stream.tell() == HEAD:
        raise TableError(f"{path}: the header doesn't end in the first {HEAD:,} characters")
    text, above, width = text[stream.tell() :], skipped + header.line_num, len(names)
    count = text.rstrip("\n").count("\n") + 1
    lines: Sequence[int] = range(above + 1, above + 1 + count)
    frame = None
    # pandas pads short rows. Where no delimiter is quoted and their number is right, none is short
    is_plain = '"' not in text and text.count("\r") == text.count("\r\n")
    if is_plain and text.count(delimiter) == count * (width - 1):
        with suppress(ValueError):  # no rows, or a row that is too long
            frame = parse(text, delimiter)
    if frame is None or frame.shape != (count, width):
        lines = lines_of(path, text, delimiter, above, width)
        frame = parse(text, delimiter)
    return Table(path, names, frame, lines, text, delimiter)


def check_header(where: str, names: Sequence[str]) -> None:
    """Refuse a header that names a column twice, or that is a row of numbers."""
    if np.isfinite(as_numbers(load_pandas().Series(names, dtype=object))).all():
        raise TableError(f"{where} should name the columns, and holds numbers")
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if twice:
        raise TableError(f"{where} names two columns {twice[0]!r}")


def lines_of(path: str, text: str, delimiter: str, above: int, width: int) -> list[int]:
    """Return the number in the file of each row's last line; ``above`` lines precede the text.

    Raises TableError for a row that has not ``width`` cells, and for quotes that don't match.
    """
    rows = cells_of(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[int] = []
    try:
        for cells in filter(any, rows):
            lines.append(above + rows.line_num)
            if len(cells) != width:
                raise TableError(
                    f"{path}: row {len(lines)} (line {lines[-1]}) has "
                    f"{counted(len(cells), 'cell')}, and the header {counted(width, 'name')}"
                )
    except csv.Error as error:
        raise TableError(f"{path}: line {above + rows.line_num}: {error}") from None
    if not lines:
        raise TableError(f"{path}: there is a header, and no rows")
    return lines


def parse(text: str, delimiter: str) -> Any:
    """Return the rows of CSV text as a pandas DataFrame, without empty ones."""
    frame = load_pandas().read_csv(
        BytesIO(text.encode()), sep=delimiter, header=None, skipinitialspace=True,
        keep_default_na=False, na_values=[""], low_memory=False,
    )  # fmt: skip
    return frame.dropna(how="all", ignore_index=True)


def as_numbers(column: Any) -> Array:
    """Return a column as floats, with nan where a cell isn't a number; a date or boolean isn't."""
    if column.dtype.kind == "O":
        column = load_pandas().to_numeric(column.astype(object), errors="coerce")
    elif column.dtype.kind not in "iuf":
        return np.full(len(column), np.nan)
    return column.to_numpy(float, na_value=np.nan)  # type: ignore[no-any-return]


def plain(name: str) -> str:
    """Return a column's name with single spaces inside, and none around it."""
    return " ".join(name.split())
