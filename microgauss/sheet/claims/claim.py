"""A claim, and another way to read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.text import Parsed
from microgauss.sheet.verdict.judging import Judge

__all__ = ["Claim", "Reading"]


class Claim(NamedTuple):
    """A statement whose sides from ``first`` on are judged; ``head`` is how its head is written."""

    statement: Statement
    parsed: Parsed
    first: int
    head: str

    @property
    def sides(self) -> Sequence[Term]:
        """The sides that are judged."""
        return self.statement.sides[self.first :]

    def place(self, side: Term) -> int:
        """Return which of the statement's sides one is."""
        return next(i for i, one in enumerate(self.statement.sides) if one is side)


class Reading(NamedTuple):
    """What a claim may be meant as, who judges it, and what is to be said where it is right."""

    claim: Claim
    judge: Judge
    words: str
