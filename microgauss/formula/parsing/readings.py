"""What can be read in two ways, and is refused with both written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from microgauss.formula.errors import Refusal, Span
from microgauss.formula.parsing.scripts import Script, operation
from microgauss.formula.terms import Divisor, Term

__all__ = [
    "Enclosed", "Prefixed", "Reaching", "divided", "last_of", "refuse_factorial", "refuse_pair",
    "refuse_point", "refuse_power_of_gradient", "refuse_product_behind_derivative",
]  # fmt: skip

Kind = TypeVar("Kind", bound=Term)


@dataclass(frozen=True, eq=False)
class Prefixed(Term):
    """The derivative of a mere name by an operator before it, as in ∇f."""


@dataclass(frozen=True, eq=False)
class Enclosed(Term):
    """The derivative of what stands in brackets, by an operator before these: d/dx (x + 1)."""


@dataclass(frozen=True, eq=False)
class Reaching(Term):
    """The derivative of what follows its operator without brackets: d/dx x^2."""


def refuse_pair(before: Term, after: Term) -> None:
    """Refuse what stands side by side and is no clear product."""
    span = (before.span[0], after.span[1])
    if after.kind == "number" and before.kind != "group":
        why = "a number behind a factor: write {0} times {1}"
        raise Refusal(why, span, before.span, after.span)
    if before.kind == "number" and is_numeric_fraction(after):
        raise Refusal("{0} can be {1} + {2} or {1} times {2}: write which",
                      span, span, before.span, after.span)  # fmt: skip
    if after.kind == "evaluated" and names_of(before) & names_of(*after.args[1::2]):
        raise Refusal("{0} can be {1} times {2}, or all of it at this point: write brackets",
                      span, span, before.span, after.span)  # fmt: skip
    inner = before.args[0] if before.kind == "transpose" else before
    if isinstance(inner, Prefixed) or (isinstance(inner, Enclosed) and is_group(after)):
        raise Refusal("{0} can be ({1}) times {2} or the derivative of all: write which", span,
                      span, before.span, after.span)  # fmt: skip


def names_of(*terms: Term) -> set[str]:
    """Return the names in terms."""
    return {part.text for term in terms for part in term.walk() if part.kind == "name"}


def is_group(term: Term) -> bool:
    """Tell whether a factor is a group, maybe with a power."""
    base = term.args[0] if term.kind == "operation" and term.text == "pow" else term
    return base.kind == "group"


def last_of(product: Term, kind: type[Kind]) -> Kind | None:
    """Return the last factor of a product if it is of a kind that reaches over what follows."""
    term = product
    while not isinstance(term, kind):
        is_open = term.kind == "operation" and term.text in ("multiply", "negative")
        if not is_open and term.kind != "juxtaposed":
            return None
        term = term.args[-1]
    return term


def refuse_product_behind_derivative(left: Term, right: Term) -> None:
    r"""Refuse d/dx x^2 \cdot y, unless another derivative follows, as in the chain rule."""
    term = last_of(left, Reaching)
    if term is None:
        return
    first = right.args[0] if right.kind == "juxtaposed" else right
    if first.kind not in ("derivative", "gradient"):
        span = (term.span[0], right.span[1])
        raise Refusal("{0} can be ({1}) times {2} or the derivative of all: write which",
                      span, span, term.span, right.span)  # fmt: skip


def refuse_point(function: Term, span: Span) -> None:
    r"""Refuse d/dx f(x)|_{x = 1}, which as it stands is the derivative of a number."""
    factors = function.args if function.kind == "juxtaposed" else (function,)
    if any(factor.kind == "evaluated" for factor in factors):
        raise Refusal(r"put what is evaluated, the derivative, between \left. and \right|", span)


def refuse_factorial(term: Term, span: Span) -> None:
    """Refuse x^2!, which may be the factorial of x, squared, and n!!."""
    if term.kind == "factorial":
        raise Refusal("double factorials can't be read", span)
    if term.kind == "transpose" or (term.kind == "operation" and term.text == "pow"):
        raise Refusal("{0} can be ({1})! or a power of a factorial: write brackets", span, span,
                      term.span)  # fmt: skip


def refuse_power_of_gradient(base: Term, scripts: Sequence[Script], span: Span) -> None:
    """Refuse a power of ∇f, which may be the gradient of the power."""
    if isinstance(base, Prefixed) and any(script.kind == "power" for script in scripts):
        raise Refusal("{0} can be ({1}){2} or the derivative of the power: write which",
                      span, span, base.span, scripts[-1].span)  # fmt: skip


def is_numeric_fraction(term: Term) -> bool:
    """Tell whether a term is a fraction of numbers."""
    is_fraction = term.kind == "operation" and term.text == "divide"
    return is_fraction and all(arg.kind == "number" for arg in term.args)


def divided(left: Term, right: Term) -> Term:
    """Return a quotient that was written with a slash.

    1/2x is refused. A group ends what is divided by, 1/(2a)(b + c), and so does a sum behind it.
    """
    span = (left.span[0], right.span[1])
    if right.kind != "juxtaposed":
        return operation("divide", left, right, span=span)
    if is_application(right):
        divisor = Divisor("juxtaposed", "", right.args, right.span)
        return operation("divide", left, divisor, span=span)
    first, *rest = right.args
    if first.kind == "group" or rest[0].kind in ("sum", "product", "derivative"):
        quotient = operation("divide", left, first, span=(left.span[0], first.span[1]))
        return Term("juxtaposed", "", (quotient, *rest), span)
    above = last_factor(left)
    whole, others = (above.span[0], right.span[1]), (rest[0].span[0], right.span[1])
    raise Refusal("{0} can be ({1}){2} or {3}/({4}): write which", whole,
                  whole, (above.span[0], first.span[1]), others, above.span,
                  right.span)  # fmt: skip


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
