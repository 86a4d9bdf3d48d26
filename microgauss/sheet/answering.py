"""What an answer's formulas are about: which part of the sheet, and by which definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from microgauss.formula.terms import Term
from microgauss.sheet.claims.claims import Claims
from microgauss.sheet.context.tasks import SEVERAL, Tasks
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.labels import Place, may_be_for
from microgauss.sheet.notation.parts import bare
from microgauss.sheet.notation.rates import base_of
from microgauss.sheet.redefinition import Redefinitions
from microgauss.sheet.understanding.scope import Definition

__all__ = ["Answering", "other_functions"]


OTHER = "is another function in this part of the sheet"


class Answering:
    """Takes the sheet's definitions that are meant in a part; does nothing without a sheet.

    ``others`` are names that are other functions in a part than what they are defined as.
    """

    def __init__(
        self, claims: Claims, redefinitions: Redefinitions, others: Sequence[tuple[str, Place]]
    ) -> None:
        self.redefinitions, self.others = redefinitions, others
        self.text, self.course, self.tasks = claims.text, claims.course, claims.values.tasks
        self.given = {name: self.course.definitions[name] for name in self.course.given}

    def enter(self, source: Source) -> None:
        """Take the definitions of the part that is answered, of names that have several.

        What the answer has said of a name may hold no more.
        """
        definitions, blocked = self.course.definitions, self.course.blocked
        for said, own in self.course.history if self.tasks else ():
            is_own = definitions.get(own.name, own).term is own.term
            if is_own and self.is_left(own, said, source):
                definitions.pop(own.name, None)
                blocked[own.name] = "is what the answer says in another part"
                if own.name in self.given:
                    definitions[own.name] = self.given[own.name]
        for name in self.tasks.defined if self.tasks else ():
            if not self.has_said(name, source):
                self.take(name, source)
        if self.tasks:
            self.leave_later(self.tasks, self.text.place(source))
            self.leave_others(self.text.place(source))

    def leave_later(self, tasks: Tasks, here: Place) -> None:
        """Drop what names are only in a later part: p_1 = p_2; they are so again in that."""
        definitions = self.course.definitions
        for name, known in self.given.items():
            is_case = known.term.kind in ("name", "index", "number")
            is_own = definitions.get(name, known).term is known.term
            if is_case and is_own and tasks.is_ahead(here, [name]):
                definitions.pop(name, None)
            elif is_own and name not in {*definitions, *self.course.blocked}:
                definitions[name] = known

    def leave_others(self, here: Place) -> None:
        """Drop what is another function in a part: x = v t, where m x'' = -k x."""
        definitions, blocked = self.course.definitions, self.course.blocked
        for name in {name for name, _ in self.others} & self.given.keys():
            places = [place for one, place in self.others if one == name]
            if any(may_be_for(place, here) for place in places):
                if definitions.get(name, self.given[name]).term is self.given[name].term:
                    definitions.pop(name, None)
                    blocked.setdefault(name, OTHER)
            elif blocked.get(name) == OTHER:
                del blocked[name]
                definitions.setdefault(name, self.given[name])

    def take(self, name: str, source: Source) -> None:
        """Take the definition of a name in the part that is answered, if it can be told."""
        assert self.tasks is not None
        here = self.text.place(source)
        known = self.tasks.definition(name, here)
        is_free = known is None and self.tasks.is_number_of_another_part(name, here)
        self.course.definitions.pop(name, None)
        self.course.blocked[name] = SEVERAL
        if known:
            self.course.definitions[name] = replace(known, line=1)
        if known or is_free:
            del self.course.blocked[name]

    def has_said(self, name: str, source: Source) -> bool:
        """Tell whether the answer has said what a name is, and no other part may have begun."""
        known = self.course.definitions.get(name)
        return known is not None and any(
            own.name == name and own.term is known.term and not self.text.may_begin(said, source)
            for said, own in self.course.history
        )

    def is_left(self, own: Definition, said: Source, source: Source) -> bool:
        """Tell whether what the answer has said of a name holds no more in another part of it.

        That is so in another exercise, of the sheet's names, and of what is said in several parts.
        """
        tasks, text = self.tasks, self.text
        there, here = text.place(said), text.place(source)
        is_labelled = bool(there.exercise) or text.labels.may_begin(0, said.start - text.first)
        times = sum(known.name == own.name for _, known in self.course.history)
        is_new = own.name in self.given or (tasks is not None and (own.name, here) in tasks.about)
        is_other = is_new or (there.exercise != here.exercise and is_labelled)
        return (there != here and is_other) or (times > 1 and text.may_begin(said, source))

    def is_unlike_all(self, definition: Definition) -> bool:
        """Tell whether the sheet defines a name in several ways, and all otherwise."""
        every = self.tasks.defined.get(definition.name, ()) if self.tasks else ()
        is_bare = not definition.arguments and any(known.arguments for _, known in every)
        return bool(every) and (is_bare or not self.redefinitions.restates(definition))


def other_functions(sheet: Claims) -> list[tuple[str, Place]]:
    """Return the names for which a part has an equation of motion that another part's one breaks.

    What a sheet says is right, so that it is another function there: N' = r N (1 - N), in a part
    behind that with N = N_0 e^{r t}.
    """
    found, course = [], sheet.course
    defined = {(known.name, sheet.text.place(said)) for said, known in course.history}
    for one in sheet.text.formulas:
        sheet.source, here = one.source, sheet.text.place(one.source)
        for statement in one.statements if here != Place() else ():
            names = {name for side in statement.sides for name in moved(side)}
            names &= course.definitions.keys() - {name for name, place in defined if place == here}
            if names and statement.relations == ("=",):
                judged = sheet.judge_for(statement).judged(
                    statement.sides[0], "=", statement.sides[1]
                )
                found += [(name, here) for name in names if judged.verdict == "wrong"]
    return found


def moved(term: Term) -> Iterator[str]:
    """Yield the names whose derivatives stand in a term: x of x'', of dx/dt, and of x with dots."""
    for part in term.walk():
        if part.kind == "name" and base_of(part.text) != part.text:
            yield base_of(part.text)
        elif part.kind in ("derivative", "prime") and (name := bare(part.args[0])):
            yield name.text
