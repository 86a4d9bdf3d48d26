"""How programs are written: what a person reads, and LaTeX that can be typeset."""

import math

import pytest
from latex_reading import latex_lines, typeset
from programs import of_python, random_graph, rows

from microgauss import Tape, Value, grad, log, sin, sqrt
from microgauss.engine.value import Constant

F = """#include <math.h>

void f(double t, double mu, double z, double *out) {
    // f = -(t - mu)**2/(2*sigma**2) - log(sigma)
    // ∂f/∂mu = -(-(1/(2*sigma**2))*(2*(t - mu)))
    const double sigma = sqrt(1.0 + pow(z, 2.0));
    const double a1 = t - mu;
    const double a2 = 2.0*pow(sigma, 2.0);
    const double f = -pow(a1, 2.0)/a2 - log(sigma);
    const double df_dmu = -(-(1.0/a2)*(2.0*a1));
    out[0] = f;
    out[1] = df_dmu;
}
"""
F_IN_LATEX = r"""% f = -(t - mu)**2/(2*sigma**2) - log(sigma)
% ∂f/∂mu = -(-(1/(2*sigma**2))*(2*(t - mu)))
\begin{aligned}
  \sigma &= \sqrt{1 + z^{2}} \\
  a_{1} &= t - \mu \\
  a_{2} &= 2 \cdot \sigma^{2} \\
  f &= \frac{-a_{1}^{2}}{a_{2}} - \log\left(\sigma\right) \\
  \frac{\partial f}{\partial \mu} &= -\left(-\frac{1}{a_{2}} \cdot \left(2 \cdot a_{1}\right)\right)
\end{aligned}
"""


def test_it_is_pleasant_to_read() -> None:
    t, mu, z = Value(1.0, "t"), Value(0.5, "mu"), Value(0.75, "z")
    sigma = sqrt(1 + z**2)
    sigma.label = "sigma"
    f = -((t - mu) ** 2) / (2 * sigma**2) - log(sigma)
    tape = Tape((f, grad(f, mu)), (t, mu, z))
    assert tape.source("c", labels=("f", "∂f/∂mu")) == F
    assert tape.source("latex", labels=("f", "∂f/∂mu")) == F_IN_LATEX


def test_long_lists_are_broken_and_long_formulas_left_out_of_the_comment() -> None:
    inputs = [Value(1.0, f"input_{i}") for i in range(20)]
    total = sum(inputs[1:], inputs[0])
    source = Tape([x * total for x in inputs], inputs).source("python")
    assert max(map(len, source.splitlines())) <= 100
    assert of_python(source)(*range(20))[2] == 2 * 190
    total.label = "total"
    assert "# total\n" in Tape((total,), inputs).source("python")


def test_the_only_output_stands_in_the_return_if_the_line_takes_it() -> None:
    x, y = Value(0.5, "x"), Value(0.25, "y")
    f = sin(x) * sin(y) + log(x) * log(y)
    short = Tape((f,), (x, y)).source("javascript").splitlines()
    formula = "Math.sin(x)*Math.sin(y) + Math.log(x)*Math.log(y)"
    assert short[2:] == [f"  return [{formula}];", "}"]
    assert len(Tape((f * f,), (x, y)).source("javascript").splitlines()) > 4


def test_a_comment_shows_formulas_whole() -> None:
    x, p, q, r = (Value(0.5, label) for label in ("x", "p" * 40, "q" * 40, "r" * 40))
    deep = x
    for _ in range(10):
        deep = sin(deep)
    tape = Tape((sin(x), deep, p * q * r, x + p * q * r), (x, p, q, r))
    lines = tape.source("c", labels=("s", "deep", "long", "")).splitlines()
    cut = f"x + {'p' * 40}*{'q' * 40}*r"
    assert [line.strip(" /") for line in lines if "//" in line] == [
        "s = sin(x)", "deep", "long", f"{cut}…"
    ]  # fmt: skip


# --- LaTeX ----------------------------------------------------------------------------------------


def test_latex_is_typeset() -> None:
    tapes = [tape for _, tape in rows()] + [random_graph(seed) for seed in range(20)]
    x = Value(2.0, "x")
    tapes += [Tape([x * number for number in (0.1, -3.0, 1e300, -2.5e-300, math.pi)], (x,))]
    for tape in tapes:
        for name, text in latex_lines(tape.source("latex")):
            typeset(f"{name} = {text}")


@pytest.mark.parametrize(
    ("label", "latex"),
    [
        ("sigma", r"\sigma"), ("σ", r"\sigma"), ("Σ", r"\Sigma"), ("µ", r"\mu"), ("ϕ", r"\phi"),
        ("w1", "w_{1}"), ("w_1", "w_{1}"), ("w10", "w_{10}"), ("σ₁", r"\sigma_{1}"),
        ("x_max", r"x_{\mathrm{max}}"),
        ("sigma_mu", r"\sigma_{\mu}"), ("rate", r"\mathrm{rate}"), ("rate%", r"\mathrm{rate\_}"),
        ("2", "x_{2}"), ("Alpha", r"\mathrm{Alpha}"), ("lambda", r"\lambda"), ("pi", r"\pi_{2}"),
        ("∂f/∂mu", r"\frac{\partial f}{\partial \mu}"),
        ("df/dw1", r"\frac{\partial f}{\partial w_{1}}"),
    ],
)  # fmt: skip
def test_labels_are_typeset(label: str, latex: str) -> None:
    x = Value(2.0, label)
    assert Tape((x + 1,), (x,)).source("latex").splitlines()[2] == f"  f &= {latex} + 1"


@pytest.mark.parametrize(
    ("number", "latex"),
    [
        (-2.0, r"x \cdot \left(-2\right)"), (0.1, r"x \cdot 0.1"), (math.pi, r"x \cdot \pi"),
        (1.5e-300, r"x \cdot \left(1.5 \cdot 10^{-300}\right)"),
        (-0.0, r"x \cdot \left(-0\right)"),
    ],
)  # fmt: skip
def test_numbers_are_typeset(number: float, latex: str) -> None:
    x = Value(2.0, "x")
    assert f"f &= {latex}\n" in Tape((x * number,), (x,)).source("latex")


def test_powers_of_what_is_typeset_as_a_whole_have_brackets() -> None:
    x, slope = Value(2.0, "x"), Value(3.0, "∂f/∂x")
    outputs = (log(x) ** 2, (x / 3) ** 2, sqrt(x) ** 2, abs(x) ** 2, slope**2)
    bases = [text for _, text in latex_lines(Tape(outputs, (x, slope)).source("latex"))]
    assert bases == [
        r"\left(\log\left(x\right)\right)^{2}", r"\left(\frac{x}{3}\right)^{2}",
        r"\left(\sqrt{x}\right)^{2}", r"\left|x\right|^{2}",
        r"\left(\frac{\partial f}{\partial x}\right)^{2}",
    ]  # fmt: skip


def test_latex_keeps_constants_as_people_wrote_them() -> None:
    x, c = Value(2.0, "x"), Value(3.0, "c")
    third = Constant(1.0) / 3
    half = c / 2
    half.label = "half"
    tape = Tape((x * third + half, c, Constant(2.0), x, x, Value(math.pi, "theta") * x), (x,))
    assert dict(latex_lines(tape.source("latex", name="g"))) == {
        "c": "3", r"\mathrm{half}": r"\frac{c}{2}",
        "g_{1}": r"x \cdot \frac{1}{3} + \mathrm{half}", "g_{2}": "c", "g_{3}": "2", "g_{4}": "x",
        "g_{5}": "x", r"\theta": r"\pi", "g_{6}": r"\theta \cdot x",
    }  # fmt: skip
