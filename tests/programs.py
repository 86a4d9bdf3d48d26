"""Programs that `Tape.source` has written, run as they stand: one process for all of a test.

A case is a tape and the points to run it at. Each runner returns, for each case, the outputs at
each point: floats, or None where Python raises.
"""

from __future__ import annotations

import base64
import ctypes
import math
import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import numpy as np
import pytest
from engine.test_random_graphs import is_tame
from latex_reading import MEANINGS, latex_lines, read_latex

from microgauss import DomainError, Tape, Value, grad
from microgauss.engine.rules import TABLE, Rule
from microgauss.engine.value import Constant, apply

Outputs = tuple[float, ...] | None
FLAGS = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off", "-shared", "-fPIC"]
CC = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), "")
NODE = shutil.which("node") or ""


class Case(NamedTuple):
    """A tape, and points with a number for each input."""

    tape: Tape
    points: Sequence[tuple[float, ...]]


def lacking(what: str) -> NoReturn:
    """Skip a test for which something is lacking; in CI nothing may be lacking."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"there is no {what}")


def of_python(source: str, name: str = "f") -> Any:
    """Return the function that a program in Python defines."""
    scope: dict[str, Any] = {}
    exec(compile(source, "<program>", "exec"), scope)  # noqa: S102, what is tested
    return scope[name]


def by_tape(cases: Sequence[Case], _: Path) -> list[list[Outputs]]:
    """Replay the tapes themselves: what the programs are compared with."""

    def replay(*numbers: float, tape: Tape) -> Any:
        results = tape(*numbers, xp=math)
        if any(isinstance(one, complex) for one in results):
            raise ValueError("a power that is complex")
        return results

    return [
        [at_point(partial(replay, tape=tape), point) for point in points] for tape, points in cases
    ]


def by_python(cases: Sequence[Case], _: Path) -> list[list[Outputs]]:
    """Execute the Python."""
    functions = [of_python(case.tape.source("python")) for case in cases]
    return [
        [at_point(function, point) for point in case.points]
        for function, case in zip(functions, cases, strict=True)
    ]


def at_point(function: Any, point: tuple[float, ...]) -> Outputs:
    """Call a function; None if it has no real result."""
    try:
        results = function(*point)
    except (ValueError, ArithmeticError):
        return None
    return tuple(map(float, results))


def by_numpy(cases: Sequence[Case], _: Path, dtype: Any = np.float64) -> list[list[Outputs]]:
    """Execute the Python over arrays, all points at once."""
    found: list[list[Outputs]] = []
    for tape, points in cases:
        columns = np.array(points, dtype).T
        with np.errstate(all="ignore"):
            results = of_python(tape.source("python", xp="numpy"))(*columns)
        assert all(np.ndim(one) == 0 or one.dtype == dtype for one in results)
        rows = np.broadcast_arrays(*results, np.zeros(len(points)))[:-1]
        found.append([tuple(map(float, row)) for row in zip(*rows, strict=True)])
    return found


def by_c(cases: Sequence[Case], folder: Path) -> list[list[Outputs]]:
    """Compile the C with warnings as errors, and call it."""
    sources = [case.tape.source("c", f"f{i}") for i, case in enumerate(cases)]
    library = compiled("".join(sources), folder)
    found: list[list[Outputs]] = []
    for i, (tape, points) in enumerate(cases):
        out = (ctypes.c_double * len(tape.outputs))()
        found.append([])
        for point in points:
            getattr(library, f"f{i}")(*map(ctypes.c_double, point), out)
            found[i].append(tuple(out))
    return found


def compiled(source: str, folder: Path, flags: Sequence[str] = FLAGS) -> ctypes.CDLL:
    """Compile a program in C to a library."""
    if not CC:
        lacking("C compiler")
    place = Path(tempfile.mkdtemp(dir=folder))  # a library of the same name is loaded only once
    (place / "program.c").write_text(source, encoding="utf-8")
    command = [CC, *flags, "program.c", "-o", "program.so", "-lm"]
    done = subprocess.run(command, cwd=place, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return ctypes.CDLL(str(place / "program.so"))


def by_javascript(cases: Sequence[Case], folder: Path) -> list[list[Outputs]]:
    """Run the JavaScript, which hands its numbers over as bytes."""
    sources = [case.tape.source("javascript", f"f{i}") for i, case in enumerate(cases)]
    calls = [
        f"...f{i}({', '.join(map(literal, point))})," for i, (_, points) in enumerate(cases)
        for point in points
    ]  # fmt: skip
    program = [
        '"use strict";', *sources, "const results = [", *calls, "];",
        "console.log(Buffer.from(new Float64Array(results).buffer).toString('base64'));",
    ]  # fmt: skip
    numbers = iter(np.frombuffer(base64.b64decode(node("\n".join(program), folder))).tolist())
    return [[tuple(next(numbers) for _ in tape.outputs) for _ in points] for tape, points in cases]


def node(program: str, folder: Path) -> str:
    """Run a program in JavaScript and return what it prints."""
    if not NODE:
        lacking("Node")
    (folder / "program.js").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [NODE, "program.js"], cwd=folder, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def literal(number: float) -> str:
    """Write a number in JavaScript."""
    return repr(number).replace("inf", "Infinity").replace("nan", "NaN")


def by_latex(cases: Sequence[Case], _: Path) -> list[list[Outputs]]:
    """Read the LaTeX back and carry its assignments out; the outputs are f, or f1, f2, ..."""
    found = []
    for tape, points in cases:
        lines = latex_lines(tape.source("latex"))
        code = "\n".join(f"{read_latex(name)} = {read_latex(text)}" for name, text in lines)
        numbered = [f"f_{i}" for i, _ in enumerate(tape.outputs, 1)]
        names = numbered if len(numbered) > 1 else ["f"]
        inputs = [value.label for value in tape.inputs]

        def read(*point: float, code: str = code, names: Any = names, inputs: Any = inputs) -> Any:
            scope = dict(zip(inputs, point, strict=True))
            exec(code, MEANINGS.copy(), scope)  # noqa: S102, arithmetic
            return [scope[name] for name in names]

        found.append([at_point(read, point) for point in points])
    return found


Runner = Callable[[list[Case], Path], list[list[Outputs]]]
RUNNERS: list[Runner] = [by_python, by_numpy, by_c, by_javascript]
IN_EVERY_LANGUAGE = pytest.mark.parametrize("run", RUNNERS, ids=lambda run: run.__name__[3:])
LANGUAGES = ["python", "c", "javascript", "latex"]


# --- graphs to write ------------------------------------------------------------------------------


def rows() -> list[tuple[Rule, Tape]]:
    """Return the rows with tapes of their values, and of their partials one by one."""
    tapes = []
    for rule in TABLE:
        args = [Value(x, name) for x, name in zip((0.375, 1.75), "ab", strict=False)]
        args = args[: len(rule.partials)]
        y = apply(rule, *args)
        tapes += [(rule, Tape((output,), args)) for output in (y, *grad(y, args))]
    return tapes


def random_graph(seed: int) -> Tape:
    """Return the tape of a tame random graph and its gradients; some of its values have labels."""
    draw = random.Random(seed)  # noqa: S311, no secret
    leaves = [Value(draw.uniform(0.2, 2) * sign, name) for sign, name in ((1, "x"), (-1, "y"))]
    pool = [*leaves, *map(Constant, (2.0, 0.5, -1.0, 1.0, -2.5, 0.0, 1e-7)), Value(0.75, "k")]
    labels = ["s", "w_max", "σ", "a1", "s", "log"]
    while len(pool) < 22:
        rule = draw.choice(TABLE)
        args = [draw.choice(pool[-3:] if draw.random() < 0.6 else pool) for _ in rule.partials]
        try:
            value = apply(rule, *args)
        except DomainError:
            continue
        if is_tame(rule.name, args, value):
            pool.append(value)
            if labels and value.rule and draw.random() < 0.3:
                value.label = labels.pop()
    f = pool[-1] + pool[-2] * pool[-3]
    try:
        return Tape((f, *grad(f, leaves)), leaves)
    except DomainError:
        return random_graph(seed + 1000)
