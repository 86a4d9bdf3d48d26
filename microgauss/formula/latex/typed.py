r"""Functions typed as mere letters: ln(x), sin(2x), cos x, where LaTeX has \\ln, \\sin, \\cos."""

from __future__ import annotations

from microgauss.formula.errors import Refusal
from microgauss.formula.latex.pieces import Piece, Pieces
from microgauss.formula.latex.words import ACCENTS, FONTS, IGNORED, SIGNS, WORDS

__all__ = ["is_unknown_function", "typed_function"]

RUN_ON = (  # these are typed without a space before their argument: sinx
    "sin", "cos", "tan", "sinh", "cosh", "tanh", "ln", "log", "exp", "sqrt", "arcsin", "arccos",
    "arctan",
)  # fmt: skip
TYPED = {
    *RUN_ON, "abs", "max", "min", "sec", "csc", "cot", "sech", "csch", "coth", "arsinh", "arcosh",
    "artanh", "sigmoid", "softplus", "relu", "ReLU", "sign", "sgn", "det",
}  # fmt: skip
UNKNOWN = {  # functions that everybody knows and the table doesn't
    "erf", "erfc", "erfi", "gamma", "lgamma", "digamma", "sinc", "floor", "ceil", "round", "mod",
    "rank",
}  # fmt: skip
OPERANDS = ("NAME", "OPEN", "BAR", "DOUBLEBAR")
COMMANDS = {
    *FONTS, *ACCENTS, *WORDS, "\\left", "\\frac", "\\dfrac", "\\tfrac", "\\sqrt", "^", "_", "{",
    *(f"\\{name}" for name in TYPED),
}  # fmt: skip


def typed_function(pieces: Pieces) -> Piece | None:
    """Return the function that letters spell, from the one just read on, and read on behind it.

    None where they spell none, or stand before nothing that it could be applied to. Raises Refusal
    where a function and other letters run into each other: sinx, asin(x).
    """
    first = pieces.at - 1
    letters = run_of_letters(pieces, first)
    if letters is None or len(letters.text) < 2:
        return None
    word, place = letters.text, (letters.start, letters.end)
    end = first + len(word)
    is_applied = may_be_applied(pieces, end)
    if word in TYPED:
        if is_applied:
            pieces.at = end
        return letters if is_applied else None
    for name in sorted(TYPED, key=len, reverse=True):
        why = "{0} can be {1} or a product of single letters: write which"
        at_start = name in RUN_ON and word.startswith(name)
        if at_start or (is_applied and word.endswith(name)):
            cut = len(name) if at_start else len(word) - len(name)
            parts = [word[:cut], word[cut:]]
            parts[not at_start] = f"\\{name}"
            raise Refusal(why.replace("{0}", word).replace("{1}", " ".join(parts)), place)
    return None


def run_of_letters(pieces: Pieces, first: int) -> Piece | None:
    """Return the letters without a space between them that begin at a piece, if they do."""
    found = pieces.all[first]
    if first and pieces.all[first - 1].kind == "letter" and touch(pieces.all[first - 1], found):
        return None
    for piece in pieces.all[first + 1 :]:
        if piece.kind != "letter" or not touch(found, piece):
            break
        found = found._replace(text=found.text + piece.text, end=piece.end)
    return found


def touch(before: Piece, after: Piece) -> bool:
    """Tell whether no space stands between two pieces."""
    return before.end == after.start


def may_be_applied(pieces: Pieces, end: int) -> bool:
    """Tell whether an operand, or a script, follows."""
    while end < len(pieces.all) and pieces.all[end].text in IGNORED:
        end += 1
    if end >= len(pieces.all):
        return False
    piece = pieces.all[end]
    kind = SIGNS.get(piece.text, (piece.kind, ""))[0]
    return kind in ("letter", "number", *OPERANDS) or piece.text in COMMANDS


def is_unknown_function(pieces: Pieces, word: str) -> bool:
    """Tell whether a word before an operand can only be a function: erf(x), foo x.

    A bracket may hold the arguments of what the document defines: KL(q || p).
    """
    following = pieces.following
    kind = SIGNS.get(following.text, (following.kind, ""))[0]
    if following.text in ("\\left", *IGNORED) or kind == "OPEN":
        return word in UNKNOWN
    is_operand = kind in ("letter", "number", "NAME") or following.text in ("\\frac", *FONTS)
    return len(word) > 1 and is_operand
