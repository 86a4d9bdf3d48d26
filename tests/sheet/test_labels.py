"""Which part of a sheet an answer is meant for, by the labels of both, drawn at random.

Each part has a function of its own under one name, so that an answer that is taken for another
part gets a false verdict.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from microgauss.sheet import read

KNOWN = (  # with {n} for 1, 2, 3, {a} for a, b, c, {A} for A, B, C and {I} for I, II, III
    "{n}.", "{n})", "({n})", "[{n}]", "**{n}.**", "{n}:", "Q{n}.", "Q{n}", "**Q{n}**", "§ {n}",
    "P{n}.", "A{n}.", "A.{n}", "2.{n}", "2.{n}.", "**2.{n}**", "### 2.{n}", "Problem 2.{n}",
    "### Problem {n}", "Exercise {n}.", "Exercise {A}.", "Exercise {I}.", "Ex. {n}", "({a})",
    "{a})", "{a}.", "({A})", "{A}.", "{A})", "Part {n}", "Part {A}.", "Part ({a})", "**({a})**",
    "{I}.", "({i})", "1{a})", "1.{a})", "1({a})", "\\item[2.{n}]", "\\item[({a})]", "Teil {n}:",
    "- ({a})", "#{n}", "Question {n}:",
)  # fmt: skip
OTHERS = (
    "Step {n}:", "{n}/", "{n} -", "{A}:", "{a}:", "For {a},", "In {n},", "Zu {n}:", "Case {n}.",
    "Number {n}.", "Exercise: {a}{a}{a}", "## Exercise {n}", "Exercise", "Task.",
)  # fmt: skip
FUNCTIONS = {"x^2": "2x", "x^3": "3x^2", "x^4": "4x^3", "x^5": "5x^4"}


class Part(NamedTuple):
    """A part of a sheet: its exercise and number, from 0, and its function."""

    exercise: int
    number: int
    function: str


def label(style: str, number: int) -> str:
    """Return a label in a style."""
    letter = "abc"[number]
    roman = ("I", "II", "III")[number]
    return style.format(n=number + 1, a=letter, A=letter.upper(), I=roman, i=roman.lower())


def sheet_of(parts: list[Part], style: str, title: str) -> str:
    """Return a sheet with these parts."""
    asked = [(part, f"Let $f(x) = {part.function}$. Find $f'(x)$.") for part in parts]
    return f"# Sheet 3\n\n{labelled(asked, style, title)}"


def labelled(said: list[tuple[Part, str]], style: str, title: str) -> str:
    """Return what is said of each part, behind its label."""
    lines, exercise = [], -1
    for part, text in said:
        if title and part.exercise != exercise:
            exercise = part.exercise
            lines.append(title.format(exercise + 1))
        lines.append(f"{label(style, part.number)} {text}")
    return "\n\n".join(lines) + "\n"


def verdicts(sheet: str, answer: str, folder: Path) -> list[str]:
    """Return the verdicts on an answer."""
    path = folder / "answer.md"
    path.write_text(answer, encoding="utf-8")
    return [link.verdict for link in read(text=sheet, answer=path).links]


@pytest.mark.parametrize("style", KNOWN)
def test_a_label_is_known(style: str, tmp_path: Path) -> None:
    parts = [Part(0, 0, "x^2"), Part(0, 1, "x^3")]
    sheet = sheet_of(parts, style, "")
    for said, expected in ((("2x", "3x^2"), "correct correct"), (("3x^2", "3x^2"), "wrong correct"),
                           (("2x", "2x"), "correct wrong")):  # fmt: skip
        texts = [(part, f"$f'(x) = {text}$") for part, text in zip(parts, said, strict=True)]
        assert verdicts(sheet, labelled(texts, style, ""), tmp_path) == expected.split()


@pytest.mark.parametrize("seed", range(120))
def test_an_answer_is_judged_by_no_other_part(seed: int, tmp_path: Path) -> None:
    draw = Random(seed)  # noqa: S311, no secret
    style = draw.choice(KNOWN + OTHERS)
    title = draw.choice(["", "", "## Exercise {}", "Problem {}."])
    functions = list(FUNCTIONS)
    parts = [
        Part(exercise, number, functions[(number + 2 * exercise) % 4])
        for exercise in range(2 if title else 1)
        for number in range(draw.choice((2, 3)))
    ]
    answered = draw.sample(parts, draw.randint(1, len(parts)))
    if draw.random() < 0.7:
        answered.sort()
    written = [draw.choice(functions) if draw.random() < 0.3 else part.function
               for part in answered]  # fmt: skip
    texts = [(part, f"$f'(x) = {FUNCTIONS[function]}$")
             for part, function in zip(answered, written, strict=True)]  # fmt: skip
    answer = labelled(texts, draw.choice([style, draw.choice(KNOWN + OTHERS)]), title)
    found = verdicts(sheet_of(parts, style, title), answer, tmp_path)
    right = ["correct" if part.function == function else "wrong"
             for part, function in zip(answered, written, strict=True)]  # fmt: skip
    assert len(found) == len(right)
    assert not [pair for pair in zip(found, right, strict=True)
                if pair[0] not in (pair[1], "untestable")], answer  # fmt: skip
