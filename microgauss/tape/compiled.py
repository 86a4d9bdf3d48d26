"""A loop over rows, compiled by numba: kept on disk, shared by threads, checked for what overflows.

numba keeps compiled code only of functions that stand in a file, so the loop's text is written to
one in the user's cache folder, named by its hash. Where that can't be, it is compiled each time.
"""

from __future__ import annotations

import hashlib
import importlib.util
import math
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from microgauss.files import write_whole
from microgauss.tape.blocks import Plan, ReportProgress, release
from microgauss.tape.columns import Column
from microgauss.tape.loops import CHUNK, Shape, WrittenLoop, write_loop
from microgauss.tape.sums import exact_sum

__all__ = ["compiled_sums", "compiled_weighted_sums", "has_numba", "need_numba"]

SLAB = 256 * CHUNK  # rows that are converted at a time, and after which progress is told
SHARE = 400_000  # products to be added that are worth a thread


def has_numba() -> bool:
    """Tell whether numba is installed, without importing it."""
    return importlib.util.find_spec("numba") is not None


def need_numba() -> None:
    """Raise ImportError, which says how to install it, where there is no numba."""
    if not has_numba():
        raise ImportError("compiled loops need numba: pip install 'microgauss[fast]'")


def compiled_sums(
    plan: Plan,
    columns: Sequence[Column],
    rows: int,
    progress: ReportProgress | None,
) -> tuple[float, ...]:
    """Sum the outputs of a plan over columns and scalars."""
    loop = loop_of(plan, tuple(not column.ndim for column in columns))
    return tuple(sums_of_loop(loop, columns, (), rows, progress))


def compiled_weighted_sums(
    plan: Plan,
    columns: Sequence[Column],
    X: Column,
    vectors: Sequence[Column],
    progress: ReportProgress | None,
) -> tuple[float, Column]:
    """Sum the first output over columns and X @ vector, and the others times the rows of X."""
    rows, d = X.shape
    loop = loop_of(plan, (False,) * len(columns), d, len(vectors))
    first, *others = sums_of_loop(loop, (*columns, X), vectors, rows, progress)
    return first, np.array(others).reshape(-1, d)


def loop_of(plan: Plan, *shape: Any) -> WrittenLoop:
    """Return a plan's loop for a `Shape`, which is written once."""
    loop: WrittenLoop | None = plan.loops.get(shape)
    if loop is None:
        loop = plan.loops[shape] = write_loop(plan.program, plan.parts, Shape(*shape))
    return loop


def sums_of_loop(
    loop: WrittenLoop,
    columns: Sequence[Column],
    vectors: Sequence[Column],
    rows: int,
    progress: ReportProgress | None = None,
) -> list[float]:
    """Run a loop over so many rows of columns, and return the sums.

    Columns without a dimension are scalars; ``vectors`` are passed whole.
    """
    sums: list[list[float]] = []
    for start in range(0, rows, SLAB):
        stop = min(start + SLAB, rows)
        slab = [plain(column, start, stop) for column in columns]
        sums.append(sums_of_slab(loop, slab, vectors, stop - start))
        if rows > SLAB:
            release(columns)
        if progress:
            progress(stop, rows)
    return sums[0] if len(sums) == 1 else [exact_sum(parts) for parts in zip(*sums, strict=True)]


def sums_of_slab(
    loop: WrittenLoop, columns: Sequence[Any], vectors: Sequence[Column], rows: int
) -> list[float]:
    """Run a loop over columns as they are; do those chunks again whose sums aren't finite."""
    chunks = -(-rows // CHUNK)
    sums = np.empty((loop.sums, chunks))
    arguments = (rows, sums, *columns, *vectors)
    threads = rows * loop.sums // SHARE
    if threads > 1 and (threads := min(threads, chunks, cpus())) > 1:
        in_threads(partial(run, loop.text, "fast"), threads, chunks, arguments)
    else:
        run(loop.text, "fast", 0, chunks, *arguments)
    totals = list(map(exact_sum, sums.tolist()))
    if all(map(math.isfinite, totals)):
        return totals
    for chunk in np.flatnonzero(~np.isfinite(sums).all(axis=0)).tolist():
        run(loop.text, "strict", chunk, chunk + 1, *arguments)
    return list(map(exact_sum, sums.tolist()))


def plain(column: Column, start: int, stop: int) -> Any:
    """Return some rows of a column, contiguous and float32 or float64; a scalar as it is."""
    if not column.ndim:
        return float(column)
    dtype = np.float32 if column.dtype == np.float32 else np.float64
    return np.ascontiguousarray(column[start:stop], dtype)


def in_threads(
    loop: Callable[..., object], count: int, chunks: int, arguments: tuple[Any, ...]
) -> None:
    """Share chunks among so many threads, this one included."""
    edges = [chunks * i // count for i in range(count + 1)]
    others = [pool().submit(loop, *edges[i : i + 2], *arguments) for i in range(1, count)]
    loop(*edges[:2], *arguments)
    for other in others:
        other.result()


@cache
def pool() -> ThreadPoolExecutor:
    """Return threads that wait for work: to start one takes as long as to read 100,000 numbers."""
    return ThreadPoolExecutor(max(1, cpus() - 1), "microgauss")


if hasattr(os, "register_at_fork"):  # a child has none of its parent's threads
    os.register_at_fork(after_in_child=pool.cache_clear)


def cpus() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# --- compiled code on disk ------------------------------------------------------------------------


def run(text: str, function: str, *arguments: Any) -> None:
    """Run a function of a module's text; without the cache folder where that can't be used."""
    if text not in not_kept:
        try:
            getattr(kept(text), function)(*arguments)
        except Exception:  # noqa: BLE001, in many ways: read-only, full, no home, not numba's file
            not_kept.add(text)
            discard(text)
        else:
            return
    getattr(compiled(text), function)(*arguments)


not_kept: set[str] = set()


@cache
def kept(text: str) -> ModuleType:
    """Return the module of a text from the cache folder, where numba keeps what it compiles."""
    name = name_of(text)
    place = cache_folder() / f"{name}.py"
    if not place.exists() or place.read_text("utf-8") != text:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(place, text)
    spec = importlib.util.spec_from_file_location(name, place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where numba looks for it when it reads what it kept
    spec.loader.exec_module(module)
    return module


def discard(text: str) -> None:
    """Remove what numba has kept of a module: it couldn't be used."""
    with suppress(OSError, RuntimeError):  # RuntimeError: there is no home
        for file in (cache_folder() / "__pycache__").glob(f"{name_of(text)}.*"):
            file.unlink()


def name_of(text: str) -> str:
    """Return the name of the module that has a text."""
    return f"microgauss_loop_{hashlib.sha256(text.encode()).hexdigest()[:32]}"


@cache
def compiled(text: str) -> ModuleType:
    """Return the module of a text, to be compiled in this process."""
    module = ModuleType("loop")
    exec(text.replace("cache=True", "cache=False"), vars(module))  # noqa: S102, our own text
    return module


def cache_folder() -> Path:
    """Return the folder for what can be made again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "microgauss"
