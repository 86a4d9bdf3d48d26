"""A judged document in a terminal: every word of it, at several widths, with and without colour."""

import io
from dataclasses import replace

import pytest
from judged import document

from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.showing.terminal import print_document

SHOWN = """\
sheet.md

   3   f = −(t − μ)²/(2σ²)

   3 ✓ σ ≥ |z|
         proved for |z| up to 1e3

   5 ! $\\foo = 1$
         not read: \\foo isn't known (in >>\\foo<< = 1)

(a)
  12 ✗ ∂f/∂μ = (t − μ)/σ³
         wrong, at t = 0.7313, μ = −1.204, σ = 2: ∂f/∂μ is 0.4839, this side
           0.2419
         the exponent of σ is 3, not 2
         change σ³ → σ²
         right would be (t − μ)/σ²
  13 ✓       = (t − μ)/σ²
         right again: it does not follow from the line before

(b)
  19 ? ∂f/∂σ = (t − μ)²/σ³ − δ
         can't be told
         nothing defines δ
         δ isn't defined; with σ the line would be right

4 of 5 formulas read, 4 links: 2 right, 1 wrong, 1 can't be told
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)


def printed(found: Document, stream: io.StringIO | None = None) -> str:
    stream = stream or io.StringIO()
    print_document(found, stream)
    return stream.getvalue()


def test_every_state_is_shown() -> None:
    assert printed(document()) == SHOWN


@pytest.mark.parametrize(
    ("columns", "width"), [(30, 60), (60, 60), (75, 75), (100, 100), (300, 100)]
)
def test_it_is_as_wide_as_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    long = "f = " + " + ".join([r"\\frac{a}{b}"] * 40)
    words = "word " * 60
    claim = Link("=", "f", long[4:], 1, 4, len(long), "wrong", diagnosis=words, repair=long[4:])
    found = Found(1, long, 0, len(long), links=[claim], notes=(words,))
    lines = printed(Document(long, [found], "x" * 200, notes=(words,))).splitlines()
    assert width - 12 < max(map(len, lines)) <= width


def test_colour_is_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = printed(document(), Terminal())
    assert "\x1b[31m✗\x1b[0m" in coloured
    assert "\x1b[32m✓\x1b[0m" in coloured
    for code in ("\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1m", "\x1b[2m", "\x1b[0m"):
        coloured = coloured.replace(code, "")
    assert coloured == SHOWN
    monkeypatch.setenv("NO_COLOR", "1")
    assert printed(document(), Terminal()) == SHOWN


def test_a_chain_behind_a_long_head_keeps_to_the_left() -> None:
    source = "$$\\left(\\frac{a}{b} + \\frac{c}{d} + e\\right)^2 &= 1 \\\\\n&= 2$$"
    text = printed(Document(source, [Found(1, source, 0, len(source))]))
    assert text.splitlines()[1:3] == ["   1   (a/b + c/d + e)² = 1", "   2     = 2"]


def test_what_would_break_a_terminal_is_harmless() -> None:
    source = "\x1b[31mred\x07 = \u202e1"
    evil = Found(1, source, 0, 12, kind="unread", problem="\x1b]0;title\x07", part="\x1b[2J")
    text = printed(Document(source, [evil], "\x1b[1m.md", notes=("\x1b[8m",)))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text


def test_links_of_a_formula_that_cannot_be_read_again() -> None:
    first = Link("=", r"\odd", "1", 4, 0, 0, "correct")
    second = Link("<=", r"\odd", r"2\sigma", 5, 0, 0, "wrong")
    text = printed(Document("", [Found(4, r"\odd = 1 \leq 2\sigma", 0, 0, links=[first, second])]))
    assert text.splitlines()[1:3] == [r"   4 ✓ \odd = 1", "   5 ✗      ≤ 2σ"]


def test_a_definition_that_goes_on_and_a_second_chain() -> None:
    source = r"$$f &= a = b \\ g &= c$$"
    link = Link("=", "a", "b", 1, source.index("b"), source.index("b") + 1, "correct")
    found = Found(1, source, 0, len(source), "definition", [link])
    lines = printed(Document(source, [found])).splitlines()
    assert lines[1:4] == ["   1   f = a", "   1 ✓   = b", "   1   g = c"]


def test_notes_on_an_equality_that_holds_are_left_out() -> None:
    shown = printed(document())
    assert "confirmed" not in shown
    held = replace(document().links[0], verdict="wrong")
    text = printed(Document("", [Found(1, r"\odd", 0, 0, links=[held])]))
    assert "proved for |z|" in text


def test_bounds_that_define_stand_on_one_line() -> None:
    source = r"$0 < \theta < 1$"
    text = printed(Document(source, [Found(1, source, 0, len(source), "definition")]))
    assert text.splitlines()[1] == "   1   0 < θ < 1"


def test_relations_keep_their_signs() -> None:
    source = r"$y \propto x \sim z \approx w$"
    text = printed(Document(source, [Found(1, source, 0, len(source))]))
    assert text.splitlines()[1] == "   1   y ∝ x ∼ z ≈ w"


def test_a_long_formula_breaks_outside_its_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    source = (
        r"$f = \frac{aaaaaaaaa + bbbbbbbbb}{c} + \frac{ddddddddd + eeeeeeeee}{g + hhhhhhhhhhh}$"
    )
    text = printed(Document(source, [Found(1, source, 0, len(source))]))
    assert text.splitlines()[1:3] == [
        "   1   f = (aaaaaaaaa + bbbbbbbbb)/c",
        "           + (ddddddddd + eeeeeeeee)/(g + hhhhhhhhhhh)",
    ]
