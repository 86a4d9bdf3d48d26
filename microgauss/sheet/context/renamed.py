"""Names that an answer gives to what the sheet calls otherwise: I write $q$ instead of $p$."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import bare, quantities
from microgauss.sheet.notation.text import Parsed, Text
from microgauss.sheet.notation.words import words
from microgauss.sheet.understanding.scope import Definition

__all__ = ["renamed"]

INSTEAD = words(  # between two names
    r"\s*(?:instead of|in place of|in lieu of|rather than|statt|anstatt|anstelle von|au lieu de"
    r"|à la place de)(?:\s+\w+)?\s*"
)
FOR = words(r"\s*(?:for|für|pour|as|rather|schreibe ich|schreiben wir)(?:\s+\w+)?\s*")
WRITE = words(
    r"\b(?:writ\w+|call\w*|denot\w+|use|using|nam\w+|schreib\w*|nenn\w*|bezeichn\w*|not\w+|appel\w+"
    r"|écri\w+|statt|anstatt|instead of)\b[^$]*$"
)
IS = words(r"\s*(?:is|ist|est)\s+(?:the|der|die|das|le|la|l')?\s*(?!\w+\s+of\b)(?:\w+\s+){0,2}")


def renamed(text: Text) -> Iterator[tuple[Source, Definition]]:
    """Yield what new names of an answer stand for, by the words between mentions of two names."""
    sheets = text.sheet.statements if text.sheet else []
    used = {name for statement in sheets for name in quantities(*statement.sides)}
    for one, other in pairwise(text.own_mentions):
        names = [name_of(one), name_of(other)]
        if one.source.sentence != other.source.sentence or not all(names):
            continue
        between = text.text[one.source.end : other.source.start]
        is_said = WRITE.search(text.prose_before(one.source, 0)) and FOR.fullmatch(between)
        if INSTEAD.fullmatch(between) or is_said or IS.fullmatch(between):
            old = [name for name in names if name in used]
            new = [name for name in names if name not in used]
            if len(old) == len(new) == 1:
                known = (one, other)[names.index(old[0])]
                yield one.source, Definition(new[0], known.statements[0].sides[0])


def name_of(parsed: Parsed) -> str:
    """Return the name that a mention is, or ""."""
    name = bare(parsed.statements[0].sides[0]) if parsed.statements else None
    return name.text if name else ""
