r"""The tokens that have been made of LaTeX, and what is open among them.

Every argument of a command gets its braces, of no width where it has none of its own: \\frac12.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from lark import Token

from microgauss.formula.errors import Refusal, Span
from microgauss.formula.latex.pieces import Piece
from microgauss.formula.parsing.tokens import DEEPEST, at, token

__all__ = ["Output"]

CONDITIONS = {  # texts that say no more than the condition behind them, or its absence
    "", "if", "for", "when", "where", "otherwise", "else", "falls", "wenn", "für", "sonst",
}  # fmt: skip

Finish = Callable[[int], None]


@dataclass
class Open:
    """What is not yet closed: braces, a matrix, or a command whose arguments are to come."""

    kind: str
    place: Span
    first: int  # of its tokens
    left: int = 0  # arguments to come
    is_implicit: bool = False  # the argument that is being read has no braces of its own
    holds_relation: bool = False
    finish: Finish | None = None


class Output:
    """Tokens, in the order in which they are added."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.open: list[Open] = []

    @property
    def inside(self) -> str:
        """What is open: braces, argument, matrix, or command, where an argument is to come."""
        return self.open[-1].kind if self.open else ""

    def add(self, kind: str, value: str, piece: Piece) -> None:
        """Add the token of a piece that is no argument."""
        self.tokens.append(token(kind, value, piece.start, piece.end))
        if kind in ("REL", "BREAK") and self.open:
            self.open[-1].holds_relation = True

    def add_operand(self, kind: str, value: str, piece: Piece) -> None:
        """Add a token that is a whole argument, if one is to come."""
        self.add(kind, value, piece)
        self.end_argument(piece.end)

    def expect(self, count: int, piece: Piece, finish: Finish | None = None) -> None:
        """Await the arguments of a command; ``finish`` is called behind them."""
        place = (piece.start, piece.end)
        self.open.append(Open("command", place, len(self.tokens), count, finish=finish))
        if len(self.open) > 3 * DEEPEST:
            raise Refusal(f"is nested more than {DEEPEST} deep", place)

    def begin(self, kind: str, token_kind: str, piece: Piece) -> None:
        """Open braces, or a matrix."""
        self.open.append(Open(kind, (piece.start, piece.end), len(self.tokens)))
        self.add(token_kind, piece.text, piece)

    def begin_argument(self, piece: Piece) -> None:
        """Give an argument that has no braces such of no width."""
        if self.inside == "command" and piece.text != "{":
            if piece.text == "}" or piece.kind in ("break", "environment"):
                self.refuse_end()
            self.tokens.append(token("LBRACE", "", piece.start, piece.start))
            self.open[-1].is_implicit = True

    def ignore(self) -> None:
        """Leave a piece out: if an argument has begun with it, it hasn't begun yet."""
        if self.open and self.open[-1].is_implicit:
            self.tokens.pop()
            self.open[-1].is_implicit = False

    def end_argument(self, end: int) -> None:
        """Close an argument, and each command that was itself one and now has all of its own."""
        while self.inside == "command":
            command = self.open[-1]
            if command.is_implicit:
                self.tokens.append(token("RBRACE", "", end, end))
                command.is_implicit = False
            command.left -= 1
            if command.left:
                return
            self.open.pop()
            if command.finish:
                command.finish(command.first)

    def close_braces(self, piece: Piece) -> None:
        """Close a group; one that is no argument and holds a relation is left out."""
        if self.inside == "command":
            self.refuse_end()
        group = self.open.pop()
        if group.finish:
            group.finish(group.first + 1)
        if group.kind == "braces" and group.holds_relation:
            del self.tokens[group.first]
            if self.open:
                self.open[-1].holds_relation = True
        else:
            self.add("RBRACE", "}", piece)
        self.end_argument(piece.end)

    def close_matrix(self, name: str, piece: Piece) -> None:
        """Close a matrix, whose last row may have an end of its own."""
        place = (piece.start, piece.end)
        if self.inside != "matrix":
            raise Refusal("this ends no matrix", place)
        first = self.open.pop().first
        opening = self.tokens[first]
        if opening.value != name:
            raise Refusal(f"this ends a {opening.value}", place)
        if self.tokens[-1].type == "ROW":
            self.tokens.pop()
        if name == "cases":
            refuse_texts(self.tokens[first:])
        self.add_operand("ENDMATRIX", name, piece)

    def refuse_end(self) -> NoReturn:
        """Refuse to go on where an argument is missing, or something isn't closed."""
        what = "its argument is missing" if self.inside == "command" else "this is never closed"
        raise Refusal(what, self.open[-1].place)


def refuse_texts(tokens: Sequence[Token]) -> None:
    """Refuse conditions in words among the tokens of cases."""
    for this in tokens:
        if this.type == "TEXT" and this.strip(" .,:").lower() not in CONDITIONS:
            raise Refusal("this condition can't be read", at(this))
