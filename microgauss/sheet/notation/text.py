"""A document as text: its formulas, read as statements of terms, each with the place it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Statement
from microgauss.sheet.notation.apart import what_is_apart
from microgauss.sheet.notation.extraction import (
    UNNAMED,
    Lines,
    Source,
    exercises_in,
    first_number,
    mathematics_in,
    prose_of,
    sentence_ends,
)
from microgauss.sheet.notation.kinds import Kinds
from microgauss.sheet.notation.labels import Labels, Place
from microgauss.sheet.notation.macros import Macro, expanded, macros_in
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.normal import normal, with_letters
from microgauss.sheet.notation.parsed import Parsed
from microgauss.sheet.notation.ranges import with_shared_bounds

__all__ = ["Parsed", "Text"]

LONGEST = 2_000_000  # characters
BORDER = f"\n\n{'-' * 300}\n\n"  # between a sheet and its answer: wider than what is looked at
APART = 10  # sentences, or paragraphs


def refuse_open_environments(text: str) -> None:
    """Refuse a formula in which an environment doesn't end."""
    if text.count(r"\begin{") != text.count(r"\end{"):
        raise FormulaError(r"a \begin without its \end, or the other way round")


class Text(Kinds):
    """A document's ``text``, its formulas, and what it ``mentions`` without a relation.

    One that answers a ``sheet`` stands behind it: the text, formulas and mentions are those of
    both, and its ``own`` ones begin at a place, ``first``. Lines are those of the document.
    ``commands`` are those that hold in it, beside its own.
    """

    def __init__(
        self, document: str, sheet: Text | None = None,
        commands: Mapping[str, Macro] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        if len(document) > LONGEST:
            size = f"{len(document):,} characters: {LONGEST:,} at most"
            raise FormulaError(f"the document has {size}")
        before: str = sheet.text + BORDER if sheet else ""
        self.document, self.sheet, self.first = document, sheet, len(before)
        self.text: str = before + document
        self.lines = Lines(document, self.first)
        own, places = macros_in(document)
        self.commands: dict[str, Macro] = {**(sheet.commands if sheet else commands), **own}
        read = [
            self.parse(source) for source in mathematics_in(document)
            if not any(start <= source.start < end for start, end in places)
        ]  # fmt: skip
        self.own = [parsed for parsed in read if not parsed.source.is_mention]
        self.own_mentions = [parsed for parsed in read if parsed.source.is_mention]
        self.formulas, self.mentions = self.own, self.own_mentions
        if sheet:
            for parsed in read:
                parsed.source = self.behind(sheet, parsed.source)
            self.formulas = [*as_read(sheet.formulas), *self.own]
            self.mentions = [*as_read(sheet.mentions), *self.own_mentions]

    def behind(self, sheet: Text, source: Source) -> Source:
        """Return where a formula stands behind the sheet, in the exercise that it answers."""
        return replace(
            source,
            start=source.start + self.first,
            end=source.end + self.first,
            first=source.first + self.first,
            exercise=answered(source.exercise, self.exercises, sheet.exercises),
            paragraph=source.paragraph + sheet.text.count("\n") + APART,
            sentence=source.sentence + len(sheet.sentences) + APART,
        )

    @cached_property
    def exercises(self) -> list[str]:
        """The numbers of the document's exercises."""
        return [number for _, number in exercises_in(self.document)]

    @cached_property
    def labels(self) -> Labels:
        """Where the exercises and parts of the document begin."""
        return Labels(prose_of(self.document), self.sheet.labels if self.sheet else None)

    def place(self, source: Source) -> Place:
        """Return in which exercise and part of the sheet a formula of the document stands."""
        return self.labels.at(source.start - self.first)

    def parse(self, source: Source) -> Parsed:
        """Read a formula as terms, or say why it can't be read."""
        if source.missing:
            return Parsed(source, problem=f"what begins here has no end: {source.missing}")
        try:
            text, origin = expanded(source.inside, self.commands)
            refuse_open_environments(text)
            read = with_shared_bounds(read_latex(text))
            statements = [with_letters(statement) for statement in read]
            return Parsed(source, text, origin, statements, statements=statements)
        except FormulaError as error:
            return Parsed(source, problem=str(error))

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences of the text, with a sign for each character of a formula."""
        own = prose_of(self.document)
        ends = [0, *sentence_ends(own), len(own)]
        before = [*self.sheet.sentences, *[""] * APART] if self.sheet else []
        return before + [own[start:end] for start, end in pairwise(ends)]

    @cached_property
    def prose(self) -> str:
        """The text with a sign for each character of a formula."""
        before = self.sheet.prose + BORDER if self.sheet else ""
        return before + prose_of(self.document)

    def prose_before(self, source: Source, first: int) -> str:
        """Return the words of a formula's sentence before it, from a place on."""
        return self.prose[max(first, self.start_of_sentence(source)) : source.start]

    def start_of_sentence(self, source: Source) -> int:
        """Return where the sentence of a formula begins."""
        return max([0, *sentence_ends(self.prose[: source.start])])

    def is_asked(self, source: Source) -> bool:
        """Tell whether the sentence of a formula asks, perhaps if it is so."""
        end = min((one for one in sentence_ends(self.prose) if one >= source.end),
                  default=len(self.prose))  # fmt: skip
        return self.prose[source.end : end + 1].rstrip().endswith("?")

    def words_before(self, source: Source) -> str:
        """Return the words between a formula and the one before it; the last 80 characters."""
        end = max((one.source.end for one in self.formulas if one.source.end <= source.start),
                  default=0)  # fmt: skip
        return self.text[max(end, source.start - 80) : source.start]

    def may_begin(self, said: Source, source: Source) -> bool:
        """Tell whether another part may begin between two formulas: by a label, or Firm B:."""
        return self.labels.may_begin(said.end - self.first, source.start - self.first)

    @property
    def first_exercise(self) -> int:
        """The number of the first exercise, before which all is general; 0 where there is none.

        A document that begins with exercise 2 has all of the first one before it.
        """
        if self.sheet and self.sheet.exercises:
            return self.sheet.first_exercise
        return 1 if first_number(self.document) in (None, 1) else 0

    @property
    def statements(self) -> list[Statement]:
        """All statements, those of formulas and those that are mentioned."""
        return [s for parsed in (*self.formulas, *self.mentions) for s in parsed.statements]

    @cached_property
    def names(self) -> Names:
        """What the names stand for; the statements are written so."""
        sheet = (*self.sheet.formulas, *self.sheet.mentions) if self.sheet else ()
        before, own = map(statements_read, (sheet, (*self.own, *self.own_mentions)))
        apart = what_is_apart(own, before)
        names = Names(apart.told([*before, *own]), apart, self.matrices, self.symmetric)
        names.unknown |= self.functions - names.functions - names.defined
        for parsed in (*self.formulas, *self.mentions):
            parsed.statements = normal(parsed.as_read, names)
        return names

    def understood_sheet(self, sheet: Text) -> Text:
        """Return the sheet with its formulas as they are understood together with the answer."""
        found = copy(sheet)
        found.own = found.formulas = self.formulas[: len(sheet.formulas)]
        found.own_mentions = found.mentions = self.mentions[: len(sheet.mentions)]
        found.names = self.names
        return found


def answered(exercise: int, own: Sequence[str], sheets: Sequence[str]) -> int:
    """Return which exercise of a sheet it is that an answer answers, by their names; from 1.

    0 is before all exercises, or not told. What the sheet doesn't have comes behind its own.
    """
    name = own[exercise - 1] if exercise else UNNAMED
    if name == UNNAMED:
        return 1 if len(sheets) == 1 else 0
    return sheets.index(name) + 1 if sheets.count(name) == 1 else len(sheets) + exercise


def statements_read(formulas: Iterable[Parsed]) -> list[Statement]:
    """Return the statements of formulas, as they were read."""
    return [statement for parsed in formulas for statement in parsed.as_read]


def as_read(formulas: Iterable[Parsed]) -> list[Parsed]:
    """Return formulas as they were before their names were understood."""
    return [replace(parsed, statements=parsed.as_read) for parsed in formulas]
