"""What is wrong with a claim: from the evidence to the words, the repair and its confirmation."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from formulas import node, texts

from microgauss.check import explanation
from microgauss.check.explanation import (
    POINTS,
    Explanation,
    confirmer,
    explain,
    moderate,
    terms_of,
    usable_as_floats,
    vocabulary_of,
)
from microgauss.check.floats import Evaluator
from microgauss.check.points import ROW, Sampler
from microgauss.check.probing import PROBES, Evidence
from microgauss.check.problem import Function, Point, Problem
from microgauss.check.region import Region
from microgauss.check.truth import Measurement


def region(
    function: str | Callable[..., Any], claim: str | Callable[..., Any], wrt: str = "x"
) -> Region:
    problem = Problem(Function(function), Function(claim), wrt)
    return Region(problem, Sampler(problem.names, {}, {}))


def explained(
    function: str | Callable[..., Any], claim: str | Callable[..., Any], wrt: str = "x"
) -> Explanation:
    return explain(region(function, claim, wrt), Evidence())


DIAGNOSES = [  # a function, a wrong claim, the diagnosis and the repair
    ("x**3", "3*x", "the exponent 3 of x was lowered by 2, not by 1 (too small by a factor x)",
     "3*x**2"),
    ("x*exp(t - mu)", "exp(t + mu)", "t + mu should be t − mu", "exp(t - mu)"),
    ("cos(x)*y", "sin(x)*y",
     "the derivative of cos has the wrong sign (the opposite sign everywhere)", "-sin(x)*y"),
    ("x*exp(y) + x", "exp(y) - 1",
     "the derivative of the summand x has the wrong sign (the term −1 has the wrong sign)",
     "exp(y) + 1"),
    ("abs(x)", "1", "right where x > 0, and only there", None),
    ("x*sin(y)", "2*sin(y)", "2 times too large everywhere", "sin(y)"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "claim", "diagnosis", "formula"), DIAGNOSES)
def test_a_wrong_claim_is_explained(
    function: str, claim: str, diagnosis: str, formula: str | None
) -> None:
    found = explained(function, claim)
    assert found.diagnosis == diagnosis
    assert formula is None or (found.repair is not None and found.repair.formula == formula)
    assert list(found.notes) == []
    assert len(found.evidence.measurements) >= PROBES


def test_a_claim_of_too_few_digits_is_told_so() -> None:
    for claim in ("2*x*sin(x) + 0.9999999999*x**2*cos(x)", "(2*x*sin(x) + x**2*cos(x))*0.99999999"):
        found = explained("x**2*sin(x)", claim)
        assert found.diagnosis.endswith("digits only: too few digits?")
        assert found.repair is not None
        assert found.repair.formula == "2*x*sin(x) + x**2*cos(x)"


EDGES = [  # numbers that no float holds, or only just
    ("x**2", "1.5e308*x"),
    ("x**2", "2*x + 1.5e308"),
    ("x**2", "x**1e-320"),
    ("x**2", "3*x + x**(1e-300**20)"),
    ("x**2*(1 + 1e-300**20)", "3*x"),
    ("x**(2 + 1e-300**20)", "3*x"),
    (f"x**2*(1 + {'*'.join(['1e-300**64'] * 60)})", "3*x"),
]


@pytest.mark.parametrize(("function", "claim"), EDGES)
def test_numbers_at_the_edge_of_floats_are_explained_too(function: str, claim: str) -> None:
    found = explained(function, claim)
    assert found.diagnosis
    assert any(m.is_wrong for m in found.evidence.measurements)


def test_a_claim_that_is_never_a_number_is_told_so() -> None:
    found = explained("x**2", "log(-1 - x**2)")
    assert found.diagnosis == "it is not a number at any point at which the gradient is one"
    assert found.repair is None


def test_a_claim_that_is_right_where_it_is_a_number_is_told_so() -> None:
    found = explained("x**2", "2*exp(log(x))")
    assert found.diagnosis == "right wherever it is a number, and it isn't one everywhere"
    assert found.repair is None


def test_a_claim_that_is_not_written_out_is_not_explained() -> None:
    def doubled(x: Any) -> Any:
        for _ in range(17):
            x = x + x
        return x

    found = explained("x**2", doubled)
    assert (found.diagnosis, found.repair, list(found.notes)) == ("", None, [])
    assert any(m.is_wrong for m in found.evidence.measurements)


def test_a_python_function_is_explained_without_a_rule() -> None:
    found = explained(lambda x: x**3, "3*x")
    assert found.diagnosis == "too small by a factor x"
    assert found.repair is not None
    assert found.repair.formula == "3*x**2"


def test_a_claim_that_is_long_is_said_to_be_cut() -> None:
    found = explained("x**2", "2*x + 1" + " - 1 + 1" * 25)
    assert list(found.notes) == ["the claim is long: repairs with two edits were not looked for"]


def test_a_long_function_is_measured_at_fewer_points(monkeypatch: pytest.MonkeyPatch) -> None:
    of = region("x**3", "3*x")
    assert len(explain(of, Evidence()).evidence.measurements) == POINTS
    monkeypatch.setattr(explanation, "LONG", of.operations + 1)
    assert len(explain(of, Evidence()).evidence.measurements) == POINTS
    monkeypatch.setattr(explanation, "LONG", of.operations)
    assert len(explain(of, Evidence()).evidence.measurements) == POINTS // 2


# --- the points that are used --------------------------------------------------------------------


def measurement(true: float = 2.0, claim: float = 3.0, **point: float) -> Measurement:
    at: Point = point or {"x": 1.5}
    return Measurement(
        at, claim, true, is_wrong=claim != true, digits=0, is_resolved=True, references_agree=True,
        references={},
    )  # fmt: skip


def test_points_are_used_at_which_floats_tell_claim_and_truth() -> None:
    fine = [measurement(), measurement(0.0), measurement(2.0, 2.0)]
    infinite = [measurement(1e400), measurement(2.0, float("nan"))]
    unresolved = replace(measurement(), is_resolved=False)
    assert usable_as_floats([*fine, *infinite, unresolved]) == fine


def test_tiny_gradients_are_used_only_where_no_other_shows_the_fault() -> None:
    fine, right, tiny = measurement(), measurement(2.0, 2.0), measurement(1e-101)
    assert usable_as_floats([fine, tiny]) == [fine]
    assert usable_as_floats([right, tiny]) == [right, tiny]
    small = measurement(-1e-99)
    assert usable_as_floats([fine, small]) == [fine, small]
    assert usable_as_floats([tiny]) == [tiny]


def test_moderate_points_are_used_where_there_are_enough() -> None:
    kept = [measurement(x=x) for x in (-5.9, -0.11, 0.11, 1, 2, 3, 4, 5, 5.5, 5.9)]
    assert len(kept) == PROBES
    extreme = [measurement(x=x) for x in (6.5, 0.05, -7.0, 0.0)]
    assert moderate([*kept, *extreme]) == kept
    assert moderate([*kept[1:], *extreme]) == [*kept[1:], *extreme]
    right = [measurement(2.0, 2.0, x=m.point["x"]) for m in kept]
    assert moderate([*right, *extreme]) == [*right, *extreme]
    other = measurement(x=1.5, y=0.01)
    assert moderate([*kept, other]) == kept


def test_terms_of_a_claim_have_their_signs() -> None:
    assert texts(terms_of(node("t - mu*t + 0 - (a - 1)"))) == ["t", "-mu*t", "-a", "1"]


# --- what a claim may lack, and what is right ----------------------------------------------------


def words_of(function: str, claim: str, points: Sequence[Point]) -> tuple[list[str], list[str]]:
    of = region(function, claim)
    evaluate = Evaluator(of.named(points))
    found = vocabulary_of(of, node(claim), evaluate)
    return texts(found.atoms), texts(found.formulas)


AT: list[Point] = [{"x": 0.3 * i + 0.17, "y": 1.9 - 0.1 * i} for i in range(1, 10)]


def test_the_vocabulary_is_of_function_and_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    atoms, formulas = words_of("exp(x**2)*y", "exp(x**2)", AT)
    assert {"x", "y", "x**2", "exp(x**2)"} <= set(atoms)
    assert formulas == ["exp(x**2)*y", "2*y*x*exp(x**2)"]
    operations = region("exp(x**2)*y", "exp(x**2)").operations
    monkeypatch.setattr(explanation, "LONG", operations)
    atoms, formulas = words_of("exp(x**2)*y", "exp(x**2)", AT)
    assert sorted(atoms) == ["x", "y"]
    assert formulas == ["exp(x**2)*y", "exp(x**2)"]


def test_a_repair_is_confirmed_by_probing_it() -> None:
    confirm = confirmer(region("x**3", "3*x"), [{"x": 1.5}])
    assert confirm("3*x**2", None) is True
    assert confirm("3*x", None) is False
    assert confirm("3*x**2 + relu(x - 1e3)", None) is False
    assert confirm("3*q", None) is False
    assert confirm("3*", None) is False


def test_a_row_of_data_is_no_number_of_a_point() -> None:
    kept = [measurement(x=1.5, **{ROW: row}) for row in range(PROBES)]
    assert moderate([*kept, measurement(x=7.0)]) == kept
