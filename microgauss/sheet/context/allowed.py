"""What numbers names may be: by what the document says, and by what its functions need."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from microgauss.check.domains import Domain
from microgauss.formula.terms import Term
from microgauss.sheet.context.conditions import NUMBERS_OF_DATA, Condition
from microgauss.sheet.context.constants import constant
from microgauss.sheet.notation.parts import bare
from microgauss.sheet.understanding.scope import Definition

__all__ = ["ABOVE_0", "Allowed", "needed_domains"]

ABOVE_0 = Domain(0.0, math.inf)


class Allowed(NamedTuple):
    """What numbers names may be: in a domain, one of a few, adding up to a total.

    ``conditions`` are on several names; ``apart`` are letters of indices that differ, and
    ``alike`` such as are the same; ``wide`` names may be all numbers but one, and ``whole`` ones
    whole numbers; ``constrained`` are names that an equation ties, so that nothing can be refuted
    by them, but ``zero_one`` of them where they are 0 or 1. ``symmetric`` are matrices that may be
    symmetric, or not, and that are so where ``is_symmetric``: what is wrong is wrong of both.
    """

    domains: dict[str, Domain]
    choices: dict[str, tuple[float, ...]]
    totals: dict[str, tuple[float, int]]
    conditions: list[Condition]
    apart: set[frozenset[str]]
    constrained: set[str]
    zero_one: set[str]
    alike: set[str]
    wide: set[str]
    whole: set[str]
    symmetric: set[str]
    is_symmetric: bool = False

    @property
    def key(self) -> tuple[Any, ...]:
        """What verdicts depend on."""
        maps = self.domains, self.choices, self.totals
        return (
            *(frozenset(part.items()) for part in maps), tuple(self.conditions),
            frozenset(self.apart), self.is_symmetric,
            *(frozenset(n) for n in (
                self.constrained, self.zero_one, self.alike, self.wide, self.whole, self.symmetric
            )),
        )  # fmt: skip


def needed_domains(
    definitions: Mapping[str, Definition], sides: Iterable[Term]
) -> dict[str, Domain]:
    """Return the domains of free names that functions need: x > 0 for log x, p < 1 for log(1 - p).

    A quotient below a root or in a logarithm, such as l/g, stands for two positive numbers. Names
    that usually count data are above 0, too.
    """
    found: dict[str, Domain] = {}
    arguments = {name for definition in definitions.values() for name in definition.arguments}
    terms = [*(definition.term for definition in definitions.values()), *sides]
    for term in terms:
        for part in term.walk():
            if part.kind == "operation" and part.text in ("log", "sqrt", "log10", "log2"):
                note_positive(part.args[0], found)
            is_number = part.text in NUMBERS_OF_DATA and part.text not in arguments
            if part.kind == "name" and is_number:
                found.setdefault(part.text, ABOVE_0)
    return {name: domain for name, domain in found.items() if name not in definitions}


def note_positive(term: Term, found: dict[str, Domain]) -> None:
    """Note what has to be for a term to be above 0."""
    if term.kind == "group" and len(term.args) == 1:
        note_positive(term.args[0], found)
    elif term.kind == "juxtaposed" or (
        term.kind == "operation" and term.text in ("multiply", "divide")
    ):
        for arg in term.args:
            note_positive(arg, found)
    elif term.kind in ("name", "index") and (name := bare(term)):
        narrow(found, name.text, 0.0, math.inf)
    elif term.kind == "operation" and term.text == "subtract":
        left, right = term.args
        end = constant(left)
        if end is not None and right.kind in ("name", "index") and (name := bare(right)):
            narrow(found, name.text, -math.inf, end)


def narrow(found: dict[str, Domain], name: str, low: float, high: float) -> None:
    """Narrow a domain, unless nothing would be left of it."""
    old = found.get(name, Domain())
    new = Domain(max(old.low, low), min(old.high, high))
    if new.low < new.high:
        found[name] = new
