"""What is said of links, in words."""

from dataclasses import replace

import pytest

from microgauss.sheet.document import Link
from microgauss.sheet.showing.wording import (
    edits_in_words,
    in_signs,
    point_in_words,
    told_notes,
    verdict_in_words,
)

LINK = Link("=", r"\frac{\partial f}{\partial \mu}", "0", 1, 0, 1)
VERDICTS = [
    ("correct", True, "right"),
    ("correct", None, "right"),
    ("correct", False, "right again: it does not follow from the line before"),
    ("wrong", True, "wrong, but it follows from the line before"),
    ("wrong", False, "wrong"),
    ("wrong", None, "wrong"),
    ("untestable", None, "can't be told"),
    ("untestable", True, "can't be told, but it follows from the line before"),
    ("unreliable", False, "can't be told, and it does not follow from the line before"),
]


@pytest.mark.parametrize(("verdict", "follows", "words"), VERDICTS)
def test_verdicts(*, verdict: str, follows: bool | None, words: str) -> None:
    assert verdict_in_words(replace(LINK, verdict=verdict, follows=follows)) == words


def test_points() -> None:
    assert point_in_words(LINK) == ""
    found = replace(LINK, point={"mu": -1.5, "x_1,2": 2.0, "w_max": 1.0}, values=("1", "2"))
    assert point_in_words(found) == ("at μ = −1.5, x₁₂ = 2, w_max = 1: ∂f/∂μ is 1, this side 2")
    many = replace(found, point={f"x_{k}": 1.0 for k in range(1, 10)})
    assert point_in_words(many) == (
        "at x₁ = 1, x₂ = 1, x₃ = 1, x₄ = 1, x₅ = 1, x₆ = 1, … (9 numbers): ∂f/∂μ is 1, this side 2"
    )
    long = replace(found, point={}, left=r"\frac{a + b + c + d + e + f + g}{h + i + j}")
    assert point_in_words(long) == "the left side is 1, this side 2"


def test_edits() -> None:
    edits = ((r"\partial \mu_i", r"\partial z_i"), ("=", r"\leq"), ("", "x^2"), ("y", ""))
    assert edits_in_words(replace(LINK, edits=edits)) == (
        "∂ μ_i → ∂ z_i, = → ≤, put in x², leave out y"
    )


SENTENCES = [
    (r"nothing defines \delta: \sigma is meant", "nothing defines δ: σ is meant"),
    (r"the term \frac{\partial f_i}{\partial \mathbf{v}} is missing", "the term ∂fᵢ/∂𝐯 is missing"),
    ("the index of t is missing: t_i", "the index of t is missing: tᵢ"),
    ("proved for |t - mu| up to 1e3 and x_1 > 0", "proved for |t − μ| up to 1e3 and x₁ > 0"),
    (
        r"the sign of -y/\theta^2 + (1 - y) is a well-known one",
        "the sign of −y/θ² + (1 − y) is a well-known one",
    ),
    ("the sum of muffins, a piece of pie", "the sum of muffins, a piece of pie"),
    (r"the exponent of \sigma_i^2 and e^{-x}", "the exponent of σᵢ² and e⁻ˣ"),
    (r"the sign of m g l \sin\theta is wrong", "the sign of mgl sin(θ) is wrong"),
    (r"\left( s - \frac{1}{s} \right) e^{v/2} should be 0", "(s − 1/s)e^(v/2) should be 0"),
    ("for |v_vec_1| and |beta_vec| up to 1", "for |𝐯_1| and |𝛃| up to 1"),
    (r"an \odd command", r"an \odd command"),
    ("file_max stays, too", "file_max stays, too"),
]


@pytest.mark.parametrize(("sentence", "words"), SENTENCES)
def test_sentences(sentence: str, words: str) -> None:
    assert in_signs(sentence) == words


def test_which_notes_are_told() -> None:
    noted = replace(LINK, notes=("a",))
    assert told_notes(replace(noted, verdict="correct")) == ()
    assert told_notes(replace(noted, verdict="wrong")) == ()
    assert told_notes(replace(noted, verdict="untestable")) == ("a",)
    assert told_notes(replace(noted, verdict="correct", relation="≤")) == ("a",)
