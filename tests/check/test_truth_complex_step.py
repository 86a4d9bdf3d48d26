"""The complex step: a gradient from values alone, exact to the digits that are carried."""

from collections.abc import Callable

import pytest
from mpmath import log, mpf, sqrt, workprec

from microgauss.check.intervals import Intervals, UndecidedError
from microgauss.check.problem import Function, Problem
from microgauss.check.truth import ComplexNumbers, complex_step, whole_power
from microgauss.engine.value import functions

SPACE = ComplexNumbers(200)


def slope(function: str, x: float, **others: float) -> object:
    trace = Problem(Function(function), Function("x"), "x").outline
    point, space = {"x": x, **others}, Intervals(200)
    return complex_step(trace, [space.exactly(point[name]) for name in trace.leaves], 200)


def off(found: object, exact: object) -> float:
    return float(abs(found - exact) / abs(exact))  # type: ignore[operator, arg-type]


EXACT: list[tuple[str, float, Callable[[], object]]] = [
    ("x**3", 1.5, lambda: mpf("6.75")),
    ("x**3", -1.5, lambda: mpf("6.75")),
    ("x**1000", -0.75, lambda: -1000 * mpf("0.75") ** 999),
    ("x**-2", 2.0, lambda: mpf("-0.25")),
    ("x**2.5", 4.0, lambda: mpf(20)),
    ("(x*y)**2", 1.5, lambda: mpf(12)),
    ("2**x", 3.0, lambda: 8 * log(2)),
    ("x**x", 2.0, lambda: 4 * (1 + log(2))),
    ("y**(x - 0.5)", 3.0, lambda: sqrt(32) * log(2)),
    ("log(x)", 1e-300, lambda: 1 / mpf(1e-300)),
    ("log(x)", 1e300, lambda: 1 / mpf(1e300)),
    ("exp(x)", 0.0, lambda: mpf(1)),
    ("atan(x)", 0.75, lambda: 1 / (1 + mpf(0.75) ** 2)),
    ("atan(x)", 1e-30, lambda: 1 / (1 + mpf(1e-30) ** 2)),
    ("abs(x)", -2.0, lambda: mpf(-1)),
    ("relu(x)", 2.0, lambda: mpf(1)),
    ("hypot(x, y)", 1.5, lambda: mpf(3) / 5),
    ("x/10 + 0*y", 1.5, lambda: mpf(1) / 10),
]


@pytest.mark.parametrize(("function", "x", "exact"), EXACT)
def test_gradients_have_as_many_digits_as_are_carried(
    function: str, x: float, exact: Callable[[], object]
) -> None:
    with workprec(600):
        found = slope(function, x, **({"y": 2.0} if "y" in function else {}))
        assert off(found, exact()) < 2.0**-195


def test_a_gradient_of_0_is_as_small_as_the_step() -> None:
    assert abs(slope("x**3", 0.0)) < mpf(2) ** -1000  # type: ignore[arg-type]


def test_the_names_are_taken_in_their_order() -> None:
    trace = Problem(Function("x*y"), Function("x"), "y").outline
    numbers = [Intervals(200).exactly(number) for number in (3.0, 5.0)]
    assert complex_step(trace, numbers, 200) == 3


def test_whole_powers_are_multiplied() -> None:
    z = SPACE.mp.mpc(2, 1)
    assert whole_power(z, 0) == 1
    assert whole_power(z, 1) == z
    assert whole_power(z, 2) == SPACE.mp.mpc(3, 4)
    assert whole_power(z, 5) == SPACE.mp.mpc(-38, 41)
    assert whole_power(z, -2) == 1 / SPACE.mp.mpc(3, 4)


def test_a_constant_is_the_decimal_that_it_is_written_as() -> None:
    with workprec(224):
        assert off(SPACE.constant_of(0.1), mpf(1) / 10) < 2.0**-195


def test_every_row_is_there_and_nothing_else() -> None:
    for name in vars(functions):
        assert callable(getattr(SPACE, name))
    with pytest.raises(AttributeError, match="gamma"):
        SPACE.gamma(1)


@pytest.mark.parametrize("sign", [1, -1])
def test_magnitudes_that_would_fill_the_memory_are_left_open(sign: int) -> None:
    mp = SPACE.mp
    small = mp.mpf(1)
    largest, beyond = mp.ldexp(1, sign * 50_000 - 1), mp.ldexp(1, sign * 50_000 + (sign - 1))
    assert mp.mag(largest) == sign * 50_000
    SPACE.abs(largest)
    assert SPACE.maximum(small, small) == 1
    for args in ((beyond, small), (small, beyond), (mp.mpc(1, beyond), small)):
        with pytest.raises(UndecidedError):
            SPACE.hypot(*args)
