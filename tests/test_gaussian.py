"""The model: J as one graph, by the chain rule over columns, and by the closed form; the fit."""

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from microgauss import DomainError, Tape, Value, grad
from microgauss.gaussian import (
    engel,
    fit,
    log_likelihood,
    mean_log_likelihood,
    objective_and_gradient,
    sigma,
)
from microgauss.sheet import closed_form

SIZES = st.tuples(st.integers(1, 30), st.integers(1, 4), st.integers(0, 2**32 - 1))


@settings(deadline=None, max_examples=40)
@given(sizes=SIZES)
def test_one_graph_chain_rule_and_closed_form_agree(sizes: tuple[int, int, int]) -> None:
    rows, columns, seed = sizes
    draw = np.random.default_rng(seed)
    X, t = draw.normal(size=(rows, columns)), draw.normal(size=rows)
    w, v = draw.normal(size=columns), draw.normal(size=columns)
    ws, vs = [Value(x) for x in w], [Value(x) for x in v]
    J = mean_log_likelihood(X, t, ws, vs)
    J.backward()
    objective, dJ_dw, dJ_dv = objective_and_gradient(X, t, w, v)
    assert objective == pytest.approx(J.data, rel=1e-13)
    by_sheet = closed_form(X, t, w, v)
    # relative to a term of the mean, as the terms may cancel
    size = 1e-14 * (1 + np.abs(X).max()) * (1 + np.abs(t - X @ w).max() ** 2)
    for ours, graph, closed in zip(
        (dJ_dw, dJ_dv), ([x.grad for x in ws], [x.grad for x in vs]), by_sheet, strict=True
    ):
        assert ours.shape == (columns,)
        np.testing.assert_allclose(ours, graph, rtol=0, atol=size)
        np.testing.assert_allclose(ours, closed, rtol=0, atol=size)


def test_f_is_the_log_density_that_the_sheet_writes() -> None:
    t, mu, s = 1.25, -0.5, 1.75
    density = np.exp(-((t - mu) ** 2) / (2 * s**2)) / (np.sqrt(2 * np.pi) * s)
    assert log_likelihood(t, mu, s) == pytest.approx(np.log(density), rel=1e-14)
    assert log_likelihood(Value(t), Value(mu), Value(s)).data == log_likelihood(t, mu, s)
    with pytest.raises(DomainError):
        log_likelihood(1.0, 0.0, -1.0)


def test_the_closed_forms_come_out_symbolically() -> None:
    t, mu, s, z = (Value(x, n) for x, n in ((1.0, "t"), (0.5, "mu"), (2.0, "s"), (0.75, "z")))
    T, M, S, Z = sympy.symbols("t mu s z", positive=True)
    by_sigma = Tape(grad(log_likelihood(t, mu, s), (mu, s)), inputs=(t, mu, s))(T, M, S, xp=sympy)
    by_z = Tape((grad(log_likelihood(t, mu, sigma(z)), z),), inputs=(t, mu, z))(T, M, Z, xp=sympy)
    variance = 1 + Z**2
    claims = (
        (T - M) / S**2,
        (T - M) ** 2 / S**3 - 1 / S,
        ((T - M) ** 2 / variance**2 - 1 / variance) * Z,
    )
    for found, claim in zip((*by_sigma, *by_z), claims, strict=True):
        assert sympy.simplify(found - claim) == 0
        assert sympy.simplify(found - 2 * claim) != 0


def test_engels_data() -> None:
    X, t = engel()
    assert X.shape == (235, 2)
    assert t.shape == (235,)
    assert (X[:, 0] == 1).all()
    assert X[:, 1].mean() == pytest.approx(0.98247, abs=1e-5)  # thousands of francs
    assert t.mean() == pytest.approx(62.415, abs=1e-3)  # tens of francs


def test_the_fit_is_a_maximum() -> None:
    X, t = engel()
    found = fit(X, t)
    assert found.gradient_norm <= 1e-8
    assert objective_and_gradient(X, t, found.w, found.v)[0] == found.J
    draw = np.random.default_rng(3)
    for _ in range(20):
        aside = draw.normal(size=4) * 0.1
        assert objective_and_gradient(X, t, found.w + aside[:2], found.v + aside[2:])[0] < found.J


def test_v_0_is_stationary_and_not_where_the_fit_starts() -> None:
    X, t = engel()
    assert (objective_and_gradient(X, t, [6.0, 50.0], [0.0, 0.0])[2] == 0).all()
    assert np.abs(fit(X, t, iterations=0).v).max() > 0.1


def test_a_fit_without_residuals_ends() -> None:
    x = np.linspace(0, 1, 20)
    found = fit(np.column_stack([np.ones(20), x]), 2 * x)
    assert found.w == pytest.approx([0.0, 2.0], abs=1e-6)


@pytest.mark.parametrize(
    ("X", "t", "message"),
    [
        ([[1.0]], [1.0, 2.0], r"X must be \(N, d\) and t \(N,\)"),
        ([1.0], [1.0], r"X must be \(N, d\)"),
        (np.ones((0, 2)), [], "neither empty"),
        (np.ones((3, 1)), np.ones(3), "X has 1 columns: w and v need as many entries"),
    ],
)
def test_shapes_that_do_not_fit(X: object, t: object, message: str) -> None:
    pair = [Value(1.0), Value(1.0)]
    with pytest.raises(ValueError, match=message):
        mean_log_likelihood(X, t, pair, pair)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=message.split(":", maxsplit=1)[0][:8]):
        objective_and_gradient(X, t, [1.0, 1.0], [1.0, 1.0])  # type: ignore[arg-type]


@pytest.mark.parametrize("numbers", [(1, 0.5, 0), (1e200, 1, 1e-200), (float("nan"), 1, 1)])
def test_plain_numbers_get_the_errors_of_values(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(DomainError):
        log_likelihood(*numbers)
    with pytest.raises(DomainError):
        sigma(1e200)
