"""A recorded graph, replayed over any kind of number, and fast over columns of them.

A `Tape` runs a graph forwards again: over a million rows, a complex step, a 50-digit decimal, a
symbol. The rows of the table are written over a namespace, so nothing else is needed.

Floats, complex numbers, arrays and tensors take the constants of a graph as they are. Decimals,
fractions, SymPy's numbers and Values are exact, or remember where they come from: they get the
leaves, and compute the rest of the constants themselves.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from microgauss.engine.notation import formula, label_or_formula
from microgauss.engine.rules import Rule
from microgauss.engine.value import Constant, Value, apply, functions, toposort
from microgauss.tape.blocks import (
    Plan,
    ReportProgress,
    check_rows,
    over_blocks,
    sums,
    weighted_sums,
)
from microgauss.tape.columns import as_columns, common_type, from_frame, real_arrays
from microgauss.tape.compiled import compiled_sums, compiled_weighted_sums, need_numba
from microgauss.tape.languages import comment_line, language_of
from microgauss.tape.simplify import fold, simplify
from microgauss.tape.source import Listing
from microgauss.tape.sums import split_logs

__all__ = ["Tape", "decimals"]

Array = NDArray[np.float64]


class Tape:
    """The operations that lead from ``inputs`` to ``outputs``, to be run over other numbers.

    ``outputs`` are Values; ``inputs`` are leaves, in the order of the arguments of a call. Other
    leaves are constants, at the numbers they hold now. Calls may come from several threads.
    Raises TypeError for what is no Value, ValueError for an input that is no leaf or comes twice.
    See also: `grad`, whose graphs are replayed like any other.

    >>> from fractions import Fraction
    >>> x = Value(2.0, "x")
    >>> tape = Tape((x * x, x / 3), inputs=(x,))
    >>> tape(Fraction(1, 3))
    (Fraction(1, 9), Fraction(1, 9))
    >>> tape.sum([1.0, 2.0, 3.0])
    (14.0, 2.0)
    """

    def __init__(self, outputs: Sequence[Value], inputs: Sequence[Value]) -> None:
        self.outputs = values(outputs, "outputs")
        self.inputs = values(inputs, "inputs")
        for value in self.inputs:
            if value.rule is not None:
                raise ValueError(
                    f"inputs are leaves, and {label_or_formula(value)} has been computed"
                )
        if len(set(self.inputs)) < len(self.inputs):
            raise ValueError("the same input comes twice")
        self.order = toposort(*self.outputs)
        self.constants = fold(self.order, self.inputs)
        self.plans: dict[int, Plan] = {}  # made when first needed
        self.is_compiled = False
        self.names = [value.label or str(i) for i, value in enumerate(self.inputs, 1)]

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "plans": {}}  # pickled without its buffers

    def __call__(self, *numbers: Any, xp: Any = np) -> tuple[Any, ...]:
        """Replay over numbers, one for each input, and return one for each output.

        ``xp`` is the namespace that has their functions: numpy, math, cmath, sympy, dask.array,
        jax.numpy, torch, microgauss, `decimals`. Decimals, Fractions and Values are recognised.
        A pandas or polars Series counts as the array of its values, whatever its index.
        NumPy's arrays may have any shapes that broadcast; its conventions hold there: nan, inf
        and a warning that names the operation. Lists, ranges and buffers are columns, as in
        `sum`. Raises TypeError for an operation that the number system doesn't have; TypeError or
        ValueError, naming the column, for what isn't a column of numbers.

        >>> import cmath
        >>> x = Value(2.0, "x")
        >>> (y,) = Tape((x.log(),), inputs=(x,))(complex(2.0, 1e-20), xp=cmath)
        >>> y.imag / 1e-20
        0.5
        """
        self.check_count(numbers)
        if xp is np:
            numbers = tuple(map(from_frame, numbers, self.names))
        arrays = real_arrays(numbers, self.names, xp)
        if arrays is None:
            return self.replay(numbers, xp)
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        size = math.prod(shape)
        if not shape or not size:
            return self.replay(arrays, xp)
        if any(array.shape not in ((), (size,)) for array in arrays):
            numbers = tuple(np.broadcast_to(a, shape).ravel() if a.ndim else a for a in arrays)
        columns = self.columns(numbers, size, np.result_type(*arrays))
        return tuple(column.reshape(shape) for column in columns)

    def sum(self, *columns: Any, progress: ReportProgress | None = None) -> tuple[float, ...]:
        """Sum each output over the rows of the columns, one for each input.

        Columns are arrays, Series, memory-mapped files, lists, ranges or buffers, all of one length
        (N,), of float64 or float32; scalars broadcast. Blocks of rows are computed in buffers that
        stay in the cache and summed pairwise, their sums without rounding. After each block
        ``progress`` is called with the rows done and the rows in all. Raises TypeError or
        ValueError, naming the column, for what isn't a column of numbers.

        >>> t, mu = Value(1.0, "t"), Value(0.5, "mu")
        >>> Tape(((t - mu) ** 2,), inputs=(t, mu)).sum([1.0, 2.0, 3.0], 2)
        (2.0,)
        """
        self.check_count(columns)
        columns = tuple(map(from_frame, columns, self.names))
        arrays, rows = as_columns(columns, self.names)
        plan = self.plan(len(self.outputs))
        if self.is_compiled:
            return compiled_sums(plan, arrays, rows, progress)
        return sums(plan, arrays, rows, common_type(arrays, columns), progress)

    def weighted_sums(
        self,
        columns: Sequence[Array],
        X: Array,
        vectors: Sequence[Array],
        progress: ReportProgress | None = None,
    ) -> tuple[float, Array]:
        """Sum the first output over rows, and each other one multiplied by the rows of X.

        X is (N, d). The inputs are ``columns`` (N,) and then X @ vector for each vector (d,): they
        are computed block by block, as the outputs are. All are float64 arrays; the sums are a
        float and an array with a row (d,) for each other output. After each block ``progress`` is
        called, as by `sum`. Raises ValueError where X and the columns have no rows, or not as many.
        See also: `sum`, for columns of any type.

        >>> t, mu = Value(1.0, "t"), Value(0.5, "mu")
        >>> tape = Tape(((t - mu) ** 2, 2 * (mu - t)), inputs=(t, mu))
        >>> X, w = np.array([[1.0, 2.0], [1.0, 3.0]]), np.array([0.0, 1.0])
        >>> tape.weighted_sums((np.zeros(2),), X, (w,))  # |X w|², and its gradient
        (13.0, array([[10., 26.]]))
        """
        check_rows(columns, X)
        run = compiled_weighted_sums if self.is_compiled else weighted_sums
        return run(self.plan(1), columns, X, vectors, progress)

    def compile(self) -> Tape:
        """Have the sums run one loop that numba compiles, and return the tape itself.

        The results are the same to rounding, and the same bits for any number of threads. Compiling
        takes seconds, once: the code is kept in the user's cache folder. Raises ImportError, which
        says what to install, without numba (the extra ``fast``).
        """
        need_numba()
        self.is_compiled = True
        return self

    def columns(self, numbers: Sequence[Any], rows: int, dtype: Any) -> tuple[Any, ...]:
        """Replay over columns of one length, in blocks, into new columns."""
        plan = self.plan(0)
        results = tuple(np.empty(rows, dtype) for _ in plan.parts)
        columns, _ = as_columns(numbers, self.names)
        for start, stop, outputs in over_blocks(plan, columns, rows, dtype):
            for part, result, output in zip(plan.parts, results, outputs, strict=True):
                np.multiply(output, part.sign, out=result[start:stop])  # exact
        return results

    def plan(self, summed: int) -> Plan:
        """Return the simplified graph with its buffers.

        The first ``summed`` outputs will be summed over rows; others stay columns.
        """
        if summed not in self.plans:
            short = simplify(self.outputs, self.inputs, self.constants)
            self.plans[summed] = Plan(*split_logs(short, summed))
        return self.plans[summed]

    def replay(self, numbers: Sequence[Any], xp: Any) -> tuple[Any, ...]:
        """Carry out the graph's operations one by one, as they stand."""
        results = self.run(numbers, system_of(numbers, xp))
        return tuple(results[output] for output in self.outputs)

    def run(self, numbers: Sequence[Any], system: NumberSystem) -> dict[Value, Any]:
        """Carry out the operations in a number system, and return every value's result."""
        results: dict[Value, Any] = dict(zip(self.inputs, numbers, strict=True))
        for value in self.order:
            if value in self.constants and (value.rule is None or system.folds):
                results[value] = system.constant(self.constants[value], value.label)
            elif value.rule is not None:
                args = [results[arg] for arg in value.args]
                results[value] = system.apply(value.rule, args)
        return results

    def source(
        self, language: str, name: str = "f", xp: str = "math", labels: Sequence[str] = ()
    ) -> str:
        """Write the graph as a function in "python", "c", "javascript" or "latex".

        It takes the inputs in their order and returns the outputs as a tuple (Python, over floats,
        or over arrays of floats with ``xp="numpy"``) or an array (JavaScript), or writes them to a
        last argument ``double *out`` (C); in LaTeX it is aligned assignments. Labels become names,
        ``labels`` those of the outputs; constants have all digits. Outside the domain Python raises
        ValueError or ArithmeticError, as ``math`` does; elsewhere the result is nan or infinite.
        Raises ValueError for another language or ``xp``, and for a name that can't be a function's.

        >>> x = Value(2.0, "x")
        >>> s = (1 + x**2).sqrt()
        >>> s.label = "s"
        >>> print(Tape((s.log(), x / s), inputs=(x,)).source("javascript"))
        function f(x) {
          // log(s)
          // x/s
          const s = Math.sqrt(1 + Math.pow(x, 2));
          return [Math.log(s), x/s];
        }
        <BLANKLINE>
        """
        listing = Listing(language_of(language, xp), [value.label for value in self.inputs])
        results = self.run(listing.inputs, listing)
        labels = labels or [output.label if output.rule else "" for output in self.outputs]
        if len(labels) != len(self.outputs):
            raise ValueError(f"{len(labels)} labels are not one for each of {len(self.outputs)}")
        outputs = listing.outputs([results[output] for output in self.outputs], labels, name)
        for value in self.order:
            if value.rule and value.label:
                listing.label(results[value], value.label)
        comment = map(comment_line, labels, map(formula, self.outputs))
        return listing.function(name, outputs, list(comment))

    def check_count(self, numbers: Sequence[Any]) -> None:
        """Check that there is one number for each input."""
        if len(numbers) != len(self.inputs):
            names = ", ".join(self.names)
            raise TypeError(f"this tape takes {len(self.inputs)} ({names}), not {len(numbers)}")


def values(sequence: Sequence[Value], name: str) -> tuple[Value, ...]:
    """Return a sequence of Values as a tuple, or say what else it is."""
    if isinstance(sequence, Value):
        raise TypeError(f"{name} is a sequence of Values, not one: ({name[:-1]},) makes one")
    for value in (together := tuple(sequence)):
        if not isinstance(value, Value):
            raise TypeError(f"{name} are Values, not {type(value).__name__}")
    return together


# --- the kinds of number --------------------------------------------------------------------------

# Decimal's own operations as a namespace. It has no sin, cos or tanh; a fraction has none at all.
decimals = SimpleNamespace(
    __name__="decimals",
    log=lambda a: Decimal(a).ln(),
    exp=lambda a: Decimal(a).exp(),
    sqrt=lambda a: Decimal(a).sqrt(),
)
rationals = SimpleNamespace(__name__="Fraction")
OF_KIND = ((Decimal, decimals), (Fraction, rationals))


class NumberSystem(Protocol):
    """What a tape is run over: it takes constants and carries out the rows of the table.

    ``folds``: computed constants are taken as the floats they are; else they are recomputed in this
    number system, 1/3 as a Fraction.
    """

    folds: bool

    def constant(self, number: float, label: str, /) -> Any:
        """Return a constant of the graph as a number of this kind."""

    def apply(self, rule: Rule, args: Sequence[Any], /) -> Any:
        """Carry out an operation."""


class System:
    """A namespace of operations, and how a constant is converted: the usual `NumberSystem`."""

    def __init__(self, xp: Any, convert: Callable[[float], Any], *, folds: bool) -> None:
        self.xp = xp
        self.convert = convert
        self.folds = folds

    def constant(self, number: float, _: str) -> Any:
        """Return a constant of the graph as a number of this kind, whatever its label."""
        return self.convert(number)

    def apply(self, rule: Rule, args: Sequence[Any]) -> Any:
        """Carry out an operation, or say that the number system doesn't have it."""
        if self.xp is functions:  # Values remember the row itself
            return apply(rule, *args)
        if rule.name == "pow" and isinstance(args[1], Decimal) and args[1] == 0:
            return Decimal(1)  # which Decimal refuses to say of 0**0
        try:
            result = rule.value(self.xp, *args)
        except AttributeError as error:
            if rule.operator or hasattr(self.xp, rule.name):
                raise  # it is something else that is missing
            name = getattr(self.xp, "__name__", type(self.xp).__name__)
            raise TypeError(
                f"{name} has no {error.name or rule.name}, which this graph needs"
            ) from None
        if self.xp is rationals and isinstance(result, (float, complex)):
            raise TypeError(
                f"Fraction has no {rule.name} with that exponent, which this graph needs"
            )
        return result


def system_of(numbers: Sequence[Any], xp: Any) -> System:
    """Choose the number system of a replay by its numbers, and by the namespace asked for."""
    if xp in (np, math, cmath):
        found = [of_kind for kind, of_kind in OF_KIND if any(isinstance(n, kind) for n in numbers)]
        xp = found[0] if found else xp
    if any(isinstance(number, Value) for number in numbers):
        return System(functions, Constant, folds=False)
    if xp is decimals or any(isinstance(number, Decimal) for number in numbers):
        return System(xp, Decimal, folds=False)
    if xp is rationals:
        return System(xp, Fraction, folds=False)
    if hasattr(xp, "constant_of"):  # it converts exactly, and says how
        return System(xp, xp.constant_of, folds=False)
    if hasattr(xp, "Rational"):  # SymPy
        return System(xp, lambda c: xp.pi if c == math.pi else xp.Rational(c), folds=False)
    return System(xp, float, folds=True)
