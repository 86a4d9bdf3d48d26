"""Enclosures hold the exact result, for every row of the table, at any place in any box."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from microgauss.check.enclosures import Enclosure, Enclosures, NoEnclosureError, apply
from microgauss.check.floats import Column
from microgauss.check.rounding import (
    Rounded,
    rounded_product,
    rounded_quotient,
    rounded_root,
    rounded_sum,
)
from microgauss.engine.rules import RULES, TABLE, Rule

EVERY_ROW = pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.name)
BOXES = 150
STEEP = {"exp", "sinh", "cosh", "tanh", "expm1", "softplus", "sigmoid", "sin", "cos", "tan"}


def numbers(draw: np.random.Generator, reach: float) -> Column:
    """Draw numbers of either sign and any magnitude, some of them small whole ones."""
    sizes = 10.0 ** draw.uniform(-reach, reach, BOXES) * draw.choice([-1, 1], BOXES)
    return np.where(draw.random(BOXES) < 0.2, draw.integers(-3, 4, BOXES), sizes)


def boxes(rule: Rule, seed: int) -> list[tuple[Column, Column]]:
    """Draw boxes for a row's arguments: points, narrow and wide ones."""
    draw = np.random.default_rng(seed)
    reach = 3 if rule.name in STEEP or rule.name == "pow" else 100
    found = []
    for _ in rule.partials:
        a, b = numbers(draw, reach), numbers(draw, reach)
        kind = draw.integers(0, 3, BOXES)
        b = np.where(kind == 0, a, np.where(kind == 1, a * (1 + 1e-6 * draw.random(BOXES)), b))
        found.append((np.minimum(a, b), np.maximum(a, b)))
    if rule.name == "pow" and seed:  # one whole exponent, or any other
        exponent = draw.choice([-3.0, -1.0, 0.0, 0.5, 1.5, 2.0, 3.0, 300.0])
        found[1] = (np.full(BOXES, exponent),) * 2
    return found


def exact(rule: Rule, point: list[float]) -> mpmath.mpf:
    return mpmath.mpmathify(rule.value(mpmath.mp, *map(mpmath.mpf, point)))


@EVERY_ROW
@pytest.mark.parametrize("seed", range(4))
def test_every_row_encloses_its_results_in_a_box(rule: Rule, seed: int) -> None:
    draw, ends, met = np.random.default_rng(seed), boxes(rule, seed), 0
    with np.errstate(all="ignore"):
        found = apply(rule, [Enclosure(*pair) for pair in ends])
    low, high, sure = (np.broadcast_to(a, BOXES) for a in (found.low, found.high, found.is_sure))
    with mpmath.workprec(700):
        for row in range(BOXES):
            for part in (0.0, 1.0, 0.5, draw.random()):
                point = [float(np.clip(a[row] + (b[row] - a[row]) * part, a[row], b[row]))
                         for a, b in ends]  # fmt: skip
                if not rule.defined(*point):
                    assert not sure[row], point
                    continue
                assert low[row] <= exact(rule, point) <= high[row], point
                met += 1
    assert met > BOXES


@EVERY_ROW
def test_every_row_is_narrow_at_a_point(rule: Rule) -> None:
    met = 0
    for a, b in ((0.375, 1.75), (1.25, 0.625), (-0.75, 3.0), (2.0, 2.0), (30.5, 0.25)):
        point = [a, b][: len(rule.partials)]
        if not rule.defined(*point):
            continue
        found = apply(rule, [Enclosure(x, x) for x in point])
        assert found.is_sure or (rule.kink and rule.kink(math, *point) == 0)
        size = max(abs(found.low), abs(found.high), 1e-300)
        assert found.high - found.low <= 1e-13 * size * (1 + max(map(abs, point)))
        met += 1
    assert met > 2


def test_what_is_exact_stays_exact() -> None:
    for name, args, result in (
        ("exp", (0,), 1), ("cos", (0,), 1), ("sin", (0,), 0), ("log", (1,), 0),
        ("tanh", (0,), 0),
        ("sqrt", (2.25,), 1.5), ("divide", (1, 4), 0.25), ("pow", (3, 5), 243),
        ("pow", (9, 0.5), 3),
        ("hypot", (3, 4), 5), ("log1p", (0,), 0), ("pow", (2, -2), 0.25),
    ):  # fmt: skip
        found = apply(RULES[name], [Enclosure(x, x) for x in args])
        assert (found.low, found.high) == (result, result), name


@pytest.mark.parametrize(
    ("name", "args", "low", "high"),
    [
        ("abs", [(-1, 2)], 0, 2),
        ("pow", [(-1, 2), (2, 2)], 0, 4),
        ("divide", [(1, 2), (-1, 1)], -math.inf, math.inf),
        ("divide", [(1, 2), (0, 1)], 1, math.inf),
        ("divide", [(1, 2), (-1, 0)], -math.inf, -1),
        ("divide", [(1, 2), (0, 0)], math.nan, math.nan),
        ("sqrt", [(-2, 4)], 0, 2),
        ("sqrt", [(-2, -1)], math.nan, math.nan),
        ("log", [(-2, 1)], -math.inf, 0),
        ("log", [(-2, 0)], math.nan, math.nan),
        ("multiply", [(0, 0), (1, math.inf)], 0, 0),
        ("sin", [(0, 4)], -0.7568024953079283, 1),
        ("sin", [(1e7, 1e7)], -1, 1),
        ("cos", [(3, 4)], -1, -0.6536436208636119),
        ("tan", [(1, 2)], -math.inf, math.inf),
        ("maximum", [(-1, 3), (0, 2)], 0, 3),
        ("sign", [(-1, 3)], -1, 1),
        ("pow", [(-2, -1), (0.5, 2)], -math.inf, math.inf),  # (-2)**2 is among them
        ("pow", [(-2, -1), (0.3, 0.6)], math.nan, math.nan),
        ("pow", [(0, 1), (0, 1)], 0, 1),
    ],
)
def test_boxes_with_an_edge(
    name: str, args: list[tuple[float, float]], low: float, high: float
) -> None:
    with np.errstate(all="ignore"):
        found = apply(RULES[name], [Enclosure(*pair) for pair in args])
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-14, nan_ok=True)
    if math.isfinite(low):
        assert found.low <= low
        assert found.high >= high


@pytest.mark.parametrize(
    ("name", "args", "sure"),
    [
        ("sign", [(-1, 1)], False), ("sign", [(1, 2)], True), ("step", [(0, 1)], False),
        ("abs", [(-1, 1)], True), ("maximum", [(-1, 1), (0, 2)], True), ("tan", [(1, 2)], False),
        ("divide", [(1, 1), (0, 1)], False), ("divide", [(1, 1), (1, 2)], True),
        ("divide", [(0, 0), (0, 1)], False),
        ("sqrt", [(-1, 1)], False), ("sqrt", [(0, 1)], True), ("log", [(0, 1)], False),
        ("pow", [(0, 1), (0.5, 0.7)], True), ("pow", [(0, 1), (-0.5, 0.7)], False),
        ("xdivy", [(-1, 1), (1, 2)], False), ("relu", [(-1, 1)], True),
    ],
)  # fmt: skip
def test_where_a_row_is_sure_to_be_continuous(
    name: str,
    args: list[tuple[float, float]],
    sure: bool,  # noqa: FBT001
) -> None:
    with np.errstate(all="ignore"):
        assert apply(RULES[name], [Enclosure(*pair) for pair in args]).is_sure == sure


def new_row(value: Callable[..., object], *, is_monotone: bool = False) -> Rule:
    """Return a row that isn't in the table."""
    return Rule("new", "n", "", 5, value, (lambda xp, y, a: 1,), "any", lambda a: True,
                is_monotone=is_monotone)  # fmt: skip


def test_a_new_row_is_covered_by_its_formula_or_refused() -> None:
    wide = [Enclosure(np.array([-1.0, 0.5]), np.array([2.0, 1.0]))]
    found = apply(new_row(lambda xp, a: xp.exp(a) * a + 1), wide)
    assert (found.low <= np.array([1 - math.exp(-1), 0.5 * math.exp(0.5) + 1])).all()
    assert (found.high >= np.array([2 * math.exp(2) + 1, math.e + 1])).all()
    with pytest.raises(NoEnclosureError):
        apply(new_row(lambda xp, a: xp.unheard_of(a)), wide)
    jumping = new_row(lambda xp, a: xp.where(a > 1, a + 1, a), is_monotone=True)
    found = apply(jumping, wide)
    assert found.low.tolist() == [-1, 0.5]
    assert found.high.tolist() == [3, 1]
    assert found.is_sure.tolist() == [False, True]


def test_a_row_whose_formula_is_itself_is_refused() -> None:
    rule = RULES["softplus"]
    with pytest.raises(NoEnclosureError):
        Enclosures(rule).softplus(Enclosure(0, 1))


# --- rounding -------------------------------------------------------------------------------------


def awkward(draw: np.random.Generator) -> Column:
    """Draw floats of few and of many digits, small, large and beyond what errors are found for."""
    digits = draw.integers(1, 2**53, 3000) >> draw.integers(0, 53, 3000)
    found = np.ldexp(digits.astype(float) + 1, draw.integers(-90, 30, 3000))
    return np.where(draw.random(3000) < 0.1, found * 1e-270, found) * draw.choice([-1, 1], 3000)


@pytest.mark.parametrize(
    ("rounded", "operation"),
    [
        (rounded_sum, lambda a, b: a + b),
        (rounded_product, lambda a, b: a * b),
        (rounded_quotient, lambda a, b: a / b),
    ],
)
def test_an_operation_is_rounded_to_the_floats_on_either_side(
    rounded: Callable[..., Rounded], operation: Callable[..., Fraction]
) -> None:
    draw = np.random.default_rng(3)
    a, b = awkward(draw), awkward(draw)
    with np.errstate(all="ignore"):
        down, up = rounded(a, b)
    is_exact = 0
    for x, y, low, high in zip(a, b, down, up, strict=True):
        result = operation(Fraction(float(x)), Fraction(float(y)))
        assert math.isinf(low) or Fraction(float(low)) <= result
        assert math.isinf(high) or result <= Fraction(float(high))
        if abs(result) > 1e-250 and min(abs(x), abs(y)) > 1e-150:
            assert high == low if result == low else high == np.nextafter(low, np.inf)
            is_exact += result == low
    assert is_exact > 20


def test_a_root_is_rounded_to_the_floats_on_either_side() -> None:
    a = np.abs(awkward(np.random.default_rng(4)))
    a[:500] = np.round(a[:500] % 1000) ** 2
    down, up = rounded_root(a)
    for x, low, high in zip(a, down, up, strict=True):
        assert Fraction(float(low)) ** 2 <= Fraction(float(x)) <= Fraction(float(high)) ** 2
        assert high <= np.nextafter(low, np.inf) or x < 1e-250
    assert (down == up)[:500].all()
