"""Terms at a position of their indices: names, products of vectors, sums, literal vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microgauss.check.algebra import operation
from microgauss.engine.numbers import article
from microgauss.engine.rules import RULES
from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import (
    GAMMA,
    MATRIX,
    ONES,
    SCALAR,
    VECTOR,
    bare,
    is_inverse_power,
    mere_name,
    numeral,
)
from microgauss.sheet.notation.rewriting import may_be_too_long
from microgauss.sheet.understanding.factorials import FACTORIAL
from microgauss.sheet.understanding.leaves import (
    AXES,
    ROW,
    Index,
    Leaf,
    NotUnderstoodError,
)
from microgauss.sheet.understanding.lengths import MANY
from microgauss.sheet.understanding.products import Products

__all__ = ["Elements"]

MOST_TERMS = 60  # of a sum that is written with its last number


class Elements(Products):
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
            case "componentwise":
                return self.by_component(term, axes)
            case "trace":
                return self.trace(term)
            case "determinant":
                return self.determinant(term.args[0], term)
            case "diagonal":
                return self.diagonal(term, axes)
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
        if term.text == "pow" and (found := self.special_power(term, axes)):
            return found
        if term.text == "abs" and self.shape(args[0]) in (VECTOR, ROW):
            return operation("sqrt", self.contracted(args[0], args[0]))
        if term.text == "abs" and self.shape(args[0]) == MATRIX:
            return self.determinant(args[0], term)
        if may_be_too_long(term, self.names):
            raise NotUnderstoodError(
                "a function of all behind it, or times a bracket: write which", term.span
            )
        self.shape_of_operation(term)
        nodes = [self.at(arg, axes if self.shape(arg) != SCALAR else ()) for arg in args]
        return Node(RULES[term.text], tuple(nodes))

    def special_power(self, term: Term, axes: tuple[Index, ...]) -> Node | None:
        """Return a power of a matrix, of Euler's number or of a norm; None of anything else."""
        base, exponent = term.args
        whole = numeral(exponent)
        if not term.bold and self.shape(base) == MATRIX and whole in (2, 3):
            return self.multiplied([replace(base) for _ in range(whole)], axes, term)
        if not term.bold and self.shape(base) == MATRIX and is_inverse_power(term):
            return self.inverse(base, axes, term)
        if base.kind == "name" and self.is_euler(base, exponent):
            return operation("exp", self.at(exponent))
        if base.kind == "norm" and base.text in ("2", "F") and whole == 2:
            return self.squared_norm(base)
        is_size = base.kind == "operation" and base.text == "abs" and whole == 2
        if is_size and self.shape(base.args[0]) == VECTOR:  # |x|^2
            return self.contracted(base.args[0], base.args[0])
        return None

    def is_euler(self, base: Term, exponent: Term) -> bool:
        """Tell whether e^... is a power of Euler's number, and not of an error e."""
        known = self.scope.get("e") if base.text == "e" else None
        is_error = known is not None and not known.definition.letters
        return base.text == "e" and not (is_error and numeral(exponent) is not None)

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

    def summed(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a sum or product, its letter standing for a variable of its own."""
        if not term.text:
            raise NotUnderstoodError("a sum that doesn't say what it runs over", term.span)
        variable = self.variable(term.text)
        first = 1
        is_set = len(term.args) > 1 and term.args[1].kind == "members"
        if is_set and term.text in self.names.partial:
            raise NotUnderstoodError("a sum over a part of the data isn't judged", term.span)
        if len(term.args) > 1 and not is_set and term.args[1].kind != "dots":
            start = numeral(term.args[1])
            if start is None:
                raise NotUnderstoodError("a sum that begins at a number that varies", term.span)
            first = start
        self.starts[variable] = first
        if len(term.args) > 2:
            self.limit(variable, term.args[2], first)
        elif term.text in self.names.unlimited:
            self.lengths.unite(self.names.unlimited[term.text], variable)
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
        if last.kind == "name" and last.text == "infinity":
            raise NotUnderstoodError("an infinite sum isn't judged", last.span)
        if last.kind == "operation" and last.text == "subtract":
            left_out, last = numeral(last.args[1]) or 0, last.args[0]
        if last.kind != "name" or last.text not in self.names.sizes or first < 1:
            raise NotUnderstoodError("a sum whose end can't be told", last.span)
        if last.text in self.scope.arguments or last.text in self.letters:
            raise NotUnderstoodError(f"a sum up to {last.text}, which varies", last.span)
        if first + left_out >= MANY:
            raise NotUnderstoodError("a sum that begins so late isn't judged", last.span)
        self.lengths.unite(self.names.sizes[last.text], variable)
        self.lengths.reach(variable, first + left_out + 1)  # so that it has terms
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
        if self.is_ones(term):
            return self.leaf(Leaf("same", ONES, axes * 2), term)
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
