"""Formulas from graphs and from the table."""

import pytest
from formulas import node, texts

from microgauss import Value, grad, sin
from microgauss.check.algebra import chain, operation
from microgauss.check.symbols import (
    LONG,
    LONGEST,
    Symbol,
    from_value,
    is_writable,
    partials_of,
    simplified,
)
from microgauss.engine.rules import RULES
from microgauss.engine.value import Constant
from microgauss.formula import Formula, parse

GRADIENTS = [
    ("x**2*sin(x)", "x", "x**2*cos(x) + 2*x*sin(x)"),
    (
        "-(t - mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma)",
        "sigma",
        "(t - mu)**2/sigma**3 - 1/sigma",
    ),
    ("a*(1 - exp(-k*t))", "t", "a*k*exp(-k*t)"),
    ("sqrt(1 + x**2*y)", "x", "y*x/sqrt(1 + x**2*y)"),
    ("x**n", "n", "x**n*log(x)"),
]


@pytest.mark.parametrize(("formula", "wrt", "text"), GRADIENTS)
def test_gradients_are_written_as_people_do(formula: str, wrt: str, text: str) -> None:
    names = Formula(formula).names
    graph = parse(formula, **dict(zip(names, (1.3, 0.7, 2.1), strict=False)))
    assert from_value(grad(graph.output, graph[wrt])).text == text


PARTIALS = [
    ("x + y", ["1", "1"]),
    ("x - y", ["1", "-1"]),
    ("x*y", ["y", "x"]),
    ("x/y", ["1/y", "-x/y**2"]),
    ("x**3", ["3*x**2", "x**3*log(x)"]),
    ("x**y", ["y*x**(y - 1)", "x**y*log(x)"]),
    ("tanh(x)", ["1 - tanh(x)**2"]),
    ("cos(x)", ["-sin(x)"]),
    ("sqrt(x)", ["1/(2*sqrt(x))"]),
    ("sigmoid(x)", ["sigmoid(x)*sigmoid(-x)"]),
    ("atan(2*x)", ["1/(4*x**2 + 1)"]),
    ("sign(x)", ["0"]),
]


@pytest.mark.parametrize(("formula", "partials"), PARTIALS)
def test_local_derivatives_are_the_tables(formula: str, partials: list[str]) -> None:
    assert texts(partials_of(node(formula))) == partials


def test_a_symbol_has_pythons_operators_in_their_order() -> None:
    x = Symbol(node("x"))
    assert (x - 1).node.text == "x - 1"
    assert (1 - x).node.text == "1 - x"
    assert (x / 2).node.text == "x/2"
    assert (2 / x).node.text == "2/x"
    assert (2 * x + 1).node.text == "2*x + 1"
    assert (1 + x * 2).node.text == "2*x + 1"
    assert (-(x**2)).node.text == "-x**2"


def test_a_labelled_value_is_written_as_its_name() -> None:
    x = Value(2.0, "x")
    s = sin(x)
    s.label = "s"
    assert from_value(s * x).text == "s*x"
    assert from_value(s).text == "s"
    assert from_value(s, expand=True).text == "sin(x)"
    assert from_value(x, expand=True).text == "x"
    assert from_value(s + s, expand=True).text == "2*s"


def test_numbers_are_written_exactly_or_as_floats() -> None:
    x = Value(2.0, "x")
    assert from_value(x * 3.0).text == "3*x"
    assert from_value(x + 0.1).text == "x + 1/10"
    assert from_value(Constant(0.1)).text == "0.1"
    assert from_value(Constant(1e20)).text == "1e20"
    assert from_value(Constant(2.0**60)).text == "1.152921504606847e+18"  # has been rounded


def doubled(times: int) -> Value:
    """Return a value whose formula has 6 * 2**times - 1 nodes."""
    value = Value(1.0, "x") + Value(2.0, "y") + Value(3.0, "z")
    for _ in range(times):
        value = value + value
    return value


def test_a_graph_is_written_where_its_formula_is_short() -> None:
    assert is_writable(doubled(13)) is True
    assert is_writable(doubled(14)) is False
    assert is_writable(doubled(15)) is False
    assert 6 * 2**13 - 2 < LONGEST < 6 * 2**14 - 2
    whole = doubled(16)
    whole.label = "s"
    assert is_writable(whole + 1.0) is True
    assert is_writable(Value(1.0, "x")) is True


SIMPLIFIED = [
    ("add", ("x", "x"), "2*x"),
    ("add", ("2*x/3", "x"), "5*x/3"),
    ("add", ("-x", "y"), "y - x"),
    ("add", ("-x", "-y"), "-x - y"),
    ("add", ("x", "-x"), "0"),
    ("add", ("x", "0"), "x"),
    ("add", ("1", "2"), "3"),
    ("add", ("x - y", "y"), "x"),
    ("add", ("x", "y"), "x + y"),
    ("add", ("x/2", "y"), "x/2 + y"),
    ("add", ("x + 1", "x**2"), "x + 1 + x**2"),
    ("add", ("x/y", "x/y"), "2*x/y"),
    ("subtract", ("x", "y"), "x - y"),
    ("subtract", ("x", "x + y"), "-y"),
    ("subtract", ("x", "3*x"), "-2*x"),
    ("multiply", ("2", "x/2"), "x"),
    ("multiply", ("x", "x"), "x**2"),
    ("divide", ("x*y", "2*x"), "y/2"),
    ("negative", ("a - b",), "b - a"),
    ("negative", ("-x",), "x"),
    ("pow", ("x", "0"), "1"),
    ("pow", ("0", "0"), "1"),
    ("pow", ("x*2", "1"), "x*2"),
    ("pow", ("x*2", "2"), "4*x**2"),
    ("pow", ("x**2", "3"), "x**6"),
    ("pow", ("x**2", "1/2"), "(x**2)**(1/2)"),
    ("pow", ("x*x", "n"), "(x*x)**n"),
    ("sin", ("x*1",), "sin(x*1)"),
    ("hypot", ("x", "y"), "hypot(x, y)"),
]


@pytest.mark.parametrize(("name", "args", "text"), SIMPLIFIED)
def test_an_operation_is_simplified_as_people_would(
    name: str, args: tuple[str, ...], text: str
) -> None:
    assert simplified(RULES[name], *map(node, args)).text == text


def test_numbers_may_be_arguments_themselves() -> None:
    assert simplified(RULES["multiply"], 2, node("x")).text == "2*x"
    assert simplified(RULES["add"], node("x"), 0.5).text == "x + 1/2"


def test_a_long_formula_is_left_as_it_stands() -> None:
    x = node("x")
    longest = chain("add", [x] * (LONG // 2))
    assert longest.size == LONG - 1
    assert simplified(RULES["add"], longest, x).text == f"{LONG // 2 + 1}*x"
    assert (
        simplified(RULES["add"], operation("negative", longest), x).text == f"-({longest.text}) + x"
    )
