"""What a fit to a table found: as numbers, as a report, and as predictions beside the rows."""

from __future__ import annotations

import math
import os
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.console import Progress, counted, one_line
from microgauss.engine.notation import number
from microgauss.files import replaced
from microgauss.gaussian.table import Table, TableError, load_pandas, parse, reason

__all__ = ["TableFit"]

Array = NDArray[np.float64]
WIDTH = 80
NAME_WIDTH = 40
AT_FLOOR = 1.01  # a sigma of at most this many times the least possible counts as the least
MANY = 0.05  # of the rows at the least sigma: the unit is too coarse for them
CONVERGED = 1e-6  # the gradient's norm, by residuals of size 1: J could gain about its square
MANY_ROWS = 200_000  # that take seconds to write


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
        factor = "" if self.scale == 1 else f"{number(self.scale)}·"
        yield from wrapped(f"mean mu = w.x, deviation sigma = {factor}sqrt(1 + z²) "
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

        As Parquet where the name ends in .parquet, else as CSV. The cells of a CSV file are written
        to CSV as they were; to Parquet go the columns as pandas reads them. The predictions are in
        the file's units, with all their digits; a column whose name is taken is called ``fitted_``
        and its name. The file is written whole or not at all. Raises TableError where it can't be
        written, and where it is the table itself.
        """
        place, source = Path(path), Path(self.table.path)
        is_parquet = place.suffix == ".parquet"
        frame = self.predictions(as_text=bool(self.table.text) and not is_parquet)
        due = 0 if len(frame) > MANY_ROWS else math.inf
        try:
            if place.exists() and source.exists() and place.samefile(source):
                raise ValueError("it is the table itself")  # noqa: TRY301, as the system's errors
            with replaced(place, "wb") as stream, Progress(due=due) as show:
                show(f"writing {counted(len(frame), 'row')}")
                if is_parquet:
                    frame.to_parquet(stream, index=False)
                else:
                    frame.to_csv(stream, sep=self.table.delimiter, index=False, lineterminator="\n")
        except (
            OSError,
            ValueError,
        ) as error:  # ValueError: a name that a file or column can't have
            raise TableError(f"{path}: can't be written ({reason(error)})") from None

    def predictions(self, *, as_text: bool) -> Any:
        """Return the rows as a pandas DataFrame, as text or as pandas reads them, and the rest."""
        table, pandas = self.table, load_pandas()
        own = parse(table.text, table.delimiter, dtype=object) if as_text else table.frame
        columns = {"mean": self.mean, "sigma": self.sigma, "log_likelihood": self.log_likelihood}
        frame = pandas.concat([own, pandas.DataFrame(columns)], axis=1)
        names = (f"fitted_{name}" if name in table.names else name for name in columns)
        frame.columns = [*table.names, *names]
        return frame


def wrapped(text: str) -> list[str]:
    """Break a line that is too wide, and indent what follows."""
    return textwrap.wrap(one_line(text), WIDTH, subsequent_indent="  ") or [""]
