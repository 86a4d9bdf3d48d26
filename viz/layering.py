"""Places for the cards of a graph in which Graphviz's own layout would get lost.

Graphviz breaks an edge that spans many layers into a piece for each. A few hundred values that all
use one early value make tens of thousands of pieces, and minutes of work. Such a graph gets its
places from here, in one pass: a layer a column, each card level with those it is connected to.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["is_tangled", "layers", "places"]

PIECES = 400  # of edges between layers, that Graphviz lays out in well under a second
WIDTH, HEIGHT = 230, 75  # of a layer and of a card with the space around it, in points
SLOPE = 4  # layers, over which a long edge comes nearer by one card


def layers(uses: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Give each card a layer: after all that it uses, leaves just before their first user.

    >>> layers({"x": [], "y": [], "a": ["x"], "b": ["a", "y"]})
    {'x': 0, 'y': 1, 'a': 1, 'b': 2}
    """
    layer: dict[str, int] = {}
    for user, used in uses.items():
        layer[user] = max((layer[one] + 1 for one in used), default=0)
    first: dict[str, int] = {}
    for user, used in uses.items():
        for one in used:
            first[one] = min(first.get(one, layer[user]), layer[user])
    return {one: layer[one] if uses[one] else first.get(one, 1) - 1 for one in uses}


def is_tangled(uses: Mapping[str, Iterable[str]]) -> bool:
    """Tell whether the edges span too many layers in all for Graphviz's own layout."""
    layer = layers(uses)
    pieces = sum(layer[user] - layer[one] - 1 for user, used in uses.items() for one in used)
    return pieces > PIECES


def places(uses: Mapping[str, Iterable[str]], direction: str) -> dict[str, str]:
    """Return a place for every card, as Graphviz's ``pos`` has it: in points, pinned.

    >>> places({"x": [], "y": ["x"]}, "LR")
    {'x': '0,0!', 'y': '230,0!'}
    """
    layer = layers(uses)
    across = level(uses, layer)
    if direction in ("LR", "RL"):
        step = WIDTH if direction == "LR" else -WIDTH
        return {one: f"{layer[one] * step},{round(-across[one] * HEIGHT)}!" for one in uses}
    step = 2 * HEIGHT if direction == "BT" else -2 * HEIGHT
    return {one: f"{round(across[one] * WIDTH)},{layer[one] * step}!" for one in uses}


def level(uses: Mapping[str, Iterable[str]], layer: Mapping[str, int]) -> dict[str, float]:
    """Put each layer's cards level with those that use them, at least one card apart.

    A card that is used many layers on goes to the side, so that its edges pass beside the others.
    """
    users: dict[str, list[str]] = {one: [] for one in uses}
    for user, used in uses.items():
        for one in used:
            users[one].append(user)
    columns: dict[int, list[str]] = {}
    for one in reversed(list(uses)):
        columns.setdefault(layer[one], []).append(one)
    across: dict[str, float] = {}
    for number in sorted(columns, reverse=True):
        wish = {}
        for one in columns[number]:
            reach = max((layer[user] - number - 1 for user in users[one]), default=0)
            wish[one] = mean([across[user] for user in users[one]]) + reach / SLOPE
        column = sorted(columns[number], key=wish.__getitem__)
        across[column[0]] = wish[column[0]]
        for before, one in pairwise(column):
            across[one] = max(wish[one], across[before] + 1)
        shift = mean([wish[one] - across[one] for one in column])
        for one in column:
            across[one] += shift
    return across


def mean(numbers: list[float]) -> float:
    """Return the mean, of no numbers 0."""
    return sum(numbers) / len(numbers) if numbers else 0.0
