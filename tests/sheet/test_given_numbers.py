"""Values of expressions at numbers that were given, drawn at random, computed by Python."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from microgauss.sheet import read

EXPRESSIONS: tuple[tuple[str, Callable[[int, int], float]], ...] = (
    ("ax + 1", lambda a, x: a * x + 1),
    ("a x^2 - x", lambda a, x: a * x * x - x),
    (r"\frac{a}{x}", lambda a, x: a / x),
    (r"\frac12 a x^2", lambda a, x: a * x * x / 2),
    ("(a - x)^3", lambda a, x: (a - x) ** 3),
    (r"\sqrt{a^2 + x^2}", lambda a, x: (a * a + x * x) ** 0.5),
)
GIVEN = (
    "Let $a = {a}$ and $x = {x}$. Then ${chain}$.",
    "With $a = {a}$ and $x = {x}$ we get ${chain}$.",
    "We have ${chain}$ for $a = {a}$, $x = {x}$.",
)


@pytest.mark.parametrize("seed", range(20))
def test_values_at_given_numbers(seed: int) -> None:
    """What is off by more than rounding is wrong, and what is rounded isn't."""
    draw = random.Random(seed)  # noqa: S311, no secret
    expression, value = draw.choice(EXPRESSIONS)
    a, x = draw.randint(2, 9), draw.randint(2, 9)
    true = value(a, x)
    for number in (
        f"{true:.10g}",
        f"{true:.2f}",
        f"{true + 1 + abs(true) / 4:.2f}",
        f"{-true - 1:.3f}",
    ):
        text = draw.choice(GIVEN).format(a=a, x=x, chain=f"s = {expression} = {number}")
        verdict = next(link.verdict for link in read(text=text).links if link.right == number)
        off = abs(float(number) - true)
        if float(number) == 0:
            continue  # an equation to be solved, perhaps
        if off == 0:
            assert verdict == "correct", text
        elif off <= 0.005:
            assert verdict in ("correct", "untestable"), text
        else:
            assert verdict == "wrong", text


@pytest.mark.parametrize(
    "text",
    [
        "Let $x = 2$ and $a = 1$. Then $s = ax = 2$. For the second datum $r = ax = 6$.",
        "At $x = 2$ one starts; after one step $s = x^2 = 9$.",
        r"With $a = 30$ degrees, $s = \sin a = 0.5$.",
        r"With $c = 0.001$ one has $s = -\log c = 3$.",
        "Let $x = 2$. The area is known. Then $s = x^2 + c = 9$.",
    ],
)
def test_other_numbers_may_be_meant(text: str) -> None:
    """Of another datum, a later step, in degrees, by another base, or with a free name."""
    assert "wrong" not in [link.verdict for link in read(text=text).links]
