"""Which values of a graph a picture shows, and where their cards go.

A large graph is cut to the values nearest to its output. Where the cards go is up to Graphviz, but
for graphs with many long edges: it splits an edge into a dummy node for each layer that the edge
crosses, and takes minutes over tens of thousands of them. Such a graph is laid out here, in one
pass, in layers as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from microgauss.engine.value import toposort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from microgauss.engine.value import Value

__all__ = ["Part", "has_long_edges", "layers", "nearest", "positions"]

Arguments: TypeAlias = "Mapping[str, Sequence[str]]"  # of each card, by id, in topological order

DUMMIES = 400  # dummy nodes, which Graphviz lays out in well under a second
HEIGHT = 75  # of a card with the space around it, in points
GAP, LETTER, FRAME = 40, 8.5, 30  # between layers, of a bold letter, of a card around its name
SLOPE = 4  # layers, over which a long edge comes nearer by one card


@dataclass(frozen=True)
class Part:
    """The part of a graph that is drawn.

    ``indices`` has the values that are drawn, with their places in the topological order of the
    whole graph. ``hidden`` has the arguments at which it is cut, each with the number of values
    that it stands for: itself and all it was computed from that isn't drawn. ``total`` counts the
    values of the whole graph.
    """

    indices: dict[Value, int]
    hidden: dict[Value, int]
    total: int


def nearest(f: Value, max_values: int, depth: int | None = None) -> Part:
    """Choose the ``max_values`` values nearest to the output, at most ``depth`` edges away.

    >>> from microgauss import Value
    >>> x = Value(2.0, "x")
    >>> part = nearest((x + 1) * (x + 2), max_values=3)
    >>> len(part.indices), list(part.hidden.values()), part.total
    (3, [1, 1, 1], 6)
    """
    order = toposort(f)
    distance = {f: 0}  # in edges, nearest first
    queue = [f]
    for value in queue:  # grows while it is read
        if len(queue) >= max_values or distance[value] == depth:
            break
        new = [arg for arg in value.args if arg not in distance]
        distance |= dict.fromkeys(new, distance[value] + 1)
        queue += dict.fromkeys(new)
    shown = set(queue[:max_values])
    indices = {value: index for index, value in enumerate(order) if value in shown}
    return Part(indices, count_hidden(order, indices), len(order))


def count_hidden(order: list[Value], shown: Mapping[Value, int]) -> dict[Value, int]:
    """Count the values that each cut hides, in one pass: a value's mask has a bit for each cut."""
    cuts = dict.fromkeys(arg for value in shown for arg in value.args if arg not in shown)
    masks = {value: 1 << i for i, value in enumerate(cuts)}
    sizes: Counter[int] = Counter()  # how many values have the same mask
    for value in reversed(order) if cuts else ():
        mask = 0 if value in shown else masks.pop(value)
        sizes[mask] += 1
        for arg in value.args if mask else ():
            masks[arg] = masks.get(arg, 0) | mask
    return {
        value: sum(size for mask, size in sizes.items() if mask >> i & 1)
        for i, value in enumerate(cuts)
    }


def has_long_edges(arguments: Arguments) -> bool:
    """Tell whether Graphviz's own layout would need too many dummy nodes."""
    layer = layers(arguments)
    dummies = sum(layer[card] - layer[arg] - 1 for card, args in arguments.items() for arg in args)
    return dummies > DUMMIES


def layers(arguments: Arguments) -> dict[str, int]:
    """Give each card the layer after its last argument's; leaves go just before their first user.

    >>> layers({"x": [], "y": [], "a": ["x"], "b": ["a", "y"]})
    {'x': 0, 'y': 1, 'a': 1, 'b': 2}
    """
    layer: dict[str, int] = {}
    for card, args in arguments.items():
        layer[card] = max((layer[arg] + 1 for arg in args), default=0)
    first: dict[str, int] = {}  # the layer of the first user
    for card, args in arguments.items():
        for arg in args:
            first[arg] = min(first.get(arg, layer[card]), layer[card])
    return {
        card: layer[card] if args else first.get(card, 1) - 1 for card, args in arguments.items()
    }


def positions(arguments: Arguments, direction: str, letters: Mapping[str, int]) -> dict[str, str]:
    """Return each card's position, as Graphviz's ``pos`` has it: in points, pinned.

    ``letters`` counts those of the cards' headings: a card is as wide as they are.

    >>> positions({"x": [], "y": ["x"]}, "LR", {"x": 1, "y": 5})
    {'x': '0,0!', 'y': '121,0!'}
    """
    layer = layers(arguments)
    offset = offsets(arguments, layer)
    width = {card: max(letters[card], 6) * LETTER + FRAME for card in arguments}
    if direction in ("TB", "BT"):
        step, widest = (2 if direction == "BT" else -2) * HEIGHT, max(width.values()) + GAP
        return {card: f"{round(offset[card] * widest)},{layer[card] * step}!" for card in layer}
    middle = middles(layer, width)
    sign = 1 if direction == "LR" else -1
    return {
        card: f"{round(sign * middle[layer[card]])},{round(-offset[card] * HEIGHT)}!"
        for card in layer
    }


def middles(layer: Mapping[str, int], width: Mapping[str, float]) -> list[float]:
    """Return where the middle of each layer is, which is as wide as its widest card."""
    widest = [0.0] * (max(layer.values()) + 1)
    for card, number in layer.items():
        widest[number] = max(widest[number], width[card])
    found = [0.0]
    for before, after in pairwise(widest):
        found.append(found[-1] + (before + after) / 2 + GAP)
    return found


def offsets(arguments: Arguments, layer: Mapping[str, int]) -> dict[str, float]:
    """Return each card's offset within its layer, counted in cards.

    It is the mean offset of the card's users, as far as cards of a layer can be kept one apart. A
    card that is used many layers later is moved aside, so that its edges pass beside the others.
    """
    users: dict[str, list[str]] = {card: [] for card in arguments}
    for card, args in arguments.items():
        for arg in args:
            users[arg].append(card)
    members: dict[int, list[str]] = {}
    for card in reversed(list(arguments)):
        members.setdefault(layer[card], []).append(card)
    offset: dict[str, float] = {}
    for number in sorted(members, reverse=True):
        wanted = {}
        for card in members[number]:
            reach = max((layer[user] - number - 1 for user in users[card]), default=0)
            wanted[card] = mean([offset[user] for user in users[card]]) + reach / SLOPE
        offset |= spread(wanted)
    return offset


def spread(wanted: Mapping[str, float]) -> dict[str, float]:
    """Move the cards of a layer at least one apart; their mean offset stays."""
    cards = sorted(wanted, key=wanted.__getitem__)
    offset = {cards[0]: wanted[cards[0]]}
    for before, card in pairwise(cards):
        offset[card] = max(wanted[card], offset[before] + 1)
    shift = mean([wanted[card] - offset[card] for card in cards])
    return {card: offset[card] + shift for card in cards}


def mean(numbers: list[float]) -> float:
    """Return the mean, of no numbers 0."""
    return sum(numbers) / len(numbers) if numbers else 0.0
