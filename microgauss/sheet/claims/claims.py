"""What a document claims, judged by what it has said so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import Any

from microgauss.check.domains import Domain
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.along import unsettle_held
from microgauss.sheet.claims.angles import unsettle_angles
from microgauss.sheet.claims.approximations import judge_approximations
from microgauss.sheet.claims.bases import unsettle_bases
from microgauss.sheet.claims.beside import NOTHING
from microgauss.sheet.claims.certainty import UNCLEAR, unexplained, what_is_unclear
from microgauss.sheet.claims.changed import unsettle_changed
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.curves import curve_of, judged_on
from microgauss.sheet.claims.doubts import Doubts
from microgauss.sheet.claims.given import (
    is_miscalculated,
    unsettle_chance,
    unsettle_codes,
    unsettle_compared,
    unsettle_equal,
)
from microgauss.sheet.claims.in_turn import unsettle_later_case, unsettle_next_case
from microgauss.sheet.claims.meanings import (
    better,
    explained,
    of_other_names,
    shapes,
)
from microgauss.sheet.claims.moments import meant_for_a_moment
from microgauss.sheet.claims.otherwise import OtherMeanings
from microgauss.sheet.claims.outside import unsettle_bounded, unsettle_outside
from microgauss.sheet.claims.residuals import Residual, is_about, residuals
from microgauss.sheet.claims.several import judged_by_each
from microgauss.sheet.claims.solved import unsettle_solved
from microgauss.sheet.claims.supposed import unsettle_conditional, unsettle_supposed
from microgauss.sheet.claims.ties import without_ties
from microgauss.sheet.claims.told import unsettle_told
from microgauss.sheet.claims.units import unsettle_units
from microgauss.sheet.claims.unjudged import not_judged, unjudged
from microgauss.sheet.claims.working import work_out
from microgauss.sheet.context.allowed import needed_domains
from microgauss.sheet.context.conditions import Condition
from microgauss.sheet.context.course import Course
from microgauss.sheet.context.in_force import definitions_for
from microgauss.sheet.context.items import is_in_another_item
from microgauss.sheet.context.tasks import SEVERAL, Tasks
from microgauss.sheet.context.values import Values
from microgauss.sheet.document import Link
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.parts import MATRIX, has_derivative, is_kinked, quantities
from microgauss.sheet.notation.provisos import GENERAL, NOT, NOW_SYMMETRIC
from microgauss.sheet.notation.text import Parsed, Text
from microgauss.sheet.notation.words import words
from microgauss.sheet.understanding.lengths import Lengths
from microgauss.sheet.understanding.scope import Definition, Scope
from microgauss.sheet.verdict.aliases import Aliases
from microgauss.sheet.verdict.judging import Judge, Verdict
from microgauss.sheet.verdict.links import Chain, Context
from microgauss.sheet.verdict.spellings import Spellings

__all__ = ["Claims"]

FEW = 25  # characters before a condition
LED = words(  # it is about one case: for, if, inside
    r"\b(?:for|if|when|in|inside|outside|where|regime|region|für|falls|wenn|innerhalb|außerhalb"
    r"|bei|pour|si|quand|para)\b[^.;]{0,20}$"
)
Unsettle = Callable[["Claims", Claim, "list[Link]", Judge], object]
BY_NUMBERS: tuple[Unsettle, ...] = (unsettle_held, unsettle_chance, unsettle_units)
LAST: tuple[Unsettle, ...] = (  # by what a claim may be meant otherwise, one after the other
    unsettle_changed, unsettle_supposed, unsettle_conditional, work_out, judge_approximations,
    unsettle_angles, unsettle_bases, unsettle_outside, unsettle_bounded, unsettle_next_case,
    unsettle_later_case, unsettle_compared, unsettle_equal, unsettle_told,
)  # fmt: skip


class Claims:
    """Judges what a document claims, by what the ``course`` has of it so far.

    ``source`` is where the formula stands that is judged; ``known`` are the verdicts so far. Those
    on an answer know what the ``sheet`` says, and its verdicts.
    """

    def __init__(
        self,
        text: Text,
        names: Names,
        course: Course,
        spellings: Spellings,
        sheet: Claims | None,
    ) -> None:
        self.text, self.names, self.course, self.spellings = text, names, course, spellings
        self.known: dict[Any, Verdict] = sheet.known if sheet else {}
        self.source = Source(0, 0, 0, "")
        own = [s for parsed in text.formulas for s in parsed.statements]
        self.aliases = Aliases(with_heads(own), course, self.judge_for)
        tasks = Tasks(sheet.text, sheet.course, sheet.values.said) if sheet else None
        self.values: Values = Values(text, names, tasks)
        self.symmetric = text.symmetric
        self.doubts, self.otherwise = Doubts(self), OtherMeanings(self)
        self.zero: dict[tuple[int, int], tuple[bool, Residual, Definition]] = {}  # by their ids
        self.numbers: dict[str, tuple[Definition, Definition]] = {}  # of names that are formulas
        # of names, other than in their definitions; the open ones, perhaps right
        self.forms: dict[str, list[Term]] = copied(sheet.forms) if sheet else {}
        self.open_forms: dict[str, list[Term]] = copied(sheet.open_forms) if sheet else {}
        self.worked_out: list[tuple[Definition, Term]] = []  # V = x^2 h, that is 32
        self.settled: list[Link] = []  # that are wrong, whatever equation stands before them
        self.equal = self.solved = NOTHING  # what names were said to be last

    def judged(
        self, statement: Statement, parsed: Parsed, first: int, head: str = ""
    ) -> list[Link]:
        """Judge the links of a statement from a side on; ``head`` is how its head is written."""
        claim = Claim(statement, parsed, first, head)
        if not claim.sides:
            return []
        why = not_judged(claim, self.text) or self.blocked(statement)
        if why.endswith(SEVERAL) and (each := judged_by_each(self, claim)):
            return each
        if why:
            return [self.placed(link, parsed) for link in unjudged(statement, parsed, first, why)]
        if curve := curve_of(self, claim):
            return judged_on(self, claim, curve)
        judge = self.judge_for(statement)
        formal, claim = claim, self.with_function_of_another(claim, judge)
        plain = self.links(claim, judge)
        refuted = [link.verdict == "wrong" for link in plain]
        links = list(without_ties(self, claim, plain, judge))
        self.doubts.of_nothing(claim, links, judge)
        self.doubts.of_models(claim, links, judge)
        if claim is not formal and any(link.verdict == "wrong" for link in links):
            links = self.as_written(formal, links, judge)
        links = self.meant_otherwise(claim, links, judge)
        links = meant_for_a_moment(self, claim, links, judge)
        self.doubts.settle(claim, links, judge)
        links = self.explained_otherwise(claim, links, judge)
        self.doubts.of_given(claim, links, refuted, judge)
        self.doubts.of_constants(claim, links, judge)
        for unsettle in BY_NUMBERS:
            unsettle(self, claim, links, judge)
        self.compare_numbers(claim, links, judge)
        unsettle_codes(self, claim, links, judge)
        unsettle_solved(self, claim, links)
        self.unsettle_unclear(claim, links, judge)
        self.doubts.of_matrices(claim, links, judge)
        for unsettle in LAST:
            unsettle(self, claim, links, judge)
        self.doubts.of_contrary(claim, links)
        return links

    def unsettle_unclear(self, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
        """Take back what no slip explains, where words may change its meaning."""
        unsure = unexplained(links)
        if unsure and what_is_unclear(claim.statement.sides[0], claim.parsed, self.text, judge):
            for link, side in zip(links, claim.sides, strict=True):
                if link in unsure and not is_miscalculated(self, claim, side, judge):
                    link.unsettle(UNCLEAR)

    def compare_numbers(self, claim: Claim, links: list[Link], judge: Judge) -> None:
        """Take back what is another by the numbers that names of formulas got: c = -5."""
        definitions = judge.scope.definitions
        made_of = judge.made_of(*claim.statement.sides)
        numbers = {name: number for name, (known, number) in self.numbers.items()
                   if name in made_of and definitions.get(name) == known}  # fmt: skip
        if not numbers:
            return
        others = self.links(claim, self.judge({**definitions, **numbers}), is_brief=True)
        head = set(quantities(claim.statement.sides[0]))
        is_free = not head & (definitions.keys() - numbers.keys())  # x_1 + x_2 = -p
        for link, other in zip(links, others, strict=True):
            is_other = link.verdict in ("correct", "wrong") and other.verdict != link.verdict
            if is_other or (link.verdict == "wrong" and is_free):
                link.unsettle("a name in it has been given a number, and is a formula, too")

    def with_function_of_another(self, claim: Claim, judge: Judge) -> Claim:
        """Return a claim in which E(p), with p = m v, is the E(v) that it is of another name."""
        sides = claim.statement.sides
        others = tuple(of_other_names(side, judge.scope) for side in sides)
        if shapes(others) == shapes(sides):
            return claim
        return claim._replace(statement=replace(claim.statement, sides=others))

    def as_written(self, claim: Claim, links: list[Link], judge: Judge) -> list[Link]:
        """Return links; one that is wrong of a function of another name may be right as it stands.

        That can't be told of T'(p) = m p, of T(v) and p = m v: it is right at v = p only.
        """
        head, definitions = claim.statement.sides[0], judge.scope.definitions
        plain = self.links(claim, judge, is_brief=True)
        known = [definitions[name].term for name in judge.made_of(head) & definitions.keys()]
        is_equal = any(term.kind in ("name", "index") for term in known)  # at theta = a
        if not has_derivative(head) or is_equal:
            return better(links, plain)
        for link, other in zip(links, plain, strict=True):
            if (link.verdict, other.verdict) == ("wrong", "correct"):
                link.unsettle("right by one of two meanings of the prime only")
        return links

    def meant_otherwise(self, claim: Claim, links: list[Link], judge: Judge) -> list[Link]:
        """Return links; what is wrong may be right if names, or terms, are meant otherwise."""
        for other, by in self.otherwise.of(claim, judge):
            if any(link.verdict == "wrong" for link in links):
                others = self.links(other, by, is_brief=True)
                self.doubts.of_nothing(other, others, by)
                links = better(links, others)
        return links

    def explained_otherwise(self, claim: Claim, links: list[Link], judge: Judge) -> list[Link]:
        """Return links; the slip of a wrong one may show only where it is meant otherwise."""
        for other, by in self.otherwise.of(claim, judge):
            if any(link.verdict == "wrong" and not link.edits for link in links):
                links = explained(links, self.links(other, by))
        return links

    def blocked(self, statement: Statement) -> str:
        """Say which name of a statement stands in a formula that couldn't be read."""
        for name in quantities(*statement.sides):
            stack, seen = [name], {name}
            while stack:
                one = stack.pop()
                if one in self.course.blocked and one not in self.course.definitions:
                    return f"{self.spellings.name(one)} {self.course.blocked[one]}"
                if one in self.course.definitions:
                    below = set(quantities(self.course.definitions[one].term)) - seen
                    seen |= below
                    stack += below
        return ""

    def links(self, claim: Claim, judge: Judge, *, is_brief: bool = False) -> list[Link]:
        """Judge the links of a claim by a judge; nothing is repaired where that is to be brief."""
        statement, parsed, first, head = claim
        self.aliases.look_for(statement, judge)
        context = Context(judge, self.spellings, self.aliases.meant, is_brief)
        chain = Chain(statement, parsed.text, first, context, head)
        return [self.placed(link, parsed) for link in chain.judged()]

    def judge_for(self, statement: Statement) -> Judge:
        """Return the judge of a statement; what is observed doesn't vary with its model."""
        known = definitions_for(self.course, statement, self.source.start)
        head = statement.sides[0]
        observed = {
            residual.name for residual in residuals(known, self.names, self.otherwise.lone)
            if not is_about(head, residual.name) and (
                self.is_zero(residual, known) or self.otherwise.has_error(residual.name, known)
            )
        }  # fmt: skip
        return self.judge({name: d for name, d in known.items() if name not in observed})

    def is_zero(self, residual: Residual, known: dict[str, Definition]) -> bool:
        """Tell whether a difference would be 0 if the name in it were its model."""
        key = (id(residual.left), id(known[residual.name].term))
        if key not in self.zero:
            found = self.judge(known).judged(residual.left, "=", residual.right)
            is_right = found.verdict == "correct" or found.holds_somewhere
            self.zero[key] = is_right, residual, known[residual.name]
        return self.zero[key][0]

    def judge(
        self, definitions: dict[str, Definition], values: Mapping[str, Domain] | None = None
    ) -> Judge:
        """Return a judge who knows these definitions, at given ``values`` or in general."""
        allowed = self.course.allowed(self.source)
        passing = self.passing()
        of_pieces = ((name, one.domain) for one in passing for name in one.names)
        for name, domain in (*self.lifted(), *of_pieces):
            if domain and allowed.domains.get(name) == domain:
                del allowed.domains[name]
        allowed.conditions[:] = [one for one in allowed.conditions if one not in passing]
        allowed.domains.update(values or {})
        means = {f"{name}_bar" for name in self.names.families}
        allowed.constrained.update(means - definitions.keys())
        names = copy(self.names)
        later = {n for n, start in self.symmetric.items() if start > self.source.start}
        names.symmetric = self.names.symmetric - later
        names.moving = self.names.moving_beside(definitions)
        matrices = {name for name, shape in self.names.shapes.items() if shape == MATRIX}
        if self.text.is_diagonal:
            allowed.constrained.update(matrices)
        elif self.text.is_symmetric and not self.names.symmetric:
            allowed.symmetric.update(self.symmetric_for(matrices))
            words = self.text.sentences[self.source.sentence]
            is_said = NOW_SYMMETRIC.search(words) and not NOT.search(words)
            allowed = allowed._replace(is_symmetric=bool(is_said))
        allowed.symmetric.update(self.names.inverted - names.symmetric)  # covariances, often
        for name, domain in needed_domains(definitions, ()).items():
            allowed.domains[name] = allowed.domains.get(name, domain).within(domain)
        return Judge(Scope(names, definitions, Lengths()), allowed, self.known)

    def lifted(self) -> Iterator[tuple[str, Domain]]:
        """Yield the numbers that names no longer have where words say so: in general, for all n."""
        for fact in self.course.facts:
            if fact.condition.value and fact.source and fact.condition.domain:
                between = self.text.text[fact.source.end : self.source.start]
                for name in fact.condition.names:
                    last = self.values.last(name, self.source) or {fact.condition.domain}
                    if GENERAL.search(between) or last != {fact.condition.domain}:
                        yield name, fact.condition.domain

    def passing(self) -> list[Condition]:
        """Return what other sentences say of one piece of a function: for |r| < 1, it is r^2/2."""
        return [
            fact.condition for fact in self.course.facts
            if fact.source and not fact.starts and fact.source.sentence != self.source.sentence
            and self.pieced & {*fact.condition.names, *sides_of(fact.condition)}
            and LED.search(self.text.text[max(0, fact.source.start - FEW) : fact.source.start])
        ]  # fmt: skip

    @cached_property
    def pieced(self) -> set[str]:
        """The names by which something is defined in pieces."""
        sides = [side for statement in self.text.statements for side in statement.sides]
        parts = [part for side in sides for part in side.walk()]
        return {name for part in parts if is_kinked(part) for name in quantities(part)}

    def symmetric_for(self, matrices: set[str]) -> set[str]:
        """Return the matrices that may be symmetric: not those that are so in another item."""
        said = self.text.symmetric_somewhere()
        if said is None:
            return matrices
        return {name for name, places in said.items() if not all(
            is_in_another_item(self.text, place, self.source) for place in places
        )}  # fmt: skip

    def placed(self, link: Link, parsed: Parsed) -> Link:
        """Turn the places of a link in its formula into those in the document."""
        start, end = parsed.place(link.start), parsed.place(link.end)
        link.start, link.end, link.line = start, max(start, end), self.text.lines(start)
        return link


def with_heads(statements: Sequence[Statement]) -> list[Statement]:
    """Return statements, those that go on with the one before with its head."""
    found: list[Statement] = []
    for statement in statements:
        sides = statement.sides
        if sides[0].kind == "omitted" and found:
            sides = (found[-1].sides[0], *sides[1:])
        found.append(replace(statement, sides=sides))
    return found


def copied(forms: Mapping[str, list[Term]]) -> dict[str, list[Term]]:
    """Return forms of names that can be added to: those of a sheet are for all its answers."""
    return {name: [*terms] for name, terms in forms.items()}


def sides_of(condition: Condition) -> set[str]:
    """Return the names on both sides of a condition on several."""
    return set(quantities(*filter(None, (condition.left, condition.right))))
