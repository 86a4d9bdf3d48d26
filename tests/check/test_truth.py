"""The ground truth at a point: told from a claim, shown to agree, or left open; never wrong."""

import mpmath
import pytest

from microgauss import exp, tanh
from microgauss.check.intervals import UndecidedError
from microgauss.check.problem import Function, Problem
from microgauss.check.truth import DEEP, Measurement, measure


def at(function: object, claim: object, wrt: str, **point: float) -> Measurement | None:
    return measure(Problem(Function(function), Function(claim), wrt), point)  # type: ignore[arg-type]


SATURATED = [  # where 1 + something tiny rounds to 1, with as many digits as it takes
    ("a*(1-exp(-k*t))+c", "t", "a*k*exp(-k*t)", {"a": 1.3, "k": 70.0, "t": 21.0, "c": 2.0}),
    ("log(1 + exp(-y*w*x))", "w", "-y*x/(1+exp(y*w*x))", {"y": 1.3, "w": 70.0, "x": 21.0}),
    ("log(1 + exp(-y*w*x))", "w", "-y*x*exp(-y*w*x)/(1+exp(-y*w*x))",
     {"y": 1.3, "w": -7000.0, "x": 21.0}),
    ("1/(exp((E-m)/(k*T))+1)", "E", "-exp((E-m)/(k*T))/(k*T*(exp((E-m)/(k*T))+1)**2)",
     {"E": 30.0, "m": 1.0, "k": 0.01, "T": 2.0}),
    ("1-exp(-(x/l)**k)", "x", "k/l*(x/l)**(k-1)*exp(-(x/l)**k)", {"x": 30.0, "l": 1.5, "k": 3.0}),
    ("log(1+x**n)", "x", "n*x**(n-1)/(1+x**n)", {"x": 0.001, "n": 300.0}),
    ("tanh(x)", "x", "1-tanh(x)**2", {"x": 900.0}),
    ("tanh(x)", "x", "4/(exp(x)+exp(-x))**2", {"x": 300.0}),
    ("sigmoid(x)", "x", "sigmoid(x)*(1-sigmoid(x))", {"x": 700.0}),
    ("x**1000000", "x", "1000000*x**999999", {"x": -0.97}),
    ("exp(-1e6*x**2)", "x", "-2e6*x*exp(-1e6*x**2)", {"x": 30.0}),
    ("exp(x)/(exp(x) + exp(800))", "x", "exp(x + 800)/(exp(x) + exp(800))**2", {"x": 2.0}),
]  # fmt: skip


@pytest.mark.parametrize(("function", "wrt", "claim", "point"), SATURATED, ids=str)
def test_saturated_gradients_are_told_from_0(
    function: str, wrt: str, claim: str, point: dict[str, float]
) -> None:
    found = at(function, claim, wrt, **point)
    assert found is not None
    assert not found.is_wrong
    assert found.references_agree
    assert found.is_resolved
    assert found.true != 0
    assert found.digits >= 30
    for wrong in ("0", f"2*({claim})", f"({claim})*(1 + 1e-20)"):
        refuted = at(function, wrong, wrt, **point)
        assert refuted is not None
        assert refuted.is_wrong, wrong


@pytest.mark.parametrize(
    ("claim", "digits"),
    [("2*x", 45), ("x + x*(0.1 + 0.9)", 45), ("2.000000000000001*x", -1), ("2*x + x/10**40", -1)],
)
def test_a_claim_is_wrong_from_the_first_digit_that_is(claim: str, digits: int) -> None:
    found = at("x**2", claim, "x", x=1.234)
    assert found is not None
    assert found.is_wrong == (digits < 0)
    assert found.digits >= digits


def test_a_rounded_constant_may_be_the_number_that_it_rounds() -> None:
    found = at("x/3", "0.3333333333333333", "x", x=1.5)
    assert found is not None
    assert not found.is_wrong
    assert found.digits == 15
    six = at("x/3", "0.333333", "x", x=1.5)
    assert six is not None
    assert six.is_wrong
    assert at("0.1*x", "1/10", "x", x=1.5).digits >= 45  # type: ignore[union-attr]


def test_a_gradient_that_is_0_by_cancellation_agrees_with_0() -> None:
    found = at("sin(x)**2 + cos(x)**2", "0", "x", x=1.3)
    assert found is not None
    assert not found.is_wrong
    assert not found.is_resolved
    assert found.digits > 1000
    assert at("sin(x)**2 + cos(x)**2", "1e-300*x", "x", x=1.3).is_wrong  # type: ignore[union-attr]


def test_outside_of_the_domain_there_is_nothing_to_measure() -> None:
    assert at("log(x)", "1/x", "x", x=-1.5) is None
    assert at("x**y", "y*x**(y - 1)", "x", x=-1.5, y=0.5) is None
    assert at("sqrt(x)", "1/(2*sqrt(x))", "x", x=0.0) is None
    undefined = at("x**2", "2*exp(log(x))", "x", x=-1.5)
    assert undefined is not None
    assert undefined.is_wrong
    assert undefined.claim != undefined.claim  # nan


@pytest.mark.parametrize("claim", ["step(x)", "1", "0", "(1 + sign(x))/2"])
def test_on_a_kink_a_claim_may_say_what_it_likes(claim: str) -> None:
    assert at("relu(x)", claim, "x", x=0.0) is None


@pytest.mark.parametrize("x", [-1.0, 1.0])
def test_a_kink_is_left_out_wherever_it_lies(x: float) -> None:
    assert at("relu(1 - abs(x))", "-sign(x)*step(1 - abs(x))", "x", x=x) is None
    flat = at("relu(1 - relu(1 - relu(1 - x)))", "0", "x", x=2 + abs(x))
    assert flat is not None  # the outer argument is 0 all around: that is no kink
    assert not flat.is_wrong


def test_a_definition_may_be_varied_on_its_own() -> None:
    function = "sigma = sqrt(1 + z**2); log(sigma)"
    found = at(function, "1/sqrt(1 + z**2)", "sigma", z=0.7)
    assert found is not None
    assert not found.is_wrong
    assert found.digits >= 45
    assert at(function, "1/sqrt(2 + z**2)", "sigma", z=0.7).is_wrong  # type: ignore[union-attr]


def test_python_functions_are_measured_too() -> None:
    found = at(lambda x: tanh(x) * exp(-x), "exp(-x)*(1 - tanh(x)**2 - tanh(x))", "x", x=0.3)
    assert found is not None
    assert not found.is_wrong
    assert found.digits >= 45


def test_what_no_number_of_digits_tells_is_left_open() -> None:
    with pytest.raises(UndecidedError):
        at("x**2", "2*x + sign(sin(x)**2 + cos(x)**2 - 1)", "x", x=1.5)
    found = at("x**2", "2*x + sign(x - x)", "x", x=1.3)
    assert found is not None
    assert not found.is_wrong


def test_thousands_of_digits_see_far() -> None:
    function, claim = "x**2", "2*x + exp(-(x - 1.7)**2*1e3)"
    problem = Problem(Function(function), Function(claim), "x")
    near = measure(problem, {"x": 3.0})
    assert near is not None
    assert not near.is_wrong  # the bump is 1e-734 there
    far = measure(problem, {"x": 3.0}, DEEP)
    assert far is not None
    assert far.is_wrong


def test_the_callers_mpmath_stays_as_it_was() -> None:
    before = mpmath.mp.prec
    at("tanh(x)", "1-tanh(x)**2", "x", x=900.0)
    assert mpmath.mp.prec == before
