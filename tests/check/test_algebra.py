"""Formulas are taken apart and put together as people write them."""

from fractions import Fraction

import pytest
from formulas import node, texts

from microgauss.check.algebra import (
    BITS,
    ONE,
    Product,
    chain,
    constant,
    fraction,
    is_simple,
    literal,
    negative,
    operation,
    signed_terms,
    with_args,
    with_exponent,
)

CONSTANTS = [
    (Fraction(0), "0"),
    (Fraction(2), "2"),
    (Fraction(-2), "-2"),
    (Fraction(1, 3), "1/3"),
    (Fraction(-2, 3), "-2/3"),
    (0.5, "0.5"),
    (-0.5, "-0.5"),
    (3.0, "3"),
    (0.0, "0"),
    (Fraction(2000), "2000"),
    (Fraction(10**14 + 1), "100000000000001"),
    (Fraction(10**15), "1e15"),
    (Fraction(1234567890123456), "1.23456789012346e15"),
    (Fraction(1, 10**6000), "1/1e6000"),
]


@pytest.mark.parametrize(("number", "text"), CONSTANTS)
def test_a_number_is_written_shortly(number: Fraction | float, text: str) -> None:
    assert constant(number).text == text


LITERALS = [
    ("2", Fraction(2)),
    ("0.5", Fraction(1, 2)),
    ("-2", Fraction(-2)),
    ("1/2", Fraction(1, 2)),
    ("-1/2", Fraction(-1, 2)),
    ("0/5", Fraction(0)),
    ("1/0", None),
    ("x/2", None),
    ("2/x", None),
    ("x", None),
    ("-x", None),
    ("2*3", None),
    ("2**3", None),
    ("pi", None),
]


@pytest.mark.parametrize(("formula", "value"), LITERALS)
def test_only_a_literal_number_has_a_value(formula: str, value: Fraction | None) -> None:
    assert literal(node(formula)) == value


@pytest.mark.parametrize("formula", ["x", "2", "x**2", "2**x", "x**y"])
def test_a_name_a_number_and_a_power_of_them_are_simple(formula: str) -> None:
    assert is_simple(node(formula))


@pytest.mark.parametrize("formula", ["x*y", "-x", "sin(x)", "(x + 1)**2", "x**(y + 1)", "x**-2"])
def test_other_formulas_are_not_simple(formula: str) -> None:
    assert not is_simple(node(formula))


def test_an_operation_with_the_same_arguments_is_the_same_node() -> None:
    root = node("x - y")
    assert with_args(root, list(root.args)) is root
    assert with_args(root, (root.args[0], node("z"))).text == "x - z"
    assert with_args(root, (node("z"), root.args[1])).text == "z - y"


PRODUCTS = [
    ("x*2/y*x/(3*y)", "2*x**2/(3*y**2)"),
    ("x/x", "1"),
    ("-x*-y", "x*y"),
    ("(-x)**3*y", "-x**3*y"),
    ("(-x)**2*y", "x**2*y"),
    ("(x**2)**3*x**-1", "x**5"),
    ("(x*y)**3", "x**3*y**3"),
    ("(x/y)**2", "x**2/y**2"),
    ("(x*y)**0.5", "(x*y)**(1/2)"),
    ("x**0.5*x**0.5", "x"),
    ("x**n*x", "x**n*x"),
    ("(x**n)**2*x", "(x**n)**2*x"),
    ("(x + 1)*y*2", "2*y*(x + 1)"),
    ("sin(x)*2*x", "2*x*sin(x)"),
    ("1/(2*x)", "1/(2*x)"),
    ("-1/(2*x)", "-1/(2*x)"),
    ("x*2/3", "2*x/3"),
    ("x/3", "x/3"),
    ("2/3", "2/3"),
    ("0*x", "0"),
    ("2**3*x", "8*x"),
    ("2**-3*x", "x/8"),
    ("2**64", f"{2**64:.15g}".replace("e+", "e")),
    ("2**65", "2**65"),
    ("2**0.5", "2**(1/2)"),
    ("1e300*1e300*1e300*1e300*x", "1e1200*x"),
    ("1e300**2*1e300**2*x", "1e1200*x"),
    ("1e300**5*x", "1e300**5*x"),
    ("x/(1e300*1e300*1e300*1e300*1e300)", "x/(1e1200*1e300)"),
    ("(a - b)*(b - a)", "-(a - b)**2"),
    ("(a - b)*(b - a)**2", "(a - b)**3"),
    ("(a - b)*(b - a)**3", "-(a - b)**4"),
    ("(b - a)*x", "x*(b - a)"),
    ("(a - b)*(a - b)", "(a - b)**2"),
    ("(a - b)/(b - a)", "-1"),
    ("(a - b)*(b - a)**0.5", "(a - b)*(b - a)**(1/2)"),
    ("(a - b)*(b - a)**0.5*(b - a)", "(a - b)*(b - a)**(3/2)"),
]


@pytest.mark.parametrize(("formula", "text"), PRODUCTS)
def test_products_are_written_as_people_do(formula: str, text: str) -> None:
    assert Product.of(node(formula)).node.text == text


POWERS = [  # a formula, the power of it that is multiplied by, and the exponents that come of it
    ("x*y", Fraction(1, 2), {"x*y": Fraction(1, 2)}),
    ("x/y", Fraction(1, 2), {"x/y": Fraction(1, 2)}),
    ("-x", Fraction(1, 2), {"-x": Fraction(1, 2)}),
    ("2", Fraction(1, 2), {"2": Fraction(1, 2)}),
    ("x**2", Fraction(1, 2), {"x": Fraction(1)}),
    ("x**0.5", Fraction(2), {"x": Fraction(1)}),
    ("(x + 1)**0.5", Fraction(1), {"x + 1": Fraction(1, 2)}),
    ("(x + 1)**0.5", Fraction(2), {"(x + 1)**0.5": Fraction(2)}),
    ("x/y", Fraction(-2), {"x": Fraction(-2), "y": Fraction(2)}),
]


@pytest.mark.parametrize(("formula", "exponent", "exponents"), POWERS)
def test_a_power_goes_to_the_factors_where_it_may(
    formula: str, exponent: Fraction, exponents: dict[str, Fraction]
) -> None:
    found = Product.of(node(formula), exponent=exponent)
    assert found.exponents == exponents
    assert list(found.bases) == list(exponents)
    assert texts(found.bases.values()) == list(exponents)
    assert found.factor == 1


def test_what_cancels_is_no_factor() -> None:
    found = Product.of(node("x*y/x"))
    assert list(found.bases) == ["y"]
    assert found.exponents == {"y": 1}


def test_signs_and_numbers_gather_in_the_factor() -> None:
    assert Product.of(node("-x")).factor == -1
    assert Product.of(node("-x"), exponent=Fraction(2)).factor == 1
    assert Product.of(node("-x"), exponent=Fraction(3)).factor == -1
    assert Product.of(node("-3*x/4"), node("2")).factor == Fraction(-3, 2)
    assert Product.of(node("2*x"), node("y/4")).node.text == "x*y/2"


def test_an_exponent_of_one_is_not_written() -> None:
    base = node("x")
    assert with_exponent(base, Fraction(1)) is base
    assert with_exponent(base, Fraction(2)).text == "x**2"
    assert with_exponent(base, Fraction(1, 2)).text == "x**(1/2)"


def test_a_line_is_drawn_only_where_something_stands_below_it() -> None:
    x, y, z = node("x"), node("y"), node("z")
    assert fraction([x, y], []).text == "x*y"
    assert fraction([x], [y, z]).text == "x/(y*z)"


def test_a_chain_is_joined_from_left_to_right() -> None:
    x, y, z = node("x"), node("y"), node("z")
    assert chain("subtract", [x]) is x
    assert chain("subtract", [x, y, z]).text == "x - y - z"
    assert operation("subtract", x, chain("subtract", [y, z])).text == "x - (y - z)"


@pytest.mark.parametrize(
    ("formula", "text"), [("-x", "x"), ("a - b", "b - a"), ("a + b", "-(a + b)"), ("x*y", "-x*y")]
)
def test_a_sign_is_changed_where_it_is_simplest(formula: str, text: str) -> None:
    assert negative(node(formula)).text == text


def test_a_sum_is_taken_apart_into_signed_terms() -> None:
    found = signed_terms(node("a - (b - c) + -(d + e*f)"))
    assert [(sign, term.text) for sign, term in found] == [
        (1, "a"), (-1, "b"), (1, "c"), (-1, "d"), (-1, "e*f"),
    ]  # fmt: skip
    assert [(sign, term.text) for sign, term in signed_terms(node("-(a - b)"))] == [
        (-1, "a"), (1, "b"),
    ]  # fmt: skip


def test_a_factor_is_gathered_up_to_a_length() -> None:
    long, longer = Fraction(2 ** (BITS - 4)), Fraction(2 ** (BITS - 3))
    assert Product(factor=ONE).holds(long, ONE) is True
    assert Product(factor=ONE).holds(longer, ONE) is False
    assert Product(factor=longer).holds(ONE, ONE) is False
    assert Product(factor=Fraction(1, 2 ** (BITS - 4))).holds(ONE, ONE) is True
    assert Product(factor=Fraction(1, 2 ** (BITS - 3))).holds(ONE, ONE) is False
    assert Product().holds(Fraction(2**62), Fraction(-64)) is False
    assert Product().holds(Fraction(2**61), Fraction(-64)) is True
