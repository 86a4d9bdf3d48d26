"""Terms for the tests, made by hand or drawn at random."""

from collections.abc import Callable

import mpmath
import sympy
from hypothesis import strategies as st
from sympy.parsing.sympy_parser import (
    implicit_multiplication,
    parse_expr,
    split_symbols,
    standard_transformations,
)

from microgauss.formula.terms import Term


def name(text: str, *, bold: bool = False) -> Term:
    return Term("name", text, bold=bold)


def number(text: str) -> Term:
    return Term("number", text)


def op(text: str, *args: Term) -> Term:
    return Term("operation", text, args)


def beside(*args: Term) -> Term:
    return Term("juxtaposed", "", args)


def group(*args: Term, text: str = "(") -> Term:
    return Term("group", text, args)


def index(*args: Term) -> Term:
    return Term("index", "", args)


def derivative(function: Term, *names: Term, order: str = "1") -> Term:
    return Term("derivative", order, (function, *names))


def power(base: Term, exponent: str) -> Term:
    return op("pow", base, number(exponent))


t, mu, sigma, z, x, f, J = map(name, ("t", "mu", "sigma", "z", "x", "f", "J"))
w, X = name("w", bold=True), name("x", bold=True)
i, N, one, two = name("i"), name("N"), number("1"), number("2")
residual = group(op("subtract", t, mu))

# A term, and how it is read in a line of text.
CASES = [
    (op("divide", residual, power(sigma, "2")), "(t − μ)/σ²"),
    (op("divide", power(residual, "2"), beside(two, power(sigma, "2"))), "(t − μ)²/(2σ²)"),
    (op("divide", op("subtract", t, mu), op("multiply", two, sigma)), "(t − μ)/(2 · σ)"),
    (op("negative", op("divide", one, power(z, "2"))), "−1/z²"),
    (op("add", x, op("negative", z)), "x + (−z)"),
    (op("subtract", x, op("add", t, z)), "x − (t + z)"),
    (op("pow", sigma, op("negative", number("3"))), "σ⁻³"),
    (op("pow", op("negative", x), two), "(−x)²"),
    (op("pow", x, op("add", name("n"), one)), "xⁿ⁺¹"),
    (op("pow", name("e"), op("negative", op("divide", power(x, "2"), two))), "e^(−x²/2)"),
    (op("pow", x, number("0.5")), "x^(0.5)"),
    (op("log", beside(op("sqrt", beside(two, name("pi"))), sigma)), "log(√(2π)σ)"),
    (op("log", group(sigma)), "log(σ)"),
    (op("sqrt", two), "√2"),
    (op("abs", op("subtract", t, mu)), "|t − μ|"),
    (op("maximum", x, z), "max(x, z)"),
    (op("atan", x), "arctan(x)"),
    (power(op("sin", x), "2"), "sin(x)²"),
    (beside(z, op("log", x)), "z log(x)"),
    (beside(op("divide", one, two), residual), "(1/2)(t − μ)"),
    (beside(x, two), "x · 2"),
    (Term("omitted"), ""),
    (derivative(f, z), "∂f/∂z"),
    (Term("derivative", "1", (f, z), bold=True), "df/dz"),
    (beside(name("p"), group(Term("equation", "=", (name("y"), one)))), "p(y = 1)"),
    (group(Term("equation", "<=", (x, one)), z, text=""), "x ≤ 1, z"),
    (derivative(f, x, x, order="2"), "∂²f/∂x²"),
    (derivative(f, x, order="2"), "∂²f/∂x²"),
    (derivative(f, x, z, order="2"), "∂²f/∂x∂z"),
    (derivative(beside(f, group(mu, sigma)), mu), "∂f(μ, σ)/∂μ"),
    (derivative(group(op("add", x, z)), x), "∂(x + z)/∂x"),
    (op("multiply", derivative(f, sigma), derivative(sigma, z)), "∂f/∂σ · ∂σ/∂z"),
    (op("divide", one, derivative(f, z)), "1/(∂f/∂z)"),
    (op("abs", derivative(f, z)), "|∂f/∂z|"),
    (derivative(J, w), "∂J/∂𝐰"),
    (Term("gradient", "1", (f,)), "∇f"),
    (Term("gradient", "1", (J, w)), "∇_𝐰 J"),
    (Term("gradient", "2", (f,)), "∇²f"),
    (Term("sum", "i", (index(x, i), one, N)), "Σᵢ₌₁ᴺ xᵢ"),
    (Term("sum", "i", (index(x, i),)), "Σᵢ xᵢ"),
    (Term("sum", "i", (index(x, i), Term("members", "A"))), "Σ_{i∈A} xᵢ"),
    (Term("product", "i", (op("add", index(x, i), one),)), "∏ᵢ (xᵢ + 1)"),
    (op("multiply", op("divide", one, N), Term("sum", "i", (index(x, i),))), "1/N · Σᵢ xᵢ"),
    (op("multiply", Term("sum", "i", (index(x, i),)), x), "(Σᵢ xᵢ) · x"),
    (beside(Term("transpose", "", (w,)), X), "𝐰ᵀ𝐱"),
    (Term("transpose", "", (group(op("add", w, X)),)), "(𝐰 + 𝐱)ᵀ"),
    (Term("inner", "", (w, X)), "⟨𝐰, 𝐱⟩"),
    (power(Term("norm", "2", (w,)), "2"), "‖𝐰‖²"),
    (Term("norm", "1", (w,)), "‖𝐰‖₁"),
    (Term("norm", "F", (w,)), "‖𝐰‖_F"),
    (power(Term("factorial", "", (x,)), "2"), "x!²"),
    (Term("factorial", "", (op("subtract", x, z),)), "(x − z)!"),
    (Term("binomial", "", (x, z)), "C(x, z)"),
    (Term("componentwise", "", (w, group(op("subtract", number("1"), X)))), "𝐰 ⊙ (1 − 𝐱)"),
    (Term("norm", "infinity", (w,)), "‖𝐰‖_∞"),
    (power(index(sigma, i), "2"), "σᵢ²"),
    (index(x, i, name("j")), "xᵢⱼ"),
    (index(name("h"), op("subtract", t, one)), "hₜ₋₁"),
    (index(x, group(i)), "x⁽ⁱ⁾"),
    (index(name("W"), i, op("add", name("j"), one)), "W_{i,j+1}"),
    (beside(Term("prime", "'", (f,)), group(x)), "f′(x)"),
    (Term("vector", "column", (x, z)), "[x; z]"),
    (Term("vector", "row", (x, z)), "[x, z]"),
    (Term("matrix", "", (Term("vector", "row", (x, z)), Term("vector", "row", (one, two)))),
     "[x, z; 1, 2]"),
    (Term("cases", "", (x, Term("relation", ">", (x, z)), z)), "{x, x > z; z, otherwise}"),
    (Term("cases", "", (x, Term("relation", "<=", (x, z)), z, Term("relation", ">", (x, z)))),
     "{x, x ≤ z; z, x > z}"),
    (Term("evaluated", "", (derivative(f, x), x, one, z, two)), "(∂f/∂x)|_{x = 1, z = 2}"),
    (Term("set", "", (number("0"), one)), "{0, 1}"),
    (group(x, Term("dots"), z), "(x, …, z)"),
    (name("y_hat"), "ŷ"),
    (name("x_max"), "x_max"),
    (name("w1"), "w₁"),
    (beside(two, op("log", x), z), "2 log(x) z"),
    (beside(x, t, z), "xtz"),
    (beside(op("sqrt", x), z), "√x z"),
    (name("x_star"), "x*"),
    (name("v_vec_1"), "𝐯₁"),
    (op("pow", x, name("infinity")), "x^∞"),
    (name("x_1,2"), "x₁₂"),
    (name("x_1,12"), "x_{1,12}"),
    (beside(name("x_max"), x), "x_max x"),
    (name("calL"), "ℒ"),
    (name("bbR"), "ℝ"),
    (name("infinity"), "∞"),
    (name("theta", bold=True), "𝛉"),
    (beside(name("KL"), group(x, z)), "KL(x, z)"),
]  # fmt: skip

HUGE = mpmath.mpf(10) ** 300

LEAVES = st.sampled_from("xyz").map(name) | st.sampled_from(["2", "3", "7"]).map(number)


def extended(below: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Draw a term of numbers around others; factors side by side as people write them."""
    infix = st.sampled_from(["add", "subtract", "multiply", "divide"])
    function = st.sampled_from(["sqrt", "log", "sin", "abs", "negative", "exp"])
    factors = st.tuples(below, st.sampled_from("xyz").map(name) | below.map(group))
    return (
        st.builds(op, infix, below, below)
        | st.builds(op, function, below)
        | st.builds(op, st.just("pow"), below, below)
        | factors.map(lambda pair: beside(*pair))
        | below.map(group)
    )


TERMS = st.recursive(LEAVES, extended, max_leaves=12)


POINT = {"x": mpmath.mpf("1.37"), "y": mpmath.mpf("0.62"), "z": mpmath.mpf("-2.19")}
OPERATIONS = {
    "add": mpmath.fadd, "subtract": mpmath.fsub, "multiply": mpmath.fmul, "divide": mpmath.fdiv,
    "negative": mpmath.fneg, "pow": mpmath.power, "log": mpmath.log, "exp": mpmath.exp,
    "sin": mpmath.sin, "sqrt": mpmath.sqrt, "abs": mpmath.fabs,
}  # fmt: skip


def evaluated(term: Term) -> mpmath.mpf | None:
    """Compute a term's value at POINT by its meaning; None where it has none, or a huge one."""
    try:
        value = meaning(term)
    except (ZeroDivisionError, OverflowError):
        return None
    return value if mpmath.isfinite(value) and abs(value) < 1e50 else None


def meaning(term: Term) -> mpmath.mpf:
    args = [meaning(arg) for arg in term.args]
    match term.kind:
        case "name":
            return POINT[term.text]
        case "number":
            return mpmath.mpf(term.text)
        case "group" | "juxtaposed":
            return mpmath.fprod(args)
    value = OPERATIONS[term.text](*args)
    if mpmath.isfinite(value) and abs(value) > HUGE:
        raise OverflowError  # sin(exp(exp(exp(7)))) would take forever
    return value


def computed(line: str) -> mpmath.mpf:
    """Compute a line of text at POINT as SymPy reads it, factors side by side."""
    line = line.replace("·", "*").replace("−", "-").replace("abs", "Abs")
    rules = (*standard_transformations, split_symbols, implicit_multiplication)
    found = parse_expr(line, transformations=rules, evaluate=False)
    return mpmath.mpmathify(sympy.lambdify(list(POINT), found, "mpmath")(*POINT.values()))


def is_computed_alike(term: Term, written: str, compute: Callable[[str], mpmath.mpf]) -> bool:
    """Tell whether what is written has the value that the term means, wherever it has one."""
    with mpmath.workdps(400):  # sin(3^(2^7)) has no digit right in 15
        value = evaluated(term)
        return value is None or bool(
            mpmath.almosteq(compute(written), value, rel_eps=1e-9, abs_eps=1e-9)
        )
