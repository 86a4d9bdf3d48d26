"""Where a part of a formula needs brackets of its own: in a line of text, and typeset."""

from __future__ import annotations

from microgauss.engine.rules import RULES
from microgauss.formula.terms import Term

__all__ = ["binding", "is_application", "is_function", "needs_brackets"]

SUM, SIGN, PRODUCT, DERIVATIVE, BESIDE, POWER, ATOM = range(1, 8)
OPERATIONS = {
    "add": SUM, "subtract": SUM, "negative": SIGN, "multiply": PRODUCT, "divide": PRODUCT,
    "pow": POWER,
}  # fmt: skip
KINDS = {
    "derivative": DERIVATIVE, "gradient": DERIVATIVE, "sum": DERIVATIVE, "product": DERIVATIVE,
    "juxtaposed": BESIDE, "componentwise": PRODUCT,
}  # fmt: skip
# How tightly each argument has to bind; a juxtaposed factor as the last does.
NEEDED = {
    "add": (SUM, PRODUCT), "subtract": (SUM, PRODUCT), "negative": (PRODUCT,),
    "multiply": (SIGN, DERIVATIVE), "divide": (SIGN, POWER), "pow": (ATOM, SUM),
    "juxtaposed": (DERIVATIVE,), "index": (ATOM, SUM), "prime": (ATOM,), "transpose": (ATOM,),
    "factorial": (ATOM,), "componentwise": (PRODUCT, BESIDE),
    "derivative": (POWER, SUM), "gradient": (POWER, SUM), "sum": (PRODUCT, SUM),
    "product": (PRODUCT, SUM),
}  # fmt: skip


def binding(term: Term) -> int:
    """Return how tightly a term binds: a sum least, names and what has brackets most."""
    if term.kind == "operation":
        return OPERATIONS.get(term.text, ATOM)
    return KINDS.get(term.kind, ATOM)


def needs_brackets(term: Term, position: int) -> bool:
    """Tell whether an argument of a term needs brackets in a line of text.

    >>> x, two = Term("name", "x"), Term("number", "2")
    >>> double = Term("juxtaposed", args=(two, x))
    >>> needs_brackets(Term("operation", "divide", (double, double)), 1)
    True
    """
    arg = term.args[position]
    if is_function(term):
        return False  # which brings its own
    if term.kind in {"derivative", "gradient"} and is_application(arg):
        return False
    is_factor = term.kind == "juxtaposed" or term.text in {"multiply", "divide"}
    if arg.kind in {"sum", "product"} and is_factor and position < len(term.args) - 1:
        return True  # it would take what follows for its own
    needed = NEEDED.get(term.text if term.kind == "operation" else term.kind, (SUM,))
    return binding(arg) < needed[min(position, len(needed) - 1)]


def is_function(term: Term) -> bool:
    """Tell whether a term is a function of the table."""
    return term.kind == "operation" and not RULES[term.text].operator


def is_application(term: Term) -> bool:
    """Tell whether a term looks like f(x): a name and a group behind it."""
    return (
        term.kind == "juxtaposed"
        and len(term.args) == 2
        and term.args[0].kind in {"name", "index", "prime"}
        and term.args[1].kind == "group"
    )
