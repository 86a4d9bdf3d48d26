"""The rows of X and t, wherever they lie: arrays in memory, or the chunks of Dask arrays.

The fit needs no row of the data, but for a sample: only what can be computed chunk by chunk and
joined, such as a sum. `Arrays` and `Chunks` do that, and the fit doesn't know which it has.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias
from uuid import uuid4

import numpy as np
from numpy.typing import ArrayLike, NDArray

from microgauss.tape.blocks import ReportProgress

__all__ = [
    "Arrays", "Chunks", "Rows", "added", "dataset", "highest", "joined", "rows_of",
]  # fmt: skip

Array = NDArray[np.float64]
FAN_IN = 32  # results that are joined at a time: few tasks, and little memory for each


class Arrays(NamedTuple):
    """Rows in memory: X (N, d) and t (N,), one chunk."""

    X: Array
    t: Array

    @property
    def shape(self) -> tuple[int, int]:
        """N and d."""
        return self.X.shape

    def reduce(
        self,
        function: Callable[..., Any],
        join: Callable[[list[Any]], Any],  # noqa: ARG002, one chunk needs none
        *args: Any,
        **progress: ReportProgress | None,
    ) -> Any:
        """Return function(X, t, *args), which reports its progress itself."""
        return function(self.X, self.t, *args, **progress)

    def divided(self, unit: float) -> Arrays:
        """Return the rows with t in another unit."""
        return self._replace(t=self.t / unit)

    def sample(self, first: int, step: int) -> Arrays:
        """Return each step-th row from row ``first`` on."""
        rows = slice(first, None, step)
        return Arrays(np.ascontiguousarray(self.X[rows]), self.t[rows])


class Chunks(NamedTuple):
    """Rows in the chunks of Dask arrays X (N, d) and t (N,), which stay where they are.

    ``blocks`` has the chunks of X and t in pairs, none empty, as Delayed objects. ``unit`` divides
    t. Dask chooses who computes: the active ``distributed.Client``, or else threads.
    """

    X: Any
    t: Any
    blocks: Sequence[tuple[Any, Any]]
    unit: float = 1.0

    @staticmethod
    def of(X: Any, t: Any) -> Chunks:
        """Cut X and t at the same rows. Counts the rows, in a pass over them, where Dask can't."""
        X, t = alike(X, t)
        check_shapes(X.shape, t.shape)
        X = X.rechunk({1: -1})
        t = t.rechunk((X.chunks[0],))
        pairs = zip(X.to_delayed()[:, 0], t.to_delayed(), X.chunks[0], strict=True)
        return Chunks(X, t, [(x, part) for x, part, rows in pairs if rows])

    @property
    def shape(self) -> tuple[int, int]:
        """N and d."""
        return self.X.shape  # type: ignore[no-any-return]

    def reduce(
        self,
        function: Callable[..., Any],
        join: Callable[[list[Any]], Any],
        *args: Any,
        progress: ReportProgress | None = None,
    ) -> Any:
        """Return function(x, t, *args) of each chunk, joined by ``join``, a few at a time.

        Both are functions of a module, which the workers import. The ``progress`` is reported once,
        at the end of the pass.
        """
        import dask  # noqa: PLC0415, where it is used

        on = dask.delayed(on_chunk, traverse=False)
        # The tasks of a pass are a group of their own. One group of all passes, over few chunks,
        # would pass for tasks that bring their data with them, and the chunks would be sent around.
        name = f"{function.__name__}-{uuid4().hex}"
        parts = [
            on(function, x, t, self.unit, args, dask_key_name=(name, i))
            for i, (x, t) in enumerate(self.blocks)
        ]
        result = joined(parts, join)
        if progress:
            progress(self.shape[0], self.shape[0])
        return result

    def divided(self, unit: float) -> Chunks:
        """Return the rows with t in another unit."""
        return self._replace(unit=self.unit * unit)

    def sample(self, first: int, step: int) -> Arrays:
        """Bring each step-th row from row ``first`` on into this process's memory."""
        import dask  # noqa: PLC0415, where it is used

        rows = slice(first, None, step)
        X, t = dask.compute(self.X[rows], self.t[rows])
        return Arrays(*dataset(X, t)).divided(self.unit)


Rows: TypeAlias = Arrays | Chunks


def rows_of(X: Any, t: Any) -> Rows:
    """Return the rows of X (N, d) and t (N,); Dask's arrays, or one of them, as chunks.

    Raises ValueError for other shapes, and for Dask arrays of something else than numbers.

    >>> rows_of([[1.0, 2.0]], [3.0]).shape
    (1, 2)
    """
    if is_dask(X) or is_dask(t):
        return Chunks.of(X, t)
    return Arrays(*dataset(X, t))


def dataset(X: ArrayLike, t: ArrayLike, *widths: int) -> tuple[Array, Array]:
    """Return X as an array (N, d) and t as (N,); raise ValueError for other shapes."""
    rows, targets = np.asarray(X, dtype=float), np.asarray(t, dtype=float)
    check_shapes(rows.shape, targets.shape)
    if any(width != rows.shape[1] for width in widths):
        raise ValueError(f"X has {rows.shape[1]} columns: w and v need as many entries")
    return rows, targets


def check_shapes(X: tuple[int, ...], t: tuple[int, ...]) -> None:
    """Raise ValueError for shapes other than (N, d) and (N,), and for empty ones."""
    if len(X) != 2 or t != X[:1] or 0 in X:
        raise ValueError(f"X must be (N, d) and t (N,), neither empty, not {X} and {t}")


# --- what is joined -------------------------------------------------------------------------------


def added(parts: Sequence[Sequence[Any]]) -> list[Any]:
    """Add up results of several entries, entry by entry, in order.

    >>> added([(1.0, 10), (2.0, 20), (3.0, 30)])
    [6.0, 60]
    """
    return [sum(entries[1:], start=entries[0]) for entries in zip(*parts, strict=True)]


def highest(parts: Sequence[Array]) -> Array:
    """Return the largest of several arrays (d,), entry by entry.

    >>> highest([np.array([1.0, 5.0]), np.array([3.0, 4.0])])
    array([3., 5.])
    """
    largest: Array = np.max(parts, axis=0)
    return largest


# --- Dask -----------------------------------------------------------------------------------------


def is_dask(x: Any) -> bool:
    """Tell Dask's arrays, dataframes and series from what lies in memory, without Dask."""
    return hasattr(x, "dask") and hasattr(x, "compute")


def alike(X: Any, t: Any) -> tuple[Any, Any]:
    """Return X and t as Dask arrays of known chunks; what is in memory is cut as the other is."""
    if not is_dask(X):
        t = counted_array("t", t)
        return spread(np.asarray(X, dtype=float), t.chunks), t
    X = counted_array("X", X)
    return X, counted_array("t", t) if is_dask(t) else spread(np.asarray(t, dtype=float), X.chunks)


def counted_array(name: str, x: Any) -> Any:
    """Return a Dask array or dataframe as an array that knows how many rows each chunk has."""
    array = x.to_dask_array() if hasattr(x, "to_dask_array") else x
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} holds {array.dtype}, not real numbers: see its astype(float)")
    if any(map(math.isnan, array.shape)):
        return array.copy().compute_chunk_sizes()  # which writes into the array that it is asked of
    return array


def spread(array: Array, chunks: Sequence[tuple[int, ...]]) -> Any:
    """Return an array in memory as a Dask array, sent once to where the computation is."""
    import dask.array as da  # noqa: PLC0415, where it is used

    fits = array.ndim and array.shape[:1] == tuple(map(sum, chunks[:1]))
    return da.from_array(array, (*chunks[:1], *array.shape[1:]) if fits else -1).persist()


def joined(parts: list[Any], join: Callable[[list[Any]], Any]) -> Any:
    """Compute Delayed objects where Dask will, join the results a few at a time, and return one.

    The order is theirs, whoever is done first. At most FAN_IN results come here, however many parts
    there are.
    """
    import dask  # noqa: PLC0415, where it is used

    join_few = dask.delayed(join, pure=False)
    while len(parts) > FAN_IN:
        groups = range(0, len(parts), FAN_IN)
        parts = [join_few(parts[start : start + FAN_IN]) for start in groups]
    return join(list(dask.compute(*parts)))


def on_chunk(
    function: Callable[..., Any], X: ArrayLike, t: ArrayLike, unit: float, args: tuple[Any, ...]
) -> Any:
    """Return a function of one chunk; this is what a worker runs."""
    rows = Arrays(np.asarray(X, dtype=float), np.asarray(t, dtype=float))
    return function(*(rows if unit == 1 else rows.divided(unit)), *args)
