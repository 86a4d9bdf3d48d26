"""What isn't judged: units, expectations, variations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import bare, quantities
from microgauss.sheet.notation.text import Parsed, Text
from microgauss.sheet.notation.words import NEW, VECTORS
from microgauss.sheet.verdict.links import SHOWN

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claim

__all__ = ["OPERATORS", "not_judged", "unjudged"]

OPERATORS = {"E", "Var", "Cov", "Pr", "bbE", "bbV"}  # of random variables
RANDOM = {"X", "Y", "Z"}
UNIT = re.compile(
    r"\\(?:text|mathrm|rm)\s*\{?\s*(?:[kcmµ]?(?:m|g|s|N|J|W|V|A|Hz|mol|Pa)|K|km|h|min|L)"
    r"(?:/\w+)?\s*(?=[}^\\]|$)"
)


PRODUCT = re.compile(r"[A-Za-z})]\s*(?:\\(?:cdot|times)(?![A-Za-z])|[·×])\s*\\?[A-Za-z({]")


def not_judged(claim: Claim, text: Text) -> str:
    """Say what a claim is about that can't be judged: units, or variations; "" otherwise."""
    if UNIT.search(claim.parsed.text):
        return "units aren't judged"
    sentence = claim.parsed.source.sentence
    words = " ".join(text.sentences[max(0, sentence - 1) : sentence + 1])
    has_bold = any(part.bold for side in claim.statement.sides for part in side.walk()
                   if part.kind == "name")  # fmt: skip
    if not has_bold and VECTORS.search(words) and PRODUCT.search(claim.parsed.text):
        return "products of vectors without bold letters aren't judged"
    if NEW.search(words) and any(map(has_mark, claim.statement.sides)):
        return "a prime may be a derivative here, or mark something new: that can't be told"
    head = claim.statement.sides[0]
    if any(map(has_expectation, claim.statement.sides)):
        return "expectations aren't judged"
    is_variation = head.kind == "juxtaposed" and head.args[0].text == "delta" and any(
        part.kind == "name" and part.text == "delta"
        for side in claim.sides for part in side.walk()
    )  # fmt: skip
    return "variations aren't judged" if is_variation else ""


def has_mark(term: Term) -> bool:
    """Tell whether a prime stands on a name alone: A', and not A'(x)."""
    applied = {id(part.args[0]) for part in term.walk() if part.kind == "juxtaposed"
               and len(part.args) == 2 and part.args[1].kind == "group"}  # fmt: skip
    return any(part.kind == "prime" and part.text == "'" and id(part) not in applied
               and bare(part.args[0]) is not None for part in term.walk())  # fmt: skip


def has_expectation(term: Term) -> bool:
    """Tell whether an expectation, or a variance, of a random variable stands in a term: E[X^2]."""
    pairs = [(a, b) for part in term.walk() if part.kind == "juxtaposed"
             for a, b in pairwise(part.args)]  # fmt: skip
    return any(a.kind == "name" and a.text in OPERATORS and bool(RANDOM & set(quantities(b)))
               for a, b in pairs)  # fmt: skip


def unjudged(statement: Statement, parsed: Parsed, first: int, reason: str) -> Iterator[Link]:
    """Yield the links of a statement that can't be judged."""
    head = parsed.text[slice(*statement.sides[0].span)]
    for place in range(first, len(statement.sides)):
        side, relation = statement.sides[place], statement.relations[place - 1]
        yield Link(SHOWN.get(relation, relation), head, parsed.text[slice(*side.span)], 0,
                   *side.span, diagnosis=reason)  # fmt: skip
