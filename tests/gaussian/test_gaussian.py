"""The model: J as one graph, by the chain rule over columns, and by the closed form; the fit."""

from typing import Any

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
from microgauss.gaussian.model import objective
from microgauss.gaussian.multistart import FitProblem, maxima, starts, whitening
from microgauss.gaussian.rows import rows_of
from microgauss.sheet.exercise import closed_form

Array = np.ndarray[Any, np.dtype[np.float64]]

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


# --- the fit -------------------------------------------------------------------------------------


def table(seed: int, d: int, spread: float, N: int = 1000) -> tuple[Array, Array, Array, Array]:
    """Draw X, t, w and v from the model: an intercept and normal features, z of both signs."""
    draw = np.random.default_rng([seed, d])
    X = np.column_stack([np.ones(N), draw.normal(size=(N, d - 1))])
    w, v = 5 * draw.normal(size=d), spread * draw.normal(size=d)
    return X, X @ w + np.hypot(1, X @ v) * draw.normal(size=N), w, v


def best_with_one_sigma(X: Array, t: Array) -> float:
    """Return the largest J with one sigma, at least 1, for all rows."""
    square = float(np.mean((t - X @ np.linalg.lstsq(X, t)[0]) ** 2))
    variance = max(square, 1.0)
    return float(-0.5 * (np.log(2 * np.pi * variance) + square / variance))


def test_the_fit_is_a_maximum() -> None:
    X, t = engel()
    found = fit(X, t)
    assert found.gradient_norm <= 1e-9
    assert objective_and_gradient(X, t, found.w, found.v)[0] == found.J
    draw = np.random.default_rng(3)
    for _ in range(20):
        aside = draw.normal(size=4) * 0.1
        assert objective_and_gradient(X, t, found.w + aside[:2], found.v + aside[2:])[0] < found.J


@pytest.mark.parametrize("spread", [1, 3, 10, 30])
def test_no_fit_is_below_the_parameters_that_made_the_table(spread: float) -> None:
    for seed in range(15):
        X, t, w, v = table(seed, 2 + seed % 4, spread)
        found = fit(X, t)
        assert objective_and_gradient(X, t, w, v)[0] < found.J, seed
        assert found.gradient_norm <= 1e-9


def heavy_tails(d: int, spread: float) -> tuple[Array, Array, Array, Array]:
    draw = np.random.default_rng(int(spread))
    X = np.column_stack([np.ones(1000), draw.standard_t(2, size=(1000, d - 1))])
    w, v = 5 * draw.normal(size=d), spread * draw.normal(size=d)
    return X, X @ w + np.hypot(1, X @ v) * draw.normal(size=1000), w, v


def few_rows() -> tuple[Array, Array, Array, Array]:
    """Draw a table on which the slow descent over all rows alone ends 0.15 below."""
    draw = np.random.default_rng([77, 29, 10])
    N = int(draw.integers(50, 200))
    X = np.column_stack([np.ones(N), draw.normal(size=(N, 4))])
    w, v = 5 * draw.normal(size=5), 10 * draw.normal(size=5)
    return X, X @ w + np.hypot(1, X @ v) * draw.normal(size=N), w, v


@pytest.mark.parametrize(
    "rows",
    [table(0, 1, 10), table(0, 8, 10), table(1, 3, 10, N=100), table(2, 5, 30, N=200),
     heavy_tails(4, 13), heavy_tails(5, 17), few_rows()],
    ids=["one column", "8 columns", "100 rows", "200 rows", "heavy tails", "heavier", "few rows"],
)  # fmt: skip
def test_nor_is_one_of_its_relatives(rows: tuple[Array, Array, Array, Array]) -> None:
    X, t, w, v = rows
    assert objective_and_gradient(X, t, w, v)[0] < fit(X, t).J


@pytest.mark.parametrize("deviation", [0.0, 0.1, 1.0, 1.1, 10.0, 1e4])
@pytest.mark.parametrize("d", [1, 2, 4])
def test_the_fit_is_never_below_the_best_model_with_one_sigma(d: int, deviation: float) -> None:
    for seed in range(2):
        X, _, w, _ = table(seed, d, 1, N=80)
        t = X @ w + deviation * np.random.default_rng(seed).normal(size=80)
        assert best_with_one_sigma(X, t) - 1e-14 * (1 + np.log1p(deviation)) <= fit(X, t).J


def test_the_last_run_is_from_the_best_model_with_one_sigma() -> None:
    X, t, *_ = table(176, 2, 30)
    rows = rows_of(X, t)
    basis, _ = whitening(rows)
    spread, thetas = starts(rows, basis)
    problem = FitProblem(objective, rows, basis, spread)
    *_, last = maxima(problem, thetas, [1.0], 0)
    assert pytest.approx(best_with_one_sigma(X, t), rel=1e-13) == last.J
    assert objective_and_gradient(X, t, *problem.weights(thetas[0]))[0] < last.J - 0.1


@pytest.mark.parametrize("deviation", [0.5, 2.0])
def test_without_an_intercept_one_sigma_is_1(deviation: float) -> None:
    draw = np.random.default_rng(5)
    X, t = draw.normal(size=(80, 2)), deviation * draw.normal(size=80)
    w = np.linalg.lstsq(X, t)[0]
    assert objective_and_gradient(X, t, w, [0.0, 0.0])[0] - 1e-14 <= fit(X, t).J


def test_columns_that_depend_on_one_another_do_no_harm() -> None:
    X, t, *_ = table(3, 2, 10)
    one = fit(X, t)
    again = fit(np.column_stack([X, 3 * X[:, 1], X @ [1.0, 2.0], 0 * X[:, 0]]), t)
    assert pytest.approx(one.J, rel=1e-13) == again.J
    assert again.w[4] == again.v[4] == 0


@pytest.mark.parametrize("units", [(1e-6, 1e6), (1e6, 1e-9), (1e100, 1.0)])
def test_the_units_of_the_columns_do_not_matter(units: tuple[float, float]) -> None:
    X, t, *_ = table(4, 2, 10)
    one, other = fit(X, t), fit(X * units, t)
    assert pytest.approx(one.J, rel=1e-13) == other.J
    np.testing.assert_allclose(other.v * units, one.v, rtol=1e-5)
    assert other.iterations < 3 * one.iterations + 50  # it knows when only rounding is left


def test_the_gradient_norm_is_what_was_reached() -> None:
    X, t, *_ = table(4, 2, 10)
    for columns in (X, X + np.array([0.0, 1e6])):
        found = fit(columns, t)
        slopes = objective_and_gradient(columns, t, found.w, found.v)[1:]
        assert found.gradient_norm == np.linalg.norm(slopes)
    assert found.gradient_norm > 1e-9  # rounding: X^T times anything is a sum of millions
    assert pytest.approx(fit(X, t).J, rel=1e-12) == found.J


def test_of_v_and_its_opposite_the_one_whose_z_is_above_0_in_the_mean() -> None:
    for seed in range(8):
        X, t, *_ = table(seed, 3, 10, N=60)
        assert np.sum(X @ fit(X, t).v) > 0


def test_the_same_data_give_the_same_fit_and_more_iterations_no_worse_one() -> None:
    X, t, *_ = table(6, 4, 10)
    one, again = fit(X, t), fit(X, t)
    assert (one.w == again.w).all()
    assert (one.v == again.v).all()
    reached = [fit(X, t, iterations=n) for n in (0, 1, 5, one.iterations)]
    assert [found.iterations for found in reached] == [0, 1, 5, one.iterations]
    assert reached[0].J < reached[2].J < reached[3].J == one.J


def test_v_0_is_stationary_and_not_where_the_fit_starts() -> None:
    X, t = engel()
    assert (objective_and_gradient(X, t, [6.0, 50.0], [0.0, 0.0])[2] == 0).all()
    assert np.abs(fit(X, t, iterations=0).v).max() > 0.1


def test_a_fit_without_residuals_ends() -> None:
    x = np.linspace(0, 1, 20)
    found = fit(np.column_stack([np.ones(20), x]), 2 * x)
    assert found.w == pytest.approx([0.0, 2.0], abs=1e-6)
    assert found.v == pytest.approx([0.0, 0.0], abs=1e-6)


@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (2, 2), (3, 5)])
def test_fewer_rows_than_columns_are_met_exactly(shape: tuple[int, int]) -> None:
    draw = np.random.default_rng(8)
    X, t = draw.normal(size=shape), 10 * draw.normal(size=shape[0])
    found = fit(X, t)
    np.testing.assert_allclose(X @ found.w, t, rtol=1e-9)
    assert pytest.approx(-0.5 * np.log(2 * np.pi)) == found.J  # sigma is 1


def test_columns_of_0_have_no_weight() -> None:
    found = fit(np.zeros((3, 2)), [1.0, 2.0, 3.0])
    assert not found.w.any()
    assert not found.v.any()


@pytest.mark.parametrize("factor", [1e-100, 1e100])
def test_very_large_and_small_targets(factor: float) -> None:
    X, t, *_ = table(7, 2, 10, N=100)
    found = fit(X, t * factor)
    assert found.gradient_norm <= 1e-9
    assert best_with_one_sigma(X, t * factor) <= found.J
    scaled = fit(X, t * (factor * 1e6 if factor > 1 else factor))
    np.testing.assert_allclose(scaled.w / found.w, 1e6 if factor > 1 else 1, rtol=1e-4)


@pytest.mark.parametrize(
    ("place", "message"), [(("t", 2), r"t\[2\] is nan"), (("X", (2, 1)), r"X\[2, 1\] is nan")]
)
def test_nan_is_refused_by_its_place(place: tuple[str, Any], message: str) -> None:
    data = {"X": np.ones((3, 2)), "t": np.ones(3)}
    data[place[0]][place[1]] = np.nan
    with pytest.raises(ValueError, match=message):
        fit(data["X"], data["t"])


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
