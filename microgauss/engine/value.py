"""A number that remembers how it was computed, and from that finds its derivatives.

Computing with a `Value` records a graph (`apply`); `backprop` walks it backwards and applies the
chain rule. What the operations are and how they are differentiated stands in the table, in
`microgauss.engine.rules`.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count
from numbers import Number
from operator import attrgetter, ge, gt, le, lt
from threading import Lock
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from microgauss.engine.notation import label_or_formula
from microgauss.engine.numbers import article, finite, is_real
from microgauss.engine.pickling import attributes, run_and_ancestors
from microgauss.engine.rules import RULES, TABLE, DomainError, Rule, TooLargeError, floats

__all__ = ["Constant", "Value", "apply", "backprop", "functions", "graphs", "toposort"]

next_serial = count().__next__
new = object.__new__
OnAccumulate: TypeAlias = "Callable[[Value, int, float, float], object] | None"
boxing = Lock()  # threads that look at one graph must see the same constants


def comparison(compare: Callable[[Any, Any], Any]) -> Callable[[Value, Any], Any]:
    """Make an operator that compares a Value by its data, with a Value or a plain number."""

    def operator(value: Value, other: object) -> Any:
        if isinstance(other, Value):
            return compare(value._data, other._data)
        if is_real(other):  # NumPy would round our number to the type of its own
            return compare(value._data, other.item() if isinstance(other, np.generic) else other)
        return NotImplemented

    return operator


class Value:
    """A float that remembers the operation and the arguments it came from.

    ``data`` is any finite real number and is kept as a float, ``label`` what people call it.
    ``grad`` is filled by `backward`: the derivative of the output with respect to this value.
    Every row of the table is a method, ``x.log()``, and + - * / ** and abs are operators.
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

    # Two arguments in slots of their own, and a plain number as itself: so values are fast to make
    # and a million of them fit in memory. `args` boxes plain numbers when it is first asked.
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
    def is_literal(self) -> bool:
        """Whether this is a literal constant: 2 is; pi, which has a name, and 1/3 aren't."""
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
        leaves every gradient as it was. See also: `backprop`, `grad`.

        Threads may share Values to compute with, for `grad` and in a `microgauss.Tape`. A backward
        pass writes to every Value that it meets: two at once over graphs that share a Value, be it
        a leaf, give wrong numbers.

        >>> x = Value(3.0)
        >>> (x * x).backward()
        >>> x.grad
        6.0
        """
        saved = SavedGradients()
        try:
            deque(backprop(self, saved=saved), maxlen=0)
        except BaseException:  # an interrupt too
            saved.restore()
            raise

    def __add__(self, other: Any) -> Value:
        return binary(ADD, self, other)

    def __radd__(self, other: Any) -> Value:
        return binary(ADD, other, self)

    def __sub__(self, other: Any) -> Value:
        return binary(SUBTRACT, self, other)

    def __rsub__(self, other: Any) -> Value:
        return binary(SUBTRACT, other, self)

    def __mul__(self, other: Any) -> Value:
        return binary(MULTIPLY, self, other)

    def __rmul__(self, other: Any) -> Value:
        return binary(MULTIPLY, other, self)

    def __truediv__(self, other: Any) -> Value:
        return binary(DIVIDE, self, other)

    def __rtruediv__(self, other: Any) -> Value:
        return binary(DIVIDE, other, self)

    def __pow__(self, other: Any) -> Value:
        return binary(POW, self, other)

    def __rpow__(self, other: Any) -> Value:
        return binary(POW, other, self)

    def __neg__(self) -> Value:
        return unary(NEGATIVE, self)

    def __abs__(self) -> Value:
        return unary(ABS, self)

    if TYPE_CHECKING:  # log, exp and the other functions of the table: made methods below

        def __getattr__(self, name: str) -> Any: ...

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Number, np.bool_, np.ndarray)):
            raise TypeError(
                f"a Value equals itself only: to compare its number, write {self.label or 'x'}.data"
            )
        return NotImplemented  # identity

    __hash__ = object.__hash__

    __lt__ = comparison(lt)
    __le__ = comparison(le)
    __gt__ = comparison(gt)
    __ge__ = comparison(ge)

    def __bool__(self) -> bool:
        raise TypeError(
            f"a Value is neither true nor false: compare it, as in {self.label or 'x'} > 0"
        )

    def __float__(self, *_: object) -> float:
        name = self.label or "x"
        raise TypeError(
            "float, int, round and the functions of math forget how a Value was computed: write "
            f"microgauss.log({name}) for math.log({name}), and {name}.data for the number"
        )

    __int__ = __trunc__ = __floor__ = __ceil__ = __round__ = __complex__ = __float__

    def __reduce_ex__(self, _: object) -> tuple[Any, ...]:
        arrived = run_and_ancestors(self) if self.rule is not None else None
        fields = (self._data, self._grad, self.label, self.rule, self._a, self._b)
        return rebuild, (arrived, type(self), *fields), attributes(self, Value.__slots__)

    def __repr__(self) -> str:
        label = f", {self.label!r}" if self.label else ""
        gradient = f", grad={self.grad!r}" if self.grad else ""
        return f"{type(self).__name__}({self.data!r}{label}{gradient})"


class Constant(Value):
    """A plain number met in an expression, or computed from such: it takes no gradient.

    >>> x = Value(2.0)
    >>> (x**3).args
    (Value(2.0), Constant(3.0))
    """

    __slots__ = ()


WHOLE = 1e6  # whole numbers below are folded
NO_GRADIENT = frozenset({float, type(None), Constant})  # what an argument's slot may hold, too
ADD, SUBTRACT, MULTIPLY, DIVIDE, POW, NEGATIVE, ABS = (
    RULES[name] for name in ("add", "subtract", "multiply", "divide", "pow", "negative", "abs")
)


# --- a graph grows --------------------------------------------------------------------------------


def apply(rule: Rule, *args: Any) -> Any:
    """Carry out an operation on Values and plain numbers, and record it in a new Value.

    Where all arguments are constants, so is the result. Object arrays of Values are taken element
    by element. Raises TypeError for what is no real number, DomainError where there is no result.

    >>> apply(RULES["multiply"], Value(3.0), 2)
    Value(6.0)
    """
    arity = len(rule.partials)
    if len(args) != arity:
        raise TypeError(f"{rule.name} takes {arity} argument{'s' if arity > 1 else ''}")
    return unary(rule, *args) if arity == 1 else binary(rule, *args)


def unary(rule: Rule, a: Any) -> Value:
    """Carry out an operation on one argument."""
    if a.__class__ is Value:  # the usual case, without a call
        x, kind = a._data, Value
    elif isinstance(a, np.ndarray):
        return elementwise(rule, a)  # type: ignore[no-any-return]
    else:
        a, x, kind = operand(a)
    try:
        data = float(rule.value(math, x))
    except (ValueError, ArithmeticError):
        data = math.nan
    value = record(rule, data, a, None, kind)
    if data - data != 0.0:  # nan or infinite; faster than math.isfinite
        raise no_value(rule, value)
    return folded(rule, value) if kind is Constant else value


def binary(rule: Rule, a: Any, b: Any) -> Value:
    """Carry out an operation on two arguments."""
    if a.__class__ is Value:
        x, kind = a._data, Value
    elif a.__class__ is float and a - a == 0.0:
        x, kind = a, Constant
    elif isinstance(a, np.ndarray):
        return elementwise(rule, a, b)  # type: ignore[no-any-return]
    else:
        a, x, kind = operand(a)
    if b.__class__ is Value:
        y, kind = b._data, Value
    elif b.__class__ is float and b - b == 0.0:
        y = b
    elif isinstance(b, np.ndarray):
        return elementwise(rule, a, b)  # type: ignore[no-any-return]
    else:
        b, y, other = operand(b)
        kind = other if kind is Constant else kind
    try:
        data = rule.value(math, x, y)
        if data.__class__ is not float:
            data = float(data)
    except (ValueError, ArithmeticError, TypeError):  # TypeError: a power that is complex
        data = math.nan
    value = record(rule, data, a, b, kind)
    if data - data != 0.0:
        raise no_value(rule, value)
    return folded(rule, value) if kind is Constant else value


def operand(arg: Any) -> tuple[Any, float, type[Value]]:
    """Return what an argument is recorded as, its number, and the kind of what depends on it."""
    if isinstance(arg, Value):
        return arg, arg._data, Constant if isinstance(arg, Constant) else Value
    number = finite(arg)
    return number, number, Constant


def elementwise(rule: Rule, *args: Any) -> Any:
    """Apply an operation to object arrays of Values; arrays of numbers are refused."""
    arrays = [np.asanyarray(arg, dtype=object) for arg in args]
    for arg in args:
        if isinstance(arg, np.ndarray) and arg.dtype != object:
            finite(arg)  # raises the TypeError that points to Tape
    return np.frompyfunc(partial(apply, rule), len(args), 1)(*arrays)


def folded(rule: Rule, value: Value) -> Value:
    """Return a constant for an operation on literal constants, where all are whole numbers.

    So the gradient of x**2 reads 2*x, and not 2*x**(2 - 1). Other operations on constants stay a
    graph: 1/3 is no float, but a fraction, a symbol and a decimal.
    """
    numbers = [value.data, *(arg.data for arg in value.args)]
    is_whole = all(number.is_integer() and abs(number) < WHOLE for number in numbers)
    is_folded = is_whole and rule.operator and all(arg.is_literal for arg in value.args)
    return Constant(value.data) if is_folded else value


def no_value(rule: Rule, value: Value) -> DomainError:
    """Say why an operation has no result."""
    numbers = [arg.data for arg in value.args]
    if rule.defined(*numbers):
        return TooLargeError(f"{rule.name} overflows a float", value, numbers)
    return DomainError(f"{rule.name} needs {rule.domain}", value, numbers)


def no_partial(value: Value) -> DomainError:
    """Say that a partial derivative is infinite or doesn't exist."""
    assert value.rule is not None
    reason = f"{value.rule.name} has no finite derivative there"
    return DomainError(reason, value, [arg.data for arg in value.args])


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


def boxed(arg: Any, serial: float) -> Any:
    """Make a Constant of a plain number, with a serial just before its user's; pass on the rest."""
    if arg.__class__ is not float:
        return arg
    constant = Constant(arg)
    constant._serial = serial
    return constant


def function(rule: Rule) -> Callable[..., Any]:
    """Make the function of a row, as ``microgauss.log``: for Values, and for plain numbers too."""

    def method(*args: Any) -> Any:
        result = apply(rule, *args)
        is_plain = type(result) is Constant and all(is_real(arg) for arg in args)
        return result.data if is_plain else result  # plain numbers in, a plain number out

    method.__name__ = method.__qualname__ = rule.name
    method.__doc__ = f"{rule.name} of Values or plain numbers; it needs {rule.domain}."
    return method


# The table's functions for people: a plain number in, a plain number out.
functions = SimpleNamespace(**{rule.name: function(rule) for rule in TABLE})
for rule in TABLE:
    setattr(Value, rule.name, getattr(functions, rule.name))
# And for partials over Values: log(2) stays an operation, to be replayed to any number of digits.
graphs = SimpleNamespace(**{rule.name: partial(apply, rule) for rule in TABLE})


# --- and is walked backwards ----------------------------------------------------------------------


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


class SavedGradients:
    """The gradients that a pass is going to change, as they were: to be set back if it fails.

    ``computed`` are the results of operations, whose gradients were 0 unless they are among the
    ``others``: these and the leaves, with the gradients that they had.
    """

    def __init__(self) -> None:
        self.computed: list[Value] = []
        self.others: dict[Value, float] = {}

    def restore(self) -> None:
        """Set the gradients back."""
        for value in self.computed:
            value._grad = 0.0
        for value, gradient in self.others.items():
            value._grad = gradient


def users_first(f: Value, saved: SavedGradients) -> list[Value]:
    """List what f was computed from and hands gradient on, each value after all that use it.

    This is `toposort` backwards, without leaves and constants. The gradients of what is listed are
    set to 0; ``saved`` keeps what all gradients were, and its ``computed`` is the list itself.
    """
    mark: Any = object()  # in place of a gradient during the search, faster than a set of the met
    order, others = saved.computed, saved.others
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
    f: Value, on_accumulate: OnAccumulate = None, saved: SavedGradients | None = None
) -> Iterator[Value]:
    """Run the backward pass from f, pausing after each value has handed its gradient on.

    A value is next when everything that uses it is done: the latest made comes first. Each
    argument gets its contribution, upstream gradient times local derivative, added to its
    ``grad``; constants get none. ``on_accumulate(value, position, local, contribution)`` is told
    of each before it is added. ``saved`` is given the gradients as they were.
    Raises DomainError where a derivative is infinite; the gradients then stay where the pass
    stopped, as they do when the caller stops.
    See also: `Value.backward`, which is this run to its end, or not at all.

    >>> x = Value(3.0, "x")
    >>> for value in backprop((x * x) * 2):
    ...     print(value.data, x.grad)
    18.0 0.0
    9.0 12.0
    """
    saved = saved or SavedGradients()
    order = users_first(f, saved)
    f._grad = 1.0 if f.rule is not None else f._grad + 1.0  # a leaf accumulates
    for value in order:
        a, b, data = value._a, value._b, value._data
        partials = value.rule.partials  # type: ignore[union-attr]  # leaves aren't in the order
        x = a if a.__class__ is float else a._data
        y = b if b is None or b.__class__ is float else b._data
        try:
            if a.__class__ not in NO_GRADIENT:
                by_a = partials[0]
                local = by_a(floats, data, x) if b is None else by_a(floats, data, x, y)
                accumulate(value, 0, a, local, on_accumulate)
            if b.__class__ not in NO_GRADIENT:
                local = partials[1](floats, data, x, y)
                accumulate(value, 1, b, local, on_accumulate)
        except (ValueError, ArithmeticError):  # log(0); 1/0, and what overflows
            raise no_partial(value) from None
        yield value
    check_sums(saved.others)


def accumulate(value: Value, position: int, arg: Value, local: float, tell: OnAccumulate) -> None:
    """Add to an argument's gradient its contribution: upstream gradient times local derivative."""
    contribution = value._grad * local
    if contribution - contribution:
        raise OverflowError  # infinite or nan
    if tell:
        tell(value, position, local, contribution)
    arg._grad += contribution


def check_sums(values: Iterable[Value]) -> None:
    """Raise a DomainError where a gradient that was added up is infinite."""
    for value in values:
        if value._grad - value._grad:
            raise TooLargeError(f"the gradient of {label_or_formula(value)} overflows a float")
