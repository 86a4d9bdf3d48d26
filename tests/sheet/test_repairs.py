"""What is to be written instead of a wrong side: read as people would write it."""

import pytest

from microgauss.sheet import read

MATRICES = r"Let $\mathbf z = \mathbf W\mathbf x$, $L = \frac12\|\mathbf z-\mathbf t\|^2$. "
REGRESSION = (
    r"Let $X \in \mathbb R^{n\times d}$, $y \in \mathbb R^n$, $w \in \mathbb R^d$ and "
    r"$J(w) = \frac12(Xw-y)^\top(Xw-y)$. "
)


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        (MATRICES + r"$\nabla_{\mathbf x}L = \mathbf W(\mathbf z-\mathbf t)$.",
         r"\mathbf W^\top(\mathbf z-\mathbf t)"),
        (MATRICES + r"$\nabla_{\mathbf W}L = \mathbf x(\mathbf z-\mathbf t)^\top$.",
         r"(\mathbf z-\mathbf t) \mathbf x^\top"),
        (REGRESSION + r"$\nabla J(w) = X(Xw-y)$.", r"X^\top(Xw-y)"),
        (REGRESSION + r"$\nabla^2J(w) = XX^\top$.", r"X^\top X"),
        (r"$\mathbf y = W_1\mathbf x$, $L=\|\mathbf y\|^2$. $\nabla_{\mathbf x}L = 2W_1\mathbf y$",
         r"2W_1^\top\mathbf y"),
        (r"$\mathbf h = W^{(2)}\mathbf y$, $K = \|\mathbf h\|^2$. $\nabla K = 2W^{(2)}\mathbf h$",
         r"2W^{(2)\top}\mathbf h"),
        (r"$f = \operatorname{tr}(\mathbf A\mathbf X)$. $\nabla_{\mathbf X}f = \mathbf A$.",
         r"\mathbf A^\top"),
    ],
)  # fmt: skip
def test_transpositions_and_the_order_of_factors(text: str, repair: str) -> None:
    link = read(text=text).links[-1]
    assert (link.verdict, link.repair) == ("wrong", repair)


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
        # a wrong number
        (r"$f(x)=x^4+1$. $f(2) = 12$.", "17"),
        (r"$J(b) = \sum_{i=1}^N(b-y_i)^2$. $J''(b) = 2$.", "2 N"),
        # an entry of a vector, or of a matrix
        (
            r"$f(x,y) = x^2y$. $\nabla f(x,y) = (2xy, 2x^2)$.",
            "(2xy, x^2)",
        ),
        (
            r"""$f(x,y) = x^2y+\sin x$.
            $\nabla f = \begin{pmatrix}2xy-\cos x\\x^2\end{pmatrix}$.""",
            r"\begin{pmatrix}2xy + \cos x\\x^2\end{pmatrix}",
        ),
        (
            r"""$f(x,y) = x^2y$.
            $\nabla^2f = \begin{pmatrix}2y&2x\\x&0\end{pmatrix}$.""",
            r"\begin{pmatrix}2y&2x\\2 x&0\end{pmatrix}",
        ),
        # a factor beside the brackets of a sum, and behind a minus sign
        (
            r"""$E = \frac12\sum_{i=1}^N(\mathbf w^T\mathbf x_i-t_i)^2$.
            $\nabla E = \sum_{i=1}^N(\mathbf w^T\mathbf x_i-t_i)$.""",
            r"\sum_{i=1}^N(\mathbf w^T\mathbf x_i-t_i) \mathbf x_i",
        ),
        (
            r"""$J(\mathbf w) = \|\mathbf y-\mathbf X\mathbf w\|^2$.
            $\nabla J = -\mathbf X^\top(\mathbf y-\mathbf X\mathbf w)$.""",
            r"-2 \mathbf X^\top(\mathbf y-\mathbf X\mathbf w)",
        ),
        (
            r"$T = \sqrt{\frac{\ell}{g}}$. $\frac{\partial T}{\partial g} = -\frac{T}{g}$.",
            r"-\frac{T}{2 g}",
        ),
        # k isn't l
        (
            r"""$p_k = \frac{e^{z_k}}{\sum_je^{z_j}}$.
            For $l\neq k$: $\frac{\partial p_k}{\partial z_l} = p_kp_l$.""",
            "-p_kp_l",
        ),
        # the square of one term only; two slips rather than a factor x/2; a function's argument
        (r"$h = \tanh x$. $\frac{dh}{dx} = (1-h)^2$.", r"1 - h^2"),
        (r"$f(x) = x^3$. $f'(x) = 6x$.", "3x^2"),
        (r"$s(a) = \frac{1}{1+e^{-a}}$. $s'(a) = s(a)(1+s(a))$.", "s(a)(1 - s(a))"),
    ],
)
def test_a_repair_is_written_as_people_do(text: str, repair: str) -> None:
    (link,) = read(text=text).links
    assert (link.verdict, link.repair) == ("wrong", repair)


@pytest.mark.parametrize(
    "text",
    [
        # neither the answer itself, nor a derivative or the function where the side has none
        r"$y(x) = e^{\sin x}$. $y'(x) = 17\ln x$.",
        r"$V = V_0e^{-t/\tau}$. $V(\tau) = 7V_0^3$.",
    ],
)
def test_no_repair_is_far_fetched(text: str) -> None:
    (link,) = read(text=text).links
    assert link.verdict != "correct"
    assert link.repair is None
