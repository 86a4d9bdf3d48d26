"""A check as a whole: what is read, what is asked of whom, and what the report says of it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from measurements import measurement, region_of

from microgauss.check import assert_gradient, check, examination
from microgauss.check.domains import Domain
from microgauss.check.examination import (
    ROWS,
    check_link,
    domains_of,
    examine,
    left_out,
    proved,
    sampled,
)
from microgauss.check.probing import Evidence, probed
from microgauss.check.problem import Function
from microgauss.formula import FormulaError

CHAIN = Function("a = x**2; b = sin(a); b*y")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """Collect what SymPy is asked in place of asking it: the names that are above 0."""
    positives: list[set[str]] = []

    def prove(_: object, positive: set[str]) -> bool:
        positives.append(positive)
        return True

    monkeypatch.setattr(examination, "prove", prove)
    return positives


def test_domains_are_of_names_and_definitions() -> None:
    domains = domains_of(CHAIN, {"x": "> 0", "a": (0, 1)})
    assert domains == {"x": Domain(low=0.0), "a": Domain(0.0, 1.0)}
    with pytest.raises(FormulaError) as error:
        domains_of(CHAIN, {"x": "> 0", "q": "> 0"})
    assert str(error.value) == "where q: the function has x, y"


@pytest.mark.parametrize(
    ("name", "text", "verdict"),
    [
        ("df/db", "y", "correct"),
        ("∂f / ∂b", "y", "correct"),
        ("db/da", "cos(a)", "correct"),
        ("da/dx", "2*x", "correct"),
        ("da/dx", "x", "wrong"),
        ("df/dx", "2*x*cos(a)*y", "correct"),
    ],
)
def test_links_are_between_definitions(name: str, text: str, verdict: str) -> None:
    report = check_link(CHAIN, name, text, {"x": Domain(low=0.0)})
    assert report.verdict == verdict
    assert (report.output, report.wrt) == (name[1], name[-1])
    assert report.proved is None
    assert all(m.point["x"] > 0 for m in report.measurements)


@pytest.mark.parametrize("name", ["df", "df:db", "f/db", "df/b", "xf/db", "df/xb", ""])
def test_a_link_is_called_by_its_two_ends(name: str) -> None:
    with pytest.raises(FormulaError) as error:
        check_link(CHAIN, name, "1", {})
    assert str(error.value) == f"a step is called dA/dB, such as df/dsigma, and not {name!r}"
    with pytest.raises(FormulaError, match=r"^steps need the function as a formula"):
        check_link(Function(lambda x: x), name, "1", {})


def test_without_a_claim_the_links_product_is_it() -> None:
    links = {"df/da": "2*a + 1", "da/dx": "1 + y"}
    report = check("a = x*(1 + y); a**2 + a", wrt="x", steps=links, proof=False)
    assert report.claim == "(2*a + 1)*(1 + y)"
    assert report.verdict == "correct"
    assert list(report.steps) == ["df/da", "da/dx"]
    assert [link.output for link in report.steps.values()] == ["f", "a"]
    assert check("x**2", "2*x", wrt="x", proof=False).steps == {}


def test_links_are_checked_where_the_function_is() -> None:
    links = {"df/da": "1/a", "da/dx": "abs(x)/x"}
    report = check("a = x; log(a)", "1/x", wrt="x", steps=links, where={"x": (0, 9)}, proof=False)
    assert [link.verdict for link in report.steps.values()] == ["correct", "correct"]


def test_numbers_that_people_give_are_decimals() -> None:
    """Of the float 0.1 the double is not a fifth."""
    assert check("x**2", "1/5", wrt="x", where={"x": 0.1}, proof=False).verdict == "correct"
    assert check("x**2", "1/5", wrt="x", data={"x": [0.1]}, proof=False).verdict == "correct"
    both = check("x**2*y", "y/5", wrt="x", where={"x": 0.1}, data={"y": [0.3]}, proof=False)
    assert both.verdict == "correct"


def test_a_gradient_that_is_confirmed_raises_nothing_and_asks_no_sympy(
    asked: list[set[str]],
) -> None:
    assert_gradient("x**2", "2*x", wrt="x")
    assert asked == []
    assert_gradient("x**2", "2*x", wrt="x", proof=True)
    assert asked == [set()]
    assert_gradient("x*abs(x)", "2*x", wrt="x", where={"x": "> 0"})
    for claim in ("2*x", "log(x)"):
        with pytest.raises(AssertionError, match="wrong: "):
            assert_gradient("x*abs(x)", claim, wrt="x")
    with pytest.raises(AssertionError, match=r"^\? untestable: "):
        assert_gradient("log(-x**2)", "1/x", wrt="x")


def test_a_correct_claim_has_power_and_a_proof_where_one_is_asked_for(
    asked: list[set[str]],
) -> None:
    report = examine(region_of("x**3", "3*x**2"), proof=True)
    assert (report.verdict, report.proved, report.repair) == ("correct", True, None)
    assert report.power.likely == report.power.caught > 3
    assert (report.claim, report.wrt, report.output) == ("3*x**2", "x", "f")
    assert report.notes == ()  # a proof needs no search
    assert len(asked) == 1
    unproved = examine(region_of("x**3", "3*x**2"), "g", proof=False)
    assert (unproved.proved, unproved.output) == (None, "g")
    assert [note[:30] for note in unproved.notes] == ["searched 8,192 points along x "]
    assert len(asked) == 1


def test_a_wrong_claim_has_a_diagnosis_and_a_repair(asked: list[set[str]]) -> None:
    report = examine(region_of("x**3", "4*x**2"), proof=True)
    assert (report.verdict, report.proved, report.power) == ("wrong", None, (0, 0))
    assert (report.repair, report.edits) == ("3*x**2", (("4", "3"),))
    assert report.diagnosis
    assert report.notes == ()
    assert asked == []
    hopeless = examine(region_of("x**3", "log(x)*sin(x) + exp(x)"), proof=False)
    assert (hopeless.verdict, hopeless.repair, hopeless.edits) == ("wrong", None, ())


def test_a_proof_is_asked_for_unless_it_is_refused(asked: list[set[str]]) -> None:
    assert check("x**2", "2*x", wrt="x").proved is True
    assert check("x**2", "2*x", wrt="x", proof=False).proved is None
    assert len(asked) == 1


def test_notes_on_the_explanation_are_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def explain(_: object, evidence: Evidence) -> Any:
        return evidence, "slip", None, ["a note"]

    monkeypatch.setattr(examination, "explain", explain)
    report = examine(region_of("x**3", "4*x**2"), proof=False)
    assert (report.diagnosis, report.notes) == ("slip", ("a note",))


def test_a_claim_that_later_probes_refute_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = measurement({"x": -1.5}, claim=1.5, true=2.5, is_wrong=True)

    def power_of(_: object, evidence: Evidence) -> Any:
        return (3, 4), Evidence((*evidence.measurements, wrong)), ["a note"]

    monkeypatch.setattr(examination, "power_of", power_of)
    report = examine(region_of("x**3", "3*x**2"), proof=False)
    assert report.verdict == "wrong"
    assert report.counterexample is wrong
    assert report.power == (3, 4)
    assert "a note" in report.notes


def test_notes_on_the_power_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    power: Callable[..., Any] = lambda _, evidence: ((3, 4), evidence, ["a note"])  # noqa: E731
    monkeypatch.setattr(examination, "power_of", power)
    report = examine(region_of("x**3", "3*x**2"), proof=False)
    assert [note[:8] for note in report.notes] == ["a note", "searched"]


def test_rows_at_which_nothing_was_measured_are_left_out() -> None:
    region = region_of("log(x)", "1/x", data={"x": [1.5, -1.0, 2.5, -3.0, 0.5]})
    assert left_out(region, probed(region)) == 2
    assert examine(region, proof=False).left_out == 2
    assert left_out(region, Evidence((measurement({"x": 1.5, "datum": 0.0}),) * 2)) == 4
    assert left_out(region_of("x", "1"), Evidence((measurement({"x": 1.5}),))) == 0


@pytest.mark.parametrize(
    ("function", "claim", "where", "positive"),
    [
        ("x**2*y", "2*x*y", {}, set()),
        ("x**2*y", "2*x*y", {"x": "> 0"}, {"x"}),
        ("x**2*y", "2*x*y", {"x": "> 0", "y": (1, 2)}, {"x", "y"}),
        ("x**2*log(y)", "2*x*log(y)", {}, {"y"}),
        ("x**2*log(y)", "2*x*log(y)", {"x": "< 0"}, {"y"}),
    ],
)
def test_sympy_is_told_which_names_are_above_0(
    function: str, claim: str, where: dict[str, Any], positive: set[str], asked: list[set[str]]
) -> None:
    region = region_of(function, claim, where=where)
    assert proved(region, Evidence()) is True
    assert asked == [positive]


def test_a_name_is_above_0_only_if_it_was_wherever_the_claim_was_measured(
    asked: list[set[str]],
) -> None:
    region = region_of("x**2*y", "2*x*y", where={"x": "> 0", "y": "> 0"})
    for x in (-1.0, 0.0):
        proved(region, Evidence((measurement({"x": x, "y": 1.0}),)))
    assert asked == [{"y"}, {"y"}]


def test_0_is_not_above_0(asked: list[set[str]]) -> None:
    proved(region_of("x**2*cos(y)", "2*x*cos(y)", where={"y": 0}), Evidence())
    assert asked == [set()]


def test_where_no_point_is_met_no_name_is_above_0(asked: list[set[str]]) -> None:
    region = region_of("sqrt(x - 1e9)*sqrt(1e9 + 1 - x)", "1")
    assert not region.samples(region.sampler.columns(1024)).inside.any()
    proved(region, Evidence())
    assert asked == [set()]


def test_sympy_is_asked_of_formulas_and_their_names_only(asked: list[set[str]]) -> None:
    assert proved(region_of(lambda x: x**2, "2*x"), Evidence()) is None
    assert proved(region_of("s = x**2; 3*s", "3", wrt="s"), Evidence()) is None
    assert proved(region_of("x/0", "2*x"), Evidence()) is None
    assert asked == []


def test_of_many_rows_some_are_drawn_the_first_and_last_among_them() -> None:
    few = {"x": np.arange(ROWS, dtype=float)}
    assert sampled(few) is few
    assert sampled({}) == {}
    many = sampled({"x": np.arange(2.0 * ROWS), "y": -np.arange(2.0 * ROWS)})
    assert len(many["x"]) == ROWS
    assert (many["x"][0], many["x"][-1]) == (0, 2 * ROWS - 1)
    assert np.array_equal(many["x"], -many["y"])
    assert (np.diff(many["x"]) > 0).all()
    assert len(sampled({"x": np.arange(ROWS + 1.0)})["x"]) == ROWS
