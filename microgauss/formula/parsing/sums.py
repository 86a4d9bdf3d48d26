"""Sums and products over an index, and how far they reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microgauss.formula.errors import Refusal
from microgauss.formula.parsing.scripts import Script
from microgauss.formula.pretty import pretty
from microgauss.formula.terms import Term

__all__ = ["extended", "summed"]

KINDS = ("sum", "product")


def summed(kind: str, limits: Sequence[Script], body: Term, start: int) -> Term:
    """Return the sum, or product, of a body: one in another where it has several indices."""
    lower = [limit for limit in limits if limit.kind == "index"]
    upper = [limit for limit in limits if limit.kind == "power"]
    if len(lower) > 1 or len(upper) > 1 or len(lower) + len(upper) < len(limits):
        raise Refusal("a sum has one lower and one upper end", limits[-1].span)
    span = (start, body.span[1])
    last = upper[0].terms if upper else ()
    if not lower:
        return Term(kind, "", (body, *last), span)
    indices, first = below(lower[0])
    if last and not first:
        raise Refusal("the sum has an end and no beginning", lower[0].span)
    for index in reversed(indices):
        body = Term(kind, index, (body, *first, *last), span)
    return body


def below(limit: Script) -> tuple[list[str], tuple[Term, ...]]:
    """Return the indices that stand below a sum, and where they begin, if that is said."""
    *before, last = limit.terms
    first: tuple[Term, ...] = ()
    if last.kind == "equation":
        is_in_name = last.text == "in" and last.args[1].kind != "set"
        if last.text != "=" and not is_in_name:
            raise Refusal("a sum's index begins with =, as in i = 1", limit.span)
        first = last.args[1:]
        if is_in_name:
            over = first[0].text if first[0].kind == "name" else pretty(first[0])
            first = (Term("members", over, (), first[0].span),)
        last = last.args[0]
    names = [factor for term in (*before, last)
             for factor in (term.args if term.kind == "juxtaposed" else (term,))]  # fmt: skip
    for name in names:
        if name.kind != "name" or name.bold:
            raise Refusal("a sum is over an index, as in i = 1", name.span)
    return [name.text for name in names], first


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
