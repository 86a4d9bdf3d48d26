"""Find the highest maximum of J: it has many local ones, and the start decides which is reached.

L-BFGS runs from several starts, in a basis in which X is white. So neither the units of the columns
matter nor whether they depend on one another. The rows may lie anywhere: what is needed of them are
sums, their largest entries and a triangle, joined from those of their chunks, and two samples.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.gaussian.lbfgs import Maximum, ValueAndGrad, lbfgs
from microgauss.gaussian.rows import Rows, added, highest

__all__ = [
    "FitProblem",
    "floors",
    "maxima",
    "maximise",
    "spectral_direction",
    "starts",
    "whitening",
]

Array = NDArray[np.float64]
Model = Callable[[Rows, Array, Array], tuple[float, Array, Array]]  # of the rows, w and v
RATIO = 0.6  # of a floor of sigma to the one before: a larger step can lead to a lower maximum
MOST = 25  # floors: the last is 5e-6 of the spread, and few rows have a smaller sigma
LOOSE, CLOSE = 1e-3, 1e-6  # the norm of the gradient to reach above the last floor, and at it
SAMPLE = 10_000  # rows in a sample, about
ASIDE = 1e-3  # of v from 0, where the gradient in v is 0 for any data


class FitProblem(NamedTuple):
    """The rows of X (N, d) and t (N,), and the coordinates theta (2r,) of w and v.

    theta is w and v, joined, in a ``basis`` (d, r) in which X is white, and divided by ``unit``,
    which makes the residuals about 1: J is about equally curved in all directions.
    """

    model: Model
    rows: Rows
    basis: Array
    unit: float

    def value_and_grad(self, floor: float = 1.0) -> ValueAndGrad:
        """Return J and its gradient as a function of theta, with sigma at least ``floor``.

        The model has sigma at least 1; t is divided by the floor.
        """
        rows = self.rows.divided(floor)

        def at(theta: Array) -> tuple[float, Array]:
            J, *gradients = self.model(rows, *self.weights(theta) / floor)
            return J, np.ravel(gradients @ self.basis) * (self.unit / floor)

        return at

    def value(self, theta: Array) -> float:
        """Return J; its gradient in theta may overflow where J doesn't."""
        return self.model(self.rows, *self.weights(theta))[0]

    def weights(self, theta: Array) -> Array:
        """Return w and v as two rows (2, d)."""
        weights: Array = theta.reshape(2, -1) @ self.basis.T * self.unit
        return weights

    def sample(self, first: int) -> FitProblem:
        """Return the problem of every n-th row from row ``first`` on, n at least 2."""
        step = max(2, self.rows.shape[0] // SAMPLE)
        return self._replace(rows=self.rows.sample(first, step))


def maximise(model: Model, rows: Rows, tolerance: float, iterations: int) -> tuple[Array, int]:
    """Return w and v (2, d) at the highest maximum found, and the iterations that led to it.

    ``model`` gives J, dJ/dw and dJ/dv of the rows, at w and v. The best of several runs goes on
    until the norm of the gradient, in w and v, is ``tolerance``.
    """
    basis, coordinates = whitening(rows)
    spread, thetas = starts(rows, basis)
    problem = FitProblem(model, rows, basis, max(spread, 1.0))
    best = max(maxima(problem, thetas, floors(spread), iterations), key=attrgetter("J"))

    def is_flat(gradient: Array) -> bool:
        in_weights = gradient.reshape(2, -1) @ coordinates
        return bool(np.linalg.norm(in_weights) <= tolerance * problem.unit)

    last = lbfgs(problem.value_and_grad(), best.theta, is_flat, iterations - best.iterations)
    return problem.weights(last.theta), best.iterations + last.iterations


def starts(rows: Rows, basis: Array) -> tuple[float, list[Array]]:
    """Return the standard deviation of the residuals of least squares, and three starts (2r,).

    The first has v along `spectral_direction`. The others have one sigma for all rows: the best
    one, where an intercept is in the span of X, and about 1.
    """
    N, _ = rows.shape
    w, intercept = (total / N for total in rows.reduce(projections, added, basis))
    square, *moments = rows.reduce(residual_moments, added, basis, w)
    spread, direction = math.sqrt(square / N), spectral_direction(N, *moments)
    vs = spread / 2 * direction, math.sqrt(max(spread**2 - 1, 0)) * intercept, ASIDE * direction
    return spread, [np.concatenate([w, v]) / max(spread, 1.0) for v in vs]


def projections(X: Array, t: Array, basis: Array) -> tuple[Array, Array]:
    """Sum, over rows, each row of Q = X basis times its t, and alone."""
    Q = X @ basis
    return Q.T @ t, Q.sum(axis=0)


def maxima(
    problem: FitProblem, thetas: list[Array], least: list[float], iterations: int
) -> Iterator[Maximum]:
    """Yield the local maxima that several runs find, each in at most so many iterations.

    From the first start sigma's floor is lowered step by step: over all rows; and over each of two
    samples, and from the sample's maximum over all rows. The last run is from the better of the
    starts with one sigma, so that the largest J is at least that model's.
    """
    start, *one_sigma = thetas
    yield lower_floors(problem, start, least, iterations)
    for first in range(min(2, problem.rows.shape[0] - 1)):
        of_sample = lower_floors(problem.sample(first), start, least, iterations)
        rest = iterations - of_sample.iterations
        found = lower_floors(problem, of_sample.theta, [1.0], rest)
        yield found._replace(iterations=of_sample.iterations + found.iterations)
    best = max(one_sigma, key=problem.value)
    yield lower_floors(problem, best, [1.0], iterations)


def lower_floors(problem: FitProblem, theta: Array, least: list[float], iterations: int) -> Maximum:
    """Maximise J with one floor of sigma after another, each time from the last maximum."""
    used = 0
    for floor in least:
        is_flat = partial(is_below, LOOSE if floor > 1 else CLOSE)
        found = lbfgs(problem.value_and_grad(floor), theta, is_flat, iterations - used)
        theta, used = found.theta, used + found.iterations
    return found._replace(iterations=used)


def is_below(limit: float, gradient: Array) -> bool:
    """Tell whether the norm of a gradient is at most ``limit``."""
    return bool(np.linalg.norm(gradient) <= limit)


def floors(spread: float) -> list[float]:
    """Return decreasing floors of sigma, from the spread of the residuals to 1.

    >>> [round(floor, 2) for floor in floors(5.0)]
    [5.0, 3.0, 1.8, 1.08, 1.0]
    """
    return [*(c for k in range(MOST) if (c := spread * RATIO**k) > 1), 1.0]


def whitening(rows: Rows) -> tuple[Array, Array]:
    """Return a basis (d, r) in which X is white, and the coordinates (r, d) that lead back.

    Q = X basis has uncorrelated columns of mean square 1, QᵀQ = N, and Q coordinates = X. r is
    the rank of X, and 1 where X is 0.

    >>> from microgauss.gaussian.rows import rows_of
    >>> basis, coordinates = whitening(rows_of([[1, 2], [1, 2], [-1, -2]], [0, 0, 0]))
    >>> basis.shape, (np.array([3.0, 6.0]) @ basis @ coordinates).round(12)
    ((2, 1), array([3., 6.]))
    """
    size = rows.reduce(largest, highest)
    if not size.any():
        return np.zeros((len(size), 1)), np.zeros((1, len(size)))
    size[size == 0] = 1
    _, singular, rotation = np.linalg.svd(rows.reduce(triangle, triangle_of_all, size))
    rank = int(np.sum(singular > singular[0] * max(rows.shape) * np.finfo(float).eps))
    singular = singular[:rank] / math.sqrt(rows.shape[0])
    basis = rotation[:rank].T / singular / size[:, None]
    return basis, singular[:, None] * rotation[:rank] * size


def largest(X: Array, t: Array) -> Array:  # noqa: ARG001, as every function of a chunk
    """Return the largest absolute value of each column of X."""
    size: Array = np.abs(X).max(axis=0)
    return size


def triangle(X: Array, t: Array, size: Array) -> Array:  # noqa: ARG001, the same
    """Return R of X = QR, after each column is divided by its size."""
    R: Array = np.asarray(np.linalg.qr(X / size, mode="r"))
    return R


def triangle_of_all(triangles: Sequence[Array]) -> Array:
    """Return R of a matrix whose rows are in parts, by the R of each part."""
    R: Array = np.asarray(np.linalg.qr(np.vstack(triangles), mode="r"))
    return R


def residual_moments(
    X: Array, t: Array, basis: Array, w: Array
) -> tuple[float, float, Array, Array]:
    """Sum, over rows q of Q = X basis, what `spectral_direction` is computed from.

    With residuals r = t − q.w, u = q/|q| and s = r²/|q|²: r², s, s uuᵀ and uuᵀ.
    """
    Q = X @ basis
    residuals = t - Q @ w
    length = np.linalg.norm(Q, axis=1)
    length[length == 0] = 1
    rows, squares = Q / length[:, None], (residuals / length) ** 2
    weighted = (rows * squares[:, None]).T @ rows
    return float(np.sum(residuals**2)), float(squares.sum()), weighted, rows.T @ rows


def spectral_direction(N: int, total: float, weighted: Array, plain: Array) -> Array:
    """Return the direction (r,) of v, of length 1, in which the squared residuals are largest.

    The arguments are N and the sums of `residual_moments`: of s, s uuᵀ and uuᵀ over rows.
    E[(t − mu)²] = 1 + (x.v)², so the mean of (t − mu)² xxᵀ is largest along v. Each row is divided
    by its length first, which leaves x.v/(t − mu) as it is: otherwise a few long rows would decide.
    Source: the spectral start of phase retrieval (Netrapalli, Jain and Sanghavi, Phase retrieval
    using alternating minimization, 2013).

    >>> Q = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    >>> sums = residual_moments(Q, Q @ [0.6, 0.8], np.eye(2), np.zeros(2))
    >>> abs(spectral_direction(4, *sums[1:])).round(3)
    array([0.707, 0.707])
    """
    _, directions = np.linalg.eigh(weighted - total / N * plain)
    direction: Array = directions[:, -1]
    return direction
