"""Members of what is defined for each k, and sums over data: drawn at random, derived by hand."""

from __future__ import annotations

import random

import pytest

from microgauss.sheet import read

NAMES = [("s", "w", "b", "k"), ("f", "a", "c", "j"), ("z", "v", "q", "m")]
RANGES = ["for ${k} = 0, 1, 2$", r"for ${k} \in \{{0, 1, 2\}}$", r"for ${k} \ge 0$"]
ENDS = [
    r"The mean is $\bar y = \frac1{n}\sum_{{i=1}}^{n} y_i$.",
    r"Exercise 2. Let $v = \frac1{n}\sum_{{k=1}}^{n} u_k^2$.",
    "",
]


@pytest.mark.parametrize("seed", range(24))
def test_a_member_with_the_index_0_is_one_of_all(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311, nothing secret
    name, slope, offset, k = draw.choice(NAMES)
    said = draw.choice(RANGES).format(k=k)
    factors = [draw.choice([-3, -2, -1, 1, 2, 3]) for _ in range(3)]
    total = " + ".join(f"({c}) {name}_{i}" for i, c in enumerate(factors))
    by, other = draw.randrange(3), draw.choice([-7, 5, 8])
    text = (
        f"Let ${name}_{k} = {slope}_{k} x + {offset}_{k}$ {said}, and $D = {total}$. Then "
        rf"$\frac{{\partial D}}{{\partial {slope}_{by}}} = {factors[by]} x$. We get "
        rf"$\frac{{\partial D}}{{\partial {slope}_{by}}} = {other} x$."
    )
    right, wrong = read(text=text).links
    assert (right.verdict, wrong.verdict) == ("correct", "wrong"), text


@pytest.mark.parametrize("seed", range(24))
def test_a_sum_without_limits_runs_over_all_data(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311, nothing secret
    n, (a, c) = draw.choice("nN"), (draw.randrange(2, 7) for _ in range(2))
    off = draw.choice([f"{n} - 1", f"{n} + 1", f"2{n}", "3"])
    text = (
        rf"Let $\ell = \sum_i({a} y_i\ln\lambda - {c}\lambda)$. Then "
        rf"$\ell'(\lambda) = \frac{{{a}}}{{\lambda}}\sum_i y_i - {c}{n}$. We get "
        rf"$\ell'(\lambda) = \frac{{{a}}}{{\lambda}}\sum_i y_i - {c}({off})$. "
    ) + draw.choice(ENDS).format(n=n)
    right, wrong, *_ = read(text=text).links
    assert (right.verdict, wrong.verdict) == ("correct", "wrong"), text


@pytest.mark.parametrize("first", [0, 1, 2, 5])
@pytest.mark.parametrize("kind", ["sum", "prod"])
def test_an_infinite_sum_is_not_judged(kind: str, first: int) -> None:
    (link,) = read(text=rf"We have $\{kind}_{{k={first}}}^\infty a b^k = \frac{{a}}{{1-b}}$.").links
    assert (link.verdict, link.diagnosis) == ("untestable", "an infinite sum isn't judged")
