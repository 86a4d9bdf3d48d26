"""Which parts of a wrong side are to be marked: those that its repair changes."""

from __future__ import annotations

from microgauss.formula.terms import Term
from microgauss.sheet.document import Link
from microgauss.sheet.showing.chains import Side, collapsed, side_of

__all__ = ["marked_terms"]


def marked_terms(side: Side, link: Link) -> list[Term]:
    """Return the terms of a wrong side that its repair changes, or else the whole side."""
    if side.term is None:
        return []
    repaired = side_of(link.repair or "")
    found = [term for old, _ in link.edits for term in changed(side, repaired, old)]
    return found or [side.term]


def changed(side: Side, repaired: Side, old: str) -> list[Term]:
    """Return the terms that an edit replaced: all that look like it, or the one that holds it."""
    same = spelt(side, old)
    if len(same) > 1 and spelt(repaired, old):  # one of them: where the two sources part
        pairs = enumerate(zip(side.source, repaired.source, strict=False))
        place = first_place(side) + next((k for k, (a, b) in pairs if a != b), 0)
        return [term for term in same if term.span[0] <= place < term.span[1]]
    return same or holding(side, old)


def holding(side: Side, old: str) -> list[Term]:
    """Return the smallest term that holds a piece of the source, if it is there once."""
    pieces = side.source.count(old) if old else 0
    if pieces != 1:
        return []
    start = first_place(side) + side.source.index(old)
    around = [t for t in side.terms if t.span[0] <= start and start + len(old) <= t.span[1]]
    return sorted(around, key=lambda term: term.span[1] - term.span[0])[:1]


def spelt(side: Side, source: str) -> list[Term]:
    """Return the terms of a side that are spelt like this."""
    wanted = collapsed(source)
    return [t for t in side.terms if wanted and collapsed(side.whole[slice(*t.span)]) == wanted]


def first_place(side: Side) -> int:
    """Return where a side begins in its formula."""
    return side.term.span[0] if side.term else 0
