"""Equations to be solved, drawn at random: who sets them up, or transforms them, claims nothing."""

import random
from collections.abc import Callable

import pytest

from microgauss.sheet import read

Draw = random.Random


def linear(draw: Draw, x: str) -> tuple[str, str]:
    a, b, c, d = (draw.randint(2, 30) for _ in range(4))
    forms = [f"{a}{x} + {b} = {c + a}{x} - {d}", f"{a}({b} - {x}) = {c}({x} - {d})",
             f"{b} - {a}{x} = {d} + {c}{x}", f"{a}{x} = {c} - {d}{x}",
             rf"\frac{{{x}}}{{{a}}} + {b} = \frac{{{x}}}{{{a + c}}}"]  # fmt: skip
    return draw.choice(forms), rf"{x} = \frac{{{b + d}}}{{{c}}}"


def quadratic(draw: Draw, x: str) -> tuple[str, str]:
    a, b = draw.randint(2, 9), draw.randint(2, 9)
    forms = [f"{x}^2 = {a + b}{x} - {a * b}", f"{x}^2 - {a * b} = {abs(a - b) + 1}{x}",
             f"{x}({x} + {b}) = {a}({x} + {b})", rf"{x} + \frac{{{a * b}}}{{{x}}} = {a + b}",
             f"({x} - {a})^2 = {b}{x} + {a}"]  # fmt: skip
    return draw.choice(forms), f"{x} = {a}"


def transcendental(draw: Draw, x: str) -> tuple[str, str]:
    a, b = draw.randint(2, 9), draw.randint(2, 9)
    forms = [rf"\sin {x} = {a} \cos {x}", rf"\cos {x} = \sin {x}", rf"{a}^{x} = {b} \cdot 2^{x}",
             rf"{a} e^{{-{x}}} = {b} e^{{-2{x}}}", rf"\sqrt{{{x} + {a}}} = {x} - {b}",
             rf"{x} \ln {a} = \ln {b} + {x} \ln 2", rf"\ln {x} = {a} - \ln({x} + {b})"]  # fmt: skip
    return draw.choice(forms), rf"{x} = \arctan {a}"


KINDS: list[Callable[[Draw, str], tuple[str, str]]] = [linear, quadratic, transcendental]
AROUND = [
    "We get ${}$. So ${}$.", "So ${}$, i.e. ${}$.", "Hence $${}$$ and $${}$$", "$${}$$\n\n${}$.",
    "Equating both, ${}$. That gives ${}$.", "It remains to solve $${}$$ which gives $${}$$",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("around", AROUND)
def test_an_equation_to_be_solved_is_not_wrong(
    kind: Callable[[Draw, str], tuple[str, str]], around: str
) -> None:
    draw = Draw(f"{kind.__name__} {around}")
    for _ in range(12):
        equation, solution = kind(draw, draw.choice(["x", "t", "T", "q", r"\theta"]))
        document = around.format(equation, solution)
        links = read(text=document).links
        assert [link for link in links if link.left in equation and link.verdict == "wrong"] == []


SLIPS = [
    (r"(x + 1)^2 = x^2 + x + 1", r"x^2 + 2 x + 1"),
    (r"7(2x - 1) = 14x - 1", r"14x - 7"),
    (r"\frac{1}{x(x+1)} = \frac{1}{x} + \frac{1}{x+1}", r"\frac{1}{x} - \frac{1}{x+1}"),
    (r"1 + \tan^2 x = \frac{1}{\sin^2 x}", r"\frac{1}{\cos^2 x}"),
    (r"x^2 - 5x + 6 = (x - 2)(x + 3)", r"(x - 2)(x - 3)"),
    (r"2^{n+1} + 2^n = 4 \cdot 2^n", r"3 \cdot 2^n"),
]


@pytest.mark.parametrize(("slip", "repair"), SLIPS)
def test_an_identity_with_a_slip_is_wrong(slip: str, repair: str) -> None:
    (link,) = read(text=f"Hence ${slip}$.").links
    assert (link.verdict, link.repair) == ("wrong", repair)
