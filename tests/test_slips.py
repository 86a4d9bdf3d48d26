"""The likely slips: which edits are made, and that their columns are what their text says."""

import ast

import numpy as np
import pytest

from microgauss.diagnosis import monomial
from microgauss.expressions import expression
from microgauss.formula import Formula
from microgauss.slips import Editor, distinct, edits, same

POINTS = np.random.default_rng(5).uniform(0.3, 3.0, size=(3, 12))
NAMES = dict(zip(("t", "mu", "sigma"), POINTS, strict=True))

MADE = [
    ("t - mu", "t + mu"),
    ("t - mu", "mu - t"),
    ("t - mu", "t"),
    ("t - mu", "t - sigma"),
    ("t - mu", "t - 2*mu"),
    ("t/sigma**2", "t/sigma**3"),
    ("t/sigma**2", "t/sigma"),
    ("t/sigma", "t/sigma**2"),
    ("t/sigma", "t"),
    ("t*sigma", "sigma"),
    ("2*t", "t"),
    ("2*t", "4*t"),
    ("sin(t)", "cos(t)"),
    ("cos(t)", "-sin(t)"),
    ("tanh(t)", "1 - tanh(t)**2"),
    ("log(t)", "1/t"),
    ("t/mu", "mu/t"),
    ("(t - mu)/sigma", "(t - mu)**2/sigma"),
    ("-t", "t"),
    ("t + mu", "-(t + mu)"),
]


def node(text: str) -> ast.expr:
    return Formula(text).output


@pytest.mark.parametrize(("formula", "slip"), MADE)
def test_a_likely_slip_is_one_edit_away(formula: str, slip: str) -> None:
    wanted = expression(node(slip), NAMES).column
    assert any(np.all(same(variant.column, wanted)) for variant in edits(node(formula), NAMES))


@pytest.mark.parametrize("formula", ["(t - mu)**2/sigma**3 - 1/sigma", "sin(t*mu)/2"])
def test_the_column_of_a_variant_is_the_value_of_its_text(formula: str) -> None:
    with np.errstate(all="ignore"):
        levels = Editor(NAMES, most=2, pairs=500).levels(node(formula))
    for level in levels:
        for variant in level:
            with np.errstate(all="ignore"):
                again = np.broadcast_to(expression(node(variant.text), NAMES).column, 12)
                column = np.broadcast_to(variant.column, 12)
            np.testing.assert_allclose(column, again, rtol=1e-12)


def test_pairs_of_slips_are_made_up_to_a_number_of_them() -> None:
    wanted = expression(node("(t + mu)/sigma**3"), NAMES).column
    pairs = Editor(NAMES, most=2, pairs=10_000).levels(node("(t - mu)/sigma**2"))[2]
    assert any(np.all(same(variant.column, wanted)) for variant in pairs)
    fewer = Editor(NAMES, most=2, pairs=0).levels(node("(t - mu)/sigma**2"))[2]
    assert len(fewer) < len(pairs)


def test_equal_variants_count_once() -> None:
    variants = [expression(node(text), NAMES) for text in ("t + mu", "mu + t", "t*mu", "t")]
    assert [v.text for v in distinct(variants, [variants[3]])] == ["t + mu", "t*mu"]


MONOMIALS = [("3*t*mu**-2", "3*t/mu**2"), ("-sigma**0.5", "-sigma**0.5"), ("1/(2*t)", "1/(2*t)")]


@pytest.mark.parametrize(("formula", "text"), MONOMIALS)
def test_products_of_powers_are_recognised(formula: str, text: str) -> None:
    found = monomial(expression(node(formula), NAMES).column, NAMES)
    assert found is not None
    assert found.text == text


def test_what_is_no_product_of_powers_is_not() -> None:
    assert monomial(expression(node("t + mu"), NAMES).column, NAMES) is None
    assert monomial(expression(node("t**0.3"), NAMES).column, NAMES) is None
