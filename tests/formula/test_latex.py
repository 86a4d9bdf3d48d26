"""LaTeX formulas: what is read, in the spellings that people use, and what is refused."""

from collections.abc import Iterator

import mpmath
import pytest
from terms_written import statement_written

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Divisor, Statement, Term

SPELLINGS = [
    (r"\frac{a}{b}", "(a/b)"),
    (r"y_i!", "factorial<y_i>"),
    (r"2n!", "[2 factorial<n>]"),
    (r"\log y! + (n-k)!", "(log<factorial<y>>+factorial<((n-k))>)"),
    (r"n!^2", "(factorial<n>^2)"),
    (r"\binom{n}{k} p^k", "[binomial<n, k> (p^k)]"),
    (r"\binom nk", "binomial<n, k>"),
    (r"\frac12 x", "[(1/2) x]"),
    (r"\frac1{N}", "(1/N)"),
    (r"\frac{1}2", "(1/2)"),
    (r"\frac ab", "(a/b)"),
    (r"\frac\pi2", "(pi/2)"),
    (r"\tfrac{a}{b}+\dfrac ab+\cfrac{a}{b}", "(((a/b)+(a/b))+(a/b))"),
    (r"{a \over b}", "(a/b)"),
    (r"a/b", "(a/b)"),
    (r"a/b/c", "((a/b)/c)"),
    (r"a/b\cdot c", "((a/b)*c)"),
    (r"1/(2\sigma^2)(t-\mu)^2", "[(1/([2 (sigma^2)])) (((t-mu))^2)]"),
    (r"1/N \sum_i x_i", "[(1/N) sum i<x_i>]"),
    (r"1/\sigma(z)", "(1/[sigma (z)])"),
    (r"\sqrt{2\pi}\sigma", "[sqrt<[2 pi]> sigma]"),
    (r"\sqrt[3]{x}", "(x^(1/3))"),
    (r"\sqrt2", "sqrt<2>"),
    (r"\sqrt x y", "[sqrt<x> y]"),
    (r"\mu_i^2", "(mu_i^2)"),
    (r"\mu^2_i", "(mu_i^2)"),
    (r"x^{(i)}", "x_i"),
    (r"x_i^{(k)}", "x_i.k"),
    (r"h^{(t-1)}", "h_(t-1)"),
    (r"e^{(x)}", "(e^x)"),
    (r"(1+r)^{(n-1)}", "(((1+r))^(n-1))"),
    (r"x^2", "(x^2)"),
    (r"x^{-1}", "(x^(-1))"),
    (r"\sigma^{-3}", "(sigma^(-3))"),
    (r"x^{\frac12}", "(x^(1/2))"),
    (r"e^\frac{x}{2}", "(e^(x/2))"),
    (r"e^{-x}", "(e^(-x))"),
    (r"2^{n}", "(2^n)"),
    (r"x^\top", "transpose<x>"),
    (r"x^{\top}", "transpose<x>"),
    (r"\mathbf{w}^T\mathbf{x}", "[transpose T<*w*> *x*]"),
    (r"\mathbf{x}_i^T", "transpose T<*x*_i>"),
    (r"w^T x", "[transpose T<w> x]"),
    (r"(a+b)^T", "transpose T<((a+b))>"),
    (r"(1+r)^T", "transpose T<((1+r))>"),
    ("2^T", "(2^T)"),
    ("e^T", "(e^T)"),
    (r"\mathbf{w}^{T}", "transpose T<*w*>"),
    (r"\mathbf{X}^{\!\top}", "transpose<*X*>"),
    ("wᵀx", "[transpose T<w> x]"),
    (r"x^\intercal", "transpose<x>"),
    (r"x^{\mathsf T}", "transpose<x>"),
    (r"x^{\mathrm{T}}", "transpose<x>"),
    (r"x^*", "x_star"),
    (r"x^{\star}_i", "x_star_i"),
    (r"x_*", "x_ast"),
    (r"x'", "x'"),
    (r"x''", "x''"),
    (r"x^\prime", "x'"),
    (r"x^{\prime\prime}", "x''"),
    (r"x_{ij}", "x_i.j"),
    (r"x_{i,j}", "x_i.j"),
    (r"x_{i-1}", "x_(i-1)"),
    (r"x_1", "x_1"),
    (r"w_{1}", "w_1"),
    (r"x_{\text{max}}", "x_max"),
    (r"x_{\mathrm{in}}", "x_in"),
    (r"x_{max}", "x_max"),
    (r"x_{\max}^2", "(x_max^2)"),
    (r"x_{ijk}", "x_i.j.k"),
    (r"\beta_0", "beta_0"),
    (r"\mathbf{x}_i", "*x*_i"),
    (r"\mathbf{Xw}", "[*X* *w*]"),
    (r"\boldsymbol{\theta}", "*theta*"),
    (r"\bm{\theta}_k", "*theta*_k"),
    (r"\vec{x}", "*x*"),
    (r"\vec x_i", "*x*_i"),
    (r"{\bf w}", "*w*"),
    (r"\mathbf{0}", "0"),
    (r"\hat y", "y_hat"),
    (r"\hat{y}_i", "y_hat_i"),
    (r"\hat{y_i}", "y_hat_i"),
    (r"\hat{\mathbf y}", "*y_hat*"),
    (r"\bar x", "x_bar"),
    (r"\tilde{x}", "x_tilde"),
    (r"\dot x", "x_dot"),
    (r"\ddot{\theta}", "theta_ddot"),
    (r"\widehat{\sigma}^2", "(sigma_hat^2)"),
    (r"\overline{x}", "x_bar"),
    (r"\mathcal{L}", "calL"),
    (r"\ell", "ell"),
    (r"\mathbb{R}^d", "(bbR^d)"),
    (r"\varepsilon\vartheta\varphi", "[epsilon theta phi]"),
    (r"σ µ λ", "[sigma mu lambda]"),
    (r"\Gamma\Delta", "[Gamma Delta]"),
    (r"\mathrm{KL}(q\|p)", "[KL (q, p)]"),
    (r"\operatorname{KL}(q \,\|\, p)", "[KL (q, p)]"),
    (r"D_{\mathrm{KL}}(q || p)", "[D_KL (q, p)]"),
    (r"\text{loss}(w)", "[loss (w)]"),
    (r"{\rm SE}", "SE"),
    (r"xy", "[x y]"),
    (r"2xy", "[2 x y]"),
    (r"x(y+1)", "[x ((y+1))]"),
    (r"(a+b)(a-b)", "[((a+b)) ((a-b))]"),
    (r"2\cdot 3\times 4\div 5", "(((2*3)*4)/5)"),
    (r"a \cdot -b", "(a*(-b))"),
    (r"-x^2", "(-(x^2))"),
    (r"(-x)^2", "(((-x))^2)"),
    (r"x^{-y^2}", "(x^(-(y^2)))"),
    (r"a - b - c", "((a-b)-c)"),
    (r"a - -b", "(a-(-b))"),
    (r"+a", "a"),
    (r"\log x", "log<x>"),
    (r"\ln(1-p)", "log<(1-p)>"),
    (r"\log\left(\frac{a}{b}\right)", "log<(a/b)>"),
    (r"\log\frac{a}{b}", "log<(a/b)>"),
    (r"\log \sigma^2", "log<(sigma^2)>"),
    (r"\log{x} y", "[log<x> y]"),
    (r"\log p(x)", "log<[p (x)]>"),
    (r"\log \sin x", "log<sin<x>>"),
    (r"\log\log x", "log<log<x>>"),
    (r"\log_2 x", "log2<x>"),
    (r"\log_{10}(x)", "log10<x>"),
    (r"\log_b x", "(log<x>/log<b>)"),
    (r"\exp\left(-\frac{x}{2}\right)y", "[exp<(-(x/2))> y]"),
    (r"\exp\{-x\}", "exp<(-x)>"),
    (r"\exp[-x]", "exp<(-x)>"),
    (r"\sin 2x", "sin<[2 x]>"),
    (r"\sin 2x \cos y", "[sin<[2 x]> cos<y>]"),
    (r"\sin(x) y", "[sin<x> y]"),
    (r"\sin(x)^2", "(sin<x>^2)"),
    (r"\sin^2 x", "(sin<x>^2)"),
    (r"\sin^2(x)", "(sin<x>^2)"),
    (r"\sin x \cdot y", "(sin<x>*y)"),
    (r"\sin x + y", "(sin<x>+y)"),
    (r"\cos\theta", "cos<theta>"),
    (r"\arctan x", "atan<x>"),
    (r"\tan x", "tan<x>"),
    (r"\sinh x + \cosh x + \tanh x", "((sinh<x>+cosh<x>)+tanh<x>)"),
    (r"\max(0, x)", "maximum<0, x>"),
    (r"\max\{0, x\}", "maximum<0, x>"),
    (r"\min(a, b, c)", "minimum<minimum<a, b>, c>"),
    (r"\operatorname{sigmoid}(x)", "sigmoid<x>"),
    (r"\mathrm{ReLU}(z)", "relu<z>"),
    (r"\text{softplus}(z)", "softplus<z>"),
    (r"\operatorname{sgn} x", "sign<x>"),
    (r"\operatorname{sign}(x)", "sign<x>"),
    (r"\log \sum_j e^{z_j}", "log<sum j<(e^z_j)>>"),
    (r"|x|", "abs<x>"),
    (r"|a||b|", "[abs<a> abs<b>]"),
    (r"|a|b|c|", "[abs<a> b abs<c>]"),
    (r"||x| - |y||", "abs<(abs<x>-abs<y>)>"),
    (r"\left|x\right|", "abs<x>"),
    (r"\left|\frac{a}{b}\right|^2", "(abs<(a/b)>^2)"),
    (r"\vert x\vert", "abs<x>"),
    (r"\lvert x\rvert", "abs<x>"),
    (r"\bigl|x\bigr|", "abs<x>"),
    (r"\|x\|", "norm 2<x>"),
    (r"\|x\|_1", "norm 1<x>"),
    (r"\lVert x\rVert_2^2", "(norm 2<x>^2)"),
    (r"\left\lVert x - y \right\rVert", "norm 2<(x-y)>"),
    (r"\left\|x\right\|^2", "(norm 2<x>^2)"),
    (r"\|x\|_\infty", "norm infinity<x>"),
    (r"\langle a, b\rangle", "inner<a, b>"),
    (r"\left\langle a, b\right\rangle", "inner<a, b>"),
    (r"p(t|x)", "[p (t, x)]"),
    (r"p(y \mid x)", "[p (y, x)]"),
    (r"p(y \mid x; \theta)", "[p (y, x, theta)]"),
    (r"p(y = 1 \mid x)", "[p (y=1, x)]"),
    (r"\sum_{i=1}^N x_i", "sum i<x_i, 1, N>"),
    (r"\sum_i x_i", "sum i<x_i>"),
    (r"\sum_{i=1}^{N} x_i^2", "sum i<(x_i^2), 1, N>"),
    (r"\sum\limits_{i=1}^N x_i", "sum i<x_i, 1, N>"),
    (r"\sum\nolimits_i x_i", "sum i<x_i>"),
    (r"\sum^N_{i=1} x_i", "sum i<x_i, 1, N>"),
    (r"\sum_{i,j} a_{ij}", "sum i<sum j<a_i.j>>"),
    (r"\sum_{i,j=1}^n a_{ij}", "sum i<sum j<a_i.j, 1, n>, 1, n>"),
    (r"\sum_{k=0}^\infty a^k", "sum k<(a^k), 0, infinity>"),
    (r"\sum x", "sum<x>"),
    (r"\prod_{i=1}^N p_i", "product i<p_i, 1, N>"),
    (r"\sum_{i=1}^N \sum_{j=1}^M w_{ij}", "sum i<sum j<w_i.j, 1, M>, 1, N>"),
    (r"\sum_i x_i + c", "(sum i<x_i>+c)"),
    (r"\sum_i x_i - y_i + c", "(sum i<(x_i-y_i)>+c)"),
    (
        r"\sum_i y_i\log p_i + (1-y_i)\log(1-p_i)",
        "sum i<([y_i log<p_i>]+[((1-y_i)) log<(1-p_i)>])>",
    ),
    (r"-\sum_i a_i + b_i", "(-sum i<(a_i+b_i)>)"),
    (r"\sum_i a_i + \sum_i b_i", "(sum i<a_i>+sum i<b_i>)"),
    (r"\sum_i a_i \sum_j b_{ij} + c_j", "sum i<[a_i sum j<(b_i.j+c_j)>]>"),
    (r"\frac{1}{N}\sum_i x_i \cdot y", "[(1/N) sum i<(x_i*y)>]"),
    (r"(\sum_i x_i) + y_i", "((sum i<x_i>)+y_i)"),
    (r"\frac{\partial f}{\partial z}", "∂1<f; z>"),
    (r"\frac{\partial f(\mu,\sigma)}{\partial \mu}", "∂1<[f (mu, sigma)]; mu>"),
    (r"\frac{\partial J}{\partial \mathbf{w}}", "∂1<J; *w*>"),
    (r"\frac{\partial f}{\partial \mu_i}", "∂1<f; mu_i>"),
    (r"\frac{\partial f}{\partial \sigma^2}", "∂1<f; (sigma^2)>"),
    (r"\frac{\partial \log p(x)}{\partial x}", "∂1<log<[p (x)]>; x>"),
    (r"\frac{\partial}{\partial \mu} f(\mu,\sigma)", "∂1<[f (mu, sigma)]; mu>"),
    (r"\frac{d}{dx}\left(x^2\right) + 1", "(d1<((x^2)); x>+1)"),
    (r"\frac{d}{dx} x^2 y", "d1<[(x^2) y]; x>"),
    (r"\frac{d}{dx}(x^2)\cdot\sin x", "(d1<((x^2)); x>*sin<x>)"),
    (r"\frac{d}{dx}[x^2] \sin x", "[d1<[(x^2)]; x> sin<x>]"),
    (r"\frac{d}{dx}\left(x^2\right) y", "[d1<((x^2)); x> y]"),
    (r"\frac{d}{dx}(x+1)^2", "d1<(((x+1))^2); x>"),
    (r"\frac{d}{dx} x^2/2 + 1", "(d1<((x^2)/2); x>+1)"),
    (
        r"\frac{\partial}{\partial\sigma} f \cdot \frac{\partial\sigma}{\partial z}",
        "(∂1<f; sigma>*∂1<sigma; z>)",
    ),
    (r"\frac{df}{dz}", "d1<f; z>"),
    (r"\frac{d f}{d z}", "d1<f; z>"),
    (r"\frac{\mathrm d f}{\mathrm d z}", "d1<f; z>"),
    (r"\frac{\mathrm{d}f}{\mathrm{d}z}", "d1<f; z>"),
    (r"\frac{\partial^2 f}{\partial x^2}", "∂2<f; x; x>"),
    (r"\frac{\partial^2 f}{\partial x\,\partial y}", "∂2<f; x; y>"),
    (r"\frac{d^2f}{dx^2}", "d2<f; x; x>"),
    (r"\frac{\mathrm{d}^2}{\mathrm{d}x^2} f", "d2<f; x; x>"),
    (r"{\partial f \over \partial z}", "∂1<f; z>"),
    (r"\partial f/\partial z", "∂1<f; z>"),
    (r"\partial f/\partial\sigma \cdot \partial\sigma/\partial z", "(∂1<f; sigma>*∂1<sigma; z>)"),
    (r"df/dz", "d1<f; z>"),
    (r"d^2f/dx^2", "d2<f; x; x>"),
    (r"\partial^2 f/\partial x\partial y", "∂2<f; x; y>"),
    (r"\partial_z f", "∂1<f; z>"),
    (r"\partial_{z} f(x)", "∂1<[f (x)]; z>"),
    (r"\partial_x^2 f", "∂2<f; x; x>"),
    (r"\partial^2_x f", "∂2<f; x; x>"),
    (r"\partial_{xy} f", "∂2<f; x; y>"),
    (r"f'(x)", "[f' (x)]"),
    (r"(\sin x)'", "(sin<x>)'"),
    (r"\dot{x}(t) + \ddot x", "([x_dot (t)]+x_ddot)"),
    (r"\hat{\mathbf{w}}", "*w_hat*"),
    (r"\|\mathbf{w}\|^2_2", "(norm 2<*w*>^2)"),
    (r"\left.\frac{df}{dx}\right|_{x=1} (x - 1)", "[evaluated<d1<f; x>, x, 1> ((x-1))]"),
    (r"f'(x)|_{x=a}", "evaluated<[f' (x)], x, a>"),
    (r"1 + 2f'(x)\bigr\rvert_{x=a, y=b} = c", "(1+[2 evaluated<[f' (x)], x, a, y, b>]) = c"),
    (r"\frac{df}{dx}\Big|_{x=2}", "evaluated<d1<f; x>, x, 2>"),
    (r"|x| + f(x)|_{x=1}", "(abs<x>+evaluated<[f (x)], x, 1>)"),
    (
        r"\begin{cases} r^2, & \text{if } |r| \le 1, \\ r & \text{otherwise.} \end{cases} = 0",
        "cases<(r^2), abs<r><=1, r> = 0",
    ),
    (
        r"\begin{cases} a & x > 0 \\ b & x < 0 \\ \end{cases}",
        "cases<a, x>0, b, x<0>",
    ),
    (r"f(x) =: g(x)", "[f (x)] = [g (x)]"),
    (r"f''(x)", "[f'' (x)]"),
    (r"\sigma'(z)", "[sigma' (z)]"),
    (r"\nabla f", "gradient 1<f>"),
    (r"\nabla f(x)", "gradient 1<[f (x)]>"),
    (r"\nabla f(x)^\top (y - x)", "[transpose<gradient 1<[f (x)]>> ((y-x))]"),
    (r"\nabla_{\mathbf w} J", "gradient 1<J, *w*>"),
    (r"\nabla_w^2 J", "gradient 2<J, w>"),
    (r"\nabla^2 f", "gradient 2<f>"),
    (r"\nabla_w \tfrac12\|Xw-t\|^2", "gradient 1<[(1/2) (norm 2<([X w]-t)>^2)], w>"),
    (r"\nabla_w (w^\top x)", "gradient 1<([transpose<w> x]), w>"),
    (r"\frac{d}{d+1}", "(d/(d+1))"),
    (r"\frac{d_i}{d_j}", "(d_i/d_j)"),
    (r"\frac{d - 1}{d x}", "((d-1)/[d x])"),
    (r"\begin{bmatrix} a \\ b \end{bmatrix}", "vector column<a, b>"),
    (r"\begin{pmatrix} a & b \end{pmatrix}", "vector row<a, b>"),
    (
        r"\begin{pmatrix} a & b \\ c & d \\ \end{pmatrix}",
        "matrix<vector row<a, b>, vector row<c, d>>",
    ),
    (
        r"\begin{bmatrix} \frac{\partial f}{\partial x} \\ \frac{df}{dy} \end{bmatrix}",
        "vector column<∂1<f; x>, d1<f; y>>",
    ),
    (r"(a, b)", "(a, b)"),
    (r"\theta = (\mathbf{w}, \mathbf{v})", "theta = (*w*, *v*)"),
    (r"y \in \{0, 1\}", "y in set<0, 1>"),
    (r"x \in \mathbb{R}^d", "x in (bbR^d)"),
    (r"x \in [0, 1)", "x in [0, 1]"),
    (r"i = 1, \dots, N", "i = 1, ..., N"),
    (r"x_1 + \cdots + x_n", "((x_1+...)+x_n)"),
    (
        r"a = b \neq c < d > e \le f \leq g \leqslant h \ge i \geq j \geqslant k",
        "a = b != c < d > e <= f <= g <= h >= i >= j >= k",
    ),
    (
        r"a \approx b \sim c \propto d \equiv e \coloneqq f := g \doteq h",
        "a ~ b ~ c ~ d = e = f = g = h",
    ),
    (
        r"a \stackrel{(a)}{\leq} b \overset{!}{=} c \not= d \to e \mapsto g",
        "a <= b = c != d to e to g",
    ),
    (r"f\colon \mathbb{R} \to \mathbb{R}", "f to bbR to bbR"),
    (r"2 + 2.5 + .5", "((2+2.5)+.5)"),
    (r"\underbrace{a + b}_{=c} \cdot d", "((a+b)*d)"),
    (r"\overbrace{a}^{x} b", "[a b]"),
    (r"\boxed{f = a}", "f = a"),
    (r"\boxed{a + b} c", "[(a+b) c]"),
    (r"{f = a}", "f = a"),
    (r"\textcolor{red}{x} + \color{blue} y", "(x+y)"),
    (r"\phantom{ab} z", "z"),
    (r"f = \frac{a}{b}\,.", "f = (a/b)"),
    (r"f(x) = a;", "[f (x)] = a"),
    (r"a\, b\; c\: d\! e\ f~g", "[a b c d e f g]"),
    (r"\left( a + \big[ b \big] \right)", "((a+[b]))"),
]  # fmt: skip
TYPED = [  # as in plain text
    (r"4.5\,\% \cdot x", "(*0.045**x)"),
    (r"x + 2{,}5\%", "(x+*0.025*)"),
    (r"\frac{5\%}{2}", "(*0.05*/2)"),
    ("x + 50%", "(x+*0.50*)"),
    ("50% = x", "*0.50* = x"),
    ("2 % of it\n + x", "(2+x)"),
    ("ln(x)", "log<x>"),
    ("sin(2x) + cos x", "(sin<[2 x]>+cos<x>)"),
    (r"x sin\theta", "[x sin<theta>]"),
    (r"exp\left(-x\right)", "exp<(-x)>"),
    ("log_2 x", "log2<x>"),
    ("sqrt(1+x^2)", "sqrt<(1+(x^2))>"),
    ("max(a, b) + tanh^2(x)", "(maximum<a, b>+(tanh<x>^2))"),
    ("max = 3", "[m a x] = 3"),
    ("a_{exp} s i n(x)", "[a_exp s i n (x)]"),
    ("x² + x⁻¹", "((x^2)+(x^(-1)))"),
    ("cos²x", "(cos<x>^2)"),
    ("xᵢ² + x₁ + x⁽ⁱ⁾", "(((x_i^2)+x_1)+x_i)"),
    ("√x + √12 + √2 y", "((sqrt<x>+sqrt<12>)+[sqrt<2> y])"),
    (r"√(1 + x²) √{xy} √\sigma", "[sqrt<(1+(x^2))> sqrt<[x y]> sqrt<sigma>]"),
    ("∂²z/∂x²", "∂2<z; x; x>"),
    ("e^(2x) + 2^(n) + x^(n+1)", "(((e^[2 x])+(2^n))+(x^(n+1)))"),
    (r"9{,}81 m + 0{,}125", "([9.81 m]+0.125)"),
    (r"(x^2-1)2x", "[(((x^2)-1)) 2 x]"),
    ("x · y − z ≤ 2", "((x*y)-z) <= 2"),
]
FUNCTIONS = {  # by their values at a point
    r"\arcsin x": mpmath.asin, r"\arccos x": mpmath.acos, r"\cot x": mpmath.cot,
    r"\sec x": mpmath.sec, r"\csc x": mpmath.csc, r"\coth x": mpmath.coth,
    r"\operatorname{sech}(x)": mpmath.sech, r"\operatorname{csch} x": mpmath.csch,
    r"\mathrm{asin}(x)": mpmath.asin, "arccos(x)": mpmath.acos,
    r"\operatorname{arsinh} x": mpmath.asinh, r"\operatorname{asinh} x": mpmath.asinh,
    r"\operatorname{arcsinh} x": mpmath.asinh, r"\operatorname{artanh} x": mpmath.atanh,
    r"\operatorname{arcosh}(1 + x)": lambda x: mpmath.acosh(1 + x),
    r"\lg(2 + x)": lambda x: mpmath.log10(2 + x), "cot(x)": mpmath.cot,
    r"\sec^2 x": lambda x: mpmath.sec(x)**2,
}  # fmt: skip
SEVERAL = [
    (r"&= a \\ &\leq b", ["omitted<> = a <= b"]),
    (r"\mu = w x, \quad z = v x.", ["mu = [w x]", "z = [v x]"]),
    (r"a = 1, b = 2 \text{ and } c = 3", ["a = 1", "b = 2", "c = 3"]),
    (r"\sigma \geq 1 &\Leftrightarrow \frac1\sigma \leq 1", ["sigma >= 1", "(1/sigma) <= 1"]),
    (r"a = b \implies c = d \iff e = f \Rightarrow g", ["a = b", "c = d", "e = f", "g"]),
    (r"f &= a \\ &= b \\ g &= c \\ &\leq d", ["f = a = b", "g = c <= d"]),
    (r"f = a \\ + b \\ \cdot c \\ = d", ["f = (a+(b*c)) = d"]),
    (r"f = a + \\ b = \\ c", ["f = (a+b) = c"]),
    (r"f &= a \\ &\quad - b \\ &= c", ["f = (a-b) = c"]),
    (r"f &= a \\ -x &= y", ["f = a", "(-x) = y"]),
    (r"&f = a \\ &-x = y", ["f = a", "(-x) = y"]),
    (r"f &= \left( a + b \right. \\ &\quad \left. + c \right)", ["f = (((a+b)+c))"]),
    (r"a &= b & c &= d", ["a = b", "c = d"]),
    (r"a & = & b \\ & = & c", ["a = b = c"]),
    (r"\begin{aligned} f &= a \\[2pt] &= b \end{aligned}", ["f = a = b"]),
    (r"\begin{equation}\begin{split} f &= a \\ g &= b \end{split}\end{equation}",
     ["f = a", "g = b"]),
    (r"x = \ln y \text{ where } y = 2z", ["x = log<y>", "y = [2 z]"]),
    (r"f(x) = x^2, \qquad \frac{df}{dx} = 2x", ["[f (x)] = (x^2)", "d1<f; x> = [2 x]"]),
    (r"f: \mathbb{R} \to \mathbb{R}, x \mapsto x^2", ["f to bbR to bbR", "x to (x^2)"]),
]  # fmt: skip
REMARKS = [
    (r"f = a \checkmark", "f = a", [r"\checkmark"]),
    (r"f = a. \quad\blacksquare", "f = a", [r"\blacksquare"]),
    (r"f = a \square", "f = a", [r"\square"]),
    (r"f = a \qed", "f = a", [r"\qed"]),
    (r"f = a (*)", "f = a", ["(*)"]),
    (r"f = a \tag{1}", "f = a", [r"\tag{1}"]),
    (r"\label{eq:f} f = a \nonumber", "f = a", [r"\label{eq:f}"]),
    (r"f = a \quad (1)", "f = a", ["(1)"]),
    (r"f = a, \quad \text{for all } i", "f = a", [r"\text{for all } i"]),
    (r"f = a \quad \left| \sigma \geq |z| \right| \\ &= b", "f = a = b",
     [r"\left| \sigma \geq |z| \right|"]),
    (r"2x = 4 \quad | : 2", "[2 x] = 4", ["| : 2"]),
    (r"f = x \text{ for } x > 0", "f = x", [r"\text{ for } x > 0"]),
    (r"f &= a && \text{by (1)} \\ &= b", "f = a = b", [r"\text{by (1)}"]),
    (r"\text{Let } f = a", "f = a", [r"\text{Let }"]),
]  # fmt: skip
REFUSED = [  # the formula, what is said of it, and where
    ("1/2x", "1/2x can be (1/2)x or 1/(2x): write which", "1/2x"),
    (r"f = 1/2\sigma^2", r"can be (1/2)\sigma^2 or 1/(2\sigma^2)", r"1/2\sigma^2"),
    ("a/b c", "a/b c can be (a/b)c or a/(b c)", "a/b c"),
    ("3a/b c", "a/b c can be", "3a/b c"),
    (r"\log p/q", r"can be (\log p)/q or \log(p/q)", r"\log p/q"),
    (r"\log\sin(x) y", r"can be (\log\sin(x)) times y or \log of the product", r"\log\sin(x) y"),
    (r"\sin^{-1} x", "can be 1/sin or the inverse function", r"\sin^{-1}"),
    (r"\nabla_w w^\top x", "or the derivative of all", r"\nabla_w w^\top x"),
    (r"\nabla f^2", "or the derivative of the power", r"\nabla f^2"),
    ("0,5 x", "0,5 can be 0.5, or 0 and 5", "0,5"),
    (r"\frac{0,5}{2}", "0,5 can be 0.5, or 0 and 5", "0,5"),
    ("(x - 0,5)^2", "0,5 can be 0.5, or 0 and 5", "0,5"),
    ("1{,}000", "1{,}000 can be 1.000 or 1000: write which", "1{,}000"),
    (r"2\frac12", r"can be 2 + \frac12 or 2 times \frac12", r"2\frac12"),
    ("cosx", r"cosx can be \cos x or a product of single letters", "cosx"),
    ("2 asin(x)", r"asin can be a \sin or a product of single letters", "asin"),
    (r"\operatorname{erf}(x)", "there is no function erf", r"\operatorname{erf}"),
    (r"\operatorname{foo} x", "there is no function foo", r"\operatorname{foo}"),
    (r"\arcsin(x, y)", "arcsin takes 1 argument", r"\arcsin(x, y)"),
    ("√2x", "that of 2, or of all that follows", "√2"),
    ("√x²", "that of x, or of all that follows", "√x"),
    ("x^(i)", "^(i) can be ^{i}, a power, or ^{(i)}, an index", "(i)"),
    (
        r"\frac{d}{dx}(x+1)(x+2)",
        r"can be (\frac{d}{dx}(x+1)) times (x+2) or the derivative of all",
        r"\frac{d}{dx}(x+1)(x+2)",
    ),
    (
        r"2\frac{d}{dx} x^2 \cdot y",
        r"can be (\frac{d}{dx} x^2) times y or the derivative of all",
        r"\frac{d}{dx} x^2 \cdot y",
    ),
    (r"\nabla_w \tfrac12 w \times y", "or the derivative of all", None),
    ("x 2", "a number behind a factor: write x times 2", "x 2"),
    ("x^10", "^10 can be ^{10} or ^1, and then 0", "^10"),
    (r"\sqrt12", r"\sqrt{12} or \sqrt1, and then 2", r"\sqrt12"),
    ("x^2^3", "has two exponents", "x^2^3"),
    (r"\max_i x_i", "can't have an index", "_i"),
    (r"\log(x, y)", "log takes 1 argument", r"\log(x, y)"),
    (r"\sum_{i \neq j} x_i", "a sum's index begins with =", r"_{i \neq j}"),
    (r"\frac{\partial^2 f}{\partial x}", "the orders above and below differ", r"{\partial x}"),
    (r"x \pm 1", r"\pm is two formulas: write each", r"\pm"),
    ("n!!", "double factorials can't be read", "n!!"),
    ("x^2!", "x^2! can be (x^2)! or a power of a factorial: write brackets", "x^2!"),
    ("f = 0!", "0! at the end can be a factorial, or 0 and an exclamation mark", "!"),
    (r"x \%", "a per cent sign is read behind a number only", r"\%"),
    (r"\frac52 \%", "a per cent sign is read behind a number only", r"\%"),
    (r"\lfloor x \rfloor", r"the command \lfloor isn't known", r"\lfloor"),
    (r"\def\x{\x}\x", r"the command \def isn't known", r"\def"),
    (r"\input{file}", r"the command \input isn't known", r"\input"),
    (r"\begin{cases} 1 & x \end{cases}", "this can't stand here", r"\end{cases}"),
    (
        r"\begin{cases} 1 & \text{if positive} \\ b & x < 0 \end{cases}",
        "this condition can't be read",
        r"\text{if positive}",
    ),
    (
        r"\begin{cases} a & \text{otherwise} \\ b & x < 0 \end{cases}",
        "the condition of this case is missing",
        "a",
    ),
    (r"\square + 1", r"the command \square isn't known", r"\square"),
    (r"\sin'^2(x)", r"write a derivative of sin as \frac{d}{dx}", r"\sin'^2"),
    (r"|x|_{x=1}", "this can't stand here", "|"),
    (r"\frac{d}{dx} f(x)\Big|_{x=1}", r"between \left. and \right|", None),
    ("x f'(x)|_{x=1}", "or all of it at this point", None),
    ("f(x)|_{2 = x}", "a name and its value stand below a bar", "2 = x"),
    ("x +|_{x = 1}", "what is evaluated here?", "|"),
    (r"\|A\|_3", "the norms that are known are 1, 2, infinity and F", "3"),
    (r"x + \frac{1}", "its argument is missing", r"\frac"),
    ("(x", "this bracket is never closed", "("),
    ("x)", "this bracket closes nothing", ")"),
    ("(x]", "( is closed by ]", "(x]"),
    ("{x", "this brace is never closed", "{"),
    ("x}", "this brace closes nothing", "}"),
    ("|x", "this can't stand here", "|"),
    ("a = = b", "something is missing", ""),
    ("a +", "something is missing", ""),
    (r"\begin{bmatrix} a \end{pmatrix}", "this ends a bmatrix", r"\end{pmatrix}"),
    ("a = ", "something is missing", ""),
    (r"\quad", "the formula holds nothing to read", r"\quad"),
    (r"\begin{pmatrix} a & b \\ c \end{pmatrix}", "the rows have different lengths", None),
]  # fmt: skip
HOSTILE = {
    "braces": "{" * 10_000 + "x" + "}" * 10_000,
    "nested": "{" * 9_000 + "x" + "}" * 9_000,
    "brackets": r"\left(" * 3_000,
    "fractions": r"\frac{1}{" * 1_900 + "x" + "}" * 1_900,
    "accents": r"\hat" * 4_900 + " x",
    "roots": r"\sqrt[" * 3_000,
    "powers": "x" + "^x" * 9_000,
    "a megabyte": "x+" * 500_000,
    "bars": "|" * 19_999,
    "matrices": r"\begin{matrix}" * 1_300,
    "binary": "".join(map(chr, range(2_000))),
}
LONG = {
    "sum": "+".join(["x_i"] * 1_000),
    "product": r" \cdot ".join(["x"] * 1_000),
    "factors": "x y " * 1_000,
    "rows": r"x = 1 \\" * 1_000,
    "sums": r"\sum_i x_i + " * 1_000 + "1",
}


@pytest.mark.parametrize(("source", "expected"), SPELLINGS + TYPED)
def test_formulas_are_read(source: str, expected: str) -> None:
    (statement,) = read_latex(source)
    assert statement_written(statement) == expected


@pytest.mark.parametrize("source", FUNCTIONS)
@pytest.mark.parametrize("x", ["0.3", "-0.7", "0.99"])
def test_functions_that_the_table_lacks_have_their_values(source: str, x: str) -> None:
    point = mpmath.mpf(x)
    true = FUNCTIONS[source](point)
    (statement,) = read_latex(source)
    (term,) = statement.sides
    if not isinstance(true, mpmath.mpf):  # outside the domain it has no value here either
        with pytest.raises(NoValueError):
            value_of(term, point)
    else:
        assert mpmath.almosteq(value_of(term, point), true, rel_eps=1e-13)


@pytest.mark.parametrize("source", [r"\arcsin x", r"\arccos x"])
def test_arcs_have_values_where_x_is_1_and_none_beyond(source: str) -> None:
    (statement,) = read_latex(source)
    assert mpmath.almosteq(value_of(statement.sides[0], mpmath.mpf(1)), FUNCTIONS[source](1))
    with pytest.raises(NoValueError):
        value_of(statement.sides[0], mpmath.mpf("1.01"))


class NoValueError(Exception):
    """Where a real function has no value."""


def value_of(term: Term, x: mpmath.mpf) -> mpmath.mpf:
    """Compute a term of x by mpmath's functions, over real numbers."""
    if term.kind == "name":
        return x
    if term.kind == "number":
        return mpmath.mpf(term.text)
    args = [value_of(arg, x) for arg in term.args]
    names = {"multiply": "fmul", "divide": "fdiv", "add": "fadd", "subtract": "fsub",
             "pow": "power"}  # fmt: skip
    found = args[0] if term.kind == "group" else getattr(
        mpmath, names.get(term.text, term.text))(*args)  # fmt: skip
    if not isinstance(found, mpmath.mpf):
        raise NoValueError
    return found


def test_an_index_tells_whether_it_stands_above_or_below() -> None:
    texts = {}
    for source in ("x_i", "x^{(2)}", "f^{(n)}", "x_i^{(k)}"):
        (statement,) = read_latex(source)
        texts[source] = (statement.sides[0].kind, statement.sides[0].text)
    assert texts == {
        "x_i": ("index", ""), "x^{(2)}": ("index", "^"), "f^{(n)}": ("index", "^"),
        "x_i^{(k)}": ("index", "_^"),
    }  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), SEVERAL)
def test_rows_arrows_and_commas_divide_a_formula(source: str, expected: list[str]) -> None:
    assert [statement_written(statement) for statement in read_latex(source)] == expected


@pytest.mark.parametrize(("source", "expected", "remarks"), REMARKS)
def test_remarks_are_kept_as_places(source: str, expected: str, remarks: list[str]) -> None:
    (statement,) = read_latex(source)
    assert statement_written(statement) == expected
    assert [source[start:end] for start, end in statement.remarks] == remarks


@pytest.mark.parametrize(("source", "message", "place"), REFUSED)
def test_others_are_refused_with_the_place(source: str, message: str, place: str | None) -> None:
    with pytest.raises(FormulaError) as error:
        read_latex(source)
    assert message in str(error.value)
    if place is not None:
        assert f">>{place}<<" in str(error.value)
        assert source[error.value.offset :].startswith(place)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("source", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_formulas_get_one_short_line(source: str) -> None:
    with pytest.raises(FormulaError) as error:
        read_latex(source)
    assert len(str(error.value)) < 300
    assert str(error.value).isprintable()


@pytest.mark.parametrize("source", LONG.values(), ids=list(LONG))
def test_long_formulas_need_no_recursion(source: str) -> None:
    assert sum(1 for statement in read_latex(source) for _ in terms_of(statement)) > 1_000


@pytest.mark.parametrize("source", [source for source, _ in SPELLINGS])
def test_every_part_stands_within_the_whole(source: str) -> None:
    (statement,) = read_latex(source)
    for term in terms_of(statement):
        assert source[slice(*term.span)], f"{term.kind} stands nowhere"
        for arg in term.args:
            if term.kind not in ("sum", "product"):  # of several indices: they share their ends
                assert term.span[0] <= arg.span[0] <= arg.span[1] <= term.span[1]
        if term.kind == "number" and term.text != "1":
            assert source[slice(*term.span)].strip("}").endswith(term.text)


@pytest.mark.parametrize(
    ("source", "is_divisor"),
    [("1/f(x)", True), ("1/f(x)^2", True), (r"\frac{1}{f(x)}", False), ("1/(f(x))", False)],
)
def test_what_is_a_quotient_only_where_f_is_a_function_is_marked(
    source: str,
    is_divisor: bool,  # noqa: FBT001, a column of the table
) -> None:
    (statement,) = read_latex(source)
    right = statement.sides[0].args[1]
    assert isinstance(right, Divisor) == is_divisor


def terms_of(statement: Statement) -> Iterator[Term]:
    """Yield all terms of a statement."""
    for side in statement.sides:
        yield from side.walk()
