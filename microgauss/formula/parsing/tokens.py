"""Tokens, and what stands between brackets among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lark import Token

__all__ = [
    "CLOSING", "DEEPEST", "ENDS_OPERAND", "NAMES", "OPENING", "SCRIPTS", "STARTS_OPERAND", "at",
    "depths", "inserted", "partners", "retyped", "skip_scripts", "span_of", "token",
]  # fmt: skip

ENDS_OPERAND = {
    "NAME", "BOLD", "NUMBER", "DOTS", "RBRACE", "CLOSE", "ENDMATRIX", "PRIME", "STAR", "WORD",
    "TRANSPOSE", "BANG",
}  # fmt: skip
STARTS_OPERAND = {
    "NAME", "BOLD", "NUMBER", "OPEN", "LBRACE", "FUNC", "FRAC", "CHOOSE", "SQRT", "ROOT", "BIG",
    "MATRIX", "CASES", "AT", "DFRAC", "D", "NABLA",
}  # fmt: skip
CLOSING = {"OPEN": "CLOSE", "LBRACE": "RBRACE", "MATRIX": "ENDMATRIX", "CASES": "ENDMATRIX"}
OPENING = {"CLOSE": "OPEN", "RBRACE": "LBRACE", "ENDMATRIX": "MATRIX"}
NAMES = ("NAME", "BOLD")
DEEPEST = 200
SCRIPTS = ("SUB", "SUP", "UPINDEX", "PRIME", "STAR", "WORD", "TRANSPOSE")


def token(kind: str, value: str, start: int, end: int) -> Token:
    """Return a token with its place."""
    return Token(kind, value, start, end_pos=end)


def retyped(old: Token, kind: str, value: str | None = None) -> Token:
    """Return a token as another kind, at its place."""
    return token(kind, old.value if value is None else value, old.start_pos or 0, old.end_pos or 0)


def at(place: Token) -> tuple[int, int]:
    """Return where a token stands."""
    return place.start_pos or 0, place.end_pos or 0


def span_of(tokens: Sequence[Token]) -> tuple[int, int]:
    """Return where tokens stand, from the first to the last."""
    return at(tokens[0])[0], at(tokens[-1])[1]


def inserted(kind: str, place: int) -> Token:
    """Return a token that has no text of its own."""
    return token(kind, "", place, place)


def partners(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the closing token of each opening one, and the other way round."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for i, this in enumerate(tokens):
        if this.type in CLOSING:
            stack.append(i)
        elif this.type in OPENING and stack:
            found[i] = stack.pop()
            found[found[i]] = i
    return found


def depths(tokens: Sequence[Token]) -> Iterator[int]:
    """Yield how deep in brackets each token stands; the brackets themselves stand outside."""
    depth = 0
    for this in tokens:
        depth -= this.type in OPENING
        yield depth
        depth += this.type in CLOSING


def skip_scripts(tokens: Sequence[Token], start: int, pairs: Mapping[int, int]) -> int:
    """Return where the scripts that begin at a place end."""
    while start < len(tokens) and tokens[start].type in SCRIPTS:
        has_argument = tokens[start].type in ("SUB", "SUP", "UPINDEX")
        start = pairs.get(start + 1, start) + 1 if has_argument else start + 1
    return start
