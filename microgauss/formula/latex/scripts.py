"""Scripts of LaTeX that are no powers and indices: x^T, x^*, P^-, x_{max}, x^{(i)}, W^{[l]}."""

from __future__ import annotations

import re

from microgauss.formula.latex.pieces import Pieces
from microgauss.formula.latex.words import IGNORED, MARKS, SIGNS, TEXTS, WITH_ARGUMENT
from microgauss.formula.parsing.scripts import DEGREE

__all__ = ["LABELS", "is_label", "is_upper_index", "power_and_index", "special_script"]

TRANSPOSES = {
    "\\top", "\\intercal", "\\transpose",
    *(f"\\{font}T" for font in ("mathrm", "mathsf", "mathtt", "text", "textsf", "rm", "sf")),
}  # fmt: skip
INVERSE = re.compile(r"^[-−]1?")  # before a transpose: A^{-T}
DEGREES = ("\\circ", "\\degree")
STARS = ("*", "\\ast", "\\star")
PRIMES = re.compile(r"(?:\\prime)+|'+")
INDEX = r"(?:[A-Za-z](?:[+-]\d+)?|\d+)"
UPPER_INDEX = re.compile(rf"\({INDEX}\)|\[{INDEX}\]|\\{{{INDEX}\\}}")
SHORT = rf"(?:\([ijklmn]\)|\[{INDEX}\])"
POWER_AND_INDEX = re.compile(rf"(\d)({SHORT})|({SHORT})(\d)")
LABELS = {**dict.fromkeys("-−–", "minus"), **dict.fromkeys("+＋", "plus")}
AFTER_LABELS = {  # no operand begins with these
    "REL", "ARROW", "PLUS", "MINUS", "TIMES", "SLASH", "CLOSE", "COMMA", "PERIOD", "MID", "QUAD",
    "TEXT", "OVER", "D",
}  # fmt: skip
TEXTS_AFTER_LABELS = {"^", "_", "}", "&", "\\right", *TEXTS, *MARKS, *WITH_ARGUMENT}
WORD = re.compile(
    r"\\(?:text|mathrm|textrm|textnormal|mathsf|mathit|operatorname|mbox|rm|textit)"
    r"([A-Za-z][A-Za-z\d]*)|\\?(max|min)|([A-Za-z]{3,})"
)
INDEX_LETTERS = set("ijklmn")


def special_script(sign: str, text: str) -> tuple[str, str] | None:
    """Return the token, kind and value, of a script that is no power and no index."""
    return above(text) if sign == "^" else below(text)


def above(text: str) -> tuple[str, str] | None:
    """Return the token of a transpose, a prime, a star, a sign."""
    if INVERSE.sub("", text) in TRANSPOSES:
        return "TRANSPOSE", text
    if text in STARS:
        return "STAR", "star"
    if text in DEGREES:
        return "STAR", DEGREE
    if text in LABELS:
        return "STAR", LABELS[text]
    if PRIMES.fullmatch(text):
        return "PRIME", "'" * (text.count("\\") or len(text))
    return None


def below(text: str) -> tuple[str, str] | None:
    """Return the token of a word, which is part of the name; three letters are one, but not ijk."""
    if text in STARS:
        return "WORD", "ast"
    if text in LABELS:
        return "WORD", "-" if LABELS[text] == "minus" else "+"
    found = WORD.fullmatch(text)
    if found is None or (found[3] and set(found[3]) <= INDEX_LETTERS):
        return None
    return "WORD", found[1] or found[2] or found[3]


def is_upper_index(text: str) -> bool:
    """Tell whether what stands above, in brackets, is an index: x^{(i)}."""
    return UPPER_INDEX.fullmatch(text) is not None


def power_and_index(text: str) -> tuple[str, str] | None:
    """Return the power and the index of what may be both, or a product: 2(i), [l]2."""
    found = POWER_AND_INDEX.fullmatch(text)
    return (found[1] or found[4], found[2] or found[3]) if found else None


def is_label(pieces: Pieces, sign: int) -> bool:
    """Tell whether a sign that stands above without braces stands alone: x^- = 1, not x^-1."""
    after = sign + 1
    while after < len(pieces.all) and pieces.all[after].text in IGNORED:
        after += 1
    if after == len(pieces.all):
        return True
    piece = pieces.all[after]
    kind = SIGNS.get(piece.text, ("",))[0]
    is_end = piece.kind in ("break", "environment") or piece.text in TEXTS_AFTER_LABELS
    return is_end or kind in AFTER_LABELS
