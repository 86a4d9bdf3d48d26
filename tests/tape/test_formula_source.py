"""A formula's text as a program with its gradients: the numbers, and what is refused."""

import math

import pytest
from programs import of_python

from microgauss import DomainError, grad
from microgauss.formula import FormulaError, parse
from microgauss.tape import formula_source

F = "sigma = sqrt(1 + z**2); -(t - mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma)"


def test_the_value_and_the_gradients_over_the_names_in_their_order() -> None:
    graph = parse(F, z=0.75, t=1.5, mu=0.5)
    slopes = grad(graph.output, (graph["mu"], graph["z"]))
    found = of_python(formula_source(F, ["mu", "z"]))(0.75, 1.5, 0.5)
    assert found == (graph.output.data, *(slope.data for slope in slopes))


def test_no_point_is_needed_in_the_domain_or_out_of_it() -> None:
    assert of_python(formula_source("log(x - 4)", ["x"]))(6.0) == (math.log(2), 0.5)
    assert of_python(formula_source("1/(1 - exp(900*x))", ["x"]))(-1.0)[0] == 1.0
    assert of_python(formula_source("pi"))() == (math.pi,)


@pytest.mark.parametrize(
    ("text", "wrt", "point", "slope"),
    [
        (F, "sigma", (0.75, 1.5, 0.5), 1 / 1.25**3 - 1 / 1.25),
        ("s = 2*z; z*s**2", "s", (1.5,), 9.0),  # 2*z*s: the z beside it is held
        ("r = 2*z; s = r*z; r*s + z", "r", (1.5,), 9.0),  # by r itself, and through s
        ("h = 0.5; x*h**2", "h", (3.0,), 3.0),
        ("s = 2*z; z", "s", (1.5,), 0.0),
    ],
)
def test_a_definition_is_varied_by_itself(
    text: str, wrt: str, point: tuple[float, ...], slope: float
) -> None:
    assert of_python(formula_source(text, [wrt]))(*point)[1] == pytest.approx(slope, rel=1e-15)


def test_outputs_are_named_by_the_formula() -> None:
    assert "return (f, df_dw, w)" in formula_source("h = w*x; h*w", ["w", "h"])
    assert "return (J, dJ_dx)" in formula_source("J = x**3", ["x"])
    assert r"\frac{\partial f}{\partial x} &= w" in formula_source("w*x", ["x"], "latex")


@pytest.mark.parametrize(
    ("text", "wrt", "error", "words"),
    [
        ("x*log(-1)", "x", DomainError, r"log\(-1\): log needs an argument above 0"),
        ("a = log(0); b = 2*a; x*b", "x", DomainError, r"log\(0\): log needs"),
        ("exp(1000)*x", "", DomainError, "exp overflows a float"),
        ("x/0", "x", DomainError, r"^x/0 has no finite derivative$"),
        ("(-2)**x", "x", DomainError, r"^\(-2\)\*\*x has no finite derivative$"),
        ("x*s", "y", FormulaError, "there is no y to differentiate by: there are x, s"),
        ("2", "x", FormulaError, "there is no x to differentiate by: it has no names"),
        ("x", "pi", FormulaError, "there is no pi"),
        ("s = z; s*z", "s", FormulaError, "s is only another name for z: differentiate by z"),
        ("p = pi; p*z", "p", FormulaError, "p is only another name for pi$"),
        ("1/2x", "x", FormulaError, "can be"),
    ],
)
def test_what_cant_be_written_is_refused(
    text: str, wrt: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        formula_source(text, [wrt] if wrt else [])


def test_a_name_twice_is_refused_and_read_as_python_reads_names() -> None:
    with pytest.raises(FormulaError, match="asked for twice, by one of x, y, x"):
        formula_source("x*y", ["x", "y", "x"])
    assert formula_source("µ**2", ["µ"]) == formula_source("μ**2", ["μ"])
    with pytest.raises(FormulaError, match="twice"):
        formula_source("µ**2", ["µ", "μ"])
