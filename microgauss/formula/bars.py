"""Which bars open, which close, and which only separate, as in p(t|x)."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.tokens import CLOSING, DEEPEST, ENDS_OPERAND, OPENING, at, retyped

__all__ = ["with_bars"]

BARS = {"BAR": ("OPENBAR", "CLOSEBAR"), "DOUBLEBAR": ("OPENNORM", "CLOSENORM")}


def with_bars(tokens: Sequence[Token]) -> list[Token]:
    """Tell of each bar whether it opens, closes, or separates, as in p(t|x)."""
    done = list(tokens)
    stack: list[int] = []  # what is open
    guessed: set[int] = set()  # bars that were taken to open
    for i, this in enumerate(tokens):
        kind = done[i].type
        if kind in BARS and is_double(done, i, stack):
            done[i], done[i + 1] = retyped(this, "MID"), retyped(tokens[i + 1], "SECOND")
        elif kind in BARS:
            done[i] = retyped(this, bar(done, i, stack, guessed))
            if done[i].type in CLOSING:
                guessed.add(i)
            kind = done[i].type
        if kind in CLOSING:
            stack.append(i)
            if len(stack) > DEEPEST:
                raise Refusal(f"is nested more than {DEEPEST} deep", at(this))
        elif kind in OPENING:
            close(done, i, stack, guessed)
    for i in stack:
        if i not in guessed:
            raise Refusal("this bracket is never closed", at(done[i]))
        done[i] = retyped(done[i], "BAR")
    return [this for this in done if this.type != "SECOND"]


def is_double(tokens: Sequence[Token], i: int, stack: Sequence[int]) -> bool:
    """Tell whether two bars are one sign that separates, as in KL(q||p)."""
    return (
        0 < i < len(tokens) - 1
        and tokens[i].type == tokens[i + 1].type == "BAR"
        and tokens[i].end_pos == tokens[i + 1].start_pos
        and tokens[i - 1].type in ENDS_OPERAND
        and bool(stack)
        and is_argument(tokens, stack[-1])
        and not another_bar(tokens, i + 1)
    )


def is_argument(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a bracket may hold a function's arguments."""
    return tokens[i].type == "OPEN" and i > 0 and tokens[i - 1].type in ENDS_OPERAND


def bar(tokens: Sequence[Token], i: int, stack: Sequence[int], guessed: set[int]) -> str:
    """Return the kind of a bar, by what is open and what stands before it."""
    opens, closes = BARS[tokens[i].type]
    is_after_operand = i > 0 and tokens[i - 1].type in ENDS_OPERAND
    if stack and is_after_operand:
        last = stack[-1]
        if last in guessed and tokens[last].type == opens:
            return closes
        if is_argument(tokens, last) and not another_bar(tokens, i):
            return "MID"
    return opens


def another_bar(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether another bar follows within the same brackets."""
    depth = 0
    for this in tokens[start + 1 :]:
        if this.type == tokens[start].type and not depth:
            return True
        depth += (this.type in CLOSING) - (this.type in OPENING)
        if depth < 0:
            return False
    return False


def close(tokens: list[Token], i: int, stack: list[int], guessed: set[int]) -> None:
    """Close what a bracket closes; bars that were taken to open it, and did not, are loose."""
    while stack and stack[-1] in guessed and tokens[stack[-1]].type != OPENING[tokens[i].type]:
        last = stack.pop()
        tokens[last] = retyped(tokens[last], "BAR")
    if not stack or tokens[stack[-1]].type != OPENING[tokens[i].type]:
        raise Refusal("this bracket closes nothing", at(tokens[i]))
    stack.pop()
