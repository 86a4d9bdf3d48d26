"""Products of numbers, vectors and matrices, at a position of their indices; norms and traces."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from microgauss.check.algebra import operation
from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import MATRIX, SCALAR, VECTOR, without_transposition
from microgauss.sheet.understanding.leaves import (
    AXES,
    ROW,
    Index,
    Leaf,
    NotUnderstoodError,
    Sum,
)
from microgauss.sheet.understanding.positions import Positions
from microgauss.sheet.understanding.shapes import SHAPES

__all__ = ["Products"]


class Products(Positions):
    """Makes nodes of products: what is multiplied and summed, by the shapes of the factors."""

    @abstractmethod
    def at(self, term: Term, axes: Sequence[Index] = ()) -> Node:
        """Return the node of a term at a position: as many indices as its shape has axes."""

    def multiplied(self, factors: Sequence[Term], axes: tuple[Index, ...], term: Term) -> Node:
        """Multiply factors, from the left: numbers, and vectors as their shapes say."""
        spans = [factor.span for factor in factors]
        scalars = [factor for factor in factors if self.shape(factor) == SCALAR]
        others = [factor for factor in factors if self.shape(factor) != SCALAR]
        if len(others) > 1:
            whole = self.chained(others, axes, term)
            nodes = {id(others[0]): whole}
            return reduce_product(
                [nodes.get(id(f)) or self.at(f) for f in factors if f in scalars or f is others[0]]
            )
        return reduce_product([self.at(f, () if f in scalars else axes) for f in factors], spans)

    def chained(self, factors: Sequence[Term], axes: tuple[Index, ...], term: Term) -> Node:
        """Multiply vectors and matrices: the first pair that makes a number, then the rest."""
        *before, last = factors
        shapes = (self.shape_of_product(before, term), self.shape(last))
        shape = self.product_shape(*shapes, term)
        left: Any = before[0] if len(before) == 1 else before
        if shapes[0] == SCALAR:  # (w^T x) x
            return operation("multiply", self.part(left, (), term), self.at(last, axes))
        if shape == SCALAR or shapes not in SHAPES:
            return self.summed_over(left, last, (), (), term)
        if shapes == (VECTOR, ROW):
            first, second = self.part(left, axes[:1], term), self.at(last, axes[1:])
            return operation("multiply", first, second)
        count = AXES[shapes[0]] - 1
        return self.summed_over(left, last, axes[:count], axes[count:], term)

    def part(self, left: Any, axes: tuple[Index, ...], term: Term) -> Node:
        """Return a factor, or several, at a position."""
        return self.at(left, axes) if isinstance(left, Term) else self.chained(left, axes, term)

    def summed_over(
        self,
        left: Any,
        right: Term,
        before: tuple[Index, ...],
        after: tuple[Index, ...],
        term: Term,
    ) -> Node:
        """Sum over the last index of the left and the first of the right."""
        if isinstance(left, Term) and all(map(self.is_ones, (without_transposition(left), right))):
            raise NotUnderstoodError("a vector whose length can't be told", term.span)
        variable = self.variable()
        index = Index(variable)
        a = self.part(left, (*before, index), term)
        b = self.at(right, (index, *after))
        return self.sum_node("sum", variable, operation("multiply", a, b))

    def contracted(self, left: Term, right: Term) -> Node:
        """Return the inner product of two vectors."""
        if self.shape(left) == SCALAR:
            return operation("multiply", self.at(left), self.at(right))
        return self.summed_over(left, right, (), (), left)

    def by_component(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a product component by component."""
        return operation("multiply", *(
            self.at(arg, axes if AXES[self.shape(arg)] else ()) for arg in term.args
        ))  # fmt: skip

    def norm(self, term: Term) -> Node:
        """Return a norm."""
        inner = term.args[0]
        if self.shape(inner) == SCALAR:
            return operation("abs", self.at(inner))
        if term.text == "1":
            variable = self.variable()
            body = operation("abs", self.at(inner, (Index(variable),)))
            return self.sum_node("sum", variable, body)
        return operation("sqrt", self.squared_norm(term))

    def squared_norm(self, term: Term) -> Node:
        """Return the square of a Euclidean norm, or of a matrix's Frobenius norm."""
        inner = term.args[0]
        if term.text not in ("2", "F"):
            raise NotUnderstoodError(f"the norm {term.text} isn't known", term.span)
        if self.shape(inner) != MATRIX:
            return self.contracted(inner, inner)
        if term.text == "2":
            raise NotUnderstoodError("a matrix has several norms: write which", term.span)
        rows, columns = self.variable(), self.variable()
        entry = self.at(inner, (Index(rows), Index(columns)))
        row = self.sum_node("sum", columns, operation("multiply", entry, entry))
        return self.sum_node("sum", rows, row)

    def trace(self, term: Term) -> Node:
        """Return the sum of a matrix's diagonal."""
        variable = self.variable()
        index = Index(variable)
        return self.sum_node("sum", variable, self.at(term.args[0], (index, index)))

    def diagonal(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a diagonal matrix of a vector, or a matrix's diagonal."""
        inner = term.args[0]
        if self.shape(inner) == MATRIX:
            return self.at(inner, axes * 2)
        row, column = axes
        if row.variable and column.variable:
            self.lengths.unite(row.variable, column.variable)
        same = self.leaf(Leaf("same", "I", axes), term)
        return operation("multiply", same, self.at(inner, (row,)))

    def inverse(self, matrix: Term, axes: tuple[Index, ...], term: Term) -> Node:
        """Return an entry of the inverse of a matrix."""
        entry, variables = self.entry_of_square(matrix)
        self.lengths.inverted.add(variables[0])
        for axis in axes:
            if axis.variable:
                self.lengths.unite(variables[0], axis.variable)
        key = f"inverse({entry.text})"
        inside = self.outside(entry, variables)
        return self.leaf(Leaf("inverse", key, (*axes, *inside), (entry,), variables, key=key), term)

    def determinant(self, matrix: Term, term: Term) -> Node:
        """Return the determinant of a matrix."""
        entry, variables = self.entry_of_square(matrix)
        key = f"det({entry.text})"
        inside = self.outside(entry, variables)
        return self.leaf(Leaf("determinant", key, inside, (entry,), variables, key=key), term)

    def entry_of_square(self, matrix: Term) -> tuple[Node, tuple[str, str]]:
        """Return an entry of a square matrix, and the variables of its row and column."""
        row, column = self.variable(), self.variable()
        self.lengths.unite(row, column)
        return self.at(matrix, (Index(row), Index(column))), (row, column)

    def outside(self, entry: Node, variables: Collection[str]) -> tuple[Index, ...]:
        """Return the indices of an entry that aren't those of its row and column."""
        free = (index for index in self.leaves_of(entry) if index.variable not in variables)
        return tuple(dict.fromkeys(free))

    def sum_node(self, kind: str, variable: str, body: Node, first: int = 1) -> Node:
        """Return a sum or product over a variable."""
        row = Sum(kind, variable, first)
        self.sums[row.rule] = row
        self.lengths.find(variable)
        return Node(row.rule, (body,))


def reduce_product(nodes: Sequence[Node], spans: Sequence[tuple[int, int]] = ()) -> Node:
    """Multiply nodes, from left to right; ``spans`` are where they stand."""
    found = nodes[0]
    for place, node in enumerate(nodes[1:], 1):
        found = operation("multiply", found, node)
        if spans and place < len(nodes) - 1:
            found = replace(found, place=(spans[0][0], spans[place][1]))
    return found
