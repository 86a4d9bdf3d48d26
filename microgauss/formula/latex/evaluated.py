r"""A bar with an equation below: f'(x)|_{x = 1}, \left.\frac{df}{dx}\right|_{x = 1}."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.latex.derivatives import before_scripts
from microgauss.formula.parsing.tokens import NAMES, at, inserted, partners, retyped

__all__ = ["with_evaluations"]


def with_evaluations(tokens: Sequence[Token]) -> list[Token]:
    r"""Write f'(x)|_{x = 1} as a command AT with two arguments, and leave \left. out elsewhere."""
    done = list(tokens)
    while (bar := first_bar(done)) is not None:
        done[bar] = retyped(done[bar], "EVALUATED")
        pairs = partners(done)
        start = start_of_expression(done, bar, pairs)
        place, end = at(done[start])[0], at(done[bar])[0]
        expression = [this for this in done[start:bar] if this.type != "LEFTDOT"]
        done[start : bar + 2] = [
            inserted("AT", place), inserted("LBRACE", place), *expression, inserted("RBRACE", end),
        ]  # fmt: skip
    return [this for this in done if this.type != "LEFTDOT"]


def first_bar(tokens: Sequence[Token]) -> int | None:
    """Return where a bar stands that has an equation below it."""
    for i, this in enumerate(tokens[:-2]):
        is_bar = this.type == "BAR" or (this.type == "CLOSE" and this == "|")
        if is_bar and tokens[i + 1].type == "SUB":
            end = next(k for k in range(i + 2, len(tokens)) if tokens[k].type == "RBRACE")
            if any(inner.type == "REL" and inner == "=" for inner in tokens[i + 3 : end]):
                return i
    return None


def start_of_expression(tokens: Sequence[Token], bar: int, pairs: dict[int, int]) -> int:
    r"""Return where what is evaluated begins: at \left., or it is one factor, maybe f(x)."""
    depth = 0
    for i in range(bar - 1, -1, -1):
        depth += (tokens[i].type in ("RBRACE", "CLOSE")) - (tokens[i].type in ("LBRACE", "OPEN"))
        if depth < 0:
            break
        if tokens[i].type == "LEFTDOT" and not depth:
            return i
    place = before_scripts(tokens, bar - 1, pairs)
    this = tokens[place] if place >= 0 else None
    if this is not None and this.type == "CLOSE" and place in pairs:
        place = pairs[place]
        name = before_scripts(tokens, place - 1, pairs)
        return name if name >= 0 and tokens[name].type in (*NAMES, "FUNC") else place
    if this is not None and this.type == "RBRACE":
        above = pairs[pairs[place] - 1] if pairs[place] - 1 in pairs else pairs[place]
        return above - 1 if tokens[above - 1].type == "FRAC" else pairs[place]
    if this is None or this.type not in NAMES:
        raise Refusal(r"what is evaluated here? put it between \left. and \right|", at(tokens[bar]))
    return place
