"""Approximations, x ≈ 0.37: right where a number is the value to all the digits that it has.

What is further off may have been computed from rounded numbers, or by an approximation: that can't
be told. It is wrong only where it is worked out of numbers that stand before it, 9/14 ≈ 0.653, and
no rounding of these explains it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.arithmetic import (
    PART,
    at_most_apart,
    half_unit,
    has_decimals,
    is_near,
    is_worked_out,
    with_error,
)
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.moments import judge_at
from microgauss.sheet.claims.units import units_beside
from microgauss.sheet.context.constants import is_numeric, number_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import quantities
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["are_unequal", "is_value_but", "judge_approximations"]

APPROXIMATELY = re.compile(r"\\(?:approx|simeq|cong)|≈")
UNITS = 4.0  # half units of a last digit, by which a number that was cut off may be off
FACTORS = (60.0, 3600.0, 24.0, 7.0, 12.0, 3.6, 180 / math.pi)  # minutes of an hour, degrees
UNIT = 0.01  # of a factor or a power of ten, but for which a number may be the same in other units


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
        is_other = not is_right and is_numeric(before)
        if any(found) and is_other and "wrong" in at_most_apart(before, side, margin, judge):
            link.follows, link.diagnosis = (
                False,
                "right for the left side, not for the number before it",
            )
            continue
        if any(found):
            link.verdict, link.diagnosis, link.follows = "correct", "", True
            continue
        if found:
            link.diagnosis = "off by more than rounding, if no number before it was rounded"
        if is_right and is_off(before, side, margin) and is_plain(claims, claim, judge):
            call_wrong(link, before, side, margin)
            claims.settled.append(link)


def is_off(before: Term, side: Term, margin: float) -> bool:
    """Tell whether a number isn't what is worked out before it, whatever was rounded there."""
    worked_out = with_error(before) if is_worked_out(before) else None
    shown = number_of(side)
    if not worked_out or not shown or not worked_out[0]:
        return False
    value, error = worked_out
    ratio = abs(shown / value)
    tens = math.log10(ratio)  # centimetres for metres, perhaps
    is_in_units = (round(tens) != 0 and abs(tens - round(tens)) < UNIT) or any(
        abs(one / factor - 1) < UNIT for factor in FACTORS for one in (ratio, 1 / ratio)
    )
    return abs(shown - value) > error + UNITS * margin and not is_in_units


def are_unequal(claims: Claims, claim: Claim, before: Term, side: Term, judge: Judge) -> bool:
    """Tell whether numbers aren't equal, whatever they are of: 0.05 * 0.98 = 0.49, or 100/20 = 20.

    Not by a factor that may be one of units.
    """
    worked_out = with_error(side)
    if worked_out is None or is_near(before, side, judge):
        return False
    margin = (margin_of(side) or 0.0) if has_decimals(before, side) else 0.0
    return is_off(before, side, margin + worked_out[1]) and is_plain(claims, claim, judge)


def is_plain(claims: Claims, claim: Claim, judge: Judge) -> bool:
    """Tell whether numbers in a claim are meant as they stand, without units."""
    return not is_rough(claims, claim) and not units_beside(claims, claim, judge)


def is_rough(claims: Claims, claim: Claim) -> bool:
    """Tell whether more than rounding may be meant: by words, or a formula, (1+x)^n ≈ 1 + n x."""
    head, source = claim.statement.sides[0], claim.parsed.source
    formulas = [
        statement for one in claims.text.formulas if one.source.exercise == source.exercise
        and APPROXIMATELY.search(one.source.inside) for statement in one.statements
    ]  # fmt: skip
    is_by_formula = any(
        relation == "~" and any(quantities(side))
        for statement in formulas
        for relation, side in zip(statement.relations, statement.sides[1:], strict=True)
    )
    return is_by_formula or any(claims.doubts.excuses.by_words(head, source))


def call_wrong(link: Link, before: Term, side: Term, margin: float) -> None:
    """Call a number wrong, and say what it should be, to as many digits."""
    value, digits = number_of(before) or 0.0, max(0, round(-math.log10(2 * margin)))
    link.verdict, link.follows, link.diagnosis = "wrong", False, ""
    if side.kind == "number" and side.text in link.right:
        new = link.right.replace(side.text, f"{value:.{digits}f}")
        link.repair, link.edits = new, ((link.right, new),)
        link.diagnosis = f"{link.right} should be {new}"


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
