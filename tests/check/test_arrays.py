"""Gradients of arrays: verdicts that hold, the components that are off, what they have in common.

The claims are judged by other means: closed forms in NumPy, SymPy's derivatives of formulas drawn
at random, mpmath's difference quotients.
"""

import inspect
import json
import math
from collections.abc import Callable, Sequence
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy

from microgauss import sigmoid
from microgauss.check import ArrayReport, assert_gradient, check
from microgauss.formula import FormulaError

ZERO = {"a constant", "centred"}  # whose gradient is 0: a factor changes nothing
Function = Callable[..., Any]
REGRESSION = {"w": (3,), "X": (5, 3), "t": (5,)}


def report_on(
    function: Function, claim: Function, wrt: Any, at: Any, **options: Any
) -> ArrayReport:
    report = check(function, claim, wrt=wrt, at=at, **options)
    assert isinstance(report, ArrayReport)
    return report


# --- models as people write them ------------------------------------------------------------------


def likelihood(w: Any, X: Any, t: Any, s2: Any) -> Any:
    return -((t - X @ w) ** 2).mean() / (2 * s2) - np.log(2 * np.pi * s2) / 2


def likelihood_by_w(w: Any, X: Any, t: Any, s2: Any) -> Any:
    return X.T @ ((t - X @ w) / s2) / len(t)


def likelihood_by_s2(w: Any, X: Any, t: Any, s2: Any) -> Any:
    return ((t - X @ w) ** 2).mean() / (2 * s2**2) - 1 / (2 * s2)


def likelihood_by_both(w: Any, X: Any, t: Any, s2: Any) -> Any:
    return likelihood_by_w(w, X, t, s2), likelihood_by_s2(w, X, t, s2)


def ridge(w: Any, X: Any, t: Any, lam: Any) -> Any:
    return ((t - X @ w) ** 2).sum() / 2 + lam * (w @ w) / 2


def ridge_by_w(w: Any, X: Any, t: Any, lam: Any) -> Any:
    return X.T @ (X @ w - t) + lam * w


def logistic(w: Any, X: Any, y: Any) -> Any:
    return np.logaddexp(0, -y * (X @ w)).mean()


def logistic_by_w(w: Any, X: Any, y: Any) -> Any:
    return -X.T @ (y * sigmoid(-y * (X @ w))) / len(y)


def softmax(Z: Any) -> Any:
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


LABELS = np.array([0, 2, 1, 1])


def cross_entropy(W: Any, b: Any, X: Any) -> Any:
    return -np.log(softmax(X @ W + b)[np.arange(4), LABELS]).mean()


def cross_entropy_by_W_b(W: Any, b: Any, X: Any) -> Any:
    delta = (softmax(X @ W + b) - np.eye(3)[LABELS]) / 4
    return X.T @ delta, delta.sum(axis=0)


def network(W1: Any, b1: Any, w2: Any, b: Any, X: Any, t: Any) -> Any:  # noqa: PLR0913, PLR0917
    return ((np.tanh(X @ W1 + b1) @ w2 + b - t) ** 2).mean() / 2


def network_gradients(  # noqa: PLR0913, PLR0917
    W1: Any, b1: Any, w2: Any, b: Any, X: Any, t: Any
) -> dict[str, Any]:
    h = np.tanh(X @ W1 + b1)
    delta = (h @ w2 + b - t) / len(t)
    below = np.outer(delta, w2) * (1 - h**2)
    return {"W1": X.T @ below, "b1": below.sum(0), "w2": h.T @ delta, "b": delta.sum()}


def rectifier(W: Any, v: Any, X: Any, t: Any) -> Any:
    return ((np.maximum(X @ W, 0) @ v - t) ** 2).sum() / 2


def rectifier_gradients(W: Any, v: Any, X: Any, t: Any) -> Any:
    z = X @ W
    delta = np.maximum(z, 0) @ v - t
    return X.T @ (np.outer(delta, v) * (z > 0)), np.maximum(z, 0).T @ delta


def gaussian(mu: Any, sigma: Any, x: Any) -> Any:
    return (-(((x - mu) / sigma) ** 2) / 2 - np.log(sigma)).sum()


def largest_squared_gradient(x: Any) -> Any:
    gradient = np.zeros_like(x)
    gradient[np.argmax(x)] = 2 * np.max(x)
    return gradient


NETWORK = {"W1": (2, 3), "b1": (3,), "w2": (3,), "X": (4, 2), "t": (4,)}
RECTIFIER = {"W": (2, 2), "v": (2,), "X": (3, 2), "t": (3,)}
THREE = {"mu": (3,), "sigma": (3,), "x": (3,)}
DATA = np.random.default_rng(1).normal(size=(8, 3))
TARGETS = np.random.default_rng(2).normal(size=8)
CHOLESKY = np.linalg.cholesky(DATA.T @ DATA)

RIGHT: dict[str, tuple[Function, Function, Any, Any]] = {
    "likelihood by w": (likelihood, likelihood_by_w, "w", REGRESSION),
    "by s2": (likelihood, likelihood_by_s2, "s2", REGRESSION),
    "by both": (
        likelihood, likelihood_by_both,
        ("w", "s2"), REGRESSION,
    ),
    "as a sum over data": (
        likelihood, lambda w, X, t, s2: sum((t[i] - X[i] @ w) * X[i] for i in range(5)) / (5 * s2),
        "w", REGRESSION,
    ),
    "by einsum": (
        likelihood, lambda w, X, t, s2: np.einsum("ij,i->j", X, t - X @ w) / s2 / 5,
        "w", REGRESSION,
    ),
    "as columns": (
        lambda w, X, t: ((X @ w - t) ** 2).sum(), lambda w, X, t: 2 * X.T @ (X @ w - t),
        "w", {"w": (3, 1), "X": (5, 3), "t": (5, 1)},
    ),
    "by X": (
        lambda w, X, t: ((X @ w - t) ** 2).sum(), lambda w, X, t: 2 * np.outer(X @ w - t, w),
        "X", {"w": (2,), "X": (3, 2), "t": (3,)},
    ),
    "ridge": (ridge, ridge_by_w, "w", REGRESSION),
    "logistic": (logistic, logistic_by_w, "w", {"w": (3,), "X": (4, 3), "y": (4,)}),
    "cross-entropy": (
        cross_entropy, cross_entropy_by_W_b, ("W", "b"), {"W": (2, 3), "b": (3,), "X": (4, 2)},
    ),
    "network": (network, network_gradients, ("W1", "b1", "w2", "b"), NETWORK),
    "rectifier": (rectifier, rectifier_gradients, ["W", "v"], RECTIFIER),
    "gaussian": (
        gaussian, lambda mu, sigma, x: ((x - mu) / sigma**2, (x - mu) ** 2 / sigma**3 - 1 / sigma),
        ("mu", "sigma"), THREE,
    ),
    "largest": (lambda x: np.max(x) ** 2, largest_squared_gradient, "x", {"x": (4,)}),
    "huber": (
        lambda z: np.where(np.abs(z) < 1, z**2 / 2, np.abs(z) - 0.5).sum(),
        lambda z: np.clip(z, -1, 1), "z", {"z": (3,)},
    ),
    "absolute": (lambda z: np.abs(z).sum(), np.sign, 0, {0: (3,)}),
    "norm": (np.linalg.norm, lambda x: x / np.sqrt(x @ x), 0, {0: (4,)}),
    "plain floats": (lambda w: w[0] - w[2], lambda w: [1, 0, -1.0], "w", {"w": (3,)}),
    "a constant": (lambda w: 3.5, lambda w: np.zeros(3), "w", {"w": (3,)}),
    "nothing but scalars": (lambda w, b: w * b**2, lambda b, w: (b**2, 2 * w * b), ("w", "b"), {}),
    "an output of shape (1, 1)": (lambda w: w.T @ w, lambda w: 2 * w, "w", {"w": (3, 1)}),
    "centred": (lambda X: (X - X.mean(0)).sum() ** 2, lambda X: 0 * X, "X", {"X": (3, 2)}),
    "saturated": (
        lambda z: np.log(1 + np.exp(-500 * z)).sum(), lambda z: -500 / (1 + np.exp(500 * z)),
        "z", {"z": (2,)},
    ),
    "in place": (lambda w: np.multiply(w, 2, out=w).sum(), lambda w: 0 * w + 2, "w", {"w": (3,)}),
    "by position": (lambda x, /: (x**2).sum(), lambda theta: 2 * theta, 0, {0: (2,)}),
    "with more arguments": (
        lambda x, *args, scale=2, **options: scale * x.sum(), lambda x, scale=2: scale + 0 * x,
        "x", {"x": (2,)},
    ),
    "a default that is given": (
        lambda x, A=3: (A @ x).sum(), lambda x, A: A.sum(axis=0), "x", {"x": (2,), "A": (3, 2)},
    ),
    "Jacobian": (lambda x: np.exp(x * x[0]), lambda x: (
        np.exp(x * x[0])[:, None] * (x[0] * np.eye(3) + np.outer(x, [1, 0, 0]))), "x", {"x": (3,)}),
    "Jacobians": (
        lambda A, x: A @ x, lambda A, x: (np.einsum("ik,j->ikj", np.eye(2), x), A),
        ("A", "x"), {"A": (2, 3), "x": (3,)},
    ),
    "Hessian": (
        np.linalg.norm, lambda x: (np.eye(3) - np.outer(x, x) / (x @ x)) / np.sqrt(x @ x),
        (0, 0), {0: (3,)},
    ),
    "Hessian by W": (
        lambda W: (W**3).sum() / 6 + W[0, 0] * W[1, 1],
        lambda W: np.diag(W.ravel()).reshape(2, 2, 2, 2) + np.eye(4)[::-1].reshape(2, 2, 2, 2)
        * np.array([[1, 0], [0, 1]])[:, :, None, None], ("W", "W"), {"W": (2, 2)},
    ),
    "data of its own": (
        lambda w: ((DATA @ w - TARGETS) ** 2).sum(),
        lambda w: 2 * (DATA.T @ DATA @ w - DATA.T @ TARGETS), "w", {"w": (3,)},
    ),
    "a factorised matrix of its own": (
        lambda w: w @ (DATA.T @ DATA) @ w / 2, lambda w: CHOLESKY @ (CHOLESKY.T @ w),
        "w", {"w": (3,)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", RIGHT)
def test_right_gradients_are_confirmed(case: str) -> None:
    report = report_on(*RIGHT[case])
    assert report.verdict == "correct", str(report)
    assert report.components == ()
    assert report.counterexample is None
    assert report.digits >= 12


def with_last(claim: Function, change: Callable[[Any], Any]) -> Function:
    """Return a claim whose last array, or only one, is changed; it takes the same arguments."""

    def changed(*args: Any, **named: Any) -> Any:
        result = claim(*args, **named)
        if isinstance(result, dict):
            *_, last = result
            return result | {last: change(result[last])}
        if isinstance(result, tuple):
            return (*result[:-1], change(result[-1]))
        return change(result)

    changed.__signature__ = inspect.signature(claim)  # type: ignore[attr-defined]
    return changed


@pytest.mark.parametrize("case", [case for case in RIGHT if case not in ZERO])
def test_each_component_is_looked_at(case: str) -> None:
    """One component of one array is changed: the report names it, and no other."""
    factor = 1.0001

    def change(array: Any) -> Any:
        found = np.array(array, dtype=object)
        found[(-1,) * found.ndim] *= factor
        return found

    function, claim, wrt, at = RIGHT[case]
    report = report_on(function, with_last(claim, change), wrt, at)
    assert report.verdict == "wrong"
    assert report.components == (report.labels[-1],)
    assert report.counterexample is not None
    assert report.counterexample.claim / report.counterexample.true == pytest.approx(factor)


@pytest.mark.parametrize("case", ["likelihood by w", "by both", "network", "Jacobian", "Hessian"])
def test_a_gradient_of_another_shape_is_wrong(case: str) -> None:
    function, claim, wrt, at = RIGHT[case]
    report = report_on(
        function, with_last(claim, lambda x: np.array(x, dtype=object)[None]), wrt, at
    )
    assert report.verdict == "wrong"
    assert "the claim has the shape (1," in report.diagnosis


# --- against SymPy and mpmath ---------------------------------------------------------------------


def drawn_formula(draw: np.random.Generator, xs: Sequence[Any]) -> Any:
    """Draw a sum of products of powers and functions of sums."""
    functions = (sympy.sin, sympy.exp, sympy.tanh, sympy.cos)
    terms = []
    for _ in range(3):
        powers = [x ** int(k) for x, k in zip(xs, draw.integers(0, 3, len(xs)), strict=True)]
        inner = sum(int(c) * x for x, c in zip(xs, draw.integers(-2, 3, len(xs)), strict=True))
        terms.append(sympy.prod(powers) * functions[draw.integers(4)](inner / 4))
    return sum(terms)


@pytest.mark.parametrize("seed", range(6))
def test_formulas_drawn_at_random_are_judged_as_sympy_differentiates_them(seed: int) -> None:
    draw = np.random.default_rng(seed)
    xs = sympy.symbols("x:3")
    formula = drawn_formula(draw, xs)
    f = sympy.lambdify([xs], formula, "numpy")
    slopes = [sympy.diff(formula, x) for x in xs]
    gradient = sympy.lambdify([xs], slopes, "numpy")
    assert report_on(f, gradient, 0, {0: (3,)}).verdict == "correct"
    second = sympy.lambdify([xs], sympy.hessian(formula, xs).tolist(), "numpy")
    report = report_on(f, second, (0, 0), {0: (3,)})
    assert report.verdict == "correct"
    place = int(draw.integers(3))
    slopes[place] += sympy.Rational(1, 1000) * xs[place - 1]
    wrong = sympy.lambdify([xs], slopes, "numpy")
    report = report_on(f, wrong, 0, {0: (3,)})
    assert report.components == (report.labels[place],)
    shown = report.counterexample
    assert shown is not None
    at = dict(zip(xs, map(sympy.Float, *shown.point.values()), strict=True))
    assert float(shown.true) == pytest.approx(float(sympy.diff(formula, xs[place]).subs(at)))


def test_the_truth_is_what_a_difference_quotient_in_mpmath_comes_to() -> None:
    report = report_on(network, lambda W1, b1, w2, b, X, t: 0 * W1, "W1", NETWORK)
    assert report.diagnosis == "the claim has 0 there"
    for m in report.measurements[:4]:
        with mpmath.workdps(50):
            place = m.off[0]
            sides = [mp_network(m.point, place, side * mpmath.mpf(10) ** -15) for side in (1, -1)]
            slope = (sides[0] - sides[1]) / (2 * mpmath.mpf(10) ** -15)
            assert abs(slope - m.true) < 1e-20 * (1 + abs(m.true))


def mp_network(point: Any, place: int, by: Any) -> Any:
    """Compute the network's error by plain loops over mpmath's numbers, one weight moved."""
    x = {name: mpmath.mpf(number) for name, number in point.items()}
    x[f"W1[{place // 3}, {place % 3}]"] += by
    error = 0
    for i in range(4):
        output = x["b"]
        for j in range(3):
            z = x[f"b1[{j}]"] + sum(x[f"X[{i}, {k}]"] * x[f"W1[{k}, {j}]"] for k in range(2))
            output += mpmath.tanh(z) * x[f"w2[{j}]"]
        error += (output - x[f"t[{i}]"]) ** 2
    return error / 8


# --- wrong claims, by kind ------------------------------------------------------------------------

RIDGE = {"w": (3,), "X": (5, 3), "t": (5,)}
BILINEAR = {"W": (3, 3), "x": (3,), "y": (3,)}
MU_SIGMA = ("mu", "sigma")
PATTERNS: list[tuple[Function, Function, Any, Any, str]] = [
    (likelihood, lambda w, X, t, s2: 5 * likelihood_by_w(w, X, t, s2), "w", RIDGE,
     "the factor 1/5 is missing (5 is the length of t)"),
    (likelihood, lambda w, X, t, s2: -5 * likelihood_by_w(w, X, t, s2), "w", RIDGE,
     "the factor 1/5 is missing (5 is the length of t), and the sign is opposite"),
    (likelihood, lambda w, X, t, s2: 10 * likelihood_by_w(w, X, t, s2), "w", RIDGE,
     "the factor 1/5 is missing (5 is the length of t) (and 2 times too large)"),
    (ridge, lambda w, X, t, lam: ridge_by_w(w, X, t, lam) / 5, "w", RIDGE,
     "the factor 1/5 is too much (5 is the length of t): a mean for a sum"),
    (likelihood, lambda w, X, t, s2: -likelihood_by_w(w, X, t, s2), "w", RIDGE,
     "the opposite sign everywhere"),
    (likelihood, lambda w, X, t, s2: 2 * likelihood_by_w(w, X, t, s2), "w", RIDGE,
     "2 times too large everywhere"),
    (likelihood, lambda w, X, t, s2: X.T @ (t - X @ w) / 5, "w", RIDGE, "too large by a factor s2"),
    (ridge, lambda w, X, t: X.T @ (X @ w - t), "w", RIDGE,
     "the term lam·w is missing, as a penalty on w gives"),
    (ridge, lambda w, X, t, lam: ridge_by_w(w, X, t, lam) * np.array([1, 1, -1]), "w", RIDGE,
     "only w[2], the last, is off: the opposite sign"),
    (ridge, lambda w, X, t, lam: ridge_by_w(w, X, t, lam) * np.array([0, 1, 1]), "w", RIDGE,
     "only w[0], the first, is off: the claim has 0 there"),
    (ridge, lambda w, X, t, lam: X.T @ (X @ w - t) + lam * w * np.array([0, 1, 1]), "w", RIDGE,
     "only w[0], the first, is off: the term lam·w is missing, as a penalty on w gives"),
    (ridge, lambda w, X, t, lam: ridge_by_w(w, X, t, lam)[::-1], "w", RIDGE,
     "the components are in reverse order"),
    (ridge, lambda w, X, t, lam: ridge_by_w(w, X, t, lam)[[1, 2, 0]], "w", RIDGE,
     "the components are in another order"),
    (ridge, lambda w, X, t, lam: 0 * w + ridge_by_w(w, X, t, lam)[0], "w", RIDGE,
     "every component has the value of one of them"),
    (ridge, lambda w, X, t, lam: 0 * w + ridge_by_w(w, X, t, lam).sum(), "w", RIDGE,
     "it is summed over axis 0, and repeated"),
    (ridge, lambda w, X, t, lam: ridge_by_w(w, X, t, lam).sum(), "w", RIDGE,
     "the claim has the shape () for (3,): it is summed over axis 0"),
    (ridge, lambda w, X, t, lam: ridge_by_w(w, X, t, lam)[:, None], "w", RIDGE,
     "the claim has the shape (3, 1) for (3,): its numbers are right"),
    (ridge, lambda w, X, t, lam: 3 * ridge_by_w(w, X, t, lam)[:, None], "w", RIDGE,
     "the claim has the shape (3, 1) for (3,)"),
    (ridge, lambda w, X, t: X * (X @ w - t)[:, None], "w", RIDGE,
     "the claim has the shape (5, 3) for (3,)"),
    (lambda w, X, t: ((X @ w - t) ** 2).sum() / 2, lambda w, X, t: X * (X @ w - t)[:, None],
     "w", RIDGE, "the claim has the shape (5, 3) for (3,): it has to be summed over axis 0"),
    (lambda w, X, t: ((X @ w - t) ** 2).mean() / 2, lambda w, X, t: X * (X @ w - t)[:, None],
     "w", RIDGE, "the claim has the shape (5, 3) for (3,): it has to be averaged over axis 0"),
    (lambda w, X, t: ((X @ w - t) ** 2).sum() / 2, lambda w, X, t: (X.T @ (X @ w - t)).T,
     "w", {"w": (3, 1), "X": (5, 3), "t": (5, 1)},
     "the claim has the shape (1, 3) for (3, 1): a row for a column"),
    (lambda w: w @ w.T, lambda w: 2 * w.T, "w", {"w": (1, 3)},
     "the claim has the shape (3, 1) for (1, 3): a column for a row"),
    (lambda W, x, y: x @ W @ y, lambda W, x, y: np.outer(y, x), "W",
     {"W": (2, 3), "x": (2,), "y": (3,)},
     "the claim has the shape (3, 2) for (2, 3): it is transposed"),
    (lambda W, x, y: x @ W @ y, lambda W, x, y: np.outer(y, x), "W", BILINEAR, "it is transposed"),
    (lambda W, x, y: x @ W @ y, lambda W, x, y: np.outer(x, y) * np.array([[1], [2], [1]]), "W",
     BILINEAR, "only row 1 of W is off: 2 times too large"),
    (lambda W, x, y: x @ W @ y, lambda W, x, y: np.outer(x, y) * np.array([0, 1, 0]), "W",
     BILINEAR, "only columns 0 and 2 of W are off: the claim has 0 there"),
    (lambda W, x, y: x @ W @ y, lambda W, x, y: np.outer(x, y) * (1 - np.eye(3)), "W",
     BILINEAR, "only the diagonal of W is off: the claim has 0 there"),
    (lambda W, x, y: x @ W @ y, lambda W, x, y: 0 * W + np.outer(x, y).sum(0), "W",
     BILINEAR, "it is summed over axis 0, and repeated"),
    (lambda w, v: w @ w + 3 * (v**3).sum(), lambda w, v: 9 * v**2, "w", {"w": (3,), "v": (3,)},
     "this is the derivative by v, not by w"),
    (lambda w, v: w @ w + 3 * (v**3).sum(), lambda w, v: (9 * v**2, 2 * w), ("w", "v"),
     {"w": (3,), "v": (3,)},
     ("w is off: this is the derivative by v, not by w; "
      "v is off: this is the derivative by w, not by v")),
    (gaussian, lambda mu, sigma, x: ((x - mu) / sigma, (x - mu) ** 2 / sigma**3 - 1 / sigma),
     MU_SIGMA, THREE, "only mu is off: too large by a factor sigma"),
    (gaussian, lambda mu, sigma, x: ((x - mu) / sigma**2, (x - mu) ** 2 / sigma**3),
     MU_SIGMA, THREE, "only sigma is off: the term −1/sigma is missing"),
    (lambda z: np.abs(z).sum(), lambda z: np.ones(3), "z", {"z": (3,)},
     "right where z > 0, and only there"),
    (lambda z: (z**2).sum(), lambda z: 2 * np.sqrt(z) ** 2, "z", {"z": (2,)},
     "right wherever it is a number, and it isn't one everywhere"),
    (lambda z: (z**2).sum(), lambda z: np.log(-1 - z**2), "z", {"z": (2,)},
     "it is not a number at any point at which the gradient is one"),
    (lambda z: (z**2).sum(), np.log, 0, {0: (2,)}, "it is not a number everywhere"),
    (lambda z: (z**2).sum(), lambda z: np.full(2, np.nan), "z", {"z": (2,)},
     "it is not a number at any point at which the gradient is one"),
    (lambda z: (z**2).sum(), np.sin, 0, {0: (2,)}, "every component is off"),
    (lambda z: (z**2).sum(), lambda z: 2.00000001 * z, "z", {"z": (2,)},
     "right to 8 digits only: too few digits?"),
    (lambda W: (W**2).sum(), lambda W: 2.00000000001 * (W + 0 * W.T), "W", {"W": (2, 2)},
     "right to 11 digits only: too few digits?"),
    (lambda w: (w**3).sum() + w[0] * w[1], lambda w: np.diag(6 * w), ("w", "w"), {"w": (2,)},
     "what is off the diagonal of the Hessian is off: the claim has 0 there"),
    (lambda w: w**2, np.diag, 0, {0: (3,)},
     "only the diagonal of the Jacobian by w is off: 2 times too small"),
    (lambda A, x: A @ x, lambda A, x: A.T, "x", {"A": (2, 3), "x": (3,)},
     "the claim has the shape (3, 2) for (2, 3): it is transposed"),
]  # fmt: skip


NUMBERED = [pytest.param(*case, id=str(i)) for i, case in enumerate(PATTERNS)]


@pytest.mark.parametrize(("function", "claim", "wrt", "at", "words"), NUMBERED)
def test_what_is_off_has_a_name(
    function: Function, claim: Function, wrt: Any, at: Any, words: str
) -> None:
    report = report_on(function, claim, wrt, at)
    assert (report.verdict, report.diagnosis) == ("wrong", words)
    assert report.repair is None


def network_with(**changes: Function) -> Function:
    """Return the network's gradients with some of them changed."""

    def changed(**arrays: Any) -> Any:
        found = network_gradients(**arrays)
        return found | {name: change(found[name]) for name, change in changes.items()}

    changed.__signature__ = inspect.signature(network_gradients)  # type: ignore[attr-defined]
    return changed


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (network_with(b=lambda x: 4 * x),
         "only b, the bias, is off: the factor 1/4 is missing (4 is the length of t)"),
        (network_with(W1=np.transpose, w2=np.negative),
         ("W1 is off: the claim has the shape (3, 2) for (2, 3): it is transposed; "
          "w2 is off: the opposite sign everywhere")),
        (network_with(**dict.fromkeys(["W1", "b1", "w2", "b"], np.negative)),
         "the opposite sign everywhere"),
        (network_with(W1=lambda x: x * np.array([[1, 1, 1], [1, 1, -1]])),
         "only W1[1, 2] is off: the opposite sign"),
        (network_with(W1=lambda x: x * np.array([[-1, 1, 1], [1, 1, -1]])),
         "only W1[0, 0] and W1[1, 2] are off: the opposite sign"),
        (network_with(W1=lambda x: x * np.array([[-1, -1, -1], [-1, -1, 1]])),
         "all of W1 but W1[1, 2] is off: the opposite sign"),
    ],
)  # fmt: skip
def test_of_several_arrays_those_that_are_off_are_named(claim: Function, words: str) -> None:
    assert report_on(network, claim, ("W1", "b1", "w2", "b"), NETWORK).diagnosis == words


# --- domains, kinks, rounded data -----------------------------------------------------------------


def test_a_domain_holds_for_each_element() -> None:
    at = {"x": (3,), "p": (2,)}
    report = report_on(
        lambda x, p: np.abs(x).sum() + np.log(p * (1 - p)).sum(), lambda x, p: np.ones(3),
        "x", at, where={"x": "> 0", 1: (0, 1)},
    )  # fmt: skip
    assert report.verdict == "correct"
    for m in report.measurements:
        assert all(m.point[f"x[{i}]"] > 0 for i in range(3))
        assert all(0 < m.point[f"p[{i}]"] < 1 for i in range(2))


def test_a_domain_may_be_the_numbers_themselves() -> None:
    def cross(w: Any, X: Any, y: Any) -> Any:
        p = 1 / (1 + np.exp(-(X @ w)))
        return -np.where(y > 0.5, np.log(p), np.log(1 - p)).sum()

    def claim(w: Any, X: Any, y: Any) -> Any:
        return X.T @ (1 / (1 + np.exp(-(X @ w))) - y)

    at, labels = {"w": (2,), "X": (3, 2), "y": (3,)}, np.array([0, 1, 1])
    report = report_on(cross, claim, "w", at, where={"y": labels})
    assert report.verdict == "correct"
    assert {tuple(m.point[f"y[{i}]"] for i in range(3)) for m in report.measurements} == {(0, 1, 1)}
    assert report_on(cross, claim, "w", at).verdict == "wrong"  # of other labels it is not true
    fifth = report_on(
        lambda x: x @ x, lambda x: [1 / 5, 3], 0, {0: (2,)}, where={0: np.array([0.1, 1.5])}
    )
    assert fifth.verdict == "correct"


def test_a_branch_that_is_wrong_is_found() -> None:
    report = report_on(
        rectifier, lambda W, v, X, t: X.T @ np.outer(np.maximum(X @ W, 0) @ v - t, v),
        "W", RECTIFIER,
    )  # fmt: skip
    assert report.verdict == "wrong"
    one_side = report_on(
        lambda z: np.maximum(z, 0).sum(), lambda z: [*(z[:2] > 0), z[0] > 0 or z[2] > 0],
        "z", {"z": (3,)},
    )  # fmt: skip
    assert one_side.components == ("z[2]",)


@pytest.mark.parametrize("pattern", [(0, 1, 1, 0, 1), (1, 0, 0, 1, 0), (0, 0, 1, 0, 1)])
def test_each_pattern_of_a_mask_is_a_branch(pattern: tuple[int, ...]) -> None:
    def claim(z: Any) -> Any:
        return (z > 0) + 1 * np.array_equal(z > 0, pattern)

    report = report_on(lambda z: ((z > 0) * z).sum(), claim, "z", {"z": (5,)})
    assert report.verdict == "wrong"
    shown = report.counterexample
    assert shown is not None
    assert np.array_equal(shown.point["z"] > 0, pattern)


def test_rounded_data_refute_nothing() -> None:
    single = DATA.astype(np.float32)
    covariance = single.T @ single  # in single precision: right to 7 digits
    at = {"w": (3,)}
    report = report_on(lambda w: ((single @ w) ** 2).sum() / 2, lambda w: covariance @ w, "w", at)
    assert report.verdict == "untestable"
    assert "rounding of the function's own data" in str(report)
    report = report_on(lambda w: ((single @ w) ** 2).sum(), lambda w: covariance @ w, "w", at)
    assert (report.verdict, report.diagnosis[:5]) == ("wrong", "every")
    shifted = single + np.float32(10)
    centred = shifted - shifted.mean(axis=0)
    covariance = shifted.T @ shifted - 8 * np.outer(shifted.mean(axis=0), shifted.mean(axis=0))
    assert not np.allclose(centred.T @ centred, covariance, rtol=1e-6, atol=0)
    report = report_on(lambda w: ((centred @ w) ** 2).sum() / 2, lambda w: covariance @ w, "w", at)
    assert report.verdict == "untestable"


def test_what_should_cancel_in_rounded_data_refutes_nothing() -> None:
    garbage = np.array([[0.1, 0.2], [0.2, -0.1], [-0.3, -0.1]])  # its columns' sums are 0
    assert garbage.sum(axis=0).any()
    for square in (0, 1):
        report = report_on(
            lambda w, k=square: (garbage @ w).sum() + k * (w @ w),
            lambda w, k=square: garbage.sum(axis=0) + 2 * k * w, 0, {0: (2,)},
        )  # fmt: skip
        assert report.verdict == "correct"


def test_the_digits_are_those_of_the_worst_component() -> None:
    report = report_on(
        lambda w: w[0] ** 2 + 0.1 / 0.3 * w[1], lambda w: [2 * w[0], 1 / 3], 0, {0: (2,)}
    )
    assert report.verdict == "correct"
    assert 12 <= report.digits <= 16


def test_the_component_that_is_shown_is_furthest_off() -> None:
    report = report_on(lambda w: w @ w, lambda w: w * np.array([1.9, 2, 0.1, 1]), "w", {"w": (4,)})
    shown = report.counterexample
    assert shown is not None
    assert float(shown.claim / shown.true) == pytest.approx(0.05)
    assert "w[2]: yours" in str(report)
    assert report.components == ("w[0]", "w[2]", "w[3]")


def test_a_tiny_term_is_not_missed_for_rounded_data() -> None:
    at = {"w": (3,)}

    def penalised(w: Any) -> Any:
        return ((DATA @ w) ** 2).sum() / 2 + 1e-8 * w @ w

    assert report_on(penalised, lambda w: DATA.T @ (DATA @ w), "w", at).verdict == "untestable"
    exact = {"w": (3,), "X": (4, 3)}
    report = report_on(
        lambda w, X: ((X @ w) ** 2).sum() / 2 + 1e-8 * w @ w, lambda w, X: X.T @ (X @ w), "w", exact
    )
    assert report.verdict == "wrong"


def test_why_nothing_can_be_told_is_said() -> None:
    report = report_on(lambda w: np.log(-w @ w), lambda w: w, "w", {"w": (2,)})
    assert report.verdict == "untestable"
    assert "at the first point that was tried: log(" in str(report)
    assert "no point was found" in str(report)
    report = report_on(lambda w: w @ w + np.inf, lambda w: w, "w", {"w": (2,)})
    assert "a Value holds a finite number, not inf" in str(report)


# --- the report -----------------------------------------------------------------------------------


def test_a_wrong_gradient_is_shown_at_arrays() -> None:
    report = report_on(likelihood, lambda w, X, t, s2: 5 * likelihood_by_w(w, X, t, s2), "w", RIDGE)
    shown = report.counterexample
    assert shown is not None
    true = likelihood_by_w(**shown.point)
    assert shown.point["X"].shape == (5, 3)
    assert isinstance(shown.point["s2"], float)
    place = report.labels.index(str(report).splitlines()[2].split(":")[0].strip())
    assert float(shown.true) == pytest.approx(true[place], rel=1e-9)
    assert float(shown.claim) == pytest.approx(5 * true[place], rel=1e-9)
    first, second, third, fourth = str(report).splitlines()
    assert first == "✗ wrong: ∂f/∂w is not what the claim returns"
    assert second == "  the factor 1/5 is missing (5 is the length of t)"
    assert third.startswith(f"  w[{place}]: yours ")
    assert fourth.startswith("  at w = [")
    assert "X of shape (5, 3), t = [" in fourth


def test_a_report_is_json() -> None:
    wrong = report_on(likelihood, lambda w, X, t: X.T @ t, "w", RIDGE).as_dict()
    found = json.loads(json.dumps(wrong))
    assert found["verdict"] == "wrong"
    assert found["components"] == ["w[0]", "w[1]", "w[2]"]
    assert np.shape(found["counterexample"]["at"]["X"]) == (5, 3)
    assert np.shape(found["counterexample"]["at"]["s2"]) == ()
    right = report_on(likelihood, likelihood_by_w, "w", RIDGE).as_dict()
    assert (right["counterexample"], right["components"]) == (None, [])


def test_a_right_gradient_is_told_by_its_digits() -> None:
    report = report_on(likelihood, likelihood_by_w, "w", RIDGE)
    first, second, *_ = str(report).splitlines()
    assert first == "✓ correct: ∂f/∂w = what likelihood_by_w returns"
    assert second.startswith(f"  confirmed to {report.digits} digits at ")
    assert second.endswith(", in each of 3 components")


@pytest.mark.parametrize(
    ("wrt", "at", "title", "labels"),
    [
        ("w", {"w": (2,)}, "∂f/∂w", ("w[0]", "w[1]")),
        (("w",), {"w": (2,)}, "∂f/∂(w)", ("w[0]", "w[1]")),
        (("w", "b"), {"w": (1, 1)}, "∂f/∂(w, b)", ("w[0, 0]", "b")),
        (0, {}, "∂f/∂w", ("w",)),
        (("b", "b"), {}, "∂²f/∂b∂b", ("∂²f/∂b∂b",)),
    ],
)
def test_components_have_names(wrt: Any, at: Any, title: str, labels: tuple[str, ...]) -> None:
    zeros = {"w": np.zeros(at.get("w", ())), "b": 0.0}
    claims = [
        zeros[label[0]] for label in dict.fromkeys(label.lstrip("∂²f/")[0] for label in labels)
    ]
    claim = claims[0] if len(claims) == 1 else claims
    report = report_on(lambda w, b: (w**2).sum() * b**3, lambda w, b: claim, wrt, at)
    assert (report.title, report.labels, report.components) == (title, labels, labels)


def test_jacobians_have_names_for_their_rows() -> None:
    report = report_on(lambda x: 3 * x, lambda x: np.eye(2), "x", {"x": (2,)})
    assert report.labels == ("∂f[0]/∂x[0]", "∂f[0]/∂x[1]", "∂f[1]/∂x[0]", "∂f[1]/∂x[1]")
    assert report.components == ("∂f[0]/∂x[0]", "∂f[1]/∂x[1]")


def test_in_a_test_suite() -> None:
    assert_gradient(ridge, ridge_by_w, wrt="w", at=RIDGE)
    with pytest.raises(AssertionError, match="the term lam·w is missing"):
        assert_gradient(ridge, lambda w, X, t: X.T @ (X @ w - t), wrt="w", at=RIDGE)


def test_what_is_too_large_to_be_probed_wholly_is_said() -> None:
    at = {"w": (9,), "X": (60, 9), "t": (60,)}
    report = report_on(ridge, ridge_by_w, "w", at)
    assert report.verdict == "correct"
    assert "the graphs are large: branches were looked for at " in str(report)
    wrong = report_on(ridge, lambda w, X, t: X.T @ (X @ w - t), "w", at)
    assert wrong.diagnosis == "the term lam·w is missing, as a penalty on w gives"


# --- bad input ------------------------------------------------------------------------------------


NO_SHAPE = "at w: a shape is a tuple of whole numbers above 0"


def squares(w: Any, b: Any = 0) -> Any:
    return (w**2).sum() + b


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"at": {"q": (2,)}}, "at: there is no q: the function has w"),
        ({"at": {2: (2,)}}, "at: there is no argument 2: the function has w"),
        ({"at": {"w": 3}}, f"{NO_SHAPE}, such as (3,) or (5, 3), not 3"),
        ({"at": {"w": (0,)}}, NO_SHAPE),
        ({"at": {"w": (2.0,)}}, NO_SHAPE),
        ({"at": {"w": (True,)}}, NO_SHAPE),
        ({"at": {"w": [2]}}, NO_SHAPE),
        ({"at": (2,)}, "at is a dict of shapes, such as {'w': (3,)}, not (2,)"),
        ({"at": {"w": (101, 100)}}, "at: 10,100 numbers are too many, more than 10,000"),
        ({"wrt": "q"}, "wrt: there is no q: the function has w"),
        ({"wrt": 3}, "wrt: there is no argument 3: the function has w"),
        ({"wrt": True}, "wrt: an argument is named or counted from 0, not True"),
        ({"wrt": None}, "wrt is the name of an argument, or several, not None"),
        ({"wrt": ()}, "wrt: name each argument once, or one twice for its Hessian"),
        ({"wrt": ("w", "w", "w")}, "wrt: name each argument once, or one twice for its Hessian"),
        ({"claim": lambda q: q}, "the claim uses q: the function has w"),
        ({"claim": lambda w, b: w, "wrt": 0}, "the claim has 2 arguments: the function has w"),
        ({"claim": lambda w: np.eye(3) @ w}, "<lambda> can't be computed with w (2,): matmul"),
        ({"data": {"w": [1.0]}}, "at= is for arrays: steps= and data= are for formulas"),
        ({"steps": {"df/dw": "1"}}, "at= is for arrays: steps= and data= are for formulas"),
        ({"where": {"q": 1}}, "where: there is no q: the function has w"),
        ({"where": {"w": "big"}}, "where w: 'big' isn't a domain"),
        ({"where": {"w": np.ones(3)}}, "where w: the numbers have the shape (3,), not (2,)"),
        ({"at": None, "wrt": ("w", "b")}, "wrt=('w', 'b') needs at=, the shapes of the arrays"),
        ({"at": None, "wrt": 0}, "wrt=0 needs at=, the shapes of the arrays"),
    ],
)  # fmt: skip
def test_what_doesnt_fit_together_is_said(change: dict[str, Any], complaint: str) -> None:
    arguments = {"claim": lambda w: 2 * w, "wrt": "w", "at": {"w": (2,)}} | change
    with pytest.raises(FormulaError) as error:
        check(squares, **arguments)
    assert str(error.value).startswith(complaint)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("claim", "wrt", "complaint"),
    [
        ("2*w", "w", "with at=, function and claim are Python functions, and not formulas"),
        (None, "w", "with at=, function and claim are Python functions, and not formulas"),
        (max, "w", "<built-in function max> doesn't tell which arguments it takes"),
        (lambda w: None, "w", "the claim returned None, and not an array of numbers"),
        (lambda w: "2*w", "w", "the claim returned a str, and not an array of numbers"),
        (lambda w: [[1], [2, 3]], "w", "the claim returned arrays of several shapes, and not"),
        (lambda w: 1j * np.ones(2), "w", "the claim returned a complex, and not"),
        (lambda w: [], "w", "the claim returned an empty array"),
        (lambda w: {"q": w}, "w", "the claim returned a dict of ['q'], and not of ['w']"),
        (lambda w: (2 * w, 1, 2), ("w", "b"), "the claim returned 3 arrays: there are 2, w, b"),
        (lambda w: 3.5, ("w", "b"), "the claim returned a float: there are 2, w, b"),
        (lambda w: math.exp(w[0]), "w", "<lambda> turns arrays of Values into floats: make arrays"),
        (lambda w: np.linalg.inv(w * np.eye(2)), "w", "np.inv can't be computed with arrays of"),
    ],
)  # fmt: skip
def test_a_claim_that_returns_no_numbers_is_told(claim: Any, wrt: Any, complaint: str) -> None:
    with pytest.raises(TypeError) as error:
        check(squares, claim, wrt=wrt, at={"w": (2,)})
    assert str(error.value).startswith(complaint)


def test_a_function_that_returns_no_numbers_is_told() -> None:
    def broken(w: Any) -> None:
        del w

    with pytest.raises(TypeError) as error:
        check(broken, lambda w: w, wrt="w", at={"w": (2,)})
    assert str(error.value).startswith("broken returned None, and not an array of numbers")
