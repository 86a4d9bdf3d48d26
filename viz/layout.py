"""Which values of a graph a picture shows, and where their cards go.

A large graph is cut to the values nearest to its output. Where the cards go is up to Graphviz, but
for graphs with many long edges: it splits an edge into a dummy node for each layer that the edge
crosses, and takes minutes over tens of thousands of them. Such a graph is laid out here, in one
pass, in layers as well. So is a long chain, in rows: in one line it would be many pages wide.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING, TypeAlias

from microgauss.viz.grouping import Folding, folded
from microgauss.viz.rows import to_and_fro

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from microgauss.engine.value import Value

__all__ = [
    "HEIGHT", "LETTERS", "LINES", "Part", "has_long_edges", "is_string", "layers", "nearest",
    "positions",
]  # fmt: skip

Arguments: TypeAlias = "Mapping[str, Sequence[str]]"  # of each card, by id, in topological order

DUMMIES = 400  # dummy nodes, which Graphviz lays out in well under a second
HEIGHT = 75  # of a card with the space around it, in points
LINES = 40  # data and gradient of one more value on a card
GAP = 60  # between layers: a local derivative stands there
LETTER, FRAME = 8.5, 30  # of a bold letter, of a card around its name
LETTERS = 9  # of the numbers on a card, with their captions
LONG, THIN = 20, 4  # a string has more layers than that, no more cards in one, no longer edges
ROW_GAP = 1.5  # cards, from a row to the next
SLOPE = 4  # layers, over which a long edge comes nearer by one card


@dataclass(frozen=True)
class Part:
    """The part of a graph that is drawn.

    ``indices`` has the values that are drawn, with their places in the topological order of the
    whole graph. ``hidden`` has the arguments at which it is cut, each with the number of values
    that it stands for: itself and all it was computed from that isn't drawn. ``total`` counts the
    values of the whole graph. A group that is folded is one of the values, its card's.
    """

    indices: dict[Value, int]
    hidden: dict[Value, int]
    total: int


def nearest(
    f: Value, max_values: int, depth: int | None = None, folding: Folding | None = None
) -> Part:
    """Choose the ``max_values`` values nearest to the output, at most ``depth`` edges away.

    A group of the ``folding`` counts as one.

    >>> from microgauss import Value
    >>> x = Value(2.0, "x")
    >>> part = nearest((x + 1) * (x + 2), max_values=3)
    >>> len(part.indices), list(part.hidden.values()), part.total
    (3, [1, 1, 1], 6)
    """
    folding = folding or folded(f)
    output = folding.card_of(f)
    distance = {output: 0}  # in edges, nearest first
    queue = [output]
    for value in queue:  # grows while it is read
        if len(queue) >= max_values or distance[value] == depth:
            break
        new = [arg for arg in folding.uses(value) if arg not in distance]
        distance |= dict.fromkeys(new, distance[value] + 1)
        queue += dict.fromkeys(new)
    shown = set(queue[:max_values])
    indices = {value: index for index, value in folding.numbered() if value in shown}
    return Part(indices, count_hidden(folding, indices), len(folding.order))


def count_hidden(folding: Folding, shown: Mapping[Value, int]) -> dict[Value, int]:
    """Count the values that each cut hides, in one pass: a value's mask has a bit for each cut."""
    cuts = dict.fromkeys(arg for value in shown for arg in folding.uses(value) if arg not in shown)
    masks = {value: 1 << i for i, value in enumerate(cuts)}
    sizes: Counter[int] = Counter()  # how many values have the same mask
    for _, value in reversed(folding.numbered()) if cuts else ():
        mask = 0 if value in shown else masks.pop(value)
        sizes[mask] += folding.size(value)
        for arg in folding.uses(value) if mask else ():
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


def is_string(arguments: Arguments) -> bool:
    """Tell whether a graph is long and thin, so that it can be wrapped into rows."""
    layer = layers(arguments)
    sizes = Counter(layer.values())
    lengths = [layer[card] - layer[arg] for card, args in arguments.items() for arg in args]
    return len(sizes) > LONG and max(*sizes.values(), *lengths) <= THIN


def layers(arguments: Arguments) -> dict[str, int]:
    """Give each card the layer just before its first user's; what nothing uses is in the last one.

    >>> layers({"x": [], "y": [], "a": ["x"], "b": ["a", "y"]})
    {'x': 0, 'y': 1, 'a': 1, 'b': 2}
    """
    height = dict.fromkeys(arguments, 0)  # above what nothing uses, by the longest way
    for card in reversed(list(arguments)):
        for arg in arguments[card]:
            height[arg] = max(height[arg], height[card] + 1)
    highest = max(height.values())
    return {card: highest - height[card] for card in arguments}


def positions(
    arguments: Arguments, direction: str, letters: Mapping[str, int], *,
    in_rows: bool = False, height: int = HEIGHT,
) -> dict[str, str]:  # fmt: skip
    """Return each card's position, as Graphviz's ``pos`` has it: in points, pinned.

    ``letters`` counts those of the cards' headings: a card is as wide as they are, and at most as
    high as ``height``. ``in_rows`` wraps a picture that runs sideways.

    >>> positions({"x": [], "y": ["x"]}, "LR", {"x": 1, "y": 5})
    {'x': '0,0!', 'y': '166,0!'}
    """
    layer = layers(arguments)
    offset = offsets(arguments, layer)
    width = {card: max(letters[card], LETTERS) * LETTER + FRAME for card in arguments}
    if direction in ("TB", "BT"):
        step, widest = (2 if direction == "BT" else -2) * height, max(width.values()) + GAP
        return {card: f"{round(offset[card] * widest)},{layer[card] * step}!" for card in layer}
    middle = middles(layer, width)
    line = [(x, 0) for x in middle]
    places, waiting = to_and_fro(middle) if in_rows else (line, line)
    pitch = max(offset.values()) - min(offset.values()) + ROW_GAP  # from row to row, in cards
    sign = 1 if direction == "LR" else -1
    found = {}
    for card, number in layer.items():
        x, row = (places if arguments[card] else waiting)[number]
        found[card] = f"{round(sign * x)},{round(-(offset[card] + row * pitch) * height)}!"
    return found


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
    The spine, the longest way to the output, is straight, and what joins it on the way hangs from
    it.

    >>> uses = {"x": [], "a": ["x"], "2": [], "b": ["a", "2"], "c": ["a", "b"]}
    >>> offsets(uses, layers(uses))
    {'c': 0.0, 'b': 0.0, 'a': 0.25, '2': 1.25, 'x': 0.0}
    """
    users, past = users_of(arguments), longest_ways(arguments)
    offset: dict[str, float] = {}
    for number, cards in members(layer):
        aside, wanted = {}, {}
        for card in cards:
            last = max((layer[user] for user in users[card]), default=number + 1)
            aside[card] = (last - number - 1) / SLOPE
            wanted[card] = mean([offset[user] for user in users[card]]) + aside[card]
        spine = max(cards, key=past.__getitem__)
        # Of cards that want nearly the same place, the one on the spine comes first.
        cards.sort(key=lambda c: (floor(wanted[c]), c != spine, wanted[c]))
        placed = spread([wanted[card] for card in cards])
        shift = aside[spine] - placed[cards.index(spine)]
        offset |= {card: place + shift for card, place in zip(cards, placed, strict=True)}
    return offset


def users_of(arguments: Arguments) -> dict[str, list[str]]:
    """Return the cards that use each card."""
    users: dict[str, list[str]] = {card: [] for card in arguments}
    for card, args in arguments.items():
        for arg in args:
            users[arg].append(card)
    return users


def longest_ways(arguments: Arguments) -> dict[str, int]:
    """Return the length of the longest way to each card, in edges."""
    length: dict[str, int] = {}
    for card, args in arguments.items():
        length[card] = max((length[arg] + 1 for arg in args), default=0)
    return length


def members(layer: Mapping[str, int]) -> list[tuple[int, list[str]]]:
    """Return the layers, the last one first, each with its cards."""
    found: dict[int, list[str]] = {}
    for card in reversed(list(layer)):
        found.setdefault(layer[card], []).append(card)
    return sorted(found.items(), reverse=True)


def spread(wanted: Sequence[float]) -> list[float]:
    """Move places down, in their order, until they are at least one apart.

    >>> spread([0, 0.5, 3])
    [0, 1, 3]
    """
    places = [wanted[0]]
    for place in wanted[1:]:
        places.append(max(place, places[-1] + 1))
    return places


def mean(numbers: list[float]) -> float:
    """Return the mean, of no numbers 0."""
    return sum(numbers) / len(numbers) if numbers else 0.0
