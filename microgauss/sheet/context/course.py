"""What has been said so far in a document: definitions, and the numbers that names may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from microgauss.check.domains import Domain
from microgauss.formula.terms import Term
from microgauss.sheet.context.allowed import Allowed
from microgauss.sheet.context.conditions import Condition
from microgauss.sheet.context.constants import constant
from microgauss.sheet.context.facts import Fact, allowed_by
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import quantities, step_of
from microgauss.sheet.understanding.scope import Definition

__all__ = ["Course", "with_name"]

UNREAD = "which wasn't read"


@dataclass
class Course:
    """The ``definitions`` so far; the first ones, ``ahead``, with their ``places``; the ``facts``.

    ``met`` are all names that were used, ``given`` the definitions of the sheet that this document
    answers, ``blocked`` what can't be judged, with what is to be said of it, and ``doubted``
    earlier definitions that hold as well; what is right by some of a name and its ``rivals`` only,
    is uncertain. ``compared`` are what names were before, which words may mean once more: for the
    first one. ``inverses`` say a definition the other way round: s = e^rho, where rho = log s
    is defined. ``shaken`` are sentences in which a name may be something else than before, and
    ``restated`` the names that were said again, by others that were defined meanwhile. ``history``
    are all definitions, with their places. What stands before the ``first_exercise`` holds in all.
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
    compared: dict[str, list[Definition]] = field(default_factory=dict)
    inverses: dict[str, Definition] = field(default_factory=dict)
    shaken: set[int] = field(default_factory=set)
    restated: set[str] = field(default_factory=set)
    history: list[tuple[Source, Definition]] = field(default_factory=list)
    first_exercise: int = 1

    def said(self) -> Iterator[tuple[Source, str, Domain]]:
        """Yield what the facts say of single names, and where."""
        for fact in self.facts:
            if fact.source and (domain := fact.condition.domain):
                yield from ((fact.source, name, domain) for name in fact.condition.names)

    def answered(self) -> Course:
        """Return where an answer to the document begins; numbers of its parts hold only there."""
        domains: dict[str, set[Domain]] = {}
        for _, name, domain in self.said():
            domains.setdefault(name, set()).add(domain)
        facts = [
            fact._replace(source=None) for fact in self.facts
            if not fact.is_brief and not fact.starts and not (fact.condition.domain and (
                (fact.source and fact.source.part)
                or any(len(domains[name]) > 1 for name in fact.condition.names)
            ))
        ]  # fmt: skip
        known = {name: replace(d, line=1) for name, d in self.definitions.items()
                 if constant(d.term) is None or not (d.part or name in domains)}  # fmt: skip
        return Course(
            known, facts=facts, met=set(self.met), given=frozenset(known),
            blocked=dict(self.blocked), inverses=dict(self.inverses),
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
        return allowed_by([f for f in self.facts if f.holds_at(source, self.first_exercise)])

    def block(self, name: str, line: int) -> None:
        """Note that what defines a name, in a line that wasn't read, can't be used."""
        self.blocked[name] = f"is defined in line {line}, {UNREAD}"

    def is_unread(self, name: str) -> bool:
        """Tell whether what defines a name stands in a line that wasn't read."""
        return name not in self.definitions and self.blocked.get(name, "").endswith(UNREAD)

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
                if old.exercise == source.exercise:  # of a section before: it may still be meant
                    self.doubted.setdefault(name, old)
        for name in set(quantities(definition.term)) & self.definitions.keys():
            known = self.definitions[name]
            is_own = definition.name in (name, *known.arguments)
            is_alone = not is_own and not known.letters and not definition.letters
            if is_alone and self.depends(known.term, definition):
                del self.definitions[name]  # m = y', then y = m x + b: the later law holds
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

    def block_member(self, name: str) -> bool:
        """Note that I_3 can't be used where what defines I_n wasn't read; tell if that is so."""
        base, _, index = name.rpartition("_")
        for one, words in list(self.blocked.items()) if base and index.isdigit() else ():
            if index_of(one, base):
                self.blocked[name] = words
                return True
        return False

    def member(self, name: str) -> Definition | None:
        """Return what S_3 is by the definition of S_n, if a sum runs to n, or the like."""
        base, _, index = name.rpartition("_")
        number = Term("number", index)
        for family in self.definitions.values() if base and index.isdigit() else ():
            letter, names = index_of(family.name, base), set(quantities(family.term))
            if letter in names and name not in names and not family.arguments:
                return replace(family, name=name, term=with_name(family.term, letter, number))
        return None

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
        new = (set(quantities(definition.term)) & self.definitions.keys()) - {old.name}
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

    def in_definitions(self) -> set[str]:
        """Return the names that the definitions so far are made of."""
        return set(quantities(*(definition.term for definition in self.definitions.values())))


def index_of(name: str, base: str) -> str:
    """Return the letter that is the index of a name: n of S_n; "" where there is none."""
    first, _, letter = name.rpartition("_")
    return letter if first == base and len(letter) == 1 and letter.isalpha() else ""


def with_name(term: Term, name: str, other: Term) -> Term:
    """Return a term with another one in place of a name."""
    if term.kind == "name" and term.text == name:
        return replace(other, span=term.span)
    return replace(term, args=tuple(with_name(arg, name, other) for arg in term.args))
