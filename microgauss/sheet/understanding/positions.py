"""Names at the positions of their indices: the leaves of a formula."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from microgauss.check.algebra import operation
from microgauss.engine.rules import Rule
from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import SCALAR, index_letters, numeral
from microgauss.sheet.understanding.leaves import (
    AXES,
    GENERIC,
    Index,
    Leaf,
    NotUnderstoodError,
    Sum,
)
from microgauss.sheet.understanding.shapes import Shapes

if TYPE_CHECKING:
    from microgauss.sheet.understanding.scope import Scope

__all__ = ["Positions"]


class Positions(Shapes):
    """Makes leaves of names with indices.

    ``leaves`` has what the names of the nodes stand for, ``sums`` the rows for sums.
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.leaves: dict[str, Leaf] = {}
        self.sums: dict[Rule, Sum] = {}
        self.letters: dict[str, str] = {}  # what the letters of indices are called, in sums
        self.starts: dict[str, int] = {}  # the number that a variable begins with, if it isn't 1
        self.spellings: dict[str, tuple[int, int]] = {}
        self.own: Collection[str] = ()  # the arguments of a function: no indices there

    def variable(self, what: str = "") -> str:
        """Return a new variable."""
        return f"{what}#{next(self.names.counter)}"

    def may_be_derivative(self, name: Term, term: Term) -> bool:
        """Tell whether an index may be what a derivative is taken by: z_x of z = x^2 + x y."""
        letters = set(index_letters(term))
        return bool(letters) and letters <= self.names.made_of(name.text)

    def has_indices(self, name: Term, given: Sequence[Index]) -> bool:
        """Tell whether indices are positions: those of x_1, of a scalar without x_i, are none."""
        if any(index.variable for index in given):
            return True
        return self.scope.family_count(name.text) > 0 or self.scope.shape(name.text) != SCALAR

    def indices(self, term: Term) -> list[Index] | None:
        """Return the positions that indices name; None where they are part of the name."""
        found = []
        for arg in term.args[1:]:
            index = self.index(arg)
            if index is None:
                return None
            found.append(index)
        return found

    def index(self, arg: Term) -> Index | None:
        """Return the position that an index names."""
        if (whole := numeral(arg)) is not None:
            return Index("", whole - 1)
        offset, sign = 0, 1
        if arg.kind == "operation" and arg.text in ("add", "subtract"):
            first, second = map(numeral, arg.args)
            if second is not None:
                offset, arg = (second if arg.text == "add" else -second), arg.args[0]
            elif first is not None:
                offset, sign, arg = first, (1 if arg.text == "add" else -1), arg.args[1]
            else:
                return None
        if arg.kind != "name":
            return None
        letter = arg.text
        if letter not in self.letters and not self.names.is_index(letter):
            return None
        if letter in self.names.sizes and letter not in self.letters:
            raise NotUnderstoodError("the last of all isn't judged by itself", arg.span)
        variable = self.letters.get(letter, letter)
        return Index(variable, offset + sign * self.starts.get(variable, 1) - 1, sign)

    def special(  # noqa: PLR0911, one a kind
        self, name: str, term: Term
    ) -> Node | None:
        """Return what is no free name: pi, e, a length, the number of an index."""
        if name == "pi" and self.scope.get(name) is None:
            return Node(name="pi")
        if name in self.letters:
            variable = self.letters[name]
            offset = self.starts.get(variable, 1)
            return self.leaf(Leaf("position", name, (Index(variable, offset),)), term)
        if name == "e" and self.names.families.get("e"):
            return operation("exp", Node(number="1"))
        is_counted = name in self.names.letters and self.is_counted(name)
        if name in self.names.units and self.scope.get(name) is None and not is_counted:
            raise NotUnderstoodError("complex numbers aren't judged", term.span)
        if name in self.names.sets:
            raise NotUnderstoodError("how many members a set has isn't judged", term.span)
        if name in self.scope.definitions or name in self.own:
            return None
        if name == "e" and not self.names.families.get("e"):
            return operation("exp", Node(number="1"))
        if is_counted:
            return self.leaf(Leaf("position", name, (Index(name, 1),)), term)  # n of x_n = n^2
        if name in self.names.sizes:
            self.lengths.find(self.names.sizes[name])
            return self.leaf(Leaf("length", name, key=self.names.sizes[name]), term)
        return None

    def is_counted(self, letter: str) -> bool:
        """Tell whether a definition has a letter as its index, such as x_n = n^2."""
        return any(letter in known.letters for known in self.scope.definitions.values())

    def plain(self, name: str, term: Term) -> Node:
        """Return a name whose index is a part of it."""
        return self.leaf(Leaf("name", name), term)

    def leaf_of_name(
        self, name: Term, given: Sequence[Index], axes: tuple[Index, ...], term: Term
    ) -> Node:
        """Return a name at its indices: those of its family, then those of its components."""
        if name.text == "delta" and len(given) == 2 and self.scope.get("delta") is None:
            return self.leaf(Leaf("same", "delta", tuple(given)), term)
        if matrix := self.matrix_of(name):
            place = (*(given or self.generic(matrix, 0, 1)), *axes)
            return self.leaf_of_name(replace(name, text=matrix), (), place, term)
        shape = self.scope.shape(name.text)
        count = self.scope.family_count(name.text)
        indices = [*given, *axes]
        missing = count + AXES[shape] - len(indices)
        if 0 < missing <= count:
            first = len(given) or count - missing
            self.refuse_partner(name.text, given, first, count, term)
            indices = [*given, *self.generic(name.text, first, count), *axes]
        elif missing:
            raise NotUnderstoodError(f"{name.text} has other indices elsewhere", term.span)
        for position, index in enumerate(indices):
            if index.variable:
                self.lengths.unite(self.position(name.text, position), index.variable)
            elif not self.scope.get(name.text):
                self.lengths.reach(self.position(name.text, position), index.offset + 1)
        self.note_lengths(name.text, count, shape)
        return self.leaf(Leaf("name", name.text, tuple(indices)), term)

    def refuse_partner(
        self, name: str, given: Sequence[Index], first: int, count: int, term: Term
    ) -> None:
        """Refuse q_1 of q_i = a - p_i + s p_j: which j is meant isn't told."""
        known = self.scope.get(name)
        keys = (self.position(name, position) for position in range(first, count))
        others = [key for key in keys if key in self.names.letters and key not in self.letters]
        if known and known.definition.letters and others and not all(i.variable for i in given):
            raise NotUnderstoodError(f"which {others[0]} is meant isn't told", term.span)

    def note_lengths(self, name: str, count: int, shape: str) -> None:
        """Note what is said of how many components a name has, behind ``count`` other indices."""
        if name in self.names.symmetric and count + AXES[shape] > 1:
            self.lengths.unite(*(self.position(name, position) for position in (0, 1)))
        if self.scope.get(name) is not None:
            return
        if name in self.names.counts and AXES[shape] == 1:
            self.lengths.fix(self.position(name, count), self.names.counts[name])
        for position, size in enumerate(self.names.dimensions.get(name, ())):
            key = self.position(name, count + position)
            if size.isdigit():
                self.lengths.fix(key, int(size))
            else:
                self.lengths.unite(self.names.sizes[size], key)

    def position(self, name: str, position: int) -> str:
        """Return the key of the length of an index position of a name."""
        known = self.scope.get(name)
        if known:
            return known.variables[position]
        return f"{name}.{position}"

    def generic(self, name: str, first: int, count: int) -> list[Index]:
        """Return the indices that aren't given: those of its definition, or of an unnamed datum."""
        found = []
        for position in range(first, count):
            key = self.position(name, position)
            if key in self.names.letters:  # L = -log p_c, for a class c
                found.append(Index(self.letters.get(key, key)))
                continue
            root = self.lengths.find(key)
            variable = f"{GENERIC}{root}"
            self.lengths.unite(root, variable)
            found.append(Index(variable))
        return found

    def leaf(self, leaf: Leaf, term: Term) -> Node:
        """Return the node of a leaf."""
        inside = ",".join(map(str, leaf.indices))
        text = leaf.key if leaf.key and leaf.what != "length" else leaf.name
        text = f"{text}[{inside}]" if inside else text
        self.leaves[text] = leaf
        self.spellings.setdefault(text, term.span)
        return Node(name=text, place=term.span)

    def leaf_objects(self, node: Node) -> list[Leaf]:
        """Return what the leaves of a node stand for."""
        return [self.leaves[n.name] for n in node.walk() if n.name in self.leaves]

    def leaves_of(self, node: Node) -> list[Index]:
        """Return the indices of a node that no sum in it binds."""
        bound = {self.sums[n.rule].variable for n in node.walk() if n.rule in self.sums}
        found = [index for leaf in self.leaf_objects(node) for index in leaf.indices]
        return [index for index in found if index.variable and index.variable not in bound]

    def renamed(self, node: Node, new: Mapping[str, Index]) -> Node:
        """Return a node with variables of its leaves renamed."""
        if node.name in self.leaves:
            leaf = self.leaves[node.name]
            indices = tuple(
                Index(new[i.variable].variable, new[i.variable].offset + i.offset, i.sign)
                if i.variable in new else i for i in leaf.indices
            )  # fmt: skip
            parts = tuple(self.renamed(part, new) for part in leaf.parts)
            term = Term("name", span=self.spellings[node.name])
            return self.leaf(replace(leaf, indices=indices, parts=parts), term)
        if not node.args:
            return node
        return Node(node.rule, tuple(self.renamed(arg, new) for arg in node.args), place=node.place)
