"""Which claims of a sentence a condition is about: for x > 0 before them, or behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from microgauss.formula.terms import Statement
from microgauss.sheet.context.conditions import Condition, on_defined
from microgauss.sheet.context.numbers import value_of
from microgauss.sheet.notation.parts import applied_name, quantities
from microgauss.sheet.notation.text import Parsed, Text
from microgauss.sheet.notation.words import (
    CASE,
    CONCLUDES,
    CONDITION,
    CURVE,
    EQUATION,
    FROM,
    GIVES,
    IS_SO,
    LEADS_CONDITION,
    NEXT_CONDITION,
    ONLY_AND,
    OTHERWISE,
    SATISFIES,
    WHILE,
)

__all__ = ["Claim", "Clauses"]

END = re.compile(r"[.!?]\s|\n[ \t]*\n|[$\])]")  # of a sentence, or of what is mentioned in it

Claim = tuple[int, int]  # where a formula begins, and which of its statements; -1 for all


class Clauses:
    """The conditions of a document that are about some claims of their sentence only.

    ``starts`` are where such conditions begin. Any other holds on: let x > 0, or f(x) = log x for
    x > 0, if that is a definition; ``defining`` are where formulas begin that define something.

    ``doubtful`` has the claims that aren't wrong if they don't hold in general: equations that are
    conditions, or to be solved, with where they begin, and the claims that such an equation is
    about, with where that begins.
    """

    def __init__(
        self, text: Text, conditions: Callable[[Statement], list[Condition] | None],
        defining: set[int], is_free: Callable[[str], bool],
    ) -> None:  # fmt: skip
        self.text, self.conditions, self.defining = text, conditions, defining
        self.is_free = is_free
        self.starts: set[int] = set()
        self.equations: set[int] = set()  # where conditions begin that define nothing: if a = b
        self.taken: set[int] = set()  # where conditions begin on names that have a definition
        self.doubtful: dict[int, int] = {}
        self.settled: set[int] = set()  # where formulas begin that have a condition in them

    def found(self) -> Iterator[tuple[list[Condition], Parsed, list[Claim]]]:
        """Yield conditions, the formula that they stand in, and the claims that they are about.

        What stands behind where is about the claim before it, and holds on.
        """
        for parsed in self.text.own:
            yield from self.of_formula(parsed)
        for _, group in groupby(self.text.own, key=lambda parsed: parsed.source.sentence):
            yield from self.of_sentence(list(group))
        self.doubt_cases()

    def doubt_cases(self) -> None:
        """Note that what follows z < 0, of a z that is defined, may be about this case only."""
        for i, parsed in enumerate(self.text.own):
            start, paragraph = parsed.source.start, parsed.source.paragraph
            is_usable = any(self.conditions(statement) for statement in parsed.statements)
            is_case = CASE.search(self.text.text[max(0, start - 40) : start]) is not None
            if is_case and on_all_defined(parsed) and not is_usable and start not in self.taken:
                self.doubtful.setdefault(start, start)
                self.doubt(parsed, [
                    one for one in self.text.own[i + 1 :] if one.source.paragraph == paragraph
                ])  # fmt: skip

    def of_formula(self, parsed: Parsed) -> Iterator[tuple[list[Condition], Parsed, list[Claim]]]:
        """Go through a formula of several statements: each condition is about those before it."""
        start = parsed.source.start
        said = [self.conditions(statement) for statement in parsed.statements]
        found = [(i, conditions) for i, conditions in enumerate(said) if conditions]
        if not found or len(found) == len(said):
            return
        places = [i for i, _ in found]
        is_one = len(found) == 1 or places == [*range(places[0], len(said))]  # behind all claims
        self.settled.add(start)
        if not is_one or start not in self.defining:
            self.starts.add(start)
        for i, conditions in found:
            about = [(start, -1)] if is_one else [(start, j) for j in self.run(said, i)]
            yield conditions, parsed, about

    def run(self, said: Sequence[object], place: int) -> list[int]:
        """Return the claims right before a condition; those behind it if there are none."""
        for step in (-1, 1):
            claims = []
            j = place + step
            while 0 <= j < len(said) and not said[j]:
                claims.append(j)
                j += step
            if claims or any(not one for one in said[:place]):
                return claims
        return []

    def of_sentence(
        self, formulas: list[Parsed]
    ) -> Iterator[tuple[list[Condition], Parsed, list[Claim]]]:
        """Go through a sentence: conditions before the first claim are about what follows them."""
        marks = [self.mark(formulas, i) for i in range(len(formulas))]
        for i, parsed in enumerate(formulas):
            words = self.words(formulas, i)
            is_about = bool(CURVE.search(words) or SATISFIES.search(words))
            is_curve = is_about and not any(map(is_of_derivative, parsed.statements))
            if OTHERWISE.search(words) or is_curve:
                self.doubtful[parsed.source.start] = parsed.source.start
            if self.are_values(parsed):
                continue
            if self.is_equation(formulas, i) and not marks[i].condition:
                self.doubt(parsed, [parsed, *formulas[i + 1 :]])
            is_aside = IS_SO.search(words) and not any(map(is_of_derivative, parsed.statements))
            if marks[i].condition and is_aside:
                self.starts.add(parsed.source.start)
                self.taken.add(parsed.source.start)
            elif marks[i].condition:
                yield from self.of_condition(parsed, self.claims(formulas, marks, i), marks[i])

    def is_equation(self, formulas: list[Parsed], place: int) -> bool:
        """Tell whether a formula is an equation to be solved, by the words around it."""
        parsed, words = formulas[place], self.words(formulas, place)
        is_from = FROM.search(words) and not all(map(is_of_derivative, parsed.statements))
        is_solved = EQUATION.search(words) or is_from or self.is_given(formulas, place)
        return bool(is_solved) and parsed.source.start not in self.defining

    def of_condition(
        self, parsed: Parsed, claims: list[Parsed], mark: Mark
    ) -> Iterator[tuple[list[Condition], Parsed, list[Claim]]]:
        """Yield what a formula says as a condition of some claims."""
        start, about = parsed.source.start, [(claim.source.start, -1) for claim in claims]
        if mark.is_doubtful and claims and (said := on_all_defined(parsed)):
            self.starts.add(start)
            self.taken.add(start)
            yield said, parsed, about
        elif mark.is_doubtful:
            self.equations.add(start)
            self.doubt(parsed, [parsed, *claims])
        else:
            if not claims or claims[0].source.start not in self.defining:
                self.starts.add(start)
            for statement in parsed.statements:
                yield self.conditions(statement) or [], parsed, about

    def is_given(self, formulas: list[Parsed], place: int) -> bool:
        """Tell whether what follows is concluded from an equation: T(5) = 60, so; E = U gives."""
        is_last = place + 1 == len(formulas)
        words = "" if is_last else self.words(formulas, place + 1)
        if GIVES.search(words) and all(map(is_of_expressions, formulas[place].statements)):
            return True
        is_number = all(
            statement.relations[-1:] == ("=",) and not any(quantities(statement.sides[-1]))
            for statement in formulas[place].statements
        )
        return is_number and not is_last and CONCLUDES.search(words) is not None

    def are_values(self, parsed: Parsed) -> bool:
        """Tell whether a formula only says numbers of free names: for x = 2."""
        values = [value_of(statement) for statement in parsed.statements]
        return bool(values) and all(
            value and all(map(self.is_free, value.names)) for value in values
        )

    def doubt(self, equation: Parsed, claims: list[Parsed]) -> None:
        """Note that claims hold only if an equation does."""
        for claim in claims:
            self.doubtful.setdefault(claim.source.start, equation.source.start)

    def claims(self, formulas: list[Parsed], marks: list[Mark], place: int) -> list[Parsed]:
        """Return the claims of a sentence that a condition is about, the nearest first."""
        leads = bool(marks[0].condition) or self.leads(formulas, place)
        around = range(place + 1, len(formulas)) if leads else range(place - 1, -1, -1)
        claims: list[Parsed] = []
        for j in around:
            is_other = OTHERWISE.search(self.words(formulas, j)) is not None
            if (marks[j].condition and claims) or is_other:
                break
            if formulas[j].source.start in self.settled:
                break
            if not marks[j].condition:
                claims.append(formulas[j])
        return claims

    def leads(self, formulas: list[Parsed], place: int) -> bool:
        """Tell whether a condition behind a claim is about the next: and if k != l we get ..."""
        is_last = place + 1 == len(formulas)
        return not is_last and NEXT_CONDITION.match(self.words(formulas, place)) is not None

    def words(self, formulas: list[Parsed], place: int) -> str:
        """Return the words between a formula and the one before it, or a few before the first."""
        end = formulas[place].source.start
        if place:
            return " ".join(self.text.text[formulas[place - 1].source.end : end].split())
        return " ".join(END.split(self.text.text[max(0, end - 60) : end])[-1].split())

    def mark(self, formulas: list[Parsed], place: int) -> Mark:
        """Tell whether a formula is a condition, with a word like for before it."""
        parsed, words = formulas[place], self.words(formulas, place)
        said = [self.conditions(statement) for statement in parsed.statements]
        ties = any(condition.constrained for some in said for condition in some or ())
        is_plain = bool(said) and all(said) and not ties
        is_contrast = WHILE.search(words) and all(map(is_of_derivative, parsed.statements))
        is_lead = LEADS_CONDITION.search(words) is not None and not is_contrast
        if is_lead or (place and is_plain and CONDITION.search(words)):
            is_new = parsed.source.start in self.defining
            return Mark(bool(said) and (is_plain or not is_new), not is_plain)
        is_more = bool(place) and is_plain and ONLY_AND.match(words) is not None
        return Mark(is_more and self.mark(formulas, place - 1).condition, is_doubtful=False)


def on_all_defined(parsed: Parsed) -> list[Condition]:
    """Return the conditions of a formula, if all that it says is such as a > 0; else none."""
    said = [on_defined(statement) for statement in parsed.statements]
    return [condition for some in said for condition in some or ()] if all(said) else []


def is_of_expressions(statement: Statement) -> bool:
    """Tell whether a statement sets two expressions equal, or two names, and says none of one."""
    head, *others = statement.sides
    is_name = head.kind in ("name", "index") or applied_name(head) is not None
    are_names = is_name and all(side.kind in ("name", "index") for side in others)
    return len(others) == 1 and not is_of_derivative(statement) and (are_names or not is_name)


def is_of_derivative(statement: Statement) -> bool:
    """Tell whether a statement is about a derivative, or a value such as f(2)."""
    head = statement.sides[0]
    return any(part.kind in ("derivative", "gradient", "prime", "group") for part in head.walk())


class Mark(NamedTuple):
    """Whether a formula is a ``condition``, and if so, whether it is one that can't be used."""

    condition: bool
    is_doubtful: bool
