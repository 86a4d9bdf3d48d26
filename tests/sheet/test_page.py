"""The report in a real browser: typeset, accessible, harmless, and readable on any screen."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import lacking
from judged import document, formula

from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.showing.grading import Answer, Grades
from microgauss.sheet.showing.page import document_page, grades_page

UNFOLD = "for (const one of document.querySelectorAll('details')) one.open = true"
Open = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a page; whatever goes wrong in it, or leaves it, fails the test."""
    wrong: list[str] = []
    contexts = []

    def open_page(content: str, fragment: str = "", **options: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text(content, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1100, "height": 900}} | options)
        context.on("request", lambda request: wrong.append(request.url))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on("console", lambda message: wrong.append(message.text))
        contexts.append(context)
        tab = context.new_page()
        tab.goto(path.as_uri() + fragment)
        return tab

    yield open_page
    for context in contexts:
        context.close()
    allowed = ((tmp_path / "report.html").as_uri(), "data:,")
    assert [one for one in wrong if not one.startswith(allowed)] == []


def grades() -> Grades:
    return Grades(
        [Answer("ada/a.md", document("a.md")), Answer("eve.md", document("eve.md")),
         Answer("bad.md", problem="<i>no text</i>")], ["photo.jpg"],
    )  # fmt: skip


HOSTILE = (
    "</script><script>document.title = 'broken'</script><img src=x onerror=\"document.title="
    "'broken'\"><!-- {{title}} <!--=main--> \U000f0000 & \"'"
)


def hostile() -> Document:
    """Return a document that puts markup wherever a text can stand."""
    text = f"# {HOSTILE}\n\n- {HOSTILE}\n\n`{HOSTILE}`\n\n{HOSTILE} $x = 1$ $\\text{{<b>}} y$\n$z$"
    bad = Link(
        "=", HOSTILE, HOSTILE, 1, 0, 0, "wrong", repair=HOSTILE, edits=((HOSTILE, HOSTILE),),
        diagnosis=HOSTILE, point={HOSTILE: 1.0}, values=(HOSTILE, HOSTILE), notes=(HOSTILE,),
    )  # fmt: skip
    found = formula(text, "$x = 1$", links=[bad], notes=(HOSTILE,), part=HOSTILE)
    unread = formula(text, "$z$", kind="unread", problem=HOSTILE)
    return Document(text, [found, unread], f"{HOSTILE}.md", notes=(HOSTILE,))


PAGES = {
    "document": lambda: document_page(document()),
    "grades": lambda: grades_page(grades()),
    "hostile": lambda: document_page(hostile()),
    "empty": lambda: document_page(Document("", ())),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100])
def test_axe_finds_nothing(opened: Open, name: str, scheme: str, width: int) -> None:
    axe = Path(os.environ.get("AXE_PATH", "no axe"))
    if not axe.is_file():
        lacking("axe.min.js at AXE_PATH (`npm pack axe-core` has it)")
    # bypass_csp: the check itself is a script that the page's policy would rightly refuse
    tab = opened(
        PAGES[name](), color_scheme=scheme, viewport={"width": width, "height": 900},
        bypass_csp=True,
    )  # fmt: skip
    tab.evaluate(UNFOLD)
    tab.evaluate(axe.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run()")
    assert [
        (one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]
    ] == []
    assert len(found["passes"]) > 10


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_screen_needs_no_scrolling_sideways(opened: Open, name: str) -> None:
    tab = opened(PAGES[name](), viewport={"width": 360, "height": 800})
    for _ in range(2):
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        tab.evaluate(UNFOLD)


def test_formulas_are_typeset_with_a_sign_at_each_link(opened: Open) -> None:
    tab = opened(document_page(document()))
    size = "one => { const box = one.getBoundingClientRect(); return [box.width, box.height]; }"
    heights = [tab.evaluate(size, one)[1] for one in tab.query_selector_all(".side math")]
    assert len(heights) == 3
    assert all(height > 20 for height in heights)  # fractions take two lines
    labels = [one.get_attribute("aria-label") for one in tab.query_selector_all("main [role=img]")]
    assert labels == ["right", "right", "not read", "wrong", "right", "can't be told"]
    signs = [one.inner_text() for one in tab.query_selector_all("main [role=img]")]
    assert signs == ["✓", "✓", "!", "✗", "✓", "?"]
    lefts = [
        box["x"]
        for one in tab.locator("article > .formula .sign").all()
        if (box := one.bounding_box())
    ]
    assert len(set(lefts)) == 1
    marked = tab.query_selector_all(".marked")
    assert [one.text_content() for one in marked] == ["σ3"]
    assert tab.evaluate("one => getComputedStyle(one).backgroundColor", marked[0]) != (
        "rgba(0, 0, 0, 0)"
    )


def test_the_words_of_the_document_are_there(opened: Open) -> None:
    tab = opened(document_page(document()))
    heads = [(one.evaluate("e => e.tagName"), one.inner_text()) for one in
             tab.query_selector_all("main :is(h1, h2, h3, h4)")]  # fmt: skip
    assert heads == [("H2", "A sheet"), ("H3", "(a) First"), ("H4", "(b) Deep")]
    assert tab.locator("main strong").inner_text() == "mind"
    assert tab.locator("main code").first.inner_text() == "code $y$"
    assert tab.locator("main li").nth(1).text_content() == "another with α <b>"
    assert tab.locator("h1").inner_text() == "sheet.md"


def test_what_is_wrong_is_listed_and_linked(opened: Open) -> None:
    tab = opened(document_page(document()))
    assert tab.locator(".count").inner_text() == (
        "4 of 5 formulas read, 4 links: 2 right, 1 wrong, 1 can't be told"
    )
    listed = [one.inner_text() for one in tab.query_selector_all("header nav li")]
    assert listed == [
        "✗ (a) line 12: σ³ → σ²",
        r"! line 5, not read: \foo isn't known (in >>\foo<< = 1)",
        "? (b) line 19: can't be told",
    ]
    for link in tab.query_selector_all("header nav a"):
        target = link.get_attribute("href")
        assert target
        assert tab.locator(target).count() == 1
    tab.locator("header nav a").first.click()
    assert tab.evaluate("document.querySelector(':target').className") == "row wrong"


def test_a_repair_unfolds_by_the_keyboard(opened: Open) -> None:
    tab = opened(document_page(document()))
    repair = tab.locator("details").first
    assert not repair.locator("math").first.is_visible()
    repair.locator("summary").focus()
    tab.keyboard.press("Enter")
    assert repair.locator("math").first.is_visible()
    assert repair.locator("pre").inner_text() == r"\frac{t - \mu}{\sigma^2}"
    shown = [one.text_content() for one in repair.locator("math").all()]
    assert shown[:2] == ["σ3", "σ2"]


def test_in_print_everything_is_unfolded(opened: Open, tmp_path: Path) -> None:
    tab = opened(document_page(document()))
    tab.emulate_media(media="print")
    box = tab.locator("details pre").first.bounding_box()
    assert box is not None
    assert box["height"] > 10
    assert tab.pdf(path=str(tmp_path / "report.pdf")).startswith(b"%PDF")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_and_nothing_is_asked_for(opened: Open, name: str) -> None:
    content = PAGES[name]()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', content)
    assert policy is not None
    assert re.sub(r"sha256-\S+'", "…'", policy[1]) == (
        "default-src 'none'; style-src '…'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    tab = opened(content)
    assert tab.title() != "broken"
    assert tab.query_selector_all("script, main img, iframe, object, [onerror], [onclick]") == []
    assert tab.evaluate("getComputedStyle(document.body).fontSize") == "16px"
    background = tab.evaluate(
        "getComputedStyle(document.querySelector('header')).borderBottomWidth"
    )
    assert background == "1px"  # the style is admitted


def test_all_texts_of_a_hostile_document_are_shown_as_they_are(opened: Open) -> None:
    tab = opened(document_page(hostile()))
    for summary in tab.locator("summary").all():
        summary.click()
    text = tab.locator("body").inner_text()
    assert text.count("<script>document.title = 'broken'</script>") >= 10
    assert "{{title}}" in text


def test_text_for_links_that_start_beyond_the_words(opened: Open) -> None:
    text = "Before $x$ and $$\\odd = 1$$ after."
    found = Found(1, "$$\\odd = 1$$", 15, 27, kind="unread", problem="why")
    tab = opened(document_page(Document(text, [found])))
    words = tab.locator("main").inner_text()
    assert words.index("Before") < words.index("$$\\odd = 1$$") < words.index("after.")


def test_a_long_formula_scrolls_by_itself(opened: Open) -> None:
    long = "x = " + " + ".join([r"\frac{a}{b}"] * 30)
    text = f"$${long}$$ and ${long}$ and ${long[4:]}$\n\n`{'a' * 300}`\n\n{'b' * 300}"
    found = [formula(text, f"$${long}$$"), formula(text, f"and ${long}$")]
    found[1].start, found[1].source = found[1].start + 4, found[1].source[4:]
    tab = opened(document_page(Document(text, found)), viewport={"width": 360, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    for place in (".side", ".inline .long", "p > .long"):
        one = tab.locator(place).first
        assert one.evaluate("one => one.scrollWidth") > 500
        assert one.evaluate("one => one.clientWidth") < 360
        one.focus()
        assert one.evaluate("one => one === document.activeElement")


def test_a_private_character_of_the_document_stands_for_no_formula(opened: Open) -> None:
    tab = opened(document_page(Document("One \U000f0000 two $x$ three", ())))
    assert tab.locator("main p").text_content() == "One \ufffd two 𝑥 three".replace("𝑥", "x")


def test_a_chain_within_a_line(opened: Open) -> None:
    text = r"With $0 < \theta < 1$ and $\varepsilon \sim X$."
    found = [formula(text, source) for source in (r"$0 < \theta < 1$", r"$\varepsilon \sim X$")]
    tab = opened(document_page(Document(text, found)))
    assert tab.locator("main p").text_content() == "With 0<θ<1 and ε∼X."


def test_a_preamble_is_folded(opened: Open) -> None:
    text = "\\documentclass{a}\n\\begin{document}\n\\section{One}\nTwo \\emph{three}.\n"
    tab = opened(document_page(Document(text, (), "a.tex")))
    assert not tab.get_by_text("documentclass").is_visible()
    tab.get_by_text("Preamble").click()
    assert tab.get_by_text("documentclass").is_visible()
    assert tab.locator("main h2").inner_text() == "One"
    assert "\\emph{three}" in tab.locator("main p").inner_text()


def test_the_table_of_answers_leads_to_their_reports(opened: Open) -> None:
    tab = opened(grades_page(grades()))
    cells = [one.inner_text() for one in tab.query_selector_all("tbody tr:first-child > *")]
    assert cells == ["ada/a.md", "1/1! ✓", "1/2 ✗✓", "0/1? ?", "2/4?!", "4/5"]
    assert "bad.md: <i>no text</i>" in tab.locator("header").inner_text()
    assert "photo.jpg" in tab.locator("header").inner_text()
    ids = [one.get_attribute("id") for one in tab.query_selector_all("[id]")]
    assert len(ids) == len(set(ids))
    for link in tab.query_selector_all("a"):
        assert tab.locator(link.get_attribute("href")).count() == 1
    wrong = tab.locator("tbody tr").nth(1).locator("td a").first
    target = tab.locator(wrong.get_attribute("href"))
    assert not target.is_visible()
    wrong.click()
    assert target.is_visible()  # the report that it stands in has been unfolded
