"""Formulas with a few characters changed: each is read, or refused in one line."""

import json
import re
from pathlib import Path
from random import Random

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex

SHEET = Path(__file__).parents[1] / "sheet"
SIGNS = [*"{}()[]|^_&'√²=, ", r"\right|", r"\left.", r"\\", "|_{x=1}"]


def sampled() -> list[str]:
    """Return the formulas of the spellings and of the documents, a few characters changed."""
    spellings = json.loads((SHEET / "spellings.json").read_text(encoding="utf-8"))
    formulas = [spelling["formula"] for spelling in spellings["latex"]]
    for path in (SHEET / "documents").glob("*.*"):
        text = path.read_text(encoding="utf-8") if path.suffix in (".md", ".tex") else ""
        formulas += [found[1] for found in re.finditer(r"\$\$?([^$]+)\$", text)]
    random = Random(7)  # noqa: S311 - no secrets here
    return [mutated(formula, formulas, random) for formula in formulas for _ in range(4)]


def mutated(formula: str, others: list[str], random: Random) -> str:
    """Leave out, double, exchange or insert pieces of a formula."""
    for _ in range(random.randint(1, 3)):
        i, k = sorted(random.choices(range(len(formula) + 1), k=2))
        other = random.choice(others)
        start = random.randrange(len(other))
        piece = other[start : start + random.randint(1, 6)]
        sign = random.choice(SIGNS)
        formula = random.choice([
            formula[:i] + formula[i + 1 :], formula[:i] + sign + formula[i:],
            formula[:i] + piece + formula[i:], formula[:i] + formula[k:], formula[:k] + formula[i:],
        ])  # fmt: skip
    return formula


def is_refused(formula: str) -> bool:
    """Tell whether a formula is refused, in one line; any other error fails the test."""
    try:
        read_latex(formula)
    except FormulaError as error:
        if len(str(error).splitlines()) > 1:
            raise AssertionError(formula) from error
        return True
    return False


def test_mutated_formulas_are_read_or_refused_in_one_line() -> None:
    formulas = sampled()
    refused = sum(is_refused(formula) for formula in formulas)
    assert len(formulas) > 1_000
    assert 0.2 < refused / len(formulas) < 0.95
