"""Points: drawn as people can follow them, or as columns; and what floats say at them."""

import math
import random
from collections.abc import Iterable
from itertools import islice

import numpy as np
import pytest

from microgauss.check.domains import ANYWHERE, Domain
from microgauss.check.floats import Columns
from microgauss.check.points import RANGES, Sampler, Samples, allowed, magnitude, samples_at
from microgauss.check.problem import Function, Problem, Trace

ABOVE = Domain(low=0.0)


class Drawn(random.Random):
    """Random numbers that are known."""

    def __init__(self, *numbers: float) -> None:
        super().__init__()
        self.numbers = iter(numbers)

    def random(self) -> float:
        return next(self.numbers)


@pytest.mark.parametrize(
    ("drawn", "low", "high", "found"),
    [
        ([0.0], 0.3, 3.0, 0.3),
        ([1.0, 0.5], 0.3, 3.0, 0.9487),  # 3 is a whole number
        ([0.0, 0.25], 1.0, 16.0, None),
        ([0.0, 0.75], 1.0, 16.0, None),
        ([0.5], 2.0, 30.0, 7.746),
        ([0.0], 1.019, 2.0, None),
        ([0.0], 1.021, 2.0, 1.021),
        ([0.0], 2.03, 4.0, 2.03),
        ([0.0], 0.979, 2.0, 0.979),
        ([0.0], 0.985, 2.0, None),
        ([0.0], 0.001, 0.01, 0.001),
        ([0.0], 1.0, 1000.0, None),
        ([0.0], 7.0, 1001.0, 7.0),  # among large numbers most are whole
        ([0.123456], 3e3, 1e8, 10850.0),
    ],
)
def test_magnitudes_have_four_digits_and_are_far_from_whole_numbers(
    drawn: list[float], low: float, high: float, found: float | None
) -> None:
    if found is None:
        with pytest.raises(StopIteration):
            magnitude(Drawn(*drawn), low, high)
    else:
        assert magnitude(Drawn(*drawn), low, high) == found


def first(sampler: Sampler, count: int) -> list[dict[str, float]]:
    return list(islice(sampler.points(), count))


def test_points_are_drawn_from_every_range_every_other_one_of_any_sign() -> None:
    points = first(Sampler(("x", "y"), {}, {}), 8 * len(RANGES))
    for place, point in enumerate(points):
        low, high = RANGES[place // 2 % len(RANGES)]
        assert point.keys() == {"x", "y"}
        assert all(low <= abs(number) <= high for number in point.values())
        assert place % 2 or min(point.values()) > 0
    signs = {tuple(np.sign(list(point.values()))) for point in points[1::2]}
    assert signs == {(1, 1), (1, -1), (-1, 1), (-1, -1)}


def test_points_are_the_same_in_every_run() -> None:
    assert first(Sampler(("x",), {}, {}), 3) == [{"x": 2.661}, {"x": -1.343}, {"x": 0.3726}]
    everywhere = first(Sampler(("x",), {}, {}), 2 * len(RANGES))[::2]
    assert [point["x"] for point in everywhere] == [
        2.661, 0.3726, 0.3271, 0.0001519, 2355.0, 0.3363,
        0.1155, 1.09, 5.483, 0.9409, 1.155, 11750000.0,
    ]  # fmt: skip
    again = list(islice(Sampler(("x",), {}, {}).points(seed=13), 3))
    assert again != first(Sampler(("x",), {}, {}), 3)


def test_rows_of_data_are_taken_in_turn() -> None:
    data = {"t": np.array([5.0, 6.0, 7.0])}
    sampler = Sampler(("t", "x", "h"), {"h": Domain(2.0, 2.0), "x": ABOVE}, data)
    assert (sampler.rows, sampler.free) == (3, ["x"])
    points = first(sampler, 5)
    assert [point["datum"] for point in points] == [0, 1, 2, 0, 1]
    assert [point["t"] for point in points] == [5, 6, 7, 5, 6]
    assert [point["h"] for point in points] == [2, 2, 2, 2, 2]
    assert all(point["x"] > 0 for point in points)
    columns = sampler.columns(5)
    assert columns["datum"].tolist() == [0, 1, 2, 0, 1]
    assert columns["t"].tolist() == [5, 6, 7, 5, 6]
    assert columns["h"].tolist() == [2, 2, 2, 2, 2]


def test_without_data_every_name_is_free() -> None:
    sampler = Sampler(("x", "y"), {"x": ABOVE}, {})
    assert (sampler.rows, sampler.free) == (0, ["x", "y"])
    assert (sampler.domain("x"), sampler.domain("y")) == (ABOVE, ANYWHERE)
    assert sampler.columns(3).keys() == {"x", "y"}


@pytest.mark.parametrize(
    ("low", "high", "number", "short"),
    [
        (1.0, 2.0, 1.23456789, 1.235),
        (1.23456, 1.2346, 1.23456789, 1.2345679),
        (1.2345678, 1.2345679, 1.234567891234567, 1.23456789123),
        (1.2345678912345, 1.2345678912346, 1.234567891234567, 1.234567891234567),
    ],
)
def test_a_number_is_as_short_as_its_domain_allows(
    low: float, high: float, number: float, short: float
) -> None:
    assert Sampler(("x",), {"x": Domain(low, high)}, {}).short("x", number) == short


def test_numbers_are_put_into_their_domain() -> None:
    sampler = Sampler(("x", "y"), {"x": Domain(low=2.0)}, {})
    assert sampler.placed("x", -1.5, 0) == 3.5
    assert sampler.placed("y", -1.23456789, 0) == -1.23456789


COUNT = 400_000


def share(numbers: Iterable[bool]) -> float:
    return float(np.mean(np.asarray(numbers)))


def test_columns_are_of_every_magnitude_and_sign() -> None:
    x = Sampler(("x",), {}, {}).columns(COUNT)["x"]
    size = np.abs(x)
    assert x.shape == (COUNT,)
    assert (x[: COUNT // 4] >= 0).all()
    assert share(x[COUNT // 4 :] < 0) == pytest.approx(0.5, abs=0.005)
    assert 9e7 < size.max() <= 1e8
    one_range = 0.5 / len(RANGES)  # the other half is normal, with a deviation of 3
    assert share(size > 3e3) == pytest.approx(one_range, abs=0.0015)
    assert share((size > 30) & (size < 3e3)) == pytest.approx(one_range, abs=0.0015)
    at_most = math.erf(0.01 / 3 / math.sqrt(2)) / 2
    assert share(size < 0.01) == pytest.approx(one_range + at_most, abs=0.0015)
    normal = (math.erf(12 / 3 / math.sqrt(2)) - math.erf(6 / 3 / math.sqrt(2))) / 2
    others = one_range * math.log(2) / math.log(15)
    assert share((size > 6) & (size < 12)) == pytest.approx(normal + others, abs=0.0015)


def test_columns_are_the_same_in_every_run_and_differ_by_name() -> None:
    first_, again = (Sampler(("x", "y"), {"y": ABOVE}, {}).columns(100) for _ in range(2))
    assert all(np.array_equal(first_[name], again[name]) for name in ("x", "y"))
    assert not np.array_equal(np.abs(first_["x"]), first_["y"])
    assert (first_["y"] > 0).all()


def test_points_move_only_where_they_may() -> None:
    sampler = Sampler(("x", "y"), {"x": Domain(0.0, 4.0)}, {})
    points = {"x": np.array([1.0, 1.0, 1.0, 1.0]), "y": np.array([5.0, 5.0, 5.0, 5.0])}
    step = np.array([1.0, -2.0, 7.0, math.nan])
    moved = sampler.moved(points, {"x": step, "y": np.array([1.0, -math.inf, 0.0, 9.0])})
    assert moved["x"].tolist() == [2, 1, 1, 1]
    assert moved["y"].tolist() == [6, 5, 5, 14]
    assert points["x"].tolist() == [1, 1, 1, 1]
    assert sampler.moved(points, {"y": step})["x"] is points["x"]


def outline(function: str, claim: str, wrt: str = "x") -> Trace:
    return Problem(Function(function), Function(claim), wrt).outline


def test_floats_tell_values_sides_and_where_there_is_a_gradient() -> None:
    trace = outline("a = x - 1; abs(a)*log(y)", "sign(a)*log(y) + relu(x - 2)")
    points = {"x": np.array([0.5, 3.0, 3.0, 1.5]), "y": np.array([1.0, 1.0, -1.0, 0.0])}
    samples = samples_at(trace, points, {})
    assert samples.points is points
    assert samples.output[:2].tolist() == [0, 0]
    assert samples.gradient[:2].tolist() == [0, 0]
    assert samples.claim[:2].tolist() == [0, 1]
    assert samples.sides.T.tolist() == [[False, True, True, True], [False, True, True, False]]
    assert samples.named["a"].tolist() == [-0.5, 2, 2, 0.5]
    assert samples.inside.tolist() == [True, True, False, False]
    assert samples.point(1) == {"x": 3, "y": 1}
    limited = samples_at(trace, points, {"a": ABOVE, "x": Domain(high=0.0)})
    assert limited.inside.tolist() == [False, True, False, False]


def test_on_a_kink_floats_are_below_it() -> None:
    samples = samples_at(outline("relu(x)", "step(x)"), {"x": np.array([-1.0, 0.0, 1.0])}, {})
    assert samples.sides.T.tolist() == [[False, False, True]]


def test_floats_tell_nothing_where_function_or_gradient_overflow() -> None:
    root = samples_at(outline("sqrt(x)", "1"), {"x": np.array([0.0, 1.0])}, {})
    assert root.inside.tolist() == [False, True]
    square = samples_at(outline("x**2", "1"), {"x": np.array([1e200, 1.0])}, {})
    assert square.inside.tolist() == [False, True]


def test_without_kinks_there_are_no_sides() -> None:
    samples = samples_at(outline("x**2", "2*x"), {"x": np.array([1.0, 2.0])}, {})
    assert samples.sides.shape == (2, 0)
    assert samples.sides.dtype == bool
    assert samples.claim.tolist() == [2, 4]


def test_a_formula_without_names_has_one_point() -> None:
    samples = samples_at(outline("s = 3; s**2", "2*s", "s"), {}, {})
    assert (samples.output.tolist(), samples.gradient.tolist()) == ([9], [6])
    assert samples.inside.tolist() == [True]


def test_a_claim_that_is_not_defined_is_no_number() -> None:
    problem = Problem(Function(lambda x: x**2), Function("log(x)"), "x")
    samples = samples_at(problem.trace_at({"x": -1.5}), {"x": np.array([1.0, 2.0])}, {})
    assert np.isnan(samples.claim).tolist() == [True, True]


def test_suspicion_is_the_relative_difference() -> None:
    gradient = np.array([1.0, -2.0, 0.0, 1.0, 1.0, 4.0, 1.0])
    claim = np.array([1.0, 2.0, 0.0, math.nan, math.inf, 3.0, 2.0])
    inside = np.array([True, True, True, True, True, True, False])
    empty: Columns = {}
    samples = Samples(empty, gradient, gradient, claim, np.empty((7, 0), bool), empty, inside)
    assert samples.suspicion.tolist() == [0, 2, 0, 2, 2, 0.25, -1]


def test_definitions_are_where_they_may_be() -> None:
    named = {"a": np.array([-1.0, 1.0, 3.0]), "b": np.array([1.0, 1.0, -1.0])}
    assert allowed(named, {}, 3).tolist() == [True, True, True]
    assert allowed(named, {"a": ABOVE, "c": Domain(9.0, 10.0)}, 3).tolist() == [False, True, True]
    assert allowed(named, {"a": ABOVE, "b": ABOVE}, 3).tolist() == [False, True, False]
