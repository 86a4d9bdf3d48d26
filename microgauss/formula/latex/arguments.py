r"""Where the argument of a function without brackets ends, by a space: \cos r \, f(r)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.parsing.tokens import NAMES, at, inserted, partners, skip_scripts

__all__ = ["with_ended_arguments"]

SPACE = re.compile(r"\\[,;: ]|~|\\quad|\\thinspace")
OPERANDS = (*NAMES, "NUMBER", "LBRACE", "FRAC", "SQRT", "OPEN")


def with_ended_arguments(tokens: Sequence[Token], source: str) -> list[Token]:
    r"""Put braces around arguments behind which a space stands, and then a factor of its own.

    Raises Refusal where a name stands there that may be meant as a part of the argument:
    \cos a \, x.
    """
    pairs = partners(tokens)
    ends = {i: end for i, this in enumerate(tokens) if this.type == "FUNC"
            and (end := end_of_argument(tokens, i, pairs, source))}  # fmt: skip
    done: list[Token] = []
    closing = {end for _, end in ends.values()}
    opening = {first for first, _ in ends.values()}
    for i, this in enumerate(tokens):
        if i in closing:
            done.append(inserted("RBRACE", at(tokens[i - 1])[1]))
        if i in opening:
            done.append(inserted("LBRACE", at(this)[0]))
        done.append(this)
    return done


def end_of_argument(
    tokens: Sequence[Token], place: int, pairs: Mapping[int, int], source: str
) -> tuple[int, int] | None:
    """Return where the argument of a function begins, and what follows it behind a space."""
    first = here = skip_scripts(tokens, place + 1, pairs)
    if first < len(tokens) and tokens[first].type == "OPEN":
        return None
    while here < len(tokens) and tokens[here].type in OPERANDS:
        is_fraction = tokens[here].type == "FRAC"
        here = pairs.get(here, here) + 1
        if is_fraction:
            here = pairs[pairs[here] + 1] + 1
        here = skip_scripts(tokens, here, pairs)
        gap = at(tokens[here - 1])[1], at(tokens[here])[0] if here < len(tokens) else 0
        if SPACE.search(source, *gap):
            return (first, here) if is_factor(tokens, place, first, here) else None
    return None


def is_factor(tokens: Sequence[Token], function: int, first: int, place: int) -> bool:
    """Tell whether what follows a space is a factor: f(r), e^x, a capital; refuse another name."""
    this, behind = tokens[place], [one.type for one in tokens[place + 1 : place + 2]]
    is_number = all(one.type == "NUMBER" for one in tokens[first:place])
    if this.type not in NAMES:
        return False
    is_power = behind == ["SUP"] and this == "e"
    is_rate = this.endswith("dot")
    is_other = this.type == "BOLD" or behind == ["OPEN"] or this[:1].isupper()
    if is_number or is_power or is_rate or is_other:
        return True
    span = at(tokens[function])[0], at(this)[1]
    argument = at(tokens[first])[0], at(tokens[place - 1])[1]
    raise Refusal("{0} can be of {1} alone, times {2}, or of the product: write which",
                  span, span, argument, at(this))  # fmt: skip
