"""Which claims of a sentence a condition is about: for x > 0 before them, or behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from microgauss.formula.terms import Statement
from microgauss.sheet.statements import Condition
from microgauss.sheet.text import Parsed, Text

__all__ = ["Clauses"]

WORDS = "for|if|when|whenever|while|provided|unless|für|falls|wenn|pour|si|on|as long as"
LEAD = re.compile(
    rf"\b(?:{WORDS})(?:\s+(?:all|every|any|each|real|alle|alle reellen))*\s*$", re.IGNORECASE
)
CUE = re.compile(rf"\b(?:{WORDS})\b", re.IGNORECASE)
AND_LEAD = re.compile(rf"^[\s,.]*(?:and|but|while|und|et)\s+(?:{WORDS})\b", re.IGNORECASE)
AND = re.compile(r"^\s*(?:,|and|und|et|or|oder|&)*\s*(?:and|und|et)?\s*$", re.IGNORECASE)


class Clauses:
    """The conditions of a document that are about some claims of their sentence only.

    ``starts`` are where such conditions begin. Any other holds on: let x > 0, or f(x) = log x for
    x > 0, if that is a definition; ``defining`` are where formulas begin that define something.
    """

    def __init__(
        self, text: Text, conditions: Callable[[Statement], list[Condition] | None],
        defining: set[int],
    ) -> None:  # fmt: skip
        self.text, self.conditions, self.defining = text, conditions, defining
        self.starts: set[int] = set()

    def found(self) -> Iterator[tuple[Parsed, list[int]]]:
        """Yield the conditions with the beginnings of the formulas that they are about.

        What stands behind where is about the claim before it, and holds on.
        """
        for _, group in groupby(self.text.formulas, key=lambda parsed: parsed.source.sentence):
            yield from self.of_sentence(list(group))

    def of_sentence(self, formulas: list[Parsed]) -> Iterator[tuple[Parsed, list[int]]]:
        """Go through a sentence: conditions before the first claim are about what follows them."""
        marked = [self.is_marked(formulas, i) for i in range(len(formulas))]
        for i, parsed in enumerate(formulas):
            if not marked[i]:
                continue
            leads = marked[0] or self.leads(formulas, i)
            around = range(i + 1, len(formulas)) if leads else range(i - 1, -1, -1)
            claims: list[int] = []
            for j in around:
                if marked[j] and claims:
                    break
                if not marked[j]:
                    claims.append(formulas[j].source.start)
            if not self.defining & set(claims[:1]):
                self.starts.add(parsed.source.start)
            yield parsed, claims

    def leads(self, formulas: list[Parsed], place: int) -> bool:
        """Tell whether a condition behind a claim is about the next: and for k != l [a formula]."""
        start, end = (formulas[place + i].source.end for i in (-1, 0))
        following = formulas[place + 1 : place + 2]
        words = self.text.text[start : formulas[place].source.start]
        gap = [self.text.text[end : parsed.source.start].strip() for parsed in following]
        return AND_LEAD.match(words) is not None and gap == [""]

    def is_marked(self, formulas: list[Parsed], place: int) -> bool:
        """Tell whether a formula is a condition with a word like for before it."""
        parsed = formulas[place]
        if not parsed.statements or not all(map(self.conditions, parsed.statements)):
            return False
        before = formulas[place - 1] if place else None
        start = before.source.end if before else max(0, parsed.source.start - 40)
        words = " ".join(self.text.text[start : parsed.source.start].split())
        if LEAD.search(words) or (before is not None and CUE.search(words)):
            return True
        return before is not None and bool(AND.match(words)) and self.is_marked(formulas, place - 1)
