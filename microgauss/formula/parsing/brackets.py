"""What brackets mean, by their kind: groups, sets, |x|, norms, inner products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microgauss.formula.errors import Refusal, Span
from microgauss.formula.parsing.scripts import operation
from microgauss.formula.terms import Term

__all__ = ["HalfOpen", "bracketed"]


@dataclass(frozen=True, eq=False)
class HalfOpen(Term):
    """A group that is an interval with one end in it: [0, 1), or (0, 1]; ``text`` is ( or [."""


def bracketed(opening: str, closing: str, entries: Sequence[Term], span: Span) -> Term:
    """Return the term of what stands in brackets."""
    if opening in ("|", "‖"):
        if len(entries) > 1 or entries[0].kind == "equation":
            raise Refusal("more than one expression stands here", span)
        return absolute(opening, entries[0], span)
    if opening == "<":
        if len(entries) != 2:
            raise Refusal("an inner product has two vectors", span)
        return Term("inner", "", tuple(entries), span)
    is_half_open = f"{opening}{closing}" in ("(]", "[)")
    if is_half_open and len(entries) == 1:
        raise Refusal(f"{opening} is closed by {closing}", span)
    if opening == "{" and len(entries) > 1:
        return Term("set", "", tuple(entries), span)
    kind = HalfOpen if is_half_open and len(entries) == 2 else Term
    return kind("group", opening, tuple(entries), span)


def absolute(opening: str, inner: Term, span: Span) -> Term:
    """Return what bars mean: an absolute value, or a norm."""
    if opening == "|":
        return operation("abs", inner, span=span)
    return Term("norm", "2", (inner,), span)
