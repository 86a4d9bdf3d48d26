"""What y_i - (a + b x_i) says of y: that it is observed, and a + b x is only a model of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from microgauss.formula.terms import Term
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.parts import VECTOR, bare, function_of, is_square, quantities
from microgauss.sheet.understanding.scope import Definition, made_of

__all__ = ["Residual", "is_about", "residuals"]


class Residual(NamedTuple):
    """A difference of a name and its model, which would be 0 if the name were the model."""

    name: str
    left: Term
    right: Term


def residuals(
    definitions: Mapping[str, Definition], names: Names, errors: Collection[str]
) -> Iterator[Residual]:
    """Yield the differences in definitions that may be of a name and its model.

    The name has an index there, or is a vector, or the difference is squared: y_i - a - b x_i,
    where y = a + b x, or ln y_i - ln a - b ln x_i. Whether they are 0, but for ``errors``, is left
    to the caller.
    """
    for definition in definitions.values():
        squared = {id(inner(part)) for part in definition.term.walk() if is_squared(part)}
        for part in definition.term.walk():
            if part.kind != "operation" or part.text != "subtract":
                continue
            left, right = part.args
            whole = set(map(observed, part.args)) if id(part) in squared else set[str]()
            for name in (indexed_or_vectors(part, names) | whole) & definitions.keys():
                model = definitions[name]
                others = {n: known for n, known in definitions.items() if n != name}
                is_made = set(quantities(model.term)) - set(errors) <= made_of([part], others)
                if model is not definition and not name.endswith("_hat") and is_made:
                    yield Residual(name, left, right)


def indexed_or_vectors(term: Term, names: Names) -> set[str]:
    """Return the names in a term that have an index there, or are vectors."""
    bases = (bare(part) for part in term.walk() if part.kind == "index")
    found = {base.text for base in bases if base is not None}
    return found | {name for name in quantities(term) if names.shapes.get(name) == VECTOR}


def observed(term: Term) -> str:
    """Return the name that a term is, or the logarithm of; "" for another term."""
    while term.kind == "operation" and term.text == "log":
        term = term.args[0]
    name = bare(term)
    return name.text if name else ""


def is_squared(term: Term) -> bool:
    """Tell whether a term is a square, or a size: (y - w x)^2, |y - w x|."""
    return is_square(term) or term.kind == "norm" or term.text == "abs"


def inner(term: Term) -> Term:
    """Return what is squared, without brackets."""
    term = term.args[0]
    while term.kind == "group" and len(term.args) == 1:
        term = term.args[0]
    return term


def is_about(head: Term, name: str) -> bool:
    """Tell whether a claim with this head is about a name itself: y_i = ..., dy/dw = ..., y'."""
    return observed(function_of(head)) == name
