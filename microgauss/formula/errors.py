"""What is said of a formula that can't be read, with the place marked."""

from __future__ import annotations

from typing import NoReturn

__all__ = ["FormulaError", "Refusal", "mark", "refuse"]

Span = tuple[int, int]


class FormulaError(ValueError):
    """A formula that can't be read, with the place marked: ``>>here<<``.

    ``offset`` is where the place begins in the formula, in characters.
    """

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class Refusal(Exception):  # noqa: N818, the reader makes it a FormulaError
    """Why a part can't be read, raised where the text isn't at hand: the reader marks the place.

    ``why`` may quote parts of the text, ``{0}`` the first of ``quoted``.
    """

    def __init__(self, why: str, span: Span, *quoted: Span) -> None:
        super().__init__(why)
        self.why, self.span, self.quoted = why, span, quoted

    def in_text(self, text: str) -> FormulaError:
        """Return the error that marks the place in the text."""
        parts = [shortened(text[start:end].strip()) for start, end in self.quoted]
        why = self.why.format(*parts) if parts else self.why
        start, end = self.span
        return FormulaError(f"{one_line(why)} (in {mark(text, start, end)})", start)


def refuse(why: str, text: str, start: int, end: int) -> NoReturn:
    """Raise the error that marks a place in a text."""
    raise Refusal(why, (start, end)).in_text(text)


def mark(text: str, start: int, end: int) -> str:
    """Mark a place in a text, with some of what stands around it, in one line.

    >>> mark("x + y*2", 4, 5)
    'x + >>y<<*2'
    """
    before, place, after = (one_line(t) for t in (text[:start], text[start:end], text[end:]))
    before = before if len(before) < 30 else "..." + before[-27:]
    after = after if len(after) < 30 else after[:27] + "..."
    return f"{before}>>{shortened(place)}<<{after}"


def shortened(text: str) -> str:
    """Return a text in one line, without its middle where it is long."""
    text = one_line(text)
    return text if len(text) < 50 else f"{text[:24]}...{text[-23:]}"


def one_line(text: str) -> str:
    """Write a text in one line, with ? for signs that don't show, or that turn the line around."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "?" for c in text)
