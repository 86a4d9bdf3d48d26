r"""What a formula stands between in a document: $…$, \[…\], an environment."""

from __future__ import annotations

import re

__all__ = ["extent", "inside", "is_display"]

CLOSINGS = {"$$": "$$", "$": "$", r"\[": r"\]", r"\(": r"\)"}
ENVIRONMENT = r"\\begin\{((?:equation|align|alignat|gather|split|multline|eqnarray)(?:ed)?\*?)\}"
OPENING = re.compile(rf"(?:(\$\$|\$|\\\[|\\\()|{ENVIRONMENT})\s*$")
FIRST = re.compile(rf"\s*(?:(\$\$|\$|\\\[|\\\()|{ENVIRONMENT})")
LONGEST = 80  # characters that an opening takes, with the space behind it
SPACE = re.compile(r"\s*")


def inside(source: str) -> tuple[int, str]:
    r"""Return where the inside of a formula begins, and the inside.

    >>> inside("$x$"), inside(r"\begin{align*}x\end{align*}"), inside("x")
    ((1, 'x'), (14, 'x'), (0, 'x'))
    """
    opening = FIRST.match(source)
    closing = closing_of(opening) if opening else ""
    end = len(source.rstrip()) - len(closing)
    if opening and source.endswith(closing, 0, end + len(closing)) and opening.end() <= end:
        return opening.end(), source[opening.end() : end]
    return 0, source


def extent(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a formula with its delimiters stands, of which the inside is given.

    >>> extent("so $x$ and $y$", 4, 5), extent("so $x$ and $y$", 3, 6)
    ((3, 6), (3, 6))
    """
    while not text.startswith(tuple(CLOSINGS), start):
        first = max(0, start - LONGEST)
        opening = OPENING.search(text[first:start])
        last = SPACE.match(text, end)
        assert last is not None
        if not opening or not text.startswith(closing := closing_of(opening), last.end()):
            break
        start, end = first + opening.start(), last.end() + len(closing)
    return start, end


def is_display(formula: str) -> bool:
    """Tell whether a formula with its delimiters stands by itself, and not in a line."""
    return not formula.lstrip().startswith("$") or formula.lstrip().startswith("$$")


def closing_of(opening: re.Match[str]) -> str:
    """Return what closes an opening."""
    return CLOSINGS[opening[1]] if opening[1] else rf"\end{{{opening[2]}}}"
