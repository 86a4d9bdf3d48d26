"""Sums in which nothing is left to be worked out: who sets two of them equal has made no slip."""

from __future__ import annotations

from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import bare, numeral

__all__ = ["are_collected"]


def are_collected(head: Term, side: Term) -> bool:
    """Tell whether two sides are sums in which nothing is left to be worked out.

    4x + 2y = 2x + 6y is an equation: nobody gets the one from the other.
    """
    monomials = [[monomial(term) for term in addends(one)] for one in (head, side)]
    return all(None not in some and len(set(some)) == len(some) for some in monomials)


def addends(term: Term) -> list[Term]:
    """Return the terms of a sum or difference, without their signs."""
    if term.kind == "operation" and term.text in ("add", "subtract", "negative"):
        return [one for arg in term.args for one in addends(arg)]
    return [term]


def monomial(term: Term) -> tuple[tuple[str, int], ...] | None:
    """Return the names of a product and how often each stands in it; None of another term.

    So it is where nothing is left to be worked out: not 2 · 3x, or x x.
    """
    is_product = term.kind == "juxtaposed" or term.text == "multiply"
    factors = term.args if is_product else (term,)
    found: dict[str, int] = {}
    for place, factor in enumerate(factors):
        is_power = factor.kind == "operation" and factor.text == "pow"
        base, exponent = factor.args if is_power else (factor, None)
        count = numeral(exponent) if exponent else 1
        name = bare(base) if base.kind in ("name", "index") else None
        if factor.kind == "number" and place == 0 and len(factors) > 1:
            continue
        if name is None or not count or name.text in found:
            return None
        key = f"{name.text}_{base.text}{[arg.shape for arg in base.args[1:]]}"
        if key in found:
            return None
        found[key] = count
    return tuple(sorted(found.items()))
