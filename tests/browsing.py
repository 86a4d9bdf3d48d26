"""A real browser, for the tests of pages."""

import importlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FLAGS = [
    "--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def lacking(what: str) -> None:
    """Skip a test for which something is lacking; in CI nothing may be lacking."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"there is no {what}")


def launched() -> Iterator[Any]:
    """Launch Chromium; where something for that is missing, tests are skipped, but in CI fail."""
    load = importlib.import_module if os.environ.get("CI") else pytest.importorskip
    playwright = load("playwright.sync_api")
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        lacking("Chromium, which these tests drive")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


PLAIN = """(nodes) => nodes.map((node) => [...node.childNodes]
  .filter((part) => !part.ariaHidden).map((part) => part.textContent).join(""))"""


def plain_lines(tab: Any, selector: str) -> list[str]:
    """Return elements as lines of text, as those have them who listen: formulas aren't typeset."""
    lines: list[str] = tab.locator(selector).evaluate_all(PLAIN)
    return lines


def until(tab: Any, expression: str) -> None:
    """Wait until an expression is true; a page's policy refuses the browser driver's own way."""
    for _ in range(100):
        if tab.evaluate(expression):
            return
        tab.wait_for_timeout(20)
    pytest.fail(f"never came true: {expression}")


def opened_page(browser: Any, path: Path, fragment: str = "", **options: Any) -> Iterator[Any]:
    """Open a page in a fresh context; whatever goes wrong in it, or leaves it, fails the test.

    Motion is reduced unless told, so that a step is shown whole as soon as it is taken.
    """
    options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | options
    context = browser.new_context(**options)
    wrong: list[str] = []
    context.on("request", lambda request: wrong.append(request.url))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda message: wrong.append(message.text))
    tab = context.new_page()
    tab.goto(path.as_uri() + fragment)
    yield tab
    context.close()
    allowed = (path.as_uri(), "data:,")
    assert [one for one in wrong if not one.startswith(allowed)] == []
