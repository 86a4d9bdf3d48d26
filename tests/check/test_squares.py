"""Sums of squares: what is taken for one is one, and the usual ones are seen."""

import random

import pytest
import sympy

from microgauss.check.squares import is_sum_of_squares
from microgauss.formula import Formula


def seen(text: str) -> bool:
    return is_sum_of_squares(Formula(text).output)


@pytest.mark.parametrize(
    "text",
    [
        "x**2", "3", "0", "x - x", "a**2 - 2*a*b + b**2", "(a + b)**2/3",
        "a**2 + b**2 + c**2 - a*b - b*c - c*a", "x**4 - 2*x**2 + 1",
        "exp(x)**2 - 2*exp(x)*y + y**2",
        "a**2*d**2 - 2*a*b*c*d + b**2*c**2", "1 + x**2 - x", "x*x/4",
    ],
)  # fmt: skip
def test_sums_of_squares(text: str) -> None:
    assert seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "x", "-3", "-x**2", "x**3", "a**2 - 2.0001*a*b + b**2", "a*b", "x**4 - 3*x**2 + 1",
        "x**2 - 0.0001", "a**2 + b**2 - c", "sin(x)", "x**2 + y", "1/x**2 - 1/x", "x**2 - 2*x",
        "a**2 + 2*a*b + b**2 + 2*b*c + c**2",
    ],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert not seen(text)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_taken_for_one_has_no_negative_value(seed: int) -> None:
    draw, met = random.Random(seed), 0  # noqa: S311
    for _ in range(60):
        monomials = ["1", "a", "b", "c", "a*b", "a**2", "b*c"]
        one, other = draw.choices(monomials, k=2)
        k, m, n = (draw.randint(-3, 3) for _ in range(3))
        text = f"({k}*{one} + {m}*{other})**2 + {n}*{draw.choice(monomials)}*{one}"
        if seen(text):
            met += 1
            polynomial = sympy.sympify(text)
            for _ in range(20):
                point = {name: sympy.Rational(draw.randint(-9, 9), 2) for name in "abc"}
                assert polynomial.subs(point) >= 0, (text, point)
    assert met > 3


@pytest.mark.parametrize(
    ("text", "nonnegative", "strict"),
    [
        ("exp(2*b)*c**2 - 2*exp(b)*c + 1", False, False),
        ("a**4 + 2 + a**2", False, True),
        ("exp(a) - 2*exp((a + b)/2) + exp(b)", False, False),
        ("exp(a - b) + c**2", False, True),
        ("1/a**2 - 2*b/a + b**2", False, False),
        ("1/a**2 + b**2", False, True),  # there is no value where it would be 0
        ("a**3 - 2*a**2*b + a*b**2", True, False),
        ("a + b*c + 1", True, True),
    ],
)
def test_powers_of_e_fractions_and_variables_with_roots(
    text: str,
    nonnegative: bool,  # noqa: FBT001
    strict: bool,  # noqa: FBT001
) -> None:
    node = Formula(text).output
    for ask in (False, True):
        seen = is_sum_of_squares(node, strict=ask, is_nonnegative=lambda name: name in "abc")
        assert seen == (strict or not ask)
    assert is_sum_of_squares(node) != nonnegative


def test_a_negative_exponent_of_a_sum_is_that_of_a_variable() -> None:
    for text in ("1/(a + b)", "1/(a + b)**2 - 1/(a + b)", "exp(a) - exp(b)", "exp(a) - 1"):
        assert not seen(text)
    assert seen("1/(a + b)**2 - 2/(a + b) + 1")
