"""What the terms of a formula mean: its value at each position of its indices, as nodes.

A vector formula is one scalar formula whose names carry indices: w^T x_i is the sum over k of
w[k]*x[i,k]. So every rule of calculus and every slip is that of scalars. A leaf of such a node is a
name at its indices, or something that has to be worked out first: a derivative, a function applied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np

from microgauss.check.algebra import operation
from microgauss.engine.rules import RULES, Rule
from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.names import (
    MATRIX,
    SCALAR,
    VECTOR,
    Lengths,
    Names,
    bare,
    mere_name,
    numeral,
)

__all__ = ["Definition", "Index", "Leaf", "Meaning", "NotUnderstoodError", "Sum"]

ROW = "row"  # a transposed vector
GENERIC = "any "  # the index of a datum that isn't named: mu for mu_i
SHAPES = {  # of products
    (ROW, VECTOR): SCALAR, (VECTOR, ROW): MATRIX, (MATRIX, VECTOR): VECTOR, (ROW, MATRIX): ROW,
    (MATRIX, MATRIX): MATRIX,
}  # fmt: skip
AXES = {SCALAR: 0, VECTOR: 1, ROW: 1, MATRIX: 2}


class NotUnderstoodError(ValueError):
    """A formula was read, and what it means can't be told."""

    def __init__(self, message: str, span: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.span = span


@dataclass(frozen=True)
class Index:
    """A position: where a variable is, and so many further on; or a fixed one, from 0.

    ``sign`` is -1 where it runs backwards, as in x_{3-k}.
    """

    variable: str = ""
    offset: int = 0
    sign: int = 1

    def at(self, places: Mapping[str, int]) -> int:
        """Return the position where the variables have theirs."""
        return self.offset + (self.sign * places[self.variable] if self.variable else 0)

    def __str__(self) -> str:
        shift = f"{self.offset:+d}" if self.offset and self.variable else ""
        back = "-" if self.sign < 0 else ""
        return f"{back}{self.variable or self.offset + 1}{shift}"


@dataclass(frozen=True)
class Leaf:
    """What a leaf of a formula stands for.

    ``what`` is "name", "length" (N), "position" (the number of an index), "derivative" (of the
    first of ``parts`` by the others), "entry" (of a literal vector), "call" or "same" (1 where two
    indices are equal).
    """

    what: str
    name: str
    indices: tuple[Index, ...] = ()
    parts: tuple[Node, ...] = ()
    variables: tuple[str, ...] = ()  # of an entry's parts that are vectors
    key: str = ""
    is_partial: bool = False


@dataclass(frozen=True)
class Definition:
    """What a name stands for: a term, over its ``arguments`` and the ``letters`` of its indices."""

    name: str
    term: Term
    arguments: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    section: int = 0
    exercise: int = 0
    line: int = 0


@dataclass(frozen=True)
class Defined:
    """A definition that has been understood: the node ``body``, over ``variables``.

    These are those of the letters, or of the datum that it belongs to, and then its components'.
    """

    definition: Definition
    meaning: Meaning
    body: Node
    shape: str
    variables: tuple[str, ...]

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names that it is a function of."""
        return self.definition.arguments

    @property
    def family_count(self) -> int:
        """How many indices it has beside its own components."""
        return len(self.variables) - AXES[self.shape]


class Scope:
    """The definitions that hold at a place of a document, understood when they are needed."""

    def __init__(
        self, names: Names, definitions: Mapping[str, Definition], lengths: Lengths
    ) -> None:
        self.names, self.definitions, self.lengths = names, definitions, lengths
        self.understood: dict[str, Defined | None] = {}

    def get(self, name: str) -> Defined | None:
        """Return what a name is defined as; None for a free name, and within its own definition."""
        if name not in self.understood and name in self.definitions:
            self.understood[name] = None
            try:
                self.understood[name] = self.define(self.definitions[name])
            except NotUnderstoodError as error:
                del self.understood[name]
                message = f"the definition of {name} (line {self.definitions[name].line}): {error}"
                raise NotUnderstoodError(message) from None
        return self.understood.get(name)

    def branch(self) -> Scope:
        """Return the scope with lengths of its own, to understand one more formula in."""
        for name in self.definitions:
            with suppress(NotUnderstoodError):
                self.get(name)
        branch = Scope(self.names, self.definitions, self.lengths.copy())
        branch.understood = self.understood
        return branch

    def define(self, definition: Definition) -> Defined:
        """Understand a definition."""
        meaning = Meaning(self)
        for letter in definition.letters:
            meaning.letters[letter] = meaning.variable(letter)
        shape = meaning.shape(definition.term)
        axes = [meaning.variable() for _ in range(AXES[shape])]
        body = meaning.at(definition.term, [Index(axis) for axis in axes])
        free = dict.fromkeys(index.variable for index in meaning.leaves_of(body))
        hidden = [variable for variable in free if variable.startswith(GENERIC)]
        for other in hidden[1:]:
            self.lengths.unite(hidden[0], other)
        if hidden[1:]:  # all belong to one datum
            body = meaning.renamed(body, {other: Index(hidden[0]) for other in hidden[1:]})
        own = [meaning.letters[letter] for letter in definition.letters] or hidden[:1]
        for variable in axes:
            self.lengths.find(variable)
        shape = VECTOR if shape == ROW else shape
        return Defined(definition, meaning, body, shape, (*own, *axes))

    def shape(self, name: str) -> str:
        """Return the shape of a name."""
        known = self.get(name)
        return known.shape if known else self.names.shape(name)

    def family_count(self, name: str) -> int:
        """Return how many indices a name has beside its own components."""
        known = self.get(name)
        return known.family_count if known else self.names.families.get(name, 0)


class Sum:
    """A sum, or product, over a variable, as a row for nodes."""

    def __init__(self, kind: str, variable: str, first: int = 1) -> None:
        self.kind, self.variable, self.first = kind, variable, first
        self.rule = Rule(
            f"{kind} over {variable}", "", "", 5, self.value, (), "any numbers", lambda *_: True
        )
        self.grid: dict[str, int] = {}  # the lengths of the variables, in the order of the axes
        self.points = 1

    def value(self, xp: Any, column: Any) -> Any:
        """Add up columns (..., points * positions) along the variable's axis."""
        shape = (self.points, *self.grid.values())
        axis = list(self.grid).index(self.variable) - len(self.grid)
        wide = np.reshape(column, (*np.shape(column)[:-1], *shape))
        total = (np.sum if self.kind == "sum" else np.prod)(wide, axis=axis, keepdims=True)
        return np.broadcast_to(total, wide.shape).reshape(np.shape(column))


class Meaning:
    """Makes nodes of terms, where the definitions of a scope hold.

    ``leaves`` has what the names of the nodes stand for, ``sums`` the rows for sums.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope, self.names, self.lengths = scope, scope.names, scope.lengths
        self.leaves: dict[str, Leaf] = {}
        self.sums: dict[Rule, Sum] = {}
        self.letters: dict[str, str] = {}  # what the letters of indices are called, in sums
        self.starts: dict[str, int] = {}  # the number that a variable begins with, if it isn't 1
        self.spellings: dict[str, tuple[int, int]] = {}
        self.used: set[str] = set()  # the names that were met

    def variable(self, what: str = "") -> str:
        """Return a new variable."""
        return f"{what}#{next(self.names.counter)}"

    # --- shapes -----------------------------------------------------------------------------------

    def shape(self, term: Term) -> str:
        """Return whether a term is a scalar, a vector, a row or a matrix."""
        match term.kind:
            case "name" | "index":
                return self.shape_of_name(term)
            case "transpose":
                inner = self.shape(term.args[0])
                return {VECTOR: ROW, ROW: VECTOR}.get(inner, inner)
            case "vector":
                return ROW if term.text == "row" and len(term.args) > 1 else VECTOR
            case "matrix":
                return MATRIX
            case "group" if len(term.args) > 1:
                return VECTOR
            case "group":
                return self.shape(term.args[0])
            case "sum" | "product":
                return self.shape(term.args[0])
            case "derivative":
                return self.shape_of_derivative(term)
            case "gradient":
                return MATRIX if term.text == "2" else VECTOR
            case "juxtaposed":
                return self.shape_of_product(self.factors(term), term)
            case "call":
                return self.shape(term.args[0])
            case "operation":
                return self.shape_of_operation(term)
        return SCALAR

    def shape_of_name(self, term: Term) -> str:
        """Return the shape of a name, with its indices taken off."""
        name = bare(term)
        if name is None:
            return self.shape(term.args[0])
        shape = self.scope.shape(name.text)
        is_whole = term.kind == "name" and term.bold and shape == SCALAR
        if is_whole and self.scope.family_count(name.text) == 1:
            return VECTOR  # of all p_k
        if term.kind == "index" and shape != SCALAR:
            own = max(0, len(term.args) - 1 - self.scope.family_count(name.text))
            is_component = own and not name.bold
            left = AXES[shape] - own if is_component else AXES[shape]
            return (SCALAR, VECTOR, MATRIX)[max(0, left)]
        return shape

    def shape_of_derivative(self, term: Term) -> str:
        """Return the shape of a derivative: those of the function and of what it is taken by."""
        shapes = [self.shape(arg) for arg in term.args]
        count = sum(AXES[shape] for shape in shapes)
        if term.text != "1" and len(term.args) == 2:
            count += AXES[shapes[1]] * (int(term.text) - 1)
        if count > 2:
            raise NotUnderstoodError("a derivative with more than two indices", term.span)
        return (SCALAR, VECTOR, MATRIX)[count]

    def shape_of_product(self, factors: Sequence[Term], term: Term) -> str:
        """Return the shape of factors side by side."""
        return reduce(lambda a, b: self.product_shape(a, b, term), map(self.shape, factors))

    def product_shape(self, a: str, b: str, term: Term) -> str:
        """Return the shape of a product."""
        if SCALAR in (a, b):
            return b if a == SCALAR else a
        if a == b == VECTOR and term.kind == "operation":
            return SCALAR  # with a dot between them
        if (a, b) not in SHAPES:
            raise NotUnderstoodError(f"a {a} times a {b} has no meaning here", term.span)
        return SHAPES[a, b]

    def shape_of_operation(self, term: Term) -> str:
        """Return the shape of an operation of the table."""
        if term.text == "multiply":
            return self.shape_of_product(term.args, term)
        shapes = [self.shape(arg) for arg in term.args]
        if term.text == "abs" and AXES[shapes[0]]:
            return SCALAR
        if term.text in ("add", "subtract"):
            shapes = [s for s, arg in zip(shapes, term.args, strict=True) if not is_0(arg)]
            if len({AXES[s] for s in shapes}) > 1:
                raise NotUnderstoodError(f"adds a {shapes[0]} and a {shapes[1]}", term.span)
            return shapes[0] if shapes else SCALAR
        if any(AXES[shape] for shape in shapes[1:]) or (term.text == "pow" and AXES[shapes[0]]):
            raise NotUnderstoodError(f"{term.text} of a vector has no meaning here", term.span)
        return shapes[0]

    # --- elements ---------------------------------------------------------------------------------

    def at(self, term: Term, axes: Sequence[Index] = ()) -> Node:
        """Return the node of a term at a position: as many indices as its shape has axes."""
        node = self.element(term, tuple(axes))
        return node if node.place else replace(node, place=term.span)

    def element(self, term: Term, axes: tuple[Index, ...]) -> Node:
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
                return self.at(term.args[0], axes[::-1])
            case "sum" | "product":
                return self.summed(term, axes)
            case "derivative":
                return self.derivative(term, axes)
            case "gradient":
                return self.gradient(term, axes)
            case "juxtaposed":
                return self.multiplied(self.factors(term), axes, term)
            case "operation":
                return self.operation(term, axes)
            case "norm":
                return self.norm(term)
            case "inner":
                return self.contracted(*term.args)
            case "call":
                return self.called(term, axes)
            case "prime":
                return self.primed(term, axes)
        raise NotUnderstoodError(f"a {term.kind} can't stand here", term.span)

    def operation(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return an operation of the table at a position."""
        args = term.args
        if term.text == "multiply":
            return self.multiplied(args, axes, term)
        if term.text == "pow":
            if args[0].kind == "name" and args[0].text == "e" and self.scope.get("e") is None:
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

    def factors(self, term: Term) -> list[Term]:
        """Return the factors of what stands side by side, functions applied to what they take."""
        found: list[Term] = []
        rest = list(term.args)
        while rest:
            factor = rest.pop(0)
            if rest and self.is_function(factor) and (group := applied_group(rest[0])):
                power = rest.pop(0)
                factor = Term("call", args=(factor, *group.args),
                              span=(factor.span[0], group.span[1]))  # fmt: skip
                if power is not group:  # f(x)^2
                    factor = replace(power, args=(factor, power.args[1]),
                                     span=(factor.span[0], power.span[1]))  # fmt: skip
            found.append(factor)
        return found

    def is_function(self, term: Term) -> bool:
        """Tell whether a term in front of a bracket is applied to what stands in it."""
        if term.kind == "prime":
            return True
        name = bare(term) if term.kind in ("name", "index") else None
        if name is None:
            return False
        known = self.scope.get(name.text)
        return bool(known.arguments) if known else name.text in self.names.functions

    def multiplied(self, factors: Sequence[Term], axes: tuple[Index, ...], term: Term) -> Node:
        """Multiply factors, from the left: numbers, and vectors as their shapes say."""
        scalars = [factor for factor in factors if self.shape(factor) == SCALAR]
        others = [factor for factor in factors if self.shape(factor) != SCALAR]
        if len(others) > 1:
            whole = self.chained(others, axes, term)
            nodes = {id(others[0]): whole}
            return reduce_product(
                [nodes.get(id(f)) or self.at(f) for f in factors if f in scalars or f is others[0]]
            )
        return reduce_product([self.at(f, () if f in scalars else axes) for f in factors])

    def chained(self, factors: Sequence[Term], axes: tuple[Index, ...], term: Term) -> Node:
        """Multiply vectors and matrices: the first pair that makes a number, then the rest."""
        *before, last = factors
        shapes = (self.shape_of_product(before, term), self.shape(last))
        shape = self.product_shape(*shapes, term)
        left: Any = before[0] if len(before) == 1 else before
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

    # --- sums -------------------------------------------------------------------------------------

    def sum_node(self, kind: str, variable: str, body: Node, first: int = 1) -> Node:
        """Return a sum or product over a variable."""
        row = Sum(kind, variable, first)
        self.sums[row.rule] = row
        self.lengths.find(variable)
        return Node(row.rule, (body,))

    def summed(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a sum or product, its letter standing for a variable of its own."""
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
        before = self.letters.get(term.text)
        self.letters[term.text] = variable
        body = self.at(term.args[0], axes)
        if before is None:
            del self.letters[term.text]
        else:
            self.letters[term.text] = before
        return self.sum_node(term.kind, variable, body, first)

    def limit(self, variable: str, last: Term, first: int) -> None:
        """Note how far a sum runs."""
        if (end := numeral(last)) is not None:
            if not 0 < end - first + 1 <= 60:
                raise NotUnderstoodError("a sum over so many terms", last.span)
            self.lengths.fix(variable, end - first + 1)
        elif last.kind == "name" and last.text in self.names.sizes and first == 1:
            self.lengths.unite(self.names.sizes[last.text], variable)
        else:
            raise NotUnderstoodError("a sum whose end can't be told", last.span)

    # --- names ------------------------------------------------------------------------------------

    def named(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a name at its indices."""
        name = bare(term)
        if name is None or term.kind not in ("name", "index") or (
            term.kind == "index" and term.args[0].kind != "name"
        ):  # fmt: skip
            return self.indexed(term, axes)
        given = self.indices(term) if term.kind == "index" else []
        if given is None or (given and not self.has_indices(name, given)):
            return self.plain(mere_name(term), term)  # such as h_{t-1}, or x_1
        if not given and (special := self.special(name.text, term)):
            return special
        return self.leaf_of_name(name, given, axes, term)

    def has_indices(self, name: Term, given: Sequence[Index]) -> bool:
        """Tell whether indices are positions: those of x_1, of a scalar without x_i, are none."""
        if any(index.variable for index in given):
            return True
        return self.scope.family_count(name.text) > 0 or self.scope.shape(name.text) != SCALAR

    def indexed(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a component of something that isn't a name: (Xw)_i."""
        if term.kind != "index":
            raise NotUnderstoodError("this can't be understood", term.span)
        given = self.indices(term) or []
        if len(given) != AXES[self.shape(term.args[0])]:
            raise NotUnderstoodError("an index on what has no such components", term.span)
        return self.at(term.args[0], (*given, *axes))

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
            return None  # the last, x_N
        variable = self.letters.get(letter, letter)
        return Index(variable, offset + sign * self.starts.get(variable, 1) - 1, sign)

    def special(self, name: str, term: Term) -> Node | None:
        """Return what is no free name: pi, e, a length, the number of an index."""
        if name == "pi" and self.scope.get(name) is None:
            return Node(name="pi")
        if name in self.letters:
            variable = self.letters[name]
            offset = self.starts.get(variable, 1)
            return self.leaf(Leaf("position", name, (Index(variable, offset),)), term)
        if name in self.scope.definitions:
            return None
        if name == "e" and not self.names.families.get("e"):
            return operation("exp", Node(number="1"))
        if name in self.names.sizes:
            self.lengths.find(self.names.sizes[name])
            return self.leaf(Leaf("length", name, key=self.names.sizes[name]), term)
        return None

    def plain(self, name: str, term: Term) -> Node:
        """Return a name whose index is a part of it."""
        self.used.add(name)
        return self.leaf(Leaf("name", name), term)

    def leaf_of_name(
        self, name: Term, given: Sequence[Index], axes: tuple[Index, ...], term: Term
    ) -> Node:
        """Return a name at its indices: those of its family, then those of its components."""
        if name.text == "delta" and len(given) == 2 and self.scope.get("delta") is None:
            return self.leaf(Leaf("same", "delta", tuple(given)), term)
        self.used.add(name.text)
        shape = self.scope.shape(name.text)
        count = self.scope.family_count(name.text)
        indices = [*given, *axes]
        missing = count + AXES[shape] - len(indices)
        if missing > 0 and missing <= count:
            indices = [*self.generic(name.text, count - missing, count), *indices] if not given else [
                *given, *self.generic(name.text, len(given), count), *axes]  # fmt: skip
        elif missing:
            raise NotUnderstoodError(f"{name.text} has other indices elsewhere", term.span)
        for position, index in enumerate(indices):
            if index.variable:
                self.lengths.unite(self.position(name.text, position), index.variable)
        return self.leaf(Leaf("name", name.text, tuple(indices)), term)

    def position(self, name: str, position: int) -> str:
        """Return the key of the length of an index position of a name."""
        known = self.scope.get(name)
        if known:
            return known.variables[position]
        return f"{name}.{position}"

    def generic(self, name: str, first: int, count: int) -> list[Index]:
        """Return the indices of an unnamed datum."""
        found = []
        for position in range(first, count):
            root = self.lengths.find(self.position(name, position))
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

    # --- derivatives and functions ----------------------------------------------------------------

    def derivative(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a derivative at a position: first the function's indices, then the names'."""
        function, *names = term.args
        if term.text != "1" and len(names) == 1:
            names = names * int(term.text)
        count = AXES[self.shape(function)]
        inner, rest = axes[:count], list(axes[count:])
        taken = []
        for name in names:
            own = AXES[self.shape(name)]
            taken.append(self.at(name, rest[:own]))
            rest = rest[own:]
        belongs = [index for node in taken for index in self.leaves_of(node)]
        node = self.function_at(function, inner, belongs)
        return self.derivative_leaf(node, taken, term)

    def function_at(self, function: Term, axes: Sequence[Index], belongs: Sequence[Index]) -> Node:
        """Return a function at a position; one of a datum belongs to that of the name."""
        node = self.at(function, axes)
        free = {v: i for i in belongs if i.variable and not i.variable.startswith(GENERIC)
                for v in [self.lengths.find(i.variable)]}  # fmt: skip
        renamed = {
            variable: free[self.lengths.find(variable)]
            for leaf in self.leaf_objects(node) for variable in
            [index.variable for index in leaf.indices]
            if variable.startswith(GENERIC) and self.lengths.find(variable) in free
        }  # fmt: skip
        return self.renamed(node, renamed) if renamed else node

    def derivative_leaf(self, node: Node, taken: Sequence[Node], term: Term) -> Node:
        """Return the leaf of a derivative."""
        is_partial = term.kind == "gradient" or not term.bold
        key = f"d({node.text})/d({', '.join(n.text for n in taken)})"
        indices = tuple(dict.fromkeys(
            index for n in (node, *taken) for index in self.leaves_of(n)
        ))  # fmt: skip
        return self.leaf(
            Leaf("derivative", key, indices, (node, *taken), key=key, is_partial=is_partial), term
        )

    def gradient(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a component of a gradient, by the name that is given or by the arguments."""
        function, *names = term.args
        if names:
            by: list[Term] = [names[0]]
        else:
            by = [Term("name", n, span=term.span) for n in self.arguments_of(function)]
        if len(by) == 1 and self.shape(by[0]) == VECTOR:
            taken = [self.at(by[0], (axis,)) for axis in axes]
        else:
            group = Term("vector", "column", tuple(by), term.span)
            taken = [self.entry(group.args, (axis,), group) for axis in axes]
        return self.derivative_leaf(self.at(function), taken, term)

    def arguments_of(self, function: Term) -> tuple[str, ...]:
        """Return what a function depends on, by its definition."""
        if function.kind == "juxtaposed" and len(function.args) == 2:
            named = [bare(arg) for arg in function.args[1].args]
            if all(named):
                return tuple(n.text for n in named if n)
        name = bare(function)
        known = self.scope.get(name.text) if name else None
        if known is None or not known.arguments:
            raise NotUnderstoodError("a gradient by what isn't said", function.span)
        return known.arguments

    def called(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a function applied to arguments."""
        function, *given = term.args
        if function.kind == "prime":
            return self.primed_call(function, given, axes, term)
        name = bare(function)
        assert name is not None
        known = self.scope.get(name.text)
        if known is None:
            raise NotUnderstoodError(f"nothing defines the function {name.text}", function.span)
        texts = [arg.text if arg.kind == "name" else "" for arg in given]
        if tuple(texts) == known.arguments[: len(given)]:
            return self.at(function, axes)
        if len(given) > len(known.arguments):
            raise NotUnderstoodError(f"{name.text} takes other arguments", term.span)
        indices = self.shared_index(known, given)
        if indices is not None and function.kind == "name":
            return self.leaf_of_name(name, indices, axes, term)
        node = self.at(function, axes)
        parts = [self.at(arg) for arg in given]
        pairs = zip(known.arguments, parts, strict=False)
        key = f"{node.text}({', '.join(f'{n}={p.text}' for n, p in pairs)})"
        inside = dict.fromkeys(i for n in (node, *parts) for i in self.leaves_of(n))
        return self.leaf(Leaf("call", name.text, tuple(inside), (node, *parts), key=key), term)

    def shared_index(self, known: Defined, given: Sequence[Term]) -> list[Index] | None:
        """Return i for f(mu_i, sigma_i): the function of the arguments' datum."""
        if not known.family_count or len(given) != len(known.arguments):
            return None
        found = set()
        for arg, argument in zip(given, known.arguments, strict=True):
            if arg.kind != "index" or (name := bare(arg)) is None or name.text != argument:
                return None
            found.add(tuple(self.indices(arg) or ()))
        return list(found.pop()) if len(found) == 1 else None

    def primed(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return f', the derivative by the only argument; a mere name where f is none."""
        name = bare(term.args[0])
        known = self.scope.get(name.text) if name else None
        if name is None:
            raise NotUnderstoodError("a prime on what isn't a name", term.span)
        if known is None or not known.arguments:
            return self.plain(f"{name.text}{term.text}", term)
        return self.derivative_of(name, known.arguments[0], len(term.text), axes, term)

    def derivative_of(
        self, name: Term, argument: str, order: int, axes: tuple[Index, ...], term: Term
    ) -> Node:
        """Return the derivative of a function by one of its arguments."""
        by = Term("name", argument, span=term.span)
        whole = Term("derivative", str(order), (name, *[by] * order), term.span)
        return self.derivative(whole, axes)

    def primed_call(
        self, function: Term, given: Sequence[Term], axes: tuple[Index, ...], term: Term
    ) -> Node:
        """Return f'(a): the derivative by the argument, at a."""
        name = bare(function.args[0])
        known = self.scope.get(name.text) if name else None
        if known is None or not known.arguments or len(given) != 1:
            raise NotUnderstoodError("nothing defines this function", function.span)
        node = self.primed(function, axes)
        if given[0].kind == "name" and given[0].text == known.arguments[0]:
            return node
        part = self.at(given[0])
        key = f"{node.text}({known.arguments[0]}={part.text})"
        inside = dict.fromkeys(i for n in (node, part) for i in self.leaves_of(n))
        return self.leaf(
            Leaf("call", known.definition.name, tuple(inside), (node, part), key=key), term
        )

    # --- helpers ----------------------------------------------------------------------------------

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


def applied_group(term: Term) -> Term | None:
    """Return what a function in front of a term is applied to: (x) of (x) and of (x)^2."""
    if term.kind == "operation" and term.text == "pow":
        term = term.args[0]
    return term if term.kind == "group" else None


def is_0(term: Term) -> bool:
    """Tell whether a term is a literal 0, which may stand for a vector, too."""
    return term.kind == "number" and float(term.text) == 0


def reduce_product(nodes: Sequence[Node]) -> Node:
    """Multiply nodes, from left to right."""
    return reduce(lambda a, b: operation("multiply", a, b), nodes)
