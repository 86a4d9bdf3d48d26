"""Open intervals as the French write them: ]0, 1[ for (0, 1), and [0, 1[ for [0, 1)."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from microgauss.formula.parsing.tokens import CLOSING, OPENING, STARTS_OPERAND, retyped

__all__ = ["with_intervals"]

BEFORE = ("REL", "COMMA", "TIMES")  # or nothing: no square bracket closes behind these
SQUARE = ("[", "]")


def with_intervals(tokens: Sequence[Token]) -> list[Token]:
    """Write ]a, b[, ]a, b] and [a, b[ with round brackets at their open ends."""
    done = list(tokens)
    place = 0
    while place < len(done):
        end = end_of_interval(done, place)
        if end is not None:
            done[place] = retyped(done[place], "OPEN", "(" if done[place] == "]" else "[")
            done[end] = retyped(done[end], "CLOSE", ")" if done[end] == "[" else "]")
            place = end
        place += 1
    return done


def end_of_interval(tokens: Sequence[Token], start: int) -> int | None:
    """Return where an interval ends that begins at a place and has an end turned around."""
    if not is_square(tokens[start]) or (start and tokens[start - 1].type not in BEFORE):
        return None
    depth = commas = 0
    for i in range(start + 1, len(tokens)):
        this = tokens[i]
        if not depth and is_square(this):
            is_turned = "]" in (tokens[start], swapped(this))
            return i if commas == 1 and is_turned and ends_operand(tokens, i) else None
        depth += (this.type in CLOSING) - (this.type in OPENING)
        commas += not depth and this.type == "COMMA"
        if depth < 0 or this.type == "REL":
            return None
    return None


def is_square(this: Token) -> bool:
    """Tell whether a token is a square bracket."""
    return this.type in ("OPEN", "CLOSE") and this in SQUARE


def swapped(this: Token) -> str:
    """Return the other square bracket."""
    return "[" if this == "]" else "]"


def ends_operand(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether no operand follows, as none does behind an interval."""
    return end + 1 == len(tokens) or tokens[end + 1].type not in STARTS_OPERAND
