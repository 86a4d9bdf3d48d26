"""Values of expressions at numbers that were given, drawn at random, computed by Python."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

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


def decimal(number: Fraction) -> str:
    """Write a number with its last digit."""
    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


@pytest.mark.parametrize("seed", range(20))
def test_values_of_decimals(seed: int) -> None:
    """What is right for decimals is right to the last digit, wherever their line was."""
    draw = random.Random(seed)  # noqa: S311, no secret
    w, x, b = (Fraction(draw.randint(1, 99), draw.choice((10, 100))) for _ in range(3))
    given = f"$w = {decimal(w)}$, $x = {decimal(x)}$ and $b = {decimal(b)}$"
    put_in = rf"{decimal(w)} \cdot {decimal(x)} + {decimal(b)}"
    between = draw.choice(("", "These are the numbers. ", "We use them below. They are rough. "))
    number = decimal(w * x + b)
    text = rf"Let $z = w x + b$ with {given}. {between}Then $z = {put_in} = {number}$."
    assert [link.verdict for link in read(text=text).links] == ["correct"] * 2, text
    slip = decimal(w * x + b + 2)
    text = text.replace(f"= {number}$", f"= {slip}$")
    right, wrong = read(text=text).links
    assert (right.verdict, wrong.verdict, wrong.follows) == ("correct", "wrong", False), text


@pytest.mark.parametrize("seed", range(20))
def test_numbers_worked_out(seed: int) -> None:
    """A number that isn't what stands before it is wrong, whatever has it as its value."""
    draw = random.Random(seed)  # noqa: S311, no secret
    a, b, c = (draw.randint(2, 30) for _ in range(3))
    put_in, number = draw.choice([
        (rf"{a} \cdot {b} - {c}", a * b - c), (f"{a}^2 + {b}", a * a + b),
        (rf"\frac{{{a * b}}}{{{a}}}", b), (f"({a} - {b})^2", (a - b) ** 2),
    ])  # fmt: skip
    head = draw.choice(("s", "P(A)", "E(X)", "x_1", r"\bar x", "f_{max}"))
    start = draw.choice(("So", "We get", "For", "The value is", "At the end"))
    for shown, verdict in ((number, "correct"), (number + draw.choice((-1, 1, 2)), "wrong")):
        (link,) = read(text=f"{start} ${head} = {put_in} = {shown}$.").links
        assert link.verdict == verdict, (start, head, put_in, shown)


@pytest.mark.parametrize(
    "chain",
    [
        r"20 \cdot 50 = 1.000", r"3 \cdot 500 = 1.500", r"9.81 \cdot 20 = 196",
        r"9.81 \cdot 20 = 200", r"\frac{2}{3} = 0.67",
        r"\frac{100}{7} = 14", r"\sin 30 = 0.5", r"\cos 60 = 0.5",
        r"\log 100 = 2", r"3 \cdot \tan 45 = 3", r"1.02^{10} = 1.22", r"3.14 \cdot 4 = 12.57",
        r"\sqrt{2} = 1.414",
    ],
)  # fmt: skip
def test_rounded_numbers_and_other_units_are_not_wrong(chain: str) -> None:
    for text in (f"So $s = {chain}$.", f"We have ${chain}$."):
        assert [link.verdict for link in read(text=text).links] == ["untestable"], text


def test_what_does_not_follow_is_said_where_the_verdict_cannot_be_told() -> None:
    right, wrong = read(text=r"$s = v t = 20 \cdot 5 = 100$; $r = v t = 20 \cdot 5 = 110$.").links[
        1::2
    ]
    assert (right.verdict, right.follows) == ("untestable", True)
    assert (wrong.verdict, wrong.follows) == ("untestable", False)


def test_rounding_leaves_open_whether_a_number_follows() -> None:
    text = (
        r"$pH = 4.76 + \log_{10} 2 = 4.76 + 0.301 = 5.06$, $pH = 4.76 + \log_{10} 2 = 4.76 + 0.7$."
    )
    links = read(text=text).links
    assert [link.follows for link in links] == [None, None, True, None, False]


def test_arithmetic_is_wrong_only_behind_what_is_right() -> None:
    unknown, known = (
        read(text=f"{before}$R = 20 \\cdot 5 = 110$.").links[-1] for before in ("$R = a$. ", "")
    )
    assert (unknown.verdict, unknown.follows) == ("untestable", False)
    assert (known.verdict, known.repair) == ("wrong", "100")


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
