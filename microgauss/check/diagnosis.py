"""What is wrong with a gradient, in words: the rule that was broken, or how it differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from microgauss.check.algebra import Columns, is_number, negative, number_of, signed_terms
from microgauss.check.edits import Edit, same
from microgauss.engine.notation import number, typeset
from microgauss.formula import Node

__all__ = ["Monomial", "difference", "in_words", "monomial", "ratio", "shown", "terms_of"]

PLAIN = 1e-4  # a factor between this and its inverse is one that people write
FIT = 1e-7  # a power this close to a half or a whole is one, and so is a logarithm to its fit


@dataclass(frozen=True)
class Monomial:
    """A product of powers: a plain factor, and each name's exponent."""

    factor: float
    powers: Mapping[str, float]

    @property
    def text(self) -> str:
        """Write it as a formula.

        >>> Monomial(-2.0, {"x": 1.0, "sigma": -3.0}).text
        '-2*x/sigma**3'
        """
        above = [raised(name, k) for name, k in self.powers.items() if k > 0]
        below = [raised(name, -k) for name, k in self.powers.items() if k < 0]
        sign = "-" if self.factor < 0 else ""
        size = abs(self.factor)
        if self.powers and size < 1 and float(1 / size).is_integer():
            below, size = [f"{1 / size:g}", *below], 1.0
        above = above if size == 1 and above else [f"{size:.12g}", *above]
        divisor = f"({'*'.join(below)})" if len(below) > 1 else "".join(below)
        return sign + "*".join(above) + (f"/{divisor}" if below else "")


def raised(name: str, power: float) -> str:
    """Write a power of a name."""
    exponent = int(power) if float(power).is_integer() else power
    return name if power == 1 else f"{name}**{exponent}"


def monomial(column: Columns, names: Mapping[str, Columns]) -> Monomial | None:
    """Find the product of powers of the named quantities that a column is, if it is one.

    Least squares on logarithms: log|column| = log|factor| + sum of power times log|name|.
    """
    if not len(column) or not np.all(np.isfinite(column)) or np.any(column == 0):
        return None
    usable = independent(names, len(column) - 2)
    table = np.column_stack([np.ones(len(column)), *(np.log(np.abs(x)) for x in usable.values())])
    solution = np.linalg.lstsq(table, np.log(np.abs(column)))[0]
    powers = np.round(2 * solution[1:]) / 2
    if np.max(np.abs(powers - solution[1:]), initial=0) > FIT:
        return None
    product = np.prod(
        [np.abs(x) ** k for x, k in zip(usable.values(), powers, strict=True)], axis=0
    )
    return signed(column, product, usable, powers)


def independent(names: Mapping[str, Columns], most: int) -> dict[str, Columns]:
    """Keep the quantities that are no product of powers of earlier ones, as mu = w*x is."""
    kept: dict[str, Columns] = {}
    table = np.ones((len(next(iter(names.values()))), 1)) if names else np.ones((1, 1))
    for name, column in names.items():
        if np.any(column == 0) or not np.isfinite(column).all() or len(kept) >= most:
            continue
        wider = np.column_stack([table, np.log(np.abs(column))])
        if np.linalg.matrix_rank(wider, tol=1e-6) > table.shape[1]:
            kept[name], table = column, wider
    return kept


def signed(
    column: Columns, product: Columns, names: Mapping[str, Columns], powers: Columns
) -> Monomial | None:
    """Settle the factor of a monomial, sign included; None where the signs don't fit."""
    kept = {n: float(k) for n, k in zip(names, powers, strict=True) if k}
    odd = [np.sign(names[n]) for n, k in kept.items() if k % 2]
    factors = column / (product * np.prod(odd, axis=0) if odd else product)
    if np.ptp(factors) > FIT * np.max(np.abs(factors)):
        return None
    return Monomial(nearest_plain(float(np.median(factors))), kept)


def nearest_plain(factor: float) -> float:
    """Return the whole number, or its inverse, that a factor is but for rounding."""
    if not 1e-9 < abs(factor) < 1e9:
        return factor
    for candidate in (float(round(factor)), 1 / round(1 / factor) if round(1 / factor) else 0.0):
        if candidate and abs(candidate - factor) < FIT * abs(factor):
            return candidate
    return factor


def ratio(claim: Columns, true: Columns, names: Mapping[str, Columns]) -> str:
    """Compare by the ratio: opposite, too large by a number or by a named factor."""
    if not len(true) or np.any(true == 0):
        return ""
    with np.errstate(all="ignore"):
        found = monomial(claim / true, names)
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
    if number(size) == "1":
        return f"off by a factor {size!r} everywhere{opposite}: too few digits?"
    if size > 1:
        return f"{number(size)} times too large everywhere{opposite}"
    return f"{number(1 / size)} times too small everywhere{opposite}"


def difference(
    claim: Columns,
    true: Columns,
    names: Mapping[str, Columns],
    terms: Sequence[tuple[str, Columns]],
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


def in_words(claim: Node, edits: Sequence[Edit]) -> str:
    """Say what a repair undoes."""
    return ", and ".join(dict.fromkeys(edit_in_words(claim, edit) for edit in edits))


def edit_in_words(claim: Node, edit: Edit) -> str:  # noqa: C901, PLR0911, PLR0912, one line a kind
    """Say what one edit undoes."""
    old, new = shown(edit.site), shown(edit.new)
    args = [arg for arg in edit.site.args if arg is not edit.new]
    dropped = shown(args[0]) if args else old
    match edit.kind:
        case "bracket":
            return f"a bracket is missing: {new}"
        case "exponent missing":
            return f"the exponent of {old} is missing: {new}"
        case "sign" | "sign of the first":
            is_all = edit.site is claim
            return "the opposite sign everywhere" if is_all else f"the sign of {old} is wrong"
        case "exponent":
            return exponent_in_words(edit)
        case "number" | "name" | "number for a name" | "instead" | "power for a product":
            return f"{old} should be {new}"
        case "factor 2":
            is_more = edit.new.is_operation("multiply")
            return f"a factor 2 is {'missing' if is_more else 'too much'} in {old}"
        case "square":
            return f"{old} should be squared"
        case "factor missing":
            return f"the factor {shown(edit.inserted or edit.new)} is missing"
        case "term missing":
            return f"the term {shown(edit.inserted or edit.new)} is missing"
        case "term twice":
            return f"the term {dropped} is there twice"
        case "factor too much" | "divisor too much" | "term too much" | "function too much":
            what = edit.kind.removesuffix(" too much")
            if what == "function":
                return f"{old} should be {new}: the function is too much"
            if edit.kind == "factor too much" and is_number(edit.site, 1):
                return f"{old} should be {new}"
            return f"the {what} {dropped} is too much"
        case "function missing":
            name = edit.new.rule.name if edit.new.rule else ""
            return f"{name} of {old} is missing: {new}"
        case "order":
            return f"the order in {old} is swapped"
        case "derivative":
            return f"{old} has to be differentiated: {new}"
        case "multiply" | "divide" | "inverse":
            return f"{old} should be {new}: above and below the line are mixed up"
    return f"{old} should be {new}"


def exponent_in_words(edit: Edit) -> str:
    """Say which exponent is wrong."""
    base, wrong = edit.site.args
    if edit.new is base:
        return f"the exponent {shown(wrong)} of {shown(base)} is too much"
    right = edit.new.args[1] if edit.new.is_operation("pow") else edit.new
    return f"the exponent of {shown(base)} should be {shown(right)}, not {shown(wrong)}"


def shown(node: Node, width: int = 48) -> str:
    """Write a formula for people, short."""
    text = typeset(node.text)
    return text if len(text) <= width else text[: width - 1] + "…"


def terms_of(claim: Node) -> list[Node]:
    """Return the claim's summands, with their signs."""
    return [term if sign > 0 else negative(term) for sign, term in signed_terms(claim)
            if number_of(term) != 0]  # fmt: skip
