"""What is written to a terminal: how a command ended, how far it is, text that is safe to print."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import Self

__all__ = [
    "INTERRUPTED", "OURS", "RIGHT", "UNSURE", "USAGE", "WRONG", "Progress", "close", "complain",
    "counted", "one_line",
]  # fmt: skip

RIGHT, WRONG, USAGE, UNSURE, OURS = range(5)  # exit statuses
INTERRUPTED = 130  # as shells count Ctrl-C: 128 and the signal's number


def complain(message: str, status: int = USAGE) -> int:
    """Print an error as one line, if stderr takes it, and return the exit status."""
    if sys.stderr is not None:  # None: closed from the start
        with contextlib.suppress(OSError):
            print("microgauss:", " ".join(message.splitlines()), file=sys.stderr, flush=True)
    return status


def close() -> None:
    """Flush the output. What can't be written is dropped: Python would fail at it again at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def one_line(text: str, width: int | None = None) -> str:
    r"""Return a text as one line that is safe to print, cut to ``width`` characters.

    A newline becomes ⏎, a tab a space, and whatever else isn't printable �: escape codes, marks
    that change the direction of text.

    >>> one_line("a\nb\x1b[31m"), one_line("a rather long label", 10)
    ('a⏎b�[31m', 'a rather …')
    """
    if width is not None and len(text) > width:
        text = text[: width - 1] + "…"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else {"\n": "⏎", "\t": " "}.get(c, "�") for c in text)


def counted(count: int, what: str) -> str:
    """Write how many there are of something.

    >>> counted(1, "row"), counted(20_000, "row")
    ('1 row', '20,000 rows')
    """
    return f"{count:,} {what}{'' if count == 1 else 's'}"


class Progress:
    """One line on a terminal, written over and over when work takes long, then wiped away."""

    def __init__(self, due: float = 1) -> None:
        self.is_watched = sys.stderr is not None and sys.stderr.isatty()
        self.due, self.width = time.monotonic() + due, 0

    def __enter__(self) -> Self:
        return self

    def __call__(self, text: str) -> None:
        """Show how far the work is."""
        if self.is_watched and time.monotonic() >= self.due:
            text = text[:78]
            print(f"\r{text:{self.width}}", end="", file=sys.stderr, flush=True)
            self.width, self.due = max(len(text), self.width), time.monotonic() + 0.5

    def __exit__(self, *_: object) -> None:
        if self.width:
            print("\r" + " " * self.width, end="\r", file=sys.stderr, flush=True)
