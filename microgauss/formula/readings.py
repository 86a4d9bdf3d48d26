"""What can be read in two ways, and is refused with both written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from microgauss.formula.errors import Refusal, Span
from microgauss.formula.scripts import operation
from microgauss.formula.terms import Term

__all__ = ["Prefixed", "Unbracketed", "divided", "juxtaposed"]


@dataclass(frozen=True, eq=False)
class Unbracketed(Term):
    """A function whose argument stands without brackets, as in sin 2x."""

    head: Span = (0, 0)


@dataclass(frozen=True, eq=False)
class Prefixed(Term):
    """The derivative of a mere name by an operator before it, as in ∇f."""


def juxtaposed(factors: Sequence[Term]) -> Term:
    """Return what stands side by side, unless it can be read otherwise; one factor is itself."""
    for before, after in pairwise(factors):
        refuse_pair(before, after)
    if len(factors) == 1:
        return factors[0]
    return Term("juxtaposed", "", (*factors,), (factors[0].span[0], factors[-1].span[1]))


def refuse_pair(before: Term, after: Term) -> None:
    """Refuse what stands side by side and is no clear product."""
    span = (before.span[0], after.span[1])
    if after.kind == "number":
        why = "a number behind a factor: write {0} times {1}"
        raise Refusal(why, span, before.span, after.span)
    if before.kind == "number" and is_numeric_fraction(after):
        raise Refusal("{0} can be {1} + {2} or {1} times {2}: write which",
                      span, span, before.span, after.span)  # fmt: skip
    if isinstance(before, Prefixed) or (
        before.kind == "transpose" and isinstance(before.args[0], Prefixed)
    ):
        raise Refusal("{0} can be ({1}) times {2} or the derivative of all: write which", span,
                      span, before.span, after.span)  # fmt: skip
    is_factor = after.kind in ("name", "index", "prime", "group", "juxtaposed")
    if isinstance(before, Unbracketed) and is_factor:
        raise Refusal("{0} can be ({1}) times {2} or {3} of the product: write which",
                      span, span, before.span, after.span, before.head)  # fmt: skip


def is_numeric_fraction(term: Term) -> bool:
    """Tell whether a term is a fraction of numbers."""
    is_fraction = term.kind == "operation" and term.text == "divide"
    return is_fraction and all(arg.kind == "number" for arg in term.args)


def divided(left: Term, right: Term) -> Term:
    """Return a quotient that was written with a slash.

    1/2x is refused. A group ends what is divided by, 1/(2a)(b + c), and so does a sum behind it.
    """
    if (function := ending_function(left)) is not None:
        raise divided_function(function, right)
    span = (left.span[0], right.span[1])
    if right.kind != "juxtaposed" or is_application(right):
        return operation("divide", left, right, span=span)
    first, *rest = right.args
    if first.kind == "group" or rest[0].kind in ("sum", "product", "derivative"):
        quotient = operation("divide", left, first, span=(left.span[0], first.span[1]))
        return Term("juxtaposed", "", (quotient, *rest), span)
    above = last_factor(left)
    whole, others = (above.span[0], right.span[1]), (rest[0].span[0], right.span[1])
    raise Refusal("{0} can be ({1}){2} or {3}/({4}): write which", whole,
                  whole, (above.span[0], first.span[1]), others, above.span,
                  right.span)  # fmt: skip


def ending_function(term: Term) -> Unbracketed | None:
    """Return the function without brackets that a term ends with, if it does."""
    while not isinstance(term, Unbracketed):
        is_open = term.kind == "operation" and term.text in ("multiply", "negative")
        if not is_open and term.kind != "juxtaposed":
            return None
        term = term.args[-1]
    return term


def divided_function(function: Unbracketed, right: Term) -> Refusal:
    """Return the refusal of log a/b."""
    span = (function.span[0], right.span[1])
    argument = (function.head[1], function.span[1])
    return Refusal("{0} can be ({1})/{2} or {3}({4}/{2}): write which",
                   span, span, function.span, right.span, function.head, argument)  # fmt: skip


def is_application(term: Term) -> bool:
    """Tell whether a term may be a function applied to a group, with a power."""
    if len(term.args) != 2:
        return False
    first, second = term.args
    if second.kind == "operation" and second.text == "pow":
        second = second.args[0]
    return first.kind in ("name", "index", "prime") and second.kind == "group"


def last_factor(term: Term) -> Term:
    """Return the factor that a division would take first."""
    while term.kind == "operation" and term.text in ("multiply", "divide", "negative"):
        term = term.args[-1]
    return term
