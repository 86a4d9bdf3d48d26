"""Blocks of code as HTML: keywords, strings and comments are told apart, and no more."""

from __future__ import annotations

from html import escape

from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, String

__all__ = ["highlighted", "scrolling"]

SHORT = 40  # characters of a line that has room on any screen
KINDS = {Keyword: "keyword", String: "string", Comment: "comment"}


def highlighted(program: str) -> str:
    """Write a program in Python as HTML, to stand in a code element.

    >>> highlighted("return x < 1  # no")
    '<span class="keyword">return</span> x &lt; 1  <span class="comment"># no</span>'
    """
    tokens = PythonLexer(stripnl=False, ensurenl=False).get_tokens(program)
    return "".join(
        f'<span class="{kind}">{escape(text)}</span>' if kind else escape(text)
        for kind, text in ((kind_of(token), text) for token, text in tokens)
    )


def kind_of(token: object) -> str:
    """Return what kind of text a token is, or "" where that isn't shown."""
    return next((kind for group, kind in KINDS.items() if token in group), "")


def scrolling(text: str) -> str:
    """Return the attribute by which a block can be scrolled by keyboard, if a line of it is long.

    >>> scrolling("short"), scrolling("long" * 20)
    ('', ' tabindex="0"')
    """
    is_long = any(len(line) > SHORT for line in text.splitlines())
    return ' tabindex="0"' if is_long else ""
