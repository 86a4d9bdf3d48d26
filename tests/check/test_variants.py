"""Variants of a formula are what their text says; what its parts would have to be."""

import numpy as np
import pytest
from formulas import node

from microgauss.check.floats import Column, Evaluator
from microgauss.check.slips import likely_edits, replaced
from microgauss.check.variants import MATCHES, Variants, lifted, matches, target_columns, work
from microgauss.formula import Node

POINTS = np.random.default_rng(5).uniform(0.3, 3.0, size=(3, 12))
NAMES = dict(zip(("t", "mu", "sigma"), POINTS, strict=True))


def variants(root: Node) -> Variants:
    return Variants(root, Evaluator(NAMES), likely_edits(root, tuple(NAMES)))


@pytest.mark.parametrize("formula", ["(t - mu)**2/sigma**3 - 1/sigma", "sin(t*mu)/2", "2"])
def test_the_column_of_a_variant_is_the_value_of_its_text(formula: str) -> None:
    root = node(formula)
    made = variants(root)
    assert sorted(made.places) == list(range(len(made.edits)))
    for row, place in enumerate(made.places):
        text = replaced(root, (made.edits[place],)).text
        with np.errstate(all="ignore"):
            again = Evaluator(NAMES)(node(text))
        np.testing.assert_allclose(made.whole[row], again, rtol=1e-12, err_msg=text)


def test_the_work_is_known_before_it_is_done() -> None:
    root = node("(t - mu)**2/sigma")
    edits = likely_edits(root, tuple(NAMES))
    made = Variants(root, Evaluator(NAMES), edits, keep=True)
    assert work(root, edits, 12) == sum(columns.size for columns in made.columns.values())
    assert work(root, {}, 12) == 0


def test_the_columns_of_parts_are_kept_only_where_they_are_wanted() -> None:
    root = node("t*mu + sigma")
    edits = likely_edits(root, tuple(NAMES))
    kept = Variants(root, Evaluator(NAMES), edits, keep=True)
    assert kept.columns.keys() == {id(part) for part in root.walk()}
    assert variants(root).columns.keys() == {id(root)}
    product = root.args[0]
    own = [kept.edits[place].site for place in kept.below[id(product)]]
    assert set(own) == set(product.walk())


def test_one_argument_is_varied_with_the_other_as_it_is() -> None:
    root = node("t - mu")
    rows = np.array([np.full(12, 5.0), np.full(12, 7.0)])
    made = lifted(root, root.args[1], rows, Evaluator(NAMES))
    np.testing.assert_array_equal(made, NAMES["t"] - rows)


UNIT = np.random.default_rng(5).uniform(0.3, 0.9, size=(3, 12))
SIGNS = np.where(np.arange(12) % 3 == 0, -1.0, 1.0)
ABC = dict(zip(("a", "b", "c"), UNIT, strict=True)) | {"m": SIGNS * UNIT[0]}


def column(text: str) -> Column:
    return Evaluator(ABC)(node(text))


SOLVED = [  # a formula with q in it, and by what q has to be replaced for it to be c
    ("q + a", "c - a"),
    ("a + q", "c - a"),
    ("q - a", "c + a"),
    ("a - q", "a - c"),
    ("q*a", "c/a"),
    ("a*q", "c/a"),
    ("q/a", "c*a"),
    ("a/q", "a/c"),
    ("-q", "-c"),
    ("exp(q)", "log(c)"),
    ("log(q)", "exp(c)"),
    ("sqrt(q)", "c**2"),
    ("tanh(q)", "log((1 + c)/(1 - c))/2"),
    ("q**3", "c**(1/3)"),
    ("q**-1", "1/c"),
    ("q**(1/3)", "c**3"),
    ("a - b/(q + a)", "b/(a - c) - a"),
    ("q", "c"),
]


@pytest.mark.parametrize(("formula", "target"), SOLVED)
def test_what_a_part_has_to_be(formula: str, target: str) -> None:
    root = node(formula)
    part = next(part for part in root.walk() if part.name == "q")
    with np.errstate(all="ignore"):
        found = target_columns(root, column("c"), Evaluator({**ABC, "q": UNIT[1]}))
    np.testing.assert_allclose(found[id(part)], column(target), rtol=1e-12)


UNSOLVED = ["q**2", "q**a", "2**q", "sin(q)", "abs(q)", "q**0", "q*0", "hypot(q, a)"]


@pytest.mark.parametrize("formula", UNSOLVED)
def test_a_part_that_is_not_certain_has_no_target(formula: str) -> None:
    root = node(formula)
    part = next(part for part in root.walk() if part.name == "q")
    found = target_columns(root, column("c"), Evaluator({**ABC, "q": UNIT[1]}))
    assert id(part) not in found
    np.testing.assert_array_equal(found[id(root)], column("c"))


def test_an_odd_power_keeps_the_sign_of_its_base() -> None:
    root = node("m**3")
    found = target_columns(root, column("8*m**3"), Evaluator(ABC))
    np.testing.assert_allclose(found[id(root.args[0])], 2 * ABC["m"], rtol=1e-12)


def test_a_base_of_zero_counts_as_positive() -> None:
    root = node("q**3")
    found = target_columns(root, np.full(2, 8.0), Evaluator({"q": np.array([0.0, -1.0])}))
    np.testing.assert_allclose(found[id(root.args[0])], [2.0, -2.0])


def test_a_power_that_should_be_zero_somewhere_has_no_certain_base() -> None:
    root = node("m**3")
    assert found_base(root.text, "relu(m)") is None
    assert found_base(root.text, "m") is not None


def found_base(formula: str, wanted: str) -> Column | None:
    root = node(formula)
    return target_columns(root, column(wanted), Evaluator(ABC)).get(id(root.args[0]))


@pytest.mark.parametrize("exponent", ["1e-320", "1e-300"])
def test_an_exponent_near_zero_says_nothing_of_its_base(exponent: str) -> None:
    assert found_base(f"a**{exponent}", "c + 1") is None


def test_rows_are_matched_but_for_rounding() -> None:
    rows = np.random.default_rng(1).normal(size=(50, 12))
    wanted = rows[[7, 31]] * (1 + 1e-15)
    assert sorted(matches(rows, wanted)) == [(7, 0), (31, 1)]
    assert list(matches(rows[:5], wanted)) == []
    close = rows[[7]].copy()
    close[0, 11] += 1.0  # the same at the points by which rows are looked up
    assert list(matches(rows, close)) == []


def test_each_of_several_equal_rows_is_matched() -> None:
    rows = np.ones((3, 12))
    assert sorted(matches(rows, rows[:2])) == [(i, j) for i in range(3) for j in range(2)]


def test_no_more_wanted_rows_are_matched_than_are_of_use() -> None:
    rows = np.ones((MATCHES, 12))
    found = list(matches(rows, np.ones((5, 12))))
    assert len(found) == 2 * MATCHES  # after as many as that one more is begun, and no other
    assert {j for _, j in found} == {0, 1}
