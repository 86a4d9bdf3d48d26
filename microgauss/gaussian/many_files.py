"""Fit the sheet's model to a table in many files, through Dask: on one machine, or on several.

A worker reads a file as a whole, and each file twice: first for what the columns are, then for the
columns that are fitted. These stay in the workers' memory, 8 bytes a number, since a fit makes
hundreds of passes over them; the workers of a cluster write to their disks what doesn't fit.
"""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from microgauss.console import Progress, counted
from microgauss.gaussian.cells import read_columns
from microgauss.gaussian.data import Data, choose_columns, left_out
from microgauss.gaussian.fitting import (
    Basis,
    Scales,
    Target,
    check_scale,
    in_units,
    request,
    standardised,
    to_units,
)
from microgauss.gaussian.multistart import triangle, triangle_of_all
from microgauss.gaussian.report import TableFit
from microgauss.gaussian.rows import rows_of
from microgauss.gaussian.summary import Summary, summary_of
from microgauss.gaussian.table import Table, TableError, read_table

__all__ = ["FilesFit", "connected", "fit_files", "is_many"]

Array = NDArray[np.float64]
PathLike: TypeAlias = str | os.PathLike[str]


@dataclass(frozen=True)
class FilesFit(TableFit):
    """The model fitted to the rows of many files: a `TableFit` with Dask arrays, but no ``xs``.

    ``t``, ``mean``, ``sigma`` and ``log_likelihood`` are computed when they are asked for, chunk by
    chunk.
    """

    @property
    def dropped(self) -> int:
        """The number of rows that were left out: a missing value in many files is refused."""
        return 0

    def write_predictions(self, path: PathLike) -> None:
        """Refuse to: the rows are in many files. Dask writes its arrays, by to_zarr for example."""
        raise TableError(f"{path}: predictions are written for one table, and not for many files")


def is_many(path: PathLike) -> bool:
    """Tell a folder or a pattern, such as part-*.csv, from the name of one file."""
    return Path(path).is_dir() or (not Path(path).exists() and bool(set("*?[") & set(str(path))))


def fit_files(
    paths: PathLike | Sequence[PathLike],
    target: str,
    features: Sequence[str] | None = None,
    scale: float = 1.0,
) -> FilesFit:
    """Fit the model to the rows of many files, as `fit_table` does to those of one.

    ``paths`` is a pattern, such as part-*.csv, a folder, or a sequence of these and of files, which
    the workers find by the same names. All have the same columns, in any order, as CSV, compressed
    or not, or Parquet. Who computes is as for `fit`: the active distributed.Client, or threads.
    Needs the extra ``fit``. Raises TableError, naming the file, where `fit_table` would, and for
    files whose columns differ.

    >>> from importlib import resources
    >>> found = fit_files([resources.files("microgauss.gaussian") / "engel.csv"], "food", scale=10)
    >>> found.features, found.w.round(3), found.v.round(4)
    (('income',), array([61.323,  0.58 ]), array([-1.1512,  0.01  ]))
    """
    load_dask()
    target, features, scale = request(target, features, scale)
    given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    files = expand(given)
    where = str(given[0]) if len(given) == 1 else counted(len(files), "file")
    with Progress(due=0) as show:
        show(f"reading {counted(len(files), 'file')}")
        summary = summary_of(files, target, features)
        table, names, ignored = choose(where, summary, target, features)
        scales = {name: summary.numbers[name].scale(where, name) for name in (target, *names)}
        check_scale(where, target, scales[target][1], scale)
        Z, y = loaded(files, summary.lengths, target, scales, scale)
    (centre, deviation), N = scales.pop(target), sum(summary.lengths)
    R = rows_of(Z, y).reduce(triangle, triangle_of_all, np.ones(1)) / math.sqrt(N)
    basis = Basis(tuple(names), (Z @ np.linalg.inv(R)).persist(), to_units(where, scales, R))
    del Z  # so that its chunks are given back
    data = Data(table, slice(None), y * scale + centre, {}, tuple(ignored))
    found = in_units(data, Target(target, scale, centre, deviation, y), basis)
    return FilesFit(**vars(found))


def choose(
    where: str, summary: Summary, target: str, features: Sequence[str] | None
) -> tuple[Table, list[str], list[str]]:
    """Return the table as a whole, the names of the features, and notes on columns left out."""
    table = Table(where, summary.names, None)
    ends = {name: np.array([m.least, m.most]) for name, m in summary.numbers.items()}
    xs, ignored = choose_columns(table, ends, target, features, sum(summary.lengths))
    return table, list(xs), ignored + left_out("no numbers", summary.others)


def expand(paths: Sequence[PathLike]) -> list[str]:
    """Return the absolute names of the files that are meant; a pattern's or folder's in order."""
    files: list[str] = []
    for path in (os.fspath(path) for path in paths):
        found = [path]
        if Path(path).is_dir():
            inside = (file for file in Path(path).iterdir() if file.name[0] not in "._")
            found = sorted(str(file) for file in inside if file.is_file())
        elif is_many(path):
            found = sorted(glob(path))  # noqa: PTH207, Path's takes none that starts with /
        if not found:
            raise TableError(f"{path}: there are no such files")
        files += map(os.path.abspath, found)
    return files


def loaded(
    files: Sequence[str], lengths: Sequence[int], target: str, scales: Scales, scale: float
) -> tuple[Any, Any]:
    """Return the standardised features (N, d) and the scaled target (N,) as Dask arrays, in memory.

    The memory is that of the workers; a file is a chunk.
    """
    import dask  # noqa: PLC0415, where it is used
    import dask.array as da  # noqa: PLC0415, the same

    load = dask.delayed(load_columns, nout=2, pure=False)
    read = zip(files, lengths, strict=True)
    parts = [(load(path, N, target, scales, scale), N) for path, N in read]
    Z = da.concatenate([da.from_delayed(part[0], (N, len(scales)), float) for part, N in parts])
    y = da.concatenate([da.from_delayed(part[1], (N,), float) for part, N in parts])
    arrays: tuple[Any, Any] = dask.persist(Z, y)
    return arrays


def load_columns(
    path: str, N: int, target: str, scales: Scales, scale: float
) -> tuple[Array, Array]:
    """Read the columns of a file that are fitted, in their scales; this is what a worker runs."""
    columns, _ = read_columns(read_table(path), set(scales), others=False)
    t = columns.pop(target)
    if len(t) != N:
        raise TableError(f"{path}: the file has changed while it was read")
    features = {name: columns[name] for name in scales if name != target}
    return standardised(features, scales, N), (t - scales[target][0]) / scale


def load_dask() -> Any:
    """Import Dask's scheduler and workers, or say how to install them."""
    try:
        import distributed  # noqa: PLC0415, where it is used
    except ImportError:
        raise TableError("many files are read by Dask: pip install 'microgauss[fit]'") from None
    return distributed


@contextmanager
def connected(scheduler: str | None) -> Iterator[None]:
    """Compute on the workers of a scheduler, such as tcp://10.0.0.1:8786; without one, by threads.

    Raises TableError where there is no Dask, or no scheduler, or where the workers or it die.
    """
    distributed = load_dask()
    if scheduler is None:
        yield
        return
    import dask  # noqa: PLC0415, where it is used

    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # one line says it all
    try:
        # a client whose scheduler has died doesn't take back that Dask shall compute by it
        with dask.config.set(scheduler=None):
            try:
                client = distributed.Client(scheduler, timeout=10)
            except (OSError, ValueError) as error:
                raise TableError(f"{scheduler}: there is no Dask scheduler ({error})") from None
            with client:
                yield
    except (distributed.KilledWorker, distributed.comm.CommClosedError, CancelledError) as error:
        raise TableError(f"{scheduler}: the computation was given up ({error})") from None
