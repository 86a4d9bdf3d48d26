"""Plain text becomes the tokens of the grammar: 2x, x², x**2, √x, |x|, σ, np.log, sin 2x.

A Greek letter and its name are one name, and so are x₁ and x1.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterator, Sequence

from lark import Token

from microgauss.formula.errors import Refusal
from microgauss.formula.names import FUNCTION_NAMES, FUNCTIONS, canonical
from microgauss.formula.parsing.bars import with_bars
from microgauss.formula.parsing.commas import refuse_decimal_commas
from microgauss.formula.parsing.tokens import (
    CLOSING,
    OPENING,
    STARTS_OPERAND,
    at,
    inserted,
    partners,
    retyped,
    token,
)  # fmt: skip

__all__ = ["HOLDS", "ONLY_DEFINITIONS", "plain_tokens", "with_powers_of_functions"]

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
SIGNS = {
    "+": "PLUS", "/": "SLASH", "**": "POW", "^": "POW", "(": "OPEN", ")": "CLOSE", "|": "BAR",
    ",": "COMMA", "=": "REL", "∂": "D", ";": "BREAK", "√": "SQRT",
    **dict.fromkeys("÷∕⁄", "SLASH"), **dict.fromkeys("-−–—‐‑‒﹣－", "MINUS"),
    **dict.fromkeys("*·×⋅∙•∗ꞏ・･", "TIMES"),
}  # fmt: skip
PIECE = re.compile(
    r"(?P<space>(?:[^\S\r\n]|#[^\r\n]*|\\(?:\r\n?|\n))+)"
    r"|(?P<line>\r\n?|\n)"
    r"|(?P<number>0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+"
    r"|(?:[0-9][0-9_]*\.?(?:[0-9][0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?)"
    rf"|(?P<raised>[{RAISED}]+)"
    r"|(?P<module>(?:np|numpy|math|torch|jnp)\s*\.\s*)?"
    rf"(?P<name>π(?![_0-9₀-₉])|(?![0-9{RAISED}])\w(?:(?![π{RAISED}₀-₉])[\w\u0300-\u036f])*[₀-₉]*)"
    r"|(?P<string>'[^'\r\n]*'|\"[^\"\r\n]*\")"
    r"|(?P<sign>\*\*|[<>=!:]=|//|->|.)",
    re.DOTALL,
)
INSTEAD = {
    "∞": "a number", "!": "the product", "%": "/100",
    **dict.fromkeys("′″‴ʹʺʼˈ’‘'", "another name, such as x1, instead of a prime"),
    **dict.fromkeys("“”„", "nothing"),
}  # fmt: skip
HOLDS = "a formula holds names, numbers, + - * / **, brackets and functions"
ONLY_DEFINITIONS = "only definitions, name = formula, may come before the formula"
CONSTANTS = {"True", "False", "None"}
IN_EXPRESSIONS = {"if", "else", "and", "or", "not", "in", "is", "for", "await", "yield", "async"}
KEYWORDS = set(keyword.kwlist) - {"lambda"}  # λ is called so


def plain_tokens(text: str) -> list[Token]:
    """Return the tokens of a text; BREAK stands between statements.

    Raises Refusal for what has no meaning in a formula.
    """
    tokens = list(pieces(text))
    refuse_python(tokens, text)
    refuse_decimal_commas(tokens)
    tokens = with_roots(with_bars(tokens))
    return [retyped(this, "BREAK") if this.type == "LINE" else this for this in kept(tokens)]


def kept(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens without the ends of lines in brackets, and a comma after the last argument."""
    depth, pairs = 0, partners(tokens)
    for i, this in enumerate(tokens):
        depth += (this.type == "OPEN") - (this.type == "CLOSE")
        is_last = this.type == "COMMA" and i + 1 in pairs and tokens[i + 1].type == "CLOSE"
        opening = pairs[i + 1] if is_last else 0
        is_left_out = is_last and opening and tokens[opening - 1].type == "FUNC"
        if not is_left_out and not (depth and this.type == "LINE"):
            yield this


def pieces(text: str) -> Iterator[Token]:
    """Yield the tokens of a text, one after the other."""
    for found in PIECE.finditer(text):
        kind, start, end = found.lastgroup, found.start(), found.end()
        if kind == "number":
            yield token("NUMBER", found[0], start, end)
        elif kind == "name":
            yield from named(found)
        elif kind == "sign":
            yield token(SIGNS.get(found[0], "ALIEN"), found[0], start, end)
        elif kind == "raised":
            yield inserted("SUP", start)
            yield inserted("LBRACE", start)
            yield from raised(found[0], start)
            yield inserted("RBRACE", end)
        elif kind != "space":
            yield token("LINE" if kind == "line" else "ALIEN", found[0], start, end)


def named(found: re.Match[str]) -> Iterator[Token]:
    """Yield the token of a name, or of a function, with or without its module before it."""
    name, (start, end) = canonical(found["name"]), found.span()
    if not name.isidentifier() or name in KEYWORDS:
        yield token("ALIEN", found[0], start, end)
    elif name in FUNCTION_NAMES:
        yield token("FUNC", name, start, end)
    elif not found["module"] or name == "pi":
        yield token("NAME", name, start, end)
    elif name == "e":
        kinds = {"FUNC": "exp", "OPEN": "(", "NUMBER": "1", "CLOSE": ")"}
        yield from (token(kind, value, start, end) for kind, value in kinds.items())
    else:
        raise Refusal(f"there is no function {name}: there are {', '.join(FUNCTIONS)}",
                      (start, end))  # fmt: skip


def raised(text: str, start: int) -> Iterator[Token]:
    """Yield the tokens of a raised exponent."""
    for found in re.finditer(r"\d+|.", unicodedata.normalize("NFKC", text)):
        sign = found[0].replace("−", "-")
        kind = "NUMBER" if sign.isdigit() else SIGNS.get(sign, "NAME")
        yield token(kind, sign, start + found.start(), start + found.end())


def refuse_python(tokens: Sequence[Token], text: str) -> None:
    """Refuse what Python would read, and a formula doesn't hold."""
    aliens = [this for this in tokens if this.type == "ALIEN"]
    for this in aliens:
        if this in KEYWORDS - CONSTANTS - IN_EXPRESSIONS:
            raise Refusal(ONLY_DEFINITIONS, (0, len(text)))
        if this in IN_EXPRESSIONS or this in (".", ":", "[", "{"):
            raise Refusal(HOLDS, (0, len(text)))
    for this in aliens:
        is_prime = this[0] == "'" and text[at(this)[0] - 1 : at(this)[0]].isalnum()
        raise Refusal(complaint("'" if is_prime else this.value), at(this))


def complaint(sign: str) -> str:
    """Say what to write instead of a sign that can't stand in a formula."""
    shown = f"{sign} can't stand in a formula"
    if sign in INSTEAD:
        return f"{shown}: write {INSTEAD[sign]}"
    if unicodedata.decomposition(sign[0]).startswith("<fraction>"):
        fraction = unicodedata.normalize("NFKC", sign[0]).replace("⁄", "/")
        return f"{sign[0]} can't stand in a formula: write {fraction}"
    return HOLDS if sign.isascii() else f"{shown}: it holds names, numbers and functions"


def with_roots(tokens: Sequence[Token]) -> list[Token]:
    """Give what stands under a root sign its braces: a name, a number, a bracket, a function."""
    done: list[Token] = []  # from the last to the first
    for this in reversed(tokens):
        if this.type != "SQRT":
            done.append(this)
            continue
        size = size_of_operand(done)
        if not size:
            raise Refusal("what is the root of? write √(...)", at(this))
        refuse_longer_root(this, done, size)
        place = at(this)[1]
        operand = [inserted("RBRACE", at(done[-size])[1]), *done[-size:]]
        done[-size:] = [*operand, inserted("LBRACE", place), this]
    return done[::-1]


def size_of_operand(reverse: Sequence[Token]) -> int:
    """Return how many tokens are the operand that the reversed tokens end with."""
    kinds = [this.type for this in reversed(reverse[-3:])]
    skipped = 1 if kinds[:1] in (["SQRT"], ["FUNC"]) else 0
    if kinds[skipped:] and kinds[skipped] in ("OPEN", "LBRACE"):
        depth = 0
        for i, this in enumerate(reversed(reverse)):
            depth += (this.type in CLOSING) - (this.type in OPENING)
            if i >= skipped and not depth:
                return i + 1
    return 1 if kinds and kinds[0] in ("NAME", "NUMBER") else 0


def refuse_longer_root(sign: Token, reverse: Sequence[Token], size: int) -> None:
    """Refuse √2x and √x², which may mean a root of all or of the first."""
    operand, after = reverse[-size], reverse[-size - 1 :][:1]
    if size > 1 or len(reverse) == size:
        return
    rest = [this for this in reverse[-size - 1 :: -1][:4] if this.value]
    count = 2 if rest and rest[0].type == "POW" else 1
    is_close = bool(rest) and at(operand)[1] == at(rest[0])[0]
    if is_close and after[0].type in ("SUP", "POW", *STARTS_OPERAND):
        more = (at(operand)[1], at(rest[:count][-1])[1])
        whole = (at(sign)[0], more[1])
        why = "{0} can be (√{1}){2} or √({1}{2}): write which"
        raise Refusal(why, whole, whole, at(operand), more)


def with_powers_of_functions(tokens: Sequence[Token]) -> list[Token]:
    """Write sin^2 x as sin²x, and refuse a function without an argument."""
    pairs = partners(tokens)
    done: list[Token] = []
    i = 0
    while i < len(tokens):
        this = tokens[i]
        after = tokens[i + 1].type if i + 1 < len(tokens) else ""
        done.append(this)
        i += 1
        if this.type != "FUNC":
            continue
        if after == "POW":
            end = end_of_exponent(tokens, i + 1, pairs)
            place = at(tokens[i])[1]
            done += [retyped(tokens[i], "SUP"), inserted("LBRACE", place), *tokens[i + 1 : end],
                     inserted("RBRACE", at(tokens[end - 1])[1])]  # fmt: skip
            i = end
        elif after not in ("SUP", *STARTS_OPERAND):
            if this.value in FUNCTIONS:
                raise Refusal(f"{this} is a function: write {this}(...)", at(this))
            done[-1] = retyped(this, "NAME")  # max is a name where nothing follows
    return done


def end_of_exponent(tokens: Sequence[Token], start: int, pairs: dict[int, int]) -> int:
    """Return where the exponent of a function ends: a number, a name or a bracket, with a sign."""
    while start < len(tokens) and tokens[start].type in ("MINUS", "PLUS"):
        start += 1
    return min(pairs.get(start, start) + 1, len(tokens))
