r"""Matrices that stand as their inverses only, x^T Omega^{-1} x: these have a name of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.parts import is_capital, numeral

__all__ = ["INVERSE", "inverted", "with_inverses"]

INVERSE = "_inv"  # ends the name of an inverse


def inverted(statements: Sequence[Statement]) -> set[str]:
    """Return the capitals that only stand as their inverses, and somewhere behind a transpose.

    What is said of the space of a matrix, A in R^{n x n}, doesn't count.
    """
    said = [s for s in statements if s.relations and s.relations != ("in",)]
    sides = [side for statement in said for side in statement.sides]
    parts = [part for side in sides for part in side.walk()]
    inner = {id(part.args[0]) for part in parts if is_inverse(part)}
    others = {part.text for part in parts if part.kind == "name" and id(part) not in inner}
    return {name for part in parts for name in behind_transposes(part)} - others


def behind_transposes(term: Term) -> Iterator[str]:
    """Yield the names of the inverses in a product that stand right behind a transpose."""
    for before, after in pairwise(term.args if term.kind == "juxtaposed" else ()):
        if before.kind == "transpose" and is_inverse(after):
            yield after.args[0].text


def is_inverse(term: Term) -> bool:
    """Tell whether a term is the inverse of a capital."""
    is_power = term.kind == "operation" and term.text == "pow"
    if not is_power or term.args[0].kind != "name" or not is_capital(term.args[0].text):
        return False
    exponent = term.args[1]
    return exponent.text == "negative" and numeral(exponent.args[0]) == 1


def with_inverses(statements: Iterable[Statement], names: set[str]) -> list[Statement]:
    """Return statements in which the inverses of matrices are names."""
    return [replace(s, sides=tuple(with_names(side, names) for side in s.sides))
            for s in statements]  # fmt: skip


def with_names(term: Term, names: set[str]) -> Term:
    """Return a term in which the inverses of matrices are names."""
    if is_inverse(term) and term.args[0].text in names:
        return replace(term.args[0], text=term.args[0].text + INVERSE, span=term.span)
    return replace(term, args=tuple(with_names(arg, names) for arg in term.args))
