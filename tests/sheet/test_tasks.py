"""What a sheet says of names in its parts holds for the answers to these parts only."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import sympy as sp
from catalogue_of_answers import ANSWERS
from catalogue_of_documents import MEANINGS

from microgauss.sheet import read
from microgauss.sheet.reading import read_sheet

x, a, b = sp.symbols("x a b", positive=True)
FUNCTIONS = (
    a * x**2 + b * x,
    a * sp.exp(b * x),
    a * sp.sin(b * x),
    x**a + b * x,
    a * sp.log(x + b),
)
LABELS = ("({})", "{})", "**({})**", "## ({})\n", "Part {}:")
CHANGES = (  # that the second part of a sheet makes in words: 10 a unit is taken off
    "A tax of 10 per unit is levied.",
    "Each unit is taxed by 10.",
    "The firm has to pay 10 more per unit.",
    "Wages rise, and each unit costs 10 more.",
    "Production now costs 10 more.",
    "A customs duty of 10 per unit has to be paid.",
    "Transport costs of 10 per unit arise.",
    "Include a licence fee of 10 per unit.",
    "Subtract a unit tax of 10.",
    "The price goes down by 10.",
    "A competitor earns 10 less per unit.",
    "Change the sign of the linear term.",
    "Imports are cheaper, so ten less is earned with each.",
    "Suppose that every unit sold is worth ten less.",
    "Find the profit's slope under a unit tax of 10.",
    "How does the slope look after a price cut of 10?",
    "Do the same for a rival who earns 10 less.",
    "Der Staat erhebt eine Steuer von 10 je Stück.",
    "Der Preis sinkt um 10.",
    "Jetzt sind die Stückkosten um 10 höher.",
    "Wie lautet das Ergebnis bei einer Stücksteuer von 10?",
    "Bestimmen Sie die Ableitung, wenn jedes Stück 10 mehr kostet.",
    "On introduit une taxe de 10 par unité.",
    "Le prix baisse de 10.",
    "Calculer la dérivée avec une taxe de 10.",
    "El gobierno cobra 10 por unidad.",
    "Calcula la derivada con un impuesto de 10.",
)
PLAIN = (  # requests that change nothing
    "Find the slope.",
    "Show that the function has a maximum, and sketch the graph.",
    "Compute the derivative with the product rule, and state where it is zero.",
    "Determine the critical points. Hint: set the derivative to zero.",
    "Berechnen Sie die Ableitung und bestimmen Sie alle Nullstellen.",
    "Calculer la dérivée et étudier son signe.",
    "Halla la derivada y los puntos donde es cero.",
)


def verdicts(sheet: str, answer: str, folder: Path) -> list[str]:
    (folder / "answer.md").write_text(answer, "utf-8")
    return [link.verdict for link in read(text=sheet, answer=folder / "answer.md").links]


@pytest.mark.parametrize("words", CHANGES)
def test_what_words_of_a_part_change_is_neither_right_nor_wrong(words: str, tmp_path: Path) -> None:
    sheet = f"The profit is $P(q) = 50q - q^2$.\n\n(a) Find $P'(q)$.\n\n(b) {words} Find $P'(q)$.\n"
    answer = "(a) $P'(q) = 50 - 2q$, $P'(q) = 50 + 2q$\n\n(b) $P'(q) = 40 - 2q$, $P'(q) = 50 - 2q$"
    wanted = ["correct", "wrong", "untestable", "untestable"]
    assert verdicts(sheet, answer, tmp_path) == wanted


@pytest.mark.parametrize("words", PLAIN)
def test_what_words_of_a_part_only_ask_for_is_judged(words: str, tmp_path: Path) -> None:
    sheet = f"The profit is $P(q) = 50q - q^2$.\n\n(a) Find $P(3)$.\n\n(b) {words}\n"
    answer = "(b) $P'(q) = 50 - 2q$, $P'(q) = 50 + 2q$"
    assert verdicts(sheet, answer, tmp_path) == ["correct", "wrong"]


def test_words_before_what_is_asked_for_change_nothing(tmp_path: Path) -> None:
    sheet = (
        "The profit of a bakery in winter is $P(q) = 50q - q^2$. The ovens are old. Find $P'(q)$.\n"
    )
    answer = "$P'(q) = 50 - 2q$, $P'(q) = 50 + 2q$"
    assert verdicts(sheet, answer, tmp_path) == ["correct", "wrong"]
    changed = f"{sheet} Then the ovens break. Find $P'(q)$.\n"
    assert verdicts(changed, answer, tmp_path) == ["correct", "untestable"]


@pytest.mark.parametrize(("sheet", "answer", "wanted"), ANSWERS, ids=lambda part: part[-40:])
def test_no_verdict_on_an_answer_is_false(
    sheet: str, answer: str, wanted: str, tmp_path: Path
) -> None:
    found = verdicts(sheet, answer, tmp_path)
    assert len(found) == len(wanted)
    assert all(verdict in MEANINGS[one] for verdict, one in zip(found, wanted, strict=True)), found


@pytest.mark.parametrize("seed", range(40))
def test_numbers_of_parts_hold_in_these(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)  # noqa: S311, nothing secret
    f, label = draw.choice(FUNCTIONS), draw.choice(LABELS)
    first, second = (
        {a: m, b: n}
        for m, n in zip(draw.sample(range(2, 9), 2), draw.sample(range(2, 9), 2), strict=True)
    )
    tasks = [f"{label.format(part)} For $a = {at[a]}$ and $b = {at[b]}$ compute $f'(x)$."
             for part, at in (("a", first), ("b", second))]  # fmt: skip
    sheet = f"Let $f(x) = {sp.latex(f)}$.\n\n" + "\n\n".join(tasks)
    slopes = [f"$f'(x) = {sp.latex(f.diff(x).subs(at))}$" for at in (first, second)]
    numbered = [f"{label.format(part)} {slope}." for part, slope in zip("ab", slopes, strict=True)]
    crossed = [f"{label.format(part)} {slope}." for part, slope in zip("ba", slopes, strict=True)]
    assert verdicts(sheet, "\n\n".join(numbered), tmp_path) == ["correct", "correct"], sheet
    assert "correct" not in verdicts(sheet, "\n\n".join(crossed), tmp_path), sheet
    assert "wrong" not in verdicts(sheet, " ".join(slopes), tmp_path), sheet


@pytest.mark.parametrize("first", ["$S = 3x^2$", r"(a) $S = 3x^2$, $\frac{dS}{dx} = 6x$"])
def test_verdicts_do_not_depend_on_answers_read_before(first: str, tmp_path: Path) -> None:
    sheet = "Let $S = ax^2$.\n\n(a) Let $a = 5$. Find $\\frac{dS}{dx}$."
    answer = r"(a) $S = 5x^2$, $\frac{dS}{dx} = 10x$"
    read_sheet.cache_clear()
    verdicts(sheet, first, tmp_path)
    assert verdicts(sheet, answer, tmp_path) == ["correct", "correct"]
