"""What a line of a document does: it defines, says again, ties names, or claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from microgauss.engine.rules import DomainError
from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.beside import Beside
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.claims import Claims
from microgauss.sheet.claims.given import is_miscalculated
from microgauss.sheet.claims.working import work_out
from microgauss.sheet.context.conditions import Condition
from microgauss.sheet.context.constants import constant
from microgauss.sheet.context.course import Course
from microgauss.sheet.context.definitions import defined_by, definition_of
from microgauss.sheet.context.items import begins_item
from microgauss.sheet.document import Link
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.names import Names, inner_function
from microgauss.sheet.notation.normal import normal
from microgauss.sheet.notation.parts import bare, function_of, has_derivative, is_kinked, quantities
from microgauss.sheet.notation.provisos import GENERAL
from microgauss.sheet.notation.text import Parsed, Text
from microgauss.sheet.notation.words import IF_SO, LABELLED, LOCAL, says_more
from microgauss.sheet.purposes import Purposes
from microgauss.sheet.redefinition import SENTENCE_END, Redefinitions
from microgauss.sheet.understanding.leaves import NotUnderstoodError
from microgauss.sheet.understanding.scope import Definition

__all__ = ["Lines"]

AT_MENTION = re.compile(r"\b(?:at|for|in|bei|für|en|pour|para)\s+(?:\$|\\\()")


class Lines:
    """Notes what lines define and declare, and judges what they claim.

    ``last`` is the chain before, with its head's text: the next formula may go on with it.
    ``local`` are names that are defined for an item of a list only, and where: on the line y = x.
    """

    text: Text
    names: Names
    course: Course
    claims: Claims
    redefinitions: Redefinitions
    purposes: Purposes
    last: tuple[Statement, str] | None = None
    local: dict[str, Source]

    def valued(self, value: Condition, parsed: Parsed) -> None:
        """Take a number that a name has from here on; of one met before, it has it for a moment."""
        if not set(value.names) & {*self.course.met, *self.names.varying}:
            self.course.declare([value], parsed.source)
        self.course.met |= set(value.names)

    def solution(self, definition: Definition, statement: Statement, parsed: Parsed) -> str:
        """Take what solves an equation for the sentence that it stands in.

        What is true wherever another definition holds, h = V/(pi r^2), is solved for all the rest.
        """
        solved = replace(definition, line=self.text.lines(parsed.source.start))
        if self.purposes.is_circular(definition):
            link = self.claims.judged(statement, parsed, 1)[0]
            if link.verdict == "correct":
                self.course.inverses[definition.name] = solved
        self.claims.solved = Beside(parsed.source, {solved.name: solved})
        return "definition"

    def tied(
        self, statement: Statement, said: list[Condition], parsed: Parsed, links: list[Link]
    ) -> str:
        """Judge a relation between free names: what isn't true of all may be a condition."""
        judged = self.claims.judged(statement, parsed, 1)
        matrices = self.purposes.conditioned(statement)
        for link in judged:
            if link.verdict != "correct":
                self.course.declare([*said, Condition(constrained=tuple(matrices))], parsed.source)
                link.unsettle("a condition, if it is meant as one")
        links += judged
        return "claim"

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
                self.course.block(definition.name, self.text.lines(parsed.source.start))

    def claim(
        self, statement: Statement, definition: Definition | None, parsed: Parsed,
        links: list[Link],
    ) -> str:  # fmt: skip
        """Judge a claim; one that says again what a name is may be a new definition after all."""
        judged = self.claims.judged(statement, parsed, 1)
        self.course.met |= set(quantities(*statement.sides))
        if name := self.purposes.tied_components(statement):
            self.course.declare([Condition(constrained=(name,))], parsed.source)
            for link in judged:
                link.unsettle("what components are, if it is meant as that")
        if definition and self.is_repeated(definition, parsed.source):
            judged[0].unsettle("said once more, perhaps of something else")
        if head := bare(statement.sides[0]):
            for forms, verdict in ((self.claims.forms, "correct"),
                                   (self.claims.open_forms, "untestable")):  # fmt: skip
                found = forms_of(judged, statement.sides[1:], {verdict})
                forms.setdefault(head.text, []).extend(found)
        said = definition_of(statement)  # l(beta) = ..., of l(lambda): it may be another l
        if said and said.arguments and judged and judged[0].verdict == "untestable":
            known = self.course.definitions.get(said.name)
            if known and set(known.arguments).isdisjoint(said.arguments):
                self.course.doubt(said, self.course.rivals.get(said.name, []))
        is_told = any(link.verdict == "wrong" for link in judged) or self.is_identity(statement)
        tied = self.purposes.curve(statement, judged) | (
            set() if is_told else self.purposes.conditioned(statement)
        )
        if tied:
            self.course.declare([Condition(constrained=tuple(tied))], parsed.source)
        if definition and judged and self.is_claimed_again(definition, parsed, judged):
            return self.claimed_again(definition, statement, parsed, judged, links)
        links += judged
        return "claim"

    def claimed(
        self, statement: Statement, definition: Definition | None, parsed: Parsed,
        links: list[Link],
    ) -> str:  # fmt: skip
        """Judge a claim; one on s_1, where s_t is defined, is of another case with new letters.

        After s_1 = a s_0, behind s_t = A s_{t-1} + B, it can't be told what s is.
        """
        base, _, number = (definition.name if definition else "").rpartition("_")
        family = self.course.definitions.get(base) if number.isdigit() else None
        names = set(quantities(*statement.sides)) - self.course.met - self.course.definitions.keys()
        is_new = any(name.partition("_")[0] != base for name in names)
        kind = self.claim(statement, definition, parsed, own := list[Link]())
        is_right = all(link.verdict == "correct" for link in own)
        if family and family.letters and is_new and not is_right:
            self.course.definitions.pop(base, None)
            self.course.blocked[base] = "is given by other letters, too"
            for link in own:
                link.unsettle("of another case of it, perhaps: it has other letters")
        links += own
        return kind

    def is_repeated(self, definition: Definition, source: Source) -> bool:
        """Tell whether words say of another place what a name is already: the tangent at $2$."""
        known = self.course.definitions.get(definition.name)
        words = SENTENCE_END.split(self.redefinitions.between(source))[-1]
        is_same = known is not None and known.term.shape == definition.term.shape
        return is_same and any(quantities(definition.term)) and AT_MENTION.search(words) is not None

    def is_identity(self, statement: Statement) -> bool:
        """Tell whether a relation is right by what is defined so far, not by what solves it."""
        if not statement.relations:
            return False
        left, right, *_ = statement.sides
        judge = self.claims.judge(self.course.definitions)
        return judge.judged(left, statement.relations[0], right).verdict == "correct"

    def is_claimed_again(self, definition: Definition, parsed: Parsed, judged: list[Link]) -> bool:
        """Note what a claim says of a name; tell whether that is something else than before."""
        source, line = parsed.source, self.text.lines(parsed.source.start)
        is_circular = self.purposes.is_circular(definition)
        if is_circular:
            self.course.definitions.pop(definition.name, None)  # of an earlier exercise
        if is_circular and judged[0].verdict == "correct":
            self.course.inverses[definition.name] = replace(definition, line=line)
        if judged[0].verdict == "correct":
            self.course.restate(definition, source, line)
            return False
        if is_circular:
            for link in judged:
                link.unsettle("what it is made of is made of it")
            if not definition.letters and not self.purposes.is_update(definition):
                is_solved = self.purposes.is_solved(source)  # at an optimum, only there
                tied = Condition(constrained=(definition.name,))
                self.course.declare([tied], source, is_brief=is_solved)
            return False
        if self.purposes.has_other_letters(definition):
            known = self.course.definitions.pop(definition.name)
            words = f"is defined in two ways, in lines {known.line} and {line}"
            self.course.blocked[definition.name] = words
            for link in judged:
                link.unsettle(f"{self.claims.spellings.name(definition.name)} {words}")
            return False
        return definition.name in self.course.definitions

    def claimed_again(
        self, definition: Definition, statement: Statement, parsed: Parsed,
        judged: list[Link], links: list[Link],
    ) -> str:  # fmt: skip
        """Find out what a line means that says of a name that it is something else."""
        if self.purposes.is_met_at(definition):
            known = self.course.definitions[definition.name]
            if not definition.arguments and definition.term.text != "0":  # that is to be solved
                self.claims.numbers[definition.name] = known, definition
            links += judged
            return "claim"
        if self.purposes.is_case(definition, parsed) or self.is_no_piece(definition, judged[0]):
            links += self.case(definition, parsed, judged)
            return "definition"
        place = self.claims.source.statement
        meant = self.redefinitions.meant(definition, parsed, place, judged[0])
        known = self.course.definitions[definition.name]
        if meant == "two":
            del self.course.definitions[definition.name]
            self.course.blocked[definition.name] = "is said to be two different things"
        if meant != "wrong":
            if meant in ("unclear", "two"):
                self.course.shaken.add(parsed.source.sentence)
            links += self.said_anew(definition, statement, parsed, judged[0], meant)
            self.note_others(meant, known, definition, parsed.source)
            return "definition"
        if judged[0].verdict == "untestable":  # a condition, it may be
            self.claims.equal = Beside(parsed.source, {definition.name: definition})
        links += judged
        return "claim"

    def note_others(
        self, meant: str, known: Definition, definition: Definition, source: Source
    ) -> None:
        """Note what a name may be, too, behind a line that says it anew."""
        rivals = self.course.rivals.get(definition.name, [])
        if meant == "unclear" and not self.purposes.is_at(source):
            self.course.doubt(known, rivals)
        elif meant == "another" and known.section == source.section:
            self.course.compared.setdefault(known.name, []).append(known)
        elif meant == "aside" and not self.redefinitions.is_concluded(source):
            self.course.doubt(definition, rivals)

    def case(self, definition: Definition, parsed: Parsed, judged: list[Link]) -> list[Link]:
        """Take what is said of one case only: from there on, the name isn't judged."""
        del self.course.definitions[definition.name]
        self.course.blocked[definition.name] = "is defined by cases, in words"
        if self.purposes.is_case(definition, parsed):
            return []
        for link in judged:
            link.unsettle("a wrong line, or something else by the same name")
        return judged

    def is_no_piece(self, definition: Definition, link: Link) -> bool:
        """Tell whether a name that is defined by pieces, as |x| is, is said to be none of them."""
        if link.verdict == "correct":
            return False
        known = self.course.definitions[definition.name].term
        if not any(map(is_kinked, known.walk())):
            return False
        judge = self.claims.judge(self.course.definitions)
        with suppress(NotUnderstoodError, DomainError, ValueError):
            return link.verdict == "wrong" or not judge.agree_somewhere(known, definition.term)
        return True

    def said_anew(
        self, definition: Definition, statement: Statement, parsed: Parsed, link: Link, meant: str
    ) -> Iterator[Link]:
        """Yield the links of a line that need not be wrong, and define what it defines."""
        words = SENTENCE_END.split(self.redefinitions.between(parsed.source))[-1]
        is_named = meant == "two" or says_more(words)
        is_named = is_named or self.redefinitions.is_item(definition, parsed.source)
        if meant in ("unclear", "two", "aside"):
            link.unsettle("a wrong line, or something else by the same name")
            yield link
        if meant in ("aside", "two"):
            links = self.rest(statement, parsed)
        else:
            links = self.define(definition, statement, parsed)
        is_plain = meant != "another" and not is_named  # then c = a + b = 5
        is_open = is_plain or self.claims.doubts.excuses.is_denied(parsed.source)
        if links:
            unsettle_open(links, statement.sides[-len(links) - 1 : -1], is_named=not is_open)
        yield from links

    def define(self, definition: Definition, statement: Statement, parsed: Parsed) -> list[Link]:
        """Take a definition, and judge how its chain goes on.

        E_n, the error of one example, leaves the E of all in force.
        """
        if self.redefinitions.is_piece(parsed.source):
            self.course.definitions.pop(definition.name, None)
            self.course.blocked[definition.name] = "is defined by cases, in words"
            return []
        known = self.course.definitions.get(definition.name)
        if known and bool(known.letters) != bool(definition.letters):
            self.course.doubted.setdefault(known.name, known)
        line = self.text.lines(parsed.source.start)
        other = self.inner(statement)
        if other and other.name not in self.course.definitions:  # p = sigma(z) = ...
            self.course.define(other, parsed.source, line)
        if self.is_local(definition, parsed.source):
            self.local[definition.name] = parsed.source
        self.course.define(definition, parsed.source, line)
        self.course.history.append((parsed.source, definition))
        self.redefinitions.defined[parsed.source.start] = definition.name
        self.course.met |= set(quantities(*statement.sides))
        head, first = "", 2
        if is_slope(statement.sides[1]) and statement.relations[0] == "=":  # k = V'' = ...
            head, first = parsed.text[slice(*statement.sides[0].span)], 1
            statement = Statement(statement.sides[1:], statement.relations[1:])
        links = self.claims.judged(statement, parsed, first, head)
        claim, judge = Claim(statement, parsed, first, head), self.claims.judge_for(statement)
        for link, side in zip(links, claim.sides, strict=True):
            is_given = is_miscalculated(self.claims, claim, side, judge) or any(
                link is one for one in self.claims.settled
            )
            if link.verdict == "wrong" and constant(side) is not None and not is_given:
                link.unsettle("a value at some point, if it is meant as one")
            if link.verdict == "untestable" and constant(side) is not None:
                self.claims.worked_out.append((self.course.definitions[definition.name], side))
        work_out(self.claims, claim, links, judge)
        sides = claim.sides
        self.claims.forms[definition.name] = forms_of(links, sides, {"correct", "untestable"})
        self.claims.open_forms[definition.name] = forms_of(links, sides, {"untestable"})
        return links

    def is_local(self, definition: Definition, source: Source) -> bool:
        """Tell whether a definition is one for a place, or says that two names are the same."""
        before = self.text.text[max(0, source.start - 60) : source.start]
        is_name = definition.term.kind in ("name", "index")
        is_same = (is_name and definition.name in self.course.met) or IF_SO.search(before)
        is_first = definition.name not in self.course.definitions
        is_second = any(definition.name in fact.condition.names and fact.condition.value
                        for fact in self.course.facts)  # fmt: skip
        is_plain = (
            (any(quantities(definition.term)) or is_second)
            and not definition.arguments
            and not definition.letters
        )
        return is_first and is_plain and bool(is_same or is_second or LOCAL.search(before))

    def leave(self, source: Source) -> None:
        """Drop what names were in another item of a list only."""
        for name, said in list(self.local.items()):
            between = self.text.text[said.end : source.start]
            if begins_item(between) or GENERAL.search(between):
                del self.local[name]
                known = self.course.definitions.get(name)
                if known and known.line == self.text.lines(said.start):
                    del self.course.definitions[name]

    def inner(self, statement: Statement) -> Definition | None:
        """Return what defines sigma in p = sigma(z) = ..., and x-bar in mu-hat = x-bar = ..."""
        inner = Statement(statement.sides[1:3], statement.relations[1:2])
        second = bare(statement.sides[1])
        is_new = second is not None and second.text not in self.course.met
        is_chain = len(statement.sides) > 2 and statement.relations[:2] == ("=", "=")
        is_inner = inner_function(statement) or (is_chain and is_new)
        return definition_of(inner) if is_inner else None

    def rest(self, statement: Statement, parsed: Parsed) -> list[Link]:
        """Judge the rest of a chain that is a condition: for t = sqrt 9 = 3, the last link."""
        sides = statement.sides
        first = next((i for i, side in enumerate(sides) if i and side.kind != "name"), len(sides))
        if set(statement.relations) != {"="} or first + 1 >= len(sides):
            return []
        chain = Statement(sides[first:], statement.relations[first:])
        links = self.claims.judged(chain, parsed, 1, parsed.text[slice(*sides[0].span)])
        for link, side in zip(links, chain.sides[1:], strict=True):
            if link.verdict == "wrong" and any(quantities(chain.sides[0], side)):
                link.unsettle("what holds there, perhaps, and not in general")
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
        links = self.claims.judged(whole, parsed, len(before.sides), head)
        between = self.redefinitions.between(parsed.source)
        is_named = LABELLED.search(between) is not None  # MLE: [= k/n]
        if is_named or not any(quantities(*whole.sides[1:])):  # 72 km/h = 20 m/s
            for link in links:
                if link.verdict == "wrong":
                    link.unsettle("with words between: what it says this of isn't told")
        return links


def unsettle_open(links: Sequence[Link], before: Sequence[Term], *, is_named: bool) -> None:
    """Take back what goes on with a line that is wrong, or one of something else.

    Numbers are worked out from those ``before`` them all the same: F = 3 + 2 = 5. In x = y = 5, 5
    isn't; that is no less open where the something ``is_named`` by words.
    """
    for link, side in zip(links, before, strict=False):
        is_open = any(quantities(side)) and not is_named
        if link.verdict == "correct" and (is_open or side.kind in ("name", "index")):
            link.unsettle("right only if it is of something else than before")


def is_slope(side: Term) -> bool:
    """Tell whether a side is a derivative of a function: a chain goes on with it."""
    is_single = side.kind != "operation" and has_derivative(side)
    return is_single and bare(function_of(side)) is not None


def forms_of(links: Sequence[Link], sides: Sequence[Term], verdicts: set[str]) -> list[Term]:
    """Return the expressions among the sides of a chain whose links have one of these verdicts."""
    return [
        side for link, side in zip(links, sides, strict=True)
        if link.verdict in verdicts and link.relation == "=" and any(quantities(side))
    ]  # fmt: skip
