"""Which rule of calculus was broken: a wrong claim told from what a slip in one rule gives.

Every part of a function has its derivative by the name asked for, its tangent. Put what a broken
rule gives in its place, and the gradient changes by the difference times the part's adjoint. Where
a claim is just that, the rule has a name.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from microgauss.check.columns import CLOSE, Column, same
from microgauss.check.diagnosis import short_text
from microgauss.check.points import Samples
from microgauss.check.problem import Trace
from microgauss.check.rule_slips import Part, slips_of
from microgauss.check.symbols import from_value
from microgauss.check.vocabulary import inner_derivatives
from microgauss.engine.gradient import grad
from microgauss.engine.rules import DomainError, columns
from microgauss.engine.value import Value, toposort

__all__ = ["broken_rule"]

LONG = 150  # operations: in a longer function no broken rule is looked for


def broken_rule(trace: Trace, samples: Samples, claim: Column, true: Column) -> str:
    """Name the rule that a wrong claim breaks; nothing where no single one explains it."""
    order = toposort(trace.output)
    if len(order) > LONG or same(claim, true).all():  # or all but right: no rule is broken
        return ""
    with np.errstate(all="ignore"):
        for part, adjoint in parts(trace, samples, order):
            for tangent, words in slips_of(part):
                slipped = true + adjoint * (tangent - part.tangent)
                rounding = 1e-13 * (np.abs(true) + np.abs(adjoint * part.tangent))
                if (np.abs(slipped - claim) <= CLOSE * np.abs(claim) + rounding).all():
                    return words
        is_multiple = bool(np.ptp(claim / true) < 1e-9 * np.max(np.abs(claim / true)))
        for words, column in () if is_multiple else instead_of_gradient(trace, samples):
            if same(column, claim).all():
                return words
    return ""


def columns_of(trace: Trace, samples: Samples, values: list[Value]) -> list[Column]:
    """Compute values of the graph at the points of some samples."""
    results = trace.tape(*values)(*trace.inputs_at(samples.points))
    return [np.broadcast_to(np.asarray(c, float), len(samples.output)) for c in results]


def instead_of_gradient(trace: Trace, samples: Samples) -> Iterator[tuple[str, Column]]:
    """Yield what comes out when something else was done than to differentiate once by the name."""
    tried: list[tuple[Value | None, str]] = [
        (trace.output, "this is the function itself: it wasn't differentiated")
    ]
    for other in trace.leaves.values():
        if other is not trace.x:
            words = f"this is the derivative by {other.label}, not by {trace.x.label}"
            tried.append((gradient_or_none(trace.output, other), words))
    tried.append((gradient_or_none(trace.gradient, trace.x), "differentiated twice"))
    known = [(value, words) for value, words in tried if value is not None]
    columns = columns_of(trace, samples, [value for value, _ in known])
    for (_, words), column in zip(known, columns, strict=True):
        if np.any(column != 0):
            yield words, column


def gradient_or_none(output: Value, x: Value) -> Value | None:
    """Return a gradient, or None where there is none at the traced point."""
    try:
        found: Value = grad(output, x)
    except DomainError:
        return None
    return found


def parts(trace: Trace, samples: Samples, order: list[Value]) -> Iterator[tuple[Part, Column]]:
    """Yield the operations that depend on the name, the outermost first, with their adjoints."""
    inner = inner_derivatives(trace)
    varying = [value for value in order if value in inner and value.rule is not None]
    if not varying:
        return
    values = dict(zip(order, columns_of(trace, samples, order), strict=True))
    adjoints = columns_of(trace, samples, list(grad(trace.output, varying)))
    tangents = tangents_of(trace.x, order, values)
    for value, adjoint in reversed(list(zip(varying, adjoints, strict=True))):
        assert value.rule is not None
        yield Part(
            value, values[value], tangents[value],
            args=[values[arg] for arg in value.args],
            tangents=[tangents[arg] for arg in value.args],
            texts=[short_text(from_value(arg)) for arg in value.args],
            tangent_texts=[short_text(inner[a]) if a in inner else "0" for a in value.args],
            text=short_text(from_value(value, expand=True)),
        ), adjoint  # fmt: skip


def tangents_of(x: Value, order: list[Value], values: dict[Value, Column]) -> dict[Value, Column]:
    """Differentiate every part by the name, in forward mode."""
    tangents: dict[Value, Column] = {}
    for value in order:
        tangent = np.full(len(values[value]), float(value is x))
        args = [values[arg] for arg in value.args]
        for arg, derivative in zip(
            value.args, value.rule.partials if value.rule else (), strict=True
        ):
            if tangents[arg].any():
                tangent = tangent + derivative(columns, values[value], *args) * tangents[arg]
        tangents[value] = tangent
    return tangents
