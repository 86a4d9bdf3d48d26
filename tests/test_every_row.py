"""Every row of the table through every mode: what a new row lacks somewhere fails here.

A row is tried at one point where it has a value and its partials, away from its kink; what isn't
known of it there is taken from mpmath's difference quotient, which uses no partial.
"""

from __future__ import annotations

import cmath
import math
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy

from microgauss import DomainError, Tape, Value, grad
from microgauss.check import check
from microgauss.engine.notation import formula
from microgauss.engine.rules import RULES, TABLE, Rule, floats
from microgauss.engine.value import apply, functions
from microgauss.formula import parse
from microgauss.tape import decimals
from microgauss.viz import draw, steps

EVERY_ROW = pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.name)
POINTS = ((0.375, 1.75), (1.25, 0.625), (2.5, 2.0), (-0.75, 3.0))
OF_DECIMALS = {"add", "subtract", "multiply", "divide", "negative", "pow", "log", "exp", "sqrt"}


def points(rule: Rule) -> Iterator[tuple[float, ...]]:
    """Yield points inside the row's domain, away from its kink."""
    for point in POINTS:
        numbers = point[: len(rule.partials)]
        if rule.name == "pow" and numbers[0] < 0:
            continue  # no partial by the exponent
        if rule.defined(*numbers) and (rule.kink is None or rule.kink(math, *numbers) != 0):
            yield numbers


def recorded(rule: Rule) -> tuple[Value, tuple[Value, ...]]:
    """Return the operation over Values, and its arguments."""
    args = tuple(Value(x, name) for x, name in zip(next(points(rule)), "ab", strict=False))
    return apply(rule, *args), args


def truth(rule: Rule, numbers: tuple[float, ...]) -> tuple[float, list[float]]:
    """Return the value and the partials, to more digits than a float has."""
    with mpmath.workdps(50):
        exact = [mpmath.mpf(x) for x in numbers]
        slopes = []
        for i in range(len(numbers)):
            h = mpmath.mpf(10) ** -15
            ends = []
            for step in (h, -h):
                moved = [x + step * (i == j) for j, x in enumerate(exact)]
                ends.append(rule.value(mpmath.mp, *moved))
            slopes.append(float((ends[0] - ends[1]) / (2 * h)))
        return float(mpmath.mpmathify(rule.value(mpmath.mp, *exact))), slopes


def near(expected: Any) -> Any:
    """Compare to rounding."""
    return pytest.approx(expected, rel=2e-14, abs=1e-15)


@EVERY_ROW
def test_over_floats(rule: Rule) -> None:
    for numbers in points(rule):
        value, slopes = truth(rule, numbers)
        args = [Value(x) for x in numbers]
        y = apply(rule, *args)
        assert y.data == near(value)
        y.backward()
        assert [arg.grad for arg in args] == near(slopes)
        assert [gradient.data for gradient in grad(y, args)] == near(slopes)
        assert getattr(functions, rule.name)(*numbers) == near(value)
        assert getattr(floats, rule.name)(*numbers) == near(value)
        assert getattr(args[0], rule.name)(*args[1:]).data == y.data
    assert list(points(rule)), "no point lies in the row's domain"


@EVERY_ROW
def test_second_derivatives(rule: Rule) -> None:
    y, args = recorded(rule)
    for arg, slope in zip(args, grad(y, args), strict=True):
        (second,) = grad(slope, (arg,))
        with mpmath.workdps(40):
            h = mpmath.mpf(10) ** -12

            def moved(step: Any, arg: Value = arg, h: Any = h) -> Any:
                numbers = (mpmath.mpf(a.data) + step * h * (a is arg) for a in args)
                return mpmath.mpmathify(rule.value(mpmath.mp, *numbers))

            expected = float((moved(1) - 2 * moved(0) + moved(-1)) / h**2)
        assert second.data == pytest.approx(expected, rel=1e-9, abs=1e-9)


@EVERY_ROW
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("shape", [(3,), (3, 2), (2000,)])
def test_over_columns(rule: Rule, dtype: type, shape: tuple[int, ...]) -> None:
    y, args = recorded(rule)
    expected = [y.data, *(slope.data for slope in grad(y, args))]
    arrays = [np.full(shape, arg.data, dtype) for arg in args]
    found = Tape((y, *grad(y, args)), args)(*arrays)
    rounding = 2e-14 if dtype is np.float64 else 3e-6
    for column, number in zip(found, expected, strict=True):
        whole = np.broadcast_to(column, shape)
        assert whole.dtype == dtype
        assert whole.ravel() == pytest.approx(number, rel=rounding, abs=rounding)


@EVERY_ROW
def test_columns_and_scalars_agree_about_signed_zeros(rule: Rule) -> None:
    """0.0 and -0.0, alone and beside other numbers: the same zero, and the same infinity."""
    if len(rule.partials) == 1:
        cases = [(0.0,), (-0.0,)]
    else:
        cases = [(a, b) for a in (0.0, -0.0, 1.0, -2.0) for b in (0.0, -0.0, 2.0)]
    _, args = recorded(rule)
    tape = Tape((apply(rule, *args),), args)
    for numbers in cases:
        if rule.defined(*numbers):
            alone = float(rule.value(math, *numbers))
            (column,) = tape(*(np.array([x, x]) for x in numbers))
            assert repr(float(column[0])) == repr(alone), numbers


@EVERY_ROW
def test_the_signs_of_zeros_matter_where_the_row_says(rule: Rule) -> None:
    others = (0.0, 1.0, -1.0, 2.0, 0.5, -0.5, -3.0)
    for position in range(len(rule.partials)):
        for other in others:
            results = []
            for zero in (0.0, -0.0):
                numbers: list[Any] = [other] * len(rule.partials)
                numbers[position] = zero
                with np.errstate(all="ignore"):
                    columns = (np.array([x]) for x in numbers)
                    results.append(float(np.asarray((rule.ufunc or own(rule))(*columns))[0]))
            known = [None if i == position else other for i in range(len(rule.partials))]
            if position not in rule.zero_signs(*known):
                np.testing.assert_equal(results[0] + 0.0, results[1] + 0.0)


def own(rule: Rule) -> Callable[..., Any]:
    """Return a row's formula over NumPy."""
    return lambda *args: rule.value(np, *args)


@EVERY_ROW
def test_lower_bounds_hold_and_rows_are_monotone_where_they_say(rule: Rule) -> None:
    draw_one = np.random.default_rng(1)
    falls = False
    for _ in range(500):
        lower = draw_one.normal(size=len(rule.partials)) * draw_one.choice([0.1, 1.0, 5.0])
        numbers = lower + draw_one.exponential(size=len(lower)) * draw_one.integers(
            0, 2, len(lower)
        )
        if not (rule.defined(*lower) and rule.defined(*numbers)):
            continue
        value, least = (float(rule.value(math, *x.tolist())) for x in (numbers, lower))
        assert value >= rule.lower_bound(*lower.tolist())
        falls = falls or value < least
    assert rule.is_monotone != falls


@EVERY_ROW
def test_rows_are_transcendental_where_they_say(rule: Rule) -> None:
    """Of some fractions' values, to 60 digits, none is a fraction, or one is."""
    precise = mpmath.mp.clone()
    precise.dps = 60
    some = [Fraction(n, 4) for n in range(-16, 17) if n]
    found = False
    for args in product(some, repeat=len(rule.partials)):
        if rule.defined(*map(float, args)):
            value = rule.value(precise, *(precise.mpf(a.numerator) / a.denominator for a in args))
            near = Fraction(str(value)).limit_denominator(10**6)
            found = found or abs(value - precise.mpf(near.numerator) / near.denominator) < 1e-50
    assert rule.is_transcendental != found


@EVERY_ROW
def test_kinks_are_where_the_row_says(rule: Rule) -> None:
    """Where the kink's number is 0 the partials jump; at 0, both sides get the same share."""
    if rule.kink is None:
        return
    y, args = recorded(rule)
    tape = Tape(grad(y, args), args)
    at = [0.5] * len(args) if len(args) == 2 else [0.0]
    assert rule.kink(math, *at) == 0
    sides = [tape(at[0] + step, *at[1:], xp=math) for step in (-1e-9, 1e-9)]
    values = [rule.value(math, at[0] + step, *at[1:]) for step in (-1e-9, 1e-9)]
    assert sides[0] != sides[1] or abs(values[1] - values[0]) > 0.5  # it bends, or it jumps
    assert rule.kink(math, at[0] - 1e-9, *at[1:]) < 0 < rule.kink(math, at[0] + 1e-9, *at[1:])
    if len(args) == 2:  # as PyTorch's maximum
        assert tape(*at, xp=math) == (0.5, 0.5)


@EVERY_ROW
def test_a_guard_is_above_0_only_where_the_row_is_defined(rule: Rule) -> None:
    grid = (-2.5, -1.0, -0.5, 0.0, 0.5, 1.5)
    numbers = (
        [(a,) for a in grid] if len(rule.partials) == 1 else [(a, b) for a in grid for b in grid]
    )
    if rule.guard is not None:
        assert all(rule.defined(*point) for point in numbers if rule.guard(math, *point) > 0)
        assert any(rule.guard(math, *point) > 0 for point in numbers)
    elif rule.name not in ("divide", "xdivy"):  # which lack a result at one point only
        assert all(rule.defined(*point) for point in numbers)


@EVERY_ROW
def test_over_complex_numbers(rule: Rule) -> None:
    y, args = recorded(rule)
    numbers = [arg.data for arg in args]
    for i, slope in enumerate(grad(y, args)):
        shifted: list[complex] = list(numbers)
        shifted[i] += 1e-20j
        for xp, place in ((cmath, shifted), (np, [np.array([x, x]) for x in shifted])):
            (found,) = Tape((y,), args)(*place, xp=xp)
            assert np.ravel(found)[0].imag / 1e-20 == near(slope.data)
            assert np.ravel(found)[0].real == near(y.data)


@EVERY_ROW
def test_over_decimals(rule: Rule) -> None:
    y, args = recorded(rule)
    numbers = [Decimal(arg.data) for arg in args]
    try:
        (found,) = Tape((y,), args)(*numbers, xp=decimals)
    except TypeError as error:
        assert "decimals has no" in str(error)  # noqa: PT017 -- most rows pass
        assert rule.name not in OF_DECIMALS
    else:
        assert float(found) == near(y.data)


@EVERY_ROW
def test_over_symbols(rule: Rule) -> None:
    y, args = recorded(rule)
    symbols = sympy.symbols("a b", real=True)[: len(args)]
    found = Tape((y, *grad(y, args)), args)(*symbols, xp=sympy)
    at = {s: sympy.Rational(arg.data) for s, arg in zip(symbols, args, strict=True)}
    expected = [y.data, *(slope.data for slope in grad(y, args))]
    assert [float(sympy.sympify(one).subs(at)) for one in found] == near(expected)
    for symbol, slope in zip(symbols, found[1:], strict=True):
        assert float((sympy.diff(found[0], symbol) - slope).subs(at)) == near(0.0)


def test_symbols_get_the_closed_form() -> None:
    a, b = (Value(1.0, name) for name in "ab")
    x, y = sympy.symbols("x y", real=True)
    tape = Tape((functions.softplus(a), functions.sigmoid(a), functions.hypot(a, b)), (a, b))
    assert tape(x, y, xp=sympy) == (
        sympy.log(1 + sympy.exp(x)), 1 / (1 + sympy.exp(-x)), sympy.sqrt(x**2 + y**2)
    )  # fmt: skip


FAR = [
    ("hypot", (0.0, -3.0), 3.0), ("hypot", (0.0, 0.0), 0.0), ("hypot", (-3e200, 4e200), 5e200),
    ("hypot", (3e-200, 4e-200), 5e-200), ("softplus", (1000.0,), 1000.0),
    ("softplus", (0.0,), math.log(2)), ("softplus", (-1000.0,), 0.0),
    ("softplus", (-30.0,), math.exp(-30)), ("log1p", (1e-20,), 1e-20),
    ("expm1", (1e-20,), 1e-20), ("log2", (2.0**-1000,), -1000.0), ("log10", (1e300,), 300.0),
    ("atan", (1e100,), math.pi / 2), ("maximum", (-1.0, -2.0), -1.0), ("minimum", (2.0, 2.0), 2.0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "numbers", "expected"), FAR)
def test_far_out(name: str, numbers: tuple[float, ...], expected: float) -> None:
    args = [Value(x, label) for x, label in zip(numbers, "ab", strict=False)]
    y = getattr(functions, name)(*args)
    assert y.data == pytest.approx(expected, rel=3e-16)
    tape = Tape((y, *grad(y, args)), args)
    column, *slopes = tape(*(np.array([x, x]) for x in numbers))
    assert column.tolist() == pytest.approx([expected] * 2, rel=3e-16)
    y.backward()
    assert [slope[1] for slope in slopes] == pytest.approx([a.grad for a in args], rel=1e-15)
    assert name.startswith("log") or math.hypot(*(a.grad for a in args)) <= 1.0 + 1e-15


def test_atan_is_flat_far_out() -> None:
    x = Value(1e200, "x")
    functions.atan(x).backward()  # 1/(1 + x²) is below every float
    assert x.grad == 0.0


def test_hypot_hands_on_nothing_at_0() -> None:
    a, b = Value(0.0, "a"), Value(0.0, "b")
    functions.hypot(a, b).backward()
    assert (a.grad, b.grad) == (0.0, 0.0)
    x, y = Value(3.0, "x"), Value(4.0, "y")
    recorded_elsewhere = Tape(grad(functions.hypot(x, y), (x, y)), (x, y))
    assert [c.tolist() for c in recorded_elsewhere([0.0, 6.0], [0.0, -8.0])] == [
        [0, 0.6],
        [0, -0.8],
    ]


@pytest.mark.parametrize("name", ["maximum", "minimum", "abs", "relu", "sign", "step"])
def test_nan_stays_nan_in_columns(name: str) -> None:
    arity = len(RULES[name].partials)
    args = [Value(1.0, label) for label in "ab"[:arity]]
    tape = Tape((getattr(functions, name)(*args),), args)
    nan = np.array([np.nan, 1.0])
    for columns in ([nan, nan[::-1]], [nan[::-1], nan]):
        assert np.isnan(tape(*columns[:arity])[0]).any()
        assert np.isnan(tape.replay(columns[:arity], np)[0]).any()


@EVERY_ROW
@pytest.mark.parametrize("library", ["dask.array", "jax.numpy", "torch"])
def test_over_other_arrays(rule: Rule, library: str) -> None:
    xp = pytest.importorskip(library)
    y, args = recorded(rule)
    make = {"dask.array": lambda x: xp.from_array(np.array([x, x])),
            "jax.numpy": lambda x: xp.asarray(np.array([x, x])),
            "torch": lambda x: xp.tensor([x, x], dtype=xp.float64)}[library]  # fmt: skip
    found = Tape((y, *grad(y, args)), args)(*(make(arg.data) for arg in args), xp=xp)
    expected = [y.data, *(slope.data for slope in grad(y, args))]
    for column, number in zip(found, expected, strict=True):
        whole = np.broadcast_to(np.asarray(column), 2)
        rounding = 1e-5 if library == "jax.numpy" else 2e-14  # JAX computes in float32 unless told
        assert whole.tolist() == pytest.approx([number] * 2, rel=rounding, abs=rounding)


@EVERY_ROW
def test_written_as_a_program(rule: Rule) -> None:
    y, args = recorded(rule)
    tape = Tape((y, *grad(y, args)), args)
    scope: dict[str, Any] = {}
    exec(tape.source("python"), scope)  # noqa: S102, what is tested
    expected = [y.data, *(slope.data for slope in grad(y, args))]
    assert scope["f"](*(arg.data for arg in args)) == near(tuple(expected))
    assert all(tape.source(language) for language in ("c", "javascript", "latex"))


@EVERY_ROW
def test_written_and_parsed(rule: Rule) -> None:
    y, args = recorded(rule)
    text = formula(y)
    again = parse(text, **{arg.label: arg.data for arg in args}).output
    assert again.rule is rule
    assert again.data == y.data
    assert formula(again) == text
    assert "…" not in formula(y, pretty=True)


@EVERY_ROW
def test_drawn_and_stepped(rule: Rule) -> None:
    y, args = recorded(rule)
    y.backward()
    source = draw(y).source
    assert rule.symbol.replace("&", "&amp;") in source
    assert len(args) == sum(f"{arg.label}</FONT>" in source for arg in args)
    shown = [str(step) for step in steps(y)]
    assert len(shown) == 1 + len(args)
    assert rule.symbol in shown[0]
    assert all(arg.label in step for arg, step in zip(args, shown[1:], strict=True))


@EVERY_ROW
def test_checked(rule: Rule) -> None:
    """The row's own gradient is correct, anything else wrong."""
    y, args = recorded(rule)
    text = formula(y)
    for arg, slope in zip(args, grad(y, args), strict=True):
        right = formula(slope, depth=40)
        where = {} if rule.name not in ("pow", "xlogy") else {args[-1].label: "> 0", "a": "> 0"}
        assert check(text, right, wrt=arg.label, where=where).verdict == "correct"
        report = check(text, f"{right} + 1", wrt=arg.label, where=where)
        assert report.verdict == "wrong"
        assert report.counterexample is not None


@EVERY_ROW
def test_errors_name_the_operation(rule: Rule) -> None:
    outside = [
        p
        for p in ((-1.5, -2.5), (0.0, -1.0), (-1.0, 0.0))
        if not rule.defined(*p[: len(rule.partials)])
    ]
    for point in outside:
        args = [Value(x, name) for x, name in zip(point[: len(rule.partials)], "ab", strict=False)]
        with pytest.raises(DomainError, match=f"{rule.name} needs {rule.domain}"):
            apply(rule, *args)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if outside:
            _, args_ = recorded(rule)
            tape = Tape((apply(rule, *args_),), args_)
            with pytest.raises(RuntimeWarning):
                tape(*(np.array([x, x]) for x in outside[0][: len(rule.partials)]))
