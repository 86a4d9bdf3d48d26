"""Equations that are right for the number behind them, where those before them aren't: 11x = 20."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from microgauss.check.domains import Domain
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.solving import before
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
    domain = number_behind(claims, claim, *names)
    if domain is None:
        return
    by = claims.judge({}, dict.fromkeys(names, domain))
    here = claim.parsed
    own = [(claims.text.lines(here.source.start), one)
           for one in here.statements[: claims.source.statement]]  # fmt: skip
    for line, other in [*before(claims.text, here.source), *own][-NEAR:]:
        if is_equation(other, names) and by.judged(*sides_of(other)).verdict == "wrong":
            for link in (one for one in links if one.verdict == "correct"):
                link.unsettle(f"right for the number behind it, which line {line} isn't: "
                              "one of both has a slip")  # fmt: skip
            return


def number_behind(claims: Claims, claim: Claim, name: str) -> Domain | None:
    """Return the number that a name gets behind a claim, if it has none before it."""
    here = claim.parsed.source
    said = [(source, domain) for source, one, domain in claims.values.said
            if one == name and source.exercise == here.exercise]  # fmt: skip
    is_before = any(source.start < here.start for source, _ in said)
    behind = (domain for source, domain in said if source.start >= here.start)
    return None if is_before else next(behind, None)


def is_equation(statement: Statement, names: set[str]) -> bool:
    """Tell whether a statement is an equation of the same name, and of nothing else."""
    is_pair = statement.relations == ("=",) and not any(map(has_derivative, statement.sides))
    return is_pair and set(quantities(*statement.sides)) == names


def sides_of(statement: Statement) -> tuple[Term, str, Term]:
    """Return an equation's sides, and the sign between them."""
    left, right = statement.sides
    return left, "=", right
