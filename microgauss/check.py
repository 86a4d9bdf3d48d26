"""Is this gradient right? A verdict, and the point that shows it.

A claim is compared with the references at generic points: numbers such as -1.204, never 0 or 1,
at which most wrong formulas look right.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from microgauss.formula import FormulaError
from microgauss.notation import number
from microgauss.references import Measurement, Subject, measure
from microgauss.rules import DomainError

__all__ = ["Report", "assert_gradient", "check"]

Claim = str | Callable[..., Any]

PROBES = 8
ATTEMPTS = 400
FRIENDLY = (0.3, 3.0)
RANGES = (
    FRIENDLY, FRIENDLY, FRIENDLY, (0.05, 0.9), FRIENDLY, (2.0, 30.0),
    FRIENDLY, (30.0, 3e3), FRIENDLY, (1e-4, 1e-2), FRIENDLY, (3e3, 1e8),
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What `check` found.

    ``verdict`` is "correct", "wrong", "untestable" or "unreliable". ``counterexample`` is the
    measurement at the worst point of a wrong claim; ``digits`` is how many agree at every point.
    """

    verdict: str
    claim: str
    wrt: str
    measurements: Sequence[Measurement] = field(repr=False)

    @property
    def worst(self) -> Measurement | None:
        """The point where claim and truth are furthest apart, for what rounding allows there."""
        return max(self.measurements, key=apartness, default=None)

    @property
    def counterexample(self) -> Measurement | None:
        """A point that refutes the claim, with both values."""
        return self.worst if self.verdict == "wrong" else None

    @property
    def digits(self) -> int:
        """How many digits of claim and truth agree, at the worst point."""
        return min((m.digits for m in self.measurements), default=0)

    def __str__(self) -> str:
        lines = [f"{SIGNS[self.verdict]} {self.verdict}: ∂f/∂{self.wrt} = {self.claim}"]
        if self.verdict == "untestable":
            lines.append("  no point was found at which the function has a gradient")
        elif self.verdict == "correct":
            lines.append(f"  to {self.digits} digits at {len(self.measurements)} points")
        elif self.worst:
            lines.append(f"  at {where(self.worst)}")
            lines.append(f"  yours {number(float(self.worst.claim))}   "
                         f"true {number(float(self.worst.true))}")  # fmt: skip
        return "\n".join(lines)


SIGNS = {"correct": "✓", "wrong": "✗", "untestable": "?", "unreliable": "?"}


def where(measurement: Measurement) -> str:
    """Write a point: ``t = 0.731, mu = −1.204``."""
    return ", ".join(f"{name} = {number(x)}" for name, x in measurement.point.items())


def apartness(measurement: Measurement) -> float:
    """Return how far a claim is off, as a part of the larger of the two; nan counts as most."""
    gap = abs(measurement.claim - type(measurement.claim)(measurement.true))
    size = max(abs(measurement.claim), abs(type(measurement.claim)(measurement.true)))
    part = float(gap / size) if size else 0.0
    return 2.0 if math.isnan(part) else part


def check(function: Claim, claim: Claim, *, wrt: str) -> Report:
    """Compare a gradient that somebody derived with the truth.

    ``function`` and ``claim`` are formulas as text, or Python functions of named numbers; the claim
    may use the function's definitions. ``wrt`` names a number or a definition. Raises FormulaError
    (a ValueError) for what can't be read or names what isn't there.
    See also: `assert_gradient`, for tests.

    >>> report = check("-(t - mu)**2/(2*sigma**2)", "(t - mu)/sigma**3", wrt="mu")
    >>> report.verdict, report.counterexample.point.keys()
    ('wrong', dict_keys(['t', 'mu', 'sigma']))
    """
    subject, claimed = Subject(function), Subject(claim)
    require_names(subject, claimed, wrt)
    measurements = list(islice(probe(subject, claimed, wrt), PROBES))
    return Report(judge(measurements), claimed.text, wrt, measurements)


def judge(measurements: Sequence[Measurement]) -> str:
    """Return the verdict that measurements allow."""
    if not measurements:
        return "untestable"
    if not all(measurement.agree for measurement in measurements):
        return "unreliable"
    return "wrong" if any(measurement.off for measurement in measurements) else "correct"


def require_names(function: Subject, claim: Subject, wrt: str) -> None:
    """Say which name the function doesn't have."""
    known = [*function.names, *(function.formula.definitions if function.formula else ())]
    if wrt not in known:
        raise FormulaError(f"there is no {wrt} to differentiate by: there are {', '.join(known)}")
    for name in claim.names:
        if name not in known:
            raise FormulaError(f"the claim uses {name}: the function has {', '.join(known)}")


def probe(function: Subject, claim: Subject, wrt: str) -> Iterator[Measurement]:
    """Measure at one generic point after another at which the function has a gradient."""
    for point in islice(generic_points(function.names), ATTEMPTS):
        try:
            yield measure(function, claim, wrt, point)
        except DomainError:
            continue  # outside the domain of the function: it says nothing of the claim


def generic_points(names: Sequence[str]) -> Iterator[dict[str, float]]:
    """Draw points from several ranges, every other one with mixed signs; always the same ones."""
    draw = random.Random(7)  # noqa: S311, reports must not change from run to run
    while True:
        for low, high in RANGES:
            for signs in ((1,), (1, -1)):
                yield {name: draw.choice(signs) * generic(draw, low, high) for name in names}


def generic(draw: random.Random, low: float, high: float) -> float:
    """Draw a magnitude that people can type and that is far from every whole number."""
    while True:
        x = float(f"{low * (high / low) ** draw.random():.4g}")
        if high > 1000 or abs(x - round(x)) > 0.02 * min(1, x):
            return x


def assert_gradient(function: Claim, claim: Claim, *, wrt: str) -> None:
    """Raise AssertionError with the readable report, unless the claim is confirmed.

    For test suites; function and claim as in `check`.

    >>> assert_gradient(lambda x: x**3, "3*x**2", wrt="x")
    """
    report = check(function, claim, wrt=wrt)
    if report.verdict != "correct":
        raise AssertionError(str(report))
