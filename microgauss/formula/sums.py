"""Sums and products over an index, and how far they reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from microgauss.formula.errors import Refusal, Span
from microgauss.formula.terms import Term

__all__ = ["Limit", "extended", "summed"]

KINDS = ("sum", "product")


@dataclass(frozen=True)
class Limit:
    """What stands below or above a sum: its indices and the first one, or the last one."""

    where: str
    terms: tuple[Term, ...]
    span: Span
    relation: str = ""
    bound: Term | None = None


def summed(kind: str, limits: Sequence[Limit], body: Term, start: int) -> Term:
    """Return the sum, or product, of a body: one in another where it has several indices."""
    lower = [limit for limit in limits if limit.where == "lower"]
    upper = [limit for limit in limits if limit.where == "upper"]
    if len(lower) > 1 or len(upper) > 1:
        raise Refusal("has two lower or two upper ends", limits[-1].span)
    span = (start, body.span[1])
    last = upper[0].terms if upper else ()
    if not lower:
        return Term(kind, "", (body, *last), span)
    for index in reversed(indices_of(lower[0])):
        first = first_of(lower[0], last)
        body = Term(kind, index, (body, *first, *last), span)
    return body


def indices_of(limit: Limit) -> list[str]:
    """Return the names that a sum runs over."""
    terms = [factor for term in limit.terms
             for factor in (term.args if term.kind == "juxtaposed" else (term,))]  # fmt: skip
    for term in terms:
        if term.kind != "name" or term.bold:
            raise Refusal("a sum is over an index, as in i = 1", term.span)
    return [term.text for term in terms]


def first_of(limit: Limit, last: Sequence[Term]) -> tuple[Term, ...]:
    """Return where a sum begins, if that is said."""
    if limit.relation == "in" and limit.bound is not None and limit.bound.kind != "set":
        return ()
    if limit.relation not in ("", "="):
        raise Refusal("a sum's index begins with =, as in i = 1", limit.span)
    if last and limit.bound is None:
        raise Refusal("the sum has an end and no beginning", limit.span)
    return (limit.bound,) if limit.bound is not None else ()


def extended(left: Term, name: str, right: Term) -> Term | None:
    """Return the terms on the left with the right one taken into the sum at their end.

    That is so where the right term has the sum's index in it: sum_i a_i + b_i. None if it hasn't.
    """
    path = [left]  # the terms that end with the left one, from the outside in
    while (inner := last_part(path[-1])) is not None:
        path.append(inner)
    if not any(term.kind in KINDS for term in path):
        return None
    free = free_names(right)
    while path and not (path[-1].kind in KINDS and path[-1].text in free):
        path.pop()
    if not path:
        return None
    found = path.pop()
    body = Term("operation", name, (found.args[0], right), (found.args[0].span[0], right.span[1]))
    part = replace(found, args=(body, *found.args[1:]), span=(found.span[0], right.span[1]))
    for term in reversed(path):
        is_sum = term.kind in KINDS
        args = (part, *term.args[1:]) if is_sum else (*term.args[:-1], part)
        part = replace(term, args=args, span=(term.span[0], right.span[1]))
    return part


def last_part(term: Term) -> Term | None:
    """Return the part that stands last in a term, where a sum might go on."""
    if term.kind in KINDS:
        return term.args[0]
    if term.kind == "juxtaposed":
        return term.args[-1]
    is_open = term.kind == "operation" and term.text in (
        "add", "subtract", "negative", "multiply", "divide",
    )  # fmt: skip
    return term.args[-1] if is_open else None


def free_names(term: Term) -> set[str]:
    """Return the names in a term that no sum in it binds."""
    found: set[str] = set()
    stack: list[tuple[Term, frozenset[str]]] = [(term, frozenset())]
    while stack:
        part, bound = stack.pop()
        if part.kind == "name" and part.text not in bound:
            found.add(part.text)
        inside = bound | {part.text} if part.kind in KINDS else bound
        stack += [(arg, inside if i == 0 else bound) for i, arg in enumerate(part.args)]
    return found
