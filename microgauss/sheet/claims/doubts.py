"""What a line may be meant as, so that its verdict is taken back: nobody is told a false one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.ambiguities import Ambiguities
from microgauss.sheet.claims.cases_meant import is_behind_what_is_right
from microgauss.sheet.claims.claim import Claim, Reading
from microgauss.sheet.claims.equations import (
    NAMES,
    is_single,
    names_lost,
    names_written,
    puts_back,
)
from microgauss.sheet.claims.excuses import Excuses
from microgauss.sheet.claims.moments import meant_for_a_moment
from microgauss.sheet.claims.motion import is_shortened, moving_in
from microgauss.sheet.claims.readings import Readings
from microgauss.sheet.claims.ties import tied_behind
from microgauss.sheet.claims.unsolved import Unsolved
from microgauss.sheet.context.conditions import NUMBERS_OF_DATA
from microgauss.sheet.context.constants import constant
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import (
    MATRIX,
    SCALAR,
    applied_name,
    bare,
    function_of,
    has_derivative,
    is_capital,
    numeral,
    quantities,
)
from microgauss.sheet.notation.provisos import MULTIPLE
from microgauss.sheet.notation.rates import without_dots
from microgauss.sheet.notation.words import CONCLUDES, says_more
from microgauss.sheet.understanding.lengths import Lengths
from microgauss.sheet.understanding.scope import Scope
from microgauss.sheet.verdict.judging import RIGHT_ABOVE_0, Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["Doubts"]


DECIMAL = re.compile(r"-?\d*\.\d+")


class Doubts:
    """Takes back verdicts on claims that may be meant otherwise."""

    def __init__(self, claims: Claims) -> None:
        self.claims, self.excuses, self.readings = claims, Excuses(claims), Readings(claims)
        self.ambiguities = Ambiguities(claims, self.readings)
        self.unsolved = Unsolved(claims)

    def of_nothing(self, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
        """Take back what is right because both sides are 0."""
        for link, side in zip(links, claim.sides, strict=True):
            if link.verdict == "correct" and are_nothing(claim.statement.sides[0], side, judge):
                link.unsettle("both sides are 0 as they are read: they may be meant otherwise")

    def of_models(self, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
        """Take back that a derivative is 0 by what data are a model of: S' = 0, of x = z pi + v."""
        head, definitions = claim.statement.sides[0], judge.scope.definitions
        name = bare(function_of(head)) if has_derivative(head) else None
        known = definitions.get(name.text) if name else None
        direct = set(quantities(known.term)) & definitions.keys() if known else set[str]()
        data = {name for name in direct if self.claims.names.families.get(name)}
        by = self.claims.otherwise.without(data, definitions)
        for link, side in zip(links, claim.sides, strict=True):
            is_zero = link.verdict == "correct" and link.relation == "=" and constant(side) == 0.0
            if data and is_zero and by.judged(head, "=", side).verdict == "wrong":
                link.unsettle("0 as its names are defined, and not if they are given")

    def of_given(
        self, claim: Claim, links: Sequence[Link], refuted: Sequence[bool], judge: Judge
    ) -> None:
        """Take back what is right only by what an answer says of a name that its sheet defines.

        That is S' = 6x behind S = 3x^2, where the sheet has S = a x^2.
        """
        said = self.claims.equal
        names = set(said.names) & self.claims.course.given & judge.made_of(claim.statement.sides[0])
        if not names or not said.reaches(self.claims.source):
            return
        for link, was_wrong in zip(links, refuted, strict=True):
            if was_wrong and link.verdict == "correct":
                link.unsettle("right by what the answer said before, which can't be told")

    def of_matrices(self, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
        """Take back what is right for numbers only, where the text has matrices: A B = B A."""
        head, definitions = claim.statement.sides[0], judge.scope.definitions
        made_of = judge.made_of(*claim.statement.sides)
        terms = [
            *claim.statement.sides,
            *(definitions[n].term for n in made_of & definitions.keys()),
        ]
        has_matrices = self.claims.text.has_matrices or bool(
            judge.scope.names.shapes.keys() & made_of
        )
        is_inverse = has_matrices and any(is_inverted(term, judge) for term in terms)
        if not is_inverse and (not self.claims.text.has_matrices or has_derivative(head)):
            return
        by = as_matrices(judge, claim.statement.sides)
        told = ("correct",) if is_inverse else ("correct", "untestable", "unreliable")
        for link, side in zip(links, claim.sides, strict=True):
            is_right = link.verdict == "correct" and link.relation == "="
            if by and is_right and by.judged(head, "=", side).verdict not in told:
                link.unsettle("right for numbers: say which names are matrices")

    def of_new_values(self, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
        """Take back that a name is what it was, if it is computed anew: c = n/V = 4."""
        head = bare(claim.statement.sides[0])
        domain = judge.domains.get(head.text) if head else None
        known = judge.scope.definitions.get(head.text) if head else None
        is_number = (domain is not None and domain.fixed is not None) or (
            known is not None and not any(quantities(known.term))
        )
        for link, side in zip(links, claim.sides, strict=True):
            between = claim.statement.sides[1 : claim.place(side)]
            is_new = is_number and not any(quantities(side)) and any(quantities(*between))
            if is_new and link.verdict == "correct":
                link.unsettle("what it was before; here it may be another number")

    def settle(self, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
        """Take back what may be meant otherwise."""
        first = self.ambiguities.with_first_member(claim, judge)
        for reading in chain(self.readings.of(claim, judge), first):
            if any(link.verdict == "wrong" for link in links):
                self.compare(reading, links, ("wrong", "correct"))
        for reading, is_far in self.ambiguities.defined_elsewhere(claim, judge):
            self.compare(reading, links, ("correct", "wrong"))
            if is_far:
                self.compare(reading, links, ("wrong", "untestable"))
        for reading in self.ambiguities.of(claim, judge):
            if any(link.verdict == "correct" for link in links):
                self.compare(reading, links, ("correct", "wrong"))
        self.of_new_values(claim, links, judge)
        for link, side in zip(links, claim.sides, strict=True):
            if link.verdict == "wrong" and not is_before_what_is_right(link, links):
                for why in islice(self.excuse(claim, side, link, judge), 1):
                    link.unsettle(why)

    def excuse(self, claim: Claim, side: Term, link: Link, judge: Judge) -> Iterator[str]:
        """Yield what a wrong link may be meant as."""
        yield from self.excuses.all(claim, side, judge)
        is_later = self.readings.defined_in_later_items(claim, judge)
        if is_later or self.is_defined_later(claim, link, judge):
            yield "a name in it is only defined later, in another place"
        if name := varying_in(claim.statement.sides, judge):
            yield f"right if {self.claims.spellings.name(name)} depends on it"
        if self.unsolved.is_of_another(claim, side, link, judge):
            yield "about another thing, or an equation that a function is to satisfy"
        lost = names_lost(claim.statement.sides[0], side, judge) if link.relation == "=" else set()
        names = sorted(map(self.claims.spellings.name, lost))
        is_odd = bare(claim.statement.sides[0]) is not None and not is_single(link)
        is_open = not link.edits or (is_odd and puts_back(link, names))
        before = set(quantities(*claim.statement.sides[1 : claim.place(side)]))
        before -= {*quantities(side), *self.claims.names.functions}
        dropped = sorted(map(self.claims.spellings.name, before))
        if is_odd and claim.place(side) == claim.first and puts_back(link, dropped):
            yield "right if what stands before it isn't what its names were"
        if lost and (is_open or self.is_said_again(claim, judge)):
            spelt = ", ".join(names)
            yield f"right if what isn't said of {spelt} makes it so"
        if any(DECIMAL.fullmatch(old) and NAMES.fullmatch(new) for old, new in link.edits):
            yield "right but for rounding, if that is the number of the name"
        is_more = self.is_multiple(claim, side, judge) or not link.edits or is_part(link)
        if is_more and self.is_said_of(claim, side, judge):
            yield "a part of it, or a case, by the words before it"
        if tied := tied_behind(self.claims, claim, side, judge):
            yield f"it depends on the condition on {tied} behind it"
        is_equation = link.relation == "=" and (
            self.unsolved.is_foreign(claim, side, judge)
            or self.unsolved.is_sum_of_another(claim, side, judge)
        )
        if is_equation or self.unsolved.may_be_condition(claim, side, link, judge):
            yield "an equation to be solved, or a condition, if it is meant as one"

    def is_said_again(self, claim: Claim, judge: Judge) -> bool:
        """Tell whether a claim says again what a name is: v = C e^{-kt}, then v = v_0 e^{-kt}."""
        name = bare(claim.statement.sides[0])
        known = judge.scope.definitions.get(name.text) if name else None
        return known is not None and not known.arguments and claim.first == 1

    def is_said_of(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether words say more than a step before a derivative, or before an expression."""
        head, source = claim.statement.sides[0], claim.parsed.source
        before = self.excuses.cases.since_last_equation(source)
        is_plain = bare(head) is not None or applied_name(head) is not None
        is_said = not is_plain and says_more(before, of_slope=has_derivative(head))
        return is_said and not is_behind_what_is_right(claim, side, judge)

    def is_multiple(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether words speak of a sign, or a factor of 2, but for which a side is right."""
        if not MULTIPLE.search(self.excuses.cases.since_last_equation(claim.parsed.source)):
            return False
        numbers = [Term("number", text, (), side.span) for text in ("1", "2", "0.5")]
        negative = [Term("operation", "negative", (number,), side.span) for number in numbers]
        products = (Term("operation", "multiply", (factor, side), side.span)
                    for factor in (*numbers[1:], *negative))  # fmt: skip
        head = claim.statement.sides[0]
        return any(judge.judged(head, "=", one).verdict == "correct" for one in products)

    def is_defined_later(self, claim: Claim, link: Link, judge: Judge) -> bool:
        """Tell whether an equation without derivatives has a name that only the next ones define.

        Where that is in another sentence, it may be a case of the equation: with M = m, u = v/2.
        Not if a slip explains it without that.
        """
        head, source = claim.statement.sides[0], claim.parsed.source
        later = judge.scope.definitions.keys() - self.claims.course.definitions.keys()
        later &= judge.made_of(*claim.statement.sides)
        own = {d.name for one in self.claims.text.formulas
               if one.source.sentence == source.sentence
               and not CONCLUDES.search(self.claims.text.words_before(one.source))
               for s in one.statements if (d := definition_of(s))}  # fmt: skip
        if not later - own or has_derivative(head):
            return False
        by = self.claims.otherwise.without(later - own, judge.scope.definitions)
        others = self.claims.links(claim, by)
        return not any(
            one.edits and one.right == link.right and not self.unsolved.introduces_names(one, side)
            for one, side in zip(others, claim.sides, strict=True)
        )

    def of_contrary(self, claim: Claim, links: Sequence[Link]) -> None:
        """Take back a derivative if the side before it, which can't be told, is another one.

        In dE/dC = -Q^2/(2C^2) = U^2/2 the last two are never equal: Q is held, or U is. A sum over
        data may be this number.
        """
        if not has_derivative(claim.statement.sides[0]):
            return
        for (before, link), side in zip(pairwise(links), claim.sides, strict=False):
            is_contrary = before.verdict == "untestable" and link.follows is False
            is_sum = any(part.kind == "sum" for part in side.walk())
            if is_contrary and link.verdict == "correct" and not is_sum:
                link.unsettle("right only if the side before it isn't, which can't be told")

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
        if verdicts == ("wrong", "correct"):
            others = meant_for_a_moment(self.claims, claim, others, judge)
        for link, side, other in zip(links, claim.sides, others, strict=True):
            found = "correct" if other.diagnosis == RIGHT_ABOVE_0 else other.verdict
            is_other = (link.verdict, found) == verdicts
            if is_other and not (other.verdict == "correct" and are_nothing(head, side, judge)):
                link.unsettle(words)


def is_part(link: Link) -> bool:
    """Tell whether a repair has a side's names, and more: a term, a factor or a sum is missing.

    What is left out may be 0, or 1, where the line is meant to hold.
    """
    old, new = map(names_written, (link.right, link.repair or ""))
    return link.repair is not None and old < new


def is_before_what_is_right(link: Link, links: Sequence[Link]) -> bool:
    """Tell whether a chain goes on, right, with the names of a side that one slip explains.

    A condition would have changed these names. Not if one stands for another: b for a, if a = b.
    """
    behind = next((after for one, after in pairwise(links) if one is link), None)
    if behind is None or behind.verdict != "correct" or len(link.edits) != 1:
        return False
    old, new = map(names_written, link.edits[0])
    own, right = map(names_written, (link.right, behind.right))
    return own.keys() == right.keys() and len(own) > 1 and (old <= new or new <= old)


def varying_in(sides: Sequence[Term], judge: Judge) -> str:
    """Return a name without a definition whose derivative stands in a chain: y, in y + x dy/dx."""
    if not has_derivative(sides[0]):
        return ""
    slopes = (part for side in sides[1:] for part in side.walk()
              if part.kind == "prime" or (part.kind == "derivative" and part.bold))  # fmt: skip
    names = (bare(function_of(slope)) for slope in slopes)
    known = {*judge.scope.definitions, *judge.scope.names.moving}
    return next((name.text for name in names
                 if name and without_dots(name.text) not in known), "")  # fmt: skip


def as_matrices(judge: Judge, sides: Sequence[Term]) -> Judge | None:
    """Return a judge to whom free names are square matrices; None without capitals or matrices."""
    names = copy(judge.scope.names)
    said = {*names.shapes, *names.sizes, *judge.domains, *names.functions}
    made_of = judge.made_of(*sides)
    free = made_of - judge.scope.definitions.keys() - said
    is_matrix = any(names.shapes.get(name) == MATRIX for name in made_of)
    if not any(map(is_capital, free)) and not (free and is_matrix):
        return None
    names.shapes = {**names.shapes, **dict.fromkeys(free, MATRIX)}
    return Judge(Scope(names, judge.scope.definitions, Lengths()), judge.allowed)


def is_inverted(term: Term, judge: Judge) -> bool:
    """Tell whether a capital, taken as a number, has a power that isn't whole: B of A B^{-1}."""
    names, free = judge.scope.names, judge.made_of(term) - judge.scope.definitions.keys()
    free -= {*names.sizes, *names.functions, *judge.domains, *NUMBERS_OF_DATA}
    free -= {"I"} if names.has_matrices else set()
    powers = [part for part in term.walk() if part.kind == "operation" and part.text == "pow"]
    return any(
        is_capital(name) and names.shape(name) == SCALAR
        for part in powers if numeral(part.args[1]) is None and not any(quantities(part.args[1]))
        for name in free.intersection(quantities(part.args[0]))
    )  # fmt: skip


def are_nothing(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a derivative is 0, and so is a side with names: it says nothing then."""
    if not has_derivative(head) or has_derivative(side) or not any(quantities(side)):
        return False
    zero = Term("number", "0", (), side.span)
    return judge.judged(head, "=", zero).verdict == "correct"
