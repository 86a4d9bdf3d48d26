"""LaTeX read back as Python, by the rules of typesetting: it shares nothing with the writer."""

from __future__ import annotations

import math

from matplotlib.mathtext import MathTextParser

GROUPS = {  # commands, how many groups in braces follow, and what they mean
    r"\frac": (2, "(({})/({}))"), r"\sqrt": (1, "sqrt({})"), r"\log_": (1, "log{}"),
    r"\operatorname": (1, "{}"), r"\mathbf{1}_": (1, "float({})"), r"\mathrm": (1, "word_{}"),
    "^": (1, "**({})"), "_": (1, "_{}"),
}  # fmt: skip
SIGNS = {
    r"\left|": "abs(", r"\right|": ")", r"\left": "", r"\right": "", r"\cdot": "*",
    r"\arctan": "atan", r"\_": "_", "\\": "",
}  # fmt: skip
MEANINGS = {
    **{name: getattr(math, name) for name in dir(math)}, "abs": abs, "max": max, "min": min,
    "float": float, "sgn": lambda x: (x > 0) - (x < 0),
}  # fmt: skip


def latex_lines(source: str) -> list[tuple[str, str]]:
    """Split aligned assignments into names and what they are."""
    body = source.split("\\begin{aligned}\n  ")[1].split("\n\\end{aligned}", maxsplit=1)[0]
    pairs = (line.split(" &= ") for line in body.split(" \\\\\n  "))
    return [(name, text) for name, text in pairs]


def read_latex(text: str) -> str:
    """Translate LaTeX into Python."""
    read = ""
    while text:
        for command, (count, python) in GROUPS.items():
            if text.startswith(command + "{"):
                text, groups = text.removeprefix(command), []
                for _ in range(count):
                    inside, text = first_group(text)
                    groups.append(read_latex(inside))
                read += python.format(*groups)
                break
        else:
            sign = next((sign for sign in SIGNS if text.startswith(sign)), text[0])
            read += SIGNS.get(sign, sign)
            text = text.removeprefix(sign)
    return read


def typeset(latex: str) -> None:
    """Have matplotlib typeset a formula; ValueError for what it can't read."""
    assert MathTextParser("path").parse(f"${latex}$").width > 0


def first_group(text: str) -> tuple[str, str]:
    """Split off the group in braces that a text begins with."""
    depth = 0
    for i, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if not depth:
            return text[1:i], text[i + 1 :]
    raise ValueError(f"braces don't match: {text}")
