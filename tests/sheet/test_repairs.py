"""What is to be written instead of a wrong side: read as people would write it."""

import pytest

from microgauss.sheet import read


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        # a number goes below the line of a fraction, or above it
        (r"$g = \frac{(x-1)^2}{2x}$. $g = \frac{(x-1)^2}{x}$", r"\frac{(x-1)^2}{2 x}"),
        (r"$g = \frac{x^2}{6}$. $g = \frac{x^2}{3}$", r"\frac{x^2}{6}"),
        (r"$g = \frac{2y}{1+y^2}$. $g = \frac{y}{1+y^2}$", r"\frac{2 y}{1+y^2}"),
        # what is a product already needs no brackets
        (r"$g(x,y) = x^2y$. $\frac{\partial g}{\partial x} = xy$", "2 xy"),
        # the number of data, and half of it
        (
            r"""$J(w) = \frac{1}{2N}\sum_{i=1}^N\ln(1+w^2x_i^2)$.
            $J'(w) = \sum_{i=1}^N\frac{2wx_i^2}{1+w^2x_i^2}$""",
            r"\frac{1}{2 N} \sum_{i=1}^N\frac{2wx_i^2}{1+w^2x_i^2}",
        ),
        # for the moment
        (r"$f(x) = x^3$. At $x = 2$, $f'(x) = 13$.", "12"),
    ],
)
def test_a_repair_is_written_as_people_do(text: str, repair: str) -> None:
    (link,) = read(text=text).links
    assert (link.verdict, link.repair) == ("wrong", repair)
