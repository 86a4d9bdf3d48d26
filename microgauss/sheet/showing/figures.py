"""A judged formula as HTML: typeset, with a sign at each link, and below it what is said of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from html import escape

from microgauss.formula import FormulaError
from microgauss.formula.elements import element
from microgauss.formula.latex import read_latex
from microgauss.formula.mathml import math_element, mathml, relation_element, statement_mathml
from microgauss.formula.terms import Term
from microgauss.sheet.document import Found, Link
from microgauss.sheet.showing.chains import Row, Side, collapsed, readable
from microgauss.sheet.showing.marks import marked_terms
from microgauss.sheet.showing.wording import (
    SIGNS,
    WORDS,
    in_signs,
    point_in_words,
    state,
    told_notes,
    verdict_in_words,
)

__all__ = ["NOT_READ", "display", "inline", "sign", "typeset"]

ARROW = '<span aria-hidden="true">→</span><span class="unseen">to</span>'
NOT_READ = '<span class="sign unsure" role="img" aria-label="not read">!</span>'
NO_SIGN = '<span class="sign"></span>'
UNSPOKEN = re.compile(
    r"\\(?:text|mathrm|mbox|tag\*?)\{([^{}]*)\}|\\(?:q?quad|left|right|[bB]igg?[lr]?)(?![A-Za-z])"
    r"|\\[,;:! ]|&"
)
SHORT = 30  # characters of a side that has room on any screen


def typeset(source: str, *, is_display: bool = False) -> str:
    r"""Typeset LaTeX, or show it as it stands where it can't be read.

    >>> typeset("x"), typeset(r"\nonsense<")
    ('<math><mrow data-span="0-1"><mi>x</mi></mrow></math>', '<code>\\nonsense&lt;</code>')
    """
    try:
        statements = read_latex(source)
    except FormulaError:
        return f"<code>{escape(collapsed(source))}</code>"
    math = ", ".join(
        math_element(statement_mathml(one, source), display=is_display) for one in statements
    )
    return math if is_display else scrolling(math, len(readable(source)))


def scrolling(math: str, length: int) -> str:
    """Have a formula within a line scroll by itself, if it is too long for some screens."""
    return f'<span class="long" tabindex="0">{math}</span>' if length > SHORT else math


def sign(link: Link) -> str:
    """Write a link's sign, with its meaning for those who don't see it."""
    kind = state(link)
    label = WORDS[kind]
    return f'<span class="sign {kind}" role="img" aria-label="{label}">{SIGNS[kind]}</span>'


def display(found: Found, rows: Sequence[Row], name: str) -> str:
    """Write a formula that stands by itself: a row for each link, and what is said below it.

    ``name`` is its id; a link's is that, a hyphen, and the link's number in the formula.
    """
    if found.kind == "unread":
        content = unread(found)
    else:
        lines = [None, *(row.line for row in rows)]
        content = "".join(
            row_element(row, name, found, has_line=row.line != before)
            for row, before in zip(rows, lines, strict=False)
        )
    notes = "".join(f"<p>{escape(in_signs(note))}</p>" for note in found.notes)
    label = f"formula in line {found.line}"
    return (
        f'<div class="formula" id="{name}" role="group" aria-label="{label}">{content}'
        f"{in_block(notes)}</div>"
    )


def inline(found: Found, rows: Sequence[Row], name: str) -> tuple[str, str]:
    """Write a formula within a line, and below the paragraph what is to be said of it, if any."""
    formula = "".join(map(in_line, rows)) or f"<code>{escape(collapsed(found.source))}</code>"
    if found.kind == "unread" or found.notes or any(map(verdict_says_more, found.links)):
        return f'<span class="inline">{formula}</span>', display(found, rows, name)
    notes = "".join(
        f'<p class="note">{formula} {escape(in_signs("; ".join(told_notes(link))))}</p>'
        for link in found.links
        if told_notes(link)
    )
    return f'<span class="inline" id="{name}">{formula}</span>', notes


def in_line(row: Row) -> str:
    """Write a row within a line: the head, the relation, the right side, and the sign."""
    head = side_element(row.head) if row.head else ""
    right = relation_of(row) + side_element(row.side) if row.side else ""
    length = sum(len(side.text) for side in (row.head, row.side) if side)
    return scrolling(math_element(head + right), length) + (sign(row.link) if row.link else "")


def verdict_says_more(link: Link) -> bool:
    """Tell whether a verdict says more than a sign behind the formula does."""
    return verdict_in_words(link) != WORDS["right"]


def unread(found: Found) -> str:
    """Write a formula that wasn't read, and why."""
    source = f'<code class="side">{escape(collapsed(found.source))}</code>'
    why = f"<p><b>Not read:</b> {escape(found.problem)}</p>"
    return f'<div class="row">{NOT_READ}{source}</div>{in_block(why)}'


def row_element(row: Row, name: str, found: Found, *, has_line: bool) -> str:
    """Write a row: a sign, the chain's head where one begins, the relation and its right side."""
    link = row.link
    place = f' id="{name}-{[*found.links].index(link)}"' if link else ""
    kind = f" {state(link)}" if link else ""
    head = cell("head", row.head) if row.head else '<span class="head"></span>'
    line = f'<span class="line">line {row.line}</span>' if has_line else ""
    below = in_block("".join(said(link))) if link else ""
    return (
        f'<div class="row{kind}"{place}>{sign(link) if link else NO_SIGN}{head}{right_side(row)}'
        f"{line}</div>{below}"
    )


def right_side(row: Row) -> str:
    """Write a relation, its right side with what is wrong in it marked, and a remark beside it."""
    if row.side is None:
        return ""
    is_wrong = row.link is not None and state(row.link) == "wrong"
    marked = marked_terms(row.side, row.link) if row.link and is_wrong else ()
    beside = in_signs(UNSPOKEN.sub(r" \1 ", row.remark))
    remark = f' <span class="remark">{escape(collapsed(beside))}</span>' if row.remark else ""
    return cell("side", row.side, marked, relation_of(row), remark)


def relation_of(row: Row) -> str:
    """Write a row's relation."""
    return relation_element(row.relation, row.gap)


def cell(
    name: str, side: Side, marked: Collection[Term] = (), relation: str = "", remark: str = ""
) -> str:
    """Write a side, which can be scrolled where it is too long for the screen."""
    scrolls = ' tabindex="0"' if len(side.text) > SHORT else ""
    content = math_element(relation + side_element(side, marked), display=True)
    return f'<span class="{name}"{scrolls}>{content}{remark}</span>'


def side_element(side: Side, marked: Collection[Term] = ()) -> str:
    """Write a side as MathML, or its source where it can't be read."""
    if side.term is None:
        return element("mtext", escape(side.text))
    return mathml(side.term, side.whole, marked)


def in_block(content: str) -> str:
    """Put what is said below a row into a block, if there is anything."""
    return f'<div class="said">{content}</div>' if content else ""


def said(link: Link) -> Iterator[str]:
    """Say of a link what isn't said by its sign."""
    if verdict_says_more(link):
        words = verdict_in_words(link)
        point = escape(point_in_words(link))
        yield f"<p><b>{words[0].upper()}{escape(words[1:])}</b>{point and ', '}{point}</p>"
    if link.diagnosis:
        yield f"<p>{escape(in_signs(link.diagnosis))}</p>"
    if link.repair is not None:
        yield repair(link)
    if notes := told_notes(link):
        yield "".join(f'<p class="note">{escape(in_signs(note))}</p>' for note in notes)


def repair(link: Link) -> str:
    """Write what to write instead, folded, so that it can be found by oneself first."""
    changes = ", ".join(change(old, new) for old, new in link.edits)
    edits = f"<p>{changes}</p>" if changes else ""
    right = typeset(link.repair or "", is_display=True)
    source = f'<pre tabindex="0"><code>{escape(link.repair or "")}</code></pre>'
    return (
        f"<details><summary>What to write instead</summary>{edits}"
        f'<p>The right side is</p><div class="right-side" tabindex="0">{right}</div>{source}'
        "</details>"
    )


def change(old: str, new: str) -> str:
    """Write one change of a repair."""
    if not old:
        return f"Put in {typeset(new)}"
    if not new:
        return f"Leave out {typeset(old)}"
    return f"Change {typeset(old)} {ARROW} {typeset(new)}"
