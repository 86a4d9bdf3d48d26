"""Functions of the table, and what they are applied to: sin 2x, sin^2(x), log_2 x, max(a, b, c)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from lark import Token

from microgauss.formula.errors import Refusal, Span
from microgauss.formula.names import FUNCTION_NAMES, FUNCTIONS
from microgauss.formula.parsing.compositions import COMPOSED_NAMES, composed
from microgauss.formula.parsing.readings import last_of, refuse_pair
from microgauss.formula.parsing.scripts import Script, operation
from microgauss.formula.terms import Term

__all__ = [
    "MATRIX_FUNCTIONS", "Called", "Head", "Unbracketed", "applied", "head_of", "refuse_division",
    "run_of",
]  # fmt: skip

MATRIX_FUNCTIONS = {"tr": "tr", "Tr": "tr", "trace": "tr", "det": "det"}
LOGARITHMS = ("log", "log2", "log10")  # of which factors, that is written in brackets


class Head(NamedTuple):
    """A function before its argument, sin^2, log_2, and how often it is differentiated: tanh'."""

    token: Token
    base: Term | None
    exponent: Term | None
    span: Span
    primes: int = 0


@dataclass(frozen=True, eq=False)
class Called(Term):
    """A function whose arguments stand in brackets."""


@dataclass(frozen=True, eq=False)
class Unbracketed(Term):
    """A function, and where its name stands, whose argument stands without brackets."""

    head: Span = (0, 0)


def run_of(items: Sequence[Term | Head]) -> Term:
    """Return what stands side by side; a function takes the factors up to the next, or to e^x."""
    rest: list[Term] = []  # what has been read, from the right
    for item in reversed(items):
        rest.insert(0, item if isinstance(item, Term) else taking(item, rest))
    for before, after in pairwise(rest):
        refuse_pair(before, after)
        is_over = is_function(after) or (is_exponential(after) and before.text not in LOGARITHMS)
        if isinstance(before, Unbracketed) and not is_over:
            span = (before.span[0], after.span[1])
            raise Refusal("{0} can be ({1}) times {2} or {3} of the product: write which",
                          span, span, before.span, after.span, before.head)  # fmt: skip
    return product_of(rest)


def product_of(factors: Sequence[Term]) -> Term:
    """Return factors side by side; one is itself."""
    if len(factors) == 1:
        return factors[0]
    return Term("juxtaposed", "", (*factors,), (factors[0].span[0], factors[-1].span[1]))


def taking(head: Head, rest: list[Term]) -> Unbracketed:
    """Take the argument of a function off what stands behind it."""
    if not rest:
        raise Refusal(f"{head.token} is a function: what is it taken of?", head.span)
    count = 1
    while not is_function(rest[0]) and count < len(rest) and not ends(rest[count]):
        if rest[count - 1].kind == "name" and is_power(rest[count]):
            break  # sin x x^2 has two readings
        count += 1
    argument = rest[:count]
    del rest[:count]
    for before, after in pairwise(argument):
        refuse_pair(before, after)
    refuse_call(head, argument)
    span = (head.span[0], argument[-1].span[1])
    term = applied(head, (product_of(argument),), span)
    return Unbracketed(term.kind, term.text, term.args, span, head=head.span)


def refuse_call(head: Head, argument: Sequence[Term]) -> None:
    """Refuse cos r f(r), which may be cos(r) f(r), or the cosine of a product.

    That log p(x) q(x) is of the product is usual.
    """
    if len(argument) > 1 and argument[1].kind == "group":
        return
    for place, (before, after) in enumerate(pairwise(argument)):
        if place and before.kind == "name" and is_call(after):
            start, end = head.span[0], after.span[1]
            own = start, argument[place - 1].span[1]
            raise Refusal("{0} can be ({1}) times {2}{3} or of the product: write which",
                          (start, end), (start, end), own, before.span, after.span)  # fmt: skip


def is_call(term: Term) -> bool:
    """Tell whether brackets hold only a name, as those of f(r) do."""
    return term.kind == "group" and len(term.args) == 1 and term.args[0].kind == "name"


def is_function(term: Term) -> bool:
    """Tell whether a factor is a function, maybe with a power, or a sum."""
    while term.kind == "operation" and term.text == "pow" and not isinstance(term, Unbracketed):
        term = term.args[0]
    return isinstance(term, (Called, Unbracketed)) or term.kind in ("sum", "product")


def ends(term: Term) -> bool:
    """Tell whether the argument of a function without brackets ends before a factor."""
    return is_function(term) or is_exponential(term)


def is_power(term: Term) -> bool:
    """Tell whether a factor is a power of a name."""
    is_raised = term.kind == "operation" and term.text == "pow"
    return is_raised and term.args[0].kind == "name"


def is_exponential(term: Term) -> bool:
    """Tell whether a factor is a power of e: sin x e^x is a product."""
    is_power = term.kind == "operation" and term.text == "pow"
    return is_power and term.args[0].kind == "name" and term.args[0].text == "e"


def refuse_division(left: Term, right: Term) -> None:
    """Refuse log a/b, which may be the logarithm of the quotient."""
    term = last_of(left, Unbracketed)
    if term is None:
        return
    span, argument = (term.span[0], right.span[1]), (term.head[1], term.span[1])
    raise Refusal("{0} can be ({1})/{2} or {3}({4}/{2}): write which",
                  span, span, term.span, right.span, term.head, argument)  # fmt: skip


def head_of(token: Token, scripts: Sequence[Script], span: Span) -> Head:
    """Return a function with its scripts: an exponent, and the base of a logarithm."""
    primes = sum(len(script.text) for script in scripts if script.kind == "prime")
    if primes and len(scripts) > 1:
        raise Refusal(rf"write a derivative of {token} as \frac{{d}}{{dx}}", span)
    if primes:
        return Head(token, None, None, span, primes)
    bases = [script for script in scripts if script.kind == "index"]
    powers = [script for script in scripts if script.kind == "power"]
    if len(bases) + len(powers) < len(scripts) or len(bases) > 1 or len(powers) > 1:
        raise Refusal(f"{token} can't have this", scripts[-1].span)
    exponent = powers[0].terms[0] if powers else None
    if exponent is not None and is_minus_1(exponent):
        raise Refusal(f"{{0}} can be 1/{token} or the inverse function: write which", span, span)
    if bases and (FUNCTION_NAMES.get(str(token)) != "log" or len(bases[0].terms) > 1):
        raise Refusal(f"{token} can't have an index", bases[0].span)
    return Head(token, bases[0].terms[0] if bases else None, exponent, span)


def applied(head: Head, args: tuple[Term, ...], span: Span) -> Term:
    """Apply a function; logarithms have a base, and max and min many arguments."""
    name = FUNCTION_NAMES.get(str(head.token), "")
    if head.primes:
        return differentiated(head, args, span)
    if str(head.token) in MATRIX_FUNCTIONS:
        return of_matrix(head, args, span)
    if name in ("maximum", "minimum") and len(args) > 2:
        for arg in args[1:-1]:
            args = (operation(name, args[0], arg, span=span), args[-1])
    count = len(FUNCTIONS[name].partials) if name else 1
    if len(args) != count:
        raise Refusal(f"{head.token} takes {count} argument{'s' if count > 1 else ''}", span)
    if name:
        term = operation(name, *args, span=span)
    else:
        term = composed(COMPOSED_NAMES[str(head.token)], args[0], span)
    if head.base is not None:
        term = to_base(head.base, args[0], span)
    return operation("pow", term, head.exponent, span=span) if head.exponent is not None else term


def of_matrix(head: Head, args: tuple[Term, ...], span: Span) -> Term:
    """Return the trace or determinant: a name, applied, since the table is one of numbers."""
    name = Term("name", MATRIX_FUNCTIONS[str(head.token)], (), head.span)
    group = args[0] if args[0].kind == "group" else Term("group", "(", args, span)
    term = Term("juxtaposed", "", (name, group), span)
    return operation("pow", term, head.exponent, span=span) if head.exponent is not None else term


def differentiated(head: Head, args: tuple[Term, ...], span: Span) -> Term:
    """Return the derivative of a function at an argument: tanh'(a)."""
    if len(args) != 1 or str(head.token) not in FUNCTION_NAMES:
        raise Refusal(rf"write a derivative of {head.token} as \frac{{d}}{{dx}}", head.span)
    name = Term("name", FUNCTION_NAMES[str(head.token)], (), head.span)
    prime = Term("prime", "'" * head.primes, (name,), head.span)
    return Term("juxtaposed", "", (prime, Term("group", "(", args, span)), span)


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
