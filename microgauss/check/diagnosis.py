"""A wrong claim in words: how it differs from the truth, and what an edit of it undoes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from microgauss.check.algebra import fraction, literal, negative, operation
from microgauss.check.floats import Column, Columns, Mask, same
from microgauss.check.slips import Edit
from microgauss.engine.notation import number, typeset
from microgauss.formula import Node

__all__ = [
    "Monomial", "constant_ratio", "difference_in_words", "in_words", "monomial", "ratio_in_words",
    "right_side", "short_text",
]  # fmt: skip

PLAIN = 1e-4  # a factor between this and its inverse is one that people write
EXACT = 1e-16  # a float that differs by less is the same
FIT = 1e-7  # a power this close to a half or a whole is one, and so is a logarithm to its fit

REPLACED = "{old} should be {new}"
MIXED_UP = f"{REPLACED}: above and below the line are mixed up"
WORDS = {  # by the kind of an edit; REPLACED for all others
    "bracket": "a bracket is missing: {new}",
    "exponent missing": "the exponent of {old} is missing: {new}",
    "sign": "the sign of {old} is wrong",
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


@dataclass(frozen=True)
class Monomial:
    """A product of powers: a factor, and each name's exponent."""

    factor: float
    powers: Mapping[str, float]

    @property
    def text(self) -> str:
        """The monomial as a formula, such as -2*x/sigma**3."""
        above = [name_to_power(name, k) for name, k in self.powers.items() if k > 0]
        below = [name_to_power(name, -k) for name, k in self.powers.items() if k < 0]
        size = abs(self.factor)
        if self.powers and size < 1 and float(1 / size).is_integer():
            below, size = [Node(number=f"{1 / size:g}"), *below], 1.0
        above = above if size == 1 and above else [Node(number=f"{size:.12g}"), *above]
        node = fraction(above, below)
        return (negative(node) if self.factor < 0 else node).text


def name_to_power(name: str, exponent: float) -> Node:
    """Return a power of a name."""
    base = Node(name=name)
    return base if exponent == 1 else operation("pow", base, Node(number=f"{exponent:g}"))


def monomial(column: Column, names: Mapping[str, Column]) -> Monomial | None:
    """Find the product of powers of the named quantities that a column is, if it is one.

    Least squares on logarithms: log|column| = log|factor| + sum of power times log|name|.
    """
    if not len(column) or not np.all(np.isfinite(column)) or np.any(column == 0):
        return None
    usable = independent(names, len(column) - 2)
    table = np.column_stack([np.ones(len(column)), *(np.log(np.abs(x)) for x in usable.values())])
    solution = np.linalg.lstsq(table, np.log(np.abs(column)))[0]
    rounded = np.round(2 * solution[1:]) / 2
    if np.max(np.abs(rounded - solution[1:]), initial=0) > FIT:
        return None
    powers = {name: float(k) for name, k in zip(usable, rounded, strict=True) if k}
    signed = [abs(names[n]) ** k * (np.sign(names[n]) if k % 2 else 1) for n, k in powers.items()]
    factors = column / np.prod(signed, axis=0)
    if np.ptp(factors) > FIT * np.max(np.abs(factors)):
        return None  # the signs don't fit
    return Monomial(rounded_factor(float(np.median(factors))), powers)


def independent(names: Mapping[str, Column], most: int) -> Columns:
    """Keep the quantities that are no product of powers of earlier ones, as mu = w*x is."""
    kept: Columns = {}
    table = np.ones((len(next(iter(names.values()), ())), 1))
    for name, column in names.items():
        if np.any(column == 0) or not np.isfinite(column).all() or len(kept) >= most:
            continue
        wider = np.column_stack([table, np.log(np.abs(column))])
        if np.linalg.matrix_rank(wider, tol=1e-6) > table.shape[1]:
            kept[name], table = column, wider
    return kept


def rounded_factor(factor: float) -> float:
    """Return the whole number, or the inverse of one, that a factor is but for rounding."""
    if not 1e-9 < abs(factor) < 1e9:
        return factor
    for candidate in (float(round(factor)), 1 / (round(1 / factor) or np.inf)):
        if candidate and abs(candidate - factor) < FIT * abs(factor):
            return candidate
    return factor


def ratio_in_words(claim: Column, true: Column, names: Mapping[str, Column]) -> str:
    """Compare by the ratio: opposite, too large by a number or by a named factor."""
    if not len(true) or np.any(true == 0):
        return ""
    with np.errstate(all="ignore"):
        ratio = claim / true
        apart = np.max(np.abs(ratio - 1))
        found = monomial(ratio, names)
    if apart < FIT:
        return f"right to {-np.log10(max(apart, EXACT)):.0f} digits only: too few digits?"
    if found is None:
        return ""
    if not found.powers:
        return constant_ratio(found.factor)
    opposite = ", and of the opposite sign" if found.factor < 0 else ""
    size = Monomial(abs(found.factor), found.powers)
    if any(k > 0 for k in found.powers.values()):
        return f"too large by a factor {typeset(size.text)}{opposite}"
    inverse = Monomial(1 / size.factor, {n: -k for n, k in size.powers.items()})
    return f"too small by a factor {typeset(inverse.text)}{opposite}"


def constant_ratio(factor: float) -> str:
    """Say by how much a claim is off everywhere."""
    if factor == -1:
        return "the opposite sign everywhere"
    opposite = ", and of the opposite sign" if factor < 0 else ""
    size = abs(factor)
    if "1" in (number(size), number(1 / size)):
        return f"off by a factor {size!r} everywhere{opposite}: too few digits?"
    if size > 1:
        return f"{number(size)} times too large everywhere{opposite}"
    return f"{number(1 / size)} times too small everywhere{opposite}"


def difference_in_words(
    claim: Column, true: Column, names: Mapping[str, Column], terms: Sequence[tuple[str, Column]]
) -> str:
    """Compare by the difference: a term that is missing, there twice, or of the wrong sign.

    ``terms`` are the claim's own summands with their signs.
    """
    with np.errstate(all="ignore"):
        gap = claim - true
        for i, (text, column) in enumerate(terms):
            if same(column, gap).all():
                twice = any(same(c, gap).all() for j, (_, c) in enumerate(terms) if j != i)
                return f"the term {text} is {'there twice' if twice else 'too much'}"
            if same(2 * column, gap).all():
                return f"the term {text} has the wrong sign"
        found = monomial(-gap, names)
    is_plain = found is not None and PLAIN < abs(found.factor) < 1 / PLAIN
    return f"the term {typeset(found.text)} is missing" if found and is_plain else ""


def right_side(is_right: Mask, names: Mapping[str, Column]) -> str:
    """Name the part of the domain on which the claim is right, if a sign tells it."""
    if is_right.all() or not is_right.any():
        return ""
    for name, column in names.items():
        for side, relation in ((column > 0, ">"), (column < 0, "<")):
            if np.array_equal(side, is_right):
                return f"right where {name} {relation} 0, and only there"
    return ""


def in_words(claim: Node, edits: Sequence[Edit]) -> str:
    """Say what a repair undoes."""
    return ", and ".join(dict.fromkeys(edit_in_words(claim, edit) for edit in edits))


def edit_in_words(claim: Node, edit: Edit) -> str:
    """Say what one edit undoes."""
    is_of_term = edit.kind == "sign" and edit.new.is_operation("add", "subtract")
    if edit.kind == "sign" and edit.site is claim and not is_of_term:
        return "the opposite sign everywhere"
    if edit.kind == "exponent":
        return exponent_in_words(edit)
    if edit.kind == "factor 2":
        is_more = edit.new.is_operation("multiply")
        return f"a factor 2 is {'missing' if is_more else 'too much'} in {short_text(edit.site)}"
    is_one = edit.kind == "factor too much" and literal(edit.site) == 1
    words = REPLACED if is_one or is_of_term else WORDS.get(edit.kind, REPLACED)
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
    """Write a formula for people, cut to a width."""
    text = typeset(node.text)
    return text if len(text) <= width else text[: width - 1] + "…"
