"""What `microgauss` without arguments prints: the sheet claim by claim, the fit to real data."""

from __future__ import annotations

import math
import textwrap
import time
from collections.abc import Iterator

from microgauss.check.floats import as_float
from microgauss.check.report import Report, where
from microgauss.engine.notation import number, typeset
from microgauss.gaussian import Array, engel, fit, objective_and_gradient
from microgauss.sheet.claims import (
    CLAIMS,
    MISPRINTS,
    Claim,
    bounds,
    chain_rule_gap,
    closed_form,
    equality_gap,
)

__all__ = ["MainJob"]

WIDTH = 100
CLAIM_WIDTH = 70
ROUNDING = 1e-13  # of a mean of 235 terms, summed in two orders


class MainJob:
    """The main job's text, line by line; ``passed`` tells afterwards whether all came out right."""

    def __init__(self) -> None:
        self.passed = True

    def lines(self) -> Iterator[str]:
        """Check the sheet, then fit the model."""
        yield "Exercise sheet 7: backpropagation for probabilistic regression"
        yield ""
        yield f"{'part':6}{'claim':{CLAIM_WIDTH}}{'verdict':14}digits"
        for part in "abcde":
            for claim in CLAIMS:
                if claim.part == part:
                    yield from self.claim(claim)
            yield from {"c": self.inequality, "d": self.mean}.get(part, list)()
        yield ""
        yield "What the sheet prints, where that differs"
        for misprint in MISPRINTS:
            yield from self.misprint(misprint)
        yield from self.equality()
        yield ""
        yield from fit_lines()

    def verdict(self, *, holds: bool, yes: str, no: str) -> str:
        """Note whether a line of the sheet came out as it should."""
        self.passed = self.passed and holds
        return yes if holds else no

    def claim(self, claim: Claim) -> Iterator[str]:
        """Check a claim that is true."""
        report = claim.check()
        verdict = self.verdict(
            holds=report.verdict == "correct", yes="✓ correct", no=f"✗ {report.verdict}"
        )
        *before, last = wrapped(claim, CLAIM_WIDTH + 4)
        yield from before
        yield f"{last:{CLAIM_WIDTH + 6}}{verdict:14}{report.digits:6}"

    def inequality(self) -> Iterator[str]:
        """Check part (c), and the sharper bound."""
        found = bounds()
        for text, part in (
            ("|∂f/∂z| ≤ (t − mu)² + 1", found.printed),
            ("|∂f/∂z| ≤ max(3√3/16·(t − mu)², 1/2), sharper", found.sharper),
        ):
            verdict = self.verdict(holds=part <= 1, yes="✓ holds", no="✗ fails")
            yield f"(c)   {text:{CLAIM_WIDTH}}{verdict}"
        residual, z = found.reached_at
        yield f"{'':6}at {found.points:,} points, |z| and |t − mu| up to 1e6; the sharper bound is"
        yield f"{'':6}reached at t − mu = {number(residual)}, z = ±{number(abs(z))}"

    def mean(self) -> Iterator[str]:
        """Check part (d) on the data."""
        gap = chain_rule_gap([6.0, 50.0], [1.0, 9.0])
        verdict = self.verdict(holds=gap <= ROUNDING, yes="✓ correct", no="✗ wrong")
        text = "∂J/∂θ as the chain rule's sum, against J as one graph, 235 data"
        yield f"(d)   {text:{CLAIM_WIDTH}}{verdict:14}{digits(gap):6}"

    def misprint(self, claim: Claim) -> Iterator[str]:
        """Check a claim that the sheet misprints: it must be found wrong."""
        report = claim.check()
        caught = report.verdict == "wrong"
        verdict = self.verdict(
            holds=caught, yes="✗ wrong", no=f"? {report.verdict}, and not caught"
        )
        yield from wrapped(claim, WIDTH)
        yield f"{'':6}{verdict}: {claim.note}"
        yield from (f"{'':8}{line}" for line in counterexample(report))

    def equality(self) -> Iterator[str]:
        """Check the line of (c) that is printed with an equals sign."""
        left, right = equality_gap()
        verdict = self.verdict(holds=left < right, yes="✗ wrong", no="? not caught")
        yield "(c)   |((t − mu)²/sigma³ − 1/sigma)·z/sigma| = |(t − mu)²/sigma³ − 1/sigma|"
        yield f"{'':6}{verdict}: = for ≤, since |z|/sigma is below 1"
        yield f"{'':8}at t − mu = 1.377, z = 0.742: left {number(left)}, right {number(right)}"


def wrapped(claim: Claim, width: int) -> list[str]:
    """Write a claim, behind its part, on lines of so many characters."""
    return textwrap.wrap(
        claim.text, width, initial_indent=f"({claim.part})   ", subsequent_indent=" " * 6
    )


def counterexample(report: Report) -> list[str]:
    """Write the point at which a claim is off, both values, and the repair that was found."""
    worst = report.counterexample
    if worst is None:
        return []
    values = f"printed {number(as_float(worst.claim))}, true {number(as_float(worst.true))}"
    lines = textwrap.wrap(f"at {where(worst)}: {values}", WIDTH - 8)
    if report.repair is None:
        return lines
    return lines + textwrap.wrap(f"repair: {typeset(report.repair)}", WIDTH - 8)


def digits(gap: float) -> int:
    """Return how many digits agree, of two floats this far apart."""
    return 15 if gap < 1e-15 else int(-math.log10(gap))


def fit_lines() -> Iterator[str]:
    """Fit the model to Engel's data, and compare the gradient there with the closed form."""
    X, t = engel()
    began = time.perf_counter()
    found = fit(X, t)
    seconds = time.perf_counter() - began
    yield "Fit to Engel's 235 households: t: food in tens of francs, x: (1, income in thousands)"
    yield f"  w = {vector(found.w)}     v = {vector(found.v)}     J = {number(found.J)}"
    yield (f"  gradient norm {number(found.gradient_norm)} after {found.iterations} iterations, "
           f"{number(seconds)} seconds")  # fmt: skip
    engine = objective_and_gradient(X, t, found.w, found.v)[1:]
    sheet = closed_form(X, t, found.w, found.v)
    for name, by_engine, by_sheet in zip("wv", engine, sheet, strict=True):
        yield f"  ∂J/∂{name}: engine {vector(by_engine)}     closed form {vector(by_sheet)}"


def vector(numbers: Array) -> str:
    """Write a vector."""
    return f"({', '.join(number(float(x)) for x in numbers)})"
