"""The page's own numbers: for inputs that are moved, each is the engine's, as is each sentence."""

import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from browsing import opened_page, plain_lines, until
from drawn_graphs import NAMES, Build, drawn

from microgauss import Value
from microgauss.engine.notation import number
from microgauss.engine.rules import DomainError
from microgauss.engine.value import toposort
from microgauss.viz import step_page, steps


def points(seed: int) -> list[tuple[float, ...]]:
    draw = random.Random(seed)  # noqa: S311, no secret
    choices = (0.0, 1.0, -1.0, 0.5, 0.75, 3.0, 1e-3, 250.0, draw.uniform(-3, 3), draw.uniform(0, 9))
    return [tuple(draw.choice(choices) for _ in NAMES) for _ in range(40)]


MOVED = """(to) => {
  for (const [i, input] of inputs.entries()) point[i] = to[input.name];
  compute();
  return { error: $("error").textContent, told: steps.map(told), all: [...computed].map(String) };
}"""


def told(f: Value) -> list[dict[str, Any]]:
    """Return what the steps say of numbers, as the page does."""
    return [
        {
            "links": [list(link) for link in step.related][-2:],
            "sum": step.running_sum,
            "sentence": step.sentence,
        }
        for step in steps(f)
    ]


def engine(build: Build, point: Sequence[float]) -> tuple[list[dict[str, Any]], str]:
    """Return what the engine's steps say at a point, or its error."""
    try:
        return told(build(point)), ""
    except DomainError as error:
        return [], str(error)


@pytest.mark.parametrize("seed", range(12))
def test_moved_inputs_give_the_engine_s_numbers(
    browser: Any,
    tmp_path: Path, seed: int,
) -> None:  # fmt: skip
    build = drawn(seed)
    first = None
    for point in points(seed):
        try:
            first = step_page(build(point), tmp_path / "f.html")
            break
        except DomainError:
            continue
    if first is None:
        return
    for tab in opened_page(browser, first.path):
        for point in points(seed):
            page = tab.evaluate(MOVED, dict(zip(NAMES, point, strict=True)))
            expected, error = engine(build, point)
            assert page["error"] == error, point
            for k, (step, ours) in enumerate(zip(page["told"][1:], expected, strict=False)):
                step["links"] = step["links"][-2:]
                assert step == ours, (point, k)


def square_root() -> Value:
    """Return f = -log(s) of s = sqrt(1 + z^2) at z = 0.75."""
    s = (Value(0.75, "z") ** 2 + 1).sqrt()
    s.label = "s"
    return -s.log()


@pytest.fixture
def tab(browser: Any, tmp_path: Path) -> Iterator[Any]:
    yield from opened_page(browser, step_page(square_root(), tmp_path / "f.html").path, "#step=3")


def test_a_slider_and_a_field_move_a_leaf(tab: Any) -> None:
    slider, field = (tab.get_by_role(role, name="z") for role in ("slider", "spinbutton"))
    field.fill("2")
    assert slider.input_value() == "2"
    assert tab.locator("#v0 .data").text_content() == "2"
    assert plain_lines(tab, "#links li") == ["sqrt(z² + 1)", "sqrt(5)", "2.236"]
    assert tab.inner_text("h1").endswith("at z = 2")
    slider.focus()
    tab.keyboard.press("ArrowRight")
    moved = float(field.input_value())
    assert moved > 2
    assert tab.evaluate("current") == 3  # the arrow moved the slider, and not the step
    assert tab.locator("#v0 .data").text_content() == number(moved)
    tab.get_by_role("button", name="Reset").click()
    assert field.input_value() == "0.75"
    assert plain_lines(tab, "#links li")[1:] == ["sqrt(1.5625)", "1.25"]
    assert not tab.is_visible("#reset")


def test_a_state_is_a_link(tab: Any) -> None:
    tab.get_by_role("spinbutton", name="z").fill("1.2")
    assert tab.evaluate("location.hash") == "#step=3&z=1.2"
    tab.reload()
    assert tab.get_by_role("spinbutton", name="z").input_value() == "1.2"
    assert tab.locator("#v0 .data").text_content() == "1.2"
    assert tab.evaluate("current") == 3
    for odd in ("#step=3&z=x", "#step=3&q=7", "#step=3&z="):
        tab.evaluate(f"location.hash = '{odd}'")
        until(tab, f"location.hash !== '{odd}' || current === 3")
        assert tab.locator("#error").text_content() == ""


def test_the_chosen_card_survives_a_reload(tab: Any) -> None:
    tab.locator("#v0").click()
    assert tab.inner_text("#name") == "z"
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("location.hash") == "#step=4&card=v0"
    tab.reload()
    assert tab.inner_text("#name") == "z"
    assert tab.evaluate("current") == 4


def test_where_there_is_no_value_the_page_says_so_and_comes_back(
    browser: Any, tmp_path: Path
) -> None:
    x = Value(2.0, "x")
    path = step_page(x.log() * 3, tmp_path / "f.html").path
    for tab in opened_page(browser, path, "#step=1"):
        tab.get_by_role("spinbutton", name="x").fill("-1")
        assert tab.get_by_role("alert").inner_text() == (
            "log(x): x = -1.0, and log needs an argument above 0"
        )
        assert plain_lines(tab, "#links li") == ["log(x)"]
        assert "nan" not in tab.inner_text("body").lower()
        tab.get_by_role("spinbutton", name="x").fill("1")
        assert plain_lines(tab, "#links li") == ["log(x)", "log(1)", "0"]
        assert tab.locator("#error").text_content() == ""


def test_a_leaf_without_a_label_stays_as_it_is(browser: Any, tmp_path: Path) -> None:
    path = step_page(Value(2.0) * Value(3.0, "x"), tmp_path / "f.html").path
    for tab in opened_page(browser, path, "#step=1"):
        assert tab.get_by_role("slider", name="x").count() == 1
        assert tab.locator("#fields input").count() == 2


def test_labels_of_any_kind_name_their_sliders(browser: Any, tmp_path: Path) -> None:
    labels = ["</script><b>", "let", "a b", "a", "a", "ß'\"\n", "0"]
    f = Value(1.0, "x")
    for label in labels:
        f = f * Value(2.0, label) + 1
    for tab in opened_page(browser, step_page(f, tmp_path / "f.html").path):
        assert tab.locator("#fields input").count() == 2 * (len(labels) + 1)
        assert tab.locator("#error").text_content() == ""
        tab.get_by_role("slider", name="let").press("ArrowRight")
        assert tab.locator("#fields b").count() == 0


def products(f: Value, leaf: Value) -> list[float]:
    """Return the product of local derivatives along each path from f to a leaf."""
    if leaf is f:
        return [1.0]
    found = []
    for value in toposort(f):
        for position, arg in enumerate(value.args):
            if arg is leaf:
                assert value.rule is not None
                numbers = (one.data for one in value.args)
                local = float(value.rule.partials[position](math, value.data, *numbers))
                found += [local * product for product in products(f, value)]
    return found


def test_a_leaf_s_ways_add_up_to_its_gradient(browser: Any, tmp_path: Path) -> None:
    x, w = Value(3.0, "x"), Value(0.5, "w")
    t = x * w
    t.label = "t"
    f = t * x + x * 2
    path = step_page(f, tmp_path / "f.html").path
    for tab in opened_page(browser, path):
        tab.locator("#v0").click()
        assert not tab.is_visible("#paths-part")  # nothing is told before its time
        assert tab.evaluate("document.querySelectorAll('.edge.way').length") == 6
        tab.keyboard.press("End")
        shown = tab.locator("#paths li").all_inner_texts()
        found = [float(line.rpartition(" = ")[2]) for line in shown]
        assert sorted(found) == sorted(products(f, x)) == [1.5, 1.5, 2.0]
        assert tab.inner_text("#paths-sum").endswith("= 5")
        assert x.grad == sum(products(f, x)) == 5.0
        tab.get_by_role("spinbutton", name="w").fill("0.25")
        assert tab.inner_text("#paths-sum").endswith("= 3.5")
        tab.locator("#paths li").first.hover()
        assert tab.evaluate("document.querySelectorAll('.edge.way').length") == 2
