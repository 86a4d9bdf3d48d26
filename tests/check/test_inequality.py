"""Inequalities judged: the true ones proved, the false ones refuted at a point, never otherwise."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import mpmath
import pytest

from microgauss import Value, grad
from microgauss.check.domains import domain_of
from microgauss.check.inequality import Judgement, judge_inequality
from microgauss.check.proving import Proof
from microgauss.engine.value import Constant
from microgauss.formula import Formula

S = "sqrt(1 + z**2)"
A, B = f"(t - mu)**2/{S}**3", f"1/{S}"
SAME = ("sqrt", "exp", "log", "sin", "cos", "tan", "atan", "tanh", "sinh", "cosh")
SLOPE = f"(((t - mu)**2/{S}**4 - 1/{S}**2)*z)"


def judged(text: str, **where: Any) -> Judgement:
    """Judge an inequality between two formulas."""
    texts = text.split("<=") if "<=" in text else text.split("<")
    formulas = [Formula(side) for side in texts]
    leaves = {name: Value(0.0, name) for formula in formulas for name in formula.names}
    lesser, greater = (formula.outline(leaves).output for formula in formulas)
    domains = {name: domain_of(name, given) for name, given in where.items()}
    return judge_inequality(lesser, greater, leaves, domains, strict="<=" not in text)


def at(text: str, point: Mapping[str, float]) -> Any:
    """Compute a formula by mpmath; None where it has no real value."""
    names = {"abs": abs, "maximum": max, "minimum": min, "relu": lambda a: max(a, 0)}
    names |= {name: getattr(mpmath, name) for name in (*SAME, "pi", "hypot")}
    numbers = {name: mpmath.mpf(repr(x)) for name, x in point.items()}
    try:
        result = eval(text, {"__builtins__": {}}, names | numbers)  # noqa: S307, ours
    except (ZeroDivisionError, ValueError):
        return None
    return result if mpmath.isfinite(result) and not isinstance(result, mpmath.mpc) else None


def holds(text: str, point: Mapping[str, float], digits: int = 60) -> bool | None:
    """Tell by mpmath whether an inequality holds at a point; None where a side has no value."""
    strict = "<=" not in text
    with mpmath.workdps(digits):
        lesser, greater = (at(side.strip(), point) for side in text.split("<" if strict else "<="))
        if lesser is None or greater is None:
            return None
        return bool(lesser < greater if strict else lesser <= greater)


@pytest.mark.parametrize(
    "text",
    [
        f"1 <= {S}",
        f"{B} <= 1",
        f"1/{S}**3 <= 1",
        f"abs(z) <= {S}",
        f"abs(({A} - {B})*z/{S}) <= abs({A} - {B})",  # touched where both are 0
        f"abs({A} - {B}) <= abs({A}) + abs({B})",
        f"abs({A}) + abs({B}) <= abs((t - mu)**2) + abs({B})",
        f"abs((t - mu)**2) + abs({B}) <= (t - mu)**2 + 1",
        f"abs{SLOPE} <= (t - mu)**2 + 1",
    ],
)
def test_every_line_of_the_exercises_bound(text: str) -> None:
    found = judged(text)
    assert found.verdict == "correct", found
    assert found.note.startswith("proved for |z|")


def test_the_box_is_named() -> None:
    assert judged(f"abs{SLOPE} <= (t - mu)**2 + 1").note == "proved for |z| and |t − mu| up to 1000"
    assert judged("1/sigma <= 1", sigma=">= 1").note == "proved for sigma from 1 to 1000"
    assert judged("sqrt(2) <= 1.5").note == "proved"
    assert judged("x <= -5000", x="< -5000").note == "proved for x from −10000 to −5000"
    assert judged("5000 <= x", x="> 5000").note == "proved for x from 5000 to 10000"
    assert judged("x**2 <= 1", x=(-1, 1)).note == "proved for |x| up to 1"


TRUE = [
    ("x < exp(x)", {}),
    ("x + 1 <= exp(x)", {}),  # touched at 0
    ("log(x) <= x - 1", {}),  # at 1, by what has a value for x > 0 only
    ("log(1 + x) <= x", {"x": "> -1"}),
    ("sqrt(x) <= (1 + x)/2", {}),
    ("x*(1 - x) <= 0.25", {}),  # at 0.5
    ("1 - x**2/2 <= cos(x)", {}),  # with equal slopes
    ("exp(-x) <= 1/(1 + x)", {"x": ">= 0"}),
    ("sin(x) <= x", {"x": ">= 0"}),
    ("abs(tanh(x)) <= abs(x)", {}),
    ("abs(sin(x)) <= 1", {}),
    ("tanh(x) <= 1", {}),
    ("0 < exp(x)", {}),  # in floats it is 0 from -746 on
    ("0 < x**2", {"x": "> 0"}),
    ("x**2 < 1", {"x": "-1 < x < 1"}),
    ("x**y <= 1", {"x": (0, 1), "y": "> 0"}),
    ("2*a*b <= a**2 + b**2", {}),
    ("abs(a*b) <= (a**2 + b**2)/2", {}),
    ("(a*c + b*d)**2 <= (a**2 + b**2)*(c**2 + d**2)", {}),
    ("abs(a + b) <= abs(a) + abs(b)", {}),
    ("abs(a - b) <= abs(a) + abs(b)", {}),
    ("abs(abs(a) - abs(b)) <= abs(a - b)", {}),
    ("abs(a) - abs(b) <= abs(b - a)", {}),
    ("minimum(a, b) <= (a + b)/2", {}),
    ("(a + b)/2 <= maximum(a, b)", {}),
    ("maximum(a, b) <= abs(a) + abs(b)", {}),
    ("abs(a*(t - mu)) <= abs(a)*abs(mu - t)", {}),
    ("sqrt(x**2) <= abs(x)", {}),
    ("abs(x) <= sqrt(x**2)", {}),
    ("relu(x)**2 <= x**2", {}),
    ("1/sigma**2 <= 1/sigma", {"sigma": ">= 1"}),
    ("0.5 <= x", {"x": ">= 0.5"}),
    ("1.0021*sin(x) - 0.5 <= x**2", {}),
    ("-(t - mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma) <= 0", {"sigma": ">= 1"}),
    ("sqrt(2) <= 1.5", {}),
    ("sqrt(4) <= 2", {}),
    # told by signs alone, also where the sides touch, or come ever closer without end
    (f"abs{SLOPE} <= abs({A}) + abs({B})", {}),
    (f"abs{SLOPE} <= (t - mu)**2 + {B}", {}),
    ("abs(a - c) <= abs(a - b) + abs(b - c)", {}),
    ("hypot(a, b) <= abs(a) + abs(b)", {}),
    ("maximum(x, 0) <= log(1 + exp(x))", {}),
    ("log(1 + exp(x)) <= abs(x) + log(2)", {}),
    ("log(1 + exp(x)) <= maximum(x, 0) + log(2)", {}),
    ("maximum(a, b) <= log(exp(a) + exp(b))", {}),
    ("log(cosh(x)) <= abs(x)", {}),
    ("0 < 1/(1 + exp(-x))", {}),
    ("1/(1 + exp(-x)) < 1", {}),
    ("1/(1 + exp(-x))*(1 - 1/(1 + exp(-x))) <= 0.25", {}),
    ("abs(tanh(x)) < 1", {}),
    ("abs(r)/sqrt(1 + r**2/d**2) <= d", {"d": "> 0"}),
    ("r/(1 + r**2) <= 1/2", {}),
    ("abs(z)/(1 + z**2) <= 1/2", {}),
    ("a*c + b*d <= sqrt(a**2 + b**2)*sqrt(c**2 + d**2)", {}),
    ("abs(a*c + b*d) <= sqrt((a**2 + b**2)*(c**2 + d**2))", {}),
    ("sqrt(a**2 + b**2) <= abs(a) + abs(b)", {}),
    ("sqrt(a*b) <= (a + b)/2", {"a": ">= 0", "b": ">= 0"}),
    ("exp((a + b)/2) <= (exp(a) + exp(b))/2", {}),
]
TOUCHED = [  # true, and touched in a way that boxes can't tell from crossing
    "x*exp(-x) <= exp(-1)",
    "3*a*b*c <= abs(a)**3 + abs(b)**3 + abs(c)**3",
    "sin(x)**2 + cos(x)**2 <= 1",
]
FALSE = [
    ("x**2 <= x", {}),
    ("x < x", {}),
    ("0 < x**2", {}),  # at 0 only
    ("x <= 1e5", {"x": "> 0"}),  # only beyond the box of a proof
    ("log(x) <= 30", {}),  # far beyond
    ("x**3 - x <= 1e3*x**2", {}),
    ("abs(x) + abs(y - 0.25) <= abs(x) + abs(y) + 0.2499", {}),  # around a kink
    ("0.001 <= abs(x - 0.3) + abs(y + 7)", {}),  # where two kinks meet
    ("x*exp(-x) <= 0.36787", {}),  # the maximum is 0.367879, at 1
    ("exp(-1e6*(x - 777.123)**2) <= 0.5", {}),  # a spike 0.002 wide
    ("x**2 + 1e-3 <= 1.0021*sin(x)", {}),
    ("1.1*sin(x)/x <= 1", {"x": "> 0"}),  # towards the end of the domain
    ("1/x <= 1e5", {"x": "> 0"}),
    ("x**4 <= 81", {"x": "-3.001 < x < 3"}),  # by a hair beyond -3
    ("2*a*b <= a**2 + 0.999*b**2", {}),
    ("abs(a) + abs(b) <= abs(a + b)", {}),
    ("abs((t - mu)**2/sigma**3 - 1/sigma) <= (t - mu)**2 + 0.99", {"sigma": ">= 1"}),
    (f"abs{SLOPE} <= 0.32*(t - mu)**2 + 0.49", {}),
    ("1.5 <= sqrt(2)", {}),
]


@pytest.mark.parametrize(("text", "where"), TRUE)
def test_true_ones_are_proved(text: str, where: dict[str, Any]) -> None:
    found = judged(text, **where)
    assert found.verdict == "correct", found
    assert found.note.startswith("proved")
    assert found.point is None


@pytest.mark.parametrize("text", TOUCHED)
def test_of_touched_ones_it_says_how_far_it_came(text: str) -> None:
    found = judged(text)
    assert found.verdict == "untestable", found
    assert "holds at all of" in found.note
    assert " % of the box" in found.note
    assert "100 %" not in found.note
    assert "the two sides touch at" in found.note


@pytest.mark.parametrize(("text", "where"), FALSE)
def test_false_ones_are_refuted_at_a_point(text: str, where: dict[str, Any]) -> None:
    found = judged(text, **where)
    assert found.verdict == "wrong", found
    assert found.point is not None
    assert holds(text, found.point) is False
    for name, given in where.items():
        assert domain_of(name, given).contains(found.point[name])
    lesser, greater = (at(side, found.point) for side in text.replace("=", "").split("<"))
    assert mpmath.almosteq(found.lesser, lesser, 1e-12)
    assert mpmath.almosteq(found.greater, greater, 1e-12)


def test_a_point_has_few_digits() -> None:
    point = judged("x*exp(-x) <= 0.36").point
    assert point is not None
    assert len(repr(point["x"])) <= 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("log(-1 - x**2) <= 1", "no point was found"),
        ("sqrt(-1 - x**2) <= sqrt(y)", "no point was found"),
        ("0 <= 1/0", "no point was found"),
        ("cos(1/log(x**2 - x**2)) <= 1", "no point was found"),  # in floats it is cos(0)
    ],
)
def test_where_a_side_has_no_value_nothing_is_said(text: str, reason: str) -> None:
    found = judged(text)
    assert found.verdict == "untestable"
    assert reason in found.note


def test_a_value_by_convention_refutes_nothing() -> None:
    """The slope of abs at 0 is 0 by convention, which no one who writes |f'| means."""
    x = Value(0.0, "x")
    leaves = {"x": x}
    slope = grad(Formula("abs(x)").outline(leaves).output, x)
    found = judge_inequality(Constant(0.5), slope * slope, leaves, {})
    assert found.verdict != "wrong"


def test_gradients_as_graphs() -> None:
    z, t, mu = leaves = [Value(1.0, name) for name in ("z", "t", "mu")]
    names = {leaf.label: leaf for leaf in leaves}
    text = f"-(t - mu)**2/(2*{S}**2) - log(sqrt(2*pi)*{S})"
    slope = grad(Formula(text).outline(names).output, z)
    assert judge_inequality(abs(slope), (t - mu) ** 2 + 1, names, {}).verdict == "correct"
    found = judge_inequality(abs(slope), (t - mu) ** 2 * 0.3, names, {})
    assert found.verdict == "wrong"


def test_data_and_names_that_do_not_occur_do_not_matter() -> None:
    x, y = Value(-5.0, "x"), Value(0.0, "y")
    leaves, below_0 = {"x": x, "y": y}, {"x": domain_of("x", "< 0")}
    assert judge_inequality(x, Constant(0.0), leaves, below_0).verdict == "correct"
    assert judge_inequality(Constant(0.0), x, leaves, {}).verdict == "wrong"
    assert x.data == -5.0


def test_huge_graphs_and_long_numbers_are_judged_as_they_stand() -> None:
    x = Value(1.0, "x")
    y = x
    for _ in range(12):
        y = y * 0.5 + y * 0.25  # written out, it doubles each time
    assert (
        judge_inequality(y, x * 1.5, {"x": x}, {"x": domain_of("x", (0, 1))}).verdict == "correct"
    )
    assert judged("0.1234567890123*x <= 0.1234567890124*1.000000000001*x", x="> 0").verdict == (
        "correct")  # fmt: skip


def test_difference_of_names_is_one_variable_only_where_nothing_else_is_of_them() -> None:
    assert "|t − mu|" in judged("0 <= (t - mu)**2 + (mu - t)**4").note
    assert "|t − mu|" not in judged("0 <= (t - mu)**2 + t**4").note
    assert judged("(t - mu)**2 <= 1", t=(0, 1), mu=(0, 1)).verdict == "correct"
    assert judged("t - mu <= 0 + mu - t").verdict == "wrong"
    assert judged("t <= t - mu", mu="< 0").verdict == "correct"
    assert judged("t <= abs(t - mu) + mu").verdict == "correct"


def test_what_is_left_of_the_box_lies_where_the_sides_touch() -> None:
    x = Value(1.0, "x")
    sides = Constant(0.0), Formula("abs(x + 0.3)").outline({"x": x}).output
    proof = Proof(sides, {"x": x}, {}, strict=True, reach=10.0)
    assert proof.outcome().middles == pytest.approx(-0.3, abs=1e-6)


def test_constants_that_share_a_label_are_told_apart() -> None:
    x = Value(1.0, "x")
    two, three, named_x = Constant(2.0, "c"), Constant(3.0, "c"), Constant(4.0, "x")
    assert judge_inequality(x * two, x * three, {"x": x}, {"x": domain_of("x", "> 0")}).verdict == (
        "correct")  # fmt: skip
    assert judge_inequality(x * three, x * two, {"x": x}, {}).verdict == "wrong"
    below_4 = {"x": domain_of("x", (0, 4))}
    assert judge_inequality(x, named_x, {"x": x}, below_4).verdict == "correct"
    assert judge_inequality(named_x, x, {"x": x}, {}).verdict == "wrong"


def test_many_names_and_long_formulas() -> None:
    names = [f"x{i}" for i in range(14)]
    squares = " + ".join(f"{name}**2" for name in names)
    assert judged(f"0 <= {squares} + sin({names[0]}) + 2").verdict == "correct"
    waves = " + ".join(f"abs(sin({k}*x)/{k})" for k in range(1, 60))
    assert judged(f"{waves} <= 6*60").verdict == "correct"
    assert judged(f"{waves} <= 1").verdict == "wrong"


# --- by chance ------------------------------------------------------------------------------------


def term(draw: random.Random, depth: int) -> str:
    """Draw a formula of x and y."""
    if depth == 0 or draw.random() < 0.2:
        return draw.choice(["x", "y", "x", "y", "2", "0.5", "3", "pi"])
    if draw.random() < 0.5:
        return f"({term(draw, depth - 1)} {draw.choice('+-*/')} {term(draw, depth - 1)})"
    if draw.random() < 0.3:
        return f"({term(draw, depth - 1)})**{draw.choice([2, 2, 3, -1])}"
    if draw.random() < 0.2:
        name = draw.choice(["maximum", "minimum", "hypot"])
        return f"{name}({term(draw, depth - 1)}, {term(draw, depth - 1)})"
    return f"{draw.choice([*SAME, 'abs', 'relu'])}({term(draw, depth - 1)})"


def inequality(draw: random.Random) -> str:
    """Draw an inequality, half of them nearly or just so true."""
    a, b = term(draw, draw.choice([1, 2, 3])), term(draw, 2)
    return draw.choice([
        f"{a} <= {b}", f"{a} < {b}", f"{a} <= {a} + 0.01*({b})**2", f"abs({a} - {b}) <= abs({a})",
        f"abs({a} + {b}) <= abs({a}) + abs({b})", f"2*{a}*{b} <= ({a})**2 + ({b})**2",
        f"minimum({a}, {b}) <= {a}", f"{a} < {a} + 1e-6", f"abs({a}) <= 5",
    ])  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_no_verdict_is_false(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    text = inequality(draw)
    found = judged(text)
    if found.verdict == "wrong":
        assert holds(text, found.point or {}, 400) is False
    if found.verdict == "correct":
        reach = 1000 if "1000" in found.note else 10
        for _ in range(60):
            size = draw.choice([1, 1, 10, reach])
            point = {name: float(f"{draw.uniform(-size, size):.{draw.choice([1, 2, 9])}g}")
                     for name in "xy"}  # fmt: skip
            assert holds(text, point, 400) is not False, point
