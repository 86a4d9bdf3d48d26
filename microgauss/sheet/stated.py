"""What a document states of its names: in words, in remarks behind formulas, by signs in a list."""

from __future__ import annotations

import re

from microgauss.formula.terms import Statement
from microgauss.sheet.context.allowed import ABOVE_0
from microgauss.sheet.context.clauses import Clauses
from microgauss.sheet.context.conditions import Condition, condition
from microgauss.sheet.context.course import Course
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.remarks import has_condition, remarks
from microgauss.sheet.context.signs import positive_throughout, signs_in
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.parts import VECTOR, quantities
from microgauss.sheet.notation.provisos import ALL_TIED, IS_PLACE, PLACE, TIED, ZERO_ONE
from microgauss.sheet.notation.text import Parsed, Text

__all__ = ["Stated"]

PHRASE_END = re.compile(r"[.,;:!?](?=\s)")
ZEROS = re.compile(ZERO_ONE, re.IGNORECASE)
ONE_HOT = re.compile(r"\bone-hot(?:\s+(?!of\b)[\w-]+){0,3}\s*$", re.IGNORECASE)
IS_ONE_HOT = re.compile(
    r"\s*[,(]?\s*(?:(?:is|be|are|being)\s+)?(?:an?\s+|the\s+)?one-hot\b", re.IGNORECASE
)
NEAR = 40  # characters beside a name, for words about it


class Stated:
    """Declares to a ``course`` the conditions that a document states.

    ``clauses`` are those of its sentences, with the formulas that they begin and bear on.
    """

    def __init__(self, text: Text, names: Names, course: Course) -> None:
        self.text, self.names, self.course = text, names, course
        self.clauses = Clauses(text, self.conditions, self.defining(), self.is_undefined)

    def declare(self) -> None:
        """Declare what sentences, remarks and signs say."""
        for said, parsed, claims in self.clauses.found():
            self.course.declare(said, parsed.source, starts=claims)
        for parsed in self.text.own:
            self.note_remarks(parsed)
        for parsed, is_constant in positive_throughout(self.text):
            used = set(quantities(*(side for s in self.text.statements for side in s.sides)))
            used -= {*self.names.sizes, *self.names.varying} if is_constant else {*self.names.sizes}
            free = tuple(sorted(filter(self.is_undefined, used)))
            self.course.declare([Condition(free, ABOVE_0)], parsed.source)
        self.declare_ties()
        for sign in signs_in(self.text):
            if sign.condition and all(map(self.is_undefined, sign.condition.names)):
                starts = [(start, -1) for start in sign.starts or ()]
                is_general = sign.starts is None
                if starts or is_general:
                    self.course.declare([sign.condition], sign.parsed.source, starts=starts)

    def declare_ties(self) -> None:
        """Declare that names are tied by words beside them: let u be a unit vector.

        Where something is least, and the like, isn't any point; but what varies is.
        """
        given = {name for names in self.names.all_arguments.values() for name in names}
        free = {name for name in given if "_" not in name} | self.names.taken
        if ALL_TIED.search(self.text.document) and (vectors := self.vectors()):
            self.course.declare([Condition(constrained=vectors)], self.text.own[0].source)
        places = (
            one
            for one in self.text.own
            if all(statement.relations == ("in",) for statement in one.statements)
        )
        for parsed in (*self.text.own_mentions, *places):
            names = tuple(quantities(*(s.sides[0] for s in parsed.statements)))
            start, end = parsed.source.start, parsed.source.end
            first = max(start - NEAR, self.text.start_of_sentence(parsed.source))
            before = PHRASE_END.split(self.text.text[first:start])[-1]
            behind = PHRASE_END.split(self.text.text[end : end + NEAR])[0]
            said = f"{before} {behind}"
            is_point = (PLACE.search(before) or IS_PLACE.search(behind)) and not set(names) & free
            if names and (TIED.search(said) or is_point):
                are_zeros = all(ZEROS.fullmatch(tied[0]) for tied in TIED.finditer(said))
                zero_one = names if are_zeros and not is_point else ()
                tied = [Condition(constrained=names, zero_one=zero_one)]
                if zero_one and (ONE_HOT.search(before) or IS_ONE_HOT.match(behind)):
                    tied.append(Condition(names, total=(1.0, -1)))
                self.course.declare(tied, parsed.source)

    def vectors(self) -> tuple[str, ...]:
        """Return the names of vectors."""
        return tuple(name for name, shape in self.names.shapes.items() if shape == VECTOR)

    def is_undefined(self, name: str) -> bool:
        """Tell whether nothing defines a name, anywhere in the document."""
        known = (*self.names.defined, *self.names.functions, *self.course.definitions)
        return name not in known

    def is_free_yet(self, name: str) -> bool:
        """Tell whether nothing defines a name, or only behind what it was used in."""
        is_later = name not in self.course.definitions and name in self.course.in_definitions()
        return self.is_undefined(name) or is_later

    def is_placed_later(self, name: str, statement: Statement, parsed: Parsed) -> bool:
        """Tell whether a name of an equation gets a value behind it: x + y = 1, at x = s/2.

        Not where the equation is solved for it, y = 1 - x: that is made of all its other names.
        """
        known = self.course.ahead.get(name)
        if known is None or name in self.course.definitions:
            return False
        others = set(quantities(*statement.sides)) - {name}
        behind = [one.source for one in self.text.formulas
                  if one.source.start == self.course.places[name]]  # fmt: skip
        is_later = any(one.sentence > parsed.source.sentence for one in behind)
        return is_later and not known.arguments and not others <= set(quantities(known.term))

    def conditions(self, statement: Statement) -> list[Condition] | None:
        """Return the conditions that a statement states on names that nothing defines."""
        return condition(statement, self.is_undefined, self.is_undefined)

    def defining(self) -> set[int]:
        """Return where formulas begin that define a name which wasn't met before."""
        found: set[int] = set()
        met: set[str] = set()
        for parsed in self.text.own:
            for statement in parsed.statements:
                definition = definition_of(statement)
                first = self.course.ahead.get(definition.name) if definition else None
                if definition and first and first.term is definition.term:
                    found |= {parsed.source.start} if definition.name not in met else set()
                met |= set(quantities(*statement.sides))
        return found

    def note_remarks(self, parsed: Parsed) -> None:
        """Note the conditions in a formula's remarks, such as (x > 0): of one statement, or all."""
        start = parsed.source.start
        remarked = [remarks(statement, parsed, self.names) for statement in parsed.statements]
        is_one = sum(map(bool, remarked)) == 1
        for i, statements in enumerate(remarked):
            for statement in statements:
                if said := self.conditions(statement):
                    starts = [(start, -1 if is_one else i)]
                    is_tie = any(one.total or one.constrained for one in said)
                    self.course.declare(said, parsed.source, starts=() if is_tie else starts)
                elif said is None and has_condition(parsed):
                    self.clauses.doubtful[start] = start
