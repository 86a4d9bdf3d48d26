"""Boxes bounded and cut: bounds hold everywhere in a box, and a proof ends only when it is done."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from microgauss import Value
from microgauss.check.branching import Bounded, Boxes, cut, halved_at_zero, prove
from microgauss.engine.rules import DomainError, Rule
from microgauss.formula import Formula
from microgauss.tape import Tape

FORMULAS = [
    "x**2 - x", "sign(x) + x", "step(x - 0.5)*3 - x", "abs(x - 0.3) - x", "exp(x) - 2*x",
    "1/x", "sqrt(x**2 - 1) - x", "sqrt(x)*(x - 1)", "relu(x) - softplus(x)", "x*sin(5*x)",
    "maximum(x, 1 - x) - x**2", "log(1 + x**2) - x", "sign(x)*(2 - x)", "tan(x) - x", "x**1.5 - x",
]  # fmt: skip


class Exact:
    """mpmath's numbers, for a replay; DomainError where an operation has no result."""

    folds = False

    def constant(self, number: float, label: str) -> mpmath.mpf:
        return +mpmath.pi if label else mpmath.mpf(repr(number))

    def apply(self, rule: Rule, args: list[mpmath.mpf]) -> mpmath.mpf:
        if not rule.defined(*args):
            raise DomainError("outside")
        return mpmath.mpmathify(rule.value(mpmath.mp, *args))


def bounded(text: str, orders: int = 0) -> Bounded:
    leaves = {name: Value(1.0, name) for name in Formula(text).names}
    return Bounded(Formula(text).outline(leaves).output, list(leaves.values()), orders)


def box(*ends: tuple[float, float]) -> Boxes:
    low, high = np.array(ends).T[:, :, None]
    return Boxes(low, high)


@pytest.mark.parametrize("orders", [0, 2])
@pytest.mark.parametrize("text", FORMULAS)
def test_a_lower_bound_holds_everywhere_in_its_box(text: str, orders: int) -> None:
    """Also across jumps, poles and gaps, where the mean value theorem doesn't hold."""
    graph, draw = bounded(text, orders), np.random.default_rng(1)
    ends = np.sort(draw.uniform(-2, 3, (2, 80)).round(1), axis=0)
    boxes = Boxes(ends[:1], ends[1:])
    with np.errstate(all="ignore"):
        lower, _ = graph.bound(boxes)
    (output,) = graph.tape.outputs
    for low, high, bound in zip(*ends, lower, strict=True):
        for x in [low, high, *draw.uniform(low, high, 6)]:
            try:
                value = Tape((output,), graph.tape.inputs).run([mpmath.mpf(x)], Exact())[output]
            except DomainError:
                continue
            assert bound <= value, (low, high, x)


def test_the_gradient_makes_bounds_closer() -> None:
    narrow = box((0.5, 0.51))
    with np.errstate(all="ignore"):
        for text, least in (("x - x**2 - 0.24", 0.0099), ("exp(x) - 3*x - 0.13", 0.005291)):
            lower, varies = bounded(text).bound(narrow)
            assert lower[0] == pytest.approx(least, abs=1e-5)
            assert 0 < varies[0, 0] < 0.02


def test_a_proof_is_done_only_when_no_box_is_left() -> None:
    square, around = [bounded("x**2")], box((-1.0, 1.0))
    assert prove(square, around, strict=False).is_proved
    strict = prove(square, around, strict=True)
    assert not strict.is_proved
    assert strict.share > 0.999  # all but next to 0
    assert np.abs(strict.middles).max() < 1e-6
    assert prove(square, box((1e-9, 1.0)), strict=True).is_proved
    assert not prove([bounded("x")], box((-1e-300, 1.0)), strict=False).is_proved


def test_one_alternative_at_each_point_is_enough() -> None:
    either = [bounded("x"), bounded("-x + 0*y")]
    assert not prove(either[:1], box((-1.0, 1.0)), strict=False).is_proved
    x = Value(1.0, "x")
    both = [Bounded(x, (x,)), Bounded(-x, (x,))]
    assert prove(both, box((-1.0, 1.0)), strict=False).is_proved


def test_the_work_is_limited() -> None:
    touched = [bounded("(x - y)**2*(x + y)**2 - x*0")]
    found = prove(touched, box((0.1, 1.0), (0.1, 1.1)), strict=True, work=1e5)
    assert not found.is_proved
    assert 1e5 <= found.spent < 1e6
    assert 0 < found.share < 1


def test_boxes_are_cut_in_two_and_at_few_digits() -> None:
    whole = box((-3.0, 1000.0), (0.5, 2.0))
    halves = halved_at_zero(whole)
    assert sorted(halves.low[0]) == [-3.0, 0.0]
    assert halves.volume == whole.volume
    parts = halves
    for _ in range(12):
        parts = cut(parts, np.zeros(len(parts), int))
        assert parts.volume == pytest.approx(whole.volume)
        assert (parts.low < parts.high).all()
    assert 1.0 in parts.low[0]
    assert 500.0 not in parts.low[0]  # magnitudes are halved first
