"""Equations between two graphs, wherever both have values."""

import numpy as np
import pytest

from microgauss.check.domains import Domain
from microgauss.check.equation import compared, region_of
from microgauss.check.floats import Columns, Mask
from microgauss.engine.value import Value
from microgauss.formula import Formula


def verdict(left: str, right: str, **domains: Domain) -> str:
    names = dict.fromkeys([*Formula(left).names, *Formula(right).names])
    leaves = {name: Value(0.5, name) for name in names}
    sides = [Formula(text).outline(leaves).output for text in (left, right)]
    return compared(region_of(*sides, leaves, domains))[0]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("sin(x)**2 + cos(x)**2", "1", "correct"),
        ("(a + b)**2", "a**2 + 2*a*b + b**2", "correct"),
        ("(a + b)**2", "a**2 + b**2", "wrong"),
        ("x", "x + 1e-30", "wrong"),
        ("log(x**2)", "2*log(x)", "correct"),  # where both have values
        ("abs(x)", "x", "wrong"),
        ("relu(x)", "(x + abs(x))/2", "correct"),
        ("relu(x - 40)", "0", "wrong"),
        ("sqrt(-1 - x**2)", "1", "untestable"),
    ],
)
def test_verdicts(left: str, right: str, expected: str) -> None:
    assert verdict(left, right) == expected


def test_a_domain_counts() -> None:
    assert verdict("abs(x)", "x", x=Domain(0.0, np.inf)) == "correct"


@pytest.mark.parametrize(
    ("left", "right", "x"),
    [
        ("10*x", "98.1", 9.81),  # no float is 9.81
        ("0.3*x + 0.1", "0.31", 0.7),
        ("3*x", "1", 1 / 3),
        ("sin(x)", "0", np.pi),
    ],
)
def test_a_given_number_is_the_decimal_that_it_is_written_as(
    left: str, right: str, x: float
) -> None:
    given = Domain(x, x, (True, True))
    assert verdict(left, right, x=given) == "correct"
    assert verdict(left, f"{right} + 1e-9", x=given) == "wrong"


def test_points_that_are_not_accepted_say_nothing() -> None:
    x = Value(0.5, "x")
    left, right = (Formula(text).outline({"x": x}).output for text in ("abs(x)", "x"))

    def positive(points: Columns) -> Mask:
        return points["x"] > 0

    assert compared(region_of(left, right, {"x": x}, {}), accept=positive)[0] == "correct"
    assert compared(region_of(left, right, {"x": x}, {}))[0] == "wrong"


def test_what_refutes_ends_the_search() -> None:
    x = Value(0.5, "x")
    left, right = (Formula(text).outline({"x": x}).output for text in ("x", "2*x"))
    _, evidence = compared(region_of(left, right, {"x": x}, {}))
    assert len(evidence.measurements) == 1
