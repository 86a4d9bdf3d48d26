"""The lengths of vectors and data: positions of indices that have to be equally many are united."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["COUNTED", "DATA", "MANY", "OTHER_DATA", "Lengths"]

DATA = 3  # how many data there are, where nothing tells
OTHER_DATA = 4  # and in a second comparison, to tell a length from the number it has by chance
COUNTED = 8  # where an index is a number, too: 2^n and 2n are equal at 1 and at 2
GENERIC = {  # lengths that nothing tells, by how many data there are
    DATA: (2, 4, 5), OTHER_DATA: (3, 5, 2), COUNTED: (7, 3, 5)
}  # fmt: skip
MANY = 12  # positions: more would take too long


@dataclass
class Lengths:
    """Lengths of index positions: those that have to be equal are one class."""

    parent: dict[str, str] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)  # by the class
    order: list[str] = field(default_factory=list)
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)  # left out at either end
    joined: dict[str, list[str]] = field(default_factory=dict)  # lengths that are sums of others
    least: dict[str, int] = field(default_factory=dict)  # of positions that have a number: x_5
    inverted: set[str] = field(default_factory=set)  # of matrices with an inverse, as X^T X

    def find(self, key: str) -> str:
        """Return the class of a position."""
        if key not in self.parent:
            self.parent[key] = key
            self.order.append(key)
        while self.parent[key] != key:
            key = self.parent[key]
        return key

    def unite(self, one: str, other: str) -> None:
        """Make two positions one class; ValueError where both have lengths, and others."""
        a, b = self.find(one), self.find(other)
        if a == b:
            return
        lengths = {self.known[key] for key in (a, b) if key in self.known}
        if len(lengths) > 1:
            raise ValueError(f"the lengths {min(lengths)} and {max(lengths)} meet")
        self.parent[b] = a
        self.reach(a, self.least.pop(b, 0))
        if lengths:
            self.known[a] = lengths.pop()

    def reach(self, key: str, number: int) -> None:
        """Say that there are so many positions at least, if these are few."""
        root, number = self.find(key), number if number <= MANY else 0
        self.least[root] = max(number, self.least.get(root, 0))

    def fix(self, key: str, length: int) -> None:
        """Say what a length is; ValueError where it is another one."""
        root = self.find(key)
        if self.known.setdefault(root, length) != length:
            raise ValueError(f"the lengths {self.known[root]} and {length} meet")

    def join(self, key: str, parts: list[str]) -> None:
        """Say that a length is the sum of others, where an empty part counts 1."""
        self.find(key)
        self.joined[key] = parts

    def of(self, key: str, data: int = DATA) -> int:
        """Return a length: a known one, that of the data, or one that no other position has."""
        return self.settled(data)[self.find(key)]

    def settled(self, data: int = DATA) -> dict[str, int]:
        """Return the length of every class."""
        joined = {self.find(key): parts for key, parts in self.joined.items()}
        found = {self.find(key): length for key, length in self.known.items()}
        open_ones = [key for key in map(self.find, self.order) if key not in {*found, *joined}]
        sizes = {self.find(key) for key in self.parent if key.startswith("size ")}
        short = set(map(self.find, self.inverted))  # the least ones, so that X^T X has an inverse
        of_data = [key for key in open_ones if key in sizes and data not in found.values()]
        of_data.sort(key=lambda key: key in short)
        others = iter([*GENERIC[data], *[2] * len(self.order)])
        for key in sorted(open_ones, key=lambda key: key not in short):
            if key not in found:
                length = data if key in of_data[:1] else next(others)
                least = self.least.get(key, 0)
                found[key] = length if length >= least else least + length % DATA
        for _ in joined:
            for key, parts in joined.items():
                if all(not part or self.find(part) in found for part in parts):
                    found[key] = sum(found[self.find(part)] if part else 1 for part in parts)
        return found

    def copy(self) -> Lengths:
        """Return a copy, to try what may fail."""
        return Lengths(
            dict(self.parent), dict(self.known), list(self.order), dict(self.ranges),
            dict(self.joined), dict(self.least), set(self.inverted),
        )  # fmt: skip
