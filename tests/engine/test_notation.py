"""Numbers and formulas as they are written: for people, and so that they can be read again."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgauss import DomainError, Value
from microgauss.engine.notation import formula, number, typeset
from microgauss.engine.value import functions
from microgauss.formula import parse

NUMBERS = [
    (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-3.0, "−3"), (0.5, "0.5"), (1 / 3, "0.3333"),
    (2.50662827, "2.507"), (12345.0, "12345"), (12345.6, "12346"), (99999.0, "1e5"),
    (99960.0, "99960"), (123456.0, "1.235e5"), (-1e300, "−1e300"),
    (0.001, "0.001"), (0.0012345, "0.001234"), (0.000999, "9.99e−4"), (5e-324, "4.941e−324"),
    (math.inf, "inf"), (-math.inf, "−inf"), (math.nan, "nan"),
]  # fmt: skip


@pytest.mark.parametrize(("x", "text"), NUMBERS)
def test_numbers_for_people(x: float, text: str) -> None:
    assert number(x) == text


@given(st.floats(-1e308, 1e308))
def test_numbers_are_near_and_never_0_unless_they_are(x: float) -> None:
    shown = float(number(x).replace("−", "-"))
    assert (shown == 0) == (x == 0)
    assert shown == pytest.approx(x, rel=6e-4, abs=5e-324)


EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "y", "2", "3", "0.5"]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+-*/"), inner, inner).map(lambda t: f"({t[1]}){t[0]}({t[2]})"),
        st.tuples(inner, st.sampled_from(["2", "-1", "x"])).map(lambda t: f"({t[0]})**({t[1]})"),
        inner.map(lambda text: f"-({text})"),
        inner.map(lambda text: f"sqrt(1+({text})**2)"),
    ),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(text=EXPRESSIONS)
def test_a_formula_that_was_written_reads_as_the_same_graph(text: str) -> None:
    point = {name: value for name, value in (("x", 1.75), ("y", -0.625)) if name in text}
    try:
        graph = parse(text, **point)
    except DomainError:
        return
    written = formula(graph.output, depth=40)
    assert parse(written, **point).output.data == graph.output.data  # brackets and all


PRETTY = [
    ("-(t - mu)**2/(2*sigma**2)", "−(t − mu)²/(2·sigma²)"),
    ("x**-1", "x⁻¹"),
    ("(x**2)**3", "(x²)³"),
    ("x**y", "x^y"),
    ("x - (y - 2)", "x − (y − 2)"),
    ("x/(y*2)", "x/(y·2)"),
    ("log(x)*-2", "log(x)·(−2)"),
]


@pytest.mark.parametrize(("text", "shown"), PRETTY)
def test_formulas_for_people(text: str, shown: str) -> None:
    point = dict.fromkeys(name for name in ("t", "mu", "sigma", "x", "y") if name in text)
    names = {name: 1.5 for name in point if name in text.replace("sigma", "") or name == "sigma"}
    assert formula(parse(text, **names).output, pretty=True) == shown


def test_brackets_around_signs() -> None:
    x, y = Value(1.0, "x"), Value(2.0, "y")
    shown = [
        (-x).negative(),
        x * (-y),
        (-x) * y,
        x - (-y),
        -x - y,
        x / (-y),
        (-x) ** 2,
        -(x**2),
        -(x * y),
    ]
    assert [formula(value) for value in shown] == [
        "-(-x)", "x*(-y)", "-x*y", "x - (-y)", "-x - y", "x/(-y)", "(-x)**2", "-x**2", "-(x*y)"
    ]  # fmt: skip


def test_deep_formulas_are_cut() -> None:
    x = Value(1.0, "x")
    y = x
    for _ in range(100_000):
        y = functions.tanh(y)
    assert len(formula(y)) < 200
    assert "…" in formula(y)


def test_typesetting_leaves_brackets_alone() -> None:
    assert typeset("((t - mu)**2/sigma**4 - 1/sigma**2)*z") == "((t − mu)²/sigma⁴ − 1/sigma²)·z"
    assert typeset("x**0.5*y**(-12)") == "x^0.5·y⁻¹²"
