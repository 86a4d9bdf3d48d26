"""What the terms of a sum have to be, so that a wrong side with the sum in it becomes right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from microgauss.check.floats import CLOSE, Column, Evaluator, same
from microgauss.check.variants import target_columns
from microgauss.formula import Node
from microgauss.sheet.understanding.grids import Grid
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.verdict.pairs import Pair

__all__ = ["Known", "with_terms"]


class Known(NamedTuple):
    """What is computed: the columns of a grid, and those of the left side."""

    grid: Grid
    evaluate: Evaluator
    true: Column


def with_terms(
    targets: dict[int, Column], pair: Pair, known: Known, sums: Sequence[Node]
) -> dict[int, Column]:
    """Add what the terms of a sum have to be, where a sum is known that is right."""
    found = dict(targets)
    own = [n for n in pair.right.walk() if is_sum(n, pair.meaning) and id(n) in found]
    for node in own:
        for whole in sums:
            body = term_target(node, found[id(node)], whole, pair.meaning, known)
            if body is not None:
                found |= target_columns(node.args[0], body, known.evaluate)
                break
    return found


def is_sum(node: Node, meaning: Meaning) -> bool:
    """Tell whether a node is a sum over a variable."""
    return node.rule in meaning.sums and meaning.sums[node.rule].kind == "sum"


def term_target(
    node: Node, target: Column, whole: Node, meaning: Meaning, known: Known
) -> Column | None:
    """Return what a sum's term should be: that of a right sum, times what its total needs."""
    outer = [n for n in whole.walk() if is_sum(n, meaning)]
    with np.errstate(all="ignore"):
        value = known.evaluate(whole)
        if not outer or not same(value, known.true).all():
            return None
        ratio = target / known.evaluate(outer[0])
        if np.ptp(ratio) > CLOSE * np.max(np.abs(ratio)):
            return None
        old, new = (meaning.sums[sum_.rule].variable
                    for sum_ in (outer[0], node) if sum_.rule is not None)  # fmt: skip
        if meaning.lengths.find(old) != meaning.lengths.find(new):
            return None
        body = known.evaluate(outer[0].args[0])
        return (known.grid.moved(body, old, new) if old != new else body) * ratio
