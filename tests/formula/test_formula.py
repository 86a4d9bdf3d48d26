"""The text of a formula: what is read, what is refused, and where the place is marked."""

import pytest

from microgauss import DomainError
from microgauss.engine.value import Constant
from microgauss.formula import Formula, parse

VALID = [
    ("x**2 - 3*x", 4.0, 4.0),
    ("-x**2", 3.0, -9.0),
    ("x**-1", 4.0, 0.25),
    ("2**3**x", 2.0, 512.0),
    ("(x)", 2.0, 2.0),
    ("+x", 2.0, 2.0),
    ("sqrt(x)*log(exp(2))", 4.0, 4.0),
    ("s = x + 1; s*s", 2.0, 9.0),
    ("s = x + 1\nr = s*2\nr - s", 2.0, 3.0),
    ("s = x + 1; f = s*s", 2.0, 9.0),
    ("relu(-x) + abs(-x)", 2.0, 2.0),
    ("1e3*x + .5", 1.0, 1000.5),
]

INVALID = [
    ("", "a formula is a text"),
    ("   ", "a formula is a text"),
    ("# nothing", "holds nothing to compute"),
    ("f(x)", "there is no function f: there are log, exp"),
    ("x.real", "a formula holds names, numbers, + - * / **, brackets and functions"),
    ("__import__('os').system('x')", "(in >>__import__('os').system('x')<<)"),
    ("[x]", "(in >>[x]<<)"),
    ("x if x else 1", "(in >>x if x else 1<<)"),
    ("lambda: x", "(in >>lambda: x<<)"),
    ("x + 'a'", "(in x + >>'a'<<)"),
    ("True*x", "(in >>True<<*x)"),
    ("2j*x", "(in >>2j<<*x)"),
    ("x + ", "something is missing (in x +>><<)"),
    ("(x", "this bracket is never closed (in >>(<<x)"),
    ("x)", "this bracket closes nothing (in x>>)<<)"),
    ("x = ", "something is missing (in x =>><<)"),
    ("log", "log is a function: write log(...)"),
    ("log(x, x)", "log takes 1 argument"),
    ("log(a=x)", "a formula holds names, numbers, + - * / **, brackets and functions"),
    ("x; x", "only definitions, name = formula, may come before the formula (in >>x<<; x)"),
    ("import os", "only definitions"),
    ("s = x; s = 2; s", "s is defined twice"),
    ("s = r; r = x; s", "r is defined twice, or used before its definition"),
    ("pi = 3; pi*x", "pi can't be defined here"),
    ("log = x; log", "log can't be defined here"),
    ("a = b = x; a", "can't be defined here"),
    ("1e999*x", "this number is too large for a float (in >>1e999<<*x)"),
    ("10**400*x", "pow overflows a float"),
    ("9**9**9**9", "pow overflows a float"),
    ("y", "y has no value: give it one, such as y=0.5 (in >>y<<)"),
    ("x + σ*y", "sigma has no value: give it one, such as sigma=0.5 (in x + >>σ<<*y)"),
    ("(" * 10_000 + "x" + ")" * 10_000, "the formula has 20,001 characters"),
    ("(" * 4_000 + "x" + ")" * 4_000, "is nested more than 200 deep"),
    ("-" * 9_000 + "x", "is nested more than 2,000 deep"),
    ("x+" * 500_000 + "x", "the formula has 1,000,001 characters, and 10,000 are the most"),
    ("x\0", ""),
]


@pytest.mark.parametrize(("text", "x", "expected"), VALID)
def test_formulas_are_read(text: str, x: float, expected: float) -> None:
    assert parse(text, x=x).output.data == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(("text", "message"), INVALID, ids=[text[:20] for text, _ in INVALID])
def test_others_are_refused_in_one_line_that_marks_the_place(text: str, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011, its text is what is tested
        Formula(text).graph({"x": 2.0})
    assert message in str(error.value)
    assert len(str(error.value)) < 300
    assert "\n" not in str(error.value)


def test_every_name_is_a_labelled_value() -> None:
    graph = parse("sigma = sqrt(1 + z**2); log(sqrt(2*pi)*sigma)", z=0.75)
    assert graph["sigma"].label == "sigma"
    assert graph["sigma"].data == 1.25
    assert graph["z"].label == "z"
    assert isinstance(graph["pi"], Constant)
    assert graph["pi"].label == "pi"
    graph.output.backward()
    assert graph["z"].grad == pytest.approx(0.75 / 1.25**2, rel=1e-15)


@pytest.mark.parametrize("space", ["\f", "# a\u2028b\n", "# \x85\n"], ids=ascii)
def test_numbers_are_read_where_they_stand_whatever_else_ends_a_line(space: str) -> None:
    formula = Formula(f"s = (x + {space} y9932)\ns + z*12")
    assert formula.output.text == "s + z*12"
    assert parse(f"(x +{space} 12)*3", x=1).output.data == 39.0
    with pytest.raises(ValueError, match=r"y has no value.* \+ >>y<<\)\)$"):
        parse(f"(x +{space} 1\n + y)", x=1)


def test_an_alias_leaves_the_name_of_what_it_stands_for() -> None:
    graph = parse("s = x; s*2", x=3)
    assert graph["s"] is graph["x"]
    assert graph["x"].label == "x"


def test_the_last_definition_may_be_the_output() -> None:
    graph = parse("s = 2*x; f = s**2", x=3)
    assert graph.output is graph["f"]


def test_values_that_the_formula_does_not_use_are_named() -> None:
    with pytest.raises(ValueError, match="the formula has no y; it has x"):
        parse("x**2", x=1, y=2)
    with pytest.raises(ValueError, match="s is defined in the formula, and given a value too"):
        parse("s = x; s", x=1, s=2)


def test_a_domain_error_marks_its_place() -> None:
    with pytest.raises(
        DomainError, match=r"log needs an argument above 0 \(in 2\*>>log\(x-5\)<<\)"
    ):
        parse("2*log(x-5)", x=1)
