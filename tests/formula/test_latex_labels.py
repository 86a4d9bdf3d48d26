"""What is a part of a name in LaTeX: signs as labels, layers, an accent over a product."""

import random

import pytest
from expressions import Latex, drawn, value, value_of_term
from terms_written import statement_written

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex

LABELS = [
    ("P_-", "P_-"),
    ("P_{+}", "P_+"),
    ("P^-", "P_minus"),
    ("P^{+}", "P_plus"),
    ("x⁻ + x₊", "(x_minus+x_+)"),
    (r"\hat x^-", "x_hat_minus"),
    ("x_{k}^{-}", "x_minus_k"),
    ("x_k^- + 1", "(x_minus_k+1)"),
    ("x^-_k", "x_minus_k"),
    (r"x^- = 3", "x_minus = 3"),
    (r"x_-^2 \cdot y", "((x_-^2)*y)"),
    ("f(x^+)", "[f (x_plus)]"),
    (r"\left(x^-\right)", "(x_minus)"),
    (r"\bigl(x^-\bigr)", "(x_minus)"),
    (r"\frac{P^-}{P^+}", "(P_minus/P_plus)"),
    (r"{P^- \over 2}", "(P_minus/2)"),
    (r"\begin{pmatrix} P^- \\ P^+ \end{pmatrix}", "vector column<P_minus, P_plus>"),
    (r"\frac{\partial^2 f}{\partial x^-\partial x^+}", "∂2<f; x_minus; x_plus>"),
    ("x^{2(n+1)} + e^{2(n)}", "((x^[2 ((n+1))])+(e^[2 (n)]))"),
    ("x^+ - x^-", "(x_plus-x_minus)"),
    ("x^--1", "(x_minus-1)"),
    ("x^{-}y", "[x_minus y]"),
    (r"x_{\max}^* = x^*_{\max}", "x_max_star = x_max_star"),
    ("x_{max}^- = x^-_{max}", "x_max_minus = x_max_minus"),
    ("x^{-1} + x^{-n} + e^{-x}", "(((x^(-1))+(x^(-n)))+(e^(-x)))"),
    (r"\mathbf{x}^{-} + \mathbf{x}^{-1}", "(*x_minus*+(*x*^(-1)))"),
]  # fmt: skip
LAYERS = [
    (r"\mathbf{a}^{[2]}", "*a*_2"),
    ("W^{[1]} x", "[W_1 x]"),
    ("a^{[l]}_j", "a_j.l"),
    (r"\mathbf{a}^{[l-1]}", "*a*_(l-1)"),
    ("2^{[x]} + (1 + r)^{[2]}", "((2^x)+(((1+r))^2))"),
    (r"W^{[l]\top}", "transpose<W_l>"),
    ("W^{[l]T} x", "[transpose T<W_l> x]"),
    (r"\mathbf{x}^{(i)\mathsf T}", "transpose<*x*_i>"),
    (r"\mathbf{x}^{(i)\mathsf{T}}", "transpose<*x*_i>"),
    ("a^{[l](i)}", "a_l.i"),
    (r"a^{[l-1]\{t\}}", "a_(l-1).t"),
    (r"a^{\langle t\rangle} + a^{<t-1>}", "(a_t+a_(t-1))"),
    (r"x^{\{t\}}", "x_t"),
    ("x^{(n)(m)}", "(x^[(n) (m)])"),
    ("e^{(r)T} + 2^{(n)T}", "((e^[(r) T])+(2^[(n) T]))"),
    ("x^{(a)T}", "(x^[(a) T])"),
]  # fmt: skip
INDICES_ON_E = [
    ("e^{(i)}", "e_i"),
    ("(e^{(i)})^2", "((e_i)^2)"),
    ("e^{(k+1)}", "e_(k+1)"),
    ("e^{[l]} + e^{[2]} + e^{[L]}", "((e_l+e_2)+e_L)"),
    ("e_i^{(2)}", "e_i.2"),
    (r"\mathbf{e}^{(2)}", "*e*_2"),
    ("e^{(x)} + e^{(x+1)}", "((e^x)+(e^(x+1)))"),
    ("e^{[x]}", "(e^x)"),
    ("(1+r)^{(T)}", "(((1+r))^T)"),
]  # fmt: skip
ACCENTS = [
    (r"\overline{xy}", "(x·y)_bar"),
    (r"\overline{y \cdot x}", "(x·y)_bar"),
    (r"\overline{x^2}", "(x^2)_bar"),
    (r"\overline{x x}", "(x^2)_bar"),
    (r"\bar{x^2 y}", "(x^2·y)_bar"),
    (r"\bar x^2 + \bar{x}^2", "((x_bar^2)+(x_bar^2))"),
    (r"\overline{x^2}^2 y", "[((x^2)_bar^2) y]"),
    (r"\overline{xy} - \bar x\bar y", "((x·y)_bar-[x_bar y_bar])"),
    (r"\overline{mu} - \bar\mu", "((m·u)_bar-mu_bar)"),
    (r"\overline{v_x^2}", "(v^2)_bar_x"),
    (r"2\overline{x_i y_i}^2", "[2 ((x·y)_bar_i^2)]"),
    (r"\overline{\sigma^2}", "(sigma^2)_bar"),
    (r"\hat{\sigma^2} + \hat\sigma^2", "((sigma_hat^2)+(sigma_hat^2))"),
    (r"\widehat{xy} + \tilde{x^2}", "((x·y)_hat+(x^2)_tilde)"),
    (r"\overline{x_i} + \overline{x^*} + \overline{x'}", "((x_bar_i+x_bar_star)+x_bar')"),
    (r"\overline{\mathbf{x}^\top} + \overline{\mathbf{x}^T}",
     "(transpose<*x_bar*>+transpose T<*x_bar*>)"),
    (r"\vec{x_i} + \vec{F}_{12}", "(*x*_*i*+*F*_12)"),
    (r"\underline{x}^2 + \dot x^2", "((x_underline^2)+(x_dot^2))"),
]  # fmt: skip
REFUSED = [  # the formula, what is said of it, and where
    ("x^-1", "^-1 can be ^{-1} or ^{-}, and then 1: write which", "^-1"),
    ("x^+y", "^+y can be ^{+y} or ^{+}, and then y: write which", "^+y"),
    ("P_-x", "_-x can be _{-x} or _{-}, and then x: write which", "_-x"),
    ("x^-(y+1)", "^-... can be ^{-...} or ^{-}, and then ...", "^-("),
    (r"x^-\frac12", "^-... can be ^{-...} or ^{-}, and then ...", r"^-\frac"),
    (r"\sigma^{2(i)}", "^{2(i)} can be the power 2 times i, or the power 2 with the index (i)",
     "^{2(i)}"),
    ("x_1 + a^{[l-1]2}", "can be the power 2 times l-1, or the power 2 with the index [l-1]",
     "^{[l-1]2}"),
    ("(a+b)^+", "only a name may have this", "^+"),
    ("0^+", "only a name may have this", "^+"),
    ("e^{(2)}", "^{(2)} can be the power e^{2}, or an index on another e: write which", "^{(2)}"),
    ("e^{(t)}", "^{(t)} can be the power e^{t}, or an index on another e", "^{(t)}"),
    (r"\overline{x+y}", "stands over more than a name", r"\overline"),
    (r"\overline{x_i y_j}", "stands over more than a name", r"\overline"),
    (r"\overline{x_i y}", "stands over more than a name", r"\overline"),
    (r"\overline{x^n}", "stands over more than a name", r"\overline"),
    (r"\overline{x^2^3}", "stands over more than a name", r"\overline"),
    (r"\overline{x'y}", "stands over more than a name", r"\overline"),
    (r"\overline{x_{max}y}", "stands over more than a name", r"\overline"),
    (r"\overline{x\cdot}", "stands over more than a name", r"\overline"),
    (r"\overline{\mathbf{x}y}", "stands over more than a name", r"\overline"),
    (r"\overline{\hat{x}^2}", "stands over more than a name", r"\overline"),
    (r"\overline{2x}", "stands over what is no name", r"\overline"),
    (r"\overline{x^T}", "stands over more than a name", r"\overline"),
    (r"\dot{xy}", "stands over more than a name", r"\dot"),
    (r"\dot{x^2}", "stands over more than a name", r"\dot"),
    (r"\underline{x^2}", "stands over more than a name", r"\underline"),
    (r"\vec{AB}", "stands over more than a name", r"\vec"),
]  # fmt: skip
NAMED = {  # names as these are spelled, and how they are read
    "x": [("x^-", "x_minus"), ("x^{-}", "x_minus"), ("x_{+}", "x_+"),
          (r"\hat{x}^-", "x_hat_minus")],
    "y": [(r"\overline{xy}", "(x·y)_bar"), (r"\overline{y^2}", "(y^2)_bar"), (r"\bar y", "y_bar")],
    "sigma": [(r"\sigma^+", "sigma_plus"), (r"\overline{\sigma^2}", "(sigma^2)_bar")],
    "mu": [(r"\mu_-", "mu_-"), (r"\mu^{*}", "mu_star")],
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), LABELS + LAYERS + INDICES_ON_E + ACCENTS)
def test_names_are_read_with_what_belongs_to_them(source: str, expected: str) -> None:
    (statement,) = read_latex(source)
    assert statement_written(statement) == expected
    for term in statement.sides[0].walk():
        for arg in term.args:
            assert term.span[0] <= arg.span[0] <= arg.span[1] <= term.span[1]


@pytest.mark.parametrize(("source", "message", "place"), REFUSED)
def test_others_are_refused_with_the_place(source: str, message: str, place: str) -> None:
    with pytest.raises(FormulaError) as error:
        read_latex(source)
    assert message in str(error.value)
    assert f">>{place}<<" in str(error.value)


def test_layers_stand_above() -> None:
    for source, where in (("W^{[2]}", "^"), ("a_j^{[l]}", "_^"), ("a^{[l](i)}", "^")):
        (statement,) = read_latex(source)
        assert (statement.sides[0].kind, statement.sides[0].text) == ("index", where)


class Labelled(Latex):
    """Writes names with labels and accents."""

    def __init__(self, draw: random.Random) -> None:
        super().__init__(draw)
        self.names = {name: draw.choice(spellings) for name, spellings in NAMED.items()}

    def name(self, name: str) -> tuple[str, int]:
        return self.names[name][0], 5


def test_expressions_of_such_names_mean_what_was_written() -> None:
    point = {"x": 0.7, "y": -1.3, "sigma": 0.9, "mu": 0.4}
    read = refused = 0
    for number in range(600):
        draw = random.Random(number)  # noqa: S311, the same in every run
        tree, latex = drawn(draw, draw.randrange(1, 4)), Labelled(draw)
        try:
            expected = value(tree, point)
        except (ArithmeticError, ValueError):
            continue
        text = latex.write(tree)[0]
        named = {read_as: point[name] for name, (_, read_as) in latex.names.items()}
        try:
            (statement,) = read_latex(text)
        except FormulaError as error:
            assert "write which" in str(error), text  # noqa: PT017, others are read
            refused += 1
            continue
        assert value_of_term(statement.sides[0], named) == pytest.approx(expected, rel=1e-9), text
        read += 1
    assert read > 350
    assert refused < read / 4
