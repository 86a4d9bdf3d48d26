"""Formulas in every spelling: read and judged, or refused in one line."""

import functools
import json
from pathlib import Path
from typing import Any

import mpmath
import pytest

from microgauss.formula import Formula, FormulaError, parse
from microgauss.sheet import read
from microgauss.sheet.document import Found

SPELLINGS = json.loads(Path(__file__).with_name("spellings.json").read_text(encoding="utf-8"))
READABLE = [spelling for spelling in SPELLINGS["latex"] if spelling["verdict"] != "unread"]
REFUSED = [spelling for spelling in SPELLINGS["latex"] if spelling["verdict"] == "unread"]
TEXTS = [spelling for spelling in SPELLINGS["text"] if spelling["verdict"] != "unread"]
REFUSED_TEXTS = [spelling for spelling in SPELLINGS["text"] if spelling["verdict"] == "unread"]
NUMBERS = {
    "x": 0.7,
    "y": -1.3,
    "a": 2.1,
    "b": 0.4,
    "t": 1.9,
    "mu": 0.3,
    "sigma": 1.6,
    "x1": 0.9,
    "c": 1.2,
}
DELIMITERS = ("$", r"\(", r"\[", r"\begin{align", r"\begin{equation", r"\begin{gather")


def what(spelling: dict[str, Any]) -> str:
    return str(spelling["what"])


def in_a_document(formula: str, context: tuple[str, ...]) -> Found:
    """Return the last formula of a document, behind its definitions."""
    if not formula.startswith(DELIMITERS):
        formula = f"$${formula}$$"
    text = "\n\n".join([*(f"$${definition}$$" for definition in context), formula])
    return read(text=text).formulas[-1]


@functools.cache
def judged(formula: str, context: tuple[str, ...]) -> tuple[str, str]:
    """Return the last link's verdict, or "unread", and why."""
    found = in_a_document(formula, context)
    return ("unread" if found.kind == "unread" else found.links[-1].verdict), found.problem


@pytest.mark.parametrize("spelling", READABLE, ids=what)
def test_no_verdict_is_false(spelling: dict[str, Any]) -> None:
    verdict, _ = judged(spelling["formula"], tuple(spelling["context"]))
    assert verdict in {spelling["verdict"], "untestable", "unread"}


def test_nearly_all_is_read_and_told() -> None:
    found = [
        (item["formula"], judged(item["formula"], tuple(item["context"]))) for item in READABLE
    ]
    unread = [(formula, why) for formula, (verdict, why) in found if verdict == "unread"]
    unknown = [formula for formula, (verdict, _) in found if verdict == "untestable"]
    assert len(unread) <= 0.05 * len(found), unread
    assert len(unknown) <= 0.05 * len(found), unknown


@pytest.mark.parametrize("spelling", REFUSED, ids=what)
def test_what_can_not_be_read_is_refused_in_one_line(spelling: dict[str, Any]) -> None:
    verdict, problem = judged(spelling["formula"], tuple(spelling["context"]))
    assert verdict == "unread"
    assert problem
    assert "\n" not in problem


@pytest.mark.parametrize("spelling", TEXTS, ids=what)
def test_text_is_read_as_students_type_it(spelling: dict[str, Any]) -> None:
    value = eval(spelling["value"], {**vars(mpmath), **NUMBERS})  # noqa: S307 - our own
    names = Formula(spelling["formula"]).names
    graph = parse(spelling["formula"], **{name: NUMBERS[name] for name in names})
    assert graph.output.data == pytest.approx(float(value), rel=1e-14)


@pytest.mark.parametrize("spelling", REFUSED_TEXTS, ids=what)
def test_text_that_can_not_be_read_is_refused_in_one_line(spelling: dict[str, Any]) -> None:
    with pytest.raises(FormulaError) as raised:
        Formula(spelling["formula"])
    assert "\n" not in str(raised.value)


HOSTILE = {
    "a megabyte": "$$" + "x + " * 250_000 + "x = 1$$",
    "10,000 braces": "$$x = " + "{" * 10_000 + "1" + "}" * 10_000 + "$$",
    "5,000 fractions": "$$x = " + r"\frac{1}{" * 5_000 + "1" + "}" * 5_000 + "$$",
    "10,000 brackets": "$$x = " + "(" * 10_000 + "1" + ")" * 10_000 + "$$",
    "10,000 powers": "$$x = 2" + "^{2" * 10_000 + "}" * 10_000 + "$$",
    "commands in a loop": r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a}$$x = \a$$",
    "1,000 environments": "$$x = 1" + r"\begin{aligned}" * 1_000 + "$$",
}
BYTES = {"binary": b"\x00\x01\x02" * 100, "encoding": b"$x = \xff$"}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_formula_is_refused_in_one_line(name: str) -> None:
    found = read(text=HOSTILE[name])
    assert found.formulas_total >= 1
    for formula in found.formulas:
        assert formula.kind == "unread"
        assert "\n" not in formula.problem
        assert len(formula.problem) < 500


@pytest.mark.parametrize("name", BYTES)
def test_what_is_no_text_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / "homework.md"
    path.write_bytes(BYTES[name])
    with pytest.raises((OSError, ValueError), match=r"homework\.md") as raised:
        read(str(path))
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"nowhere\.md"):
        read(str(tmp_path / "nowhere.md"))
