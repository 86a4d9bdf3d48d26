"""Where the formulas of a document stand, and what is left alone."""

import json

import pytest

from microgauss.formula import FormulaError
from microgauss.sheet.notation.extraction import (
    Lines,
    first_number,
    formulas_in,
    markdown_of_notebook,
    mathematics_in,
)
from microgauss.sheet.notation.macros import expanded, macros_in
from microgauss.sheet.reading import read

LATEX = r"""\documentclass{article}
$a = 1$
\begin{document}
$x = 1$ % $y = 2$
\begin{verbatim}$z = 3$\end{verbatim}
\end{document}
$b = 1$"""


def insides(text: str) -> list[str]:
    return [source.inside.strip() for source in formulas_in(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$x = 1$", ["x = 1"]),
        ("$ x = 1 $ and $y$", ["x = 1"]),
        ("$$x$$", ["x"]),
        (r"\(x < 1\) and \[y\]", ["x < 1", "y"]),
        (r"\begin{align*} a &= b \\ &= c \end{align*}", [r"a &= b \\ &= c"]),
        (r"\begin{equation}\begin{split}a = b\end{split}\end{equation}",
         [r"\begin{split}a = b\end{split}"]),
        ("It costs $5 and $10, or $x = 2$.", ["x = 2"]),
        (r"It costs \$5, and $x = 5$", ["x = 5"]),
        ("```\n$x = 1$\n```\n$y = 2$", ["y = 2"]),
        ("`$x = 1$` is code, $y = 2$ isn't", ["y = 2"]),
        ("<!-- $x = 1$ --> $y = 2$", ["y = 2"]),
        ("$a\n\nb = 2$", []),
        ("$x = 1$\n% $y = 2$\n", ["x = 1", "y = 2"]),
        (LATEX, ["x = 1"]),
    ],
)  # fmt: skip
def test_formulas_are_found(text: str, found: list[str]) -> None:
    assert insides(text) == found


def test_what_has_no_relation_in_a_line_is_a_mention() -> None:
    found = list(mathematics_in("Let $x$ be such that $x = 2$."))
    assert [(source.inside, source.is_mention) for source in found] == [
        ("x", True),
        ("x = 2", False),
    ]


def test_a_formula_knows_its_part_exercise_paragraph_and_sentence() -> None:
    text = (
        "# Exercise 1\n(a) $a = 1$. Then $b = 2$.\n\n(b) $c = 3$\n## Exercise 2\n"
        "- (a) see (b) $d = 4$"
    )
    found = list(formulas_in(text))
    assert [source.part for source in found] == ["(a)", "(a)", "(b)", "(a)"]
    assert [source.exercise for source in found] == [1, 1, 1, 2]
    assert [source.paragraph for source in found] == [0, 0, 1, 1]
    first, second, *_ = (source.sentence for source in found)
    assert first < second


def test_lines_count_from_1() -> None:
    lines = Lines("a\nb\n\nc")
    assert [lines(place) for place in range(6)] == [1, 1, 2, 2, 3, 4]


def test_the_first_exercise_may_have_a_number() -> None:
    assert first_number("## Exercise 3: a title") == 3
    assert first_number("no exercise") is None


def test_the_markdown_of_a_notebook() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["a\n", "b"]},
        {"cell_type": "code", "source": "x = 1"},
        {"cell_type": "markdown", "source": "c"},
    ]
    assert markdown_of_notebook(json.dumps({"cells": cells})) == "a\nb\n\nc"
    for broken in ("", "[]", '{"cells": 3}', '{"cells": [1]}'):
        with pytest.raises(FormulaError, match="no notebook"):
            markdown_of_notebook(broken)


def test_commands_are_carried_out_and_every_character_keeps_its_place() -> None:
    macros, _ = macros_in(
        r"\newcommand{\w}{\mathbf{w}} \newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}"
        r"\DeclareMathOperator{\KL}{KL} \def\x{x}"
    )
    text, origin = expanded(r"\pd{J}{\w} = \x a", macros)
    assert text == r"\frac{\partial J}{\partial \mathbf{w}} = x a"
    assert len(origin) == len(text) + 1
    assert origin[text.index("=")] == 11
    assert expanded(r"\wide \KL", macros)[0] == r"\wide \operatorname{KL}"


@pytest.mark.parametrize(
    ("definitions", "formula", "message"),
    [
        (r"\newcommand{\a}{\a\a}", r"\a", "endless"),
        (r"\def\a{\b}\def\b{\a}", r"\a", "endless"),
        (r"\newcommand{\a}[2]{#1#2}", r"\a{x", "needs 2 arguments"),
    ],
)
def test_commands_that_can_not_be_carried_out(definitions: str, formula: str, message: str) -> None:
    macros, _ = macros_in(definitions)
    with pytest.raises(FormulaError, match=message):
        expanded(formula, macros)


@pytest.mark.parametrize("opening", ["$$ x = 2", r"\[ x = 2", r"\begin{align} x &= 2"])
def test_a_formula_without_its_end_is_reported_and_the_next_is_read(opening: str) -> None:
    found = read(text=f"First {opening}\n\nthen $y = 3$").formulas
    assert [one.kind for one in found] == ["unread", "definition"]
    assert "has no end" in found[0].problem


@pytest.mark.parametrize(
    "part", [r"\[ ", r"\( ", r"\begin{align} ", "<!-- ", r"\begin{verbatim} ", "\n", " ", "$$\n\n"]
)
def test_openings_without_an_end_take_no_time_that_grows_with_their_square(part: str) -> None:
    text = part * (1_000_000 // len(part))
    assert (
        len(read(text=text).formulas) <= 1
    )  # where each is looked for to the end, this takes hours


def test_own_commands_for_delimiters_are_heard() -> None:
    document = read(
        text="""\\newcommand{\\be}{\\begin{equation}}\\newcommand{\\ee}{\\end{equation}}
\\def\\bes{\\begin{align*}}\\def\\ees{\\end{align*}}
Let \\be f(x) = x^2. \\ee Then \\be f'(x) = 3x. \\ee Hence \\bes f''(x) &= 2 \\ees
"""
    )
    assert [found.line for found in document.formulas] == [3, 3, 3]
    assert [link.verdict for link in document.links] == ["wrong", "correct"]
