"""What the leaves of a formula with indices stand for, and its sums.

A vector formula is one scalar formula whose names carry indices: w^T x_i is the sum over k of
w[k]*x[i,k]. So every rule of calculus and every slip is that of scalars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from microgauss.engine.rules import Rule
from microgauss.formula import Node
from microgauss.sheet.notation.parts import MATRIX, SCALAR, VECTOR

__all__ = [
    "AXES", "GENERIC", "ROW", "Index", "Leaf", "NotUnderstoodError", "Sum", "derivative_key",
]  # fmt: skip

ROW = "row"  # a transposed vector
AXES = {SCALAR: 0, VECTOR: 1, ROW: 1, MATRIX: 2}
GENERIC = "any "  # begins the index of a datum that isn't named: mu for mu_i


class NotUnderstoodError(ValueError):
    """A formula was read, and what it means can't be told."""

    def __init__(self, message: str, span: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.span = span


@dataclass(frozen=True)
class Index:
    """A position: where a variable is, and so many further on; or a fixed one, from 0.

    ``sign`` is -1 where it runs backwards, as in x_{3-k}.
    """

    variable: str = ""
    offset: int = 0
    sign: int = 1

    def at(self, places: Mapping[str, int]) -> int:
        """Return the position where the variables have theirs."""
        if self.variable and self.variable not in places:
            raise NotUnderstoodError("an index that nothing runs over")
        return self.offset + (self.sign * places[self.variable] if self.variable else 0)

    def __str__(self) -> str:
        shift = f"{self.offset:+d}" if self.offset and self.variable else ""
        back = "-" if self.sign < 0 else ""
        return f"{back}{self.variable or self.offset + 1}{shift}"


@dataclass(frozen=True)
class Leaf:
    """What a leaf of a formula stands for.

    ``what`` is "name", "length" (N), "position" (the number of an index), "derivative" (of the
    first of ``parts`` by the others), "entry" (of a literal vector, whose parts that are vectors
    have ``variables``), "call" (the first part, where ``variables`` have the values of the others,
    those of vectors ``over`` their components), "same" (1 where two indices are equal), "inverse"
    or "determinant" (of the matrix whose entry is the only part, at two ``variables``).
    """

    what: str
    name: str
    indices: tuple[Index, ...] = ()
    parts: tuple[Node, ...] = ()
    variables: tuple[str, ...] = ()  # of an entry's parts that are vectors
    over: tuple[str, ...] = ()  # of a call's values, what runs over their components
    key: str = ""
    is_partial: bool = False


class Sum:
    """A sum, or product, over a variable, as a row for nodes."""

    def __init__(self, kind: str, variable: str, first: int = 1) -> None:
        self.kind, self.variable, self.first = kind, variable, first
        self.rule = Rule(
            f"{kind} over {variable}", "", "", 5, self.value, (), "any numbers", lambda *_: True
        )
        self.grid: dict[str, int] = {}  # the lengths of the variables, in the order of the axes
        self.points = 1

    def value(self, _: Any, column: Any) -> Any:
        """Add up columns (..., points * positions) along the variable's axis."""
        shape = (self.points, *self.grid.values())
        axis = list(self.grid).index(self.variable) - len(self.grid)
        wide = np.reshape(column, (*np.shape(column)[:-1], *shape))
        total = (np.sum if self.kind == "sum" else np.prod)(wide, axis=axis, keepdims=True)
        return np.broadcast_to(total, wide.shape).reshape(np.shape(column))


def derivative_key(parts: Sequence[Node], *, is_partial: bool) -> str:
    """Return what a derivative is called: of a node, by others; dF/dx is not a round dF/dx."""
    node, *taken = parts
    sign = "∂" if is_partial else "d"
    return f"{sign}({node.text})/{sign}({', '.join(by.text for by in taken)})"
