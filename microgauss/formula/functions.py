"""Functions of the table, as they are applied: sin^2 x, log_2(x), max(a, b, c)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lark import Token

from microgauss.formula.errors import Refusal, Span
from microgauss.formula.names import FUNCTIONS
from microgauss.formula.scripts import Script, operation
from microgauss.formula.terms import Term

__all__ = ["Head", "applied", "head_of"]


class Head(NamedTuple):
    """A function before its argument: sin^2, log_2."""

    token: Token
    base: Term | None
    exponent: Term | None
    span: Span


def head_of(token: Token, scripts: Sequence[Script], span: Span) -> Head:
    """Return a function with its scripts: an exponent, and the base of a logarithm."""
    bases = [script for script in scripts if script.kind == "index"]
    powers = [script for script in scripts if script.kind == "power"]
    if len(bases) + len(powers) < len(scripts) or len(bases) > 1 or len(powers) > 1:
        raise Refusal(f"{token} can't have this", scripts[-1].span)
    exponent = powers[0].terms[0] if powers else None
    if exponent is not None and is_minus_1(exponent):
        raise Refusal(f"{{0}} can be 1/{token} or the inverse function: write which", span, span)
    if bases and (str(token) != "log" or len(bases[0].terms) > 1):
        raise Refusal(f"{token} can't have an index", bases[0].span)
    return Head(token, bases[0].terms[0] if bases else None, exponent, span)


def applied(head: Head, args: tuple[Term, ...], span: Span) -> Term:
    """Apply a function of the table; logarithms have a base, and max and min many arguments."""
    name = head.token.value
    if name in ("maximum", "minimum") and len(args) > 2:
        for arg in args[1:-1]:
            args = (operation(name, args[0], arg, span=span), args[-1])
    count = len(FUNCTIONS[name].partials)
    if len(args) != count:
        raise Refusal(f"{name} takes {count} argument{'s' if count > 1 else ''}", span)
    term = operation(name, *args, span=span)
    if head.base is not None:
        term = to_base(head.base, args[0], span)
    return operation("pow", term, head.exponent, span=span) if head.exponent is not None else term


def to_base(base: Term, arg: Term, span: Span) -> Term:
    """Return the logarithm to a base."""
    if base.text in ("2", "10"):
        return operation(f"log{base.text}", arg, span=span)
    log = operation("log", arg, span=span)
    if base.kind == "name" and base.text == "e":
        return log
    return operation("divide", log, operation("log", base, span=base.span), span=span)


def is_minus_1(term: Term) -> bool:
    """Tell whether a term is -1."""
    return term.kind == "operation" and term.text == "negative" and term.args[0].text == "1"
