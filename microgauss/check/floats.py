"""Floats: numbers converted to them, and columns of them, at many points at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.engine.rules import Rule
from microgauss.formula import Node

__all__ = [
    "CLOSE", "Column", "Columns", "Evaluator", "Mask", "Rows", "apply_to_columns", "as_columns",
    "as_decimal", "as_float", "fingerprints", "joined", "same",
]  # fmt: skip

EXACT_DIGITS = 15  # a float of more digits may be another number, rounded
CLOSE = 1e-9  # columns that differ by less, relatively and at every point, are the same

Column = NDArray[np.float64]  # (P,): a number at each of P points
Rows = NDArray[np.float64]  # (R, P): several columns over the same points
Mask = NDArray[np.bool_]  # (P,): at which points something holds
Columns = dict[str, Column]


def as_decimal(x: float) -> tuple[str, bool]:
    """Return a float as the shortest decimal that reads back as it, and whether that is exact."""
    text = repr(float(x))
    digits = text.partition("e")[0].replace(".", "").replace("-", "").strip("0")
    return text, len(digits) <= EXACT_DIGITS


def as_float(x: Any) -> float:
    """Return a number of mpmath's as a float, infinite where it is too large for one."""
    try:
        return float(x)
    except OverflowError:
        return math.inf


class Evaluator:
    """Computes formulas over columns of named numbers, each node once."""

    def __init__(self, names: Mapping[str, Column]) -> None:
        self.names = {**names, "pi": np.float64(np.pi)}
        self.points = len(next(iter(names.values()))) if names else 1
        self.known: dict[int, tuple[Node, Column]] = {}  # the nodes too, lest an id is reused

    def __call__(self, node: Node) -> Column:
        """Return a node's column."""
        stack = [node]
        while stack:
            part = stack[-1]
            if missing := [arg for arg in part.args if id(arg) not in self.known]:
                stack += missing
            elif id(stack.pop()) not in self.known:
                self.known[id(part)] = (part, self.compute(part))
        return self.known[id(node)][1]

    def compute(self, node: Node) -> Column:
        """Return the column of a node whose arguments are known."""
        if node.rule is None:
            number = self.names[node.name] if node.name else float(node.number)
            return np.broadcast_to(np.asarray(number, dtype=float), self.points)
        args = [self.known[id(arg)][1] for arg in node.args]
        return apply_to_columns(node.rule, args, (self.points,))


def apply_to_columns(rule: Rule, args: Sequence[Any], shape: tuple[int, ...]) -> Column:
    """Apply a row of the table to columns; nan or inf where it has no value."""
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(rule.value(np, *args), dtype=float), shape)


def same(a: Column, b: Column) -> Mask:
    """Tell at which points two columns are the same but for rounding."""
    with np.errstate(all="ignore"):
        gap = np.abs(a - b)  # infinite where one of them is, and so is their size
        return np.asarray((gap <= CLOSE * np.maximum(np.abs(a), np.abs(b))) & (gap < np.inf))


def fingerprints(rows: Rows) -> Any:
    """Return a hash of each row's first numbers, the same for rows that differ by rounding only."""
    mantissa, exponent = np.frexp(np.where(np.isfinite(rows[:, :4]), rows[:, :4], 0.0))
    digits = np.round(mantissa * 2**26).astype(np.int64) * 4099 + exponent
    odd = np.array(
        [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64
    )
    return (digits.astype(np.uint64) * odd[: digits.shape[1]]).sum(axis=1)


def as_columns(points: Sequence[Mapping[str, float]]) -> Columns:
    """Put points side by side as columns."""
    return {name: np.array([point[name] for point in points]) for name in points[0]}


def joined(parts: Sequence[Columns]) -> Columns:
    """Put columns of points one behind the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
