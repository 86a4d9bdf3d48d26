"""What has been said so far in a document: definitions, and the numbers that names may be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.context.allowed import Allowed
from microgauss.sheet.context.conditions import Condition
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import bare, function_of, quantities, step_of
from microgauss.sheet.understanding.scope import Definition

__all__ = ["Course", "Fact", "first_definitions", "is_model"]

ERRORS = ("epsilon", "varepsilon", "noise", "error", "Rauschen", "Fehler", "bruit")  # of a model


class Fact(NamedTuple):
    """A condition, where it was said, and whether it reaches no further than its sentence."""

    condition: Condition
    source: Source | None = None  # None for the sheet's, in an answer
    is_brief: bool = False
    starts: frozenset[tuple[int, int]] = frozenset()  # of what it is about, if that is a few

    def holds_at(self, source: Source, first_exercise: int) -> bool:
        """Tell whether the condition holds where a formula stands."""
        said = self.source
        if said is None:
            return True
        if self.starts:
            here = {(source.start, -1), (source.start, source.statement)}
            return not self.starts.isdisjoint(here)
        if self.is_brief:
            return said.sentence == source.sentence
        is_general = said.exercise < first_exercise
        return (is_general or said.exercise == source.exercise) and said.part in ("", source.part)


@dataclass
class Course:
    """The ``definitions`` so far; the first ones, ``ahead``, with their ``places``; the ``facts``.

    ``met`` are all names that were used, ``given`` the definitions of the sheet that this document
    answers, ``blocked`` what can't be judged, with what is to be said of it, and ``doubted``
    earlier definitions that hold as well; what is right by some of a name and its ``rivals`` only,
    is uncertain. ``inverses`` say a definition the other way round: s = e^rho, where rho = log s
    is defined. ``shaken`` are sentences in which a name may be something else than before, and
    ``restated`` the names that were said again, by others that were defined meanwhile. What
    stands before the ``first_exercise`` holds in all.
    """

    definitions: dict[str, Definition] = field(default_factory=dict)
    ahead: dict[str, Definition] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    given: frozenset[str] = frozenset()
    blocked: dict[str, str] = field(default_factory=dict)
    doubted: dict[str, Definition] = field(default_factory=dict)
    rivals: dict[str, list[Definition]] = field(default_factory=dict)
    inverses: dict[str, Definition] = field(default_factory=dict)
    shaken: set[int] = field(default_factory=set)
    restated: set[str] = field(default_factory=set)
    first_exercise: int = 1

    def answered(self) -> Course:
        """Return where an answer to the document begins."""
        facts = [
            fact._replace(source=None)
            for fact in self.facts
            if not fact.is_brief and not fact.starts
        ]
        return Course(
            dict(self.definitions), {}, {}, facts, set(self.met), frozenset(self.definitions),
            dict(self.blocked),
        )  # fmt: skip

    def declare(
        self, said: Iterable[Condition], source: Source, starts: Iterable[tuple[int, int]] = (),
        *, is_brief: bool = False,
    ) -> None:  # fmt: skip
        """Note what numbers names may be: from here on, in its sentence, or in some statements.

        ``starts`` has where their formulas begin, and which statement it is, from 0; -1 for all.
        """
        self.facts += [Fact(condition, source, is_brief, frozenset(starts)) for condition in said]

    def allowed(self, source: Source) -> Allowed:
        """Return what numbers names may be where a formula stands."""
        found = Allowed({}, {}, {}, [], set(), set(), set(), set(), set(), set())
        for fact in sorted(self.facts, key=lambda fact: bool(fact.starts)):  # the closest last
            condition = fact.condition
            if fact.holds_at(source, self.first_exercise):
                for name in condition.names:
                    if condition.domain:
                        found.domains[name] = condition.domain
                    if condition.choices:
                        found.choices[name] = condition.choices
                    if condition.total:
                        found.totals[name] = condition.total
                if condition.left is not None:
                    found.conditions.append(condition)
                if condition.apart:
                    found.apart.add(frozenset(condition.apart))
                found.constrained.update(condition.constrained)
                found.alike.update(condition.alike)
                found.wide.update(condition.wide)
                found.whole.update(condition.whole)
        return found

    def block(self, name: str, line: int) -> None:
        """Note that what defines a name, in a line that wasn't read, can't be used."""
        self.blocked[name] = f"is defined in line {line}, which wasn't read"

    def doubt(self, rival: Definition, others: Iterable[Definition] = ()) -> None:
        """Note what else a name may be, besides its definition."""
        self.rivals[rival.name] = [*others, rival]

    def define(self, definition: Definition, source: Source, line: int) -> None:
        """Take a definition, with the place where it stands.

        Its arguments are no longer what an earlier exercise, or section, has defined them as.
        """
        for name in definition.arguments:
            old = self.definitions.get(name)
            if old and (old.exercise, old.section) != (source.exercise, source.section):
                del self.definitions[name]
        self.rivals.pop(definition.name, None)
        self.inverses = {name: inverse for name, inverse in self.inverses.items()
                         if definition.name not in quantities(inverse.term)}  # fmt: skip
        self.definitions[definition.name] = replace(
            definition,
            section=source.section,
            exercise=source.exercise,
            part=source.part,
            line=line,
        )

    def is_new(self, definition: Definition) -> bool:
        """Tell whether a definition defines: its name has none so far, and isn't in its own."""
        if definition.name in self.definitions:
            return False
        if definition.is_implied and definition.name in self.met - self.in_definitions():
            return False
        base, _, index = definition.name.rpartition("_")
        family = self.definitions.get(base)
        if family and family.letters and not definition.letters and index[:1].isdigit():
            return self.is_start(definition, family)  # s_3, where s_t is defined
        return not self.depends(definition.term, definition)

    def is_start(self, definition: Definition, family: Definition) -> bool:
        """Tell whether h_0 = 0 is where a recursion starts, that needs one more number."""
        base, _, index = definition.name.rpartition("_")
        started = [name for name in self.definitions if name.rpartition("_")[0] == base]
        given = [name for name in started if name.rpartition("_")[2].isdigit()]
        steps = [step[1] for part in family.term.walk() if part.kind == "index"
                 for arg in part.args[1:] if (step := step_of(arg))]  # fmt: skip
        is_first = len(given) < max(1, -min(steps, default=-1))
        is_number = definition.term.kind == "number" and index.isdigit()
        is_recursive = self.depends(family.term, replace(family, letters=()))
        return is_number and is_first and is_recursive

    def unless_applied(self, definition: Definition | None) -> Definition | None:
        """Return a definition, unless it applies a known function: f(x^2) = ..., or f(a) = ..."""
        known = self.definitions.get(definition.name) if definition else None
        if known is None or definition is None:
            return definition
        is_square = set(known.squares) != set(definition.squares)
        new, own = definition.arguments, known.arguments
        is_as_many = len(new) == max(1, len(own))
        is_at_one = is_as_many and new != own and any(name in self.definitions for name in new)
        is_at_one = is_at_one and not set(own) & set(quantities(definition.term))  # l(v), of mu
        return None if is_square or (is_at_one and not known.squares) else definition

    def is_solution(self, definition: Definition, varying: set[str]) -> bool:
        """Tell whether w = ... solves for what varies, by what stands beside w in definitions."""
        name = definition.name
        if name in self.definitions or name not in varying or definition.arguments:
            return False
        beside = [set(quantities(known.term)) for known in self.definitions.values()]
        related = {other for names in beside if name in names for other in names}
        return bool(related) and set(quantities(definition.term)) <= related

    def restate(self, definition: Definition, source: Source, line: int) -> None:
        """Take a definition that was said again, where it now is by names defined meanwhile."""
        old = self.definitions.get(definition.name)
        if old is None or self.depends(definition.term, definition):
            return
        if definition.arguments and not old.arguments:
            self.definitions[old.name] = replace(old, arguments=definition.arguments)
        if old.arguments and definition.arguments not in ((), old.arguments):
            return  # it is applied to something else
        new = set(quantities(definition.term)) & self.definitions.keys()
        if any(not self.depends(old.term, Definition(name, old.term)) for name in new):
            arguments = definition.arguments or old.arguments
            self.restated.add(old.name)
            self.define(replace(definition, arguments=arguments), source, line)

    def depends(self, term: Term, definition: Definition) -> bool:
        """Tell whether a term depends on a name, by the definitions so far.

        On h_t depends what holds h_t, and not what holds h_{t-1}; nor on N(t) what holds N_0.
        """
        stack, seen = [term], set[str]()
        while stack:
            part = stack.pop()
            is_earlier = part.kind == "index" and any(arg.kind != "name" for arg in part.args[1:])
            if is_earlier and (definition.letters or definition.arguments):
                continue
            if part.kind == "name" and part.text in definition.arguments:
                continue
            if part.kind == "name" and part.text == definition.name:
                return True
            if part.kind == "name" and part.text in self.definitions and part.text not in seen:
                known = self.definitions[part.text]
                seen |= {part.text, *known.arguments}
                stack += [known.term] if definition.name not in known.arguments else []
            stack += part.args
        return False

    # --- the scope of a statement -----------------------------------------------------------------

    def definitions_for(self, statement: Statement, start: int) -> dict[str, Definition]:
        """Return the definitions that a statement is meant with, in a formula that begins there.

        Those before it; of a name that was met nowhere else, the one that follows: where r = ...
        A number that a name gets later, at t = 0, says nothing here; nor does x_n = x_{n-1}^2 where
        x_1 and x_2 are stated.
        A derivative by what is only defined later is meant with all that follows.
        """
        found = dict(self.definitions)
        stated = {n.rpartition("_")[0] for n in self.definitions if n.rpartition("_")[2].isdigit()}
        ahead = {n: known for n, known in self.ahead.items()
                 if any(quantities(known.term)) and n not in stated
                 and self.places[n] >= start}  # fmt: skip
        terms = {id(side) for side in statement.sides}
        others = [known for known in self.definitions.values() if id(known.term) not in terms]
        met = set(quantities(*(known.term for known in others)))
        counts = {name for side in statement.sides for name in ends_of_sums(side)}
        for name in set(quantities(*statement.sides)) - met - counts - found.keys():
            if name in ahead:
                found[name] = ahead[name]
        if taken_by(statement) & ahead.keys() - self.definitions.keys() - met:
            found = {**ahead, **found}
        for name, inverse in self.inverses.items():  # a derivative by rho: s depends on it
            by = set(quantities(inverse.term)) & found.keys()
            if not has_solved(statement, name, by):
                by &= taken_by(statement)
            if by:
                found = {n: known for n, known in found.items() if n not in by} | {name: inverse}
        return self.without_models(statement, found)

    def without_models(
        self, statement: Statement, known: dict[str, Definition]
    ) -> dict[str, Definition]:
        """Return the definitions without y = w x + epsilon, but where a claim is about y itself.

        What is observed doesn't vary with the parameters, whatever the model says of it.
        """
        about = set(quantities(statement.sides[0]))
        return {n: d for n, d in known.items() if n in about or not is_model(d.term, known)}

    def of_this_exercise(
        self, statement: Statement, source: Source, known: dict[str, Definition]
    ) -> dict[str, Definition] | None:
        """Return the definitions without those of earlier exercises; None where none is used.

        There a name may have stood for something else. What the statement is about is kept, and
        what that is made of.
        """
        about, stack = set[str](), [statement.sides[0]]
        while stack:
            new = set(quantities(stack.pop())) - about
            about |= new
            stack += [known[name].term for name in new if name in known]
        earlier = {
            name for name in quantities(*statement.sides)
            if name in known and name not in about and known[name].exercise < source.exercise
        }  # fmt: skip
        return {n: d for n, d in known.items() if n not in earlier} if earlier else None

    def in_definitions(self) -> set[str]:
        """Return the names that the definitions so far are made of."""
        return set(quantities(*(definition.term for definition in self.definitions.values())))


def is_model(term: Term, known: Mapping[str, Definition], errors: Collection[str] = ERRORS) -> bool:
    """Tell whether a sum has an error in it that nothing defines."""
    if term.kind == "operation" and term.text in ("add", "subtract"):
        return any(
            is_model(arg, known, errors) or is_error(arg, known, errors) for arg in term.args
        )
    return False


def is_error(term: Term, known: Mapping[str, Definition], errors: Collection[str]) -> bool:
    """Tell whether a term is an error that nothing defines."""
    name = bare(term)
    return name is not None and name.text in errors and name.text not in known


def ends_of_sums(term: Term) -> set[str]:
    """Return the names up to which the sums in a term run: numbers of data."""
    return {name for part in term.walk() if part.kind in ("sum", "product")
            for name in quantities(*part.args[2:3])}  # fmt: skip


def first_definitions(
    statements: Iterable[tuple[int, Statement]],
) -> tuple[dict[str, Definition], dict[str, int]]:
    """Return the first definition of each name, wherever it stands, and where that is."""
    found: dict[str, Definition] = {}
    places: dict[str, int] = {}
    for start, statement in statements:
        definition = definition_of(statement)
        has_dots = any(term.kind == "dots" for side in statement.sides for term in side.walk())
        if definition and not has_dots and definition.name not in found:
            found[definition.name], places[definition.name] = definition, start
    return found, places


def has_solved(statement: Statement, name: str, by: set[str]) -> bool:
    """Tell whether a claim on a function is meant with h solved for: S'(r), where V = pi r^2 h.

    Then V is given, and h isn't. Not a claim on V, nor one in which h is an argument.
    """
    head = function_of(statement.sides[0])
    function = bare(head)
    about = {function.text if function else "", *taken_by(statement)}
    is_value = head is not statement.sides[0]
    return is_value and function is not None and not about & {name, *by}


def taken_by(statement: Statement) -> set[str]:
    """Return the names that a statement's derivatives are taken by."""
    return {
        name.text
        for side in statement.sides for term in side.walk()
        if term.kind in ("derivative", "gradient")
        for arg in term.args[1:] for name in arg.walk() if name.kind == "name"
    }  # fmt: skip
