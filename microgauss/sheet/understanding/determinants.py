"""Determinants and inverses of matrices of Values, by expansion along rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, reduce

from microgauss.engine.rules import RULES, Rule
from microgauss.engine.value import Constant, Value
from microgauss.sheet.understanding.leaves import NotUnderstoodError

__all__ = ["cofactor", "determinant"]

LARGEST = 6  # rows: the expansion has 2^n different minors

Operate = Callable[[Rule, Sequence[Value]], Value]
Rows = Sequence[Sequence[Value]]


def determinant(rows: Rows, operate: Operate) -> Value:
    """Return a determinant; a minor that stands in several others is built once."""
    if len(rows) > LARGEST:
        raise NotUnderstoodError("the determinant of so large a matrix isn't judged")

    @cache
    def minor(first: int, columns: tuple[int, ...]) -> Value:
        """Return the determinant of some columns, in the rows from the first one on."""
        if not columns:
            return Constant(1.0)
        terms = [
            operate(RULES["multiply"], (rows[first][k], minor(first + 1, without(columns, k))))
            for k in columns
        ]
        signed = enumerate(terms[1:], 1)
        return reduce(
            lambda total, term: operate(RULES["subtract" if term[0] % 2 else "add"],
                                        (total, term[1])), signed, terms[0]
        )  # fmt: skip

    return minor(0, tuple(range(len(rows))))


def without(columns: tuple[int, ...], column: int) -> tuple[int, ...]:
    """Return columns but for one."""
    return tuple(k for k in columns if k != column)


def cofactor(rows: Rows, row: int, column: int, operate: Operate) -> Value:
    """Return a minor with its sign: what an entry is multiplied with in the determinant."""
    others = [[*r[:column], *r[column + 1 :]] for i, r in enumerate(rows) if i != row]
    value = determinant(others, operate)
    return operate(RULES["negative"], (value,)) if (row + column) % 2 else value
