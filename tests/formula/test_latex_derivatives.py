r"""Derivatives in LaTeX by what is more than a letter: \ln L, \sigma^2; their orders."""

import random
from itertools import chain

import pytest
from terms_written import statement_written, written

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex

LOGARITHMS = [
    (r"\frac{\partial \ln Q}{\partial \ln L}", "∂1<log<Q>; log<L>>"),
    (r"\frac{d \ln Q}{d \ln L}", "d1<log<Q>; log<L>>"),
    (r"\partial \ln Q/\partial \ln L", "∂1<log<Q>; log<L>>"),
    (r"d\ln(Q)/d\ln(L)", "d1<log<Q>; log<L>>"),
    (r"\partial\ln Q(L)/\partial\ln{L}", "∂1<log<[Q (L)]>; log<L>>"),
    (r"\frac{\partial}{\partial \log x_i} f", "∂1<f; log<x_i>>"),
    (r"\frac{\partial f}{\partial \ln\sigma^2}", "∂1<f; log<(sigma^2)>>"),
    (r"\frac{\partial^2 f}{\partial\ln x\,\partial\ln y}", "∂2<f; log<x>; log<y>>"),
    (r"\frac{x}{y}\frac{dy}{dx} = \frac{d\log y}{d\log x}",
     "[(x/y) d1<y; x>] = d1<log<y>; log<x>>"),
]  # fmt: skip
SQUARES = [
    (r"\frac{\partial^2\ell}{\partial\mu\,\partial\sigma^2}", "∂2<ell; mu; (sigma^2)>"),
    (r"\frac{\partial^2 \ell}{\partial \sigma^2\,\partial\mu}", "∂2<ell; (sigma^2); mu>"),
    (r"\frac{\partial^2}{\partial\mu_i\,\partial\sigma_i^2} \ell", "∂2<ell; mu_i; (sigma_i^2)>"),
    (r"\frac{\partial^2\ell}{\partial\hat\sigma^2\partial\tau^2}",
     "∂2<ell; (sigma_hat^2); (tau^2)>"),
    (r"\frac{\partial^3\ell}{\partial x^2\,\partial\sigma^2}", "∂3<ell; x; x; (sigma^2)>"),
    (r"\frac{\partial^3\ell}{\partial\sigma^2\,\partial\mu}", "∂3<ell; sigma; sigma; mu>"),
    (r"\frac{\partial^2\ell}{\partial\sigma^2}", "∂2<ell; sigma; sigma>"),
    (r"\partial^2\ell/\partial\mu\partial\sigma^2", "∂2<ell; mu; (sigma^2)>"),
    (r"\frac{\partial^2\ell}{\partial(\sigma^2)^2}", "∂2<ell; ((sigma^2)); ((sigma^2))>"),
    (r"\frac{\partial^2\ell}{(\partial\sigma^2)^2}", "∂2<ell; ((sigma^2)); ((sigma^2))>"),
    (r"\frac{\partial^2}{(\partial\sigma^2)^2}\ell", "∂2<ell; ((sigma^2)); ((sigma^2))>"),
    (r"\partial^2\ell/\partial(\sigma^2)^2", "∂2<ell; ((sigma^2)); ((sigma^2))>"),
    (r"\partial^2\ell/(\partial\sigma^2)^2", "∂2<ell; ((sigma^2)); ((sigma^2))>"),
    (r"\frac{\partial^2\ell}{\partial\mu\,\partial(\sigma^2)}", "∂2<ell; mu; (sigma^2)>"),
    (r"\frac{\partial\ell}{\partial(\sigma^2)}", "∂1<ell; (sigma^2)>"),
    (r"\frac{d\ell}{d(\sigma^2)}", "d1<ell; (sigma^2)>"),
    (r"\frac{d^2 f}{(dx)^2}", "d2<f; x; x>"),
    (r"\frac{d^2}{(dx)^2} f", "d2<f; x; x>"),
    (r"\frac{\partial^3 f}{\partial y\,(\partial x)^2}", "∂3<f; y; x; x>"),
    (r"\frac{\partial^2 f}{\partial x^2}", "∂2<f; x; x>"),
    (r"\frac{\partial^3 f}{\partial x^2\partial y}", "∂3<f; x; x; y>"),
]  # fmt: skip
QUOTIENTS = [  # where d is a number
    (r"\frac{d^2 + 1}{(dx)^2}", "(((d^2)+1)/(([d x])^2))"),
    (r"\frac{d^2 f}{(dx)^2 z}", "([(d^2) f]/[(([d x])^2) z])"),
    ("a/(dx)^2", "(a/(([d x])^2))"),
    (r"\frac{d f}{d(x+1)}", "([d f]/[d ((x+1))])"),
    ("(\\partial_x f)^2", "((∂1<f; x>)^2)"),
]  # fmt: skip
REFUSED = [
    (r"\frac{\partial^2 f}{\partial x^2\partial y^2}", "the orders above and below differ"),
    (r"\frac{\partial^3\ell}{\partial\sigma^2\partial\tau^2}", "the orders above and below differ"),
    (r"\frac{\partial^2\ell}{\partial x^2\partial\sigma^2}", "the orders above and below differ"),
    (r"\frac{\partial^2 f}{\partial x\partial y^2}", "the orders above and below differ"),
    (r"\frac{\partial \sin x}{\partial \cos x}", "this can't stand here"),
    (r"df/d\ln", "log is a function"),
    (r"\partial f/\partial", "this can't stand here"),
    (r"\frac{\partial f}{(\partial}", "this bracket closes nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), LOGARITHMS + SQUARES + QUOTIENTS)
def test_derivatives_are_read(source: str, expected: str) -> None:
    (statement,) = read_latex(source)
    assert statement_written(statement) == expected


@pytest.mark.parametrize(("source", "message"), REFUSED)
def test_others_are_refused(source: str, message: str) -> None:
    with pytest.raises(FormulaError) as error:
        read_latex(source)
    assert message in str(error.value)


@pytest.mark.parametrize("seed", range(3))
def test_derivatives_drawn_at_random_are_taken_by_what_was_written(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311, the same in every run
    for _ in range(200):
        taken = [variable(draw) for _ in range(draw.randrange(1, 4))]
        order = sum(len(names) for _, names in taken)
        if order == 1:
            continue
        sign = draw.choice([r"\partial", r"\partial ", "∂"])
        below = draw.choice([r"\,", " "]).join(text.replace("@", sign + " ") for text, _ in taken)
        above = f"{sign}^{order}"
        source = draw.choice([
            rf"\frac{{{above} f}}{{{below}}}", rf"\frac{{{above}}}{{{below}}} f",
            rf"{{{above} f \over {below}}}", f"{above} f/{below}",
        ])  # fmt: skip
        if order > 4 or ("/" in source and f"({sign}" in below and len(taken) > 1):
            continue  # f/(a)(b) is a quotient by (a), times (b)
        (statement,) = read_latex(source)
        (term,) = statement.sides
        names = [written(name).strip("()") for name in term.args[1:]]
        assert names == list(chain.from_iterable(names for _, names in taken)), source


def variable(draw: random.Random) -> tuple[str, list[str]]:
    """Return what a derivative is taken by, with @ for its d, and the names that this is."""
    name = draw.choice(["x", "y", "z_i"])
    return draw.choice([
        (f"@{name}", [name]), (f"@{name}^2", [name] * 2), (f"(@{name})^2", [name] * 2),
        (r"@\ln x", ["log<x>"]), (r"@\log(y)", ["log<y>"]), (r"@(\sigma^2)", ["sigma^2"]),
        (r"@(\tau^2)^2", ["tau^2"] * 2), (r"(@\sigma^2)^2", ["sigma^2"] * 2),
    ])  # fmt: skip
