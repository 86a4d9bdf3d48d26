"""Conditions that were said, and how far each of them reaches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from microgauss.sheet.context.allowed import Allowed
from microgauss.sheet.context.conditions import Condition
from microgauss.sheet.notation.extraction import Source

__all__ = ["Fact", "allowed_by"]


class Fact(NamedTuple):
    """A condition, where it was said, and whether it reaches no further than its sentence."""

    condition: Condition
    source: Source | None = None  # None for the sheet's, in an answer
    is_brief: bool = False
    starts: frozenset[tuple[int, int]] = frozenset()  # of what it is about, if that is a few

    def holds_at(self, source: Source, first_exercise: int) -> bool:
        """Tell whether the condition holds where a formula stands."""
        said = self.source
        if said is None:
            return True
        if self.starts:
            here = {(source.start, -1), (source.start, source.statement)}
            return not self.starts.isdisjoint(here)
        if self.is_brief:
            return said.sentence == source.sentence
        is_general = said.exercise < first_exercise
        return (is_general or said.exercise == source.exercise) and said.part in ("", source.part)


def allowed_by(facts: Iterable[Fact]) -> Allowed:
    """Return what numbers names may be by facts that hold; the closest comes last."""
    found = Allowed({}, {}, {}, [], set(), set(), set(), set(), set(), set(), set())
    for fact in sorted(facts, key=lambda fact: bool(fact.starts)):
        condition = fact.condition
        for name in condition.names:
            if condition.domain:
                found.domains[name] = condition.domain
            if condition.choices:
                found.choices[name] = condition.choices
            if condition.total:
                found.totals[name] = condition.total
        if condition.left is not None:
            found.conditions.append(condition)
        if condition.apart:
            found.apart.add(frozenset(condition.apart))
        found.constrained.update(condition.constrained)
        found.zero_one.update(condition.zero_one)
        found.alike.update(condition.alike)
        found.wide.update(condition.wide)
        found.whole.update(condition.whole)
    return found
