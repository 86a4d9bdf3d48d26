"""The diagnosis names the rule of calculus that was broken."""

import pytest

from microgauss.check import check

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
