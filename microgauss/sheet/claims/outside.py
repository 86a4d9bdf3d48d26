"""Values of a function outside of where its definition holds: f(5), of one for 0 < x < 2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.context.conditions import INEQUALITIES
from microgauss.sheet.context.constants import at, number_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import bare, index_letters, quantities
from microgauss.sheet.notation.words import LEADS_CONDITION, words
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["unsettle_bounded", "unsettle_outside"]

USUAL = 2  # from which a recursion may hold
NEAR = 30  # characters between a definition and where it holds
ON = words(r"\b(?:on|in|over|auf|im|sur|dans|en)\b[^.$]*$")


def unsettle_outside(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is said of a function where the words of its definition don't have it."""
    values = [one for side in claim.statement.sides for one in values_in(side, judge)]
    if any(is_outside(claims, *one) for one in values):
        for link in links:
            link.unsettle("outside of where the definition holds, by its own sentence")


def unsettle_bounded(claims: Claims, claim: Claim, links: Sequence[Link], _: Judge) -> None:
    """Take back what is said of a_n for n >= 100 only: the positions of a list are few."""
    parts = [part for side in claim.statement.sides for part in side.walk()]
    letters = {letter for part in parts if part.kind == "index" for letter in index_letters(part)}
    letters |= {part.text.rpartition("_")[2] for part in parts if "_" in part.text}  # s_n, a name
    bounds = [bound for statement in near(claims, claim) for bound in bounds_on(letters, statement)]
    for link in links if bounds else ():
        is_ordered = link.relation not in ("=", "≠")
        if link.verdict in ("correct", "wrong") and (is_ordered or max(bounds) > USUAL):
            link.unsettle("for some of the numbers that the index may be, which isn't judged")


def near(claims: Claims, claim: Claim) -> Iterator[Statement]:
    """Yield the statements of a claim's sentence, and of the ones beside it."""
    for one in (*claims.text.formulas, *claims.text.mentions):
        if abs(one.source.sentence - claim.parsed.source.sentence) <= 1:
            yield from one.statements


def bounds_on(letters: set[str], statement: Statement) -> Iterator[float]:
    """Yield the numbers that a statement says one of some letters to be above, or below."""
    for (left, right), relation in zip(pairwise(statement.sides), statement.relations, strict=True):
        for name, side in ((left, right), (right, left)):
            number = number_of(side)
            is_own = name.kind == "name" and name.text in letters
            if relation in INEQUALITIES and is_own and number is not None:
                yield number


def values_in(side: Term, judge: Judge) -> Iterator[tuple[Definition, float]]:
    """Yield the functions that are evaluated at a number, and that number."""
    for part in side.walk():
        for before, after in pairwise(part.args) if part.kind == "juxtaposed" else ():
            inner = before.args[0] if before.kind == "prime" else before
            name = bare(inner)
            known = judge.scope.definitions.get(name.text) if name else None
            number = number_of(after.args[0]) if after.kind == "group" and after.args else None
            if known and len(known.arguments) == 1 and number is not None and len(after.args) == 1:
                yield known, number


def is_outside(claims: Claims, known: Definition, number: float) -> bool:
    """Tell whether a number isn't among those for which a function is defined."""
    by = claims.judge({}, {known.arguments[0]: at(number)})
    places = [source for source, one in claims.course.history if one.term.shape == known.term.shape]
    return any(
        by.judged(left, relation, right).verdict == "wrong"
        for source in places for bound in bounds_behind(claims, source, known.arguments[0])
        for (left, right), relation in zip(pairwise(bound.sides), bound.relations, strict=True)
    )  # fmt: skip


def bounds_behind(claims: Claims, source: Source, name: str) -> Iterator[Statement]:
    """Yield what a definition's sentence says of its argument right behind it."""
    text, argument = claims.text, Term("name", name)
    every = (one for one in (*text.formulas, *text.mentions) if one.source.start > source.start)
    behind = [one for one in every if one.source.sentence == source.sentence]
    first = min(behind, key=lambda one: one.source.start, default=None)
    own = next((one for one in text.formulas if one.source.start == source.start), None)
    inside = list(own.statements[1:]) if own else []
    yield from (one for one in inside if {*quantities(*one.sides)} == {name})
    between = text.text[source.end : first.source.start] if first else ""
    if first is None or len(between) > NEAR:
        return
    for statement in first.statements:
        side = statement.sides[0]
        if {*quantities(*statement.sides)} == {name} and LEADS_CONDITION.search(between):
            yield statement
        if not statement.relations and side.kind == "group" and len(side.args) == 2:
            low, high = side.args
            if ON.search(between) and number_of(low) is not None is not number_of(high):
                yield Statement((low, argument, high), ("<=", "<="))
