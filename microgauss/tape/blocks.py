"""A short program, run over columns block by block, in buffers that stay in the processor's cache.

A block has some thousand rows. Each step is one NumPy function that writes into a buffer, and a
buffer is taken again as soon as nobody needs what it holds.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from microgauss.engine.rules import Rule
from microgauss.tape.columns import Column
from microgauss.tape.simplify import Program
from microgauss.tape.sums import Part, exact_sum, sum_block

__all__ = ["ROWS", "Plan", "ReportProgress", "check_rows", "over_blocks", "sums", "weighted_sums"]

ROWS = 32_768  # a block: large enough to hide NumPy's call, small enough for the cache
ReportProgress = Callable[[int, int], object]  # is told the rows done, and the rows in all
CACHED = 400_000  # numbers that the cache holds beside a block's buffers


def assign_buffers(program: Program) -> tuple[dict[int, int], int]:
    """Give each step's result a buffer, to be taken again after its last use.

    Returns the buffer of each term, and how many there are. A step may write over an argument
    that it is the last to use: row by row, NumPy reads before it writes.
    """
    last_use = {arg: i for i, step in enumerate(program.steps) for arg in step.args}
    kept = {output.term for output in program.outputs}
    buffer: dict[int, int] = {}
    free: list[int] = []
    count = 0
    for i, step in enumerate(program.steps):
        done = {arg for arg in step.args if last_use[arg] == i} - kept
        free.extend(buffer[arg] for arg in sorted(done & buffer.keys()))
        if not free:
            free.append(count)
            count += 1
        buffer[step.out] = free.pop()  # the one used last is still in the fastest cache
    return buffer, count


def writer(rule: Rule) -> Callable[..., object]:
    """Return a row's function over columns, which writes its result to ``out``."""

    def write(*args: Any, out: Column) -> None:  # NumPy doesn't have it: the table has
        np.copyto(out, rule.value(np, *args))

    return rule.ufunc or write


class Plan:
    """A program with its buffers assigned: compiled once, run by any number of threads.

    ``parts`` say what each output of the program is a part of (see `microgauss.tape.sums`). It
    keeps the workspaces that are not in use, so that small runs needn't make one each time.
    """

    def __init__(self, program: Program, parts: Sequence[Part]) -> None:
        self.program = program
        self.parts = parts
        self.buffers, self.count = assign_buffers(program)
        self.spare: list[Workspace] = []
        self.loops: dict[Any, Any] = {}  # compiled, by the shapes of their arguments

    def take(self, rows: int, dtype: Any = np.float64) -> Workspace:
        """Return a workspace for blocks of at most ``rows`` rows, which nobody else has."""
        try:
            space = self.spare.pop()
        except IndexError:  # in use by another thread, or never made
            return Workspace(self, rows, dtype)
        if space.memory.shape[1] == rows and space.memory.dtype == dtype:
            return space
        return Workspace(self, rows, dtype)

    def give_back(self, space: Workspace) -> None:
        """Keep a workspace for the next run, but not the columns it was run over."""
        space.clear()
        self.spare[:] = [space]


class Workspace:
    """The buffers for one run of a plan over blocks of at most ``rows`` rows."""

    def __init__(self, plan: Plan, rows: int, dtype: Any = np.float64) -> None:
        self.plan = plan
        self.memory = np.empty((plan.count, rows), dtype)
        self.bind(rows)

    def bind(self, rows: int) -> None:
        """Fill in the arguments of every step, for blocks of so many rows, but for the inputs."""
        program, self.rows = self.plan.program, rows
        cells: list[Any] = [
            np.asarray(term, self.memory.dtype) if isinstance(term, float) else None
            for term in program.terms
        ]
        for term, place in self.plan.buffers.items():
            cells[term] = self.memory[place, :rows]
        self.calls = [
            (writer(step.rule), [cells[arg] for arg in step.args], cells[step.out])
            for step in program.steps
        ]
        self.results = [cells[output.term] for output in program.outputs]
        uses = [
            (args, step.args) for (_, args, _), step in zip(self.calls, program.steps, strict=True)
        ]
        uses.append((self.results, tuple(output.term for output in program.outputs)))
        self.places = [
            (args, place, position)
            for args, terms in uses
            for place, term in enumerate(terms)
            if isinstance(position := program.terms[term], int)
        ]

    def clear(self) -> None:
        """Take the inputs out of their places."""
        for args, place, _ in self.places:
            args[place] = None

    def run(self, columns: Sequence[Column], rows: int) -> list[Column]:
        """Return the outputs of one block, without their signs; the next run overwrites them.

        An output that no step makes is what it is: an input's block, or a constant's one number.
        """
        if rows != self.rows:
            self.bind(rows)
        for args, place, position in self.places:
            args[place] = columns[position]
        for function, args, out in self.calls:
            function(*args, out=out)
        return self.results


def sums(
    plan: Plan,
    columns: Sequence[Column],
    rows: int,
    dtype: Any,
    progress: ReportProgress | None,
) -> tuple[float, ...]:
    """Sum the outputs of a plan over columns, in blocks of a type."""
    addends: list[list[float]] = [[] for _ in {part.output for part in plan.parts}]
    for start, stop, outputs in over_blocks(plan, columns, rows, dtype, progress):
        for part, column in zip(plan.parts, outputs, strict=True):
            addends[part.output].append(part.sign * sum_block(part, column, stop - start))
    return tuple(exact_sum(numbers) for numbers in addends)


def weighted_sums(
    plan: Plan,
    columns: Sequence[Column],
    X: Column,
    vectors: Sequence[Column],
    progress: ReportProgress | None,
) -> tuple[float, Column]:
    """Sum the first output over columns and X @ vector, and the others times the rows of X."""
    addends: list[float] = []
    weighted = np.zeros((plan.parts[-1].output, X.shape[1]))
    with np.errstate(all="ignore"):  # of nan and inf the sums tell
        for x, outputs in over_products(plan, columns, X, vectors, progress):
            for part, output in zip(plan.parts, outputs, strict=True):
                if part.output == 0:
                    addends.append(part.sign * sum_block(part, output, len(x)))
                else:  # an output without a dimension is one number for every row
                    product = output.dot(x) if output.ndim else output * x.sum(axis=0)
                    weighted[part.output - 1] += product if part.sign > 0 else -product
    return exact_sum(addends), weighted


def over_blocks(
    plan: Plan,
    columns: Sequence[Column],
    rows: int,
    dtype: Any,
    progress: ReportProgress | None = None,
) -> Iterator[tuple[int, int, list[Column]]]:
    """Run a plan over columns; yield where each block starts and stops, and what came out."""
    plain = [np.asarray(column) for column in columns]  # no subclass: it would slow each slice
    workspace = plan.take(min(rows, ROWS), dtype)
    for start, stop in spans(rows, ROWS, columns, progress):
        blocks = [block(column, start, stop, dtype) for column in plain]
        yield start, stop, workspace.run(blocks, stop - start)
    plan.give_back(workspace)


def over_products(
    plan: Plan,
    columns: Sequence[Column],
    X: Column,
    vectors: Sequence[Column],
    progress: ReportProgress | None = None,
) -> Iterator[tuple[Column, list[Column]]]:
    """Run a plan over columns and X @ vector for each vector; yield the rows of X, and the outputs.

    A block is so small that its rows of X are still in the cache when they are yielded.
    """
    rows, d = X.shape
    size = min(rows, block_rows(d))
    space = plan.take(size)
    products = np.empty((len(vectors), size))  # once: some processes give back what a block frees
    for start, stop in spans(rows, size, (X, *columns), progress):
        x = X[start:stop]
        inputs = [column[start:stop] for column in columns]
        for vector, product in zip(vectors, products, strict=True):
            inputs.append(np.dot(x, vector, out=product[: stop - start]))
        yield x, space.run(inputs, stop - start)
    plan.give_back(space)


def check_rows(columns: Sequence[Column], X: Column) -> None:
    """Raise ValueError where X and the columns have no rows, or not as many."""
    rows = len(X)
    if not X.size or [len(column) for column in columns] != [rows] * len(columns):
        lengths = ", ".join(f"{len(column):,}" for column in (X, *columns))
        raise ValueError(f"X and the columns need the same number of rows, above 0, not {lengths}")


def block_rows(d: int) -> int:
    """Return how many rows of d numbers fit the cache beside their columns."""
    return max(256, min(ROWS, CACHED // d))


def block(column: Column, start: int, stop: int, dtype: Any) -> Column:
    """Return the rows of one block in the type of the run; a scalar is its own block."""
    rows = column[start:stop] if column.ndim else column
    return rows if rows.dtype == dtype else rows.astype(dtype)


def spans(
    rows: int, size: int, columns: Sequence[Any], progress: ReportProgress | None = None
) -> Iterator[tuple[int, int]]:
    """Yield where each block starts and stops, and report the progress after each.

    Gives back the memory of columns that are memory-mapped files as it goes.
    """
    for start in range(0, rows, size):
        stop = min(start + size, rows)
        yield start, stop
        if start // size % 64 == 63:
            release(columns)
        if progress:
            progress(stop, rows)


def release(columns: Sequence[Any]) -> None:
    """Give back the memory of files that were read through a memory map; they can be read again."""
    for column in columns:
        mapped = column if isinstance(column, np.memmap) else getattr(column, "base", None)
        pages = getattr(mapped, "_mmap", None)
        is_shared = getattr(mapped, "mode", "c") != "c"  # a private map would lose what was written
        if isinstance(pages, mmap.mmap) and is_shared and hasattr(mmap, "MADV_DONTNEED"):
            pages.madvise(mmap.MADV_DONTNEED)
