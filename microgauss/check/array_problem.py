"""A gradient of arrays: a function written for NumPy, what is claimed, and the graphs of both.

Each element of each array is a number of its own, called w[2] or X[1, 0], and each component of the
gradient is compared with the claim by itself. All of them together are one more scalar problem,
which the complex step confirms: the derivative of a random combination of the outputs along a
random direction.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from microgauss.check.array_call import (
    ArrayFunction,
    Key,
    Shape,
    array_from,
    by_target,
    claim_names,
    element_names,
    shapes_at,
    targets_of,
)
from microgauss.check.object_arrays import array_of, plain
from microgauss.check.problem import Component, Problem, Trace
from microgauss.check.underflow import is_undefined
from microgauss.engine.gradient import grad
from microgauss.engine.rules import DomainError, TooLargeError
from microgauss.engine.value import Constant, Value
from microgauss.formula import FormulaError

__all__ = ["ArrayProblem", "ArrayTrace", "Block"]

Arrays = dict[str, Any]  # object arrays of Values, by name


class Block(NamedTuple):
    """The derivative by one array: the truth, and what the claim gave for it.

    ``true`` is an object array of Values, of shape (*outputs, *array); ``claim`` is one of Values
    and numbers, of whatever shape, or None where it isn't defined.
    """

    name: str
    true: Any
    claim: Any

    @property
    def claims(self) -> Iterable[Value | None]:
        """What is claimed of each component; None where the shape differs."""
        fits = self.claim is not None and self.claim.shape == self.true.shape
        return map(value_or_none, self.claim.flat) if fits else [None] * self.true.size


@dataclass(frozen=True, eq=False)
class ArrayTrace(Trace):
    """The graphs at a point, and the derivative by each array.

    Output and gradient are those of all components together, and the claim is all that is claimed,
    added up: compared are the ``parts``. ``outputs`` are what the function returned, (*outputs,).
    """

    outputs: Any = None
    blocks: Sequence[Block] = ()


class ArrayProblem(Problem):
    """Is this claim the gradient of a function of arrays? Has the graphs that answer it.

    ``at`` gives the shapes of arguments, by name or position; others are scalars. ``wrt`` is one of
    them, several, or one twice for the Hessian. Raises FormulaError for names and shapes that don't
    fit together, TypeError for a claim that isn't an array of numbers.
    """

    def __init__(
        self,
        function: Any,
        claim: Any,
        wrt: Key | Sequence[Key],
        at: Mapping[Any, Shape],
    ) -> None:
        if not isinstance(wrt, (str, int, Sequence)):
            raise FormulaError(f"wrt is the name of an argument, or several, not {wrt!r:.40}")
        if not isinstance(at, Mapping):
            raise FormulaError(f"at is a dict of shapes, such as {{'w': (3,)}}, not {at!r:.40}")
        self.is_single = isinstance(wrt, (str, int))
        keys: list[Any] = [wrt] if self.is_single else list(wrt)  # type: ignore[arg-type]
        self.function: ArrayFunction = ArrayFunction(function, [*keys, *at])
        self.claim: ArrayFunction = ArrayFunction(claim, [*keys, *at])
        by_position = any(isinstance(key, int) for key in [*keys, *at])
        self.claim_names = claim_names(
            self.function.names, self.claim.names, by_position=by_position
        )
        self.shapes = shapes_at(at, self.function.names)
        self.targets, self.is_hessian = targets_of(keys, self.function.names)
        self.names = tuple(element for name in self.shapes for element in self.elements(name))
        self.is_text, self.given = False, frozenset()
        together = ", ".join(self.targets * (1 + self.is_hessian))
        self.wrt = together if self.is_single else f"({together})"

    def elements(self, name: str) -> list[str]:
        """Return what the elements of an array are called."""
        return list(element_names(name, self.shapes[name]))

    @property
    def title(self) -> str:
        """What is claimed: ∂f/∂w, or for the Hessian ∂²f/∂w∂w."""
        if self.is_hessian:
            return f"∂²f/∂{self.targets[0]}∂{self.targets[0]}"
        return f"∂f/∂{self.wrt}"

    def name_of(self, block: Block) -> str:
        """Return what a block is called: by its array, if it is the gradient of one number."""
        if self.is_hessian:
            return "the Hessian"
        is_gradient = block.true.shape == self.shapes[block.name]
        return block.name if is_gradient else f"the Jacobian by {block.name}"

    def labels(self, block: Block) -> list[str]:
        """Return what a block's components are called: w[2], or ∂f[0]/∂w[2], or ∂²f/∂w[0]∂w[2]."""
        elements = self.elements(block.name)
        if self.name_of(block) == block.name:
            return elements
        below = (
            [f"∂{a}∂{b}" for a in elements for b in elements]
            if self.is_hessian
            else [f"∂{a}" for a in elements]
        )
        inner = len(self.shapes[block.name]) * (2 if self.is_hessian else 1)
        above = element_names("f", block.true.shape[: block.true.ndim - inner])
        square = "²" if self.is_hessian else ""
        return [f"∂{square}{f}/{x}" for f in above for x in below]

    def arrays(self, numbers: Mapping[str, Any]) -> Arrays:
        """Put the elements of each array together."""
        return {
            name: array_of((numbers[element] for element in self.elements(name)), shape)
            for name, shape in self.shapes.items()
        }

    def record(self, point: Mapping[str, float], *, outline: bool = False) -> ArrayTrace:
        """Build the graphs of function, gradient and claim over fresh leaves."""
        assert not outline  # a Python function is traced at a point
        leaves = {name: Value(point[name], name) for name in self.names}
        step, draw = Value(0.0, "step"), weights()
        slopes = {element: next(draw) for name in self.targets for element in self.elements(name)}
        moved = {element: shifted(leaves[element], step * u) for element, u in slopes.items()}
        varied = self.arrays(leaves | moved)
        outputs = array_from(self.function(varied), self.function.text)
        rows, below = derivatives(outputs, tuple(moved.values()), is_hessian=self.is_hessian)
        output, gradient = together((*rows, *below), list(slopes.values()), draw)
        blocks = self.blocks(outputs.shape, rows, self.claimed(leaves))
        claims = (value_or_none(x) for b in blocks if b.claim is not None for x in b.claim.flat)
        return ArrayTrace(
            leaves, Constant(0.0), step, output, gradient,
            claim=total(found) if (found := [x for x in claims if x is not None]) else None,
            scope=leaves, given=self.given,
            parts=tuple(
                Component(true, claim, i) for i, block in enumerate(blocks)
                for true, claim in zip(block.true.flat, block.claims, strict=True)
            ),
            outputs=outputs, blocks=blocks,
        )  # fmt: skip

    def blocks(self, outputs: Shape, rows: Sequence[Row], claims: Mapping[str, Any]) -> list[Block]:
        """Return the derivatives by each array, each with what is claimed of it."""
        columns = array_of((x for row in rows for x in row.gradient), (len(rows), -1)).T
        found, shape = [], outputs + self.shapes[self.targets[0]] * self.is_hessian
        for name in self.targets:
            size = len(self.elements(name))
            true, columns = columns[:size].T.reshape(shape + self.shapes[name]), columns[size:]
            claim = claims.get(name)
            if is_of_one_number(outputs, claim, true.ndim):
                true = true.reshape(true.shape[len(outputs) :])
            found.append(Block(name, plain(true), claim))
        return found

    def claimed(self, leaves: Mapping[str, Value]) -> dict[str, Any]:
        """Return what is claimed for each array; nothing where the claim isn't defined."""
        try:
            result = self.claim(self.arrays(leaves), self.claim_names)
        except TooLargeError:
            raise  # for a float, not for the claim: this point says nothing
        except DomainError as error:
            if not is_undefined(error, tuple(leaves.values())):
                raise  # floats can't tell
            return {}
        is_one = self.is_single or self.is_hessian
        found = by_target(result, self.targets, is_one=is_one)
        return {name: array_from(x, "the claim") for name, x in found.items()}


class Row(NamedTuple):
    """A value that is differentiated, and its gradient by every element asked for."""

    base: Value
    gradient: Sequence[Value]


def derivatives(
    outputs: Any, xs: tuple[Value, ...], *, is_hessian: bool
) -> tuple[list[Row], list[Row]]:
    """Differentiate outputs, for the Hessian twice; return the first derivatives below it, too."""
    values = [x if isinstance(x, Value) else Constant(x) for x in outputs.flat]
    first = [Row(value, grad(value, xs)) for value in values]
    if not is_hessian:
        return first, []
    return [Row(slope, grad(slope, xs)) for row in first for slope in row.gradient], first


def together(
    rows: Sequence[Row], slopes: Sequence[float], draw: Iterator[float]
) -> tuple[Value, Value]:
    """Combine values with drawn weights; return that, and its derivative along the slopes."""
    weighted = [(next(draw), *row) for row in rows]
    output = total(base * weight for weight, base, _ in weighted)
    gradient = total(
        partial * (weight * slope) for weight, _, partials in weighted
        for slope, partial in zip(slopes, partials, strict=True)
    )  # fmt: skip
    return output, gradient


def is_of_one_number(outputs: Shape, claim: Any, axes: int) -> bool:
    """Tell whether an output of one element counts as a number: unless a Jacobian is claimed."""
    return outputs == (1,) * len(outputs) and (claim is None or claim.ndim != axes)


def value_or_none(claim: Any) -> Value | None:
    """Return a number that is claimed as a Value; None for nan and infinity."""
    try:
        return claim if isinstance(claim, Value) else Constant(claim)
    except DomainError:
        return None


def shifted(leaf: Value, by: Value) -> Value:
    """Return a leaf plus something, under the leaf's name."""
    moved = leaf + by
    moved.label = leaf.label
    return moved


def total(values: Iterable[Value]) -> Value:
    """Add values up."""
    return reduce(add, values)


def weights() -> Iterator[float]:
    """Draw numbers of either sign, not small and not large, the same in every run."""
    draw = random.Random(5)  # noqa: S311, reports must not change from run to run
    while True:
        yield draw.choice((-1, 1)) * draw.randint(5, 13) / 8
