"""The grammar, ready to be used: the tokens of a side become its term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from lark import Lark, Token
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from microgauss.formula.errors import Refusal
from microgauss.formula.parsing.building import Builder
from microgauss.formula.parsing.tokens import DEEPEST
from microgauss.formula.terms import Term

__all__ = ["parsed"]


CHAINS = ("add", "subtract", "multiply", "divide")


class Tokens(Lexer):
    """Hands the parser tokens that are made already."""

    def __init__(self, _: object) -> None: ...

    def lex(self, tokens: Iterable[Token]) -> Iterable[Token]:  # type: ignore[override]
        """Return the tokens."""
        return tokens


@cache
def parser() -> Lark:
    """Return the parser, made when it is needed first."""
    grammar = files("microgauss.formula").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=Tokens, transformer=Builder())


def parsed(tokens: Sequence[Token], end: int, deepest: int = DEEPEST) -> Term:
    """Return the term of a side's tokens; ``end`` is where the text goes on.

    Raises Refusal where they are no expression, or one that is nested deeper than ``deepest``.
    """
    try:
        term: Term = parser().parse(tokens)  # type: ignore[assignment]
    except UnexpectedToken as error:
        found = error.token
    else:
        if len(tokens) > deepest:  # else it can't be
            refuse_depth(term, deepest)
        return term
    if found.type == "$END":
        last = tokens[-1] if tokens else None
        start = last.end_pos if last is not None and last.end_pos is not None else end
        raise Refusal("something is missing", (start, start))
    raise Refusal("this can't stand here", (found.start_pos or 0, found.end_pos or 0))


def refuse_depth(term: Term, deepest: int) -> None:
    """Refuse what is nested too deeply; a long sum, or product, may be as deep as it is long."""
    stack = [(term, 0)]
    while stack:
        part, depth = stack.pop()
        if depth > deepest:
            raise Refusal(f"is nested more than {deepest:,} deep", part.span)
        is_chain = part.kind == "operation" and part.text in CHAINS
        stack += [(arg, depth if is_chain and not i else depth + 1)
                  for i, arg in enumerate(part.args)]  # fmt: skip
