"""The ground truth at a point: told from a claim, shown to agree, or left open; never wrong."""

import math
from dataclasses import replace

import mpmath
import pytest
from mpmath import libmp

from microgauss import exp, tanh
from microgauss.check.comparison import Comparison, compare, digits_that_agree
from microgauss.check.intervals import Interval, UndecidedError
from microgauss.check.problem import Function, Problem, Trace
from microgauss.check.truth import (
    DEEP,
    PRECISIONS,
    Measurement,
    confirm,
    intervals,
    is_on_kink,
    measure,
    settle,
)
from microgauss.engine.value import Constant


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
    assert far.digits == 0
    assert far.references_agree  # the gradient has been confirmed with fewer digits
    assert math.isnan(far.references["complex step"])


def test_the_callers_mpmath_stays_as_it_was() -> None:
    before = mpmath.mp.prec
    at("tanh(x)", "1-tanh(x)**2", "x", x=900.0)
    assert mpmath.mp.prec == before


SPACE = intervals(100)


def between(low: float, high: float) -> Interval:
    return Interval(SPACE, (libmp.from_float(low), libmp.from_float(high)))


def outline(function: str, claim: str) -> Trace:
    return Problem(Function(function), Function(claim), "x").outline


def compared(trace: Trace, x: float, bits: int = 200) -> Comparison:
    return compare(trace, {"x": x}, intervals(bits))


def test_eight_digits_that_agree_are_enough_and_seven_are_not() -> None:
    found = at("x/3", "3333333.333333333 - 3333333", "x", x=1.3)
    assert found is not None
    assert (found.is_wrong, found.digits) == (False, 8)
    with pytest.raises(UndecidedError):
        at("x/3", "33333333.33333333 - 33333333", "x", x=1.3)


@pytest.mark.parametrize(("large", "digits"), [("1e57", 2), ("1e58", 1), ("1e59", 0)])
def test_few_digits_become_many_with_more_bits(large: str, digits: int) -> None:
    trace = outline("x/3", f"(1/3 + {large}) - {large}")
    assert compared(trace, 1.3).digits == digits
    assert settle(trace, {"x": 1.3}, PRECISIONS).digits == compared(trace, 1.3, 800).digits > 180


def test_no_digit_twice_is_no_reason_to_give_up() -> None:
    trace = outline("x/3", "(1/3 + 1e280) - 1e280")
    assert [compared(trace, 1.3, bits).digits for bits in (200, 800)] == [0, 0]
    assert settle(trace, {"x": 1.3}, PRECISIONS).digits > 900


@pytest.mark.parametrize(
    ("true", "digits", "is_clear"),
    [
        (between(0.25, 0.5), 30, True),
        (between(0.25, 0.5), 29, False),
        (between(-0.5, 0.5), 99, False),
        (between(0.0, 0.0), 30, True),
    ],
)
def test_thirty_digits_are_clear_unless_the_gradient_may_be_0(
    true: Interval, digits: int, *, is_clear: bool
) -> None:
    found = Comparison((), true, true, true.middle, is_wrong=False, digits=digits)
    assert found.is_clear is is_clear
    assert found._replace(is_wrong=True).is_clear is True


@pytest.mark.parametrize(
    ("claim", "true", "digits"),
    [
        (between(0.5, 0.5), between(0.5, 0.5), 20),  # of 30 the last 10 may be rounding
        (between(0.5, 0.5 + 2.0**-30), between(0.5, 0.5), 8),  # 29 bits
        (between(2.0**-60, 2.0**-60), between(-(2.0**-100), 2.0**-100), 15),  # of terms of 2**-9
        (between(-1.0, 1.0), between(0.0, 0.0), 0),
        (between(-4.0, 4.0), between(0.5, 0.5), 0),
    ],
)
def test_digits_are_counted_against_the_gradient_or_its_terms(
    claim: Interval, true: Interval, digits: int
) -> None:
    assert digits_that_agree(claim, true, SPACE) == digits


def test_a_gradient_that_is_exactly_0_is_resolved() -> None:
    found = at("x - x", "0", "x", x=1.3)
    assert found is not None
    assert (found.is_resolved, found.is_wrong, found.references_agree) == (True, False, True)
    assert found.references == {"backprop": 0.0, "complex step": 0.0}


@pytest.mark.parametrize("claim", ["log(-1)", "log(-x**2)", lambda x: (-x).log()], ids=str)
def test_a_claim_that_is_nowhere_defined_is_wrong(claim: object) -> None:
    found = at("x**2", claim, "x", x=1.3)
    assert found is not None
    assert (found.is_wrong, found.digits, found.references_agree) == (True, 0, True)
    assert math.isnan(found.claim)
    assert found.true == 2.6


def test_a_claim_that_differs_is_wrong_in_every_digit() -> None:
    found = compared(outline("x**2", "2*x + 1"), 1.5)
    assert (found.is_wrong, found.digits, found.claim) == (True, 0, 4)


@pytest.mark.parametrize(
    ("function", "x", "is_kink"),
    [
        ("relu(x)", 0.0, True),
        ("relu(x)", 1.5, False),
        ("relu(x - 1.5)", 1.5, True),
        ("x**2", 0.0, False),
        ("relu(relu(abs(x) - 2))", 1.0, False),  # its argument is 0 between -2 and 2
        ("relu(relu(abs(x) - 2))", -1.0, False),
        ("relu(relu(abs(x) - 2))", -2.0, True),
        ("x*relu(log(x))", -1.5, False),  # not defined, and so no kink
    ],
)
def test_a_kink_is_where_its_argument_is_0_but_not_beside(
    function: str, x: float, *, is_kink: bool
) -> None:
    trace = outline("x**2", function)
    assert is_on_kink(trace, (SPACE.exactly(x),)) is is_kink


def test_beside_a_kink_a_wrong_claim_is_wrong() -> None:
    for claim in ("2", "relu(log(-x))"):
        found = at("relu(x)", claim, "x", x=1.5)
        assert found is not None
        assert found.is_wrong


def test_the_names_of_a_kink_move_apart() -> None:
    problem = Problem(Function("relu(x - y)"), Function("3"), "x")
    assert measure(problem, {"x": 1.5, "y": 1.5}) is None
    found = measure(problem, {"x": 1.5, "y": 1.25})
    assert found is not None
    assert found.is_wrong


@pytest.mark.parametrize(
    ("factor", "agree"), [("1.0000000000005", True), ("1.000000000002", False)]
)
def test_the_complex_step_agrees_to_12_digits(factor: str, *, agree: bool) -> None:
    right, wrong = outline("x**2", "2*x"), outline(f"x**2*{factor}", "2*x")
    step, is_same = confirm(right, compared(wrong, 1.5))
    assert (step, is_same) == (3.0, agree)


@pytest.mark.parametrize(("large", "agree"), [("1e6", True), ("1", False)])
def test_what_the_functions_own_rounding_hides_is_no_disagreement(
    large: str, *, agree: bool
) -> None:
    trace = replace(outline(f"{large} + x/10**50", "0"), gradient=Constant(0.0))
    step, is_same = confirm(trace, compared(trace, 1.5))
    assert step == pytest.approx(1e-50)
    assert is_same is agree


def test_what_the_intervals_leave_open_is_no_disagreement() -> None:
    trace = outline("x/10**50", "0")
    found = compared(trace, 1.5)._replace(output=SPACE.interval(0))
    step = found.true.middle
    for width, agree in ((0.75, True), (0.4, False)):
        true = Interval(found.true.space, (step._mpf_, (step * (1 + width))._mpf_))
        true = true - true.middle  # 0 lies in it, and the complex step beyond
        assert confirm(trace, found._replace(true=true))[1] is agree


def test_a_complex_step_that_fails_confirms_nothing() -> None:
    found = compared(outline("x**2", "2*x"), 1.5)
    step, agree = confirm(outline("1/(x - x)", "0"), found)
    assert math.isnan(step)
    assert agree is False


@pytest.mark.parametrize("function", ["log(exp(x)) - x", "sqrt(x)**2 - x", "tanh(x)/tanh(x)"])
def test_the_complex_step_carries_more_digits_than_the_intervals(function: str) -> None:
    found = at(function, "0", "x", x=1.3)
    assert found is not None
    assert (found.is_wrong, found.references_agree) == (False, True)
