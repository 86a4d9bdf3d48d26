"""What both tokenizers leave to do: bars, fractions, derivatives, commas between digits."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from microgauss.formula.bars import with_bars
from microgauss.formula.derivative_tokens import with_derivatives
from microgauss.formula.errors import Refusal
from microgauss.formula.tokens import CLOSING, OPENING, at, inserted, partners

__all__ = ["arranged"]


def arranged(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens in which each bar opens or closes, and derivatives are fractions of their own.

    Raises Refusal for brackets that don't match, and for a decimal comma.
    """
    refuse_decimal_commas(tokens)
    return with_derivatives(with_fractions(with_bars(tokens)))


def with_fractions(tokens: Sequence[Token]) -> list[Token]:
    r"""Write {a \over b} as {\frac{a}{b}}."""
    overs = {i: enclosing(tokens, i) for i, this in enumerate(tokens) if this.type == "OVER"}
    opening = {start for start, _ in overs.values()}
    closing = {end for _, end in overs.values()}
    if len(opening) < len(overs):
        raise Refusal("has two fractions: put each into braces", at(tokens[max(overs)]))
    done: list[Token] = []
    for i, this in enumerate(tokens):
        start, end = at(this)
        if i in opening:
            done += [this, inserted("FRAC", end), inserted("LBRACE", end)]
        elif i in overs:
            done += [inserted("RBRACE", start), inserted("LBRACE", end)]
        elif i in closing:
            done += [inserted("RBRACE", start), this]
        else:
            done.append(this)
    return done


def enclosing(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """Return the braces around a token."""
    pairs = partners(tokens)
    around = [(start, end) for start, end in pairs.items()
              if start < i < end and tokens[start].type == "LBRACE"]  # fmt: skip
    if not around:
        raise Refusal("put the fraction into braces", at(tokens[i]))
    return max(around)


def refuse_decimal_commas(tokens: Sequence[Token]) -> None:
    """Refuse 0,5, unless it stands in a list of numbers such as (0,5)."""
    inside = [""]  # of which brackets
    for i, this in enumerate(tokens):
        if this.type in CLOSING:
            inside.append(tokens[i - 1].type if i and this.type == "LBRACE" else this.type)
        elif this.type in OPENING and len(inside) > 1:
            inside.pop()
        elif this.type == "COMMA" and inside[-1] != "SUB" and is_between_digits(tokens, i):
            ends = {tokens[j].type if 0 <= j < len(tokens) else "" for j in (i - 2, i + 2)}
            if not ends <= {"COMMA", "OPEN", "CLOSE"}:
                span = (at(tokens[i - 1])[0], at(tokens[i + 1])[1])
                why = "{0} can be one number or two: write a point, or a space"
                raise Refusal(why, span, span)


def is_between_digits(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a comma joins two numbers without a space."""
    if not 0 < i < len(tokens) - 1 or {tokens[i - 1].type, tokens[i + 1].type} != {"NUMBER"}:
        return False
    return tokens[i - 1].end_pos == tokens[i].start_pos and at(tokens[i])[1] == at(tokens[i + 1])[0]
