"""The steps in a terminal: one at a time, or all at once."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

from microgauss.engine.notation import number
from microgauss.engine.value import toposort
from microgauss.viz.keys import HELP, moved, wish
from microgauss.viz.naming import kind, name
from microgauss.viz.stepping import Step, steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from microgauss.engine.value import Value

__all__ = ["walk"]

BOLD, DIM, BLUE, ORANGE, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[34m", "\x1b[33m", "\x1b[0m"
PROMPT = "Enter: next step, b: back, q: quit, ?: all keys "
INDENT = "    "  # of a line that goes on
NARROWEST = 40  # characters


def walk(f: Value, *, wait: bool = False, stream: TextIO | None = None) -> None:
    """Print the steps of a pass over f and the gradients it gives, to stdout unless told.

    With ``wait`` it pauses after each step until a key is pressed: Enter for the next, b or ← for
    the one before, ? for the list; q, or the end of the input, ends it. Coloured, and wrapped at
    the terminal's width, only where the stream is a terminal; NO_COLOR is kept. Raises what `steps`
    raises. See also: `steps`, `microgauss.viz.step_page`.

    >>> from microgauss import Value
    >>> walk(-Value(2.0, "x"))
    Step 1 of 2   −   f = −x
    −x = −2
    f.data: — → −2
    f is next: everything it uses is known (x)
    <BLANKLINE>
    Step 2 of 2   −   f = −x          f → x
    ∂f/∂x += ∂f/∂f · ∂f/∂x = ∂f/∂f · (−1) = 1 · (−1) = −1
    x.grad: — → −1      contribution 1 of 1, final
    f is next: it is the output, and ∂f/∂f = 1
    <BLANKLINE>
    Gradients of f = −2
      ∂f/∂x = −1
    """
    printer = Printer(stream or sys.stdout)
    taken = steps(f)
    if not wait:
        for step in taken:
            printer.step(step)
    elif not printer.at_pace(list(taken)):
        return
    printer.lines("", ["", *gradients(f)])


def gradients(f: Value) -> Iterator[str]:
    """Yield the lines of the closing table: each leaf's gradient."""
    output = name(f, f)
    yield f"Gradients of {output} = {number(f.data)}"
    named = [(f"∂{output}/∂{name(v, f)}", v) for v in toposort(f) if kind(v) == "leaf"]
    width = max((len(text) for text, _ in named), default=0)
    for text, leaf in named:
        yield f"  {text:{width}} = {number(leaf.grad)}"


class Printer:
    """Prints steps on a stream: in colour, and wrapped, where that is a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        is_terminal = stream.isatty()
        self.is_coloured = is_terminal and not os.environ.get("NO_COLOR")
        columns = shutil.get_terminal_size().columns
        self.width = max(columns, NARROWEST) if is_terminal else None
        self.is_first = True

    def at_pace(self, taken: list[Step]) -> bool:
        """Print steps as they are asked for; tell whether their end was reached."""
        place = 0
        while place < len(taken):
            self.step(taken[place])
            self.stream.write(PROMPT)
            self.stream.flush()
            wanted = wish()
            self.stream.write("\r\x1b[K" if self.width else "\n" * (wanted == "quit"))
            if wanted == "help":
                self.lines("", HELP.split("\n"))
            if wanted == "quit":
                return False
            place = moved(place, wanted, taken)
        return True

    def step(self, step: Step) -> None:
        """Print a step: forward blue, backward orange, the reason dim."""
        colours = (BOLD, "", BLUE if step.phase == "forward" else ORANGE, DIM)
        if not self.is_first:
            self.lines("", [""])
        self.is_first = False
        for colour, line in zip(colours, str(step).split("\n"), strict=True):
            self.lines(colour, [line])

    def lines(self, colour: str, lines: Iterable[str]) -> None:
        """Print lines, each in a colour."""
        for line in lines:
            for part in self.wrapped(line):
                is_plain = not (colour and self.is_coloured)
                self.stream.write(f"{part}\n" if is_plain else f"{colour}{part}{PLAIN}\n")

    def wrapped(self, line: str) -> list[str]:
        """Return a line in parts that fit the terminal."""
        if self.width is None or len(line) <= self.width:
            return [line]
        return textwrap.wrap(
            line, self.width, subsequent_indent=INDENT, break_on_hyphens=False,
            drop_whitespace=True,
        )  # fmt: skip
