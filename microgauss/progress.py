"""What takes long says so, on a terminal."""

from __future__ import annotations

import sys
import time
from typing import Self

__all__ = ["Progress"]


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
