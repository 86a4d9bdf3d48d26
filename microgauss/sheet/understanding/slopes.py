"""Derivatives: leaves that are worked out when the graph is built; gradients, primes and dots."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from microgauss.check.algebra import operation
from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import (
    MATRIX,
    SCALAR,
    VECTOR,
    applied_name,
    argument_name,
    bare,
    is_square,
    quantities,
)
from microgauss.sheet.notation.rates import TIMES, with_rate
from microgauss.sheet.understanding.elements import Elements
from microgauss.sheet.understanding.leaves import (
    AXES,
    GENERIC,
    Index,
    Leaf,
    NotUnderstoodError,
    derivative_key,
)

if TYPE_CHECKING:
    from microgauss.sheet.understanding.scope import Defined

__all__ = ["Slopes", "squared"]


class Slopes(Elements):
    """Makes nodes of derivatives, where the definitions of a scope hold."""

    @abstractmethod
    def called(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a function applied to arguments."""

    @abstractmethod
    def applied_to(self, known: Defined, node: Node, given: Sequence[Term], term: Term) -> Node:
        """Return a function's node at other arguments, if they are others."""

    def derivative(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a derivative at a position: first the function's indices, then the names'."""
        function, *names = term.args
        if is_list(function) and any(map(is_list, names)):
            raise NotUnderstoodError("a determinant, or the matrix of derivatives", term.span)
        if self.is_taken_at(function, names):
            plain = replace(term, args=(function.args[0], *names))
            called = Term("call", "", (plain, *function.args[1].args), term.span)
            return self.called(called, axes)
        if any(inverse_slope(name) for name in names):
            return self.derivative_by_terms(function, names, axes, term)
        if term.text != "1" and len(names) == 1:
            names = names * int(term.text)
        if {argument_name(name) for name in names} & self.names.symmetric:
            raise NotUnderstoodError("a derivative by a symmetric matrix isn't judged", term.span)
        self.refuse_twin(function, names, term)
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

    def refuse_twin(self, function: Term, names: Sequence[Term], term: Term) -> None:
        """Refuse a derivative by a plain w of what is made of a bold one, where both occur."""
        made_of = self.scope.made_of(function)
        for name in filter(None, map(bare, names)):
            twin = self.names.apart.twin(name.text)
            if twin in made_of and name.text not in made_of:
                letter = name.text.partition("_")[0]
                raise NotUnderstoodError(
                    f"{letter} is a vector in one place, a number in another", term.span
                )

    def derivative_by_terms(
        self, function: Term, names: Sequence[Term], axes: tuple[Index, ...], term: Term
    ) -> Node:
        """Return a derivative by sigma^2 or log L: by the names, one after the other."""
        belongs = [index for name in names for index in self.leaves_of(self.at(name))]
        node = self.function_at(function, axes, belongs)
        once = replace(term, text="1")
        for name in [*names] * int(term.text) if len(names) == 1 else names:
            base, factor = inverse_slope(name) or (name, None)
            node = self.derivative_leaf(node, [self.at(base)], once)
            node = operation("multiply", self.at(factor), node) if factor else node
        return node

    def is_taken_at(self, function: Term, names: Sequence[Term]) -> bool:
        """Tell whether a derivative of f(1, 2) is meant at these numbers: by x of f(x, y)."""
        if function.kind != "juxtaposed" or len(function.args) != 2:
            return False
        name, group = bare(function.args[0]), function.args[1]
        known = self.scope.get(name.text) if name else None
        if known is None or len(group.args) != len(known.arguments):
            return False
        by = {argument_name(name) for name in names}
        return by <= set(known.arguments) and not by & set(quantities(*group.args))

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
        if not taken:
            raise NotUnderstoodError("a gradient where a number should stand", term.span)
        is_partial = term.kind == "gradient" or not term.bold
        key = derivative_key((node, *taken), is_partial=is_partial)
        indices = tuple(dict.fromkeys(
            index for n in (node, *taken) for index in self.leaves_of(n)
        ))  # fmt: skip
        return self.leaf(
            Leaf("derivative", key, indices, (node, *taken), key=key, is_partial=is_partial), term
        )

    def gradient(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a component of a gradient, by the name that is given or by the arguments."""
        function, *names = term.args
        known = self.applied(function)
        if known and known.arguments != tuple(map(argument_name, function.args[1].args)):
            whole = replace(term, args=(function.args[0], *names))
            given = function.args[1].args  # the gradient at a point: of f(1, 2)
            return self.applied_to(known, self.gradient(whole, axes), given, term)
        if names:
            self.refuse_twin(function, names, term)
            by: list[Term] = [names[0]]
        else:
            by = [Term("name", n, span=term.span) for n in self.arguments_of(function)]
        if len(by) == 1 and self.shape(by[0]) == SCALAR and not axes:
            taken = [self.at(by[0])] * int(term.text)
        elif len(by) == 1 and self.shape(by[0]) == VECTOR:
            taken = [self.at(by[0], (axis,)) for axis in axes]
        elif len(by) == 1 and self.shape(by[0]) == MATRIX:
            taken = [self.at(by[0], axes)]
        else:
            group = Term("vector", "column", tuple(by), term.span)
            taken = [self.entry(group.args, (axis,), group) for axis in axes]
        return self.derivative_leaf(self.at(function), taken, term)

    def applied(self, function: Term) -> Defined | None:
        """Return the function that is applied to as many arguments as it has; None for others."""
        name = applied_name(function)
        known = self.scope.get(name) if name else None
        return known if known and len(function.args[1].args) == len(known.arguments) else None

    def arguments_of(self, function: Term) -> tuple[str, ...]:
        """Return what a function depends on, by its definition."""
        if function.kind == "juxtaposed" and len(function.args) == 2:
            named = [argument_name(arg) for arg in function.args[1].args]
            if all(named):
                return tuple(named)
        name = bare(function)
        known = self.scope.get(name.text) if name else None
        found = known.arguments or self.only_vector(known) if known else ()
        if not found:
            raise NotUnderstoodError("a gradient by what isn't said", function.span)
        return found

    def only_vector(self, known: Defined) -> tuple[str, ...]:
        """Return the only vector that a definition is made of, data aside: the w of E."""
        free = self.scope.made_of(known.definition.term) - self.scope.definitions.keys()
        vectors = [name for name in free if self.scope.shape(name) == VECTOR
                   and not self.scope.family_count(name)]  # fmt: skip
        return tuple(vectors) if len(vectors) == 1 else ()

    def primed(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return f', the derivative by the only argument, or by the only free name."""
        inner = term.args[0]
        name = bare(inner)
        known = self.scope.get(name.text) if name else None
        if name is not None and known is None and term.bold and name.text in self.names.moving:
            return self.at(with_rate(name, len(term.text), term.span))  # x(t) = ... stands later
        if name is not None and known is None:
            raise NotUnderstoodError(f"nothing defines {name.text}", term.span)
        if term.bold:  # a dot: by time
            by = self.time(inner, term)
        elif known and known.arguments:
            by = known.arguments[0]
        else:
            by = self.only_name(inner)
        argument = Term("name", by, span=term.span)
        order = len(term.text)
        by_all = [argument] * order
        whole = Term("derivative", str(order), (inner, *by_all), term.span, bold=term.bold)
        return self.derivative(whole, axes)

    def time(self, inner: Term, term: Term) -> str:
        """Return the time that a dot differentiates by; of V(x) it is that of x, which varies."""
        name = bare(inner)
        known = self.scope.get(name.text) if name else None
        arguments = known.arguments if known else ()
        free = self.free_names(inner)
        for usual in ("t", "tau", "s"):
            if usual in arguments or (not arguments and usual in free):
                return usual
        if free & self.names.moving:
            return TIMES[0]
        raise NotUnderstoodError("a dot is a derivative by the time, which isn't named", term.span)

    def only_name(self, term: Term) -> str:
        """Return the name that a prime differentiates by: x or t, or the only free one."""
        free = self.free_names(term)
        if varying := free & self.names.primed:
            raise NotUnderstoodError(f"a derivative by {min(varying)}, or by what it varies with")
        for usual in ("x", "t"):
            if usual in free:
                return usual
        if len(free) != 1:
            raise NotUnderstoodError("a derivative by what isn't said", term.span)
        return free.pop()


def is_list(term: Term) -> bool:
    """Tell whether a term is a list in brackets: (u, v)."""
    return term.kind == "group" and len(term.args) > 1


def squared(term: Term) -> Term | None:
    """Return the sigma of sigma^2."""
    while term.kind == "group" and len(term.args) == 1:
        term = term.args[0]
    return term.args[0] if is_square(term) and bare(term.args[0]) is not None else None


def inverse_slope(term: Term) -> tuple[Term, Term] | None:
    """Return the x of x^2 or log x, and dx by that: 1/(2 x), or x; None for a mere name."""
    if (name := squared(term)) is not None:
        one, two = (Term("number", digit, (), term.span) for digit in "12")
        below = Term("operation", "multiply", (two, name), term.span)
        return name, Term("operation", "divide", (one, below), term.span)
    is_log = term.kind == "operation" and term.text == "log"
    return (term.args[0], term.args[0]) if is_log and bare(term.args[0]) is not None else None
