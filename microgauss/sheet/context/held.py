"""What words say is held fixed, or given, by its name beside them."""

from __future__ import annotations

from collections.abc import Iterable

from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import quantities
from microgauss.sheet.notation.provisos import CONSTANT, GIVEN, GIVEN_BEFORE, HELD
from microgauss.sheet.notation.text import Parsed, Text

__all__ = ["Held"]

NEAR = 40  # characters around a name that is held fixed


class Held:
    """Finds what a document says is held fixed."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def in_sentence(self, source: Source) -> set[str]:
        """Return the names that are held fixed in a formula's sentence, or given anywhere."""
        text = self.text.text
        own = [one for one in self.text.mentions if one.source.sentence == source.sentence]
        near = (
            one for one in own for start in [max(0, one.source.start - NEAR)]
            if GIVEN_BEFORE.search(text[start : one.source.start])
            or HELD.search(text[start : one.source.end + NEAR])
        )  # fmt: skip
        return names_in((*near, *self.given()))

    def before(self, source: Source) -> set[str]:
        """Return the names that are held fixed in an exercise, before a formula."""
        text = self.text.text
        return names_in(
            one for one in self.text.mentions
            if one.source.exercise == source.exercise and one.source.start < source.start
            and (HELD.search(text[one.source.end : one.source.end + NEAR])
                 or CONSTANT.match(text, one.source.end))
        )  # fmt: skip

    def in_exercise(self, source: Source) -> set[str]:
        """Return the names that an exercise says to be given: U = R I is constant."""
        return names_in(one for one in self.given() if one.source.exercise == source.exercise)

    def given(self) -> list[Parsed]:
        """Return the formulas behind which words say that they are given."""
        every = (*self.text.mentions, *self.text.formulas)
        return [one for one in every if GIVEN.match(self.text.text, one.source.end)]


def names_in(formulas: Iterable[Parsed]) -> set[str]:
    """Return the names on the left of formulas."""
    return {name for one in formulas for s in one.statements for name in quantities(*s.sides[:1])}
