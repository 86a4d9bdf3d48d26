"""Edits in words: what was wrong with the part that an edit replaces."""

from __future__ import annotations

from collections.abc import Sequence

from microgauss.check.algebra import literal
from microgauss.check.slips import Edit
from microgauss.engine.notation import typeset
from microgauss.formula import Node

__all__ = ["in_words", "short_text"]

REPLACED = "{old} should be {new}"
MIXED_UP = f"{REPLACED}: above and below the line are mixed up"
WORDS = {  # by the kind of an edit; REPLACED for all others
    "bracket": "a bracket is missing: {new}",
    "exponent missing": "the exponent of {old} is missing: {new}",
    "sign": "the sign of {old} is wrong",
    "sign of the first": "the sign of {old} is wrong",
    "square": "{old} should be squared",
    "factor missing": "the factor {inserted} is missing",
    "term missing": "the term {inserted} is missing",
    "term twice": "the term {dropped} is there twice",
    "term too much": "the term {dropped} is too much",
    "factor too much": "the factor {dropped} is too much",
    "divisor too much": "the divisor {dropped} is too much",
    "function too much": f"{REPLACED}: the function is too much",
    "function missing": "{function} of {old} is missing: {new}",
    "order": "the order in {old} is swapped",
    "derivative": "{old} has to be differentiated: {new}",
    "multiply": MIXED_UP,
    "divide": MIXED_UP,
    "inverse": MIXED_UP,
}


def in_words(claim: Node, edits: Sequence[Edit]) -> str:
    """Say what a repair undoes."""
    return ", and ".join(dict.fromkeys(edit_in_words(claim, edit) for edit in edits))


def edit_in_words(claim: Node, edit: Edit) -> str:
    """Say what one edit undoes."""
    if edit.kind in ("sign", "sign of the first") and edit.site is claim:
        return "the opposite sign everywhere"
    if edit.kind == "exponent":
        return exponent_in_words(edit)
    if edit.kind == "factor 2":
        is_more = edit.new.is_operation("multiply")
        return f"a factor 2 is {'missing' if is_more else 'too much'} in {short_text(edit.site)}"
    is_one = edit.kind == "factor too much" and literal(edit.site) == 1
    words = REPLACED if is_one else WORDS.get(edit.kind, REPLACED)
    others = [arg for arg in edit.site.args if arg is not edit.new]
    return words.format(
        old=short_text(edit.site), new=short_text(edit.new),
        inserted=short_text(edit.inserted or edit.new),
        dropped=short_text(others[0] if others else edit.site),
        function=edit.new.rule.name if edit.new.rule else "",
    )  # fmt: skip


def exponent_in_words(edit: Edit) -> str:
    """Say which exponent is wrong."""
    base, wrong = edit.site.args
    if edit.new is base:
        return f"the exponent {short_text(wrong)} of {short_text(base)} is too much"
    right = edit.new.args[1] if edit.new.is_operation("pow") else edit.new
    return (
        f"the exponent of {short_text(base)} should be {short_text(right)}, not {short_text(wrong)}"
    )


def short_text(node: Node, width: int = 48) -> str:
    """Write a formula for people, cut to a width.

    >>> from microgauss.formula import Formula
    >>> short_text(Formula("-(t - mu)**2*x").output), short_text(Formula("x + 2*y").output, 5)
    ('−(t − mu)²·x', 'x + …')
    """
    text = typeset(node.text)
    return text if len(text) <= width else text[: width - 1] + "…"
