"""What is wrong with a gradient, read off the ratio and the difference of claim and truth."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.expressions import Expression, plain, tidy_number
from microgauss.notation import number, typeset
from microgauss.references import Measurement
from microgauss.slips import same

__all__ = ["Evidence", "Monomial", "diagnose", "monomial", "product_of"]

Column = NDArray[np.float64]
FIT = 1e-7  # a power this close to a half or a whole is one, and so is a logarithm to its fit


@dataclass(frozen=True)
class Evidence:
    """Claim and truth at a number of points, as columns, beside everything that has a name there.

    Points at which the claim isn't finite are left out of ``claim`` and ``true`` both.
    """

    names: dict[str, Column]
    claim: Column
    true: Column
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, measurements: Sequence[Measurement]) -> Evidence:
        """Collect the measurements at which the claim is a number."""
        finite = [m for m in measurements if np.isfinite(float(m.claim))]
        return cls(
            {name: np.array([m.names[name] for m in finite]) for name in finite[0].names}
            if finite
            else {},
            np.array([float(m.claim) for m in finite]),
            np.array([float(m.true) for m in finite]),
            np.array([not m.off for m in finite], dtype=bool),
        )


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
    return name if power == 1 else f"{name}**{tidy_number(power)}"


def monomial(column: Column, names: Mapping[str, Column]) -> Monomial | None:
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


def independent(names: Mapping[str, Column], most: int) -> dict[str, Column]:
    """Keep the quantities that are no product of powers of earlier ones, as mu = w*x is."""
    kept: dict[str, Column] = {}
    table = np.ones((len(next(iter(names.values()))), 1)) if names else np.ones((1, 1))
    for name, column in names.items():
        if np.any(column == 0) or len(kept) >= most:
            continue
        wider = np.column_stack([table, np.log(np.abs(column))])
        if np.linalg.matrix_rank(wider, tol=1e-6) > table.shape[1]:
            kept[name], table = column, wider
    return kept


def signed(
    column: Column, product: Column, names: Mapping[str, Column], powers: Column
) -> Monomial | None:
    """Settle the factor of a monomial, sign included; None where the signs don't fit."""
    kept = {n: float(k) for n, k in zip(names, powers, strict=True) if k}
    odd = [np.sign(names[n]) for n, k in kept.items() if k % 2]
    factors = column / (product * np.prod(odd, axis=0) if odd else product)
    if np.ptp(factors) > FIT * np.max(np.abs(factors)):
        return None
    factor = float(np.median(factors))
    return Monomial(nearest_plain(factor), kept)


def nearest_plain(factor: float) -> float:
    """Return the whole number, or its inverse, that a factor is but for rounding."""
    if not 1e-9 < abs(factor) < 1e9:
        return factor
    for candidate in (float(round(factor)), 1 / round(1 / factor) if round(1 / factor) else 0.0):
        if candidate and abs(candidate - factor) < FIT * abs(factor):
            return candidate
    return factor


def diagnose(evidence: Evidence, summands: Sequence[Expression]) -> str:
    """Say in words what is wrong with a claim, or nothing where no pattern fits.

    ``summands`` are those of the claim, with their signs.
    """
    if not len(evidence.claim):
        return "it is not a number at any point at which the gradient is one"
    if evidence.right.all():
        return "right wherever it is a number, and it isn't one everywhere"
    with np.errstate(all="ignore"):
        return next(
            filter(None, (ratio(evidence), part(evidence), difference(evidence, summands))), ""
        )


def ratio(evidence: Evidence) -> str:
    """Compare by the ratio: opposite, too large by a number or by a named factor."""
    if np.any(evidence.true == 0):
        return ""
    found = monomial(evidence.claim / evidence.true, evidence.names)
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


def part(evidence: Evidence) -> str:
    """Name the part of the domain on which the claim is right, if a sign tells it."""
    if evidence.right.all() or not evidence.right.any():
        return ""
    for name, column in evidence.names.items():
        for above, relation in ((column > 0, ">"), (column < 0, "<")):
            if np.array_equal(above, evidence.right):
                return f"right where {name} {relation} 0, and only there"
    return ""


def difference(evidence: Evidence, summands: Sequence[Expression]) -> str:
    """Compare by the difference: a term that is missing, there twice, or of the wrong sign."""
    gap = evidence.claim - evidence.true
    for i, summand in enumerate(summands):
        term = typeset(summand.text)
        if np.all(same(summand.column, gap)):
            others = summands[:i] + summands[i + 1 :] if isinstance(summands, list) else ()
            twice = any(np.all(same(other.column, gap)) for other in others)
            return f"the term {term} is there twice" if twice else f"the term {term} is too much"
        if np.all(same(2 * summand.column, gap)):
            return f"the term {term} has the wrong sign"
    found = monomial(-gap, evidence.names)
    return f"the term {typeset(found.text)} is missing" if found else ""


def product_of(column: Column, atoms: Sequence[Expression], most: int = 3) -> Iterator[Expression]:
    """Find the products of up to three atoms or their inverses that a column is, but for a number.

    The plain factor must be a small whole number, or one divided by such.
    """
    options: list[tuple[Expression, Any]] = []
    for atom in (a for a in atoms if np.all(a.column != 0)):
        options += [(atom, 1), (atom, -1)]
    logs = [sign * np.log(np.abs(atom.column)) for atom, sign in options]
    target = np.log(np.abs(column))
    for count in range(1, most + 1):
        for chosen in itertools.combinations(range(len(options)), count):
            rest = target - sum(logs[i] for i in chosen)
            if np.ptp(rest) < FIT:
                yield from scaled_product(column, [options[i] for i in chosen])


def scaled_product(
    column: Column, chosen: Sequence[tuple[Expression, int]]
) -> Iterator[Expression]:
    """Multiply atoms and inverses, and settle the number before them."""
    product: Any = 1
    for atom, sign in sorted(chosen, key=lambda option: -option[1]):
        product = product * atom if sign > 0 and product != 1 else (
            atom if sign > 0 else product / atom
        )  # fmt: skip
    factors = column / product.column
    if np.ptp(factors) > FIT * np.max(np.abs(factors)):
        return
    factor = nearest_plain(float(np.median(factors)))
    if factor == 1:
        yield product
    elif factor == -1:
        yield -product
    elif factor.is_integer() and abs(factor) < 100:
        yield plain(int(factor)) * product
    elif (1 / factor).is_integer() and abs(factor) > 1e-2:
        yield product / plain(int(1 / factor))
