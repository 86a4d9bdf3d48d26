"""A name that is defined again: another quantity of the same name, or a wrong line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from microgauss.formula.terms import Statement
from microgauss.sheet.claims.claims import Claims
from microgauss.sheet.claims.equations import is_single, names_written
from microgauss.sheet.claims.meanings import is_small_repair
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.items import ITEM, PART, is_of_another_item, is_of_another_part
from microgauss.sheet.document import Link
from microgauss.sheet.notation.extraction import PARAGRAPH, Source
from microgauss.sheet.notation.parts import quantities
from microgauss.sheet.notation.provisos import APPROXIMATE
from microgauss.sheet.notation.text import Parsed
from microgauss.sheet.notation.words import (
    ANEW,
    BEGINS,
    CHANGED,
    CONCLUDES,
    CURVE,
    FIRST,
    IF,
    INSTEAD,
    JOINS,
    LIST,
    MORE,
    NEXT,
    NOT_MEANT,
    OF_EXPRESSION,
    PIECE,
    SAYS_MORE,
    WHERE,
    says_more,
)
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.links import JUDGED

__all__ = ["SENTENCE_END", "Redefinitions"]

UNLIKE = 3  # names by which two forms of an expression differ, at least
LONGEST = 200  # characters of what is looked at before a formula
REACH = 60  # characters behind the end of a sentence
LOOKED_AT = 6  # statements behind a line, for what it means there
NUMBER = re.compile(r"[-+]?\s*\d+(?:\.\d+)?")
COMMA = re.compile(r"^\s*[,:]?\s*(?:and|und|et|or)?\s*$")
CELL = re.compile(r"[^\S\n]*(?:\|[^\S\n]*|&[^\S\n]*|\([\w ]{1,12}\)\s*[,;.]?\s*)")
LABEL = re.compile(r"\\(?:text|mathrm|mbox)\s*\{([^{}]*[A-Za-z][^{}]*)\}")
BOTH = re.compile(r"\s*(?:and|und|et)\s*$")
VERSUS = re.compile(r"\s*(?:vs\.?|versus|gegenüber|contre)\s*$")
OPENING = re.compile(r"(?:^|[.;:,!?\n]|\b(?:and|while|but|und|et|y))\s*$")
SUBJECT = re.compile(
    r",?\s*(?:too\s|also\s)?(?:has|have|gives?|yields?|solves?|satisf\w+|fulfils?|fulfills?|obeys?"
    r"|means|is an?other\b|for an?\s|for the\s(?!\w*(?:case|gradient|derivative|first|second))"
    r"|hat|haben|erfüllt|löst|liefert|für (?:de[nr]|die|das)\s|vérifie|satisfait|donne"
    r"|a (?:pour|une?)\b|tiene|cumple|satisface)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?](?=\s)")


class Redefinitions:
    """Tells what a line means that says of a defined name that it is something else."""

    def __init__(self, claims: Claims) -> None:
        self.claims, self.text, self.course = claims, claims.text, claims.course
        self.defined: dict[int, str] = {}  # the names that formulas define, by where they begin

    def meant(  # noqa: PLR0911, one a case
        self, definition: Definition, parsed: Parsed, place: int, link: Link
    ) -> str:
        """Return "another", a quantity of the same name; "wrong", a wrong line; or "unclear".

        Words before it may say so, or the lines that follow; else it is unclear at the beginning of
        a paragraph, unless only a small change is between the two. "two" are y = x and y = x^2 in
        one breath: curves, which define nothing. "aside" is said what leaves the name as it was.
        """
        known = self.course.definitions[definition.name]
        is_alike = definition.arguments == known.arguments
        if is_of_all(definition, known):
            return "another"
        if definition.name in self.course.given and is_alike:
            tasks, here = self.claims.values.tasks, self.text.place(parsed.source)
            is_other = tasks is not None and tasks.is_of_another_part(definition.name, here)
            if is_other or self.restates(definition):
                return "another"
            is_open = tasks is not None and tasks.is_of_one_of_several(definition.name, here)
            return "two" if is_open else "wrong"
        if said := self.meant_by_words(definition, parsed, link):
            return said
        words = self.text.sentences[parsed.source.sentence]
        is_special = self.is_special(parsed.source) or self.is_labelled(definition, parsed, place)
        if is_special or CHANGED.search(words) or MORE.search(words) or self.is_next(parsed.source):
            return "unclear"
        if self.is_subject(parsed.source):
            return "unclear"
        if APPROXIMATE.search(words):
            return "aside"
        told = self.told(definition, parsed, place)
        by_words = self.concluded if self.is_concluded(parsed.source) else self.without_words
        found = by_words(definition, parsed, link, told)
        is_new = self.text.text[parsed.source.end :][:1] == ":" or FIRST.search(words)
        found = "unclear" if found == "wrong" and is_new else found
        if found == "unclear" or (found == "another" and is_alike):
            found = "wrong" if self.is_put_otherwise(definition, link) else found
        return "aside" if found == "wrong" and definition.name in self.course.rivals else found

    def meant_by_words(self, definition: Definition, parsed: Parsed, link: Link) -> str:
        """Return what a line surely means, by the words right before it; "" if they don't tell."""
        if self.is_aside(definition, parsed.source, link):
            return "aside"
        if self.is_another(definition, parsed):
            return "another"
        return "two" if self.is_beside(definition, parsed.source) else ""

    def is_aside(self, definition: Definition, source: Source, link: Link) -> bool:
        """Tell whether a line leaves a name as it was: not f = x^3, or m(h) = A/2 of m(t)."""
        known = self.course.definitions[definition.name]
        words = SENTENCE_END.split(self.between(source))[-1]
        is_begun = BEGINS.search(words) or NEXT.search(words) or self.is_next(source)
        is_place = (
            bool(known.arguments and definition.arguments)
            and known.arguments != definition.arguments and known.exercise == source.exercise
            and link.verdict != "wrong" and not self.is_reshaped(definition)
        )  # fmt: skip
        return NOT_MEANT.search(words) is not None or (is_place and not is_begun)

    def restates(self, definition: Definition) -> bool:
        """Tell whether an answer says again what a name is in some part of the sheet."""
        tasks, judge = self.claims.values.tasks, self.claims.judge(self.course.definitions)
        every = tasks.defined.get(definition.name, ()) if tasks else ()
        return any(
            known.term.shape == definition.term.shape
            or judge.judged(known.term, "=", definition.term).verdict == "correct"
            for _, known in every
        )

    def is_labelled(self, definition: Definition, parsed: Parsed, place: int) -> bool:
        r"""Tell whether a line is another case: in another cell, behind (A), or \text{Firm B: }.

        Those in one formula, behind its first statement, have their labels in it.
        """
        if place == 0:
            is_cell = CELL.fullmatch(self.between(parsed.source)) is not None
            return is_cell and self.name_before(parsed.source) == definition.name
        start = parsed.statements[place - 1].sides[-1].span[1]
        between = parsed.text[start : parsed.statements[place].sides[0].span[0]]
        label = LABEL.search(between)
        return label is not None and CONCLUDES.search(label[1]) is None

    def is_put_otherwise(self, definition: Definition, link: Link) -> bool:
        """Tell whether a line says what a name was before in another form, but for a slip.

        No other quantity is by chance a small change from that. Where the forms are alike it may
        be one, C = 3x + 7 after C = 3x + 5, or where a number is another.
        """
        if not is_small_repair(link) or len(link.edits) != 1:
            return False
        is_number = all(NUMBER.fullmatch(text) for text in link.edits[0])
        one, other = map(set, map(names_written, link.edits[0]))
        known = self.course.definitions
        old, new = (
            Counter(quantities(term)) for term in (known[definition.name].term, definition.term)
        )
        numbers = {name for _, name, domain in self.claims.values.said if domain.fixed is not None}
        is_one = one == other or is_single(link)
        is_general = is_one and not is_number and not numbers & {*old, *new}
        is_by_others = not {*new} <= {*old} and not known.keys().isdisjoint(new)
        is_unlike = ((old - new) + (new - old)).total() >= UNLIKE
        return is_general and (is_by_others or is_unlike)

    def is_special(self, source: Source) -> bool:
        """Tell whether a line is about a case in its sentence: if a = 1, f = ..."""
        own = [one.source for one in self.text.formulas if one.source.sentence == source.sentence
               and one.source.start < source.start]  # fmt: skip
        if not own:
            return False
        before = self.text.text[max(0, own[0].start - 12) : own[0].start]
        first = next(one for one in self.text.formulas if one.source.start == own[0].start)
        known = definition_of(first.statements[0]) if first.statements else None
        is_again = known is not None and known.term.kind in ("name", "juxtaposed")  # M = 3m
        return IF.search(before) is not None or (is_again and WHERE.search(before) is not None)

    def is_subject(self, source: Source) -> bool:
        """Tell whether a sentence, or a clause, is about a formula: y = x^3 has y' = 3x^2."""
        before, behind = self.text.text[: source.start], self.text.text[source.end :][:REACH]
        return OPENING.search(before[-REACH:]) is not None and SUBJECT.match(behind) is not None

    def is_piece(self, source: Source) -> bool:
        """Tell whether words behind a definition say what holds elsewhere: and 0 otherwise."""
        end = self.text.start_of_sentence(source) + len(self.text.sentences[source.sentence])
        return PIECE.search(self.text.text[source.end : end + REACH]) is not None

    def is_next(self, source: Source) -> bool:
        """Tell whether the words before the first formula of a sentence begin something new."""
        own = [one.source for one in self.text.formulas if one.source.sentence == source.sentence]
        start = max(self.text.start_of_sentence(source), own[0].start - LONGEST)
        return source != own[0] and ANEW.search(self.text.text[start : own[0].start]) is not None

    def is_another(self, definition: Definition, parsed: Parsed) -> bool:
        """Tell whether a name is surely another quantity: by words, or another exercise is begun.

        A number may change, too.
        """
        known = self.course.definitions[definition.name]
        if not any(quantities(known.term)) or known.exercise != parsed.source.exercise:
            return True
        words, end = SENTENCE_END.split(self.between(parsed.source))[-1], parsed.source.end
        is_instead = INSTEAD.search(words) or INSTEAD.search(self.text.text[end : end + 30])
        begun = BEGINS.search(words)
        is_begun = begun is not None and not CONCLUDES.search(begun[0].partition(" ")[2])
        is_said = bool(is_instead or CURVE.search(words)) or is_begun
        return is_said or self.is_reshaped(definition) or self.goes_on(definition, parsed)

    def is_reshaped(self, definition: Definition) -> bool:
        """Tell whether a function of numbers is one of vectors now: f(x), then f of a bold x."""
        known, shape = self.course.definitions[definition.name], self.claims.names.shape
        return {*map(shape, definition.arguments)} != {*map(shape, known.arguments)} and bool(
            known.arguments and definition.arguments
        )

    def concluded(self, definition: Definition, parsed: Parsed, link: Link, told: str) -> str:
        """Return what a line means that is concluded, by its words."""
        source, between = parsed.source, self.between(parsed.source)
        is_far = self.is_far(definition, source, link)
        is_begun = told == "new" and (ITEM.search(between) or PART.search(between))
        is_named = self.names_another(definition.name, source)
        if is_begun or is_named or self.is_of_another_item(definition, source):
            return "unclear"
        if not link.edits:
            return "unclear" if told == "new" else "aside"
        return ("aside" if told == "old" else "unclear") if is_far else "wrong"

    def names_another(self, name: str, source: Source) -> bool:
        """Tell whether words of a sentence before a formula may name another thing: in parallel."""
        defined = [one.source.end for one in self.text.formulas if one.source.end <= source.start
                   and self.defined.get(one.source.start) == name]  # fmt: skip
        return says_more(self.text.prose_before(source, max(defined, default=0)))

    def without_words(self, definition: Definition, parsed: Parsed, link: Link, told: str) -> str:
        """Return what a line means of which no word tells, by where it stands and what follows."""
        between = self.between(parsed.source)
        is_item = self.is_item(definition, parsed.source)
        if told == "new":
            return "unclear" if self.is_step(definition, parsed.source, link) else "another"
        words = SENTENCE_END.split(between)[-1]
        is_said = (  # the volume of a ball is V = ...
            SAYS_MORE.search(words) is not None and not definition.is_implied
        ) or OF_EXPRESSION.search(words) is not None
        is_said = is_said or (told == "old" and says_more(words))
        if told == "old":
            return "unclear" if is_item or is_said else "wrong"
        is_paragraph = PARAGRAPH.search(between) is not None
        known = self.course.definitions[definition.name]
        is_elsewhere = is_of_another_part(known, parsed.source)
        is_other = bool(NEXT.search(words) or definition.letters)
        if is_elsewhere or ((is_paragraph or is_item) and is_other):
            return "another"
        is_new = is_paragraph and (told == "neither" or not link.repair)
        if is_item or is_said or is_new:
            return "unclear"
        return "wrong" if link.edits else "aside"

    def is_concluded(self, source: Source) -> bool:
        """Tell whether words before a formula say that it follows from what is before them."""
        return CONCLUDES.search(SENTENCE_END.split(self.between(source))[-1]) is not None

    def is_item(self, definition: Definition, source: Source) -> bool:
        """Tell whether a formula is in another item than the definition, or begins one."""
        is_beginning = ITEM.search(self.between(source)) is not None
        return is_beginning or self.is_of_another_item(definition, source)

    def is_of_another_item(self, definition: Definition, source: Source) -> bool:
        """Tell whether a formula stands in another item than the definition of its name."""
        return is_of_another_item(self.text, self.course.definitions[definition.name], source)

    def is_of_a_function(self, definition: Definition) -> bool:
        """Tell whether a definition is one of a function by free names only: for f(x) = x^2."""
        made_of = set(quantities(definition.term)) - set(definition.arguments)
        return bool(definition.arguments) and not made_of & self.course.definitions.keys()

    def is_far(self, definition: Definition, source: Source, link: Link) -> bool:
        """Tell whether a line is in another paragraph than the definition, and much unlike it."""
        known = self.course.definitions[definition.name]
        if known.arguments != definition.arguments:
            return False  # f(t) = ... applies f(x)
        start = self.text.lines.starts[max(0, known.line - 1)]
        is_elsewhere = PARAGRAPH.search(self.text.text[start : source.start]) is not None
        return is_elsewhere and (link.repair is None or ";" in link.diagnosis)

    def is_begun(self, source: Source) -> bool:
        """Tell whether words before a formula, or an item of a list, begin something new."""
        between = self.between(source)
        is_new = BEGINS.search(SENTENCE_END.split(between)[-1]) or ITEM.search(between)
        return bool(is_new) or PART.search(between) is not None

    def is_step(self, definition: Definition, source: Source, link: Link) -> bool:
        """Tell whether a line may be the next step of a derivation: it differs by little.

        What is right behind it only carries a slip on, then.
        """
        known = self.course.definitions[definition.name]
        is_alike = set(quantities(known.term)) == set(quantities(definition.term))
        is_next_item = self.between(source).count("\n") == 1
        is_here = is_next_item or not self.is_of_another_item(definition, source)
        is_said = NEXT.search(SENTENCE_END.split(self.between(source))[-1]) is not None
        return is_here and is_alike and not is_said and is_small_repair(link)

    def is_beside(self, definition: Definition, source: Source) -> bool:
        """Tell whether two formulas of a sentence are both of a name: y = x and y = x^2."""
        before = [one.source for one in self.text.formulas if one.source.end <= source.start]
        is_near = bool(before) and before[-1].sentence == source.sentence
        is_same = self.name_before(source) == definition.name
        between = self.between(source)
        is_list = LIST.search(self.text.sentences[source.sentence]) is not None
        is_joined = BOTH.match(between) or (is_list and COMMA.match(between))
        return is_same and bool((is_near and is_joined) or VERSUS.match(between))

    def name_before(self, source: Source) -> str:
        """Return the name that the formula before one defines, or ""."""
        before = [one.source for one in self.text.formulas if one.source.end <= source.start]
        return self.defined.get(before[-1].start, "") if before else ""

    def goes_on(self, definition: Definition, parsed: Parsed) -> bool:
        """Tell whether a formula goes on with definitions: let f = ... and F = ..., where u = ...

        That is so if all formulas of the sentence before it define something else.
        """
        here = parsed.source
        own = [one.source for one in self.text.formulas if one.source.sentence == here.sentence]
        before = [source.start for source in own if source.start < here.start]
        names = [self.defined.get(start, "") for start in before]
        is_joined = JOINS.match(self.between(here)) is not None
        return is_joined and bool(names) and all(names) and definition.name not in names

    def between(self, source: Source) -> str:
        """Return the text between a formula and the one before it."""
        before = (parsed.source.end for parsed in reversed(self.text.formulas)
                  if parsed.source.end <= source.start)  # fmt: skip
        return self.text.text[next(before, 0) : source.start]

    def told(self, definition: Definition, parsed: Parsed, place: int) -> str:
        """Tell whether what follows is right with the "new" definition, or with the "old".

        Or with "neither"; "" where nothing follows that has to do with it.
        """
        old = dict(self.course.definitions)
        new = {**old, definition.name: definition}
        here = self.claims.source
        found = ""
        for statement, source in islice(self.following(parsed, place), LOOKED_AT):
            other = definition_of(statement)
            if other and other.name == definition.name:
                break
            self.claims.source = source
            if other and not (other.name in old and self.is_right(statement, old)):
                old[other.name] = new[other.name] = other
            if definition.name in quantities(*statement.sides[:1]):
                is_new, is_old = (self.is_right(statement, known) for known in (new, old))
                if is_new != is_old:
                    found = "new" if is_new else "old"
                    break
                found = found if is_new else "neither"
        self.claims.source = here
        return found

    def is_right(self, statement: Statement, known: dict[str, Definition]) -> bool:
        """Tell whether the first relation of a statement holds, by some definitions."""
        if not statement.relations or statement.relations[0] not in JUDGED:
            return False
        head, side, *_ = statement.sides
        relation = statement.relations[0]
        return self.claims.judge(known).judged(head, relation, side).verdict == "correct"

    def following(self, parsed: Parsed, place: int) -> Iterator[tuple[Statement, Source]]:
        """Yield the statements behind one, with where they stand."""
        for statement in parsed.statements[place + 1 :]:
            yield statement, parsed.source
        for other in self.text.formulas:
            if other.source.start > parsed.source.start:
                for statement in other.statements:
                    yield statement, other.source


def is_of_all(definition: Definition, known: Definition) -> bool:
    r"""Tell whether a line adds up what a name was of each: \bar y, behind \bar y_i."""
    added = {part.text for part in definition.term.walk() if part.kind in ("sum", "product")}
    return not definition.letters and bool(known.letters) and set(known.letters) <= added
