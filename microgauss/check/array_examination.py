"""Is this the gradient of a function of arrays? A verdict, and for a wrong claim what is off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from microgauss.check.array_call import Key, Shape, name_of
from microgauss.check.array_problem import ArrayProblem, ArrayTrace
from microgauss.check.array_report import ArrayReport
from microgauss.check.comparison import rounding_of
from microgauss.check.diagnosis import right_side
from microgauss.check.domains import Domain, domain_of
from microgauss.check.floats import Mask, as_columns
from microgauss.check.object_arrays import floats_of
from microgauss.check.patterns import Floats, Seen, near, pattern, shape_in_words
from microgauss.check.placement import Finding, in_words, place_in_words
from microgauss.check.points import Sampler
from microgauss.check.probing import LONG, Evidence, probed
from microgauss.check.region import Region
from microgauss.engine.gradient import grad
from microgauss.engine.rules import DomainError
from microgauss.formula import FormulaError

__all__ = ["check_arrays"]

ROUNDED = (
    "the two differ by what rounding of the function's own data may do: "
    "make the data arguments, with their shapes in at="
)
POINTS = 16  # at which claim and truth are compared as floats


def check_arrays(
    function: Any,
    claim: Any,
    wrt: Key | Sequence[Key],
    at: Mapping[Any, Shape],
    where: Mapping[Any, Any],
) -> ArrayReport:
    """Compare the gradient of a function of arrays with the truth; see `check`."""
    problem = ArrayProblem(function, claim, wrt, at)
    domains = element_domains(problem, where)
    problem.given = frozenset(name for name, domain in domains.items() if domain.fixed is not None)
    region = Region(problem, Sampler(problem.names, domains, {}))
    evidence = probed(region)
    verdict = evidence.verdict(region)
    diagnosis = explained(problem, region, evidence) if verdict == "wrong" else ""
    blocks = region.trace.blocks if isinstance(region.trace, ArrayTrace) else ()
    labels = tuple(label for block in blocks for label in problem.labels(block))
    return ArrayReport(
        verdict, problem.claim.text, problem.wrt, evidence.measurements, diagnosis=diagnosis,
        notes=(*evidence.notes, *why_untold(region, evidence)), title=problem.title,
        labels=labels, undecided=evidence.undecided, shapes=problem.shapes,
    )  # fmt: skip


def why_untold(region: Region, evidence: Evidence) -> list[str]:
    """Say why nothing can be told: the function isn't defined, or its data are rounded."""
    if region.trace is not None:
        is_rounded = evidence.undecided and rounding_of(region.trace)
        return [ROUNDED] if is_rounded and evidence.verdict(region) == "untestable" else []
    try:
        region.problem.trace_at(next(region.sampler.points()))
    except DomainError as error:
        return [f"at the first point that was tried: {error}"]
    return []


def element_domains(problem: ArrayProblem, where: Mapping[Any, Any]) -> dict[str, Domain]:
    """Read the domains of arrays: one for all elements, or an array with a number for each."""
    domains: dict[str, Domain] = {}
    for key, given in where.items():
        name = name_of(key, problem.function.names, "where")
        elements, shape = problem.elements(name), problem.shapes[name]
        if isinstance(given, np.ndarray) and given.ndim and given.shape != shape:
            raise FormulaError(
                f"where {name}: the numbers have the shape {given.shape}, not {shape}"
            )
        each = given.flat if isinstance(given, np.ndarray) else [given] * len(elements)
        domains |= {n: domain_of(name, x) for n, x in zip(elements, each, strict=True)}
    return domains


# --- what is wrong --------------------------------------------------------------------------------


def explained(problem: ArrayProblem, region: Region, evidence: Evidence) -> str:
    """Say which components are off, and what they have in common."""
    traces = moderate_traces(problem, region)
    if not traces:
        return ""
    positions = {position for m in evidence.measurements for position in m.off}
    findings, start = [], 0
    for i, block in enumerate(traces[0].blocks):
        flat = [start + place in positions for place in range(block.true.size)]
        off, start = np.array(flat).reshape(block.true.shape), start + len(flat)
        if off.any():
            words, is_whole = block_in_words(problem, traces, i, off)
            off = off | is_whole
            place = place_in_words(problem.name_of(block), off, problem.labels(block))
            findings.append(Finding(place, words or right_part(evidence), bool(off.all())))
    return in_words(findings, len(traces[0].blocks))


def moderate_traces(problem: ArrayProblem, region: Region) -> list[ArrayTrace]:
    """Return the graphs at some points, of friendly size if there are enough."""
    points = region.friendly(POINTS if region.operations < LONG else POINTS // 4)
    moderate = [point for point in points if all(0.1 < abs(x) < 6 for x in point.values())]
    return [problem.record(point) for point in (moderate if len(moderate) > 3 else points)]


def block_in_words(
    problem: ArrayProblem, traces: Sequence[ArrayTrace], position: int, off: Mask
) -> tuple[str, bool]:
    """Say what is wrong in the derivative by one array, and whether it is so of all components."""
    blocks = [trace.blocks[position] for trace in traces]
    claimed = [None if b.claim is None else floats_of(b.claim) for b in blocks]
    kept = [i for i, claim in enumerate(claimed) if claim is not None and np.isfinite(claim).all()]
    if not kept:
        return "it is not a number at any point at which the gradient is one", False
    traces, blocks = [traces[i] for i in kept], [blocks[i] for i in kept]
    claim, true = np.array([claimed[i] for i in kept]), stacked(block.true for block in blocks)
    if claim.shape != true.shape:
        return shape_in_words(claim, true), True
    is_cut = len(kept) < len(claimed)
    if is_cut and near(claim, true):
        return "right wherever it is a number, and it isn't one everywhere", False
    points = [problem.arrays(trace.leaves) for trace in traces]
    arguments = {name: stacked(point[name] for point in points) for name in problem.shapes}
    others = derivatives_by_others(problem, traces, blocks[0].name)
    words, is_whole = pattern(Seen(blocks[0].name, claim, true, off, arguments, others))
    return words or "it is not a number everywhere" * is_cut, is_whole


def derivatives_by_others(
    problem: ArrayProblem, traces: Sequence[ArrayTrace], name: str
) -> dict[str, Floats]:
    """Return the gradients by the other arrays of the same shape, (P, *shape) each."""
    if problem.is_hessian or traces[0].outputs.shape:
        return {}
    shape, found = problem.shapes[name], {}
    for other in (n for n, s in problem.shapes.items() if s == shape and n != name):
        with suppress(DomainError):
            slopes = [
                grad(trace.outputs.item(), [trace.leaves[n] for n in problem.elements(other)])
                for trace in traces
            ]
            found[other] = stacked(np.array(slope, dtype=object).reshape(shape) for slope in slopes)
    return found


def stacked(arrays: Iterable[Any]) -> Floats:
    """Return object arrays of Values as one array of floats, (P, *shape)."""
    return np.array([floats_of(array) for array in arrays])


def right_part(evidence: Evidence) -> str:
    """Name the part of the domain in which the whole claim is right, if a sign tells it."""
    is_right = np.array([not m.is_wrong for m in evidence.measurements])
    return right_side(is_right, as_columns([m.point for m in evidence.measurements]))
