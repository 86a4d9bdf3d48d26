"""Lines of text broken where it hurts least: a formula outside its brackets, before an operator."""

from __future__ import annotations

import textwrap
from itertools import accumulate

__all__ = ["broken", "wrapped"]

OPERATORS = "+−·=≠<≤>≥≈∈→"
DEPTHS = {**dict.fromkeys("([{⟨", 1), **dict.fromkeys(")]}⟩", -1)}


def broken(formula: str, width: int, indent: int = 0) -> list[str]:
    """Break a formula into lines of at most ``width`` characters, all but the first indented.

    >>> broken("f = (a + b)·c + (d + e)·g", 20, 4)
    ['f = (a + b)·c', '    + (d + e)·g']
    """
    lines, rest = [], formula.rstrip()
    room = width
    while len(rest) > room:
        place = best_place(rest, room)
        lines.append(rest[:place].rstrip())
        rest = rest[place:].lstrip()
        room = width - indent
    first, *others = [*lines, rest]
    return [first, *(" " * indent + line for line in others)]


def best_place(text: str, width: int) -> int:
    """Return where to break: at the outermost space behind the first third of what has room."""
    depths = list(accumulate(DEPTHS.get(sign, 0) for sign in text[: width + 1]))
    spaces = [k for k in range(width // 3, width + 1) if text[k] == " "]
    if not spaces:
        return width
    return min(spaces, key=lambda k: (depths[k], text[k + 1 : k + 2] not in OPERATORS, -k))


def wrapped(text: str, width: int) -> list[str]:
    """Break a sentence into lines of at most ``width`` characters; x = 1 stays together.

    >>> wrapped("at the point x = 1", 15)
    ['at the point', '  x = 1']
    """
    glued = text.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
    lines = textwrap.wrap(glued, width, subsequent_indent="  ", break_on_hyphens=False)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
