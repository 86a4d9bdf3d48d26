"""One graph over every kind of number: the rows of the table in the README."""

import cmath
import importlib
import math
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import microgauss
from microgauss import DomainError, Tape, Value, grad, relu, tanh
from microgauss.engine.value import Constant
from microgauss.formula import parse
from microgauss.tape import decimals

da: Any = importlib.import_module("dask.array")  # it ships half its types

POINT = {"t": 1.0, "mu": 0.5, "z": 0.75, "sigma": 1.25}
F = "-(t - mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma)"
F_OF_Z = f"sigma = sqrt(1 + z**2); {F}"
RATIONAL = "-(t - mu)**2/(2*sigma**2)"
HAS_NO_LOG = {"Fraction"}


def graphs(name: str) -> list[tuple[Tape, list[str], list[Value]]]:
    """Record f and f(z) with their gradients: tapes, names of inputs, and the eager results."""
    formulas = {RATIONAL: "mu sigma"} if name in HAS_NO_LOG else {F: "mu sigma", F_OF_Z: "mu z"}
    recorded = []
    for formula, wrt in formulas.items():
        needed = ["t", *wrt.split()]
        graph = parse(formula, **{key: POINT[key] for key in needed})
        outputs = [graph.output, *grad(graph.output, [graph[key] for key in wrt.split()])]
        recorded.append((Tape(outputs, [graph[key] for key in needed]), needed, outputs))
    return recorded


def torch_tensor(x: float) -> Any:
    """Make a tensor, where PyTorch is installed."""
    return pytest.importorskip("torch").tensor([x, x], dtype=pytest.importorskip("torch").float64)


def in_float64(jax: Any) -> None:
    """Switch JAX to double precision."""
    jax.config.update("jax_enable_x64", True)  # noqa: FBT003 -- JAX's own signature


def jax_array(x: float) -> Any:
    """Make a JAX array, where JAX is installed."""
    in_float64(pytest.importorskip("jax"))
    return pytest.importorskip("jax.numpy").full(2, x)


class System(NamedTuple):
    """A row: how a number is made, the namespace, how it is read as a float, how near it is."""

    name: str
    make: Any
    xp: Any
    read: Any = float
    near: float = 1e-14


def first(column: Any) -> float:
    """Read the first row."""
    return float(np.asarray(column).ravel()[0])


SYSTEMS = [
    System("float", float, math),
    System("complex", complex, cmath, lambda c: c.real),
    System("Decimal", Decimal, decimals),
    System("Fraction", Fraction, np),
    System("Value", Value, microgauss, lambda value: value.data),
    System("SymPy", sympy.Rational, sympy),
    System("NumPy float64", lambda x: np.full(3, x), np, first),
    System("NumPy float32", lambda x: np.full(3, x, np.float32), np, first, 1e-6),
    System("NumPy scalar", np.float64, np),
    System("dask", lambda x: da.full(10, x, chunks=3), da, first),
    System("jax", jax_array, "jax.numpy", first),
    System("torch", torch_tensor, "torch", first),
]


@pytest.mark.parametrize("system", SYSTEMS, ids=[system.name for system in SYSTEMS])
def test_every_system_gives_f_and_its_gradients(system: System) -> None:
    xp = pytest.importorskip(system.xp) if isinstance(system.xp, str) else system.xp
    for tape, names, eager in graphs(system.name):
        results = tape(*(system.make(POINT[name]) for name in names), xp=xp)
        for result, value in zip(results, eager, strict=True):
            assert system.read(result) == pytest.approx(value.data, rel=system.near)


@pytest.mark.parametrize("kind", [Decimal, Fraction, Value])
def test_numbers_that_tell_their_system_need_no_namespace(kind: Any) -> None:
    for tape, names, eager in graphs("Fraction"):
        result = tape(*(kind(POINT[name]) for name in names))[0]
        assert isinstance(result, kind)
        assert float(getattr(result, "data", result)) == pytest.approx(eager[0].data, rel=1e-14)


def test_float32_stays_float32() -> None:
    for tape, names, _ in graphs("NumPy float32"):
        columns = [np.full(3, POINT[name], np.float32) for name in names]
        assert {result.dtype for result in tape(*columns)} == {np.dtype(np.float32)}
        assert {result.dtype for result in tape(columns[0], 0.1, 0.2)} == {np.dtype(np.float32)}
        square = [column.reshape(3, 1) for column in columns]  # not in blocks
        assert {result.dtype for result in tape(*square)} == {np.dtype(np.float32)}


def test_complex_step_is_the_derivative_to_1e_15() -> None:
    t, mu, z, sigma = POINT.values()
    r = t - mu
    for tape, names, wrt, expected in (
        (graphs("")[0][0], ("t", "mu", "sigma"), "mu", r / sigma**2),
        (graphs("")[0][0], ("t", "mu", "sigma"), "sigma", r**2 / sigma**3 - 1 / sigma),
        (graphs("")[1][0], ("t", "mu", "z"), "z", (r**2 / sigma**4 - 1 / sigma**2) * z),
    ):
        numbers = [complex(POINT[name], 1e-30 * (name == wrt)) for name in names]
        assert tape(*numbers, xp=cmath)[0].imag / 1e-30 == pytest.approx(expected, rel=1e-15)


def test_complex_step_through_every_smooth_row() -> None:
    x = Value(0.7, "x")
    f = microgauss.sin(x) * microgauss.exp(-x) + tanh(x) / microgauss.sqrt(x) + abs(x) ** 2.5
    f = f + relu(x) * microgauss.cos(x) - relu(-x) + microgauss.log(x)
    step = Tape((f,), (x,))(complex(0.7, 1e-30), xp=cmath)[0].imag / 1e-30
    assert step == pytest.approx(grad(f, x).data, rel=2e-15)


def test_decimal_at_50_digits_agrees_with_the_closed_form_to_48() -> None:
    with localcontext() as context:
        context.prec = 50
        t, mu, z = Decimal("1.1"), Decimal("0.3"), Decimal("0.7")
        r, variance = t - mu, 1 + z**2
        c = (2 * Decimal(math.pi)).sqrt()  # the graph's pi is a float, converted exactly
        expected = (
            -(r**2) / (2 * variance) - (c * variance.sqrt()).ln(),
            r / variance,
            (r**2 / variance**2 - 1 / variance) * z,
        )
        results = graphs("Decimal")[1][0](t, mu, z, xp=decimals)
        for result, closed in zip(results, expected, strict=True):
            assert abs(result - closed) < abs(closed) * Decimal("1e-48")


def test_constants_are_converted_exactly() -> None:
    x = Value(1.0)
    tape = Tape((x * 0.1, x * (Constant(1.0) / 3)), (x,))
    assert tape(Fraction(1)) == (Fraction(0.1), Fraction(1, 3))
    assert tape(sympy.Integer(1), xp=sympy) == (sympy.Rational(0.1), sympy.Rational(1, 3))
    assert tape(Decimal(1))[0] == +Decimal(float("0.1"))
    assert Tape((x * math.pi,), (x,))(sympy.Symbol("x"), xp=sympy) == (
        sympy.Symbol("x") * sympy.pi,
    )


def test_hessian_is_the_closed_form() -> None:
    t, mu, _, sigma = POINT.values()
    r = t - mu
    graph = parse(F, t=t, mu=mu, sigma=sigma)
    names = ("mu", "sigma")
    first_order = grad(graph.output, [graph[name] for name in names])
    tape = Tape(first_order, [graph[name] for name in ("t", *names)])
    at = {name: Value(POINT[name], name) for name in ("t", *names)}
    replayed = tape(*at.values(), xp=microgauss)  # gradients as new graphs, differentiated again
    expected = [
        [-1 / sigma**2, -2 * r / sigma**3],
        [-2 * r / sigma**3, 1 / sigma**2 - 3 * r**2 / sigma**4],
    ]
    for row, again, closed in zip(first_order, replayed, expected, strict=True):
        hessian = grad(row, [graph[name] for name in names])
        assert [value.data for value in hessian] == pytest.approx(closed, rel=1e-14)
        hessian = grad(again, [at[name] for name in names])
        assert [value.data for value in hessian] == pytest.approx(closed, rel=1e-14)


def test_fisher_information_is_the_expected_curvature() -> None:
    """-E[d²f/dmu²] = 1/sigma², -E[d²f/dsigma²] = 2/sigma², and none across."""
    sigma = POINT["sigma"]
    graph = parse(F, t=1.0, mu=POINT["mu"], sigma=sigma)
    wrt = [graph["mu"], graph["sigma"]]
    hessian = [second for row in grad(graph.output, wrt) for second in grad(row, wrt)]
    nodes, shares = np.polynomial.hermite_e.hermegauss(8)  # exact for these polynomials in t
    columns = Tape(hessian, [graph["t"]])(POINT["mu"] + sigma * nodes)
    fisher = [-(column @ shares) / shares.sum() for column in columns]
    assert fisher == pytest.approx([1 / sigma**2, 0, 0, 2 / sigma**2], rel=1e-12, abs=1e-13)


def test_sympy_gives_the_closed_form_and_its_latex() -> None:
    t, mu, sigma, z = sympy.symbols("t mu sigma z", positive=True)
    root = sympy.sqrt(2 * sympy.pi)
    f, df_dmu, df_dsigma = graphs("SymPy")[0][0](t, mu, sigma, xp=sympy)
    closed = -((t - mu) ** 2) / (2 * sigma**2) - sympy.log(root * sigma)
    assert sympy.expand_log(sympy.expand(f - closed)) == 0
    assert sympy.latex(sympy.factor(df_dmu)) == r"\frac{- \mu + t}{\sigma^{2}}"
    assert sympy.simplify(df_dsigma - closed.diff(sigma)) == 0
    _, _, df_dz = graphs("SymPy")[1][0](t, mu, z, xp=sympy)
    form = ((t - mu) ** 2 / (1 + z**2) ** 2 - 1 / (1 + z**2)) * z
    assert sympy.simplify(df_dz - form) == 0


def test_dask_is_lazy_and_larger_than_a_chunk() -> None:
    rows = np.random.default_rng(0).normal(size=(3, 1000))
    tape = graphs("dask")[1][0]
    lazy = tape(*da.from_array(rows, chunks=(3, 100)), xp=da)
    assert all(isinstance(result, da.Array) and result.numblocks == (10,) for result in lazy)
    for result, column in zip(
        importlib.import_module("dask").compute(*lazy), tape(*rows), strict=True
    ):
        np.testing.assert_allclose(result, column, rtol=1e-12, atol=1e-14)


def test_jax_compiles_a_replay() -> None:
    jax = pytest.importorskip("jax")
    in_float64(jax)
    tape, names, _ = graphs("jax")[1]
    rows = np.random.default_rng(0).normal(size=(len(names), 100))
    compiled = jax.jit(lambda *columns: tape(*columns, xp=jax.numpy))
    for result, column in zip(compiled(*rows), tape(*rows), strict=True):
        np.testing.assert_allclose(result, column, rtol=1e-12)


@pytest.mark.parametrize(
    ("number", "xp", "message"),
    [
        (Decimal(1), decimals, "decimals has no tanh, which this graph needs"),
        (Decimal(1), np, "decimals has no tanh, which this graph needs"),
        (Fraction(1), np, "Fraction has no tanh, which this graph needs"),
    ],
)
def test_a_system_that_lacks_an_operation_says_which(number: Any, xp: Any, message: str) -> None:
    x = Value(1.0)
    with pytest.raises(TypeError, match=message):
        Tape((tanh(x),), (x,))(number, xp=xp)


def test_an_error_of_a_users_own_number_stays_what_it_is() -> None:
    class Odd:
        def __mul__(self, other: object) -> object:
            return self.nothing  # type: ignore[attr-defined]

    x = Value(1.0)
    with pytest.raises(AttributeError, match="nothing"):
        Tape((x * x,), (x,))(Odd())


def test_a_fraction_never_turns_into_a_float_unnoticed() -> None:
    x = Value(4.0)
    with pytest.raises(TypeError, match="Fraction has no pow with that exponent"):
        Tape((x**0.5,), (x,))(Fraction(4))


UNARY = ("negative", "log", "exp", "sqrt", "sin", "cos", "tanh", "abs", "relu")
BINARY = ("add", "subtract", "multiply", "divide", "pow")
LACKING = {"Decimal": {"sin", "cos", "tanh"}, "Fraction": {*UNARY[1:7], "pow"}}
POWERS = (2, 3, -1, -2, 1)


@st.composite
def random_graphs(draw: Any, lacking: frozenset[str] = frozenset()) -> tuple[Any, ...]:
    """Make a graph over x and y whose values stay between 1e-2 and 1e2 in size."""
    numbers = st.floats(0.1, 3.0).map(lambda x: round(x, 3))
    x, y = Value(draw(numbers)), Value(draw(numbers))
    pool = [x, y, Constant(2.0), Constant(0.5)]
    names = [name for name in UNARY + BINARY if name not in lacking]
    for _ in range(draw(st.integers(1, 8))):
        name = draw(st.sampled_from(names))
        args = [draw(st.sampled_from(pool))]
        if name in BINARY:
            args += (
                [Constant(draw(st.sampled_from(POWERS)))]
                if name == "pow"
                else [draw(st.sampled_from(pool))]
            )
        try:
            value = getattr(microgauss, name)(*args)
        except DomainError:
            continue
        if 1e-2 < abs(value.data) < 1e2:
            pool.append(value)
    return x, y, pool[-1]


@pytest.mark.parametrize("system", SYSTEMS, ids=[system.name for system in SYSTEMS])
def test_random_graphs_agree_with_the_eager_engine(system: System) -> None:
    xp = pytest.importorskip(system.xp) if isinstance(system.xp, str) else system.xp
    is_slow = system.name in {"SymPy", "dask", "jax", "torch"}

    @settings(max_examples=15 if is_slow else 60, deadline=None)
    @given(random_graphs(frozenset(LACKING.get(system.name, ()))))
    def agree(graph: tuple[Any, ...]) -> None:
        x, y, f = graph
        (result,) = Tape((f,), (x, y))(system.make(x.data), system.make(y.data), xp=xp)
        # Rounding in one step may be amplified by the next: not the replay's doing.
        assert system.read(result) == pytest.approx(f.data, rel=max(1e-8, system.near * 1e3))

    agree()
