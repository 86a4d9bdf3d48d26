"""The arithmetic of steps is true as shown: judged by fractions, on numbers drawn at random."""

from __future__ import annotations

import random
import re
from fractions import Fraction

import pytest

from microgauss import Value, exp, log, sqrt, tanh
from microgauss.viz import Step, steps

NUMBER = re.compile(r"−?[\d.]+(?:e−?\d+)?")
OPERATIONS = {
    "add": lambda a, b: a + b, "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b, "divide": lambda a, b: a / b,
}  # fmt: skip


def fraction(text: str) -> Fraction:
    return Fraction(text.replace("−", "-"))


def drawn(rng: random.Random) -> float:
    digits = rng.choice((1, 2, 3, 5, 9, 16))
    return float(f"{rng.uniform(-10, 10):.{digits}g}") or 1.0


def is_as_shown(step: Step) -> bool:
    """Whether the last relation of a step is true, by the numbers in its text."""
    *_, (_, left), (_, right) = step.related
    numbers, name = left.replace("(", "").replace(")", ""), "multiply"
    if step.argument is None:
        assert step.value.rule is not None
        name = step.value.rule.name
    a, b = (fraction(text) for text in NUMBER.findall(numbers.replace(" − ", " ")))
    return OPERATIONS[name](a, b) == fraction(right)


@pytest.mark.parametrize("seed", range(40))
def test_equals_is_true_and_about_is_not(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311, no secret
    for _ in range(20):
        x, y = Value(drawn(rng), "x"), Value(drawn(rng), "y")
        f = rng.choice((x + y, x - y, x * y, x / y))
        for step in steps(f):
            assert is_as_shown(step) == (step.related[-1][0] == "="), step.chain


def test_numbers_have_as_many_digits_as_make_the_line_true() -> None:
    z = Value(0.75, "z")
    chains = [step.chain for step in steps(sqrt(1 + z**2))]
    assert chains[1:3] == ["1 + z² = 1 + 0.5625 = 1.5625", "sqrt(1 + z²) = sqrt(1.5625) = 1.25"]
    third = Value(1 / 3, "a")
    assert next(steps(third + 1)).chain == "a + 1 ≈ 0.3333 + 1 ≈ 1.333"


@pytest.mark.parametrize(
    ("f", "chain"),
    [
        (log(Value(2.0, "x")), "log(x) = log(2) ≈ 0.6931"),
        (exp(Value(0.0, "x")), "exp(x) = exp(0) = 1"),
        (tanh(Value(30.0, "x")), "tanh(x) = tanh(30) ≈ 1"),  # a float can't tell it from 1
        (Value(0.1, "x") + 0.2, "x + 0.2 = 0.1 + 0.2 = 0.3"),
        (-Value(2.0, "x"), "−x = −2"),
        (Value(123456.5, "x") * 2, "x·2 = 1.234565e5·2 = 2.46913e5"),
    ],
)
def test_a_rounded_result_says_so(f: Value, chain: str) -> None:
    assert next(steps(f)).chain == chain


def test_a_running_sum_adds_up_as_shown() -> None:
    x = Value(0.75, "x")
    *_, last = steps(x * 0.0625 + x * 1.5)
    before, after = (fraction(text) for text in last.running_sum.split(": ")[1].split(" → "))
    assert before + fraction(last.related[-1][1]) == after
