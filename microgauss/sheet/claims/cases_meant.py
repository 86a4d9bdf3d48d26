"""Where alone a refuted equation may be meant to hold: at a point, in a case, under a condition."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from microgauss.check.domains import Domain
from microgauss.formula.terms import Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.equations import (
    are_unrelated,
    are_values,
    has_pieces,
    is_own_argument,
)
from microgauss.sheet.context.allowed import ABOVE_0
from microgauss.sheet.context.conditions import INEQUALITIES
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import (
    has_derivative,
    quantities,
)
from microgauss.sheet.notation.provisos import (
    AT_ARGUMENT,
    AT_THIS,
    CHANCE,
    EXPECTED,
    OF_A_KIND,
    OF_CASE,
    OPTIMUM,
    OTHER_SLOPE,
    PROVISO,
    SPECIAL,
    SWITCHED,
    THERE,
)
from microgauss.sheet.notation.words import LEADS_CONDITION, WHERE
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["CasesMeant", "is_behind_what_is_right"]

COUNTS = {"n", "m", "k", "i", "j", "l", "N", "M", "K"}  # as they are usually called
LARGE, UNIT = Domain(10.0, math.inf), Domain(0.0, 1.0)
NEAR = 3  # sentences
FAR = 240  # characters before a claim that may say where it is meant


class CasesMeant:
    """Finds in which case a claim may be meant, by its form and by the words before it."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims

    def of(self, claim: Claim, side: Term, judge: Judge) -> Iterator[str]:
        """Yield where alone it may be meant to hold: at a point, in a case, under a condition."""
        head, source = claim.statement.sides[0], claim.parsed.source
        if self.is_place(head, source):
            yield "where something is so, if it is meant as that"
        if self.is_of_place(head, source, judge):
            yield "at a point that the words around it name, or for what is expected"
        is_switched = self.is_switched(source) or self.is_bounded(source)
        if has_pieces(judge.made_of(head), judge) and is_switched:
            yield "one piece of what is defined by cases, if that is meant"
        if are_values(claim.statement):
            yield "values of names, where something is so"
        words = self.claims.text.sentences[source.sentence]
        is_special = SPECIAL.search(words) and not has_derivative(head)
        if is_special or OF_A_KIND.search(words) or self.is_of_case(claim):
            yield "what holds in the case that words name"
        if are_unrelated(head, side, judge):
            yield "nothing says how its names are related to those of the left side"
        if self.is_bound(claim, side):
            yield "a condition, if it is meant as one"
        if self.is_of_counts(claim, side, judge):
            yield "right for a large number, or a chance: say what its names may be"
        if self.is_of_other_slope(head, source, judge):
            yield "a derivative under a condition, or another one, by the words before it"

    def is_of_case(self, claim: Claim) -> bool:
        """Tell whether a derivative is said twice in a paragraph, here in a case: for y = 1."""
        head, source = claim.statement.sides[0], claim.parsed.source
        if not has_derivative(head) or not OF_CASE.search(self.claims.text.words_before(source)):
            return False
        others = [statement.sides[1] for one in self.claims.text.formulas
                  if one.source.paragraph == source.paragraph and one.source != source
                  for statement in one.statements
                  if statement.relations and statement.sides[0].shape == head.shape]  # fmt: skip
        return any(other.shape != claim.statement.sides[1].shape for other in others)

    def is_of_other_slope(self, head: Term, source: Source, judge: Judge) -> bool:
        """Tell whether words may say of f' where it is so, or that another derivative is meant.

        f''(a) says itself where it is so.
        """
        is_given = head.kind == "juxtaposed" and not is_own_argument(head, judge)
        before = self.since_last_equation(source)
        is_said = PROVISO.search(before) or OTHER_SLOPE.search(before)
        return has_derivative(head) and not is_given and is_said is not None

    def since_last_equation(self, source: Source) -> str:
        """Return the words of a sentence before a formula, from the last equation in it on."""
        if self.claims.source.statement:
            return ""  # an equation of the same formula stands before it
        text = self.claims.text
        ends = (one.source.end for one in text.formulas if one.source.end <= source.start
                and any(statement.relations for statement in one.statements))  # fmt: skip
        return text.prose_before(source, max(ends, default=0))

    def is_place(self, head: Term, source: Source) -> bool:
        """Tell whether a formula may say where functions are taken: at theta = a, or least."""
        words = self.claims.text.sentences[source.sentence]
        if head.kind in ("name", "index") and OPTIMUM.search(words):
            return True
        is_argument = head.kind == "name" and head.text in self.claims.names.varying
        before = self.claims.text.text[max(0, source.start - 12) : source.start]
        return is_argument and source.statement == 0 and AT_ARGUMENT.search(before) is not None

    def is_of_place(self, head: Term, source: Source, judge: Judge) -> bool:
        """Tell whether a derivative may be one at a point found before, or an expected one."""
        words = self.claims.text.sentences[source.sentence]
        before = self.claims.text.text[max(0, source.start - 80) : source.start]
        words_before = self.claims.text.text[max(0, source.start - FAR) : source.start]
        is_list = AT_THIS.search(words_before.rpartition(". ")[2]) is not None
        is_there = is_list or THERE.search(before) is not None or EXPECTED.search(words) is not None
        is_given = head.kind == "juxtaposed" and not is_own_argument(head, judge)  # f''(a)
        return has_derivative(head) and is_there and not is_given

    def is_switched(self, source: Source) -> bool:
        """Tell whether words say which piece is meant: of max(0, x), where a unit is active."""
        sentences, sheet = self.claims.text.sentences, self.claims.text.sheet
        around = sentences[max(0, source.sentence - 2) : source.sentence + 1]
        before = sheet.prose if sheet else ""
        return SWITCHED.search(" ".join([before, *around])) is not None

    def is_bounded(self, source: Source) -> bool:
        """Tell whether a sentence has a bound on a name that has data, too: r > 0, beside r_i."""
        near = (one for one in self.claims.text.formulas
                if 0 <= source.sentence - one.source.sentence < NEAR)  # fmt: skip
        own = (s for one in near for s in one.statements if {*s.relations} & {*INEQUALITIES})
        names = {name for statement in own for name in quantities(*statement.sides)}
        return any(self.claims.names.families.get(name) for name in names)

    def is_bound(self, claim: Claim, side: Term) -> bool:
        """Tell whether an inequality may be a condition, by the words before it: pairs with D > m.

        One that is proved, or between numbers, is none.
        """
        start = claim.parsed.source.start
        before = self.claims.text.text[max(0, start - 40) : start]
        is_inequality = claim.statement.relations[claim.place(side) - 1] in INEQUALITIES
        is_said = LEADS_CONDITION.search(before) or WHERE.search(before)
        return is_inequality and is_said is not None

    def is_of_counts(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether an inequality may hold as its names are meant: a sample of size n.

        What words call a chance is between 0 and 1, and an index, or n, a large number.
        """
        head, relation = claim.statement.sides[0], claim.statement.relations[claim.place(side) - 1]
        if relation not in INEQUALITIES:
            return False
        given = {n for n, domain in judge.domains.items() if domain not in (ABOVE_0, Domain())}
        free = judge.made_of(head, side) - judge.scope.definitions.keys() - given
        counts = {*COUNTS, *self.claims.names.letters}
        chances = {name for one in self.claims.text.mentions
                   if CHANCE.search(self.claims.text.words_before(one.source))
                   for s in one.statements for name in quantities(*s.sides)} - counts  # fmt: skip
        domains = {**dict.fromkeys(free & counts, LARGE), **dict.fromkeys(free & chances, UNIT)}
        allowed = judge.allowed._replace(domains={**judge.domains, **domains})
        by = Judge(judge.scope, allowed)
        return bool(domains) and by.judged(head, relation, side).verdict != "wrong"


def is_behind_what_is_right(claim: Claim, side: Term, judge: Judge) -> bool:
    """Tell whether a chain is right up to a side: no words change its meaning then."""
    head, *between = claim.statement.sides[: claim.place(side)]
    return bool(between) and judge.judged(head, "=", between[-1]).verdict == "correct"
