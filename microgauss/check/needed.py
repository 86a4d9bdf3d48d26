"""What the parts of a wrong formula would have to be, for the whole to be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from microgauss.check.algebra import Columns, Evaluator, number_of
from microgauss.check.edits import fingerprints, same
from microgauss.formula import Node

__all__ = ["INVERSE", "MATCHES", "matches", "needed_columns"]

MATCHES = 200  # pairs of one kind at one place: more would all be much alike

Back = Callable[[Columns, Columns], Columns]
INVERSE: dict[str, Back] = {  # the left argument, from the result and the right one
    "add": lambda result, right: result - right,
    "subtract": lambda result, right: result + right,
    "multiply": lambda result, right: result / right,
    "divide": lambda result, right: result * right,
}
RIGHT: dict[str, Back] = {  # the right argument, from the result and the left one
    "add": lambda result, left: result - left,
    "subtract": lambda result, left: left - result,
    "multiply": lambda result, left: result / left,
    "divide": lambda result, left: left / result,
}
ALONE: dict[str, Callable[[Columns], Columns]] = {  # the only argument, from the result
    "negative": np.negative, "exp": np.log, "log": np.exp, "sqrt": np.square, "tanh": np.arctanh,
}  # fmt: skip


def needed_columns(root: Node, true: Columns, evaluate: Evaluator) -> dict[int, Columns]:
    """Return what each part would have to be for the whole to be right, where that is certain."""
    needed = {id(root): true}
    stack = [root]
    with np.errstate(all="ignore"):
        while stack:
            node = stack.pop()
            for arg, column in needed_arguments(node, needed[id(node)], evaluate):
                if np.isfinite(column).all():
                    needed[id(arg)] = column
                    stack.append(arg)
    return needed


def needed_arguments(
    node: Node, needed: Columns, evaluate: Evaluator
) -> Iterator[tuple[Node, Columns]]:
    """Yield what the arguments of an operation would have to be."""
    if node.rule is None:
        return
    name, args = node.rule.name, node.args
    if name in INVERSE:
        yield args[0], INVERSE[name](needed, evaluate(args[1]))
        yield args[1], RIGHT[name](needed, evaluate(args[0]))
    elif name in ALONE:
        yield args[0], ALONE[name](needed)
    elif name == "pow" and (number := number_of(args[1])) and number.numerator % 2:
        base = evaluate(args[0])
        root = np.abs(needed) ** float(1 / number)
        yield args[0], np.where(base < 0, -root, root) if (needed != 0).all() else needed * np.nan


def matches(rows: Columns, wanted: Columns) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a row and a wanted row that are the same, up to a number of them."""
    keys, sought = fingerprints(rows), fingerprints(wanted)
    order = np.argsort(keys, kind="stable")
    first = np.searchsorted(keys[order], sought, side="left")
    last = np.searchsorted(keys[order], sought, side="right")
    found = 0
    for j in np.flatnonzero(last > first):
        for i in order[first[j] : last[j]]:
            if same(rows[i], wanted[j]).all():
                yield int(i), int(j)
                found += 1
        if found > MATCHES:
            return
