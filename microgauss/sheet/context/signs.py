"""What the words around a name say of its sign: let y be negative, for positive x."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from microgauss.check.domains import Domain
from microgauss.formula.terms import Term
from microgauss.sheet.context.conditions import Condition
from microgauss.sheet.notation.parts import bare
from microgauss.sheet.notation.text import Parsed, Text

__all__ = ["signs_in"]

SIGN = r"(?P<sign>non-?negative|positive|negative|nichtnegativ\w*|positiv\w*|negativ\w*)"
KIND = r"(?:\s+(?:real|whole|integers?|numbers?|reals|constants?|parameters?|ganze?|reelle?|Zahl))*"
BEFORE = re.compile(rf"\b{SIGN}{KIND}\s*$", re.IGNORECASE)
BEHIND = re.compile(
    rf"^(?:,?\s*(?:and|und|or)?\s*\$[^$]*\$)*\s*(?:be|is|are|being|sei|seien|ist|sind|soit)?\s*"
    rf"(?:all\s+|both\s+)?(?:an?\s+|eine?\s+)?(?:real\s+)?{SIGN}\b(?!\s+(?:semi-?)?defin){KIND}",
    re.IGNORECASE,
)
BRIEF = re.compile(r"\b(?:for|if|when|für|falls|wenn|pour|si)\b[^.$]*$", re.IGNORECASE)


def signs_in(text: Text) -> Iterator[tuple[Condition, Parsed, bool]]:
    """Yield the conditions that words state, where, and whether for their sentence only."""
    for parsed in text.mentions:
        names = [name for statement in parsed.statements for name in names_of(statement.sides)]
        before = text.text[max(0, parsed.source.start - 40) : parsed.source.start]
        behind = text.text[parsed.source.end : parsed.source.end + 60]
        found = BEFORE.search(before) or BEHIND.match(behind)
        if names and found:
            is_whole = re.search(r"integer|whole|ganze", found[0], re.IGNORECASE) is not None
            domain = domain_of(found["sign"].lower(), is_whole=is_whole)
            yield Condition(tuple(names), domain), parsed, BRIEF.search(before) is not None


def names_of(sides: Sequence[Term]) -> list[str]:
    """Return the names that a mention such as x, y lists; none of another one."""
    listed = [term for side in sides for term in (side.args if side.kind == "group" else (side,))]
    names = [bare(term) for term in listed if term.kind in ("name", "index")]
    return [name.text for name in names if name] if len(names) == len(listed) else []


def domain_of(sign: str, *, is_whole: bool) -> Domain:
    """Return the numbers that a word means."""
    if sign.startswith("negativ"):
        return Domain(-math.inf, -1.0 if is_whole else 0.0, (False, is_whole))
    if sign.startswith("n"):
        return Domain(0.0, math.inf, (True, False))
    return Domain(1.0 if is_whole else 0.0, math.inf, (is_whole, False))
