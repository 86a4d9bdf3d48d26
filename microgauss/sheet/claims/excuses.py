"""Why a refuted equation need not be wrong: a value at some point, a condition, rounding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.arithmetic import (
    has_decimals,
    is_in_other_units,
    is_near,
    is_rounded,
    is_worked_out,
)
from microgauss.sheet.claims.equations import are_two, is_at_some_point, is_implicit
from microgauss.sheet.claims.given import has_value, is_miscalculated, is_of_numbers
from microgauss.sheet.context.conditions import INEQUALITIES
from microgauss.sheet.context.constants import is_numeric, number_of
from microgauss.sheet.context.items import is_of_another_item
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import (
    applied_name,
    bare,
    has_derivative,
    quantities,
)
from microgauss.sheet.notation.provisos import (
    APPROXIMATE,
    AT_ARGUMENT,
    AT_POINT,
    AT_THIS,
    BINARY,
    CONVERTED_UNIT,
    EXPECTED,
    FORMER,
    IN_FORMULA,
    NEGATED,
    OF_A_KIND,
    OF_CASE,
    OPTIMUM,
    OTHER_SLOPE,
    PROPERTY,
    PROVISO,
    SPECIAL,
    SWITCHED,
    THERE,
    UP_TO_CONSTANTS,
)
from microgauss.sheet.notation.words import LEADS_CONDITION, ROOTS_OF, WHERE, says_more
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claim, Claims

from microgauss.sheet.claims.equations import (
    are_unrelated,
    are_values,
    differs_by_more,
    has_constant,
    has_error,
    has_pieces,
    has_sum_of_others,
    is_evaluated,
    is_of_members,
    is_own_argument,
    is_polynomial,
    is_value_of,
    is_written_out,
)

__all__ = ["Excuses"]

NEAR = 3  # sentences
FAR = 240  # characters before a claim that may say where it is meant
IN_TEXT = re.compile(r"(?:\\[,;: ]\s*)?\\(?:text|mathrm)\s*\{.*$")  # the end of a formula


class Excuses:
    """Finds what a wrong equation may be meant as, by its form and the words around it."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims

    def all(self, claim: Claim, side: Term, judge: Judge) -> Iterator[str]:
        """Yield all that it may be meant as."""
        head, source = claim.statement.sides[0], claim.parsed.source
        if has_constant(head, side, judge):
            yield "a constant that isn't told may be another one each time"
        if is_value_of(head, judge) and not is_evaluated(head, judge):
            yield "a value, or a product: that can't be told"
        yield from self.of_numbers(claim, side, judge)
        yield from self.of_counts(claim, side, judge)
        if self.is_said_anew(claim, side, judge):
            yield "an equation in another item than a definition: the name may be something else"
        yield from self.by_words(head, source)
        if self.is_up_to_constants(head, source) and not differs_by_more(head, side, judge):
            yield "so but for a constant, by the words around it"
        if has_error(head, side, judge):
            yield "right with the error as a residual, perhaps"
        is_open = is_implicit(head, side, judge) or are_two(head, side)
        if is_open or self.is_solved_behind(claim):
            yield "an equation to be solved: it isn't true everywhere"
        if self.is_constraint(head, side, judge):
            yield "a condition on what isn't known yet, if it is meant as one"
        yield from self.of_cases(claim, side, judge)
        before = claim.statement.sides[claim.place(side) - 1]
        if is_numeric(before) and is_numeric(side) and is_near(before, side, judge):
            yield "right but for rounding, if what stands before it is: write ≈ there"

    def of_cases(self, claim: Claim, side: Term, judge: Judge) -> Iterator[str]:
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
        if self.is_of_other_slope(head, source, judge):
            yield "a derivative under a condition, or another one, by the words before it"
        if self.is_of_words(claim, side, judge):
            yield "an equation between free names, perhaps by what the words before it say"

    def is_of_case(self, claim: Claim) -> bool:
        """Tell whether a derivative is said twice in a paragraph, here in a case: for y = 1."""
        head, source = claim.statement.sides[0], claim.parsed.source
        if not has_derivative(head) or not OF_CASE.search(self.claims.text.words_before(source)):
            return False
        others = [statement.sides[1] for one in self.claims.text.formulas
                  if one.source.paragraph == source.paragraph and one.source != source
                  for statement in one.statements
                  if statement.sides[0].shape == head.shape]  # fmt: skip
        return any(other.shape != claim.statement.sides[1].shape for other in others)

    def is_of_other_slope(self, head: Term, source: Source, judge: Judge) -> bool:
        """Tell whether words may say of f' where it is so, or that another derivative is meant.

        f''(a) says itself where it is so.
        """
        is_given = head.kind == "juxtaposed" and not is_own_argument(head, judge)
        before = self.since_last_equation(source)
        is_said = PROVISO.search(before) or OTHER_SLOPE.search(before)
        return has_derivative(head) and not is_given and is_said is not None

    def is_of_words(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether words say more of an identity than that it follows: in quadrature, [...].

        Not where what stands before the side is right without them.
        """
        head, source = claim.statement.sides[0], claim.parsed.source
        names = judge.made_of(head)
        said = {name for _, name, _ in self.claims.values.said}
        is_free = bool(names) and not names & (judge.scope.definitions.keys() | said)
        is_free = is_free and not has_derivative(head) and claim.statement.relations[0] == "="
        between = claim.statement.sides[1 : claim.place(side)]
        if between and judge.judged(head, "=", between[-1]).verdict == "correct":
            return False
        return is_free and says_more(self.since_last_equation(source))

    def since_last_equation(self, source: Source) -> str:
        """Return the words of a sentence before a formula, from the last equation in it on."""
        text = self.claims.text
        ends = (one.source.end for one in text.formulas if one.source.end <= source.start
                and any(statement.relations for statement in one.statements))  # fmt: skip
        return text.prose_before(source, max(ends, default=0))

    def by_words(self, head: Term, source: Source) -> Iterator[str]:
        """Yield what the words of a sentence say of it."""
        sentences = self.claims.text.sentences
        words = sentences[source.sentence]
        first = source.sentence if has_derivative(head) else max(0, source.sentence - 1)
        around = " ".join(sentences[first : source.sentence + 1])
        if source.sentence in self.claims.course.shaken and not has_derivative(head):
            yield "in a sentence in which a name may be something else than before"
        if not has_derivative(head) and BINARY.search(around):
            yield "for what is 0 or 1, or adds up to 1, if that is meant"
        if APPROXIMATE.search(around) and not is_polynomial(head, words):
            yield "an approximation, by the words around it"
        if not has_derivative(head) and ROOTS_OF.search(self.claims.text.words_before(source)):
            yield "an equation to be solved: it isn't true everywhere"
        start = self.claims.text.start_of_sentence(source)
        if IN_FORMULA.search(self.claims.text.text, start, source.end):
            yield "for numbers that are small, or of another kind, by a formula in its sentence"
        if NEGATED.search(words) or PROPERTY.search(words):
            yield "what is said of it in words, perhaps that it isn't so"
        if FORMER.search(words):
            yield "about another thing of the same name, by the words around it"

    def is_up_to_constants(self, head: Term, source: Source) -> bool:
        """Tell whether words say that constants are left out; a derivative has none."""
        sentences = self.claims.text.sentences
        around = " ".join(sentences[max(0, source.sentence - 1) : source.sentence + 1])
        return not has_derivative(head) and UP_TO_CONSTANTS.search(around) is not None

    def of_numbers(self, claim: Claim, side: Term, judge: Judge) -> Iterator[str]:
        """Yield which numbers may be meant, unless a side was worked out wrong."""
        head = claim.statement.sides[0]
        if judge.scope.is_value(side) and self.has_units(claim, judge):
            yield "for numbers with units, which aren't judged"
        is_wrong = is_miscalculated(self.claims, claim, side, judge)
        if is_at_some_point(head, side, judge) and not is_wrong:
            yield "a value at some point, if it is meant as one"
        is_value = judge.scope.is_value(side) and has_value(self.claims, head, judge)
        if is_value and not is_wrong:
            yield "a value, perhaps for other numbers than those that were given"
        if is_of_numbers(head, side, judge) and not is_wrong:
            yield "an equation between names that were given numbers, perhaps for others"
        if has_derivative(head) and not is_wrong and self.is_at_point(claim, side):
            yield "the value of a derivative at some point, if it is meant as one"
        if self.data_given(judge) & set(quantities(side)) or has_sum_of_others(head, side, judge):
            yield "for the numbers that data were given, perhaps"
        if is_in_other_units(head, side, judge):
            yield "right with an angle in degrees, or a logarithm to base 10: say so"
        if is_rounded(head, side, judge):
            yield "right to the digits that it has: write ≈ for what is rounded"
        elif self.is_near(claim, side, judge):
            yield "close to it: numbers before it may have been rounded"

    def of_counts(self, claim: Claim, side: Term, judge: Judge) -> Iterator[str]:
        """Yield for how many data it may be meant."""
        if self.has_size_now(claim.parsed.source):
            yield "for a number of data that is given, which isn't judged"
        if is_of_members(claim.statement.sides[0], side, judge):
            yield "a condition on what has an index elsewhere, if it is meant as one"
        if is_written_out(claim.statement.sides[0], side, judge):
            yield "for as many data as are written out, if that is meant"

    def data_given(self, judge: Judge) -> set[str]:
        """Return the names of data that were given as numbers: x of x_1 = 1 and x_2 = 3."""
        names = {name for name, known in judge.scope.definitions.items()
                 if not any(quantities(known.term))}  # fmt: skip
        names |= {name for _, name, domain in self.claims.values.said if domain.fixed is not None}
        parts = (name.rpartition("_") for name in names)
        bases = Counter(base for base, _, index in parts if base and index.isdigit())
        return {base for base, count in bases.items() if count > 1}  # x_0 = 1 alone is no datum

    def is_at_point(self, claim: Claim, side: Term) -> bool:
        """Tell whether a number may be a derivative's value: words say where it is taken."""
        words = self.claims.text.sentences[claim.parsed.source.sentence]
        return not any(quantities(side)) and AT_POINT.search(words) is not None

    def has_units(self, claim: Claim, judge: Judge) -> bool:
        """Tell whether units to be converted stand behind a claim, or numbers that it is of."""
        made_of = judge.made_of(*claim.statement.sides[:1])
        said = [source for source, name, _ in self.claims.values.said if name in made_of]
        text = self.claims.text.text
        behind = [text[one.end : one.end + 30] for one in (claim.parsed.source, *said)]
        inside = [found[0] for one in (claim.parsed.source, *said)
                  if (found := IN_TEXT.search(one.inside))]  # fmt: skip
        return any(map(CONVERTED_UNIT.search, (*behind, *inside)))

    def is_near(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether a number is that before it but for rounding, in it or in between."""
        sides = claim.statement.sides
        if number_of(side) is None or not judge.scope.is_value(sides[0]):
            return False
        between = sides[: claim.place(side)]
        is_rough = has_decimals(*between) or (has_decimals(side) and side.kind != "number")
        return (is_rough or is_worked_out(sides[0])) and is_near(sides[0], side, judge)

    def is_said_anew(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether an equation may say anew what a name of another item is: 1/R = ..."""
        head = claim.statement.sides[0]
        if has_derivative(head) or bare(head) is not None or applied_name(head) is not None:
            return False
        known = [judge.scope.definitions.get(name) for name in set(quantities(head))]
        if len(known) != 1 or known[0] is None or known[0].arguments or not any(quantities(side)):
            return False
        return is_of_another_item(self.claims.text, known[0], claim.parsed.source)

    def is_solved_behind(self, claim: Claim) -> bool:
        """Tell whether what stands behind an equation is its solution: so p^* = 20, of p."""
        head, *others = claim.statement.sides
        if len(others) > 1 or bare(head) is not None or has_derivative(head):
            return False
        formulas = self.claims.text.formulas
        behind = formulas[formulas.index(claim.parsed) + 1 :][:2]
        names = set(quantities(head, *others))
        return any(
            solved is not None and solved.text not in names
            and solved.text.partition("_")[0] in names - set(quantities(*statement.sides[1:]))
            for parsed in behind if parsed.source.paragraph == claim.parsed.source.paragraph
            for statement in parsed.statements[:1] if statement.relations[:1] == ("=",)
            for solved in [bare(statement.sides[0])]
        )  # fmt: skip

    def is_constraint(self, left: Term, right: Term, judge: Judge) -> bool:
        """Tell whether a sum of what is only found later is given, or a value with parameters."""
        if any(quantities(right)):
            return False
        definitions = judge.scope.definitions
        is_sum = (
            left.kind == "sum" and not set(quantities(left)) & self.claims.course.definitions.keys()
        )
        is_value = applied_name(left) is not None and not any(quantities(left.args[1]))
        known = definitions.get(applied_name(left) or "")
        arguments = set(known.arguments) if known else set()
        parameters = judge.made_of(left) - definitions.keys() - arguments
        return is_sum or (is_value and bool(parameters))

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
        sentences = self.claims.text.sentences
        around = sentences[max(0, source.sentence - 2) : source.sentence + 1]
        return SWITCHED.search(" ".join(around)) is not None

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

    def has_size_now(self, source: Source) -> bool:
        """Tell whether a sentence gives the number of data."""
        moments = [moment for moment in self.claims.values.near(source) if moment.distance <= 1]
        return any(name in self.claims.names.sizes for moment in moments for name in moment.domains)
