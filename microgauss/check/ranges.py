"""The box over which a proof is to hold: the ranges of its names, and how it is called in words.

Two names that occur only in their difference, as t - mu does, are one variable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from microgauss.check.domains import Domain
from microgauss.check.enclosures import Enclosures
from microgauss.engine.notation import number
from microgauss.engine.rules import RULES
from microgauss.engine.value import Value, toposort

__all__ = ["Ends", "found_differences", "in_words", "range_of"]

Ends = tuple[float, float]


def range_of(domain: Domain, reach: float, *, strict: bool) -> Ends:
    """Return the ends of a box in one name: those of its domain, or as far as ``reach``.

    Where an end doesn't belong to the domain the box may still include it; but a strict inequality
    need not hold there, so that its box ends at the next float.
    """
    low = domain.low if np.isfinite(domain.low) else min(-reach, 2 * domain.high)
    high = domain.high if np.isfinite(domain.high) else max(reach, 2 * domain.low)
    low = float(Enclosures().constant(low).low)  # the end is a decimal, which may lie beyond
    high = float(Enclosures().constant(high).high)
    if strict and np.isfinite(domain.low) and not domain.ends[0]:
        low = float(np.nextafter(domain.low, np.inf))
    if strict and np.isfinite(domain.high) and not domain.ends[1]:
        high = float(np.nextafter(domain.high, -np.inf))
    return low, high


def found_differences(sides: Sequence[Value], free: set[Value]) -> dict[tuple[str, ...], str]:
    """Find pairs of names that occur only in their difference, and name each difference."""
    order = toposort(*sides)
    partners: dict[Value, set[tuple[Value, ...]]] = {side: {()} for side in sides}
    for value in order:
        for arg in value.args:
            if arg in free:
                is_difference = value.rule is RULES["subtract"]
                partners.setdefault(arg, set()).add(value.args if is_difference else ())
    found: dict[tuple[str, ...], str] = {}
    for value in order:
        a, b = value.args if value.rule is RULES["subtract"] else (value, value)
        if a is b or (b.label, a.label) in found:
            continue
        used = partners.get(a, {()}) | partners.get(b, {()})
        if used <= {(a, b), (b, a)}:
            found[a.label, b.label] = f"({a.label} - {b.label})"
    return found


def in_words(ranges: Mapping[str, Ends]) -> str:
    """Say what box these ranges are."""
    groups: dict[float, list[str]] = {}
    others = []
    for name, (low, high) in ranges.items():
        shown = name.strip("()").replace("-", "−")
        if low == -high:
            groups.setdefault(high, []).append(f"|{shown}|")
        else:
            others.append(f"{shown} from {number(low)} to {number(high)}")
    if not ranges:
        return ""
    joined = [f"{' and '.join(names)} up to {number(reach)}" for reach, names in groups.items()]
    return f" for {', '.join(joined + others)}"
