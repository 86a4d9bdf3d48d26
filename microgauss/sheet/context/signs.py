"""What the words around a name say of its sign: let y be negative, for positive x."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from microgauss.check.domains import Domain
from microgauss.formula.terms import Term
from microgauss.sheet.context.conditions import Condition
from microgauss.sheet.notation.parts import bare
from microgauss.sheet.notation.text import Parsed, Text

__all__ = ["Sign", "positive_throughout", "signs_in"]

SIGN = r"(?P<sign>non-?negative|positive|negative|nichtnegativ\w*|positiv\w*|negativ\w*)"
KIND = r"(?:\s+(?:real|whole|integers?|numbers?|reals|constants?|parameters?|ganze?|reelle?|Zahl))*"
NOUN = r"(?:\s+(?!defin|semi|sign|slope|part|root|power|direction|half|side)\w+(?:\s+of)?)?"
LISTED = r"(?:\$[^$\n]*\$\s*(?:,\s*|(?:,\s*)?(?:and|und|et)\s+))*"  # $H, K$ and
BEFORE = re.compile(
    rf"\b(?:{SIGN}{KIND}{NOUN}|(?P<all>all|every|any)(?:\s+real)?)\s*{LISTED}$", re.IGNORECASE
)
BEHIND = re.compile(
    rf"^(?:,?\s*(?:and|und|or)?\s*\$[^$]*\$)*\s*(?:be|is|are|being|sei|seien|ist|sind|soit)?\s*"
    rf"(?:all\s+|both\s+)?(?:an?\s+|eine?\s+)?(?:real\s+)?{SIGN}\b(?!\s+(?:semi-?)?defin){KIND}",
    re.IGNORECASE,
)
BRIEF = re.compile(
    rf"\b(?:for|if|when|für|falls|wenn|pour|si)\b[^.$]*{LISTED}(?:{SIGN}\s+)?$", re.IGNORECASE
)
WHERE = re.compile(r"\s*,?\s*(?:where|so that|wobei|où)\s*", re.IGNORECASE)
JOINED = re.compile(rf"\s*(?:,\s*)?(?:and|und|et)?\s*(?:{SIGN})?\s*", re.IGNORECASE)


THROUGHOUT = re.compile(  # all prices and quantities are positive
    r"(?<!\bnot\s)(?<!\bif\s)(?<!\bwhen\s)\b(?:all|alle|tou(?:te)?s)\s+(?:les\s+)?(?:(?!(?:of|are|is)\b)[^\W\d_]+,?\s+){1,5}"
    r"(?:are|be|being|is|sind|seien|sont)\s+(?:assumed\s+|taken\s+)?(?:to\s+be\s+)?(?:strictly\s+)?"
    r"(?:positiv\w*)\b(?!\s+(?:semi-?)?defin)",
    re.IGNORECASE,
)
CONSTANTS = re.compile(r"parameter|constant|coefficient|konstant|paramètre", re.IGNORECASE)
VARIABLES = re.compile(
    r"variable|quantit|number|price|name|symbol|length|mass|größe|zahl|grandeur|nombre",
    re.IGNORECASE,
)


class Sign(NamedTuple):
    """A condition that words state, the mention of its names, and where claims begin it is about.

    Those are None where it holds on.
    """

    condition: Condition | None  # None for: for all x
    parsed: Parsed
    is_brief: bool
    starts: Sequence[int] | None = None


def signs_in(text: Text) -> Iterator[Sign]:
    """Yield the conditions that words state; behind for or if, those nearest to a claim only."""
    found = [sign for parsed in text.own_mentions if (sign := sign_of(parsed, text))]
    for sign in found:
        here = sign.parsed.source
        near = [one.parsed.source for one in found
                if one.parsed.source.sentence == here.sentence]  # fmt: skip
        claims = [parsed.source.start for parsed in text.formulas
                  if parsed.source.sentence == here.sentence]  # fmt: skip
        is_behind = bool(claims) and claims[0] < near[0].start
        first = last = near.index(here)  # of those that are said together: positive a and b
        while first and JOINED.fullmatch(text.text, near[first - 1].end, near[first].start):
            first -= 1
        while near[last + 1 :] and JOINED.fullmatch(
            text.text, near[last].end, near[last + 1].start
        ):
            last += 1
        start, end = (near[first - 1].start if first else 0), here.start
        if not is_behind:
            start = here.start
            end = near[last + 1].start if near[last + 1 :] else len(text.text)
        about = [claim for claim in claims if start < claim < end]
        following = next((claim for claim in claims if claim > near[last].end), len(text.text))
        if is_behind and WHERE.fullmatch(text.text, near[last].end, following):
            about.append(following)
        yield sign._replace(starts=about if sign.is_brief else None)


def positive_throughout(text: Text) -> Iterator[tuple[Parsed, bool]]:
    """Yield from where on words say that all is positive, and whether only what is constant."""
    for found in THROUGHOUT.finditer(text.text, text.first):
        following = [one for one in text.own if one.source.end > found.start()]
        if following and (VARIABLES.search(found[0]) or CONSTANTS.search(found[0])):
            yield following[0], VARIABLES.search(found[0]) is None


def sign_of(parsed: Parsed, text: Text) -> Sign | None:
    """Return what words around a mention say of its names' sign."""
    names = [name for statement in parsed.statements for name in names_of(statement.sides)]
    before = text.text[max(0, parsed.source.start - 40) : parsed.source.start]
    behind = text.text[parsed.source.end : parsed.source.end + 60]
    found = BEFORE.search(before) or BEHIND.match(behind)
    if not names or found is None:
        return None
    is_brief, word = BRIEF.search(before) is not None, found.groupdict()["sign"]
    if word is None:
        return Sign(None, parsed, is_brief)
    is_whole = re.search(r"integer|whole|ganze", found[0], re.IGNORECASE) is not None
    condition = Condition(tuple(names), domain_of(word.lower(), is_whole=is_whole))
    return Sign(condition, parsed, is_brief)


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
