"""Graphs of Values: what is recorded, functions at other values, and derivatives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from microgauss.engine.gradient import grad
from microgauss.engine.rules import RULES
from microgauss.engine.value import Constant, Value, toposort
from microgauss.formula import Node
from microgauss.sheet.notation.rates import TIMES, rate_of
from microgauss.sheet.understanding.factorials import factorials_of
from microgauss.sheet.understanding.leaves import Leaf, NotUnderstoodError
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.understanding.recording import (
    Chosen,
    Fixed,
    Places,
    Recording,
    placeholder,
)
from microgauss.sheet.understanding.scope import Scope

__all__ = ["Chosen", "Graphs"]

POSITIONS = re.compile(r"_?((?:\d+(?:,\d+)*)?)")  # behind the name of a leaf


class Graphs(Recording):
    """The graphs of a scope's names and formulas, with all that derivatives are."""

    def __init__(
        self, scope: Scope, chosen: Chosen, *, fixed: Fixed | None = None,
        leaves: dict[str, Value] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(scope, chosen, fixed=fixed, leaves=leaves)
        self.gradients: dict[tuple[Value, Value], Value] = {}

    def has_other_factorials(self, left: Value, right: Value) -> bool:
        """Tell whether one side depends on a factorial that the other doesn't depend on."""
        of_left, of_right = (factorials_of(side, self.factorials) for side in (left, right))
        return of_left != of_right

    def call(self, leaf: Leaf, meaning: Meaning, places: Places) -> Value:
        """Return a value where names have other values: built with free ones, put in afterwards."""
        body, *parts = leaf.parts
        fixed: dict[str, Value | tuple[Value, ...]] = {}
        new: dict[Value, Value] = {}
        for name, part, axis in zip(leaf.variables, parts, leaf.over, strict=True):
            each = [{**places, axis: k} for k in range(self.length(axis))] if axis else [places]
            free = tuple(Value(placeholder(7 * (len(new) + k)), name) for k in range(len(each)))
            fixed[name] = free if axis else free[0]
            given = (self.value(part, meaning, one) for one in each)
            new |= dict(zip(free, given, strict=True))
        value = self.child({**self.fixed, **fixed}).value(body, meaning, places)
        return self.substituted(value, new)

    def child(self, fixed: Fixed) -> Graphs:
        """Return graphs of the same free numbers, in which names have other values."""
        child = Graphs(self.scope, self.chosen, fixed=fixed, leaves=self.leaves)
        child.factorials = self.factorials
        return child

    # --- derivatives ------------------------------------------------------------------------------

    def derivative(self, leaf: Leaf, meaning: Meaning, places: Places) -> Value:
        """Return a derivative: of a function by one or more names."""
        node, *taken = leaf.parts
        if leaf.is_partial and (held := self.held(node, taken, meaning, places)) is not None:
            return held
        self.refuse_untied(node, taken[0], meaning)
        value = self.value(node, meaning, places)
        if node.args:
            self.refuse_unrelated(value, self.value(taken[0], meaning, places), taken[0])
        for by in taken:
            slope = self.slope(value, self.value(by, meaning, places), by)
            is_rate = not leaf.is_partial and by.name in TIMES
            value = self.moved(value, slope) if is_rate else slope
        return value

    def moved(self, value: Value, slope: Value) -> Value:
        """Add to a derivative by time what comes of the names that vary with it."""
        order = set(toposort(value))
        for label, leaf in list(self.leaves.items()):
            if leaf in order and (rate := self.rate(label)) is not None:
                term = self.operate(RULES["multiply"], (self.gradient(value, leaf), rate))
                slope = self.operate(RULES["add"], (slope, term))
        return slope

    def rate(self, label: str) -> Value | None:
        """Return the derivative of a free name by time; None if it is a constant."""
        for name in self.scope.names.moving:
            at = POSITIONS.fullmatch(label.removeprefix(name))
            is_own = label == name or self.scope.names.is_family(name)  # x_0 stays where x moves
            if label.startswith(name) and at and is_own and at[1] != "0":
                return self.named(
                    rate_of(name), [int(place) - 1 for place in at[1].split(",") if place]
                )
        return None

    def refuse_untied(self, node: Node, by: Node, meaning: Meaning) -> None:
        """Refuse dy/dx of a y that nothing defines; that of x_i by x_j is known."""
        names = [leaf.name for part in (node, by) if (leaf := meaning.leaves.get(part.name))
                 and leaf.what == "name"]  # fmt: skip
        is_free = len(names) == 2 and self.scope.get(names[0]) is None
        if is_free and len({name.partition("_")[0] for name in names}) == 2:
            raise NotUnderstoodError(f"nothing says how {names[0]} depends on {names[1]}")

    def refuse_unrelated(self, value: Value, x: Value, by: Node) -> None:
        """Refuse d|Z|/dt of a Z that nothing ties to t; an equation may say what |Z| is."""
        order = set(toposort(value))
        is_free = any(not one.rule and not isinstance(one, Constant) for one in order)
        if not x.rule and x not in order and is_free:
            raise NotUnderstoodError(f"what is differentiated isn't written with {by.text}")

    def slope(self, value: Value, x: Value, by: Node) -> Value:
        """Return a gradient as a graph."""
        if isinstance(x, Constant):
            raise NotUnderstoodError(f"nothing varies with {by.text}")
        if (value, x) not in self.gradients:
            order = toposort(value)
            if x not in order and x.rule is not None:
                shared = {leaf for leaf in toposort(x) if not leaf.rule and leaf.label}
                if shared & set(order):
                    raise NotUnderstoodError(f"what is differentiated isn't written with {by.text}")
            self.gradients[value, x] = self.gradient(value, x)
        return self.gradients[value, x]

    def gradient(self, value: Value, x: Value) -> Value:
        """Return a gradient, of what has no factorial that varies with x."""
        order = set(toposort(value))
        for n in (n for factorial, n in self.factorials.items() if factorial in order):
            if x in toposort(n):
                raise NotUnderstoodError("the derivative of a factorial isn't judged")
        return grad(value, x) if x in order else Constant(0.0)

    def held(
        self, node: Node, taken: Sequence[Node], meaning: Meaning, places: Places
    ) -> Value | None:
        """Return a partial derivative with the function's other arguments held fixed.

        None where that makes no difference: no other argument depends on the name.
        """
        leaf = meaning.leaves.get(node.name)
        known = self.scope.get(leaf.name) if leaf and leaf.what == "name" else None
        names = [meaning.leaves[by.name].name for by in taken if by.name in meaning.leaves]
        if known is None or not set(names) <= set(known.arguments) or len(known.arguments) < 2:
            return None
        scalars = [n for n in known.arguments if self.scope.shape(n) == "scalar"]
        if len(scalars) < len(known.arguments) or not any(map(self.scope.get, scalars)):
            return None
        inside = {n.name: n for n in known.body.walk() if n.name in known.meaning.leaves}
        at = {
            known.meaning.leaves[key].name: part for key, part in inside.items()
        }  # fmt: skip
        if not set(scalars) <= set(at):
            return None
        assert leaf is not None
        here = self.places_of(known, [index.at(places) for index in leaf.indices])
        actual = {n: self.value(at[n], known.meaning, here) for n in scalars}
        xs = {n: Value(1.0, n) for n in scalars}
        value = self.child({**self.fixed, **xs}).value(node, meaning, places)
        for name in names:
            value = self.slope(value, xs[name], Node(name=name))
        return self.substituted(value, {xs[n]: actual[n] for n in scalars})

    def substituted(self, value: Value, new: Mapping[Value, Value]) -> Value:
        """Return a graph with other values in the place of some of its leaves."""
        found = dict(new)
        for part in toposort(value):
            if part in self.factorials:
                found[part] = self.factorial(found[self.factorials[part]])
            elif part not in found:
                args = [found[arg] for arg in part.args]
                found[part] = self.operate(part.rule, args) if part.rule else part
        return found[value]
