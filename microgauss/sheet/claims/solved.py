"""Equations that are right for the number behind them, where those before them aren't: 11x = 20."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from microgauss.check.domains import Domain
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.solving import before
from microgauss.sheet.claims.ties import freed
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import has_derivative, quantities

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["unsettle_solved"]

NEAR = 6  # statements before


def unsettle_solved(claims: Claims, claim: Claim, links: Sequence[Link]) -> None:
    """Take back what is right for a number, where an equation before it isn't: a slip is between.

    So is 11x = 20 behind 14x - 7 = 3x + 15, where x = 20/11 follows.
    """
    names = set(quantities(*claim.statement.sides))
    if len(names) != 1 or all(link.verdict != "correct" for link in links):
        return
    numbers = numbers_behind(claims, claim)
    if not names <= numbers.keys():
        return
    exact = {name for name, domain in numbers.items() if (domain.fixed or 0.5).is_integer()}
    by = freed(claims.judge({}, numbers))
    here = claim.parsed
    own = [(claims.text.lines(here.source.start), one)
           for one in here.statements[: claims.source.statement]]  # fmt: skip
    for line, other in [*before(claims.text, here.source), *own][-NEAR:]:
        if any(by.judged(left, "=", right).verdict == "wrong"
               for left, right in equations_in(other)
               if names <= set(quantities(left, right)) <= exact | names):  # fmt: skip
            for link in (one for one in links if one.verdict == "correct"):
                link.unsettle(f"right for the number behind it, which line {line} isn't: "
                              "one of both has a slip")  # fmt: skip
            return


def numbers_behind(claims: Claims, claim: Claim) -> dict[str, Domain]:
    """Return the numbers that names get behind a claim, if they have none before it."""
    here = claim.parsed.source
    said = [one for one in claims.values.said if one[0].exercise == here.exercise]
    known = {name for source, name, _ in claims.values.everywhere if source.start < here.start}
    behind = ((name, domain) for source, name, domain in reversed(said)
              if source.start >= here.start and name not in known)  # fmt: skip
    return dict(behind)


def equations_in(statement: Statement) -> Iterator[tuple[Term, Term]]:
    """Yield what is equal to what in a chain, derivatives apart: f'(x) = 6x - 18 = 0."""
    for (left, right), relation in zip(pairwise(statement.sides), statement.relations, strict=True):
        if relation == "=" and not has_derivative(left) and not has_derivative(right):
            yield left, right
