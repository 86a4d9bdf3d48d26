"""Terms at a position of their indices: names, products of vectors, sums, literal vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from microgauss.check.algebra import operation
from microgauss.engine.numbers import article
from microgauss.engine.rules import RULES
from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import GAMMA, SCALAR, VECTOR, bare, mere_name, numeral
from microgauss.sheet.understanding.factorials import FACTORIAL
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

__all__ = ["Elements"]

MOST_TERMS = 60  # of a sum that is written with its last number


class Elements(Positions):
    """Makes nodes of terms, at a position of their indices."""

    def at(self, term: Term, axes: Sequence[Index] = ()) -> Node:
        """Return the node of a term at a position: as many indices as its shape has axes."""
        node = self.element(term, tuple(axes))
        return node if node.place else replace(node, place=term.span)

    def element(  # noqa: C901, PLR0911, PLR0912, one line a kind
        self, term: Term, axes: tuple[Index, ...]
    ) -> Node:
        """Return a term at a position, by its kind."""
        match term.kind:
            case "number":
                return Node(number=term.text)
            case "name" | "index":
                return self.named(term, axes)
            case "group" if len(term.args) == 1:
                return self.at(term.args[0], axes)
            case "group" | "vector":
                return self.entry(term.args, axes, term)
            case "matrix":
                return self.entry_of_matrix(term, axes)
            case "transpose":
                return self.transposed(term, axes)
            case "sum" | "product":
                return self.summed(term, axes)
            case "juxtaposed":
                return self.multiplied(self.factors(term), axes, term)
            case "operation":
                return self.operation(term, axes)
            case "norm":
                return self.norm(term)
            case "factorial":
                return self.factorial(self.at(term.args[0]), is_gamma=term.text == GAMMA)
            case "binomial":
                return self.binomial(*map(self.at, term.args))
            case "inner":
                return self.contracted(*term.args)
            case "cases":
                return self.piecewise(term, axes)
        raise NotUnderstoodError(f"{article(term.kind)} can't stand here", term.span)

    def transposed(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a transposed term; a number to the power of T, if T stands for one."""
        inner = term.args[0]
        if self.shape(inner) == SCALAR and term.text == "T":
            exponent = self.at(Term("name", "T", (), term.span))
            return operation("pow", self.at(inner), exponent)
        return self.at(inner, axes[::-1])

    def piecewise(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return cases by signs: (1 + sign(a - b))/2 is 1 where a > b, and 0 where a < b."""
        *pairs, last = term.args
        if len(term.args) % 2 == 0:  # no otherwise: the last condition is what remains
            *pairs, last = term.args[:-1]
        node = self.at(last, axes)
        for value, condition in reversed(list(zip(pairs[::2], pairs[1::2], strict=True))):
            if condition.kind != "relation" or not set(condition.text) & set("<>"):
                raise NotUnderstoodError("a case whose condition can't be told", condition.span)
            left, right = (self.at(arg) for arg in condition.args)
            gap = operation("subtract", *((left, right) if ">" in condition.text
                                          else (right, left)))  # fmt: skip
            one, two = Node(number="1"), Node(number="2")
            weight = operation("divide", operation("add", one, operation("sign", gap)), two)
            other = operation("subtract", one, weight)
            node = operation(
                "add", operation("multiply", weight, self.at(value, axes)),
                operation("multiply", other, node),
            )  # fmt: skip
        return node

    def operation(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return an operation of the table at a position."""
        args = term.args
        if term.text == "multiply":
            return self.multiplied(args, axes, term)
        if term.text == "pow":
            if args[0].kind == "name" and self.is_euler(args[0], args[1]):
                return operation("exp", self.at(args[1]))
            if args[0].kind == "norm" and args[0].text == "2" and numeral(args[1]) == 2:
                return self.contracted(args[0].args[0], args[0].args[0])
            if (args[0].kind == "operation" and args[0].text == "abs" and numeral(args[1]) == 2
                    and self.shape(args[0].args[0]) == VECTOR):  # fmt: skip
                return self.contracted(args[0].args[0], args[0].args[0])
        if term.text == "abs" and self.shape(args[0]) in (VECTOR, ROW):
            return operation("sqrt", self.contracted(args[0], args[0]))
        self.shape_of_operation(term)
        nodes = [self.at(arg, axes if self.shape(arg) != SCALAR else ()) for arg in args]
        return Node(RULES[term.text], tuple(nodes))

    def is_euler(self, base: Term, exponent: Term) -> bool:
        """Tell whether e^... is a power of Euler's number, and not of an error e."""
        known = self.scope.get("e") if base.text == "e" else None
        is_error = known is not None and not known.definition.letters
        return base.text == "e" and not (is_error and numeral(exponent) is not None)

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

    def norm(self, term: Term) -> Node:
        """Return a norm."""
        inner = term.args[0]
        if self.shape(inner) == SCALAR:
            return operation("abs", self.at(inner))
        if term.text == "1":
            variable = self.variable()
            body = operation("abs", self.at(inner, (Index(variable),)))
            return self.sum_node("sum", variable, body)
        if term.text != "2":
            raise NotUnderstoodError(f"the norm {term.text} isn't known", term.span)
        return operation("sqrt", self.contracted(inner, inner))

    # --- factorials -------------------------------------------------------------------------------

    def factorial(self, n: Node, *, is_gamma: bool = False) -> Node:
        """Return a factorial; gamma(n) is that of n - 1."""
        if is_gamma:
            n = operation("subtract", n, Node(number="1"))
        return Node(FACTORIAL, (n,))

    def binomial(self, n: Node, k: Node) -> Node:
        """Return n!/(k! (n - k)!)."""
        below = operation(
            "multiply", self.factorial(k), self.factorial(operation("subtract", n, k))
        )
        return operation("divide", self.factorial(n), below)

    # --- sums -------------------------------------------------------------------------------------

    def sum_node(self, kind: str, variable: str, body: Node, first: int = 1) -> Node:
        """Return a sum or product over a variable."""
        row = Sum(kind, variable, first)
        self.sums[row.rule] = row
        self.lengths.find(variable)
        return Node(row.rule, (body,))

    def summed(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a sum or product, its letter standing for a variable of its own."""
        if not term.text:
            raise NotUnderstoodError("a sum that doesn't say what it runs over", term.span)
        variable = self.variable(term.text)
        first = 1
        if len(term.args) > 1 and term.args[1].kind != "dots":
            start = numeral(term.args[1])
            if start is None:
                raise NotUnderstoodError("a sum that begins at a number that varies", term.span)
            first = start
        self.starts[variable] = first
        if len(term.args) > 2:
            self.limit(variable, term.args[2], first)
        elif self.names.unlimited and (term.text in ("i", "n") or len(self.names.bound) == 1):
            self.lengths.unite(self.names.unlimited, variable)
        before = self.letters.get(term.text)
        self.letters[term.text] = variable
        body = self.at(term.args[0], axes)
        if before is None:
            del self.letters[term.text]
        else:
            self.letters[term.text] = before
        return self.sum_node(term.kind, variable, body, first)

    def limit(self, variable: str, last: Term, first: int) -> None:
        """Note how far a sum runs: to a number, to N, or to N - 1."""
        if (end := numeral(last)) is not None:
            if not 0 < end - first + 1 <= MOST_TERMS:
                raise NotUnderstoodError("a sum over so many terms", last.span)
            self.lengths.fix(variable, end - first + 1)
            return
        left_out = 0
        if last.kind == "operation" and last.text == "subtract":
            left_out, last = numeral(last.args[1]) or 0, last.args[0]
        if last.kind != "name" or last.text not in self.names.sizes or first < 1:
            raise NotUnderstoodError("a sum whose end can't be told", last.span)
        if last.text in self.scope.arguments:
            raise NotUnderstoodError(f"a sum up to {last.text}, which varies", last.span)
        self.lengths.unite(self.names.sizes[last.text], variable)
        self.lengths.ranges[variable] = first - 1, left_out
        self.starts[variable] = 1

    # --- names ------------------------------------------------------------------------------------

    def named(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a name at its indices."""
        name = bare(term)
        if name is None or term.kind not in ("name", "index") or (
            term.kind == "index" and term.args[0].kind != "name"
        ):  # fmt: skip
            return self.indexed(term, axes)
        if self.is_identity(name):
            return self.leaf(Leaf("same", "I", axes), term)
        if term.kind == "index" and self.may_be_derivative(name, term):
            raise NotUnderstoodError("a component, or a derivative: that can't be told", term.span)
        given = self.indices(term) if term.kind == "index" else []
        if given is None or (given and not self.has_indices(name, given)):
            return self.plain(mere_name(term), term)  # such as h_{t-1}, or x_1
        if not given and (special := self.special(name.text, term)):
            return special
        return self.leaf_of_name(name, given, axes, term)

    def indexed(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a component of something that isn't a name: (Xw)_i."""
        if term.kind != "index":
            raise NotUnderstoodError("this can't be understood", term.span)
        given = self.indices(term) or []
        if len(given) != AXES[self.shape(term.args[0])]:
            raise NotUnderstoodError("an index on what has no such components", term.span)
        return self.at(term.args[0], (*given, *axes))

    # --- literal vectors --------------------------------------------------------------------------

    def entry(self, entries: Sequence[Term], axes: tuple[Index, ...], term: Term) -> Node:
        """Return an entry of a literal vector; entries that are vectors are joined."""
        (index,) = axes
        parts, variables = [], []
        for part in entries:
            is_vector = self.shape(part) == VECTOR
            variables.append(self.variable() if is_vector else "")
            parts.append(self.at(part, [Index(variables[-1])] if is_vector else ()))
        if index.variable and not any(variables):
            self.lengths.fix(index.variable, len(parts))
        if index.variable and any(variables):
            self.lengths.join(index.variable, variables)
        key = f"entry {next(self.names.counter)}"
        return self.leaf(Leaf("entry", key, (index,), tuple(parts), tuple(variables)), term)

    def entry_of_matrix(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return an entry of a literal matrix."""
        row, column = axes
        rows = [Term("vector", "column", r.args, r.span) for r in term.args]
        parts = tuple(self.at(r, (column,)) for r in rows)
        if row.variable:
            self.lengths.fix(row.variable, len(parts))
        key = f"entry {next(self.names.counter)}"
        return self.leaf(Leaf("entry", key, (row, column), parts, ("",) * len(parts)), term)


def reduce_product(nodes: Sequence[Node], spans: Sequence[tuple[int, int]] = ()) -> Node:
    """Multiply nodes, from left to right; ``spans`` are where they stand."""
    found = nodes[0]
    for place, node in enumerate(nodes[1:], 1):
        found = operation("multiply", found, node)
        if spans and place < len(nodes) - 1:
            found = replace(found, place=(spans[0][0], spans[place][1]))
    return found
