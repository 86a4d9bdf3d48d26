"""What names are said to be beside a claim: the same as others, at x = a, or solved for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.understanding.scope import Definition

__all__ = ["NOTHING", "Beside"]


class Beside(NamedTuple):
    """What ``names`` are said to be in a formula, and where that stands."""

    source: Source
    names: Mapping[str, Definition]

    def reaches(self, source: Source) -> bool:
        """Tell whether a formula is the same, or a line of the same sentence."""
        is_display = source.first - source.start > 1
        is_of_sentence = self.source.sentence == source.sentence and not is_display
        return bool(self.names) and (self.source == source or is_of_sentence)


NOTHING = Beside(Source(0, 0, 0, ""), {})
