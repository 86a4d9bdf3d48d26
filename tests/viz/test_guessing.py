"""Guess mode: what is next is hidden, and each kind of wrong answer is told from the others."""

import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import opened_page
from drawn_graphs import drawn

from microgauss import DomainError, Value
from microgauss.engine.notation import number
from microgauss.engine.value import toposort
from microgauss.viz import step_page, steps
from microgauss.viz.guessing import questions
from microgauss.viz.live import contributions_of
from microgauss.viz.stepping import Step


def example() -> tuple[Value, list[Step]]:
    """Return f = x·w + x² and its backward steps: x gets three contributions."""
    x, w = Value(3.0, "x"), Value(-2.0, "w")
    t = x * w
    t.label = "t"
    f = t + x * x
    return f, [step for step in steps(f) if step.argument is not None]


@pytest.fixture
def tab(browser: Any, tmp_path: Path) -> Iterator[Any]:
    f, _ = example()
    path = step_page(f, tmp_path / "f.html", mode="guess").path
    yield from opened_page(browser, path, "#step=3")


def answer(tab: Any, text: str) -> str:
    """Type an answer; return the reply, "" where it was right."""
    tab.locator("#answer").fill(text)
    tab.keyboard.press("Enter")
    return "" if tab.evaluate("lesson.hides(current)") is False else tab.inner_text("#reply")


def anywhere(seed: int) -> Value:
    """Return a graph drawn at random, at a point where it has a gradient."""
    draw = random.Random(seed)  # noqa: S311, no secret
    while True:
        try:
            f = drawn(seed)([draw.uniform(-2.0, 2.0) for _ in range(3)])
            f.backward()
        except DomainError:
            continue
        return f


def to(tab: Any, arrow: str) -> None:
    """Go on, having what is asked shown, to the step of this arrow."""
    for _ in range(20):
        tab.locator("#next").click()
        if tab.inner_text("#arrow") == arrow:
            return
        if tab.is_visible("#tell"):
            tab.locator("#tell").click()
    pytest.fail(f"no step {arrow}")


@pytest.mark.parametrize("seed", range(8))
def test_answers_are_the_engine_s_and_mistakes_are_none(seed: int) -> None:
    f = anywhere(seed)
    backward = [step for step in steps(f) if step.argument is not None]
    found = list(contributions_of(reversed(toposort(f))))
    f.backward()
    for step, asked in zip(backward, questions(backward, found), strict=True):
        assert step.argument is not None
        assert asked["contribution"].answer.data == step.contribution
        assert asked["local"].answer.data == step.local
        if "gradient" in asked:
            assert asked["gradient"].answer.data == step.after
            assert step.argument.rule is None
            assert step.is_final
        assert any(
            not math.isclose(one.number.data, question.answer.data)
            for question in asked.values()
            for one in question.mistakes
        )


def test_what_is_asked_is_hidden_until_it_is_answered(tab: Any) -> None:
    tab.keyboard.press("ArrowRight")
    assert tab.inner_text("#question") == "What does f hand to t?"
    for part in ("#links", "#sum", "#words"):
        assert not tab.is_visible(part)
    assert tab.locator(".edge.carrying text").text_content() == "× ?"
    grads = tab.evaluate("[...document.querySelectorAll('.grad')].map((one) => one.textContent)")
    assert set(grads) == {"—"} | ({""} if "" in grads else set())
    for key in ("#next", "#last"):
        tab.locator(key).click()
        assert tab.inner_text("#where") == "Step 4 of 9"
        assert "Answer first" in tab.inner_text("#reply")
    assert answer(tab, "1") == ""
    assert tab.is_visible("#links")
    assert tab.inner_text("#links li:last-child") == "1"
    assert tab.evaluate("document.activeElement.id") == "next"
    tab.keyboard.press("Enter")
    assert tab.inner_text("#where") == "Step 5 of 9"


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        ("3", "All but the sign is right"),
        ("-1", "Multiply"),
        ("0,5", "Write a point: 0.5"),
        ("x", "Type a number"),
        ("", "Type a number"),
        ("1e999", "No."),
        ("17", "Try again"),
    ],
)
def test_replies_to_wrong_answers(browser: Any, tmp_path: Path, typed: str, reply: str) -> None:
    f = -(Value(3.0, "a") * Value(4.0, "b"))
    path = step_page(f, tmp_path / "f.html", mode="guess").path
    for tab in opened_page(browser, path, "#step=4"):  # −(a·b): a·b hands −4 to a
        assert tab.inner_text("#question") == "What does a·b hand to a?"
        wrong = {"3": "4"}.get(typed, typed)
        assert reply in answer(tab, wrong)
        assert tab.evaluate("lesson.hides(current)")


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("-1", "forgot the local derivative"),
        ("4", "forgot the upstream gradient"),
        ("-3", "took the wrong argument's value"),
    ],
)
def test_mistakes_are_told_apart(browser: Any, tmp_path: Path, typed: str, called: str) -> None:
    f = -(Value(3.0, "a") * Value(4.0, "b"))
    path = step_page(f, tmp_path / "f.html", mode="guess").path
    for tab in opened_page(browser, path, "#step=4"):
        assert answer(tab, typed).startswith("No. ")
        assert tab.evaluate("[...guess.mistakes.keys()]") == [called]
        assert answer(tab, "-4") == ""
        to(tab, "a·b → b")
        assert answer(tab, "−3") == ""
        assert tab.inner_text("#tally") == (
            f"Done. Of 2: 1 at first go, 1 after a mistake. What went wrong: {called}."
        )


def test_overwriting_is_told_and_final_gradients_can_be_asked(tab: Any) -> None:
    tab.locator("#asked").select_option("gradient")
    tab.keyboard.press("End")
    tab.locator("#last").click()
    asked = tab.inner_text("#question")
    assert asked in {
        "What is the gradient of x in the end?",
        "What is the gradient of w in the end?",
    }
    if " w " in asked:
        assert answer(tab, "3") == ""
        tab.locator("#last").click()
    assert "contributions to x: they are added" in answer(tab, "3")
    assert tab.evaluate("[...guess.mistakes.keys()]") == ["overwrote instead of adding"]
    assert answer(tab, "4") == ""


def test_hints_come_in_two_stages_and_count(tab: Any) -> None:
    to(tab, "t → x")
    assert tab.inner_text("#clue") == "" or not tab.is_visible("#clue")
    tab.locator("#hint").click()
    assert tab.inner_text("#clue") == "∂f/∂x += ∂f/∂t · ∂t/∂x = ∂f/∂t · w"
    tab.locator("#hint").click()
    assert tab.inner_text("#clue").endswith("= 1 · (−2)")
    assert tab.is_disabled("#hint")
    assert answer(tab, "-2") == ""
    assert "with a hint" in tab.inner_text("#tally")


@pytest.mark.parametrize("typed", ["-0.8", "−0.80", "-4/5", "-1*0.8", "-.8", "-0.8e0", "-0.801"])
def test_ways_to_type_a_right_answer(browser: Any, tmp_path: Path, typed: str) -> None:
    f = -Value(1.25, "s").log()
    path = step_page(f, tmp_path / "f.html", mode="guess").path
    for tab in opened_page(browser, path, "#step=4"):
        assert answer(tab, typed) == ""


@pytest.mark.parametrize(("typed", "is_right"), [("0.67", True), ("0.7", False), ("0.66", False)])
def test_an_answer_may_be_rounded_to_two_digits(
    browser: Any, tmp_path: Path, typed: str, *, is_right: bool
) -> None:
    path = step_page(Value(1.5, "x").log(), tmp_path / "f.html", mode="guess").path
    for tab in opened_page(browser, path, "#step=2"):
        assert (answer(tab, typed) == "") is is_right


def test_inputs_can_be_moved_between_answers(tab: Any) -> None:
    to(tab, "t → x")
    tab.get_by_role("spinbutton", name="w").fill("5")
    assert tab.is_visible("#question")
    tab.locator("#answer").click()
    assert answer(tab, "5") == ""
    assert tab.inner_text("#links li:last-child") == number(5.0)


def test_a_key_typed_into_the_answer_moves_no_step(tab: Any) -> None:
    to(tab, "t → x")
    before = tab.inner_text("#where")
    tab.locator("#answer").click()
    for key in ("ArrowLeft", "Home", "+", "0", "?", " "):
        tab.keyboard.press(key)
    assert tab.inner_text("#where") == before
    assert not tab.evaluate("$('help').open")


def test_a_mode_that_is_none_and_two_at_once_are_refused(tmp_path: Path) -> None:
    f, _ = example()
    with pytest.raises(ValueError, match="mode is show or guess, not 'quiz'"):
        step_page(f, tmp_path / "f.html", mode="quiz")
    with pytest.raises(ValueError, match="not both"):
        step_page(f, tmp_path / "f.html", mode="guess", bug="order")
    assert not list(tmp_path.iterdir())
