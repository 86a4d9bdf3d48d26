"""What a confirmation is worth: of the likely slips in a claim, how many the probes catch."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from formulas import node

from microgauss.check import probing
from microgauss.check.domains import Domain
from microgauss.check.points import ROW, Sampler
from microgauss.check.probing import (
    FEW,
    Assessment,
    Evidence,
    differences,
    free_points,
    is_limited_to_some,
    is_wrong_at,
    measured,
    power_of,
    unlimited,
    why_hidden,
)
from microgauss.check.problem import Function, Point, Problem
from microgauss.check.region import Region
from microgauss.check.report import Power
from microgauss.check.slips import likely_edits
from microgauss.check.variants import work

ONE = Domain(1.0, 1.0, (True, True))


def region(
    function: str,
    claim: str | Callable[..., Any],
    wrt: str,
    domains: Mapping[str, Domain] | None = None,
    **data: Sequence[float],
) -> Region:
    problem = Problem(Function(function), Function(claim), wrt)
    columns = {name: np.array(column, float) for name, column in data.items()}
    return Region(problem, Sampler(problem.names, domains or {}, columns))


def assessed(of: Region, points: Sequence[Point]) -> Assessment:
    return power_of(of, measured(of, points, Evidence()))


POINTS: list[Point] = [{"x": 0.7, "y": 1.3}, {"x": -1.9, "y": 0.4}, {"x": 2.3, "y": -3.1}]


def test_slips_that_show_at_the_probes_are_caught() -> None:
    found = assessed(region("x**2*y", "2*x*y", "x"), POINTS)
    assert found.power.caught == found.power.likely > 15
    assert len(found.evidence.measurements) == 3
    assert list(found.notes) == []


def test_where_a_slip_does_not_show_it_is_probed_on() -> None:
    found = assessed(region("x**2", "2*x", "x"), [{"x": 2.0}])  # where 2*x is x**2
    assert found.power.caught == found.power.likely > 5
    assert 1 < len(found.evidence.measurements) < 6
    assert not any(m.is_wrong for m in found.evidence.measurements)
    assert list(found.notes) == []
    full = assessed(region("x**2", "2*x", "x"), [{"x": 2.3}])
    assert found.power == full.power
    assert len(full.evidence.measurements) == 1


def test_it_is_probed_on_where_the_slip_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "free_points", lambda *_: [{"x": 3.1}])
    found = assessed(region("x**2", "2*x", "x"), [{"x": 2.0}])
    assert found.power.caught == found.power.likely > 5
    assert [m.point["x"] for m in found.evidence.measurements] == [2.0, 3.1]


def test_where_no_more_can_be_measured_a_slip_stays_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "free_points", lambda *_: [{"x": 3.1}])
    found = assessed(region("x**2 + log(3 - x) - log(3 - x)", "2*x", "x"), [{"x": 2.0}])
    assert 5 < found.power.caught < found.power.likely
    missed = found.power.likely - found.power.caught
    assert list(found.notes) == [f"{missed} of the slips can't show here: these data are special"]
    assert len(found.evidence.measurements) == 1


def test_a_slip_that_makes_no_other_function_is_none() -> None:
    of = region("x**2", "2*x", "x")
    points = [{"x": 0.7}, {"x": -1.9}]
    found = differences(of, node("2*x"), points)
    assert found is not None
    assert found.any(axis=1).all()
    assert found.shape[1] == 2
    texts = {"x", "2", "1*x", "3*x", "4*x", "-2*x"}
    assert len(texts) < len(found) < 15


def test_of_a_claim_that_is_not_written_out_nothing_is_counted() -> None:
    def doubled(x: Any) -> Any:
        for _ in range(17):
            x = x + x
        return x

    found = assessed(region("2**16*x**2", doubled, "x"), [{"x": 0.7}])
    assert found == Assessment(Power(0, 0), found.evidence)
    assert len(found.evidence.measurements) == 1
    assert list(found.notes) == []


def test_of_too_long_a_claim_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    of = region("x**2", "2*x", "x")
    monkeypatch.setattr(probing, "WORK", 10)
    found = assessed(of, [{"x": 0.7}])
    assert found.power == Power(0, 0)
    assert list(found.notes) == ["the claim is too long to count the slips that would be caught"]


def test_the_bound_on_work_itself_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    of = region("x**2", "2*x", "x")
    root = node("2*x")
    needed = work(root, likely_edits(root, ("x",)), 2)
    monkeypatch.setattr(probing, "WORK", needed)
    assert differences(of, root, [{"x": 0.7}, {"x": 1.7}]) is not None
    monkeypatch.setattr(probing, "WORK", needed - 1)
    assert differences(of, root, [{"x": 0.7}, {"x": 1.7}]) is None


def test_what_a_fixed_number_hides_is_not_caught() -> None:
    of = region("x**2*y", "2*x*y", "x", {"y": ONE})
    points: list[Point] = [{"x": 0.7, "y": 1.0}, {"x": -1.9, "y": 1.0}]
    found = assessed(of, points)
    free = assessed(region("x**2*y", "2*x*y", "x"), POINTS)
    assert found.power.caught < found.power.likely == free.power.likely
    missed = found.power.likely - found.power.caught
    assert list(found.notes) == [f"{missed} of the slips can't show here: y is 1"]
    assert len(found.evidence.measurements) == 2


def test_a_claim_that_is_right_for_a_fixed_number_only_is_one_slip_more() -> None:
    points: list[Point] = [{"x": 0.7, "y": 1.0}, {"x": -1.9, "y": 1.0}]
    found = assessed(region("x**2*y", "2*x", "x", {"y": ONE}), points)
    assert found.notes[0] == "the claim is right here only: for other numbers it is wrong"
    assert found.notes[1].endswith("can't show here: y is 1")
    alone = assessed(region("x**2", "2*x", "x", {}), [{"x": 0.7}])
    named = assessed(region("x**2 + 0*y", "2*x", "x", {}), POINTS)
    assert alone.power.likely < named.power.likely
    assert found.power.likely == named.power.likely + 1
    missed = found.power.likely - found.power.caught
    assert found.notes[1].startswith(f"{missed} of the slips")
    assert missed >= 1


def test_data_that_hide_nothing_say_nothing() -> None:
    of = region("x**2*y", "2*x*y", "x", y=[1.3, 0.4, -3.1])
    found = assessed(of, [point | {ROW: row} for row, point in enumerate(POINTS)])
    assert found.power.caught == found.power.likely > 15
    assert list(found.notes) == []


def test_a_check_is_limited_by_data_or_by_a_fixed_number() -> None:
    assert is_limited_to_some(region("x**2*y", "2*x*y", "x")) is False
    assert is_limited_to_some(region("x**2*y", "2*x*y", "x", {"y": Domain(0.0)})) is False
    assert is_limited_to_some(region("x**2*y", "2*x*y", "x", {"y": ONE})) is True
    assert is_limited_to_some(region("x**2*y", "2*x*y", "x", y=[1.0, 2.0])) is True


def test_elsewhere_data_and_fixed_numbers_are_left_aside_but_no_domain() -> None:
    of = region("x**2*y*z", "2*x*y*z", "x", {"y": ONE, "x": Domain(0.0)}, z=[1.0, 2.0])
    elsewhere = unlimited(of)
    assert elsewhere.sampler.domains == {"x": Domain(0.0)}
    assert elsewhere.sampler.data == {}
    assert elsewhere.sampler.names == of.sampler.names
    assert elsewhere.problem is of.problem


def test_free_points_are_many_for_formulas_and_belong_to_no_row() -> None:
    of = region("x**2*y", "2*x*y", "x", y=[1.0, 2.0])
    points = free_points(of, unlimited(of))
    assert len(points) > 4 * FEW
    assert {point[ROW] for point in points} == {-1.0}
    assert all({"x", "y"} < point.keys() for point in points)
    plain = region("x**2*y", "2*x*y", "x")
    assert all(ROW not in point for point in free_points(plain, plain))
    called = region("x**2", lambda x: 2 * x, "x")
    assert len(free_points(called, called)) == FEW


def test_a_claim_is_wrong_elsewhere_where_some_of_the_points_say_so() -> None:
    def points(*at: float) -> list[Point]:
        return [{"x": x} for x in at]

    bent = region("x**2", "2*x + relu(x - 10)", "x")
    assert is_wrong_at(bent, points(1.5, 11.5)) is True
    assert is_wrong_at(bent, points(1.5, 9.5)) is False
    assert is_wrong_at(bent, []) is False
    many = points(*([1.5] * 9 * FEW))
    assert is_wrong_at(bent, [*many[:9], *points(11.5), *many[10:]]) is True
    assert is_wrong_at(bent, [*many[:4], *points(11.5), *many[5:]]) is False


def test_why_a_slip_is_hidden() -> None:
    def why(domains: Mapping[str, Domain], **data: Sequence[float]) -> str:
        columns = {name: np.array(column, float) for name, column in data.items()}
        return why_hidden(Sampler(("a", "b", "c"), domains, columns))

    assert why({}) == "these data are special"
    assert why({"a": Domain(0.0)}) == "these data are special"
    assert why({"a": ONE, "b": Domain(0.5, 0.5, (True, True))}) == "a is 1, b is 0.5"
    assert why({}, a=[1.0, 2.0], b=[2.0, 3.0]) == "these data are special"
    assert why({}, a=[2.0, 2.0], b=[2.0, 3.0]) == "a is 2 in every row"
    assert why({}, a=[2.0]) == "a is 2 in every row"
    assert why({}, a=[2.0, 2.0], b=[2.0, 2.0]) == "a is 2 in every row, b is 2 in every row"
    assert why({}, a=[1.0, 2.0], b=[1.0, 2.0], c=[1.0, 3.0]) == "a equals b in every row"
