"""Derivatives, by what stands above and below in their fraction, or before their function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lark import Token

from microgauss.formula.errors import Refusal, Span
from microgauss.formula.parsing.readings import Prefixed, Reaching
from microgauss.formula.parsing.scripts import Script
from microgauss.formula.terms import Term

__all__ = ["Differentials", "Order", "derived", "order_of", "prefixed"]

VARIANCES = ("sigma", "tau")  # of these the square is a variable by itself


class Order(NamedTuple):
    """What stands in a derivative's fraction: how often it is taken, and of what or by what."""

    times: int
    term: Term | None
    is_partial: bool
    span: Span


class Differentials(NamedTuple):
    """All that stands above or below in the fraction of a derivative."""

    orders: list[Order]
    span: Span


def order_of(scripts: Sequence[Script]) -> int:
    """Return how often a derivative is taken, by the d above."""
    if not scripts:
        return 1
    terms = scripts[0].terms
    if len(scripts) == 1 and scripts[0].kind == "power" and terms[0].text in ("1", "2", "3", "4"):
        return int(terms[0].text)
    raise Refusal("the order of a derivative is a number, as in d^2", scripts[0].span)


def derived(above: Order, below: Differentials) -> Term:
    """Return a derivative, with names as often as it is taken by them."""
    for order in below.orders:
        if order.term is None or order.times != 1 or order.is_partial != above.is_partial:
            raise Refusal("below a derivative stands what it is taken by", order.span)
    terms = [order.term for order in below.orders if order.term is not None]
    names = [name for term in terms for name in taken_by(term, above.times)]
    if len(names) != above.times:  # sigma^2 may be what it is taken by
        names = [name for term in terms
                 for name in taken_by(term, 1 if is_variance(term) else above.times)]  # fmt: skip
    if len(names) != above.times or above.term is None:
        raise Refusal("the orders above and below differ", below.span)
    args = (above.term, *names)
    return Term("derivative", str(above.times), args, above.span, bold=not above.is_partial)


def taken_by(term: Term, count: int) -> list[Term]:
    """Return x twice for dx^2 in a second derivative; in a first one it is x^2 itself."""
    if count > 1 and term.kind == "operation" and term.text == "pow":
        base, exponent = term.args
        is_name = base.kind == "group" and base.args[0].kind in ("name", "index")
        base = base.args[0] if is_name else base
        return [base] * (int(exponent.text) if exponent.text in ("1", "2", "3", "4") else 0)
    is_group = term.kind == "group" and len(term.args) == 1
    return [term.args[0] if is_group else term]


def is_variance(term: Term) -> bool:
    """Tell whether a term is the square of sigma or tau, with an index or without."""
    if term.kind != "operation" or term.text != "pow" or term.args[1].text != "2":
        return False
    base = term.args[0].args[0] if term.args[0].kind == "index" else term.args[0]
    return base.kind == "name" and base.text.split("_")[0] in VARIANCES


def prefixed(sign: Token, scripts: Sequence[Script], function: Term, span: Span) -> Term:
    """Return a gradient, or the derivative by an index of the round d."""
    order = order_of([script for script in scripts if script.kind != "index"])
    names = [name for script in scripts if script.kind == "index" for name in script.terms]
    is_name = sign.type == "NABLA" and function.kind in ("name", "index")
    kind = Prefixed if is_name else Term if sign.type == "NABLA" else Reaching
    if sign == "partial":
        if len(names) > 1 and order > 1:
            raise Refusal("the order of this derivative isn't clear", span)
        names = names * order
        return kind("derivative", str(len(names)), (function, *names), span)
    if len(names) > 1 or order > 2:
        raise Refusal("a gradient is taken by one name, once or twice", span)
    return kind("gradient", str(order), (function, *names), span)
