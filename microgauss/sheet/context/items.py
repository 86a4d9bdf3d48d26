"""Whether a formula stands in another item, or part, than a definition: names may change there."""

from __future__ import annotations

import re

from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.labels import may_be_for
from microgauss.sheet.notation.text import Text
from microgauss.sheet.understanding.scope import Definition

__all__ = [
    "ITEM",
    "PART",
    "begins_item",
    "is_in_another_item",
    "is_of_another_item",
    "is_of_another_part",
]

ITEM = re.compile(  # of a list, a row of a table (in LaTeX with $ and &), or a heading
    r"^[ \t>]*(?:[-*+|][ \t]|\d+[.)]|\(?[a-z]{1,4}\)|\\item|#{1,6}[ \t]|-{3,}|\\(?:sub)*section)"
    r"|^(?=[^\n]*\$)[^\n&$]*(?:\$[^$\n]*\$[^\n&$]*)?&"
    r"|(?<=[.;!?])[ \t]+\([a-z]{1,3}\)(?=[ \t])",
    re.MULTILINE,
)
PART = re.compile(r"\n[ \t]*\n[ \t]*(?:\*\*|__)")  # a bold beginning of a paragraph


def begins_item(text: str) -> bool:
    """Tell whether an item of a list, or a bold beginning of a paragraph, begins in a text."""
    return any(mark.search(text) for mark in (ITEM, PART))


def is_of_another_part(known: Definition, source: Source) -> bool:
    """Tell whether a definition stands in another part, or section, and not before all parts."""
    return known.section != source.section or known.part not in ("", source.part)


def is_of_another_item(text: Text, known: Definition, source: Source) -> bool:
    """Tell whether an item of a list, or of bold beginnings, begins behind a definition."""
    if is_of_another_part(known, source):
        return True
    start = text.lines.starts[max(0, known.line - 1)]
    between = text.text[start : source.start]
    return any(found.start() for mark in (ITEM, PART) for found in mark.finditer(between))


def is_in_another_item(text: Text, said: Source, source: Source) -> bool:
    """Tell whether what is said in an item of a list stands in another one than a formula.

    What a sheet says in a part is for those who answer that part, or perhaps do.
    """
    if text.sheet and said.start < text.first <= source.start:
        return not may_be_for(text.sheet.place(said), text.place(source))
    begun = [found.start() for found in ITEM.finditer(text.text) if found.start() <= said.start]
    is_in_item = bool(begun) and "\n\n" not in text.text[begun[-1] : said.start].strip()
    first, last = sorted((said.start, source.start))
    return is_in_item and ITEM.search(text.text[first:last]) is not None
