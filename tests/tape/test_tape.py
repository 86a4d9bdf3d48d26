"""Replay over columns: shorter programs, the same numbers, buffers that nobody else needs."""

import math
import subprocess
import sys
import textwrap
from array import array
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import microgauss
from microgauss import DomainError, Tape, Value, cosh, exp, grad, log, relu, sqrt, tanh
from microgauss.engine.rules import TABLE, Rule
from microgauss.engine.value import Constant, apply
from microgauss.gaussian import log_likelihood, objective_and_gradient, sigma
from microgauss.tape import blocks
from microgauss.tape.blocks import assign_buffers
from microgauss.tape.simplify import Program, simplify
from microgauss.tape.sums import exact_sum, sum_of_logs

Formula = Callable[[Any, Any], Any]
SPECIAL = [
    math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 3.0, 1e-160, 1e160,
    5e-324, -5e-324, 2.3e-308, 1e-308, 1.7e308, -1.7e308, 1e154, 1e-154, 1 + 2**-52,
]  # fmt: skip


def record(formula: Formula) -> Tape:
    """Record a formula of x and y."""
    x, y = Value(1.5, "x"), Value(2.5, "y")
    return Tape((formula(x, y),), (x, y))


def program(formula: Formula) -> Program:
    """Return what is left of a formula of x and y."""
    tape = record(formula)
    return simplify(tape.outputs, tape.inputs, tape.constants)


def rows(formula: Formula) -> list[str]:
    """Name the operations that are left."""
    return [step.rule.name for step in program(formula).steps]


# --- each simplification: what is left, and no harm done ------------------------------------------

SIMPLIFIED: dict[str, tuple[Formula, list[str]]] = {
    "equal sub-expressions": (lambda x, y: (x + y) / exp(y + x), ["add", "exp", "divide"]),
    "an equal difference": (lambda x, y: (x - y) * exp(y - x),
                            ["subtract", "negative", "exp", "multiply"]),
    "times 1": (lambda x, y: (x * 1) + 1 * y, ["add"]),
    "times -1": (lambda x, y: x - y * -1, ["add"]),
    "over 1": (lambda x, y: x / 1 + y / -1, ["subtract"]),
    "plus 0": (lambda x, y: (x + 0) * (0 + y), ["multiply"]),
    "minus 0": (lambda x, y: (x - 0) / (y - 0), ["divide"]),
    "0 minus": (lambda x, y: (0 - x) * y, ["multiply"]),
    "constants": (lambda x, y: x * sqrt(2 * Constant(math.pi)) + y, ["multiply", "add"]),
    "signs of factors": (lambda x, y: (-x) * (-y), ["multiply"]),
    "signs of quotients": (lambda x, y: x - (-y) / x, ["divide", "add"]),
    "signs of terms": (lambda x, y: -x - y, ["add"]),
    "sign of the first term": (lambda x, y: -x + y, ["subtract"]),
    "the first power": (lambda x, y: x**1 * y, ["multiply"]),
    "the square": (lambda x, y: x**2 + y, ["multiply", "add"]),
    "the square of a negative": (lambda x, y: (-x) ** 2 + y, ["multiply", "add"]),
    "the cube": (lambda x, y: x**3 + y, ["multiply", "multiply", "add"]),
    "the fourth power": (lambda x, y: x**4 + y, ["multiply", "multiply", "add"]),
    "the power -1": (lambda x, y: x**-1 - y, ["divide", "subtract"]),
    "the power -2": (lambda x, y: x**-2 - y, ["divide", "multiply", "subtract"]),
    "a root's square": (lambda x, y: sqrt(1 + x * x) ** 2 * y, ["multiply", "add", "multiply"]),
    "times a reciprocal": (lambda x, y: y * (1 / (1 + x * x)), ["multiply", "add", "divide"]),
    "a constant reciprocal": (lambda x, y: 1.5 * (1 / x) + y, ["divide", "add"]),
    "a root's square from 0": (lambda x, y: sqrt(x * x) ** 2 + y, ["multiply", "add"]),
    "a root's square of squares": (lambda x, y: sqrt((x * x) * (y * y)) ** 2 + y,
                                   ["multiply", "multiply", "multiply", "add"]),
    "a root's square of a root": (lambda x, y: sqrt(sqrt(x)) ** 2 + y, ["sqrt", "add"]),
    "times the reciprocal of 1 and more": (lambda x, y: y * (1 / cosh(x)), ["cosh", "divide"]),
}  # fmt: skip
KEPT: dict[str, tuple[Formula, list[str]]] = {
    "0 times": (lambda x, y: 0 * x + y, ["multiply", "add"]),
    "minus itself": (lambda x, y: (x - x) + y, ["subtract", "add"]),
    "over itself": (lambda x, y: x / x + y, ["divide", "add"]),
    "the power 0": (lambda x, y: log(x) ** 0 + y, ["log", "pow", "add"]),
    "the square's root": (lambda x, y: sqrt(x * x) + y, ["multiply", "sqrt", "add"]),
    "a root's square below 0": (lambda x, y: sqrt(x) ** 2 + y, ["sqrt", "multiply", "add"]),
    "a root's square of a product": (
        lambda x, y: sqrt(x * y) ** 2 + y, ["multiply", "sqrt", "multiply", "add"]),
    "exp of log": (lambda x, y: exp(log(x)) + y, ["log", "exp", "add"]),
    "doubled and halved": (lambda x, y: (2 * x) / 2 + y, ["multiply", "divide", "add"]),
    "a reciprocal that may be inf": (lambda x, y: y * (1 / x), ["divide", "multiply"]),
    "the reciprocal of a product that may be small": (
        lambda x, y: y * (1 / ((x * x) * (y * y))), ["multiply"] * 3 + ["divide", "multiply"]),
    "plus 0 in a divisor": (lambda x, y: y / (x + 0), ["add", "divide"]),
    "plus 0 under a negative power": (
        lambda x, y: y * (x + 0) ** -1, ["add", "divide", "multiply"]),
    "plus 0 under any power": (lambda x, y: (x + 0) ** y, ["add", "pow"]),
    "signs of both terms in a divisor": (lambda x, y: 1 / ((-x) + (-y)),
                                         ["negative", "subtract", "divide"]),
    "signs in a divisor": (lambda x, y: 1 / (-x - y), ["negative", "subtract", "divide"]),
    "a difference in a divisor": (lambda x, y: (x - y) + 1 / (y - x),
                                  ["subtract", "subtract", "divide", "add"]),
    "the root as a power": (lambda x, y: x**0.5 + y, ["pow", "add"]),
    "a high power": (lambda x, y: x**9 + y, ["pow", "add"]),
    "the fifth power": (lambda x, y: x**5 + y, ["pow", "add"]),
    "the power -5": (lambda x, y: x**-5 + y, ["pow", "add"]),
    "a root's square of a logarithm": (lambda x, y: sqrt(log(x)) ** 2 + y,
                                       ["log", "sqrt", "multiply", "add"]),
    "times the reciprocal of less than 1": (lambda x, y: y * (1 / abs(x)),
                                            ["abs", "divide", "multiply"]),
}  # fmt: skip
ALL = SIMPLIFIED | KEPT


@pytest.mark.parametrize("name", ALL)
def test_what_is_left(name: str) -> None:
    formula, expected = ALL[name]
    assert rows(formula) == expected


def same_as_it_stands(tape: Tape, columns: list[Any]) -> None:
    """Compare the short program, in blocks, with the graph as it stands, operation by operation."""
    with np.errstate(all="ignore"):
        short = tape(*columns)
        plain = tape.replay(columns, np)
    for a, b in zip(short, plain, strict=True):
        np.testing.assert_allclose(a, np.broadcast_to(b, a.shape), rtol=2e-15, atol=5e-324 * 8)


@pytest.mark.parametrize("name", ALL)
def test_no_harm_at_nan_inf_zeros_and_the_edges(name: str) -> None:
    columns = [np.array(column) for column in zip(*product(SPECIAL, SPECIAL), strict=True)]
    same_as_it_stands(record(ALL[name][0]), columns)


def test_dead_values_are_dropped() -> None:
    x = Value(2.0)
    unused = exp(x)  # nobody asked for it
    f = x * x
    assert [s.rule.name for s in simplify((f,), (x,), {}).steps] == ["multiply"]
    assert unused.data > f.data


def test_the_gradient_of_f_takes_few_operations() -> None:
    t, mu, z = Value(1.0), Value(0.5), Value(0.75)
    f = log_likelihood(t, mu, sigma(z))
    tape = Tape((f, *grad(f, (mu, z))), (t, mu, z))
    plan = tape.plan(1)
    assert len(plan.program.steps) <= 19
    assert [part.is_log for part in plan.parts] == [False, True, False, False]


UNARY = tuple(rule.name for rule in TABLE if len(rule.partials) == 1)
BINARY = tuple(rule.name for rule in TABLE if len(rule.partials) == 2 and rule.name != "pow")
EXPONENTS = (-4.0, -3.0, -2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0)


@st.composite
def random_graphs(draw: Any, *, tame: bool = False) -> tuple[Value, Value, list[Value]]:
    """Make a graph over x and y with up to three outputs. ``tame``: rounding isn't amplified."""
    x, y = Value(draw(st.floats(0.5, 2.0)), "x"), Value(draw(st.floats(0.5, 2.0)), "y")
    pool: list[Value] = [x, y, *(Constant(c) for c in (0.0, 1.0, -1.0, 2.0, -3.0))]
    # For the table abs(-0.0) and sign(-0.0) are -0.0, for NumPy 0.0: they differ in a divisor.
    unary = (*UNARY, "abs", "sign") if tame else UNARY
    for _ in range(draw(st.integers(1, 12))):
        name = draw(st.sampled_from((*unary, *BINARY * 3, "pow")))
        args = [draw(st.sampled_from(pool))]
        if name in BINARY:
            args.append(draw(st.sampled_from(pool)))
        elif name == "pow":
            args.append(Constant(draw(st.sampled_from(EXPONENTS))))
        try:
            value = getattr(microgauss, name)(*args)
        except DomainError:
            continue
        if not tame or 1e-2 < abs(value.data) < 1e2:
            pool.append(value)
    return x, y, [draw(st.sampled_from(pool)) for _ in range(draw(st.integers(1, 3)))]


@settings(max_examples=300, deadline=None)
@given(random_graphs())
def test_random_programs_keep_nan_and_inf(graph: tuple[Value, Value, list[Value]]) -> None:
    """Where the graph as it stands gives nan or inf, so does the short program, with its sign."""
    x, y, outputs = graph
    tape = Tape(outputs, (x, y))
    few = [np.array(column) for column in zip(*product(SPECIAL, SPECIAL), strict=True)]
    with np.errstate(all="ignore"):
        short = tape(*few)
        plain = tape(*(column[:, None] for column in few))
    for a, b in zip(short, plain, strict=True):
        expected = np.broadcast_to(b, (len(a), 1))[:, 0]
        assert np.array_equal(np.isnan(a), np.isnan(expected))
        infinite = np.isinf(expected)
        assert np.array_equal(np.isinf(a), infinite)
        assert np.array_equal(a[infinite], expected[infinite])


@settings(max_examples=200, deadline=None)
@given(random_graphs(tame=True))
def test_random_programs_agree_with_the_eager_engine(
    graph: tuple[Value, Value, list[Value]],
) -> None:
    x, y, outputs = graph
    tape = Tape(outputs, (x, y))
    expected = [output.data for output in outputs]
    assert tape(x.data, y.data) == pytest.approx(expected, rel=1e-9)
    for result, data in zip(tape([x.data] * 3, y.data), expected, strict=True):
        assert result == pytest.approx([data] * 3, rel=1e-9)
    sums = tape.sum([x.data] * 2500, [y.data] * 2500)  # many enough for the products of logs
    assert sums == pytest.approx([2500 * data for data in expected], rel=1e-9)


# --- buffers --------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(random_graphs())
def test_a_buffer_is_taken_only_when_nobody_needs_it(
    graph: tuple[Value, Value, list[Value]],
) -> None:
    x, y, outputs = graph
    tape = Tape(outputs, (x, y))
    short = simplify(outputs, (x, y), tape.constants)
    buffers, count = assign_buffers(short)
    holds: dict[int, int] = {}
    for step in short.steps:
        for arg in step.args:
            if arg in buffers:
                assert holds[buffers[arg]] == arg
        holds[buffers[step.out]] = step.out
        assert 0 <= buffers[step.out] < count
    for output in short.outputs:
        if output.term in buffers:
            assert holds[buffers[output.term]] == output.term


@settings(max_examples=100, deadline=None)
@given(random_graphs(tame=True))
def test_inputs_stay_and_results_are_new(graph: tuple[Value, Value, list[Value]]) -> None:
    x, y, outputs = graph
    tape = Tape(outputs, (x, y))
    columns = [np.full(20, x.data), np.full(20, y.data)]
    kept = [column.copy() for column in columns]
    with np.errstate(all="ignore"):
        first = tape(*columns)
        before = [result.copy() for result in first]
        tape(*(column + 1 for column in columns))
        tape.sum(*columns)
    for column, copy in zip(columns, kept, strict=True):
        np.testing.assert_array_equal(column, copy)
    for i, result in enumerate(first):
        np.testing.assert_array_equal(result, before[i])
        assert not any(np.shares_memory(result, other) for other in (*columns, *first[:i]))


def test_buffers_are_few() -> None:
    x = Value(1.0)
    f = x
    for _ in range(100):
        f = (f * x + 1) / (1 + f * f)
    assert Tape((f,), (x,)).plan(0).count <= 3


def test_threads_may_run_one_tape_at_once() -> None:
    t, mu, z = Value(1.0), Value(0.5), Value(0.75)
    f = log_likelihood(t, mu, sigma(z))
    tape = Tape((f, *grad(f, (mu, z))), (t, mu, z))
    random = np.random.default_rng(1)
    jobs = [random.normal(size=(3, 20_000 + 1000 * (i % 3))) for i in range(24)]
    expected = [Tape(tape.outputs, tape.inputs).sum(*job) for job in jobs]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda job: tape.sum(*job), jobs)) == expected


def recurrence(x: Value) -> Value:
    """Compute a value with many plain numbers on the way, which nobody has looked at yet."""
    f = x
    for i in range(300):
        f = (f * 0.5 + x) / (1.5 + i)
    return f


def test_threads_may_take_gradients_and_record_tapes_of_one_graph() -> None:
    x = Value(0.5, "x")
    expected = grad(recurrence(x), x).data
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(5):
            f = recurrence(x)

            def work(_: int, f: Value = f) -> tuple[float, float]:
                slope = grad(f, x)
                return slope.data, Tape((f, slope), (x,)).sum([0.5])[1]

            with ThreadPoolExecutor(8) as pool:
                found = list(pool.map(work, range(8)))
            assert {slope for slope, _ in found} == {expected}
            assert [total for _, total in found] == pytest.approx([expected] * 8, rel=1e-12)
        assert x.grad == 0.0
    finally:
        sys.setswitchinterval(interval)


def test_threads_may_compute_one_objective_at_once() -> None:
    random = np.random.default_rng(2)
    jobs = [(random.normal(size=(40_000, 2)), random.normal(size=40_000)) for _ in range(8)]

    def objective(job: tuple[Any, Any]) -> Any:
        return objective_and_gradient(job[0], job[1], [0.3, 1.2], [0.5, -0.7])

    expected = [objective(job) for job in jobs]
    with ThreadPoolExecutor(4) as pool:
        run = pool.map(objective, jobs)
    for result, alone in zip(run, expected, strict=True):
        np.testing.assert_array_equal(np.hstack(result), np.hstack(alone))


def test_a_workspace_is_taken_again() -> None:
    plan = record(lambda x, y: x * y).plan(1)
    space = plan.take(10)
    assert plan.take(10) is not space
    plan.give_back(space)
    assert plan.take(10) is space
    plan.give_back(space)
    assert plan.take(11).memory.shape == (1, 11)


def test_a_run_gives_its_workspace_back() -> None:
    tape = record(lambda x, y: x * y)
    plan = tape.plan(1)
    tape.sum([1.0, 2.0], 3.0)
    (space,) = plan.spare
    tape.sum([4.0, 5.0], 6.0)
    assert plan.spare == [space]


def test_a_tape_keeps_no_columns_alive() -> None:
    tape = record(lambda x, y: x * y)
    column = np.ones(10)
    before = sys.getrefcount(column)
    tape.sum(column, column)
    assert sys.getrefcount(column) == before


# --- columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column",
    [
        [1.0, 2.0, 3.0], [1, 2, 3], (1, 2.0, Fraction(3).numerator), np.array([1, 2, 3]),
        np.array([1, 2, 3], np.uint8), np.array([1, 2, 3], np.float32),
        np.array([1, 2, 3], ">f8"), np.arange(1.0, 7.0, 2.0)[::-1] / 2 + 0.5,
    ],
    ids=str,
)  # fmt: skip
def test_columns_of_real_numbers(column: Any) -> None:
    tape = record(lambda x, y: x * x * y)
    assert tape.sum(column, 2.0) == (28.0,)
    assert tape.sum(column, [2.0, 2.0, 2.0]) == (28.0,)
    assert sorted(tape(column, 2)[0]) == [2.0, 8.0, 18.0]


@pytest.mark.parametrize(
    ("columns", "error", "message"),
    [
        (([1.0], [1.0, 2.0]), ValueError, "the same number of rows: x has 1, y has 2"),
        (([], 1.0), ValueError, "column x is empty"),
        ((1.0, []), ValueError, "column y is empty"),
        ((1.0, ["a"]), TypeError, "column y has type <U1: a column holds real numbers"),
        ((1.0, "a"), TypeError, "column y has type <U1"),
        (([None], 1.0), TypeError, "column x has type object"),
        (([True], 1.0), TypeError, "column x has type bool"),
        (([1j], 1.0), TypeError, "column x has type complex128"),
        (([[1.0]], 1.0), ValueError, r"column x has the shape \(1, 1\)"),
        (([[1.0], [1.0, 2.0]], 1.0), ValueError, "column x is ragged"),
        ((np.ma.masked_equal([1.0, 2.0], 1.0), 1.0), TypeError, "column x has masked values"),
        (([1.0],), TypeError, r"this tape takes 2 \(x, y\), not 1"),
    ],
    ids=str,
)
def test_what_is_no_column(columns: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        record(lambda x, y: x * y).sum(*columns)


SERIES: dict[str, Callable[[list[float]], Any]] = {
    "pandas": pd.Series,
    "pandas, another index": lambda n: pd.Series(n, index=[7, 1, 0]),
    "pandas, an index that comes twice": lambda n: pd.Series(n, index=[1, 1, 0]),
    "pandas, whole numbers": lambda n: pd.Series(n, dtype="int8"),
    "pandas, nullable whole numbers": lambda n: pd.Series(n, dtype="Int64"),
    "pandas, nullable": lambda n: pd.Series(n, dtype="Float64"),
    "pandas, in Arrow's memory": lambda n: pd.Series(n, dtype="double[pyarrow]"),
    "a pandas index": pd.Index,
    "polars": pl.Series,
    "polars, whole numbers": lambda n: pl.Series(n).cast(pl.UInt8),
}


@pytest.mark.parametrize("first", SERIES)
@pytest.mark.parametrize("second", SERIES)
def test_series_count_by_position_in_a_call_and_in_a_sum(first: str, second: str) -> None:
    tape = record(lambda x, y: x * 2 + y)
    columns = SERIES[first]([1.0, 2.0, 3.0]), SERIES[second]([10.0, 20.0, 40.0])
    (result,) = tape(*columns)
    assert type(result) is np.ndarray
    assert result.tolist() == [12, 24, 46]
    assert tape.sum(*columns) == (82.0,)
    assert tape(columns[0], 1.0)[0].tolist() == [3, 5, 7]
    assert tape(np.array([1.0, 2.0, 3.0]), columns[1])[0].tolist() == [12, 24, 46]


@pytest.mark.parametrize("kind", [pd.Series, pl.Series])
def test_series_of_single_precision_stay_so(kind: Callable[[Any], Any]) -> None:
    column = kind(np.array([1.0, 2.0], np.float32))
    (result,) = record(lambda x, y: x * y)(column, column)
    assert result.dtype == np.float32
    assert result.tolist() == [1, 4]


def test_nan_in_a_series_is_a_number_as_in_an_array() -> None:
    tape = record(lambda x, y: x * y)
    for column in (pd.Series([1.0, math.nan]), pl.Series([1.0, math.nan])):
        assert np.isnan(tape(column, 1.0)[0]).tolist() == [False, True]
        assert math.isnan(tape.sum(column, 1.0)[0])


DATES = pd.to_datetime(["2020-01-01", "2020-01-02"])


@pytest.mark.parametrize(
    ("column", "error", "message"),
    [
        (pd.Series([1, None], dtype="Int64"), ValueError, "lacks 1 of its values: fill them"),
        (pd.Series([None, None], dtype="Float64"), ValueError, "lacks 2 of its values"),
        (pd.Series([1, None], dtype="int64[pyarrow]"), ValueError, "lacks 1 of its values"),
        (pl.Series([1.0, None]), ValueError, "lacks 1 of its values"),
        (pl.Series([1, None]), ValueError, "lacks 1 of its values"),
        (pd.Series(DATES), TypeError, r"has type datetime64\[\w+\]: a column holds real numbers"),
        (pd.Series(DATES - DATES[0]), TypeError, r"has type timedelta64\[\w+\]"),
        (pd.Series(DATES, dtype="timestamp[ns][pyarrow]"), TypeError, "has type timestamp"),
        (pd.Series(["a", "1"]), TypeError, "has type (str|object): a column holds real numbers"),
        (pd.Series(["a", "1"], dtype="string"), TypeError, "has type string"),
        (pd.Series([1, 2], dtype="category"), TypeError, "has type category"),
        (pd.Series([1j, 2]), TypeError, "has type complex128"),
        (pl.Series(["a", "1"]), TypeError, "has type String: a column holds real numbers"),
        (pl.Series(["a", "b"], dtype=pl.Categorical), TypeError, "has type Categorical"),
        (pl.Series([1, 2]).cast(pl.Date), TypeError, "has type Date"),
        (pl.Series([[1], [2]]), TypeError, "has type List"),
        (pd.DataFrame({"a": [1.0, 2.0]}), TypeError, "is a whole DataFrame: give one column of it"),
        (pl.DataFrame({"a": [1.0, 2.0]}), TypeError, "is a whole DataFrame"),
    ],
    ids=lambda given: f"{type(given).__module__} {getattr(given, 'dtype', '')}",
)
def test_series_that_are_no_columns_of_numbers(
    column: Any, error: type[Exception], message: str
) -> None:
    tape = record(lambda x, y: x * y)
    for replay in (tape, tape.sum):
        with pytest.raises(error, match=f"column y {message}"):
            replay(pd.Series([1.0, 2.0]), column)


class Series:
    """A column as data frames hold it: an index beside the numbers."""

    dtype = "float64"

    def __init__(self, *numbers: float) -> None:
        self.numbers = numbers

    def __array__(self, *_: object, **__: object) -> Any:
        return np.array(self.numbers)

    def to_numpy(self) -> Any:
        return np.array(self.numbers)


TAKEN: list[Any] = [
    range(1, 4), array("d", [1, 2, 3]), array("f", [1, 2, 3]), array("i", [1, 2, 3]),
    memoryview(array("d", [1, 2, 3])), memoryview(bytes([1, 2, 3])), bytearray([1, 2, 3]),
    Series(1, 2, 3), (1, 2, 3), np.array([1, 2, 3], np.float16), np.array([1, 2, 3]).view(),
]  # fmt: skip


@pytest.mark.parametrize("column", TAKEN, ids=repr)
def test_calls_and_sums_take_the_same_columns(column: Any) -> None:
    tape = record(lambda x, y: x + x * y)
    (result,) = tape(column, 2.0)
    assert result.tolist() == [3.0, 6.0, 9.0]
    assert result.dtype == (np.float32 if getattr(column, "dtype", None) == np.float16 else float)
    assert tape.sum(column, 2.0) == (18.0,)
    assert tape.sum(2.0, column) == (2.0 * 3 + 2.0 * 6,)


REFUSED: list[tuple[Any, str]] = [
    (True, "type bool"), (np.True_, "type bool"), ([True, False], "type bool"),
    (np.array([True]), "type bool"), ([1, None], "type object"), (None, "type object"),
    ({1.0, 2.0}, "type object"), (frozenset({1.0}), "type object"), ({"a": 1.0}, "type object"),
    ("1.0", "type <U3"), (["1.0"], "type <U3"), (b"12", "type |S2"),
    ((x for x in [1.0, 2.0]), "type object"), (map(float, [1, 2]), "type object"),
    (np.array([1.0, 2.0], object), "type object"), ([Fraction(1, 2)], "type object"),
    ([Decimal(1)], "type object"), ([Value(1.0)], "type object"), ([1j], "type complex128"),
    (np.array(["2020-01-01"], "M8[D]"), "type datetime64[D]"), (np.timedelta64(1, "s"), "type"),
    ([[1.0, 2.0]], "the shape (1, 2)"), ([np.ones(2), np.ones(2)], "the shape (2, 2)"),
    ([[1.0], [1.0, 2.0]], "ragged"), (np.ma.masked_equal([1.0, 2.0], 1.0), "masked values"),
    (memoryview(np.ones((2, 2)).data), "the shape (2, 2)"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "why"), REFUSED, ids=repr)
def test_calls_and_sums_refuse_the_same_columns(column: Any, why: str) -> None:
    tape = record(lambda x, y: x + x * y)
    for act in (tape, tape.sum):
        with pytest.raises((TypeError, ValueError)) as error:
            act(2.0, column)
        assert "column y " in str(error.value)
        assert why in str(error.value)


@pytest.mark.parametrize("column", [[1.0, 2.0], (1.0,), range(2), None, "a", True, b"a", {1.0}])
@pytest.mark.parametrize("other", [Fraction(1), Decimal(1), 1j, Value(1.0)], ids=repr)
def test_a_list_is_no_number_of_another_system(column: Any, other: Any) -> None:
    """``[1] + [1]`` would be ``[1, 1]``."""
    tape = record(lambda x, y: x + x + y - y)
    with pytest.raises(TypeError, match=r"x is an? .*, which is no number or array of that system"):
        tape(column, other)
    with pytest.raises(TypeError, match=r"y is an? .*, which is no number or array of that system"):
        tape(1.0, column, xp=math)


def test_complex_columns_are_replayed() -> None:
    z = np.array([1 + 1e-30j, 2 + 1e-30j])
    (result,) = record(lambda x, y: x * x * y)(z, 3.0)
    np.testing.assert_allclose(result.imag / 1e-30, [6.0, 12.0], rtol=1e-15)


def test_whole_numbers_do_not_overflow() -> None:
    column = np.array([200, 100], np.uint8)
    assert record(lambda x, y: x * x + y).sum(column, 0) == (50_000.0,)


def test_columns_of_one_name_are_told_apart() -> None:
    a, b = Value(1.0, "x"), Value(2.0, "x")
    with pytest.raises(ValueError, match="x has 2, x has 3"):
        Tape((a * b,), (a, b)).sum([1.0, 2.0], [1.0, 2.0, 3.0])


def test_outputs_that_no_step_makes() -> None:
    x, y = Value(1.0), Value(2.0)
    tape = Tape((x, Constant(3.0), -y, grad(x + y, x), log(Constant(2.0))), (x, y))
    assert tape.sum([1.0, 2.0], [3.0, 4.0]) == (3.0, 6.0, -7.0, 2.0, 2 * math.log(2))
    assert [list(r) for r in tape([1.0, 2.0], 5.0)][:4] == [[1, 2], [3, 3], [-5, -5], [1, 1]]
    assert tape.sum(1.0, 2.0)[:3] == (1.0, 3.0, -2.0)


def test_outputs_that_no_step_makes_over_many_blocks() -> None:
    x, y = Value(1.0, "x"), Value(2.0, "y")
    tape = Tape((Constant(3.0), y * 2, log(Constant(2.0)), x), (x, y))
    rows = 2 * blocks.ROWS + 17
    column = np.full(rows, 0.5)
    assert tape.sum(column, 7.0) == pytest.approx(
        (3.0 * rows, 14.0 * rows, math.log(2) * rows, 0.5 * rows), rel=1e-15
    )
    constant, doubled, _, same = tape(column, 7.0)
    assert (constant == 3.0).all()
    assert (doubled == 14.0).all()
    assert (same == column).all()


def test_each_row_is_computed_from_its_own() -> None:
    rows = 2 * blocks.ROWS + 17
    x, y = np.arange(float(rows)), np.arange(float(rows))[::-1]
    (result,) = record(lambda x, y: x * 3 - y)(x, y)
    np.testing.assert_array_equal(result, x * 3 - y)


@pytest.mark.parametrize("formula", [
    lambda x, y: x * y, lambda x, y: log(2 + x * x) - y, lambda x, y: y, lambda x, y: -log(x * x),
])  # fmt: skip
def test_ten_million_rows_sum_as_fsum_does(formula: Formula) -> None:
    random = np.random.default_rng(3)
    x, y = random.normal(3.0, 1.0, size=10**7), random.normal(1.0, 2.0, size=10**7)
    tape = record(formula)
    (column,) = tape(x, y)
    exact = math.fsum(column)
    assert abs(tape.sum(x, y)[0] - exact) < 1e-14 * abs(exact)


def test_sums_do_not_depend_on_the_block_size(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(4)
    columns = random.normal(size=(2, 30_000))
    tape = record(lambda x, y: log(30 + x * y + x * x) * y + tanh(x))
    (expected,) = tape.sum(*columns)
    for size in (1, 7, 1000, 29_999, 100_000):
        monkeypatch.setattr(blocks, "ROWS", size)
        assert tape.sum(*columns)[0] == pytest.approx(expected, rel=1e-14)


def test_float32_is_summed_in_float64() -> None:
    column = np.full(10**6, 0.1, np.float32)
    (total,) = record(lambda x, y: x * y).sum(column, 1.0)
    assert total == pytest.approx(10**6 * float(np.float32(0.1)), rel=1e-15)


def test_scalars_follow_numpy_and_say_what_is_undefined() -> None:
    tape = record(lambda x, y: (x / y) ** 0.5)
    with pytest.warns(RuntimeWarning, match="divide by zero encountered in .*divide"):
        assert tape(1.0, 0) == (math.inf,)
    with pytest.warns(RuntimeWarning, match="invalid value encountered in .*pow"):
        assert math.isnan(tape(-1.0, 1)[0])
    with pytest.warns(RuntimeWarning, match="invalid value encountered in log"):
        assert math.isnan(record(lambda x, _: log(x)).sum([-1.0], 1.0)[0])


def test_arrays_of_any_shape_broadcast() -> None:
    (result,) = record(lambda x, y: x * y)(np.ones((2, 1)), np.arange(3.0))
    assert result.tolist() == [[0, 1, 2]] * 2


MEMMAP = """
    import sys
    import numpy as np
    from microgauss import Tape, Value
    from microgauss.gaussian import objective_and_gradient
    def most():  # in KiB, of this process alone: ru_maxrss would count its parent's
        lines = open("/proc/self/status").read().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    x = Value(1.0)
    tape = Tape((x * x + 1,), (x,))
    tape.sum(np.ones(100_000))
    objective_and_gradient(np.ones((50_000, 2)), np.ones(50_000), np.ones(2), np.ones(2))
    before = most()
    column = np.memmap(sys.argv[1], mode="r")[: 2**31].view(np.float64)
    assert tape.sum(column) == (2.0**28,)
    X = np.memmap(sys.argv[1], dtype=float, mode="r", shape=(2**23, 4))
    J, *_ = objective_and_gradient(X, X[:, 0], np.ones(4), np.ones(4))
    print(most() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux counts it")
def test_two_gigabytes_on_disk_are_summed_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "column.bin"
    with path.open("wb") as file:
        file.truncate(2**31)
    script = [sys.executable, "-c", textwrap.dedent(MEMMAP), str(path)]
    run = subprocess.run(script, capture_output=True, text=True, check=True)
    assert int(run.stdout) < 100 * 1024


def test_memory_is_given_back_every_64_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    released: list[Any] = []
    monkeypatch.setattr(blocks, "release", released.append)
    before = {start: len(released) for start, _ in blocks.spans(1285, 10, ("column",))}
    assert [before[start] for start in (0, 630, 640, 1270, 1280)] == [0, 0, 1, 1, 2]
    assert released == [("column",)] * 2


def test_a_private_map_keeps_what_was_written(tmp_path: Path) -> None:
    np.ones(2_000_000).tofile(tmp_path / "column.bin")
    column = np.memmap(tmp_path / "column.bin", dtype=float, mode="c")
    column[:] = 2.0
    assert record(lambda x, y: x * y).sum(column, 1.0) == (4e6,)
    assert column[0] == 2.0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(3, [(3, 3)]), (50_000, [(32_768, 50_000), (50_000, 50_000)])],
)
def test_sums_report_the_rows_done(rows: int, expected: list[tuple[int, int]]) -> None:
    told: list[tuple[int, int]] = []

    def progress(*done: int) -> None:
        told.append(done)  # type: ignore[arg-type]

    record(lambda x, y: x * y).sum(np.ones(rows), 1.0, progress=progress)
    assert told == expected
    told.clear()
    objective_and_gradient(np.ones((rows, 2)), np.ones(rows), [1, 1], [1, 1], progress=progress)
    assert told == expected


# --- what the table has and NumPy doesn't ---------------------------------------------------------


def test_a_row_of_ones_own_runs_over_columns() -> None:
    softplus = Rule(
        "softplus", "softplus", "", 5, lambda xp, a: xp.log(1 + xp.exp(a)),
        (lambda xp, _, a: 1 / (1 + xp.exp(-a)),), "any number", lambda _: True,
    )  # fmt: skip
    x = Value(0.5)
    f = apply(softplus, x) * relu(x - 1)
    column = np.linspace(-2, 3, 9)
    expected = np.log(1 + np.exp(column)) * np.maximum(column - 1, 0)
    np.testing.assert_allclose(Tape((f,), (x,))(column)[0], expected, rtol=1e-15)
    assert Tape((f,), (x,)).sum(column)[0] == pytest.approx(expected.sum(), rel=1e-14)


def test_gradients_with_kinks_run_over_columns() -> None:
    x = Value(0.5)
    tape = Tape(grad(relu(x) + abs(x), (x,)), (x,))
    assert tape([-1.0, 0.0, 2.0])[0].tolist() == [-1, 0, 2]


# --- what a tape is made of -----------------------------------------------------------------------


def test_inputs_are_leaves_and_each_comes_once() -> None:
    x = Value(2.0, "x")
    y = x * 3
    with pytest.raises(ValueError, match="inputs are leaves, and x\\*3 has been computed"):
        Tape((y,), (y,))
    with pytest.raises(ValueError, match="the same input comes twice"):
        Tape((y,), (x, x))
    with pytest.raises(TypeError, match="outputs are Values, not float"):
        Tape((2.0,), (x,))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"outputs is .* not one: \(output,\) makes one"):
        Tape(y, (x,))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"this tape takes 1 \(x\), not 2"):
        Tape((y,), (x,))(1.0, 2.0)
    a, b = Value(1.0), Value(2.0)
    with pytest.raises(TypeError, match=r"this tape takes 2 \(1, 2\), not 1"):
        Tape((a * b,), (a, b))(1.0)


def test_adding_0_turns_a_negative_zero_where_its_sign_shows() -> None:
    x = Value(1.0, "x")
    zeros = np.array([-0.0, 0.0])
    with np.errstate(all="ignore"):
        for f, expected in ((1 / (x + 0.0), [np.inf, np.inf]), (1 / (x - 0.0), [-np.inf, np.inf]),
                            (1 / -(0.0 - x), [-np.inf, -np.inf])):  # fmt: skip
            assert Tape((f,), (x,))(zeros)[0].tolist() == expected


def test_scalars_stay_scalars_and_empty_arrays_stay_empty() -> None:
    x, y = Value(1.0, "x"), Value(2.0, "y")
    tape = Tape((x * y, y + 1), (x, y))
    assert [type(number) for number in tape(2.0, 3)] == [np.float64, np.float64]
    assert tape(2.0, 3) == (6.0, 4.0)
    for shape in ((0,), (3, 0)):
        assert tape(np.zeros(shape), np.zeros(shape))[0].shape == shape
    grid, line = np.arange(6.0).reshape(2, 3), np.array([1.0, 2.0, 3.0])
    product, more = tape(grid, line)
    assert product.tolist() == (grid * line).tolist()
    assert more.tolist() == [[2, 3, 4], [2, 3, 4]]  # of the shape that the inputs broadcast to
    with pytest.raises(ValueError, match="shape"):
        tape(grid, np.zeros(2))


class Faulty:
    """A number whose multiplication has a fault of its own."""

    def __mul__(self, _: object) -> object:
        raise AttributeError("no such field")


def test_a_fault_of_a_number_system_is_not_taken_for_a_missing_operation() -> None:
    x = Value(1.0, "x")
    with pytest.raises(AttributeError, match="no such field"):
        Tape((x * x,), (x,))(Faulty(), xp=math)


def test_other_leaves_are_constants_and_unused_inputs_are_allowed() -> None:
    x, y, z = Value(2.0), Value(3.0), Value(5.0)
    tape = Tape((x * y,), (x, z))
    assert tape(10.0, 7.0) == (30.0,)
    assert tape.sum([10.0, 20.0], 7.0) == (90.0,)


def test_a_long_graph_needs_no_recursion() -> None:
    x = Value(1.0)
    f = x
    for _ in range(20_000):
        f = f * 0.5 + x
    assert Tape((f,), (x,)).sum([1.0, 2.0])[0] == pytest.approx(6.0)


# --- the log of a product -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column",
    [
        np.linspace(1.0, 9.0, 5003),
        np.linspace(0.1, 9.0, 5000),
        np.full(5000, 1 + 1e-10),  # a product would round away what matters
        np.full(5000, 1e30),  # a product would be infinite
        np.full(5000, 1e-30),
        np.linspace(2.0, 3.0, 10),
        np.r_[np.full(5000, 2.0), np.inf],
    ],
    ids=str,
)
def test_a_sum_of_logs(column: Any) -> None:
    kept = column.copy()
    assert sum_of_logs(column) == pytest.approx(math.fsum(np.log(column)), rel=1e-15, abs=0)
    np.testing.assert_array_equal(column, kept)


def test_sixteen_rows_share_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    log_of, sizes = np.log, []

    def counted(column: Any) -> Any:
        sizes.append(len(column))
        return log_of(column)

    monkeypatch.setattr(np, "log", counted)
    column = np.linspace(1.0, 9.0, 16 * 300 + 3)
    assert sum_of_logs(column) == pytest.approx(math.fsum(map(math.log, column)), rel=1e-15)
    assert sizes == [300, 3]
    sizes.clear()
    sum_of_logs(column[:1024])
    sum_of_logs(column[:1023])  # too few to be worth it
    assert sizes == [64, 0, 1023]


@pytest.mark.parametrize("bad", [-1.0, math.nan])
def test_a_sum_of_logs_hides_nothing(bad: float) -> None:
    column = np.full(5000, 2.0)
    column[[7, 400]] = bad  # two negatives make a positive product
    with np.errstate(invalid="ignore"):
        assert math.isnan(sum_of_logs(column))


@pytest.mark.parametrize(
    "formula",
    [
        lambda x, y: y - log(2 + x * x), lambda x, y: y + log(2 + x * x),
        lambda x, y: log(2 + x * x) - y, lambda x, y: -y - log(2 + x * x),
        lambda x, _: log(2 + x * x), lambda x, _: -log(2 + x * x),
    ],
)  # fmt: skip
def test_logs_are_summed_with_their_signs(formula: Formula) -> None:
    x, y = np.random.default_rng(5).normal(size=(2, 5000))
    tape = record(formula)
    assert any(part.is_log for part in tape.plan(1).parts)
    assert tape.sum(x, y)[0] == pytest.approx(math.fsum(tape(x, y)[0]), rel=1e-14)


def test_a_log_that_is_needed_elsewhere_stays_whole() -> None:
    x = Value(2.0)
    f = log(x)
    tape = Tape((f + x, f), (x,))
    assert [part.is_log for part in tape.plan(2).parts] == [False, False]
    assert tape.sum([1.0, math.e]) == pytest.approx((2 + math.e, 1.0))


def test_sums_of_blocks_are_added_without_rounding() -> None:
    assert exact_sum([1.0, 1e100, 1.0, -1e100]) == 2.0


def test_sums_may_be_too_large_or_undefined() -> None:
    assert exact_sum([1e308, 1e308]) == math.inf
    assert math.isnan(exact_sum([math.inf, -math.inf]))


# --- sums that are weighted by the rows of a matrix -----------------------------------------------


WEIGHTED = [
    lambda x, y: x * y, lambda x, y: -x, lambda x, y: y, lambda x, y: log(2 + x * x) - y,
    lambda x, y: -log(2 + y * y), lambda x, y: Constant(3.0), lambda x, y: -exp(y) / (1 + x * x),
]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 7, 70_000])
@pytest.mark.parametrize("formula", WEIGHTED)
def test_weighted_sums_are_the_matrix_product(formula: Formula, rows: int) -> None:
    random = np.random.default_rng(rows)
    X, w, column = random.normal(size=(rows, 3)), random.normal(size=3), random.normal(size=rows)
    kept = X.copy(), w.copy(), column.copy()
    x, y = Value(1.5, "x"), Value(2.5, "y")
    tape = Tape((-log(1 + x * x * y * y), formula(x, y), x + y), (x, y))
    total, weighted = tape.weighted_sums((column,), X, (w,))
    first, *others = tape(column, X @ w)
    assert total == pytest.approx(math.fsum(first), rel=1e-13)
    for found, output in zip(weighted, others, strict=True):
        np.testing.assert_allclose(found, output @ X, rtol=1e-10, atol=1e-10)
    for array_now, before in zip((X, w, column), kept, strict=True):
        np.testing.assert_array_equal(array_now, before)


def test_weighted_sums_need_as_many_rows() -> None:
    tape = record(lambda x, y: x * y)
    X, w = np.ones((3, 2)), np.ones(2)
    with pytest.raises(ValueError, match="the same number of rows, above 0, not 3, 2"):
        tape.weighted_sums((np.ones(2),), X, (w,))
    with pytest.raises(ValueError, match="above 0, not 3, 4"):
        tape.weighted_sums((np.ones(4),), X, (w,))
    for empty in (X[:0], X[:, :0]):
        with pytest.raises(ValueError, match="above 0"):
            tape.weighted_sums((np.ones(len(empty)),), empty, (w,))


def test_the_workspace_is_given_back_without_the_columns() -> None:
    tape = record(lambda x, y: x * y + 1)
    tape.weighted_sums((np.ones(3),), np.ones((3, 2)), (np.ones(2),))
    plan, *_ = tape.plans.values()
    (space,) = plan.spare
    assert all(args[place] is None for args, place, _ in space.places)


def test_blocks_fit_the_cache() -> None:
    found = [blocks.block_rows(d) for d in (1, 2, 100, 1000, 1562, 10_000)]
    assert found == [32_768, 32_768, 4000, 400, 256, 256]


# --- the sheet's objective ------------------------------------------------------------------------


def closed_form(X: Any, t: Any, w: Any, v: Any) -> Any:
    """Compute part (e) by hand."""
    mu, z = X @ w, X @ v
    variance, r = 1 + z**2, t - mu
    f = -(r**2) / (2 * variance) - np.log(np.sqrt(2 * np.pi * variance))
    dz = (r**2 / variance**2 - 1 / variance) * z
    return f.mean(), X.T @ (r / variance) / len(t), X.T @ dz / len(t)


@pytest.mark.parametrize(("n", "d"), [(1, 1), (235, 2), (40_000, 2), (20_000, 100), (300, 2000)])
def test_objective_is_the_closed_form(n: int, d: int) -> None:
    random = np.random.default_rng(n)
    X, t = random.normal(size=(n, d)), random.normal(size=n)
    w, v = random.normal(size=(2, d)) / math.sqrt(d)
    for layout in (X, np.asfortranarray(X), X.tolist() if n < 300 else X):
        J, dJ_dw, dJ_dv = objective_and_gradient(layout, t, w, v)
        expected = closed_form(X, t, w, v)
        assert isinstance(J, float)
        assert pytest.approx(expected[0], rel=1e-13) == J
        np.testing.assert_allclose(dJ_dw, expected[1], rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(dJ_dv, expected[2], rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"X": np.ones(3)}, "X must be"),
        ({"t": np.ones(2)}, "X must be"),
        ({"w": [1.0]}, r"w must be \(2,\)"),
        ({"v": np.ones((2, 1))}, r"v must be \(2,\)"),
        ({"t": [1.0, math.nan, 1.0]}, r"t\[1\] is nan"),
        ({"X": [[1, 1], [1, 1], [1, math.inf]]}, r"X\[2, 1\] is inf"),
        ({"w": [1.0, math.nan]}, r"w\[1\] is nan"),
        ({"t": [1e200, 0.0, 0.0]}, "J is too large for a float"),
    ],
    ids=str,
)
def test_objective_refuses(change: dict[str, Any], message: str) -> None:
    given_data: dict[str, Any] = {
        "X": np.ones((3, 2)),
        "t": np.ones(3),
        "w": [1.0, 2.0],
        "v": [0.5, 0.5],
    } | change
    with pytest.raises(ValueError, match=message):
        objective_and_gradient(**given_data)


@pytest.mark.parametrize("row", [0, 1, 32_767, 32_768, 69_999])
def test_objective_names_a_bad_row_wherever_it_is(row: int) -> None:
    X, t = np.ones((70_000, 2)), np.ones(70_000)
    X[row, 1] = np.nan
    with pytest.raises(ValueError, match=rf"X\[{row}, 1\] is nan"):
        objective_and_gradient(X, t, [1.0, 2.0], [0.5, 0.5])
    X[row, 1], t[row] = 1.0, -np.inf
    with pytest.raises(ValueError, match=rf"t\[{row}\] is -inf"):
        objective_and_gradient(X, t, [1.0, 2.0], [0.5, 0.5])
