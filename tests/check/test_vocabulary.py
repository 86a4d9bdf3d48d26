"""What a gradient may lack: atoms, their products, and which product a column is."""

from fractions import Fraction

import numpy as np
import pytest
from formulas import node, texts

from microgauss.check.floats import Column, Evaluator
from microgauss.check.problem import Function, Problem
from microgauss.check.vocabulary import (
    LONG,
    MOST,
    PAIRED,
    Vocabulary,
    atoms_of,
    inner_derivatives,
    simple_fraction,
)
from microgauss.engine.value import toposort

POINTS = np.random.default_rng(5).uniform(0.3, 3.0, size=(3, 12))
NAMES = dict(zip(("t", "mu", "sigma"), POINTS, strict=True))
NAMES["m"] = np.where(np.arange(12) % 3 == 0, -1.0, 1.0) * POINTS[0] * POINTS[1]


def vocabulary(*atoms: str) -> Vocabulary:
    return Vocabulary([*map(node, atoms)], Evaluator(NAMES), [node("t*mu")], node("mu"))


def column(text: str) -> Column:
    return Evaluator(NAMES)(node(text))


# --- atoms and their products --------------------------------------------------------------------


def test_atoms_vary_and_differ_and_the_short_ones_come_first() -> None:
    words = vocabulary("t*mu", "sigma", "t", "2*t", "pi", "-t", "log(-t)", "1*t", "mu + t")
    assert texts(words.atoms) == ["t", "sigma", "2*t", "t*mu", "mu + t"]
    assert words.switches == []
    assert texts(words.formulas) == ["t*mu", "mu"]


def test_what_is_zero_somewhere_is_a_switch() -> None:
    words = vocabulary("step(m)", "t", "relu(m)", "relu(-t)")
    assert texts(words.switches) == ["step(m)", "relu(m)"]
    assert texts(words.atoms) == ["t"]


def test_of_many_atoms_and_switches_some_are_kept() -> None:
    words = vocabulary(*(f"t + {i}" for i in range(1, MOST + 5)))
    assert len(words.atoms) == MOST
    assert sum(len(powers) == 2 for powers in words.products) == 4 * PAIRED * (PAIRED - 1) // 2
    switches = vocabulary(*(f"relu(m + {i}/{10 * PAIRED})" for i in range(PAIRED + 2))).switches
    assert len(switches) == PAIRED


def test_products_are_of_two_atoms_or_a_square() -> None:
    words = vocabulary("t", "mu")
    one = [((i, k),) for i in (0, 1) for k in (1, -1, 2, -2)]
    two = [((0, a), (1, b)) for a in (1, -1) for b in (1, -1)]
    assert words.products == [(), *one, *two]
    for powers, logs in zip(words.products, words.logs, strict=True):
        wanted = sum((k * np.log(np.abs(column(["t", "mu"][i]))) for i, k in powers), np.zeros(12))
        np.testing.assert_allclose(logs, wanted)
    assert vocabulary().products == [()]
    assert vocabulary().logs.shape == (1, 12)


def test_the_nearest_product_is_a_short_atom() -> None:
    effort = vocabulary("t", "mu", "t + mu", "sin(t)*mu + sigma*t").effort_of
    assert effort(()) == 0
    nearer_first = [
        ((0, 1),), ((0, -1),), ((2, 1),), ((0, 2),), ((0, -2),), ((0, 1), (1, 1)),
        ((0, 1), (1, -1)), ((3, 1),),
    ]  # fmt: skip
    efforts = [effort(powers) for powers in nearer_first]
    assert efforts == sorted(efforts)
    assert len(set(efforts)) == len(efforts)


# --- which product a column is -------------------------------------------------------------------

MATCHING = [
    ("t", "t"),
    ("-t", "-t"),
    ("1/t", "1/t"),
    ("2*t/mu", "2*t/mu"),
    ("t**2/3", "t**2/3"),
    ("-mu**-2", "-1/mu**2"),
    ("5", "5"),
    ("t*m", "t*m"),
    ("m", "m"),
]


@pytest.mark.parametrize(("formula", "text"), MATCHING)
def test_a_product_is_recognised(formula: str, text: str) -> None:
    found = vocabulary("t", "mu", "m", "sin(t)").matching(column(formula))
    assert texts(match.node for match in found)[:1] == [text]


@pytest.mark.parametrize("formula", ["t + mu", "t*mu*sin(t)", "t*abs(m)", "relu(m)", "t/relu(m)"])
def test_no_other_column_is_one(formula: str) -> None:
    assert vocabulary("t", "mu", "m", "sin(t)").matching(column(formula)) == []


def test_the_nearest_of_several_products_comes_first() -> None:
    words = vocabulary("t", "mu", "t*mu")
    found = words.matching(column("t*mu"))
    assert texts(match.node for match in found) == ["t*mu", "t*mu"]
    assert found[0].effort < found[1].effort
    assert len(words.matching(column("t*mu"), most=1)) == 1
    many = vocabulary("t", "t**2", "t**3", "t**4", "t**5", "t**6")
    assert len(many.matching(column("t**2"))) == 4


def test_a_factor_makes_a_product_more_far_fetched_but_less_than_a_name() -> None:
    words = vocabulary("t", "mu")
    plain, negative, twice, third, product = (
        words.matching(column(text))[0].effort for text in ("t", "-t", "2*t", "t/3", "t*mu")
    )
    assert plain == negative < twice < third < product


def test_points_at_which_nothing_is_known_are_left_aside() -> None:
    words = vocabulary("t", "mu")
    some = np.where(np.arange(12) < 8, column("2*t"), np.nan)
    assert texts(match.node for match in words.matching(some)) == ["2*t"]
    fewer = np.where(np.arange(12) < 7, column("2*t"), np.nan)
    assert words.matching(fewer) == []
    infinite = np.where(np.arange(12) < 8, column("2*t"), np.inf)
    assert words.matching(infinite) == []
    assert words.matching(np.where(np.arange(12) < 8, column("2*t"), 0.0)) == []


FRACTIONS = [
    ([0.5, 0.5], Fraction(1, 2)),
    ([-2 / 3] * 3, Fraction(-2, 3)),
    ([1 / 24] * 2, Fraction(1, 24)),
    ([1 / 25] * 2, None),
    ([1000.0] * 2, Fraction(1000)),
    ([1001.0] * 2, None),
    ([0.0, 0.0], None),
    ([np.nan] * 2, None),
    ([1.0, 1.0 + 1e-8], Fraction(1)),
    ([1.0, 1.0 + 1e-6], None),
    ([100.0, 100.0 + 1e-6], Fraction(100)),
    ([0.01, 0.01 + 1e-8], None),
    ([np.pi] * 2, None),
    ([999 + 1e-6] * 2, Fraction(999)),
    ([0.25 + 5e-8] * 2, None),
]


@pytest.mark.parametrize(("numbers", "fraction"), FRACTIONS)
def test_a_simple_fraction_is_recognised(numbers: list[float], fraction: Fraction | None) -> None:
    assert simple_fraction(np.array(numbers)) == fraction


# --- what a function gives -----------------------------------------------------------------------


def inner(function: str, wrt: str) -> list[str]:
    outline = Problem(Function(function), Function(wrt), wrt).outline
    return texts(inner_derivatives(outline).values())


def test_inner_derivatives_are_those_of_the_parts_that_vary() -> None:
    assert inner("exp(x**2)*y + sin(y)", "x") == ["1", "2*x", "2*x*exp(x**2)", "2*y*x*exp(x**2)",
                                                  "2*y*x*exp(x**2)"]  # fmt: skip
    assert inner("s = x**2; 3*s + y", "x") == ["1", "2*x", "6*x", "6*x"]
    assert inner("y + 1", "y") == ["1", "1"]


def test_a_part_whose_derivative_no_float_holds_is_left_out() -> None:
    assert inner("1e-300*(1e200*(1e200*x))", "x") == ["1", "1e200", "1e100"]


def test_of_a_long_function_there_are_none() -> None:
    terms = "-(x" + " + sin(x)" * (LONG // 2 - 1)
    outline = Problem(Function(f"{terms})"), Function("x"), "x").outline
    assert len(toposort(outline.output)) == LONG
    assert len(inner_derivatives(outline)) == LONG
    longer = Problem(Function(f"{terms} + 1)"), Function("x"), "x").outline
    assert inner_derivatives(longer) == {}


def atoms(function: str, wrt: str, claim: str, gradient: str) -> list[str]:
    problem = Problem(Function(function), Function(claim), wrt)
    return texts(atoms_of(problem, problem.outline, node(claim), node(gradient)))


def test_atoms_are_names_parts_and_derivatives() -> None:
    found = atoms("s = a*x; exp(s)", "x", "2*exp(s)", "a*exp(s) + log(a)/a")
    assert found == [
        "a", "x", "s",  # names
        "a*x", "exp(s)",  # parts of the function
        "2*exp(s)", "exp(s)",  # and of the claim
        "x", "a", "exp(s)",  # local derivatives
        "a*exp(s)", "log(a)/a",  # terms of the gradient
        "a", "exp(s)", "log(a)", "a",  # and their factors
        "a", "a*exp(s)",  # inner derivatives
        "a", "a", "exp(s)",  # and their factors
    ]  # fmt: skip


def test_long_parts_and_numbers_are_no_atoms() -> None:
    long = "x" + " + x" * 14
    assert node(f"-({long})").size == 30
    assert f"-({long})" in atoms(f"exp(-({long}))", "x", "2", "3")
    assert f"sin(-({long}))" not in atoms(f"exp(sin(-({long})))", "x", "2", "3")
    assert "2" not in atoms("2*x", "x", "2", "2")
