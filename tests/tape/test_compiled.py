"""Sums by a loop that numba compiles: the numbers of the blocks, and the same bits each time."""

from __future__ import annotations

import importlib.util
import math
import os
import pickle
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from microgauss import DomainError, Tape, Value, grad, log
from microgauss.engine.rules import TABLE, Rule
from microgauss.engine.value import apply
from microgauss.gaussian import fit, objective_and_gradient
from microgauss.gaussian.model import deviance_tape
from microgauss.tape import compiled
from microgauss.tape.loops import CHUNK

needs_numba = pytest.mark.skipif(
    importlib.util.find_spec("numba") is None and not os.environ.get("CI"),
    reason="numba, the extra fast, is not installed",
)
random = np.random.default_rng(20)


def residuals() -> Tape:
    """Record a sum of squares, a log and their gradients: sums and sums of logs."""
    t, mu, s = Value(1.0, "t"), Value(0.5, "mu"), Value(2.0, "s")
    f = (t - mu) ** 2 / s + log(s)
    return Tape((f, *grad(f, (mu, s))), (t, mu, s))


def columns(rows: int) -> tuple[Any, Any, Any]:
    """Make t, mu and s, which is above 1."""
    t, mu = random.normal(size=(2, rows))
    return t, mu, 1 + random.exponential(size=rows)


def exact(tape: Tape, numbers: tuple[Any, ...]) -> list[float]:
    """Sum the outputs row by row, without rounding."""
    return [math.fsum(np.atleast_1d(column).tolist()) for column in tape(*numbers)]


@needs_numba
@pytest.mark.parametrize("rows", [1, 2, 15, 16, 17, 235, CHUNK - 1, CHUNK, CHUNK + 1, 300_001])
def test_the_sums_are_those_of_the_rows(rows: int) -> None:
    tape = residuals()
    numbers = columns(rows)
    scale = [math.fsum(np.abs(np.atleast_1d(column)).tolist()) for column in tape(*numbers)]
    for found, expected, size in zip(
        tape.compile().sum(*numbers), exact(tape, numbers), scale, strict=True
    ):
        assert abs(found - expected) <= 1e-14 * size


@needs_numba
def test_scalars_broadcast_and_other_types_are_taken() -> None:
    t, mu, s = columns(10_000)
    tape, loop = residuals(), residuals().compile()
    cases: list[tuple[Any, ...]] = [
        (t, 0.25, 2), (1.5, 0.25, 2.0), (t.tolist(), mu, s), (t[::-2], mu[::2], s[1::2]),
        (np.arange(10_000), mu, s), (t.astype(">f8"), mu, s),
        (np.asfortranarray(np.stack([t, mu], axis=1))[:, 0], mu, s),
    ]  # fmt: skip
    for numbers in cases:
        assert loop.sum(*numbers) == pytest.approx(tape.sum(*numbers), rel=1e-13)
    single = tuple(column.astype(np.float32) for column in (t, mu, s))
    wide = tuple(column.astype(np.float64) for column in single)
    assert loop.sum(*single) == pytest.approx(exact(tape, wide), rel=1e-13)


@needs_numba
def test_memory_maps_are_read(tmp_path: Path) -> None:
    t, mu, s = columns(5000)
    mapped = np.memmap(tmp_path / "t", dtype=float, mode="w+", shape=t.shape)
    mapped[:] = t
    mapped.flush()
    read_only = np.memmap(tmp_path / "t", dtype=float, mode="r", shape=t.shape)
    loop = residuals().compile()
    assert loop.sum(mapped, mu, s) == loop.sum(read_only, mu, s) == loop.sum(t, mu, s)


@needs_numba
@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.name)
def test_every_row(rule: Rule) -> None:
    a, b = random.uniform(0.5, 2.0, (2, 1000))
    args = [Value(0.75, "a"), Value(1.25, "b")][: len(rule.partials)]
    y = apply(rule, *args)
    tape = Tape((y, *grad(y, args)), args)
    numbers = (a, b)[: len(args)]
    expected = [math.fsum(np.broadcast_to(c, a.shape).tolist()) for c in tape(*numbers)]
    assert tape.compile().sum(*numbers) == pytest.approx(expected, rel=1e-13, abs=1e-13)


@needs_numba
@pytest.mark.parametrize("d", [1, 2, 3, 8, 9, 20])
def test_the_objective_is_that_of_the_blocks(d: int) -> None:
    X, t = random.normal(size=(9000, d)), random.normal(size=9000)
    w, v = random.normal(size=(2, d))
    J, *slopes = objective_and_gradient(X, t, w, v)
    found, *gradients = objective_and_gradient(X, t, w, v, compiled=True)
    assert found == pytest.approx(J, rel=1e-14)
    np.testing.assert_allclose(gradients, slopes, rtol=1e-12, atol=1e-14)
    views = np.asfortranarray(X), t[::-1][::-1], w, v
    assert objective_and_gradient(*views, compiled=True)[0] == found


@needs_numba
def test_the_bits_depend_on_no_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    X, t = random.normal(size=(500_000, 2)), random.normal(size=500_000)
    found = []
    for count in (1, 2, 3, 7, 1):
        monkeypatch.setattr(compiled, "cpus", lambda count=count: count)
        J, *slopes = objective_and_gradient(X, t, [0.1, 0.2], [0.3, 0.4], compiled=True)
        found.append((J, np.array(slopes).tobytes()))
    assert len(set(found)) == 1


@needs_numba
def test_threads_may_share_a_loop() -> None:
    numbers = columns(300_000)
    loop = residuals().compile()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: loop.sum(*numbers), range(8)))
    assert set(found) == {loop.sum(*numbers)}


@needs_numba
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_process_has_threads_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "cpus", lambda: 2)
    numbers = columns(500_000)
    loop = residuals().compile()
    expected = loop.sum(*numbers)  # in two threads
    child = os.fork()
    if not child:
        signal.alarm(60)  # rather than wait for ever
        os._exit(0 if loop.sum(*numbers) == expected else 1)
    assert os.waitpid(child, 0)[1] == 0


@needs_numba
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e200])
def test_what_is_not_finite_is_told_as_by_the_blocks(bad: float) -> None:
    t, mu, s = columns(20_000)
    t[12_345] = bad
    with np.errstate(all="ignore"):
        expected = residuals().sum(t, mu, s)
    np.testing.assert_equal(residuals().compile().sum(t, mu, s), expected)
    X = np.stack([np.ones(20_000), mu], axis=1)
    with pytest.raises(ValueError, match=r"^t\[12345\] is|^J is too large"):
        objective_and_gradient(X, t, [0.1, 0.2], [0.3, 0.4], compiled=True)


@needs_numba
def test_no_infinity_is_cancelled() -> None:
    x, y = Value(1.0, "x"), Value(2.0, "y")
    tape = Tape(((x + y) - x, x * y / x), (x, y)).compile()
    assert all(map(math.isnan, tape.sum([1.0, math.inf], [2.0, 3.0])))


def random_graph(draw: np.random.Generator) -> Tape:
    """Record up to a dozen random operations over x and y, and the gradients of the last."""
    x, y = Value(draw.uniform(0.5, 2), "x"), Value(draw.uniform(0.5, 2), "y")
    values = [x, y, Value(2.0)]
    while True:
        for _ in range(12):
            rule = TABLE[draw.integers(len(TABLE))]
            args = [values[draw.integers(len(values))] for _ in rule.partials]
            with suppress(DomainError):
                values.append(apply(rule, *args))
        with suppress(DomainError):
            return Tape((values[-1], *grad(values[-1], (x, y))), (x, y))
        del values[3:]


@needs_numba
@pytest.mark.parametrize("seed", range(6))
def test_random_graphs_over_awkward_numbers(seed: int) -> None:
    draw = np.random.default_rng(seed)
    tape = random_graph(draw)
    awkward = [0.0, -0.0, 1.0, -1.0, 2.0, 1e-300, 1e300, 1e200, math.inf, -math.inf, math.nan]
    for numbers in (
        draw.uniform(0.5, 2, (2, 5000)), 3 * draw.normal(size=(2, 700)),
        draw.choice(awkward, (2, 1)), draw.choice(awkward, (2, 1)),
        draw.choice(awkward[:8], (2, 40)),
    ):  # fmt: skip
        with np.errstate(all="ignore"):
            rows = [np.broadcast_to(column, numbers[0].shape) for column in tape(*numbers)]
            expected = tape.sum(*numbers)
            sizes = [float(np.sum(np.abs(column))) for column in rows]
        for found, number, size in zip(
            pickle.loads(pickle.dumps(tape)).compile().sum(*numbers), expected, sizes, strict=True  # noqa: S301, our own
        ):  # fmt: skip
            if math.isfinite(number):
                assert abs(found - number) <= 1e-9 * (size + 1e-3), (numbers, tape.outputs)
            else:
                np.testing.assert_equal(found, number)


@needs_numba
def test_logs_of_small_zero_and_negative_numbers() -> None:
    x = Value(1.0, "x")
    tape = Tape((log(x),), (x,))
    loop = Tape((log(x),), (x,)).compile()
    for numbers in ([1e-300] * 40, [1e300] * 40, [1 + 1e-15] * 4000, [2.0] * 5000 + [0.5]):
        assert loop.sum(numbers) == pytest.approx(tape.sum(numbers), rel=1e-14)
    with np.errstate(all="ignore"):
        np.testing.assert_equal(loop.sum([1.0] * 40 + [0.0]), tape.sum([1.0] * 40 + [0.0]))
        np.testing.assert_equal(loop.sum([1.0] * 40 + [-1.0]), tape.sum([1.0] * 40 + [-1.0]))


@needs_numba
def test_progress_is_told_and_the_tape_pickles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "SLAB", 2 * CHUNK)
    told: list[tuple[int, int]] = []
    loop = residuals().compile()
    numbers = columns(5 * CHUNK)
    whole = loop.sum(*numbers, progress=lambda *rows: told.append(rows))
    assert told == [(2 * CHUNK, 5 * CHUNK), (4 * CHUNK, 5 * CHUNK), (5 * CHUNK, 5 * CHUNK)]
    again = pickle.loads(pickle.dumps(loop))  # noqa: S301, our own
    assert again.sum(*numbers) == whole


@needs_numba
def test_the_fit_is_the_same() -> None:
    x = np.linspace(-1, 1, 3000)
    X = np.column_stack([np.ones(3000), x])
    t = 3 + 8 * x + 4 * np.cos(40 * x)
    plain, fast = fit(X, t, compiled=False), fit(X, t, compiled=True)
    np.testing.assert_allclose([fast.w, fast.v], [plain.w, plain.v], rtol=1e-7, atol=1e-7)
    assert abs(fast.J - plain.J) < 1e-13


PROGRAM = """
import numpy as np
from microgauss import Tape, Value, log
from microgauss.tape import compiled
x = Value(1.0, "x")
print(Tape((x * x + log(x),), (x,)).compile().sum(np.linspace(1.0, 2.0, 100)))
print(len(compiled.not_kept))
"""


def run(cache: Path, **more: str) -> list[str]:
    """Run the program in a process of its own, with a cache folder of its own."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "LOCALAPPDATA": str(cache), **more}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split("\n")


@needs_numba
@pytest.mark.skipif(sys.platform == "darwin", reason="the cache folder there has no variable")
def test_compiled_code_is_kept_and_a_bad_cache_is_no_error(tmp_path: Path) -> None:
    first = run(tmp_path)
    assert first[1] == "0"
    kept = sorted((tmp_path / "microgauss").rglob("*.nbc"))
    assert kept
    before = [file.stat().st_mtime_ns for file in kept]
    assert run(tmp_path) == first
    assert [file.stat().st_mtime_ns for file in kept] == before  # not compiled again
    for file in kept:
        file.write_bytes(b"broken")
    assert run(tmp_path) == [first[0], "1", ""]
    assert run(tmp_path) == first
    for file in (tmp_path / "microgauss").glob("*.py"):
        file.write_text("raise SystemError('not ours')", "utf-8")
    assert run(tmp_path) == first
    occupied = tmp_path / "file"
    occupied.write_text("not a folder", "utf-8")
    assert run(occupied) == [first[0], "1", ""]


def test_without_numba_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    deviance_tape.cache_clear()
    with pytest.raises(ImportError, match=r"pip install 'microgauss\[fast\]'"):
        residuals().compile()
    X, t = np.ones((3, 1)), np.array([1.0, 2.0, 4.0])
    with pytest.raises(ImportError, match=r"pip install 'microgauss\[fast\]'"):
        objective_and_gradient(X, t, [0.1], [0.2], compiled=True)
    assert fit(X, t).iterations > 0


def test_importing_microgauss_imports_no_numba() -> None:
    program = "import sys, microgauss.gaussian, microgauss.cli; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"
