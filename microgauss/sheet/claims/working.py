"""Numbers that are worked out from those before them in a chain, whatever its head is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microgauss.formula.terms import Statement
from microgauss.sheet.claims.approximations import are_unequal, is_value_but
from microgauss.sheet.claims.arithmetic import is_near, is_worked_out
from microgauss.sheet.context.constants import constant, is_numeric
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import quantities
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claim, Claims

__all__ = ["work_out"]


def work_out(claims: Claims, claim: Claim, links: list[Link], judge: Judge) -> None:
    """Say of numbers whether they are what is worked out before them, whatever the head is.

    One that isn't is wrong, if what stands before it is right, or but for rounding.
    """
    sides = claim.statement.sides
    for i, (link, side) in enumerate(zip(links, claim.sides, strict=True)):
        before = sides[claim.first + i - 1]
        if link.verdict == "untestable" and any(quantities(before)) and is_numeric(side):
            link.follows = link.follows or None  # for other numbers than those in general
        if link.follows is False and is_numeric(before) and is_numeric(side):
            link.follows = None if is_near(before, side, judge) else False
        if link.relation != "=" or not is_worked_out(before) or not is_numeric(side):
            continue
        if link.follows is None and constant(side) is not None:
            link.follows = is_near(before, side, judge)
        last = links[i - 1].verdict if i else ""
        if link.verdict == "wrong" and last == "correct" and not link.follows:
            claims.settled.append(link)
        if link.verdict != "untestable" or not i:
            continue
        is_other = are_unequal(claims, claim, before, side, judge)
        is_other |= constant(side) is not None and not is_near(before, side, judge)
        if is_other and (last == "correct" or is_value_but(claims, claim, before, side, judge)):
            pair = Statement((before, side), ("=",))
            alone = claim._replace(statement=pair, first=1, head=link.left)
            (links[i],) = claims.links(alone, judge)
        elif is_other:
            link.follows = False  # the slip may be in what stands before it
