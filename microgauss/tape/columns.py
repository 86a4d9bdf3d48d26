"""What counts as a column: arrays, Series, lists, ranges and buffers. All else is refused."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from microgauss.engine.numbers import article

__all__ = ["Column", "as_columns", "common_type", "from_frame", "real_arrays"]

Column = np.ndarray[Any, np.dtype[Any]]

# Types that NumPy takes or refuses with a good message; Decimal and the like are not among them
NO_NUMBERS = (
    list, tuple, range, array, memoryview, bytearray, bytes, str, set, frozenset, dict, Iterator,
    type(None),
)  # fmt: skip


def real_arrays(numbers: Sequence[Any], names: Sequence[str], xp: Any) -> list[Any] | None:
    """Return real numbers, arrays and sequences in one floating type; None for other systems.

    Constants of the graph are floats and don't widen float32. Raises TypeError or ValueError,
    naming the column, for what isn't one.
    """
    if xp is not np or not all(is_numpys(number) for number in numbers):
        for number, name in zip(numbers, names, strict=True):
            if isinstance(number, (bool, *NO_NUMBERS)):
                kind = article(type(number).__name__)
                raise TypeError(f"{name} is {kind}, which is no number or array of that system")
        return None
    arrays = [
        as_column(number, name, flat=not isinstance(number, np.ndarray))
        for number, name in zip(numbers, names, strict=True)
    ]
    dtype = common_type(arrays, numbers)
    return [np.asarray(column).astype(dtype, copy=False)[()] for column in arrays]


def is_numpys(number: Any) -> bool:
    """Tell whether NumPy takes something for real numbers, or can say why it doesn't."""
    if isinstance(number, (np.ndarray, np.generic)):
        return number.dtype.kind != "c"
    return isinstance(number, (int, float, *NO_NUMBERS)) or hasattr(number, "to_numpy")


def as_columns(numbers: Sequence[Any], names: Sequence[str]) -> tuple[list[Column], int]:
    """Return columns and scalars as arrays of real numbers, and how many rows they have.

    Raises TypeError for what holds no real numbers and ValueError for columns that are empty or
    whose lengths differ, saying which.
    """
    columns = [as_column(number, name) for number, name in zip(numbers, names, strict=True)]
    lengths = [(name, len(c)) for c, name in zip(columns, names, strict=True) if c.ndim]
    for name, length in lengths:
        if length == 0:
            raise ValueError(f"column {name} is empty")
    if len({length for _, length in lengths}) > 1:
        counts = ", ".join(f"{name} has {length:,}" for name, length in lengths)
        raise ValueError(f"columns need the same number of rows: {counts}")
    return columns, lengths[0][1] if lengths else 1


def from_frame(number: Any, name: str) -> Any:
    """Return a pandas or polars Series as an array, by position, and anything else as it is.

    Its index, by which pandas would align it with others, is passed over. Raises TypeError for a
    whole frame and for a Series of dates, text or categories, ValueError for missing values.
    """
    library = type(number).__module__.partition(".")[0]
    if library not in ("pandas", "polars") or not hasattr(number, "shape"):
        return number
    if len(number.shape) > 1:
        raise TypeError(f"column {name} is a whole {type(number).__name__}: give one column of it")
    is_nullable = library == "pandas" and not isinstance(number.dtype, np.dtype)
    missing = number.isna().sum() if is_nullable else getattr(number, "null_count", int)()
    if missing:
        raise ValueError(
            f"column {name} lacks {missing:,} of its values: fill them or drop the rows"
        )
    array = np.asarray(number)
    if getattr(number.dtype, "kind", array.dtype.kind) not in "fiub":
        raise TypeError(f"column {name} has type {number.dtype}: a column holds real numbers")
    return array


def as_column(number: Any, name: str, *, flat: bool = True) -> Column:
    """Return one column or scalar as an array of real numbers; ``flat``: of one dimension."""
    try:
        column: Column = np.asanyarray(number)
    except ValueError:
        raise ValueError(f"column {name} is ragged: a column has one number a row") from None
    if column.dtype.kind not in "fiu" or isinstance(column, np.ma.MaskedArray):
        kind = "masked values" if isinstance(column, np.ma.MaskedArray) else f"type {column.dtype}"
        raise TypeError(f"column {name} has {kind}: a column holds real numbers")
    if flat and column.ndim > 1:
        raise ValueError(f"column {name} has the shape {column.shape}: a column has one dimension")
    return column


def common_type(columns: Sequence[Column], numbers: Sequence[Any]) -> Any:
    """Return float32 where all columns are, otherwise float64: Python's own numbers don't count."""
    strong = [c.dtype for c, n in zip(columns, numbers, strict=True) if hasattr(n, "dtype")]
    is_single = strong and all(dtype.itemsize <= 4 and dtype.kind == "f" for dtype in strong)
    return np.dtype(np.float32 if is_single else np.float64)
