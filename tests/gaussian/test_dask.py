"""Dask arrays: the same answers as in memory, computed where the chunks are, whatever happens."""

import importlib
import os
import re
import signal
import subprocess
import sys
import tracemalloc
from typing import Any

import numpy as np
import pytest

from microgauss.gaussian import Fit, fit, objective_and_gradient
from microgauss.gaussian.rows import Chunks, rows_of

dask: Any = importlib.import_module("dask")  # these ship half their types
da: Any = importlib.import_module("dask.array")
dd: Any = importlib.import_module("dask.dataframe")
distributed: Any = importlib.import_module("distributed")
threaded: Any = importlib.import_module("dask.threaded")

Array = np.ndarray[Any, np.dtype[np.float64]]
W, V = np.array([1.0, -2.0, 0.5]), np.array([2.0, 0.3, -1.0])


def data(N: int = 1000) -> tuple[Array, Array]:
    draw = np.random.default_rng(N)
    X = np.column_stack([np.ones(N), draw.normal(size=(N, 2))])
    return X, X @ W + np.hypot(1, X @ V) * draw.normal(size=N)


def lazy(X: Array, t: Array, rows: Any = 300) -> tuple[Any, Any]:
    return da.from_array(X, (rows, -1)), da.from_array(t, (rows,))


def unknown(X: Array, t: Array) -> tuple[Any, Any]:
    frame = dd.from_dict({"a": X[:, 0], "b": X[:, 1], "c": X[:, 2], "t": t}, npartitions=4)
    return frame[["a", "b", "c"]], frame.t  # how many rows a partition has isn't known


def assert_same(found: Fit, expected: Fit) -> None:
    assert pytest.approx(expected.J, abs=1e-9) == found.J
    np.testing.assert_allclose(found.w, expected.w, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.v, expected.v, rtol=0, atol=1e-9)


def assert_same_objective(X: Any, t: Any, expected: Any) -> None:
    for ours, theirs in zip(objective_and_gradient(X, t, W, V), expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-13, atol=1e-15)


# --- by threads: arrays of every kind -------------------------------------------------------------

X, T = data()
DX, DT = lazy(X, T)
FRAME = dd.from_dict({"a": X[:, 0], "b": X[:, 1], "c": X[:, 2], "t": T}, npartitions=3)
EVEN = FRAME[FRAME.b > 0]  # how many rows a partition has is known only when it is computed
KINDS = {
    "chunks of 300": (DX, DT),
    "one chunk": lazy(X, T, -1),
    "chunks of one row": lazy(X[:40], T[:40], 1),
    "many chunks": lazy(X, T, 17),  # more than are joined at a time
    "other chunks of t": (DX, DT.rechunk(170)),
    "chunks of columns": (DX.rechunk((300, 2)), DT),
    "empty chunks": lazy(X, T, (0, 400, 0, 0, 600, 0)),
    "X alone": (DX, T),
    "t alone": (X, DT),
    "t as a list": (DX, T.tolist()),
    "a dataframe": (FRAME[["a", "b", "c"]], FRAME.t),
    "t of a dataframe": (DX, FRAME.t),
    "columns in another order": (DX[:, ::-1][:, ::-1], DT),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_as_in_memory(kind: str) -> None:
    dX, dt = KINDS[kind]
    whole = slice(0, dX.shape[0] if kind == "chunks of one row" else None)
    assert_same_objective(dX, dt, objective_and_gradient(X[whole], T[whole], W, V))
    assert_same(fit(dX, dt, tolerance=1e-12), fit(X[whole], T[whole], tolerance=1e-12))


def test_chunks_whose_sizes_are_unknown() -> None:
    rows = X[:, 1] > 0
    expected = objective_and_gradient(X[rows], T[rows], W, V)
    dX, dt = EVEN[["a", "b", "c"]].to_dask_array(), EVEN.t.to_dask_array()
    assert np.isnan(dX.shape[0])
    assert_same_objective(dX, dt, expected)
    assert_same_objective(dX, T[rows], expected)
    assert_same_objective(X[rows], dt, expected)
    assert_same_objective(dX, da.from_array(T[rows], 77), expected)
    assert np.isnan(dX.shape[0])  # the caller's array is as it was
    assert_same(fit(dX, dt), fit(X[rows], T[rows]))


@pytest.mark.parametrize("kind", ["float32", "int16", "uint8", "bool"])
def test_numbers_of_other_types(kind: str) -> None:
    Y, u = (X * 3).astype(kind), np.abs(T).astype(kind)
    with np.errstate(all="ignore"):
        assert_same_objective(*lazy(Y, u), objective_and_gradient(Y, u, W, V))


def test_a_sample_has_the_rows_it_has_in_memory() -> None:
    chunks = Chunks.of(DX, DT.rechunk(170)).divided(4.0).divided(0.5)
    sample = chunks.sample(5, 13)
    assert (X[5::13] == sample.X).all()
    assert (sample.t == T[5::13] / 2).all()
    assert sample.X.flags.c_contiguous
    assert rows_of(X, T).sample(5, 13).X.flags.c_contiguous


def test_every_run_adds_in_the_same_order() -> None:
    dX, dt = lazy(X, T, 3)
    one, *others = (objective_and_gradient(dX, dt, W, V) for _ in range(5))
    assert all(np.hstack(other).tobytes() == np.hstack(one).tobytes() for other in others)


@pytest.mark.parametrize("make", [lambda X, t: lazy(X, t, 500), unknown])
@pytest.mark.parametrize("N", [20_000, 80_000])
def test_what_comes_to_the_client_does_not_grow_with_the_rows(N: int, make: Any) -> None:
    brought = []

    def get(graph: Any, keys: Any, **options: Any) -> Any:
        results = threaded.get(graph, keys, **options)
        brought.append(numbers_in(results))
        return results

    with dask.config.set(scheduler=get):
        fit(*make(*data(N)), iterations=0)
    *sums, first, second = sorted(brought)
    assert sums[-1] <= 32 * (2 + 2 * 9)  # of at most 32 groups: two sums and two (3, 3) arrays
    assert first == second == 10_000 * (3 + 1)  # the samples


def numbers_in(result: Any) -> int:
    if isinstance(result, (list, tuple)):
        return sum(map(numbers_in, result))
    return int(np.size(result))


def test_progress_is_told_after_each_pass() -> None:
    told: list[tuple[int, int]] = []
    objective_and_gradient(DX, DT, W, V, progress=lambda *rows: told.append(rows))
    assert told == [(1000, 1000)]


@pytest.mark.parametrize(
    ("places", "message"),
    [
        ([("t", 702)], "t[702] is "),
        ([("X", (702, 1))], "X[702, 1] is "),
        ([("t", 0), ("t", 702), ("X", (0, 0))], "t[0] is "),  # t is searched first
        ([("X", (980, 1)), ("X", (305, 2)), ("X", (310, 1))], "X[305, 2] is "),
        ([("X", (999, 2))], "X[999, 2] is "),
    ],
)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_is_refused_by_its_row(places: list[tuple[str, Any]], message: str, bad: float) -> None:
    arrays = {"X": X.copy(), "t": T.copy()}
    for name, where in places:
        arrays[name][where] = bad
    for dX, dt in (lazy(**arrays), unknown(**arrays)):
        with pytest.raises(ValueError, match=re.escape(f"{message}{bad}") + "$"):
            objective_and_gradient(dX, dt, W, V)
        with pytest.raises(ValueError, match=re.escape(f"{message}{bad}") + "$"):
            fit(dX, dt)


SHAPES = {
    "X and t of other lengths": (DX, DT[1:], r"not \(1000, 3\) and \(999,\)"),
    "t in memory": (DX, T[1:], r"not \(1000, 3\) and \(999,\)"),
    "X in memory": (X[1:], DT, r"not \(999, 3\) and \(1000,\)"),
    "of unknown lengths": (EVEN[["a", "b", "c"]], FRAME.t, r"and \(1000,\)"),
    "t a matrix": (DX, DX, r"not \(1000, 3\) and \(1000, 3\)"),
    "X a column": (DT, DT, r"not \(1000,\) and \(1000,\)"),
    "a number": (DX, 1.0, r"not \(1000, 3\) and \(\)"),
    "a number by Dask": (X, DT.sum(), r"not \(1000, 3\) and \(\)"),
    "a number for X": (DT.sum(), T, r"not \(\) and \(1000,\)"),
    "no rows": (DX[:0], DT[:0], r"not \(0, 3\) and \(0,\)"),
    "no columns": (DX[:, :0], DT, r"not \(1000, 0\)"),
    "text": (DX.astype(str), DT, r"X holds <U32, not real numbers: see its astype\(float\)"),
    "complex": (DX, DT * 1j, "t holds complex128, not real numbers"),
}


@pytest.mark.parametrize("kind", SHAPES)
def test_what_is_refused(kind: str) -> None:
    dX, dt, message = SHAPES[kind]
    for run in (lambda: objective_and_gradient(dX, dt, W, V), lambda: fit(dX, dt)):
        with pytest.raises(ValueError, match=message):
            run()


def test_weights_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"w must be \(3,\) as X has 3 columns, not \(2,\)"):
        objective_and_gradient(DX, DT, [1.0, 2.0], V)
    with pytest.raises(ValueError, match=r"v\[1\] is nan"):
        objective_and_gradient(DX, DT, W, [1.0, np.nan, 2.0])
    with pytest.raises(ValueError, match="J is too large for a float"):
        objective_and_gradient(DX, DT, W * 1e200, V)


def test_dask_is_imported_only_where_it_is_used() -> None:
    program = (
        "import sys, microgauss, microgauss.cli\n"
        "from microgauss.gaussian import engel, fit\n"
        "fit(*engel())\n"
        "assert not {'dask', 'distributed'} & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


# --- by two other processes -----------------------------------------------------------------------


def test_two_processes_give_the_same(client: Any) -> None:
    Y, u = data(30_000)
    dX, dt = client.persist(lazy(Y, u, 4000))
    assert_same_objective(dX, dt, objective_and_gradient(Y, u, W, V))
    assert_same(fit(dX, dt, tolerance=1e-12), fit(Y, u, tolerance=1e-12))
    tape = "microgauss.gaussian.model"
    recorded = client.run(lambda: sys.modules[tape].deviance_tape.cache_info().currsize)
    assert list(recorded.values()) == [1, 1]  # once in each process


def test_chunks_stay_where_they_are(client: Any) -> None:
    dX = client.persist(da.random.default_rng(1).normal(size=(2000, 3), chunks=(1000, 3)))
    distributed.wait(dX)
    dt = client.persist(dX.dot(W))  # beside its rows of X
    distributed.wait(dt)

    def moved() -> list[int]:
        transfers = client.run(lambda dask_worker: len(dask_worker.transfer_incoming_log))
        return list(transfers.values())

    before = moved()
    for _ in range(10):
        objective_and_gradient(dX, dt, W, V)
    assert moved() == before


def test_a_worker_that_is_killed_costs_time_and_nothing_else(client: Any) -> None:
    Y, u = data(20_000)
    dX, dt = client.persist(lazy(Y, u, 4000))
    passes, killed = [], []

    def progress(done: int, rows: int) -> None:
        passes.append(done)
        if rows == len(u) and len(passes) in {3, 20}:
            pid = next(iter(client.run(os.getpid).values()))
            killed.append(pid)
            os.kill(pid, signal.SIGKILL)

    found = fit(dX, dt, tolerance=1e-12, progress=progress)
    assert len(killed) == 2
    assert_same(found, fit(Y, u, tolerance=1e-12))
    client.wait_for_workers(2, timeout=60)


def test_the_data_do_not_come_to_the_client(client: Any) -> None:
    N = 6_000_000  # 144 MB
    draw = da.random.default_rng(1)
    dX, dt = draw.normal(size=(N, 2), chunks=(N // 8, 2)), draw.normal(size=N, chunks=N // 8)
    dX, dt = client.persist((dX, dt * 5))
    tracemalloc.start()
    try:
        found = fit(dX, dt, iterations=2, compiled=False)  # numba itself takes memory
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.J < 0
    assert peak < 20e6
