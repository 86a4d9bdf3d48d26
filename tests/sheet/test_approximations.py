"""Numbers behind ≈, drawn at random: right where Python's decimal rounds to them."""

from __future__ import annotations

import math
import random
from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from microgauss.sheet import read

VALUES = {
    r"\sqrt{2}": math.sqrt(2),
    r"e^{-1}": math.exp(-1),
    r"\ln 5": math.log(5),
    r"\frac{22}{7}": 22 / 7,
    r"-\sqrt{17}": -math.sqrt(17),
    r"3^{0.7}": 3**0.7,
    r"\frac{1}{1 + e^{-0.3}}": 1 / (1 + math.exp(-0.3)),
    r"2.5 \cdot 1.37": 2.5 * 1.37,
}


@pytest.mark.parametrize("value", VALUES)
def test_a_value_to_some_digits(value: str) -> None:
    """One unit more in the last digit isn't right; that is not called wrong either."""
    draw = random.Random(value)  # noqa: S311, no secret
    for digits in draw.sample(range(1, 6), 3):
        unit = Decimal(1).scaleb(-digits)
        rounded = Decimal(VALUES[value]).quantize(unit, ROUND_HALF_EVEN)
        document = read(
            text=rf"${value} \approx {rounded}$, ${value} \approx {rounded + unit}$, "
            rf"${value} \approx {rounded - 2 * unit}$."
        )
        verdicts = [link.verdict for link in document.links]
        assert verdicts[:2] == ["correct", "untestable"], (value, rounded)
        assert verdicts[2] != "correct", (value, rounded)


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (r"Let $f(x) = xe^{-x}$. Then $f(1) = e^{-1} \approx 0.368$.", "cc"),
        (r"Let $f(x) = xe^{-x}$. Then $f(1) = e^{-1} \approx 0.386$.", "cn"),
        (r"Let $f(x) = xe^{-x}$. Then $f(1) \approx 0.37$.", "c"),
        (r"For $r = 3$ the area is $A = \pi r^2 = 9\pi \approx 28.27$.", "cc"),
        # Newton
        (r"If $g(x) = x^3-2$, $x_0 = 1.5$, $x_1 = x_0-\frac{g(x_0)}{g'(x_0)} \approx 1.296$.", "c"),
        (r"$5 \cdot 7 = 36 \approx 36.0$", "wn"),  # what goes on from a slip
        (r"$28.3 \approx 28$", "c"),
        (r"$0.6 \approx 1$", "n"),
        (r"$0.4 \approx 0$", "n"),
        (r"$2^{10} \approx 1000$", "c"),
        (r"$2^{10} \approx 1.02 \times 10^3$", "c"),
        (r"$2^{10} \approx 1.03 \times 10^3$", "n"),
        (r"$10! \approx 3.63 \cdot 10^6$", "c"),
        (r"$x \approx 3$", "n"),
        (r"$\sin 30 \approx 0.5$", "n"),
        (r"$\sin x \approx x$", "n"),
        (r"Let $f(x) = x^2$ with $x = 3$. Then $f(x) \approx 9.0$.", "c"),
    ],
)  # fmt: skip
def test_what_stands_before_it(text: str, verdicts: str) -> None:
    letters = {"correct": "c", "wrong": "w", "untestable": "n"}
    assert "".join(letters[link.verdict] for link in read(text=text).links) == verdicts
