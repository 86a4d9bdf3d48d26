"""Where a formula is divided: rows, arrows, wide spaces, texts, commas before another statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lark import Token

from microgauss.formula.parsing.tokens import depths, partners, skip_scripts

__all__ = ["Segment", "begins_statement", "outermost", "segments"]

INEQUALITIES = ("<", "<=", ">", ">=")
DIVIDERS = {
    "BREAK": "row", "ARROW": "arrow", "QUAD": "space", "TEXT": "text", "STATEMENT": "comma",
}  # fmt: skip


@dataclass
class Segment:
    """Some tokens of a formula, and how they are divided from those before.

    ``how`` is row, arrow, space (a wide one), comma, or the first word of the ``text`` before them.
    A row ``is_aligned`` if an alignment mark begins it, and ``is_indented`` if a wide space does.
    """

    how: str = "row"
    tokens: list[Token] = field(default_factory=list)
    text: Token | None = None
    is_aligned: bool = False
    is_indented: bool = False
    has_relation: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.tokens and self.text is None


def segments(tokens: Sequence[Token]) -> Iterator[Segment]:
    """Divide the tokens of a formula."""
    pairs = partners(tokens)
    segment = Segment()
    for i, depth in enumerate(depths(tokens)):
        kind = "" if depth else divider(tokens, i, segment, pairs)
        if kind == "QUAD" and not segment.tokens:
            segment.is_indented = True
        elif kind == "ALIGN":
            segment.is_aligned |= not segment.tokens
        elif kind in DIVIDERS:
            if not segment.is_empty:
                yield segment
            segment = begun(kind, tokens[i])
        else:
            segment.tokens.append(tokens[i])
            segment.has_relation |= kind == "REL"
    if not segment.is_empty:
        yield segment


def begun(kind: str, this: Token) -> Segment:
    """Return the segment that begins behind what divides."""
    if kind != "TEXT":
        return Segment(DIVIDERS[kind])
    words = str(this).lower().split() or ["text"]
    return Segment(words[0].strip(".,:;()"), text=this)


def divider(
    tokens: Sequence[Token], i: int, segment: Segment, pairs: Mapping[int, int]
) -> str:  # fmt: skip
    """Return the kind of a token outside brackets, by what it does where it stands."""
    kind = str(tokens[i].type)
    if kind == "ALIGN" and segment.has_relation:  # a column of its own, as behind a wide space
        around = [tokens[j].type for j in (i - 1, i + 1) if 0 <= j < len(tokens)]
        return kind if "REL" in around else "QUAD"
    if (
        kind == "COMMA"
        and segment.has_relation
        and (begins_statement(tokens, i + 1, pairs) or begins_bounds(tokens, i + 1, pairs))
    ):
        return "STATEMENT"  # a = 1, b = 2
    return kind


def begins_bounds(tokens: Sequence[Token], start: int, pairs: Mapping[int, int]) -> bool:
    """Tell whether tokens begin with a number and an inequality, 0 < q, or with a, b > 0."""
    place, last = start, ""
    while place < len(tokens) and tokens[place].type in ("NAME", "BOLD", "COMMA"):
        place, last = skip_scripts(tokens, place + 1, pairs), tokens[place].type
    if place == start and tokens[place : place + 1] and tokens[place].type == "NUMBER":
        place += 1
    is_list = place > start and last != "COMMA"
    return is_list and place < len(tokens) and str(tokens[place]) in INEQUALITIES


def begins_statement(
    tokens: Sequence[Token], start: int = 0, pairs: Mapping[int, int] | None = None
) -> bool:
    """Tell whether tokens begin with a name, f(x), or a derivative, and a relation."""
    pairs = partners(tokens) if pairs is None else pairs
    kinds = [this.type for this in tokens[start : start + 1]]
    place = start
    if kinds in (["DFRAC"], ["DOP"], ["DBRACKET"]):
        place = pairs[pairs[start + 1] + 1] + 1
    elif kinds == ["NABLA"]:
        place = skip_scripts(tokens, start + 1, pairs)
    if place < len(tokens) and tokens[place].type in ("NAME", "BOLD"):
        place += 1
    elif place == start:
        return False
    place = skip_scripts(tokens, place, pairs)
    if place < len(tokens) and tokens[place].type == "OPEN":
        place = skip_scripts(tokens, pairs[place] + 1, pairs)
    return place < len(tokens) and tokens[place].type == "REL"


def outermost(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens that stand outside brackets."""
    return (this for this, depth in zip(tokens, depths(tokens), strict=True) if not depth)
