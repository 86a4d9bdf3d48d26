"""Where to start the fit from: J has many local maxima, and the start decides which one is found.

Everything is in a basis in which X is white, so that the units of its columns don't matter and
columns that depend on one another do no harm.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.gaussian.climbing import Objective, Summit, climb

__all__ = ["Data", "ascents", "floors", "maximise", "spectral", "starting_points", "whitening"]

Array = NDArray[np.float64]
Model = Callable[[Array, Array, Array, Array], tuple[float, Array, Array]]  # of X, t, w and v
RATIO = 0.6  # of a floor to the one before: slow enough not to leave the slope of the maximum
MOST = 25  # floors: sigma is below the last, 5e-6 of the spread, in too few rows to matter
LOOSE, CLOSE = 1e-3, 1e-6  # the gradient's norm above the last floor, and at it
SAMPLE = 10_000  # rows: enough to find the slope by
ASIDE = 1e-3  # of v from 0, where the gradient in v is 0 whatever the data


class Data(NamedTuple):
    """The rows to fit a model to, X (N, d) and t (N,), and the coordinates that theta (2r,) is in.

    theta is w and v, joined, in a ``basis`` (d, r) in which X is white and by a ``unit`` of t in
    which residuals are of size 1: so J is about as curved in one direction as in another.
    """

    model: Model
    X: Array
    t: Array
    basis: Array
    unit: float

    def objective(self, floor: float = 1.0) -> Objective:
        """Return J and its gradient as a function of theta, for t over ``floor``.

        The sigma of t, which would else be at least 1, is so at least ``floor``.
        """
        t = self.t / floor

        def at(theta: Array) -> tuple[float, Array]:
            J, *slopes = self.model(self.X, t, *self.weights(theta) / floor)
            return J, np.ravel(slopes @ self.basis) * (self.unit / floor)

        return at

    def weights(self, theta: Array) -> Array:
        """Return w and v as two rows (2, d)."""
        weights: Array = theta.reshape(2, -1) @ self.basis.T * self.unit
        return weights

    def sample(self, first: int) -> Data:
        """Return every n-th row from the first or second on: half of the rows, or some thousand."""
        rows = slice(first, None, max(2, len(self.t) // SAMPLE))
        return self._replace(X=np.ascontiguousarray(self.X[rows]), t=self.t[rows])


def maximise(
    model: Model, X: Array, t: Array, tolerance: float, iterations: int
) -> tuple[Array, int]:
    """Return w and v (2, d) at the highest maximum of J that is found, and the iterations to it.

    X is (N, d), t (N,); ``model`` gives J, dJ/dw and dJ/dv at X, t, w and v. The best of several
    ascents goes on until the norm of the gradient, in w and v, is ``tolerance``.
    """
    basis, coordinates = whitening(X)
    spread, starts = starting_points(X @ basis, t)
    data = Data(model, X, t, basis, max(spread, 1.0))
    best = max(ascents(data, starts, floors(spread), iterations), key=attrgetter("J"))

    def is_flat(slope: Array) -> bool:
        return bool(np.linalg.norm(slope.reshape(2, -1) @ coordinates) <= tolerance * data.unit)

    last = climb(data.objective(), best.theta, is_flat, iterations - best.iterations)
    return data.weights(last.theta), best.iterations + last.iterations


def starting_points(Q: Array, t: Array) -> tuple[float, list[Array]]:
    """Return the spread of the residuals of least squares, and what to start from (2r,) each.

    The first start has v along `spectral`. The others are models with one sigma for all rows: the
    best, where Q (N, r) has an intercept in its span, and one with v near 0, where sigma is 1.
    """
    w = Q.T @ t / len(Q)
    residuals = t - Q @ w
    spread = math.sqrt(float(np.mean(residuals**2)))
    direction, intercept = spectral(Q, residuals), Q.mean(axis=0)
    vs = spread / 2 * direction, math.sqrt(max(spread**2 - 1, 0)) * intercept, ASIDE * direction
    return spread, [np.concatenate([w, v]) / max(spread, 1.0) for v in vs]


def ascents(
    data: Data, starts: list[Array], least: list[float], iterations: int
) -> Iterator[Summit]:
    """Yield where several ascents end, each of so many iterations at most.

    From the first start, sigma's floor comes down slowly: over all rows, and over two samples of
    them, from where all rows then go on. The last ascent is from the best of the other starts,
    those with one sigma for all rows, so that the largest J is at least that model's.
    """
    start, *one_sigma = starts
    yield descend(data, start, least, iterations)
    for first in range(min(2, len(data.t) - 1)):
        led = descend(data.sample(first), start, least, iterations)
        found = descend(data, led.theta, [1.0], iterations - led.iterations)
        yield found._replace(iterations=led.iterations + found.iterations)
    best = max(one_sigma, key=lambda theta: data.model(data.X, data.t, *data.weights(theta))[0])
    yield descend(data, best, [1.0], iterations)


def descend(data: Data, theta: Array, least: list[float], iterations: int) -> Summit:
    """Climb with one least sigma after another, each time from where the last climb ended."""
    used = 0
    for floor in least:
        limit = LOOSE if floor > 1 else CLOSE
        found = climb(data.objective(floor), theta, partial(is_below, limit), iterations - used)
        theta, used = found.theta, used + found.iterations
    return found._replace(iterations=used)


def is_below(limit: float, gradient: Array) -> bool:
    """Tell whether a gradient's norm is at most so large."""
    return bool(np.linalg.norm(gradient) <= limit)


def floors(spread: float) -> list[float]:
    """Return the least sigmas to climb with one after another, from the residuals' spread to 1.

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
    _, spread, turn = np.linalg.svd(np.linalg.qr(X / size, mode="r"))
    rank = int(np.sum(spread > spread[0] * max(X.shape) * np.finfo(float).eps))
    spread = spread[:rank] / math.sqrt(len(X))
    return turn[:rank].T / spread / size[:, None], spread[:, None] * turn[:rank] * size


def spectral(Q: Array, residuals: Array) -> Array:
    """Return the direction (r,) of v, of length 1, that the squared residuals (N,) point to.

    Q (N, r) is white. E[(t − mu)²] = 1 + (x.v)², so the mean of (t − mu)² xxᵀ is largest along v.
    Each row is divided by its length first, which leaves x.v/(t − mu) as it is: else a few long
    rows would decide alone. Source: the spectral start of phase retrieval (Netrapalli, Jain and
    Sanghavi, Phase retrieval using alternating minimization, 2013).

    >>> Q = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    >>> abs(spectral(Q, Q @ [0.6, 0.8])).round(3)
    array([0.707, 0.707])
    """
    length = np.linalg.norm(Q, axis=1)
    length[length == 0] = 1
    rows, squares = Q / length[:, None], (residuals / length) ** 2
    excess = squares - squares.mean()
    _, directions = np.linalg.eigh((rows * excess[:, None]).T @ rows)
    largest: Array = directions[:, -1]
    return largest
