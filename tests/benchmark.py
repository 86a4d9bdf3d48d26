"""Measures microgauss beside its peers, in one run: ``python tests/benchmark.py [--write]``.

Times are medians, ratios the medians of ratios within a round: each round runs everybody once, in
turn, so that a noisy machine is noisy for all. The same answer is checked first. Peers come with
``pip install microgauss[bench]``; one that isn't installed is skipped. ``--write`` puts the table
into the README. The exit code is 1 where a bound is missed.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import math
import shutil
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from microgauss import Value
from microgauss.gaussian import engel, fit, mean_log_likelihood, objective_and_gradient
from microgauss.viz import step_page

README = Path(__file__).resolve().parent.parent / "README.md"
MARKS = "<!-- benchmark -->", "<!-- /benchmark -->"
W, V = np.array([0.3, 1.2]), np.array([0.5, -0.7])
SUM = "NumPy's sum of X and t"
Run = Callable[[], Any]
Makers = dict[str, Callable[..., Run]]


class Line(NamedTuple):
    """One line of the table; a bound of None is for information."""

    work: str
    ours: str
    peer: str
    theirs: str
    ratio: float | None = None
    bound: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the bound holds."""
        if self.ratio is None or self.bound is None:
            return ""
        return "yes" if self.ratio <= self.bound else "NO"


def data(rows: int, d: int = 2) -> tuple[Any, Any]:
    """Return X (rows, d) and t (rows,): a plane with noise, the same in every run."""
    random = np.random.default_rng(7)
    X = np.column_stack([np.ones(rows), random.normal(size=(rows, d - 1))])
    return X, X @ theta(d)[0] + random.normal(size=rows)


def theta(d: int) -> tuple[Any, Any]:
    """Return w and v (d,), the same in every run."""
    return (W, V) if d == 2 else tuple(np.random.default_rng(d).normal(size=(2, d)))


# --- J as one graph, scalar by scalar, as each engine's users write it ---------------------------


def eager_microgauss(X: Any, t: Any) -> Run:
    """J as one graph of Values."""

    def run() -> list[float]:
        w, v = [Value(x) for x in W], [Value(x) for x in V]
        J = mean_log_likelihood(X, t, w, v)
        J.backward()
        return [J.data, *(parameter.grad for parameter in (*w, *v))]

    return run


def scalar_J(rows: Any, t: Any, theta: Any, log: Any, sqrt: Any) -> Any:
    """J in plain Python over whatever scalars theta holds."""
    a, b, c, d = theta
    total = 0.0
    for (one, x), target in zip(rows, t, strict=True):
        mu, z = a * one + b * x, c * one + d * x
        sigma = sqrt(1 + z**2)
        f = -((target - mu) ** 2) / (2 * sigma**2) - log(math.sqrt(2 * math.pi) * sigma)
        total = total + f
    return total / len(t)


def eager_micrograd(X: Any, t: Any) -> Run:
    """J in micrograd, which lacks a log: written here as its author writes an operation."""
    engine = importlib.import_module("micrograd.engine")

    def log(self: Any) -> Any:
        out = engine.Value(math.log(self.data), (self,), "log")

        def _backward() -> None:
            self.grad += (1 / self.data) * out.grad

        out._backward = _backward  # noqa: SLF001 -- micrograd's own way
        return out

    rows, targets = X.tolist(), t.tolist()

    def run() -> list[float]:
        theta = [engine.Value(float(x)) for x in (*W, *V)]
        J = scalar_J(rows, targets, theta, log, lambda a: a**0.5)
        J.backward()
        return [J.data, *(parameter.grad for parameter in theta)]

    return run


def eager_torch(X: Any, t: Any) -> Run:
    """J in PyTorch, over 0-dimensional tensors."""
    torch = importlib.import_module("torch")
    rows, targets = X.tolist(), t.tolist()

    def run() -> list[float]:
        theta = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (*W, *V)]
        J = scalar_J(rows, targets, theta, torch.log, torch.sqrt)
        J.backward()
        return [J.item(), *(parameter.grad.item() for parameter in theta)]

    return run


def eager_autograd(X: Any, t: Any) -> Run:
    """J in HIPS/autograd."""
    autograd = importlib.import_module("autograd")
    anp = importlib.import_module("autograd.numpy")
    rows, targets = X.tolist(), t.tolist()
    both = autograd.value_and_grad(
        lambda *theta: scalar_J(rows, targets, theta, anp.log, anp.sqrt), argnum=(0, 1, 2, 3)
    )

    def run() -> list[float]:
        J, gradient = both(*W.tolist(), *V.tolist())
        return [J, *gradient]

    return run


# --- J and its gradient over columns --------------------------------------------------------------


def array_microgauss(X: Any, t: Any) -> Run:
    """Replay of the recorded graph and of its gradient's, block by block."""
    w, v = theta(X.shape[1])
    return lambda: objective_and_gradient(X, t, w, v)


def array_compiled(X: Any, t: Any) -> Run:
    """Run the same graphs as one compiled loop."""
    w, v = theta(X.shape[1])
    objective_and_gradient(X, t, w, v, compiled=True)  # raises ImportError without numba
    return lambda: objective_and_gradient(X, t, w, v, compiled=True)


def array_sum(X: Any, t: Any) -> Run:
    """Add the data up, and nothing else: the speed of the memory."""
    return lambda: X.sum() + t.sum()


def array_plain(X: Any, t: Any) -> Run:
    """Compute the closed form of the sheet's part (e) in plain NumPy."""
    w, v = theta(X.shape[1])

    def run() -> Any:
        mu, z = X @ w, X @ v
        variance = 1 + z**2
        r = t - mu
        f = -(r**2) / (2 * variance) - np.log(np.sqrt(2 * np.pi) * np.sqrt(variance))
        df_dmu = r / variance
        df_dz = (r**2 / variance**2 - 1 / variance) * z
        return f.mean(), X.T @ df_dmu / len(t), X.T @ df_dz / len(t)

    return run


def array_jax(X: Any, t: Any) -> Run:
    """Compile value_and_grad of J with JAX, in float64 on the CPU."""
    jax = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)  # noqa: FBT003 -- JAX's own signature
    jnp = jax.numpy

    def J(theta: Any, X: Any, t: Any) -> Any:
        sigma = jnp.sqrt(1 + (X @ theta[1]) ** 2)
        f = -((t - X @ theta[0]) ** 2) / (2 * sigma**2) - jnp.log(jnp.sqrt(2 * jnp.pi) * sigma)
        return jnp.mean(f)

    both = jax.jit(jax.value_and_grad(J))
    weights, X, t = (jnp.asarray(W), jnp.asarray(V)), jnp.asarray(X), jnp.asarray(t)

    def run() -> Any:
        value, (dw, dv) = jax.block_until_ready(both(weights, X, t))
        return value, dw, dv

    return run


def array_numba(X: Any, t: Any) -> Run:
    """Fuse everything by hand into one parallel loop: the machine's limit."""
    numba = importlib.import_module("numba")

    def loop(X: Any, t: Any, w: Any, v: Any) -> Any:
        J = a = b = c = d = 0.0
        for i in numba.prange(t.size):
            x0, x1 = X[i, 0], X[i, 1]
            z = x0 * v[0] + x1 * v[1]
            r = t[i] - (x0 * w[0] + x1 * w[1])
            precision = 1 / (1 + z * z)
            dmu = r * precision
            dz = (dmu * dmu - precision) * z
            J += 0.5 * (math.log(precision) - r * dmu)
            a += dmu * x0
            b += dmu * x1
            c += dz * x0
            d += dz * x1
        return J, a, b, c, d

    compiled = numba.njit(parallel=True, fastmath=True)(loop)

    def run() -> Any:
        J, a, b, c, d = np.array(compiled(X, t, W, V)) / len(t)
        return J - 0.5 * math.log(2 * math.pi), np.array([a, b]), np.array([c, d])

    return run


# --- measuring ------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Tell what is being measured, apart from the table."""
    print(text, file=sys.stderr, flush=True)


def installed(makers: Makers, X: Any, t: Any) -> dict[str, Run]:
    """Prepare each engine, leave out those that aren't installed, and check for the same answer."""
    runs: dict[str, Run] = {}
    for name, make in makers.items():
        try:
            runs[name] = make(X, t)
        except ImportError:
            say(f"  {name} is not installed: skipped (pip install microgauss[bench])")
    expected = np.hstack(runs[next(iter(runs))]())
    for name, run in runs.items():
        if name == SUM:
            continue
        np.testing.assert_allclose(np.hstack(run()), expected, rtol=1e-9, atol=1e-12)
    return runs


def seconds(run: Run, repeat: int) -> float:
    """Return the time of one run, with the collector on and nothing left over for it.

    A pause comes first: the threads of a library that has just run spin for some hundredths of a
    second before they sleep, and would take a processor from whoever is next.
    """
    gc.collect()
    time.sleep(0.05)
    start = time.perf_counter()
    for _ in range(repeat):
        run()
    return (time.perf_counter() - start) / repeat


def side_by_side(runs: dict[str, Run], rounds: int, repeat: int = 1) -> dict[str, list[float]]:
    """Run everybody in turn, round by round."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            times[name].append(seconds(run, repeat))
    return times


def compare(
    work: str, makers: Makers, bounds: dict[str, float], given: tuple[Any, Any], *repeat: int
) -> Iterator[Line]:
    """Measure the first of the makers against its peers; ``repeat``: rounds, and runs a round."""
    say(f"{work} ...")
    times = side_by_side(installed(makers, *given), *repeat)
    ours = next(iter(makers))
    if ours not in times:
        yield Line(work, "skipped", "", "")
        return
    mine = times[ours]
    for peer, bound in bounds.items():
        if peer not in times:
            yield Line(work, human(median(mine)), peer, "skipped")
            continue
        ratio = median(a / b for a, b in zip(mine, times[peer], strict=True))
        yield Line(work, human(median(mine)), peer, human(median(times[peer])), ratio, bound)


def human(seconds: float) -> str:
    """Write a time with its unit."""
    unit, scale = next(
        u for u in (("ns", 1e9), ("µs", 1e6), ("ms", 1e3), ("s", 1)) if seconds * u[1] < 1000
    )
    return f"{seconds * scale:.3g} {unit}"


def chain(number: Any, length: int) -> Any:
    """Return a value computed in so many steps, one value a step in either engine."""
    a, b = number(0.5), number(1.0)
    value = b
    for _ in range(length // 2):
        value = value * a + b
    return value


def bytes_per_value(number: Any, length: int) -> float:
    """Return what a value keeps, by tracemalloc."""
    gc.collect()
    tracemalloc.start()
    kept = chain(number, length)
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del kept
    return size / length


def memory() -> Iterator[Line]:
    """Compare what a value keeps."""
    say("memory a value ...")
    ours = bytes_per_value(Value, 20_000)
    try:
        engine = importlib.import_module("micrograd.engine")
    except ImportError:
        yield Line("memory a value keeps", f"{ours:.0f} B", "micrograd", "skipped")
        return
    theirs = bytes_per_value(engine.Value, 20_000)
    yield Line(
        "memory a value keeps", f"{ours:.0f} B", "micrograd", f"{theirs:.0f} B", ours / theirs, 0.22
    )


def backward_over(length: int) -> Run:
    """Make and run backward a graph of so many values."""
    return lambda: chain(Value, length).backward()


def growth_of_graphs() -> Iterator[Line]:
    """Show time and memory a value, for graphs of a thousand to a million values."""
    per_value: dict[int, float] = {}
    for n in (10**3, 10**4, 10**5, 10**6):
        say(f"a graph of {n:,} values ...")
        rounds = max(3, min(20, 200_000 // n))
        times = side_by_side({"run": backward_over(n)}, rounds)
        per_value[n] = median(times["run"]) / n
        size = bytes_per_value(Value, n)
        ratio, bound = (per_value[n] / per_value[10**4], 4.0) if n == 10**6 else (None, None)
        against = "at 10,000" if bound else ""
        theirs = human(per_value[10**4]) if bound else ""
        ours = f"{human(per_value[n])}, {size:.0f} B"
        yield Line(f"a value, graph of {n:,}", ours, against, theirs, ratio, bound)


def growth_of_columns() -> Iterator[Line]:
    """Show the time a row, for a hundred to ten million rows."""
    for n in (10**2, 10**3, 10**4, 10**5, 10**6, 10**7):
        say(f"{n:,} rows ...")
        X, t = data(n)
        rounds = 5 if n > 10**6 else 9
        times = side_by_side({"run": array_microgauss(X, t)}, rounds, max(1, 20_000 // n))
        yield Line(f"a row, J+grad, {n:,}", human(median(times["run"]) / n), "", "")


def past_one_machine() -> Iterator[Line]:
    """Compare a fit by two worker processes with half the time of one, and weigh a pass's rest."""
    work, rows, chunks = "a fit, 8,000,000 rows, 2 workers", 2_000_000, 4
    say(f"{work} ...")
    try:
        dask, distributed = map(importlib.import_module, ("dask", "distributed"))
    except ImportError:
        yield Line(work, "", "half of one", "skipped")
        return
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0")
    with cluster, distributed.Client(cluster):
        large, small = (spread(chunks, n) for n in (rows, 10))
        whole = dask.compute(*large)
        # block by block: the compiled loop would have all processors in one process, too
        runs = {
            "workers": lambda: fit(*large, compiled=False),
            "one": lambda: fit(*whole, compiled=False),
        }
        np.testing.assert_allclose(runs["workers"]().w, runs["one"]().w, rtol=0, atol=1e-9)
        times = side_by_side(runs, 3)
        ours, ideal = times["workers"], [time / 2 for time in times["one"]]
        ratio = median(a / b for a, b in zip(ours, ideal, strict=True))
        yield Line(work, human(median(ours)), "half of one", human(median(ideal)), ratio)
        rest = side_by_side({"run": lambda: objective_and_gradient(*small, W, V)}, 21)["run"]
        yield Line(f"a pass beside computing, {chunks} chunks", human(median(rest)), "", "")


def spread(chunks: int, rows: int) -> Any:
    """Return X and t as Dask arrays that the workers of the active cluster draw and keep."""
    dask, da = map(importlib.import_module, ("dask", "dask.array"))
    parts = [dask.delayed(data, nout=2, pure=False)(rows) for _ in range(chunks)]
    X = da.concatenate([da.from_delayed(X, (rows, 2), float) for X, _ in parts])
    t = da.concatenate([da.from_delayed(t, (rows,), float) for _, t in parts])
    return dask.persist(X, t)


def moved_slider() -> Iterator[Line]:
    """Compare what the page does when a slider is moved with the time of a frame, 60 a second."""
    work, frame = "a slider moved, 60 values", 1 / 60
    say(f"{work} ...")
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    try:
        playwright = importlib.import_module("playwright.sync_api")
    except ImportError:
        browser = None
    if browser is None:
        yield Line(work, "", "a frame", "skipped")
        return
    with tempfile.TemporaryDirectory() as folder, playwright.sync_playwright() as driver:
        a, b = Value(0.5, "a"), Value(1.0, "b")
        f = b
        for _ in range(29):  # two values each
            f = f * a + b
        path = step_page(f, Path(folder, "f.html")).path
        page = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page()
        page.goto(f"{path.as_uri()}#step=90")  # backward, where more changes
        times = [page.evaluate(MOVE, i) / 1000 for i in range(60)]
    ratio = median(times) / frame
    yield Line(work, human(median(times)), "a frame", human(frame), ratio, 1.0)


MOVE = """(i) => {
  const before = performance.now();
  move(0, 1 + i / 1000);
  document.body.getBoundingClientRect();  // lays the page out
  return performance.now() - before;
}"""


def measure() -> Iterator[Line]:
    """Measure everything."""
    eager: Makers = {
        "microgauss": eager_microgauss, "micrograd": eager_micrograd, "PyTorch": eager_torch,
        "autograd": eager_autograd,
    }  # fmt: skip
    bounds = {"micrograd": 0.15, "PyTorch": 0.25, "autograd": 0.1}
    yield from compare("J as a graph, 1,000 points", eager, bounds, data(1000), 7)
    yield from memory()
    blocks: Makers = {"microgauss": array_microgauss}
    compiled: Makers = {"compiled": array_compiled}
    peers: Makers = {
        "jax.jit": array_jax, "plain NumPy": array_plain, "numba by hand": array_numba,
        SUM: array_sum,
    }  # fmt: skip
    plain: Makers = {"plain NumPy": array_plain}
    bounds = {"jax.jit": 0.08, "plain NumPy": 0.12, "numba by hand": 0.4, SUM: 1.7}
    work = "J and grad, N = 1,000,000"
    yield from compare(f"{work}, compiled", compiled | peers, bounds, data(10**6), 21)
    bounds = {"jax.jit": 0.5, "plain NumPy": 0.85}
    yield from compare(work, blocks | peers, bounds, data(10**6), 21)
    wide = data(200_000, 20)
    bounds = {"plain NumPy": 0.35}
    yield from compare(
        "the same, N = 200,000, d = 20, compiled", compiled | plain, bounds, wide, 21
    )
    bounds = {"plain NumPy": 0.7}
    yield from compare("the same, N = 235, compiled", compiled | plain, bounds, engel(), 41, 500)
    yield from growth_of_graphs()
    yield from growth_of_columns()
    yield from past_one_machine()
    yield from moved_slider()


def table(lines: list[Line]) -> str:
    """Lay the lines out as a Markdown table that also reads well in a terminal."""
    cells = [("work", "microgauss", "against", "its time", "ratio", "at most", "holds")]
    for line in lines:
        ratio = "" if line.ratio is None else f"{line.ratio:.3g}"
        bound = "" if line.bound is None else f"{line.bound:g}"
        cells.append((line.work, line.ours, line.peer, line.theirs, ratio, bound, line.verdict))
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    rows = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    rows.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(rows)


def write(text: str) -> None:
    """Put the table between the README's marks."""
    readme = README.read_text("utf-8")
    before, after = readme.split(MARKS[0])[0], readme.split(MARKS[1])[1]
    README.write_text(f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", "utf-8")


def run_deep(work: Callable[[], list[Line]]) -> list[Line]:
    """Run in a thread where micrograd can recurse as deep as its graphs are."""
    sys.setrecursionlimit(10**6)
    threading.stack_size(512 * 1024 * 1024)
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result()


def main() -> int:
    """Print the table; return 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the table into the README")
    arguments = parser.parse_args()
    if arguments.write and not all(mark in README.read_text("utf-8") for mark in MARKS):
        parser.error(f"{README} has no place for the table: {' ... '.join(MARKS)}")
    lines = run_deep(lambda: list(measure()))
    print(text := table(lines))
    if arguments.write:
        write(text)
    return int(any(line.verdict == "NO" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
