"""Approximations, x ≈ 0.37: right where a number is the value to all the digits that it has.

What is further off may have been computed from rounded numbers, or by an approximation: that can't
be told, and is never called wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.arithmetic import PART, at_most_apart, half_unit
from microgauss.sheet.claims.moments import judge_at
from microgauss.sheet.context.conditions import is_numeric, number_of
from microgauss.sheet.document import Link
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claim, Claims

__all__ = ["is_value_but", "judge_approximations"]


def judge_approximations(
    claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge
) -> None:  # fmt: skip
    """Say which numbers behind ≈ are right to their digits."""
    for i, (link, side) in enumerate(zip(links, claim.sides, strict=True)):
        margin = margin_of(side) if link.relation == "≈" else None
        if margin is None:
            continue
        before = claim.statement.sides[claim.first + i - 1]
        is_right = not i or links[i - 1].verdict == "correct"
        values = values_of(claims, claim, judge)
        if is_right and is_numeric(before):
            values = iter([(before, judge)])
        found = [at_most_apart(term, side, margin, by) == {"correct"} for term, by in values]
        if any(found):
            link.verdict, link.diagnosis, link.follows = "correct", "", True
        elif found:
            link.diagnosis = "off by more than rounding, if no number before it was rounded"


def values_of(
    claims: Claims, claim: Claim, judge: Judge, *, is_sure: bool = True
) -> Iterator[tuple[Term, Judge]]:
    """Yield the head, with judges to whom it is a number: by what is said before it, too.

    Where that is to be sure, only by numbers that names had near it, or have throughout.
    """
    head = claim.statement.sides[0]
    if judge.scope.is_value(head):
        yield head, judge
    free = judge.scope.free_in(head)
    for moment in claims.values.near(claim.parsed.source):
        given = {name for name, domain in moment.domains.items() if domain.fixed is not None}
        is_clear = moment.distance < 2 or free <= moment.sure | moment.assumed
        if free and free <= given and (is_clear or not is_sure):
            yield head, judge_at(claims, judge, moment)


def is_value_but(claims: Claims, claim: Claim, number: Term, other: Term, judge: Judge) -> bool:
    """Tell whether a claim's head is a number but for rounding, and not another one."""
    near = []
    for one in (number, other):
        margin = PART * abs(number_of(one) or 0.0)
        near.append([
            "wrong" not in at_most_apart(head, one, margin, by)
            for head, by in values_of(claims, claim, judge, is_sure=False)
        ])  # fmt: skip
    return any(near[0]) and not any(near[1])


def margin_of(side: Term) -> float | None:
    """Return half a unit of a number's last digit: of 0.37, -28, or 2.8 times 10^3."""
    if side.text == "negative":
        return margin_of(side.args[0])
    if side.kind == "number":
        return half_unit(side.text)
    value = number_of(side)
    if side.text == "multiply" and value and side.args[0].kind == "number":
        first = side.args[0]
        return half_unit(first.text) * abs(value / float(first.text)) if float(first.text) else None
    return None
