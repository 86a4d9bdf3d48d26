"""A formula that was read, or says why it couldn't be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microgauss.formula.terms import Statement
from microgauss.sheet.notation.extraction import Source

__all__ = ["Parsed"]


@dataclass
class Parsed:
    """A formula that was read: its text without the document's own commands, and statements.

    ``origin`` is where each of its characters stands in the document; ``problem`` says why it
    couldn't be read. The statements ``as_read`` don't know yet what their names stand for.
    """

    source: Source
    text: str = ""
    origin: Sequence[int] = ()
    as_read: Sequence[Statement] = ()
    problem: str = ""
    statements: Sequence[Statement] = ()

    def place(self, place: int) -> int:
        """Return where in the document a place of the formula is."""
        return self.origin[min(place, len(self.origin) - 1)] + self.source.first
