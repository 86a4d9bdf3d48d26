"""Fit the sheet's model to a table of one's own, and report it in the table's units.

The target is divided by a scale, the features are standardised and made uncorrelated. The model
stays the same under all of this, but for sigma, which can't be less than the scale.
"""

from __future__ import annotations

import math
import os
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.console import Progress
from microgauss.engine.notation import number
from microgauss.gaussian.model import Fit, fit, likelihood_tape
from microgauss.gaussian.table import (
    Table,
    TableError,
    counted,
    one_line,
    plain,
    read_columns,
    read_table,
)

__all__ = ["TableFit", "fit_table"]

Array = NDArray[np.float64]
WIDTH = 80
NAME_WIDTH = 40
DEPENDENT = 1e-8  # a feature of spread 1 that the others give but for this much, they give
EXACT = 1e-10  # the same of the target, where no spread is left for sigma
AT_FLOOR = 1.01  # a sigma that is this many times the least possible is at the least possible
MANY = 0.05  # of the rows at the least sigma: the unit is too coarse for them
MANY_ROWS = 200_000  # that take seconds to write
CONVERGED = 1e-6  # the gradient's norm, by residuals of size 1: J could gain about its square


@dataclass(frozen=True)
class TableFit:
    """The model fitted to a table of N rows and k features; all in the file's units.

    mu = w.x and z = v.x with x = (1, features) and w, v (k + 1,); sigma = scale·sqrt(1 + z²).
    ``mean``, ``sigma`` and ``log_likelihood`` are (N,), one number a row; J is the mean of the
    last. ``J_constant`` is the largest J with one sigma for all rows, which is
    ``sigma_constant``. ``gradient_norm`` is that of the fit: target by scale, features
    standardised and uncorrelated. ``ignored`` says which columns were left out, and why.
    """

    table: Table
    target: str
    features: tuple[str, ...]
    scale: float
    w: Array
    v: Array
    J: float
    J_constant: float
    sigma_constant: float
    gradient_norm: float
    iterations: int
    mean: Array
    sigma: Array
    log_likelihood: Array
    ignored: tuple[str, ...]

    @property
    def at_floor(self) -> float:
        """The share of the rows whose sigma is as small as it can be."""
        return float(np.mean(self.sigma < AT_FLOOR * self.scale))

    def lines(self) -> Iterator[str]:
        """Yield the report, line by line, at most 80 columns wide."""
        target = one_line(self.target, NAME_WIDTH)
        yield from wrapped(f"{self.table.path}: {target}, {counted(len(self.mean), 'row')}")
        yield from wrapped(f"mean mu = w.x, deviation sigma = {times(self.scale)}sqrt(1 + z²) "
                           "with z = v.x, in the file's units")  # fmt: skip
        yield ""
        yield f"{'x':{NAME_WIDTH}}{'w':>12}{'v':>12}"
        for name, w, v in zip(("1 (intercept)", *self.features), self.w, self.v, strict=True):
            yield f"{one_line(name, NAME_WIDTH):{NAME_WIDTH}}{number(w):>12}{number(v):>12}"
        yield ""
        yield from self.objective()
        for note in self.notes():
            yield from wrapped(f"note: {note}")

    def objective(self) -> Iterator[str]:
        """Yield J, what the second output gains, and how well the fit has converged."""
        yield "J, the mean log-likelihood of a row, for the target in the file's unit"
        low, high = (number(float(part)) for part in (self.sigma.min(), self.sigma.max()))
        one = number(self.sigma_constant)
        yield f"  {f'sigma(z), from {low} to {high}':50}{number(self.J):>12}"
        yield f"  {f'one sigma for all rows, {one}':50}{number(self.J_constant):>12}"
        yield f"  {'gain':50}{number(self.J - self.J_constant):>12}"
        if self.scale != 1:
            scaled, unit = number(self.J + math.log(self.scale)), number(self.scale)
            yield f"  (J of target/{unit}, as fitted, is {scaled}; −log {unit} changes the unit)"
        yield (f"gradient norm {number(self.gradient_norm)} after "
               f"{counted(self.iterations, 'iteration')}, features standardised")  # fmt: skip

    def notes(self) -> Iterator[str]:
        """Yield what the reader should know."""
        yield from self.ignored
        if not self.features:
            yield "no column of numbers beside the target: sigma is the same for all rows"
        if self.at_floor >= MANY:
            # a deviation of 3 to 30 units: then 1, the least sigma there is, hardly matters
            best = 10.0 ** math.floor(math.log10(self.sigma_constant / 3))
            yield (
                f"sigma can't be less than {number(self.scale)}, and is that small in "
                f"{self.at_floor:.0%} of the rows: for these the target's unit is too coarse (the "
                f"residuals' deviation is {number(self.sigma_constant)}); "
                f"try --scale {min(best, self.scale / 10):g}"
            )
        if self.gradient_norm * self.sigma_constant / self.scale > CONVERGED:
            yield "the fit has not converged: J can still be raised"

    def write_predictions(self, path: str | os.PathLike[str]) -> None:
        """Write the table's rows with their mean, sigma and log-likelihood beside.

        As Parquet where the name ends in .parquet, else as CSV, in which a CSV file's own cells are
        as they were. In the file's units, each number with all its digits; whole or not at all.
        Raises TableError where the file can't be written.
        """
        columns = {"mean": self.mean, "sigma": self.sigma, "log_likelihood": self.log_likelihood}
        with Progress(due=0 if len(self.mean) > MANY_ROWS else math.inf) as show:
            show(f"writing {counted(len(self.mean), 'row')}")
            self.table.write_beside(columns, path)


def wrapped(text: str) -> list[str]:
    """Break a line that is too wide; what goes on is indented."""
    return textwrap.wrap(one_line(text), WIDTH, subsequent_indent="  ") or [""]


def times(scale: float) -> str:
    """Write a factor, unless it is 1."""
    return "" if scale == 1 else f"{number(scale)}·"


def fit_table(
    path: str | os.PathLike[str],
    target: str,
    features: Sequence[str] | None = None,
    scale: float = 1.0,
) -> TableFit:
    """Fit the model to a table in a file: the target's mean and sigma, linear in the features.

    ``path`` is CSV, packed or not, or Parquet, and ``-`` the standard input; pandas reads it (the
    extra ``fit``). The features are those named, or else every other column of numbers that isn't
    constant; a column of ones is added. Without any, mean and sigma are the same for all rows.
    ``scale`` is in the target's unit, and so is sigma, which is at least ``scale``. Raises
    TableError, which says what is wrong and where: see `microgauss.gaussian.table`; also for a
    constant target, features that depend on one another, and fewer rows than w and v have entries.

    >>> from importlib import resources
    >>> found = fit_table(resources.files("microgauss.gaussian") / "engel.csv", "food", scale=10)
    >>> found.features, found.w.round(3), found.v.round(4)
    (('income',), array([61.323,  0.58 ]), array([-1.1512,  0.01  ]))
    """
    if not (scale > 0 and math.isfinite(scale)):
        raise TableError(f"scale must be a finite number above 0, not {scale!r}")
    target, scale = plain(target), float(scale)
    features = None if features is None else [plain(name) for name in features]
    table = read_table(path)
    check_names(table, target, features)
    columns, others = read_columns(table, {target, *(features or ())}, others=features is None)
    t = columns.pop(target)
    if not len(t):
        raise TableError(f"{table.path}: there are no rows")
    if constant(t):
        raise TableError(f"{table.path}: the target {target!r} is {t[0]!s} in every row")
    xs, ignored = choose(table, columns, features)
    if len(t) < 2 * (len(xs) + 1):
        raise TableError(f"{table.path}: {counted(len(t), 'row')} can't determine w and v, "
                         f"which have {2 * (len(xs) + 1)} entries")  # fmt: skip
    ignored += passed_over("no numbers", others)
    basis = Basis.of(table.path, xs, len(t))
    return in_units(table, Target.of(table.path, target, t, scale), basis, tuple(ignored))


def check_names(table: Table, target: str, features: Sequence[str] | None) -> None:
    """Refuse names that the table doesn't have, or that are given twice."""
    named = [target, *(features or ())]
    for position, name in enumerate(named):
        if not name or name not in table.names:
            known = one_line(", ".join(filter(None, table.names)), 200)
            raise TableError(f"{table.path}: there is no column {name!r}; there are: {known}")
        if name in named[:position]:
            place = "the target" if name == target else "named twice"
            raise TableError(f"{table.path}: the feature {name!r} is {place}")


def constant(column: Array) -> bool:
    """Tell whether all numbers of a column are the same."""
    return bool((column == column[0]).all())


def choose(
    table: Table, columns: dict[str, Array], features: Sequence[str] | None
) -> tuple[dict[str, Array], list[str]]:
    """Return the features, in order, and notes on the columns left out."""
    fixed = [name for name, column in columns.items() if constant(column)]
    if features is not None:
        if fixed:
            raise TableError(f"{table.path}: the feature {fixed[0]!r} is the same in every row, "
                             "as the column of ones is: leave it out")  # fmt: skip
        return {name: columns[name] for name in features}, []
    ignored = [*passed_over("the same in every row", fixed)]
    if unnamed := table.names.count(""):
        ignored.append(f"{counted(unnamed, 'column')} without a name left out")
    return {name: column for name, column in columns.items() if name not in fixed}, ignored


def passed_over(why: str, names: Sequence[str]) -> list[str]:
    """Write a note on columns that are no features."""
    known = one_line(", ".join(names), 200)
    return [f"{counted(len(names), 'column')} left out ({why}): {known}"] if names else []


class Basis(NamedTuple):
    """The features and the column of ones, in a basis in which the ascent is well conditioned.

    ``columns`` is (N, d), of mean square 1 and uncorrelated; weights in it, times ``back`` (d, d),
    are weights of (1, features) as they are in the file.
    """

    names: tuple[str, ...]
    columns: Array
    back: Array

    @staticmethod
    def of(path: str, features: dict[str, Array], N: int) -> Basis:
        """Standardise the features, then make them uncorrelated (QR); refuse dependent ones."""
        Z, back = np.ones((N, len(features) + 1)), np.eye(len(features) + 1)
        for j, (name, x) in enumerate(features.items(), 1):
            mean, deviation = moments(f"{path}: column {name!r}", x)
            Z[:, j] = (x - mean) / deviation
            back[0, j], back[j, j] = -mean / deviation, 1 / deviation
        Q, R = np.linalg.qr(Z)
        left = np.abs(R.diagonal()) / math.sqrt(N)  # of each, after those before it
        for name, part in zip(features, left[1:], strict=True):
            if part < DEPENDENT:
                raise TableError(f"{path}: the feature {name!r} is a linear function of those "
                                 "before it: choose features with --features")  # fmt: skip
        columns = np.ascontiguousarray(Q) * math.sqrt(N)
        return Basis(tuple(features), columns, back @ np.linalg.inv(R / math.sqrt(N)))


def moments(where: str, column: Array) -> tuple[float, float]:
    """Return the mean and the standard deviation; refuse numbers that have none in a float."""
    with np.errstate(all="ignore"):
        mean, deviation = float(column.mean()), float(column.std())
    if not (math.isfinite(mean) and 1e-150 < deviation < 1e150):
        raise TableError(f"{where} has numbers too large or too small to be squared: rescale them")
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
        """Bring the target to its scale; refuse a scale that floats can't bridge."""
        centre, deviation = moments(f"{path}: column {name!r}", t)
        if not 1e-100 < deviation / scale < 1e100:
            raise TableError(f"{path}: scale {scale:g} is far from the deviation of {name!r}, "
                             f"{deviation:.4g}: choose one closer to it")  # fmt: skip
        return Target(name, scale, centre, deviation, (t - centre) / scale)


def in_units(table: Table, target: Target, basis: Basis, ignored: tuple[str, ...]) -> TableFit:
    """Fit the model, and return the answer in the file's units."""
    Q, scale = basis.columns, target.scale
    spread = residual_deviation(Q, target.y)
    if spread * scale < EXACT * target.deviation:
        raise TableError(f"{table.path}: {target.name!r} is a linear function of the features: "
                         "nothing is left for sigma")  # fmt: skip
    found = ascend(Q, target.y, spread)
    mu, z, w = Q @ found.w, Q @ found.v, basis.back @ found.w * scale
    w[0] += target.centre
    f, *_ = likelihood_tape()(target.y, mu, z)
    of_unit = math.log(scale)  # a density of t/scale, over scale, is one of t
    return TableFit(
        table=table, target=target.name, features=basis.names, scale=scale,
        w=w, v=basis.back @ found.v, J=found.J - of_unit,
        J_constant=best_constant(spread) - of_unit, sigma_constant=spread * scale,
        gradient_norm=found.gradient_norm, iterations=found.iterations,
        mean=target.centre + scale * mu, sigma=scale * np.hypot(1, z),
        log_likelihood=f - of_unit, ignored=ignored,
    )  # fmt: skip


def residual_deviation(Q: Array, y: Array) -> float:
    """Return the root mean square of the residuals of least squares, in a basis as `Basis` has."""
    residuals = y - Q @ (Q.T @ y) / len(y)
    return float(np.sqrt(np.mean(residuals**2)))


def ascend(Q: Array, y: Array, spread: float) -> Fit:
    """Climb J; the larger the residuals are, the flatter J is, and the less its gradient."""
    with Progress() as show:

        def progress(done: int, rows: int) -> None:
            show(f"fitting: {done / rows:4.0%} of a pass over {counted(rows, 'row')}")

        return fit(Q, y, tolerance=1e-9 / max(1.0, spread), progress=progress)


def best_constant(deviation: float) -> float:
    """Return the largest mean log-likelihood with one sigma: at sigma = the residuals' deviation.

    The residuals are those of least squares, and the deviation their root mean square.
    """
    return -0.5 * math.log(2 * math.pi) - math.log(deviation) - 0.5
