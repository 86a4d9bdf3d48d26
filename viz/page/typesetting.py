"""Formulas of a graph, typeset: as MathML, which browsers show by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from microgauss.console import one_line
from microgauss.engine.notation import number
from microgauss.engine.rules import RULES
from microgauss.engine.value import Value
from microgauss.formula.elements import operator
from microgauss.formula.mathml import math_element, mathml
from microgauss.formula.terms import Term
from microgauss.viz.naming import DEPTH, NAME_WIDTH

if TYPE_CHECKING:
    from microgauss.viz.stepping import Step

__all__ = ["definition", "named", "symbols"]

ALONE = re.compile(r"<mrow>(<m[ion]>[^<]*</m[ion]>)</mrow>")  # a row of one name, number or sign
NO_SPAN = ' data-span="0-0"'  # these terms are of no text
LARGEST = 40  # parts of a formula: what is larger is easier to read as a line of text


def symbols(step: Step) -> list[str]:
    """Typeset what a step says in symbols: the operation, or the chain rule and what it comes to.

    Where that is too long, there is an empty text instead.

    >>> from microgauss.viz.stepping import steps
    >>> x = Value(3.0, "x")
    >>> [text.count("<mfrac>") for step in steps(x.log()) for text in symbols(step)]
    [0, 3, 2]
    """
    if step.argument is None:
        return [typeset(operation(step.value))]
    f, v, a = (name_of(value, step.output) for value in (step.output, step.value, step.argument))
    upstream, local = derivative(f, v), term_of(step.local_graph)
    chain = (derivative(f, a), operator("+="), upstream, operator("·"), derivative(v, a))
    return [typeset(*chain), typeset(Term("operation", "multiply", (upstream, local)))]


def named(value: Value, output: Value) -> str:
    """Typeset a value's name with the operation that computes it: s = √(1 + z²)."""
    if value.rule is None:
        return typeset(name_of(value, output))
    if not value.label and value is not output:
        return typeset(operation(value))
    return typeset(name_of(value, output), operator("="), operation(value))


def definition(value: Value, output: Value) -> str:
    """Typeset a value's name, if it has one, with its formula down to what has a name."""
    formula = operation(value, depth=LARGEST)
    if not value.label and value is not output:
        return typeset(formula)
    return typeset(name_of(value, output), operator("="), formula)


def typeset(*parts: Term | str) -> str:
    """Put terms, and the signs between them, into a math element; "" for what is too long."""
    terms = [part for part in parts if isinstance(part, Term)]
    if sum(1 for term in terms for _ in term.walk()) > LARGEST:
        return ""
    content = "".join(mathml(part) if isinstance(part, Term) else part for part in parts)
    return math_element(ALONE.sub(r"\1", content.replace(NO_SPAN, "")), display=True)


def derivative(of: Term, by: Term) -> Term:
    """Return the term of a partial derivative, of a sum or by one in brackets."""
    return Term("derivative", "1", (in_brackets(of), in_brackets(by)))


def in_brackets(term: Term) -> Term:
    """Put a term in brackets, unless it is a name or a function, which brings its own."""
    is_plain = term.kind != "operation" or not RULES[term.text].operator
    return term if is_plain else Term("group", "(", (term,))


def name_of(value: Value, output: Value) -> Term:
    """Return the term of a value's name, or else of its formula; an output is called f."""
    return Term("name", "f") if value is output and not value.label else term_of(value)


def term_of(value: Value | float, depth: int = DEPTH) -> Term:
    """Return the term of a value: its label, its number, or its formula over those."""
    if not isinstance(value, Value):
        return figure(value)
    if value.label:
        return Term("name", one_line(value.label, NAME_WIDTH))
    if value.rule is None:
        return figure(value.data)
    return operation(value, depth) if depth else Term("dots")


def operation(value: Value, depth: int = DEPTH) -> Term:
    """Return the term of the operation that computes a value."""
    assert value.rule is not None  # a leaf has none
    return Term("operation", value.rule.name, tuple(term_of(arg, depth - 1) for arg in value.args))


def figure(x: float) -> Term:
    """Return the term of a number; one below 0 has its sign before it."""
    shown = Term("number", number(abs(x)))
    return Term("operation", "negative", (shown,)) if x < 0 else shown
