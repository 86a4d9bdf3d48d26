"""A chain a = b = c <= d, judged link by link: against its head, and against the side before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.document import Link
from microgauss.sheet.notation.normal import normal
from microgauss.sheet.notation.parts import applied_name, bare, has_derivative, quantities
from microgauss.sheet.understanding.shapes import is_0
from microgauss.sheet.verdict.judging import Judge, Verdict
from microgauss.sheet.verdict.repairing import Mended, Wrong, mended, mended_bound
from microgauss.sheet.verdict.spellings import Spellings
from microgauss.sheet.verdict.transposing import reordered

__all__ = ["JUDGED", "Chain", "Context", "renamed"]

SHOWN = {"<=": "≤", ">=": "≥", "!=": "≠", "~": "≈", "in": "∈", "to": "→"}
LATEX = {"<=": r"\leq", ">=": r"\geq", "<": "<", ">": ">"}
UP, DOWN = ("<", "<="), (">", ">=")
JUDGED = ("=", *UP, *DOWN)
TOLD = {"correct": True, "wrong": False}

Span = tuple[int, int]
Marks = tuple[tuple[str, str], ...]  # old and new


class Context(NamedTuple):
    """What a chain is judged with: the judge, spellings, and the names that others stand for.

    ``aliases`` are names that nothing defines, with those that are meant, or "" where none is.
    """

    judge: Judge
    spellings: Spellings
    aliases: dict[str, str]
    is_brief: bool = False  # whether no repair is looked for


class Chain:
    """A statement's sides from ``first`` on are judged; ``text`` is what these are from.

    ``head`` is how its first side is written, where that stands in another formula.
    """

    def __init__(
        self, statement: Statement, text: str, first: int, context: Context, head: str = ""
    ) -> None:
        self.sides, self.relations = list(statement.sides), statement.relations
        self.text, self.first = text, first
        self.head_text = head or text[slice(*self.sides[0].span)]
        self.judge, self.spellings, self.aliases, self.is_brief = context
        self.right: list[Term] = []  # sides that are equal to the head
        self.restored = False  # whether dropped indices have been put back

    def judged(self) -> Iterator[Link]:
        """Yield the links with their verdicts."""
        verdicts: list[Verdict] = []
        for place in range(self.first, len(self.sides)):
            side, relation = self.sides[place], self.relations[place - 1]
            head = self.head(place)
            found, fix = self.found(head, relation, side)
            if found.verdict == "untestable" and set(self.relations[: place - 1]) == {"="}:
                found = self.of_equal_side(relation, side) or found
            follows = found.verdict
            if head is not self.sides[place - 1]:
                follows = self.follows(place, verdicts, found)
            verdicts.append(found)
            if found.verdict == "correct" and relation == "=":
                self.right.append(side)
            is_first = relation == "=" or head is self.sides[0]
            left = self.head_text if is_first else self.source(head)
            yield Link(
                SHOWN.get(relation, relation), left, self.source(side), 0,
                *side.span, verdict=found.verdict, follows=TOLD.get(follows),
                diagnosis=joined(found.diagnosis, fix), point=found.point,
                values=found.values, notes=found.notes, repair=fix.text if fix else None,
                edits=fix.edits if fix else (),
            )  # fmt: skip

    def head(self, place: int) -> Term:
        """Return what a side is judged against: the first, or after an inequality the last."""
        relation = self.relations[place - 1]
        before = self.relations[: place - 1]
        if relation == "=":
            last = max((i for i, r in enumerate(before) if r != "="), default=-1)
            return self.sides[last + 1]
        directions = {r in UP for r in (*before, relation) if r in (*UP, *DOWN)}
        return self.subject(place) if len(directions) < 2 else self.sides[place - 1]

    def subject(self, place: int) -> Term:
        """Return what bounds are of: the first side, or in 0 < f(x) <= 1 the one behind the 0."""
        for side in self.sides[: place - 1]:
            if set(quantities(side)) and (is_bounded(side) or not any(map(is_bounded, self.sides))):
                return side
        return self.sides[place - 1]

    def found(self, head: Term, relation: str, side: Term) -> tuple[Verdict, Mended | None]:
        """Judge a link, and look for its repair where it is wrong."""
        if unknown := self.unknown(head, side):
            return self.with_unknown(head, relation, side, unknown)
        verdict = self.verdict(self.judge, head, relation, side)
        if verdict.verdict != "wrong" or self.is_brief:
            return verdict, None
        own = set(quantities(side))
        if new := [name for name in self.judge.unknown(head) if name not in own]:
            words = f"nothing defines {self.spellings.name(new[0])}"
            return Verdict("untestable", words), None
        return self.wrong(head, relation, side, verdict, self.text)

    def of_equal_side(self, relation: str, side: Term) -> Verdict | None:
        """Return the verdict on a bound of an equal side, where that is right: f'' = x^2 >= 0."""
        for equal in self.right if relation in (*UP, *DOWN) else ():
            if (found := self.verdict(self.judge, equal, relation, side)).verdict == "correct":
                return found
        return None

    def wrong(
        self, head: Term, relation: str, side: Term, verdict: Verdict, text: str
    ) -> tuple[Verdict, Mended | None]:
        """Find out what is wrong with a side."""
        if (dropped := self.judge.dropped(side)) and not self.restored:
            return self.with_indices(head, relation, side, dropped, text)
        if relation != "=":
            other = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}.get(relation, "")
            if other and is_unrefuted(self.judge.judged(head, other, side)):
                words = f"the other way round: {SHOWN.get(other, other)} holds"
                return replace(verdict, diagnosis=words), Mended(
                    None, ((LATEX[relation], LATEX[other]),), words
                )
            fix = mended_bound(Wrong(self.judge, head, side, text, self.spellings), relation)
            return verdict, fix
        is_size = head.kind == "norm" or head.text == "abs"  # which is rather bounded than equal
        wrong = Wrong(self.judge, head, side, text, self.spellings)
        fix = None if is_size else mended(wrong, self.right)
        if not fix and any(relation != "=" for relation in self.relations):  # a chain of bounds
            for other in ("<=",) if set(self.relations) & set(UP) else (">=",):
                if self.judge.judged(head, other, side).verdict == "correct":
                    words = f"= should be {SHOWN[other]}"
                    edits = (("=", LATEX[other]),)
                    return replace(verdict, diagnosis=words), Mended(None, edits, words)
        return verdict, fix or mended(wrong, self.right) or reordered(wrong)

    def with_indices(
        self, head: Term, relation: str, side: Term, dropped: Sequence[tuple[Term, str]],
        before: str,
    ) -> tuple[Verdict, Mended | None]:  # fmt: skip
        """Put back the indices that were dropped inside a sum, and judge again."""
        self.restored = True
        new = [(term.span, self.spellings.indexed_by(term.text, letter))
               for term, letter in dropped]  # fmt: skip
        text, marks = rewritten(before, side, new)
        words = "; ".join(f"the index of {old} is missing: {put}" for old, put in marks)
        verdict = self.verdict(self.judge, head, relation, side)
        found, fix = self.again(head, relation, text, marks, words)
        if fix is None:  # the indices may be meant as they are
            found, fix = self.wrong(head, relation, side, verdict, before)
        self.restored = False
        return replace(found, point=verdict.point, values=verdict.values), fix

    def verdict(self, judge: Judge, left: Term, relation: str, right: Term) -> Verdict:
        """Judge one relation."""
        if relation == "=":
            found = judge.judged(left, "=", right)
            is_open = is_0(right) and not judge.scope.is_value(left)
            if found.verdict == "wrong" and (is_open or self.is_demanded(right)):
                return Verdict("untestable", "an equation to be solved: it isn't true everywhere")
            return found
        if relation in (*UP, *DOWN):
            return judge.judged(left, relation, right)
        return Verdict("untestable", f"{SHOWN.get(relation, relation)} isn't judged")

    def is_demanded(self, right: Term) -> bool:
        """Tell whether an exclamation mark stands above the relation."""
        place = next((i for i, side in enumerate(self.sides) if side is right), 0)
        before = self.text[self.sides[place - 1].span[1] : right.span[0]] if place else ""
        return "!" in before

    def follows(self, place: int, verdicts: Sequence[Verdict], found: Verdict) -> str:
        """Judge a side against the one before it; two that are right need no comparison."""
        relation = self.relations[place - 1]
        if relation == "=" and verdicts and self.relations[place - 2] == "=":
            pair = {verdicts[-1].verdict, found.verdict}
            if pair == {"correct"}:
                return "correct"
            if pair == {"correct", "wrong"}:
                return "wrong"
        return self.verdict(self.judge, self.sides[place - 1], relation, self.sides[place]).verdict

    def source(self, term: Term) -> str:
        """Return a side as it is written."""
        return self.text[slice(*term.span)]

    # --- names that nothing defines ---------------------------------------------------------------

    def unknown(self, head: Term, side: Term) -> list[str]:
        """Return the names of a side that nothing defines."""
        known = set(quantities(head))
        return [name for name in self.judge.unknown(side) if name not in known]

    def with_unknown(
        self, head: Term, relation: str, side: Term, unknown: Sequence[str]
    ) -> tuple[Verdict, Mended | None]:
        """Judge a side with names that nothing defines: by the names that they stand for."""
        if (found := self.verdict(self.judge, head, relation, side)).verdict == "correct":
            return found, None  # whatever they are
        if self.is_brief:
            return found, None
        first = unknown[0]
        meant = {name: self.aliases.get(name, "") for name in unknown}
        if not all(meant.values()) or bare(side) is not None or not is_of_a_function(head):
            return Verdict("untestable", f"nothing defines {self.spellings.name(first)}"), None
        written = {name: self.spellings.name(other) for name, other in meant.items()}
        words = "; ".join(
            f"nothing defines {self.spellings.name(name)}: {new} is meant"
            for name, new in written.items()
        )
        text, marks = rewritten(self.text, side, [
            (term.span, written[term.text]) for term in side.walk()
            if term.kind == "name" and term.text in written
        ])  # fmt: skip
        found, fix = self.again(head, relation, text, marks, words)
        apart = self.judge.scope.names.apart
        are_fonts = all(
            apart.twin(name) == other or name.lower() == other.lower()
            for name, other in meant.items()
        )
        if are_fonts and found.verdict == "wrong" and found.diagnosis == words:
            return Verdict("untestable", words), None  # right, but for bold letters, or capitals
        return found, fix

    def again(
        self, head: Term, relation: str, text: str, marks: Marks, words: str
    ) -> tuple[Verdict, Mended | None]:
        """Judge a side that has been rewritten, and look for what else is wrong with it."""
        try:
            (statement,) = normal(read_latex(text), self.judge.scope.names)
        except (FormulaError, ValueError):
            return Verdict("wrong", words), None
        new = statement.sides[0]
        verdict = self.verdict(self.judge, head, relation, new)
        if verdict.verdict == "correct":
            return Verdict("wrong", words), Mended(text, marks, words)
        if verdict.verdict != "wrong":  # with the names that are meant, it may hold
            fix = Mended(text, marks, words) if is_unrefuted(verdict) else None
            return replace(verdict, verdict="wrong", diagnosis=words), fix
        more, fix = self.wrong(head, relation, new, verdict, text)
        if fix is not None:
            fix = Mended(fix.text or text, (*marks, *fix.edits), f"{words}; {fix.diagnosis}")
        diagnosis = f"{words}; {more.diagnosis}".rstrip("; ")
        return replace(more, verdict="wrong", diagnosis="" if fix else diagnosis), fix


def is_of_a_function(head: Term) -> bool:
    """Tell whether a head is a name, a value of a function, or a derivative: no balance."""
    is_derivative = any(part.kind in ("derivative", "gradient", "prime") for part in head.walk())
    return is_derivative or bare(head) is not None or applied_name(head) is not None


def is_bounded(term: Term) -> bool:
    """Tell whether a term is one that bounds are rather of: a derivative, f(x), or a size."""
    is_size = term.kind == "norm" or term.text == "abs"
    return is_size or has_derivative(term) or applied_name(term) is not None


def joined(words: str, fix: Mended | None) -> str:
    """Say what is wrong with a side, and its slip, where that is more."""
    said = fix.diagnosis if fix else words
    return f"{words}: {said}" if words not in said else said


def is_unrefuted(verdict: Verdict) -> bool:
    """Tell whether a bound is proved, or holds wherever it was tried."""
    holds = any(note.startswith("holds at all") for note in verdict.notes)
    return verdict.verdict == "correct" or (verdict.verdict == "untestable" and holds)


def rewritten(text: str, side: Term, new: Sequence[tuple[Span, str]]) -> tuple[str, Marks]:
    """Return a side's text with parts replaced, and what was changed."""
    start, end = side.span
    found, marks = "", dict[str, str]()
    for (first, last), put in sorted(new):
        gap = " " if text[last : last + 1].isalpha() and put[-1:].isalpha() else ""
        found += text[start:first] + put + gap
        marks[text[first:last]] = put
        start = last
    return found + text[start:end], tuple(marks.items())


def renamed(term: Term, new: dict[str, str]) -> Term:
    """Return a term with names replaced."""
    args = tuple(renamed(arg, new) for arg in term.args)
    text = new.get(term.text, term.text) if term.kind == "name" else term.text
    return replace(term, text=text, args=args)
