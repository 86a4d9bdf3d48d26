"""Likelihoods with factorials, binomial coefficients and gamma functions, judged by mpmath."""

from __future__ import annotations

import random

import mpmath
import pytest
import sympy

from microgauss.sheet import read

n, k, a, b, p = sympy.symbols("n k a b p", positive=True)
NUMBERS = {n: 7.3, k: 2.6, a: 1.7, b: 0.45, p: 0.31}  # where a slip is looked for
PARTS = (
    (sympy.factorial(k), "k!"),
    (sympy.binomial(n, k), r"\binom{n}{k}"),
    (sympy.gamma(a), r"\Gamma(a)"),
    (sympy.gamma(a + b), r"\Gamma(a + b)"),
    (sympy.factorial(n - k), "(n - k)!"),
    (b**k, "b^k"),
    (sympy.exp(-b * p), r"e^{-b p}"),
    (p ** (a - 1), r"p^{a - 1}"),
)


def number(term: sympy.Expr) -> mpmath.mpf:
    """Return a term's number, by mpmath's gamma function."""
    with mpmath.workdps(30):
        functions = [{"factorial": mpmath.factorial, "binomial": mpmath.binomial}, "mpmath"]
        return sympy.lambdify(list(NUMBERS), term, functions)(*NUMBERS.values())


def logarithm(places: list[int], powers: list[int]) -> tuple[sympy.Expr, str]:
    """Return the logarithm of a product, term by term."""
    total = sum(power * sympy.log(PARTS[i][0]) for i, power in zip(places, powers, strict=True))
    text = "".join(rf"{power:+d} \ln\left({PARTS[i][1]}\right)"
                   for i, power in zip(places, powers, strict=True))  # fmt: skip
    return total, text.removeprefix("+")


@pytest.mark.parametrize("seed", range(16))
def test_the_logarithm_of_a_product(seed: int) -> None:
    """The powers are read off right, and one is off: wrong, or it can't be told."""
    draw = random.Random(seed)  # noqa: S311, no secret
    places = draw.sample(range(len(PARTS)), 4)
    powers = [draw.choice((1, 1, 2, -1)) for _ in places]
    product = " ".join(
        f"{PARTS[i][1]}" if power == 1 else rf"\left({PARTS[i][1]}\right)^{{{power}}}"
        for i, power in zip(places, powers, strict=True)
    )
    slip = draw.randrange(4)
    off = [power + 1 if at == slip else power for at, power in enumerate(powers)]
    value = sympy.prod(PARTS[i][0] ** power for i, power in zip(places, powers, strict=True))
    right, wrong = logarithm(places, powers), logarithm(places, off)
    assert mpmath.almosteq(number(sympy.log(value)), number(right[0]))
    assert not mpmath.almosteq(number(sympy.log(value)), number(wrong[0]))
    text = (
        "Let $a > 0$, $b > 0$ and $p > 0$, and "
        rf"$L = {product}$. $$\ln L = {right[1]}$$ $$\ln L = {wrong[1]}$$"
    )
    verdicts = [link.verdict for link in read(text=text).links]
    assert verdicts[0] == "correct", text
    is_plain = PARTS[places[slip]][1] in (PARTS[5][1], PARTS[6][1], PARTS[7][1])
    assert verdicts[1] == "wrong" if is_plain else verdicts[1] in ("wrong", "untestable"), text


RELATED = (  # true by what factorials are
    r"n! = n \cdot (n - 1)!",
    r"\Gamma(a + 1) = a\,\Gamma(a)",
    r"\binom{n}{k} = \binom{n}{n - k}",
    r"\binom{n}{k} = \frac{n}{k} \binom{n - 1}{k - 1}",
    r"\binom{n}{k} + \binom{n}{k - 1} = \binom{n + 1}{k}",
    r"\frac{(n + 1)!}{n!} = n + 1",
    r"\ln (n + 1)! - \ln n! = \ln(n + 1)",
    r"\Gamma(n + 1) = n!",
    r"\Gamma(a + 2) = (a + 1) a \Gamma(a)",
    r"\frac{\Gamma(n)}{(n - 1)!} = 1",
    r"5! = 5 \cdot 4!",
    r"\binom{6}{2} = \frac{6 \cdot 5}{2}",
    r"0! = 1",
    r"\frac{7!}{5!} = 42",
    r"\Gamma(5) = 24",
)


@pytest.mark.parametrize("equation", RELATED)
def test_what_factorials_are_makes_nothing_wrong(equation: str) -> None:
    (link,) = read(text=f"$${equation}$$").links
    assert link.verdict in ("correct", "untestable")


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{d}{dn} n! = n!",  # not judged
        r"\frac{d}{dn} n! = 0",
        r"\frac{\partial}{\partial a} \ln \Gamma(a) = \frac{1}{a}",
        r"n! \le n^n",
        r"n! > n",
        r"\binom{n}{2} = \frac{n^2}{2}",
        r"\vec v = \binom{1}{2}",
        r"p(3) = \frac{b^3}{3}",
    ],
)
def test_nothing_that_needs_their_values_is_called_right(claim: str) -> None:
    document = read(text=rf"Let $p(k) = \frac{{b^k}}{{k!}}$. $${claim}$$")
    assert "correct" not in [link.verdict for link in document.links]


def test_a_binomial_coefficient_may_be_a_vector() -> None:
    document = read(text=r"Let $f = x^2 + y$. $$\nabla f = \binom{2x}{1}$$")
    assert [link.verdict for link in document.links] == ["untestable"]
