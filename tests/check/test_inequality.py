"""Inequalities judged: the true ones proved, the false ones refuted at a point, never otherwise."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest

from microgauss import Value
from microgauss.check.domains import domain_of
from microgauss.check.inequality import Judgement, judge_inequality
from microgauss.formula import Formula

S = "sqrt(1 + z**2)"
A, B = f"(t - mu)**2/{S}**3", f"1/{S}"
SLOPE = f"(((t - mu)**2/{S}**4 - 1/{S}**2)*z)"


def judged(text: str, **where: Any) -> Judgement:
    """Judge an inequality between two formulas."""
    texts = text.split("<=") if "<=" in text else text.split("<")
    formulas = [Formula(side) for side in texts]
    leaves = {name: Value(1.0, name) for formula in formulas for name in formula.names}
    lesser, greater = (formula.outline(leaves).output for formula in formulas)
    domains = {name: domain_of(name, given) for name, given in where.items()}
    return judge_inequality(lesser, greater, leaves, domains, strict="<=" not in text)


def is_violated(text: str, point: dict[str, float]) -> bool:
    """Tell by mpmath whether an inequality is violated at a point."""
    names = {"relu": lambda a: max(a, 0), "abs": abs, "maximum": max, "minimum": min}
    names |= {n: getattr(mpmath, n) for n in ("sqrt", "exp", "log", "sin", "cos", "tanh", "pi")}
    with mpmath.workdps(60):
        scope = names | {name: mpmath.mpf(repr(x)) for name, x in point.items()}
        return not eval(text, {"__builtins__": {}}, scope)  # noqa: S307, the formulas are ours


@pytest.mark.parametrize(
    "text",
    [
        f"1 <= {S}",
        f"{B} <= 1",
        f"1/{S}**3 <= 1",
        f"abs(z) <= {S}",
        f"abs(({A} - {B})*z/{S}) <= abs({A} - {B})",  # touched where both are 0
        f"abs({A} - {B}) <= abs({A}) + abs({B})",
        f"abs({A}) + abs({B}) <= abs((t - mu)**2) + abs({B})",
        f"abs((t - mu)**2) + abs({B}) <= (t - mu)**2 + 1",
        f"abs{SLOPE} <= (t - mu)**2 + 1",
    ],
)
def test_every_line_of_the_exercises_bound(text: str) -> None:
    found = judged(text)
    assert found.verdict == "correct", found
    assert found.note.startswith("proved for |z|")


def test_the_box_is_named() -> None:
    assert judged(f"abs{SLOPE} <= (t - mu)**2 + 1").note == "proved for |z| and |t − mu| up to 1000"
    assert judged("1/sigma <= 1", sigma=">= 1").note == "proved for sigma from 1 to 1000"
    assert judged("sqrt(2) <= 1.5").note == "proved"
