"""What is wrong with a claim: the broken rule of calculus, the difference in words, the repair.

Every part of a function has its derivative by the name asked for, its tangent. Put what a broken
rule gives in its place, and the gradient changes by the difference times the part's adjoint. Where
a claim is just that, the rule has a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from microgauss.check.algebra import literal, negative, signed_terms
from microgauss.check.candidates import WrongClaim
from microgauss.check.diagnosis import (
    difference_in_words,
    in_words,
    ratio_in_words,
    right_side,
    short_text,
)
from microgauss.check.floats import CLOSE, Column, Columns, Evaluator, as_columns, as_float, same
from microgauss.check.points import ROW
from microgauss.check.probing import LONG, PROBES, Evidence, measured, probed
from microgauss.check.problem import Point, Trace
from microgauss.check.region import Region
from microgauss.check.repair import Repair, repair
from microgauss.check.rule_slips import Part, slips_of
from microgauss.check.symbols import from_value, is_writable
from microgauss.check.truth import Measurement
from microgauss.check.vocabulary import Vocabulary, atoms_of, gradient_or_none, inner_derivatives
from microgauss.engine.gradient import grad
from microgauss.engine.rules import columns
from microgauss.engine.value import Value, toposort
from microgauss.formula import Node

__all__ = ["Explanation", "explain"]

POINTS = 24  # by which variants of a wrong claim are told apart
LONGEST = 150  # operations: in a longer function no broken rule is looked for
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
    if not any(m.is_wrong for m in usable):
        never = "it is not a number at any point at which the gradient is one"
        right = "right wherever it is a number, and it isn't one everywhere"
        return Explanation(evidence, right if usable else never)
    if (claim := region.claim_formula) is None:
        return Explanation(evidence)
    with np.errstate(all="ignore"):
        return explain_formula(region, evidence, claim, usable)


def explain_formula(
    region: Region, evidence: Evidence, claim: Node, usable: Sequence[Measurement]
) -> Explanation:
    """Explain a claim by its formula and by what it is, as floats, at the usable points."""
    assert region.trace is not None
    points = [m.point for m in usable]
    claimed, true = (np.array([as_float(getattr(m, side)) for m in usable])
                     for side in ("claim", "true"))  # fmt: skip
    names = region.named(points)
    evaluate = Evaluator(names)
    is_formula = region.problem.function.formula is not None
    rule = broken_rule(region.trace, as_columns(points), claimed, true) if is_formula else ""
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


def confirmer(region: Region, points: Sequence[Point]) -> Callable[[str, object], bool]:
    """Return what tells whether a formula is right, at these points and at those of a new probe."""

    def confirm(text: str, _: object) -> bool:
        try:
            again = Region(region.problem.with_claim(text), region.sampler)
        except ValueError:
            return False
        return probed(again, measured(again, points, Evidence())).verdict(again) == "correct"

    return confirm


# --- the broken rule ------------------------------------------------------------------------------


def broken_rule(trace: Trace, points: Columns, claim: Column, true: Column) -> str:
    """Name the rule that a wrong claim breaks; nothing where no single one explains it."""
    order = toposort(trace.output)
    if len(order) > LONGEST or same(claim, true).all():  # or all but right: no rule is broken
        return ""

    def computed(values: Sequence[Value]) -> list[Column]:
        found = trace.tape(*values)(*trace.inputs_at(points))
        return [np.broadcast_to(np.asarray(column, float), len(true)) for column in found]

    with np.errstate(all="ignore"):
        for part, adjoint in parts(trace, order, computed):
            for tangent, words in slips_of(part):
                slipped = true + adjoint * (tangent - part.tangent)
                rounding = 1e-13 * (np.abs(true) + np.abs(adjoint * part.tangent))
                if (np.abs(slipped - claim) <= CLOSE * np.abs(claim) + rounding).all():
                    return words
        if np.ptp(claim / true) < 1e-9 * np.max(np.abs(claim / true)):
            return ""  # a factor says more than what follows
        tried = instead_of_gradient(trace)
        for words, column in zip(tried, computed(list(tried.values())), strict=True):
            if np.any(column != 0) and same(column, claim).all():
                return words
    return ""


def instead_of_gradient(trace: Trace) -> dict[str, Value]:
    """Return what comes out when something else was done than to differentiate once by the name."""
    found = {"this is the function itself: it wasn't differentiated": trace.output}
    others = [other for other in trace.leaves.values() if other is not trace.x]
    found |= {
        f"this is the derivative by {other.label}, not by {trace.x.label}": gradient
        for other in others if (gradient := gradient_or_none(trace.output, other)) is not None
    }  # fmt: skip
    twice = gradient_or_none(trace.gradient, trace.x)
    return found if twice is None else found | {"differentiated twice": twice}


def parts(
    trace: Trace, order: list[Value], computed: Callable[[Sequence[Value]], list[Column]]
) -> Iterator[tuple[Part, Column]]:
    """Yield the operations that depend on the name, the outermost first, with their adjoints."""
    inner = inner_derivatives(trace)
    varying = [value for value in order if value in inner and value.rule is not None]
    if not varying:
        return
    values = dict(zip(order, computed(order), strict=True))
    adjoints = computed(grad(trace.output, varying))
    tangents = tangents_of(trace.x, values)
    for value, adjoint in reversed(list(zip(varying, adjoints, strict=True))):
        yield Part(
            value, values[value], tangents[value],
            args=[values[arg] for arg in value.args],
            tangents=[tangents[arg] for arg in value.args],
            texts=[short_text(from_value(arg)) for arg in value.args],
            tangent_texts=[short_text(inner[a]) if a in inner else "0" for a in value.args],
            text=short_text(from_value(value, expand=True)),
        ), adjoint  # fmt: skip


def tangents_of(x: Value, values: dict[Value, Column]) -> dict[Value, Column]:
    """Differentiate every part by the name, in forward mode."""
    tangents: dict[Value, Column] = {}
    for value, column in values.items():
        tangent = np.full(len(column), float(value is x))
        args = [values[arg] for arg in value.args]
        partials = value.rule.partials if value.rule else ()
        for arg, derivative in zip(value.args, partials, strict=True):
            if tangents[arg].any():
                tangent = tangent + derivative(columns, column, *args) * tangents[arg]
        tangents[value] = tangent
    return tangents
