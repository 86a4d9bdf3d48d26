"""Scripts of LaTeX that are no powers and indices: x^T, x^*, x_{max}, x^{(i)}."""

from __future__ import annotations

import re

__all__ = ["is_upper_index", "special_script"]

TRANSPOSES = {
    "\\top", "\\intercal", "\\transpose",
    *(f"\\{font}T" for font in ("mathrm", "mathsf", "mathtt", "text", "textsf", "rm", "sf")),
}  # fmt: skip
STARS = ("*", "\\ast", "\\star")
PRIMES = re.compile(r"(?:\\prime)+|'+")
UPPER_INDEX = re.compile(r"\((?:[A-Za-z](?:[+-]\d+)?|\d+)\)")
WORD = re.compile(
    r"\\(?:text|mathrm|textrm|textnormal|mathsf|mathit|operatorname|mbox|rm|textit)"
    r"([A-Za-z][A-Za-z\d]*)|\\?(max|min)|([A-Za-z]{3,})"
)
INDEX_LETTERS = set("ijklmn")


def special_script(sign: str, text: str) -> tuple[str, str] | None:
    """Return the token, kind and value, of a script that is no power and no index."""
    return above(text) if sign == "^" else below(text)


def above(text: str) -> tuple[str, str] | None:
    """Return the token of a transpose, a prime, a star."""
    if text in TRANSPOSES:
        return "TRANSPOSE", text
    if text in STARS:
        return "STAR", "star"
    if PRIMES.fullmatch(text):
        return "PRIME", "'" * (text.count("\\") or len(text))
    return None


def below(text: str) -> tuple[str, str] | None:
    """Return the token of a word, which is part of the name; three letters are one, but not ijk."""
    if text in STARS:
        return "WORD", "ast"
    found = WORD.fullmatch(text)
    if found is None or (found[3] and set(found[3]) <= INDEX_LETTERS):
        return None
    return "WORD", found[1] or found[2] or found[3]


def is_upper_index(text: str) -> bool:
    """Tell whether what stands above, in brackets, is an index: x^{(i)}."""
    return UPPER_INDEX.fullmatch(text) is not None
