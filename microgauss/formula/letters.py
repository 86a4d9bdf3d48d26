"""How a name looks when it is typeset: σ, ŷ, 𝐱, x with the index max."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["ACCENTS", "GREEK", "Letters", "letters"]

NAMES = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho
    sigma tau upsilon phi chi psi omega"""
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", NAMES.split(), strict=True))
GREEK |= {letter.upper(): name.title() for letter, name in GREEK.items()}
SIGNS = {name: letter for letter, name in GREEK.items()} | {"infinity": "∞", "ell": "ℓ"}
# The sign that stands above a letter, or beside it, and the one that combines with it in a text.
ACCENTS = {
    "hat": ("^", "\u0302"), "bar": ("¯", "\u0304"), "tilde": ("~", "\u0303"),
    "dot": ("˙", "\u0307"), "ddot": ("¨", "\u0308"),
    "star": ("*", "*"), "minus": ("−", "⁻"), "plus": ("+", "⁺"),
}  # fmt: skip
ALPHABETS = {"cal": "SCRIPT", "bb": "DOUBLE-STRUCK"}  # ℒ is calL, ℝ is bbR


@dataclass(frozen=True)
class Letters:
    """A name taken apart: its ``base``, the ``accents`` above it, and its ``index``."""

    base: str
    accents: tuple[str, ...] = ()
    index: str = ""

    @property
    def accented(self) -> str:
        """The base with its accents, as one text."""
        marks = "".join(ACCENTS[accent][1] for accent in self.accents)
        return unicodedata.normalize("NFC", self.base + marks)


def letters(name: str, *, bold: bool = False) -> Letters:
    """Take a name apart into what is typeset; ``bold`` as vectors are, and as x_vec is.

    See also: `microgauss.formula.mathml` and `microgauss.formula.pretty`, which typeset it.

    >>> letters("sigma").base, letters("x", bold=True).base, letters("calL").base
    ('σ', '𝐱', 'ℒ')
    >>> letters("y_hat").accented, letters("x_max"), letters("w1")
    ('ŷ', Letters(base='x', accents=(), index='max'), Letters(base='w', accents=(), index='1'))
    """
    first, *rest = name.split("_")
    if "vec" in rest:
        bold = True
        rest.remove("vec")
    accents = tuple(part for part in rest if part in ACCENTS)
    index = [part for part in rest if part not in ACCENTS]
    if numbered := re.fullmatch(r"([^\W\d]+)(\d+)", first):
        first, index = numbered[1], [numbered[2], *index]
    base = letter(first)
    return Letters(bolder(base) if bold else base, accents, ",".join(index))


def letter(word: str) -> str:
    """Return the letter that a word stands for, or the word."""
    if word in SIGNS:
        return SIGNS[word]
    if alphabet := re.fullmatch(r"(cal|bb)([A-Z])", word):
        style = f"{ALPHABETS[alphabet[1]]} CAPITAL {alphabet[2]}"
        return variant(style) or variant(f"MATHEMATICAL {style}") or word
    return word


def bolder(text: str) -> str:
    """Write letters and digits in bold, where Unicode has that."""
    return "".join(
        variant(f"MATHEMATICAL BOLD {name}") or sign
        for sign in text
        for name in [re.sub(r"LATIN |GREEK |LETTER ", "", unicodedata.name(sign, ""))]
    )


def variant(name: str) -> str:
    """Return the character of this name, or nothing."""
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return ""
