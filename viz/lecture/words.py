r"""The words of a notebook as HTML: Markdown, with formulas between $ and $, or $$ and $$."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import mistune

from microgauss.sheet.showing.figures import typeset
from microgauss.viz.lecture.code import highlighted, scrolling

__all__ = ["anchor", "output_element", "words"]

FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?P<inline>.+?)\$", re.DOTALL)
PRIVATE = 0xF0000  # the first character of Unicode's private plane: each stands for a formula
BLOCK = re.compile("<p>([\U000f0000-\U000fffff])</p>")
ANY_PRIVATE = re.compile("[\U000f0000-\U000fffff]")


class Writer(mistune.HTMLRenderer):
    """Writes headings that can be linked to, and programs with a little colour."""

    def heading(self, text: str, level: int, **_attributes: Any) -> str:
        """Write a heading; its id is the one that Jupyter gives it."""
        return f'<h{level} id="{anchor(text)}">{text}</h{level}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        """Write a program, or what one prints."""
        if info == "text":
            return output_element(code)
        content = highlighted(code) if info == "python" else escape(code)
        return f"<pre{scrolling(code)}><code>{content.rstrip()}</code></pre>\n"

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:  # noqa: FBT001, FBT002  mistune's own
        """Write a cell of a table; a class says how it is aligned, where mistune has a style."""
        side = f' class="{align}"' if align else ""
        return f'<th scope="col"{side}>{text}</th>\n' if head else f"<td{side}>{text}</td>\n"


def anchor(heading: str) -> str:
    """Return what a heading is called in a link, as Jupyter does it.

    >>> anchor("Solution 1")
    'Solution-1'
    """
    return heading.replace(" ", "-")


def output_element(text: str) -> str:
    r"""Write what a program prints.

    >>> output_element("1 < 2\n")
    '<pre class="output"><samp>1 &lt; 2</samp></pre>\n'
    """
    return f'<pre class="output"{scrolling(text)}><samp>{escape(text.rstrip())}</samp></pre>\n'


def words(markdown: str) -> str:
    r"""Write Markdown as HTML, with its formulas typeset, and what is HTML in it escaped.

    >>> words("*Two* <b>: $2$")
    '<p><em>Two</em> &lt;b&gt;: <math><mrow data-span="0-1"><mn>2</mn></mrow></math></p>\n'
    """
    formulas = list(FORMULA.finditer(markdown))
    signs = (chr(PRIVATE + k) for k in range(len(formulas)))
    text = FORMULA.sub(lambda _: next(signs), markdown)
    write = mistune.create_markdown(renderer=Writer(escape=True), plugins=["table"])
    html = BLOCK.sub(r'<div class="display" tabindex="0">\1</div>', str(write(text)))
    return ANY_PRIVATE.sub(lambda sign: formula(formulas[ord(sign[0]) - PRIVATE]), html)


def formula(found: re.Match[str]) -> str:
    """Typeset a formula; one that can't be read stands there as LaTeX."""
    return typeset(found["display"] or found["inline"], is_display=bool(found["display"]))
