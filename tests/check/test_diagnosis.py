"""A wrong claim in words: by its ratio to the truth, by the difference, and by the edits."""

import numpy as np
import pytest
from formulas import node

from microgauss.check.diagnosis import (
    Monomial,
    constant_ratio,
    difference_in_words,
    in_words,
    monomial,
    ratio_in_words,
    right_side,
    rounded_factor,
    short_text,
)
from microgauss.check.floats import Column, Evaluator
from microgauss.check.slips import Edit, local_edits
from microgauss.formula import Node

POINTS = np.random.default_rng(5).uniform(0.3, 3.0, size=(3, 12))
NAMES = dict(zip(("t", "mu", "sigma"), POINTS, strict=True))
SIGNS = np.where(np.arange(12) % 3 == 0, -1.0, 1.0)
NAMES["m"] = SIGNS * np.random.default_rng(6).uniform(0.3, 3.0, size=12)  # of either sign


def column(text: str) -> Column:
    return Evaluator(NAMES)(node(text))


# --- products of powers --------------------------------------------------------------------------

MONOMIALS = [
    "3*t/mu**2",
    "-sigma**0.5",
    "t/(2*mu)",
    "1/(2*t)",
    "1/t",
    "-t/(3*mu)",
    "-2*t*mu/sigma",
    "2.5*t",
    "0.4*t",
    "t*m",
    "t*m**2",
    "m**3/t",
    "1/m**2",
    "1000000*t/mu",
    "2",
    "0.5",
    "-3",
]


@pytest.mark.parametrize("text", MONOMIALS)
def test_products_of_powers_are_recognised(text: str) -> None:
    found = monomial(column(text), NAMES)
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize("text", ["t + mu", "t**0.3", "t*abs(m)", "abs(m)", "1 + 1e-5*t"])
def test_what_is_no_product_of_powers_is_not(text: str) -> None:
    assert monomial(column(text), NAMES) is None


def test_a_column_with_a_zero_or_none_is_no_product() -> None:
    assert monomial(np.array([]), {}) is None
    assert monomial(np.where(POINTS[0] > 1, POINTS[0], 0.0), NAMES) is None
    assert monomial(np.where(POINTS[0] > 1, POINTS[0], np.nan), NAMES) is None
    with_one = np.where(np.arange(12) == 3, 1.0, POINTS[0])
    assert monomial(with_one, {"x": with_one}) == Monomial(1.0, {"x": 1.0})
    assert monomial(np.full(5, 2.0), {}) == Monomial(2.0, {})


def test_names_that_others_make_up_are_not_needed() -> None:
    names = {"w": NAMES["t"], "x": NAMES["mu"], "y": column("t*mu"), "z": column("t**2")}
    assert monomial(column("t*mu**2"), names) == Monomial(1.0, {"w": 1.0, "x": 2.0})
    close = {"x": 1 + 1e-3 * POINTS[0]}
    assert monomial(close["x"] ** 2, close) == Monomial(1.0, {"x": 2.0})


def test_names_that_are_zero_somewhere_or_no_numbers_are_left_aside() -> None:
    names = {
        "zero": np.where(np.arange(12) == 0, 0.0, POINTS[0]),
        "nan": np.where(np.arange(12) == 0, np.nan, POINTS[0]),
        "t": NAMES["t"],
    }
    assert monomial(NAMES["t"] ** 2, names) == Monomial(1.0, {"t": 2.0})


def test_two_more_points_than_names_are_needed() -> None:
    def few(points: int) -> Monomial | None:
        names = {name: NAMES[name][:points] for name in ("t", "mu")}
        return monomial(names["mu"] * 1.0, names)

    assert few(4) == Monomial(1.0, {"mu": 1.0})
    assert few(3) is None


ROUNDED = [
    (3.00000001, 3.0),
    (-2.00000001, -2.0),
    (1 / 3 + 1e-9, 1 / 3),
    (-0.2500000001, -0.25),
    (0.4, 0.4),
    (2.5, 2.5),
    (3000.0001, 3000.0),
    (1 / 3 + 1.3e-7, 1 / 3 + 1.3e-7),
    (1 / 3000.0001, 1 / 3000),
    (1e-10, 1e-10),
    (1e10 + 0.1, 1e10 + 0.1),
    (0.9999999999, 1.0),
]


@pytest.mark.parametrize(("factor", "rounded"), ROUNDED)
def test_a_factor_near_a_whole_number_or_its_inverse_is_it(factor: float, rounded: float) -> None:
    assert rounded_factor(factor) == rounded


# --- the ratio -----------------------------------------------------------------------------------

RATIOS = [  # claim, truth, words
    ("t**2*mu", "t", "too large by a factor t·mu"),
    ("t**2/mu", "t", "too large by a factor t/mu"),
    ("t", "2*t*mu", "too small by a factor 2·mu"),
    ("3*t", "t*mu**2", "too small by a factor mu²/3"),
    ("-t*sigma", "t", "too large by a factor sigma, and of the opposite sign"),
    ("-t", "t*sigma", "too small by a factor sigma, and of the opposite sign"),
    ("-t", "t", "the opposite sign everywhere"),
    ("2*t", "t", "2 times too large everywhere"),
    ("t", "3*t", "3 times too small everywhere"),
    ("-2*t", "t", "2 times too large everywhere, and of the opposite sign"),
    ("-t", "3*t", "3 times too small everywhere, and of the opposite sign"),
    ("1.00001*t", "t", "off by a factor 1.00001 everywhere: too few digits?"),
    ("t*0.9999999999", "t", "right to 10 digits only: too few digits?"),
    ("t + 0.000000001*mu", "t + mu", ""),
    ("t", "t", "right to 16 digits only: too few digits?"),
    ("t + mu", "t", ""),
    ("relu(m)", "t", ""),
    ("t", "relu(m)", ""),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "true", "words"), RATIOS)
def test_the_ratio_is_told(claim: str, true: str, words: str) -> None:
    assert ratio_in_words(column(claim), column(true), NAMES) == words


def test_of_no_points_no_ratio_is_told() -> None:
    assert ratio_in_words(np.array([]), np.array([]), {}) == ""


def test_a_gradient_of_one_has_a_ratio() -> None:
    assert ratio_in_words(np.full(4, 2.0), np.ones(4), {}) == "2 times too large everywhere"


def test_a_factor_that_would_be_shown_as_one_is_shown_in_full() -> None:
    few = "off by a factor {} everywhere: too few digits?"
    assert constant_ratio(0.99999) == few.format("0.99999")
    assert constant_ratio(0.99994) == few.format("0.99994")
    assert constant_ratio(1.00004) == few.format("1.00004")
    opposite = "off by a factor 0.99999 everywhere, and of the opposite sign: too few digits?"
    assert constant_ratio(-0.99999) == opposite
    assert constant_ratio(0.5) == "2 times too small everywhere"


# --- the difference ------------------------------------------------------------------------------

TERMS = [  # the claim's terms, the truth, words
    (["t", "mu"], "t", "the term mu is too much"),
    (["t", "t"], "t", "the term t is there twice"),
    (["t", "mu", "mu"], "t + mu", "the term mu is there twice"),
    (["t", "mu"], "t - mu", "the term mu has the wrong sign"),
    (["t", "-mu"], "t + mu", "the term −mu has the wrong sign"),
    (["t"], "t + 2*mu/sigma", "the term 2·mu/sigma is missing"),
    (["t"], "t - mu", "the term −mu is missing"),
    (["t"], "t + 15000*mu", ""),
    (["t"], "t + 0.00002*mu", ""),
    (["t"], "t + 5000*mu", "the term 5000·mu is missing"),
    (["t"], "t + sin(mu)", ""),
    (["t", "mu"], "t + 3*mu", "the term 2·mu is missing"),
]


@pytest.mark.parametrize(("terms", "true", "words"), TERMS)
def test_the_difference_is_told(terms: list[str], true: str, words: str) -> None:
    columns = [(short_text(node(text)), column(text)) for text in terms]
    claim = np.sum([c for _, c in columns], axis=0)
    assert difference_in_words(claim, column(true), NAMES, columns) == words


def test_the_side_of_a_name_on_which_a_claim_is_right_is_told() -> None:
    assert right_side(NAMES["m"] > 0, NAMES) == "right where m > 0, and only there"
    assert right_side(NAMES["m"] < 0, NAMES) == "right where m < 0, and only there"
    assert right_side(NAMES["t"] > 1, NAMES) == ""
    assert right_side(np.full(12, fill_value=True), NAMES) == ""
    assert right_side(np.full(12, fill_value=False), NAMES) == ""
    x = np.array([-1.0, 0.0, 0.5, 2.0])
    assert right_side(x > 0, {"x": x}) == "right where x > 0, and only there"
    assert right_side(x < 0, {"x": x}) == "right where x < 0, and only there"
    assert right_side(x >= 0, {"x": x}) == ""
    assert right_side(x <= 0, {"x": x}) == ""
    assert right_side(x < 1, {"x": x}) == ""


# --- the edits -----------------------------------------------------------------------------------

WORDS = [  # a part, what it should be, the kind of edit, words
    ("t", "mu", "name", "t should be mu"),
    ("a*b - c", "a*(b - c)", "bracket", "a bracket is missing: a·(b − c)"),
    ("t", "t**mu", "exponent missing", "the exponent of t is missing: t^mu"),
    ("t", "-t", "sign", "the sign of t is wrong"),
    ("-t", "t", "sign", "the sign of −t is wrong"),
    ("t + mu", "t - mu", "sign", "t + mu should be t − mu"),
    ("t - mu", "t + mu", "sign", "t − mu should be t + mu"),
    ("t + mu", "mu - t", "sign of the first", "t + mu should be mu − t"),
    ("t", "t**2", "square", "t should be squared"),
    ("t + t", "t", "term twice", "the term t is there twice"),
    ("sin(t)", "t", "function too much", "sin(t) should be t: the function is too much"),
    ("t", "sin(t)", "function missing", "sin of t is missing: sin(t)"),
    ("t - mu", "mu - t", "order", "the order in t − mu is swapped"),
    ("sin(t)", "cos(t)", "derivative", "sin(t) has to be differentiated: cos(t)"),
    ("t/mu", "t*mu", "multiply", "t/mu should be t·mu: above and below the line are mixed up"),
    ("t*mu", "t/mu", "divide", "t·mu should be t/mu: above and below the line are mixed up"),
    ("t/mu", "mu/t", "inverse", "t/mu should be mu/t: above and below the line are mixed up"),
    ("t", "2*t", "factor 2", "a factor 2 is missing in t"),
    ("t", "t/2", "factor 2", "a factor 2 is too much in t"),
    ("t**2", "t**3", "exponent", "the exponent of t should be 3, not 2"),
    ("1", "t", "factor too much", "1 should be t"),
]


@pytest.mark.parametrize(("old", "new", "kind", "words"), WORDS)
def test_an_edit_is_told(old: str, new: str, kind: str, words: str) -> None:
    edit = Edit(node(old), node(new), kind)
    assert in_words(node("x"), (edit,)) == words


def of_kind(part: Node, kind: str, new: str) -> Edit:
    """Return the edit of a part that makes something of it."""
    return next(e for e in local_edits(part, ()) if (e.kind, e.new.text) == (kind, new))


DROPPED = [
    ("t + mu", "t", "term too much", "the term mu is too much"),
    ("t + mu", "mu", "term too much", "the term t is too much"),
    ("t*mu", "mu", "factor too much", "the factor t is too much"),
    ("t/mu", "t", "divisor too much", "the divisor mu is too much"),
    ("t/mu", "1/mu", "factor too much", "the factor t is too much"),
    ("t**3", "t", "exponent", "the exponent 3 of t is too much"),
    ("t**3", "t**2", "exponent", "the exponent of t should be 2, not 3"),
]


@pytest.mark.parametrize(("formula", "new", "kind", "words"), DROPPED)
def test_what_is_dropped_is_told(formula: str, new: str, kind: str, words: str) -> None:
    assert in_words(node("x"), (of_kind(node(formula), kind, new),)) == words


def test_what_is_put_in_is_told() -> None:
    site, factor = node("t"), node("mu/2")
    factor_missing = Edit(site, node("mu*t/2"), "factor missing", inserted=factor)
    assert in_words(node("x"), (factor_missing,)) == "the factor mu/2 is missing"
    term_missing = Edit(site, node("t + mu/2"), "term missing", inserted=factor)
    assert in_words(node("x"), (term_missing,)) == "the term mu/2 is missing"


def test_the_sign_of_the_whole_claim_is_the_opposite_everywhere() -> None:
    claim = node("t*mu")
    assert in_words(claim, (Edit(claim, node("-t*mu"), "sign"),)) == "the opposite sign everywhere"
    total = node("t + mu")
    assert in_words(total, (Edit(total, node("t - mu"), "sign"),)) == "t + mu should be t − mu"
    product = Edit(claim, node("t/mu"), "divide")
    assert in_words(claim, (product,)).startswith("t·mu should be t/mu")


def test_the_same_words_are_said_once() -> None:
    edits = [Edit(node(a), node(b), "name") for a, b in (("t", "mu"), ("t", "mu"), ("x", "y"))]
    assert in_words(node("z"), edits) == "t should be mu, and x should be y"


def test_a_long_formula_is_cut() -> None:
    assert short_text(node("x + 2*y"), 7) == "x + 2·y"
    assert short_text(node("x + 2*y"), 6) == "x + 2…"
