"""A number that remembers how it was computed, and from that finds its derivatives.

Computing with a `Value` records a graph; `backprop` walks it backwards and applies the chain rule.
The operators of Values come from the table, in `microgauss.operations`.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from numbers import Real
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from microgauss.notation import no_derivative
from microgauss.rules import DomainError, Rule, floats

__all__ = ["Constant", "Value", "backprop", "creation_order"]

next_serial = count().__next__
new = object.__new__
Handover = Callable[["Value", int, float, float], object]


class Value:
    """A float that remembers the operation and the arguments it came from.

    ``data`` is any finite real number and is kept as a float, ``label`` what people call it.
    ``grad`` is filled by `backward`: the derivative of the output with respect to this value.
    Raises TypeError for what is no real number, DomainError where an operation has no result.
    See also: `grad` for gradients as graphs, `microgauss.Tape` for columns.

    >>> x = Value(-3.0, "x")
    >>> f = x**2 + 2 * x
    >>> f.backward()
    >>> f, x
    (Value(3.0, grad=1.0), Value(-3.0, 'x', grad=-4.0))
    """

    # Two arguments in slots of their own, and a plain number as itself until somebody looks at it:
    # small values are fast to make, and a million of them fit in memory.
    __slots__ = ("_a", "_b", "_serial", "data", "grad", "label", "rule")
    __array_ufunc__ = None  # np.float64(2) * v asks v, rather than making an array

    data: float
    grad: float
    label: str
    rule: Rule | None
    _a: Any  # a Value, a float, or None where there is no such argument
    _b: Any
    _serial: float

    def __init__(self, data: Any, label: str = "") -> None:
        if not isinstance(label, str):
            raise TypeError(f"a label is a str, not {article(type(label).__name__)}")
        self.data = finite(data)
        self.grad = 0.0
        self.label = label
        self.rule = self._a = self._b = None
        self._serial = next_serial()

    @property
    def args(self) -> tuple[Value, ...]:
        """The values this one was computed from, in order; none for a leaf."""
        if self._a.__class__ is float:
            self._a = Constant(self._a)
            self._a._serial = self._serial - 0.5  # made just before its user
        if self._b.__class__ is float:
            self._b = Constant(self._b)
            self._b._serial = self._serial - 0.25
        return tuple(arg for arg in (self._a, self._b) if arg is not None)

    def backward(self) -> None:
        """Add d self / d leaf to the ``grad`` of every leaf; interior gradients start afresh.

        Raises DomainError where a derivative is infinite. See also: `backprop`, `grad`.

        >>> x = Value(3.0)
        >>> (x * x).backward()
        >>> x.grad
        6.0
        """
        deque(backprop(self), maxlen=0)

    def __repr__(self) -> str:
        label = f", {self.label!r}" if self.label else ""
        gradient = f", grad={self.grad!r}" if self.grad else ""
        return f"{type(self).__name__}({self.data!r}{label}{gradient})"

    if TYPE_CHECKING:  # the operators and methods that the table provides: microgauss.operations

        def binary(self, other: Any) -> Value: ...  # noqa: D102
        def unary(self) -> Value: ...  # noqa: D102

        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = binary
        __truediv__ = __rtruediv__ = __pow__ = __rpow__ = binary
        __neg__ = __abs__ = unary
        log = exp = sqrt = sin = cos = tanh = relu = unary


class Constant(Value):
    """A plain number met in an expression, or computed from such: it takes no gradient.

    >>> x = Value(2.0)
    >>> (x**3).args
    (Value(2.0), Constant(3.0))
    """

    __slots__ = ()


NO_GRADIENT = frozenset({float, type(None), Constant})  # what an argument's slot may hold besides


def finite(data: Any) -> float:
    """Return a real number as a float, or say why it can't be a Value."""
    if type(data) is float and data - data == 0.0:
        return data
    if isinstance(data, (bool, np.bool_)) or not isinstance(data, (Real, Decimal)):
        hint = "; to run a graph over columns, use Tape" if hasattr(data, "__array__") else ""
        raise TypeError(f"a Value holds one real number, not {article(type(data).__name__)}{hint}")
    try:
        number = float(data)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise DomainError(f"a Value holds a finite number, not {str(data)[:40]}")
    return number


def article(noun: str) -> str:
    """Put the indefinite article before a noun."""
    return f"{'an' if noun[0] in 'aeiouAEIOU' else 'a'} {noun}"


def record(rule: Rule, data: float, a: Value | float, b: Value | float | None, kind: Any) -> Value:
    """Remember an operation that has been carried out: the one place where graphs grow."""
    value: Value = new(kind)
    value.data = data
    value.grad = 0.0
    value.label = ""
    value.rule = rule
    value._a = a
    value._b = b
    value._serial = next_serial()
    return value


def creation_order(*outputs: Value) -> list[Value]:
    """List the outputs and all they were computed from, in the order of their creation.

    That is a topological order: a value is made after its arguments. Found without recursion.

    >>> a = Value(2.0, "a")
    >>> creation_order(a * a + 1)
    [Value(2.0, 'a'), Value(4.0), Constant(1.0), Value(5.0)]
    """
    order = list(dict.fromkeys(outputs))
    seen = set(order)
    for value in order:  # grows while it is read
        for arg in value.args:
            if arg not in seen:
                seen.add(arg)
                order.append(arg)
    order.sort(key=attrgetter("_serial"))
    return order


def users_first(f: Value) -> list[Value]:
    """List what f was computed from and hands gradient on, each value after all that use it.

    This is `creation_order` backwards without leaves and constants. Their gradients start afresh:
    they are set to a 0.0 of this pass's own, and so the pass knows whom it has met.
    """
    zero = float("0")
    f.grad = zero if f.rule else f.grad
    order = [f] if f.rule is not None and f.__class__ is not Constant else []
    for value in order:  # grows while it is read
        for arg in (value._a, value._b):
            if arg.__class__ not in NO_GRADIENT and arg.grad is not zero and arg.rule is not None:
                arg.grad = zero
                order.append(arg)
    order.sort(key=attrgetter("_serial"), reverse=True)
    return order


def backprop(f: Value, on_handover: Handover | None = None) -> Iterator[Value]:
    """Run the backward pass from f, pausing after each value has handed its gradient on.

    A value is next when everything that uses it is done: the latest made comes first. Each
    argument gets its contribution, upstream gradient times local derivative, added to its
    ``grad``; constants get none. ``on_handover(value, position, local, contribution)`` is told
    of each before it is added. Raises DomainError where a derivative is infinite.
    See also: `Value.backward`, which is this run to its end.

    >>> x = Value(3.0, "x")
    >>> for value in backprop((x * x) * 2):
    ...     print(value.data, x.grad)
    18.0 0.0
    9.0 12.0
    """
    order = users_first(f)
    f.grad += 1.0  # to 1 for a computed value; a leaf accumulates
    for value in order:  # written out for its two arguments: this is where the time goes
        a, b = value._a, value._b
        derivatives = value.rule.derivatives  # type: ignore[union-attr]  # users_first: no leaves
        x = a if a.__class__ is float else a.data
        y = b if b is None or b.__class__ is float else b.data
        try:
            if a.__class__ not in NO_GRADIENT:
                derive = derivatives[0]
                local = (
                    derive(floats, value.data, x) if b is None else derive(floats, value.data, x, y)
                )
                contribution = value.grad * local
                if contribution - contribution:
                    raise OverflowError  # infinite
                if on_handover:
                    on_handover(value, 0, local, contribution)
                a.grad += contribution
            if b.__class__ not in NO_GRADIENT:
                local = derivatives[1](floats, value.data, x, y)
                contribution = value.grad * local
                if contribution - contribution:
                    raise OverflowError  # infinite
                if on_handover:
                    on_handover(value, 1, local, contribution)
                b.grad += contribution
        except (ValueError, ArithmeticError):
            raise no_derivative(value) from None
        yield value
