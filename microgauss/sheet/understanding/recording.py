"""Nodes with indices are recorded as Values: one scalar value for each position.

Definitions are built once for each position, and shared: so the derivative by sigma_i is that by
the value which f is computed from.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import reduce
from types import MappingProxyType
from typing import NamedTuple

from microgauss.engine.rules import RULES, DomainError, Rule
from microgauss.engine.value import Constant, Value, apply, graphs, record
from microgauss.formula import Node, fold_tree
from microgauss.sheet.understanding.determinants import cofactor, determinant
from microgauss.sheet.understanding.factorials import FACTORIAL, exact, opaque
from microgauss.sheet.understanding.leaves import GENERIC, Leaf, NotUnderstoodError
from microgauss.sheet.understanding.lengths import DATA
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.understanding.scope import Defined, Scope

__all__ = ["Chosen", "Fixed", "Places", "Recording", "placeholder"]

LARGEST = 20_000  # values of a graph

Places = Mapping[str, int]
Fixed = Mapping[str, Value | tuple[Value, ...]]  # by names; of vectors, all components


class Chosen(NamedTuple):
    """The number of ``data``, and the numbers that some names are chosen from or add up to.

    ``choice`` says which of the ``choices`` is meant first; ``totals`` are what all values of a
    name add up to, and the position of the index that is added over. Letters of indices that are
    ``apart`` are never the same.
    """

    data: int = DATA
    choice: int = 0
    choices: Mapping[str, Sequence[float]] = MappingProxyType({})
    totals: Mapping[str, tuple[float, int]] = MappingProxyType({})
    apart: frozenset[frozenset[str]] = frozenset()


class Recording:
    """The graphs of a scope's names and formulas, recorded and not carried out.

    ``fixed`` are values that names are given, of vectors all components; ``leaves`` are those of
    free names, by label.
    """

    def __init__(
        self, scope: Scope, chosen: Chosen, *, fixed: Fixed | None = None,
        leaves: dict[str, Value] | None = None,
    ) -> None:  # fmt: skip
        self.scope, self.chosen, self.fixed = scope, chosen, fixed or {}
        self.leaves = {} if leaves is None else leaves
        self.defined: dict[tuple[str, tuple[int, ...]], Value | None] = {}
        self.factorials: dict[Value, Value] = {}  # with their arguments
        self.inverses: dict[tuple[str, tuple[int, ...]], list[list[Value]]] = {}  # their entries
        self.settled: dict[str, int] = {}
        self.count = 0

    @abstractmethod
    def call(self, leaf: Leaf, meaning: Meaning, places: Places) -> Value:
        """Return a value where names have other values."""

    @abstractmethod
    def derivative(self, leaf: Leaf, meaning: Meaning, places: Places) -> Value:
        """Return a derivative: of a function by one or more names."""

    def length(self, variable: str) -> int:
        """Return how many positions a variable has."""
        if not self.settled:
            self.settled = self.scope.lengths.settled(self.chosen.data)
        root = self.scope.lengths.find(variable)
        if root not in self.settled:
            self.settled = self.scope.lengths.settled(self.chosen.data)
        if root not in self.settled:
            raise NotUnderstoodError("a vector whose length can't be told")
        return self.settled[root]

    def positions(self, variable: str) -> range:
        """Return the positions of a variable; that of an unnamed datum is beyond all others."""
        length = self.length(variable)
        if variable.startswith(GENERIC):
            return range(length, length + 1)
        first, left_out = self.scope.lengths.ranges.get(variable, (0, 0))
        return range(first, length - left_out)

    def value(self, node: Node, meaning: Meaning, places: Places) -> Value:
        """Return the value of a node where its variables are at these places."""

        def below(part: Node) -> tuple[Node, ...]:
            return () if part.rule in meaning.sums else part.args

        def combine(part: Node, args: list[Value]) -> Value:
            if part.rule in meaning.sums:
                return self.summed(part, meaning, places)
            if part.rule is FACTORIAL:
                return self.factorial(args[0])
            if part.rule is not None:
                return self.operate(part.rule, args)
            if part.number:
                return Constant(float(part.number))
            if part.name in meaning.leaves:
                return self.leaf(meaning.leaves[part.name], meaning, places)
            return Constant(math.pi, "pi")

        return fold_tree(node, combine, below)

    def operate(self, rule: Rule, args: Sequence[Value]) -> Value:
        """Record an operation; one of constants is carried out."""
        self.count += 1
        if self.count > LARGEST:
            raise NotUnderstoodError("the formula is too large")
        if not all(isinstance(arg, Constant) for arg in args):
            b = args[1] if len(args) > 1 else None
            return record(rule, placeholder(self.count), args[0], b, Value)
        try:
            result: Value = apply(rule, *args)
        except DomainError:
            raise NotUnderstoodError(f"{rule.name} of a constant that has none") from None
        return result

    def factorial(self, n: Value) -> Value:
        """Record what stands in the place of a factorial; that of a whole number is computed."""
        if isinstance(n, Constant):
            return Constant(exact(n.data))
        found: Value = opaque(graphs, n)
        self.factorials[found] = n
        return found

    def summed(self, node: Node, meaning: Meaning, places: Places) -> Value:
        """Add up, or multiply, over all positions of a variable."""
        row = meaning.sums[node.rule]  # type: ignore[index]  # it is one of them
        terms = [
            self.value(node.args[0], meaning, {**places, row.variable: place})
            for place in self.positions(row.variable)
        ]
        rule = RULES["add" if row.kind == "sum" else "multiply"]
        return reduce(lambda a, b: self.operate(rule, (a, b)), terms)

    def leaf(  # noqa: PLR0911, one line a kind
        self, leaf: Leaf, meaning: Meaning, places: Places
    ) -> Value:
        """Return the value of a leaf."""
        at = [index.at(places) for index in leaf.indices] if leaf.what != "derivative" else []
        match leaf.what:
            case "name":
                return self.named(leaf.name, at)
            case "length":
                return Constant(float(self.length(leaf.key)))
            case "position":
                return Constant(float(at[0]))
            case "same":
                return Constant(float(at[0] == at[1]))
            case "entry":
                return self.entry(leaf, meaning, places)
            case "call":
                return self.call(leaf, meaning, places)
            case "determinant":
                return determinant(self.rows(leaf, meaning, places), self.operate)
            case "inverse":
                return self.inverse(leaf, meaning, places)
        return self.derivative(leaf, meaning, places)

    def named(self, name: str, at: Sequence[int]) -> Value:
        """Return the value of a name at a position: by its definition, or a free number."""
        if name in self.fixed:
            fixed = self.fixed[name]
            return fixed[at[-1]] if isinstance(fixed, tuple) else fixed
        families = self.scope.names.families.get(name, 0)
        for count in (len(at), families) if at else ():
            own = self.label(name, at[:count])
            is_whole = own.count(",") + 1 == count  # no position is that of an unnamed datum
            if own != name and is_whole and own in self.scope.definitions:  # as h_0, alone
                name, at = own, at[count:]
                break
        known = self.scope.get(name)
        if known is None or not self.is_member(known, at):
            return self.free(name, at)
        key = (name, tuple(at))
        if key not in self.defined:
            self.defined[key] = None
            self.defined[key] = self.by_definition(known, at)
        value = self.defined[key]
        return self.free(name, at) if value is None else value  # in its own definition

    def is_member(self, known: Defined, at: Sequence[int]) -> bool:
        """Tell whether what is defined for each k has this position: with 0 if that is said.

        A recursion, h_t by h_{t-1}, begins with what is given before its first position, and f_0(x)
        can't be given.
        """
        if all(place >= 0 for place in at):
            return True
        name = known.definition.name
        is_said = name in self.scope.names.from_zero or bool(known.definition.arguments)
        return is_said and min(at) == -1 and name not in self.scope.made_of(known.definition.term)

    def by_definition(self, known: Defined, at: Sequence[int]) -> Value:
        """Build a definition at a position."""
        return self.value(known.body, known.meaning, self.places_of(known, at))

    def places_of(self, known: Defined, at: Sequence[int]) -> dict[str, int]:
        """Return where the variables of a definition are at a position of its name."""
        at = at[max(0, len(at) - len(known.variables)) :]
        places = dict(zip(known.variables, at, strict=False))
        for index in known.meaning.leaves_of(known.body):  # the datum, where it has no letter
            if index.variable not in places:
                places[index.variable] = self.positions(index.variable)[0]
        return places

    def free(self, name: str, at: Sequence[int]) -> Value:
        """Return the leaf of a free name at a position; a symmetric one is the same at (j, i)."""
        if name in self.scope.names.symmetric:
            at = sorted(at)
        label = self.label(name, at)
        if label in self.leaves:
            return self.leaves[label]
        numbers = self.chosen.choices.get(name)
        total, position = self.chosen.totals.get(name, (None, 0))
        if total is not None and at and position < len(at):
            position %= len(at)
            if total == 1 and numbers and set(numbers) == {0, 1}:
                self.leaves[label] = self.one_hot(name, at, position)
                return self.leaves[label]
            if at[position] == self.length(f"{name}.{position}") - 1:
                return self.remainder(name, list(at), total, position)
        if numbers:
            place = len([k for k in self.leaves if k.startswith(name)]) + self.chosen.choice
            self.leaves[label] = Constant(numbers[place % len(numbers)])
        else:
            self.leaves[label] = Value(placeholder(len(self.leaves)), label)
        return self.leaves[label]

    def one_hot(self, name: str, at: Sequence[int], position: int) -> Value:
        """Return 1 at one place along an index, another one for each datum, and 0 elsewhere."""
        others = sum(at) - at[position]
        hot = (self.chosen.choice + others) % self.length(f"{name}.{position}")
        return Constant(float(at[position] == hot))

    def remainder(self, name: str, at: list[int], total: float, position: int) -> Value:
        """Return what the other values of a name leave of their total."""
        value: Value = Constant(total)
        for place in range(at[position]):
            other = self.free(name, [*at[:position], place, *at[position + 1 :]])
            value = self.operate(RULES["subtract"], (value, other))
        return value

    def label(self, name: str, at: Sequence[int]) -> str:
        """Write a name at a position, from 1; nothing for an unnamed datum."""
        shown = [
            str(place + 1) for position, place in enumerate(at)
            if place < self.length(f"{name}.{position}")
        ]  # fmt: skip
        return f"{name}_{','.join(shown)}" if shown else name

    def entry(self, leaf: Leaf, meaning: Meaning, places: Places) -> Value:
        """Return an entry of a literal vector."""
        place = leaf.indices[0].at(places)
        for part, variable in zip(leaf.parts, leaf.variables, strict=True):
            length = self.length(variable) if variable else 1
            if place < length:
                inner = {**places, variable: place} if variable else places
                return self.value(part, meaning, inner)
            place -= length
        raise NotUnderstoodError("a vector has too few entries")

    def rows(self, leaf: Leaf, meaning: Meaning, places: Places) -> list[list[Value]]:
        """Return the entries of the matrix that a leaf is the inverse or determinant of."""
        row, column = leaf.variables
        return [[self.value(leaf.parts[0], meaning, {**places, row: i, column: j})
                 for j in self.positions(column)] for i in self.positions(row)]  # fmt: skip

    def inverse(self, leaf: Leaf, meaning: Meaning, places: Places) -> Value:
        """Return an entry of an inverse: a cofactor, transposed, by the determinant.

        Where that is 0 everywhere, no point has a value, and nothing is told.
        """
        i, j, *others = (index.at(places) for index in leaf.indices)
        key = (leaf.key, tuple(others))
        if key not in self.inverses:
            rows = self.rows(leaf, meaning, places)
            whole = determinant(rows, self.operate)
            self.inverses[key] = [
                [self.operate(RULES["divide"], (cofactor(rows, row, k, self.operate), whole))
                 for row in range(len(rows))] for k in range(len(rows))
            ]  # fmt: skip
        return self.inverses[key][i][j]


def placeholder(count: int) -> float:
    """Return a number for an operation that isn't carried out: no difference of two is 0."""
    return 0.4 + 0.2 * math.modf(count * 0.6180339887)[0]
