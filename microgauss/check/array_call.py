"""Functions of arrays: which arguments they take, of which shapes, and what they return."""

from __future__ import annotations

import inspect
import math
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from microgauss.check.object_arrays import array_of, plain
from microgauss.check.problem import Function
from microgauss.engine.numbers import article, is_real
from microgauss.engine.rules import DomainError
from microgauss.engine.value import Value
from microgauss.formula import FormulaError

__all__ = [
    "ArrayFunction", "Key", "Shape", "array_from", "by_target", "claim_names", "element_names",
    "name_of", "shapes_at", "targets_of",
]  # fmt: skip

Key = str | int  # an argument, by its name or its position
Shape = tuple[int, ...]

LARGEST = 10_000  # elements of all arrays together


class ArrayFunction(Function):
    """A Python function of arrays; its ``names`` are the arguments that it is given.

    These are the arguments without a default, and those that ``keys`` name.

    >>> ArrayFunction(lambda w, X, scale=2: X @ w * scale, ["w"]).names
    ('w', 'X')
    """

    def __init__(self, function: Any, keys: Collection[Key] = ()) -> None:
        if not callable(function):
            raise TypeError("with at=, function and claim are Python functions, and not formulas")
        try:
            super().__init__(function)
        except ValueError:  # of some functions written in C
            raise TypeError(f"{function!r:.40} doesn't tell which arguments it takes") from None
        found = inspect.signature(function).parameters.values()
        single = [p for p in found if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        self.taken = [
            p for i, p in enumerate(single) if p.default is p.empty or p.name in keys or i in keys
        ]
        self.names = tuple(p.name for p in self.taken)

    def __call__(self, arrays: Mapping[str, Any], names: Sequence[str] = ()) -> Any:
        """Call the function; ``names`` are the arrays that its arguments get, by default their own.

        Raises DomainError where it isn't defined, FormulaError where the shapes don't fit.
        """
        given = dict(zip(self.names, (arrays[name] for name in names or self.names), strict=True))
        first = [given.pop(p.name) for p in self.taken if p.kind is p.POSITIONAL_ONLY]
        try:
            return self.call(*first, **given)
        except DomainError:
            raise
        except ValueError as error:
            shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
            raise FormulaError(f"{self.text} can't be computed with {shapes}: {error}") from error
        except TypeError as error:
            if "forget how a Value was computed" not in str(error):
                raise
            raise TypeError(
                f"{self.text} turns arrays of Values into floats: make arrays by np.zeros_like(w) "
                "and not by np.zeros, and take functions from numpy and not from math"
            ) from error


def array_from(result: Any, what: str) -> Any:
    """Return what a function gave as a plain object array of Values and real numbers.

    True is 1, and False 0.
    Raises TypeError, which says ``what`` returned something else.
    """
    array = plain(np.asarray(result, dtype=object))
    if not array.size:
        raise TypeError(f"{what} returned an empty array")
    elements = [int(x) if isinstance(x, (bool, np.bool_)) else x for x in array.flat]
    for element in elements:
        if not isinstance(element, Value) and not is_real(element):
            raise TypeError(
                f"{what} returned {described(element)}, and not an array of numbers or Values"
            )
    return plain(array_of(elements, array.shape))


def described(element: Any) -> str:
    """Say what else than a number an array holds."""
    if isinstance(element, (list, tuple, np.ndarray)):
        return "arrays of several shapes"
    return "None" if element is None else article(type(element).__name__)


def name_of(key: Key, names: Sequence[str], what: str) -> str:
    """Return the argument that a name or a position stands for; FormulaError where none does."""
    there_are = f"the function has {', '.join(names) or 'no arguments'}"
    if isinstance(key, bool) or not isinstance(key, (str, int)):
        raise FormulaError(f"{what}: an argument is named or counted from 0, not {key!r}")
    if isinstance(key, int):
        if 0 <= key < len(names):
            return names[key]
        raise FormulaError(f"{what}: there is no argument {key}: {there_are}")
    name = unicodedata.normalize("NFKC", key)  # as Python reads names
    if name in names:
        return name
    raise FormulaError(f"{what}: there is no {key}: {there_are}")


def shapes_at(at: Mapping[Any, Any], names: Sequence[str]) -> dict[str, Shape]:
    """Return the shape of every argument; of one that ``at`` doesn't give it is ().

    Raises FormulaError for other arguments and for what is no shape, or too large a one.
    """
    shapes: dict[str, Shape] = dict.fromkeys(names, ())
    for key, shape in at.items():
        name = name_of(key, names, "at")
        is_shape = isinstance(shape, tuple) and all(
            isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n > 0 for n in shape
        )
        if not is_shape:
            raise FormulaError(
                f"at {name}: a shape is a tuple of whole numbers above 0, such as (3,) or (5, 3), "
                f"not {shape!r:.40}"
            )
        shapes[name] = tuple(map(int, shape))
    count = sum(map(math.prod, shapes.values()))
    if count > LARGEST:
        raise FormulaError(
            f"at: {count:,} numbers are too many, more than {LARGEST:,}: check smaller shapes"
        )
    return shapes


def element_names(name: str, shape: Shape) -> Iterator[str]:
    """Yield what the elements of an array are called: w[0], X[1, 2]; a scalar by its name."""
    if not shape:
        yield name
    for place in product(*map(range, shape)) if shape else ():
        yield f"{name}[{', '.join(map(str, place))}]"


def targets_of(keys: Sequence[Key], names: Sequence[str]) -> tuple[list[str], bool]:
    """Return what is differentiated by, and whether it is one array twice: the Hessian."""
    targets = [name_of(key, names, "wrt") for key in keys]
    is_hessian = len(targets) == 2 and targets[0] == targets[1]
    distinct = targets[:1] if is_hessian else targets
    if not distinct or len(set(distinct)) < len(distinct):
        raise FormulaError("wrt: name each argument once, or one twice for its Hessian")
    return distinct, is_hessian


def claim_names(names: Sequence[str], claimed: Sequence[str], *, by_position: bool) -> list[str]:
    """Return which of the function's arguments the claim's are: by name, or by position."""
    there_are = f"the function has {', '.join(names)}"
    if by_position:
        if len(claimed) > len(names):
            raise FormulaError(f"the claim has {len(claimed)} arguments: {there_are}")
        return list(names[: len(claimed)])
    for name in claimed:
        if name not in names:
            raise FormulaError(f"the claim uses {name}: {there_are}")
    return list(claimed)


def by_target(result: Any, names: Sequence[str], *, is_one: bool) -> dict[str, Any]:
    """Return what a claim gave for each array: one alone, a sequence of them, or a dict by name."""
    if isinstance(result, Mapping):
        if set(result) == set(names):
            return dict(result)
        raise TypeError(f"the claim returned a dict of {list(result)}, and not of {list(names)}")
    if is_one:
        return {names[0]: result}
    is_several = isinstance(result, (list, tuple)) or np.ndim(result) > 0
    if is_several and len(result) == len(names):
        return dict(zip(names, result, strict=True))
    if len(names) == 1:
        return {names[0]: result}
    count = f"{len(result)} arrays" if is_several else article(type(result).__name__)
    raise TypeError(f"the claim returned {count}: there are {len(names)}, {', '.join(names)}")
