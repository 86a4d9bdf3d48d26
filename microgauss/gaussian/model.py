"""The exercise's model: a Gaussian whose mean and spread are the outputs of a linear network.

mu = w.x is the mean, z = v.x gives the standard deviation sigma(z) = sqrt(1 + z²), and f is the
log-density of a target t. J is the mean of f over a dataset. f is a log-likelihood: one climbs it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from microgauss.engine.gradient import grad
from microgauss.engine.value import Constant, Value, functions
from microgauss.gaussian.errors import covariance, standard_errors
from microgauss.gaussian.finite import refuse
from microgauss.gaussian.multistart import maximise
from microgauss.gaussian.rows import Rows, added, dataset, rows_of
from microgauss.tape import Tape
from microgauss.tape.blocks import ReportProgress
from microgauss.tape.compiled import has_numba

__all__ = [
    "Fit", "fit", "log_likelihood", "mean_log_likelihood", "objective_and_gradient",
    "sigma",
]  # fmt: skip

Array = NDArray[np.float64]
Objective = tuple[float, Array, Array]
SQRT_2PI, LOG_2PI = functions.sqrt(2 * np.pi), math.log(2 * math.pi)
WORTH_COMPILING = 5_000_000  # numbers in X: a hundred passes then save what loading numba takes


def sigma(z: Any) -> Any:
    """Return the standard deviation sqrt(1 + z²), at least 1 (part b).

    ``z`` is a Value or a number, without a unit; sigma has the unit of the target.

    >>> sigma(0.75)
    1.25
    """
    if not isinstance(z, Value):
        return sigma(Constant(z)).data  # a Constant refuses bad numbers as a Value does
    return functions.sqrt(1 + z**2)


def log_likelihood(t: Any, mu: Any, sigma: Any) -> Any:
    """Return f, the log-density of t under a Gaussian with mean mu and deviation sigma.

    Values or plain numbers, all in the target's unit; sigma above 0, else a DomainError.
    Source: the exercise sheet's f(mu, sigma).

    >>> log_likelihood(1.0, 0.5, 2.0)
    -1.6433357137646178
    """
    if not (isinstance(mu, Value) or isinstance(sigma, Value) or isinstance(t, Value)):
        return log_likelihood(
            Constant(t), mu, sigma
        ).data  # a Constant refuses bad numbers as a Value does
    return -((t - mu) ** 2) / (2 * sigma**2) - functions.log(SQRT_2PI * sigma)


def mean_log_likelihood(
    X: ArrayLike, t: ArrayLike, w: Sequence[Value], v: Sequence[Value]
) -> Value:
    """Return J, the mean of f over a dataset, as one graph of Values (part d).

    X is (N, d), t is (N,); w and v are d Values each, for mu = w.x and z = v.x.
    Raises ValueError where the shapes don't fit.
    See also: `objective_and_gradient`, which does a million rows.

    >>> w, v = [Value(1.0, "w")], [Value(0.5, "v")]
    >>> mean_log_likelihood([[1.0], [2.0]], [1.5, 1.0], w, v)
    Value(-1.3230112161732115)
    """
    rows, targets = dataset(X, t, len(w), len(v))
    terms = (
        log_likelihood(target, dot(w, row), sigma(dot(v, row)))
        for row, target in zip(rows.tolist(), targets.tolist(), strict=True)
    )
    total = next(terms)
    for term in terms:
        total = total + term
    return total / len(targets)  # type: ignore[no-any-return]


def dot(weights: Sequence[Value], row: Sequence[float]) -> Value:
    """Return the inner product of d weights and the d numbers of a row."""
    products = (weight * x for weight, x in zip(weights, row, strict=True))
    total = next(products)
    for product in products:
        total = total + product
    return total


@cache
def likelihood_tape() -> Tape:
    """Record f, df/dmu and df/dz once, over the leaves t, mu and z."""
    t, mu, z = Value(1.0, "t"), Value(0.5, "mu"), Value(0.75, "z")
    f = log_likelihood(t, mu, sigma(z))
    return Tape((f, *grad(f, (mu, z))), inputs=(t, mu, z))


@cache
def deviance_tape(*, compiled: bool) -> Tape:
    """Record -2f without its constant, and its partials by mu and z.

    f has sigma only squared: 1 + z² needs no root, and one division serves all.
    """
    t, mu, z = Value(1.0, "t"), Value(0.5, "mu"), Value(0.75, "z")
    variance = 1 + z**2
    deviance = (t - mu) ** 2 / variance + functions.log(variance)
    tape = Tape((deviance, *grad(deviance, (mu, z))), inputs=(t, mu, z))
    return tape.compile() if compiled else tape


def objective_and_gradient(  # noqa: PLR0913, the last two by name
    X: Any,
    t: Any,
    w: ArrayLike,
    v: ArrayLike,
    *,
    compiled: bool = False,
    progress: ReportProgress | None = None,
) -> Objective:
    """Return J, dJ/dw and dJ/dv by the chain rule of part (d): a float and two arrays (d,).

    X is (N, d), t is (N,), w and v are (d,), all finite. The tape gives df/dmu and df/dz, and sums
    them over rows, multiplied by dmu/dw and dz/dv, which are the rows of X. ``compiled``: by a loop
    that numba compiles, else block by block. After each block of rows ``progress`` is called with
    the rows done and the rows in all.

    Where X or t is a Dask array, each chunk's sums are computed where the chunk lies, and only sums
    come back; ``progress`` is called once, at the end.

    Raises ValueError for shapes that don't fit, and for nan or inf, naming the row; ImportError,
    which says what to install, if ``compiled`` without numba.
    See also: `mean_log_likelihood`, the same J as one graph.

    >>> J, dJ_dw, dJ_dv = objective_and_gradient([[1.0], [2.0]], [1.5, 1.0], [1.0], [0.5])
    >>> round(J, 12), dJ_dw.round(12), dJ_dv.round(12)
    (-1.323011216173, array([-0.3]), array([-0.41]))
    """
    rows = rows_of(X, t)
    _, d = rows.shape
    return objective(
        rows, weights(w, "w", d), weights(v, "v", d), compiled=compiled, progress=progress
    )


def objective(
    rows: Rows,
    w: Array,
    v: Array,
    *,
    compiled: bool = False,
    progress: ReportProgress | None = None,
) -> Objective:
    """Return J, dJ/dw and dJ/dv of rows, wherever they lie."""
    N, _ = rows.shape
    deviance, by_theta = rows.reduce(deviance_sums, added, (w, v), compiled, progress=progress)
    J, gradients = -(deviance / N + LOG_2PI) / 2, by_theta / (-2 * N)
    if not math.isfinite(J + sum(map(sum, gradients.tolist()))):
        refuse(rows, w, v)
    return J, gradients[0], gradients[1]


def deviance_sums(
    X: Array,
    t: Array,
    theta: tuple[Array, Array],
    compiled: bool,  # noqa: FBT001, a chunk's function takes its arguments by position
    progress: ReportProgress | None = None,
) -> tuple[float, Array]:
    """Sum the deviance, and its gradients (2, d) by w and v, over rows in memory."""
    return deviance_tape(compiled=compiled).weighted_sums((t,), X, theta, progress)


def weights(w: ArrayLike, name: str, d: int) -> Array:
    """Return w or v as an array (d,); raise ValueError for another shape."""
    array = np.asarray(w, dtype=float)
    if array.shape != (d,):
        raise ValueError(f"{name} must be ({d},) as X has {d} columns, not {array.shape}")
    return array


@dataclass(frozen=True)
class Fit:
    """What `fit` found: w and v, J there, the norm of its gradient, and the iterations to it.

    ``covariance`` (2d, 2d) is that of w and v, joined, from the exact Hessian of N·J: see
    `microgauss.gaussian.errors`. It is nan where there is none, and ``error_note`` says why.
    """

    w: Array
    v: Array
    J: float
    gradient_norm: float
    iterations: int
    covariance: Array = field(repr=False)
    error_note: str

    @property
    def w_error(self) -> Array:
        """The standard errors (d,) of w, in its unit; nan where there are none."""
        return standard_errors(self.covariance)[0]

    @property
    def v_error(self) -> Array:
        """The standard errors (d,) of v; nan where there are none."""
        return standard_errors(self.covariance)[1]


def fit(  # noqa: PLR0913, all but the data by name
    X: Any,
    t: Any,
    *,
    tolerance: float = 1e-9,
    iterations: int = 2000,
    compiled: bool | None = None,
    progress: ReportProgress | None = None,
) -> Fit:
    """Maximise J from several starts, the best of them until the gradient's norm is ``tolerance``.

    X is (N, d) and t is (N,), in a unit in which the spread of t is well above 1 (sigma can't be
    less). J has local maxima besides the largest: see `microgauss.gaussian.multistart`.
    J is never below that of the best model with one sigma for all rows. ``iterations`` bounds
    the steps from each start, and ``Fit.iterations`` counts those that led to the answer. Each
    pass over rows reports its ``progress``, and may be ``compiled``, as `objective_and_gradient`
    does; unless told, X of 5,000,000 numbers or more is, where numba is installed.

    ``gradient_norm`` is the norm at the end. If it is above the tolerance, either the iterations
    were used up or J can't be increased by more than its rounding error. sigma is even in z, so v
    and −v are the same model: the v returned has a mean z of at least 0. Where columns of X depend
    on one another, w and v are one of many equal answers.

    ``w_error`` and ``v_error`` are standard errors, where the model holds. They are nan where J has
    no curvature that tells of them, such as those of v where sigma is 1 in all rows;
    ``error_note`` says why. Raises ValueError for shapes that don't fit, and for nan or inf, naming
    the row.

    >>> import numpy as np
    >>> x = np.linspace(-1, 1, 50)
    >>> X = np.column_stack([np.ones(50), x])
    >>> fit(X, 3 + 8 * x + 4 * np.cos(40 * x)).gradient_norm < 1e-9
    True
    """
    rows = rows_of(X, t)
    N, d = rows.shape
    objective(rows, *np.zeros((2, d)))  # raises for nan and inf
    if compiled is None:
        compiled = N * d >= WORTH_COMPILING and has_numba()
    model = partial(objective, compiled=compiled, progress=progress)
    (w, v), taken = maximise(model, rows, tolerance, iterations)
    (sum_of_x,) = rows.reduce(column_sums, added)
    v = math.copysign(1, float(sum_of_x @ v)) * v
    J, *slopes = model(rows, w, v)
    errors = covariance(likelihood_tape(), rows, np.array([w, v]), np.array(slopes))
    return Fit(w, v, J, float(np.linalg.norm(slopes)), taken, *errors)


def column_sums(X: Array, t: Array) -> tuple[Array]:  # noqa: ARG001, as every function of a chunk
    """Sum X over its rows."""
    return (X.sum(axis=0),)
