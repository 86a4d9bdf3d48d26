"""A document is read: its formulas in order, what they define, and whether what they claim holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.links import UP, DOWN, Chain, Context, renamed
from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.extraction import Lines, Source, markdown_of_notebook, mathematics_in
from microgauss.sheet.judging import Allowed, Judge, Verdict
from microgauss.sheet.loading import load
from microgauss.sheet.macros import expanded, macros_in
from microgauss.sheet.meaning import Definition, Scope
from microgauss.sheet.names import (
    Lengths,
    Names,
    bare,
    clashing_names,
    quantities,
    told_apart,
    with_mere_names,
)
from microgauss.sheet.spellings import Spellings
from microgauss.sheet.statements import declared, definition_of

__all__ = ["read"]

LARGEST = 2_000_000  # characters of a document
LINES, CANDIDATES = 6, 12  # by which the meaning of a name that nothing defines is looked for


@dataclass
class Parsed:
    """A formula that was read: its text without the document's own commands, and statements.

    ``origin`` is where each of its characters stands in the document.
    """

    source: Source
    text: str = ""
    origin: Sequence[int] = ()
    statements: Sequence[Statement] = ()
    problem: str = ""


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
    document = Reader(given)
    if answer is None:
        return document.read(str(file or ""))
    own = Reader(text_of(answer), document)
    return own.read(str(answer))


def text_of(file: str | Path | None) -> str:
    """Return the text of a file; the Markdown of a notebook."""
    if file is None:
        raise FormulaError("name a document to read, or give its text")
    text = load(file)
    return markdown_of_notebook(text) if str(file).endswith(".ipynb") else text


class Reader:
    """Reads a document; one that ``answers`` another knows the definitions of that."""

    def __init__(self, text: str, sheet: Reader | None = None) -> None:
        if len(text) > LARGEST:
            raise FormulaError(f"the document has {len(text):,} characters: {LARGEST:,} at most")
        self.text, self.sheet = text, sheet
        self.lines = Lines(text)
        macros, places = macros_in(text)
        self.macros = {**(sheet.macros if sheet else {}), **macros}
        everything = [
            self.parse(source) for source in mathematics_in(text)
            if not any(start <= source.start < end for start, end in places)
        ]  # fmt: skip
        self.parsed = [parsed for parsed in everything if not parsed.source.is_mention]
        self.mentions = [s for p in everything if p.source.is_mention for s in p.statements]
        clashing = clashing_names(s for parsed in everything for s in parsed.statements)
        for parsed in everything:
            parsed.statements = told_apart(parsed.statements, clashing)
        self.mentions = told_apart(self.mentions, clashing)
        before = [*sheet.statements, *sheet.mentions] if sheet else []
        self.names = Names([*before, *self.statements, *self.mentions])
        self.names.clashing = clashing
        for parsed in everything:
            parsed.statements = with_mere_names(parsed.statements, self.names)
        for parsed in sheet.parsed if sheet else ():
            parsed.statements = with_mere_names(parsed.statements, self.names)
        self.definitions: dict[str, Definition] = {}
        self.ahead: dict[str, Definition] = {}
        self.allowed = Allowed({}, {}, {})
        self.met: set[str] = set()
        self.aliases: dict[str, str] = {}
        self.known: dict[Any, Verdict] = sheet.known if sheet else {}
        self.spellings = sheet.spellings if sheet else Spellings()
        for parsed in everything:
            self.spellings.note(parsed.text, parsed.statements)
        if sheet:
            sheet.names = self.names
            sheet.read()
            self.definitions |= sheet.definitions
            for mine, theirs in zip(self.allowed, sheet.allowed, strict=True):
                mine.update(theirs)
            self.met |= sheet.met

    @property
    def statements(self) -> list[Statement]:
        """All statements of the document."""
        return [statement for parsed in self.parsed for statement in parsed.statements]

    def parse(self, source: Source) -> Parsed:
        """Read a formula as terms, or say why it can't be read."""
        try:
            text, origin = expanded(source.inside, self.macros)
            return Parsed(source, text, origin, read_latex(text))
        except FormulaError as error:
            return Parsed(source, problem=str(error))

    def read(self, file: str = "") -> Document:
        """Judge the formulas in order."""
        self.ahead = self.all_definitions()
        found = [self.found(parsed) for parsed in self.parsed]
        return Document(self.text, found, file)

    def all_definitions(self) -> dict[str, Definition]:
        """Return the first definition of each name, wherever it stands."""
        found: dict[str, Definition] = {}
        for parsed in self.parsed:
            for statement in parsed.statements:
                definition = definition_of(statement)
                if definition and not is_dotted(statement):
                    found.setdefault(definition.name, definition)
        return found

    def found(self, parsed: Parsed) -> Found:
        """Judge one formula."""
        source = parsed.source
        found = Found(
            self.lines(source.start), self.text[source.start : source.end], source.start,
            source.end, part=source.part,
        )  # fmt: skip
        if parsed.problem:
            found.kind, found.problem = "unread", parsed.problem
            return found
        links: list[Link] = []
        kinds = [self.statement(statement, parsed, links) for statement in parsed.statements]
        found.links = links
        found.kind = "definition" if kinds and kinds[0] == "definition" else "claim"
        return found

    def statement(self, statement: Statement, parsed: Parsed, links: list[Link]) -> str:
        """Note what a statement defines or declares, judge what it claims; return its kind."""
        said = declared(statement, lambda name: name not in self.definitions)
        if said is not None:
            for one in said:
                if one.domain:
                    self.allowed.domains[one.name] = one.domain
                if one.choices:
                    self.allowed.choices[one.name] = one.choices
                if one.total is not None:
                    self.allowed.totals[one.name] = one.total
            return "definition"
        definition = definition_of(statement)
        if definition and self.is_new(definition):
            return self.define(definition, statement, parsed, links)
        self.met |= set(quantities(*statement.sides))
        judged = self.judged(statement, parsed, 1)
        if definition and judged and judged[0].verdict == "correct":
            self.restate(replaced(definition, parsed, self.lines))
        elif definition and judged and self.is_of_another_part(definition, parsed.source):
            return self.define(definition, statement, parsed, links)
        links += judged
        return "claim"

    def define(
        self, definition: Definition, statement: Statement, parsed: Parsed, links: list[Link]
    ) -> str:
        """Take a definition, and judge how its chain goes on."""
        self.definitions[definition.name] = replaced(definition, parsed, self.lines)
        self.met |= set(quantities(*statement.sides))
        links += self.judged(statement, parsed, 2)
        return "definition"

    def is_of_another_part(self, definition: Definition, source: Source) -> bool:
        """Tell whether a name is defined anew, in another part of the document."""
        old = self.definitions.get(definition.name)
        is_own = self.sheet is None or definition.name not in self.sheet.definitions
        return old is not None and is_own and old.section != source.section

    def judged(self, statement: Statement, parsed: Parsed, first: int) -> list[Link]:
        """Judge the links of a statement from a side on."""
        if len(statement.sides) <= first:
            return []
        judge = self.judge_for(statement)
        links = self.links(statement, parsed, first, judge)
        if any(link.verdict == "wrong" for link in links):
            freed = self.without_earlier(judge, statement, parsed.source)
            for i, link in enumerate(self.links(statement, parsed, first, freed) if freed else ()):
                if links[i].verdict == "wrong" and link.verdict == "correct":
                    links[i] = link
        return links

    def links(self, statement: Statement, parsed: Parsed, first: int, judge: Judge) -> list[Link]:
        """Judge the links of a statement by a judge."""
        self.find_aliases(statement, judge)
        chain = Chain(statement, parsed.text, first, Context(judge, self.spellings, self.aliases))
        return [self.placed(link, parsed) for link in chain.judged()]

    def without_earlier(self, judge: Judge, statement: Statement, source: Source) -> Judge | None:
        """Return a judge to whom names of earlier exercises are free; None where none is used."""
        heads = set(quantities(statement.sides[0]))
        earlier = {
            name for name in quantities(*statement.sides)
            if name in self.definitions and name not in heads
            and self.definitions[name].exercise < source.exercise
        }  # fmt: skip
        if not earlier:
            return None
        kept = {n: d for n, d in judge.scope.definitions.items() if n not in earlier}
        return Judge(Scope(self.names, kept, Lengths()), self.allowed, self.known)

    def restate(self, definition: Definition) -> None:
        """Take a definition that was said again, where it now is by names defined meanwhile."""
        old = self.definitions.get(definition.name)
        if old is None or self.depends(definition.term, definition):
            return
        new = set(quantities(definition.term)) & self.definitions.keys()
        if any(not self.depends(old.term, Definition(name, old.term)) for name in new):
            arguments = definition.arguments or old.arguments
            self.definitions[definition.name] = replace(definition, arguments=arguments)

    def is_new(self, definition: Definition) -> bool:
        """Tell whether a definition defines: its name has none so far, and isn't in its own."""
        if definition.name in self.definitions:
            return False
        is_number = definition.term.kind == "number"
        family = self.definitions.get(definition.name.rpartition("_")[0])
        if family and family.letters and not is_number and not definition.letters:
            return False  # s_3, where s_t is defined
        if is_number and definition.name in self.met:
            return False  # a condition, such as at x = 2
        return not self.depends(definition.term, definition)

    def depends(self, term: Term, definition: Definition) -> bool:
        """Tell whether a term depends on a name, by the definitions so far.

        On h_t depends what holds h_t, and not what holds h_{t-1}.
        """
        stack, seen = [term], set[str]()
        while stack:
            part = stack.pop()
            is_own = part.kind == "index" and (name := bare(part)) and name.text == definition.name
            if is_own and definition.letters and any(arg.kind != "name" for arg in part.args[1:]):
                continue
            if part.kind == "name" and part.text == definition.name:
                return True
            if part.kind == "name" and part.text in self.definitions and part.text not in seen:
                seen.add(part.text)
                stack.append(self.definitions[part.text].term)
            stack += part.args
        return False

    def judge_for(self, statement: Statement) -> Judge:
        """Return the judge of a statement: it knows what was defined, and later what is new."""
        definitions = dict(self.definitions)
        known = self.met_in_definitions()
        used = set(quantities(*statement.sides))
        for name in used - known - definitions.keys():
            if name in self.ahead:
                definitions[name] = self.ahead[name]
        if self.taken_by(statement) & self.ahead.keys() - self.definitions.keys() - known:
            definitions = {**self.ahead, **definitions}
        scope = Scope(self.names, definitions, Lengths())
        return Judge(scope, self.allowed, self.known)

    def find_aliases(self, statement: Statement, judge: Judge) -> None:
        """Find what is meant by names that nothing defines: what makes some line right."""
        heads = set(quantities(statement.sides[0]))
        for side in statement.sides[1:]:
            for name in judge.unknown(side):
                if name not in heads and name not in self.aliases:
                    self.aliases[name] = self.alias(name)

    def alias(self, name: str) -> str:
        """Return the name that makes a line right in the place of another; "" if there is none."""
        lines = [
            (statement, statement.relations[place], side)
            for statement in self.statements
            for place, side in enumerate(statement.sides[1:])
            if any(term.text == name and term.kind == "name" for term in side.walk())
        ][:LINES]
        for other in self.candidates(name, lines):
            for statement, relation, side in lines:
                judge, head = self.judge_for(statement), statement.sides[0]
                new = renamed(side, {name: other})
                if relation == "=" and judge.equal(head, new).verdict == "correct":
                    return other
                if relation in (*UP, *DOWN) and is_right(judge, head, relation, new):
                    return other
        return ""

    def candidates(self, name: str, lines: Sequence[tuple[Statement, str, Term]]) -> list[str]:
        """Return the names that may be meant by another: first those of the same chain.

        What is differentiated there isn't meant.
        """
        near: dict[str, None] = {}
        here: set[str] = set()
        functions: set[str] = set()
        for statement, _, side in lines:
            near |= dict.fromkeys(quantities(*statement.sides))
            here |= set(quantities(side))
            functions |= {n for s in statement.sides for t in s.walk() if t.kind == "derivative"
                          for n in quantities(t.args[0])}  # fmt: skip
        known = dict.fromkeys([*near, *self.definitions, *sorted(self.met_in_definitions())])
        usable = [n for n in known if n not in functions and n != name
                  and (n in self.definitions or n in self.met_in_definitions())]  # fmt: skip
        return sorted(usable, key=lambda n: (n not in near, n in here))[:CANDIDATES]

    def met_in_definitions(self) -> set[str]:
        """Return the names in the definitions so far."""
        return set(quantities(*(definition.term for definition in self.definitions.values())))

    def taken_by(self, statement: Statement) -> set[str]:
        """Return the names that a statement's derivatives are taken by."""
        return {
            name.text
            for side in statement.sides for term in side.walk()
            if term.kind in ("derivative", "gradient")
            for arg in term.args[1:] for name in arg.walk() if name.kind == "name"
        }  # fmt: skip

    def placed(self, link: Link, parsed: Parsed) -> Link:
        """Turn the places of a link in its formula into those in the document."""
        first = parsed.source.first
        start, end = (parsed.origin[min(place, len(parsed.origin) - 1)] + first
                      for place in (link.start, link.end))  # fmt: skip
        link.start, link.end, link.line = start, max(start, end), self.lines(start)
        return link


def replaced(definition: Definition, parsed: Parsed, lines: Lines) -> Definition:
    """Return a definition with the place where it stands."""
    source = parsed.source
    return replace(definition, section=source.section, exercise=source.exercise,
                   line=lines(source.start))  # fmt: skip


def is_right(judge: Judge, head: Term, relation: str, side: Term) -> bool:
    """Tell whether an inequality holds."""
    return judge.ordered(head, relation, side).verdict == "correct"


def is_dotted(statement: Statement) -> bool:
    """Tell whether a statement holds dots, as a range does."""
    return any(term.kind == "dots" for side in statement.sides for term in side.walk())
