"""What a check found, for people, for tests, and as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mpmath import nstr

from microgauss.check.floats import as_float
from microgauss.check.points import ROW
from microgauss.check.repair import marks
from microgauss.check.truth import Measurement
from microgauss.engine.notation import number, typeset

__all__ = ["SIGNS", "Power", "Report", "texts_apart", "where"]

SIGNS = {"correct": "✓", "wrong": "✗", "untestable": "?", "unreliable": "?"}
NAMES = 12  # of a point that are written out


class Power(NamedTuple):
    """Of the likely slips in a claim, how many the probes would have caught."""

    caught: int = 0
    likely: int = 0


@dataclass(frozen=True)
class Report:
    """What `check` found.

    ``verdict`` is "correct", "wrong", "untestable" or "unreliable". ``digits`` is how many agree
    at every point, ``counterexample`` the measurement at a point that refutes the claim.
    ``diagnosis`` says in words what is wrong, ``repair`` is the formula that is right and
    ``edits`` are its differences; each is empty, or None, where there is nothing to say. ``power``
    tells what a confirmation is worth; ``proved`` is None where no proof was tried. ``steps`` are
    the reports on the links of a chain; ``left_out`` counts the data outside the domain; ``notes``
    say how far was searched, and what was left out.

    >>> from microgauss.check import check
    >>> print(check("x**3", "3*x", wrt="x"))
    ✗ wrong: ∂f/∂x is not 3·x
      at x = −0.7858   yours −2.357   true 1.852
      the exponent 3 of x was lowered by 2, not by 1 (too small by a factor x)
      one edit makes it right:  3*x**2      (x -> x**2)
    """

    verdict: str
    claim: str
    wrt: str
    measurements: Sequence[Measurement] = field(default=(), repr=False)
    output: str = "f"
    diagnosis: str = ""
    repair: str | None = None
    edits: tuple[tuple[str, str], ...] = ()
    power: Power = field(default_factory=Power)
    proved: bool | None = None
    left_out: int = 0
    steps: Mapping[str, Report] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def counterexample(self) -> Measurement | None:
        """The point at which claim and truth are furthest apart, if the claim is wrong."""
        wrong = [m for m in self.measurements if m.is_wrong]
        return max(wrong, key=apartness) if self.verdict == "wrong" else None

    @property
    def digits(self) -> int:
        """How many digits of claim and truth agree, at the worst point."""
        return min((m.digits for m in self.measurements), default=0)

    @property
    def first_wrong_step(self) -> str | None:
        """The first link of the chain that isn't correct."""
        return next((k for k, report in self.steps.items() if report.verdict != "correct"), None)

    def __str__(self) -> str:
        lines = [*self.details, *self.links, *self.notes]
        if self.left_out:
            lines.append(f"{self.left_out} of the data lie outside the function's domain")
        return "\n".join([self.headline, *(f"  {line}" for line in lines)])

    @property
    def headline(self) -> str:
        """The verdict in one line."""
        relation = "is not" if self.verdict == "wrong" else "="
        claim = typeset(self.claim)
        claim = claim if len(claim) <= 200 else f"{claim[:199]}…"
        sign, gradient = SIGNS[self.verdict], f"∂{self.output}/∂{self.wrt}"
        return f"{sign} {self.verdict}: {gradient} {relation} {claim}"

    @property
    def details(self) -> list[str]:
        """The lines below the verdict."""
        return {
            "correct": self.confirmation,
            "wrong": self.refutation,
            "untestable": self.silence,
            "unreliable": self.disagreement,
        }[self.verdict]()

    def confirmation(self) -> list[str]:
        """Say to how many digits the claim is confirmed, and what that is worth."""
        sure = {True: "proved by SymPy, and ", False: "not proved by SymPy, but ", None: ""}
        points = len(self.measurements)
        most = max(m.digits for m in self.measurements)
        deeper = f", to {most:,} at some of them" if most > 2 * self.digits + 50 else ""
        count = "1 point" if points == 1 else f"{points} points"
        lines = [f"{sure[self.proved]}confirmed to {self.digits:,} digits at {count}{deeper}"]
        if self.power.likely:
            lines.append("would have caught {} of {} likely slips".format(*self.power))
        return lines

    def refutation(self) -> list[str]:
        """Say at which point the claim is wrong, in what way, and what to write instead."""
        worst = self.counterexample
        assert worst is not None
        yours, true = texts_apart(worst.claim, worst.true)
        lines = [f"at {where(worst)}   yours {yours}   true {true}"]
        lines += [self.diagnosis] if self.diagnosis else []
        if self.repair is None:
            return [*lines, "no repair within two edits was found"]
        count = "one edit makes" if len(self.edits) == 1 else "two edits make"
        return [*lines, f"{count} it right:  {self.repair}      ({marks(self.edits)})"]

    def silence(self) -> list[str]:
        """Say why the claim can't be tested."""
        if self.measurements and all(m.true == 0 for m in self.measurements):
            return ["the gradient is 0 at every datum: these data can't tell a claim from another"]
        if self.measurements:
            return ["at most points no number of digits tells the claim from the gradient"]
        return ["no point was found at which the function has a gradient"]

    def disagreement(self) -> list[str]:
        """Say at which point backprop and the complex step disagree."""
        odd = next(m for m in self.measurements if not m.references_agree)
        values = ", ".join(f"{name} {number(x)}" for name, x in odd.references.items())
        return [f"the references disagree at {where(odd)}: {values}"]

    @property
    def links(self) -> list[str]:
        """A line for each link of the chain, with the details of the first that is wrong."""
        lines = []
        for name, report in self.steps.items():
            lines.append(f"step {name}: {report.headline}")
            if name == self.first_wrong_step:
                lines += ["  " + line for line in ["the first wrong link", *report.details]]
        return lines

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        worst = self.counterexample
        return {
            "verdict": self.verdict,
            "wrt": self.wrt,
            "claim": self.claim,
            "points": len(self.measurements),
            "digits": self.digits,
            "proved": self.proved,
            "power": {"caught": self.power.caught, "likely": self.power.likely},
            "counterexample": worst and {
                "at": worst.point, "yours": finite(worst.claim), "true": finite(worst.true)
            },
            "diagnosis": self.diagnosis,
            "repair": self.repair,
            "edits": [{"from": old, "to": new} for old, new in self.edits],
            "steps": {name: report.as_dict() for name, report in self.steps.items()},
            "first_wrong_step": self.first_wrong_step,
            "notes": list(self.notes),
        }  # fmt: skip


def finite(x: Any) -> float | None:
    """Return a number for JSON, which has no nan."""
    return as_float(x) if math.isfinite(as_float(x)) else None


def where(measurement: Measurement) -> str:
    """Write a point: ``t = 0.731, mu = −1.204``; a row of a dataset by its number."""
    point = dict(measurement.point)
    row = f"datum {int(point.pop(ROW))}: " if ROW in point else ""
    shown = [f"{name} = {number(x)}" for name, x in point.items()]
    return row + ", ".join(shown if len(shown) <= NAMES else [*shown[:NAMES], "…"])


def apartness(measurement: Measurement) -> float:
    """Return how telling a counterexample is: by the relative error, where nan counts as most.

    Points that are easy to calculate with come first among those that are far off.
    """
    claim, true = measurement.claim, measurement.true
    size = max(abs(claim), abs(true))
    part = float(abs(claim - true) / size) if size and math.isfinite(as_float(claim)) else 2.0
    part = part if math.isfinite(part) else 2.0
    numbers = [abs(x) for name, x in measurement.point.items() if name != ROW]
    is_friendly = all(0.3 <= x <= 3 for x in numbers)
    return min(part, 0.5) + is_friendly + part / 10


def number_text(x: Any, digits: int = 4) -> str:
    """Write a number of mpmath's for people, also one that no float holds."""
    near = as_float(x)
    if digits == 4 and math.isfinite(near) and (near or not x):
        return number(near)
    return str(nstr(x, digits)).replace("-", "−").replace(".0e", "e")


def texts_apart(a: Any, b: Any) -> tuple[str, str]:
    """Write two numbers with as many digits as tell them apart."""
    for digits in (4, 8, 16, 30, 60):
        texts = number_text(a, digits), number_text(b, digits)
        if texts[0] != texts[1]:
            return texts
    return number_text(a), f"{number_text(b)}, and the difference is {number_text(a - b)}"
