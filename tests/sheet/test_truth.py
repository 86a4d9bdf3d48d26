"""The tables beside the documents say what is true."""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mpmath
import pytest
from mpmath import mpf
from truth import Chain, Chains, Point, d, dot, gradient, judge, table

import microgauss

FOLDER = Path(__file__).parent
DOCUMENTS = FOLDER / "documents"
EXERCISE = Path(microgauss.__file__).parent / "sheet" / "expected.json"
TRUTHS = sorted(DOCUMENTS.glob("*.py"))
SPELLINGS = json.loads((FOLDER / "spellings.json").read_text(encoding="utf-8"))
ANSWERS = json.loads((FOLDER / "answers" / "answers.json").read_text(encoding="utf-8"))
JUDGED = [spelling for spelling in SPELLINGS["latex"] if "left" in spelling]


def module(path: Path) -> Any:
    """Return the module that a file holds."""
    spec = importlib.util.spec_from_file_location(f"truth_of_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found  # a dataclass asks for it
    spec.loader.exec_module(found)
    return found


def agree(formulas: list[dict[str, Any]], chains: Chains, points: int = 20) -> None:
    """Assert that what a table says of each link is true."""
    links = [link for formula in formulas for link in formula["links"]]
    judged = judge(chains, [link["relation"] for link in links], points)
    for link, (right, follows) in zip(links, judged, strict=True):
        assert link["verdict"] in {"correct" if right else "wrong", "untestable"}, link
        assert link["follows"] is follows, link


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_verdicts_of_the_table_are_true(path: Path) -> None:
    truth = module(path)
    formulas = table(EXERCISE if path.stem == "exercise" else path)
    agree(formulas, truth.chains, getattr(truth, "POINTS", 20))


@pytest.mark.parametrize("name", ANSWERS)
def test_verdicts_on_the_answers_are_true(name: str) -> None:
    found = ANSWERS[name]
    agree(found["formulas"], module(FOLDER / "answers" / "truth_of_answers.py").ANSWERS[name])
    for part, counts in found["parts"].items():
        formulas = [formula for formula in found["formulas"] if formula["part"] == part]
        verdicts = [link["verdict"] for formula in formulas for link in formula["links"]]
        assert counts["right"] == verdicts.count("correct")
        assert counts["links"] == len(verdicts)
        assert counts["unread"] == sum(formula["kind"] == "unread" for formula in formulas)


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_every_slip_is_in_a_wrong_link(path: Path) -> None:
    for formula in table(EXERCISE if path.stem == "exercise" else path):
        before = "correct"
        for link in formula["links"]:
            if link["slip"]:
                assert link["verdict"] == "wrong"
            elif link["verdict"] == "wrong":
                assert link["follows"]  # or a wrong line is copied
                assert before == "wrong"
            before = link["verdict"]


def test_an_untrue_table_is_noticed() -> None:
    def chains(point: Point) -> Iterator[Chain]:
        x = point.real()
        yield [x**2 - 1, (x - 1) * (x + 1), x**2 + 1, x**2 + 1, x**2 - 1]
        yield [x, abs(x), abs(x) + 1, 1 + abs(x), mpf(2)]

    relations = ["=", "=", "=", "=", "<=", "<", "=", ">="]
    verdicts = [(True, True), (False, False), (False, True), (True, False)]
    bounds = [(True, True), (True, True), (True, True), (False, False)]
    assert judge(chains, relations) == verdicts + bounds


def names(point: Point) -> dict[str, Any]:
    """Return what the two sides of a spelling are computed from."""
    return {
        **vars(mpmath),
        **{name: point.real() for name in ("x", "y", "z", "u", "v", "w", "t", "mu")},
        **{name: point.positive() for name in ("a", "b", "c", "sigma")},
        **{name: point.vector(2) for name in ("W", "U", "V")},
        "T": point.vector(3),
        "A": [point.positive() for _ in range(3)],
        "d": d,
        "G": gradient,
        "dot": dot,
    }


@pytest.mark.parametrize("spelling", JUDGED, ids=lambda spelling: spelling["what"])
def test_verdicts_on_the_spellings_are_true(spelling: dict[str, Any]) -> None:
    def chains(point: Point) -> Iterator[Chain]:
        known = names(point)
        yield [eval(spelling[side], known) for side in ("left", "right")]  # noqa: S307 - our own

    [(right, _)] = judge(chains, [spelling["relation"]])
    assert spelling["verdict"] == ("correct" if right else "wrong")
