"""A graph's sums over rows as one loop, written in Python for numba to compile.

The rows are cut into chunks. For each chunk the loop goes through its rows, computes the steps of
the graph as they stand, and keeps the sums in local variables. Logs that are only summed are put
into an array first, so that many rows share one (see `microgauss.tape.sums`). A chunk's sums depend
on nothing but its rows: they are the same bits however many threads share the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import indent
from typing import NamedTuple

from microgauss.tape.languages import language_of
from microgauss.tape.simplify import Program
from microgauss.tape.source import Listing
from microgauss.tape.sums import FACTORS, Part

__all__ = ["CHUNK", "Shape", "WrittenLoop", "write_loop"]

CHUNK = 16_384  # rows: what is kept of them beside the sums stays in the cache
MOST_FACTORS = 64  # rows that share a log, where their product isn't too large
UNROLLED = 4  # columns of X up to which each has variables of its own
# What LLVM may do, beside the order of a sum. Nothing assumes nan or inf away; and in a row's own
# arithmetic nothing is put in another order, which would make y of x + y - x at x = inf.
ROW_FLAGS = "'arcp', 'contract', 'nsz'"
SUM_FLAGS = f"{ROW_FLAGS}, 'reassoc'"
MODULE = """\
import math

import numpy as np
from numba import njit
"""
FUNCTIONS = """

@njit(nogil=True, cache=True, error_model="numpy", fastmath={row_flags}, forceinline=True)
def {name}_row({inputs}):
{steps}


@njit(nogil=True, cache=True, error_model="numpy", fastmath={sum_flags})
def {name}({arguments}):
{body}
"""
BODY = """\
products = np.empty({chunk})
{before}
for chunk in range(first, last):
    start, stop = chunk*{chunk}, min((chunk + 1)*{chunk}, rows)
{zeros}
    for i in range(stop - start):
{row}
{after}
"""
# Rows that share a log, as many as their product's size allows; 1 is for arguments below 1.
SUM_OF_LOGS = """\
for factors in ({most}, {factors}, 1):
    groups = (stop - start)//factors if factors == 1 or many_{total} == stop - start else 0
    table = logs_{total}[:groups*factors].reshape(factors, groups)
    products[:groups] = 1.0
    for j in range(factors):
        for group in range(groups):
            products[group] *= table[j, group]
    {total} = 0.0
    for group in range(groups):
        {total} += math.log(products[group])
    if (stop - start)//{factors} <= {total} < np.inf:
        break
for i in range(groups*factors, stop - start):
    {total} += math.log(logs_{total}[i])
"""


class Shape(NamedTuple):
    """What a loop takes: for each column whether it is a scalar; the width of X, or 0.

    ``vectors`` counts the inputs after the columns, which are X @ vector.
    """

    scalars: tuple[bool, ...]
    width: int = 0
    vectors: int = 0


class WrittenLoop(NamedTuple):
    """A module's text, and how many sums its functions make of each chunk."""

    text: str
    sums: int


def write_loop(program: Program, parts: Sequence[Part], shape: Shape) -> WrittenLoop:
    """Write a module with a function ``fast``, and the same one without flags, ``strict``.

    They sum the chunks ``first`` to ``last`` of ``rows`` rows into ``sums[:, chunk]``: all outputs
    or, where there is X, the first one, and then each other one times the columns of X.
    """
    loop = Loop(shape)
    loop.read_columns()
    if shape.width:
        loop.read_products()
    for part, result in zip(parts, loop.compute(program), strict=True):
        if shape.width and part.output:
            loop.add_products(part, result)
        else:
            loop.add(part, result)
    if loop.wide:
        loop.add_wide_products()
    body = BODY.format(
        chunk=CHUNK, before="\n".join(loop.before), zeros=indented(loop.zeros, 4),
        row=indented(loop.row, 8), after=indented(loop.after, 4),
    )  # fmt: skip
    functions = [
        FUNCTIONS.format(
            name=name, row_flags=row_flags, sum_flags=sum_flags, inputs=", ".join(loop.inputs),
            steps=indented(loop.steps, 4), arguments=", ".join(loop.arguments),
            body=indented([body.replace("ROW", f"{name}_row")], 4),
        )
        for name, row_flags, sum_flags in (
            ("fast", f"{{{ROW_FLAGS}}}", f"{{{SUM_FLAGS}}}"), ("strict", False, False),
        )
    ]  # fmt: skip
    text = MODULE + "".join(functions)
    return WrittenLoop(text, 1 + parts[-1].output * (shape.width or 1))


def indented(lines: Sequence[str], by: int) -> str:
    """Indent some lines."""
    return indent("\n".join(lines).rstrip(), " " * by)


class Loop:
    """The parts of a loop's text, as they grow: before all, before, in and after a chunk's rows.

    Input i is x1, x2, ...; c1 is the column, v3 the vector that it comes from, r1 a number of X.
    """

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.is_unrolled = shape.width <= UNROLLED
        columns = len(shape.scalars)
        self.products = range(columns + 1, columns + shape.vectors + 1)
        self.sums = 0
        self.arguments = ["first", "last", "rows", "sums"]
        self.inputs: list[str] = []
        self.steps: list[str] = []
        self.before: list[str] = []
        self.zeros: list[str] = []
        self.row: list[str] = []
        self.wide: list[tuple[str, str]] = []  # sums of products, and what is multiplied by X
        self.after: list[str] = []

    def read_columns(self) -> None:
        """Read each column's number of the row; a scalar is the same for all."""
        for i, is_scalar in enumerate(self.shape.scalars, 1):
            self.arguments.append(f"x{i}" if is_scalar else f"c{i}")
            if not is_scalar:
                self.zeros.append(f"block{i} = c{i}[start:stop]")
                self.row.append(f"x{i} = np.float64(block{i}[i])")

    def read_products(self) -> None:
        """Compute X @ vector for the row."""
        width = range(self.shape.width)
        self.arguments += ["X", *(f"v{i}" for i in self.products)]
        self.zeros.append("block = X[start:stop]")
        if self.is_unrolled:
            self.before += [f"v{i}_{j} = v{i}[{j}]" for i in self.products for j in width]
            self.row += [f"r{j} = block[i, {j}]" for j in width]
            for i in self.products:
                self.row.append(f"x{i} = " + " + ".join(f"v{i}_{j}*r{j}" for j in width))
            return
        self.before += [f"p{i} = np.empty({CHUNK})" for i in self.products]
        self.zeros.append("for i in range(stop - start):")
        self.zeros += [f"    x{i} = 0.0" for i in self.products]
        self.zeros.append(f"    for j in range({self.shape.width}):")
        self.zeros += [f"        x{i} += v{i}[j]*block[i, j]" for i in self.products]
        self.zeros += [f"    p{i}[i] = x{i}" for i in self.products]
        self.row += [f"x{i} = p{i}[i]" for i in self.products]

    def compute(self, program: Program) -> list[str]:
        """Write the graph's steps, and return what its outputs are called."""
        self.inputs = [f"x{i}" for i in range(1, self.products.stop)]
        listing = Listing(language_of("python", "math"), self.inputs)
        steps, results = listing.program(listing.noted(program))
        self.steps = [*steps, f"return ({', '.join(results)},)"]
        names = [f"y{i}" for i, _ in enumerate(results)]
        self.row.append(f"{', '.join(names)}, = ROW({', '.join(self.inputs)})")
        return names

    def add(self, part: Part, result: str) -> None:
        """Sum a part of an output."""
        total = self.new_sum()
        if part.is_log:
            self.before.append(f"logs_{total} = np.empty({CHUNK})")
            self.zeros.append(f"many_{total} = 0")
            self.row += [f"logs_{total}[i] = {result}", f"many_{total} += logs_{total}[i] >= 1"]
            self.after += SUM_OF_LOGS.format(
                most=MOST_FACTORS, factors=FACTORS, total=total
            ).splitlines()
        else:
            self.row.append(f"{total} += {result}")
        self.put(f"sums[{part.output}, chunk]", part.sign, total)

    def add_products(self, part: Part, result: str) -> None:
        """Sum an output times each column of X."""
        d = self.shape.width
        first = 1 + (part.output - 1) * d
        if self.is_unrolled:
            for j in range(d):
                total = self.new_sum()
                self.row.append(f"{total} += {result}*r{j}")
                self.put(f"sums[{first + j}, chunk]", part.sign, total)
            return
        total, factor = self.new_sum(f"np.zeros({d})"), f"q{part.output}"
        self.before.append(f"{factor} = np.empty({CHUNK})")
        self.row.append(f"{factor}[i] = {result}")
        self.wide.append((total, factor))
        self.put(f"sums[{first}:{first + d}, chunk]", part.sign, total)

    def add_wide_products(self) -> None:
        """Sum what was kept of the rows times X, four rows at a time to read sums less often."""
        four = range(4)
        lines = ["rest = (stop - start) % 4", "for i in range(0, stop - start - rest, 4):"]
        lines += [f"    {q}_{k} = {q}[i + {k}]" for _, q in self.wide for k in four]
        lines.append(f"    for j in range({self.shape.width}):")
        lines += [f"        r{k} = block[i + {k}, j]" for k in four]
        for total, q in self.wide:
            lines.append(f"        {total}[j] += " + " + ".join(f"{q}_{k}*r{k}" for k in four))
        lines.append("for i in range(stop - start - rest, stop - start):")
        lines.append(f"    for j in range({self.shape.width}):")
        lines += [f"        {total}[j] += {q}[i]*block[i, j]" for total, q in self.wide]
        self.after[:0] = lines

    def new_sum(self, zero: str = "0.0") -> str:
        """Name one more sum, which begins at zero for each chunk."""
        self.sums += 1
        self.zeros.append(f"s{self.sums} = {zero}")
        return f"s{self.sums}"

    def put(self, place: str, sign: int, total: str) -> None:
        """Write what has been summed; the second part of an output is added to the first."""
        is_second = any(line.startswith(f"{place} ") for line in self.after)
        self.after.append(f"{place} {'+' if is_second else ''}= {'' if sign > 0 else '-'}{total}")
