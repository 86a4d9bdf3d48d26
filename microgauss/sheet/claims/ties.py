"""Derivatives by names that an equation ties, u + v = 1: what is wrong also where it is put in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.certainty import TEXT
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.meanings import with_put_in
from microgauss.sheet.claims.otherwise import varied_in
from microgauss.sheet.claims.solving import before, solutions
from microgauss.sheet.context.conditions import condition
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import has_derivative, quantities
from microgauss.sheet.notation.provisos import TIED
from microgauss.sheet.notation.words import words
from microgauss.sheet.understanding.lengths import Lengths
from microgauss.sheet.understanding.scope import Definition, Scope
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["freed", "tied_behind", "without_ties"]

REASON = words(r"\b(?:us(?:ed|ing)|because|since|recall|benutz\w*|verwend\w*|utilis\w*)\b")


def without_ties(
    claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge
) -> Sequence[Link]:
    """Return links; what is tied can be refuted if no equation makes a side right.

    A derivative of a Lagrangian is taken as if names were free, and a constraint put in then; that
    of an area x y with x + y = 10 is taken of x (10 - x). So what is right as if y were free may be
    wrong there.
    """
    if not has_derivative(claim.statement.sides[0]):
        return links
    tied = judge.allowed.constrained & judge.made_of(*claim.statement.sides)
    if not tied:
        unsettle_by_sums(claims, claim, links, judge)
        return links
    known = [one for one in solved_for(claims, claim, judge)
             if tied & {one.name, *quantities(one.term)}]  # fmt: skip
    if {name for one in known for name in (one.name, *quantities(one.term))} < tied or not known:
        return links  # an equation that can't be solved
    free = freed(judge)
    others = claims.links(claim, free)
    for one in known:
        sides = tuple(with_put_in(side, one) for side in claim.statement.sides)
        put_in = claim._replace(statement=replace(claim.statement, sides=sides))
        right = claims.links(put_in, free, is_brief=True)
        along = claims.links(claim, with_tie(one, free), is_brief=True)
        others = [link if "correct" in (other.verdict, another.verdict) else found
                  for link, other, another, found in zip(links, right, along, others, strict=True)
                  ]  # fmt: skip
        unsettle_along(one, claim, links, free)
    return [other if link.verdict == "untestable" and other.verdict == "wrong" else link
            for link, other in zip(links, others, strict=True)]  # fmt: skip


def unsettle_by_sums(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is another along x + y = s, for a function of x and y but not of s."""
    head = claim.statement.sides[0]
    made_of = judge.made_of(head)
    for _, statement in before(claims.text, claim.parsed.source):
        left, right = (set(quantities(side)) for side in (statement.sides[0], statement.sides[-1]))
        if len(left) < 2 or not left <= made_of or right & made_of:
            continue
        for one in solutions(statement, judge.scope.definitions):
            if one.name in left and one.name not in judge.scope.definitions:
                unsettle_along(one, claim, links, judge)


def unsettle_along(known: Definition, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is another if a name is what an equation says of it."""
    head = claim.statement.sides[0]
    if not is_along(head, known, judge):
        return
    by = with_tie(known, freed(judge))
    for link, side in zip(links, claim.sides, strict=True):
        verdicts = {link.verdict, by.judged(head, link.relation, side).verdict}
        if verdicts == {"correct", "wrong"}:
            link.unsettle("right only if names that an equation ties are held fixed")


def freed(judge: Judge) -> Judge:
    """Return a judge to whom no name is tied."""
    return Judge(judge.scope, judge.allowed._replace(constrained=set()), judge.known)


def with_tie(known: Definition, judge: Judge) -> Judge:
    """Return a judge to whom a name is what an equation says of it."""
    definitions = {**judge.scope.definitions, known.name: known}
    return Judge(Scope(judge.scope.names, definitions, Lengths()), judge.allowed, judge.known)


def is_along(head: Term, known: Definition, judge: Judge) -> bool:
    """Tell whether a derivative is an ordinary one, by a name that an equation ties to another."""
    is_ordinary = any(part.kind == "prime" or (part.kind == "derivative" and part.bold)
                      for part in head.walk())  # fmt: skip
    by = varied_in(head, judge.scope.definitions)
    return is_ordinary and known.name not in by and bool(by & judge.made_of(known.term))


def solved_for(claims: Claims, claim: Claim, judge: Judge) -> list[Definition]:
    """Return what the equations of an exercise before a claim say of names in it."""
    statements = [statement for _, statement in before(claims.text, claim.parsed.source)]
    return [one for statement in statements for one in solutions(statement, judge.scope.definitions)
            if one.name not in {*judge.scope.definitions, *judge.made_of(one.term)}]  # fmt: skip


def tied_behind(claims: Claims, claim: Claim, side: Term, judge: Judge) -> str:
    r"""Return the names that an equation behind a claim ties, as its reason; "" for none.

    It stands in the same sentence, or in the next one: here we have used \sum_k y_k = 1.
    """
    source, text = claim.parsed.source, claims.text
    made_of = judge.made_of(claim.statement.sides[0], side)
    is_remarked = any(map(TIED.search, TEXT.findall(claim.parsed.text)))
    found = made_of if is_remarked else set[str]()
    for one in text.formulas:
        step = one.source.sentence - source.sentence
        is_reason = step == 0 or (step == 1 and REASON.search(text.words_before(one.source)))
        for statement in one.statements if is_reason and one.source.start > source.start else ():
            for said in condition(statement, judge.is_free, judge.is_free) or ():
                found |= made_of & {*said.constrained, *(said.names if said.total else ())}
    return ", ".join(sorted(map(claims.spellings.name, found)))
