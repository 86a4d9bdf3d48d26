"""What can be read in two ways in plain text: e^2x, x^1/2, e^-k*t, sin x y, a/b(c)."""

from __future__ import annotations

from itertools import pairwise

from microgauss.formula.errors import Refusal
from microgauss.formula.names import FUNCTIONS
from microgauss.formula.parsing.functions import Unbracketed
from microgauss.formula.terms import Term

__all__ = ["refuse_two_readings"]


def refuse_two_readings(term: Term, text: str) -> None:
    """Refuse a term that people might have meant otherwise; its arguments have been looked at.

    Powers with ** are what Python says, as a program means them.
    """
    if isinstance(term, Unbracketed):
        refuse_long_argument(term)
    elif term.kind == "juxtaposed":
        for left, right in pairwise(term.args):
            refuse_after_power(left, right, text, is_adjacent=left.span[1] == right.span[0])
    elif term.kind == "operation" and term.text == "pow":
        refuse_power_of_negative(term, text)
    elif term.kind == "operation" and term.text in ("multiply", "divide"):
        left, right = term.args
        refuse_after_power(last_factor(left), right, text, is_divided=term.text == "divide")
        if term.text == "divide" and right.kind == "juxtaposed":
            first, *others = right.args
            span = (left.span[0], right.span[1])
            rest = (others[0].span[0], right.span[1])
            raise Refusal("{0} can be ({1}){2} or {3}/({4}): write which", span,
                          span, (left.span[0], first.span[1]), rest, left.span,
                          right.span)  # fmt: skip


def refuse_long_argument(term: Unbracketed) -> None:
    """Refuse sin x y, but not sin 2x and sin xy."""
    applied = term if term.text in FUNCTIONS else term.args[0]
    argument = applied.args[0]
    if argument.kind != "juxtaposed" or argument.args[0].kind == "number":
        return
    first, *rest = argument.args
    is_close = all(a.span[1] == b.span[0] for a, b in pairwise(argument.args))
    if first.text == "pi" or (is_close and all(factor.kind != "group" for factor in rest)):
        return
    others = (rest[0].span[0], rest[-1].span[1])
    raise Refusal("{0} can be {1}({2}) or {1}({3}) times {4}: write which", term.span,
                  term.span, term.head, argument.span, first.span, others)  # fmt: skip


def refuse_after_power(
    power: Term, after: Term, text: str, *, is_adjacent: bool = False, is_divided: bool = False
) -> None:
    """Refuse what may belong to the exponent before it: e^2x, x^1/2, e^-k*t."""
    sign = sign_of(power, text)
    if not sign or power.args[1].kind == "group":
        return
    exponent = power.args[1]
    is_negative = exponent.kind == "operation" and exponent.text == "negative"
    has_name = any(part.kind == "name" for part in exponent.walk())
    may_go_on = (is_negative and (has_name or is_divided)) or (is_divided and exponent.text == "1")
    if (is_adjacent and after.kind != "group") or (sign == "^" and may_go_on):
        whole = (power.span[0], after.span[1])
        between = text[exponent.span[1] : after.span[0]].strip()
        raise Refusal(
            f"{{0}} can be ({{1}}){between}{{2}} or {{3}}{sign}({{4}}{between}{{2}}): write which",
            whole, whole, power.span, after.span, power.args[0].span, exponent.span,
        )  # fmt: skip


def refuse_power_of_negative(term: Term, text: str) -> None:
    """Refuse x^-y^2."""
    base, exponent = term.args
    is_negative = exponent.kind == "operation" and exponent.text == "negative"
    inner = exponent.args[0] if is_negative else exponent
    if sign_of(term, text) == "^" and is_negative and inner.kind == "operation":
        low = inner.args[0].span
        raise Refusal("{0} can be {1}^(-({2})) or ({1}^-{3}) to a power: write which", term.span,
                      term.span, base.span, inner.span, low)  # fmt: skip


def sign_of(term: Term, text: str) -> str:
    """Return the sign with which a power is written; "" for a raised exponent or no power."""
    if term.kind != "operation" or term.text != "pow":
        return ""
    between = text[term.args[0].span[1] : term.args[1].span[0]]
    return "^" if "^" in between else "**" if "**" in between else ""


def last_factor(term: Term) -> Term:
    """Return the factor that stands last in a product."""
    while term.kind == "juxtaposed" or (
        term.kind == "operation" and term.text in ("multiply", "negative")
    ):
        term = term.args[-1]
    return term
