"""Numbers that names have for the moment: at x = 2, for a = 1, or for negative y."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from microgauss.check.domains import Domain
from microgauss.formula.terms import Statement
from microgauss.sheet.context.constants import at, constant
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.items import ITEM, PART
from microgauss.sheet.context.moment import MANY, Moment
from microgauss.sheet.context.numbers import point_of, value_of
from microgauss.sheet.context.signs import signs_in
from microgauss.sheet.context.tasks import Tasks
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.provisos import ALTERED, GENERAL
from microgauss.sheet.notation.text import Text
from microgauss.sheet.notation.words import ASSUMES, words

__all__ = ["Values"]

CASE = words(  # between two cases: E = 9 for v = 3; E = 1 for v = 1
    r";|\||&|\\\\|(?:,|\b(?:and|und|et))\s+(?:if|for|with|at|when|where|in|falls|wenn|für|bei|mit|si"
    r"|pour|avec)\b"
)


class Values:
    """All that a document says of single numbers, and where; and the ``tasks`` that it answers."""

    def __init__(self, text: Text, names: Names, tasks: Tasks | None) -> None:
        self.text, self.tasks = text, tasks
        self.said = [
            (parsed.source, name, value.domain)
            for parsed in text.own for statement in parsed.statements
            if (value := value_of(statement)) and value.domain for name in value.names
        ]  # fmt: skip
        self.said += [
            (sign.parsed.source, name, sign.condition.domain)
            for sign in signs_in(text) if sign.is_brief and sign.condition and sign.condition.domain
            for name in sign.condition.names
        ]  # fmt: skip
        self.said += [
            (parsed.source, name, domain)
            for parsed in (*text.own, *text.own_mentions) for statement in parsed.statements
            for name, domain in (point_of(statement) or mentioned_point(statement, names)).items()
        ]  # fmt: skip

    @property
    def everywhere(self) -> list[tuple[Source, str, Domain]]:
        """What is said, also in the sheet that is answered."""
        return [*(self.tasks.numbers if self.tasks else []), *self.said]

    def near(self, source: Source) -> Iterator[Moment]:
        """Yield what names may be where a formula stands.

        By its sentence first, behind it and before it; then by what was said before it, at last in
        other items, too; then by the sheet that is answered.
        """
        here = [one for one in self.said if one[0].exercise == source.exercise]
        own = [one for one in here if one[0].sentence == source.sentence]
        start, end = self.clause(source)
        near = numbers(one for one in own if start <= one[0].start < end)
        sure = {name: next(iter(domains)) for name, domains in near.items() if len(domains) == 1}
        in_doubt = {name for name, domains in numbers(own).items() if len(domains) > 1} - {*sure}
        behind = {name: d for said, name, d in reversed(own) if said.start >= source.start} | sure
        before = {name: d for said, name, d in own if said.start <= source.start} | sure
        for domains in ({**before, **behind}, {**behind, **before}):
            if domains:
                yield Moment(domains, 0, in_doubt=frozenset(in_doubt))
        for distance, is_wide in ((1, False), (MANY, False), (MANY, True)):
            earlier = {
                name: d for said, name, d in here
                if said.start <= source.start and source.sentence - said.sentence <= distance
                and self.is_still_meant(said, source, is_wide=is_wide)
                and (distance == 1 or d.fixed is not None)
            }  # fmt: skip
            if earlier:
                assumed = frozenset(n for said, n, _ in here if self.is_assumed(said, source))
                near = numbers(one for one in here if distance > 1
                               or 0 <= source.sentence - one[0].sentence <= 1)  # fmt: skip
                only = frozenset(name for name in earlier if len(near.get(name, ())) == 1)
                yield Moment(earlier, distance, only, assumed)
        if self.tasks:
            told = {name for said, name, _ in here if said.sentence <= source.sentence}
            yield from self.tasks.moments(self.text.place(source), told)

    def last(self, name: str, source: Source) -> set[Domain]:
        """Return the numbers that a name got in the last sentence that gives it some."""
        own = [(said.sentence, domain) for said, one, domain in self.said
               if one == name and said.sentence <= source.sentence]  # fmt: skip
        return {domain for sentence, domain in own if sentence == own[-1][0]}

    def clause(self, source: Source) -> tuple[int, int]:
        """Return from where to where the clause of a formula reaches, which is one case."""
        prose = self.text.prose
        first = self.text.start_of_sentence(source)
        last = first + len(self.text.sentences[source.sentence])
        ends = [found.start() for found in CASE.finditer(prose, first, last)]
        start = max((end for end in ends if end < source.start), default=first)
        return start, min((end for end in ends if end >= source.end), default=last)

    def several(self, source: Source) -> set[str]:
        """Return the names that got several numbers in an exercise before a formula: d = 1, d = 0.

        Not those that have just one in its own sentence. Members count: d_i = 1.
        """
        members = [(parsed.source, known.name, constant(known.term))
                   for parsed in self.text.formulas for statement in parsed.statements
                   if (known := definition_of(statement)) and known.letters]  # fmt: skip
        single = [(said, name, domain.fixed) for said, name, domain in self.said]
        numbers = [(said, name, number) for said, name, number in (*single, *members)
                   if number is not None and said.exercise == source.exercise]  # fmt: skip
        before = {(name, number) for said, name, number in numbers if said.start < source.start}
        own = {(name, number) for said, name, number in numbers if said.sentence == source.sentence}
        times, now = (Counter(name for name, _ in some) for some in (before, own))
        sheets = self.tasks.several if self.tasks else set()
        return {name for name, count in times.items() if count > 1 and now[name] != 1} | sheets

    def is_still_meant(self, said: Source, source: Source, *, is_wide: bool = False) -> bool:
        """Tell whether what was said may still be so: not in general, and in the same item.

        Where that ``is_wide``, in other items, too.
        """
        between = self.text.text[said.end : source.start]
        marks = (GENERAL, ALTERED) if is_wide else (ITEM, PART, GENERAL, ALTERED)
        return not any(mark.search(between) for mark in marks)

    def is_assumed(self, said: Source, source: Source) -> bool:
        """Tell whether a number was assumed in the sentence before: let x = 1."""
        words = self.text.text[max(0, said.start - 20) : said.start]
        return source.sentence - said.sentence == 1 and ASSUMES.search(words) is not None

    def is_of_now(self, name: str, source: Source, *, is_near: bool) -> bool:
        """Tell whether a name was given a number in a sentence, or before it in the same item.

        If that is to be ``is_near``, the sentence before must have assumed it.
        """
        return any(
            one == name and (
                said.sentence == source.sentence or self.is_assumed(said, source)
                or (not is_near and said.start < source.start
                    and self.is_still_meant(said, source, is_wide=True))
            ) for said, one, _ in self.said
        )  # fmt: skip


def mentioned_point(statement: Statement, names: Names) -> dict[str, Domain]:
    """Read (1, 2) as a point of the functions of two arguments, if all have the same."""
    side, numbers = statement.sides[0], [constant(arg) for arg in statement.sides[0].args]
    known = [number for number in numbers if number is not None]
    is_point = side.kind == "group" and len(statement.sides) == 1 and len(known) == len(numbers) > 1
    spaces = {args for args in names.arguments.values() if len(args) == len(numbers)}
    if not is_point or len(spaces) != 1:
        return {}
    return {name: at(number) for name, number in zip(spaces.pop(), known, strict=True)}


def numbers(said: Iterable[tuple[Source, str, Domain]]) -> dict[str, set[Domain]]:
    """Return all that is said of the numbers of names."""
    found: dict[str, set[Domain]] = {}
    for _, name, domain in said:
        found.setdefault(name, set()).add(domain)
    return found
