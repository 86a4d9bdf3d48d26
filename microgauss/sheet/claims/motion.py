"""Names that vary with time, in derivatives by it: some may be constant, and others vary, too."""

from __future__ import annotations

from copy import copy
from difflib import SequenceMatcher

from microgauss.formula.terms import Term
from microgauss.sheet.claims.meanings import LAYOUT
from microgauss.sheet.notation.rates import is_rate
from microgauss.sheet.understanding.lengths import Lengths
from microgauss.sheet.understanding.scope import Scope
from microgauss.sheet.verdict.judging import Judge

__all__ = ["is_shortened", "moving_in", "with_constant"]


def moving_in(head: Term, judge: Judge) -> list[str]:
    """Return the names that vary with time in what is differentiated by it; none of all else."""
    names = judge.scope.names
    is_by_time = any((part.kind == "prime" and part.bold) or is_rate(part) for part in head.walk())
    return sorted(judge.made_of(head) & names.moving) if is_by_time else []


def is_shortened(old: str, new: str) -> bool:
    """Tell whether a text is another one of which something was left out."""
    texts = LAYOUT.sub("", old), LAYOUT.sub("", new)
    changes = SequenceMatcher(None, *texts, autojunk=False).get_opcodes()
    return bool(new) and {change[0] for change in changes} <= {"equal", "delete"}


def with_constant(name: str, judge: Judge) -> Judge:
    """Return a judge to whom a name doesn't vary with time."""
    names = copy(judge.scope.names)
    names.moving = names.moving - {name}
    scope = Scope(names, judge.scope.definitions, Lengths())
    return Judge(scope, judge.allowed, judge.known)
