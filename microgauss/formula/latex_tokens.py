r"""LaTeX becomes the tokens of the grammar: \frac{a}{b} and \frac ab, {a \over b}, x^2_i, \hat y.

Every argument gets its braces, fonts and accents become part of a name, and what only spaces or
decorates is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from lark import Token

from microgauss.formula.errors import Span, refuse
from microgauss.formula.latex_words import (
    ACCENTS,
    DELIMITERS,
    ENVIRONMENTS,
    FONTS,
    IGNORED,
    MATRICES,
    SIGNS,
    SPACING,
    TEXTS,
    WITH_ARGUMENT,
    WORDS,
)  # fmt: skip
from microgauss.formula.names import FUNCTION_NAMES
from microgauss.formula.tokens import DEEPEST, ENDS_OPERAND, at, token

__all__ = ["latex_tokens"]

SPACE = r"(?:\s|~|%[^\n]*|\\[ ,;:!>/\n]|[\u200b\u2009\u00a0])+"
RAW = re.compile(
    rf"(?P<space>{SPACE})"
    r"|(?P<break>\\\\\*?(?:\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?)"
    r"|(?P<environment>\\(?:begin|end)\s*\{\s*[A-Za-z]+\*?\s*\})"
    r"|(?P<command>\\(?:[A-Za-z]+\*?|.))"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<prime>['′]+)"
    r"|(?P<letter>[^\W\d_])"
    r"|(?P<sign>:=|\.\.\.|.)",
    re.DOTALL,
)
TRANSPOSES = {
    "\\top", "\\intercal", "\\transpose",
    *(f"\\{font}T" for font in ("mathrm", "mathsf", "mathtt", "text", "textsf", "rm", "sf")),
}  # fmt: skip
UPPER_INDEX = re.compile(r"\((?:[A-Za-z](?:[+-]\d+)?|\d+)\)")
PRIMES = re.compile(r"(?:\\prime)+|'+")
WORD_BELOW = re.compile(
    r"\\(?:text|mathrm|textrm|textnormal|mathsf|mathit|operatorname|mbox|rm|textit)"
    r"([A-Za-z][A-Za-z\d]*)|\\?(max|min)|([A-Za-z]{3,})"
)
INDEX_LETTERS = set("ijklmn")


class Raw(NamedTuple):
    """A piece of LaTeX, by its kind: a command, a letter, a number, a sign."""

    kind: str
    text: str
    start: int
    end: int


@dataclass
class Open:
    """What is not yet closed: braces, a matrix, or a command whose arguments are to come."""

    kind: str
    place: Span
    first: int  # of its tokens
    left: int = 0  # arguments to come
    is_implicit: bool = False  # the argument that is being read has no braces of its own
    holds_relation: bool = False
    finish: Callable[[int], None] | None = None


def latex_tokens(source: str) -> list[Token]:
    """Return the tokens of a formula. Raises FormulaError for what has no meaning here."""
    reader = LatexReader(source)
    reader.read()
    return reader.tokens


class LatexReader:
    """Goes through the pieces of a formula once, from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.raws = [
            Raw(found.lastgroup or "", found[0], found.start(), found.end())
            for found in RAW.finditer(source) if found.lastgroup != "space"
        ]  # fmt: skip
        self.closing = self.matched()
        self.at = 0
        self.tokens: list[Token] = []
        self.open: list[Open] = []

    def matched(self) -> dict[int, int]:
        """Return which brace closes which."""
        found, stack = {}, []
        for i, raw in enumerate(self.raws):
            if raw.text == "{":
                stack.append(i)
                if len(stack) > DEEPEST:
                    self.refuse(f"is nested more than {DEEPEST} deep", raw)
            elif raw.text == "}":
                if not stack:
                    self.refuse("this brace closes nothing", raw)
                found[stack.pop()] = i
        if stack:
            self.refuse("this brace is never closed", self.raws[stack[-1]])
        return found

    def refuse(self, why: str, raw: Raw) -> None:
        """Raise the error that marks a piece."""
        refuse(why, self.source, raw.start, raw.end)

    def read(self) -> None:
        """Make the tokens of all pieces."""
        while self.at < len(self.raws):
            raw = self.raws[self.at]
            self.at += 1
            self.begin_argument(raw)
            self.piece(raw)
        if self.open:
            start, end = self.open[-1].place
            refuse("its argument is missing", self.source, start, end)

    # --- arguments --------------------------------------------------------------------------------

    def emit(self, kind: str, value: str, raw: Raw) -> None:
        """Add the token of a piece."""
        self.tokens.append(token(kind, value, raw.start, raw.end))
        if kind in ("REL", "BREAK") and self.open:
            self.open[-1].holds_relation = True

    def emit_unit(self, kind: str, value: str, raw: Raw) -> None:
        """Add a token that is a whole argument, if one is to come."""
        self.emit(kind, value, raw)
        self.end_argument(raw.end)

    def expect(self, count: int, raw: Raw, finish: Callable[[int], None] | None = None) -> None:
        """Await the arguments of a command."""
        place = (raw.start, raw.end)
        self.open.append(Open("command", place, len(self.tokens), count, finish=finish))
        if len(self.open) > 3 * DEEPEST:
            self.refuse(f"is nested more than {DEEPEST} deep", raw)

    def begin_argument(self, raw: Raw) -> None:
        """Give an argument that has no braces such of no width."""
        if self.open and self.open[-1].kind == "command" and raw.text != "{":
            if raw.text == "}" or raw.kind in ("break", "environment"):
                start, end = self.open[-1].place
                refuse("its argument is missing", self.source, start, end)
            self.tokens.append(token("LBRACE", "", raw.start, raw.start))
            self.open[-1].is_implicit = True

    def end_argument(self, end: int) -> None:
        """Close an argument, and each command that was itself one and now has all of its own."""
        while self.open and self.open[-1].kind == "command":
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

    def end_of_argument(self, start: int) -> int:
        """Return which piece follows an argument."""
        while start < len(self.raws) and self.raws[start].text in {*FONTS, *WORDS, *TEXTS}:
            start += 1
        return self.closing.get(start, start) + 1

    def text_of(self, first: int, last: int) -> str:
        """Return the text of pieces without braces and spaces."""
        return "".join(raw.text for raw in self.raws[first:last] if raw.text not in ("{", "}"))

    def skip_argument(self) -> Raw:
        """Leave an argument out, and return all of it as one piece."""
        first, self.at = self.at, self.end_of_argument(self.at)
        pieces = self.raws[first : self.at]
        if not pieces:
            self.refuse("its argument is missing", self.raws[first - 1])
        start, end = pieces[0].start, pieces[-1].end
        return Raw("text", self.source[start:end], start, end)

    # --- pieces -----------------------------------------------------------------------------------

    def piece(self, raw: Raw) -> None:
        """Make the tokens of a piece."""
        if raw.text in "{}":
            self.brace(raw)
        elif raw.text in "^_":
            self.script(raw)
        elif raw.kind == "environment":
            self.environment(raw)
        elif raw.kind == "break" or raw.text in ("&", "\\newline", "\\cr"):
            self.separator(raw)
        elif raw.kind == "prime":
            self.emit("PRIME", "'" * len(raw.text), raw)
        elif raw.kind == "number":
            self.number(raw)
        elif raw.text in SIGNS:
            self.emit_unit(*SIGNS[raw.text], raw)
        elif raw.kind == "letter":
            self.emit_unit("NAME", raw.text, raw)
        else:
            self.command(raw)

    def brace(self, raw: Raw) -> None:
        """Open or close a group; one that is no argument and holds a relation is left out."""
        if raw.text == "{":
            is_argument = bool(self.open) and self.open[-1].kind == "command"
            kind = "argument" if is_argument else "braces"
            self.open.append(Open(kind, (raw.start, raw.end), len(self.tokens)))
            self.emit("LBRACE", "{", raw)
            return
        group = self.open.pop()
        if group.kind == "command":
            refuse("its argument is missing", self.source, *group.place)
        if group.finish:
            group.finish(group.first + 1)
        if group.kind == "braces" and group.holds_relation:
            del self.tokens[group.first]
            if self.open:
                self.open[-1].holds_relation = True
        else:
            self.emit("RBRACE", "}", raw)
        self.end_argument(raw.end)

    def script(self, raw: Raw) -> None:
        """Make the token of what stands above or below."""
        last = self.end_of_argument(self.at)
        text = self.text_of(self.at, last)
        whole = Raw("script", text, raw.start, self.raws[min(last, len(self.raws)) - 1].end)
        special = self.above(text) if raw.text == "^" else self.below(text)
        if special:
            self.at = last
            self.emit(*special, whole)
            return
        if self.at < len(self.raws) and self.raws[self.at].kind == "number":
            self.refuse_digits(raw)
        is_index = raw.text == "^" and UPPER_INDEX.fullmatch(text)
        self.emit("UPINDEX" if is_index else "SUP" if raw.text == "^" else "SUB", raw.text, raw)
        self.expect(1, raw)

    def above(self, text: str) -> tuple[str, str] | None:
        """Return the token of what is no power: a transpose, a prime, a star."""
        if text in TRANSPOSES:
            return "TRANSPOSE", text
        if text in ("*", "\\ast", "\\star"):
            return "STAR", "star"
        if PRIMES.fullmatch(text):
            return "PRIME", "'" * (text.count("\\") or len(text))
        return None

    def below(self, text: str) -> tuple[str, str] | None:
        """Return the token of a word, which is part of the name."""
        if text in ("*", "\\ast", "\\star"):
            return "WORD", "ast"
        found = WORD_BELOW.fullmatch(text)
        if found is None or (found[3] and set(found[3]) <= INDEX_LETTERS):
            return None
        return "WORD", found[1] or found[2] or found[3]

    def refuse_digits(self, raw: Raw) -> None:
        """Refuse x^10, which LaTeX shows as x^1 0."""
        number = self.raws[self.at]
        if len(number.text) > 1:
            sign, digits = raw.text, number.text
            refuse(f"{sign}{digits} can be {sign}{{{digits}}} or {sign}{digits[0]}, and then "
                   f"{digits[1:]}: write which", self.source, raw.start, number.end)  # fmt: skip

    def number(self, raw: Raw) -> None:
        r"""Add a number; as an argument of \frac it is a single digit."""
        wanted = self.open and self.open[-1].kind == "command"
        if wanted and len(raw.text) > 1:
            if "." in raw.text:
                self.refuse("put the number into braces", raw)
            rest = Raw("number", raw.text[1:], raw.start + 1, raw.end)
            self.at -= 1
            self.raws[self.at] = rest
            raw = Raw("number", raw.text[0], raw.start, raw.start + 1)
        self.emit_unit("NUMBER", raw.text, raw)

    def environment(self, raw: Raw) -> None:
        """Open or close a matrix; what only arranges formulas is left out."""
        begins = raw.text.startswith("\\begin")
        name = raw.text[raw.text.index("{") + 1 : -1].strip()
        if name in MATRICES and begins:
            self.open.append(Open("matrix", (raw.start, raw.end), len(self.tokens)))
            self.emit("MATRIX", name, raw)
        elif name in MATRICES:
            if not self.open or self.open[-1].kind != "matrix":
                self.refuse("this ends no matrix", raw)
            opening = self.tokens[self.open.pop().first]
            if opening.value != name:
                self.refuse(f"this ends a {opening.value}", raw)
            if self.tokens[-1].type == "ROW":
                self.tokens.pop()
            self.emit_unit("ENDMATRIX", name, raw)
        elif name.removesuffix("*") not in ENVIRONMENTS:
            self.refuse(f"an environment {name} can't be read", raw)
        if begins and name.removesuffix("*") in ("array", "alignat", "alignedat"):
            self.skip_argument()

    def separator(self, raw: Raw) -> None:
        """Add what separates the cells and rows of a matrix, or else of the formula."""
        is_row = raw.text != "&"
        if self.open and self.open[-1].kind == "matrix":
            self.emit("ROW" if is_row else "CELL", raw.text, raw)
        else:
            self.emit("BREAK" if is_row else "ALIGN", raw.text, raw)

    # --- commands ---------------------------------------------------------------------------------

    def command(self, raw: Raw) -> None:
        """Make the tokens of a command."""
        name = raw.text
        if name in IGNORED:
            self.ignore()
        elif name in ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac", "\\sfrac"):
            self.emit("FRAC", name, raw)
            self.expect(2, raw)
        elif name == "\\sqrt":
            self.root(raw)
        elif name in FONTS or name in ACCENTS:
            self.styled(raw)
        elif name in WORDS or name in TEXTS:
            self.words(raw)
        elif name in ("\\left", "\\right"):
            self.delimiter(raw)
        else:
            self.rest(raw)

    def ignore(self) -> None:
        """Leave a piece out: if an argument has begun with it, it hasn't begun yet."""
        if self.open and self.open[-1].is_implicit:
            self.tokens.pop()
            self.open[-1].is_implicit = False

    def rest(self, raw: Raw) -> None:
        """Make the tokens of the other commands."""
        name = raw.text
        if name in WITH_ARGUMENT:
            piece = self.skip_argument()
            self.emit("NOTE", "", Raw("text", "", raw.start, piece.end))
        elif name in SPACING:
            self.skip_argument()
            if name.startswith("\\hspace"):
                self.emit("QUAD", "", raw)
        elif name == "\\textcolor":
            self.skip_argument()
        elif name in ("\\stackrel", "\\overset"):
            self.stacked(raw)
        elif name in ("\\underbrace", "\\overbrace"):
            self.expect(1, raw, self.without_label)
        elif name == "\\not":
            self.negated(raw)
        elif name.removeprefix("\\") in FUNCTION_NAMES and name != "\\relu":
            self.emit_unit("FUNC", FUNCTION_NAMES[name[1:]], raw)
        else:
            self.unknown(raw)

    def unknown(self, raw: Raw) -> None:
        """Refuse a command that means nothing here."""
        instead = {
            "!": "a factorial can't be read", "\\%": "a per cent sign can't be read",
            "\\pm": "\\pm is two formulas: write each", "\\mp": "\\mp is two formulas: write each",
            "#": "# can't stand in a formula", "$": "$ can't stand in a formula",
        }  # fmt: skip
        what = "the command" if raw.kind == "command" else "the sign"
        self.refuse(instead.get(raw.text, f"{what} {raw.text} isn't known"), raw)

    def root(self, raw: Raw) -> None:
        """Add a root, with its degree where it has one."""
        if self.at < len(self.raws) and self.raws[self.at].text == "[":
            last = next((i for i in range(self.at, len(self.raws))
                         if self.raws[i].text == "]"), None)  # fmt: skip
            if last is None:
                self.refuse("this bracket is never closed", self.raws[self.at])
                return
            for i, brace in ((self.at, "{"), (last, "}")):
                self.raws[i] = self.raws[i]._replace(text=brace, kind="sign")
            self.closing[self.at] = last
            self.emit("ROOT", raw.text, raw)
            self.expect(2, raw)
            return
        if self.at < len(self.raws) and self.raws[self.at].kind == "number":
            self.refuse_digits(raw)
        self.emit("SQRT", raw.text, raw)
        self.expect(1, raw)

    def styled(self, raw: Raw) -> None:
        """Add a name in a font, or with an accent."""
        if raw.text in ("\\bf", "\\cal"):  # to the end of the group
            self.ignore()
            if self.open and self.open[-1].kind != "command":
                self.open[-1].finish = lambda first: self.style(FONTS[raw.text], first, raw)
            return
        style = FONTS.get(raw.text, "") if raw.text in FONTS else f"_{ACCENTS[raw.text]}"
        self.expect(1, raw, lambda first: self.finish_style(style, first, raw))

    def finish_style(self, style: str, first: int, raw: Raw) -> None:
        """Style an argument; one that is a mere name, with its scripts, loses its braces."""
        self.style(style, first + 1, raw)
        inner = self.tokens[first + 1 : -1]
        is_name = inner and inner[0].type in ("NAME", "BOLD", "NUMBER")
        if is_name and (len(inner) == 1 or inner[1].type in ("SUB", "WORD", "STAR", "PRIME")):
            start = inner[0]
            end = self.tokens[-1].end_pos if len(inner) == 1 else start.end_pos
            inner[0] = token(start.type, start.value, raw.start, end or 0)
            self.tokens[first:] = inner

    def style(self, style: str, first: int, raw: Raw) -> None:
        """Give names a font, or the first an accent."""
        names = [i for i in range(first, len(self.tokens))
                 if self.tokens[i].type in ("NAME", "BOLD")]  # fmt: skip
        if style.startswith("_"):
            if not names or names[0] != first:
                self.refuse("stands over what is no name", raw)
            names = names[:1]
        if style == "bold":
            self.tokens[first:] = [
                token("BOLD", "ones", *at(this)) if this.type == "NUMBER" and this == "1" else this
                for this in self.tokens[first:]
            ]
        for i in names:
            old = self.tokens[i]
            kind = "BOLD" if style == "bold" else old.type
            value = old.value + style if style.startswith("_") else (
                old.value if style in ("bold", "") else style + old.value)  # fmt: skip
            self.tokens[i] = token(kind, value, old.start_pos or 0, old.end_pos or 0)

    def words(self, raw: Raw) -> None:
        """Add a word: a function's name, a name, or a text beside the formula."""
        if raw.text in ("\\rm", "\\sf") and not (self.open and self.open[-1].is_implicit):
            first, self.at = self.at, self.end_of_letters()
            pieces = self.raws[first : self.at]
        else:
            first, self.at = self.at, self.end_of_argument(self.at)
            pieces = self.raws[first : self.at]
        if not pieces:
            self.refuse("its argument is missing", raw)
        whole = Raw("text", "", raw.start, pieces[-1].end)
        text = self.source[pieces[0].start : pieces[-1].end]
        inner = text[1:-1] if text.startswith("{") else text
        word = "".join(piece.text for piece in pieces if piece.text not in ("{", "}"))
        if raw.text in TEXTS and not (inner == word and self.is_operand(word)):
            self.ignore()
            self.emit("TEXT", inner.strip(), whole)
        elif not re.fullmatch(r"[^\W\d_][^\W_]*", word):
            self.plain_argument(raw, first)
        elif word in FUNCTION_NAMES:
            self.emit_unit("FUNC", FUNCTION_NAMES[word], whole)
        else:
            self.emit_unit("NAME", word, whole)

    def end_of_letters(self) -> int:
        r"""Return which piece follows the letters after \rm."""
        end = self.at
        while end < len(self.raws) and self.raws[end].kind == "letter":
            end += 1
        return end

    def plain_argument(self, raw: Raw, first: int) -> None:
        r"""Read what stands in \mathrm{...} and is no word like any other argument."""
        if raw.text not in ("\\mathrm", "\\mathsf", "\\mathtt"):
            self.refuse("this is no name", raw)
        self.at = first
        if self.open and self.open[-1].is_implicit:  # it was the argument: now its braces are
            self.ignore()
        self.expect(1, raw)

    def is_operand(self, word: str) -> bool:
        """Tell whether a text is a name: a word where an operand has to stand."""
        if not re.fullmatch(r"[^\W\d_][^\W_]*", word):
            return False
        if self.open and self.open[-1].kind in ("command", "argument"):
            return True
        if self.tokens and self.tokens[-1].type in ENDS_OPERAND:
            return word in FUNCTION_NAMES
        after = self.raws[self.at].text if self.at < len(self.raws) else ""
        kind = SIGNS.get(after, ("",))[0]
        return after in ("^", "_", "&", "") or kind in (
            "REL", "PLUS", "MINUS", "TIMES", "SLASH", "OPEN", "CLOSE", "PERIOD",
        ) or after in ("\\left", "\\big")  # fmt: skip

    def delimiter(self, raw: Raw) -> None:
        r"""Add what stands after \left or \right, which tell whether a bar opens or closes."""
        if self.at >= len(self.raws):
            self.refuse("its bracket is missing", raw)
        following = self.raws[self.at]
        whole = Raw("sign", following.text, raw.start, following.end)
        self.at += 1
        if following.text in DELIMITERS:
            kind = DELIMITERS[following.text][raw.text == "\\right"]
            self.emit(kind, following.text, whole)
        elif following.text == ".":
            self.ignore()
            return
        elif following.text in SIGNS:
            self.emit(*SIGNS[following.text], whole)
        else:
            self.refuse("no bracket stands here", following)

    def stacked(self, raw: Raw) -> None:
        """Add a relation that has something above it."""
        self.ignore()
        self.skip_argument()
        first = self.at
        last = self.end_of_argument(first)
        kind, value = SIGNS.get(self.text_of(first, last), ("", ""))
        if kind not in ("REL", "ARROW"):
            self.refuse("stands over what is no relation", raw)
        self.at = last
        self.emit(kind, value, Raw("sign", "", raw.start, self.raws[last - 1].end))

    def without_label(self, _: int) -> None:
        """Leave out what is written under, or over, a brace."""
        if self.at < len(self.raws) and self.raws[self.at].text in ("_", "^"):
            self.at += 1
            self.skip_argument()

    def negated(self, raw: Raw) -> None:
        r"""Add \not=."""
        if self.at >= len(self.raws) or self.raws[self.at].text != "=":
            self.refuse("only = can be negated", raw)
        self.at += 1
        self.emit("REL", "!=", raw)
