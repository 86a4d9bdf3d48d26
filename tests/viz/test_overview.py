"""The overview of a graph that is larger than its place, and labels that keep clear of cards."""

from pathlib import Path
from typing import Any

from browsing import opened_page, until

from microgauss import Value
from microgauss.viz import step_page


def long_chain() -> Value:
    x = Value(0.5, "x")
    f = x
    for _ in range(30):
        f = (f * x).sin()
    return f


def window(attribute: str) -> str:
    """Return the expression for where the overview shows what is in sight."""
    return f"+document.getElementById('window').getAttribute('{attribute}')"


def test_a_large_graph_has_an_overview_that_moves_it(browser: Any, tmp_path: Path) -> None:
    path = step_page(long_chain(), tmp_path / "f.html").path
    for tab in opened_page(browser, path):
        overview = tab.locator("#overview")
        box = overview.bounding_box()
        tab.mouse.click(box["x"] + box["width"] * 0.1, box["y"] + box["height"] / 2)
        near_start = tab.evaluate("$('graph').scrollLeft")
        tab.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
        near_end = tab.evaluate("$('graph').scrollLeft")
        assert near_start < near_end

        width = tab.evaluate("views[0].svg.viewBox.baseVal.width")
        until(tab, f"{window('x')} > {width / 2}")
        seen = tab.evaluate(window("width"))
        assert 0 < seen < width / 2
        assert tab.evaluate(window("x")) + seen <= width + 1
        tab.locator("#zoom button").first.click()  # smaller
        until(tab, f"{window('width')} > {seen}")


def test_a_graph_that_fits_has_none(browser: Any, tmp_path: Path) -> None:
    path = step_page(Value(2.0, "x") ** 2, tmp_path / "f.html").path
    for tab in opened_page(browser, path):
        assert not tab.is_visible("#overview")
        for _ in range(9):
            tab.keyboard.press("+")
        assert tab.is_visible("#overview")
        tab.keyboard.press("0")
        assert not tab.is_visible("#overview")


def test_the_label_at_work_keeps_clear_of_cards(browser: Any, tmp_path: Path) -> None:
    f = (Value(0.75, "z") ** 2 + 1).sqrt().log()
    path = step_page(f, tmp_path / "f.html").path
    for tab in opened_page(browser, path):
        for step in range(5, 9):
            tab.evaluate(f"show({step})")
            label = tab.locator(".edge.carrying text").bounding_box()
            for card in tab.locator(".node > path").all():
                box = card.bounding_box()
                is_aside = (
                    label["x"] + label["width"] <= box["x"] + 1
                    or label["x"] >= box["x"] + box["width"] - 1
                )
                is_apart = (
                    label["y"] + label["height"] <= box["y"] + 1
                    or label["y"] >= box["y"] + box["height"] - 1
                )
                assert is_aside or is_apart, step
