"""Standard errors of w and v, from the exact Hessian of the log-likelihood of a dataset, N·J.

The engine differentiates its own gradient graphs. mu = w.x and z = v.x are linear, so a row adds
d²f/dmu², d²f/dmudz and d²f/dz², each times xxᵀ, to the Hessian in (w, v). At the maximum the
inverse of the negative Hessian is the covariance of the estimates (Efron and Hinkley, Assessing the
accuracy of the maximum likelihood estimator, 1978), where the model holds and N is large.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.engine.gradient import grad
from microgauss.gaussian.multistart import whitening
from microgauss.gaussian.rows import Rows, added
from microgauss.tape import Tape
from microgauss.tape.blocks import ROWS

__all__ = [
    "Covariance", "covariance", "curvature", "intervals", "second_derivatives", "standard_errors",
    "transformed",
]  # fmt: skip

Array = NDArray[np.float64]
QUANTILE = NormalDist().inv_cdf(0.975)  # errors to each side of a 95% interval
REGULAR = 1e-10  # the least eigenvalue of the information, scaled to a diagonal of ones
INFORMED = 0.01  # of the curvature in v, in any direction, is information on sigma
APART = 4.0  # of its errors from v to 0, on the way to −v, which is the same model
LARGEST = 1e70  # root mean square of z: 1/sigma⁴ is a float with all its digits
FITTING = 0.8  # the least mean of ((t − mu)/sigma)², which is about 1 where sigma is free
NEAR = 0.1  # of its errors from theta to the maximum

DEPENDENT = "columns of X depend on one another: w and v have no standard errors"
SINGULAR = "J is hardly curved in w: w and v have no standard errors"
TOO_LARGE = "sigma is too large for second derivatives: w and v have no standard errors"
CONSTRAINED = "sigma can't be as small as the residuals: w and v have no standard errors"
NOT_A_MAXIMUM = "J can still be raised: w and v have no standard errors"
NOT_CURVED = "J is not curved downwards in v, which has no standard errors"
AT_LEAST_SIGMA = "sigma is flat in v at its least value: v has no standard errors"
NEAR_ZERO = "v is too near to −v, the same model, for its uncertainty: it has no standard errors"
GIVEN_SIGMA = "; those of w take sigma as fitted"


class Covariance(NamedTuple):
    """The covariance (2d, 2d) of w and v, joined; nan where there is none, and why, in a line."""

    matrix: Array
    note: str = ""


def covariance(f: Tape, rows: Rows, theta: Array, slopes: Array) -> Covariance:
    """Return the covariance of w and v at the maximum of J.

    ``f`` is `likelihood_tape`; ``theta`` has the rows w and v (d,), ``slopes`` the rows dJ/dw and
    dJ/dv. In a basis in which X is white, the Hessian is well conditioned.
    """
    N, d = rows.shape
    none = np.full((2 * d, 2 * d), np.nan)
    basis, coordinates = whitening(rows)
    if basis.shape[1] < d:
        return Covariance(none, DEPENDENT)
    theta = theta @ coordinates.T
    if np.linalg.norm(theta[1]) > LARGEST:
        return Covariance(none, TOO_LARGE)
    second = second_derivatives(f)
    observed, expected, squares = rows.reduce(curvature_sums, added, second, basis, theta)
    if squares / N < FITTING:
        return Covariance(none, CONSTRAINED)
    found = inverse(observed, expected, theta[1])
    if newton_decrement(found.matrix, N * np.ravel(slopes @ basis)) > NEAR:
        return Covariance(none, NOT_A_MAXIMUM)
    return Covariance(transformed(found.matrix, basis), found.note)


def second_derivatives(f: Tape) -> Tape:
    """Record d²f/dmu², d²f/dmudz and d²f/dz²: gradients of the gradients in `likelihood_tape`."""
    _, df_dmu, df_dz = f.outputs
    _, mu, z = f.inputs
    return Tape((*grad(df_dmu, (mu, z)), grad(df_dz, z)), inputs=f.inputs)


def curvature_sums(
    X: Array, t: Array, second: Tape, basis: Array, theta: Array
) -> tuple[Array, Array, float]:
    """Sum over rows the Hessian, the expected one, and ((t − mu)/sigma)²; those of parts add up.

    X is (N, d) and ``basis`` (d, r); ``theta`` has the rows w and v (r,) for the columns X basis.
    For targets mu + sigma the Hessian's block of v, its last rows and columns, is the expected one:
    d²f/dz² is linear in (t − mu)², whose mean is sigma².
    """
    (observed, expected), squares = np.zeros((2, theta.size, theta.size)), 0.0
    for start in range(0, len(X), ROWS):
        q = X[start : start + ROWS] @ basis
        target, mu, sigma = t[start : start + ROWS], q @ theta[0], np.hypot(1, q @ theta[1])
        observed += curvature(second, q, target, *theta)
        expected += curvature(second, q, mu + sigma, *theta)
        squares += float(np.sum(((target - mu) / sigma) ** 2))
    return observed, expected, squares


def curvature(second: Tape, X: Array, t: Array, w: Array, v: Array) -> Array:
    """Return the Hessian (2d, 2d) of N·J in (w, v).

    ``second`` is `second_derivatives`; X is (N, d), t (N,), w and v (d,).

    >>> from microgauss.gaussian import likelihood_tape
    >>> X, t, second = np.array([[1.0], [2.0]]), [1.5, 1.0], second_derivatives(likelihood_tape())
    >>> curvature(second, X, np.array(t), np.array([1.0]), np.array([0.0]))
    array([[-5.  ,  0.  ],
           [ 0.  , -0.75]])
    """
    f_mumu, f_muz, f_zz = second(t, X @ w, X @ v)
    of_w, across, of_v = ((X.T * factor) @ X for factor in (f_mumu, f_muz, f_zz))
    return np.block([[of_w, across], [across, of_v]])


def inverse(hessian: Array, expected: Array, v: Array) -> Covariance:
    """Return the covariance by the Hessian at the maximum, and why v has none.

    sigma is even in z. Where z is 0 in all rows that a direction of v depends on, sigma is flat in
    it: J may be curved there, but the estimate would hardly vary, as the expected Hessian tells.
    And where v is near 0, so is the maximum at −v, and a parabola describes neither. Then v has no
    standard error, and the errors of w are those of weighted least squares with sigma as fitted.
    """
    d = len(v)
    joint = inverse_of_definite(-hessian)
    if not np.isfinite(joint).all():
        note = NOT_CURVED
    elif least_ratio(expected[d:, d:], hessian[d:, d:]) < INFORMED:
        note = AT_LEAST_SIGMA
    elif v @ np.linalg.solve(joint[d:, d:], v) < APART**2:
        note = NEAR_ZERO
    else:
        return Covariance(joint)
    matrix = np.full((2 * d, 2 * d), np.nan)
    matrix[:d, :d] = inverse_of_definite(-hessian[:d, :d])
    return Covariance(matrix, note + GIVEN_SIGMA if np.isfinite(matrix[0, 0]) else SINGULAR)


def inverse_of_definite(matrix: Array) -> Array:
    """Return the inverse of a positive definite matrix; nan where it is nearly singular or not.

    >>> inverse_of_definite(np.array([[4.0, 0.0], [0.0, 1e-20]])).diagonal()
    array([2.5e-01, 1.0e+20])
    >>> inverse_of_definite(np.array([[1.0, 1.0], [1.0, 1.0]]))[0]
    array([nan, nan])
    """
    diagonal = matrix.diagonal()
    if (diagonal > 0).all():
        size = np.sqrt(diagonal)
        scaled = matrix / size / size[:, None]  # does away with units
        if np.linalg.eigvalsh(scaled)[0] > REGULAR:
            return np.linalg.inv(scaled) / size / size[:, None]
    return np.full(matrix.shape, np.nan)


def least_ratio(expected: Array, observed: Array) -> float:
    """Return the least u.(expected u)/u.(observed u) over vectors u; both are negative definite."""
    factor = np.linalg.inv(np.linalg.cholesky(-observed))
    return float(np.linalg.eigvalsh(factor @ -expected @ factor.T)[0])


def newton_decrement(covariance: Array, gradient: Array) -> float:
    """Return how many of its errors theta is from the maximum, by a parabola; gradient is N·dJ."""
    known = np.isfinite(covariance.diagonal())
    g, C = gradient[known], covariance[np.ix_(known, known)]
    return math.sqrt(max(g @ C @ g, 0.0))


def transformed(covariance: Array, basis: Array) -> Array:
    """Return the covariance of basis @ w and basis @ v; basis is (d, r), covariance (2r, 2r)."""
    d, r = basis.shape
    blocks = covariance.reshape(2, r, 2, r).swapaxes(1, 2)  # of w and v: nan stays in its block
    return (basis @ blocks @ basis.T).swapaxes(1, 2).reshape(2 * d, 2 * d)


def standard_errors(covariance: Array) -> tuple[Array, Array]:
    """Return the standard errors of w and v, each (d,), from their covariance (2d, 2d).

    >>> standard_errors(np.diag([4.0, np.nan]))
    (array([2.]), array([nan]))
    """
    variances, d = covariance.diagonal(), len(covariance) // 2
    return np.sqrt(variances[:d]), np.sqrt(variances[d:])


def intervals(values: Array, errors: Array) -> Array:
    """Return the 95% intervals (d, 2) of d values with normally distributed errors.

    >>> intervals(np.array([10.0]), np.array([1.0])).round(2)
    array([[ 8.04, 11.96]])
    """
    return values[:, None] + QUANTILE * errors[:, None] * [-1, 1]
