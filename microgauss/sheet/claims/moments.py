"""Claims that are meant for a moment: for the numbers that names have where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.arithmetic import has_decimals, is_near
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.otherwise import with_all_put_in
from microgauss.sheet.context.constants import is_numeric
from microgauss.sheet.context.moment import Moment
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import bare, quantities
from microgauss.sheet.notation.words import AT
from microgauss.sheet.understanding.scope import Definition, made_of
from microgauss.sheet.verdict.judging import RIGHT_ABOVE_0, Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["judge_at", "meant_for_a_moment"]


def meant_for_a_moment(
    claims: Claims, formal: Claim, links: list[Link], judge: Judge
) -> list[Link]:
    """Return links; what is wrong may be right for the numbers that names have there."""
    for moment in claims.values.near(formal.parsed.source):
        unknown = {name for side in formal.statement.sides for name in judge.unknown(side)}
        is_open = not moment.distance and (
            bool(unknown & moment.domains.keys())
            or any(link.diagnosis == RIGHT_ABOVE_0 for link in links)
        )
        if is_open or any(link.verdict == "wrong" for link in links):
            claim, other = claim_at(claims, formal, judge, moment)
            head = bare(claim.statement.sides[0])
            is_free = head and head.text in judge.scope.definitions.keys() - other.scope.definitions
            start = formal.parsed.source.start
            if is_free and not AT.search(claims.text.text[max(0, start - 10) : start]):
                continue  # that z is 5 at z = 5 says nothing
            others = claims.links(claim, other, is_brief=moment.distance > 0)
            made_of = judge.made_of(*claim.statement.sides[:1])
            used = made_of & moment.domains.keys()
            links = [
                at_moment(
                    link,
                    found,
                    moment,
                    side,
                    is_sure=is_sure(side, used, moment),
                    is_close=found.verdict == "wrong" and is_rounded_value(claim, side, other),
                )
                for link, found, side in zip(links, others, claim.sides, strict=True)
            ]
    return links


def is_rounded_value(claim: Claim, side: Term, judge: Judge) -> bool:
    """Tell whether a side is a number with decimals, and that of the head but for rounding."""
    head = claim.statement.sides[0]
    return is_numeric(side) and has_decimals(side) and is_near(head, side, judge)


def claim_at(claims: Claims, claim: Claim, judge: Judge, moment: Moment) -> tuple[Claim, Judge]:
    """Return a claim for a moment, and who judges it; at x = a, a is put into derivatives."""
    other, head = judge_at(claims, judge, moment), claim.statement.sides[0]
    for said, new in claims.otherwise.said_beside(claims.source):
        if claims.otherwise.is_put_in_after(head, said):
            kept = {n: d for n, d in other.scope.definitions.items() if n not in new}
            known = {**kept, **{n: d for n, d in judge.scope.definitions.items() if n in new}}
            claim = claim._replace(statement=with_all_put_in(claim.statement, new.values()))
            other = claims.judge(known, {n: d for n, d in moment.domains.items() if n not in known})
    return claim, other


def is_sure(side: Term, used: set[str], moment: Moment) -> bool:
    """Tell whether a moment of before is meant: its numbers were assumed, or a side is a number."""
    if used <= moment.assumed:
        return True
    if not moment.distance:
        return not used & moment.in_doubt
    return not any(quantities(side)) and used <= moment.sure


def judge_at(claims: Claims, judge: Judge, moment: Moment) -> Judge:
    """Return a judge who knows the numbers that names have for the moment."""
    definitions = dict(judge.scope.definitions)
    if claims.equal.reaches(claims.source):
        definitions |= claims.equal.names
    arguments = {a for known in definitions.values() for a in known.arguments}
    free = moment.domains.keys() & arguments  # at p = 1/2, where f(p) and p = ... are defined
    free = {n for n in free if not is_told(n, definitions, moment)}
    kept = {name: known for name, known in definitions.items() if name not in free}
    return claims.judge(kept, {n: d for n, d in moment.domains.items() if n not in kept})


def is_told(name: str, definitions: Mapping[str, Definition], moment: Moment) -> bool:
    """Tell whether what a name is made of has numbers there, too: z = 3x + 1, at x = 1."""
    known = definitions.get(name)
    free = made_of([known.term], definitions) - definitions.keys() if known else set()
    return bool(free) and free <= moment.domains.keys()


def at_moment(  # noqa: PLR0913, all that it depends on
    link: Link, other: Link, moment: Moment, side: Term, *, is_sure: bool, is_close: bool
) -> Link:  # fmt: skip
    """Return a link as it is meant: what is wrong in general may be right for the moment.

    Where the side isn't one at the moment, that isn't sure; nor where that was some sentences
    before, unless no other numbers are given.
    """
    is_number = not moment.domains.keys() & set(quantities(side))
    is_open = link.verdict == "untestable" and other.verdict == "correct" and is_number
    if not is_open and (link.verdict != "wrong" or other.verdict not in ("wrong", "correct")):
        return link
    if other.verdict == "wrong":
        if is_close:
            other.unsettle("close to it: what is before it may have been rounded")
        return other if is_number and not moment.distance else link
    if not is_number and moment.distance > 1 and not moment.is_other:
        return link
    domains = (d for name, d in moment.domains.items() if name in quantities(side))
    is_by_chance = any(domain.fixed is not None for domain in domains)  # t^2 = 2t at t = 2
    if is_by_chance or (moment.distance and not is_number) or not is_sure:
        other.unsettle("right for the number given before, not in general")
    return other
