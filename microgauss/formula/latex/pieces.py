"""LaTeX in pieces: commands, letters, numbers, signs; and where an argument ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, NoReturn

from microgauss.formula.errors import refuse
from microgauss.formula.latex.words import FONTS, TEXTS, WORDS
from microgauss.formula.parsing.tokens import DEEPEST

__all__ = ["Piece", "Pieces"]

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴰᴷᴹᴺᵀ"
LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
SPACE = r"(?:\s|~|%[^\n]*|\\[ ,;:!>/\n]|[\u200b\u2009\u00a0])+"
PIECE = re.compile(
    r"(?P<per_cent>(?<=\d)%(?=[ ]*(?:\Z|[=+<>,)-])))"  # typed without its backslash, no remark
    rf"|(?P<space>{SPACE})"
    r"|(?P<break>\\\\\*?(?:\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?)"
    r"|(?P<environment>\\(?:begin|end)\s*\{\s*[A-Za-z]+\*?\s*\})"
    r"|(?P<command>\\(?:[A-Za-z]+\*?|.))"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    rf"|(?P<raised>[{RAISED}]+)|(?P<lowered>[{LOWERED}]+)"
    r"|(?P<prime>['′]+)"
    r"|(?P<letter>[^\W\d_])"
    r"|(?P<sign>:=|=:|\.\.\.|.)",
    re.DOTALL,
)
INDEX_BRACKETS = {"()", "[]", "\\{\\}", "<>", "\\langle\\rangle"}
ROUND = {"<": "(", ">": ")", "\\langle": "(", "\\rangle": ")"}
TRANSPOSED = [
    ["T"], ["\\top"], ["\\intercal"],
    *([font, *letter] for font in ("\\mathsf", "\\mathrm") for letter in ("T", "{T}")),
]  # fmt: skip
INDEX = re.compile(r"[A-Za-z](?:[+-]\d+)?|\d+")
INDEX_LETTERS = set("ijklmn")


class Piece(NamedTuple):
    """A piece of LaTeX, by its kind: a command, a letter, a number, a sign."""

    kind: str
    text: str
    start: int
    end: int


def spelt_out(found: re.Match[str]) -> Iterator[Piece]:
    """Yield what has been found, raised and lowered signs as LaTeX has them: x² as x^{2}."""
    kind, start, end = found.lastgroup or "", found.start(), found.end()
    if found[0] == "°":
        yield Piece("sign", "^", start, start)
        yield Piece("command", "\\circ", start, end)
        return
    if kind == "per_cent":
        yield Piece("command", "\\%", start, end)
        return
    if kind not in ("raised", "lowered"):
        yield Piece(kind, found[0], start, end)
        return
    yield Piece("sign", "^" if kind == "raised" else "_", start, start)
    yield Piece("sign", "{", start, start)
    for part in re.finditer(r"\d+|.", unicodedata.normalize("NFKC", found[0])):
        kind = "number" if part[0].isdigit() else "letter" if part[0].isalpha() else "sign"
        yield Piece(kind, part[0], start + part.start(), start + part.end())
    yield Piece("sign", "}", end, end)


def with_scripts_apart(pieces: list[Piece]) -> list[Piece]:
    r"""Write x^{<t>} as x^{(t)}, and W^{[l]\top} or a^{[l](i)} as two scripts."""
    done: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = end_of_index(pieces, at + 2) if is_script(pieces, at) else None
        if end is None:
            done.append(pieces[at])
            at += 1
            continue
        first, at = at + 2, end
        done += pieces[first - 2 : first] + in_brackets(pieces[first:end])
        if (last := end_of_second(pieces, first, end)) is not None:
            place = pieces[end].start
            done += [Piece("sign", sign, place, place) for sign in "}^{"]
            done += in_brackets(pieces[end:last])
            at = last
    return done


def without_empty_scripts(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out scripts in which nothing stands: x^{}."""
    done: list[Piece] = []
    for piece in pieces:
        done.append(piece)
        if "".join(one.text for one in done[-3:]) in ("^{}", "_{}"):
            del done[-3:]
    return done


def with_numbers_apart(pieces: Sequence[Piece]) -> list[Piece]:
    """Write x_{i1} as x_{i,1}: the first component of x_i, and no product."""
    done: list[Piece] = []
    for piece, after in pairwise(pieces):
        letters = [one.text for one in done[-3:] if one.kind == "letter"]
        opening = [one.text for one in done[: len(done) - len(letters)][-2:]]
        if letters and piece.kind == "number" and after.text == "}" and opening == ["_", "{"]:
            done.append(Piece("sign", ",", piece.start, piece.start))
        done.append(piece)
    return [*done, *pieces[-1:]]


def is_script(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether braces above begin at a piece."""
    return pieces[at].text == "^" and at + 2 < len(pieces) and pieces[at + 1].text == "{"


def end_of_index(pieces: Sequence[Piece], at: int) -> int | None:
    """Return where an index in brackets ends: (i), [l], [l - 1]."""
    for end in (at + 3, at + 5):
        texts = [piece.text for piece in pieces[at:end]]
        inside = "".join(texts[1:-1])
        if "".join(texts[:1] + texts[-1:]) in INDEX_BRACKETS and INDEX.fullmatch(inside):
            return end
    return None


def end_of_second(pieces: Sequence[Piece], first: int, at: int) -> int | None:
    """Return where a transpose, or another index, ends that is all that follows in the braces.

    ``first`` is where the index before it begins. x^{(n)(m)} is a power, and so is 2^{(n)T}.
    """
    texts = [piece.text for piece in pieces[at : at + 4]]
    count = next((len(one) for one in TRANSPOSED if texts[: len(one)] == one), 0)
    if texts[:1] == ["T"] and not may_have_index(pieces, first):
        return None
    is_other = bool(texts) and texts[0] != pieces[first].text
    end = at + count if count else end_of_index(pieces, at) if is_other else None
    return end if end and end < len(pieces) and pieces[end].text == "}" else None


def may_have_index(pieces: Sequence[Piece], first: int) -> bool:
    """Tell whether what stands before ^{(i)T} may have this index, and be transposed."""
    base = pieces[first - 3] if first > 2 else None
    is_name = base is not None and base.kind != "number" and base.text not in ("e", ")", "]")
    return is_name and pieces[first + 1].text in INDEX_LETTERS


def in_brackets(pieces: Sequence[Piece]) -> list[Piece]:
    """Write an index in angle brackets with round ones."""
    return [piece._replace(text=ROUND.get(piece.text, piece.text)) for piece in pieces]


class Pieces:
    """The pieces of a formula without its spaces, and how far they have been read: ``at``.

    Raises FormulaError where braces don't match.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        pieces = [piece for found in PIECE.finditer(source) if found.lastgroup != "space"
                  for piece in spelt_out(found)]  # fmt: skip
        self.all = with_numbers_apart(with_scripts_apart(without_empty_scripts(pieces)))
        self.closing = self.matched()
        self.at = 0

    def matched(self) -> dict[int, int]:
        """Return which brace closes which."""
        found, stack = {}, []
        for i, piece in enumerate(self.all):
            if piece.text == "{":
                stack.append(i)
                if len(stack) > DEEPEST:
                    self.refuse(f"is nested more than {DEEPEST} deep", piece)
            elif piece.text == "}":
                if not stack:
                    self.refuse("this brace closes nothing", piece)
                found[stack.pop()] = i
        if stack:
            self.refuse("this brace is never closed", self.all[stack[-1]])
        return found

    def refuse(self, why: str, piece: Piece) -> NoReturn:
        """Raise the error that marks a piece."""
        refuse(why, self.source, piece.start, piece.end)

    @property
    def following(self) -> Piece:
        """The next piece, or an empty one at the end."""
        end = len(self.source)
        return self.all[self.at] if self.at < len(self.all) else Piece("end", "", end, end)

    def is_before_end(self) -> bool:
        """Tell whether an environment ends next: a full stop before it ends the sentence."""
        return self.following.kind == "environment" and self.following.text.startswith("\\end")

    def next(self) -> Piece:
        """Read on by a piece."""
        piece = self.following
        self.at += 1
        return piece

    def end_of_argument(self) -> int:
        """Return which piece follows the argument that comes next."""
        end = self.at
        while end < len(self.all) and self.all[end].text in {*FONTS, *WORDS, *TEXTS}:
            end += 1
        return min(self.closing.get(end, end) + 1, len(self.all))

    def end_of_letters(self) -> int:
        r"""Return which piece follows the letters that come next, as after \rm."""
        end = self.at
        while end < len(self.all) and self.all[end].kind == "letter":
            end += 1
        return end

    def to(self, end: int, command: Piece) -> Piece:
        """Read on to a place, and return all of it as one piece, without braces and spaces."""
        found, self.at = self.all[self.at : end], end
        if not found:
            self.refuse("its argument is missing", command)
        text = "".join(piece.text for piece in found if piece.text not in ("{", "}"))
        return Piece("text", text, found[0].start, found[-1].end)

    def skip_argument(self, command: Piece) -> Piece:
        """Read on behind an argument, and return all of it as one piece."""
        return self.to(self.end_of_argument(), command)

    def divide(self, piece: Piece) -> Piece:
        """Return the first digit of a number; the others come next."""
        self.at -= 1
        self.all[self.at] = Piece("number", piece.text[1:], piece.start + 1, piece.end)
        return Piece("number", piece.text[0], piece.start, piece.start + 1)

    def with_decimals(self, number: Piece) -> Piece:
        """Return a number with the digits behind its comma, 9{,}81; not 1{,}000, a thousand."""
        more = self.all[self.at : self.at + 4]
        is_decimal = [piece.text for piece in more[:3]] == ["{", ",", "}"] and len(more) == 4
        if not is_decimal or more[3].kind != "number" or "." in number.text + more[3].text:
            return number
        if len(more[3].text) == 3 and number.text != "0":
            return number
        self.at += 4
        return number._replace(text=f"{number.text}.{more[3].text}", end=more[3].end)

    def starred(self, opening: Piece) -> Piece | None:
        """Read on behind a mark (*) that ends a row, and return it; None for another bracket."""
        rest = self.all[self.at : self.at + 3]
        signs = [piece.text for piece in rest[:2]]
        is_end = all(piece.kind in ("break", "environment") for piece in rest[2:])
        if signs not in (["*", ")"], ["\\ast", ")"], ["\\star", ")"]) or not is_end:
            return None
        self.at += 2
        return opening._replace(end=rest[1].end)

    def bracketed(self) -> bool:
        r"""Make braces of the brackets that come next, if they do, as after \\sqrt."""
        if self.following.text != "[":
            return False
        rest = range(self.at, len(self.all))
        last = next((i for i in rest if self.all[i].text == "]"), None)
        if last is None:
            self.refuse("this bracket is never closed", self.following)
        self.brace(self.at, last)
        return True

    def brace(self, first: int, last: int) -> None:
        """Make braces of two pieces."""
        for i, brace in ((first, "{"), (last, "}")):
            self.all[i] = self.all[i]._replace(text=brace)
        self.closing[first] = last
