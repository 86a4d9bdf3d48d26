"""Is one graph never larger than another? Refuted at a point, or proved over a box.

A counterexample is looked for by climbing what violates the inequality, and counts only when
intervals of many digits confirm it. The proof is by enclosures over boxes. What neither settles is
untestable.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from microgauss.check.climbing import Climber
from microgauss.check.domains import Domain
from microgauss.check.proving import REACHES, Proof
from microgauss.engine.notation import number
from microgauss.engine.rules import Rule
from microgauss.engine.value import Constant, Value, toposort
from microgauss.formula import Node
from microgauss.formula.reading import recorded
from microgauss.tape import Tape

__all__ = ["Judgement", "judge_inequality"]

FEW, MANY = 8_000, 40_000  # points tried before the proof, and after one that failed


class Judgement(NamedTuple):
    """What is found of an inequality.

    ``verdict`` is "correct", "wrong" or "untestable". Where it is wrong, ``point`` is a point at
    which it doesn't hold, ``lesser`` and ``greater`` the two sides there, as numbers of mpmath's.
    ``note`` says over which box it was proved, or how far that came.
    """

    verdict: str
    point: dict[str, float] | None = None
    lesser: Any = None
    greater: Any = None
    note: str = ""


class Copies:
    """The number system of copies: a graph is recorded anew, without being carried out."""

    folds = False

    def constant(self, data: float, label: str) -> Constant:
        """Copy a constant."""
        return Constant(data, label)

    def apply(self, rule: Rule, args: Sequence[Value]) -> Value:
        """Record an operation."""
        return recorded(Node(rule), list(args))


def judge_inequality(
    lesser: Value,
    greater: Value,
    leaves: Mapping[str, Value],
    domains: Mapping[str, Domain],
    *,
    strict: bool = False,
) -> Judgement:
    """Judge ``lesser <= greater``, or ``lesser < greater`` if ``strict``, by a search and a proof.

    The graphs are over ``leaves``, by name; their other leaves are constants, and what data they
    hold doesn't matter. ``domains`` bound some of the names. Only points at which both sides have
    a value count.

    >>> from microgauss.formula import Formula
    >>> x = Value(1.0, "x")
    >>> lesser, greater = (Formula(text).outline({"x": x}).output for text in ("x", "exp(x) - 1"))
    >>> judge_inequality(lesser, greater, {"x": x}, {})[::4]
    ('correct', 'proved for |x| up to 1000')
    >>> judge_inequality(greater, lesser, {"x": x}, {}).verdict
    'wrong'
    """
    used = set(toposort(lesser, greater))
    names = [name for name, leaf in leaves.items() if leaf in used]
    own = {name: Value(1.0, name) for name in names}
    tape = Tape((lesser, greater), [leaves[name] for name in names])
    results = tape.run(list(own.values()), Copies())
    sides = results[lesser], results[greater]
    climber = Climber(sides, own, domains, strict=strict)
    if found := climber.look():
        return Judgement("wrong", *found)
    # A strict one may be too close to call far out: exp(-1000) is no float.
    proofs = (
        Proof(sides, own, domains, strict=strict, reach=reach)
        for reach in (REACHES if strict else REACHES[:1])
    )
    first = next(proofs)
    if not (first.is_done and climber.has_values):
        found = climber.search(FEW if names else 1)
        if found:
            return Judgement("wrong", *found)
    for proof in chain((first,), proofs):
        if (outcome := proof.outcome()).is_proved and climber.has_values:
            return Judgement("correct", note=f"proved{proof.box}")
    if not climber.has_values:
        return Judgement("untestable", note="no point was found at which both sides have a value")
    found = climber.search(MANY if names else 1, outcome.middles)
    if found:
        return Judgement("wrong", *found)
    how_far = f"proved on {percent(outcome.share)} of the box{proof.box}"
    note = f"holds at all of {climber.held:,} points; {how_far}; {closest(*climber.closest)}"
    return Judgement("untestable", note=note)


def percent(share: float) -> str:
    """Write a share, never one below 1 as 100 %."""
    return f"{math.floor(min(share, 0.9999) * 1000) / 10:g} %"


def closest(gap: float, point: Mapping[str, float]) -> str:
    """Say where the two sides come closest."""
    at = ", ".join(f"{name} = {number(x)}" for name, x in point.items())
    where = f" at {at}" if at else ""
    return f"the two sides touch{where}" if gap < 1e-9 else f"the two sides are closest{where}"
