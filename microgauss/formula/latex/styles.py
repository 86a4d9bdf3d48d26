"""Fonts and accents, which become part of a name: *x* for bold, y_hat, calL."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.latex.means import is_mere_name, mean
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
    inner = tokens[first + 1 : -1]
    is_over_all = command.text in ACCENTS or command.text == "\\vec"
    if is_over_all and inner and inner[0].type in NAMES and not is_over_name(inner, command):
        tokens[first:] = over_product(tokens[first:], command)
        return
    style(tokens, first + 1, command)
    inner = tokens[first + 1 : -1]
    is_name = bool(inner) and inner[0].type in (*NAMES, "NUMBER")
    if is_name and (len(inner) == 1 or inner[1].type in ("SUB", "WORD", "STAR", "PRIME")):
        end = at(tokens[-1])[1] if len(inner) == 1 else at(inner[0])[1]
        inner[0] = token(inner[0].type, inner[0].value, command.start, end)
        tokens[first:] = inner


def is_over_name(inner: Sequence[Token], command: Piece) -> bool:
    """Tell whether an accent, or an arrow, stands over a single name with its scripts."""
    if command.text in ACCENTS:
        return is_mere_name(inner, command.text)
    return skip_scripts(inner, 1, partners(inner)) == len(inner)


def over_product(tokens: Sequence[Token], command: Piece) -> list[Token]:
    r"""Return the name that \overline{xy} is; it keeps the braces where it has an index."""
    opening, *inner, closing = tokens
    found = mean(inner, command.text) if command.text in ACCENTS else None
    if found is None:
        raise Refusal("stands over more than a name", (command.start, command.end))
    start, end = command.start, at(closing)[1]
    if len(found) == 1:
        return [token("NAME", found[0].value, start, end)]
    return [token("LBRACE", opening.value, start, at(opening)[1]), *found, closing]
