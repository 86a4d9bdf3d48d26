"""A document is read: its formulas in order, what they define, and whether their claims hold."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path

from microgauss.formula import FormulaError
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.answering import Answering, other_functions
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.claims import Claims
from microgauss.sheet.claims.curves import curve_of
from microgauss.sheet.context.applied import is_applied
from microgauss.sheet.context.conditions import Condition, condition
from microgauss.sheet.context.course import Course
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.in_force import first_definitions
from microgauss.sheet.context.numbers import point_of, value_of
from microgauss.sheet.context.renamed import renamed
from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.lines import Lines
from microgauss.sheet.loading import load
from microgauss.sheet.notation.extraction import Source, markdown_of_notebook
from microgauss.sheet.notation.labels import Place
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.parts import MATRIX, bare, numeral, quantities
from microgauss.sheet.notation.rates import without_dots
from microgauss.sheet.notation.text import Parsed, Text
from microgauss.sheet.notation.words import AT, BEGINS
from microgauss.sheet.purposes import Purposes
from microgauss.sheet.redefinition import Redefinitions
from microgauss.sheet.stated import Stated
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.spellings import Spellings

__all__ = ["read"]


def read(
    file: str | Path | None = None, *, text: str | None = None, answer: str | Path | None = None
) -> Document:
    r"""Read a document with derivations, and judge every relation in it.

    ``file`` is Markdown (.md), LaTeX (.tex) or a notebook (.ipynb), or else ``text`` the document
    itself. With an ``answer``, definitions come from the document and claims from the answer.
    Raises OSError for a file that isn't there, FormulaError for what is no text.

    >>> document = read(text=r"Let $f(x) = x^2$. Then $\frac{df}{dx} = 2x$.")
    >>> [link.verdict for link in document.links], document.read
    (['correct'], 2)
    """
    given = text if text is not None else text_of(file)
    if answer is None:
        return Reader(Text(given)).read(str(file or ""))
    sheet = read_sheet(given)
    return Reader(Text(text_of(answer), sheet.text), sheet).read(str(answer))


def text_of(file: str | Path | None) -> str:
    """Return the text of a file; the Markdown of a notebook."""
    if file is None:
        raise FormulaError("name a document to read, or give its text")
    text = load(file)
    return markdown_of_notebook(text) if str(file).lower().endswith(".ipynb") else text


@lru_cache(maxsize=2)
def read_sheet(text: str) -> Reader:
    """Read what others answer to, once for all answers."""
    sheet = Reader(Text(text))
    sheet.read()
    return sheet


def shapes(text: Text) -> tuple[object, ...]:
    """Return what a text says, without where: the shapes of its terms, and of their names."""
    sides = [side for statement in text.statements for side in statement.sides]
    names = text.names.shapes
    of_names = tuple((name, names[name]) for name in sorted({*quantities(*sides)} & names.keys()))
    return (of_names, *(side.shape for side in sides))


def is_condition(statement: Statement, before: str) -> bool:
    """Tell whether the words before a = b, or x = 0, make it a condition: with equality for."""
    is_plain = all(side.kind in ("name", "number") for side in statement.sides)
    return is_plain and AT.search(before[-10:]) is not None


class Reader(Lines):
    """Reads a document; one that answers a ``sheet`` knows the definitions of that.

    ``open`` are what may be conditions: in which exercise, and both sides as they are written.
    """

    def __init__(self, text: Text, sheet: Reader | None = None) -> None:
        self.text = text
        self.names: Names = text.names
        sheet = sheet.understood_with(text) if sheet else None
        self.course: Course = sheet.course.answered() if sheet else Course()
        self.course.ahead, self.course.places = first_definitions(
            (parsed.source.start, statement)
            for parsed in text.own for statement in parsed.statements
            if not is_condition(statement, text.text[: parsed.source.start])
        )  # fmt: skip
        self.course.first_exercise = text.first_exercise
        for source, known in renamed(text):
            self.course.define(known, source, text.lines(source.start))
        for name in self.names.dependent:
            self.course.blocked[name] = "depends on another name, in a way that isn't told"
        spellings = Spellings()
        for parsed in (*text.own, *text.mentions, *(sheet.text.formulas if sheet else ())):
            spellings.note(parsed.text, parsed.statements)
        self.claims: Claims = Claims(
            text, self.names, self.course, spellings, sheet.claims if sheet else None
        )
        self.redefinitions = Redefinitions(self.claims)
        self.stated = Stated(text, self.names, self.course)
        self.stated.declare()
        self.local = {}
        self.answering = Answering(
            self.claims, self.redefinitions, sheet.other_functions if sheet else ()
        )
        self.open: set[tuple[int, str, str]] = set()
        self.purposes = Purposes(self.claims, self.stated, self.redefinitions)

    @cached_property
    def other_functions(self) -> list[tuple[str, Place]]:
        """The names that are other functions in some parts, for those who answer this sheet."""
        return other_functions(self.claims)

    def read(self, file: str = "") -> Document:
        """Judge the formulas in order."""
        found = [self.found(one) for one in self.text.own]
        return Document(self.text.document, found, file, commands=self.text.commands)

    def understood_with(self, answer: Text) -> Reader:
        """Return the reader of the sheet; another one where an answer makes its names others.

        So is the x of A(t) = x(t)^2 where that has a dot.
        """
        text = answer.understood_sheet(self.text)
        if shapes(text) == shapes(self.text):
            return self
        reader = Reader(text)
        reader.read()
        return reader

    def found(self, parsed: Parsed) -> Found:
        """Judge one formula."""
        source = parsed.source
        self.leave(source)
        self.answering.enter(source)
        found = Found(
            self.text.lines(source.start), self.text.text[source.start : source.end],
            source.start - self.text.first, source.end - self.text.first,
            part=source.part, problem=parsed.problem,
        )  # fmt: skip
        self.claims.source = source
        if parsed.problem:
            found.kind, self.last = "unread", None
            self.block(parsed)
            return found
        links: list[Link] = []
        rest: list[Link] = []
        kinds = []
        for i, statement in enumerate(parsed.statements):
            self.claims.source = replace(source, statement=i)
            before = len(links)
            kinds.append(self.statement(statement, parsed, links))
            if kinds[-1] == "definition" and len(links) == before:
                rest += self.rest(statement, parsed)
        self.settle(parsed, links)
        self.remember(parsed, links)
        found.links, found.kind = sorted([*links, *rest], key=attrgetter("start")), kinds[0]
        for link in found.links:
            link.start, link.end = (place - self.text.first for place in (link.start, link.end))
        return found

    def is_member(self, definition: Definition, parsed: Parsed) -> bool:
        """Tell whether a name with a number, S_3, is one of those that are defined for all: S_n."""
        known = self.course.definitions.get(definition.name)
        member = self.course.member(definition.name)
        if member and known is None:
            self.course.define(member, parsed.source, self.text.lines(parsed.source.start))
        is_blocked = known is None and self.course.block_member(definition.name)
        is_own = member is not None and (known is None or known.term.shape == member.term.shape)
        return is_blocked or is_own

    def settle(self, parsed: Parsed, links: list[Link]) -> None:
        """Take back what is wrong only in general: an equation to be solved, and what it gives.

        And what is right by the definition of a name that is supposed to be something else.
        """
        start = parsed.source.start
        equation = self.stated.clauses.doubtful.get(start)
        if equation is None or (equation < start and equation not in self.purposes.unsettled):
            return
        supposed = self.purposes.supposed.get(equation, "")
        is_supposed = equation < start and any(
            {supposed, without_dots(supposed)}
            & self.claims.judge_for(statement).made_of(*statement.sides[:1])
            for statement in parsed.statements
        )
        for link in links:
            if link.verdict != "correct":
                self.purposes.unsettled.add(start)
            if any(link is one for one in self.claims.settled):
                continue
            if link.verdict == "wrong" or (link.verdict == "correct" and is_supposed):
                link.unsettle("a condition, or what holds under one")

    def remember(self, parsed: Parsed, links: list[Link]) -> None:
        """Note what may be a condition; where it is said again in an exercise, it isn't wrong."""
        for link in links:
            left, right = ("".join(text.split()) for text in (link.left, link.right))
            said = parsed.source.exercise, left, right
            if link.verdict == "untestable" and "a condition" in link.diagnosis:
                self.open.add(said)
            elif link.verdict == "wrong" and said in self.open:
                link.unsettle("a condition, or what holds under one")

    def condition_in(self, statement: Statement, parsed: Parsed) -> list[Condition] | None:
        """Return what numbers a statement says that names may be; None of one that says none."""
        if point_of(statement):
            return []
        return condition(
            statement,
            lambda name: name not in self.course.definitions,
            lambda name: (
                self.stated.is_free_yet(name)
                or self.stated.is_placed_later(name, statement, parsed)
            ),
        )

    def may_be_number(self, name: str) -> bool:
        """Tell whether name = number gives a value to a name, or solves for it."""
        return name in self.course.inverses or self.purposes.is_value(name)

    def is_entry(self, head: Term) -> bool:
        """Tell whether a head is an entry of a matrix that is defined: M_12."""
        name = bare(head) if head.kind == "index" else None
        is_known = name is not None and name.text in self.course.definitions
        is_matrix = is_known and name is not None and self.names.shape(name.text) == MATRIX
        return is_matrix and all(numeral(index) is not None for index in head.args[1:])

    def definition_in(self, statement: Statement, parsed: Parsed) -> Definition | None:
        """Return what a statement would define; t^2 = 1 defines nothing where t is -1 or 1."""
        found = definition_of(self.purposes.at_named_point(statement, parsed))
        known = self.course.definitions.get(found.name) if found else None
        before = (one for other in self.text.formulas if other.source.start < parsed.source.start
                  for one in other.statements)  # fmt: skip
        if found and self.is_entry(statement.sides[0]):
            return None
        if found and known and is_applied(found, known, self.course.definitions, before):
            return None
        is_matrix = (
            known is not None
            and found is not None
            and (  # A^2 = I
                known.term.kind == "matrix" or "I" in quantities(found.term)
            )
        )
        is_choice = (
            found and found.is_implied and (is_matrix or self.purposes.has_choices(found.name))
        )
        return None if is_choice else found

    def is_unread(self, name: str, source: Source) -> bool:
        """Tell whether what defines a name wasn't read: what is said of it later may be wrong."""
        is_said = BEGINS.search(self.text.words_before(source)) is not None
        return self.course.is_unread(name) and not is_said

    def statement(  # noqa: C901, PLR0911, one a kind
        self, statement: Statement, parsed: Parsed, links: list[Link]
    ) -> str:
        """Note what a statement defines or declares, judge what it claims; return its kind."""
        if statement.sides[0].kind == "omitted":
            links += self.continued(statement, parsed)
            return "claim"
        if parsed.source.start in self.stated.clauses.taken:
            return "definition"
        self.last = statement, parsed.text[slice(*statement.sides[0].span)]
        said = self.condition_in(statement, parsed)
        ties = bool(said and said[0].constrained and statement.relations == ("=",))
        if said is not None and not ties:
            if parsed.source.start not in self.stated.clauses.starts:
                self.course.declare(said, parsed.source)
            return "definition"
        is_slope = curve_of(self.claims, Claim(statement, parsed, 1, "")) is not None
        value = None if is_slope else value_of(statement)
        if value and all(map(self.may_be_number, value.names)):
            self.valued(value, parsed)
            return "definition"
        if (alike := self.purposes.alike(statement)) or self.purposes.are_equal(statement, parsed):
            self.course.declare(alike, parsed.source, is_brief=True)
            return "definition"
        definition = None if is_slope else self.definition_in(statement, parsed)
        if definition and self.is_member(definition, parsed):
            return self.claim(statement, None, parsed, links)
        if definition and (self.purposes.is_passing(definition, parsed)
                           or self.is_unread(definition.name, parsed.source)):  # fmt: skip
            return "definition"
        if definition and self.purposes.is_solution(definition, parsed.source):
            return self.solution(definition, statement, parsed)
        if (
            definition
            and not self.answering.is_unlike_all(definition)
            and (self.course.is_new(definition) or self.purposes.is_new_value(definition))
        ):
            links += self.define(definition, statement, parsed)
            return "definition"
        if said and ties:
            return self.tied(statement, said, parsed, links)
        if bound := self.purposes.bound_on_free(statement, parsed):
            return self.tied(statement, [bound], parsed, links)
        return self.claimed(statement, definition, parsed, links)
