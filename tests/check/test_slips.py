"""The likely slips: which edits are made, and that their columns are what their text says."""

import numpy as np
import pytest

from microgauss import grad
from microgauss.check.algebra import Product
from microgauss.check.columns import Evaluator, fingerprints, same
from microgauss.check.diagnosis import monomial
from microgauss.check.layout import multiplied, tidied
from microgauss.check.slips import Edit, likely_edits, rebracketed, replaced
from microgauss.check.symbols import from_value, partials_of
from microgauss.check.targets import matches
from microgauss.check.variants import Variants, work
from microgauss.formula import Formula, Node, parse

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
    ("(t - mu)/sigma", "(t - mu)**2/sigma"),
    ("-t", "t"),
    ("t + mu", "-(t + mu)"),
    ("t**mu", "t**(mu - 1)"),
    ("t*mu - sigma", "t*(mu - sigma)"),
    ("t**3/2", "t**(3/2)"),
    ("0.5*t", "0.25*t"),
]


def node(text: str) -> Node:
    return Formula(text).output


def variants(root: Node, names: dict[str, np.ndarray], *, keep: bool = False) -> Variants:
    return Variants(root, Evaluator(names), likely_edits(root, tuple(names)), keep=keep)


@pytest.mark.parametrize(("formula", "slip"), MADE)
def test_a_likely_slip_is_one_edit_away(formula: str, slip: str) -> None:
    wanted = Evaluator(NAMES)(node(slip))
    assert same(variants(node(formula), NAMES).whole, wanted).all(axis=1).any()


@pytest.mark.parametrize("formula", ["(t - mu)**2/sigma**3 - 1/sigma", "sin(t*mu)/2", "2"])
def test_the_column_of_a_variant_is_the_value_of_its_text(formula: str) -> None:
    root = node(formula)
    made = variants(root, NAMES)
    assert len(made.places) == len(made.edits)
    for row, place in enumerate(made.places):
        text = replaced(root, (made.edits[place],)).text
        with np.errstate(all="ignore"):
            again = Evaluator(NAMES)(node(text))
        np.testing.assert_allclose(made.whole[row], again, rtol=1e-12, err_msg=text)


def test_the_work_is_known_before_it_is_done() -> None:
    root = node("(t - mu)**2/sigma")
    made = variants(root, NAMES, keep=True)
    own = {id(site): [e for e in made.edits if e.site is site] for site in root.walk()}
    assert work(root, own, 12) == sum(columns.size for columns in made.columns.values())


@pytest.mark.parametrize(
    ("formula", "torn"),
    [
        ("t*mu - sigma", {"t*(mu - sigma)"}),
        ("t/mu + sigma", {"t/(mu + sigma)"}),
        ("t**2 - mu", {"t**(2 - mu)"}),
        ("-t + mu", {"-(t + mu)"}),
        ("t - mu*sigma", {"(t - mu)*sigma"}),
        ("t/mu*sigma", {"t/(mu*sigma)"}),
        ("t**3/2", {"t**(3/2)"}),
        ("t + mu", set()),
        ("sin(t)", set()),
    ],
)
def test_brackets_that_may_have_been_forgotten(formula: str, torn: set[str]) -> None:
    assert {new.text for new in rebracketed(node(formula))} == torn


def test_rows_are_found_by_their_fingerprints() -> None:
    rows = np.random.default_rng(1).normal(size=(50, 12))
    wanted = rows[[7, 31]] * (1 + 1e-15)
    assert sorted(matches(rows, wanted)) == [(7, 0), (31, 1)]
    assert len(set(fingerprints(rows).tolist())) == 50


PRODUCTS = [
    ("x*2/y*x/(3*y)", "2*x**2/(3*y**2)"),
    ("x/x", "1"),
    ("-x*-y", "x*y"),
    ("(a - b)*(b - a)", "-(a - b)**2"),
    ("(x**2)**3*x**-1", "x**5"),
    ("x**0.5*x**0.5", "x"),
    ("x**n*x", "x**n*x"),
    ("sin(x)*2*x", "2*x*sin(x)"),
    ("1/(2*x)", "1/(2*x)"),
    ("0*x", "0"),
]


@pytest.mark.parametrize(("formula", "text"), PRODUCTS)
def test_products_are_written_as_people_do(formula: str, text: str) -> None:
    assert Product.of(node(formula)).node.text == text


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


def test_local_derivatives_are_the_tables() -> None:
    assert [p.text for p in partials_of(node("x/y"))] == ["1/y", "-x/y**2"]
    assert [p.text for p in partials_of(node("tanh(x)"))] == ["1 - tanh(x)**2"]


INSERTED = [
    ("sin(x)", "2", "2*sin(x)"),
    ("1/sqrt(x)", "1/2", "1/(2*sqrt(x))"),
    ("(t - mu)/sigma**2", "x", "x*(t - mu)/sigma**2"),
    ("exp(sin(x))*cos(x)", "2*x", "2*x*exp(sin(x))*cos(x)"),
    ("3*x", "x", "3*x**2"),
    ("-x", "y", "-x*y"),
    ("a/(b*c)", "1/k", "a/(b*c*k)"),
]


@pytest.mark.parametrize(("formula", "factor", "text"), INSERTED)
def test_factors_are_put_where_people_put_them(formula: str, factor: str, text: str) -> None:
    assert multiplied(node(formula), node(factor)).text == text


def test_what_was_not_changed_stays_as_it_was_written() -> None:
    root = node("1/z*2*z/sqrt(1 + z**2)")
    first = next(part for part in root.walk() if part.name == "z")
    changed = replaced(root, (Edit(first, Node(number="2"), "number"),))
    assert tidied(root, changed).text == "1/2*2*z/sqrt(1 + z**2)"


MONOMIALS = [("3*t*mu**-2", "3*t/mu**2"), ("-sigma**0.5", "-sigma**0.5"), ("1/(2*t)", "1/(2*t)")]


@pytest.mark.parametrize(("formula", "text"), MONOMIALS)
def test_products_of_powers_are_recognised(formula: str, text: str) -> None:
    found = monomial(Evaluator(NAMES)(node(formula)), NAMES)
    assert found is not None
    assert found.text == text


def test_what_is_no_product_of_powers_is_not() -> None:
    assert monomial(Evaluator(NAMES)(node("t + mu")), NAMES) is None
    assert monomial(Evaluator(NAMES)(node("t**0.3")), NAMES) is None
