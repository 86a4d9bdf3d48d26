"""Probing: what verdict evidence allows, where is measured, and when it stops."""

from dataclasses import replace
from typing import Any

import pytest
from measurements import measurement, region_of

from microgauss import cos, sin
from microgauss.check import probing
from microgauss.check.probing import Evidence, measured, probed, with_more_digits
from microgauss.check.truth import Measurement
from microgauss.engine.value import functions

RIGHT, WRONG = measurement({"x": 1.5}), measurement({"x": 2.5}, claim=2.0, is_wrong=True)
ZERO = measurement({"x": 3.5}, claim=0.0, true=0.0)
ODD = measurement({"x": 4.5}, references_agree=False)
ANYWHERE, AT_DATA = region_of("x**2", "2*x"), region_of("x**2*y", "2*x*y", data={"y": [1.0]})


@pytest.mark.parametrize(
    ("measurements", "undecided", "verdict"),
    [
        ((), 0, "untestable"),
        ((RIGHT,), 0, "correct"),
        ((RIGHT, ZERO), 0, "correct"),
        ((RIGHT, WRONG), 9, "wrong"),
        ((WRONG, ODD), 0, "unreliable"),
        ((RIGHT, ODD), 0, "unreliable"),
        ((RIGHT, RIGHT), 2, "correct"),
        ((RIGHT, RIGHT), 3, "untestable"),
    ],
)
def test_the_verdict_is_what_the_evidence_allows(
    measurements: tuple[Measurement, ...], undecided: int, verdict: str
) -> None:
    for region in (ANYWHERE, AT_DATA):
        assert Evidence(measurements, undecided).verdict(region) == verdict


def test_data_at_which_the_gradient_is_0_are_blind() -> None:
    zeros, mixed = Evidence((ZERO, ZERO)), Evidence((ZERO, RIGHT))
    assert zeros.is_blind(AT_DATA) is True
    assert zeros.verdict(AT_DATA) == "untestable"
    assert mixed.is_blind(AT_DATA) is False
    assert zeros.is_blind(ANYWHERE) is False
    assert zeros.verdict(ANYWHERE) == "correct"


def test_each_point_is_measured_once_where_there_is_something_to_measure() -> None:
    def claim(x: Any) -> Any:
        return 1 / x + (functions.sign(sin(x) ** 2 + cos(x) ** 2 - 1) if x > 5 else 0)

    region = region_of("log(x)", claim)
    points = [{"x": x} for x in (1.5, -1.5, 2.5, 7.5)]
    found = measured(region, points, Evidence(notes=("before",)))
    assert [m.point["x"] for m in found.measurements] == [1.5, 2.5]
    assert found.undecided == 1
    again = measured(region, points, found)
    assert again.measurements == found.measurements
    assert again.undecided == 2
    assert again.notes == ("before",)


def test_points_at_which_a_definition_may_not_be_are_left_out() -> None:
    region = region_of("a = x - 1; a**2", "2*a", where={"a": "> 0"})
    found = measured(region, [{"x": 0.5}, {"x": 1.5}], Evidence())
    assert [m.point["x"] for m in found.measurements] == [1.5]


def test_probing_stops_at_the_first_stage_that_refutes() -> None:
    found = probed(region_of("x**2", "3*x"))
    assert len(found.measurements) == probing.PROBES
    assert all(m.is_wrong for m in found.measurements)
    assert found.notes == ()
    half = probed(region_of("x**2", "2*abs(x)"))
    assert {m.is_wrong for m in half.measurements} == {True, False}
    assert max(m.digits for m in half.measurements) < 100


def test_each_datum_is_measured_twice() -> None:
    data = {"x": [float(i) for i in range(1, 8)]}
    found = probed(region_of("(w*x)**2", "w*x", wrt="w", data=data))
    assert [m.point["datum"] for m in found.measurements] == [*range(7), *range(7)]


@pytest.mark.parametrize(
    ("more", "probes", "count"), [(0, 10, 5), (1, 10, 10), (0, 7, 4), (0, 12, 6)]
)
def test_long_graphs_are_measured_at_half_the_points(
    more: int, probes: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = region_of("x**2", "3*x")
    monkeypatch.setattr(probing, "LONG", region.operations + more)
    monkeypatch.setattr(probing, "PROBES", probes)
    assert len(probed(region).measurements) == count


def test_earlier_evidence_is_kept() -> None:
    before = Evidence((WRONG,), undecided=3, notes=("before",))
    found = probed(region_of("x**2", "2*x"), before)
    assert found.measurements[0] is WRONG
    assert (found.undecided, found.notes) == (3, ("before",))


def test_a_claim_that_stands_is_searched_on() -> None:
    found = probed(region_of("x*abs(x)", "2*abs(x)", where={"x": "> 0"}))
    assert len(found.measurements) > probing.PROBES
    line, side = found.notes
    assert line.startswith("searched 8,192 points along x from ")
    assert side == "no point with x < 0 was found"
    assert sum(m.digits > 1000 for m in found.measurements) == 3


def test_at_data_that_are_blind_nothing_more_is_searched() -> None:
    found = probed(region_of("x**2*y", "3*x*y", data={"y": [0.0, 0.0]}))
    assert len(found.measurements) == probing.PROBES
    assert found.notes == ()


def test_of_long_graphs_thousands_of_digits_are_not_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    region = region_of("x**2", "2*x")
    for operations, is_deep in ((region.operations, False), (region.operations + 1, True)):
        monkeypatch.setattr(probing, "LONG", 5 * operations)
        found = probed(region)
        assert any(m.digits > 1000 for m in found.measurements) is is_deep


def test_gradients_that_may_be_0_are_left_out_beside_others() -> None:
    function = "relu(x) + sin(x)**2 + cos(x)**2"  # its gradient is 0 by cancellation below 0
    right = probed(region_of(function, "step(x)"))
    assert {m.point["x"] > 0 for m in right.measurements} == {True}
    wrong = probed(region_of(function, "1"))
    assert {m.is_wrong for m in wrong.measurements if m.point["x"] < 0} == {True}
    assert {m.is_wrong for m in wrong.measurements if m.point["x"] > 0} == {False}
    alone = probed(region_of("sin(x)**2 + cos(x)**2", "0"))
    assert {m.is_resolved for m in alone.measurements} == {False}


def deepened(*numbers: float, **changed: object) -> list[float]:
    """Measure at some numbers, and return those that thousands of digits are computed at."""
    region = region_of("x**2", "2*x")
    evidence = measured(region, [{"x": x} for x in numbers], Evidence())
    first, *others = evidence.measurements
    evidence = replace(evidence, measurements=(replace(first, **changed), *others))  # type: ignore[arg-type]
    deep = with_more_digits(region.problem, evidence)
    assert [m.point["x"] for m in deep.measurements] == list(numbers)
    return [m.point["x"] for m in deep.measurements if m.digits > 1000]


def test_thousands_of_digits_are_for_the_least_middle_and_largest_of_the_near() -> None:
    assert deepened(1.5, -3.5, 0.75, 20.5, 2.5, 5.5) == [1.5, -3.5, 5.5]
    assert deepened(1.5, 10.0, 9.5, -10.5) == [1.5, 9.5]
    assert deepened(-9.5, 2.5, 0.75, 4.5) == [-9.5, 2.5, 4.5]
    assert deepened(20.5, 10.0, -30.5) == [20.5]


def test_thousands_of_digits_are_for_what_is_known_to_30() -> None:
    assert deepened(0.5, 1.5, 2.5, 3.5, digits=30) == [0.5, 2.5, 3.5]
    assert deepened(0.5, 1.5, 2.5, 3.5, digits=29) == [1.5, 2.5, 3.5]
    assert deepened(0.5, 1.5, 2.5, 3.5, is_resolved=False) == [1.5, 2.5, 3.5]


def test_by_a_definition_the_first_point_gets_thousands_of_digits() -> None:
    region = region_of("s = x**2; s*x", "x", wrt="s")
    evidence = measured(region, [{"x": 2.5}, {"x": 1.5}], Evidence())
    deep = with_more_digits(region.problem, evidence)
    assert [m.digits > 1000 for m in deep.measurements] == [True, False]


def test_what_the_references_said_stays() -> None:
    region = region_of("x**2", "2*x")
    (first,) = measured(region, [{"x": 1.5}], Evidence()).measurements
    for agree in (True, False):
        evidence = Evidence((replace(first, references_agree=agree),), undecided=2)
        deep = with_more_digits(region.problem, evidence)
        assert (deep.measurements[0].references_agree, deep.undecided) == (agree, 2)
        assert deep.measurements[0].digits > 1000
