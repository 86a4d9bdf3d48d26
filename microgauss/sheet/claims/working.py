"""Numbers that are worked out from those before them in a chain, whatever its head is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from microgauss.check.domains import Domain
from microgauss.formula.terms import Statement
from microgauss.sheet.claims.approximations import are_unequal, is_value_but
from microgauss.sheet.claims.arithmetic import is_near, is_worked_out
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.units import are_converted
from microgauss.sheet.context.constants import at, constant, is_numeric, number_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import bare, quantities
from microgauss.sheet.notation.words import IF
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["work_out"]


def work_out(claims: Claims, claim: Claim, links: list[Link], judge: Judge) -> None:
    """Say of numbers whether they are what is worked out before them, whatever the head is.

    One that isn't is wrong, if what stands before it is right, or but for rounding.
    """
    sides, source = claim.statement.sides, claim.parsed.source
    is_supposed = IF.search(claims.text.words_before(source)) is not None  # if 2 + 2 = 5
    for i, (link, side) in enumerate(zip(links, claim.sides, strict=True)):
        before = sides[claim.first + i - 1]
        if link.verdict == "untestable" and any(quantities(before)) and is_numeric(side):
            link.follows = link.follows or None  # for other numbers than those in general
        if link.follows is False and is_numeric(before) and is_numeric(side):
            link.follows = None if is_near(before, side, judge) else False
        is_kept = link.relation == "=" and not are_converted(claims, claim, side)
        if not is_kept or not is_worked_out(before) or not is_numeric(side):
            continue
        if link.follows is None and constant(side) is not None:
            link.follows = is_near(before, side, judge)
        last = links[i - 1].verdict if i else ""
        is_clear = last == "correct" or (claim.place(side) == 1 and not is_supposed)
        if link.verdict == "wrong" and is_clear and not link.follows:
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
    unsettle_copied(claims, claim, links, judge)
    unsettle_contradicted(claims, claim, links, judge)


def unsettle_contradicted(claims: Claims, claim: Claim, links: list[Link], judge: Judge) -> None:
    """Take back what is right where a number before it, perhaps a new one, is another: 5 * 2 = 6.

    That is by numbers that another sentence gives.
    """
    made_of, sentence = judge.made_of(claim.statement.sides[0]), claim.parsed.source.sentence
    said = {(name, source.sentence) for source, name, _ in claims.values.everywhere}
    if all((name, sentence) in said for name, _ in said if name in made_of):
        return
    for i, (link, side) in enumerate(zip(links, claim.sides, strict=True)):
        earlier = zip(links[:i], claim.sides[:i], strict=True)
        others = [one for open_link, one in earlier
                  if open_link.verdict == "untestable" and is_numeric(one)]  # fmt: skip
        is_number = link.verdict == "correct" and is_numeric(side)
        if is_number and not all(is_near(one, side, judge) for one in others):
            link.unsettle("what it was before; here it may be another number")


def unsettle_copied(claims: Claims, claim: Claim, links: list[Link], judge: Judge) -> None:
    """Take back what is wrong for a number with a slip only: b = S/2 = 7/2 of S = 4 + 3 = 8."""
    every = (one for parsed in claims.text.formulas for one in parsed.statements)
    numbers = dict(found for one in every for found in first_number(one))
    names = judge.made_of(*claim.statement.sides[1:]) & numbers.keys()
    if not names or all(link.verdict != "wrong" for link in links):
        return
    kept = {n: known for n, known in judge.scope.definitions.items() if n not in names}
    by = claims.judge(kept, {name: numbers[name] for name in names})
    for link, side in zip(links, claim.sides, strict=True):
        before = claim.statement.sides[claim.place(side) - 1]
        if link.verdict == "wrong" and by.judged(before, "=", side).verdict == "correct":
            link.unsettle("right for a number that has a slip only where it is copied")


def first_number(statement: Statement) -> Iterator[tuple[str, Domain]]:
    """Yield the number that a name has by what stands first, where the last is another one."""
    name, numbers = bare(statement.sides[0]), list(map(number_of, statement.sides[1:]))
    first, last = (numbers[0], numbers[-1]) if numbers else (None, None)
    if name and first is not None and last is not None and not math.isclose(first, last):
        yield name.text, at(first)
