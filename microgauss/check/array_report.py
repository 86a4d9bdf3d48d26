"""What a check of arrays found: which components are off, at which arrays, and in what way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from microgauss.check.array_call import Shape, element_names
from microgauss.check.report import SIGNS, Report, texts_apart
from microgauss.check.truth import Measurement
from microgauss.engine.notation import number

__all__ = ["ArrayReport"]

FEW = 6  # numbers of an array that are written out


@dataclass(frozen=True)
class ArrayReport(Report):
    """What `check` found about the gradient of a function of arrays.

    It has what a `Report` has, but for a repair: a Python function has no formula. ``title`` is
    what was claimed, ∂f/∂w, and ``labels`` are what all its components are called. The
    counterexample's point holds the arguments as arrays, by name; its claim and true value are
    those of the component that is furthest off there.

    >>> from microgauss.check import check
    >>> print(check(lambda w: (w**2).sum(), lambda w: [2 * w[0], w[1]], wrt="w", at={"w": (2,)}))
    ✗ wrong: ∂f/∂w is not what the claim returns
      only w[1], the last, is off: 2 times too small
      w[1]: yours 1.343   true 2.686
      at w = [2.661, 1.343]
    """

    title: str = ""
    labels: tuple[str, ...] = field(default=(), repr=False)
    undecided: int = 0  # points at which claim and gradient can't be told apart
    shapes: Mapping[str, Shape] = field(default_factory=dict, repr=False)

    @property
    def counterexample(self) -> Measurement | None:
        """The point at which claim and truth are furthest apart, its numbers as arrays."""
        worst = super().counterexample
        return worst and replace(worst, point=arrays_of(worst.point, self.shapes))

    @property
    def components(self) -> tuple[str, ...]:
        """What the components that are off are called, in their order."""
        off = {position for m in self.measurements for position in m.off}
        return tuple(self.labels[position] for position in sorted(off))

    @property
    def headline(self) -> str:
        """The verdict in one line."""
        relation = "is not" if self.verdict == "wrong" else "="
        who = "the claim" if self.claim == "<lambda>" else self.claim
        return f"{SIGNS[self.verdict]} {self.verdict}: {self.title} {relation} what {who} returns"

    def confirmation(self) -> list[str]:
        """Say to how many digits all components are confirmed."""
        first, *others = super().confirmation()
        return [f"{first}, in each of {len(self.labels)} components", *others]

    def silence(self) -> list[str]:
        """Say why the claim can't be tested."""
        if self.undecided:
            return ["at most points no number of digits tells the claim from the gradient"]
        return super().silence()

    def refutation(self) -> list[str]:
        """Say what is wrong, and show it at one point in one component."""
        worst = self.counterexample
        assert worst is not None
        yours, true = texts_apart(worst.claim, worst.true)
        shown = [f"{self.labels[worst.off[0]]}: yours {yours}   true {true}"]
        is_number = math.isfinite(worst.claim)
        words = [self.diagnosis] if self.diagnosis else []
        return [*words, *(shown if is_number else []), f"at {written(worst.point)}"]

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON: arrays as lists."""
        found = super().as_dict() | {"components": list(self.components)}
        if found["counterexample"]:
            point = found["counterexample"]["at"]
            at = {name: np.asarray(x).tolist() for name, x in point.items()}
            found["counterexample"]["at"] = at
        return found


def arrays_of(point: Mapping[str, float], shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """Put the elements of arrays together: scalars are floats, all others arrays of them."""
    found: dict[str, Any] = {}
    for name, shape in shapes.items():
        numbers = [point[element] for element in element_names(name, shape)]
        found[name] = np.array(numbers).reshape(shape) if shape else numbers[0]
    return found


def written(point: Mapping[str, Any]) -> str:
    """Write a point: ``w = [0.731, −1.204]``; large arrays by their shape only."""
    return ", ".join(
        f"{name} of shape {np.shape(x)}" if np.size(x) > FEW else f"{name} = {nested(x)}"
        for name, x in point.items()
    )


def nested(x: Any) -> str:
    """Write a number or an array as nested lists."""
    if not np.ndim(x):
        return number(float(x))
    return f"[{', '.join(map(nested, x))}]"
