r"""Where formulas begin and end in a text: $...$, $$...$$, \(...\), \[...\], or an environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

__all__ = ["SIGN", "Enclosed", "enclosed", "own_delimiters", "without_formulas"]

ENVIRONMENTS = (
    "equation", "align", "aligned", "gather", "gathered", "split", "multline", "eqnarray",
    "alignat", "flalign", "displaymath", "math",
)  # fmt: skip
IN_LINE = r"(?:[^$\\\n]|\\.|\n(?![ \t]*\n))+?"  # spaces at both ends or at none: not $5 and $
OPENING = (
    r"(?<!\\)(?P<sign>\$\$|\\\[|\\\()"
    rf"|\\begin\{{(?P<name>(?:{'|'.join(ENVIRONMENTS)})\*?)\}}"
    rf"|(?<![\\$])\$(?!\$)(?P<inline>(?!\s){IN_LINE}(?<!\s)|\s{IN_LINE}\s)\$(?![\d$])"
)
OWN = re.compile(  # \newcommand{\be}{\begin{equation}}
    r"\\(?:(?:re)?newcommand\*?\s*\{?|def)\s*(?P<command>\\[A-Za-z]+)\}?\s*"
    rf"\{{\s*(?P<stands>\\(?:begin|end)\{{(?:{'|'.join(ENVIRONMENTS)})\*?\}}|\$\$|\\[\[\]])\s*\}}"
)
NONE: Mapping[str, str] = {}
SIGN = "\ufffc"  # that of an object in a text
CLOSING = {r"\[": r"\]", r"\(": r"\)", "$$": "$$"}


class Enclosed(NamedTuple):
    """What delimiters enclose: ``start`` to ``end`` with them, ``first`` to ``last`` without.

    ``missing`` is the delimiter that should end it, if there is none; ``is_inline``: in a line.
    """

    start: int
    first: int
    last: int
    end: int
    is_inline: bool = False
    missing: str = ""


def own_delimiters(text: str) -> dict[str, str]:
    r"""Return the document's own commands for delimiters, with what they stand for.

    >>> own_delimiters(r"\newcommand{\be}{\begin{equation}}")
    {'\\be': '\\begin{equation}'}
    """
    return {found["command"]: found["stands"] for found in OWN.finditer(text)}


def enclosed(text: str, own: Mapping[str, str] = NONE) -> Iterator[Enclosed]:
    r"""Yield all formulas of a text, and the first of those that nothing ends.

    ``own`` are the document's own commands for delimiters.

    >>> [text[one.first : one.last] for text in [r"$x$, \[y\]"] for one in enclosed(text)]
    ['x', 'y']
    >>> [one.missing for one in enclosed("$$x")]
    ['$$']
    """
    missing: set[str] = set()  # not looked for again: a text with many takes no longer
    place = 0
    opening = re.compile("|".join([OPENING, *(
        rf"{re.escape(command)}(?![A-Za-z])" for command, stands in own.items()
        if not stands.startswith((r"\end", r"\]"))
    )]), re.DOTALL)  # fmt: skip
    while found := opening.search(text, place):
        place = found.end()
        if found["inline"]:
            yield Enclosed(found.start(), *found.span("inline"), place, is_inline=True)
            continue
        sign = own.get(found[0], found[0])
        closing = CLOSING.get(sign) or sign.replace(r"\begin", r"\end")
        if closing in missing:
            continue
        ends = [re.escape(closing), *(rf"{re.escape(command)}(?![A-Za-z])"
                for command, stands in own.items() if stands == closing)]  # fmt: skip
        end = re.compile(rf"(?<!\\)(?:{'|'.join(ends)})").search(text, place)
        is_inline = found[0] == r"\("
        if end is None:
            missing.add(closing)
            yield Enclosed(found.start(), place, place, place, is_inline, closing)
        else:
            yield Enclosed(found.start(), place, *end.span(), is_inline)
            place = end.end()


def without_formulas(text: str, own: Mapping[str, str] = NONE) -> str:
    """Return the text with a sign for each character of a formula; all else stays where it is.

    A formula that ends with a full stop ends the sentence.
    """
    parts, place = [], 0
    for one in enclosed(text, own):
        is_end = text[one.first : one.last].rstrip(" \n}")[-1:] in (".", "!", "?")
        filler = SIGN * (one.end - one.start - 1) + ("." if is_end else SIGN)
        parts += [text[place : one.start], filler]
        place = one.end
    return "".join([*parts, text[place:]])
