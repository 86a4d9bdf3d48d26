"""Names that nothing defines: which name is meant, if with it some line is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.context.course import Course
from microgauss.sheet.notation.parts import quantities
from microgauss.sheet.verdict.judging import Judge, Verdict
from microgauss.sheet.verdict.links import JUDGED, is_unrefuted, renamed

__all__ = ["Aliases"]

LINES, CANDIDATES = 6, 12  # that are tried


class Line(NamedTuple):
    """A side in which a name stands that nothing defines, and the relation before it."""

    statement: Statement
    relation: str
    side: Term


def fits(verdict: Verdict, relation: str) -> bool:
    """Tell whether a line is right with a name, or a bound that no point refutes."""
    return verdict.verdict == "correct" or (relation != "=" and is_unrefuted(verdict))


def is_trivial(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a side says no more than its head: f(x) = f(x) + ..., of f(x_0) + ...

    U = U_0 says that both are the same; but not where U is what functions are of.
    """
    if side.kind == "name":
        return head.text in judge.scope.names.varying
    return any(part.shape == head.shape for part in side.walk())


class Aliases:
    """Finds the name that is meant by another: ``meant`` has those found, "" where there is none.

    ``judge_for`` returns the judge of a statement.
    """

    def __init__(
        self, statements: Sequence[Statement], course: Course,
        judge_for: Callable[[Statement], Judge],
    ) -> None:  # fmt: skip
        self.statements, self.course, self.judge_for = statements, course, judge_for
        self.meant: dict[str, str] = {}

    def look_for(self, statement: Statement, judge: Judge) -> None:
        """Look for what is meant by the names of a statement that nothing defines."""
        about = set(quantities(statement.sides[0]))
        for side in statement.sides[1:]:
            for name in judge.unknown(side):
                is_mean = name.endswith("_bar") and judge.scope.names.families.get(name[:-4])
                is_other = is_mean or "'" in name
                if name not in about and name not in self.meant and not is_other:
                    self.meant[name] = self.found(name)

    def found(self, name: str) -> str:
        """Return the name with which a line is right."""
        lines = [
            Line(statement, statement.relations[place], side)
            for statement in self.statements for place, side in enumerate(statement.sides[1:])
            if any(term.text == name and term.kind == "name" for term in side.walk())
            and statement.relations[place] in JUDGED
        ][:LINES]  # fmt: skip
        for other in self.candidates(name, lines):
            for line in lines:
                judge, head = self.judge_for(line.statement), line.statement.sides[0]
                side = renamed(line.side, {name: other})
                if not is_trivial(head, side, judge) and fits(
                    judge.judged(head, line.relation, side), line.relation
                ):
                    return other
        return ""

    def candidates(self, name: str, lines: Sequence[Line]) -> list[str]:
        """Return the names that may be meant: first those of the same chain, that aren't there.

        What is differentiated there isn't meant.
        """
        near, here, functions = dict[str, None](), set[str](), set[str]()
        for line in lines:
            near |= dict.fromkeys(quantities(*line.statement.sides))
            here |= set(quantities(line.side))
            functions |= {n for s in line.statement.sides for t in s.walk()
                          if t.kind == "derivative" for n in quantities(t.args[0])}  # fmt: skip
        known = {*self.course.definitions, *self.course.in_definitions()} - functions
        known -= {name, name.upper()}  # x_i is a row of X
        ordered = dict.fromkeys([*near, *self.course.definitions, *sorted(known)])
        usable = [other for other in ordered if other in known]
        return sorted(usable, key=lambda other: (other not in near, other in here))[:CANDIDATES]
