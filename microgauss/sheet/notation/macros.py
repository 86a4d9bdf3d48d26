r"""The simple commands that a document defines: \newcommand{\w}{\mathbf{w}}, and their use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from microgauss.formula import FormulaError

__all__ = ["Macro", "expanded", "macros_in"]

LONGEST = 20_000  # characters of an expanded formula
MOST = 2_000  # expansions in a formula
DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?newcommand|providecommand|def|DeclareMathOperator)\*?\s*"
    r"(?:\{\s*(\\[A-Za-z]+)\s*\}|(\\[A-Za-z]+))\s*(?:\[(\d)\])?((?:#\d)*)\s*(?=\{)"
)

NAMED = re.compile(  # at the beginning of a formula: AC(q) = ..., a function's name in capitals
    r"(?:\$|\\\[|\\\(|\n)[ \t]{0,9}(?:\\frac\s?\{\\?\w{1,9}\}\s?\{[^{}]{1,20}\}\s?)?([A-Z]{2,3})"
    r"'{0,3}\(\s?\\?[a-z]{1,9}(?:_\w)?\s?\)\s{0,9}&?="
)


class Macro(NamedTuple):
    """How many arguments a command takes, and what it stands for."""

    arguments: int
    body: str


def macros_in(text: str) -> tuple[dict[str, Macro], list[tuple[int, int]]]:
    """Return the commands that a document defines by their names, and where it does so.

    A function's name in several capitals, as in AC(q) = ..., is one that stands for its word.
    """
    found: dict[str, Macro] = {}
    places = []
    for match in DEFINITION.finditer(text):
        end = group_end(text, match.end())
        if end is None:
            continue
        body = text[match.end() + 1 : end - 1]
        if match[0].startswith("\\DeclareMathOperator"):
            body = rf"\operatorname{{{body}}}"
        count = int(match[3] or len(match[4]) // 2)
        found[match[1] or match[2]] = Macro(count, body)
        places.append((match.start(), end))
    for match in NAMED.finditer(text):
        found[match[1]] = Macro(0, rf"\mathrm{{{match[1]}}}")
    return found, places


def group_end(text: str, start: int) -> int | None:
    """Return where a group that begins with a brace ends."""
    depth = 0
    for place in range(start, min(len(text), start + LONGEST)):
        if text[place] in "{}" and text[place - 1 : place] != "\\":
            depth += 1 if text[place] == "{" else -1
            if not depth:
                return place + 1
    return None


def expanded(source: str, macros: Mapping[str, Macro]) -> tuple[str, list[int]]:
    """Carry out the commands in a formula; return it, and where each character comes from.

    There is one more place than characters: where the formula ends.
    """
    text, origin = source, list(range(len(source) + 1))
    if not macros:
        return text, origin
    names = "|".join(as_pattern(name) for name in sorted(macros, key=len, reverse=True))
    command = re.compile(rf"(?:{names})(?![A-Za-z])")
    place = 0
    for _ in range(MOST):
        found = command.search(text, place)
        if found is None:
            return text, origin
        body, end = applied(macros[found[0]], text, found.end(), found[0])
        text = text[: found.start()] + body + text[end:]
        origin[found.start() : end] = [origin[found.start()]] * len(body)
        place = found.start()
        if len(text) > LONGEST:
            break
    raise FormulaError("the document's own commands make this formula endless")


def as_pattern(name: str) -> str:
    """Return the pattern of a command, or of a word that is none yet."""
    if name.startswith("\\"):
        return re.escape(name)
    return rf"(?:(?<![A-Za-z{{\\])|(?<=\{{d)){name}"  # also in \\frac{{dAC}}{{dq}}


def applied(macro: Macro, text: str, place: int, name: str) -> tuple[str, int]:
    """Return what a command stands for, and where its arguments end."""
    body = macro.body
    for number in range(1, macro.arguments + 1):
        while text[place : place + 1].isspace():
            place += 1
        if text[place : place + 1] == "{":
            end = group_end(text, place)
            argument = text[place + 1 : (end or 0) - 1]
        else:
            single = re.compile(r"\\[A-Za-z]+|\S").match(text, place)
            end, argument = (single.end(), single[0]) if single else (None, "")
        if end is None:
            raise FormulaError(f"{name} needs {macro.arguments} arguments")
        body, place = body.replace(f"#{number}", argument), end
    if re.search(r"\\[A-Za-z]+$", body) and text[place : place + 1].isalpha():
        body += " "
    return body, place
