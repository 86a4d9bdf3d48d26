"""What a line is there for, where its form doesn't tell: to define, to equate, or to solve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from microgauss.formula.terms import Statement
from microgauss.sheet.claims.beside import Beside
from microgauss.sheet.claims.claims import Claims
from microgauss.sheet.claims.solving import SIMPLE
from microgauss.sheet.claims.unjudged import OPERATORS
from microgauss.sheet.context.applied import is_place
from microgauss.sheet.context.conditions import INEQUALITIES, Condition
from microgauss.sheet.context.constants import constant
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.items import is_of_another_item
from microgauss.sheet.context.numbers import value_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import MATRIX, applied_name, bare, has_derivative, quantities
from microgauss.sheet.notation.text import Parsed
from microgauss.sheet.notation.words import ASSUMES, AT, ONLY_AND, SOLVED_BY, TREND, WHERE, WITH
from microgauss.sheet.redefinition import Redefinitions
from microgauss.sheet.stated import Stated
from microgauss.sheet.understanding.scope import Definition, made_of

__all__ = ["Purposes"]


class Purposes:
    """Tells what lines are there for, by what the document has said so far.

    ``unsettled`` is where equations begin that hold only sometimes; ``supposed`` are the names
    that have a definition, and are said to be something else there: for y = x^3.
    """

    def __init__(self, claims: Claims, stated: Stated, redefinitions: Redefinitions) -> None:
        self.claims, self.stated, self.redefinitions = claims, stated, redefinitions
        self.text, self.names, self.course = claims.text, claims.names, claims.course
        self.unsettled: set[int] = set()
        self.supposed: dict[int, str] = {}

    def has_choices(self, name: str) -> bool:
        """Tell whether a name is said to be one of a few numbers."""
        return any(name in f.condition.names and f.condition.choices for f in self.course.facts)

    def is_passing(self, definition: Definition, parsed: Parsed) -> bool:
        """Tell whether what looks like a definition is none: E(X) = n p, or a = b behind if.

        Behind for, what follows may be about a new definition: for y = x^3, y' = 3x^2.
        """
        source = parsed.source
        if self.is_fitted(definition, source.start):
            return True
        known = self.course.definitions.get(definition.name)
        everything = {**self.course.ahead, **self.course.definitions}
        if is_expectation(definition, everything) and not (known and known.arguments):
            self.course.block(definition.name, self.text.lines(source.start))
            return True
        if source.start in self.stated.clauses.equations:
            if self.is_defined_anew(definition, parsed):
                return False
            self.unsettled.add(source.start)
            if definition.name in self.course.definitions:
                self.supposed[source.start] = definition.name
            return True
        return False

    def is_fitted(self, definition: Definition, start: int) -> bool:
        """Tell whether data are said to lie on a line: that is no definition of them."""
        words = self.text.text[max(0, start - 60) : start]
        is_data = self.names.families.get(definition.name, 0) > 0 and not definition.letters
        return is_data and TREND.search(words) is not None

    def is_defined_anew(self, definition: Definition, parsed: Parsed) -> bool:
        """Tell whether what stands behind for is a definition: for f(x) = x^3, f'(x) = 3x^2."""
        if definition.name in self.course.given:
            return False
        told = self.redefinitions.told(definition, parsed, self.claims.source.statement)
        return told == "new" or (told != "old" and self.redefinitions.is_of_a_function(definition))

    def alike(self, statement: Statement) -> list[Condition]:
        """Read i = j, of letters of indices."""
        letters = [side.text for side in statement.sides if side.kind == "name"]
        is_equation = statement.relations == ("=",) and len(letters) == 2
        are_letters = is_equation and set(letters) <= self.names.letters
        return [Condition(alike=tuple(letters))] if are_letters else []

    def are_equal(self, statement: Statement, parsed: Parsed) -> bool:
        """Take m_1 = m_2 = m for the moment, of names that were met and have no definitions."""
        names = [side.text for side in statement.sides if side.kind == "name"]
        is_chain = len(names) == len(statement.sides) and set(statement.relations) == {"="}
        is_met = set(names[:-1]) <= self.course.met - self.course.definitions.keys()
        is_said = is_met or (len(names) > 2 and all(map(self.stated.is_undefined, names[1:])))
        if not is_chain or not is_said or len(names) < 2 or names[0] in names[1:]:
            return False
        last = statement.sides[-1]
        same = {name: Definition(name, last) for name in names[:-1]}
        before = self.claims.equal
        if before.source.sentence == parsed.source.sentence:
            same |= before.names
        self.claims.equal = Beside(parsed.source, same)
        return True

    def at_named_point(self, statement: Statement, parsed: Parsed) -> Statement:
        """Return what defines omega_0 in: omega = omega_0 = 1/sqrt(LC), where omega was met.

        Else the statement itself.
        """
        names = [side.text for side in statement.sides[:2] if side.kind == "name"]
        is_chain = len(names) == 2 and len(statement.sides) == 3
        free = self.course.met - self.course.definitions.keys()
        if not is_chain or names[0] not in free or names[1] in {*self.course.met, names[0]}:
            return statement
        same = {names[0]: Definition(names[0], statement.sides[1])}
        self.claims.equal = Beside(parsed.source, same)
        return replace(statement, sides=statement.sides[1:], relations=statement.relations[1:])

    def is_solution(self, definition: Definition, source: Source) -> bool:
        """Tell whether a line solves an equation: one before it, or that of what varies."""
        start = source.start
        words = self.text.text[max(0, start - 80) : start]
        if WHERE.search(words):
            return False
        is_under = self.stated.clauses.doubtful.get(start, start) < start
        is_under = is_under or self.is_solved(source)
        if definition.letters or (not is_under and self.redefinitions.is_begun(source)):
            return False
        is_met = definition.name in self.course.met - self.course.definitions.keys()
        arguments = {a for known in self.course.definitions.values() for a in known.arguments}
        is_argument = definition.name in arguments and not definition.arguments
        is_argument = is_argument and self.is_at(source)
        if any(is_place(definition.name, argument) for argument in arguments):
            return False  # x_0, where f'(x_0) = 0: a place of its own
        return (is_met and (is_under or is_argument)) or self.course.is_solution(
            definition, self.names.varying
        )

    def is_solved(self, source: Source) -> bool:
        """Tell whether words before a formula say that it solves an equation."""
        return (
            SOLVED_BY.search(self.text.text[max(0, source.start - 80) : source.start]) is not None
        )

    def is_at(self, source: Source) -> bool:
        """Tell whether words before a formula say where something is so: at theta = a."""
        return AT.search(self.text.text[max(0, source.start - 10) : source.start]) is not None

    def bound_on_free(self, statement: Statement, parsed: Parsed) -> Condition | None:
        """Return the condition that a + b < 1 may be, behind with or and, of undefined names."""
        sides, names = statement.sides, set(quantities(*statement.sides))
        is_bound = len(sides) == 2 and statement.relations[0] in INEQUALITIES
        is_plain = not any(map(has_derivative, sides)) and all(map(self.stated.is_undefined, names))
        start = parsed.source.start
        before = self.text.text[max(0, start - 16) : start]
        has_number = any(constant(side) is not None for side in sides)
        is_said = WITH.search(before) if has_number else ASSUMES.search(before)
        is_more = self.is_bounded_before(parsed.source)
        if not (is_bound and names and is_plain and (is_said or is_more)):
            return None
        return Condition(left=sides[0], relation=statement.relations[0], right=sides[1])

    def is_bounded_before(self, source: Source) -> bool:
        """Tell whether a formula goes on with conditions: with a, c > 0 and [a c > b^2]."""
        between = self.redefinitions.between(source)
        return ONLY_AND.match(" ".join(between.split())) is not None and self.has_bound(
            source.start
        )

    def is_value(self, name: str) -> bool:
        """Tell whether name = number gives a value to a name that stands for itself."""
        base, _, index = name.rpartition("_")
        is_start = index.isdigit() and base in self.names.defined  # h_0 = 0
        is_size = name in self.names.sizes
        if any(name in fact.condition.names and fact.condition.value
               for fact in self.course.facts):  # fmt: skip
            return False  # it has one already
        return self.is_free_now(name) and not is_start and not is_size

    def is_free_now(self, name: str) -> bool:
        """Tell whether a name has no definition that isn't a number."""
        others = (
            d for statement in self.claims.aliases.statements if (d := definition_of(statement))
            and d.name == name and not value_of(statement)
            and not d.arguments and constant(d.term) is None and not d.is_implied
        )  # fmt: skip
        return name not in self.course.definitions and next(others, None) is None

    def is_new_value(self, definition: Definition) -> bool:
        """Tell whether a name that was a number is another one: S = 100, then S = 100 * 1.2."""
        known = self.course.definitions.get(definition.name)
        is_plain = not definition.letters and not definition.arguments
        are_numbers = known is not None and not any(quantities(known.term, definition.term))
        return is_plain and are_numbers

    def is_met_at(self, definition: Definition) -> bool:
        """Tell whether a line says where a function has a value, v(t) = 0, and defines nothing."""
        known = self.course.definitions.get(definition.name)
        return known is not None and any(quantities(known.term)) and not any(
            quantities(definition.term)
        )  # fmt: skip

    def is_case(self, definition: Definition, parsed: Parsed) -> bool:
        """Tell whether a sentence defines a name by cases: f(x) = x for x > 0 and f(x) = 0 else."""
        sentence = parsed.source.sentence
        own = [one for one in self.text.formulas if one.source.sentence == sentence]
        places = [
            one.source.start for one in own if one.source.start < parsed.source.start
            and self.redefinitions.defined.get(one.source.start) == definition.name
        ]  # fmt: skip
        bounds = [one.source.start for one in own for s in one.statements
                  if {*s.relations} & {*INEQUALITIES}]  # fmt: skip
        is_bounded = bool(places) and any(start >= places[0] for start in bounds)
        return (is_bounded or self.is_other_case(definition, parsed)) and not definition.is_implied

    def is_other_case(self, definition: Definition, parsed: Parsed) -> bool:
        """Tell whether both definitions have conditions before them: for x > 0, f(x) = ..."""
        starts = [start for start, name in self.redefinitions.defined.items()
                  if name == definition.name]  # fmt: skip
        return bool(starts) and self.has_bound(starts[-1]) and self.has_bound(parsed.source.start)

    def has_bound(self, start: int) -> bool:
        """Tell whether the formula before one, in its sentence, is an inequality."""
        before = [one for one in self.text.formulas if one.source.start < start]
        own = [one for one in self.text.formulas if one.source.start == start]
        if not before or not own or before[-1].source.sentence != own[0].source.sentence:
            return False
        return any({*statement.relations} & {*INEQUALITIES} for statement in before[-1].statements)

    def tied_components(self, statement: Statement) -> str:
        """Return the name whose components a line may define: x_{n2} = x_{n1}^2; "" for none."""
        head = statement.sides[0]
        if statement.relations[:1] != ("=",) or head.kind != "index":
            return ""
        (name, *indices), kinds = head.args, {index.kind for index in head.args[1:]}
        is_new = name.text not in self.course.definitions and len(indices) > 1
        return name.text if is_new and kinds == {"name", "number"} else ""

    def curve(self, statement: Statement, links: list[Link]) -> set[str]:
        """Return the names that an equation may tie, which other items define: x^2 + y^2 = 25."""
        head = statement.sides[0]
        is_name = bare(head) is not None or applied_name(head) is not None
        is_claim = is_name or any(map(has_derivative, statement.sides))
        if is_claim or any(link.verdict == "correct" for link in links):
            return set()
        known = self.course.definitions
        is_free = not set(quantities(head)) <= known.keys()
        is_level = is_free and not any(quantities(*statement.sides[1:]))  # x y = 1
        names = {name for name in quantities(*statement.sides) if name in known}
        return {name for name in names if is_level
                or is_of_another_item(self.text, known[name], self.claims.source)}  # fmt: skip

    def conditioned(self, statement: Statement) -> set[str]:
        """Return what an equation which isn't right may be a condition on: P^2 = P, m g x = M g y.

        These are matrices, or numbers of which one stands on both of its sides.
        """
        names = set(quantities(*statement.sides)) - self.course.definitions.keys()
        if not statement.relations or any(map(has_derivative, statement.sides)):
            return set()
        matrices = {name for name in names if self.names.shape(name) == MATRIX}
        if names - {"I"} == matrices - {"I"}:
            return matrices
        is_simple = all(part.kind in SIMPLE for side in statement.sides for part in side.walk())
        left, right = (set(quantities(side)) for side in statement.sides[:2])
        is_equation = is_simple and statement.relations == ("=",) and bool(left & right & names)
        is_equation = is_equation and definition_of(statement) is None
        return names if is_equation and len(names) > 1 and not matrices else set()

    def is_circular(self, definition: Definition) -> bool:
        """Tell whether what a name would be made of is made of it."""
        known = self.course.definitions.get(definition.name)
        is_here = known and not is_of_another_item(self.text, known, self.claims.source)
        return not is_here and self.course.depends(definition.term, definition)

    def is_update(self, definition: Definition) -> bool:
        """Tell whether a line is a step, w = w - eta g, and no equation."""
        term = definition.term
        return term.kind == "operation" and term.text in ("add", "subtract") and (
            term.args[0].text == definition.name
        )  # fmt: skip

    def has_other_letters(self, definition: Definition) -> bool:
        """Tell whether a name is defined with other indices than before: delta_k and delta_j."""
        known = self.course.definitions.get(definition.name)
        is_double = known is not None and bool(known.letters) and bool(definition.letters)
        return is_double and known is not None and known.letters != definition.letters


def is_expectation(definition: Definition, known: Mapping[str, Definition]) -> bool:
    """Tell whether a definition is one such as E(X) = n p, of what is no function of a number.

    E(w) = (y - t)^2 is one, with y = w x.
    """
    arguments = definition.arguments
    is_random = all(map(str.isupper, arguments)) or definition.name in OPERATORS
    others = {name: one for name, one in known.items() if name != definition.name}
    return bool(arguments) and is_random and not made_of([definition.term], others) & {*arguments}
