"""Target values: what the parts of a wrong formula would have to be, for the whole to be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from microgauss.check.algebra import literal
from microgauss.check.columns import Column, Evaluator, Rows, fingerprints, same
from microgauss.check.numbers import as_float
from microgauss.formula import Node

__all__ = ["LEFT", "MATCHES", "matches", "target_columns"]

MATCHES = 200  # pairs of one kind at one place: more would all be much alike

Solve = Callable[[Column, Column], Column]
LEFT: dict[str, Solve] = {  # the left argument, from the result and the right one
    "add": lambda result, right: result - right,
    "subtract": lambda result, right: result + right,
    "multiply": lambda result, right: result / right,
    "divide": lambda result, right: result * right,
}
RIGHT: dict[str, Solve] = {  # the right argument, from the result and the left one
    "add": lambda result, left: result - left,
    "subtract": lambda result, left: left - result,
    "multiply": lambda result, left: result / left,
    "divide": lambda result, left: left / result,
}
INVERSE: dict[str, Callable[[Column], Column]] = {  # the only argument, from the result
    "negative": np.negative, "exp": np.log, "log": np.exp, "sqrt": np.square, "tanh": np.arctanh,
}  # fmt: skip


def target_columns(root: Node, true: Column, evaluate: Evaluator) -> dict[int, Column]:
    """Return by its id what each part would have to be for the whole to be right, if certain."""
    targets = {id(root): true}
    stack = [root]
    with np.errstate(all="ignore"):
        while stack:
            node = stack.pop()
            for arg, column in argument_targets(node, targets[id(node)], evaluate):
                if np.isfinite(column).all():
                    targets[id(arg)] = column
                    stack.append(arg)
    return targets


def argument_targets(
    node: Node, target: Column, evaluate: Evaluator
) -> Iterator[tuple[Node, Column]]:
    """Yield what the arguments of an operation would have to be, each with the other as it is."""
    if node.rule is None:
        return
    name, args = node.rule.name, node.args
    if name in LEFT:
        yield args[0], LEFT[name](target, evaluate(args[1]))
        yield args[1], RIGHT[name](target, evaluate(args[0]))
    elif name in INVERSE:
        yield args[0], INVERSE[name](target)
    elif name == "pow" and (exponent := literal(args[1])) and (target != 0).all():
        root = np.abs(target) ** np.divide(1.0, as_float(exponent))
        if exponent.numerator % 2:
            yield args[0], np.where(evaluate(args[0]) < 0, -root, root)


def matches(rows: Rows, wanted: Rows) -> Iterator[tuple[int, int]]:
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
