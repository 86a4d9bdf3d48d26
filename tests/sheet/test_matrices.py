"""Inverses, determinants and traces: equations of any two formulas, against NumPy's numbers."""

import itertools
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.linalg import det, inv

from microgauss.sheet import read

SPACES = (
    r"Let $X\in\mathbb R^{n\times d}$, $\mathbf w\in\mathbb R^d$, $\mathbf u\in\mathbb R^d$, "
    r"$\mathbf y\in\mathbb R^n$, $\lambda>0$, and $A\in\mathbb R^{d\times d}$, "
    r"$B\in\mathbb R^{d\times d}$ be invertible. "
)
DRAW = np.random.default_rng(7)
X, Y, LAMBDA = DRAW.normal(size=(5, 3)), DRAW.normal(size=5), 0.7
A, B = DRAW.normal(size=(2, 3, 3))
W, U = DRAW.normal(size=(2, 3))
SMALL, LARGE = LAMBDA * np.eye(3), LAMBDA * np.eye(5)
FORMULAS: dict[str, Callable[[], Any]] = {
    r"(X^\top X)^{-1}X^\top\mathbf y": lambda: inv(X.T @ X) @ X.T @ Y,
    r"(X^\top X + \lambda I)^{-1}X^\top\mathbf y": lambda: inv(X.T @ X + SMALL) @ X.T @ Y,
    r"X^\top(X X^\top + \lambda I)^{-1}\mathbf y": lambda: X.T @ inv(X @ X.T + LARGE) @ Y,
    r"(X X^\top + \lambda I)^{-1}X\mathbf w": lambda: inv(X @ X.T + LARGE) @ X @ W,
    r"X(X^\top X + \lambda I)^{-1}\mathbf w": lambda: X @ inv(X.T @ X + SMALL) @ W,
    r"X(X^\top X)^{-1}X^\top X\mathbf w": lambda: X @ inv(X.T @ X) @ X.T @ X @ W,
    r"X\mathbf w": lambda: X @ W,
    r"A^{-1}\mathbf w": lambda: inv(A) @ W,
    r"A^{-\top}\mathbf w": lambda: inv(A).T @ W,
    r"(A^\top)^{-1}\mathbf w": lambda: inv(A.T) @ W,
    r"(AB)^{-1}\mathbf w": lambda: inv(A @ B) @ W,
    r"B^{-1}A^{-1}\mathbf w": lambda: inv(B) @ inv(A) @ W,
    r"A^{-1}B^{-1}\mathbf w": lambda: inv(A) @ inv(B) @ W,
    r"(A+B)^{-1}\mathbf w": lambda: inv(A + B) @ W,
    r"(A^{-1} + B^{-1})\mathbf w": lambda: (inv(A) + inv(B)) @ W,
    r"A^{-1}(A+B)B^{-1}\mathbf w": lambda: inv(A) @ (A + B) @ inv(B) @ W,
    r"(A^{-1} + B^{-1})^{-1}\mathbf w": lambda: inv(inv(A) + inv(B)) @ W,
    r"A(A+B)^{-1}B\mathbf w": lambda: A @ inv(A + B) @ B @ W,
    r"(A + \mathbf u\mathbf u^\top)^{-1}\mathbf w": lambda: inv(A + np.outer(U, U)) @ W,
    r"A^{-1}\mathbf w - \frac{A^{-1}\mathbf u\mathbf u^\top A^{-1}\mathbf w}"
    r"{1+\mathbf u^\top A^{-1}\mathbf u}": lambda: inv(A + np.outer(U, U)) @ W,
    r"\det(AB)\mathbf w": lambda: det(A @ B) * W,
    r"\det A\det B\,\mathbf w": lambda: det(A) * det(B) * W,
    r"\det(A^\top)\mathbf w": lambda: det(A.T) * W,
    r"\frac{1}{\det A^{-1}}\mathbf w": lambda: W / det(inv(A)),
    r"\operatorname{tr}(AB)\mathbf w": lambda: np.trace(A @ B) * W,
    r"\operatorname{tr}(BA)\mathbf w": lambda: np.trace(B @ A) * W,
    r"\operatorname{tr}(A^\top B)\mathbf w": lambda: np.trace(A.T @ B) * W,
}  # fmt: skip
NUMBERS = {formula: compute() for formula, compute in FORMULAS.items()}
PAIRS = [(a, b) for a, b in itertools.permutations(FORMULAS, 2)
         if NUMBERS[a].shape == NUMBERS[b].shape]  # fmt: skip
EQUAL = [(a, b) for a, b in PAIRS if np.allclose(NUMBERS[a], NUMBERS[b])]
UNEQUAL = random.Random(3).sample(sorted(set(PAIRS) - set(EQUAL)), 40)  # noqa: S311, no secret


def verdict_on(left: str, right: str) -> str:
    """Return what is said of an equation of two formulas."""
    (link,) = read(text=f"{SPACES}Then ${left} = {right}$.").links
    return link.verdict


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_what_numpy_finds_equal_is_right(left: str, right: str) -> None:
    assert verdict_on(left, right) == "correct"


@pytest.mark.parametrize(("left", "right"), UNEQUAL)
def test_what_numpy_finds_different_is_never_right(left: str, right: str) -> None:
    assert verdict_on(left, right) in ("wrong", "untestable")


@pytest.mark.parametrize(("entries", "column"), [
    (r"d & -b\\ -c & a", None), (r"d & b\\ -c & a", "-b"), (r"d & -b\\ c & a", "-c"),
    (r"d & -b\\ -c & d", "a"),
])  # fmt: skip
def test_a_wrong_entry_of_an_inverse_is_mended(entries: str, column: str | None) -> None:
    (link,) = read(
        text=r"For $A = \begin{pmatrix} a & b\\ c & d\end{pmatrix}$ we have "
        rf"$A^{{-1}} = \frac{{1}}{{ad-bc}}\begin{{pmatrix}} {entries}\end{{pmatrix}}$."
    ).links
    assert link.verdict == ("wrong" if column else "correct")
    assert column is None or column in (link.repair or "")


def test_a_matrix_that_may_have_no_inverse_is_not_judged() -> None:
    (link,) = read(
        text=r"Let $X\in\mathbb R^{n\times d}$, $\mathbf w\in\mathbb R^d$. "
        r"Then $X^\top(XX^\top)^{-1}X\mathbf w = \mathbf w$."
    ).links
    assert link.verdict == "untestable"


def test_a_determinant_of_a_matrix_of_unknown_size_is_not_called_wrong() -> None:
    for factor, space, verdict in (
        ("8", r"3\times 3", "correct"), ("2", r"3\times 3", "wrong"),
        ("2^n", r"n\times n", "correct"), ("2n", r"n\times n", "wrong"),
    ):  # fmt: skip
        text = rf"Let $A\in\mathbb R^{{{space}}}$. $\det(2A) = {factor}\det A$."
        assert [link.verdict for link in read(text=text).links] == [verdict]
    (link,) = read(text=r"$\det(2A) = 8\det A$ for a matrix $A$.").links
    assert link.verdict == "untestable"
