r"""LaTeX becomes the tokens of the grammar: \frac{a}{b} and \frac ab, {a \over b}, x^2_i, \hat y.

Fonts and accents become part of a name, and what only spaces or decorates is left out.
"""

from __future__ import annotations

import re

from lark import Token

from microgauss.formula.latex.output import Output
from microgauss.formula.latex.pieces import Piece, Pieces
from microgauss.formula.latex.scripts import (
    LABELS,
    is_label,
    is_upper_index,
    power_and_index,
    special_script,
)  # fmt: skip
from microgauss.formula.latex.styles import style, style_argument
from microgauss.formula.latex.typed import is_unknown_function, typed_function
from microgauss.formula.latex.unbraced import brace_exponent, operand_of_root
from microgauss.formula.latex.words import (
    ACCENTS,
    DELIMITERS,
    ENVIRONMENTS,
    FONTS,
    IGNORED,
    INSTEAD,
    MARKS,
    MATRICES,
    SIGNS,
    SIZES,
    SPACING,
    TEXTS,
    WITH_ARGUMENT,
    WORDS,
)  # fmt: skip
from microgauss.formula.names import FUNCTION_NAMES
from microgauss.formula.parsing.compositions import COMPOSED_NAMES
from microgauss.formula.parsing.functions import MATRIX_FUNCTIONS
from microgauss.formula.parsing.tokens import ENDS_OPERAND

__all__ = ["latex_tokens"]

WORD = re.compile(r"[^\W\d_][^\W_]*")
FRACTIONS = ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac", "\\sfrac")
BINOMIALS = ("\\binom", "\\dbinom", "\\tbinom")
FUNCTIONS = {
    **FUNCTION_NAMES, **COMPOSED_NAMES, **{name: name for name in MATRIX_FUNCTIONS}, "lg": "log10",
}  # fmt: skip
TO_END_OF_GROUP = ("\\bf", "\\cal")


def latex_tokens(source: str) -> list[Token]:
    """Return the tokens of a formula.

    Raises FormulaError or Refusal for what has no meaning here.
    """
    reader = LatexReader(source)
    reader.read()
    return reader.out.tokens


class LatexReader:
    """Goes through the pieces of a formula once, from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces = Pieces(source)
        self.out = Output()

    def read(self) -> None:
        """Make the tokens of all pieces."""
        while self.pieces.at < len(self.pieces.all):
            piece = self.pieces.next()
            self.out.begin_argument(piece)
            self.take(piece)
        if self.out.open:
            self.out.refuse_end()

    def take(self, piece: Piece) -> None:
        """Make the tokens of a piece."""
        if piece.text == "{":
            kind = "argument" if self.out.inside == "command" else "braces"
            self.out.begin(kind, "LBRACE", piece)
        elif piece.text == "}":
            self.out.close_braces(piece)
        elif piece.text in "^_":
            self.script(piece)
        elif piece.kind == "environment":
            self.environment(piece)
        elif piece.kind == "break" or piece.text in ("&", "\\newline", "\\cr"):
            self.separator(piece)
        elif not (piece.text in (".", ",", ";") and self.pieces.is_before_end()):
            self.operand(piece)

    def operand(self, piece: Piece) -> None:
        """Make the tokens of a number, a name, a sign or a command."""
        if piece.kind == "prime":
            self.out.add("PRIME", "'" * len(piece.text), piece)
        elif piece.kind == "number":
            self.number(piece)
        elif piece.text == "(" and (star := self.pieces.starred(piece)):
            self.out.add("NOTE", "", star)
        elif piece.text in SIGNS:
            self.refuse_exclamation(piece)
            self.out.add_operand(*SIGNS[piece.text], piece)
        elif piece.kind == "letter":
            self.letter(piece)
        elif piece.text == "√":
            self.root_sign(piece)
        else:
            self.command(piece)

    def letter(self, piece: Piece) -> None:
        """Add a name, or a function that was typed as letters."""
        is_argument = self.out.inside == "command"
        function = None if is_argument else typed_function(self.pieces)
        if function:
            self.out.add_operand("FUNC", function.text, function)
        else:
            self.out.add_operand("NAME", piece.text, piece)

    def script(self, piece: Piece) -> None:
        """Make the token of what stands above or below."""
        if piece.text == "^" and self.pieces.following.text == "(":
            brace_exponent(self.pieces, self.out.tokens)
        self.refuse_sign(piece)
        before = self.pieces.at
        argument = self.pieces.skip_argument(piece)
        special = special_script(piece.text, argument.text)
        if special:
            self.out.add(*special, Piece("script", "", piece.start, argument.end))
            return
        self.refuse_power_and_index(piece, argument)
        self.pieces.at = before
        self.refuse_digits(piece)
        is_index = piece.text == "^" and is_upper_index(argument.text)
        kind = "SUB" if piece.text == "_" else "UPINDEX" if is_index else "SUP"
        self.out.add(kind, piece.text, piece)
        self.out.expect(1, piece)

    def refuse_digits(self, piece: Piece) -> None:
        """Refuse x^10, which LaTeX shows as x^1 0."""
        number = self.pieces.following
        if number.kind == "number" and len(number.text) > 1:
            sign, digits = piece.text, number.text
            why = (f"{sign}{digits} can be {sign}{{{digits}}} or {sign}{digits[0]}, and then "
                   f"{digits[1:]}: write which")  # fmt: skip
            self.pieces.refuse(why, piece._replace(end=number.end))

    def refuse_sign(self, piece: Piece) -> None:
        """Refuse x^-1, which LaTeX shows as x^- 1."""
        label = self.pieces.following
        if label.text in LABELS and not is_label(self.pieces, self.pieces.at):
            sign, after = piece.text + label.text, self.pieces.all[self.pieces.at + 1]
            shown = after.text if after.kind in ("letter", "number") else "..."
            why = (f"{sign}{shown} can be {piece.text}{{{label.text}{shown}}} or "
                   f"{piece.text}{{{label.text}}}, and then {shown}: write which")  # fmt: skip
            self.pieces.refuse(why, piece._replace(end=after.end))

    def refuse_exclamation(self, piece: Piece) -> None:
        """Refuse f'(x) = 0! at the end of a formula without other factorials: it may be a cheer."""
        last = self.out.tokens[-1] if self.out.tokens else None
        is_only = piece.text == "!" and self.source.count("!") == 1
        is_at_end = is_only and self.pieces.following.kind == "end"
        if is_at_end and last is not None and last.type == "NUMBER":
            why = f"{last}! at the end can be a factorial, or {last} and an exclamation mark"
            self.pieces.refuse(f"{why}: write ({last}!) or leave it out", piece)

    def refuse_power_and_index(self, piece: Piece, argument: Piece) -> None:
        """Refuse sigma^{2(i)}, which may be the square of what has an index."""
        parts = power_and_index(argument.text) if piece.text == "^" else None
        base = self.out.tokens[-1] if self.out.tokens else None
        if parts and base is not None and base.type in ("NAME", "BOLD", "WORD") and base != "e":
            power, index = parts
            why = (f"^{{{argument.text}}} can be the power {power} times {index[1:-1]}, or the "
                   f"power {power} with the index {index}: "
                   f"write (...^{{{index}}})^{power}")  # fmt: skip
            self.pieces.refuse(why, piece._replace(end=argument.end))

    def number(self, piece: Piece) -> None:
        r"""Add a number; as an argument of \frac it is a single digit."""
        piece = self.pieces.with_decimals(piece)
        if self.out.inside == "command" and len(piece.text) > 1:
            if "." in piece.text:
                self.pieces.refuse("put the number into braces", piece)
            piece = self.pieces.divide(piece)
        if self.pieces.following.text == "\\%" and self.out.inside != "command":
            piece = piece._replace(text=f"{piece.text}%", end=self.pieces.next().end)
        self.out.add_operand("NUMBER", piece.text, piece)

    def environment(self, piece: Piece) -> None:
        """Open or close a matrix; what only arranges formulas is left out."""
        begins = piece.text.startswith("\\begin")
        name = piece.text[piece.text.index("{") + 1 : -1].strip()
        base = name.removesuffix("*")
        if base not in MATRICES and base not in ENVIRONMENTS:
            self.pieces.refuse(f"an environment {name} can't be read", piece)
        if base == "vmatrix" and begins:
            self.out.add_operand("FUNC", "det", piece)
        if base in MATRICES and begins:
            kind = "CASES" if name == "cases" else "MATRIX"
            self.out.begin("matrix", kind, piece._replace(text=name))
        elif base in MATRICES:
            self.out.close_matrix(name, piece)
        if begins and base in ("array", "alignat", "alignedat"):
            self.pieces.skip_argument(piece)

    def separator(self, piece: Piece) -> None:
        """Add what separates the cells and rows of a matrix, or else of the formula."""
        kinds = ("CELL", "ROW") if self.out.inside == "matrix" else ("ALIGN", "BREAK")
        self.out.add(kinds[piece.text != "&"], piece.text, piece)

    # --- commands ---------------------------------------------------------------------------------

    def command(self, piece: Piece) -> None:
        """Make the tokens of a command."""
        name = piece.text
        if name in SIZES and SIGNS.get(self.pieces.following.text, ("",))[0] in ("OPEN", "CLOSE"):
            bracket = self.pieces.next()  # its size is a part of it, as \\left is
            self.out.add_operand(*SIGNS[bracket.text], bracket._replace(start=piece.start))
        elif name in IGNORED:
            self.out.ignore()
        elif name in FRACTIONS:
            self.out.add("FRAC", name, piece)
            self.out.expect(2, piece)
        elif name in BINOMIALS:
            self.out.add("CHOOSE", name, piece)
            self.out.expect(2, piece)
        elif name == "\\sqrt":
            self.root(piece)
        elif name in FONTS or name in ACCENTS:
            self.styled(piece)
        elif name in WORDS or name in TEXTS:
            self.words(piece)
        elif name in ("\\left", "\\right"):
            self.delimiter(piece)
        else:
            self.decoration(piece)

    def decoration(self, piece: Piece) -> None:
        """Make the tokens of what stands beside, above or below the formula, if it has any."""
        name = piece.text
        if name in MARKS and self.is_last():
            self.out.add("NOTE", "", piece)
        elif name in WITH_ARGUMENT:
            note = self.pieces.skip_argument(piece)
            self.out.add("NOTE", "", note._replace(start=piece.start))
        elif name in SPACING:
            self.pieces.skip_argument(piece)
            if name.startswith("\\hspace"):
                self.out.add("QUAD", "", piece)
        elif name in ("\\stackrel", "\\overset"):
            self.stacked(piece)
        elif name in ("\\underbrace", "\\overbrace"):
            self.out.expect(1, piece, lambda _: self.skip_label())
        elif name == "\\not" and self.pieces.following.text == "=":
            self.out.add("REL", "!=", self.pieces.next()._replace(start=piece.start))
        elif name[1:] in FUNCTIONS:
            self.out.add_operand("FUNC", FUNCTIONS[name[1:]], piece)
        else:
            what = "the command" if piece.kind == "command" else "the sign"
            self.pieces.refuse(INSTEAD.get(name, f"{what} {name} isn't known"), piece)

    def is_last(self) -> bool:
        """Tell whether nothing of the row follows."""
        following = self.pieces.following
        return following.kind in ("end", "break", "environment") or following.text in (
            "&", ".", ",", "\\quad", "\\tag", *MARKS,
        )  # fmt: skip

    def root(self, piece: Piece) -> None:
        """Add a root, with its degree where it has one."""
        has_degree = self.pieces.bracketed()
        if not has_degree:
            self.refuse_digits(piece)
        self.out.add("ROOT" if has_degree else "SQRT", piece.text, piece)
        self.out.expect(2 if has_degree else 1, piece)

    def root_sign(self, piece: Piece) -> None:
        """Add √ and what stands under it: a bracket, or what follows it directly."""
        number = operand_of_root(self.pieces, piece)
        if SIGNS.get(self.pieces.following.text, ("",))[0] == "OPEN":
            self.out.add_operand("FUNC", "sqrt", piece)
            return
        self.out.add("SQRT", piece.text, piece)
        self.out.expect(1, piece)
        if number:
            self.pieces.next()
            self.out.begin_argument(number)
            self.out.add_operand("NUMBER", number.text, number)

    def styled(self, piece: Piece) -> None:
        """Style the names in an argument, or in the rest of a group."""
        if piece.text not in TO_END_OF_GROUP:
            self.out.expect(1, piece, lambda first: style_argument(self.out.tokens, first, piece))
            return
        self.out.ignore()
        if self.out.inside not in ("", "command"):
            self.out.open[-1].finish = lambda first: style(self.out.tokens, first, piece)

    def words(self, piece: Piece) -> None:
        """Add a word: a function's name, a name, or a text beside the formula."""
        is_argument = self.out.inside == "command"
        before = self.pieces.at
        is_open = piece.text in ("\\rm", "\\sf") and not is_argument
        end = self.pieces.end_of_letters() if is_open else self.pieces.end_of_argument()
        found = self.pieces.to(end, piece)
        inner = self.source[found.start : found.end].removeprefix("{").removesuffix("}")
        if piece.text in TEXTS and WORD.fullmatch(found.text[:-1]):  # const.
            found = found._replace(text=found.text.removesuffix("."))
            inner = inner.removesuffix(".")
        whole = found._replace(start=piece.start)
        is_word = WORD.fullmatch(found.text) is not None
        is_name = is_word and inner == found.text and self.is_operand(found.text)
        if piece.text in TEXTS and not is_name:
            self.out.ignore()
            self.out.add("TEXT", inner.strip(), whole)
        elif is_word and found.text in FUNCTIONS:
            self.out.add_operand("FUNC", FUNCTIONS[found.text], whole)
        elif is_word:
            self.named(piece, whole)
        else:
            self.pieces.at = before
            self.out.ignore()
            self.out.expect(1, piece)

    def named(self, command: Piece, name: Piece) -> None:
        """Add a name of several letters, or refuse what can only be a function."""
        if command.text in WORDS and is_unknown_function(self.pieces, name.text):
            self.pieces.refuse(f"there is no function {name.text}", name)
        self.out.add_operand("NAME", name.text, name)

    def is_operand(self, word: str) -> bool:
        """Tell whether a word in a text stands where an operand has to stand."""
        if self.out.inside in ("command", "argument"):
            return True
        if self.out.tokens and self.out.tokens[-1].type in ENDS_OPERAND:
            return word in FUNCTIONS
        after = self.pieces.following.text
        kind = SIGNS.get(after, ("",))[0]
        operators = ("REL", "PLUS", "MINUS", "TIMES", "SLASH", "OPEN", "CLOSE", "PERIOD")
        return kind in operators or after in ("^", "_", "&", "", "\\left", "\\big")

    def delimiter(self, piece: Piece) -> None:
        r"""Add what stands after \left or \right, which tell whether a bar opens or closes."""
        bracket = self.pieces.next()
        whole = bracket._replace(start=piece.start)
        if bracket.text in DELIMITERS:
            closes = piece.text == "\\right"
            self.out.add("CLOSE" if closes else "OPEN", DELIMITERS[bracket.text][closes], whole)
        elif bracket.text == ".":
            self.out.ignore()
            if piece.text == "\\left":
                self.out.add("LEFTDOT", "", whole)
        elif SIGNS.get(bracket.text, ("",))[0] in ("OPEN", "CLOSE"):
            self.out.add(*SIGNS[bracket.text], whole)
        else:
            self.pieces.refuse("its bracket is missing", piece)

    def stacked(self, piece: Piece) -> None:
        """Add a relation that has something above it."""
        self.out.ignore()
        self.pieces.skip_argument(piece)
        relation = self.pieces.skip_argument(piece)
        kind, value = SIGNS.get(relation.text, ("", ""))
        if kind not in ("REL", "ARROW"):
            self.pieces.refuse("stands over what is no relation", piece)
        self.out.add(kind, value, relation._replace(start=piece.start))

    def skip_label(self) -> None:
        """Leave out what is written under, or over, a brace."""
        if self.pieces.following.text in ("_", "^"):
            self.pieces.skip_argument(self.pieces.next())
