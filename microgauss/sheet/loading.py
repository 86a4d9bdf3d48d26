"""A document's text, from a file or the standard input, or one line that says why not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from microgauss.formula import FormulaError

__all__ = ["MOST", "load", "load_stdin"]

MOST = 2_000_000  # bytes


def load(path: str | os.PathLike[str]) -> str:
    r"""Return the text of a file in UTF-8, of at most 2 MB, its lines ended by a newline each.

    Raises FormulaError for a folder and for what is no such text, OSError for what can't be read.
    See also: `load_stdin`.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.md").write_bytes("σ > 0\r\n".encode())
    ...     load(Path(folder, "a.md"))
    'σ > 0\n'
    """
    if Path(path).is_dir():
        raise FormulaError(f"{str(path)!r} is a folder; name a file in it")
    with Path(path).open("rb") as stream:
        return decoded(stream.read(MOST + 1), str(path))


def load_stdin() -> str:
    """Return the text of the standard input, as `load` does that of a file."""
    if sys.stdin is None:
        raise FormulaError("the standard input is closed; name a file")
    return decoded(sys.stdin.buffer.read(MOST + 1), "the standard input")


def decoded(raw: bytes, name: str) -> str:
    """Return bytes as text, or say which of them aren't."""
    if len(raw) > MOST:
        raise FormulaError(f"{name} is too large: a document has at most {MOST // 1_000_000} MB")
    if b"\0" in raw:
        raise FormulaError(f"{name} is no text: it has bytes that are 0; save it as text in UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"{name}, line {line}: the byte {raw[error.start]:#04x} is no UTF-8"
        raise FormulaError(f"{message}; save it as text in UTF-8") from None
    return text.replace("\r\n", "\n")
