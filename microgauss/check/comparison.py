"""A claim beside the truth, as intervals at one point: told apart, or so many digits agree.

Function, gradient and claim are replayed over intervals of a precision. The components of an
array's gradient are compared each by itself, from one replay.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from microgauss.check.floats import as_decimal
from microgauss.check.intervals import Interval, Intervals, OutsideDomainError
from microgauss.check.problem import Component, Trace
from microgauss.engine.value import Value
from microgauss.tape import Tape

__all__ = [
    "FEW", "MANY", "Comparison", "compare", "digits_that_agree", "inputs", "replay", "rounding_of",
]  # fmt: skip

FEW, MANY = 8, 30  # digits: fewer that agree are no agreement; so many are enough


class Comparison(NamedTuple):
    """A claim and the truth at a point, to a precision: ``output`` and ``true`` are intervals.

    Of an array's gradient ``parts`` are the components, and the whole is their combination: it is
    wrong where one of them is, and has as many digits as the worst.
    """

    numbers: tuple[Interval, ...]
    output: Interval
    true: Interval
    claim: Any
    is_wrong: bool
    digits: int
    parts: tuple[Comparison, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether more digits would say no more: a gradient around 0 may yet be told from it."""
        if self.parts:
            return self.is_wrong or all(part.is_clear for part in self.parts)
        around_zero = self.true.has_zero and self.true.width != 0
        return self.is_wrong or (self.digits >= MANY and not around_zero)

    @property
    def has_claim(self) -> bool:
        """Whether the claim is a number."""
        return math.isfinite(self.claim)

    @property
    def off(self) -> tuple[int, ...]:
        """The positions of the components that are wrong, the one that is furthest off first."""
        wrong = [i for i, part in enumerate(self.parts) if part.is_wrong]
        return tuple(sorted(wrong, key=lambda i: -apartness(self.parts[i])))

    @property
    def worst(self) -> Comparison:
        """The component that is furthest off, if one is wrong; else the whole."""
        return self.parts[self.off[0]] if self.off else self


def apartness(part: Comparison) -> Any:
    """Return how far a claim is off, relative to the larger; what is no number is furthest."""
    true = part.true.middle
    apart = abs(part.claim - true) / max(abs(part.claim), abs(true))
    return apart if math.isfinite(apart) else 3


def compare(trace: Trace, point: Mapping[str, float], space: Intervals) -> Comparison:
    """Tell the claim from the gradient, or count the digits that agree."""
    numbers = inputs(trace, point, space)
    gradients = [part.gradient for part in trace.parts]
    output, true, *truths = replay(
        trace.tape(trace.output, trace.gradient, *gradients), numbers, space
    )
    whole = Comparison(numbers, output, true, space.mp.nan, is_wrong=True, digits=0)
    if not trace.parts:
        (claim,) = replayed_claims(trace, [trace.claim], numbers, space)
        return compared(whole, claim)
    claims = replayed_claims(trace, [part.claim for part in trace.parts], numbers, space)
    pairs = zip(truths, claims, strict=True)
    each = [compared(whole._replace(true=part), claim) for part, claim in pairs]
    parts = allowing_for_rounding(each, trace.parts, rounding_of(trace))
    return whole._replace(
        parts=tuple(parts), is_wrong=any(part.is_wrong for part in parts),
        digits=min(part.digits for part in parts),
    )  # fmt: skip


def compared(part: Comparison, claim: Interval | None) -> Comparison:
    """Set a claim beside the truth; None is one that isn't defined."""
    if claim is None:
        return part
    if not claim.meets(part.true):
        return part._replace(claim=claim.middle)
    digits = digits_that_agree(claim, part.true, claim.space)
    return part._replace(claim=claim.middle, is_wrong=False, digits=digits)


def digits_that_agree(claim: Interval, true: Interval, space: Intervals) -> int:
    """Count them against the size of the gradient, or of its terms where it may be 0."""
    mp, apart, size = space.mp, claim.distance(true), true.size
    if true.has_zero:  # rounding its terms to these bits made the width
        size = max(size, true.width * mp.mpf(2) ** (space.bits - 10))
    most = int(space.bits * math.log10(2)) - 10
    digits = most if apart == 0 else int(0.30102 * (mp.mag(size) - mp.mag(apart))) if size else 0
    return max(0, min(digits, most))


def replayed_claims(
    trace: Trace, claims: Sequence[Value | None], numbers: Sequence[Interval], space: Intervals
) -> list[Interval | None]:
    """Replay claims together, or one by one where some have no value: None stands for these."""
    defined = [claim for claim in claims if claim is not None]
    try:
        found = iter(replay(trace.tape(*defined), numbers, space))
    except OutsideDomainError:
        if len(claims) == 1:
            return [None]
        one_by_one = [replayed_claims(trace, [claim], numbers, space) for claim in claims]
        return [result for (result,) in one_by_one]
    return [None if claim is None else next(found) for claim in claims]


def replay(tape: Tape, numbers: Sequence[Interval], space: Intervals) -> tuple[Interval, ...]:
    """Run a tape over intervals."""
    return tuple(space.interval(result) for result in tape(*numbers, xp=space))


def inputs(trace: Trace, point: Mapping[str, float], space: Intervals) -> tuple[Interval, ...]:
    """Return a point as intervals; a varied definition has the value that follows from it."""
    numbers = {
        name: space.constant_of(x) if name in trace.given else space.exactly(x)
        for name, x in point.items()
    }
    return tuple(map(space.interval, trace.inputs_at(numbers, space)))


# --- constants that were rounded ------------------------------------------------------------------


class Rounding(NamedTuple):
    """How many digits agree in spite of rounded data: ``same``, or below ``different`` none do."""

    same: int
    different: int


DOUBLE, SINGLE = Rounding(12, 6), Rounding(12, 3)


def rounding_of(trace: Trace) -> Rounding | None:
    """Return how coarse the plain numbers in function and claim are; None where they are decimals.

    Python functions hold data, and compute with them before any Value is met: X.T @ X is rounded.
    """
    rounded = [x for x in trace.constants if not as_decimal(x)[1] and abs(x) != math.pi]
    if not rounded:
        return None
    return SINGLE if any(float(np.float32(x)) == x for x in rounded) else DOUBLE


def allowing_for_rounding(
    parts: Sequence[Comparison], components: Sequence[Component], rounding: Rounding | None
) -> Sequence[Comparison]:
    """Call no component wrong for what rounded data may explain.

    Digits are then counted against the largest term in the gradient by the same array.
    """
    if rounding is None:
        return parts
    scales: dict[int, Any] = {}
    for part, (gradient, _, array) in zip(parts, components, strict=True):
        claimed = abs(part.claim) if part.has_claim else 0
        scales[array] = max(scales.get(array, 0), claimed, part.true.size, largest_term(gradient))
    return [
        rounded(part, scales[component.array], rounding) if part.has_claim else part
        for part, component in zip(parts, components, strict=True)
    ]


def largest_term(gradient: Value) -> float:
    """Return the size of the largest of the terms that a gradient is the sum of."""
    order, seen = [gradient], {gradient}
    for value in order:  # grows while it is read
        if value.rule is not None and value.rule.name in ("add", "subtract", "negative"):
            order += (new := [arg for arg in value.args if arg not in seen])
            seen.update(new)
    return max(abs(value.data) for value in order)


def rounded(part: Comparison, scale: Any, rounding: Rounding) -> Comparison:
    """Compare a component again, where the data are rounded."""
    mp, apart = part.true.space.mp, abs(part.claim - part.true.middle)
    digits = int(0.30102 * (mp.mag(scale) - mp.mag(apart))) if apart else rounding.same
    if digits >= rounding.same:
        return part._replace(is_wrong=False, digits=max(digits, part.digits))
    if part.is_wrong and digits >= rounding.different:
        return part._replace(is_wrong=False, digits=1)  # too few to agree
    return part
