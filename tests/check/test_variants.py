"""The columns of all variants of a formula are what their text says."""

import numpy as np
import pytest
from formulas import node

from microgauss.check.columns import Evaluator
from microgauss.check.slips import likely_edits, replaced
from microgauss.check.variants import Variants, lifted, work
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
