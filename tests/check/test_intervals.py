"""Intervals: every row of the table encloses the exact result, narrowly, at any precision."""

import math
import random

import mpmath
import pytest

from microgauss.check.intervals import (
    Interval,
    Intervals,
    OutsideDomainError,
    UndecidedError,
)
from microgauss.check.numbers import as_decimal
from microgauss.engine.rules import TABLE, Rule

WAVES = ("sin", "cos", "tan")  # near whose zeros and poles the argument's own rounding shows


def draw(random_: random.Random, rule: Rule) -> list[float]:
    """Draw arguments of any sign and many magnitudes; exponents are whole half of the time."""
    numbers = [random_.choice([1, -1]) * 10 ** random_.uniform(-3, 2) for _ in rule.partials]
    if rule.name == "pow" and random_.random() < 0.5:
        numbers[1] = float(random_.randint(-6, 6))
    return [float(f"{x:.6g}") for x in numbers]


@pytest.mark.parametrize("bits", [60, 200, 1500])
@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.name)
def test_every_row_encloses_the_exact_result(rule: Rule, bits: int) -> None:
    random_, space, met = random.Random(bits), Intervals(bits), 0  # noqa: S311
    for _ in range(60):
        numbers = draw(random_, rule)
        if not rule.defined(*numbers):
            continue
        found = space.interval(rule.value(space, *(space.decimal(repr(x)) for x in numbers)))
        with mpmath.workprec(3 * bits + 600):
            exact = mpmath.mpmathify(rule.value(mpmath.mp, *(mpmath.mpf(repr(x)) for x in numbers)))
            low, high = (mpmath.mp.make_mpf(end) for end in found.ends)
            assert low <= exact <= high
            size = abs(exact)
            if rule.name in WAVES:
                size += max(map(abs, numbers)) * (1 + exact**2)
            assert high - low <= size * mpmath.mpf(2) ** (14 - bits) + mpmath.mpf(2) ** -bits
        met += 1
    assert met > 10


def test_wide_intervals_enclose_what_lies_between() -> None:
    space = Intervals(80)
    wide = space.decimal("0.3") + Interval(space, space.decimal("0").ends)
    wide = Interval(space, (space.decimal("0.3").ends[0], space.decimal("0.9").ends[1]))
    for name in ("exp", "log", "sqrt", "tanh", "sigmoid", "sin", "cos", "relu", "abs"):
        found = getattr(space, name)(wide)
        for place in ("0.3", "0.47", "0.9"):
            assert getattr(space, name)(space.decimal(place)).meets(found), name
    square = space.power(space.decimal("-1") + 2 * wide, space.interval(2))
    assert square.has_zero or float(square.ends[0] == square.ends[0])


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda s: s.log(s.decimal("-1")), OutsideDomainError),
        (lambda s: s.sqrt(s.decimal("-1")), OutsideDomainError),
        (lambda s: 1 / s.interval(0), OutsideDomainError),
        (lambda s: s.decimal("-2") ** s.decimal("0.5"), OutsideDomainError),
        (lambda s: s.interval(0) ** s.interval(-1), OutsideDomainError),
        (lambda s: s.log(s.decimal("0.1") * 3 - s.decimal("0.3")), UndecidedError),
        (lambda s: 1 / (s.decimal("0.1") * 3 - s.decimal("0.3")), UndecidedError),
        (lambda s: s.decimal("0.1") * 3 > s.decimal("0.3"), UndecidedError),
        (lambda s: s.exp(s.exp(s.exp(s.decimal("100")))), UndecidedError),
        (lambda s: s.sin(s.exp(s.decimal("1000"))), UndecidedError),
    ],
)
def test_what_has_no_result_and_what_needs_more_digits(act: object, error: type) -> None:
    with pytest.raises(error):
        act(Intervals(100))  # type: ignore[operator]


def test_constants_are_the_decimals_they_are_written_as() -> None:
    space = Intervals(300)
    assert (space.constant_of(0.1) * 10).meets(space.interval(1))
    assert float((space.constant_of(0.1) * 10 - 1).size) < 1e-80
    assert space.constant_of(0.1 + 0.2).meets(space.decimal("0.3"))  # a rounded number, it may be
    assert not space.constant_of(0.30000000000001).meets(space.decimal("0.3"))
    assert float(space.sin(space.constant_of(math.pi)).size) < 1e-80
    assert as_decimal(-2.5e-9) == ("-2.5e-09", True)


def test_the_callers_precision_stays() -> None:
    before = mpmath.mp.prec
    Intervals(500).exp(Intervals(500).decimal("0.5"))
    assert mpmath.mp.prec == before


def test_comparisons() -> None:
    space = Intervals(60)
    a, b = space.decimal("1.5"), space.decimal("2.5")
    assert a < b
    assert b > a
    assert a <= b
    assert b >= a
    assert not a > b
    assert a > 1
    assert (-a).has_zero is False
    assert a.distance(b) >= 1
