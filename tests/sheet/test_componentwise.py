r"""Products component by component, traces, diagonals, the Frobenius norm and ones, by NumPy."""

from __future__ import annotations

import re

import numpy as np
import pytest

from microgauss.sheet import read

SPACES = (
    r"Let $\mathbf u, \mathbf v, \mathbf w \in \mathbb R^3$ and "
    r"$\mathbf A, \mathbf B \in \mathbb R^{3 \times 3}$. "
)
ONE = np.ones(3)
DOCUMENTS = {  # LaTeX, and the same in NumPy
    r"\mathbf u \odot \mathbf v": "u * v",
    r"\mathbf v \odot \mathbf u": "v * u",
    r"\operatorname{diag}(\mathbf u) \mathbf v": "np.diag(u) @ v",
    r"\mathbf u \odot (1 - \mathbf v^2)": "u * (1 - v**2)",
    r"\mathbf u \odot (\mathbf 1 - \mathbf v \odot \mathbf v)": "u * (1 - v * v)",
    r"\mathbf u - \mathbf u \odot \mathbf v^2": "u - u * v**2",
    r"\mathbf u - \mathbf u \odot \mathbf v": "u - u * v",
    r"\mathrm{diag}(1 - \mathbf v^2) \mathbf u": "np.diag(1 - v**2) @ u",
    r"\operatorname{diag}(\mathbf A)": "np.diag(A)",
    r"\operatorname{diag}(\mathbf A^\top)": "np.diag(A.T)",
    r"(\mathbf A \mathbf u) \odot \mathbf v": "(A @ u) * v",
    r"\mathbf A \mathbf u \odot \mathbf v": "(A @ u) * v",
    r"\mathbf A (\mathbf u \odot \mathbf v)": "A @ (u * v)",
    r"\mathbf A \operatorname{diag}(\mathbf v) \mathbf u": "A @ np.diag(v) @ u",
    r"\operatorname{diag}(\mathbf v) \mathbf A \mathbf u": "np.diag(v) @ A @ u",
    r"\operatorname{tr}(\mathbf A \mathbf B)": "np.trace(A @ B)",
    r"\operatorname{tr}(\mathbf B \mathbf A)": "np.trace(B @ A)",
    r"\mathrm{tr}(\mathbf A^\top \mathbf B)": "np.trace(A.T @ B)",
    r"\operatorname{tr}(\mathbf A) \operatorname{tr}(\mathbf B)": "np.trace(A) * np.trace(B)",
    r"\operatorname{tr}(\mathbf u \mathbf v^\top)": "np.trace(np.outer(u, v))",
    r"\mathbf u^\top \mathbf v": "u @ v",
    r"\mathbf 1^\top (\mathbf u \odot \mathbf v)": "ONE @ (u * v)",
    r"\lVert \mathbf A \rVert_F^2": "(A**2).sum()",
    r"\operatorname{tr}(\mathbf A^\top \mathbf A)": "np.trace(A.T @ A)",
    r"\operatorname{tr}(\mathbf A \mathbf A)": "np.trace(A @ A)",
    r"\mathbf 1^\top (\mathbf A \odot \mathbf A) \mathbf 1": "ONE @ (A * A) @ ONE",
    r"\mathbf 1^\top (\mathbf A \odot \mathbf B) \mathbf 1": "ONE @ (A * B) @ ONE",
    r"\mathbf A \odot \mathbf B": "A * B",
    r"\mathbf B \odot \mathbf A": "B * A",
    r"\mathbf A \mathbf B": "A @ B",
    r"\operatorname{tr}(\mathbf A^2)": "np.trace(A @ A)",
    r"\mathbf A^2 \mathbf u": "A @ A @ u",
    r"\mathbf A (\mathbf A \mathbf u)": "A @ (A @ u)",
}


def number(code: str, seed: int) -> np.ndarray:
    """Return an expression's numbers at a point that is drawn."""
    draw = np.random.default_rng(seed)
    u, v, _ = draw.normal(size=(3, 3))
    A, B = draw.normal(size=(2, 3, 3))
    names = {"np": np, "ONE": ONE, "u": u, "v": v, "A": A, "B": B}
    return np.asarray(eval(code, names))  # noqa: S307, of the table above


def names(text: str) -> set[str]:
    """Return the names in LaTeX."""
    return set(re.findall(r"\\mathbf (\w)", text)) - {"1"}


def test_each_equation_of_two() -> None:
    """Those that are wrong have the same names on both sides: others may be defined elsewhere."""
    texts = list(DOCUMENTS)
    values = {text: number(DOCUMENTS[text], 1) for text in texts}
    pairs = [(a, b) for a in texts for b in texts
             if a != b and values[a].shape == values[b].shape and names(a) == names(b)]  # fmt: skip
    rights = [bool(np.allclose(values[a], values[b])) for a, b in pairs]
    document = read(text=SPACES + " ".join(f"${a} = {b}$." for a, b in pairs))
    assert len(document.links) == len(pairs)
    for pair, is_right, link in zip(pairs, rights, document.links, strict=True):
        assert link.verdict == ("correct" if is_right else "wrong"), (pair, link.diagnosis)
    assert 10 < sum(rights) < len(rights) - 10


GRADIENTS = (
    (r"\mathbf v^\top (\mathbf u \odot \mathbf u)", r"2\,\mathbf u \odot \mathbf v", "u", True),
    (r"\mathbf v^\top (\mathbf u \odot \mathbf u)", r"\mathbf u \odot \mathbf v", "u", False),
    (r"\mathbf u^\top \operatorname{diag}(\mathbf v) \mathbf u",
     r"2 \operatorname{diag}(\mathbf v) \mathbf u", "u", True),
    (r"\operatorname{tr}(\mathbf A \mathbf B)", r"\mathbf B^\top", "A", True),
    (r"\operatorname{tr}(\mathbf A \mathbf B)", r"\mathbf B", "A", False),
    (r"\frac12 \lVert \mathbf A - \mathbf B \rVert_F^2", r"\mathbf A - \mathbf B", "A", True),
    (r"\frac12 \lVert \mathbf A - \mathbf B \rVert_F^2", r"\mathbf B - \mathbf A", "A", False),
    (r"\operatorname{tr}(\mathbf A^\top \mathbf B \mathbf A)",
     r"(\mathbf B + \mathbf B^\top) \mathbf A", "A", True),
    (r"\mathbf 1^\top \mathbf A \mathbf u", r"\mathbf A^\top \mathbf 1", "u", True),
    (r"\mathbf 1^\top \mathbf A \mathbf u", r"\mathbf A \mathbf 1", "u", False),
)  # fmt: skip


@pytest.mark.parametrize(("function", "gradient", "by", "is_right"), GRADIENTS)
def test_gradients(function: str, gradient: str, by: str, *, is_right: bool) -> None:
    """They follow from the matrix cookbook, and those that are wrong lack a factor or a sign."""
    claim = rf"\frac{{\partial f}}{{\partial \mathbf {by}}} = {gradient}"
    (link,) = read(text=f"{SPACES}Let $f = {function}$. $${claim}$$").links
    assert link.verdict == ("correct" if is_right else "wrong")


NETWORK = r"""Let $\sigma(z) = \frac{1}{1 + e^{-z}}$, $\mathbf z = \mathbf W \mathbf x + \mathbf b$,
$\mathbf a = \sigma(\mathbf z)$ and $L = \frac12 \lVert \mathbf a - \mathbf t \rVert^2$.
$$\boldsymbol\delta = \frac{\partial L}{\partial \mathbf z}
= (\mathbf a - \mathbf t) \odot \sigma'(\mathbf z)
= (\mathbf a - \mathbf t) \odot \mathbf a \odot (\mathbf 1 - \mathbf a)
= (\mathbf a - \mathbf t) \odot (1 - \mathbf a^2)$$
$$\frac{\partial L}{\partial \mathbf W} = \boldsymbol\delta \mathbf x^\top$$
$$\frac{\partial L}{\partial \mathbf x} = \mathbf W^\top \boldsymbol\delta$$
$$\frac{\partial L}{\partial \mathbf x} = \mathbf W \boldsymbol\delta$$"""


def test_a_layer_of_a_network() -> None:
    verdicts = [link.verdict for link in read(text=NETWORK).links]
    assert verdicts == ["correct", "correct", "wrong", "correct", "correct", "wrong"]


@pytest.mark.parametrize(
    "claim",
    [
        r"\mathbf 1^\top \mathbf 1 = 3",
        r"\lVert \mathbf A \rVert^2 = \lVert \mathbf A \rVert_F^2",
        r"\mathbf u \odot \mathbf A = \mathbf A",
        r"\operatorname{tr}(\mathbf u) = 1",
    ],
)
def test_what_has_no_one_meaning_is_not_judged(claim: str) -> None:
    (link,) = read(text=f"{SPACES}$${claim}$$").links
    assert link.verdict == "untestable"
