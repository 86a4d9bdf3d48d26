"""Fit the sheet's model to a table of one's own, and return the answer in the table's units.

The target is divided by a scale; the features are standardised and made uncorrelated. That changes
the coordinates and not the model, except for sigma, which is at least the scale.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from microgauss.console import Progress, counted
from microgauss.gaussian.data import Data, read_data
from microgauss.gaussian.errors import standard_errors, transformed
from microgauss.gaussian.model import Fit, fit, likelihood_tape
from microgauss.gaussian.report import TableFit
from microgauss.gaussian.table import TableError, plain, read_table

__all__ = ["TableFit", "fit_table"]

Array = NDArray[np.float64]
Scales: TypeAlias = dict[str, tuple[float, float]]  # of features: mean and standard deviation
DEPENDENT = 1e-8  # a standardised feature's distance from the span of those before it
EXACT = 1e-10  # the standardised target's from the span of all: nothing is left for sigma


def fit_table(
    path: str | os.PathLike[str],
    target: str,
    features: Sequence[str] | None = None,
    scale: float = 1.0,
    *,
    drop_missing: bool = False,
) -> TableFit:
    """Fit the model to a table in a file: the target's mean and sigma, linear in the features.

    ``path`` is CSV, compressed or not, or Parquet; ``-`` is the standard input. Needs pandas, the
    extra ``fit``. The features are those named, or else every other column of numbers that isn't
    constant; a column of ones is added. Without any, mean and sigma are the same for all rows.
    ``scale`` is in the target's unit, and so is sigma, which is at least ``scale``. With
    ``drop_missing`` rows are left out in which the target or a feature is missing: empty, NaN, null
    or NA. Raises TableError, which says what is wrong and where: see `microgauss.gaussian.table`;
    also for a constant target, features that depend on one another, and fewer rows than w and v
    have entries.

    >>> from importlib import resources
    >>> found = fit_table(resources.files("microgauss.gaussian") / "engel.csv", "food", scale=10)
    >>> found.features, found.w.round(3), found.v.round(4)
    (('income',), array([61.323,  0.58 ]), array([-1.1512,  0.01  ]))
    >>> found.w_error.round(3), found.v_error.round(4)
    (array([11.32 ,  0.016]), array([0.7321, 0.001 ]))
    """
    target, features, scale = request(target, features, scale)
    data = read_data(read_table(path), target, features, drop_missing=drop_missing)
    where, t = data.table.path, data.t
    basis = Basis.of(where, data.xs, len(t))
    return in_units(data, Target.of(where, target, t, scale), basis)


def request(
    target: str, features: Sequence[str] | None, scale: float
) -> tuple[str, list[str] | None, float]:
    """Return what is asked for, names as they are in a `Table`; refuse a scale that is none."""
    if not (scale > 0 and math.isfinite(scale)):
        raise TableError(f"scale must be a finite number above 0, not {scale!r}")
    return plain(target), None if features is None else list(map(plain, features)), float(scale)


class Basis(NamedTuple):
    """A column of ones and the features, in an orthogonal basis: J is well conditioned there.

    ``columns`` is (N, d), uncorrelated and of mean square 1. ``back`` (d, d) times weights in the
    basis gives the weights of (1, features) in the file's units.
    """

    names: tuple[str, ...]
    columns: Array
    back: Array

    @staticmethod
    def of(path: str, features: dict[str, Array], N: int) -> Basis:
        """Standardise the features, then make them uncorrelated (QR); refuse dependent ones."""
        scales = {name: moments(path, name, x) for name, x in features.items()}
        Q, R = np.linalg.qr(standardised(features, scales, N))
        columns = np.ascontiguousarray(Q) * math.sqrt(N)
        return Basis(tuple(features), columns, to_units(path, scales, R / math.sqrt(N)))


def standardised(features: dict[str, Array], scales: Scales, N: int) -> Array:
    """Return a column of ones, and each feature with mean 0 and deviation 1: (N, d)."""
    Z = np.ones((N, len(features) + 1))
    for j, (name, x) in enumerate(features.items(), 1):
        mean, deviation = scales[name]
        Z[:, j] = (x - mean) / deviation
    return Z


def to_units(path: str, scales: Scales, R: Array) -> Array:
    """Return the ``back`` of a `Basis` from R of the standardised columns; refuse dependent ones.

    R (d, d) is upper triangular, and R inverse makes the columns uncorrelated and of mean square 1.
    """
    independent = np.abs(R.diagonal())  # of each column, of those before it
    for name, part in zip(scales, independent[1:], strict=True):
        if part < DEPENDENT:
            raise TableError(f"{path}: the feature {name!r} is a linear function of those "
                             "before it: choose features with --features")  # fmt: skip
    back = np.eye(len(scales) + 1)
    for j, (mean, deviation) in enumerate(scales.values(), 1):
        back[0, j], back[j, j] = -mean / deviation, 1 / deviation
    return back @ np.linalg.inv(R)


def moments(path: str, name: str, column: Array) -> tuple[float, float]:
    """Return the mean and the standard deviation; refuse numbers for which these overflow."""
    with np.errstate(all="ignore"):
        return representable(path, name, float(column.mean()), float(column.std()))


def representable(path: str, name: str, mean: float, deviation: float) -> tuple[float, float]:
    """Return a column's mean and deviation; refuse those of numbers that can't be squared."""
    if not (math.isfinite(mean) and 1e-150 < deviation < 1e150):
        raise TableError(f"{path}: column {name!r} has numbers too large or too small to be "
                         "squared: rescale them")  # fmt: skip
    return mean, deviation


class Target(NamedTuple):
    """The target as it is fitted: ``y``, (N,), is (t − centre)/scale."""

    name: str
    scale: float
    centre: float
    deviation: float
    y: Array

    @staticmethod
    def of(path: str, name: str, t: Array, scale: float) -> Target:
        """Centre the target and divide it by its scale; refuse a scale of another magnitude."""
        centre, deviation = moments(path, name, t)
        check_scale(path, name, deviation, scale)
        return Target(name, scale, centre, deviation, (t - centre) / scale)


def check_scale(path: str, name: str, deviation: float, scale: float) -> None:
    """Refuse a scale of another magnitude than the target's deviation."""
    if not 1e-100 < deviation / scale < 1e100:
        raise TableError(f"{path}: scale {scale:g} is far from the deviation of {name!r}, "
                         f"{deviation:.4g}: choose one closer to it")  # fmt: skip


def in_units(data: Data, target: Target, basis: Basis) -> TableFit:
    """Fit the model, and return the answer in the file's units."""
    Q, scale = basis.columns, target.scale
    spread = residual_deviation(Q, target.y)
    if spread * scale < EXACT * target.deviation:
        raise TableError(f"{data.table.path}: {target.name!r} is a linear function of the "
                         "features: nothing is left for sigma")  # fmt: skip
    found = fit_scaled(Q, target.y, spread)
    mu, z, w = Q @ found.w, Q @ found.v, basis.back @ found.w * scale
    w[0] += target.centre
    w_error, v_error = standard_errors(transformed(found.covariance, basis.back))
    f, *_ = likelihood_tape()(target.y, mu, z)
    log_scale = math.log(scale)  # the density of t is that of t/scale, divided by scale
    return TableFit(
        table=data.table, target=target.name, features=basis.names, scale=scale,
        w=w, w_error=w_error * scale, v=basis.back @ found.v, v_error=v_error,
        error_note=found.error_note, J=found.J - log_scale,
        J_constant=largest_J_constant(spread) - log_scale, sigma_constant=spread * scale,
        gradient_norm=found.gradient_norm, iterations=found.iterations,
        mean=target.centre + scale * mu, sigma=scale * np.hypot(1, z),
        log_likelihood=f - log_scale, t=data.t, xs=data.xs, kept=data.kept, ignored=data.ignored,
    )  # fmt: skip


def residual_deviation(Q: Array, y: Array) -> float:
    """Return the root mean square residual of least squares on the columns Q of a `Basis`."""
    residuals = y - Q @ (Q.T @ y) / len(y)
    return float(np.sqrt(np.mean(residuals**2)))


def fit_scaled(Q: Array, y: Array, spread: float) -> Fit:
    """Fit the model, to a tolerance that is less for large residuals: J is flatter for these."""
    with Progress() as show:

        def progress(done: int, rows: int) -> None:
            show(f"fitting: {done / rows:4.0%} of a pass over {counted(rows, 'row')}")

        return fit(Q, y, tolerance=1e-9 / max(1.0, spread), progress=progress)


def largest_J_constant(deviation: float) -> float:
    """Return the largest J with one sigma for all rows: that of least squares.

    sigma is then ``deviation``, the root mean square of the residuals.
    """
    return -0.5 * math.log(2 * math.pi) - math.log(deviation) - 0.5
