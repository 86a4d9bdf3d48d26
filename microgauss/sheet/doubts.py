"""What a line may be meant as, so that its verdict is taken back: nobody is told a false one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from microgauss.formula.terms import Term
from microgauss.sheet.arithmetic import (
    has_decimals,
    in_other_units,
    is_in_other_units,
    is_near,
    is_rounded,
    is_worked_out,
)
from microgauss.sheet.context.conditions import number_of
from microgauss.sheet.context.course import ERRORS
from microgauss.sheet.document import Link
from microgauss.sheet.equations import are_two, is_at_some_point, is_implicit
from microgauss.sheet.given import has_value, is_miscalculated, is_of_numbers
from microgauss.sheet.meanings import by_other_names, with_values
from microgauss.sheet.motion import is_shortened, moving_in, with_constant
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import (
    applied_name,
    bare,
    function_of,
    has_derivative,
    quantities,
)
from microgauss.sheet.notation.words import AT_ARGUMENT, MODEL, OPTIMUM
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims import Claim, Claims

__all__ = ["Doubts"]

CONSTANTS = {"const", "Const", "constant", "konst", "Konst", "konstant", "cst", "cte"}
RESIDUALS = {"u", "e", "r", "nu", "xi"}  # as errors of a model are called, too
POSITIVE = {"sigma", "s", "r", "R", "d", "omega", "tau", "chi"}  # as roots of their squares


class Reading(NamedTuple):
    """What a claim may be meant as, who judges it, and what is to be said where it is right."""

    claim: Claim
    judge: Judge
    words: str


class Doubts:
    """Takes back verdicts on claims that may be meant otherwise."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims

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
        if later := self.defined_elsewhere(claim, judge):
            words = "a name in it is only defined later, in another place"
            reading = Reading(
                claim, self.claims.otherwise.without(later, judge.scope.definitions), words
            )
            self.compare(reading, links, ("wrong", "untestable"))
        for reading in (*self.other_roots(claim, judge), *self.rivals(claim, judge)):
            if any(link.verdict == "correct" for link in links):
                self.compare(reading, links, ("correct", "wrong"))
        for link, side in zip(links, claim.sides, strict=True):
            if link.verdict == "wrong" and (why := self.why_in_doubt(claim, side, judge)):
                link.unsettle(why)

    def of_constants(self, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
        """Take back that terms are too much in a derivative by time: more names may vary."""
        for link in links:
            is_more = link.verdict == "wrong" and is_shortened(link.right, link.repair or "")
            if is_more and moving_in(claim.statement.sides[0], judge):
                link.unsettle("right if another name varies with time, too")

    def compare(self, reading: Reading, links: Sequence[Link], verdicts: tuple[str, str]) -> None:
        """Take back the links whose verdict is another in a reading."""
        others = self.claims.links(reading.claim, reading.judge, is_brief=True)
        for link, other in zip(links, others, strict=True):
            if (link.verdict, other.verdict) == verdicts:
                link.unsettle(reading.words)

    def readings(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield what a wrong claim may be meant as.

        With what a model is of observed, with what a name was before, with what isn't an argument
        of a function held fixed, or with the prime on y = sin u as a derivative by u.
        """
        definitions, head = judge.scope.definitions, claim.statement.sides[0]
        without = self.claims.otherwise.without
        if fitted := self.fitted(definitions) - set(quantities(head)):
            words = "right if what the model is of is observed"
            yield Reading(claim, without(fitted, definitions), words)
        said = dict(self.claims.equal[1]) if self.claims.equal else {}
        if self.claims.solved:
            said[self.claims.solved[1].name] = self.claims.solved[1]
        for name, known in said.items():
            words = f"right with what {self.claims.spellings.name(name)} was before"
            yield Reading(claim, self.claims.judge({**definitions, name: known}), words)
        yield from self.rivals(claim, judge)
        for name in held_fixed(head, judge):
            words = f"right if {self.claims.spellings.name(name)} is held fixed"
            yield Reading(claim, without({name}, definitions), words)
        for name in moving_in(head, judge):
            words = f"right if {self.claims.spellings.name(name)} is constant"
            yield Reading(claim, with_constant(name, judge), words)
        if judge.scope.is_value(head):
            words = "right with an angle in degrees, or a logarithm to base 10: say so"
            others = {n: replace(d, term=in_other_units(d.term)) for n, d in definitions.items()}
            sides = tuple(map(in_other_units, claim.statement.sides))
            statement = replace(claim.statement, sides=sides)
            yield Reading(claim._replace(statement=statement), self.claims.judge(others), words)
        for sides in by_other_names(claim.statement.sides, judge, set(definitions)):
            other = claim._replace(statement=replace(claim.statement, sides=sides))
            yield Reading(other, judge, "right if the prime is a derivative by another name")

    def defined_elsewhere(self, claim: Claim, judge: Judge) -> set[str]:
        """Return the names that nothing defines so far, and another paragraph does."""
        known, place = self.claims.course.definitions, claim.parsed.source.paragraph
        later = {id(d.term): n for n, d in judge.scope.definitions.items() if n not in known}
        return {
            later[id(side)]
            for parsed in self.claims.text.formulas if parsed.source.paragraph != place
            for statement in parsed.statements for side in statement.sides if id(side) in later
        }  # fmt: skip

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

    def rivals(self, claim: Claim, judge: Judge) -> Iterator[Reading]:
        """Yield the reading with what names were before lines that may be wrong."""
        definitions, rivals = judge.scope.definitions, self.claims.course.rivals
        if rivals.keys() & judge.made_of(*claim.statement.sides):
            words = "right by one of two definitions only"
            yield Reading(claim, self.claims.judge({**definitions, **rivals}), words)

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

    def why_in_doubt(  # noqa: C901, PLR0911, one line a meaning
        self, claim: Claim, side: Term, judge: Judge
    ) -> str:
        """Say what a wrong equation may be meant as; "" for nothing else."""
        head, source = claim.statement.sides[0], claim.parsed.source
        if has_constant(head, side, judge):
            return "a constant that isn't told may be another one each time"
        if is_value_of(head, judge) and not is_evaluated(head, judge):
            return "a value, or a product: that can't be told"
        is_given = is_miscalculated(self.claims, claim, side, judge)
        if is_at_some_point(head, side, judge) and not is_given:
            return "a value at some point, if it is meant as one"
        if judge.scope.is_value(side) and not is_given and has_value(self.claims, head, judge):
            return "a value, perhaps for other numbers than those that were given"
        if is_of_numbers(head, side, judge) and not is_given:
            return "an equation between names that were given numbers, perhaps for others"
        if is_in_other_units(head, side, judge):
            return "right with an angle in degrees, or a logarithm to base 10: say so"
        if has_error(head, side, judge):
            return "right with the error as a residual, perhaps"
        if is_rounded(head, side, judge) or self.is_near(claim, side, judge):
            return "right to the digits that it has: write ≈ for what is rounded"
        is_open = is_implicit(head, side, judge) or are_two(head, side)
        if is_open or self.is_solved_behind(claim):
            return "an equation to be solved: it isn't true everywhere"
        if self.is_constraint(head, side, judge):
            return "a condition on what isn't known yet, if it is meant as one"
        if self.is_place(head, source):
            return "where something is so, if it is meant as that"
        if self.has_size_now(source):
            return "for a number of data that is given, which isn't judged"
        return ""

    def is_near(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether a number is that before it but for rounding, in it or in between."""
        sides = claim.statement.sides
        if number_of(side) is None or not judge.scope.is_value(sides[0]):
            return False
        between = sides[: next(i for i, one in enumerate(sides) if one is side)]
        is_rough = has_decimals(*between) or (has_decimals(side) and side.kind != "number")
        return (is_rough or is_worked_out(sides[0])) and is_near(sides[0], side, judge)

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

    def has_size_now(self, source: Source) -> bool:
        """Tell whether a sentence gives the number of data."""
        moments = [moment for moment in self.claims.values.near(source) if moment.distance <= 1]
        return any(name in self.claims.names.sizes for moment in moments for name in moment.domains)


def has_error(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a claim is about the error u of a model, y_i = a + b x_i + u_i."""
    names = judge.made_of(head) | set(quantities(side))
    for known in judge.scope.definitions.values():
        term = known.term
        if known.letters and term.kind == "operation" and term.text == "add":
            last = bare(term.args[-1])
            if last is not None and last.text in names & {*ERRORS, *RESIDUALS}:
                return True
    return False


def held_fixed(head: Term, judge: Judge) -> set[str]:
    """Return what T(m) = p^2/(2m) is made of that depends on m, and may be given: p = m v."""
    function = function_of(head)
    name, definitions = bare(function), judge.scope.definitions
    known = definitions.get(name.text) if name else None
    if known is None or not known.arguments or function is head:
        return set()
    made_of = set(quantities(known.term)) & definitions.keys() - set(known.arguments)
    return {n for n in made_of if judge.made_of(definitions[n].term) & set(known.arguments)}


def is_evaluated(head: Term, judge: Judge) -> bool:
    """Tell whether a head can be read as a value: G(q^*) is that of G at q = q^*."""
    return with_values(head, judge.scope).kind == "evaluated"


def is_value_of(head: Term, judge: Judge) -> bool:
    """Tell whether a head is y(a + 1), of a y that is defined without arguments."""
    if head.kind != "juxtaposed" or len(head.args) != 2 or head.args[1].kind != "group":
        return False
    name = bare(head.args[0])
    known = judge.scope.definitions.get(name.text) if name else None
    given = head.args[1].args
    is_one = len(given) == 1 and given[0].kind != "number"
    return known is not None and not known.arguments and is_one


def has_constant(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a side has a constant that isn't told, or a head that isn't a derivative."""
    names = set(quantities(side)) | (set() if has_derivative(head) else judge.made_of(head))
    return bool(CONSTANTS & names)


def are_nothing(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a derivative is 0, and so is a side with names: it says nothing then."""
    if not has_derivative(head) or has_derivative(side) or not any(quantities(side)):
        return False
    zero = Term("number", "0", (), side.span)
    return judge.judged(head, "=", zero).verdict == "correct"
