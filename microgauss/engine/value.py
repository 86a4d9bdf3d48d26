"""A number that remembers how it was computed, and from that finds its derivatives.

Computing with a `Value` records a graph; `backprop` walks it backwards and applies the chain rule.
The operators of Values come from the table, in `microgauss.engine.operations`.

Threads may share Values as long as nobody writes to them: compute with the same leaves, take
`grad`, record and run a `microgauss.Tape`. A backward pass writes to the ``grad`` of everything it
meets, leaves too: two at once over graphs that share a Value give wrong numbers. So each thread
makes its own leaves, or takes `grad` in place of `Value.backward`.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import count
from numbers import Number, Real
from operator import attrgetter, ge, gt, le, lt
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from microgauss.engine.notation import label_or_formula, no_derivative
from microgauss.engine.pickling import attributes, before
from microgauss.engine.rules import DomainError, Rule, TooLargeError, floats

__all__ = ["Constant", "Value", "backprop", "toposort"]

next_serial = count().__next__
new = object.__new__
boxing = Lock()  # threads that look at one graph must see the same constants
Accumulate = Callable[["Value", int, float, float], object]


def comparison(compare: Callable[[Any, Any], Any]) -> Callable[[Any, object], bool]:
    """Make the method that compares a Value by its data, with a Value or a plain number."""

    def method(self: Value, other: object) -> Any:
        if isinstance(other, Value):
            return compare(self._data, other._data)
        if is_real(other):  # NumPy would round our number to the type of its own
            return compare(self._data, other.item() if isinstance(other, np.generic) else other)
        return NotImplemented

    return method


class Value:
    """A float that remembers the operation and the arguments it came from.

    ``data`` is any finite real number and is kept as a float, ``label`` what people call it.
    ``grad`` is filled by `backward`: the derivative of the output with respect to this value.
    ``<``, ``<=``, ``>`` and ``>=`` compare data, with Values and plain numbers; ``==`` between
    Values is identity.
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
    __slots__ = ("_a", "_b", "_data", "_grad", "_serial", "label", "rule")
    __array_ufunc__ = None  # np.float64(2) * v asks v, rather than making an array

    label: str
    rule: Rule | None
    _data: float
    _grad: float
    _a: Any  # a Value, a float, or None where there is no such argument
    _b: Any
    _serial: float

    def __init__(self, data: Any, label: str = "") -> None:
        if not isinstance(label, str):
            raise TypeError(f"a label is a str, not {article(type(label).__name__)}")
        self._data = finite(data)
        self._grad = 0.0
        self.label = label
        self.rule = self._a = self._b = None
        self._serial = next_serial()

    @property
    def data(self) -> float:
        """The number itself, always a float; what is assigned is checked as in ``Value(data)``.

        >>> x = Value(3.0)
        >>> x.data = 1
        >>> x.data -= 0.5
        >>> x
        Value(0.5)
        """
        return self._data

    @data.setter
    def data(self, data: float) -> None:
        self._data = finite(data)

    @property
    def grad(self) -> float:
        """What `backward` has added up, always a float; any finite real number can be assigned."""
        return self._grad

    @grad.setter
    def grad(self, grad: float) -> None:
        self._grad = finite(grad, "a gradient is")

    @property
    def is_plain(self) -> bool:
        """Whether this is a plain number: a constant without a name or a past."""
        return isinstance(self, Constant) and self.rule is None and not self.label

    @property
    def args(self) -> tuple[Value, ...]:
        """The values this one was computed from, in order; none for a leaf."""
        if self._a.__class__ is float or self._b.__class__ is float:
            with boxing:
                self._a = boxed(self._a, self._serial - 0.5)
                self._b = boxed(self._b, self._serial - 0.25)
        return tuple(arg for arg in (self._a, self._b) if arg is not None)

    def backward(self) -> None:
        """Add d self / d leaf to the ``grad`` of every leaf; interior gradients start afresh.

        Raises DomainError where a derivative is infinite. A pass that fails, or is interrupted,
        leaves every gradient as it was. Not for two threads at once where their graphs share a
        Value, be it a leaf: `grad` is. See also: `backprop`, `grad`.

        >>> x = Value(3.0)
        >>> (x * x).backward()
        >>> x.grad
        6.0
        """
        before = Before()
        try:
            deque(backprop(self, before=before), maxlen=0)
        except BaseException:  # an interrupt too
            before.restore()
            raise

    def __reduce_ex__(self, _: object) -> tuple[Any, ...]:
        arrived = before(self) if self.rule is not None else None
        fields = (self._data, self._grad, self.label, self.rule, self._a, self._b)
        return rebuild, (arrived, type(self), *fields), attributes(self, Value.__slots__)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Number, np.bool_, np.ndarray)):
            raise TypeError(
                f"a Value equals itself only: to compare its number, write {self.label or 'x'}.data"
            )
        return NotImplemented  # identity

    __hash__ = object.__hash__
    __lt__, __le__ = comparison(lt), comparison(le)
    __gt__, __ge__ = comparison(gt), comparison(ge)

    def __bool__(self) -> bool:
        name = self.label or "x"
        raise TypeError(f"a Value is neither true nor false: compare it, as in {name} > 0")

    def __float__(self) -> float:
        name = self.label or "x"
        raise TypeError(
            "float, int, round and the functions of math forget how a Value was computed: write "
            f"microgauss.log({name}) for math.log({name}), and {name}.data for the number"
        )

    __int__ = __trunc__ = __floor__ = __ceil__ = __complex__ = __float__

    def __round__(self, digits: int | None = None) -> float:
        return float(self)

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


def boxed(arg: Any, serial: float) -> Any:
    """Make a Constant of a plain number, as made just before its user; else return what it is."""
    if arg.__class__ is not float:
        return arg
    constant = Constant(arg)
    constant._serial = serial
    return constant


NO_GRADIENT = frozenset({float, type(None), Constant})  # what an argument's slot may hold besides


def finite(data: Any, what: str = "a Value holds") -> float:
    """Return a real number as a float, or say why it can't be what it was meant to be."""
    if type(data) is float and data - data == 0.0:
        return data
    if not is_real(data):
        hint = "; to run a graph over columns, use Tape" if hasattr(data, "__array__") else ""
        raise TypeError(f"{what} one real number, not {article(type(data).__name__)}{hint}")
    try:
        number = float(data)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise DomainError(f"{what} a finite number, not {str(data)[:40]}")
    return number


def is_real(number: Any) -> bool:
    """Tell whether something is one real number; a truth value is none."""
    is_truth = isinstance(number, (bool, np.bool_))
    return isinstance(number, (Real, Decimal)) and not is_truth


def article(noun: str) -> str:
    """Put the indefinite article before a noun."""
    return f"{'an' if noun[0] in 'aeiouAEIOU' else 'a'} {noun}"


def record(rule: Rule, data: float, a: Value | float, b: Value | float | None, kind: Any) -> Value:
    """Remember an operation that has been carried out: the one place where graphs grow."""
    value: Value = new(kind)
    value._data = data
    value._grad = 0.0
    value.label = ""
    value.rule = rule
    value._a = a
    value._b = b
    value._serial = next_serial()
    return value


def rebuild(_: object, kind: Any, data: float, grad: float, label: str, *rest: Any) -> Value:
    """Make a value anew from a pickle, or for a copy. Its arguments have been made before it."""
    rule, a, b = rest
    value = record(rule, data, a, b, kind)
    value._grad = grad
    value.label = label
    return value


def toposort(*outputs: Value) -> list[Value]:
    """List the outputs and all they were computed from, in the order of their creation.

    That is a topological order: a value is made after its arguments. Found without recursion.

    >>> a = Value(2.0, "a")
    >>> toposort(a * a + 1)
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


class Before:
    """The gradients that a pass is going to change, as they were: to be set back if it fails."""

    def __init__(self) -> None:
        self.computed: list[Value] = []  # their gradients were 0,
        self.others: dict[Value, float] = {}  # except for these; and the leaves

    def restore(self) -> None:
        """Set the gradients back."""
        for value in self.computed:
            value._grad = 0.0
        for value, gradient in self.others.items():
            value._grad = gradient


def users_first(f: Value, before: Before) -> list[Value]:
    """List what f was computed from and hands gradient on, each value after all that use it.

    This is `toposort` backwards without leaves and constants. Their gradients start afresh,
    at 0; ``before`` keeps all that the pass is going to change.
    """
    mark: Any = object()  # in place of a gradient until all are found: this value has been met
    order, others = before.computed, before.others
    others[f] = f._grad
    if f.rule is not None and f.__class__ is not Constant:
        order.append(f)
    for value in order:  # grows while it is read
        for arg in (value._a, value._b):
            if arg.__class__ not in NO_GRADIENT and (gradient := arg._grad) is not mark:
                if gradient or arg.rule is None:
                    others[arg] = gradient
                if arg.rule is not None:
                    order.append(arg)
                    arg._grad = mark
    for value in order:
        value._grad = 0.0
    order.sort(key=attrgetter("_serial"), reverse=True)
    return order


def backprop(
    f: Value, on_accumulate: Accumulate | None = None, before: Before | None = None
) -> Iterator[Value]:
    """Run the backward pass from f, pausing after each value has handed its gradient on.

    A value is next when everything that uses it is done: the latest made comes first. Each
    argument gets its contribution, upstream gradient times local derivative, added to its
    ``grad``; constants get none. ``on_accumulate(value, position, local, contribution)`` is told
    of each before it is added. ``before`` is given the gradients as they were.
    Raises DomainError where a derivative is infinite; the gradients then stay where the pass
    stopped, as they do when the caller stops.
    See also: `Value.backward`, which is this run to its end, or not at all.

    >>> x = Value(3.0, "x")
    >>> for value in backprop((x * x) * 2):
    ...     print(value.data, x.grad)
    18.0 0.0
    9.0 12.0
    """
    before = before or Before()
    order = users_first(f, before)
    f._grad = 1.0 if f.rule is not None else f._grad + 1.0  # a leaf accumulates
    for value in order:  # written out for its two arguments: this is where the time goes
        a, b = value._a, value._b
        derivatives = value.rule.partials  # type: ignore[union-attr]  # users_first: no leaves
        x = a if a.__class__ is float else a._data
        y = b if b is None or b.__class__ is float else b._data
        try:
            if a.__class__ not in NO_GRADIENT:
                derive = derivatives[0]
                local = (
                    derive(floats, value._data, x)
                    if b is None
                    else derive(floats, value._data, x, y)
                )
                contribution = value._grad * local
                if contribution - contribution:
                    raise OverflowError  # infinite
                if on_accumulate:
                    on_accumulate(value, 0, local, contribution)
                a._grad += contribution
            if b.__class__ not in NO_GRADIENT:
                local = derivatives[1](floats, value._data, x, y)
                contribution = value._grad * local
                if contribution - contribution:
                    raise OverflowError  # infinite
                if on_accumulate:
                    on_accumulate(value, 1, local, contribution)
                b._grad += contribution
        except (ValueError, ArithmeticError):
            raise no_derivative(value) from None
        yield value
    check_sums(before.others)


def check_sums(leaves: Iterable[Value]) -> None:
    """Raise a DomainError where a gradient that was added up is infinite."""
    for leaf in leaves:
        if leaf._grad - leaf._grad:
            raise TooLargeError(f"the gradient of {label_or_formula(leaf)} overflows a float")
