"""What the terms of a formula mean, derivatives and functions that are applied included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from microgauss.formula import Node
from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import (
    SCALAR,
    VECTOR,
    argument_name,
    bare,
    is_square,
)
from microgauss.sheet.understanding.leaves import (
    Index,
    Leaf,
    NotUnderstoodError,
)
from microgauss.sheet.understanding.slopes import Slopes, squared

if TYPE_CHECKING:
    from microgauss.sheet.understanding.scope import Defined

__all__ = ["Meaning"]

SPREADS = ("sigma", "tau", "varsigma")  # a function of one is often written as one of its square


class Meaning(Slopes):
    """Makes nodes of terms, where the definitions of a scope hold.

    A derivative is a leaf: it is worked out when the graph is built.
    """

    def element(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a term at a position, by its kind."""
        match term.kind:
            case "derivative":
                return self.derivative(term, axes)
            case "gradient":
                return self.gradient(term, axes)
            case "call":
                return self.called(term, axes)
            case "prime":
                return self.primed(term, axes)
            case "evaluated":
                return self.evaluated(term, axes)
        return super().element(term, axes)

    def called(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return a function applied to arguments."""
        function, *given = term.args
        if function.kind in ("prime", "derivative"):
            return self.derivative_called(function, given, axes, term)
        name = bare(function)
        assert name is not None
        known = self.scope.get(name.text)
        if known is None:
            raise NotUnderstoodError(f"nothing defines the function {name.text}", function.span)
        if len(given) > len(known.arguments):
            raise NotUnderstoodError(f"{name.text} takes other arguments", term.span)
        indices = self.shared_index(known, given)
        if indices is not None and function.kind == "name":
            return self.leaf_of_name(name, indices, axes, term)
        if self.is_elementwise(term):
            return self.call(self.at(function), known.arguments, [self.at(given[0], axes)], term)
        return self.applied_to(known, self.at(function, axes), given, term)

    def applied_to(self, known: Defined, node: Node, given: Sequence[Term], term: Term) -> Node:
        """Return a function's node at other arguments, if they are others."""
        squares, names = known.definition.squares, known.arguments[: len(given)]
        if all(is_argument(arg, name, is_squared=name in squares)
               for arg, name in zip(given, names, strict=True)):  # fmt: skip
            return replace(node, place=term.span)
        over = [self.component_of(name) if self.shape(arg) == VECTOR else ""
                for arg, name in zip(given, names, strict=True)]  # fmt: skip
        parts = [self.at(root(arg) if name in squares else arg, [Index(axis)] if axis else ())
                 for arg, name, axis in zip(given, names, over, strict=True)]  # fmt: skip
        return self.call(node, names, parts, term, over)

    def component_of(self, name: str) -> str:
        """Return a variable that runs over the components of a vector."""
        if self.scope.shape(name) != VECTOR or self.scope.family_count(name):
            return ""
        variable = self.variable()
        self.lengths.unite(self.position(name, 0), variable)
        return variable

    def call(
        self, node: Node, names: Sequence[str], values: Sequence[Node], term: Term,
        over: Sequence[str] = (),
    ) -> Node:  # fmt: skip
        """Return a node where names have other values; those of vectors run ``over`` components."""
        over = tuple(over) or ("",) * len(names)
        for name, axis in zip(names, over, strict=True):
            if not name or (self.scope.shape(name) == SCALAR) == bool(axis):
                raise NotUnderstoodError("a function of vectors, of other ones", term.span)
        pairs = zip(names, values, strict=True)
        key = f"{node.text}({', '.join(f'{name}={value.text}' for name, value in pairs)})"
        inside = dict.fromkeys(i for n in (node, *values) for i in self.leaves_of(n)
                               if i.variable not in over)  # fmt: skip
        leaf = Leaf("call", key, tuple(inside), (node, *values), tuple(names), over, key=key)
        return self.leaf(leaf, term)

    def evaluated(self, term: Term, axes: tuple[Index, ...]) -> Node:
        """Return an expression at a point: df/dx at x = 1."""
        inner, *pairs = term.args
        names = [name.text for name in pairs[::2]]
        return self.call(self.at(inner, axes), names, [self.at(v) for v in pairs[1::2]], term)

    def shared_index(self, known: Defined, given: Sequence[Term]) -> list[Index] | None:
        """Return i for f(mu_i, sigma_i): the function of the arguments' datum."""
        if not known.family_count or len(given) != len(known.arguments):
            return None
        found = set()
        for arg, argument in zip(given, known.arguments, strict=True):
            if arg.kind != "index" or (name := bare(arg)) is None or name.text != argument:
                return None
            indices = tuple(self.indices(arg) or ())
            if not any(index.variable for index in indices):
                return None  # f(x_0) is f at this one
            found.add(indices)
        return list(found.pop()) if len(found) == 1 else None

    def derivative_called(
        self, function: Term, given: Sequence[Term], axes: tuple[Index, ...], term: Term
    ) -> Node:
        """Return f'(a), or df/dx(a, b): the derivative at other arguments."""
        name = bare(function.args[0])
        known = self.scope.get(name.text) if name else None
        if known and not known.arguments and [arg.kind for arg in given] == ["name"]:
            names = [*given] * (len(function.text) if function.kind == "prime" else 1)
            if given[0].text in self.free_names(function.args[0]):  # S'(a) of S = 2a
                by = Term("derivative", str(len(names)), (function.args[0], *names), term.span)
                return self.derivative(by, axes) if function.kind == "prime" else self.at(function)
        if known is None or len(known.arguments) != len(given):
            raise NotUnderstoodError("nothing defines this function", function.span)
        if self.is_elementwise(term):
            return self.call(self.at(function), known.arguments, [self.at(given[0], axes)], term)
        node = self.at(function, axes)
        return self.applied_to(known, node, given, term)


def is_argument(given: Term, argument: str, *, is_squared: bool) -> bool:
    """Tell whether a function is given just what it is defined with."""
    is_same = argument_name(given) == argument and given.kind != "index"
    if is_same and is_square(given) != is_squared and argument in SPREADS:
        words = f"a function of {argument} in one place, and of its square in the other"
        raise NotUnderstoodError(words, given.span)
    return is_same and is_square(given) == is_squared


def root(term: Term) -> Term:
    """Return the square root of a term; sigma of sigma^2."""
    return squared(term) or Term("operation", "sqrt", (term,), term.span)
