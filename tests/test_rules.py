"""Every row of the table, by property: against the complex step and against SymPy."""

import cmath
import math

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from microgauss import Value
from microgauss.operations import functions
from microgauss.rules import OPERATORS, RULES, TABLE, Rule, floats
from microgauss.value import Constant, creation_order

NUMBERS = st.floats(-20, 20).filter(lambda x: abs(x) > 1e-3)  # away from kinks and poles
POSITIONS = [(rule, i) for rule in TABLE for i in range(len(rule.derivatives))]
STEP = 1e-20
EPSILON = 2.0**-52


def name(case: object) -> str:
    return case.name if isinstance(case, Rule) else str(case)


def arguments(data: st.DataObject, rule: Rule, position: int) -> list[float]:
    """Draw arguments at which the row has a value and this derivative, neither of them huge."""
    numbers = [data.draw(NUMBERS) for _ in rule.derivatives]
    if rule.name == "pow":  # a whole exponent, unless the base is above 0
        numbers[1] = float(data.draw(st.integers(-4, 4))) if numbers[0] < 0 else numbers[1] / 10
        assume(position == 0 or numbers[0] > 0)
    assume(rule.defined(*numbers))
    return numbers


def rounding(rule: Rule, position: int, numbers: list[float]) -> float:
    """Return how far rounding may put a derivative off: some parts in 1e16 of its terms."""
    args = [Value(x) if i == position else Constant(x) for i, x in enumerate(numbers)]
    y = getattr(functions, rule.name)(*args)
    derivative = rule.derivatives[position](functions, y, *args)
    return 32 * EPSILON * (terms(derivative) if isinstance(derivative, Value) else 1.0)


def terms(output: Value) -> float:
    """Return what rounding acts on: the sum of |value times adjoint| (Linnainmaa, 1976)."""
    order = creation_order(output)
    for value in order:
        value.grad = 0.0
    output.backward()
    return abs(output.data) + sum(abs(value.data * value.grad) for value in order)


@pytest.mark.parametrize(("rule", "position"), POSITIONS, ids=name)
@given(data=st.data())
def test_derivative_is_the_complex_step(rule: Rule, position: int, data: st.DataObject) -> None:
    numbers = arguments(data, rule, position)
    shifted: list[complex] = list(numbers)
    shifted[position] = complex(numbers[position], STEP)
    expected = complex(rule.value(cmath, *shifted)).imag / STEP
    y = rule.value(math, *numbers)
    found = rule.derivatives[position](floats, y, *numbers)
    assert abs(found - expected) <= rounding(rule, position, numbers)


@pytest.mark.parametrize(("rule", "position"), POSITIONS, ids=name)
@settings(max_examples=25, deadline=None)  # SymPy is slow
@given(data=st.data())
def test_derivative_is_sympys(rule: Rule, position: int, data: st.DataObject) -> None:
    numbers = arguments(data, rule, position)
    symbols = sympy.symbols("a b", real=True)[: len(numbers)]
    symbolic = sympy.diff(rule.value(sympy, *symbols), symbols[position])
    at = dict(zip(symbols, (sympy.Float(x, 40) for x in numbers), strict=True))
    expected = float(sympy.N(symbolic.subs(at), 30))
    y = rule.value(math, *numbers)
    found = rule.derivatives[position](floats, y, *numbers)
    assert abs(found - expected) <= rounding(rule, position, numbers)


@pytest.mark.parametrize("rule", TABLE, ids=name)
@given(data=st.data())
def test_rows_are_defined_where_they_say(rule: Rule, data: st.DataObject) -> None:
    grid = st.sampled_from([-8.0, -1.5, -1.0, -0.5, 0.0, 1 / 3, 1.0, 2.5])
    numbers = [data.draw(grid) for _ in rule.derivatives]
    try:
        value = rule.value(math, *numbers)
    except (ValueError, ZeroDivisionError):
        value = None
    assert rule.defined(*numbers) == (value is not None and not isinstance(value, complex))


def test_rows_bear_the_names_of_the_array_api() -> None:
    standard = {
        "add", "subtract", "multiply", "divide", "pow", "negative", "log", "exp", "sqrt", "sin",
        "cos", "tanh", "abs",
    }  # fmt: skip
    assert standard | {"relu"} <= RULES.keys()
    assert len(RULES) == len(TABLE)
    assert OPERATORS["-", 1].name == "negative"
    assert OPERATORS["-", 2].name == "subtract"


@pytest.mark.parametrize("rule_name", ["abs", "relu"])
def test_kinks_have_the_derivative_0(rule_name: str) -> None:
    rule = RULES[rule_name]
    assert rule.derivatives[0](floats, 0.0, 0.0) == 0
