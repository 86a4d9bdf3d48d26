"""Fonts and accents, which become part of a name: *x* for bold, y_hat, calL."""

from __future__ import annotations

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.latex.pieces import Piece
from microgauss.formula.latex.words import ACCENTS, FONTS
from microgauss.formula.parsing.tokens import NAMES, at, partners, retyped, skip_scripts, token

__all__ = ["style", "style_argument"]


def style(tokens: list[Token], first: int, command: Piece) -> None:
    """Give the names in tokens, from one on, a font, or the first of them an accent."""
    if command.text in FONTS:
        tokens[first:] = [in_font(this, FONTS[command.text]) for this in tokens[first:]]
        return
    if first >= len(tokens) or tokens[first].type not in NAMES:
        raise Refusal("stands over what is no name", (command.start, command.end))
    name = tokens[first]
    tokens[first] = retyped(name, name.type, f"{name}_{ACCENTS[command.text]}")


def in_font(this: Token, font: str) -> Token:
    """Return a token in a font."""
    if font == "bold" and this.type == "NUMBER" and this == "1":
        return retyped(this, "BOLD", "ones")
    if this.type not in NAMES:
        return this
    return retyped(this, "BOLD") if font == "bold" else retyped(this, this.type, f"{font}{this}")


def style_argument(tokens: list[Token], first: int, command: Piece) -> None:
    """Style an argument in its braces; a mere name, with its scripts, loses these."""
    style(tokens, first + 1, command)
    inner = tokens[first + 1 : -1]
    if command.text in ACCENTS and skip_scripts(inner, 1, partners(inner)) < len(inner):
        raise Refusal("stands over more than a name", (command.start, command.end))
    is_name = bool(inner) and inner[0].type in (*NAMES, "NUMBER")
    if is_name and (len(inner) == 1 or inner[1].type in ("SUB", "WORD", "STAR", "PRIME")):
        end = at(tokens[-1])[1] if len(inner) == 1 else at(inner[0])[1]
        inner[0] = token(inner[0].type, inner[0].value, command.start, end)
        tokens[first:] = inner
