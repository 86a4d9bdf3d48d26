"""Intervals: every row of the table encloses the exact result, narrowly, at any precision."""

import math
import random

import mpmath
import pytest
from mpmath import libmp

from microgauss.check.floats import as_decimal
from microgauss.check.intervals import (
    HUGE,
    Interval,
    Intervals,
    OutsideDomainError,
    UndecidedError,
)
from microgauss.engine.rules import TABLE, Rule

SPACE = Intervals(100)
WAVES = ("sin", "cos", "tan")  # near whose zeros and poles the argument's own rounding shows


def between(low: float, high: float, space: Intervals = SPACE) -> Interval:
    return Interval(space, (libmp.from_float(low), libmp.from_float(high)))


def ends(interval: Interval) -> tuple[float, float]:
    low, high = (float(interval.space.mp.make_mpf(end)) for end in interval.ends)
    return low, high


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
    wide = Interval(space, (space.decimal("0.3").ends[0], space.decimal("0.9").ends[1]))
    for name in ("exp", "log", "sqrt", "tanh", "sigmoid", "sin", "cos", "relu", "abs"):
        found = getattr(space, name)(wide)
        for place in ("0.3", "0.47", "0.9"):
            assert getattr(space, name)(space.decimal(place)).meets(found), name
    square = space.power(space.decimal("-1") + 2 * wide, space.interval(2))
    assert square.has_zero
    assert float(square.size) == pytest.approx(0.64)


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


@pytest.mark.parametrize(
    ("low", "high", "is_above"),
    [
        (0.5, 1.0, True),
        (-1.0, 0.0, False),
        (-2.0, -1.0, False),
        (0.0, 1.0, None),
        (-1.0, 1.0, None),
    ],
)
def test_an_interval_is_above_0_where_all_of_it_is(
    low: float, high: float, *, is_above: bool | None
) -> None:
    if is_above is None:
        with pytest.raises(UndecidedError):
            bool(between(low, high) > 0)
    else:
        assert (between(low, high) > 0) is is_above


def test_a_number_is_at_least_and_at_most_itself() -> None:
    two = SPACE.interval(2)
    assert two >= 2
    assert two <= 2
    assert not two < 2
    assert not two > 2


@pytest.mark.parametrize(
    ("ends", "width", "size", "middle", "has_zero"),
    [
        ((1.0, 4.0), 3, 4, 2.5, False),
        ((-4.0, -1.0), 3, 4, -2.5, False),
        ((-3.0, 1.0), 4, 3, -1, True),
        ((0.0, 1.0), 1, 1, 0.5, True),
        ((-1.0, 0.0), 1, 1, -0.5, True),
        ((2.0, 2.0), 0, 2, 2, False),
    ],
)
def test_what_is_told_of_an_interval(
    ends: tuple[float, float], width: float, size: float, middle: float, *, has_zero: bool
) -> None:
    interval = between(*ends)
    assert interval.width == width
    assert interval.size == size
    assert interval.middle == middle
    assert float(interval) == middle
    assert interval.has_zero is has_zero


@pytest.mark.parametrize(
    ("low", "high", "meets", "distance"),
    [(2.0, 5.0, True, 4), (2.5, 5.0, False, 4), (-3.0, 1.0, True, 5), (-3.0, 0.5, False, 5)],
)
def test_intervals_that_touch_meet(
    low: float, high: float, distance: float, *, meets: bool
) -> None:
    own, other = between(1.0, 2.0), between(low, high)
    assert own.meets(other) is meets
    assert other.meets(own) is meets
    assert own.distance(other) == other.distance(own) == distance


def test_a_point_lies_in_a_wider_interval() -> None:
    assert between(0.0, 9.0).distance(between(2.0, 2.0)) == 7
    assert between(2.0, 2.0).meets(between(0.0, 9.0))


def test_numbers_of_every_kind_become_intervals() -> None:
    assert SPACE.interval(2**1400).ends == (power_of_two(1400),) * 2
    assert ends(SPACE.interval(0.5)) == (0.5, 0.5)
    assert ends(SPACE.exactly(0.1)) == (0.1, 0.1)
    assert SPACE.exactly(0.1).width == 0
    assert 0 < SPACE.decimal("0.1").width < 2.0**-100
    assert ends(SPACE.decimal("-2.5")) == (-2.5, -2.5)


def test_a_constant_of_more_than_15_digits_is_two_units_of_its_last_place_to_either_side() -> None:
    rounded, unit = SPACE.constant_of(0.1 + 0.2), 2.0**-54  # of the last place of 0.3
    assert float(rounded) == 0.1 + 0.2
    assert 2 * unit < float(rounded.width) < 5 * unit
    assert ends(SPACE.constant_of(-(0.1 + 0.2))) == tuple(-end for end in ends(rounded)[::-1])


@pytest.mark.parametrize("number", [math.pi, -math.pi])
def test_pi_is_pi_to_every_digit(number: float) -> None:
    pi = SPACE.constant_of(number)
    assert float(pi) == number
    assert 0 < float(pi.width) < 2.0**-97
    low, high = (SPACE.mp.make_mpf(end) for end in pi.ends)
    assert low < math.copysign(1, number) * SPACE.mp.pi < high


def power_of_two(exponent: int) -> tuple[int, int, int, int]:
    return 0, 1, exponent, 1


@pytest.mark.parametrize("sign", [1, -1])
def test_a_result_of_absurd_magnitude_is_left_open(sign: int) -> None:
    assert HUGE == 2**40
    largest, beyond = power_of_two(sign * HUGE), power_of_two(sign * (HUGE + 1))
    assert SPACE.checked((largest, largest)).ends == (largest, largest)
    for end in (beyond, libmp.finf, libmp.fninf, libmp.fnan):
        with pytest.raises(UndecidedError):
            SPACE.checked((libmp.fzero, end))


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (0.0, 1.0), (-1.0, 0.0)])
@pytest.mark.parametrize("dividend", [-1, 0, 1])
def test_by_what_may_be_0_is_not_divided(low: float, high: float, dividend: int) -> None:
    with pytest.raises(UndecidedError):
        dividend / between(low, high)


def test_whole_powers_are_exact() -> None:
    assert ends(SPACE.interval(3) ** 4) == (81, 81)
    assert ends(2 ** SPACE.interval(-2)) == (0.25, 0.25)
    assert ends(SPACE.interval(-3) ** 0) == (1, 1)
    assert ends(between(-2.0, 1.0) ** 2) == (0, 4)
    assert ends(between(-2.0, -1.0) ** 3) == (-8, -1)


def test_0_to_a_power_above_0_is_0() -> None:
    zero = SPACE.interval(0)
    assert ends(zero ** SPACE.interval(0.5)) == (0, 0)
    with pytest.raises(OutsideDomainError):
        zero ** SPACE.interval(-0.5)
    for low in (0.0, -0.5):  # 0**0 is 1
        with pytest.raises(UndecidedError):
            zero ** between(low, 0.5)


def test_a_base_below_0_needs_a_whole_exponent() -> None:
    for low, high in ((2.5, 3.5), (3.0, 3.5), (2.5, 3.0), (2.5, 4.5)):
        with pytest.raises(UndecidedError):
            SPACE.interval(-2) ** between(low, high)
        with pytest.raises(UndecidedError):
            SPACE.interval(0) ** between(-high, -low)
    with pytest.raises(OutsideDomainError):
        SPACE.interval(-2) ** between(2.25, 2.75)


@pytest.mark.parametrize(("base", "places"), [(2.0, 2), (8.0, 4), (-8.0, 4)])
def test_powers_of_absurd_magnitude_are_left_open(base: float, places: int) -> None:
    most = HUGE // places
    size, sign = int(math.log2(abs(base))), int(base < 0)
    low, _ = SPACE.whole_power(SPACE.interval(base), most - 1).ends
    assert low == (sign, 1, size * (most - 1), 1)
    assert SPACE.whole_power(SPACE.interval(base), most).width == 0
    with pytest.raises(UndecidedError):
        SPACE.whole_power(SPACE.interval(base), most + 1)


def test_the_sine_of_an_angle_wider_than_1_is_left_open() -> None:
    assert ends(SPACE.sin(between(1.0, 2.0)))[1] == 1
    assert ends(SPACE.cos(between(-0.5, 0.5)))[1] == 1
    for function in (SPACE.sin, SPACE.cos, SPACE.tan):
        with pytest.raises(UndecidedError):
            function(between(0.0, 1.5))


def test_the_sine_of_an_angle_of_thousands_of_bits_is_left_open() -> None:
    largest, beyond = (Interval(SPACE, (power_of_two(n),) * 2) for n in (4095, 4096))
    assert SPACE.sin(largest).width < 2.0**-95
    with pytest.raises(UndecidedError):
        SPACE.sin(beyond)


def test_rows_of_two_arguments_are_enclosed_by_their_formula() -> None:
    assert ends(SPACE.maximum(SPACE.interval(1), SPACE.interval(2))) == (2, 2)
    assert ends(SPACE.minimum(SPACE.interval(1), SPACE.interval(2))) == (1, 1)
    assert float(SPACE.hypot(SPACE.interval(3), SPACE.interval(4))) == 5
    with pytest.raises(AttributeError, match="gamma"):
        SPACE.gamma(SPACE.interval(1))


def test_a_monotone_row_is_enclosed_narrowly_by_its_ends() -> None:
    mp = SPACE.mp
    low, high = (mp.make_mpf(end) for end in SPACE.exp(between(0.0, 1.0)).ends)
    assert 0 < 1 - low < mp.mpf(2) ** -111
    assert 0 < high - mp.e < mp.mpf(2) ** -110
    assert 0 < SPACE.exp(SPACE.interval(1)).width < 3 * mp.mpf(2) ** -111


def test_any_other_row_is_widened_by_twice_the_range_of_its_values() -> None:
    assert ends(SPACE.abs(between(-1.0, 3.0))) == (1 - 2 * 2, 3 + 2 * 2)
    low, high = ends(SPACE.cosh(between(-1.0, 1.0)))  # the ends are equal, the middle is not
    assert high - low == pytest.approx(5 * (math.cosh(1) - 1), rel=1e-12)
    assert low < 1


def test_a_row_that_is_defined_at_one_end_only_is_left_open() -> None:
    with pytest.raises(UndecidedError):
        SPACE.log(between(-1.0, 1.0))
    with pytest.raises(OutsideDomainError):
        SPACE.log(between(-1.0, -0.5))


def test_e_to_an_absurd_power_does_not_fill_the_memory() -> None:
    mp = SPACE.mp
    assert mp.exp(mp.mpf(HUGE)) > mp.exp(mp.mpf(HUGE - 1)) > 1
    assert mp.exp(mp.mpf(-HUGE)) > 0
    for number in (mp.mpf(HUGE) + 1, -mp.mpf(HUGE) - 1, mp.ldexp(1, HUGE)):
        with pytest.raises(UndecidedError):
            mp.exp(number)
