"""The diagnosis names the rule of calculus that was broken."""

import numpy as np
import pytest

from microgauss.check import check
from microgauss.check.explanation import LONGEST, broken_rule
from microgauss.check.points import samples_at
from microgauss.check.problem import Function, Problem
from microgauss.engine.value import toposort

DRAWN = np.random.default_rng(3).uniform(0.3, 3.0, size=(4, 12))


def named(function: str, wrt: str, claim: str, **scales: float) -> str:
    """Return the broken rule, by points of 0.3 to 3 times the scale of each name."""
    problem = Problem(Function(function), Function(claim), wrt)
    points = {n: c * scales.get(n, 1.0) for n, c in zip(problem.names, DRAWN, strict=False)}
    samples = samples_at(problem.outline, points, {})
    return broken_rule(problem.outline, points, samples.claim, samples.gradient)


BROKEN = [
    ("exp(x**2)", "x", "exp(x**2)", "the inner derivative 2·x of x² is missing"),
    ("sin(a*x + b)", "x", "cos(a*x + b)", "the inner derivative a of a·x + b is missing"),
    ("(3*x + 1)**5", "x", "5*(3*x + 1)**4", "the inner derivative 3 of 3·x + 1 is missing"),
    ("exp(x**2)", "x", "2*x", "the derivative of exp is missing: only the inner one"),
    ("sin(x**2)", "x", "cos(2*x)", "the derivative of sin is taken at 2·x, and not at x²"),
    ("x**2*sin(x)", "x", "2*x*sin(x)", "a half of the product rule is missing"),
    ("x**2*sin(x)", "x", "x**2*cos(x)", "a half of the product rule is missing"),
    ("x**2*sin(x)", "x", "2*x*cos(x)", "the product rule is not u'·v'"),
    ("x**2*sin(x)", "x", "2*x*sin(x) - x**2*cos(x)", "the product rule has a plus"),
    ("x/(1 + x**2)", "x", "(2*x**2 - (1 + x**2))/(1 + x**2)**2", "the quotient rule's order is sw"),
    ("x/(1 + x**2)", "x", "(1 + x**2 + 2*x**2)/(1 + x**2)**2", "the quotient rule has a minus"),
    ("x/(1 + x**2)", "x", "1/(2*x)", "a quotient's derivative is not u'/v'"),
    ("x/(1 + x**2)", "x", "1/(1 + x**2)", "a half of the quotient rule is missing"),
    ("1/(1 + x**2)", "x", "2*x/(1 + x**2)**2", "the derivative of 1/v is −v'/v²"),
    ("1/(1 + x**2)", "x", "-1/(1 + x**2)**2", "the inner derivative 2·x of 1 + x² is missing"),
    ("x**5", "x", "5*x**5", "the exponent 5 of x wasn't lowered by 1"),
    ("x**5", "x", "x**4", "the exponent 5 of x wasn't brought down as a factor"),
    ("x**5", "x", "4*x**4", "the factor is the exponent 5 itself, before it is lowered"),
    ("x**5", "x", "x**6/6", "was integrated, not differentiated"),
    ("a**x", "x", "x*a**(x - 1)", "the exponent x varies: the power rule doesn't apply"),
    ("a**x", "x", "a**x", "the factor log(a) is missing"),
    ("cos(x)", "x", "sin(x)", "the derivative of cos has the wrong sign"),
    ("sin(x)", "x", "-cos(x)", "the derivative of sin has the wrong sign"),
    ("log(x)*y", "x", "log(x)*y", "log(x) wasn't differentiated"),
    ("x**3 + exp(x)", "x", "3*x**2", "the derivative of the summand exp(x) is missing"),
    ("x**3 + a", "x", "3*x**2 + a", "the constant a stays: its derivative is 0"),
    ("x**3 + sin(x)", "x", "3*x**2 + sin(x)", "the summand sin(x) wasn't differentiated"),
    ("a*x**2*y", "x", "2*x*y", "the constant factor a is missing"),
    ("x**2*y**3", "x", "3*x**2*y**2", "this is the derivative by y, not by x"),
    ("x**3*y", "x", "6*x*y", "differentiated twice"),
    ("s = sqrt(1 + z**2); -log(s)", "z", "-1/s", "the inner derivative z/s of s is missing"),
    ("s = sqrt(1 + z**2); z*s", "z", "s", "a half of the product rule is missing"),
    ("sqrt(1 + x**2)", "x", "2*x/sqrt(1 + x**2)", "2"),
]


@pytest.mark.parametrize(("function", "wrt", "claim", "words"), BROKEN[:-1])
def test_a_rule_is_named_from_the_columns_alone(
    function: str, wrt: str, claim: str, words: str
) -> None:
    assert words in named(function, wrt, claim)


EXACT = [
    ("s = x**3; s + y", "x", "1", "the inner derivative of s, x³, is missing"),
    ("s = sin(x); s*y + s", "x", "y + 1", "the inner derivative of s, sin(x), is missing"),
    ("s = x**3; s + x*y", "x", "y", "the derivative of the summand s is missing"),
    ("s = x**3; exp(s)*s", "x", "exp(s)*3*x**2",
     "a half of the product rule is missing: s times the derivative of exp(s)"),
    ("x*exp(-x*y)", "x", "x*exp(-x*y)*-y",
     "a half of the product rule is missing: exp(−x·y) times the derivative of x"),
    ("-x**2*y", "x", "2*x*y", "the minus sign of −x² is lost"),
    ("s = sin(x); exp(y*s)", "y", "exp(y*s)",
     "the inner derivative s of y·s is missing: the chain rule has it as a factor"),
    ("1e6*x*y**2", "x", "2e6*x*y", "this is the derivative by y, not by x"),
    ("sin(y)*x + exp(x)", "x", "cos(y)*x", "this is the derivative by y, not by x"),
    ("sin(x)*x + y", "x", "sin(x)*x + y", "this is the function itself: it wasn't differentiated"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "wrt", "claim", "words"), EXACT)
def test_the_words_name_the_part(function: str, wrt: str, claim: str, words: str) -> None:
    assert named(function, wrt, claim) == words


NONE = [
    ("x**2*sin(x)", "x", "1.9*x*sin(x) + x**2*cos(x)"),  # close to the truth, and no rule
    ("x**2*sin(x)", "x", "2*x*sin(x) + 0.9999999999*x**2*cos(x)"),  # too few digits only
    ("x*y", "x", "0"),  # its second derivative is no explanation of nothing
    ("exp(2*x + 5*y)", "x", "5*exp(2*x + 5*y)"),  # a factor says it better than another name
    ("sqrt(x - x + y)", "y", "x"),
]


@pytest.mark.parametrize(("function", "wrt", "claim"), NONE)
def test_no_rule_is_named_where_none_explains_the_claim(
    function: str, wrt: str, claim: str
) -> None:
    assert named(function, wrt, claim) == ""


def test_a_large_factor_is_still_one() -> None:
    assert named("exp(2*x + 1e9*y)", "x", "1e9*exp(2*x + 1e9*y)", y=1e-9) == ""


def test_a_claim_of_few_digits_is_explained_too() -> None:
    words = named("1e6*exp(x/3)", "x", "1e6*exp(0.33333333333*x)")
    assert words == "the factor exp(x/3) wasn't differentiated"
    assert named("1e6*exp(x/3)", "x", "1e6*exp(0.33333*x)") == ""
    assert named("1e-6*exp(x/3)", "x", "1e-6*exp(0.33333*x)") == ""


def test_the_rounding_of_large_parts_that_cancel_is_no_difference() -> None:
    words = named("s = 1e9*x + sin(x); s - 1e9*x", "x", "0")
    assert words == "the derivative of the summand sin(x) is missing"
    words = named("s = sin(x); 1e6*exp(3*s)", "x", "0")
    assert words == "s depends on it: the derivative through it is missing"


def test_no_rule_is_looked_for_in_a_long_function() -> None:
    terms = "x" + " + sin(x)" * (LONGEST // 2 - 1)
    for function, words in (
        (f"-({terms})", "this is the function itself: it wasn't differentiated"),
        (f"{terms} + sin(x)", ""),
    ):
        outline = Problem(Function(function), Function("x"), "x").outline
        assert len(toposort(outline.output)) == LONGEST + (not words)
        assert named(function, "x", function) == words


@pytest.mark.parametrize(("function", "wrt", "claim", "words"), BROKEN)
def test_the_broken_rule_is_named(function: str, wrt: str, claim: str, words: str) -> None:
    report = check(function, claim, wrt=wrt, proof=False)
    assert report.verdict == "wrong"
    assert words in report.diagnosis, report.diagnosis
    assert report.repair is not None
    assert check(function, report.repair, wrt=wrt, proof=False).verdict == "correct"


def test_a_right_pattern_is_not_blamed_on_another_name() -> None:
    report = check("exp(-abs(x - m))", "sign(x - m)*exp(-abs(x - m))", wrt="x", proof=False)
    assert "by m" not in report.diagnosis
    assert "sign" in report.diagnosis
