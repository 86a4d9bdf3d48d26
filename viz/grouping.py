"""Groups of values that a picture folds into one card each: a neuron, a datum's term.

A group is some values and all that only they use. It is told to the picture, and no Value knows of
it. From outside a group is one operation: it uses values, and has a derivative by each of them, the
sum over the ways within.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, TypeAlias

from microgauss.engine.gradient import local_derivative, times
from microgauss.engine.value import Constant, Value, toposort
from microgauss.viz.naming import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Folding", "Group", "Groups", "folded"]

Groups: TypeAlias = "Mapping[str, Value | Iterable[Value]]"  # what each is called, and its values


@dataclass(frozen=True, eq=False)
class Group:
    """A group of a graph: its ``values``, and as ``members`` also all that only they use.

    Both are in the order of creation. ``links`` has each of the values with each value outside that
    it uses, itself or by way of members. From outside only the values are used.

    >>> x, w, b = Value(2.0, "x"), Value(3.0, "w"), Value(1.0, "b")
    >>> h = (w * x + b).tanh()
    >>> (neuron,) = folded(h * x, {"neuron": [h]}).groups
    >>> neuron.members
    (Value(3.0, 'w'), Value(1.0, 'b'), Value(6.0), Value(7.0), Value(0.9999983369439447))
    >>> [(one.data, by.label) for one, by in neuron.links]
    [(0.9999983369439447, 'x')]
    >>> neuron.derivative(h, x).data == 3 * (1 - h.data**2)
    True
    """

    name: str
    values: tuple[Value, ...]
    members: tuple[Value, ...]
    links: tuple[tuple[Value, Value], ...] = field(init=False)

    def __post_init__(self) -> None:
        members = set(self.members)
        outside = dict.fromkeys(arg for one in self.members for arg in one.args)
        links = tuple(
            (value, arg) for arg in outside if arg not in members
            for value in self.values if self.ways(value, arg)
        )  # fmt: skip
        object.__setattr__(self, "links", links)

    @property
    def card(self) -> Value:
        """The value whose place the group's card takes: the last made."""
        return self.values[-1]

    def ways(self, value: Value, argument: Value) -> list[tuple[Value, int]]:
        """List the uses on all ways from a value of the group to an argument, users first.

        A use is the value that uses another, and as which of its arguments.
        """
        depending, met = {argument}, {value}
        for member in self.members:
            if not depending.isdisjoint(member.args):
                depending.add(member)
        found = []
        for member in reversed(self.members):
            for position, arg in enumerate(member.args):
                if member in met and arg in depending:
                    found.append((member, position))
                    met.add(arg)
        return found

    def derivative(self, value: Value, argument: Value) -> Value:
        """Return d value / d argument as a graph, all else outside the group held fixed.

        This is backprop within the group. Raises DomainError where a derivative is infinite.
        """
        adjoint: dict[Value, Value] = {value: Constant(1.0)}
        for member, position in self.ways(value, argument):
            assert member.rule is not None  # a leaf uses nothing
            local: Any = local_derivative(member, member.rule.partials[position])
            contribution, arg = times(adjoint[member], local), member.args[position]
            adjoint[arg] = adjoint[arg] + contribution if arg in adjoint else contribution
        return adjoint[argument]

    def derivatives(self) -> list[Value]:
        """Return the derivatives of its links, in their order; by constants there are none."""
        return [self.derivative(*link) for link in self.links if not isinstance(link[1], Constant)]


class Folding:
    """The graph of which ``order`` lists the values, with ``groups`` folded into one card each.

    A group's card takes the place of its last value; any other value has a card of its own.
    """

    def __init__(self, order: Sequence[Value], groups: Sequence[Group] = ()) -> None:
        self.order, self.groups = order, groups
        self.at = {group.card: group for group in groups}
        self.cards = {member: group.card for group in groups for member in group.members}

    def card_of(self, value: Value) -> Value:
        """Return the value whose card shows a value: itself, unless it is within a group."""
        return self.cards.get(value, value)

    def uses(self, card: Value) -> tuple[Value, ...]:
        """Return the cards that a card uses."""
        group = self.at.get(card)
        args = card.args if group is None else dict.fromkeys(arg for _, arg in group.links)
        return tuple(self.card_of(arg) for arg in args) if self.groups else card.args

    def shown_on(self, card: Value) -> tuple[Value, ...]:
        """Return the values whose data and gradients a card shows."""
        return self.at[card].values if card in self.at else (card,)

    def size(self, card: Value) -> int:
        """Return how many values a card stands for."""
        return len(self.at[card].members) if card in self.at else 1

    def numbered(self) -> list[tuple[int, Value]]:
        """List the cards in a topological order, each with its place in the graph's order.

        Raises ValueError where a group uses what was computed from it: that is no graph any more.
        """
        if not self.groups:
            return list(enumerate(self.order))
        place = {value: i for i, value in enumerate(self.order)}
        uses = {card: self.uses(card) for card in self.order if self.card_of(card) is card}
        try:
            return [(place[card], card) for card in TopologicalSorter(uses).static_order()]
        except CycleError as error:
            cycle = [card for card in error.args[1] if card in self.at]
            raise ValueError(
                f"the group {self.at[cycle[0]].name!r} can't be folded: it uses a value that was "
                "computed from it, outside. Add that value to the group, or make it two groups"
            ) from None


def folded(f: Value, groups: Groups | None = None) -> Folding:
    """Return the graph of f with groups folded: by name, the values of each, or its one value.

    A group ends where another begins: a network's last neuron doesn't take the others in.
    Raises TypeError for what is no Value; ValueError for a group without values, with one that is
    a constant, not in the graph, there twice or in another group, and for a group that uses what
    was computed from it, outside.

    >>> x = Value(3.0, "x")
    >>> square = x * x
    >>> folded(square + 1, {"square": square}).size(square)
    2
    """
    order = toposort(f)
    given = {
        title: (values,) if isinstance(values, Value) else tuple(values)
        for title, values in (groups or {}).items()
    }
    check(given, set(order))
    place = {value: i for i, value in enumerate(order)} if given else {}
    claimed = {value for values in given.values() for value in values}
    found = [
        Group(title, tuple(sorted(values, key=place.__getitem__)),
              members_of(order, set(values), claimed))
        for title, values in given.items()
    ]  # fmt: skip
    folding = Folding(order, found)
    if found:
        folding.numbered()  # raises, if there is no order
    return folding


def members_of(
    order: Sequence[Value], values: set[Value], claimed: set[Value]
) -> tuple[Value, ...]:
    """Return a group: what neither the output nor other groups reach but through its values."""
    reached = ({order[-1]} | claimed) - values
    for value in reversed(order):
        if value in reached:
            reached.update(arg for arg in value.args if arg not in values)
    return tuple(value for value in order if value not in reached)


def check(given: Mapping[str, Sequence[Value]], graph: set[Value]) -> None:
    """Raise an error that names the group if there is one that can't be folded."""
    owner: dict[Value, str] = {}
    for title, values in given.items():
        if not values:
            raise ValueError(f"the group {title!r} has no values: give those that it is to show")
        for value in values:
            check_value(title, value, graph)
            if owner.get(value) == title:
                raise ValueError(f"the group {title!r} has {name(value)} twice")
            if value in owner:
                raise ValueError(
                    f"the groups {owner[value]!r} and {title!r} both have {name(value)}"
                )
            owner[value] = title


def check_value(title: str, value: Any, graph: set[Value]) -> None:
    """Raise an error that names the group if a value can't be one of it."""
    if not isinstance(value, Value):
        raise TypeError(f"the group {title!r} takes Values, not {type(value).__name__}")
    if value not in graph:
        raise ValueError(f"the group {title!r} has {name(value)}, which isn't in the graph")
    if value.__class__ is Constant:
        raise ValueError(
            f"the group {title!r} has {name(value)}, a constant, which takes no gradient: give the "
            "value that uses it"
        )
