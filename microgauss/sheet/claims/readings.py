"""What else a wrong claim may be meant as: by what names were before, held fixed or solved for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise, product
from typing import TYPE_CHECKING

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.arithmetic import in_other_units, without_per_cent
from microgauss.sheet.claims.claim import Claim, Reading
from microgauss.sheet.claims.earlier import Earlier
from microgauss.sheet.claims.meanings import as_factors, by_other_names, shapes
from microgauss.sheet.claims.motion import moving_in, with_constant
from microgauss.sheet.claims.otherwise import with_all_put_in
from microgauss.sheet.claims.solving import solutions
from microgauss.sheet.claims.steps import with_steps_held
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.items import begins_item, is_of_another_item
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import (
    bare,
    function_of,
    quantities,
)
from microgauss.sheet.notation.provisos import TOTAL
from microgauss.sheet.notation.words import MODEL, PICKS
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims


__all__ = ["Readings"]

MOST = 8  # numbers that are tried


class Readings:
    """Finds the readings of a claim, with judges who know what must be known for them."""

    def __init__(self, claims: Claims) -> None:
        self.claims, self.earlier = claims, Earlier(claims)

    def of(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield what a wrong claim may be meant as.

        With what a model is of observed, with what a name was before, with what isn't an argument
        of a function held fixed, or with the prime on y = sin u as a derivative by u.
        """
        definitions, head = judge.scope.definitions, claim.statement.sides[0]
        without = self.claims.otherwise.without
        if fitted := self.fitted(definitions) - set(quantities(head)):
            words = "right if what the model is of is observed"
            yield Reading(claim, without(fitted, definitions), words)
        said = {**self.claims.equal.names, **self.claims.solved.names}
        for name, known in said.items():
            words = f"right with what {self.claims.spellings.name(name)} was before"
            yield Reading(claim, self.claims.judge({**definitions, name: known}), words)
        yield from self.rivals(claim, judge)
        yield from self.earlier.of(claim, judge)
        yield from self.held_in_it(claim, judge)
        yield from self.put_in_afterwards(claim, judge)
        yield from self.with_other_numbers(claim, judge)
        yield from self.as_factors(claim, judge)
        if bare(head) is not None:
            sides = tuple(without_place(side, definitions) for side in claim.statement.sides)
            other = claim._replace(statement=replace(claim.statement, sides=sides))
            if shapes(sides) != shapes(claim.statement.sides):
                yield Reading(other, judge, "right in general: here it is a value at some point")
        for name in moving_in(head, judge):
            words = f"right if {self.claims.spellings.name(name)} is constant"
            yield Reading(claim, with_constant(name, judge), words)
        if judge.scope.is_value(head) or has_logarithm(judge, claim.statement.sides):
            words = "right with an angle in degrees, or a logarithm to base 10: say so"
            others = {n: replace(d, term=in_other_units(d.term)) for n, d in definitions.items()}
            sides = tuple(map(in_other_units, claim.statement.sides))
            statement = replace(claim.statement, sides=sides)
            yield Reading(claim._replace(statement=statement), self.claims.judge(others), words)
            yield Reading(claim, self.claims.judge(others), words)
        yield from self.with_per_cent_as_unit(claim, judge)
        yield from self.with_numbers_put_in(claim, judge)
        free = judge.made_of(head)
        for sides in by_other_names(claim.statement.sides, judge, {*definitions, *free}):
            other = claim._replace(statement=replace(claim.statement, sides=sides))
            yield Reading(other, judge, "right if the prime is a derivative by another name")

    def with_per_cent_as_unit(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings in which 5 % is 5: in the claim, in what it is made of, or in both."""
        definitions, sides = judge.scope.definitions, claim.statement.sides
        plain = tuple(map(without_per_cent, sides))
        claims, judges = [claim], [judge]
        if shapes(plain) != shapes(sides):
            claims.append(claim._replace(statement=replace(claim.statement, sides=plain)))
        terms = {n: definitions[n].term for n in judge.made_of(*sides) & definitions.keys()}
        others = {n: without_per_cent(term) for n, term in terms.items()}
        if shapes([*others.values()]) != shapes([*terms.values()]):
            new = {n: replace(definitions[n], term=term) for n, term in others.items()}
            judges.append(self.claims.judge({**definitions, **new}))
        for one, by in islice(product(claims, judges), 1, None):
            yield Reading(one, by, "right if a per cent sign is left out")

    def with_numbers_put_in(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings with the numbers that formulas were: V = x^2 h = 32, also solved for h."""
        definitions, exercise = judge.scope.definitions, claim.parsed.source.exercise
        said = {known.name: (known, number) for known, number in self.claims.worked_out
                if known.exercise == exercise}  # fmt: skip
        numbers = {name: replace(known, term=number) for name, (known, number) in said.items()}
        if not said:
            return
        words = "right with the numbers that formulas before it were"
        yield Reading(claim, self.claims.judge({**definitions, **numbers}), words)
        for known, number in said.values():
            for one in solutions(Statement((known.term, number), ("=",)), definitions):
                if one.name not in definitions:
                    by = self.claims.judge({**definitions, one.name: one})
                    yield Reading(claim, by, words)

    def held_in_it(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings with names of a claim, or the step before in a recursion, held fixed."""
        definitions, source = judge.scope.definitions, claim.parsed.source
        held = [{name} for name in held_fixed(claim.statement.sides[0], judge)]
        held += self.held_apart(claim, judge)
        held.append(self.claims.otherwise.held.before(source) & definitions.keys())
        for names in filter(None, held):
            spelt = ", ".join(map(self.claims.spellings.name, sorted(names)))
            by = self.claims.otherwise.without(names, definitions)
            yield Reading(claim, by, f"right if {spelt} is held fixed")
        steps = with_steps_held(self.claims, claim.statement, judge)
        if steps and not TOTAL.search(self.claims.text.sentences[source.sentence]):
            statement, by = steps
            words = "right if the step before is held fixed"
            yield Reading(claim._replace(statement=statement), by, words)

    def defined_in_later_items(self, claim: Claim, judge: Judge) -> str:
        """Return a name in a claim that only another item defines, behind it; "" for none."""
        here, text = claim.parsed.source, self.claims.text
        later = judge.scope.definitions.keys() - self.claims.course.definitions.keys()
        later &= judge.made_of(*claim.statement.sides)
        for one in text.formulas if later else ():
            for statement in one.statements if one.source.start > here.start else ():
                definition = definition_of(statement)
                name = definition.name if definition else ""
                if name in later and begins_item(text.text[here.end : one.source.start]):
                    return self.claims.spellings.name(name)
        return ""

    def rivals(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield the reading with what names were before lines that may be wrong."""
        definitions, rivals = judge.scope.definitions, dict(self.claims.course.rivals)
        rivals |= {name: known for name, known in self.claims.course.compared.items()
                   if self.may_pick(name, claim.parsed.source)}  # fmt: skip
        held = self.claims.otherwise.held.in_sentence(claim.parsed.source)
        free = {name: known for name, known in definitions.items() if name not in held}
        for name in sorted(rivals.keys() & judge.made_of(*claim.statement.sides)):
            for rival in rivals[name]:
                words = "right by one of two definitions only"
                yield Reading(claim, self.claims.judge({**definitions, name: rival}), words)
                for others in ({**definitions, **self.claims.equal.names}, free):
                    if others != definitions:
                        yield Reading(claim, self.claims.judge({**others, name: rival}), words)

    def may_pick(self, name: str, source: Source) -> bool:
        """Tell whether words before a claim may mean what a name was before: for the first one.

        Not in the sentence that says what it is now.
        """
        text, known = self.claims.text, self.claims.course.definitions.get(name)
        last = max((one.sentence for one, said in self.claims.course.history
                    if said.name == name), default=0)  # fmt: skip
        words = text.prose[text.start_of_sentence(source) : source.start]
        return known is not None and last < source.sentence and PICKS.search(words) is not None

    def held_apart(self, claim: Claim, judge: Judge) -> Iterator[set[str]]:
        """Yield the names that a function is made of, and that may stand for themselves in it.

        Those that are said to be another name, a = b, in another sentence; those that another item
        defines; and, in a derivative with a round d, all that depend on what it is taken by.
        """
        head, source = claim.statement.sides[0], claim.parsed.source
        definitions, function = judge.scope.definitions, bare(function_of(head))
        known = definitions.get(function.text) if function else None
        if known is None:
            return
        made_of = judge.made_of(known.term) & definitions.keys() - {known.name}
        same = {n for n in made_of if definitions[n].term.kind in ("name", "index")}
        is_here = not is_of_another_item(self.claims.text, known, source)
        far = {n for n in made_of if is_here
               and is_of_another_item(self.claims.text, definitions[n], source)}  # fmt: skip
        direct = set(quantities(known.term)) & made_of - set(quantities(*head.args[1:]))
        is_round = head.kind == "derivative" and not head.bold and not known.arguments
        again = self.direct_names(claim, judge)
        yield from filter(None, (same, far, same | far, direct if is_round else set(), again))

    def put_in_afterwards(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield the reading with names put in behind a derivative: z = mu + sigma eps, for a score.

        Those that the function is made of, in a derivative with a round d.
        """
        head, definitions = claim.statement.sides[0], judge.scope.definitions
        is_round = any(part.kind == "derivative" and not part.bold for part in head.walk())
        function = bare(function_of(without_log(head))) if is_round else None
        whole = definitions.get(function.text) if function else None
        if whole is None:
            return
        names = set(quantities(whole.term)) & definitions.keys() - {whole.name}
        names = {name for name in names if not definitions[name].arguments}
        if names:
            outer = sorted(
                names, key=lambda name: (-len(judge.made_of(definitions[name].term)), name)
            )
            statement = with_all_put_in(claim.statement, [definitions[name] for name in outer])
            by = self.claims.otherwise.without(names, definitions)
            words = "right if what it is made of is put in afterwards"
            yield Reading(claim._replace(statement=statement), by, words)

    def with_other_numbers(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield readings with the other numbers that names were given: one car has v = 10."""
        values, source = self.claims.values, claim.parsed.source
        made_of = judge.made_of(*claim.statement.sides)
        said = {(name, domain) for one, name, domain in values.said
                if name in made_of and one.exercise == source.exercise and one.start < source.start
                and domain.fixed is not None}  # fmt: skip
        several = values.several(source)
        for name, domain in sorted(said, key=str)[:MOST]:
            if name in several:
                spelt = self.claims.spellings.name(name)
                kept = {n: d for n, d in judge.scope.definitions.items() if n != name}
                by = self.claims.judge(kept, {**judge.domains, name: domain})
                yield Reading(claim, by, f"right for another {spelt} that was given")

    def as_factors(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield the reading in which U(a + b) is a product, if U(t) is of another item."""
        source, definitions = claim.parsed.source, judge.scope.definitions
        names = {
            name for name in judge.made_of(*claim.statement.sides) & definitions.keys()
            if definitions[name].arguments
            and is_of_another_item(self.claims.text, definitions[name], source)
        }  # fmt: skip
        sides = tuple(as_factors(side, names) for side in claim.statement.sides)
        others = {n: replace(d, term=as_factors(d.term, names))
                  for n, d in definitions.items() if n not in names}  # fmt: skip
        terms = [*claim.statement.sides, *(definitions[n].term for n in others)]
        if shapes(terms) != shapes([*sides, *(known.term for known in others.values())]):
            statement = replace(claim.statement, sides=sides)
            spelt = ", ".join(map(self.claims.spellings.name, sorted(names)))
            yield Reading(claim._replace(statement=statement), self.claims.judge(others),
                          f"right if {spelt} is a number here")  # fmt: skip

    def direct_names(self, claim: Claim, judge: Judge) -> set[str]:
        """Return the names with definitions that a function was said again by: V, in 2V/x."""
        function = bare(function_of(claim.statement.sides[0]))
        known = judge.scope.definitions.get(function.text) if function else None
        if known is None or known.name not in self.claims.course.restated:
            return set()
        return set(quantities(known.term)) & judge.scope.definitions.keys() - {known.name}

    def fitted(self, definitions: Mapping[str, Definition]) -> set[str]:
        """Return the names that have data, y_i, and a model by the words around y = a + b x."""
        lines = {
            self.claims.text.lines(one.source.start) for one in self.claims.text.formulas
            if MODEL.search(self.claims.text.sentences[one.source.sentence])
        }  # fmt: skip
        return {
            name
            for name, known in definitions.items()
            if self.claims.names.families.get(name) and not known.letters and known.line in lines
        }


def without_place(term: Term, definitions: Mapping[str, Definition]) -> Term:
    """Return a term in which u(tau), or its power, is just that of u, a function u(t)."""
    args = [without_place(arg, definitions) for arg in term.args]
    for i, (before, after) in reversed([*enumerate(pairwise(args))]):
        known = definitions.get(before.text) if before.kind == "name" else None
        is_power = after.text == "pow" and after.args[0].kind == "group"
        if term.kind == "juxtaposed" and known and known.arguments:
            power = replace(after, args=(before, *after.args[1:])) if is_power else before
            args[i : i + 2] = [power] if is_power or after.kind == "group" else [before, after]
    return args[0] if term.kind == "juxtaposed" and len(args) == 1 else replace(term, args=(*args,))


def has_logarithm(judge: Judge, sides: Sequence[Term]) -> bool:
    """Tell whether a log stands in sides, or in what they are made of."""
    known = judge.scope.definitions
    made = [known[name].term for name in judge.made_of(*sides) if name in known]
    return any(part.text == "log" for term in (*sides, *made) for part in term.walk())


def held_fixed(head: Term, judge: Judge) -> set[str]:
    """Return what T(m) = p^2/(2m) is made of that depends on m, and may be given: p = m v."""
    function = function_of(head)
    name, definitions = bare(function), judge.scope.definitions
    known = definitions.get(name.text) if name else None
    if known is None or not known.arguments or function is head:
        return set()
    made_of = set(quantities(known.term)) & definitions.keys() - set(known.arguments)
    return {n for n in made_of if judge.made_of(definitions[n].term) & set(known.arguments)}


def without_log(head: Term) -> Term:
    """Return the derivative of q for that of log q: both are of one function."""
    args = tuple(arg.args[0] if arg.text == "log" else arg for arg in head.args)
    return replace(head, args=args) if head.kind == "derivative" else head
