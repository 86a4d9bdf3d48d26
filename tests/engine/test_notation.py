"""Numbers and formulas as they are written: for people, and so that they can be read again."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgauss import DomainError, Value
from microgauss.engine.notation import formula, number, typeset
from microgauss.engine.rules import TABLE, Rule
from microgauss.engine.value import apply, functions
from microgauss.formula import parse

NUMBERS = [
    (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-3.0, "−3"), (0.5, "0.5"), (1 / 3, "0.3333"),
    (2.50662827, "2.507"), (9999.0, "9999"), (10000.0, "10000"),
    (12345.0, "12345"), (12345.6, "12346"), (99999.0, "1e5"),
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


def shape(value: Value) -> object:
    """Return a graph as nested tuples: what it is, whatever it was read from."""
    if value.rule is None:
        return value.label or value.data
    return (value.rule.name, *(shape(arg) for arg in value.args))


OPERATIONS = [rule for rule in TABLE if rule.operator]


@pytest.mark.parametrize("outer", OPERATIONS, ids=lambda rule: rule.name)
@pytest.mark.parametrize("inner", OPERATIONS, ids=lambda rule: rule.name)
def test_every_operator_within_every_other_reads_as_it_was_written(
    outer: Rule, inner: Rule
) -> None:
    x, y, z = (Value(number, name) for number, name in ((2.5, "x"), (1.5, "y"), (2.0, "z")))
    within = apply(inner, *(x, y)[: len(inner.partials)])
    others = [within, *([z] if len(outer.partials) == 2 else [])]
    for args in (others, others[::-1]):
        value = apply(outer, *args)
        names = {v.label: v.data for v in (x, y, z) if v.label in formula(value)}
        for depth in (8, 40):
            assert shape(parse(formula(value, depth=depth), **names).output) == shape(value)


@pytest.mark.parametrize("rule", OPERATIONS, ids=lambda rule: rule.name)
@pytest.mark.parametrize("number", [-2.0, 0.0, 0.5, 1e16, 1e-5])
def test_numbers_within_operators_read_as_they_were_written(rule: Rule, number: float) -> None:
    x = Value(2.0, "x")
    if len(rule.partials) == 1:
        return
    for args in ((x, number), (number, x)):
        try:
            value = apply(rule, *args)
        except DomainError:
            continue
        assert shape(parse(formula(value), x=2.0).output) == shape(value)


SHOWN = [
    (lambda x, y, z: x + y + z, "x + y + z"), (lambda x, y, z: x + (y + z), "x + (y + z)"),
    (lambda x, y, z: x - y - z, "x - y - z"), (lambda x, y, z: x * y * z, "x*y*z"),
    (lambda x, y, z: x / y / z, "x/y/z"), (lambda x, y, z: x**y**z, "x**y**z"),
    (lambda x, y, z: (x**y) ** z, "(x**y)**z"), (lambda x, y, z: x ** (y + z), "x**(y + z)"),
    (lambda x, y, z: x * 0 + y * z, "x*0 + y*z"), (lambda x, y, z: -2 * x, "-2*x"),
    (lambda x, y, z: x * -2, "x*(-2)"), (lambda x, y, z: (-2.0) ** (x * 2), "(-2)**(x*2)"),
    (lambda x, y, z: x * 1e15, "x*1000000000000000"), (lambda x, y, z: x * 1e16, "x*1e+16"),
    (lambda x, y, z: x * 0.1, "x*0.1"),
]  # fmt: skip


@pytest.mark.parametrize(("compute", "text"), SHOWN, ids=[text for _, text in SHOWN])
def test_no_more_brackets_than_are_needed(compute: Callable[..., Value], text: str) -> None:
    x, y, z = Value(1.0, "x"), Value(2.0, "y"), Value(3.0, "z")
    assert formula(compute(x, y, z)) == text


def test_an_exponent_of_1_is_not_written_for_people() -> None:
    x = Value(2.0, "x")
    assert formula(x**1, pretty=True) == "x"
    assert formula(x**1) == "x**1"


def test_formulas_are_written_eight_operations_deep() -> None:
    y = Value(0.5, "x")
    for _ in range(20):
        y = functions.tanh(y)
    assert formula(y).count("tanh") == 8
    assert formula(y, depth=3) == "tanh(tanh(tanh(…)))"
