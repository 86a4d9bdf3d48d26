"""A document is read: its formulas in order, what they define, and whether their claims hold."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims import Claims
from microgauss.sheet.context.clauses import Clauses
from microgauss.sheet.context.conditions import (
    INEQUALITIES,
    Condition,
    condition,
    constant,
    point_of,
    value_of,
)
from microgauss.sheet.context.course import Course, first_definitions
from microgauss.sheet.context.definitions import defined_by, definition_of
from microgauss.sheet.context.remarks import has_condition, remarks
from microgauss.sheet.context.signs import signs_in
from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.loading import load
from microgauss.sheet.notation.extraction import Source, markdown_of_notebook
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.normal import normal
from microgauss.sheet.notation.parts import has_derivative, quantities
from microgauss.sheet.notation.text import Parsed, Text
from microgauss.sheet.redefinition import Redefinitions
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.spellings import Spellings

__all__ = ["read"]

AT = re.compile(r"\b(?:at|after|for|when|if|bei|nach|für|wenn)\s+$", re.IGNORECASE)
WITH = re.compile(
    r"\b(?:with|let|and|where|for|assum\w+|provided|if|suppose|given|that|mit|sei|und|falls|avec|et)"
    r"\s+$",
    re.IGNORECASE,
)
MODEL = re.compile(
    r"\b(?:line|curve|fit|Gerade|Kurve|droite|courbe)\b[^.$\n]*$",
    re.IGNORECASE,
)


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
    return Reader(Text(text_of(answer), sheet.text.commands), sheet).read(str(answer))


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


class Reader:
    """Reads a document; one that answers a ``sheet`` knows the definitions of that."""

    def __init__(self, text: Text, sheet: Reader | None = None) -> None:
        self.text = text
        given = (sheet.text.statements, sheet.names.symmetric) if sheet else ()
        self.names: Names = text.understood(*given)
        self.course: Course = sheet.course.answered() if sheet else Course()
        own = [s for parsed in text.formulas for s in parsed.statements]
        self.course.ahead = first_definitions(own)
        self.course.first_exercise = text.first_exercise
        spellings = Spellings()
        for parsed in (*text.formulas, *text.mentions, *(sheet.text.formulas if sheet else ())):
            spellings.note(parsed.text, parsed.statements)
        known = sheet.claims.known if sheet else {}
        self.claims: Claims = Claims(text, self.names, self.course, spellings, known)
        self.redefinitions = Redefinitions(self.claims)
        self.last: tuple[Statement, str] | None = None  # the chain before, and its head's text
        self.clauses = Clauses(text, self.conditions, self.defining(), self.is_undefined)
        self.unsettled: set[int] = set()  # where equations begin that hold only sometimes
        for said, parsed, claims in self.clauses.found():
            self.course.declare(said, parsed.source, starts=claims)
        for parsed in text.formulas:
            self.note_remarks(parsed)
        for sign in signs_in(text):
            if sign.condition and all(map(self.is_undefined, sign.condition.names)):
                starts = [(start, -1) for start in sign.starts or ()]
                is_general = sign.starts is None
                if starts or is_general:
                    self.course.declare([sign.condition], sign.parsed.source, starts=starts)

    def defining(self) -> set[int]:
        """Return where formulas begin that define a name which wasn't met before."""
        found: set[int] = set()
        met: set[str] = set()
        for parsed in self.text.formulas:
            for statement in parsed.statements:
                definition = definition_of(statement)
                first = self.course.ahead.get(definition.name) if definition else None
                if definition and first and first.term is definition.term:
                    found |= {parsed.source.start} if definition.name not in met else set()
                met |= set(quantities(*statement.sides))
        return found

    def conditions(self, statement: Statement) -> list[Condition] | None:
        """Return the conditions that a statement states on names that nothing defines."""
        return condition(statement, self.is_undefined, self.is_undefined)

    def note_remarks(self, parsed: Parsed) -> None:
        """Note the conditions in a formula's remarks, such as (x > 0): of one statement, or all."""
        start = parsed.source.start
        remarked = [remarks(statement, parsed, self.names) for statement in parsed.statements]
        is_one = sum(map(bool, remarked)) == 1
        for i, statements in enumerate(remarked):
            for statement in statements:
                if said := self.conditions(statement):
                    self.course.declare(said, parsed.source, starts=[(start, -1 if is_one else i)])
                elif said is None and has_condition(parsed):
                    self.clauses.doubtful[start] = start

    def is_undefined(self, name: str) -> bool:
        """Tell whether nothing defines a name, anywhere in the document."""
        known = (*self.names.defined, *self.names.functions, *self.course.definitions)
        return name not in known

    def is_free_yet(self, name: str) -> bool:
        """Tell whether nothing defines a name, or only behind what it was used in."""
        is_later = name not in self.course.definitions and name in self.course.in_definitions()
        return self.is_undefined(name) or is_later

    def read(self, file: str = "") -> Document:
        """Judge the formulas in order."""
        found = [self.found(one) for one in self.text.formulas]
        return Document(self.text.text, found, file, commands=self.text.commands)

    def found(self, parsed: Parsed) -> Found:
        """Judge one formula."""
        source = parsed.source
        found = Found(
            self.text.lines(source.start), self.text.text[source.start : source.end],
            source.start, source.end, part=source.part, problem=parsed.problem,
        )  # fmt: skip
        self.claims.source = source
        if parsed.problem:
            found.kind, self.last = "unread", None
            self.block(parsed)
            return found
        links: list[Link] = []
        kinds = []
        for i, statement in enumerate(parsed.statements):
            self.claims.source = replace(source, statement=i)
            kinds.append(self.statement(statement, parsed, links))
        self.settle(source.start, links)
        found.links, found.kind = links, kinds[0]
        return found

    def settle(self, start: int, links: list[Link]) -> None:
        """Take back what is wrong only in general: an equation to be solved, and what it gives."""
        equation = self.clauses.doubtful.get(start)
        if equation is None or (equation < start and equation not in self.unsettled):
            return
        for link in links:
            if link.verdict != "correct":
                self.unsettled.add(start)
            if link.verdict == "wrong":
                link.unsettle("a condition, or what holds under one")

    def statement(  # noqa: C901, PLR0911, one a kind
        self, statement: Statement, parsed: Parsed, links: list[Link]
    ) -> str:
        """Note what a statement defines or declares, judge what it claims; return its kind."""
        if statement.sides[0].kind == "omitted":
            links += self.continued(statement, parsed)
            return "claim"
        self.last = statement, parsed.text[slice(*statement.sides[0].span)]
        said = [] if point_of(statement) else condition(
            statement, lambda name: name not in self.course.definitions, self.is_free_yet
        )  # fmt: skip
        ties = bool(said and said[0].constrained and statement.relations == ("=",))
        if said is not None and not ties:
            if parsed.source.start not in self.clauses.starts:
                self.course.declare(said, parsed.source)
            return "definition"
        if (value := value_of(statement)) and all(map(self.is_value, value.names)):
            self.valued(value, parsed)
            return "definition"
        if (alike := self.alike(statement)) or self.are_equal(statement, parsed):
            self.course.declare(alike, parsed.source, is_brief=True)
            return "definition"
        definition = self.course.unless_applied(
            definition_of(self.at_named_point(statement, parsed))
        )
        if definition and definition.is_implied and self.has_choices(definition.name):
            definition = None  # t^2 = 1 for t of -1 or 1
        if definition and self.is_passing(definition, parsed):
            return "definition"
        if definition and self.is_solution(definition, parsed.source):
            return self.solution(definition, statement, parsed)
        if definition and self.course.is_new(definition):
            links += self.define(definition, statement, parsed)
            return "definition"
        if said and ties:
            return self.tied(statement, said, parsed, links)
        if bound := self.bound_on_free(statement, parsed):
            return self.tied(statement, [bound], parsed, links)
        return self.claim(statement, definition, parsed, links)

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
        if is_expectation(definition) and not (known and known.arguments):
            self.block_name(definition.name, source.start)
            return True
        if source.start in self.clauses.equations:
            if self.is_defined_anew(definition, parsed):
                return False
            self.unsettled.add(source.start)
            return True
        return False

    def is_fitted(self, definition: Definition, start: int) -> bool:
        """Tell whether data are said to lie on a line: that is no definition of them."""
        words = self.text.text[max(0, start - 60) : start]
        is_data = self.names.families.get(definition.name, 0) > 0 and not definition.letters
        return is_data and MODEL.search(words) is not None

    def is_defined_anew(self, definition: Definition, parsed: Parsed) -> bool:
        """Tell whether what stands behind for is a definition: for f(x) = x^3, f'(x) = 3x^2."""
        if definition.name in self.course.given:
            return False
        told = self.redefinitions.told(definition, parsed, self.claims.source.statement)
        return told == "new" or (told != "old" and self.redefinitions.is_of_a_function(definition))

    def valued(self, value: Condition, parsed: Parsed) -> None:
        """Take a number that a name has from here on; of one met before, it has it for a moment."""
        if not set(value.names) & {*self.course.met, *self.names.varying}:
            self.course.declare([value], parsed.source)
        self.course.met |= set(value.names)

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
        is_said = is_met or (len(names) > 2 and all(map(self.is_undefined, names[1:])))
        if not is_chain or not is_said or len(names) < 2 or names[0] in names[1:]:
            return False
        last = statement.sides[-1]
        same = {name: Definition(name, last) for name in names[:-1]}
        before = self.claims.equal
        if before and before[0].sentence == parsed.source.sentence:
            same |= before[1]
        self.claims.equal = parsed.source, same
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
        self.claims.equal = parsed.source, {names[0]: Definition(names[0], statement.sides[1])}
        return replace(statement, sides=statement.sides[1:], relations=statement.relations[1:])

    def is_solution(self, definition: Definition, source: Source) -> bool:
        """Tell whether a line solves an equation: one before it, or that of what varies."""
        start = source.start
        is_under = self.clauses.doubtful.get(start, start) < start
        if definition.letters or (not is_under and self.redefinitions.is_begun(source)):
            return False
        is_met = definition.name in self.course.met - self.course.definitions.keys()
        arguments = {a for known in self.course.definitions.values() for a in known.arguments}
        is_at = AT.search(self.text.text[max(0, start - 12) : start]) is not None
        is_argument = is_at and definition.name in arguments and not definition.arguments
        return (is_met and (is_under or is_argument)) or self.course.is_solution(
            definition, self.names.varying
        )

    def solution(self, definition: Definition, statement: Statement, parsed: Parsed) -> str:
        """Take what solves an equation for the sentence that it stands in.

        What is true wherever another definition holds, h = V/(pi r^2), is solved for all the rest.
        """
        solved = replace(definition, line=self.text.lines(parsed.source.start))
        self.claims.solved = parsed.source, solved
        if self.is_circular(definition):
            link = self.claims.judged(statement, parsed, 1)[0]
            if link.verdict == "correct":
                self.course.inverses[definition.name] = solved
        return "definition"

    def bound_on_free(self, statement: Statement, parsed: Parsed) -> Condition | None:
        """Return the condition that a + b < 1 may be, behind with or and, of undefined names."""
        sides, names = statement.sides, set(quantities(*statement.sides))
        is_bound = len(sides) == 2 and statement.relations[0] in INEQUALITIES
        is_plain = not any(map(has_derivative, sides)) and all(map(self.is_undefined, names))
        start = parsed.source.start
        is_said = WITH.search(self.text.text[max(0, start - 16) : start]) is not None
        has_number = any(constant(side) is not None for side in sides)
        if not (is_bound and names and is_plain and is_said and has_number):
            return None
        return Condition(left=sides[0], relation=statement.relations[0], right=sides[1])

    def tied(
        self, statement: Statement, said: list[Condition], parsed: Parsed, links: list[Link]
    ) -> str:
        """Judge a relation between free names: what isn't true of all may be a condition."""
        judged = self.claims.judged(statement, parsed, 1)
        for link in judged:
            if link.verdict != "correct":
                self.course.declare(said, parsed.source)
                link.unsettle("a condition, if it is meant as one")
        links += judged
        return "claim"

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

    def block(self, parsed: Parsed) -> None:
        """Note the name that a formula defines which couldn't be read."""
        element, of, _ = parsed.source.inside.partition(r"\in ")
        if of:
            with suppress(FormulaError, ValueError):
                (statement,) = normal(read_latex(element), self.names)
                tied = Condition(constrained=tuple(quantities(statement.sides[0])))
                self.course.declare([tied], parsed.source)
        head, equals, _ = parsed.source.inside.partition("=")
        with suppress(FormulaError, ValueError):
            (statement,) = normal(read_latex(head), self.names)
            definition = defined_by(statement.sides[0], Term("omitted"))
            known = {*self.course.definitions, *self.names.varying}  # x = \pm 1 solves for x
            if equals and definition and definition.name not in known:
                self.block_name(definition.name, parsed.source.start)

    def block_name(self, name: str, start: int) -> None:
        """Note that what defines a name can't be used."""
        line = self.text.lines(start)
        self.course.blocked[name] = f"is defined in line {line}, which wasn't read"

    def claim(
        self, statement: Statement, definition: Definition | None, parsed: Parsed,
        links: list[Link],
    ) -> str:  # fmt: skip
        """Judge a claim; one that says again what a name is may be a new definition after all."""
        source, line = parsed.source, self.text.lines(parsed.source.start)
        judged = self.claims.judged(statement, parsed, 1)
        self.course.met |= set(quantities(*statement.sides))
        if definition and judged and judged[0].verdict != "wrong" and self.is_circular(definition):
            self.course.inverses[definition.name] = replace(definition, line=line)
        if definition and judged and judged[0].verdict == "correct":
            self.course.restate(definition, source, line)
        elif definition and judged and self.is_circular(definition):
            for link in judged:
                link.unsettle("what it is made of is made of it")
            if not definition.letters and not self.is_update(definition):
                self.course.declare([Condition(constrained=(definition.name,))], source)
        elif definition and judged and self.has_other_letters(definition):
            known = self.course.definitions.pop(definition.name)
            words = f"is defined in two ways, in lines {known.line} and {line}"
            self.course.blocked[definition.name] = words
            for link in judged:
                link.unsettle(f"{self.claims.spellings.name(definition.name)} {words}")
        elif definition and judged and definition.name in self.course.definitions:
            return self.claimed_again(definition, statement, parsed, judged, links)
        links += judged
        return "claim"

    def claimed_again(
        self, definition: Definition, statement: Statement, parsed: Parsed,
        judged: list[Link], links: list[Link],
    ) -> str:  # fmt: skip
        """Find out what a line means that says of a name that it is something else."""
        place = self.claims.source.statement
        meant = self.redefinitions.meant(definition, parsed, place, judged[0])
        if meant == "unclear":
            judged[0].unsettle("a wrong line, or something else by the same name")
            known = self.course.definitions[definition.name]
            self.course.doubted.setdefault(definition.name, known)
            links.append(judged[0])
        if meant != "wrong":
            links += self.define(definition, statement, parsed)
            return "definition"
        if judged[0].verdict == "untestable":  # a condition, it may be
            self.claims.equal = parsed.source, {definition.name: definition}
        links += judged
        return "claim"

    def is_circular(self, definition: Definition) -> bool:
        """Tell whether what a name would be made of is made of it."""
        is_known = definition.name in self.course.definitions
        return not is_known and self.course.depends(definition.term, definition)

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

    def define(self, definition: Definition, statement: Statement, parsed: Parsed) -> list[Link]:
        """Take a definition, and judge how its chain goes on.

        E_n, the error of one example, leaves the E of all in force.
        """
        known = self.course.definitions.get(definition.name)
        if known and bool(known.letters) != bool(definition.letters):
            self.course.doubted.setdefault(known.name, known)
        self.course.define(definition, parsed.source, self.text.lines(parsed.source.start))
        self.redefinitions.defined[parsed.source.start] = definition.name
        self.course.met |= set(quantities(*statement.sides))
        links = self.claims.judged(statement, parsed, 2)
        for link, side in zip(links, statement.sides[2:], strict=True):
            if link.verdict == "wrong" and constant(side) is not None:
                link.unsettle("a value at some point, if it is meant as one")
        return links

    def continued(self, statement: Statement, parsed: Parsed) -> list[Link]:
        """Judge a formula that goes on with the chain before it."""
        if self.last is None:
            return []
        before, head = self.last
        whole = Statement(
            (*before.sides, *statement.sides[1:]), (*before.relations, *statement.relations)
        )
        self.last = whole, head
        return self.claims.judged(whole, parsed, len(before.sides), head)


def is_expectation(definition: Definition) -> bool:
    """Tell whether a definition is one such as E(X) = n p, of what is no function of a number."""
    used = set(quantities(definition.term))
    arguments = definition.arguments
    return bool(arguments) and all(map(str.isupper, arguments)) and not used & set(arguments)
