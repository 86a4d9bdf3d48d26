"""Regions: where function and gradient are defined, and the way into them."""

import math
from itertools import islice
from typing import Any

import numpy as np
import pytest
from measurements import Counting, region_of

from microgauss.check import region as regions
from microgauss.check.domains import Domain
from microgauss.check.floats import Columns, as_columns
from microgauss.check.problem import Function, Point, Problem
from microgauss.check.region import Region
from microgauss.engine.gradient import grad
from microgauss.engine.value import toposort

NOWHERE = "x + exp(800) - exp(800)"  # for floats: inf - inf


def nth_largest(points: list[float], count: int) -> float:
    """Return a bound that so many of the numbers are above."""
    ordered = sorted(points, reverse=True)
    return (ordered[count - 1] + ordered[count]) / 2


# --- graphs ---------------------------------------------------------------------------------------


def test_the_graphs_of_a_formula_are_its_outline_if_it_has_one() -> None:
    region = region_of("x**2", "2*x")
    assert region.trace is region.problem.outline
    assert region_of("x/0", "1").trace is None


def test_of_a_python_function_a_point_is_sought_at_which_the_claim_is_defined_too() -> None:
    below = region_of(lambda x: x**2, lambda x: (-x).log())
    assert below.trace is not None
    assert below.trace.leaves["x"].data < 0
    assert below.trace.claim is not None
    never = region_of(lambda x: x**2, lambda x: (-x * x).log())
    assert never.trace is not None
    assert never.trace.leaves["x"].data == 2.661
    assert never.trace.claim is None
    assert region_of(lambda x: (-x * x).log(), lambda x: x).trace is None


def test_outside_of_the_region_there_are_no_graphs() -> None:
    region = region_of(lambda x, y: x.log() * y, "y/x", where={"x": "< 4"})
    region.sampler.domains = {**region.sampler.domains, "q": Domain(7.0, 9.0)}
    assert region.trace_at({"x": -1.5, "y": 1.0}) is None
    assert region.trace_at({"x": 4.5, "y": 1.0}) is None
    trace = region.trace_at({"x": 1.5, "y": 1.0})
    assert trace is not None
    assert trace.leaves["x"].data == 1.5


def test_operations_are_those_of_gradient_and_claim() -> None:
    region = region_of("x**3", "3*x*x")
    trace = region.problem.outline
    assert trace.claim is not None
    assert region.operations == len(toposort(trace.gradient, trace.claim))
    assert region_of("x/0", "1").operations == 1
    undefined = region_of(lambda x: x**3, lambda x: (-x * x).log())
    assert undefined.trace is not None
    assert undefined.operations == len(toposort(undefined.trace.gradient))


def test_every_named_number_is_had_as_a_column() -> None:
    points = [{"x": 2.0, "datum": 0.0}, {"x": 3.0, "datum": 1.0}]
    region = region_of("a = x**2; a*x", "b = 3*a; b", data={"x": [2.0, 3.0]})
    named = region.named(points)
    assert {name: column.tolist() for name, column in named.items()} == {
        "x": [2, 3], "a": [4, 9], "b": [12, 27]
    }  # fmt: skip
    python = region_of(lambda x: x**2, "b = 2*x; b").named(points)
    assert {name: column.tolist() for name, column in python.items()} == {
        "x": [2, 3], "b": [4, 6]
    }  # fmt: skip


def test_the_claim_is_had_as_a_formula() -> None:
    region = region_of("x**2", "x + x")
    assert region.claim_formula is region.problem.claim.formulas[-1]

    def labelled(x: Any) -> Any:
        double = 2 * x
        double.label = "double"
        return double

    found = region_of("x**2", labelled).claim_formula
    assert found is not None
    assert found.text == "2*x"


def test_a_claim_that_is_huge_or_undefined_has_no_formula() -> None:
    def huge(x: Any) -> Any:
        for _ in range(11):
            x = x * x + x
        return x

    assert region_of("x**2", huge).claim_formula is None
    assert region_of("x**2", lambda x: (-x * x).log()).claim_formula is None
    assert region_of(lambda x: (-x * x).log(), lambda x: x).claim_formula is None


# --- points ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "wanted", "drawn"), [(0, 3, 60), (15, 3, 60), (16, 3, 64)])
def test_points_are_drawn_up_to_a_number(rows: int, wanted: int, drawn: int) -> None:
    problem = Problem(Function("x**2"), Function("2*x"), "x")
    data = {"x": np.arange(1.0, 1.0 + rows)} if rows else {}
    sampler = Counting(problem.names, {}, data)
    found = Region(problem, sampler).friendly(wanted)
    assert len(found) == wanted
    assert sampler.drawn == drawn


def test_friendly_points_are_the_first_that_are_inside() -> None:
    for function in ("log(x)", lambda x: x.log()):
        region = region_of(function, "1/x")
        inside = [p for p in islice(region.sampler.points(), 40) if p["x"] > 0]
        assert region.friendly(9) == inside[:9]
    assert region_of("x/0", "1").friendly(3) == []


def test_of_a_python_function_some_points_only_are_tried() -> None:
    region = region_of(lambda x: x**2, "2*x", data={"x": np.arange(1.0, 200.0)})
    assert len(region.friendly(300)) == regions.ATTEMPTS


@pytest.mark.parametrize(("inside", "found"), [(5, 5), (4, 10)])
def test_where_few_points_are_inside_more_are_looked_for_around_one(
    inside: int, found: int
) -> None:
    drawn = [p["x"] for p in islice(region_of("x", "1").sampler.points(), 200)]
    region = region_of(f"log(x - {nth_largest(drawn, inside)!r})", "1")
    points = region.friendly(10)
    assert len(points) == found
    assert region.samples(as_columns(points)).inside.all()
    assert all(len(f"{p['x']:g}") <= 10 for p in points)
    by_rows = region_of(f"log(x - {nth_largest(drawn, inside)!r})", "1", data={"x": drawn})
    assert {p["x"] for p in by_rows.friendly(10)} == set(sorted(drawn)[-inside:])


def test_where_floats_tell_nothing_any_points_serve() -> None:
    region = region_of(NOWHERE, "1")
    assert region.friendly(3) == list(islice(region.sampler.points(), 12))


def test_every_row_of_the_data_gets_its_turn() -> None:
    data = {"x": [-1.0] * 99 + [1.5]}
    assert region_of("log(x)", "1/x", data=data).friendly(1) == [{"x": 1.5, "datum": 99}]


def test_scattered_points_are_evenly_chosen_among_those_inside() -> None:
    region = region_of("x**2", "2*x")
    x = region.sampler.columns(12)["x"]
    assert [p["x"] for p in region.scattered(3)] == [x[0], x[5], x[11]]
    inside = region_of("log(x)", "1/x")
    assert all(p["x"] > 0 for p in inside.scattered(50))
    assert len(inside.scattered(50)) == 50
    assert region_of("x/0", "1").scattered(3) == []


@pytest.mark.parametrize(("inside", "is_enough"), [(2, True), (1, False)])
def test_where_few_scattered_points_are_inside_more_are_found_around_one(
    inside: int, *, is_enough: bool
) -> None:
    drawn = region_of("x", "1").sampler.columns(32)["x"].tolist()
    region = region_of(f"log(x - {nth_largest(drawn, inside)!r})", "1")
    found = region.scattered(8)
    assert (len(found) == inside) is is_enough
    assert region.samples(as_columns(found)).inside.all()


def test_points_are_permitted_where_the_definitions_may_be() -> None:
    points = [{"x": 0.5}, {"x": 1.5}, {"x": 2.5}]
    region = region_of("a = x - 1; a**2", "2*a", where={"a": "> 0", "x": (0, 2)})
    assert region.permitted(points) == points[1:]
    empty: list[Point] = []
    assert region.permitted(empty) is empty
    for free in (
        region_of("a = x - 1; a**2", "2*a", where={"x": (0, 1)}),
        region_of(lambda x: x, "1", where={"x": (0, 1)}),
        region_of("x/0", "1"),
    ):
        assert free.permitted(points) is points


@pytest.mark.parametrize(
    ("function", "claim", "x", "short"),
    [
        ("x**2", "2*x", 1.23456, 1.235),
        ("x**2", "3*x", 1.23456, 1.235),
        ("x**2", "2*x + exp(-(x - 1.23456)**2*1e12)", 1.23456, None),
        ("relu(x - 1.2349)", "1", 1.23456, None),  # 1.235 is on the other side
        ("relu(x - 1.2344)", "1", 1.23456, 1.235),
        ("log(1.2349 - x)", "1", 1.23456, None),
        ("relu(x - 1.2349)", "step(x - 1.2349)", 1.23456, None),
        ("log(1.2349 - x)", "-1/(1.2349 - x)", 1.23456, None),
        ("x", "0.75 - 512*(x - 1)", 1 + 2.0**-11, None),  # half as suspicious at 1
        ("x", "0.75 - 511*(x - 1)", 1 + 2.0**-11, 1.0),
    ],
)
def test_a_point_is_shortened_where_that_changes_little(
    function: str, claim: str, x: float, short: float | None
) -> None:
    region = region_of(function, claim)
    samples = region.samples({"x": np.array([9.0, x])})
    assert region.shortened(samples, 1) == {"x": x if short is None else short}


def test_what_is_hardly_suspicious_may_become_less_so(monkeypatch: pytest.MonkeyPatch) -> None:
    region = region_of("x", "0.75 - 512*(x - 1)")
    samples = region.samples({"x": np.array([1 + 2.0**-11])})
    for bound, x in ((0.5, 1 + 2.0**-11), (0.51, 1.0)):
        monkeypatch.setattr(regions, "SUSPICIOUS", bound)
        assert region.shortened(samples, 0) == {"x": x}


def test_only_free_numbers_are_shortened() -> None:
    region = region_of("x*y", "y", data={"y": [1.23456789]})
    points = {"x": np.array([1.23456]), "y": np.array([1.23456789]), "datum": np.array([0.0])}
    short = region.shortened(region.samples(points), 0)
    assert short == {"x": 1.235, "y": 1.23456789, "datum": 0}


def around(region: Region, base: Point, count: int) -> Columns:
    vars(region)["base"] = base
    return region.nearby(count)


def test_nearby_points_come_closer_and_closer() -> None:
    region = region_of("x*y", "y", where={"y": 5})
    near = around(region, {"x": 0.0, "y": 5.0}, 40_000)
    assert (near["y"] == 5).all()
    widths = near["x"].reshape(4, -1).std(axis=1)
    assert widths == pytest.approx([1e-3, 0.3e-3, 0.1e-3, 0.01e-3], rel=0.03)
    assert abs(near["x"].mean()) < 1e-5
    again = around(region, {"x": -2.0, "y": 5.0}, 40_000)
    assert again["x"] + 2 == pytest.approx(near["x"] * 2001, rel=1e-6, abs=1e-12)
    assert len(around(region, {"x": 0.0, "y": 5.0}, 6)["x"]) == 6


# --- the way into a small domain ------------------------------------------------------------------


def test_the_base_is_the_first_point_inside() -> None:
    region = region_of("log(x - 1)", "1/(x - 1)")
    x = region.sampler.columns(256)["x"]
    assert region.base == {"x": x[x > 1][0]}
    nowhere = region_of(NOWHERE, "1")
    assert nowhere.base == {"x": x[0]}


@pytest.mark.parametrize("function", ["sqrt(x - 1e9)", "log(2)*sqrt(x - 1e9)", "log(log(x - 1e9))"])
def test_a_far_domain_is_entered(function: str) -> None:
    region = region_of(function, "1")
    assert not region.samples(region.sampler.columns(256)).inside.any()
    assert region.entered().inside.any()
    assert region.base["x"] > 1e9


@pytest.mark.parametrize(
    ("function", "wrt", "where"),
    [
        ("log(x)", "x", {}),
        ("log(2)*x", "x", {}),
        (NOWHERE, "x", {}),
        (f"log(3) + {NOWHERE}", "x", {}),
        ("sqrt(x - 1e9)", "x", {"x": 2}),
        ("s = x; sqrt(s - 1e9)", "s", {}),
    ],
)
def test_points_stay_where_there_is_no_way_or_no_need(
    function: str, wrt: str, where: dict[str, Any]
) -> None:
    region = region_of(function, "1", wrt=wrt, where=where)
    assert np.array_equal(region.entered().points["x"], region.sampler.columns(256)["x"])


def test_the_first_guard_that_is_not_above_0_is_made_larger() -> None:
    region = region_of("log(x)*sqrt(y - 2*x)*n", "1", where={"n": 3})
    trace = region.problem.outline
    x, y = trace.leaves["x"], trace.leaves["y"]
    guards = (x, y - 2 * x)
    tape = trace.tape(*guards, *(slope for guard in guards for slope in grad(guard, (x, y))))
    points = [(-2.0, -5.0), (3.0, 1.0), (0.5, -1.5), (1.0, 3.0), (0.0, 2.0), (0.0, -5.0)]
    names = ("x", "y", "n")
    columns = as_columns([dict(zip(names, (*point, 3.0), strict=True)) for point in points])
    pushed = region.pushed(columns, tape, 2)
    assert pushed["x"].tolist() == [1, 0, -1, 1, 0.001, 0.001]
    assert pushed["y"].tolist() == [-5, 2.5, -0.75, 3, 2, -5]
    assert pushed["n"].tolist() == [3] * 6


def test_where_a_guard_is_no_number_a_point_stays() -> None:
    region = region_of("log(x)", "1/x")
    x = region.problem.outline.leaves["x"]
    tape = region.problem.outline.tape(x, grad(x, x))
    pushed = region.pushed({"x": np.array([math.nan, -2.0])}, tape, 1)
    assert np.isnan(pushed["x"][0])
    assert pushed["x"][1] == 1
