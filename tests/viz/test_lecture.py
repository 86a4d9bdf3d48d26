"""The tutorial's page: what the command makes of the tutorial, offline, and readable by anyone."""

import json
import os
import re
import runpy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import lacking, opened_page

from microgauss.viz.lecture import page
from microgauss.viz.lecture.page import NOTEBOOK, PAGE, lecture_page
from microgauss.viz.lecture.pictures import figure
from microgauss.viz.lecture.words import words

HTML = PAGE.read_text(encoding="utf-8")
TITLE = {"cell_type": "markdown", "source": ["# Title"]}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="g"/></svg>'
COLOURED = re.compile(r'<span class="(?:keyword|string|comment)">|</span>')


def notebook() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return found


def program(text: str, *svgs: str) -> dict[str, Any]:
    """Make a cell with a program and its pictures."""
    outputs = [{"output_type": "display_data", "data": {"image/svg+xml": svg}} for svg in svgs]
    return {"cell_type": "code", "execution_count": 1, "source": [text], "outputs": outputs}


# --- the page that is committed -------------------------------------------------------------------


def test_the_committed_page_is_what_the_command_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "PAGE", tmp_path / "page.html")
    runpy.run_module("microgauss.viz.lecture", run_name="__main__")
    made = (tmp_path / "page.html").read_text(encoding="utf-8")
    # which words are coloured is up to the version of Pygments
    assert COLOURED.sub("", made) == COLOURED.sub("", HTML), "python -m microgauss.viz.lecture"


def test_it_asks_for_nothing() -> None:
    assert re.findall(r'(?:src|srcset|data|action|poster)="[^"]*"', HTML) == []
    assert {link for link in re.findall(r'href="([^"]*)"', HTML) if link[0] != "#"} == {"data:,"}
    assert not re.search(r"<script|<iframe|<object|<embed|@import| style=", HTML)
    assert "default-src 'none'" in HTML


def test_every_link_leads_somewhere() -> None:
    ids = Counter(re.findall(r' id="([^"]*)"', HTML))
    assert [name for name, count in ids.items() if count > 1] == []
    links = re.findall(r'href="#([^"]*)"|url\(#([^)]*)\)', HTML)
    assert len(links) > 100
    assert {first or second for first, second in links} <= set(ids)


def test_every_picture_has_a_text() -> None:
    pictures = json.dumps(notebook()).count('"image/svg+xml"')
    tags = [tag for tag in re.findall(r"<svg [^>]*>", HTML) if 'role="img"' in tag]
    names = re.findall(r'aria-labelledby="([^"]*)"', "".join(tags))
    texts = dict(re.findall(r'<figcaption id="([^"]*)">([^<]+)</figcaption>', HTML))
    assert len(names) == HTML.count("<svg") == pictures > 15
    assert [name for name in names if len(texts[name]) < 40] == []


def test_its_sections_are_landmarks_and_listed() -> None:
    cells = "\n".join("".join(cell["source"]) for cell in notebook()["cells"])
    headings = re.findall(r"^## (.*)$", cells, re.MULTILINE)
    listed = re.findall(r'<li><a href="#([^"]*)">([^<]*)</a></li>', HTML)
    assert [name for _, name in listed] == headings
    assert re.findall(r'<section aria-labelledby="([^"]*)">', HTML) == [one for one, _ in listed]


def test_every_formula_is_typeset() -> None:
    assert HTML.count("<math") > 150
    assert not re.search(r"<code>[^<]*\\", re.sub(r"<pre.*?</pre>", "", HTML, flags=re.DOTALL))


def test_it_is_no_larger_than_it_must_be() -> None:
    assert PAGE.stat().st_size < 2_000_000


def test_its_colours_are_the_page_s() -> None:
    used = set(re.findall(r"var\((--[\w-]+)\)", HTML))
    assert used <= set(re.findall(r"(--[\w-]+):", HTML))
    pictures = re.findall(r"<figure>.*?</figure>", HTML, re.DOTALL)
    left = Counter(re.findall(r'"(#[0-9a-f]{6}|white|black)"', "".join(pictures)))
    assert not left


# --- how it is made -------------------------------------------------------------------------------


def test_a_comment_is_the_caption_of_a_picture_and_not_shown() -> None:
    text = "# Picture: a\n# b\n# Picture: c\n# no\ndraw()"
    made = lecture_page({"cells": [TITLE, program(text, SVG, SVG)]})
    assert re.findall(r"<figcaption[^>]*>(.*?)<", made) == ["A b", "C no"]
    assert "<pre><code>draw()</code></pre>" in made


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([TITLE, program("draw()", SVG)], "picture-1 needs a comment"),
        ([TITLE, program("# Picture: a\ndraw()")], "a caption without a picture: a"),
        ([program("x")], "begins with its title"),
    ],
)
def test_what_a_page_needs(cells: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lecture_page({"cells": cells})


def test_a_formula_that_cannot_be_read_stays_as_it_is() -> None:
    assert words(r"so $\nonsense<$") == "<p>so <code>\\nonsense&lt;</code></p>\n"


def test_nothing_of_a_notebook_gets_in_unescaped() -> None:
    hostile = "<script>x</script>"
    cell = program(f"# {hostile}") | {"outputs": [{"output_type": "stream", "text": [hostile]}]}
    heading = {"cell_type": "markdown", "source": [f"## {hostile}\n\n`{hostile}` {hostile}"]}
    title = {"cell_type": "markdown", "source": [f"# {hostile}"]}
    assert "<script" not in lecture_page({"cells": [title, cell, heading]})
    assert "<script" not in figure(SVG, hostile, "p")


def test_two_pictures_can_stand_in_one_page() -> None:
    svg = SVG.replace("<g ", '<use href="#m" clip-path="url(#m)" style="fill: #0072b2"/><g ')
    made = figure(svg, "a", "p1")
    assert 'href="#p1-m" clip-path="url(#p1-m)"' in made.replace("  ", " ")
    assert 'fill="var(--value)"' in made
    assert 'id="p1-g"' in made


# --- in a browser ---------------------------------------------------------------------------------


@pytest.fixture(params=[(360, "light"), (360, "dark"), (1366, "light"), (1366, "dark")], ids=str)
def tab(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    width, scheme = request.param
    # bypass_csp: axe is a script that the page's policy would rightly refuse
    yield from opened_page(
        browser, PAGE, color_scheme=scheme, viewport={"width": width, "height": 768},
        bypass_csp=bool(os.environ.get("AXE_PATH")),
    )  # fmt: skip


def test_only_programs_and_pictures_scroll_sideways(tab: Any) -> None:
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_letters_of_pictures_can_be_read(tab: Any) -> None:
    sizes = tab.evaluate(
        "[...document.querySelectorAll('svg text')].map(one => "
        "parseFloat(one.getAttribute('font-size')) * one.getScreenCTM().a)"
    )
    assert len(sizes) > 300
    assert min(sizes) >= 10  # pixels


def test_axe_finds_nothing(tab: Any) -> None:
    axe = Path(os.environ.get("AXE_PATH", "no axe"))
    if not axe.is_file():
        lacking("axe.min.js at AXE_PATH (`npm pack axe-core` has it)")
    tab.evaluate(axe.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run()")
    assert [
        (one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]
    ] == []
    assert len(found["passes"]) > 10
