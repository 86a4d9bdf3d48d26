r"""0,5 can be a number, or two: it is refused where nothing tells, as \in and dots do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.parsing.tokens import CLOSING, OPENING, at

__all__ = ["refuse_decimal_commas"]

DIVIDERS = ("ALIGN", "ARROW", "BREAK", "CELL", "LINE", "QUAD", "REL", "ROW", "TEXT")
SIGNS = ("MINUS", "PLUS")
INDICES = set("ijklmn")


@dataclass
class Commas:
    """What stands in brackets, or on a side of a relation, from ``start``, and its commas.

    ``before`` is the token before the bracket, and ``relation`` the relation before the side, which
    ``is_of_indices`` if there are several letters of such before that: i, j = 1, 2.
    """

    start: int
    bracket: Token | None = None
    before: Token | None = None
    is_place: bool = False  # in brackets behind \in
    relation: str = ""
    is_of_indices: bool = False
    places: list[int] = field(default_factory=list)


def refuse_decimal_commas(tokens: Sequence[Token]) -> None:
    """Refuse 0,5, unless it stands in an index, a function's arguments, or a list of numbers."""
    if not any(this.type == "COMMA" for this in tokens):
        return
    for found, end in commas(tokens):
        for i in found.places:
            if is_in_braces(tokens, i):
                left, right = at(tokens[i - 2]), at(tokens[i + 2])
                span = (left[0], right[1])
                raise Refusal("{0} can be {1}.{2} or {1}{2}: write which", span, span, left, right)
        joining = [i for i in found.places if is_between_digits(tokens, i)]
        doubtful = first_doubtful(tokens, found, joining, end) if joining else None
        if doubtful is not None:
            left, right = at(tokens[doubtful - 1]), at(tokens[doubtful + 1])
            span = (left[0], right[1])
            why = "{0} can be {1}.{2}, or {1} and {2}: write which"
            raise Refusal(why, span, span, left, right)


def commas(tokens: Sequence[Token]) -> Iterator[tuple[Commas, int]]:
    """Yield what commas may divide, and where it ends: what stands in brackets, and sides."""
    stack = [Commas(0)]
    for i, this in enumerate(tokens):
        last = stack[-1]
        if this.type in CLOSING:
            before = tokens[i - 1] if i else None
            stack.append(Commas(i + 1, this, before, is_place=last.relation == "in"))
        elif this.type in OPENING and len(stack) > 1:
            yield stack.pop(), i
        elif this.type == "COMMA":
            last.places.append(i)
        elif this.type in DIVIDERS:
            yield last, i
            relation = str(this) if this.type == "REL" else ""
            are_indices = bool(relation) and are_letters(tokens[last.start : i], last)
            stack[-1] = Commas(
                i + 1, last.bracket, last.before, last.is_place, relation, are_indices
            )  # fmt: skip
    yield from ((last, len(tokens)) for last in reversed(stack))


def are_letters(side: Sequence[Token], found: Commas) -> bool:
    """Tell whether a side is a list of letters of indices."""
    return bool(found.places) and all(
        this.type == "COMMA" or (this.type == "NAME" and this in INDICES) for this in side
    )  # fmt: skip


def first_doubtful(
    tokens: Sequence[Token], found: Commas, joining: Sequence[int], end: int
) -> int | None:
    """Return the first comma between digits that may be a decimal comma."""
    ends = [*found.places, end]
    items = [tokens[a:b] for a, b in zip([found.start, *(i + 1 for i in ends)], ends, strict=False)]
    kind = found.before.type if found.before is not None else ""
    if kind == "SUB":
        return None
    if is_list_of_decimals(tokens, found, joining, items):
        return joining[0]
    if kind == "FUNC" or is_list(found, kind, items):
        return None
    return next((i for i in joining if not is_in_list(tokens, i)), None)


def is_list(found: Commas, kind: str, items: Sequence[Sequence[Token]]) -> bool:
    """Tell whether a list can only be one: it has dots, or brackets as a set or an interval has."""
    if found.is_place or any([this.type for this in item] == ["DOTS"] for item in items):
        return True
    are_numbers = all(map(is_number, items))
    if found.bracket is None:
        return found.is_of_indices or (are_numbers and len(items) > 2)
    return are_numbers and found.bracket in ("{", "[") and kind in ("", "COMMA", *DIVIDERS)


def is_list_of_decimals(
    tokens: Sequence[Token],
    found: Commas,
    joining: Sequence[int],
    items: Sequence[Sequence[Token]],
) -> bool:
    """Tell whether numbers with decimal commas may be divided by others: 0,5; 1,5 or 0,5, 1,5."""
    if not all(map(is_number, items)):
        return False
    has_semicolon = any(tokens[i] == ";" for i in found.places)
    is_paired = len(items) > 2 and found.places[::2] == list(joining)
    return has_semicolon or (is_paired and not any(is_tight(tokens, i) for i in found.places[1::2]))


def is_number(item: Sequence[Token]) -> bool:
    """Tell whether tokens are a number, with or without a sign."""
    *signs, number = item or (None,)
    is_plain = number is not None and number.type == "NUMBER"
    return is_plain and len(signs) < 2 and all(sign.type in SIGNS for sign in signs if sign)


def is_in_braces(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a comma stands in braces between two numbers: 1{,}000."""
    kinds = [this.type for this in tokens[max(i - 2, 0) : i + 3]]
    return kinds == ["NUMBER", "LBRACE", "COMMA", "RBRACE", "NUMBER"]


def is_between_digits(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a comma joins two numbers without a space."""
    around = [tokens[j].type for j in (i - 1, i + 1) if 0 <= j < len(tokens)]
    if around != ["NUMBER", "NUMBER"]:
        return False
    return is_tight(tokens, i)


def is_tight(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a comma has no space around it."""
    before, this, after = (at(tokens[j]) for j in (i - 1, i, i + 1))
    return before[1] == this[0] and this[1] == after[0]


def is_in_list(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether the numbers around a comma stand by themselves between brackets or commas."""
    ends = {tokens[j].type if 0 <= j < len(tokens) else "" for j in (i - 2, i + 2)}
    return ends <= {"COMMA", "OPEN", "CLOSE"}
