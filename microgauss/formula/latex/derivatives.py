"""Which fractions, among the tokens of a formula, are derivatives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lark import Token

from microgauss.formula.parsing.tokens import (
    NAMES,
    STARTS_OPERAND,
    at,
    inserted,
    partners,
    retyped,
    skip_scripts,
)  # fmt: skip

__all__ = ["before_scripts", "with_derivatives"]

Pairs = Mapping[int, int]
BRACKETS = ("(", "[", "{")
LOGARITHMS = ("log", "log2", "log10")  # what an elasticity is taken by


class Slashed(NamedTuple):
    """A derivative written with a slash: where it begins, its slash, its end, its d's."""

    start: int
    slash: int
    end: int
    ds: tuple[int, ...]


def with_derivatives(tokens: Sequence[Token]) -> list[Token]:
    """Tell derivatives from fractions, and whether ∇ and ∂_z take a name or all that follows.

    A derivative becomes DFRAC, with its function above; or DOP, where that follows, or DBRACKET,
    where it follows in brackets.
    """
    return before_brackets(prefixed(slashed(fractions(list(tokens)))))


def fractions(tokens: list[Token]) -> list[Token]:
    """Mark the fractions that are derivatives, and the d's in them."""
    pairs = partners(tokens)
    for i, this in enumerate(tokens):
        if this.type != "FRAC":
            continue
        first, middle = i + 1, pairs[i + 1]
        end = skip_scripts(tokens, first + 2, pairs)
        if not could_be_d(tokens[first + 1]) or not (
            end == middle or tokens[end].type in STARTS_OPERAND
        ):
            continue
        is_higher = tokens[first + 2].type == "SUP"
        squared = squared_ds(tokens, range(middle + 2, pairs[middle + 1]), pairs)
        put_ds_outside(tokens, squared if is_higher else [], pairs)
        ds = below(tokens, middle + 2, pairs[middle + 1], pairs)
        if ds and is_d(tokens[first + 1], tokens[ds[0]]):
            tokens[i] = retyped(this, "DOP" if end == middle else "DFRAC")
            for d in (first + 1, *ds):
                tokens[d] = retyped(tokens[d], "D", kind_of_d(tokens[d]))
        else:
            put_ds_outside(tokens, squared if is_higher else [], pairs)  # back again
    return tokens


def below(tokens: Sequence[Token], start: int, end: int, pairs: Pairs) -> list[int]:
    """Return the d's below a derivative's fraction: each stands before a name; [] if it is none."""
    found: list[int] = []
    while start < end:
        if not could_be_d(tokens[start]) or (found and not is_d(tokens[start], tokens[found[0]])):
            return []
        found.append(start)
        after = end_of_variable(tokens, start, pairs)
        if after is None:
            return []
        start = after
    return found


def end_of_variable(tokens: Sequence[Token], d: int, pairs: Pairs) -> int | None:
    r"""Return where what stands behind a d below ends: x, \ln x, (\sigma^2); None for others."""
    start = d + 1
    if start + 1 >= len(tokens):
        return end_of_name(tokens, start, pairs)
    if tokens[start].type == "FUNC" and tokens[start] in LOGARITHMS:
        start += 1
        is_group = tokens[start].type in ("OPEN", "LBRACE")
        return pairs[start] + 1 if is_group else end_of_name(tokens, start, pairs)
    if tokens[start].type != "OPEN":
        return end_of_name(tokens, start, pairs)
    is_name = end_of_name(tokens, start + 1, pairs) == pairs[start]
    after = pairs[start] + 1
    has_power = is_name and "SUP" in {this.type for this in tokens[start : after + 1]}
    is_own = is_name and tokens[start] == "["  # d[A]; d(x) is d times x
    is_variable = tokens[d].type == "D" or has_power or is_own
    return skip_scripts(tokens, after, pairs) if is_variable else None


def squared_ds(tokens: Sequence[Token], places: Iterable[int], pairs: Pairs) -> list[int]:
    r"""Return which of some places begin (\partial x)^2."""
    found = []
    for i in places:
        if tokens[i].type == "OPEN" and could_be_d(tokens[i + 1]):
            after = pairs[i] + 1
            is_name = end_of_name(tokens, i + 2, pairs) == pairs[i]
            if is_name and after < len(tokens) and tokens[after].type == "SUP":
                found.append(i)
    return found


def put_ds_outside(tokens: list[Token], places: Sequence[int], pairs: dict[int, int]) -> None:
    r"""Write (\partial x)^2 as \partial(x)^2, or the other way round."""
    for i in places:
        tokens[i : i + 2] = tokens[i + 1], tokens[i]
        old, new = (i, i + 1) if i in pairs else (i + 1, i)
        pairs[new] = pairs.pop(old)
        pairs[pairs[new]] = new


def slashed(tokens: list[Token]) -> list[Token]:
    r"""Write \partial f/\partial z as a fraction."""
    pairs = partners(tokens)
    behind = [i + 1 for i, this in enumerate(tokens[:-1]) if this.type == "SLASH"]
    squared = squared_ds(tokens, behind, pairs)
    put_ds_outside(tokens, [i for i in squared if tokens[i + 1].type == "D"], pairs)
    done: list[Token] = []
    taken = 0  # tokens that are written already
    for i, this in enumerate(tokens):
        found = around(tokens, i, pairs) if this.type == "SLASH" and i >= taken else None
        if found is not None and found.start >= taken:
            done += tokens[taken : found.start] + as_fraction(tokens, found, pairs)
            taken = found.end
    return done + tokens[taken:]


def around(tokens: Sequence[Token], slash: int, pairs: Pairs) -> Slashed | None:
    """Return the derivative around a slash."""
    end = slash + 1
    ds: list[int] = []
    while end < len(tokens) and could_be_d(tokens[end]) and is_d(tokens[slash + 1], tokens[end]):
        after = end_of_variable(tokens, end, pairs)
        if after is None:
            break
        ds.append(end)
        end = after
    start = d_before(tokens, slash, pairs) if ds else None
    if start is None or not is_d(tokens[start], tokens[ds[0]]):
        return None
    return Slashed(start, slash, end, (start, *ds))


def as_fraction(tokens: Sequence[Token], found: Slashed, pairs: Pairs) -> list[Token]:
    """Return the tokens of a derivative that was written with a slash."""
    start, slash, end, ds = found
    is_operator = skip_scripts(tokens, start + 1, pairs) == slash
    above, under = (
        [retyped(tokens[i], "D", kind_of_d(tokens[i])) if i in ds else tokens[i] for i in places]
        for places in (range(start, slash), range(slash + 1, end))
    )
    (first, _), (middle, after), (_, last) = at(tokens[start]), at(tokens[slash]), at(under[-1])
    return [
        inserted("DOP" if is_operator else "DFRAC", first),
        inserted("LBRACE", first), *above, inserted("RBRACE", middle),
        inserted("LBRACE", after), *under, inserted("RBRACE", last),
    ]  # fmt: skip


def prefixed(tokens: list[Token]) -> list[Token]:
    """Tell whether a gradient is that of a name or group, or of all that follows."""
    pairs = partners(tokens)
    for i, this in enumerate(tokens):
        after = skip_scripts(tokens, i + 1, pairs)
        is_partial = this.type == "D" and any(t.type == "SUB" for t in tokens[i + 1 : after])
        if this.type == "NABLA" or is_partial:
            target = tokens[after] if after < len(tokens) else this
            is_target = target.type in NAMES or (target.type == "OPEN" and target in BRACKETS)
            tokens[i] = retyped(this, "NABLA" if is_target else "NABLAOP")
    return tokens


def before_brackets(tokens: list[Token]) -> list[Token]:
    """Tell the operators d/dx that a bracket follows."""
    pairs = partners(tokens)
    for i, this in enumerate(tokens):
        if this.type == "DOP":
            after = pairs[pairs[i + 1] + 1] + 1
            if after < len(tokens) and tokens[after].type == "OPEN" and tokens[after] in BRACKETS:
                tokens[i] = retyped(this, "DBRACKET")
    return tokens


def could_be_d(this: Token) -> bool:
    """Tell whether a token may be the d of a derivative."""
    return this.type == "D" or (this.type == "NAME" and this.value == "d")


def kind_of_d(this: Token) -> str:
    """Return partial or d."""
    return "partial" if this.value == "partial" else "d"


def is_d(this: Token, other: Token) -> bool:
    """Tell whether a token is the same d as another."""
    return could_be_d(this) and kind_of_d(this) == kind_of_d(other)


def end_of_name(tokens: Sequence[Token], start: int, pairs: Pairs) -> int | None:
    """Return where a name, with its scripts, ends; None where no name begins."""
    if start >= len(tokens) or tokens[start].type not in NAMES:
        return None
    return skip_scripts(tokens, start + 1, pairs)


def d_before(tokens: Sequence[Token], slash: int, pairs: Pairs) -> int | None:
    """Return where the d above a slash stands: right there, or before a name, f(x), or a group."""
    place = before_scripts(tokens, slash - 1, pairs)
    if place >= 0 and tokens[place].type == "CLOSE":
        place = before_scripts(tokens, pairs[place] - 1, pairs)
        if place >= 0 and tokens[place].type == "D":
            return place
    elif place >= 0 and could_be_d(tokens[place]):
        return place
    if place >= 0 and tokens[place].type in NAMES:
        place = before_scripts(tokens, place - 1, pairs)
    elif place < 0 or tokens[place].type != "FUNC":
        return None
    if place >= 0 and tokens[place].type == "FUNC":
        place = before_scripts(tokens, place - 1, pairs)
    return place if place >= 0 and could_be_d(tokens[place]) else None


def before_scripts(tokens: Sequence[Token], place: int, pairs: Pairs) -> int:
    """Return what stands before the scripts that end at a place."""
    while place > 0:
        if tokens[place].type in ("PRIME", "STAR", "WORD", "TRANSPOSE"):
            place -= 1
        elif tokens[place].type == "RBRACE" and tokens[pairs[place] - 1].type in ("SUB", "SUP"):
            place = pairs[place] - 2
        else:
            break
    return place
