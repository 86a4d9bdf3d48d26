"""The table's rows as operators and functions of Values."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from math import isfinite
from types import SimpleNamespace
from typing import Any

import numpy as np

from microgauss.engine.notation import no_value
from microgauss.engine.rules import RULES, TABLE, Rule
from microgauss.engine.value import Constant, Value, finite, record

__all__ = ["apply", "functions"]


def apply(rule: Rule, *args: Any) -> Any:
    """Apply an operation to Values, plain numbers, and object arrays of Values."""
    if any(isinstance(arg, np.ndarray) and arg.dtype == object for arg in args):
        arrays = [np.asarray(arg, dtype=object) for arg in args]
        return np.frompyfunc(partial(apply, rule), len(args), 1)(*arrays)
    values = [arg if isinstance(arg, Value) else Constant(arg) for arg in args]
    data = compute(rule, *values)
    if not any(isinstance(arg, Value) for arg in args):
        return data  # plain numbers in, a plain number out
    if is_exact(rule, data, values):
        return Constant(data)
    kind = Constant if all(isinstance(value, Constant) for value in values) else Value
    return record(rule, data, values[0], values[1] if len(values) > 1 else None, kind)


def is_exact(rule: Rule, data: float, values: list[Value]) -> bool:
    """Tell whether plain whole numbers gave a whole number, so that 2 - 1 may be written 1.

    Others stay a graph: 1/3 is not a float, but it is a fraction, a symbol and a decimal.
    """
    numbers = [data, *(value.data for value in values)]
    return (
        bool(rule.operator)
        and all(value.is_plain for value in values)
        and all(number.is_integer() and abs(number) < 1e6 for number in numbers)
    )


def compute(rule: Rule, *args: Value) -> float:
    """Carry out an operation on floats."""
    try:
        data = float(rule.value(math, *(arg.data for arg in args)))
    except (ValueError, ArithmeticError, TypeError):  # TypeError: a power that is complex
        data = math.nan
    if not math.isfinite(data):
        raise no_value(rule, args)
    return data


def plain(number: float) -> float:
    """Return an int or a float as a finite float: `finite`, but faster."""
    if number.__class__ is int and -1e15 < number < 1e15:
        return float(number)
    if number.__class__ is float and number - number == 0.0:
        return number
    return finite(number)


def operator(rule: Rule) -> Callable[[Value, Any], Value]:
    """Make the method of a binary operator from its row: `apply`, with a fast path."""
    value = rule.value

    def method(self: Value, other: Any) -> Value:
        kind = other.__class__
        if kind is Value:  # whatever self is, the result takes a gradient
            number = other._data
        elif (kind is float or kind is int) and self.__class__ is Value:
            number = other = plain(other)
            kind = Value
        else:
            return apply(rule, self, other)  # type: ignore[no-any-return]
        try:
            data = value(math, self._data, number)
            if isfinite(data):
                return record(rule, data, self, other, kind)
        except (ValueError, ArithmeticError, TypeError):
            pass
        return apply(rule, self, other)  # type: ignore[no-any-return]

    return method


def reflected(rule: Rule) -> Callable[[Value, Any], Value]:
    """Make the method that Python calls where the plain number stands on the left."""
    value = rule.value

    def method(self: Value, other: Any) -> Value:
        if (other.__class__ is float or other.__class__ is int) and self.__class__ is Value:
            number = plain(other)
            try:
                data = value(math, number, self._data)
                if isfinite(data):
                    return record(rule, data, number, self, Value)
            except (ValueError, ArithmeticError, TypeError):
                pass
        return apply(rule, other, self)  # type: ignore[no-any-return]

    return method


def unary(rule: Rule) -> Callable[[Value], Value]:
    """Make the method of an operation with one argument from its row."""
    value = rule.value

    def method(self: Value) -> Value:
        try:
            data = float(value(math, self._data))
            if isfinite(data):
                return record(rule, data, self, None, self.__class__)
        except (ValueError, ArithmeticError):
            pass
        return apply(rule, self)  # type: ignore[no-any-return]

    return method


def function(rule: Rule) -> Callable[..., Any]:
    """Make the function of a row, as ``microgauss.log``: the method, for plain numbers too."""
    arity = len(rule.partials)
    fast = getattr(Value, rule.name)

    def method(*args: Any) -> Any:
        if len(args) != arity:
            raise TypeError(f"{rule.name} takes {arity} argument{'s' if arity > 1 else ''}")
        return fast(*args) if args[0].__class__ is Value else apply(rule, *args)

    method.__name__ = method.__qualname__ = rule.name
    method.__doc__ = f"{rule.name} of Values or plain numbers; it needs {rule.domain}."
    return method


for row in TABLE:
    setattr(Value, row.name, operator(row) if len(row.partials) == 2 else unary(row))
for name, short in (
    ("add", "add"), ("subtract", "sub"), ("multiply", "mul"), ("divide", "truediv"), ("pow", "pow"),
):  # fmt: skip
    setattr(Value, f"__{short}__", operator(RULES[name]))
    setattr(Value, f"__r{short}__", reflected(RULES[name]))
setattr(Value, "__neg__", unary(RULES["negative"]))  # noqa: B010, mypy takes it for a method
setattr(Value, "__abs__", unary(RULES["abs"]))  # noqa: B010

functions = SimpleNamespace(**{rule.name: function(rule) for rule in TABLE})
