"""Slopes of curves, by SymPy; and numbers behind ≈, by Python's fractions."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from microgauss.sheet import read

sympy = pytest.importorskip("sympy")


def curve(draw: random.Random) -> object:
    """Draw what is 0 on a curve: a polynomial of x and y that is not one of x y only."""
    x, y = sympy.symbols("x y")
    powers = draw.sample([(2, 0), (1, 1), (0, 3), (2, 1), (3, 0), (1, 2)], 3)
    terms = (draw.randint(1, 5) * x**a * y**b for a, b in powers)
    return sum(terms, draw.randint(1, 3) * y**2)


def slope(gap: object) -> object:
    """Return dy/dx on a curve."""
    x, y = sympy.symbols("x y")
    return sympy.simplify(-sympy.diff(gap, x) / sympy.diff(gap, y))


def verdict_on(text: str) -> str:
    """Return the verdict on the last link."""
    return read(text=text).links[-1].verdict


@pytest.mark.parametrize("written", ["y'", r"\frac{dy}{dx}"])
@pytest.mark.parametrize("seed", range(10))
def test_the_slope_of_a_curve(seed: int, written: str) -> None:
    """What SymPy finds is right; with another sign, or doubled, it is wrong."""
    draw = random.Random(seed)  # noqa: S311, no secret
    gap, level = curve(draw), draw.randint(2, 9)
    right = slope(gap)
    text = f"The curve ${sympy.latex(gap)} = {level}$ has the slope ${written} = "
    assert verdict_on(f"{text}{sympy.latex(right)}$.") == "correct", text
    assert verdict_on(f"{text}{sympy.latex(-right)}$.") == "wrong", text
    assert verdict_on(f"{text}{sympy.latex(2 * right)}$.") != "correct", text


@pytest.mark.parametrize("seed", range(10))
def test_what_is_right_on_a_curve_only(seed: int) -> None:
    """The equation of the curve may be used: x^2 + y^2 = 25 in the second derivative."""
    x, y = sympy.symbols("x y")
    draw = random.Random(seed)  # noqa: S311, no secret
    a, level = draw.randint(1, 5), draw.randint(2, 9)
    gap = a * x**2 + y**2
    bend = sympy.latex(-sympy.Integer(a * level) / y**3)  # as a x^2 + y^2 is the level
    text = f"Let ${sympy.latex(gap)} = {level}$. Then $y'' = "
    assert verdict_on(f"{text}{bend}$.") == "correct", text
    slip = bend.replace(str(a * level), str(a * level + 1))
    assert verdict_on(f"{text}{slip}$.") != "correct", text


@pytest.mark.parametrize("seed", range(10))
def test_the_slope_at_a_point(seed: int) -> None:
    """At a point on the curve it is a number; at one that isn't on it, nobody can tell."""
    x, y = sympy.symbols("x y")
    draw = random.Random(seed)  # noqa: S311, no secret
    gap, at = curve(draw), {x: draw.randint(1, 3), y: draw.randint(1, 3)}
    right, level = sympy.sympify(slope(gap)).subs(at), sympy.sympify(gap).subs(at)
    text = f"Let ${sympy.latex(gap)} = {level}$. At $({at[x]}, {at[y]})$ we have $y' = "
    assert verdict_on(f"{text}{sympy.latex(right)}$.") == "correct", text
    assert verdict_on(f"{text}{sympy.latex(right + 1)}$.") == "wrong", text
    off = text.replace(f"= {level}$", f"= {level + 1}$")
    assert verdict_on(f"{off}{sympy.latex(right + 1)}$.") == "untestable", off


@pytest.mark.parametrize("words", ["The normal has the slope", "Orthogonal trajectories have"])
def test_another_curve_is_meant(words: str) -> None:
    """What words call normal, or orthogonal, has a slope of its own."""
    text = f"On the circle $x^2 + y^2 = 9$ we have $y' = -x/y$. {words} $y' = x/y$."
    assert verdict_on(text) == "untestable"


@pytest.mark.parametrize(
    "words",
    [
        r"with $\frac{dx}{dt} = 3$.",
        "where $x' = 3$.",
        r"with $\dot x = 3$.",
        "is met with the speed 3.",
        "holds. With respect to $t$:",
    ],
)
def test_a_rate_is_no_slope(words: str) -> None:
    """Where a point moves, y' may be taken by time; dy/dx is a slope all the same."""
    text = f"The equation $x^2 + y^2 = 25$ {words}"
    assert verdict_on(f"{text} Then $y' = -\\frac{{3x}}{{y}}$.") != "wrong"
    assert verdict_on(f"{text} Then $\\frac{{dy}}{{dx}} = \\frac{{x}}{{y}}$.") != "correct"


@pytest.mark.parametrize("seed", range(20))
def test_a_fraction_and_its_decimals(seed: int) -> None:
    """To all its digits it is right, cut off it isn't wrong, and off by more than that it is."""
    draw = random.Random(seed)  # noqa: S311, no secret
    fraction = Fraction(draw.randint(1, 40), draw.choice([7, 11, 13, 17, 19, 23]))
    digits = draw.randint(2, 4)
    exact = float(fraction)
    cut = int(exact * 10**digits) / 10**digits
    text = f"$\\frac{{{fraction.numerator}}}{{{fraction.denominator}}} \\approx "
    assert verdict_on(f"{text}{exact:.{digits}f}$.") == "correct", text
    assert verdict_on(f"{text}{cut:.{digits}f}$.") != "wrong", text
    assert verdict_on(f"{text}{1.05 * exact + 3 * 10**-digits:.{digits}f}$.") == "wrong", text


@pytest.mark.parametrize("seed", range(10))
def test_rounding_on_the_way(seed: int) -> None:
    """Who goes on with what was rounded to three digits has made no mistake."""
    draw = random.Random(seed)  # noqa: S311, no secret
    a, b = draw.randint(2, 30), draw.randint(2, 30)
    on_the_way = float(f"{a / 7:.3g}") + float(f"{b / 13:.3g}")
    text = f"$\\frac{{{a}}}{{7}} + \\frac{{{b}}}{{13}} \\approx {on_the_way:.4f}$."
    assert verdict_on(text) != "wrong", text
