"""What words say of the kind of names: matrices, symmetric ones, and functions."""

from __future__ import annotations

import re
from functools import cached_property

from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parsed import Parsed
from microgauss.sheet.notation.parts import (
    bare,
    function_of,
    has_derivative,
    is_capital,
    is_symmetric,
)
from microgauss.sheet.notation.words import FUNCTION, IS_FUNCTION

__all__ = ["Kinds"]

SOME_MATRICES = re.compile(r"\b(?:matri(?:x|ces|zen)|vectors?|Vektor\w*)\b", re.IGNORECASE)
MENTIONS = r"(?:\$[^$]*\$\s*(?:,|and|und)?\s*)*"  # other names in a list
MATRICES = re.compile(rf"\b[Mm]atri(?:x|ces|zen)\s+{MENTIONS}$")
ARE_MATRICES = re.compile(
    rf"^\s*(?:,|and|und)?\s*{MENTIONS}(?:is|are|be|ist|sei|seien)\s+(?:an?|the|two|eine?|die)?\s*"
    rf"(?:\$[^$]*\$\s*)?(?:[\w-]+\s+){{0,2}}?[Mm]atri(?:x|ces|zen)\b"
)
KINDS = (  # of symmetric matrices
    r"(?:sym[meé]+tri\w*|diagonal\w*|(?:co)?varian[cz]\w*|kovarian\w*|precision|präzision\w*"
    r"|positive[- ](?:semi-?)?definite|gram|correlation|distance|laplac\w*|adjacency|hessian"
    r"|undirected|kernel|scatter|(?:own|its) transpose|self-?adjoint|selbstadjungiert\w*"
    r"|hermiti\w*)"
)
SOME_SYMMETRIC = re.compile(  # words anywhere that may be about a matrix: variances aren't
    rf"\b(?!(?:varian|gram)\w*\b(?!\s+matri|-?matri)){KINDS}", re.IGNORECASE
)
SYMMETRIC = re.compile(rf"\b{KINDS}(?:\s+\w+){{0,2}}\s*$", re.IGNORECASE)
IS_SYMMETRIC = re.compile(
    rf"^\s*(?:is|are|be|being|ist|sei|est)?\s*(?:an?\s+|the\s+|eine?\s+|die\s+)?(?:real\s+)?"
    rf"(?:positive definite\s+)?(?:and\s+)?{KINDS}\b(?!\s+(?:entr|element|of\b))",
    re.IGNORECASE,
)
IF = re.compile(r"\b(?:if|for|when|falls|für|wenn|si|pour)\b[^.]*$", re.IGNORECASE)
CAPITAL = re.compile(r"(?<![\\A-Za-z])[A-Z](?:_\w)?(?![A-Za-z])")


class Kinds:
    """The kinds of names that the words of a ``text`` tell, beside formulas and mentions."""

    text: str
    formulas: list[Parsed]
    mentions: list[Parsed]

    @property
    def is_symmetric(self) -> bool:
        """Whether matrices are said to be symmetric: then not all that is true of them is told."""
        return SOME_SYMMETRIC.search(self.text) is not None

    def symmetric_somewhere(self) -> dict[str, list[Source]] | None:
        """Return the matrices that are symmetric, if not throughout, and where: for symmetric $A$.

        None where it isn't always said of which matrix.
        """
        said = [one for one in (*self.mentions, *self.formulas) if self.is_said_symmetric(one)]
        if len(SOME_SYMMETRIC.findall(self.text)) > len(said):
            return None
        found: dict[str, list[Source]] = {}
        for one in said:
            for name in capitals(one)[:1]:
                found.setdefault(name, []).append(one.source)
        return found

    def is_said_symmetric(self, parsed: Parsed) -> bool:
        """Tell whether words beside a formula say that it is a symmetric matrix."""
        start, end = parsed.source.start, parsed.source.end
        before, behind = self.text[max(0, start - 60) : start], self.text[end : end + 60]
        is_name = any(bare(statement.sides[0]) for statement in parsed.statements[:1])
        return bool((is_name and SYMMETRIC.search(before)) or IS_SYMMETRIC.search(behind))

    @property
    def is_diagonal(self) -> bool:
        """Whether matrices are said to be diagonal, which is more than is told of them."""
        return "diagonal" in self.text.lower()

    @property
    def symmetric(self) -> dict[str, int]:
        """The matrices that are said to be symmetric, and where: a symmetric $A$, or A^T = A.

        Not those of which it is said behind if, or for.
        """
        found: dict[str, int] = {}
        for parsed in (*self.mentions, *self.formulas):
            start = parsed.source.start
            before = self.text[max(0, start - 60) : start]
            names = capitals(parsed)[:1] if self.is_said_symmetric(parsed) else []
            names += [name.text for statement in parsed.statements
                      if statement.relations == ("=",) and is_symmetric(*statement.sides)
                      and (name := bare(statement.sides[0]))]  # fmt: skip
            if IF.search(before) is None:
                found |= {name: start for name in names if start < found.get(name, len(self.text))}
        return found

    @cached_property
    def has_matrices(self) -> bool:
        """Whether the text speaks of matrices, or of vectors."""
        return SOME_MATRICES.search(self.text) is not None

    @property
    def matrices(self) -> set[str]:
        """The capitals that are said to be matrices: for matrices $A, B$; let $A$ be a matrix."""
        found = set[str]()
        for parsed in self.mentions:
            start, end = parsed.source.start, parsed.source.end
            before, behind = self.text[max(0, start - 60) : start], self.text[end : end + 60]
            if MATRICES.search(before) or ARE_MATRICES.search(behind):
                found |= set(CAPITAL.findall(parsed.source.inside))
        return found

    @property
    def functions(self) -> set[str]:
        r"""The names that are said to be functions: the sigmoid $\sigma$."""
        found = set[str]()
        for parsed in self.mentions:
            start, end = parsed.source.start, parsed.source.end
            before, behind = self.text[max(0, start - 40) : start], self.text[end : end + 40]
            if FUNCTION.search(before) or IS_FUNCTION.search(behind):
                found |= {name.text for statement in parsed.statements
                          if (name := bare(function_of(statement.sides[0])))}  # fmt: skip
        return found


def capitals(parsed: Parsed) -> list[str]:
    """Return the capitals in what is mentioned, Greek ones too; none of a derivative."""
    sides = [side for statement in parsed.statements for side in statement.sides]
    if any(map(has_derivative, sides)):
        return []
    greek = [name.text for side in sides if (name := bare(side)) and is_capital(name.text)]
    if any("in" in statement.relations for statement in parsed.statements):
        return greek  # no R
    return CAPITAL.findall(parsed.source.inside) or greek
