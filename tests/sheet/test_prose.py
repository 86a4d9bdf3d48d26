"""The words of a document as HTML: what becomes an element, and that nothing gets in unescaped."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgauss.sheet.showing.prose import Element, prose

ELEMENTS = {
    "①": Element("<i>one</i>", is_block=True), "②": Element("<i>two</i>", "<div>below</div>"),
}  # fmt: skip
EMPHASIS = "<p>a <strong>b</strong> <code>c *d*</code> <em>e</em> 2 * 3 * 4</p>"
CASES = [
    ("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>"),
    ("# A\n## B", "<h2>A</h2>\n<h3>B</h3>"),
    ("# A\n#### B\n# C #", "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>"),
    ("### A\n#### B\n### C\n# D", "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n<h2>D</h2>"),
    ("# A\n### B\n## C", "<h2>A</h2>\n<h3>B</h3>\n<h3>C</h3>"),
    ("#hash", "<p>#hash</p>"),
    ("\\section{A}\n\\subsection*{B}", "<h2>A</h2>\n<h3>B</h3>"),
    ("- a\n- b\n  c\n\ntext", "<ul><li>a</li><li>b\nc</li></ul>\n<p>text</p>"),
    ("1. a\n2) b\n- c", "<ol><li>a</li><li>b</li></ol>\n<ul><li>c</li></ul>"),
    ("```py\nx < 1\n# no\n```\nafter", "CODE(x &lt; 1\n# no)\n<p>after</p>"),
    ("~~~\nopen", "CODE(open)"),
    ("a **b** `c *d*` *e* 2 * 3 * 4", EMPHASIS),
    ("x ① y", "<p>x <i>one</i> y</p>"),
    ("x ② y ① z", "<p>x <i>two</i> y <i>one</i> z</p><div>below</div>"),
    ("- x ②", "<ul><li>x <i>two</i><div>below</div></li></ul>"),
    ("# ②", "<h2><i>two</i></h2><div>below</div>"),
    ("a\n②\nb", "<p>a\n<i>two</i>\nb</p><div>below</div>"),
    ("②", "<p><i>two</i></p><div>below</div>"),
    ("a\n①\nb", "<p>a</p>\n<i>one</i>\n<p>b</p>"),
    ("<script>alert('1')</script>", "<p>&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;</p>"),
    ("**<b>**", "<p><strong>&lt;b&gt;</strong></p>"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:20] for text, _ in CASES])
def test_elements(text: str, expected: str) -> None:
    code = re.compile(r'<pre tabindex="0"><code>(.*?)</code></pre>', re.DOTALL)
    assert code.sub(r"CODE(\1)", prose(text, ELEMENTS)) == expected


class Tags(HTMLParser):
    """Collects the tags, and checks that each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.levels: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "code",
                       "strong", "em"}  # fmt: skip
        assert dict(attrs) in ({}, {"tabindex": "0"})
        self.open.append(tag)
        if tag[1:].isdigit():
            self.levels.append(int(tag[1:]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(alphabet="#-*_`~1.) \n\\section{}<>&\"'abc$", max_size=80))
def test_any_text_is_closed_escaped_and_kept(text: str) -> None:
    tags = Tags()
    tags.feed(prose(text, {}))
    tags.close()
    assert tags.open == []
    levels = [1, *tags.levels]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for kept in "abc<>&\"'$":
        if "\\" not in text and "`" not in text and "~" not in text:
            assert tags.text.count(kept) == text.count(kept)


def test_a_long_line_of_signs_takes_no_time() -> None:
    for signs in ("**", "`", "*a ", "__"):
        assert prose(signs * 50_000, {}).count("<") < 200_000
