"""The steps in a terminal: one at a time, or all at once."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from microgauss.viz.stepping import Step, steps

if TYPE_CHECKING:
    from typing import TextIO

    from microgauss.engine.value import Value

__all__ = ["walk"]

BOLD, DIM, BLUE, ORANGE, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[34m", "\x1b[33m", "\x1b[0m"
PROMPT = "Enter: next step, q: quit "


def walk(f: Value, *, wait: bool = False, stream: TextIO | None = None) -> None:
    """Print the steps of a pass over f, to stdout unless told.

    With ``wait`` it pauses after each step until Enter is pressed; q, or the end of the input, ends
    it. Coloured only where the stream is a terminal and NO_COLOR isn't set. Raises what `steps`
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
    """
    stream = stream or sys.stdout
    is_coloured = stream.isatty() and not os.environ.get("NO_COLOR")
    for step in steps(f):
        if step.number > 1:
            stream.write("\n")
        stream.write(f"{coloured(step) if is_coloured else step}\n")
        if wait and step.number < step.total and not go_on(stream):
            break


def go_on(stream: TextIO) -> bool:
    """Wait for Enter, and tell whether to show the next step."""
    stream.write(PROMPT)
    stream.flush()
    try:
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        answer = ""
    if not answer:
        stream.write("\n")
    return bool(answer) and not answer.strip().lower().startswith("q")


def coloured(step: Step) -> str:
    """Colour a step's lines: forward blue, backward orange, the reason dim."""
    colours = (BOLD, "", BLUE if step.phase == "forward" else ORANGE, DIM)
    lines = str(step).split("\n")
    return "\n".join(f"{colour}{line}{PLAIN}" for colour, line in zip(colours, lines, strict=True))
