"""Functions of vectors at other vectors: right and wrong expansions, judged by NumPy."""

import random

import numpy as np
import pytest

from microgauss.sheet import read

FUNCTIONS = {
    r"\|\mathbf{x}\|^2": lambda x, b, m: x @ x,
    r"\mathbf{b}^\top\mathbf{x}": lambda x, b, m: b @ x,
    r"\mathbf{x}^\top\mathbf{M}\mathbf{x}": lambda x, b, m: x @ m @ x,
    r"\|\mathbf{x}-\mathbf{b}\|^2": lambda x, b, m: (x - b) @ (x - b),
}
GRADIENTS = {
    r"\|\mathbf{x}\|^2": (r"2\mathbf{u}", lambda u, b, m: 2 * u),
    r"\mathbf{b}^\top\mathbf{x}": (r"\mathbf{b}", lambda u, b, m: b),
    r"\mathbf{x}^\top\mathbf{M}\mathbf{x}": (
        r"(\mathbf{M}+\mathbf{M}^\top)\mathbf{u}", lambda u, b, m: (m + m.T) @ u,
    ),
    r"\|\mathbf{x}-\mathbf{b}\|^2": (r"2(\mathbf{u}-\mathbf{b})", lambda u, b, m: 2 * (u - b)),
}  # fmt: skip
STEPS = (r"\mathbf{x}_k", r"\mathbf{x}_0", r"\mathbf{y}", r"\mathbf{x}^{(t)}")


def is_so(function: str, p: int, q: int, terms: tuple[int, int, int]) -> bool:
    """Tell by numbers whether f(p x + q y) = a f(x) + c f(y) + d x^T y."""
    draw = np.random.default_rng(0)
    f = FUNCTIONS[function]
    for _ in range(3):
        x, y, b = draw.normal(size=(3, 4))
        m = draw.normal(size=(4, 4))
        a, c, d = terms
        right = a * f(x, b, m) + c * f(y, b, m) + d * (x @ y)
        if not np.isclose(f(p * x + q * y, b, m), right):
            return False
    return True


@pytest.mark.parametrize("seed", range(40))
def test_a_function_of_a_combination(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311, no secret
    function = draw.choice(list(FUNCTIONS))
    p, q = draw.choice([1, 2, 3, -1]), draw.choice([1, 2, -1, -3])
    right = {r"\|\mathbf{x}\|^2": (p * p, q * q, 2 * p * q)}.get(function, (p, q, 0))
    terms = right if draw.random() < 0.5 else tuple(t + draw.choice([0, 1, -1]) for t in right)
    a, c, d = terms
    text = (
        rf"$f(\mathbf{{x}}) = {function}$. "
        rf"$f({p}\mathbf{{x}} + ({q})\mathbf{{y}}) = {a}f(\mathbf{{x}}) + ({c})f(\mathbf{{y}})"
        rf" + ({d})\mathbf{{x}}^\top\mathbf{{y}}$."
    )
    (link,) = read(text=text).links
    if is_so(function, p, q, (a, c, d)):
        assert link.verdict == "correct", (text, link.diagnosis)
    else:
        assert link.verdict != "correct", text


@pytest.mark.parametrize("at", STEPS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_gradient_at_another_vector(function: str, at: str) -> None:
    right = GRADIENTS[function][0].replace(r"\mathbf{u}", at)
    for factor, verdicts in (("", {"correct"}), ("-", {"wrong", "untestable"})):
        text = rf"$f(\mathbf{{x}}) = {function}$. $\nabla f({at}) = {factor}{right}$."
        (link,) = read(text=text).links
        assert link.verdict in verdicts, (text, link.diagnosis)


def test_the_gradients_that_are_used_here_are_right() -> None:
    draw = np.random.default_rng(1)
    u, b, h = draw.normal(size=(3, 4))
    m = draw.normal(size=(4, 4))
    for function, (_, gradient) in GRADIENTS.items():
        f = FUNCTIONS[function]
        slope = (f(u + 1e-6 * h, b, m) - f(u - 1e-6 * h, b, m)) / 2e-6
        assert np.isclose(slope, h @ gradient(u, b, m))


@pytest.mark.parametrize(
    ("step", "verdict"),
    [
        (r"(1-2\eta)\mathbf{w}_0", "correct"),
        (r"(1-\eta)\mathbf{w}_0", "wrong"),
        (r"(1+2\eta)\mathbf{w}_0", "wrong"),
    ],
)
def test_a_step_of_gradient_descent(step: str, verdict: str) -> None:
    text = (
        r"$F(\mathbf{w}) = \|\mathbf{w}\|^2$. "
        rf"$\mathbf{{w}}_1 = \mathbf{{w}}_0 - \eta\nabla F(\mathbf{{w}}_0) = {step}$."
    )
    (link,) = read(text=text).links
    assert link.verdict == verdict, link.diagnosis
