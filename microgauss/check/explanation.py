"""What is wrong with a claim, in words, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from microgauss.check.algebra import literal, negative, signed_terms
from microgauss.check.broken_rules import broken_rule
from microgauss.check.candidates import WrongClaim
from microgauss.check.columns import Column, Evaluator, as_columns
from microgauss.check.diagnosis import (
    difference_in_words,
    in_words,
    ratio_in_words,
    right_side,
    short_text,
)
from microgauss.check.numbers import as_float
from microgauss.check.points import ROW
from microgauss.check.probing import LONG, PROBES, Evidence, measured, probed
from microgauss.check.problem import Point
from microgauss.check.region import Region
from microgauss.check.repair import Repair, repair
from microgauss.check.symbols import from_value, is_writable
from microgauss.check.truth import Measurement
from microgauss.check.vocabulary import Vocabulary, atoms_of
from microgauss.formula import Node

__all__ = ["Explanation", "explain"]

POINTS = 24  # by which variants of a wrong claim are told apart
SMALL = 1e-100  # a gradient below says little in floats


class Explanation(NamedTuple):
    """A diagnosis in words, a repair if one was found, and the evidence for both."""

    evidence: Evidence
    diagnosis: str = ""
    repair: Repair | None = None
    notes: Sequence[str] = ()


def explain(region: Region, evidence: Evidence) -> Explanation:
    """Diagnose a wrong claim and look for its repair."""
    wanted = POINTS if region.operations < LONG else POINTS // 2
    evidence = measured(region, region.friendly(wanted), evidence)
    usable = usable_as_floats(evidence.measurements)
    if not usable:
        words = "it is not a number at any point at which the gradient is one"
        return Explanation(evidence, words)
    if not any(m.is_wrong for m in usable):
        words = "right wherever it is a number, and it isn't one everywhere"
        return Explanation(evidence, words)
    claim = region.claim_formula
    if claim is None:
        return Explanation(evidence)
    with np.errstate(all="ignore"):
        return explain_formula(region, evidence, claim, usable)


def explain_formula(
    region: Region, evidence: Evidence, claim: Node, usable: Sequence[Measurement]
) -> Explanation:
    """Explain a claim by its formula and by what it is, as floats, at the usable points."""
    points = [m.point for m in usable]
    claimed, true = (np.array([as_float(getattr(m, side)) for m in usable])
                     for side in ("claim", "true"))  # fmt: skip
    names = region.named(points)
    evaluate = Evaluator(names)
    rule = broken_rule_of(region, points, claimed, true)
    wrong = WrongClaim(claim, true, evaluate, vocabulary_of(region, claim, evaluate))
    found = repair(wrong, confirmer(region, points), by_rules=bool(rule))
    terms = [(short_text(term), evaluate(term)) for term in terms_of(claim)]
    pattern = (
        ratio_in_words(claimed, true, names)
        or right_side(np.array([not m.is_wrong for m in usable]), names)
        or difference_in_words(claimed, true, names, terms)
    )
    if "sign" in rule and "sign" not in pattern:
        pattern = ""  # it would say the same in another way
    words = in_words(claim, found.edits) if found else ""
    diagnosis = f"{rule} ({pattern})" if rule and pattern else rule or pattern or words
    cut = "the claim is long: repairs with two edits were not looked for"
    return Explanation(evidence, diagnosis, found, [cut] if wrong.is_cut else [])


def usable_as_floats(measurements: Sequence[Measurement]) -> list[Measurement]:
    """Keep the points at which floats tell claim and truth, if there are any."""
    known = moderate([m for m in measurements if m.is_resolved])
    usable = [m for m in known if np.isfinite([as_float(m.claim), as_float(m.true)]).all()]
    large = [m for m in usable if abs(as_float(m.true)) > SMALL or m.true == 0]
    return large if any(m.is_wrong for m in large) else usable


def moderate(measurements: list[Measurement]) -> list[Measurement]:
    """Keep the points at which no number is so large or small that parts of a claim vanish."""
    kept = [
        m for m in measurements
        if all(0.1 < abs(x) < 6 for name, x in m.point.items() if name != ROW)
    ]  # fmt: skip
    return kept if len(kept) >= PROBES and any(m.is_wrong for m in kept) else measurements


def broken_rule_of(region: Region, points: Sequence[Point], claim: Column, true: Column) -> str:
    """Name the rule of calculus that the claim breaks, if the function is a formula."""
    if region.trace is None or not region.problem.function.formula:
        return ""
    return broken_rule(region.trace, region.samples(as_columns(points)), claim, true)


def vocabulary_of(region: Region, claim: Node, evaluate: Evaluator) -> Vocabulary:
    """Collect what the claim may lack; of long graphs the names only."""
    assert region.trace is not None
    gradient, atoms = claim, [Node(name=name) for name in evaluate.names if name != "pi"]
    if region.operations < LONG and is_writable(region.trace.gradient):
        gradient = from_value(region.trace.gradient)
        atoms = atoms_of(region.problem, region.trace, claim, gradient)
    known = [a for a in atoms if all(p.name in evaluate.names for p in a.walk() if p.name)]
    return Vocabulary(known, evaluate, region.problem.function.formulas, gradient)


def terms_of(claim: Node) -> list[Node]:
    """Return the claim's terms, with their signs."""
    terms = [(sign, term) for sign, term in signed_terms(claim) if literal(term) != 0]
    return [term if sign > 0 else negative(term) for sign, term in terms]


def confirmer(region: Region, points: Sequence[Point]) -> Callable[[str], bool]:
    """Return what tells whether a formula is right, at these points and at those of a new probe."""

    def confirm(text: str) -> bool:
        try:
            again = Region(region.problem.with_claim(text), region.sampler)
        except ValueError:
            return False
        return probed(again, measured(again, points, Evidence())).verdict(again) == "correct"

    return confirm
