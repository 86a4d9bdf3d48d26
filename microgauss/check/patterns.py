"""A wrong gradient of arrays in words: which components are off, and what they have in common.

Claim and truth are compared as floats, at some points where both are numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.check.array_call import Shape
from microgauss.check.diagnosis import (
    constant_ratio,
    difference_in_words,
    monomial,
    ratio_in_words,
    right_side,
)
from microgauss.check.floats import Column, Columns, same

__all__ = ["Floats", "Seen", "near", "pattern", "shape_in_words"]

Floats = NDArray[np.float64]

CLOSE = 1e-9  # numbers that differ by less, relatively, are the same
ALMOST = 1e-6  # a factor as close to 1 as this is no factor
ROUNDING = 1e-12  # and so are those that differ by less than this part of the largest
MANY = 60  # components: of more the order isn't looked at


class Seen(NamedTuple):
    """A block at several points: ``claim`` and ``true`` are (P, *shape), ``off`` is (*shape).

    ``arguments`` are the function's, (P, *shape of each); ``others`` are the derivatives by its
    other arrays of the same shape.
    """

    name: str
    claim: Floats
    true: Floats
    off: NDArray[np.bool_]
    arguments: Mapping[str, Floats]
    others: Mapping[str, Floats]

    @property
    def shape(self) -> Shape:
        """The shape of the derivative."""
        return self.true.shape[1:]

    @property
    def lengths(self) -> dict[int, str]:
        """The lengths that occur in the arguments, and where: 5 is the length of t."""
        found: dict[int, str] = {}
        for name, array in sorted(self.arguments.items(), key=lambda pair: pair[1].ndim):
            axes = ["length"] if array.ndim == 2 else ["number of rows", "number of columns"]
            for length, axis in zip(array.shape[1:], axes, strict=False):
                found.setdefault(length, f"the {axis} of {name}")
            found.setdefault(array[0].size, f"the size of {name}")
        return {length: text for length, text in found.items() if length > 2}  # 2 is a factor, too

    @property
    def columns(self) -> tuple[Column, Column, Columns]:
        """The components that are off, at all points, as columns, with the numbers beside them.

        These are the scalars and the arrays that broadcast to the derivative's shape.
        """
        beside = {
            name: np.stack([np.broadcast_to(x, self.shape) for x in array])
            for name, array in sorted(self.arguments.items(), key=lambda pair: pair[1].ndim)
            if broadcasts(array.shape[1:], self.shape)
        }  # fmt: skip
        names = {name: array[:, self.off].ravel() for name, array in beside.items()}
        return self.claim[:, self.off].ravel(), self.true[:, self.off].ravel(), names


def broadcasts(shape: Shape, to: Shape) -> bool:
    """Tell whether an array of a shape can be set beside one of another, element by element."""
    try:
        return np.broadcast_shapes(shape, to) == to
    except ValueError:
        return False


def near(a: Any, b: Any) -> bool:
    """Tell whether arrays (P, ...) are the same but for rounding, at every point."""
    if np.shape(a) != np.shape(b):
        return False
    size = np.maximum(np.abs(a), np.abs(b))
    scale = size.reshape(len(size), -1).max(axis=1).reshape(-1, *(1,) * (size.ndim - 1))
    return bool((np.abs(a - b) <= CLOSE * size + ROUNDING * scale).all())


def reductions(array: Floats, *, keep: bool = False) -> Iterator[tuple[str, Floats]]:
    """Yield an array (P, ...) summed and averaged over each of its axes, and over all."""
    axes: list[Any] = list(range(1, array.ndim))
    for axis in [*axes, tuple(axes)] if len(axes) > 1 else axes:
        over = f"axis {axis - 1}" if isinstance(axis, int) else "all axes"
        yield f"summed over {over}", array.sum(axis=axis, keepdims=keep)
        yield f"averaged over {over}", array.mean(axis=axis, keepdims=keep)


# --- another shape --------------------------------------------------------------------------------


def shape_in_words(claim: Floats, true: Floats) -> str:
    """Say that a claim (P, ...) has another shape than the truth (P, ...), and why it may."""
    given, wanted = claim.shape[1:], true.shape[1:]
    words = f"the claim has the shape {given} for {wanted}"
    if near(transposed(claim), true):
        if max(given) < claim[0].size:
            return f"{words}: it is transposed"
        return f"{words}: a {'row for a column' if given[0] == 1 else 'column for a row'}"
    if near(claim.reshape(len(claim), -1), true.reshape(len(true), -1)):
        return f"{words}: its numbers are right"
    for how, reduced in reductions(claim):
        if near(reduced, true):
            return f"{words}: it has to be {how}"
    for how, reduced in reductions(true):
        if near(reduced, claim):
            return f"{words}: it is {how}"
    return words


def transposed(array: Floats) -> Floats:
    """Return arrays (P, ...) with the axes of each in reverse order."""
    return array.transpose(0, *range(array.ndim - 1, 0, -1))


# --- the same shape -------------------------------------------------------------------------------


def pattern(seen: Seen) -> tuple[str, bool]:
    """Say what the components that are off have in common, and whether it is so of all components.

    Nothing is said where no pattern is known.
    """
    if near(seen.claim, seen.true):
        return by_ratio(seen), False  # a few digits are wrong
    of_all = exchanged(seen) or in_another_order(seen) or reduced_too_far(seen)
    of_some = by_ratio(seen) or dropped(seen) or by_difference(seen) or by_sign(seen)
    return of_all or of_some, bool(of_all)


def exchanged(seen: Seen) -> str:
    """Recognise the transposed derivative, and that by another array."""
    if seen.true.ndim > 2 and near(transposed(seen.claim), seen.true):
        return "it is transposed"
    for name, other in seen.others.items():
        if near(seen.claim, other):
            return f"this is the derivative by {name}, not by {seen.name}"
    return ""


def in_another_order(seen: Seen) -> str:
    """Recognise components that have each other's place."""
    claim, true = (array.reshape(len(array), -1).T for array in (seen.claim, seen.true))
    if not 1 < len(true) <= MANY:
        return ""
    places = [[j for j, x in enumerate(true) if near(y, x)] for y in claim]
    if not all(places):
        return ""
    order = [i if i in found else found[0] for i, found in enumerate(places)]
    if order == list(range(len(true)))[::-1]:
        return "the components are in reverse order"
    if len(set(order)) == len(order):
        return "the components are in another order"
    return "every component has the value of one of them" if len(set(order)) == 1 else ""


def by_ratio(seen: Seen) -> str:
    """Recognise a factor: a number, a length, a scalar or an array of the arguments."""
    claim, true, names = seen.columns
    if np.any(true == 0) or np.any(claim == 0):
        return ""
    found = monomial(claim / true, names)
    if found and not found.powers and abs(found.factor - 1) > ALMOST:
        words = by_length(found.factor, seen.lengths) or constant_ratio(found.factor)
        return words if seen.off.all() else words.replace(" everywhere", "")
    return ratio_in_words(claim, true, names)


def by_length(factor: float, lengths: Mapping[int, str]) -> str:
    """Recognise a factor that is a length, or a mean where a sum is meant."""
    for length, source in lengths.items():
        for times in (1, -1, 2, -2, 0.5, -0.5):
            sign = ", and the sign is opposite" if times < 0 else ""
            also = {1: "", 2: " (and 2 times too large)", 0.5: " (and 2 times too small)"}[
                abs(times)
            ]
            why = f"({length} is {source})"
            if abs(factor - times * length) < CLOSE * length:
                return f"the factor 1/{length} is missing {why}{also}{sign}"
            if abs(factor - times / length) < CLOSE:
                return f"the factor 1/{length} is too much {why}{also}{sign}: a mean for a sum"
    return ""


def dropped(seen: Seen) -> str:
    """Recognise components that were left out."""
    return "the claim has 0 there" if not seen.claim[:, seen.off].any() else ""


def reduced_too_far(seen: Seen) -> str:
    """Recognise a sum or mean over an axis, repeated along it."""
    for how, reduced in reductions(seen.true, keep=True):
        if near(seen.claim, np.broadcast_to(reduced, seen.true.shape)):
            return f"it is {how}, and repeated"
    return ""


def by_difference(seen: Seen) -> str:
    """Recognise a term that is missing, such as that of a penalty on the array itself."""
    claim, true, names = seen.columns
    found = difference_in_words(claim, true, names, [])
    rest = monomial(true - claim, names)
    is_penalty = found and rest is not None and rest.powers.get(seen.name) == 1
    return f"{found}, as a penalty on {seen.name} gives" if is_penalty else found


def by_sign(seen: Seen) -> str:
    """Recognise components that are right where an argument's element has one sign."""
    claim, true, names = seen.columns
    return right_side(same(claim, true), names)
