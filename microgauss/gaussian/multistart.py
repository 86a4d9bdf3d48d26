"""Find the highest maximum of J: it has many local ones, and the start decides which is reached.

L-BFGS runs from several starts, in a basis in which X is white. So neither the units of the columns
matter nor whether they depend on one another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.gaussian.lbfgs import Maximum, ValueAndGrad, lbfgs

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
Model = Callable[[Array, Array, Array, Array], tuple[float, Array, Array]]  # of X, t, w and v
RATIO = 0.6  # of a floor of sigma to the one before: a larger step can lead to a lower maximum
MOST = 25  # floors: the last is 5e-6 of the spread, and few rows have a smaller sigma
LOOSE, CLOSE = 1e-3, 1e-6  # the norm of the gradient to reach above the last floor, and at it
SAMPLE = 10_000  # rows in a sample, about
ASIDE = 1e-3  # of v from 0, where the gradient in v is 0 for any data


class FitProblem(NamedTuple):
    """The data, X (N, d) and t (N,), and the coordinates theta (2r,) of w and v.

    theta is w and v, joined, in a ``basis`` (d, r) in which X is white, and divided by ``unit``,
    which makes the residuals about 1: J is about equally curved in all directions.
    """

    model: Model
    X: Array
    t: Array
    basis: Array
    unit: float

    def value_and_grad(self, floor: float = 1.0) -> ValueAndGrad:
        """Return J and its gradient as a function of theta, with sigma at least ``floor``.

        The model has sigma at least 1; t is divided by the floor.
        """
        t = self.t / floor

        def at(theta: Array) -> tuple[float, Array]:
            J, *gradients = self.model(self.X, t, *self.weights(theta) / floor)
            return J, np.ravel(gradients @ self.basis) * (self.unit / floor)

        return at

    def value(self, theta: Array) -> float:
        """Return J; its gradient in theta may overflow where J doesn't."""
        return self.model(self.X, self.t, *self.weights(theta))[0]

    def weights(self, theta: Array) -> Array:
        """Return w and v as two rows (2, d)."""
        weights: Array = theta.reshape(2, -1) @ self.basis.T * self.unit
        return weights

    def sample(self, first: int) -> FitProblem:
        """Return the problem of every n-th row from row ``first`` on, n at least 2."""
        rows = slice(first, None, max(2, len(self.t) // SAMPLE))
        return self._replace(X=np.ascontiguousarray(self.X[rows]), t=self.t[rows])


def maximise(
    model: Model, X: Array, t: Array, tolerance: float, iterations: int
) -> tuple[Array, int]:
    """Return w and v (2, d) at the highest maximum found, and the iterations that led to it.

    X is (N, d), t (N,); ``model`` gives J, dJ/dw and dJ/dv at X, t, w and v. The best of several
    runs goes on until the norm of the gradient, in w and v, is ``tolerance``.
    """
    basis, coordinates = whitening(X)
    spread, thetas = starts(X @ basis, t)
    problem = FitProblem(model, X, t, basis, max(spread, 1.0))
    best = max(maxima(problem, thetas, floors(spread), iterations), key=attrgetter("J"))

    def is_flat(gradient: Array) -> bool:
        in_weights = gradient.reshape(2, -1) @ coordinates
        return bool(np.linalg.norm(in_weights) <= tolerance * problem.unit)

    last = lbfgs(problem.value_and_grad(), best.theta, is_flat, iterations - best.iterations)
    return problem.weights(last.theta), best.iterations + last.iterations


def starts(Q: Array, t: Array) -> tuple[float, list[Array]]:
    """Return the standard deviation of the residuals of least squares, and three starts (2r,).

    The first has v along `spectral_direction`. The others have one sigma for all rows: the best
    one, where an intercept is in the span of Q (N, r), and about 1.
    """
    w = Q.T @ t / len(Q)
    residuals = t - Q @ w
    spread = math.sqrt(float(np.mean(residuals**2)))
    direction, intercept = spectral_direction(Q, residuals), Q.mean(axis=0)
    vs = spread / 2 * direction, math.sqrt(max(spread**2 - 1, 0)) * intercept, ASIDE * direction
    return spread, [np.concatenate([w, v]) / max(spread, 1.0) for v in vs]


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
    for first in range(min(2, len(problem.t) - 1)):
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


def whitening(X: Array) -> tuple[Array, Array]:
    """Return a basis (d, r) in which X is white, and the coordinates (r, d) that lead back.

    Q = X basis has uncorrelated columns of mean square 1, QᵀQ = N, and Q coordinates = X. r is
    the rank of X, and 1 where X is 0.

    >>> basis, coordinates = whitening(np.array([[1.0, 2.0], [1.0, 2.0], [-1.0, -2.0]]))
    >>> basis.shape, (np.array([3.0, 6.0]) @ basis @ coordinates).round(12)
    ((2, 1), array([3., 6.]))
    """
    if not X.any():
        return np.zeros((X.shape[1], 1)), np.zeros((1, X.shape[1]))
    size = np.abs(X).max(axis=0)
    size[size == 0] = 1
    _, singular, rotation = np.linalg.svd(np.linalg.qr(X / size, mode="r"))
    rank = int(np.sum(singular > singular[0] * max(X.shape) * np.finfo(float).eps))
    singular = singular[:rank] / math.sqrt(len(X))
    basis = rotation[:rank].T / singular / size[:, None]
    return basis, singular[:, None] * rotation[:rank] * size


def spectral_direction(Q: Array, residuals: Array) -> Array:
    """Return the direction (r,) of v, of length 1, in which the squared residuals (N,) are largest.

    Q (N, r) is white. E[(t − mu)²] = 1 + (x.v)², so the mean of (t − mu)² xxᵀ is largest along v.
    Each row is divided by its length first, which leaves x.v/(t − mu) as it is: otherwise a few
    long rows would decide. Source: the spectral start of phase retrieval (Netrapalli, Jain and
    Sanghavi, Phase retrieval using alternating minimization, 2013).

    >>> Q = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    >>> abs(spectral_direction(Q, Q @ [0.6, 0.8])).round(3)
    array([0.707, 0.707])
    """
    length = np.linalg.norm(Q, axis=1)
    length[length == 0] = 1
    rows, squares = Q / length[:, None], (residuals / length) ** 2
    excess = squares - squares.mean()
    _, directions = np.linalg.eigh((rows * excess[:, None]).T @ rows)
    largest: Array = directions[:, -1]
    return largest
