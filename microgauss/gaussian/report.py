"""What a fit to a table found: as numbers, as a report, as JSON; predictions beside the rows."""

from __future__ import annotations

import math
import os
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.console import counted, one_line
from microgauss.engine.notation import number
from microgauss.gaussian.errors import intervals
from microgauss.gaussian.predictions import Kept, write_beside
from microgauss.gaussian.table import Table

__all__ = ["TableFit"]

Array = NDArray[np.float64]
WIDTH = 80
NAME_WIDTH = 28
INTERCEPT = "1 (intercept)"  # the column of ones
AT_FLOOR = 1.01  # a sigma of at most this many times the least possible counts as the least
MANY = 0.05  # of the rows at the least sigma: the unit is too coarse for them
CONVERGED = 1e-6  # the gradient's norm, by residuals of size 1: J could gain about its square


@dataclass(frozen=True)
class TableFit:
    """The model fitted to N rows of a table by k features; all in the file's units.

    mu = w.x and z = v.x with x = (1, features) and w, v (k + 1,); sigma = scale·sqrt(1 + z²).
    ``w_error`` and ``v_error`` are standard errors; nan where there are none, and ``error_note``
    says why. ``mean``, ``sigma`` and ``log_likelihood`` are (N,), one number a row; J is the mean
    of the last. ``J_constant`` is the largest J with one sigma for all rows, which is
    ``sigma_constant``. ``gradient_norm`` is that of the fit: target by scale, features
    standardised and uncorrelated. ``t`` and the features ``xs`` are the data, ``kept`` the table's
    rows that they are from. ``ignored`` says which columns were left out, and why.
    """

    table: Table
    target: str
    features: tuple[str, ...]
    scale: float
    w: Array
    w_error: Array
    v: Array
    v_error: Array
    error_note: str
    J: float
    J_constant: float
    sigma_constant: float
    gradient_norm: float
    iterations: int
    mean: Array
    sigma: Array
    log_likelihood: Array
    t: Array = field(repr=False)
    xs: dict[str, Array] = field(repr=False)
    kept: Kept = field(repr=False)
    ignored: tuple[str, ...]

    @property
    def dropped(self) -> int:
        """The number of rows that were left out because a value is missing."""
        return len(self.table.frame) - len(self.t)

    @property
    def w_interval(self) -> Array:
        """The 95% intervals (k + 1, 2) of w; nan where there is no standard error."""
        return intervals(self.w, self.w_error)

    @property
    def v_interval(self) -> Array:
        """The 95% intervals (k + 1, 2) of v; nan where there is no standard error."""
        return intervals(self.v, self.v_error)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of x: that of the column of ones, which no feature has, and the features'."""
        ones = INTERCEPT
        while ones in self.features:
            ones += "'"
        return (ones, *self.features)

    @property
    def at_floor(self) -> float:
        """The share of the rows whose sigma is as small as it can be."""
        return float(np.mean(self.sigma < AT_FLOOR * self.scale))

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as JSON has it: exact numbers, null where there is none.

        w and v are by the names of the columns, each with its value, standard error and 95%
        interval.
        """
        return {
            "table": self.table.path, "target": self.target, "scale": self.scale,
            "rows": len(self.t), "dropped_rows": self.dropped,
            "J": self.J, "J_constant": self.J_constant, "sigma_constant": self.sigma_constant,
            "w": self.weights(self.w, self.w_error, self.w_interval),
            "v": self.weights(self.v, self.v_error, self.v_interval),
            "gradient_norm": self.gradient_norm, "iterations": self.iterations,
            "notes": list(self.notes()),
        }  # fmt: skip

    def weights(self, values: Array, errors: Array, ranges: Array) -> dict[str, Any]:
        """Return w or v as JSON has it."""
        rows = zip(self.names, values.tolist(), errors.tolist(), ranges.tolist(), strict=True)
        return {
            name: {"value": value} | (
                {"error": error, "interval": interval} if math.isfinite(error)
                else {"error": None, "interval": None}
            )
            for name, value, error, interval in rows
        }  # fmt: skip

    def lines(self) -> Iterator[str]:
        """Yield the report, line by line, at most 80 columns wide."""
        target = one_line(self.target, NAME_WIDTH)
        dropped = f" ({counted(self.dropped, 'row')} with missing values left out)"
        rows = counted(len(self.t), "row") + (dropped if self.dropped else "")
        yield from wrapped(f"{self.table.path}: {target}, {rows}")
        factor = "" if self.scale == 1 else f"{number(self.scale)}·"
        yield from wrapped(f"mean mu = w.x, deviation sigma = {factor}sqrt(1 + z²) "
                           "with z = v.x, in the file's units")  # fmt: skip
        for name, values, errors, ranges in (
            ("w", self.w, self.w_error, self.w_interval),
            ("v", self.v, self.v_error, self.v_interval),
        ):
            yield ""
            yield f"{'x':{NAME_WIDTH}}{name:>12}{'error':>14}{'95% interval':>26}"
            for row in zip(self.names, values, errors, ranges, strict=True):
                yield table_line(*row)
        yield ""
        yield from self.objective()
        for note in self.notes():
            yield from wrapped(f"note: {note}")

    def objective(self) -> Iterator[str]:
        """Yield J, its gain over one sigma for all rows, and how well the fit has converged."""
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
        """Yield the columns left out, and what limits the fit."""
        yield from self.ignored
        if not self.features:
            yield "no column of numbers beside the target: sigma is the same for all rows"
        if self.error_note:
            yield self.error_note
        if self.at_floor >= MANY:
            # with residuals of 3 to 30 units the least sigma, 1, hardly matters
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

        As Parquet where the name ends in .parquet, else as CSV. Rows of a CSV file are written to
        CSV as they stand; to Parquet go the columns as pandas reads them. The predictions are in
        the file's units, with all their digits, and empty in rows that were left out; a column
        whose name is taken is called ``fitted_`` and its name. The file is written whole or not at
        all. Raises TableError where it can't be written, and where it is the table itself.
        """
        columns = {"mean": self.mean, "sigma": self.sigma, "log_likelihood": self.log_likelihood}
        write_beside(self.table, columns, self.kept, path)


def table_line(name: str, value: float, error: float, interval: Array) -> str:
    """Return a line of the report: a weight, its standard error and its interval."""
    label, known = one_line(name, NAME_WIDTH - 1), math.isfinite(error)
    spread = f"± {number(error)}" if known else "—"
    ends = " to ".join(map(number, interval)) if known else "—"
    return f"{label:{NAME_WIDTH}}{number(value):>12}{spread:>14}{ends:>26}"


def wrapped(text: str) -> list[str]:
    """Break a line that is too wide, and indent what follows."""
    return textwrap.wrap(one_line(text), WIDTH, subsequent_indent="  ") or [""]
