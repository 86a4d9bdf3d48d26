"""Which name a statement would define: name = ..., name(arguments) = ..., or log name = ..."""

from __future__ import annotations

from dataclasses import replace

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.parts import (
    applied_head,
    argument_name,
    bare,
    is_square,
    mere_name,
    numeral,
    outside_indices,
    step_of,
    stepped,
)
from microgauss.sheet.understanding.scope import Definition

__all__ = ["defined_by", "definition_of"]

INVERSE = {"log": "exp", "exp": "log"}  # log g = ... defines g


def definition_of(statement: Statement) -> Definition | None:
    """Return the definition that a statement would be: name = ... or name(arguments) = ...

    Also that of s^2 = ... and log g = ..., which define s and g.
    """
    if statement.relations[:1] != ("=",):
        return None
    head, term = statement.sides[:2]
    found = defined_by(head, term)
    if found is None or not found.is_implied:
        return found
    inner = head
    while inner.kind == "operation":  # the s of log s^2
        inner = inner.args[0]
    is_own = any(part.shape == inner.shape for part in outside_indices(term, inner.kind))
    return None if is_own else found


def defined_by(head: Term, term: Term) -> Definition | None:
    """Return the definition of a head as a term."""
    if head.kind == "operation" and head.text in INVERSE:
        found = defined_by(head.args[0], Term("operation", INVERSE[head.text], (term,), term.span))
        return replace(found, is_implied=True) if found else None
    inner = head.args[0] if is_square(head) else applied_head(head)
    if inner is not head:
        found = defined_by(inner, Term("operation", "sqrt", (term,), term.span))
        return replace(found, is_implied=True) if found else None
    squares = squared_arguments(head)
    head, arguments = without_arguments(head)
    if arguments is None:
        return None
    name = bare(head)
    if name is None or head.kind not in ("name", "index") or name.text in ("pi", "infinity"):
        return None
    if head.kind == "name":
        return Definition(name.text, term, arguments, squares=squares)
    found = of_index(head, term)
    return replace(found, arguments=arguments, squares=squares) if found else None


def of_index(head: Term, term: Term) -> Definition | None:
    """Return the definition of a name with indices: h_0, h_t, or h_{t+1}."""
    base, *indices = head.args
    if base.kind != "name":
        return None
    if all(numeral(index) is not None for index in indices):  # h_0, one of many
        return Definition(mere_name(head), term)
    if len(indices) == 1 and (step := step_of(indices[0])):
        letter, count = step
        is_implicit = any(part.shape == head.shape for part in term.walk())
        term = stepped(term, letter, -count)
        return None if is_implicit else Definition(base.text, term, letters=(letter,))
    if any(index.kind != "name" for index in indices):
        return None
    return Definition(base.text, term, letters=tuple(index.text for index in indices))


def without_arguments(head: Term) -> tuple[Term, tuple[str, ...] | None]:
    """Return the f of f(x, y), and its arguments; None where these are no names, or pi."""
    if head.kind != "juxtaposed" or len(head.args) != 2 or head.args[1].kind != "group":
        return head, ()
    function, group = head.args
    if any(arg.kind == "dots" for arg in group.args):
        return function, ()
    arguments = tuple(map(argument_name, group.args))
    are_names = all(arguments) and len(set(arguments)) == len(arguments)
    are_names = are_names and "pi" not in arguments  # f(pi) is a value
    return function, arguments if are_names else None


def squared_arguments(head: Term) -> tuple[str, ...]:
    """Return the sigma of f(mu, sigma^2)."""
    given = head.args[1].args if head.kind == "juxtaposed" else ()
    return tuple(argument_name(arg) for arg in given if is_square(arg))
