"""What a formula's remarks state: (x > 0), or, in words, for x > 0."""

from __future__ import annotations

import re
from contextlib import suppress

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Statement
from microgauss.sheet.notation.names import Names
from microgauss.sheet.notation.normal import normal
from microgauss.sheet.notation.text import Parsed

__all__ = ["has_condition", "remarks"]

IF = re.compile(
    r"\\(?:text|mathrm|mbox)\{\s*(?:if|for|when|whenever|unless|falls|für|wenn|pour|si|quand)\b"
)
REMARK = re.compile(r"\\(?:text|mathrm|mbox)\{[^{}]*\}|\\forall|\\[,;:!]|[(),;]")


def remarks(statement: Statement, parsed: Parsed, names: Names) -> list[Statement]:
    """Return the statements in a statement's remarks."""
    found: list[Statement] = []
    for start, end in statement.remarks:
        text = REMARK.sub(" ", parsed.text[start:end])
        with suppress(FormulaError):
            found += normal(read_latex(text), names)
    return [one for one in found if one.relations]


def has_condition(parsed: Parsed) -> bool:
    """Tell whether words in a formula begin a condition."""
    return IF.search(parsed.text) is not None
