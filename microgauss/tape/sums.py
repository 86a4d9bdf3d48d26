"""Sums over rows: pairwise in a block, without rounding over blocks, and one log for many rows.

A log costs as much as twenty other operations. Where only the sum of logs is wanted, it is the log
of a product: sixteen rows are multiplied, and one log is taken.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from microgauss.tape.columns import Column
from microgauss.tape.simplify import Program, Signed, program

__all__ = ["FACTORS", "Part", "exact_sum", "split_logs", "sum_block"]

FACTORS = 16  # rows that share a log
WORTHWHILE = 64 * FACTORS  # rows from which the products take less time than the logs


class Part(NamedTuple):
    """One piece of an output: sign times a column or, if ``is_log``, sign times the log of it."""

    output: int
    sign: int
    is_log: bool


def split_logs(whole: Program, summed: int) -> tuple[Program, tuple[Part, ...]]:
    """Rewrite a program whose first ``summed`` outputs will be summed over rows.

    An output b + log(a) becomes two, b and a, unless that log is needed elsewhere. The new
    program's outputs are the parts, one to one.
    """
    uses = Counter(arg for step in whole.steps for arg in step.args)
    uses.update(output.term for output in whole.outputs)

    def lone(signed: Signed, *names: str) -> tuple[int, ...]:
        term = whole.terms[signed.term]
        is_lone = isinstance(term, tuple) and term[0].name in names and uses[signed.term] == 1
        return term[1] if is_lone else ()  # type: ignore[index]

    outputs, parts = [], []
    for position, output in enumerate(whole.outputs):
        addends = [output]
        if position < summed and (args := lone(output, "add", "subtract")):
            is_difference = bool(lone(output, "subtract"))
            a, b = Signed(output.sign, args[0]), Signed(output.sign, args[1])
            addends = [a, -b if is_difference else b]
            if not any(lone(addend, "log") for addend in addends):
                addends = [output]
        for addend in addends:
            argument = lone(addend, "log") if position < summed else ()
            outputs.append(Signed(1, argument[0]) if argument else Signed(1, addend.term))
            parts.append(Part(position, addend.sign, bool(argument)))
    return program(whole.terms, outputs), tuple(parts)


def sum_block(part: Part, column: Column, rows: int) -> float:
    """Sum a part over a block, pairwise; a single number counts for every row."""
    if not column.ndim:
        return rows * float(np.log(column) if part.is_log else column)
    if part.is_log:
        return sum_of_logs(column)
    return total(column)


def sum_of_logs(column: Column) -> float:
    """Sum log(a) over rows, by products where that is as exact.

    It is for arguments of at least 1 (so that no log is negative, none nan and no product too
    small), whose products are finite and whose logs aren't tiny: 15 roundings of a product are
    15 units in the last place of 1, which is what the rounding of the logs themselves comes to.
    """
    if len(column) >= WORTHWHILE and np.minimum.reduce(column) >= 1:
        groups = len(column) // FACTORS
        with np.errstate(over="ignore"):
            product = np.multiply.reduce(column[: groups * FACTORS].reshape(FACTORS, groups))
        logs = total(np.log(product))
        if groups <= logs < math.inf:
            return logs + total(np.log(column[groups * FACTORS :]))
    return total(np.log(column))


def total(column: Column) -> float:
    """Sum pairwise, in float64."""
    if column.dtype == np.float64:
        return float(np.add.reduce(column))
    return float(np.add.reduce(column, dtype=np.float64))


def exact_sum(sums: Sequence[float]) -> float:
    """Add the sums of the blocks without further rounding."""
    try:
        return math.fsum(sums)
    except (OverflowError, ValueError):  # too large, or inf - inf
        with np.errstate(all="ignore"):
            return float(np.sum(sums))
