"""Which components of a gradient are off, in words: one, a row, all but the first, the bias."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Finding", "in_words", "place_in_words"]

Mask = NDArray[np.bool_]

BIASES = {"b", "bias", "b0", "intercept"}
FEW = 4  # components that are named one by one


class Finding(NamedTuple):
    """What is off in the derivative by one array: where, and what the components have in common."""

    place: str
    pattern: str
    is_everything: bool


def in_words(findings: Sequence[Finding], blocks: int) -> str:
    """Say what is off, of so many derivatives.

    >>> in_words([Finding("b, the bias,", "2 times too large", True)], blocks=2)
    'only b, the bias, is off: 2 times too large'
    """
    patterns = {finding.pattern for finding in findings}
    are_all = len(findings) == blocks and all(finding.is_everything for finding in findings)
    if are_all and len(patterns) == 1:
        return patterns.pop() or "every component is off"
    is_one = len(findings) == 1 and not are_all
    only = "only " if is_one and not findings[0].place.startswith(("all", "what")) else ""
    return "; ".join(only + sentence(finding) for finding in findings)


def sentence(finding: Finding) -> str:
    """Say what is off in one derivative."""
    verb = "are" if " and " in finding.place else "is"
    reason = f": {finding.pattern}" if finding.pattern else ""
    return f"{finding.place} {verb} off{reason}"


def place_in_words(name: str, off: Mask, labels: Sequence[str]) -> str:
    """Say which components are off; ``labels`` are what they are called, one by one.

    >>> place_in_words("w", np.array([False, False, True]), ["w[0]", "w[1]", "w[2]"])
    'w[2], the last,'
    """
    called = [label for label, is_off in zip(labels, off.flat, strict=True) if is_off]
    right = [label for label, is_off in zip(labels, off.flat, strict=True) if not is_off]
    if not right:
        return f"{name}, the bias," if name in BIASES else name
    if len(called) == 1:
        end = {labels[0]: ", the first,", labels[-1]: ", the last,"}.get(called[0], "")
        return f"{called[0]}{end if off.ndim == 1 else ''}"
    if found := lines_in_words(name, off):
        return found
    if len(right) == 1:
        return f"all of {name} but {right[0]}"
    if len(called) <= FEW:
        return listed(called)
    return f"a part of {name}, {len(called)} of {off.size} components,"


def lines_in_words(name: str, off: Mask) -> str:
    """Recognise whole rows, whole columns, and the diagonal."""
    if off.ndim != 2:
        return ""
    for axis, line in ((1, "row"), (0, "column")):
        whole = off.all(axis=axis)
        if np.array_equal(off.any(axis=axis), whole):
            places = [str(place) for place in np.flatnonzero(whole)]
            return f"{line}{'s' * (len(places) > 1)} {listed(places)} of {name}"
    if off.shape[0] == off.shape[1]:
        diagonal = np.eye(len(off), dtype=bool)
        if np.array_equal(off, diagonal):
            return f"the diagonal of {name}"
        if np.array_equal(off, ~diagonal):
            return f"what is off the diagonal of {name}"
    return ""


def listed(words: Sequence[str]) -> str:
    """List words: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
