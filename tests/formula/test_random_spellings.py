"""Expressions drawn at random, written in many spellings, and read back: the values agree."""

import random

import pytest
from expressions import Latex, Plain, Tree, drawn, value, value_of_term

from microgauss.formula import parse
from microgauss.formula.latex import read_latex

POINT = {"x": 0.7, "y": -1.3, "sigma": 0.9, "mu": 0.4}


def expressions(seed: int) -> list[tuple[random.Random, Tree, float]]:
    """Return expressions that have a finite value of moderate size."""
    found = []
    for number in range(400):
        draw = random.Random(1000 * seed + number)  # noqa: S311, the same in every run
        tree = drawn(draw, draw.randrange(1, 5))
        try:
            size = value(tree, POINT)
        except (ArithmeticError, ValueError):
            continue
        found += [(draw, tree, size)] if abs(size) < 1e12 else []
    return found


@pytest.mark.parametrize("seed", range(5))
def test_latex_means_what_was_written(seed: int) -> None:
    for draw, tree, expected in expressions(seed):
        text = Latex(draw).write(tree)[0]
        (statement,) = read_latex(text)
        assert value_of_term(statement.sides[0], POINT) == pytest.approx(expected, rel=1e-9), text


@pytest.mark.parametrize("seed", range(5, 10))
def test_plain_text_means_what_was_written(seed: int) -> None:
    for draw, tree, expected in expressions(seed):
        text = Plain(draw).write(tree)[0]
        used = {name: x for name, x in POINT.items() if repr(name) in repr(tree)}
        assert parse(text, **used).output.data == pytest.approx(expected, rel=1e-9), text
