"""The exercise's own document: what must be found in it, and its closed forms."""

import json

import numpy as np
import pytest

from microgauss.sheet.exercise import EXERCISE, EXPECTED, closed_form, differences, judged
from microgauss.sheet.reading import read


def test_all_comes_out_as_it_must() -> None:
    _, document = judged()
    assert differences(document) == []
    assert document.read == document.formulas_total == 17
    assert {found.part for found in document.formulas} == {"", "(a)", "(b)", "(c)", "(d)", "(e)"}


def test_every_misprint_of_a_formula_is_found_with_what_is_right() -> None:
    links = [link for link in judged()[1].links if link.verdict == "wrong"]
    changes = {change for link in links for change in link.edits}
    assert {("z", "2"), ("\\delta", "\\sigma"), ("t", "t_i"), ("\\mathbf{x}", "\\mathbf{x}_i"),
            ("\\sigma_i^3", "\\sigma_i^2")} < changes  # fmt: skip
    swapped = (
        r"\frac{\partial \mu_i}{\partial \mathbf{v}}",
        r"\frac{\partial z_i}{\partial \mathbf{v}}",
    )
    assert swapped in changes
    assert any("= should be ≤" in link.diagnosis for link in links)


def test_the_bound_is_proved_and_the_sharper_one_touched() -> None:
    bounds = [link for link in judged()[1].links if link.relation == "≤"]
    assert bounds[0].verdict == "correct"
    assert bounds[0].notes == ("proved for |z| and |t − mu| up to 1000",)
    assert bounds[-1].verdict == "untestable"
    assert "the two sides touch at" in bounds[-1].notes[0]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (r"\frac{1}{z} \cdot", r"\frac{1}{2} \cdot", "line 37: correct, not wrong"),
        (r"= \frac{t - \mu}{\sigma^2} \\", r"= \frac{t - \mu}{\sigma} \\", "line 17: wrong"),
        (r"&= \left| \frac{(t-\mu)", r"&\leq \left| \frac{(t-\mu)", "line 59: the relation is ≤"),
        (r"$\sigma > 0$", r"\sigma", "16 formulas, not 17"),
    ],
)  # fmt: skip
def test_what_comes_out_otherwise_is_said(old: str, new: str, what: str) -> None:
    text = EXERCISE.read_text(encoding="utf-8")
    assert old in text
    assert any(what in said for said in differences(read(text=text.replace(old, new))))


def test_the_closed_form_is_vectorised_by_rows() -> None:
    dJ_dw, dJ_dv = closed_form(
        np.array([[1.0], [2.0]]), np.array([1.5, 1.0]), np.array([1.0]), np.array([0.5])
    )
    assert dJ_dw == pytest.approx([-0.3])
    assert dJ_dv == pytest.approx([-0.41])


def test_what_must_come_out_is_written_for_every_formula() -> None:
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))["formulas"]
    assert sum(len(formula["links"]) for formula in expected) == 32
