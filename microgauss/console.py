"""How a command ends: with a status that says how it went, and with one line if it went wrong."""

from __future__ import annotations

import contextlib
import os
import sys

__all__ = ["INTERRUPTED", "OURS", "RIGHT", "UNSURE", "USAGE", "WRONG", "close", "complain"]

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
