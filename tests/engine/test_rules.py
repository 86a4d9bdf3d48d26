"""Every row of the table, by property: against the complex step and against SymPy."""

import cmath
import math
from decimal import Decimal, localcontext
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from microgauss import DomainError, Tape, Value, grad
from microgauss.engine.rules import OPERATORS, RULES, TABLE, Rule, floats
from microgauss.engine.value import Constant, functions, toposort
from microgauss.tape import decimals

NUMBERS = st.floats(-20, 20).filter(lambda x: abs(x) > 1e-3)  # away from kinks and poles
POSITIONS = [(rule, i) for rule in TABLE for i in range(len(rule.partials))]
STEP = 1e-20
EPSILON = 2.0**-52


def name(case: object) -> str:
    return case.name if isinstance(case, Rule) else str(case)


def arguments(data: st.DataObject, rule: Rule, position: int) -> list[float]:
    """Draw arguments at which the row has a value and this derivative, neither of them huge."""
    numbers = [data.draw(NUMBERS) for _ in rule.partials]
    if rule.name == "pow":  # a whole exponent, unless the base is above 0
        numbers[1] = float(data.draw(st.integers(-4, 4))) if numbers[0] < 0 else numbers[1] / 10
        assume(position == 0 or numbers[0] > 0)
    assume(rule.defined(*numbers))
    assume(rule.kink is None or abs(rule.kink(math, *numbers)) > 1e-3)
    return numbers


def rounding(rule: Rule, position: int, numbers: list[float]) -> float:
    """Return how far rounding may put a derivative off: some parts in 1e16 of its terms."""
    args = [Value(x) if i == position else Constant(x) for i, x in enumerate(numbers)]
    y = getattr(functions, rule.name)(*args)
    derivative = rule.partials[position](functions, y, *args)
    return 32 * EPSILON * (terms(derivative) if isinstance(derivative, Value) else 1.0)


def terms(output: Value) -> float:
    """Return what rounding acts on: the sum of |value times adjoint| (Linnainmaa, 1976)."""
    order = toposort(output)
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
    found = rule.partials[position](floats, y, *numbers)
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
    found = rule.partials[position](floats, y, *numbers)
    assert abs(found - expected) <= rounding(rule, position, numbers)


@pytest.mark.parametrize("rule", TABLE, ids=name)
@given(data=st.data())
def test_rows_are_defined_where_they_say(rule: Rule, data: st.DataObject) -> None:
    grid = st.sampled_from([-8.0, -1.5, -1.0, -0.5, 0.0, 1 / 3, 1.0, 2.5])
    numbers = [data.draw(grid) for _ in rule.partials]
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
    assert rule.partials[0](floats, 0.0, 0.0) == 0


# --- where rows are hard to compute ---------------------------------------------------------------

FAR = [-1e300, -1000.0, -745.0, -710.0, -37.5, -20.0, -0.1, 0.0, 1e-9, 0.7, 20.0, 37.5, 710.0, 1e3]


@pytest.mark.parametrize("x", FAR)
def test_sigmoid_is_right_to_rounding_everywhere(x: float) -> None:
    with mpmath.workdps(60):
        e = mpmath.exp(-mpmath.mpf(x)) if x > -1e6 else mpmath.inf
        exact = float(1 / (1 + e)), float(1 / (1 + e) / (1 + 1 / e)) if e < 1e99999 else 0.0
    a = Value(x, "a")
    y = functions.sigmoid(a)
    y.backward()
    s, slope = (pytest.approx(number, rel=1e-15, abs=5e-324) for number in exact)
    assert y.data == s
    assert a.grad == grad(y, a).data == slope
    tape = Tape((y, grad(y, a)), (a,))
    for number, xp in ((np.array([x, x]), np), (x, math), (complex(x, 0.0), cmath), (x, np)):
        for found, expected in zip(tape(number, xp=xp), (s, slope), strict=True):
            assert np.ravel(found)[0].real == expected
    if abs(x) < 1e6:
        with localcontext(prec=40):
            assert float(tape(Decimal(x))[0]) == s


def test_sigmoid_in_closed_form() -> None:
    a, x = Value(2.0), sympy.Symbol("x")
    y = functions.sigmoid(a)
    found, slope = Tape((y, grad(y, a)), (a,))(x, xp=sympy)
    assert found == 1 / (1 + sympy.exp(-x))
    assert sympy.simplify(slope - found.diff(x)) == 0


def test_sigmoid_keeps_float32() -> None:
    (column,) = Tape((functions.sigmoid(a := Value(0.0)),), (a,))(np.array([-1e3, 1e3], np.float32))
    assert column.dtype == np.float32
    assert column.tolist() == [0.0, 1.0]


def derivatives(f: Value, x: Value, count: int) -> list[Value]:
    """Return f and its derivatives by x, one after the other."""
    found = [f]
    for _ in range(count):
        found.append(grad(found[-1], x))
    return found


@pytest.mark.parametrize("exponent", range(5))
@pytest.mark.parametrize("at", [0.0, -0.0, -2.0, 3.0])
def test_whole_powers_have_all_their_derivatives(exponent: int, at: float) -> None:
    x = Value(at, "x")
    powers = derivatives(x**exponent, x, 6)
    wanted = [
        math.perm(exponent, n) * at ** (exponent - n) if n <= exponent else 0.0 for n in range(7)
    ]
    assert [power.data for power in powers] == wanted
    (x**exponent).backward()
    assert x.grad == wanted[1]
    elsewhere = Value(1.5, "x")  # recorded there, replayed here
    for recorded in (x, elsewhere):
        tape = Tape(derivatives(recorded**exponent, recorded, 6), (recorded,))
        assert [column.tolist() for column in tape(np.array([at, at]))] == [[w, w] for w in wanted]
        for number, xp in ((at, math), (complex(at), cmath), (Decimal(at), decimals)):
            assert [float(complex(y).real) for y in tape(number, xp=xp)] == wanted
        assert [float(y) for y in tape(sympy.Rational(at), xp=sympy)] == wanted
        assert list(tape(Fraction(at))) == wanted


BY_EXPONENT = [(0.0, 2.0, 0.0), (0.0, 0.5, 0.0), (-0.0, 3.0, 0.0), (2.0, 3.0, 8 * math.log(2)),
               (2.0, 0.0, math.log(2)), (2.0, -1.0, math.log(2) / 2)]  # fmt: skip


@pytest.mark.parametrize(("base", "exponent", "slope"), BY_EXPONENT)
def test_a_power_by_its_exponent(base: float, exponent: float, slope: float) -> None:
    for a in (base, Value(base, "a")):
        b = Value(exponent, "b")
        f = a**b
        assert grad(f, b).data == pytest.approx(slope, rel=1e-15)
        tape = Tape((grad(f, b),), (b,))
        assert tape(np.array([exponent]))[0].tolist() == pytest.approx([slope], rel=1e-15)
        assert tape(exponent, xp=math) == pytest.approx((slope,), rel=1e-15)
        assert complex(tape(complex(exponent), xp=cmath)[0]) == pytest.approx(slope, rel=1e-15)
        if not isinstance(a, Value):
            f.backward()
            assert b.grad == pytest.approx(slope, rel=1e-15)


def test_a_power_recorded_at_0_is_right_elsewhere() -> None:
    """Of both, base and exponent, and by finite differences of what mpmath gives."""
    for base, exponent in ((0.0, 2.0), (0.0, 0.0)):
        a, b = Value(base, "a"), Value(exponent, "b")
        slopes = [grad(a**b, a)] + ([grad(a**b, b)] if exponent else [])
        tape = Tape(slopes, (a, b))
        for x, y in ((2.0, 3.0), (0.5, -1.5), (1.5, 0.0), (3.0, 1.0)):
            found = tape(np.array([x]), np.array([y]))
            power = mpmath.power
            wanted = [mpmath.diff(power, (x, y), (1, 0)), mpmath.diff(power, (x, y), (0, 1))]
            for column, expected in zip(found, wanted, strict=False):
                assert column[0] == pytest.approx(float(expected), rel=1e-12)
        zero = tape(np.array([0.0, 0.0]), np.array([2.0, 1.0]))
        assert zero[0].tolist() == [0.0, 1.0]


EDGES: list[tuple[float, float, float | None, float | None]] = [
    # base, exponent, derivative by the base, by the exponent; None where there is none
    (0.0, 2.0, 0.0, 0.0), (0.0, 1.5, 0.0, 0.0), (0.0, 1.0, 1.0, 0.0), (0.0, 0.5, None, 0.0),
    (0.0, 0.0, 0.0, None), (-2.0, 2.0, -4.0, None), (-2.0, 0.0, 0.0, None),
]  # fmt: skip


@pytest.mark.parametrize(("base", "exponent", "by_base", "by_exponent"), EDGES)
def test_powers_at_the_edge(
    base: float, exponent: float, by_base: float | None, by_exponent: float | None
) -> None:
    for position, expected in enumerate((by_base, by_exponent)):
        a, b = Value(base, "a"), Value(exponent, "b")
        alone = [(a**exponent, a), (base**b, b)][position]
        for f, leaf in ((a**b, (a, b)[position]), alone):
            if expected is None:
                with pytest.raises(DomainError, match="pow has no finite derivative there"):
                    grad(f, leaf)
            else:
                assert grad(f, leaf).data == expected
        if expected is None:
            with pytest.raises(DomainError, match="pow has no finite derivative there"):
                alone[0].backward()
        else:
            alone[0].backward()
            assert alone[1].grad == expected


def test_decimals_know_that_0_to_the_0_is_1() -> None:
    a, b = Value(2.0), Value(2.0)
    tape = Tape((a**b, a**0), (a, b))
    assert tape(Decimal(0), Decimal(0)) == (1, 1)
    assert tape(Decimal(0), Decimal(2)) == (0, 1)
    assert type(tape(Decimal(3), Decimal(0))[0]) is Decimal


def test_xlogy_is_0_where_its_first_argument_is() -> None:
    a, b = Value(0.0, "a"), Value(0.0, "b")
    y = functions.xlogy(a, b)
    assert y.data == 0.0
    tape = Tape((y,), (a, b))
    first, second = np.array([0.0, 0.0, 2.0, -1.0]), np.array([0.0, 3.0, 3.0, 2.0])
    assert tape(first, second)[0].tolist() == [0, 0, 2 * np.log(3), -np.log(2)]
    with pytest.raises(DomainError, match="xlogy needs a second argument above 0, or 0 as the"):
        functions.xlogy(1.0, 0.0)
    with pytest.raises(DomainError, match="no finite derivative"):
        y.backward()
