"""Numbers converted to floats, formulas over columns of them, and columns but for rounding."""

import math

import numpy as np
import pytest
from formulas import node
from mpmath import mpf

from microgauss.check.floats import (
    CLOSE,
    Evaluator,
    apply_to_columns,
    as_columns,
    as_decimal,
    as_float,
    fingerprints,
    joined,
    same,
)
from microgauss.engine.rules import RULES

DECIMALS = [
    (0.1, "0.1", True),
    (3, "3.0", True),
    (0.0, "0.0", True),
    (-2.5e-9, "-2.5e-09", True),
    (1e300, "1e+300", True),
    (0.1 + 0.2, "0.30000000000000004", False),
    (123456789012.345, "123456789012.345", True),  # 15 digits
    (-123456789012.3456, "-123456789012.3456", False),  # 16
    (1234567890123456e10, "1.234567890123456e+25", False),
    (0.001234567890123455, "0.001234567890123455", False),
    (1234567890123450e10, "1.23456789012345e+25", True),
]


@pytest.mark.parametrize(("x", "text", "is_exact"), DECIMALS)
def test_a_float_of_up_to_15_digits_is_a_decimal(x: float, text: str, *, is_exact: bool) -> None:
    assert as_decimal(x) == (text, is_exact)


def test_numbers_become_floats_infinite_where_none_holds_them() -> None:
    assert as_float(mpf(0.5)) == 0.5
    assert as_float(mpf(2) ** 9000) == as_float(2**9000) == math.inf
    assert as_float(-(mpf(2) ** 9000)) == -math.inf


def test_a_formula_is_computed_at_all_points() -> None:
    x, y = np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])
    evaluate = Evaluator({"x": x, "y": y})
    np.testing.assert_array_equal(evaluate(node("x**2 - y/2")), x**2 - y / 2)
    np.testing.assert_array_equal(evaluate(node("0.5")), np.full(3, 0.5))
    np.testing.assert_array_equal(evaluate(node("pi")), np.full(3, np.pi))
    assert Evaluator({})(node("2*3")).tolist() == [6.0]


def test_each_part_is_computed_once() -> None:
    evaluate = Evaluator({"x": np.array([1.0, 2.0])})
    root = node("sin(x) + 1")
    column = evaluate(root)
    assert evaluate(root) is column
    assert evaluate.known.keys() == {id(part) for part in root.walk()}
    assert all(evaluate.known[id(part)][0] is part for part in root.walk())


def test_a_deep_formula_is_computed() -> None:
    root = node("x" + " + 1" * 2000)
    assert Evaluator({"x": np.zeros(2)})(root).tolist() == [2000.0, 2000.0]


def test_what_has_no_value_is_no_number_and_no_warning() -> None:
    column = apply_to_columns(RULES["log"], [np.array([-1.0, 0.0, 1.0])], (3,))
    np.testing.assert_array_equal(column, [np.nan, -np.inf, 0.0])


def test_columns_are_the_same_but_for_rounding() -> None:
    a = np.array([1.0, -1e6, 1e-9, 0.0, 0.0, np.nan, 2.0])
    b = a * (1 + np.array([0.9, -0.9, 0.9, 0.0, 0.0, 0.0, 1.1]) * CLOSE)
    b[4] = 1e-300
    assert same(a, b).tolist() == [True, True, True, True, False, False, False]
    assert same(b, a).tolist() == same(a, b).tolist()
    assert same(np.array([1.0]), np.array([-1.0])).tolist() == [False]


def test_fingerprints_tell_rows_apart_but_not_by_rounding() -> None:
    rows = np.random.default_rng(1).normal(size=(200, 12))
    keys = fingerprints(rows)
    assert len(set(keys.tolist())) == 200
    np.testing.assert_array_equal(fingerprints(rows * (1 + 1e-15)), keys)
    np.testing.assert_array_equal(fingerprints(rows[:, :4]), keys)


@pytest.mark.parametrize("place", range(4))
def test_each_of_the_first_numbers_counts(place: int) -> None:
    row = np.array([[0.5, 0.6, 0.7, 0.8, 0.9]])
    for other in (row[0, place] * 1.001, row[0, place] * 2, -row[0, place], np.nan):
        changed = row.copy()
        changed[0, place] = other
        assert fingerprints(changed) != fingerprints(row)


def test_the_order_of_the_first_numbers_counts_and_no_later_number() -> None:
    row = np.array([[0.5, 0.6, 0.7, 0.8, 0.9]])
    assert fingerprints(row[:, [1, 0, 2, 3, 4]]) != fingerprints(row)
    later = np.array([[0.5, 0.6, 0.7, 0.8, 5.0]])
    assert fingerprints(later) == fingerprints(row)
    assert fingerprints(np.array([[np.inf, 1.0]])) == fingerprints(np.array([[np.nan, 1.0]]))


def test_rows_of_few_numbers_have_fingerprints_too() -> None:
    assert (
        fingerprints(np.array([[1.0], [2.0], [1.0]])).tolist()[::2]
        == [fingerprints(np.array([[1.0]]))[0]] * 2
    )


def test_points_become_columns_and_columns_are_joined() -> None:
    columns = as_columns([{"x": 1.0, "y": 2.0}, {"x": 3.0, "y": 4.0}])
    assert {name: column.tolist() for name, column in columns.items()} == {
        "x": [1.0, 3.0],
        "y": [2.0, 4.0],
    }
    both = joined([columns, as_columns([{"x": 5.0, "y": 6.0}])])
    assert {name: column.tolist() for name, column in both.items()} == {
        "x": [1.0, 3.0, 5.0],
        "y": [2.0, 4.0, 6.0],
    }
    assert joined([both])["x"].tolist() == [1.0, 3.0, 5.0]
