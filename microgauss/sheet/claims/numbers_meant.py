"""Which numbers a refuted equation may be meant for: others than were given, or so many data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.arithmetic import (
    has_decimals,
    is_in_other_digits,
    is_in_other_units,
    is_near,
    is_rounded,
    is_worked_out,
)
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.equations import (
    has_sum_of_others,
    is_at_some_point,
    is_written_out,
)
from microgauss.sheet.claims.given import (
    has_value,
    is_miscalculated,
    is_of_matrices,
    is_of_numbers,
)
from microgauss.sheet.claims.rounding import is_right_but_for_rounding
from microgauss.sheet.claims.units import are_converted, units_beside
from microgauss.sheet.context.constants import number_of
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import (
    has_derivative,
    quantities,
)
from microgauss.sheet.notation.provisos import AT_POINT
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["NumbersMeant"]


class NumbersMeant:
    """Finds which numbers may be meant."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims

    def of(  # noqa: C901, one a line
        self, claim: Claim, side: Term, judge: Judge
    ) -> Iterator[str]:
        """Yield which numbers may be meant, unless a side was worked out wrong."""
        yield from self.of_counts(claim, side, judge)
        yield from self.of_units(claim, side, judge)
        head, is_number = claim.statement.sides[0], judge.scope.is_value(side)
        is_wrong = is_miscalculated(self.claims, claim, side, judge)
        if is_at_some_point(head, side, judge) and not is_wrong:
            yield "a value at some point, if it is meant as one"
        is_value = is_number and has_value(self.claims, head, judge)
        is_wrong = is_wrong or is_of_matrices(self.claims, head, side, judge)
        if is_value and not is_wrong:
            yield "a value, perhaps for other numbers than those that were given"
        if is_of_numbers(head, side, judge) and not is_wrong:
            yield "an equation between names that were given numbers, perhaps for others"
        if has_derivative(head) and not is_wrong and self.is_at_point(claim, side):
            yield "the value of a derivative at some point, if it is meant as one"
        if self.data_given(judge) & set(quantities(side)) or has_sum_of_others(head, side, judge):
            yield "for the numbers that data were given, perhaps"
        if is_in_other_digits(head, side, judge):
            yield "right if 5.000 is 5000: write 5000, or 5\\,000"
        if is_in_other_units(head, side, judge):
            yield "right with an angle in degrees, or a logarithm to base 10: say so"
        if is_rounded(head, side, judge):
            yield "right to the digits that it has: write ≈ for what is rounded"
        elif is_right_but_for_rounding(head, side, judge):
            yield "right but for the last digits of its numbers: write ≈ for what is rounded"
        elif self.is_near(claim, side, judge):
            yield "close to it: numbers before it may have been rounded"

    def of_units(self, claim: Claim, side: Term, judge: Judge) -> Iterator[str]:
        """Yield that a number may have a unit to be converted."""
        is_open = units_beside(self.claims, claim, judge) or are_converted(self.claims, claim, side)
        if judge.scope.is_value(side) and is_open:
            yield "for numbers with units, which aren't judged"

    def of_counts(self, claim: Claim, side: Term, judge: Judge) -> Iterator[str]:
        """Yield for how many data it may be meant."""
        if self.has_size_now(claim.parsed.source):
            yield "for a number of data that is given, which isn't judged"
        if is_written_out(claim.statement.sides[0], side, judge):
            yield "for as many data as are written out, if that is meant"

    def data_given(self, judge: Judge) -> set[str]:
        """Return the names of data that were given as numbers: x of x_1 = 1 and x_2 = 3."""
        names = {name for name, known in judge.scope.definitions.items()
                 if not any(quantities(known.term))}  # fmt: skip
        names |= {
            name for _, name, domain in self.claims.values.everywhere if domain.fixed is not None
        }
        parts = (name.rpartition("_") for name in names)
        bases = Counter(base for base, _, index in parts if base and index.isdigit())
        return {base for base, count in bases.items() if count > 1}  # x_0 = 1 alone is no datum

    def is_at_point(self, claim: Claim, side: Term) -> bool:
        """Tell whether a number may be a derivative's value: words say where it is taken."""
        words = self.claims.text.sentences[claim.parsed.source.sentence]
        return not any(quantities(side)) and AT_POINT.search(words) is not None

    def is_near(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether a number is that before it but for rounding, in it or in between."""
        sides = claim.statement.sides
        if number_of(side) is None or not judge.scope.is_value(sides[0]):
            return False
        between = sides[: claim.place(side)]
        is_rough = has_decimals(*between) or (has_decimals(side) and side.kind != "number")
        return (is_rough or is_worked_out(sides[0])) and is_near(sides[0], side, judge)

    def has_size_now(self, source: Source) -> bool:
        """Tell whether a sentence gives the number of data."""
        moments = [moment for moment in self.claims.values.near(source) if moment.distance <= 1]
        return any(name in self.claims.names.sizes for moment in moments for name in moment.domains)
