"""What a sheet says of names in its parts holds for the answers to these parts only."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import sympy as sp
from catalogue_of_documents import MEANINGS

from microgauss.sheet import read

# A sheet, an answer, and what is true of its links, as in the catalogue of documents.
ANSWERS = (
    (r"""Let $f(x) = x^n$.

(a) Let $n = 3$. Compute $f'(x)$.""",
     r"""(a) $f'(x) = 3x^2$""", "c"),
    (r"""Let $f(x) = x^n$ with $n = 3$.""",
     r"""$f'(x) = 3x^2$""", "c"),
    (r"""Let $f(x) = ax^2 + bx$.

(a) For $a = 2$ and $b = 3$, compute $f'(x)$.""",
     r"""(a) $f'(x) = 4x + 3$""", "c"),
    (r"""Let $f(x) = ax^2 + bx$.

(a) For $a = 2$ and $b = 3$, compute $f'(x)$.""",
     r"""$f'(x) = 4x + 3$""", "n"),
    (r"""Let $f(x) = ax^2 + bx$.

(a) For $a = 2$ and $b = 3$, compute $f'(x)$.""",
     r"""(a) $f'(x) = 4x + 2$""", "w"),
    (r"""Let $K = Ce^{rt}$.

(a) For $C = 1000$ and $r = 0.05$, compute $\frac{dK}{dt}$.""",
     r"""(a) $\frac{dK}{dt} = 50e^{0.05t}$""", "c"),
    (r"""Let $f(x,y) = x^2y$.

(b) Compute the gradient at $x = 1$, $y = 2$.""",
     r"""(b) $\frac{\partial f}{\partial x} = 4$, $\frac{\partial f}{\partial y} = 1$""", "cc"),
    (r"""Let $v = v_0 + at$.

(b) For $v_0 = 3$ compute $v$.""",
     r"""(a) $v = 3 + at$""", "f"),
    (r"""Let $v = v_0 + at$.

(b) For $v_0 = 3$ compute $v$.""",
     r"""(b) $v = 3 + at$""", "c"),
    (r"""Let $p = p_0e^{-kh}$.

(a) For $p_0 = 1013$ compute $\frac{dp}{dh}$.

(b) For $p_0 = 980$ compute $\frac{dp}{dh}$.""",
     r"""(a) $\frac{dp}{dh} = -kp_0e^{-kh} = -1013ke^{-kh}$""", "cc"),
    (r"""Let $y = wx + b_1 + b_2$.

(d) For $b_1 = 0$, $b_2 = -1$ compute $y$.""",
     r"""(a) $y = wx - 1$""", "f"),
    (r"""Let $y = wx + b_1 + b_2$.

(d) For $b_1 = 0$, $b_2 = -1$ compute $y$.""",
     r"""(d) $y = wx - 1$""", "c"),
    (r"""Let $q = n_1x - n_2$.

(c) For $n_1 = 2$, $n_2 = -3$ compute $q$.""",
     r"""(a) $\frac{dq}{dx} = 2$""", "f"),
    (r"""Let $h = x_1 + x_2$.

(c) For $x_1 = 3$, $x_2 = -1$ compute $h$.""",
     r"""(a) $h^2 = 4$""", "f"),
    (r"""Let $f(x) = |x|$.

(a) Compute $f'(x)$ for $x > 0$.

(b) Compute $f'(x)$ for $x < 0$.""",
     r"""(a) $f'(x) = 1$

(b) $f'(x) = -1$""", "cc"),
    (r"""Let $f(x) = |x|$.

(a) Compute $f'(x)$ for $x > 0$.

(b) Compute $f'(x)$ for $x < 0$.""",
     r"""(a) $f'(x) = -1$""", "f"),
    (r"""Let $f(x) = |x|$. Compute $f'(x)$ for $x > 0$, and for $x < 0$.""",
     r"""$f'(x) = 1$ and $f'(x) = -1$.""", "nn"),
    (r"""Let $f(x) = \sqrt{x^2}$.

(a) For $x > 0$ simplify $f$.

(b) Simplify $f(x)$ for all $x$.""",
     r"""(b) $f(x) = x$""", "f"),
    (r"""Let $f = \frac{(x-m)^2}{s^2}$ with $s > 0$.""",
     r"""a) $\frac{\partial f}{\partial x} = 2(x - m)$
b) With $s = 1$ we get $f = (x - m)^2$""", "wc"),
    (r"""$$f(x, y) = (1 - x)^2 + 100(y - x^2)^2$$""",
     r"""(a)
$f_{yy} = 200y$
(c)
At $x = 1$, $y = 1$: $f_{xy} = -400$""", "wc"),
    (r"""Let $P = I^2 R$, all positive. (a) Compute $\frac{dP}{dI}$. (b) Give it for $R = 2$.""",
     r"""(a)
$\frac{\partial P}{\partial I} = 4I$
(b)
For $R = 2$ the power is $P = 2I^2$""", "fc"),
    (r"""Let $f(x) = |x|$.""",
     r"""(a) $f(x) = x$
(b) For $x > 0$: $f(x) = x$""", "fc"),
    (r"""Let $K = K_0e^{rt}$.

(b) For $K_0 = 1000$ give $K$.""",
     r"""(a) $\frac{\partial K}{\partial K_0} = e^{rt}$""", "c"),
    (r"""Let $y = wh + b$.

(d) For $h = 1$, $w = 2$, $b = -1$ compute $y$.""",
     r"""(d) $y = 2\cdot1 - 1 = 1$""", "cc"),
    (r"""Let $y = wh + b$.

(d) For $h = 1$, $w = 2$, $b = -1$ compute $y$.""",
     r"""(d) $y = 2\cdot1 - 1 = 2$""", "cw"),
    (r"""Let $y = wh + b$.

(d) For $h = 1$, $w = 2$, $b = -1$ compute $y$.""",
     r"""(d) $y = 2\cdot1 + 1 = 3$""", "ff"),
    (r"""Let $f(x) = cx^2$.

(a) Compute $f'(x)$.

(b) Let $c = 3$. Compute $f'(x)$.""",
     r"""(a) $f'(x) = 6x$

(b) $f'(x) = 6x$""", "fc"),
    (r"""Let $h = vt - \frac12gt^2$.

(a) With $g = 9.81$ and $v = 20$ compute $\frac{dh}{dt}$.

(b) With $g = 1.62$ and $v = 5$ compute $\frac{dh}{dt}$.""",
     r"""$\frac{dh}{dt} = 20 - 9.81t$, and $\frac{dh}{dt} = 5 - 1.62t$""", "nn"),
    (r"""Let $y = |x|$.

(a) For $x < 0$ write $y$ without bars.

(b) Compute $y$ in general.""",
     r"""$y = -x$""", "n"),
    (r"""Let $f(x) = ax^2$ with $a = 1$, later $a = 2$.""",
     r"""$f'(x) = 4x$""", "n"),
    (r"""Let $g(x) = x + |x|$.

(a) For $x < 0$ simplify $g(x)$.

(b) Simplify $g(x)$.""",
     r"""(b) $0 = |x| + x$""", "f"),
    (r"""Let $f(x) = |x|$. First let $x < 0$ and compute $f'(x)$. Then let $x > 0$, once more.""",
     r"""It is $f'(x) = 1$.""", "u"),
    (r"""Let $f(x) = kx^2$.

(a) Let $k = \frac32$. Compute $f'(x)$.

(b) Let $k = 2\pi$. Compute $f'(x)$.""",
     r"""(a) $f'(x) = 3x$

(b) $f'(x) = 4\pi x$""", "cc"),
    (r"""# Exercise 1

Let $f(x) = x^2$.

# Exercise 2

Let $f(x) = x^3$.""",
     r"""# Exercise 1

$f'(x) = 2x$

# Exercise 2

$f'(x) = 3x^2$""", "cc"),
    (r"""# Exercise 1

Let $f(x) = x^2$.

# Exercise 2

Let $f(x) = x^3$.""",
     r"""# Exercise 1

$f'(x) = 3x^2$""", "f"),
    (r"""# Exercise 1

Let $f(x) = x^2$.

# Exercise 2

Let $f(x) = x^3$.""",
     r"""# Exercise 2

$f'(x) = 3x^2$""", "c"),
    (r"""(a) Let $f(x) = x^2$. Find $f'(x)$.

(b) Let $f(x) = x^3$. Find $f'(x)$.""",
     r"""(a) $f'(x) = 2x$

(b) $f'(x) = 2x$""", "cf"),
    (r"""(a) Let $f(x) = x^2$. Find $f'(x)$.

(b) Let $f(x) = x^3$. Find $f'(x)$.""",
     r"""$f'(x) = 2x$, $f'(x) = 3x^2$""", "nn"),
    (r"""1. Let $f(x) = x^2$. Find $f'(x)$.
2. Let $f(x) = x^3$. Find $f'(x)$.""",
     r"""1. $f'(x) = 2x$
2. $f'(x) = 3x^2$""", "nn"),
    (r"""# Exercise 1

Let $f(x) = x^2$.

# Exercise 2

Let $f(x) = x^3$.""",
     r"""# Exercise 1

Here $f(x) = x^2$, so $f'(x) = 2x$.""", "cc"),
    (r"""Let $f(x) = x^2$.

(a) Find $f'(x)$.

(b) Now let $f(x) = x^3$. Find $f'(x)$.""",
     r"""(a) $f'(x) = 2x$

(b) $f'(x) = 3x^2$""", "cc"),
    (r"""Let $f(x) = x^2$.

(a) Find $f'(x)$.

(b) Now let $f(x) = x^3$. Find $f'(x)$.""",
     r"""(b) $f'(x) = 3x^2$""", "c"),
    (r"""Let $f(x) = x^2$.

(a) Find $f'(x)$.

(b) Now let $f(x) = x^3$. Find $f'(x)$.""",
     r"""(a) $f'(x) = 3x^2$""", "f"),
    (r"""The cost is $C(q) = 100 + 4q$.

(a) Find $C'(q)$.

(b) With a tax, the cost is $C(q) = 100 + 8q$. Find $C'(q)$.""",
     r"""(a) $C'(q) = 4$""", "c"),
    (r"""The cost is $C(q) = 100 + 4q$.

(a) Find $C'(q)$.

(b) With a tax, the cost is $C(q) = 100 + 8q$. Find $C'(q)$.""",
     r"""(a) $C'(q) = 8$""", "f"),
    (r"""Let $y = x^2$.

(a) Find $\frac{dy}{dx}$.

(b) Let $y = x^2 + x$ instead.""",
     r"""(a) $\frac{dy}{dx} = 2x$""", "c"),
    (r"""Exercise 1 Consider $y = x^2 - 4x + c$. (a) Complete it. (b) For $c = 3$, find the roots.

Exercise 2 Now consider $y = c\,x^3 - 3x$. (a) Find the slope.""",
     r"""Exercise 1

(a) $y = (x - 2)^2 + c - 4$""", "c"),
    (r"""Exercise 1. Let $f(x) = \sqrt{x^2}$, $g(x) = \ln(x^2)$. (a) For $x > 0$ simplify both.

Exercise 2. Let $g(x) = x f(x)$.""",
     r"""Exercise 1

(a) $f(x) = x$, $g(x) = 2\ln x$""", "nc"),
    (r"""Let $f(x) = ax^2 + bx$ with $a > 0$, $b > 0$.

(a) For $a = 3$, $b = 2$, find $f'(x)$.""",
     r"""(a) $f'(x) = 6x + 2$""", "c"),
    (r"""Let $f(x) = ax^2 + bx$ with $a > 0$, $b > 0$, $a = 3$ and $b = 2$.""",
     r"""$f'(x) = 6x + 2$""", "c"),
    (r"""Let $f(x) = ax^2 + bx$ with $a > 0$, $b > 0$. For $a = 3$, $b = 2$, find $f'(x)$.""",
     r"""$f'(x) = 6x + 2$""", "c"),
    (r"""Let $p = \frac{nT}{V}$ with $n > 0$, $T > 0$, $V > 0$.

(a) Let $n = 2$ and $T = 300$. Find $\frac{dp}{dV}$.""",
     r"""(a) $\frac{dp}{dV} = -\frac{600}{V^2}$""", "c"),
    (r"""Let $N(t) = N_0 e^{-kt}$ with $N_0 > 0$, $k > 0$.

(a) For $N_0 = 80$ and $k = 0.5$, compute $N'(0)$.""",
     r"""(a) $N'(0) = -0.5 \cdot 80 = -40$""", "cc"),
    (r"""Let $f(x) = axe^{-bx}$ with $a > 0$, $b > 0$.

(a) For $a = 3$, $b = 2$, find $f'(1)$.""",
     r"""(a) $f'(1) = 3(1 - 2)e^{-2} = -3e^{-2}$""", "cc"),
    (r"""Exercise 1. Let $f(x) = x^2$. a) Find $f'(x)$.

Exercise 2. Let $g(x) = x^3$. a) Find $g'(x)$.""",
     r"""Exercise 2. $g'(x) = 3x^2$""", "c"),
    (r"""Let $S = ax^2$.

(a) Let $a = 5$. Find $\frac{dS}{dx}$.""",
     r"""(a) $S = 3x^2$, $\frac{dS}{dx} = 6x$""", "ff"),
    (r"""Let $S = ax^2$.

(a) Let $a = 5$. Find $\frac{dS}{dx}$.""",
     r"""$S = 3x^2$, $\frac{dS}{dx} = 6x$""", "ff"),
    (r"""Let $S = ax^2$.

(a) Let $a = 5$. Find $\frac{dS}{dx}$.""",
     r"""(a) $S = 5x^2$, $\frac{dS}{dx} = 10x$""", "cc"),
    (r"""Let $S = ax^2$.

(a) Let $a = 5$. Find $\frac{dS}{dx}$.""",
     r"""(a) $S = 5x^3$, $\frac{dS}{dx} = 15x^2$""", "ff"),
    (r"""Let $f(x) = ax^2$.

(a) Let $a = 3$.

(b) Let $a = 5$. Find $f'(x)$.""",
     r"""(b) $f(x) = 3x^2$, $f'(x) = 6x$""", "ff"),
    (r"""Let $f(x) = e^{kx}$.

(b) For $k = 5$ find $f'(x)$.""",
     r"""(b) $f(x) = e^{3x}$, so $f'(x) = 3e^{3x}$""", "ff"),
    (r"""A box of height $h$ has $V = x^2h$ and the surface $S = x^2 + 4xh$. Let $V = 32$.""",
     r"""$S = x^2 + \frac{64}{x}$
$\frac{dS}{dx} = 2x - \frac{64}{x^2}$""", "nf"),
    (r"""A box of height $h$ has $V = x^2h$ and the surface $S = x^2 + 4xh$. Let $V = 32$.""",
     r"""$S = x^2 + \frac{128}{x}$. Then $\frac{dS}{dx} = 2x - \frac{128}{x^2}$.""", "nn"),
    (r"""A box of height $h$ has $V = x^2h$ and the surface $S = x^2 + 4xh$. Let $V = 32$.""",
     r"""$S = x^2 + \frac{128}{x}$, so $S' = 2x - \frac{128}{x^2} = 0$ at $x = 4$.""", "nnn"),
)  # fmt: skip

x, a, b = sp.symbols("x a b", positive=True)
FUNCTIONS = (
    a * x**2 + b * x,
    a * sp.exp(b * x),
    a * sp.sin(b * x),
    x**a + b * x,
    a * sp.log(x + b),
)
LABELS = ("({})", "{})", "**({})**", "## ({})\n", "Part {}:")


def verdicts(sheet: str, answer: str, folder: Path) -> list[str]:
    (folder / "answer.md").write_text(answer, "utf-8")
    return [link.verdict for link in read(text=sheet, answer=folder / "answer.md").links]


@pytest.mark.parametrize(("sheet", "answer", "wanted"), ANSWERS, ids=lambda part: part[-40:])
def test_no_verdict_on_an_answer_is_false(
    sheet: str, answer: str, wanted: str, tmp_path: Path
) -> None:
    found = verdicts(sheet, answer, tmp_path)
    assert len(found) == len(wanted)
    assert all(verdict in MEANINGS[one] for verdict, one in zip(found, wanted, strict=True)), found


@pytest.mark.parametrize("seed", range(40))
def test_numbers_of_parts_hold_in_these(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)  # noqa: S311, nothing secret
    f, label = draw.choice(FUNCTIONS), draw.choice(LABELS)
    first, second = (
        {a: m, b: n}
        for m, n in zip(draw.sample(range(2, 9), 2), draw.sample(range(2, 9), 2), strict=True)
    )
    tasks = [f"{label.format(part)} For $a = {at[a]}$ and $b = {at[b]}$ compute $f'(x)$."
             for part, at in (("a", first), ("b", second))]  # fmt: skip
    sheet = f"Let $f(x) = {sp.latex(f)}$.\n\n" + "\n\n".join(tasks)
    slopes = [f"$f'(x) = {sp.latex(f.diff(x).subs(at))}$" for at in (first, second)]
    numbered = [f"{label.format(part)} {slope}." for part, slope in zip("ab", slopes, strict=True)]
    crossed = [f"{label.format(part)} {slope}." for part, slope in zip("ba", slopes, strict=True)]
    assert verdicts(sheet, "\n\n".join(numbered), tmp_path) == ["correct", "correct"], sheet
    assert "correct" not in verdicts(sheet, "\n\n".join(crossed), tmp_path), sheet
    assert "wrong" not in verdicts(sheet, " ".join(slopes), tmp_path), sheet
