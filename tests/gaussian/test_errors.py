"""Standard errors: the Hessian by SymPy, the errors by statsmodels and a bootstrap, and when none.

A maximum in v where sigma is flat has a curvature, too, which tells nothing of the spread of v.
"""

import math

import numpy as np
import pytest
import statsmodels.api as sm
import sympy
from statsmodels.base.model import GenericLikelihoodModel

from microgauss.gaussian import engel, fit, likelihood_tape, objective_and_gradient
from microgauss.gaussian.errors import curvature, curvature_sums, inverse, second_derivatives

Array = np.ndarray
SECOND = second_derivatives(likelihood_tape())


def data(N: int, seed: int = 0) -> tuple[Array, Array]:
    draw = np.random.default_rng(seed)
    X = np.column_stack([np.ones(N), draw.normal(size=N)])
    return X, X @ [3, -5] + np.hypot(1, X @ [8, 3]) * draw.normal(size=N)


def even(sigma: float) -> tuple[Array, Array]:
    """Return data of which the fit has one sigma: residuals of that size above and below."""
    x = np.repeat(np.linspace(-1, 2, 50), 2)
    X = np.column_stack([np.ones(100), x])
    return X, X @ [3, -5] + sigma * np.tile([1, -1], 50)


# --- the Hessian ---------------------------------------------------------------------------------


def test_the_curvature_is_sympys_hessian() -> None:
    w, v = sympy.symbols("w:2"), sympy.symbols("v:2")
    X, t = [[1, 2], [1, -1], [3, 1]], [1, 4, -2]
    total = sympy.Integer(0)
    for x, target in zip(X, t, strict=True):
        mu = sum(a * b for a, b in zip(w, x, strict=True))
        variance = 1 + sum(a * b for a, b in zip(v, x, strict=True)) ** 2
        total -= (target - mu) ** 2 / (2 * variance) + sympy.log(2 * sympy.pi * variance) / 2
    hessian = sympy.hessian(total, (*w, *v))
    for point in ([0.5, -0.25, 1.5, -0.75], [0.0, 0.0, 0.0, 0.0], [2.0, 1.0, -40.0, 30.0]):
        ours = curvature(
            SECOND, np.array(X, float), np.array(t, float), np.array(point[:2]),
            np.array(point[2:]),
        )  # fmt: skip
        exact = hessian.subs(dict(zip((*w, *v), map(sympy.Rational, point), strict=True)))
        np.testing.assert_allclose(ours, np.array(exact.evalf(30), dtype=float), rtol=1e-13)


def test_the_curvature_is_how_the_gradient_changes_over_many_blocks() -> None:
    X, t = data(70_001)
    theta, h = np.array([2.0, -4.0, 7.0, 4.0]), 1e-4

    def slopes(theta: Array) -> Array:
        return np.concatenate(objective_and_gradient(X, t, *theta.reshape(2, 2))[1:])

    rows = [(slopes(theta + e) - slopes(theta - e)) / (2 * h) for e in h * np.eye(4)]
    ours, _, squares = curvature_sums(X, t, SECOND, np.eye(2), theta.reshape(2, 2))
    np.testing.assert_allclose(ours / len(t), rows, rtol=1e-6)
    by_row = (t - X @ theta[:2]) ** 2 / (1 + (X @ theta[2:]) ** 2)
    np.testing.assert_allclose(squares, by_row.sum(), rtol=1e-12)


def test_parts_of_the_data_add_up_in_any_basis() -> None:
    X, t = data(1000)
    w, v, basis = np.array([2.0, -4.0]), np.array([7.0, 4.0]), np.array([[1.0, 2.0], [0.0, -1.0]])
    whole, first, rest = (
        curvature_sums(X[rows], t[rows], SECOND, basis, np.array([w, v]))
        for rows in (slice(None), slice(300), slice(300, None))
    )
    for total, *parts in zip(whole, first, rest, strict=True):
        np.testing.assert_allclose(parts[0] + parts[1], total, rtol=1e-12)
    Q = X @ basis
    np.testing.assert_allclose(whole[0], curvature(SECOND, Q, t, w, v), rtol=1e-12)
    squares = (t - Q @ w) ** 2 / (1 + (Q @ v) ** 2)
    np.testing.assert_allclose(whole[2], squares.sum(), rtol=1e-12)


def test_the_expected_curvature_in_v_is_the_fisher_information() -> None:
    X, t = data(50)
    theta = np.array([[2.0, -4.0], [0.5, 0.7]])
    z = X @ theta[1]
    information = (X.T * (2 * z**2 / (1 + z**2) ** 2)) @ X
    _, expected, _ = curvature_sums(X, t, SECOND, np.eye(2), theta)
    np.testing.assert_allclose(expected[2:, 2:], -information, rtol=1e-12)


# --- the errors ----------------------------------------------------------------------------------


def test_where_sigma_is_constant_they_are_those_of_least_squares() -> None:
    X, t = even(7.0)
    found, peer = fit(X, t, tolerance=1e-13), sm.OLS(t, X).fit()
    np.testing.assert_allclose(found.v, [math.sqrt(48), 0], atol=1e-8)
    by_likelihood = math.sqrt(98 / 100)  # OLS divides by N - d
    np.testing.assert_allclose(found.w_error, peer.bse * by_likelihood, rtol=1e-9)
    of_v = 49 / math.sqrt(2 * 48) * np.sqrt(np.linalg.inv(X.T @ X).diagonal())
    np.testing.assert_allclose(found.v_error, of_v, rtol=1e-9)
    assert not found.error_note


class Gaussian(GenericLikelihoodModel):
    def loglikeobs(self, params: Array) -> Array:
        w, v = np.split(params, 2)
        variance = 1 + (self.exog @ v) ** 2
        residuals = self.endog - self.exog @ w
        return -(residuals**2) / (2 * variance) - np.log(2 * np.pi * variance) / 2


def test_where_sigma_varies_they_are_those_of_another_hessian() -> None:
    X, t = engel()
    found, peer = fit(X, t), Gaussian(t, X, extra_params_names=["v0", "v1"])
    hessian = peer.hessian(np.concatenate([found.w, found.v]))
    covariance = np.linalg.inv(-hessian)
    np.testing.assert_allclose(found.covariance, covariance, rtol=2e-4)
    errors = np.concatenate([found.w_error, found.v_error])
    np.testing.assert_allclose(errors, np.sqrt(covariance.diagonal()), rtol=1e-4)


def test_a_bootstrap_finds_the_same() -> None:
    X, t = data(1000)
    found, draw, B = fit(X, t), np.random.default_rng(1), 200
    again = []
    for _ in range(B):
        rows = draw.integers(1000, size=1000)
        other = fit(X[rows], t[rows], tolerance=1e-6)
        again.append([*other.w, *other.v])
    spread = np.std(again, axis=0, ddof=1)
    ratio = spread / [*found.w_error, *found.v_error]
    np.testing.assert_allclose(ratio, 1, atol=3 / math.sqrt(2 * B))  # of the bootstrap's errors


def test_units_and_another_zero_change_the_errors_as_they_must() -> None:
    X, t = data(1000)
    one = fit(X, t, tolerance=1e-12)
    far = fit(X * [1, 1e-3] + [0, 1e3], t, tolerance=1e-12)  # X.T @ X has a condition of 1e12
    np.testing.assert_allclose(far.w_error[1], one.w_error[1] * 1e3, rtol=1e-6)
    np.testing.assert_allclose(far.v_error[1], one.v_error[1] * 1e3, rtol=1e-6)
    assert not far.error_note


# --- when there are none -------------------------------------------------------------------------

AT_LEAST = "flat in v at its least value"
NEAR = "v is too near to −v, the same model"


@pytest.mark.parametrize(("size", "note"), [(0.9, AT_LEAST), (0.99, AT_LEAST), (1.05, NEAR)])
def test_near_the_least_sigma_only_w_has_errors(size: float, note: str) -> None:
    X, t = even(size)
    found = fit(X, t)
    assert np.isnan(found.v_error).all()
    assert note in found.error_note
    peer = sm.WLS(t, X, weights=1 / (1 + (X @ found.v) ** 2)).fit(cov_type="fixed scale")
    np.testing.assert_allclose(found.w_error, peer.bse, rtol=1e-10)


@pytest.mark.parametrize(("size", "has_errors"), [(1.18, False), (1.182, True)])
def test_v_has_errors_from_4_of_them_to_0_on(size: float, has_errors: bool) -> None:  # noqa: FBT001
    X, t = even(size)
    distance = (size**2 - 1) * math.sqrt(2 * len(t)) / size**2  # by the Fisher information of v
    assert (distance > 4) == has_errors
    assert np.isfinite(fit(X, t).v_error).all() == has_errors


def test_a_group_of_rows_at_the_least_sigma_is_enough() -> None:
    group = np.arange(400) % 4 == 0
    X = np.column_stack([np.ones(400), group])
    t = np.random.default_rng(0).normal(size=400) * np.where(group, 0.8, 10)
    found = fit(X, t)
    hessian = curvature(SECOND, X, t, found.w, found.v)
    assert (np.linalg.eigvalsh(hessian) < 0).all()  # which doesn't give it away
    assert np.isfinite(found.w_error).all()
    assert np.isnan(found.v_error).all()
    assert AT_LEAST in found.error_note


@pytest.mark.parametrize(("size", "has_errors"), [(0.01, False), (0.88, False), (0.91, True)])
def test_where_residuals_are_smaller_than_sigma_w_has_none(
    size: float,
    has_errors: bool,  # noqa: FBT001
) -> None:
    X, t = even(size)  # by a bootstrap the errors of w are smaller by that factor
    found = fit(X, t)
    assert np.isfinite(found.w_error).all() == has_errors
    assert ("can't be as small as the residuals" in found.error_note) == (not has_errors)


def test_where_j_is_curved_upwards_in_v_there_are_none() -> None:
    X, t = even(1.0)  # sigma is exactly 1: the curvature in v is 0
    found = fit(X, t)
    assert np.isnan(found.v_error).all()
    np.testing.assert_allclose(found.w_error, np.sqrt(np.linalg.inv(X.T @ X).diagonal()), rtol=1e-9)
    assert found.error_note


def test_dependent_columns_have_none() -> None:
    X, t = data(200)
    found = fit(np.column_stack([X, X[:, 1] * 2]), t)
    assert np.isnan(found.covariance).all()
    assert found.covariance.shape == (6, 6)
    assert "depend on one another" in found.error_note
    assert np.isnan(fit(np.zeros((5, 1)), np.arange(5.0)).w_error).all()


def test_away_from_the_maximum_there_are_none() -> None:
    X, t = data(2000)
    found = fit(X, t, iterations=1)
    assert np.isnan(found.covariance).all()
    assert "can still be raised" in found.error_note


def test_where_second_derivatives_overflow_there_are_none() -> None:
    X, t = data(300)
    large, too_large = (fit(X, t * size, tolerance=1e-9 / size) for size in (1e65, 1e80))
    np.testing.assert_allclose(large.w_error, fit(X, t * 1e20, tolerance=1e-29).w_error * 1e45)
    assert np.isnan(too_large.covariance).all()
    assert "too large" in too_large.error_note


def test_a_hessian_that_is_singular_in_w_or_v_gives_no_numbers() -> None:
    flat = np.array([[1.0, 1.0], [1.0, 1.0]])
    for w_block, v_block, words, known in (
        (flat, np.eye(2), "hardly curved in w", 0),
        (np.eye(2), flat, "not curved downwards in v", 2),
        (np.eye(2), -np.eye(2), "not curved downwards in v", 2),
    ):  # fmt: skip
        hessian = -np.block([[w_block, np.zeros((2, 2))], [np.zeros((2, 2)), v_block]])
        found = inverse(hessian, hessian, np.array([9.0, 9.0]))
        assert words in found.note
        assert np.isfinite(found.matrix.diagonal()).sum() == known
    found = inverse(-np.eye(4), -np.eye(4), np.array([9.0, 9.0]))
    assert (found.matrix == np.eye(4)).all()
    assert not found.note
