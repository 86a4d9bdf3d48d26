r"""Commas between numbers in LaTeX: lists where they can only be such, and intervals."""

import random

import pytest
from terms_written import statement_written, written

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.parsing.brackets import HalfOpen

LISTS = [
    (r"x = 1,2,\dots", ["x = 1, 2, ..."]),
    (r"k = 0,1,2,\ldots,n", ["k = 0, 1, 2, ..., n"]),
    (r"n=0,1,\dots,N-1", ["n = 0, 1, ..., (N-1)"]),
    (r"y \in \{-1,1\}", ["y in set<(-1), 1>"]),
    (r"\{0,1\}", ["set<0, 1>"]),
    (r"[-1,1]", ["[(-1), 1]"]),
    (r"x\in[0,1]", ["x in [0, 1]"]),
    (r"x \in [0,2\pi]", ["x in [0, [2 pi]]"]),
    (r"x \in [-1,1]^2", ["x in ([(-1), 1]^2)"]),
    (r"x \in [0,1]\times[-1,1]", ["x in ([0, 1]*[(-1), 1])"]),
    ("i,j = 1,2,3", ["i, j = 1, 2, 3"]),
    ("i,j = 1,2", ["i, j = 1, 2"]),
    ("x = 1,2,3", ["x = 1, 2, 3"]),
    (r"f(1,2;\theta)", ["[f (1, 2, theta)]"]),
    (r"y_i \in \{-1,1\}, \quad i = 1,\dots,n", ["y_i in set<(-1), 1>", "i = 1, ..., n"]),
]  # fmt: skip
INTERVALS = [  # as they are written, opening bracket, whether just one end is in it
    ("[0,1]", "[", False), ("(0,1)", "(", False), ("(0,1]", "(", True), ("[0,1)", "[", True),
    (r"\,]0,1[", "(", False), ("]0,1]", "(", True), ("[0,1[", "[", True),
    (r"\left]0,1\right[", "(", False), (r"\left[0,1\right[", "[", True),
    (r"]0,\infty[", "(", False), (r"]-\infty,2\pi]", "(", True), ("[x_1, f(x_2)[", "[", True),
    (r"[\frac12, [a]]", "[", False),
]  # fmt: skip
REFUSED = [
    ("0,5", "0,5 can be 0.5, or 0 and 5: write which"),
    ("x = 1,5", "1,5 can be 1.5, or 1 and 5"),
    ("n = 0,1", "0,1 can be 0.1, or 0 and 1"),
    (r"3\cdot(-0,5)", "0,5 can be 0.5"),
    (r"3[-0,5]", "0,5 can be 0.5"),
    ("x = (-0,5)", "0,5 can be 0.5"),
    (r"[0,2\pi]", "0,2 can be 0.2"),
    ("x \\in [0,5;1,5]", "0,5 can be 0.5"),
    ("x \\in [0,5, 1,5]", "0,5 can be 0.5"),
    (r"\max(0,5; 1,5)", "0,5 can be 0.5"),
    ("(1,5; 2)", "1,5 can be 1.5"),
    (r"x \in [0, 1], y = 0,5", "0,5 can be 0.5"),
    ("x, y = 1,5", "1,5 can be 1.5"),
    (r"a = 1, 2, \quad y = 0,5", "0,5 can be 0.5"),
    ("f(x]0,1[)", "( is closed by ]"),
    ("x = ]0[", "this bracket closes nothing"),
    ("x \\in ]0, 1", "this bracket closes nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), LISTS)
def test_lists_are_read(source: str, expected: list[str]) -> None:
    assert [statement_written(statement) for statement in read_latex(source)] == expected


@pytest.mark.parametrize(("source", "opening", "is_half_open"), INTERVALS)
def test_intervals_tell_which_ends_they_have(
    source: str,
    opening: str,
    is_half_open: bool,  # noqa: FBT001, a column of the table
) -> None:
    (statement,) = read_latex(rf"x \in {source}")
    (_, place) = statement.sides
    assert (place.kind, place.text, len(place.args)) == ("group", opening, 2)
    assert isinstance(place, HalfOpen) == is_half_open


def test_an_interval_is_followed_by_other_statements() -> None:
    found = read_latex(r"x\in[0,1[, y \in ]2,3], \quad z = [a, b[c]]")
    assert [statement_written(statement) for statement in found] == [
        "x in [0, 1]", "y in (2, 3)", "z = [a, [b [c]]]",
    ]  # fmt: skip


@pytest.mark.parametrize(("source", "message"), REFUSED)
def test_what_may_be_a_decimal_is_refused(source: str, message: str) -> None:
    with pytest.raises(FormulaError) as error:
        read_latex(source)
    assert message in str(error.value)


@pytest.mark.parametrize("seed", range(3))
def test_sets_and_intervals_drawn_at_random_hold_what_was_written(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311, the same in every run
    for _ in range(200):
        opening, closing = draw.choice([*"[(]", r"\{"]), draw.choice(["]", ")", "["])
        is_set = opening == r"\{"
        count = draw.randrange(2, 6) if is_set else 2
        numbers = [draw.randrange(-9, 10) for _ in range(count)]
        comma = draw.choice([",", ", ", ",\\,"])
        if f"{opening}{closing}" in ("([", "])"):  # no interval ends so
            continue
        closing = r"\}" if is_set else closing
        source = rf"x \in {opening}{comma.join(map(str, numbers))}{closing}"
        (statement,) = read_latex(source)
        place = statement.sides[1]
        assert [written(arg) for arg in place.args] == [
            str(number) if number >= 0 else f"({number})" for number in numbers
        ], source
        if is_set:
            assert place.kind == "set"
            continue
        is_left, is_right = opening == "[", closing == "]"
        assert (place.text == "[") == is_left
        assert isinstance(place, HalfOpen) == (is_left != is_right)


@pytest.mark.parametrize("seed", range(3))
def test_numbers_drawn_at_random_are_refused_where_two_could_be_one(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311, the same in every run
    for _ in range(100):
        first, second = draw.randrange(10), draw.randrange(10)
        source = draw.choice([
            "{}", "x = {}", "x = {} + y", "-{}", "{} x", "3({} + x)", r"\sin({})x = 2 + {}",
            r"\frac{{{}}}{{2}}", "x^{{{}}}", r"y \in A, \quad x = {}", "x < {}", "1, 2, {} x",
        ]).replace("{}", f"{first},{second}").replace("{{", "{").replace("}}", "}")  # fmt: skip
        with pytest.raises(FormulaError, match=f"{first},{second} can be {first}.{second}, or"):
            read_latex(source)
