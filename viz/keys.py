"""What a reader wants next, by one key where the terminal tells keys, else by a line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["HELP", "wish"]

HELP = """Enter, Space, n, →   the next step
b, ←                 one step back
f, Home              the first step
l, End               the last step
?                    this list
q, Esc               quit"""
KEYS = {
    "next": ("", "\r", "\n", " ", "n", "\x1b[C", "\x1bOC"),
    "back": ("b", "\x1b[D", "\x1bOD"),
    "first": ("f", "\x1b[H", "\x1bOH", "\x1b[1~"),
    "last": ("l", "\x1b[F", "\x1bOF", "\x1b[4~"),
    "help": ("?", "h"),
    "quit": ("q", "\x1b", "\x03", "\x04"),
}
WISHES = {key: wish for wish, keys in KEYS.items() for key in keys}
WINDOWS = {"M": "next", "K": "back", "G": "first", "O": "last"}  # behind a first sign: not a letter
LONGEST_KEY = 8  # characters


def wish() -> str:
    """Return what is wanted: "next", "back", "first", "last", "help" or "quit".

    Whatever else is pressed is "next", as Enter is. The end of the input, and Ctrl-C, quit.
    """
    try:
        if sys.stdin.isatty() and (read := one_key()):
            return read()
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        return "quit"
    return WISHES.get(line.strip().lower()[:1], "next") if line else "quit"


def one_key() -> Callable[[], str] | None:
    """Return how a key is read here without Enter; None where that can't be done."""
    try:
        import msvcrt  # noqa: PLC0415, only Windows has it
    except ImportError:
        return unix_key() if os.name == "posix" else None
    return lambda: by_signs(msvcrt.getwch)  # type: ignore[attr-defined, unused-ignore]


def by_signs(read: Callable[[], str]) -> str:
    """Return what is wanted by a key that Windows tells as one sign, or as two."""
    sign = read()
    if sign in ("\x00", "\xe0"):
        return WINDOWS.get(read(), "next")
    return WISHES.get(sign.lower(), "next")


def unix_key() -> Callable[[], str] | None:
    """Return how a key is read from a Unix terminal."""
    try:
        import termios  # noqa: PLC0415, not every Unix has them
        import tty  # noqa: PLC0415
    except ImportError:
        return None

    def read() -> str:
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal, termios.TCSADRAIN)  # keeps what was typed; Ctrl-C interrupts
            key = os.read(terminal, LONGEST_KEY).decode(errors="replace")
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        return (
            "quit" if not key else WISHES.get(key if key[0] == "\x1b" else key[0].lower(), "next")
        )

    return read


def moved(place: int, wanted: str, items: Sequence[object]) -> int:
    """Return the place that is gone to from a place in a sequence; its end is past the last.

    >>> moved(1, "next", "abc"), moved(0, "back", "abc"), moved(0, "last", "abc")
    (2, 0, 2)
    """
    places = {"back": place - 1, "first": 0, "last": len(items) - 1, "help": place}
    return max(0, places.get(wanted, place + 1))
