"""Readings of a claim by what stands before it: an equation, a number, another definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.claim import Claim, Reading
from microgauss.sheet.claims.otherwise import varied_in
from microgauss.sheet.claims.solving import before, solutions
from microgauss.sheet.context.constants import is_numeric
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import (
    bare,
    function_of,
    has_derivative,
    quantities,
)
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims


__all__ = ["Earlier"]

NEAR = 8  # statements before a claim, which may hold for it


class Earlier:
    """Finds how a claim is read where what was said before it holds."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims

    def of(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield these readings."""
        yield from self.under_equations(claim, judge)
        yield from self.at_numbers(claim, judge)
        yield from self.by_earlier_definitions(claim, judge)
        yield from self.in_other_forms(claim, judge)

    def under_equations(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings in which an equation before a claim holds: h = 2 r, where r^3 = V/(2 pi).

        A derivative is taken before such a condition is put in.
        """
        definitions = judge.scope.definitions
        if has_derivative(claim.statement.sides[0]):
            return
        said = set[str]()  # what a name is by an equation behind: at t = 3 tau
        for line, statement in reversed(before(self.claims.text, claim.parsed.source)[-NEAR:]):
            head = bare(statement.sides[0])
            for solved in solutions(statement, definitions):
                is_free = solved.name not in {*definitions, *judge.made_of(solved.term)}
                if is_free and (head is None or head.text not in said):
                    by = self.claims.judge({**definitions, solved.name: solved})
                    yield Reading(claim, by, f"right where the equation in line {line} holds")
            said |= {head.text} if head else set()

    def at_numbers(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings in which a formula has its number: p = 1500/q, where R = p q = 1500."""
        head, definitions = bare(claim.statement.sides[0]), judge.scope.definitions
        if head is None or head.text not in definitions:
            return
        others = {name: known for name, known in definitions.items() if name != head.text}
        for line, statement in before(self.claims.text, claim.parsed.source):
            name, number = bare(statement.sides[0]), statement.sides[-1]
            if name is None or name.text not in others or not is_numeric(number):
                continue
            pair = Statement((others[name.text].term, number), ("=",))
            for solved in solutions(pair, others):
                if solved.name == head.text:
                    by = self.claims.judge({**others, head.text: solved})
                    yield Reading(claim, by, f"right for the number in line {line}")

    def by_earlier_definitions(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings of a derivative by what a function was said to be before, in its exercise.

        So is dW/dQ = Q/C of W = C U^2/2, with Q = C U, where W was then written with a slip.
        """
        head, definitions = claim.statement.sides[0], judge.scope.definitions
        name = bare(function_of(head))
        if name is None or name.text not in definitions or not has_derivative(head):
            return
        others = {n: known for n, known in definitions.items() if n != name.text}
        for line, old in self.replaced(definitions[name.text], claim.parsed.source):
            words = f"right by what stands in line {line}, not by what followed it"
            yield Reading(claim, self.claims.judge({**others, old.name: old}), words)
            for other in varied_in(head, definitions) & others.keys():
                pair = Statement((Term("name", other), others[other].term), ("=",))
                kept = {n: known for n, known in others.items() if n != other}
                for solved in solutions(pair, {}):
                    if solved.name in quantities(old.term):
                        known = {**kept, old.name: old, solved.name: solved}
                        yield Reading(claim, self.claims.judge(known), words)

    def replaced(self, known: Definition, source: Source) -> list[tuple[int, Definition]]:
        """Return the definitions, in the same item, that one took the place of; and their lines."""
        found: list[tuple[int, Definition]] = []
        for one in self.claims.text.formulas:
            if one.source.exercise != source.exercise or one.source.start >= source.start:
                continue
            for old in filter(None, map(definition_of, one.statements)):
                if old.term is known.term:
                    return found
                is_here = self.claims.values.is_still_meant(one.source, source)
                if old.name == known.name and old.arguments == known.arguments and is_here:
                    found.append((self.claims.text.lines(one.source.start), old))
        return []

    def in_other_forms(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings with what else a name was said to be: A = a b = a(P/2 - a), of P given."""
        definitions = judge.scope.definitions
        for name in judge.made_of(*claim.statement.sides) & self.claims.forms.keys():
            for side in self.claims.forms[name] if name in definitions else ():
                new = set(quantities(side)) - set(quantities(definitions[name].term))
                known = {n: d for n, d in definitions.items() if n not in new}
                known[name] = replace(definitions[name], term=side)
                given = ", ".join(map(self.claims.spellings.name, sorted(new)))
                words = f"right if {given} is given" if given else "right by another form of it"
                yield Reading(claim, self.claims.judge(known), words)
                free = {n: d for n, d in known.items() if n not in set(quantities(side)) - {name}}
                yield Reading(claim, self.claims.judge(free), "right if all in it is given")
