r"""Slips with matrices: a transposition too much or too little, factors in the wrong order.

Component by component they are no small changes, so they are tried in the text: W for W^\top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, pairwise
from typing import NamedTuple

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Term
from microgauss.sheet.notation.normal import normal
from microgauss.sheet.notation.parts import MATRIX, SCALAR, is_inverse_power
from microgauss.sheet.understanding.leaves import NotUnderstoodError
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.verdict.repairing import Mended, Wrong

__all__ = ["reordered"]

MOST = 24  # changes that are tried
WITHIN = ("transpose", "index", "call", "prime", "derivative", "gradient")  # no factors stand
RAISED = re.compile(r"\^\{([^{}]*)\}$")


class Change(NamedTuple):
    """What is put in the place of a part of the text, and in words what was wrong."""

    part: Term
    new: str
    words: str


def reordered(wrong: Wrong) -> Mended | None:
    """Look for a transposition, or an order of factors, that makes a wrong side right."""
    start, end = wrong.right.span
    for part, new, words in islice(changes(wrong), MOST):
        first, last = part.span
        text = wrong.text[start:first] + new + wrong.text[last:end]
        with suppress(FormulaError, ValueError):
            (statement,) = normal(read_latex(text), wrong.judge.scope.names)
            found = wrong.judge.judged(wrong.left, "=", statement.sides[0])
            if found.verdict == "correct":
                return Mended(text, ((wrong.text[first:last], new),), words)
    return None


def changes(wrong: Wrong) -> Iterator[Change]:
    """Yield the changes: a transposition first, then an order, then that of a whole product."""
    meaning = Meaning(wrong.judge.scope.branch())
    products = []
    raised = {id(part.args[0]) for part in wrong.right.walk() if part.text == "pow"}
    inside = {id(arg) for part in wrong.right.walk() if part.kind in WITHIN for arg in part.args}
    for part in wrong.right.walk():
        if part.kind in ("juxtaposed", "operation") and has_vectors(part, meaning):
            products.append(part)
        is_factor = part.kind in ("name", "index", "transpose") and id(part) not in inside
        if is_factor and is_vector(part, meaning):
            new, old = transposed(part, wrong.text), wrong.text[slice(*part.span)]
            new = f"({new})" if id(part) in raised and part.kind != "transpose" else new
            yield Change(part, new, f"{old} should be {new}")
    yield from inverted(wrong, meaning)
    for product in products:
        yield from in_other_orders(product, wrong.text, meaning)


def inverted(wrong: Wrong, meaning: Meaning) -> Iterator[Change]:
    """Yield a matrix in the place of its inverse, and the other way round."""
    for part in wrong.right.walk():
        old = wrong.text[slice(*part.span)]
        if is_inverse_power(part) and is_vector(part.args[0], meaning):
            base = wrong.text[slice(*part.args[0].span)]
            yield Change(part, base, f"{old} should be {base}")
        elif part.kind == "name" and shape_of(part, meaning) == MATRIX:
            yield Change(part, f"{old}^{{-1}}", f"{old} should be inverted")


def in_other_orders(product: Term, text: str, meaning: Meaning) -> Iterator[Change]:
    """Yield a product with two neighbours swapped, and its transpose."""
    factors = list(product.args)
    parts = [text[slice(*factor.span)] for factor in factors]
    for i, (a, b) in enumerate(pairwise(factors)):
        if is_vector(a, meaning) and is_vector(b, meaning):
            swapped = [*parts[:i], parts[i + 1], parts[i], *parts[i + 2 :]]
            words = f"{parts[i]} and {parts[i + 1]} are in the wrong order"
            yield Change(product, " ".join(swapped), words)
    scalars = [part for part, f in zip(parts, factors, strict=True) if not is_vector(f, meaning)]
    others = [transposed(f, text) for f in factors if is_vector(f, meaning)]
    yield Change(product, " ".join([*scalars, *reversed(others)]), "it is transposed")


def transposed(part: Term, text: str) -> str:
    """Write the transpose of a factor; that of a transpose is the factor itself."""
    if part.kind == "transpose":
        return text[slice(*part.args[0].span)]
    old = text[slice(*part.span)]
    raised = RAISED.search(old)
    return rf"{old[: raised.start()]}^{{{raised[1]}\top}}" if raised else rf"{old}^\top"


def has_vectors(product: Term, meaning: Meaning) -> bool:
    """Tell whether two factors of a product are vectors or matrices."""
    is_product = product.kind == "juxtaposed" or product.text == "multiply"
    return is_product and sum(is_vector(factor, meaning) for factor in product.args) > 1


def is_vector(term: Term, meaning: Meaning) -> bool:
    """Tell whether a term is a vector or a matrix."""
    return shape_of(term, meaning) not in ("", SCALAR)


def shape_of(term: Term, meaning: Meaning) -> str:
    """Return the shape of a term; "" where it has none."""
    try:
        return meaning.shape(term)
    except NotUnderstoodError:
        return ""
