"""What a line may be meant as, so that its verdict is taken back: nobody is told a false one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Term
from microgauss.sheet.claims.excuses import Excuses
from microgauss.sheet.claims.motion import is_shortened, moving_in
from microgauss.sheet.claims.readings import Reading, Readings
from microgauss.sheet.document import Link
from microgauss.sheet.notation.normal import normal
from microgauss.sheet.notation.parts import (
    applied_name,
    bare,
    has_derivative,
    quantities,
)
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claim, Claims

__all__ = ["Doubts"]


class Doubts(Readings):
    """Takes back verdicts on claims that may be meant otherwise."""

    def __init__(self, claims: Claims) -> None:
        super().__init__(claims)
        self.excuses = Excuses(claims)

    def of_nothing(self, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
        """Take back what is right because both sides are 0."""
        for link, side in zip(links, claim.sides, strict=True):
            if link.verdict == "correct" and are_nothing(claim.statement.sides[0], side, judge):
                link.unsettle("both sides are 0 as they are read: they may be meant otherwise")

    def settle(self, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
        """Take back what may be meant otherwise."""
        for reading in self.readings(claim, judge):
            if any(link.verdict == "wrong" for link in links):
                self.compare(reading, links, ("wrong", "correct"))
        for reading, is_far in self.defined_elsewhere(claim, judge):
            self.compare(reading, links, ("correct", "wrong"))
            if is_far:
                self.compare(reading, links, ("wrong", "untestable"))
        for reading in (*self.other_roots(claim, judge), *self.rivals(claim, judge)):
            if any(link.verdict == "correct" for link in links):
                self.compare(reading, links, ("correct", "wrong"))
        for link, side in zip(links, claim.sides, strict=True):
            if link.verdict == "wrong" and (why := self.excuses.of(claim, side, judge)):
                link.unsettle(why)
            elif link.verdict == "wrong" and self.may_be_condition(claim, side, link, judge):
                link.unsettle("an equation to be solved, or a condition, if it is meant as one")

    def may_be_condition(self, claim: Claim, side: Term, link: Link, judge: Judge) -> bool:
        """Tell whether an equation of two expressions is none that a slip of its writer explains.

        Who writes p_i w_ij for p_j w_ji has made no slip: a name of the left side is put in.
        """
        head = claim.statement.sides[0]
        is_claim = bare(head) is not None or applied_name(head) is not None or has_derivative(head)
        if is_claim or link.relation != "=" or not any(quantities(head)):
            return False
        if link.repair is None:
            return not link.edits and bool(set(quantities(head)) & judge.scope.definitions.keys())
        with suppress(FormulaError, ValueError):
            (statement,) = normal(read_latex(link.repair), self.claims.names)
            return not set(quantities(statement.sides[0])) <= set(quantities(side))
        return False

    def of_constants(self, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
        """Take back that terms are too much in a derivative by time: more names may vary."""
        for link in links:
            is_more = link.verdict == "wrong" and is_shortened(link.right, link.repair or "")
            if is_more and moving_in(claim.statement.sides[0], judge):
                link.unsettle("right if another name varies with time, too")

    def compare(self, reading: Reading, links: Sequence[Link], verdicts: tuple[str, str]) -> None:
        """Take back the links whose verdict is another in a reading; that 0 is 0 tells nothing."""
        claim, judge, words = reading
        head = claim.statement.sides[0]
        others = self.claims.links(claim, judge, is_brief=True)
        for link, side, other in zip(links, claim.sides, others, strict=True):
            is_other = (link.verdict, other.verdict) == verdicts
            if is_other and not (other.verdict == "correct" and are_nothing(head, side, judge)):
                link.unsettle(words)


def are_nothing(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a derivative is 0, and so is a side with names: it says nothing then."""
    if not has_derivative(head) or has_derivative(side) or not any(quantities(side)):
        return False
    zero = Term("number", "0", (), side.span)
    return judge.judged(head, "=", zero).verdict == "correct"
