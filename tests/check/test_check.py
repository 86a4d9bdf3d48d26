"""The cross-check itself is checked: planted wrong claims, planted wrong rules, right spellings."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgauss import cos, log, pi, sin, sqrt
from microgauss.check import assert_gradient, check, probing
from microgauss.check.points import Sampler
from microgauss.check.problem import Function, Problem
from microgauss.check.truth import measure
from microgauss.engine.rules import RULES, Rule

F = "-(t - mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma)"
FZ = "sigma = sqrt(1 + z**2); " + F

RIGHT = [
    (F, "mu", "(t - mu)/sigma**2"),
    (F, "mu", "t/sigma**2 - mu*sigma**-2"),
    (F, "sigma", "((t - mu)**2 - sigma**2)/sigma**3"),
    (F, "sigma", "((t - mu)/sigma - 1)*((t - mu)/sigma + 1)/sigma"),
    (FZ, "z", "((t - mu)**2/sigma**4 - 1/sigma**2)*z"),
    (FZ, "z", "((t - mu)**2/(1 + z**2)**2 - 1/(1 + z*z))*z"),
    (FZ, "sigma", "(t - mu)**2/sigma**3 - 1/sigma"),
    (FZ, "sigma", "(t - mu)**2/sigma**3 - 1/sqrt(1 + z**2)"),
    ("x - x", "x", "0"),
    ("0.1*x", "x", "1/10"),
    ("x/3", "x", "1/3"),
    ("sin(x)*tanh(x)", "x", "cos(x)*tanh(x) + sin(x)*(1 - tanh(x)**2)"),
    ("relu(x)*x", "x", "2*relu(x)"),
    ("abs(x)**3", "x", "3*x*abs(x)"),
    ("(1e6 + x)**2 - 1e12", "x", "2e6 + 2*x"),  # cancellation
    ("x*1e300", "x", "1e300"),
    ("x*1e-300", "x", "1e-300"),
    ("log(x - 1000)", "x", "1/(x - 1000)"),
    ("x**n", "n", "x**n*log(x)"),
]

WRONG = {
    "sign": (F, "mu", "-(t - mu)/sigma**2"),
    "factor 2": (F, "mu", "2*(t - mu)/sigma**2"),
    "exponent off by one": (F, "sigma", "(t - mu)**2/sigma**2 - 1/sigma"),
    "dropped term": (F, "sigma", "(t - mu)**2/sigma**3"),
    "dropped chain factor": (FZ, "z", "(t - mu)**2/sigma**3 - 1/sigma"),
    "names exchanged": (F, "mu", "(mu - t)/sigma**2"),
    "right for z > 0 only": (FZ, "z", "((t - mu)**2/sigma**4 - 1/sigma**2)*abs(z)"),
    "right at 0 and 1": ("x**3 - x", "x", "2*x**2 - 1 + x**4"),
    "not defined everywhere": ("x**2", "x", "2*exp(log(x))"),
    "hidden by cancellation": ("(1e8 + x)**2 - 1e16", "x", "2e8 + 2*x + 1e-9*x"),
    "zero": (F, "mu", "0"),
}


@pytest.mark.parametrize(("function", "wrt", "claim"), RIGHT)
def test_right_claims_are_confirmed(function: str, wrt: str, claim: str) -> None:
    report = check(function, claim, wrt=wrt)
    assert report.verdict == "correct", str(report)
    assert report.counterexample is None
    assert report.digits >= 13


@pytest.mark.parametrize(("function", "wrt", "claim"), WRONG.values(), ids=WRONG.keys())
def test_wrong_claims_are_refuted_at_a_point(function: str, wrt: str, claim: str) -> None:
    report = check(function, claim, wrt=wrt)
    assert report.verdict == "wrong"
    point = report.counterexample
    assert point is not None
    assert point.is_wrong
    assert not any(x in (0, 1, -1) for x in point.point.values())
    with pytest.raises(AssertionError, match="wrong"):
        assert_gradient(function, claim, wrt=wrt)


def test_the_true_claim_of_the_sheet_is_confirmed_to_nearly_50_digits() -> None:
    assert check(F, "(t - mu)**2/sigma**3 - 1/sigma", wrt="sigma").digits >= 48


def test_a_claim_that_is_off_in_the_20th_digit_is_wrong() -> None:
    claim = "2*x + x/10**20"
    assert check("x**2", claim, wrt="x").verdict == "wrong"


def test_python_functions_are_checked_as_text_is() -> None:
    def f(t: float, mu: float, sigma: float) -> float:
        return -((t - mu) ** 2) / (2 * sigma**2) - log(sqrt(2 * pi) * sigma)

    assert_gradient(f, "(t - mu)/sigma**2", wrt="mu")
    assert_gradient(f, lambda t, mu, sigma: (t - mu) ** 2 / sigma**3 - 1 / sigma, wrt="sigma")
    report = check(f, lambda sigma: -1 / sigma, wrt="sigma")
    assert report.verdict == "wrong"


@pytest.mark.parametrize("turns", [2, 8, 40])
def test_python_functions_may_use_a_value_more_than_once(turns: int) -> None:
    def looped(x: Any) -> Any:
        for _ in range(turns):  # as a formula, twice as long with every turn
            x = x * sin(x)
        return x

    def derived(x: Any) -> Any:
        slope = 1
        for _ in range(turns):
            slope, x = slope * (sin(x) + x * cos(x)), x * sin(x)
        return slope

    right = check(looped, derived, wrt="x", proof=False)
    assert right.verdict == "correct", str(right)
    assert check(looped, lambda x: looped(x) + x, wrt="x", proof=False).verdict == "wrong"


def test_a_function_without_a_domain_is_untestable() -> None:
    report = check("log(-x**2)", "1/x", wrt="x")
    assert report.verdict == "untestable"
    assert report.counterexample is None
    assert "no point was found" in str(report)


@pytest.mark.parametrize(
    ("function", "claim", "wrt", "message"),
    [
        (F, "(t - m)/sigma**2", "mu", "the claim uses m: the function has t, mu, sigma"),
        (F, "1", "s", "there is no s to differentiate by: there are t, mu, sigma"),
        (F, "", "mu", "a formula is a text"),
        ("1/2x", "2*x", "x", r"1/2x can be \(1/2\)x or 1/\(2x\)"),
        (F, "1+" * 500_000, "mu", "the formula has 1,000,000 characters"),
    ],
)
def test_what_cannot_be_checked_is_said_in_one_line(
    function: str, claim: str, wrt: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message) as error:
        check(function, claim, wrt=wrt)
    assert "\n" not in str(error.value)


@pytest.fixture
def planted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Plant a wrong derivative in a row of the table."""
    name, position, wrong = request.param
    rule = RULES[name]
    right = rule.partials
    derivatives = (*right[:position], wrong, *right[position + 1 :])
    object.__setattr__(rule, "partials", derivatives)
    yield
    object.__setattr__(rule, "partials", right)


PLANTED = [
    ("multiply", 1, lambda xp, y, a, b: b),
    ("divide", 1, lambda xp, y, a, b: y / b),
    ("pow", 0, lambda xp, y, a, b: b * a**b),
    ("log", 0, lambda xp, y, a: 2 / a),
    ("sqrt", 0, lambda xp, y, a: 1 / y),
    ("add", 1, lambda xp, y, a, b: -1),
]


@pytest.mark.parametrize("planted", PLANTED, indirect=True, ids=lambda case: case[0])
@pytest.mark.usefixtures("planted")
def test_planted_wrong_rules_are_never_called_correct() -> None:
    report = check(FZ, "((t - mu)**2/sigma**4 - 1/sigma**2)*z", wrt="z")
    assert report.verdict == "unreliable"


@pytest.mark.parametrize("name", ["log", "sqrt"])
def test_planted_wrong_values_are_never_called_correct(name: str) -> None:
    rule: Rule = RULES[name]
    right = rule.value
    object.__setattr__(rule, "value", lambda xp, a: right(xp, a) * 3)
    try:
        report = check(FZ, "((t - mu)**2/sigma**4 - 1/sigma**2)*z", wrt="z")
        assert report.verdict in ("unreliable", "wrong")
    finally:
        object.__setattr__(rule, "value", right)


@settings(deadline=None, max_examples=60)
@given(
    x=st.floats(0.01, 100).filter(lambda x: abs(x - 1) > 1e-3),
    power=st.integers(-5, 5).filter(bool),
    factor=st.floats(0.1, 1e6),
)
def test_the_complex_step_agrees_with_the_gradient(x: float, power: int, factor: float) -> None:
    function = Function(f"sqrt(1 + ({factor!r}*x)**{power})*log(x + 2) - tanh(1/x)*0 + x")
    found = measure(Problem(function, function, "x"), {"x": x})
    assert found is not None
    assert found.references_agree


def test_generic_points_rest_on_no_whole_number_and_repeat() -> None:
    first = [p for p, _ in zip(Sampler(("a", "b"), {}, {}).points(), range(40), strict=False)]
    again = [p for p, _ in zip(Sampler(("a", "b"), {}, {}).points(), range(40), strict=False)]
    assert first == again
    assert all(x not in (0, 1, -1) for point in first for x in point.values())
    assert any(x < 0 for point in first for x in point.values())


# diagnosis, repair, chains, data, proof

DIAGNOSES = [
    (F, "mu", "-(t - mu)/sigma**2", "the opposite sign everywhere"),
    (F, "mu", "2*(t - mu)/sigma**2", "2 times too large everywhere"),
    (F, "mu", "(t - mu)/(3*sigma**2)", "3 times too small everywhere"),
    (F, "mu", "(t - mu)/sigma", "too large by a factor sigma"),
    (F, "mu", "(t - mu)/sigma**3", "too small by a factor sigma"),
    (F, "sigma", "(t - mu)**2/sigma**3", "the term −1/sigma is missing"),
    (F, "sigma", "(t - mu)**2/sigma**3 - 1/sigma - 1/sigma", "the term −1/sigma is there twice"),
    (F, "sigma", "(t - mu)**2/sigma**3 + 1/sigma", "the term 1/sigma has the wrong sign"),
    (F, "sigma", "(t - mu)**2/sigma**3 - 1/sigma + t", "the term t is too much"),
    (FZ, "z", "((t - mu)**2/sigma**4 - 1/sigma**2)*abs(z)", "right where z > 0, and only there"),
    ("log(x)", "x", "log(-x**2)", "it is not a number at any point"),
]


@pytest.mark.parametrize(("function", "wrt", "claim", "words"), DIAGNOSES)
def test_diagnosis_says_in_words_what_is_wrong(
    function: str, wrt: str, claim: str, words: str
) -> None:
    report = check(function, claim, wrt=wrt)
    assert words in report.diagnosis
    assert words in str(report)


def test_the_repair_is_in_the_claims_own_spelling_with_the_edit_marked() -> None:
    report = check(F, "(mu-t)**2*sigma**-2 - 1/sigma", wrt="sigma")
    assert report.repair == "(mu - t)**2*sigma**-3 - 1/sigma"
    assert "one edit makes it right" in str(report)
    assert "sigma**-2 -> sigma**-3" in str(report)


def test_two_slips_are_repaired_and_three_are_not() -> None:
    two = check(F, "(t - mu)**2/sigma**2 - 2/sigma", wrt="sigma")
    assert two.repair is not None
    assert check(F, two.repair, wrt="sigma").verdict == "correct"
    assert "two edits make it right" in str(two)
    three = check(F, "(t + sigma)**4/mu**2 - 2*mu/t", wrt="sigma")
    assert three.repair is None
    assert "no repair within two edits was found" in str(three)


def test_a_correct_claim_is_proved_and_its_check_has_power() -> None:
    report = check(F, "(t - mu)**2/sigma**3 - 1/sigma", wrt="sigma")
    assert report.proved
    assert report.power.likely > 30
    assert report.power.caught == report.power.likely
    assert "proved by SymPy" in str(report)
    assert "likely slips" in str(report)


def test_what_is_not_proved_says_so() -> None:
    report = check("0.1*x", "1/10", wrt="x")  # the float 0.1 is not a tenth
    assert report.verdict == "correct"
    assert report.proved is False
    assert "not proved by SymPy, but confirmed to" in str(report)


def test_without_sympy_the_digits_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sympy", None)
    report = check("x**2", "2*x", wrt="x")
    assert report.verdict == "correct"
    assert report.proved is None


def test_the_chain_names_its_first_wrong_link() -> None:
    links = {"df/dsigma": "(t - mu)**2/sigma**3 - 1/sigma", "dsigma/dz": "1/z*2*z/sqrt(1 + z**2)"}
    report = check(FZ, wrt="z", steps=links)
    assert report.verdict == "wrong"
    assert report.steps["df/dsigma"].verdict == "correct"
    assert report.steps["dsigma/dz"].verdict == "wrong"
    assert report.steps["dsigma/dz"].repair == "1/2*2*z/sqrt(1 + z**2)"
    assert report.first_wrong_step == "dsigma/dz"
    assert "the first wrong link" in str(report)
    links["dsigma/dz"] = "z/sigma"
    right = check(FZ, "((t - mu)**2/sigma**4 - 1/sigma**2)*z", wrt="z", steps=links)
    assert right.verdict == "correct"
    assert right.first_wrong_step is None


@pytest.mark.parametrize("name", ["sigma", "df/sigma", "f"])
def test_links_without_a_name_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a step is called dA/dB"):
        check(FZ, "1", wrt="z", steps={name: "1"})
    with pytest.raises(ValueError, match="steps need the function as a formula"):
        check(lambda z: z, "1", wrt="z", steps={"df/dz": "1"})


def test_data_are_compared_datum_by_datum() -> None:
    data = {"t": [1.0, 2.0, 4.0], "x": [1.0, 1.0, 3.0]}
    report = check("(t - w*x)**2", "-2*(t - w*x)", wrt="w", data=data)
    assert report.verdict == "wrong"
    assert report.counterexample is not None
    assert report.counterexample.point["datum"] == 2  # at the others x is 1
    assert "datum 2" in str(report)
    assert check("(t - w*x)**2", "-2*x*(t - w*x)", wrt="w", data=data).verdict == "correct"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"q": [1.0]}, "the data's q isn't in the function"),
        ({"t": [1.0, 2.0], "x": [1.0]}, "differ in length"),
        ({"t": [float("nan")]}, "a column of finite numbers"),
        ({"t": []}, "a column of finite numbers"),
    ],
)
def test_bad_data_are_named(data: dict[str, list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check("(t - w*x)**2", "-2*x*(t - w*x)", wrt="w", data=data)


def test_a_failure_in_pytest_reads_as_the_report() -> None:
    with pytest.raises(AssertionError) as error:
        assert_gradient(F, "(t - mu)**2/sigma**2 - 1/sigma", wrt="sigma")
    assert "∂f/∂sigma is not (t − mu)²/sigma² − 1/sigma" in str(error.value)
    assert "sigma**2 -> sigma**3" in str(error.value)


def test_reports_go_into_json() -> None:
    report = check(F, "log(-t**2)", wrt="mu")
    found = json.loads(json.dumps(report.as_dict()))
    assert found["verdict"] == "wrong"
    assert found["counterexample"]["yours"] is None  # it isn't a number there
    assert found["counterexample"]["at"].keys() == {"t", "mu", "sigma"}


def test_probes_go_on_until_every_likely_slip_would_be_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(probing, "PROBES", 1)  # above 0: abs(x) looks like x
    report = check("x*abs(x)", "2*abs(x)", wrt="x")
    assert report.verdict == "correct"
    assert report.power.caught == report.power.likely
    assert len(report.measurements) > 1
    assert any(measurement.point["x"] < 0 for measurement in report.measurements)


def test_a_definition_may_be_0() -> None:
    report = check("z = w*x; (t - z)**2", "-2*(t - z)", wrt="z", data={"x": [0.0, 2.0]})
    assert report.verdict == "correct", str(report)


def test_a_python_claim_that_returns_no_number_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="one real number, not a NoneType"):
        check("x**2", lambda x: None, wrt="x")


THIN = [
    ("relu(x - 50)", "x", "0"),
    ("x + relu(x - 1e6)", "x", "1"),
    ("abs(x - 100)", "x", "-1"),
    ("tanh(500*x)", "x", "0"),
    ("exp(-1e6*x**2)", "x", "0"),
]


@pytest.mark.parametrize(("function", "wrt", "claim"), THIN)
def test_kinks_far_away_and_steep_functions_are_seen(function: str, wrt: str, claim: str) -> None:
    report = check(function, claim, wrt=wrt, proof=False)
    assert report.verdict == "wrong"
    assert "wherever it is a number" not in report.diagnosis  # it is one everywhere


ROBUST = [
    ("1e300*x", "x", "2e300"),
    ("1e-300*x", "x", "2e-300"),
    ("x/1e-200", "x", "2e200"),
    ("x**2", "x", "2*x*sqrt(x)/sqrt(x)"),
    ("x/3", "x", "0.333333"),
]


@pytest.mark.parametrize(("function", "wrt", "claim"), ROBUST)
def test_wrong_claims_of_any_size_get_a_report(function: str, wrt: str, claim: str) -> None:
    report = check(function, claim, wrt=wrt)
    assert report.verdict == "wrong"
    assert "1 times" not in str(report)


def test_data_that_cannot_tell_are_said_to_be_so() -> None:
    blind = check("x**2*y", "3*x*y", wrt="x", data={"y": [0.0, 0.0]})
    assert blind.verdict == "untestable"
    assert "these data can't tell" in str(blind)
    outside = check("log(x)*y", "y/x", wrt="x", data={"x": [1.5, -1.0]})
    assert "1 of the data lie outside the function's domain" in str(outside)


def test_a_zero_among_the_data_hinders_no_repair() -> None:
    data = {"x": [1.0, 0.0, 3.0, 2.0], "t": [1.0, 2.0, 4.0, 1.5]}
    report = check("(t - w*x)**2", "-2*(t - w*x)", wrt="w", data=data)
    assert report.repair == "-2*x*(t - w*x)"


def test_default_arguments_keep_their_defaults() -> None:
    assert check(lambda x, n=2: x**n, "2*x", wrt="x").verdict == "correct"


def test_powers_of_a_float_do_not_hang_the_proof() -> None:
    report = check("0.1**x", "log(0.1)*0.1**x", wrt="x")
    assert report.verdict == "correct"
    assert report.proved is False
