r"""The words of a document as HTML: headings, paragraphs, lists, code.

What Markdown means beyond that stays as it is written, and so do LaTeX's commands but for
``\section`` and the like. Nothing of a document gets into the page unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import NamedTuple

__all__ = ["Element", "prose"]

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
SECTION = re.compile(r"^\\((?:sub)*)(?:section|paragraph)\*?\{(.*)\}\s*$", re.MULTILINE)
ITEM = re.compile(r"\s*(?:[-*+]|(\d+[.)])|\\item)\s+(.*)")
FENCE = re.compile(r"\s*(```|~~~)")
# The lengths are bounded, lest a long line of opening signs takes forever.
CODE = re.compile(r"`(?P<code>[^`]{1,500})`")
INLINE = re.compile(
    CODE.pattern + r"|(?P<marks>\*\*|__)(?=\S)(?P<strong>.{1,500}?)(?<=\S)(?P=marks)"
    r"|\*(?=\S)(?P<emphasis>[^*]{1,500}?)(?<=\S)\*",
    re.DOTALL,
)
DEEPEST = 6


class Element(NamedTuple):
    """What a single character of a text stands for: ``html``, and what is ``below`` its paragraph.

    ``is_block``: it stands by itself, and not in a line.
    """

    html: str
    below: str = ""
    is_block: bool = False


def prose(text: str, elements: Mapping[str, Element], level: int = 2) -> str:
    r"""Return a text as HTML, with ``elements`` in the place of the characters that stand for them.

    Headings begin at ``level`` and leave out none.

    >>> print(prose("# Title\n\n- one <b>\n- *two* @", {"@": Element("<i>x</i>")}))
    <h2>Title</h2>
    <ul><li>one &lt;b&gt;</li><li><em>two</em> <i>x</i></li></ul>
    """
    writer = Prose(elements, level)
    return "\n".join(writer.blocks(SECTION.sub(as_heading, text).split("\n")))


def as_heading(section: re.Match[str]) -> str:
    """Write a section's title as Markdown does."""
    return f"{'#' * (2 + len(section[1]) // 3)} {section[2]}"


class Prose:
    """Makes elements of lines."""

    def __init__(self, elements: Mapping[str, Element], level: int) -> None:
        self.elements = elements
        self.top = level
        self.above: list[int] = []  # how deep the last heading and those above it are

    def blocks(self, lines: list[str]) -> Iterator[str]:
        """Yield the headings, paragraphs, lists that lines are."""
        lines.reverse()  # the next one is the last
        while lines:
            line = lines[-1]
            if not line.strip():
                lines.pop()
            elif self.is_block(line):
                yield self.elements[lines.pop().strip()].html
            elif FENCE.match(line):
                yield self.code(lines)
            elif heading := HEADING.match(line):
                lines.pop()
                yield self.heading(len(heading[1]), heading[2])
            elif ITEM.match(line):
                yield self.items(lines)
            else:
                yield self.element("p", self.paragraph(lines))

    def heading(self, depth: int, text: str) -> str:
        """Write a heading, one level below the last one that is above it."""
        self.above = [*(one for one in self.above if one < depth), depth]
        return self.element(f"h{min(self.top + len(self.above) - 1, DEEPEST)}", text)

    def code(self, lines: list[str]) -> str:
        """Take the lines of a code block."""
        fence = FENCE.match(lines.pop())
        assert fence is not None
        taken = []
        while lines and not lines[-1].strip().startswith(fence[1]):
            taken.append(lines.pop())
        if lines:
            lines.pop()
        return f'<pre tabindex="0"><code>{self.words(chr(10).join(taken))}</code></pre>'

    def items(self, lines: list[str]) -> str:
        """Take the items of a list."""
        first = ITEM.match(lines[-1])
        assert first is not None
        items = []
        while lines and (item := ITEM.match(lines[-1])) and bool(item[1]) == bool(first[1]):
            lines[-1] = item[2]
            text = self.paragraph(lines)
            items.append(f"<li>{self.inline(text)}{self.below(text)}</li>")
        name = "ol" if first[1] else "ul"
        return f"<{name}>{''.join(items)}</{name}>"

    def paragraph(self, lines: list[str]) -> str:
        """Take the lines of a paragraph."""
        taken = [lines.pop().strip()]
        while lines and not self.ends_paragraph(lines[-1]):
            taken.append(lines.pop().strip())
        return "\n".join(taken)

    def ends_paragraph(self, line: str) -> bool:
        """Tell whether something else begins in a line."""
        starts = (HEADING, ITEM, FENCE)
        return not line.strip() or self.is_block(line) or any(start.match(line) for start in starts)

    def element(self, name: str, text: str) -> str:
        """Write a text as an element, and behind it what stands below."""
        return f"<{name}>{self.inline(text)}</{name}>{self.below(text)}"

    def below(self, text: str) -> str:
        """Write what the elements in a text have below the paragraph."""
        return "".join(self.elements[sign].below for sign in text if sign in self.elements)

    def is_block(self, line: str) -> bool:
        """Tell whether a line is nothing but an element that stands by itself."""
        element = self.elements.get(line.strip())
        return element is not None and element.is_block

    def inline(self, text: str, pattern: re.Pattern[str] = INLINE) -> str:
        """Write what stands in a line: words, code, emphasis."""
        parts, end = [], 0
        for found in pattern.finditer(text):
            parts += [self.words(text[end : found.start()]), self.marked_up(found.groupdict())]
            end = found.end()
        return "".join([*parts, self.words(text[end:])])

    def marked_up(self, found: dict[str, str]) -> str:
        """Write code, or words with emphasis."""
        if found["code"]:
            return f"<code>{self.words(found['code'])}</code>"
        name, text = (
            ("strong", found["strong"]) if found.get("strong") else ("em", found["emphasis"])
        )
        return f"<{name}>{self.inline(text, CODE)}</{name}>"

    def words(self, text: str) -> str:
        """Escape words, and put in the elements that stand among them."""
        return "".join(
            self.elements[sign].html if sign in self.elements else escape(sign) for sign in text
        )
