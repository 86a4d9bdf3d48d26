"""Answers to a sheet whose letters are bold, or not, where the sheet's are otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from microgauss.sheet import read

LINEAR = r"$f(\mathbf{x}) = \mathbf{w}^\top\mathbf{x}+b$ and $L = \ln(1+e^{-yf(\mathbf{x})})$."
SQUARE = r"$E(\mathbf w) = \|\mathbf w\|^2$."
BOTH = rf"{SQUARE} $q(w) = w^2$."
NUMBER = "$q(w) = w^2$."

PAIRS = [  # the sheet, the answer, and its verdicts by their first letters
    (LINEAR, r"$f(x) = w^Tx+b$, $\frac{\partial L}{\partial b} = \frac{-y}{1+e^{yf(x)}}$", "cc"),
    (SQUARE, r"$\nabla E(\mathbf w) = 2\mathbf w$. $q(w) = w^2$, $q'(w) = 2w$.", "cc"),
    (SQUARE, r"$\nabla E(\mathbf w) = \mathbf w$. $q(w) = w^2$, $q'(w) = w$.", "ww"),
    (
        BOTH,
        r"$\frac{\partial E}{\partial w_j} = 2w_j$, $\frac{\partial E}{\partial w_j} = w_j$",
        "cw",
    ),
    (BOTH, r"$\nabla E(\mathbf w) = 2\mathbf w$. $q'(w) = 2w$. $q'(w) = w$.", "ccw"),
    (
        NUMBER,
        rf"$q'(w) = 2w$. With {SQUARE[:-1]}, $\frac{{\partial E}}{{\partial w_j}} = 2w_j$.",
        "cc",
    ),
]


@pytest.mark.parametrize(("sheet", "answer", "letters"), PAIRS)
def test_letters_of_both_fonts(sheet: str, answer: str, letters: str, tmp_path: Path) -> None:
    """What is bold in both is the same; so is what is never bold in the answer."""
    path = tmp_path / "answer.md"
    path.write_text(answer, encoding="utf-8")
    links = read(text=sheet, answer=path).links
    assert "".join(link.verdict[0] for link in links) == letters
