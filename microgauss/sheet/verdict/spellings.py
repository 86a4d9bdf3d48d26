r"""How a document writes its names: \mathbf{x}_i, \sigma; and what it never wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from microgauss.formula.letters import GREEK
from microgauss.formula.terms import Statement
from microgauss.sheet.notation.parts import bare
from microgauss.sheet.understanding.leaves import GENERIC, Index, Leaf
from microgauss.sheet.understanding.meaning import Meaning

__all__ = ["Spellings"]

COMMANDS = {*GREEK.values(), "ell"}
ACCENTS = ("hat", "bar", "tilde", "dot", "ddot", "vec")


class Spellings:
    """The spellings of names, with and without their indices."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.indexed: dict[tuple[str, tuple[str, ...]], str] = {}

    def note(self, text: str, statements: Iterable[Statement]) -> None:
        """Note how the names of a formula are written in its text."""
        for statement in statements:
            for side in statement.sides:
                for term in side.walk():
                    written = text[slice(*term.span)].strip()
                    if term.kind == "name":
                        self.names.setdefault(term.text, written)
                    if term.kind == "index" and (name := bare(term)) and term.args[0] is name:
                        letters = tuple(text[slice(*arg.span)].strip() for arg in term.args[1:])
                        self.indexed.setdefault((name.text, letters), written)

    def name(self, name: str) -> str:
        """Return how a name is written."""
        return self.names.get(name) or by_custom(name)

    def leaf(self, key: str, meaning: Meaning) -> str:
        """Return how a leaf is written."""
        leaf = meaning.leaves[key]
        match leaf.what:
            case "name":
                return self.at(leaf.name, leaf.indices)
            case "derivative":
                return self.derivative(leaf, meaning)
            case "length":
                return self.name(leaf.name)
            case "position":
                return letter(leaf.indices[0])
        raise KeyError(key)

    def at(self, name: str, indices: Iterable[Index]) -> str:
        """Return how a name is written at indices; those of whole vectors are left out."""
        letters = tuple(text for index in indices if (text := letter(index)))
        if not letters:
            return self.name(name)
        return self.indexed.get((name, letters)) or f"{self.name(name)}_{braced(''.join(letters))}"

    def indexed_by(self, name: str, letter: str) -> str:
        """Return how a name is written with an index."""
        return self.indexed.get((name, (letter,))) or f"{self.name(name)}_{braced(letter)}"

    def derivative(self, leaf: Leaf, meaning: Meaning) -> str:
        """Write a derivative of a name."""
        function, *taken = (self.leaf(part.name, meaning) for part in leaf.parts)
        by = " ".join(rf"\partial {name}" for name in taken)
        order = f"^{len(taken)}" if len(taken) > 1 else ""
        return rf"\frac{{\partial{order} {function}}}{{{by}}}"


def letter(index: Index) -> str:
    """Write an index; nothing for that of an unnamed datum, or of a vector as a whole."""
    if index.variable.startswith(GENERIC):
        return ""
    name = index.variable.partition("#")[0]
    if not index.variable:
        return str(index.offset + 1)
    if not name:
        return ""
    return f"{name}{index.offset:+d}" if index.offset else name


def braced(text: str) -> str:
    """Put an index in braces, if it isn't one character."""
    return text if len(text) == 1 else f"{{{text}}}"


def by_custom(name: str) -> str:
    r"""Return how a name is usually written: \sigma, \hat{y}, x_{max}."""
    base, *rest = name.split("_")
    shown = rf"\{base}" if base in COMMANDS else base if len(base) == 1 else rf"\mathrm{{{base}}}"
    for part in rest:
        if part in ACCENTS:
            shown = rf"\{part}{{{shown}}}"
        else:
            shown += f"_{{{part}}}" if re.fullmatch(r"[\w,+-]", part) else rf"_{{\text{{{part}}}}}"
    return shown
