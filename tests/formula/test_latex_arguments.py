r"""Where the argument of a function without brackets ends, \cos r \, f(r), and sums over sets."""

import itertools

import pytest
from terms_written import statement_written

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex

FUNCTIONS = [r"\cos", r"\ln", r"\sin^2", r"\log_2"]
ARGUMENTS = ["r", r"\frac{r}{2}", r"\frac r2", "2r", "a r", r"\theta_1", "r^2"]
SPACES = [r"\,", r"\;", r"\:", r"\ ", "~"]
FACTORS = ["f(r)", "E", "e^{-r}", r"\mathbf w", r"\dot\theta", "S(t - 1)"]


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_argument_ends_at_a_space(function: str, space: str) -> None:
    for argument, factor in itertools.product(ARGUMENTS, FACTORS):
        (spaced,) = read_latex(f"{function} {argument} {space} {factor}")
        (bracketed,) = read_latex(f"{function}({argument}) {factor}")
        assert statement_written(spaced) == statement_written(bracketed)


REFUSED = [
    (r"\cos a \, x", r"\cos a \, x can be of a alone, times x, or of the product: write which"),
    (r"\sin\omega\;t", r"\sin\omega\;t can be of \omega alone, times t, or of the product"),
    (r"\cos r f(r)", r"\cos r f(r) can be (\cos r) times f(r) or of the product: write which"),
    (r"\sum_{k\text{ odd}} x_k", "a sum over what words say isn't read"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "message"), REFUSED)
def test_what_has_two_readings_is_refused(source: str, message: str) -> None:
    with pytest.raises(FormulaError, match=r"write which|isn't read") as refusal:
        read_latex(source)
    assert str(refusal.value).startswith(message)


READ = [
    (r"\log p(x) q(x)", r"\log(p(x) q(x))"),
    (r"\sin 2x", r"\sin(2x)"),
    (r"\sin x \cos x", r"\sin(x) \cos(x)"),
    (r"\ln 2 \, x", r"\ln(2) x"),
]


@pytest.mark.parametrize(("source", "bracketed"), READ)
def test_what_has_one_reading_is_read(source: str, bracketed: str) -> None:
    (found,), (wanted,) = read_latex(source), read_latex(bracketed)
    assert statement_written(found) == statement_written(wanted)


@pytest.mark.parametrize(("below", "members"), [("A", "A"), (r"\mathcal D", "calD"), ("R_i", "Rᵢ")])
def test_what_a_sum_runs_over_is_kept(below: str, members: str) -> None:
    (statement,) = read_latex(rf"\sum_{{j \in {below}}} x_j")
    _, over = statement.sides[0].args
    assert (over.kind, over.text) == ("members", members)
