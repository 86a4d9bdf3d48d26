r"""An accent over a product or a power: \overline{xy} is a name by itself, and no product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lark import Token

from microgauss.formula.latex.words import ACCENTS
from microgauss.formula.parsing.tokens import partners, retyped, skip_scripts

__all__ = ["is_mere_name", "mean"]

SQUARES = ("sigma", "tau")  # the accent over one's square is often that over itself
NO_NAMES = ("\\dot", "\\ddot", "\\underline")  # a derivative by the time, and what is stressed


def is_mere_name(tokens: Sequence[Token], command: str) -> bool:
    """Tell whether an accent over a name with its scripts is one over the name."""
    end = skip_scripts(tokens, 1, partners(tokens))
    if end < len(tokens):
        return False
    is_square = tokens[0] in SQUARES and ACCENTS[command] == "hat"
    powers = [script for script in scripts_of(tokens) if script[0].type == "SUP"]
    return all(
        is_square or (tokens[0].type == "BOLD" and [this.value for this in power[2:-1]] == ["T"])
        for power in powers
    )


def mean(tokens: Sequence[Token], command: str) -> list[Token] | None:
    """Return the name, and the index, of a product of names with an accent over all of it.

    It is (x·y)_bar in whichever order. An index that all factors have is one of the whole. None
    for what is no such product, and for an accent that makes no name.
    """
    powers: Counter[str] = Counter()
    indices: dict[str, list[Token]] = {}
    place, pairs = 0, partners(tokens)
    while place < len(tokens):
        this = tokens[place]
        end = skip_scripts(tokens, place + 1, pairs)
        scripts = scripts_of(tokens[place:end])
        by_kind = {script[0].type: script for script in scripts}
        count = exponent(by_kind.pop("SUP", None))
        index = by_kind.pop("SUB", [])
        is_factor = this.type == "NAME" and "_" not in this and not by_kind
        if not is_factor or not count or len(scripts) > bool(index) + (count > 1):
            return None
        powers[str(this)] += count
        indices.setdefault(" ".join(part.value for part in index), index)
        place = end + (end + 1 < len(tokens) and tokens[end].type == "TIMES")
    if command in NO_NAMES or len(indices) > 1:
        return None
    text = "·".join(f"{name}^{n}" if n > 1 else name for name, n in sorted(powers.items()))
    name = retyped(tokens[0], "NAME", f"({text})_{ACCENTS[command]}")
    return [name, *next(iter(indices.values()))]


def scripts_of(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the scripts behind the first token, each with its argument in braces."""
    found, place, pairs = [], 1, partners(tokens)
    while place < len(tokens):
        end = skip_scripts(tokens[: place + 1], place, pairs)
        found.append(list(tokens[place:end]))
        place = end
    return found


def exponent(power: Sequence[Token] | None) -> int:
    """Return how often a factor is taken; 0 where no number says so."""
    if power is None:
        return 1
    is_count = [this.type for this in power[2:-1]] == ["NUMBER"] and power[2].isdigit()
    return int(power[2]) if is_count else 0
