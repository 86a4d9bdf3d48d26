"""The definitions that hold at a place of a document, understood when they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.parts import SCALAR, VECTOR, bare, quantities
from microgauss.sheet.understanding.leaves import AXES, GENERIC, ROW, Index, NotUnderstoodError
from microgauss.sheet.understanding.lengths import Lengths
from microgauss.sheet.understanding.meaning import Meaning

__all__ = ["Defined", "Definition", "Scope", "made_of"]


@dataclass(frozen=True)
class Definition:
    """What a name stands for: a term, over its ``arguments`` and the ``letters`` of its indices.

    ``squares`` are arguments that are given as squares: the sigma of f(mu, sigma^2).
    """

    name: str
    term: Term
    arguments: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    squares: tuple[str, ...] = ()
    section: int = 0
    exercise: int = 0
    part: str = ""
    line: int = 0
    is_implied: bool = False  # by s^2 = ..., or log g = ...


@dataclass(frozen=True)
class Defined:
    """A definition that has been understood: the node ``body``, over ``variables``.

    These are those of its letters, also of such as only stand in the term, or of the datum that it
    belongs to; and then its components'.
    """

    definition: Definition
    meaning: Meaning
    body: Node
    shape: str
    variables: tuple[str, ...]

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names that it is a function of; g = f' is one of the same as f."""
        known, seen = self, set[str]()
        while not known.definition.arguments and known.definition.term.kind in ("prime", "name"):
            term = known.definition.term
            name = bare(term.args[0] if term.args else term)
            other = known.meaning.scope.get(name.text) if name else None
            if name is None or other is None or name.text in seen:  # J = J
                return ()
            known, seen = other, {*seen, name.text}
        return known.definition.arguments

    @property
    def family_count(self) -> int:
        """How many indices it has beside its own components."""
        return len(self.variables) - AXES[self.shape]


class Scope:
    """The definitions that hold at a place of a document, understood when they are needed."""

    def __init__(
        self, names: Names, definitions: Mapping[str, Definition], lengths: Lengths
    ) -> None:
        self.names, self.definitions, self.lengths = names, definitions, lengths
        self.understood: dict[str, Defined | None] = {}

    def get(self, name: str) -> Defined | None:
        """Return what a name is defined as; None for a free name, and within its own definition."""
        if name not in self.understood and name in self.definitions:
            self.understood[name] = None
            try:
                self.understood[name] = self.define(self.definitions[name])
            except NotUnderstoodError as error:
                del self.understood[name]
                message = f"the definition of {name} (line {self.definitions[name].line}): {error}"
                raise NotUnderstoodError(message) from None
        return self.understood.get(name)

    def branch(self) -> Scope:
        """Return the scope with lengths of its own, to understand one more formula in."""
        for name in self.definitions:
            with suppress(NotUnderstoodError):
                self.get(name)
        branch = Scope(self.names, self.definitions, self.lengths.copy())
        branch.understood = dict(self.understood)
        return branch

    def define(self, definition: Definition) -> Defined:
        """Understand a definition."""
        refuse_both(definition, self.names)
        meaning = Meaning(self)
        meaning.own = definition.arguments
        for letter in definition.letters:
            meaning.letters[letter] = meaning.variable(letter)
        shape = meaning.shape(definition.term)
        is_vector = self.names.shapes.get(definition.name) == VECTOR and not definition.letters
        if shape == SCALAR and is_vector and not self.names.families.get(definition.name):
            raise NotUnderstoodError("a vector elsewhere, and a number by its definition")
        axes = [meaning.variable() for _ in range(AXES[shape])]
        body = meaning.at(definition.term, [Index(axis) for axis in axes])
        free = dict.fromkeys(index.variable for index in meaning.leaves_of(body))
        hidden = [variable for variable in free if variable.startswith(GENERIC)]
        for other in hidden[1:]:
            self.lengths.unite(hidden[0], other)
        if hidden[1:]:  # all belong to one datum
            body = meaning.renamed(body, {other: Index(hidden[0]) for other in hidden[1:]})
        own = [meaning.letters[letter] for letter in definition.letters]
        named = [variable for variable in free if variable in self.names.letters]
        own += named if own or named else hidden[:1]
        base, _, number = definition.name.rpartition("_")
        count = self.names.families.get(base, 0) if number.isdigit() else 0
        for position, variable in enumerate(axes):
            self.lengths.find(variable)
            if count:  # the components of z_1 are as many as those of all z
                self.lengths.unite(f"{base}.{count + position}", variable)
        shape = VECTOR if shape == ROW else shape
        return Defined(definition, meaning, body, shape, (*own, *axes))

    def made_of(self, *terms: Term) -> set[str]:
        """Return the names that terms are made of, by their definitions, too."""
        return made_of(terms, self.definitions)

    def is_value(self, term: Term) -> bool:
        """Tell whether a term has no names, or only those of functions of numbers: sigma(0.6)."""
        return not self.free_in(term)

    def free_in(self, term: Term) -> set[str]:
        """Return the names in a term that nothing defines, by definitions, too; no arguments."""
        found, seen, stack = set[str](), set[str](), [*quantities(term)]
        while stack:
            name = stack.pop()
            if name not in self.definitions:
                found.add(name)
                continue
            known = self.definitions[name]
            seen.add(name)
            stack += {*quantities(known.term)} - {*known.arguments} - seen
        return found

    @property
    def arguments(self) -> set[str]:
        """The names that functions are defined with."""
        return {name for d in self.definitions.values() for name in (*d.arguments, *d.letters)}

    def shape(self, name: str) -> str:
        """Return the shape of a name."""
        known = self.get(name)
        return known.shape if known else self.names.shape(name)

    def family_count(self, name: str) -> int:
        """Return how many indices a name has beside its own components."""
        known = self.get(name)
        return known.family_count if known else self.names.families.get(name, 0)


def made_of(terms: Iterable[Term], definitions: Mapping[str, Definition]) -> set[str]:
    """Return the names that terms are made of, by definitions, too."""
    found, stack = set[str](), list(terms)
    while stack:
        for name in set(quantities(stack.pop())) - found:
            found.add(name)
            if name in definitions:
                stack.append(definitions[name].term)
    return found


def refuse_both(definition: Definition, names: Names) -> None:
    """Refuse a function of x in which x_i are data, too; a vector has components."""
    parts = list(definition.term.walk())
    bases = {part.args[0].text for part in parts if part.kind == "index"}
    inside = {id(part.args[0]) for part in parts if part.kind == "index"}
    alone = {part.text for part in parts if part.kind == "name" and id(part) not in inside}
    both = bases & alone & set(definition.arguments)
    both = {name for name in both if names.families.get(name) or names.shape(name) == SCALAR}
    if both:
        raise NotUnderstoodError(f"{both.pop()} is an argument here, and data with an index")
