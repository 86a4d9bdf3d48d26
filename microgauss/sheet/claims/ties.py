"""Derivatives by names that an equation ties, u + v = 1: what is wrong also where it is put in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from microgauss.sheet.claims.meanings import with_put_in
from microgauss.sheet.claims.solving import before, solutions
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import has_derivative, quantities
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claim, Claims

__all__ = ["without_ties"]


def without_ties(
    claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge
) -> Sequence[Link]:
    """Return links; what is tied can be refuted if no equation makes a side right afterwards.

    A derivative of a Lagrangian is taken as if names were free, and a constraint put in then.
    """
    tied = judge.allowed.constrained & judge.made_of(*claim.statement.sides)
    if not tied or not has_derivative(claim.statement.sides[0]):
        return links
    known = [one for one in solved_for(claims, claim, judge) if one.name in tied]
    if {name for one in known for name in (one.name, *quantities(one.term))} < tied or not known:
        return links  # an equation that can't be solved
    free = Judge(judge.scope, judge.allowed._replace(constrained=set()), judge.known)
    others = claims.links(claim, free)
    for one in known:
        sides = tuple(with_put_in(side, one) for side in claim.statement.sides)
        put_in = claim._replace(statement=replace(claim.statement, sides=sides))
        right = claims.links(put_in, free, is_brief=True)
        others = [link if other.verdict == "correct" else found
                  for link, other, found in zip(links, right, others, strict=True)]  # fmt: skip
    return [other if link.verdict == "untestable" and other.verdict == "wrong" else link
            for link, other in zip(links, others, strict=True)]  # fmt: skip


def solved_for(claims: Claims, claim: Claim, judge: Judge) -> list[Definition]:
    """Return what the equations of an exercise before a claim say of names in it."""
    statements = [statement for _, statement in before(claims.text, claim.parsed.source)]
    return [one for statement in statements for one in solutions(statement, judge.scope.definitions)
            if one.name not in judge.scope.definitions]  # fmt: skip
