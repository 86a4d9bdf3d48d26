"""What a sheet supposes in a part of it: if h = 2r, find dV/dr. An answer may be by that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.context.conditions import condition
from microgauss.sheet.context.constants import constant
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.labels import Place, may_be_for
from microgauss.sheet.notation.provisos import TIED
from microgauss.sheet.notation.words import words
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["unsettle_conditional", "unsettle_supposed"]

NEAR = 40  # characters before an equation
IF = words(
    r"\b(?:if|for|when|with|on|along|falls|wenn|für|mit|bei|si|pour|avec|cuando|para|con)\b"
    r"[^.;:]{0,40}$"
)
WHERE = words(  # before a condition: show this, if the weights sum to one; for unit vectors
    r"\b(?:if|for|when(?:ever)?|where(?! (?:is|are|do))|provided|falls|wenn|für|sofern|si|pour"
    r"|lorsque|quand)\b"
    r"(?=(?P<said>[^.;?!]{0,60}))"
)
CENTRE = words(  # by which numbers are tied to others: if a is their mean
    r"\b(?:is|are|be|ist|sind|est|sont|es)\s+(?:the|its|their|an?|der|die|das|ein|l[ae]|une?|el)\s*"
    r"(?:\w+\s)?(?:mean|average|median|Mittel\w*|moyenne|médiane|media)\b"
)


def unsettle_supposed(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is another by an equation that the sheet supposes in the part answered."""
    here = claims.text.place(claim.parsed.source)
    made_of, definitions = judge.made_of(*claim.statement.sides), judge.scope.definitions
    said = {own.name for _, own in claims.course.history}  # by the answer
    for place, world in worlds(claims):
        new = {name: known for name, known in world.items() if name in made_of - said}
        if new and may_be_for(place, here):
            found = claims.links(claim, claims.judge({**definitions, **new}), is_brief=True)
            for link, other in zip(links, found, strict=True):
                if link.verdict in ("correct", "wrong") and other.verdict != link.verdict:
                    link.unsettle("it depends on what the sheet supposes in a part of it")


def unsettle_conditional(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is wrong if the sheet has a condition for it: show ... if the w_i add up to 1.

    Where words alone say it, that is all of the part.
    """
    sheet, here = claims.text.sheet, claims.text.place(claim.parsed.source)
    if sheet is None or all(link.verdict != "wrong" for link in links):
        return
    tied = {name for place, name in conditional(claims, judge) if may_be_for(place, here)}
    is_said = any(
        TIED.search(found["said"]) or CENTRE.search(found["said"])
        for place, start, end in sheet.labels.spans() if may_be_for(place, here)
        for found in WHERE.finditer(sheet.prose, start, end)
    )  # fmt: skip
    for link, side in zip(links, claim.sides, strict=True):
        made_of = judge.made_of(claim.statement.sides[0], side)
        if link.verdict == "wrong" and (is_said or tied & made_of):
            link.unsettle("it depends on a condition of the sheet")


def conditional(claims: Claims, judge: Judge) -> Iterator[tuple[Place, str]]:
    """Yield the names that the sheet ties in a condition, and where."""
    sheet = claims.text.sheet
    for one in claims.text.formulas if sheet else ():
        before = claims.text.text[max(0, one.source.start - NEAR) : one.source.start]
        if sheet and one.source.start < claims.text.first and WHERE.search(before):
            for statement in one.statements:
                for said in condition(statement, judge.is_free, judge.is_free) or ():
                    names = {*said.constrained, *(said.names if said.total else ())}
                    yield from ((sheet.place(one.source), name) for name in names)


def worlds(claims: Claims) -> list[tuple[Place, dict[str, Definition]]]:
    """Return what a sheet supposes, by the parts; of one name twice is two cases."""
    found: list[tuple[Place, dict[str, Definition]]] = []
    for place, known in supposed(claims) if claims.values.tasks else ():
        if found and found[-1][0] == place and known.name not in found[-1][1]:
            found[-1][1][known.name] = known
        else:
            found.append((place, {known.name: known}))
    return found


def supposed(claims: Claims) -> Iterator[tuple[Place, Definition]]:
    """Yield the definitions of a sheet that words before them make a case."""
    sheet = claims.text.sheet
    for one in claims.text.formulas if sheet else ():
        before = claims.text.text[max(0, one.source.start - NEAR) : one.source.start]
        if sheet and one.source.start < claims.text.first and IF.search(before):
            for statement in one.statements:
                known = definition_of(statement)
                if known and constant(known.term) is None and not known.arguments:
                    yield sheet.place(one.source), known
