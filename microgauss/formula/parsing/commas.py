"""0,5 can be a number, or two: it is refused where nothing tells."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.parsing.tokens import CLOSING, OPENING, at

__all__ = ["refuse_decimal_commas"]


def refuse_decimal_commas(tokens: Sequence[Token]) -> None:
    """Refuse 0,5, unless it stands in an index, a function's arguments, or a list of numbers."""
    before = [""]  # what stands before each bracket that is open
    for i, this in enumerate(tokens):
        if this.type in CLOSING:
            before.append(tokens[i - 1].type if i else "")
        elif this.type in OPENING and len(before) > 1:
            before.pop()
        elif this.type == "COMMA" and is_in_braces(tokens, i):
            span = (at(tokens[i - 2])[0], at(tokens[i + 2])[1])
            left, right = at(tokens[i - 2]), at(tokens[i + 2])
            raise Refusal("{0} can be {1}.{2} or {1}{2}: write which", span, span, left, right)
        elif this.type != "COMMA" or before[-1] in ("SUB", "FUNC"):
            continue
        elif is_between_digits(tokens, i) and not is_in_list(tokens, i):
            left, right = at(tokens[i - 1]), at(tokens[i + 1])
            span = (left[0], right[1])
            why = "{0} can be {1}.{2}, or {1} and {2}: write which"
            raise Refusal(why, span, span, left, right)


def is_in_braces(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a comma stands in braces between two numbers: 1{,}000."""
    kinds = [this.type for this in tokens[max(i - 2, 0) : i + 3]]
    return kinds == ["NUMBER", "LBRACE", "COMMA", "RBRACE", "NUMBER"]


def is_between_digits(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a comma joins two numbers without a space."""
    around = [tokens[j].type for j in (i - 1, i + 1) if 0 <= j < len(tokens)]
    if around != ["NUMBER", "NUMBER"]:
        return False
    return tokens[i - 1].end_pos == tokens[i].start_pos and at(tokens[i])[1] == at(tokens[i + 1])[0]


def is_in_list(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether the numbers around a comma stand by themselves between brackets or commas."""
    ends = {tokens[j].type if 0 <= j < len(tokens) else "" for j in (i - 2, i + 2)}
    return ends <= {"COMMA", "OPEN", "CLOSE"}
