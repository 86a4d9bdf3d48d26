"""What is typed as in plain text: x², xᵢ, √x, e^(2x)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.latex.pieces import Piece, Pieces
from microgauss.formula.latex.words import SIGNS

__all__ = ["brace_exponent", "operand_of_root"]

INDEX_OR_POWER = re.compile(r"[A-Za-z]|\d+")


def brace_exponent(pieces: Pieces, tokens: Sequence[Token]) -> None:
    """Give an exponent in brackets that comes next its braces: e^(2x).

    Raises Refusal for x^(i), which may be an index; ``tokens`` are those before.
    """
    first = pieces.at
    last = end_of_bracket(pieces, first)
    if last is None:
        return
    inside = "".join(piece.text for piece in pieces.all[first + 1 : last])
    base = tokens[-1] if tokens else None
    is_name = base is not None and base.type in ("NAME", "BOLD", "WORD") and base != "e"
    if is_name and INDEX_OR_POWER.fullmatch(inside):
        why = (
            f"^({inside}) can be ^{{{inside}}}, a power, or ^{{({inside})}}, an index: write which"
        )
        raise Refusal(why, (pieces.all[first].start, pieces.all[last].end))
    pieces.brace(first, last)


def end_of_bracket(pieces: Pieces, first: int) -> int | None:
    """Return which piece closes a bracket."""
    depth = 0
    for i in range(first, len(pieces.all)):
        text = pieces.all[i].text
        depth += (text == "(") - (text == ")")
        if not depth:
            return i
    return None


def operand_of_root(pieces: Pieces, sign: Piece) -> Piece | None:
    """Return the number that stands under √, if one does.

    Raises Refusal for √2x and √x², which may be the root of all.
    """
    operand = pieces.following
    after = pieces.all[pieces.at + 1] if pieces.at + 1 < len(pieces.all) else None
    is_single = operand.kind in ("letter", "number") or SIGNS.get(operand.text, ("",))[0] == "NAME"
    if after and is_single and operand.end == after.start:
        is_factor = SIGNS.get(after.text, (after.kind,))[0] in ("letter", "number", "NAME", "OPEN")
        if is_factor or after.text == "^":
            raise Refusal("the root can be that of {0}, or of all that follows: write √(...)",
                          (sign.start, operand.end), (operand.start, operand.end))  # fmt: skip
    return operand if operand.kind == "number" else None
