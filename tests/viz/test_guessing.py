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
from microgauss.viz.page.guessing import questions
from microgauss.viz.page.live import contributions_of
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


LAST_SHARE = "String(at(steps[current].result))"  # of the contributions to what is asked for


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
        assert tab.evaluate("Object.keys(guess.mistakes)") == [called]
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
    assert asked in {f"What is the gradient of {v}, now that it is complete?" for v in "xw"}
    if " w," in asked:
        assert answer(tab, "3") == ""
        tab.locator("#last").click()
    assert "contributions to x: they are added" in answer(tab, tab.evaluate(LAST_SHARE))
    assert tab.evaluate("Object.keys(guess.mistakes)") == ["overwrote instead of adding"]
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


TYPED: list[tuple[str, float | None]] = [
    ("-0.8/(2*1.25)", -0.32),
    ("−0.8/(2/1.25)", -0.5),
    ("1 - 2*(3 - 4)", 3.0),
    ("2·−3", -6.0),
    ("4÷5", 0.8),
    ("1e-3", 0.001),
    ("6/2/3", 1.0),
    ("-(1+1)", -2.0),
    ("3 1", None),
    ("(2", None),
    ("2)", None),
    ("½", None),
    ("-0,8*0,4", None),
    ("1 x 2", None),
    ("", None),
    ("2*", None),
    ("alert(1)", None),
]


def test_what_is_typed_is_computed(tab: Any) -> None:
    for text, value in TYPED:
        assert tab.evaluate("(text) => typed(text)", text) == value, text


def test_a_mistake_that_is_nearer_is_no_right_answer(browser: Any, tmp_path: Path) -> None:
    f = Value(0.05, "x").tanh() * Value(0.7873, "v")
    path = step_page(f, tmp_path / "f.html", mode="guess").path
    for tab in opened_page(browser, path, "#step=5"):
        assert tab.inner_text("#question") == "What does tanh(x) hand to x?"
        assert "This is the gradient of tanh(x)" in answer(tab, "0.7873")
        assert "more digits" in answer(tab, "0.79")
        assert answer(tab, "0.7853") == ""


def test_each_use_of_a_value_is_asked_for(browser: Any, tmp_path: Path) -> None:
    x = Value(3.0, "x")
    path = step_page(x * x, tmp_path / "f.html", mode="guess").path
    for tab in opened_page(browser, path, "#step=2"):
        assert tab.inner_text("#question") == "What does f hand to x, for its first use?"
        assert "for all uses of x in f together" in answer(tab, "6")
        assert answer(tab, "3") == ""
        tab.locator("#next").click()
        assert tab.inner_text("#question") == "What does f hand to x, for its second use?"


def test_zero_but_for_rounding_is_zero(browser: Any, tmp_path: Path) -> None:
    x = Value(math.pi, "x")
    path = step_page(x.sin() ** 2, tmp_path / "f.html", mode="guess").path
    for tab in opened_page(browser, path, "#step=3"):
        assert answer(tab, "0") == ""


def test_a_moved_input_takes_reply_and_answer_away(tab: Any) -> None:
    to(tab, "t → x")
    tab.locator("#hint").click()
    assert answer(tab, "2") != ""
    tab.get_by_role("spinbutton", name="w").fill("5")
    assert tab.input_value("#answer") == ""
    assert tab.locator("#reply").text_content() == ""
    tab.locator("#hint").click()
    assert tab.inner_text("#clue").endswith("= 1 · 5")


def test_a_right_answer_is_seen_to_be_right_and_survives_a_reload(tab: Any) -> None:
    tab.keyboard.press("ArrowRight")
    assert answer(tab, "2/2") == ""
    assert tab.inner_text("#told") == "Right: 2/2"
    tab.reload()
    assert tab.inner_text("#where") == "Step 4 of 9"
    assert not tab.is_visible("#question")
    assert tab.inner_text("#tally") == "1 at first go"


def test_the_hints_for_a_local_derivative_do_not_tell_it_at_once(tab: Any) -> None:
    tab.locator("#asked").select_option("local")
    to(tab, "t → x")
    tab.locator("#hint").click()
    assert tab.inner_text("#clue") == "t = x·w: how does that change with x alone?"
    tab.locator("#hint").click()
    assert tab.inner_text("#clue") == "w"


def test_a_leaf_alone_has_a_page_without_questions(browser: Any, tmp_path: Path) -> None:
    path = step_page(Value(1.0, "x"), tmp_path / "f.html", mode="guess").path
    for tab in opened_page(browser, path):
        assert not tab.is_visible("#question")


def test_where_there_is_no_number_nothing_is_asked(browser: Any, tmp_path: Path) -> None:
    path = step_page(Value(2.0, "x").log(), tmp_path / "f.html", mode="guess").path
    for tab in opened_page(browser, path, "#step=2"):
        assert tab.is_visible("#question")
        tab.get_by_role("spinbutton", name="x").fill("-1")
        assert not tab.is_visible("#question")
        assert "log needs an argument above 0" in tab.inner_text("#error")


def test_inner_values_that_are_used_twice_are_asked_for_when_complete(
    browser: Any, tmp_path: Path
) -> None:
    x = Value(3.0, "x")
    u = x + 1
    u.label = "u"
    path = step_page(u * u, tmp_path / "f.html", mode="guess").path
    for tab in opened_page(browser, path, "#step=2"):
        tab.locator("#asked").select_option("gradient")
        tab.locator("#last").click()
        assert tab.inner_text("#question") == "What is the gradient of u, now that it is complete?"
        assert "they are added" in answer(tab, "4")
        assert answer(tab, "8") == ""
