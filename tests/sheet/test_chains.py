"""A formula's chains as rows: each link at its side, remarks beside it, the document's commands."""

import pytest
from judged import document, formula, link

from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.notation.macros import Macro
from microgauss.sheet.showing.chains import Row, Sources, readable, side_of
from microgauss.sheet.showing.marks import marked_terms


def rows(text: str, source: str, *links: Link) -> list[Row]:
    found = formula(text, source, links=links)
    return Sources(Document(text, [found])).rows(found)


def texts(found: list[Row]) -> list[tuple[str, str, str]]:
    return [
        (row.head.text if row.head else "", row.relation, row.side.text if row.side else "")
        for row in found
    ]


CHAINS = [
    ("$f = a \\leq b$", [("f", "=", "a"), ("", "<=", "b")]),
    (r"\[f &= a \\ &= b \\ g &= c\]", [("f", "=", "a"), ("", "=", "b"), ("g", "=", "c")]),
    (r"\begin{align*}f &= a\end{align*}", [("f", "=", "a")]),
    (r"$$\begin{aligned}f &= a\end{aligned}$$", [("f", "=", "a")]),
    ("$= a$", [("", "=", "a")]),
    ("$$a + b$$", [("a + b", "", "")]),
    (r"\(x \in \mathbb{R}\)", [("x", "in", "ℝ")]),
]


@pytest.mark.parametrize(("source", "expected"), CHAINS, ids=[source for source, _ in CHAINS])
def test_rows(source: str, expected: list[tuple[str, str, str]]) -> None:
    assert texts(rows(f"Words\n{source} and words", source)) == expected


def test_links_stand_at_their_sides() -> None:
    text = "1\n$$\nf &= aa \\\\\n&= b \\\\\n&= aa\n$$"
    last = text.rindex("aa")
    first = link(text, "f", "=", "aa")
    second = Link("=", "f", "aa", 5, last, last + 2)
    found = rows(text, text[2:], first, second)
    assert [row.link for row in found] == [first, None, second]
    assert [row.line for row in found] == [3, 4, 5]


def test_the_document_s_own_commands_are_carried_out() -> None:
    text = r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}} $$\pd{f}{x} = \pd{g}{x} = 2$$"
    source = text[text.index("$$") :]
    start = text.rindex(r"\pd")
    one = Link("=", r"\pd{f}{x}", "", 1, start, start)
    two = link(text, r"\pd{g}{x}", "=", "2")
    found = rows(text, source, one, two)
    assert texts(found) == [("∂f/∂x", "=", "∂g/∂x"), ("", "=", "2")]
    assert [row.link for row in found] == [one, two]


def test_the_commands_of_the_sheet_hold_in_an_answer_too() -> None:
    text = r"$f = \half$"
    found = Found(1, text, 0, len(text))
    answer = Document(text, [found], commands={r"\half": Macro(0, r"\frac{1}{2}")})
    assert texts(Sources(answer).rows(found)) == [("f", "=", "1/2")]


def test_remarks_stand_beside_their_sides() -> None:
    source = r"$$f = a \quad \text{by (1)} \\ = b \quad \left| x \right|$$"
    assert [row.remark for row in rows(source, source)] == [
        r"\text{by (1)}",
        r"\left| x \right|",
    ]


def test_what_cannot_be_matched_is_shown_by_its_links() -> None:
    text = "$f = a$"
    odd = Link("≤", "g", r"\odd", 7, 99, 100)
    assert texts(rows(text, text, odd)) == [("g", "≤", r"\odd")]
    assert texts(rows(text, text)) == [("f", "=", "a")]
    unread = Found(1, text, 0, 7, kind="unread")
    assert Sources(Document(text, [unread])).rows(unread) == []


def test_reading_a_formula_again() -> None:
    assert readable(r"p(y \mid x; \theta) = q(x \| y), \quad x > 0") == (
        "p(y | x; θ) = q(x ‖ y), x > 0"
    )
    assert readable("\\odd\n x") == r"\odd x"
    assert side_of("a = b").term is None
    assert side_of(r"\sigma").text == "σ"


MARKS = [
    (r"\frac{t}{\sigma^3}", r"\frac{t}{\sigma^2}", ((r"\sigma^3", r"\sigma^2"),), [r"\sigma^3"]),
    (r"\frac{1}{z} \cdot 2z", r"\frac{1}{2} \cdot 2z", (("z", "2"),), ["z"]),
    (r"\delta + \frac{1}{\delta}", r"\sigma + \frac{1}{\sigma}", ((r"\delta", r"\sigma"),),
     [r"\delta", r"\delta"]),
    ("a - b", "a + b", (("- b", "+ b"),), ["a - b"]),
    ("ax + b", "ax", (("", "c"),), ["ax + b"]),
    ("ax + bx", "ax + bx", (("missing", "c"),), ["ax + bx"]),
    (r"\sin x + y", r"\cos x + z", ((r"\sin x", r"\cos x"), ("y", "z")), [r"\sin x", "y"]),
]  # fmt: skip


@pytest.mark.parametrize(("side", "repair", "edits", "marked"), MARKS)
def test_what_is_marked(
    side: str, repair: str, edits: tuple[tuple[str, str], ...], marked: list[str]
) -> None:
    shown = side_of(side)
    found = marked_terms(shown, Link("=", "f", side, 1, 0, 0, repair=repair, edits=edits))
    assert [side[slice(*term.span)] for term in found] == marked


def test_the_first_of_two_equal_names_is_marked_where_the_sources_part() -> None:
    side = side_of(r"\frac{1}{z} \cdot 2z")
    first = Link("=", "f", "", 1, 0, 0, repair=r"\frac{1}{2} \cdot 2z", edits=(("z", "2"),))
    last = Link("=", "f", "", 1, 0, 0, repair=r"\frac{1}{z} \cdot 2x", edits=(("z", "x"),))
    assert [term.span for term in marked_terms(side, first)] == [(9, 10)]
    assert [term.span for term in marked_terms(side, last)] == [(19, 20)]


def test_every_row_of_a_judged_document() -> None:
    judged = document()
    sources = Sources(judged)
    shown = [row.link for found in judged.formulas for row in sources.rows(found) if row.link]
    assert shown == judged.links
