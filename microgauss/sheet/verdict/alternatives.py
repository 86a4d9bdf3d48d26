"""What a wrong side may lack: other names at the same indices, other derivatives, parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from microgauss.check.algebra import operation
from microgauss.check.floats import CLOSE, Evaluator
from microgauss.check.symbols import partials_of
from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.understanding.leaves import (
    AXES,
    Index,
    Leaf,
    NotUnderstoodError,
    derivative_key,
)
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.verdict.judging import Judge

__all__ = ["Alternatives", "expanded_sum"]

NAMES = 40  # leaves that may stand for one another
LONG = 30  # nodes of a part that may have been left out
NOWHERE = Term("name")  # an alternative stands nowhere in the text


class Alternatives:
    """The leaves and parts that may stand in a ``right`` side, in the place of what it has."""

    def __init__(self, judge: Judge, meaning: Meaning, right: Node) -> None:
        self.judge, self.meaning, self.right = judge, meaning, right
        self.own = {part.name for part in right.walk()}

    def leaves(self, variables: Sequence[str], present: Sequence[str]) -> list[str]:
        """Return leaves that may be meant: other names at the same indices, other derivatives."""
        leaves = [self.meaning.leaves[name] for name in dict.fromkeys(present)]
        own = {leaf.name for name in self.own if (leaf := self.meaning.leaves.get(name))}
        names = dict.fromkeys([
            *(leaf.name for leaf in leaves if leaf.what == "name"),
            *self.judge.scope.definitions, *self.judge.known_names(),
        ])  # fmt: skip
        found = [key for name in names for key in self.at_all(name, variables)][:NAMES]
        by = {part.name for leaf in leaves if leaf.what == "derivative" for part in leaf.parts[1:]}
        functions = [n for n in found if self.meaning.leaves[n].name in own]
        for leaf in leaves:
            if leaf.what == "derivative" and len(leaf.parts) == 2:
                found += self.derivatives(leaf, functions, [n for n in found if n in by])
        found += [self.meaning.leaf(Leaf("length", n, key=key), NOWHERE).name
                  for n, key in self.meaning.names.sizes.items()
                  if key in self.meaning.lengths.parent]  # fmt: skip
        return found

    def at_all(self, name: str, variables: Sequence[str]) -> Iterator[str]:
        """Yield the leaves of a name at all variables and used numbers that fit its positions."""
        scope = self.judge.scope
        try:
            count = scope.family_count(name) + AXES[scope.shape(name)]
        except NotUnderstoodError:
            return
        lengths = self.meaning.lengths
        fitting = []
        for position in range(count):
            root = lengths.find(self.meaning.position(name, position))
            running = [v for v in variables if lengths.find(v) == root]
            indices = [Index(v, self.meaning.starts.get(v, 1) - 1) for v in running]
            fitting.append([*indices, *(self.numbers(name, position) if count > 1 else ())])
        for chosen in product(*fitting):
            variables = [index.variable for index in chosen if index.variable]
            if len(set(variables)) == len(variables) and (variables or not count):
                yield self.meaning.leaf(Leaf("name", name, chosen), NOWHERE).name

    def numbers(self, name: str, position: int) -> list[Index]:
        """Return the numbers that a name is used with at a position: x_{i1}, x_{i2}."""
        definitions = filter(None, self.meaning.scope.understood.values())
        every = [self.meaning.leaves, *(known.meaning.leaves for known in definitions)]
        used = {
            leaf.indices[position]
            for leaves in every
            for leaf in leaves.values()
            if (leaf.what, leaf.name) == ("name", name) and position < len(leaf.indices)
        }
        return sorted((index for index in used if not index.variable), key=str)

    def derivatives(self, leaf: Leaf, functions: Sequence[str], by: Sequence[str]) -> list[str]:
        """Return the derivatives of other functions, and by other names, at the same indices."""
        found = []
        for place, names in enumerate((functions, by)):
            own = self.meaning.leaves.get(leaf.parts[place].name)
            for name in names if own else ():
                other = self.meaning.leaves[name]
                if own and other.what == "name" and other.indices == own.indices:
                    found.append(self.derivative(leaf, place, name))
        return found[:NAMES]

    def derivative(self, leaf: Leaf, place: int, name: str) -> str:
        """Return a derivative with another function, or by another name."""
        parts = list(leaf.parts)
        parts[place] = Node(name=name)
        key = derivative_key(parts, is_partial=leaf.is_partial)
        return self.meaning.leaf(replace(leaf, parts=tuple(parts), key=key, name=key), NOWHERE).name

    def bodies(self, left: Node) -> list[Node]:
        """Return what the differentiated function is defined as, and its local derivatives."""
        leaf = self.meaning.leaves.get(left.name)
        function = self.meaning.leaves.get(leaf.parts[0].name) if leaf and leaf.parts else None
        known = self.judge.scope.get(function.name) if function else None
        if function is None or known is None or function.what != "name":
            return []
        self.meaning.leaves.update(known.meaning.leaves)
        self.meaning.sums.update(known.meaning.sums)
        self.meaning.spellings.update(known.meaning.spellings)
        places = dict(zip(known.variables, function.indices, strict=False))
        body = self.meaning.renamed(known.body, places)
        parts = [part for part in body.walk() if part.args and part.rule not in self.meaning.sums]
        partials = [p for part in parts if part.size <= LONG for p in partials_of(part) if p.args]
        return [body, *partials]

    def atoms(self, nodes: Sequence[Node], names: Sequence[str]) -> list[Node]:
        """Return what may have been left out: leaves, and parts of other formulas."""
        leaves = [Node(name=name) for name in names]
        parts = [part for node in nodes for part in node.walk() if part.args and part.size <= LONG]
        known = {*names, "pi"}
        return [a for a in [*leaves, *parts] if all(p.name in known for p in a.walk() if p.name)]

    def usable(self, evaluate: Evaluator, answers: Sequence[Node]) -> list[str]:
        """Return the names that a repair may use: the answer itself is none.

        Nor are derivatives, where the right side has none.
        """
        asked = {
            part.name for node in answers for part in node.walk() if self.is_derivative(part.name)
        }
        asked |= {node.name for node in answers}
        has_derivatives = any(map(self.is_derivative, self.own))

        def is_usable(name: str) -> bool:
            if name in asked or not self.is_derivative(name):
                return name not in asked
            return has_derivatives and not self.is_answer(name, asked, evaluate)

        return [n for n in evaluate.names if n != "pi" and (n in self.own or is_usable(n))]

    def is_derivative(self, name: str) -> bool:
        """Tell whether a leaf is a derivative."""
        leaf = self.meaning.leaves.get(name)
        return leaf is not None and leaf.what == "derivative"

    def is_answer(self, name: str, asked: set[str], evaluate: Evaluator) -> bool:
        """Tell whether a derivative is what is asked for, but for a factor."""
        column = np.asarray(evaluate.names[name])
        with np.errstate(all="ignore"):
            ratios = [column / evaluate.names[other] for other in asked if other in evaluate.names]
            return any(np.ptp(ratio) <= CLOSE * np.max(np.abs(ratio)) for ratio in ratios)


def expanded_sum(node: Node, meaning: Meaning) -> Node | None:
    """Return the derivative of a mean over the data as the mean of derivatives."""
    leaf = meaning.leaves.get(node.name)
    if leaf is None or leaf.what != "derivative":
        return None
    function, *taken = leaf.parts
    inner = meaning.leaves.get(function.name)
    if inner is not None and inner.what == "name":
        known = meaning.scope.get(inner.name)
        if known is None or known.variables:
            return None
        meaning.leaves.update(known.meaning.leaves)
        meaning.sums.update(known.meaning.sums)
        meaning.spellings.update(known.meaning.spellings)
        function = known.body
    return differentiated(function, taken, meaning)


def differentiated(node: Node, taken: Sequence[Node], meaning: Meaning) -> Node | None:
    """Differentiate a sum term by term, and leave numbers in front of it; None for no sum."""
    if node.rule in meaning.sums and meaning.sums[node.rule].kind == "sum":
        body = node.args[0]
        key = derivative_key((body, *taken), is_partial=False)
        indices = tuple(dict.fromkeys(i for n in (body, *taken) for i in meaning.leaves_of(n)))
        leaf = meaning.leaf(Leaf("derivative", key, indices, (body, *taken), key=key), NOWHERE)
        return Node(node.rule, (Node(name=leaf.name),))
    if node.is_operation("negative"):
        inner = differentiated(node.args[0], taken, meaning)
        return operation("negative", inner) if inner else None
    if node.is_operation("multiply", "divide"):
        a, b = node.args
        if is_number(a, meaning) and node.is_operation("multiply"):
            inner = differentiated(b, taken, meaning)
            return operation("multiply", a, inner) if inner else None
        if is_number(b, meaning):
            inner = differentiated(a, taken, meaning)
            return Node(node.rule, (inner, b)) if inner else None
    return None


def is_number(node: Node, meaning: Meaning) -> bool:
    """Tell whether nothing in a node varies."""
    return all(
        not part.name or part.name == "pi" or meaning.leaves[part.name].what == "length"
        for part in node.walk()
    )
