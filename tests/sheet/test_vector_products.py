"""Products of vectors and matrices side by side, against the same with all brackets written."""

import random

import pytest

from microgauss.sheet import read

VECTORS, MATRICES = ("u", "v", "w"), ("A", "B")
SHAPES = {  # of a product, by those of its factors
    ("row", "column"): "scalar", ("column", "row"): "matrix", ("matrix", "column"): "column",
    ("row", "matrix"): "row", ("matrix", "matrix"): "matrix",
}  # fmt: skip


def factor(draw: random.Random) -> tuple[str, str]:
    """Return a factor in LaTeX, and its shape; all lengths are the same."""
    kind = draw.choice(("row", "column", "matrix", "scalar"))
    if kind == "scalar":
        return draw.choice(("2", "s")), kind
    name = rf"\mathbf {draw.choice(MATRICES if kind == 'matrix' else VECTORS)}"
    return (rf"{name}^\top" if kind == "row" else name), kind


def product_of(a: str, b: str) -> str | None:
    """Return the shape of a product, None where there is none."""
    if "scalar" in (a, b):
        return b if a == "scalar" else a
    return SHAPES.get((a, b))


def drawn(draw: random.Random) -> tuple[str, str, str]:
    """Return a product, the same with brackets from the left, and its shape."""
    plain, shape = factor(draw)
    bracketed, count = plain, draw.randint(2, 6)
    while count > 1:
        other, its_shape = factor(draw)
        new = product_of(shape, its_shape)
        if new is None or its_shape == "scalar":  # numbers stand in front
            continue
        count -= 1
        plain, bracketed, shape = rf"{plain}\,{other}", rf"\left({bracketed}\right){other}", new
    return plain, bracketed, shape


SPACES = (
    r"Let $\mathbf u,\mathbf v,\mathbf w\in\mathbb R^2$ and "
    r"$\mathbf A,\mathbf B\in\mathbb R^{2\times2}$. "
)


@pytest.mark.parametrize("seed", range(40))
def test_a_product_is_what_its_brackets_say(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311, no secret
    for _ in range(4):
        plain, bracketed, shape = drawn(draw)
        twice = rf"2\left({bracketed}\right)"
        right, wrong = read(text=f"{SPACES}${plain} = {bracketed}$. ${plain} = {twice}$.").links
        assert (right.verdict, wrong.verdict) == ("correct", "wrong"), (plain, shape)
