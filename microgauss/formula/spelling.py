"""How a formula's source spells what terms don't tell: the sign of a product, a fraction's bar."""

from __future__ import annotations

import re
from itertools import pairwise

from microgauss.formula.brackets import needs_brackets
from microgauss.formula.terms import Term

__all__ = ["Spelling", "is_operation", "product_sign", "relation_sign", "separators"]

RELATIONS = {
    "=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "~": "≈", "in": "∈", "to": "→",
}  # fmt: skip
SPELT = (  # a relation's own sign, where the source has one
    (re.compile(r"\\sim(?![a-z])|∼"), "∼"), (re.compile(r"\\propto|∝"), "∝"),
    (re.compile(r"\\mapsto|↦"), "↦"),
)  # fmt: skip
TIMES = re.compile(r"\\times|×")
INLINE = re.compile(r"[/÷]|\\div")
DIVIDERS = (
    (re.compile(r"\\\||\|\||\\Vert|\\parallel|‖"), "‖"), (re.compile(r"\||\\mid|\\vert"), "|"),
    (re.compile(r"(?<!\\);"), ";"),
)  # fmt: skip


class Spelling:
    """What a source says of terms whose spans are places in it."""

    def __init__(self, source: str = "") -> None:
        self.source = source

    def text(self, term: Term) -> str:
        """Return a term's source."""
        return self.source[slice(*term.span)]

    def gap(self, term: Term) -> str:
        """Return what the source has between a term's first two arguments."""
        return self.source[term.args[0].span[1] : term.args[1].span[0]]

    def is_fraction(self, term: Term) -> bool:
        """Tell a fraction with a bar from one in a line, a/b."""
        if term.kind == "derivative":
            text = self.text(term)
            return not text or "frac" in text[:6] or r"\over" in text
        return is_operation(term, "divide") and not INLINE.search(self.gap(term))

    def has_brackets(self, term: Term, position: int) -> bool:
        """Tell whether an argument needs brackets: not where its place shows what belongs to it."""
        arg = term.args[position]
        if self.is_fraction(term) or (is_operation(term, "pow") and position == 1):
            return False
        if self.is_fraction(arg):
            return is_operation(term, "pow") or term.kind in {"index", "prime", "transpose"}
        return needs_brackets(term, position)


def is_operation(term: Term, name: str) -> bool:
    """Tell whether a term is an operation of this name."""
    return term.kind == "operation" and term.text == name


def product_sign(gap: str) -> str:
    """Return the sign of a product, from the source between its factors."""
    return "×" if TIMES.search(gap) else "·"


def relation_sign(relation: str, gap: str = "") -> str:
    r"""Return a relation's sign; ``gap`` is the source between its sides.

    >>> relation_sign("!="), relation_sign("~"), relation_sign("~", r" \propto ")
    ('≠', '≈', '∝')
    """
    usual = RELATIONS.get(relation, relation)
    return next((sign for pattern, sign in SPELT if pattern.search(gap)), usual)


def separators(term: Term, source: str) -> list[str]:
    """Return what divides the parts of a group: commas, or what the source has."""
    gaps = (source[a.span[1] : b.span[0]] for a, b in pairwise(term.args))
    return [next((sign for pattern, sign in DIVIDERS if pattern.search(gap)), ",") for gap in gaps]
