"""What is left to show of an inequality: when it holds, so does the inequality."""

from __future__ import annotations

import random
from itertools import product

import mpmath
import numpy as np
import pytest

from microgauss import Value
from microgauss.check.enclosures import Enclosure
from microgauss.check.forms import InexactError
from microgauss.check.orthants import Orthant
from microgauss.check.ranges import found_differences
from microgauss.check.signs import Signs
from microgauss.check.symbols import grouped
from microgauss.formula import Formula, Node
from microgauss.tape import Tape

SIGNS = {"positive": (0.0, 50.0), "negative": (-50.0, 0.0), "any": (-50.0, 50.0)}


def orthant(**signs: str) -> Orthant:
    return Orthant(Signs({name: Enclosure(*SIGNS[sign]) for name, sign in signs.items()}), {})


def simple(text: str, **signs: str) -> Node:
    """Return a formula simplified where the names have these signs."""
    leaves = {name: Value(1.0, name) for name in signs}
    output = Formula(text).outline(leaves).output
    tape = Tape((output,), tuple(leaves.values()))
    node: Node = tape.run([Node(name=name) for name in signs], orthant(**signs))[output]
    return node


@pytest.mark.parametrize(
    ("text", "signs", "expected"),
    [
        ("abs(x)", "positive", "x"),
        ("abs(x)", "negative", "-x"),
        ("abs(x)", "any", "abs(x)"),
        ("abs(x*y/2)", "any", "y*abs(x)/2"),
        ("abs(y - x) - abs(x - y)", "any", "0"),
        ("maximum(x, y)", "negative", "y"),
        ("minimum(x, y)", "negative", "x"),
        ("relu(x)", "negative", "0"),
        ("sqrt(x**2)", "negative", "-x"),
        ("sqrt(x**2*y)", "any", "abs(x)*sqrt(y)"),
        ("sqrt(y**2*x)", "any", "sqrt(y**2*x)"),  # at y = 0 it is 0, whatever the sign of x
    ],
)
def test_signs_resolve_choices(text: str, signs: str, expected: str) -> None:
    assert simple(text, x=signs, y="positive").text == expected


def term(draw: random.Random, depth: int) -> str:
    if depth == 0 or draw.random() < 0.2:
        return draw.choice(["x", "y", "x", "y", "2", "0.3"])
    kind = draw.random()
    one, other = term(draw, depth - 1), term(draw, depth - 1)
    if kind < 0.5:
        return f"({one} {draw.choice('+--**/')} {other})"
    if kind < 0.6:
        return f"({one})**{draw.choice([2, 3, 2, -1, -2, 0.5, 1.5])}"
    if kind < 0.7:
        return f"{draw.choice(['maximum', 'minimum'])}({one}, {other})"
    return f"{draw.choice(['abs', 'abs', 'relu', 'sqrt', 'exp', 'sin', 'tanh'])}({one})"


def at(text: str, point: dict[str, float]) -> mpmath.mpf | None:
    names = {
        "abs": lambda a: a if a >= 0 else -a,
        "maximum": max,
        "minimum": min,
        "relu": lambda a: max(a, 0),
    }
    names |= {name: getattr(mpmath, name) for name in ("sqrt", "exp", "sin", "tanh")}
    numbers = {name: mpmath.mpf(x) for name, x in point.items()}
    try:
        result = eval(text, {"__builtins__": {}}, names | numbers)  # noqa: S307, ours
    except (ZeroDivisionError, TypeError, OverflowError, ValueError):
        return None
    is_real = mpmath.isfinite(result) and not isinstance(result, mpmath.mpc)
    return mpmath.mpmathify(result) if is_real else None


def points(draw: random.Random, signs: tuple[str, str]) -> dict[str, float]:
    return {
        name: draw.choice([0.0, low, high, round(draw.uniform(low, high) / 8, 2)])
        for name, (low, high) in zip("xy", map(SIGNS.__getitem__, signs), strict=True)
    }


@pytest.mark.parametrize("seed", range(40))
def test_where_the_claims_hold_the_formula_is_not_negative(seed: int) -> None:
    draw, met = random.Random(seed), 0  # noqa: S311
    mpmath.mp.dps = 15
    for signs in product(SIGNS, repeat=2):
        text = f"{term(draw, 2)} - {term(draw, 2)}"
        if draw.random() < 0.5:
            text = f"({text})*{draw.choice(['x', 'y**2', 'abs(x)', 'x**3'])}"
        where = dict(zip("xy", signs, strict=True))
        node = simple(text, **where)
        strict = draw.random() < 0.5
        claims = orthant(**where).claims(node, strict=strict)
        with mpmath.workdps(40):
            for _ in range(12):
                point = points(draw, signs)
                if any(
                    not low <= x <= high
                    for x, (low, high) in zip(point.values(), map(SIGNS.get, signs), strict=True)
                ):
                    continue
                value = at(text, point)
                if value is None:
                    continue
                values = [[at(grouped(one).text, point) for one in claim] for claim in claims]
                assert all(x is not None for claim in values for x in claim), (text, point)
                shown = all(any(x > 0 if strict else x >= 0 for x in claim) for claim in values)
                tiny = mpmath.mpf(10) ** -30
                assert not shown or value > -tiny * (1 + abs(value)), (text, where, point)
                assert not (shown and strict and value == 0), (text, where, point)
                met += 1
    assert met > 20


def test_numbers_that_would_be_rounded_are_refused() -> None:
    with pytest.raises(InexactError):
        simple("x*0.12345678901*0.12345678901", x="any")


def test_a_label_stands_for_one_constant() -> None:
    space = orthant(x="any")
    constants = [(2.5, "c"), (3.5, "c"), (2.5, "c"), (4.5, "x")]
    assert [space.constant(*one).text for one in constants] == ["c", "3.5", "c", "4.5"]


def test_differences_that_are_one_variable() -> None:
    t, mu, s = (Value(1.0, name) for name in ("t", "mu", "s"))
    free = {t, mu, s}
    assert found_differences(((t - mu) ** 2 * s, abs(mu - t)), free) == {("t", "mu"): "(t - mu)"}
    assert found_differences(((t - mu) ** 2, t), free) == {}
    assert found_differences(((t - mu) ** 2, s - t), free) == {}
    assert found_differences(((t - mu) ** 2,), {t, s}) == {}


def test_factors_are_taken_out() -> None:
    node = Formula("x**2 - x*y + 1 - x**2*sin(y)").output
    draw = np.random.default_rng(0)
    assert grouped(node).text == "x*(x*(1 - sin(y)) - y) + 1"
    with mpmath.workdps(30):
        for x, y in draw.normal(size=(10, 2)):
            values = [at(text, {"x": x, "y": y}) for text in (node.text, grouped(node).text)]
            assert mpmath.almosteq(*values, 1e-25)
