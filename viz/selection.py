"""Which part of a graph is drawn, and how much lies behind each place where it is cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microgauss.engine.value import toposort

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from microgauss.engine.value import Value

__all__ = ["Part", "nearest"]


@dataclass(frozen=True)
class Part:
    """The values to draw, in creation order, each with its number in the whole graph.

    ``behind`` has the values where the graph is cut, with how many values each one stands for:
    itself and all it was computed from that isn't drawn. ``total`` counts the whole graph.
    """

    numbers: dict[Value, int]
    behind: dict[Value, int]
    total: int


def nearest(f: Value, max_values: int, depth: int | None = None) -> Part:
    """Choose the ``max_values`` values nearest to the output, at most ``depth`` edges away.

    >>> from microgauss import Value
    >>> x = Value(2.0, "x")
    >>> part = nearest((x + 1) * (x + 2), max_values=3)
    >>> len(part.numbers), list(part.behind.values()), part.total
    (3, [1, 1, 1], 6)
    """
    order = toposort(f)
    shown: dict[Value, int] = {}
    for value, distance in by_distance(f):
        if len(shown) == max_values or (depth is not None and distance > depth):
            break
        shown[value] = distance
    numbers = {value: number for number, value in enumerate(order) if value in shown}
    return Part(numbers, count_behind(order, numbers), len(order))


def by_distance(f: Value) -> Iterator[tuple[Value, int]]:
    """Yield the output and all behind it, nearest first, with the number of edges between."""
    distance = {f: 0}
    queue = [f]
    for value in queue:  # grows while it is read
        yield value, distance[value]
        for arg in value.args:
            if arg not in distance:
                distance[arg] = distance[value] + 1
                queue.append(arg)


def count_behind(order: list[Value], shown: Iterable[Value]) -> dict[Value, int]:
    """Count what lies behind each cut, in one pass: each value has a bit for each cut before it."""
    shown = dict.fromkeys(shown)
    cuts = dict.fromkeys(arg for value in shown for arg in value.args if arg not in shown)
    bits = {value: 1 << i for i, value in enumerate(cuts)}
    members: Counter[int] = Counter()
    for value in reversed(order) if cuts else ():
        mask = 0 if value in shown else bits.pop(value)
        members[mask] += 1
        for arg in value.args if mask else ():
            bits[arg] = bits.get(arg, 0) | mask
    counts = [0] * len(cuts)
    for mask, count in members.items():
        for i in range(mask.bit_length()):
            counts[i] += count if mask >> i & 1 else 0
    return dict(zip(cuts, counts, strict=True))
