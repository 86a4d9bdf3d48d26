r"""What is left to do when the tokens are made: bars, {a \over b}, derivatives."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.latex.derivatives import with_derivatives
from microgauss.formula.latex.evaluated import with_evaluations
from microgauss.formula.parsing.bars import with_bars
from microgauss.formula.parsing.commas import refuse_decimal_commas
from microgauss.formula.parsing.intervals import with_intervals
from microgauss.formula.parsing.tokens import at, inserted, partners

__all__ = ["arranged"]


def arranged(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens in which each bar opens or closes, and derivatives are fractions of their own.

    Raises Refusal for brackets that don't match, and for a decimal comma.
    """
    tokens = with_intervals(tokens)
    refuse_decimal_commas(tokens)
    return with_derivatives(with_fractions(with_bars(with_evaluations(tokens))))


def with_fractions(tokens: Sequence[Token]) -> list[Token]:
    r"""Write {a \over b} as {\frac{a}{b}}."""
    overs = braces_of_fractions(tokens)
    pairs = partners(tokens) if overs else {}
    closing = {pairs[start] for start in overs.values()}
    opening = set(overs.values())
    done: list[Token] = []
    for i, this in enumerate(tokens):
        start, end = at(this)
        if i in overs:
            done += [inserted("RBRACE", start), inserted("LBRACE", end)]
            continue
        if i in closing:
            done.append(inserted("RBRACE", start))
        done.append(this)
        if i in opening:
            done += [inserted("FRAC", end), inserted("LBRACE", end)]
    return done


def braces_of_fractions(tokens: Sequence[Token]) -> dict[int, int]:
    r"""Return where the braces around each \over open."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    opened: list[int] = []
    for i, this in enumerate(tokens):
        if this.type == "LBRACE":
            opened.append(i)
        elif this.type == "RBRACE":
            opened.pop()
        elif this.type == "OVER":
            if not opened or opened[-1] in taken:
                raise Refusal("put the fraction into braces", at(this))
            found[i] = opened[-1]
            taken.add(opened[-1])
    return found
