"""Derivatives by time of what varies in a way that isn't told, drawn at random, judged by SymPy."""

from __future__ import annotations

import random

import pytest
import sympy

from microgauss.sheet import read

T = sympy.Symbol("t")
R, H = sympy.Function("r")(T), sympy.Function("h")(T)
r, h, c = sympy.symbols("r h c")
PARTS = ("r", "h", "c r", "r^2", "r h", "c h^2", r"\sin(r)", r"e^{h}", r"r^2 h", r"\frac{h}{r}")
VALUES = (r, h, c * r, r**2, r * h, c * h**2, sympy.sin(r), sympy.exp(h), r**2 * h, h / r)
SPELLINGS = (
    (r"\dot E", r"\dot r", r"\dot h"),
    (r"\frac{dE}{dt}", r"\frac{dr}{dt}", r"\frac{dh}{dt}"),
    (r"\frac{d}{dt} E", r"\dot r(t)", r"\frac{dh(t)}{dt}"),
)


def written(term: sympy.Expr) -> str:
    """Write a term in LaTeX, in brackets."""
    return f"\\left({sympy.latex(term)}\\right)"


@pytest.mark.parametrize("seed", range(24))
def test_the_chain_rule_by_time(seed: int) -> None:
    """Each document has the true derivative, one with a wrong factor, and one with a swapped rate.

    What is wrong is so by SymPy, which knows r and h as functions of t.
    """
    draw = random.Random(seed)  # noqa: S311, no secret
    places = draw.sample(range(len(PARTS)), 3)
    E = sum(VALUES[i] for i in places)
    if not (E.has(r) and E.has(h)):
        E, places = E + r * h, [*places, PARTS.index("r h")]
    by_r, by_h = sympy.diff(E, r), sympy.diff(E, h)
    head, rate_r, rate_h = draw.choice(SPELLINGS)
    claims = [
        (by_r, by_h), (2 * by_r, by_h), (by_h, by_r), (by_r, -by_h),
    ]  # fmt: skip
    text = f"$E = {' + '.join(PARTS[i] for i in places)}$ with a constant $c$. " + " ".join(
        f"${head} = {written(a)} {rate_r} + {written(b)} {rate_h}$." for a, b in claims
    )
    true = sympy.diff(E.subs({r: R, h: H}), T)
    rights = [
        sympy.simplify(
            true - (a.subs({r: R, h: H}) * R.diff(T) + b.subs({r: R, h: H}) * H.diff(T))
        ) == 0
        for a, b in claims
    ]  # fmt: skip
    verdicts = [link.verdict for link in read(text=text).links]
    assert rights[0]
    for is_right, verdict in zip(rights, verdicts, strict=True):
        assert verdict == "correct" if is_right else verdict in ("wrong", "untestable"), text
    assert "wrong" in verdicts
