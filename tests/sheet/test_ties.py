"""Derivatives where names are tied, or put in: before a derivative is taken, or after; by SymPy."""

from __future__ import annotations

import random

import pytest

from microgauss.sheet import read

sympy = pytest.importorskip("sympy")


def polynomial(draw: random.Random) -> object:
    """Draw a polynomial of x and y in which both stand together."""
    x, y = sympy.symbols("x y")
    powers = draw.sample([(2, 1), (1, 2), (3, 1), (1, 1), (2, 2)], 2)
    first, second = (draw.randint(1, 5) * x**a * y**b for a, b in powers)
    return first + draw.choice([1, -1]) * second


def verdict_on(text: str) -> str:
    """Return the verdict on the last link."""
    return read(text=text).links[-1].verdict


@pytest.mark.parametrize("seed", range(12))
def test_a_name_at_a_point_is_put_in_afterwards(seed: int) -> None:
    """At y = x, a derivative by x is taken with y held fixed."""
    x, y = sympy.symbols("x y")
    f = polynomial(random.Random(seed))  # noqa: S311, no secret
    at = sympy.latex(sympy.expand(sympy.diff(f, x).subs(y, x)))
    along = sympy.latex(sympy.expand(sympy.diff(f.subs(y, x), x)))
    text = (
        f"Let $f = {sympy.latex(f)}$. At $y = x$ we have $\\frac{{\\partial f}}{{\\partial x}} = "
    )
    assert verdict_on(f"{text}{at}$.") == "correct", text
    assert verdict_on(f"{text}{along}$.") != "correct", text


@pytest.mark.parametrize(
    "words", ["Let $x + y = {n}$.", "We have ${n} = x + y$.", "With $x + y = {n}$."]
)
@pytest.mark.parametrize("seed", range(6))
def test_an_ordinary_derivative_is_taken_along_a_constraint(seed: int, words: str) -> None:
    """What is right with y put in isn't wrong, what is right with y held fixed isn't right."""
    x, y = sympy.symbols("x y")
    draw = random.Random(seed)  # noqa: S311, no secret
    f, n = polynomial(draw), draw.randint(2, 9)
    along = sympy.latex(sympy.expand(sympy.diff(f.subs(y, n - x), x)))
    fixed = sympy.latex(sympy.diff(f, x))
    text = f"{words.format(n=n)} Then $F = {sympy.latex(f)}$ has $\\frac{{dF}}{{dx}} = "
    assert verdict_on(f"{text}{along}$.") != "wrong", text
    assert verdict_on(f"{text}{fixed}$.") != "correct", text


@pytest.mark.parametrize("seed", range(8))
def test_what_holds_for_an_item_only(seed: int) -> None:
    """A place in one item of a list says nothing in the next."""
    x, a = sympy.symbols("x a")
    draw = random.Random(seed)  # noqa: S311, no secret
    f = draw.randint(1, 4) * x**2 + draw.randint(1, 4) * a * x
    at = draw.randint(0, 3)
    free = sympy.latex(sympy.diff(f, x).subs(x, at))
    put_in = sympy.latex(sympy.diff(f.subs(x, a), a))
    text = f"1. The root is at $x = a$.\n2. Let $y = {sympy.latex(f)}$. At $x = {at}$: $y' = "
    assert verdict_on(f"{text}{free}$.") == "correct", text
    assert verdict_on(f"{text}{put_in}$.") != "correct", text


@pytest.mark.parametrize("seed", range(8))
def test_a_symmetric_matrix_where_it_is_said(seed: int) -> None:
    """The gradient of a quadratic form: 2 A x only for a symmetric A."""
    draw = random.Random(seed)  # noqa: S311, no secret
    name, k = draw.choice("ABMQ"), draw.randint(2, 7)
    form = f"Let $f(x) = \\frac{{{k}}}{{2}} x^\\top {name} x$ for $x \\in \\mathbb{{R}}^n$."
    general = f"\\frac{{{k}}}{{2}}({name} + {name}^\\top) x"
    short, slip = f"{k} {name} x", f"{k + 1} {name} x"
    said = f"If ${name}$ is symmetric, $\\nabla f(x) = "
    assert verdict_on(f"{form} Then $\\nabla f(x) = {general}$.") == "correct"
    assert verdict_on(f"{form} Then $\\nabla f(x) = {short}$.") == "wrong"
    assert verdict_on(f"{form} {said}{short}$.") == "correct"
    assert verdict_on(f"{form} {said}{slip}$.") != "correct"
