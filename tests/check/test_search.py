"""The search for points that tell: each side of each kink, and lines searched densely."""

from typing import Any

import numpy as np
import pytest
from measurements import Counting, region_of

from microgauss.check import search
from microgauss.check.floats import Column, Columns
from microgauss.check.points import Samples
from microgauss.check.region import ATTEMPTS, Region
from microgauss.check.search import (
    DENSE,
    EXTREME,
    Found,
    across,
    between_kinks,
    each_side,
    extremes,
    grid,
    line,
    lines,
    recombined,
    representatives,
    suspicious,
    with_unseen_sides,
)


def columns(**numbers: list[float]) -> Columns:
    return {name: np.array(column) for name, column in numbers.items()}


def signs(region: Region, found: Found) -> set[tuple[bool, ...]]:
    """Return on which sides of the kinks the points lie."""
    points = columns(**{name: [p[name] for p in found.points] for name in found.points[0]})
    samples = region.samples(points)
    assert samples.inside.all()
    return {tuple(sides) for sides in samples.sides.tolist()}


# --- sides ----------------------------------------------------------------------------------------


def test_without_kinks_there_are_no_sides() -> None:
    assert each_side(region_of("x**2", "2*x"), 9) == Found()
    assert each_side(region_of("x/0", "1"), 9) == Found()


def test_each_combination_of_sides_has_a_point() -> None:
    region = region_of("abs(x) + relu(y - 1)", "sign(x)")
    found = each_side(region, 9)
    assert len(found.points) == len(signs(region, found)) == 4
    assert list(found.notes) == []
    few = each_side(region, 3)
    assert few.points == found.points[:3]
    assert list(few.notes) == ["1 combinations of the kinks' sides were not probed"]
    assert list(each_side(region, 4).notes) == []


def test_of_a_python_function_each_branch_has_a_point() -> None:
    def branching(x: Any, y: Any) -> Any:
        return abs(x) * (y if y > 0 else 2 * y)

    region = region_of(branching, lambda x, y: y)
    found = each_side(region, 9)
    assert {(p["x"] > 0, p["y"] > 0) for p in found.points} == {
        (True, True), (True, False), (False, True), (False, False)
    }  # fmt: skip
    assert len(found.points) == 4
    assert list(found.notes) == []
    few = each_side(region, 3)
    assert (few.points, list(few.notes)) == (
        found.points[:3], ["1 combinations of the kinks' sides were not probed"]
    )  # fmt: skip
    only_above = each_side(region_of(lambda x: abs(x).log() if x > 0 else x.log(), "1"), 9)
    assert [p["x"] > 0 for p in only_above.points] == [True]
    smooth = each_side(region_of(lambda x: x * x, lambda x: 2 * x), 9)
    assert len(smooth.points) == 1


def test_a_python_function_is_tried_at_some_points_only() -> None:
    region = region_of(lambda x: abs(x) * x, "1")
    region.sampler = sampler = Counting(region.problem.names, {}, {})
    each_side(region, 9)
    assert sampler.drawn == 2 * ATTEMPTS


def test_the_sides_of_far_kinks_are_found() -> None:
    for function, far in (("relu(x - 1e9)", 1), ("relu(x + 1e9)", -1), ("relu(1e9 - x)", 1)):
        region = region_of(function, "1")
        found = each_side(region, 9)
        assert signs(region, found) == {(True,), (False,)}
        assert sum(p["x"] * far > 1e9 for p in found.points) == 1


def test_in_a_small_domain_the_sides_are_found_around_a_point() -> None:
    region = region_of("sqrt(x - 1e9)*relu(sin(x))", "1")
    found = each_side(region, 9)
    assert signs(region, found) == {(True,), (False,)}


@pytest.mark.parametrize("data", [None, {"y": [1.0, -1.0, -1.0]}])
def test_where_enough_is_inside_or_given_nothing_is_sought_around_a_point(
    data: dict[str, Any] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    function = "abs(x)*y" if data is None else "abs(x)*log(y - 0.9)*log(-0.9 - y)*log(x - 1e7)"
    region = region_of(function, "1", data=data)
    monkeypatch.setattr(Region, "nearby", lambda *_: pytest.fail("not needed"))
    monkeypatch.setattr(search, "with_unseen_sides", lambda _, samples: (samples, []))
    found = each_side(region, 9)
    assert len(found.points) == (2 if data is None else 0)


@pytest.mark.parametrize(
    ("function", "where", "unseen"),
    [
        ("abs(x)", "> 0", ["x < 0"]),
        ("abs(x)", "< 0", ["x > 0"]),
        ("abs(x)", "> -1", []),
        ("abs(x**2 + 1) + abs(x)", "> 0", ["x**2 + 1 < 0", "x < 0"]),
        ("abs(log(x))", "> 0", []),
    ],
)
def test_sides_that_are_not_found_are_named(function: str, where: str, unseen: list[str]) -> None:
    region = region_of(function, "1", where={"x": where})
    assert list(each_side(region, 9).notes) == [
        f"no point with {side} was found" for side in unseen
    ]


def test_points_on_unseen_sides_are_added() -> None:
    region = region_of("relu(x - 5) + relu(x - 1e9)", "1")
    seen = region.samples(columns(x=[1.0, 7.0]))
    samples, unseen = with_unseen_sides(region, seen)
    assert unseen == []
    assert samples.points["x"][:2].tolist() == [1, 7]
    assert len(samples.points["x"]) == 4
    assert (samples.points["x"][2:] > 1e9).all()
    both = region.samples(columns(x=[1.0, 2e9]))
    assert with_unseen_sides(region, both)[0] is both
    for sign, names in ((1, ["x - 1 > 0"]), (-1, ["x - 1 < 0"])):
        narrow = region_of("relu(x - 1)", "1", where={"x": (0, 1) if sign > 0 else (1, 2)})
        assert with_unseen_sides(narrow, narrow.samples(columns(x=[1 - sign / 2])))[1] == names
    outside = region_of("relu(x)*log(-x**2)", "1").samples(columns(x=[1.0]))
    assert with_unseen_sides(region_of("relu(x)*log(-x**2)", "1"), outside) == (outside, [])


def test_a_kink_is_crossed_by_the_shortest_way_and_somewhat_further() -> None:
    region = region_of("relu(x + 2*y - 1e9)", "1")
    start = columns(x=[1.5] * 9, y=[-2.5] * 9)
    found = across(region, region.samples(start), 0, above=True)
    assert found is not None
    assert len(found["x"]) == 4
    assert (found["y"] + 2.5) == pytest.approx(2 * (found["x"] - 1.5))
    further = (found["x"] + 2 * found["y"]) / 1e9
    assert (further > 1).all()
    assert (further < 1.6).all()
    assert len(set(further.tolist())) == 4
    back = across(region, region.samples(found), 0, above=False)
    assert back is not None
    assert (back["x"] + 2 * back["y"] < 1e9).all()


def test_only_what_is_inside_counts_as_crossed() -> None:
    region = region_of("relu(x)*log(x + 1e-3)", "1")
    found = across(region, region.samples(columns(x=[1.5] * 20)), 0, above=False)
    assert found is not None
    assert (found["x"] > -1e-3).all()
    assert (found["x"] <= 0).all()
    never = region_of("relu(x - 1)*log(1 - x)", "1")
    assert across(never, never.samples(columns(x=[0.5])), 0, above=True) is None


def test_a_kink_is_not_crossed_where_nothing_may_move() -> None:
    varied = region_of("s = x; relu(s - 1e9)", "1", wrt="s")
    fixed = region_of("relu(x - 1e9)", "1", where={"x": 1.5})
    outside = region_of("relu(x - 1e9)*log(x)", "1")
    partly = region_of("s = x; relu(s + x - 1e9)", "1", wrt="s")
    assert across(varied, varied.samples(columns(x=[1.5])), 0, above=True) is None
    assert across(partly, partly.samples(columns(x=[1.5])), 0, above=True) is None
    assert across(fixed, fixed.samples(columns(x=[1.5])), 0, above=True) is None
    assert across(outside, outside.samples(columns(x=[-1.5])), 0, above=True) is None


def test_coordinates_of_points_on_different_sides_are_combined() -> None:
    region = region_of("abs(x)*abs(y)", "1")
    samples = region.samples(columns(x=[1.5, -2.5], y=[-3.5, 4.5]))
    mixed = recombined(region, samples)
    assert len(mixed.output) == 2 + 1024
    assert {*zip(*(mixed.points[name].tolist() for name in "xy"), strict=True)} == {
        (1.5, -3.5), (1.5, 4.5), (-2.5, -3.5), (-2.5, 4.5)
    }  # fmt: skip
    one = region.samples(columns(x=[1.5, 2.5], y=[3.5, 4.5]))
    assert recombined(region, one) is one
    by_rows = region_of("abs(x)*abs(y)", "1", data={"y": [-3.5, 4.5]})
    assert recombined(by_rows, samples) is samples


def samples_of(points: Columns, sides: list[list[bool]], inside: list[bool]) -> Samples:
    numbers: Column = np.ones(len(inside))
    return Samples(points, numbers, numbers, numbers, np.array(sides), {}, np.array(inside))


def test_a_combination_is_represented_by_the_point_of_the_friendliest_size() -> None:
    yes, no = [True, False], [False, False]
    points = columns(
        x=[100.0, 2.0, 1.1, 1.2, 0.0, 5.0], y=[1.0, 2.0, 0.01, 3.0, 1.0, 1.0], datum=[1e9] * 6
    )
    sides = [yes, yes, yes, no, no, [True, True]]
    everywhere = samples_of(points, sides, [True] * 6)
    assert representatives(everywhere) == [1, 3, 5]
    assert representatives(samples_of(points, sides, [True] * 3 + [False, True, False])) == [1, 4]
    assert representatives(samples_of(points, sides, [False] * 6)) == []
    assert representatives(samples_of({}, [yes], [True])) == [0]


# --- lines ----------------------------------------------------------------------------------------


def test_a_line_is_dense_around_0_and_goes_to_every_magnitude() -> None:
    region = region_of("x*y", "y")
    found = line(region, {"x": 7.0, "y": 5.0, "datum": 3.0}, "x", 16)
    x = found["x"]
    assert (found["y"].tolist(), found["datum"].tolist()) == ([5.0] * 36, [3.0] * 36)
    assert x[:16].tolist() == np.linspace(-8, 8, 16).tolist()
    assert x[16:32].tolist() == np.linspace(-100, 100, 16).tolist()
    assert x[32:] == pytest.approx([1e-6, 1e6, -1e-6, -1e6])


@pytest.mark.parametrize(
    ("where", "first", "last"),
    [("> 2", 2 + 0.5, 2 + 15.5), ("< 2", -14 + 0.5, 2 - 0.5), ((0, 16), 0.5, 15.5)],
)
def test_in_a_domain_a_line_is_dense_from_its_end(where: Any, first: float, last: float) -> None:
    region = region_of("x*y", "y", where={"x": where})
    x = line(region, {"x": 7.0, "y": 5.0}, "x", 16)["x"]
    assert len(x) == 36
    assert (x[0], x[15]) == (first, last)
    assert region.sampler.domain("x").contains(x).all()


def test_a_grid_is_dense_in_two_names() -> None:
    region = region_of("x*y*z", "y*z", where={"y": (0, 3)})
    found = grid(region, {"x": 7.0, "y": 5.0, "z": 2.0}, ("x", "y"), 3)
    assert found["x"].tolist() == [-8, 0, 8] * 3
    assert found["y"].tolist() == [0.5] * 3 + [1.5] * 3 + [2.5] * 3
    assert found["z"].tolist() == [2] * 9


def varied(found: Columns) -> str:
    return "".join(name for name, column in found.items() if len(set(column[:9].tolist())) > 1)


LINE, SHORT = DENSE * 9 // 4, DENSE // 8 * 9 // 4


@pytest.mark.parametrize(
    ("names", "wrt", "fixed", "expected"),
    [
        ("x", "x", {}, [("x", "x", LINE)] * 3),
        ("xy", "y", {}, [("y", "y", LINE)] * 3 + [("", "x", SHORT), ("", "y", 256**2)]),
        ("xyz", "y", {"y": 2}, [("x", "x", LINE)] * 3 + [("", "z", SHORT), ("", "x", 256**2)]),
        ("xyz", "x", {},
         [("x", "x", LINE)] * 3 + [("", "y", SHORT), ("", "z", SHORT)] + [("", "x", 128**2)] * 2),
        ("abcdfghk", "a", {},
         [("a", "a", LINE)] * 3 + [("", n, SHORT) for n in "bcdfgh"] + [("", "a", 128**2)] * 2),
        ("x", "x", {"x": 2}, []),
    ],
)  # fmt: skip
def test_lines_go_along_every_name(
    names: str, wrt: str, fixed: dict[str, Any], expected: list[tuple[str, str, int]]
) -> None:
    region = region_of("*".join(names), "1", wrt=wrt, where=fixed)
    bases = [dict.fromkeys(names, number) for number in (1.5, 2.5, 3.5, 4.5)]
    (along, scattered), *others = lines(region, bases)
    assert (along, len(scattered[names[0]])) == ("", 2048)
    found = [(along, varied(points), len(points[names[0]])) for along, points in others]
    assert found == expected
    through = [1.5, 2.5, 3.5, *[1.5] * len(others)]
    for (_, points), base in zip(others, through, strict=False):
        assert {column[0] for column in points.values() if len(set(column)) == 1} <= {base}


def test_points_far_out_and_close_to_0_are_probed() -> None:
    base = {"x": 1.5, "y": 2.5}
    assert EXTREME == (-2e6, -1.5e3, -1.3e-6, 1.3e-6, 1.5e3, 2e6)
    assert extremes(region_of("x*y", "y"), base) == [{"x": x, "y": 2.5} for x in EXTREME]
    above = extremes(region_of("x*y", "y", where={"x": "> 1"}), base)
    assert above == [{"x": 1 + abs(x), "y": 2.5} for x in EXTREME]
    assert extremes(region_of("x*y", "y", where={"x": 1.5}), base) == []


@pytest.fixture
def few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search five short lines."""
    monkeypatch.setattr(search, "DENSE", 2)

    def few(*_: object) -> list[tuple[str, Columns]]:
        return [
            ("", columns(x=[1.0, 4.0, 3.0, 5.0, 2.0])),
            ("x", columns(x=[6.0, 8.0, 7.0])),
            ("x", columns(x=[-3.0, 0.0, 9.0])),
            ("", columns(x=[0.0, 0.5])),
            ("", columns(x=[0.0])),
        ]

    monkeypatch.setattr(search, "lines", few)
    monkeypatch.setattr(search, "extremes", lambda *_: [{"x": 77.0}])
    monkeypatch.setattr(search, "between_kinks", lambda *_: [{"x": 99.0}])


@pytest.mark.usefixtures("few_lines")
def test_the_most_suspicious_points_of_each_line_are_found() -> None:
    region = region_of("x", "1 + x")  # off by a part x/(1 + x) above 0
    found = suspicious(region, [{"x": 1.5}], 9)
    assert [p["x"] for p in found.points] == [77, -3, 99, 99, 8, 5, 4, 3, 0.5]
    assert list(found.notes) == ["searched 2 points along x from −3 to 0, and wider"]
    few = suspicious(region, [{"x": 1.5}], 2)
    assert [p["x"] for p in few.points] == [77, -3, 99]


@pytest.mark.usefixtures("few_lines")
def test_what_differs_by_no_more_than_rounding_is_not_suspicious(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = suspicious(region_of("x", "1 + x*1e-13"), [{"x": 1.5}], 9)
    assert [p["x"] for p in found.points] == [77, 99, 99]
    monkeypatch.setattr(search, "SUSPICIOUS", 0.75)  # that of x = 3
    found = suspicious(region_of("x", "1 + x"), [{"x": 1.5}], 9)
    assert [p["x"] for p in found.points] == [77, -3, 99, 99, 8, 5, 4]


def test_where_nothing_is_computed_as_columns_nothing_is_searched() -> None:
    for region in (region_of(lambda x: x * x, "x"), region_of("x/0", "1")):
        assert suspicious(region, [{"x": 1.5}], 9) == Found()


def kinked(function: str, count: int = 1024) -> list[float]:
    region = region_of(function, "1")
    samples = region.samples(line(region, {"x": 1.5}, "x", count))
    return [point["x"] for point in between_kinks(region, samples)]


def test_points_between_neighbouring_kinks_are_found() -> None:
    found = kinked("abs(x - 2.5)*abs(x + 3)*abs(x - 1)*abs(x - 9)")
    assert found == pytest.approx([-1, 1.75], abs=1e-9)
    assert kinked("abs(x - 7.97)*abs(x + 7.97)") == pytest.approx([0], abs=1e-9)
    assert kinked("abs(x)") == []
    assert kinked("abs(x - 9)") == []


def test_of_64_kinks_all_are_met_and_of_more_none() -> None:
    found = kinked("abs(sin(12.6*x + 1))")
    assert len(found) == 63
    assert np.diff(found) == pytest.approx([np.pi / 12.6] * 62, rel=1e-6)
    assert kinked("abs(sin(12.6*x))") == []  # 65
