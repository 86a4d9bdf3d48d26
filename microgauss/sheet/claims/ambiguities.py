"""What either verdict on a claim depends on: by which of two readings it is right."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.along import solved_otherwise
from microgauss.sheet.claims.claim import Claim, Reading
from microgauss.sheet.claims.otherwise import varied_in
from microgauss.sheet.claims.readings import Readings
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.numbers import POSITIVE
from microgauss.sheet.notation.parts import bare, function_of, has_derivative, numeral, quantities
from microgauss.sheet.understanding.lengths import Lengths
from microgauss.sheet.understanding.scope import Scope
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["Ambiguities"]


class Ambiguities:
    """Finds the readings of a claim without which it isn't surely right."""

    def __init__(self, claims: Claims, readings: Readings) -> None:
        self.claims, self.readings = claims, readings

    def of(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield the readings by which what is right may be wrong."""
        yield from self.with_held_forms(claim, judge)
        yield from self.in_open_forms(claim, judge)
        yield from self.along(claim, judge)
        yield from self.other_roots(claim, judge)
        yield from self.readings.rivals(claim, judge)
        yield from self.with_first_member(claim, judge)

    def with_first_member(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield the reading with s_0 as one of all s_k, where no words say that k may be 0."""
        names, definitions = judge.scope.names, judge.scope.definitions
        made_of = judge.made_of(*claim.statement.sides) & definitions.keys()
        terms = (*claim.statement.sides, *(definitions[name].term for name in made_of))
        first = {
            name.text for term in terms for part in term.walk()
            if part.kind == "index" and numeral(part.args[1]) == 0
            and (name := bare(part)) and name.text in definitions
            and name.text not in judge.made_of(definitions[name.text].term)  # no recursion
        } - names.from_zero  # fmt: skip
        if first:
            other = copy(names)
            other.from_zero = names.from_zero | first
            by = Judge(Scope(other, definitions, Lengths()), judge.allowed, judge.known)
            spelt = ", ".join(map(self.claims.spellings.name, sorted(first)))
            yield Reading(claim, by, f"it depends on whether {spelt} may have the index 0: say so")

    def defined_elsewhere(self, claim: Claim, judge: Judge) -> Iterator[tuple[Reading, bool]]:
        """Yield the reading without what is only defined behind a claim: in another sentence.

        With it comes whether that is in another paragraph.
        """
        source, definitions = claim.parsed.source, judge.scope.definitions
        course = self.claims.course
        behind = definitions.keys() - course.definitions.keys() - course.inverses.keys()
        if not behind:
            return
        own = {
            (definition.name, one.source.sentence == source.sentence,
             one.source.paragraph == source.paragraph)
            for one in self.claims.text.formulas for statement in one.statements
            if one.source.start > source.start
            and (definition := definition_of(statement)) and definition.name in behind
        }  # fmt: skip
        words = "a name in it is only defined later, in another place"
        for is_far, near in (
            (False, {name for name, is_of_sentence, _ in own if is_of_sentence}),
            (True, {name for name, _, is_of_paragraph in own if is_of_paragraph}),
        ):
            if later := {name for name, *_ in own} - near:
                by = self.claims.otherwise.without(later, definitions)
                yield Reading(claim, by, words), is_far

    def other_roots(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings with the other root of a square: b^2 = a defines b but for its sign."""
        definitions = judge.scope.definitions
        for name in judge.made_of(*claim.statement.sides) & definitions.keys():
            known, domain = definitions[name], judge.domains.get(name)
            is_positive = name in POSITIVE or (domain is not None and domain.low >= 0)
            if known.is_implied and known.term.text == "sqrt" and not is_positive:
                root = Term("operation", "negative", (known.term,), known.term.span)
                by = self.claims.judge({**definitions, name: replace(known, term=root)})
                spelt = self.claims.spellings.name(name)
                yield Reading(claim, by, f"right only if {spelt} is positive: say so")

    def in_open_forms(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings of a derivative with a form of its function that nobody can tell.

        H = U + pV = 5/2 RT: dH/dT isn't that of U, although p and V are names of their own.
        """
        head, definitions = claim.statement.sides[0], judge.scope.definitions
        function = bare(function_of(head)) if has_derivative(head) else None
        known = definitions.get(function.text) if function else None
        if known is None:
            return
        for side in self.claims.open_forms.get(known.name, ()):
            by = self.claims.judge({**definitions, known.name: replace(known, term=side)})
            yield Reading(claim, by, "right by one of two forms of it only")

    def with_held_forms(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings with a form of names that are, or may be, held: P = U^2/R, U = R I."""
        head, definitions = claim.statement.sides[0], judge.scope.definitions
        if not has_derivative(head):
            return
        held = self.claims.otherwise.held.in_exercise(claim.parsed.source)
        varied, function = varied_in(head, definitions), bare(function_of(head))
        for reading in self.readings.earlier.in_other_forms(claim, judge):
            known = reading.judge.scope.definitions
            free = definitions.keys() - known.keys()
            form = known.get(function.text) if function else None
            is_of_both = form is not None and bool(varied & set(quantities(form.term)))
            if held & free or (
                is_of_both and any(solved_otherwise(name, head, judge) for name in free)
            ):
                yield reading
        here = self.claims.otherwise.held.in_sentence(claim.parsed.source)
        names = held & self.readings.direct_names(claim, judge)
        names |= here & judge.made_of(head) & definitions.keys()
        names -= {function.text} if function else set()
        if names:
            by = self.claims.otherwise.without(names, judge.scope.definitions)
            yield Reading(claim, by, "right only if what is said to be given varies")

    def along(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield the readings of an ordinary derivative along what its sentence says: y = 2x."""
        otherwise, head = self.claims.otherwise, claim.statement.sides[0]
        by = varied_in(head, judge.scope.definitions)
        for said, new in otherwise.said_beside(self.claims.source) if by else ():
            is_tied = any(by & judge.made_of(known.term) for known in new.values())
            if is_tied and not by & new.keys() and not otherwise.is_put_in_after(head, said):
                along = self.claims.judge({**judge.scope.definitions, **new})
                yield Reading(claim, along, "right only if a name that is tied to it is held fixed")
