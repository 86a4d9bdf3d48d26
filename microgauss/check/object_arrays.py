"""Arrays of Values that stay arrays, so that a function written for NumPy records a graph.

NumPy computes with an object array element by element, by the elements' own operators and methods.
It leaves single elements bare, though, and NumPy's functions refuse a bare Value: np.log(w.sum())
fails. A `ValueArray` therefore never gives out a bare Value, but an array of shape (). Operations
are the table's rows, whose kinks are known: np.maximum(x, 0) needs no branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from microgauss.engine.rules import RULES, TABLE
from microgauss.engine.value import Value, apply

__all__ = ["ValueArray", "array_of", "floats_of", "plain"]

OF_FLOATS = (np.isfinite, np.isnan, np.isinf)  # asked of the numbers
UNCHANGED = (np.conjugate, np.positive)
OTHER_NAMES = {"expit": "sigmoid"}  # as SciPy calls it


class ValueArray(np.ndarray[Any, Any]):
    """An object array of Values, and so is whatever NumPy computes from it.

    Raises TypeError for what NumPy computes with floats only, such as np.linalg.inv.

    >>> w = array_of([Value(3.0, "w[0]"), Value(4.0, "w[1]")], (2,))
    >>> np.sqrt((w**2).sum())
    ValueArray(Value(5.0), dtype=object)
    """

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **options: Any
    ) -> Any:
        arguments = [as_operand(argument) for argument in inputs]
        if method == "at":  # np.add.at(g, places, x): in place
            getattr(ufunc, method)(*arguments)
            return assigned(inputs[0], arguments[0])
        if ufunc in OF_FLOATS:
            return getattr(ufunc, method)(*map(floats_of, arguments), **options)
        if ufunc in UNCHANGED:
            return wrapped(arguments[0])
        options = {k: v for k, v in options.items() if k not in ("casting", "subok")}
        try:
            result = getattr(elementwise(ufunc, method), method)(*arguments, **options)
        except (TypeError, AttributeError) as error:
            raise unable(ufunc.__name__, error) from error
        return wrapped(result) if out is None else assigned(out[0], result)

    def __array_function__(self, func: Any, types: Iterable[type], args: Any, kwargs: Any) -> Any:
        if func is np.linalg.norm:  # NumPy's own makes a plain array of its argument
            return norm(*args, **kwargs)
        try:
            return wrapped(super().__array_function__(func, types, args, kwargs))
        except (TypeError, AttributeError) as error:
            raise unable(func.__name__, error) from error

    def __getitem__(self, key: Any) -> Any:
        return wrapped(super().__getitem__(key))

    def dot(self, other: Any, out: None = None) -> Any:  # type: ignore[override]
        """Return the product with another array, as np.dot does."""
        return np.dot(self, other, out)


def array_of(elements: Iterable[Any], shape: tuple[int, ...]) -> Any:
    """Return Values and numbers, in C order, as a ValueArray of a shape."""
    flat = list(elements)
    array = np.empty(len(flat), dtype=object)
    array[:] = flat
    return array.reshape(shape).view(ValueArray)


def wrapped(result: Any) -> Any:
    """Return Values as a ValueArray, and what else NumPy gives as it is."""
    is_objects = isinstance(result, np.ndarray) and result.dtype == object
    return plain(result).view(ValueArray) if is_objects or isinstance(result, Value) else result


def plain(argument: Any) -> Any:
    """Return a plain object array, whose elements are Values and numbers and no arrays.

    NumPy leaves an array of shape () as it is where it is put into another: x[0] = y[1].
    """
    array = np.asarray(argument, dtype=object)
    if not any(element.__class__ is ValueArray for element in array.flat):
        return array
    elements = [x.item() if x.__class__ is ValueArray and not x.ndim else x for x in array.flat]
    return np.asarray(array_of(elements, array.shape))


def assigned(out: Any, result: Any) -> Any:
    """Write a result into the array that was given for it, as x += y does."""
    if out.dtype != object:
        raise TypeError("an array of floats can't hold Values: make it by np.zeros_like(w)")
    out[...] = result
    return out


def as_operand(argument: Any) -> Any:
    """Return an argument for NumPy: a plain object array, and for True and False 1 and 0."""
    if isinstance(argument, (bool, np.bool_)):
        return int(argument)
    if isinstance(argument, Value):
        return plain(argument)
    if not isinstance(argument, np.ndarray):
        return argument
    if argument.dtype == object:
        return plain(argument)
    return argument.astype(int) if argument.dtype == bool else argument


def floats_of(array: Any) -> Any:
    """Return the numbers that Values hold."""
    numbers = [x.data if isinstance(x, Value) else float(x) for x in np.asarray(array).flat]
    return np.array(numbers).reshape(np.shape(array))


def elementwise(ufunc: np.ufunc, method: str) -> Any:
    """Return what computes as a ufunc does: by the row of the table, where there is one."""
    if method != "__call__":
        return ufunc
    if ufunc is np.logaddexp:
        return np.frompyfunc(log_of_exps, 2, 1)
    operation = OPERATIONS.get(ufunc.__name__)
    return np.frompyfunc(operation, ufunc.nin, 1) if operation else ufunc


def log_of_exps(a: Any, b: Any) -> Any:
    """Return log(exp(a) + exp(b)), which never overflows."""
    difference = apply(RULES["subtract"], a, b)
    return apply(RULES["add"], b, apply(RULES["softplus"], difference))


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A002, FBT001, FBT002, NumPy's own names
    """Return the Euclidean norm, as np.linalg.norm does without ``ord``."""
    if ord not in (None, 2) or (ord == 2 and np.ndim(x) != 1 and not isinstance(axis, int)):
        raise TypeError(f"np.linalg.norm with ord={ord!r} has no gradient here")
    return np.sqrt(np.sum(np.square(x), axis=axis, keepdims=keepdims))


def unable(name: str, error: Exception) -> TypeError:
    """Say that NumPy computes something with floats only."""
    return TypeError(f"np.{name} can't be computed with arrays of Values: {error}")


def operation(name: str) -> Callable[..., Any]:
    """Return a row of the table as a function of Values and numbers, and of arrays of them."""

    def method(*args: Any) -> Any:
        return apply(RULES[name], *args)

    return method


OPERATIONS = {
    **{name: operation(name) for name in RULES},
    **{other: operation(name) for other, name in OTHER_NAMES.items()},
    **{rule.ufunc.__name__: operation(rule.name) for rule in TABLE if rule.ufunc},
}

for name, function in OPERATIONS.items():  # NumPy asks the elements of a list of arrays for them
    if not hasattr(ValueArray, name):
        setattr(ValueArray, name, function)
