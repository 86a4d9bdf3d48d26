"""Which bars open, which close, and which only separate, as in p(t|x)."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.parsing.tokens import CLOSING, DEEPEST, ENDS_OPERAND, OPENING, at, retyped

__all__ = ["with_bars"]

BARS = {"BAR": "|", "DOUBLEBAR": "‖"}
PARTNERS = {"(": ")]", "[": ")]", "{": "}", "|": "|", "‖": "‖", "<": ">"}


def with_bars(tokens: Sequence[Token]) -> list[Token]:
    """Tell of each bar whether it opens, closes, or separates, as in p(t|x)."""
    brackets = Brackets(tokens)
    for i in range(len(tokens)):
        brackets.take(i)
    return brackets.finished()


class Brackets:
    """The brackets of a formula, gone through from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = list(tokens)
        self.open: list[int] = []  # where
        self.guessed: set[int] = set()  # bars that were taken to open

    def take(self, i: int) -> None:
        """Take the next token: open or close a bracket, or tell what a bar does."""
        this = self.tokens[i]
        if this.type in BARS and self.is_double(i):
            self.tokens[i] = retyped(this, "MID")
            self.tokens[i + 1] = retyped(self.tokens[i + 1], "SECOND")
        elif this.type in BARS:
            kind = self.bar(i)
            self.tokens[i] = retyped(this, kind, BARS[this.type])
            if kind == "OPEN":
                self.guessed.add(i)
        if self.tokens[i].type in CLOSING:
            self.open.append(i)
            if len(self.open) > DEEPEST:
                raise Refusal(f"is nested more than {DEEPEST} deep", at(this))
        elif self.tokens[i].type in OPENING:
            self.close(i)

    def finished(self) -> list[Token]:
        """Return the tokens; bars that nothing closed are loose."""
        for i in self.open:
            if i not in self.guessed:
                raise Refusal("this bracket is never closed", at(self.tokens[i]))
            self.tokens[i] = retyped(self.tokens[i], "BAR")
        return [this for this in self.tokens if this.type != "SECOND"]

    def bar(self, i: int) -> str:
        """Return the kind of a bar, by what is open and what stands before it."""
        is_after_operand = i > 0 and self.tokens[i - 1].type in ENDS_OPERAND
        if self.open and is_after_operand:
            last = self.open[-1]
            if last in self.guessed and self.tokens[last] == BARS[self.tokens[i].type]:
                return "CLOSE"
            if self.is_argument(last) and not self.has_another(i):
                return "MID"
        return "OPEN"

    def is_double(self, i: int) -> bool:
        """Tell whether two bars are one sign that separates, as in KL(q||p)."""
        two = self.tokens[i : i + 2]
        return (
            [this.type for this in two] == ["BAR", "BAR"]
            and at(two[0])[1] == at(two[1])[0]
            and i > 0 and self.tokens[i - 1].type in ENDS_OPERAND
            and bool(self.open) and self.is_argument(self.open[-1])
            and not self.has_another(i + 1)
        )  # fmt: skip

    def is_argument(self, i: int) -> bool:
        """Tell whether a bracket may hold a function's arguments."""
        is_after_name = i > 0 and self.tokens[i - 1].type in ENDS_OPERAND
        return is_after_name and self.tokens[i].type == "OPEN" and self.tokens[i] in ("(", "[")

    def has_another(self, start: int) -> bool:
        """Tell whether another bar follows within the same brackets."""
        depth = 0
        for this in self.tokens[start + 1 :]:
            if this.type == self.tokens[start].type and not depth:
                return True
            depth += (this.type in CLOSING) - (this.type in OPENING)
            if depth < 0:
                return False
        return False

    def close(self, i: int) -> None:
        """Close what a bracket closes; bars that were taken to open it, and did not, are loose."""
        while self.open and self.open[-1] in self.guessed and not self.fits(self.open[-1], i):
            last = self.open.pop()
            self.tokens[last] = retyped(self.tokens[last], "BAR")
        if not self.open or not self.fits(self.open[-1], i):
            raise Refusal("this bracket closes nothing", at(self.tokens[i]))
        self.open.pop()

    def fits(self, first: int, last: int) -> bool:
        """Tell whether one bracket may close another."""
        opening, closing = self.tokens[first], self.tokens[last]
        if CLOSING[opening.type] != closing.type:
            return False
        return opening.type != "OPEN" or closing in PARTNERS[opening]
