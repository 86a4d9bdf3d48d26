"""What a sheet supposes in a part of it: if h = 2r, find dV/dr. An answer may be by that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.context.constants import constant
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.tasks import may_be_for
from microgauss.sheet.document import Link
from microgauss.sheet.notation.labels import Place
from microgauss.sheet.notation.words import words
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["unsettle_supposed"]

NEAR = 40  # characters before an equation
IF = words(
    r"\b(?:if|for|when|with|on|along|falls|wenn|für|mit|bei|si|pour|avec|cuando|para|con)\b"
    r"[^.;:]{0,40}$"
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
