"""The report: one offline page with a document, its formulas typeset, and what was found of each.

It needs no script and asks for nothing: its security policy forbids both.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path, PurePath

from microgauss.console import one_line
from microgauss.pages import fill, sha256
from microgauss.sheet.document import Document
from microgauss.sheet.showing.chains import Sources
from microgauss.sheet.showing.figures import NOT_READ, display, inline, sign, typeset
from microgauss.sheet.showing.grading import LEGEND, Answer, Grades, cell
from microgauss.sheet.showing.prose import Element, prose
from microgauss.sheet.showing.wording import edits_in_words, state, summary, verdict_in_words

__all__ = ["document_page", "grades_page"]

TEMPLATE = Path(__file__).with_name("report.html")
PRIVATE = 0xF0000  # the first character of Unicode's private plane: each stands for a formula
ANY_PRIVATE = re.compile("[\U000f0000-\U000fffff]")
HEADINGS = {"wrong": "What is wrong", "unsure": "What can't be told"}
PREAMBLE = re.compile(r".*?\\begin\{document\}", re.DOTALL)


def document_page(document: Document) -> str:
    """Return the report on a document as a page of HTML.

    See also: `grades_page`, and `microgauss.sheet.showing.terminal`.

    >>> "<h1>a.md</h1>" in document_page(Document("Some words", (), file="a.md"))
    True
    """
    title = title_of(document.file)
    count = f'<p class="count">{escape(summary(document))}</p>'
    notes = "".join(f"<p>{escape(note)}</p>" for note in document.notes)
    body = article(document, "f")
    found = findings(document, "f")
    found = found and f'<nav aria-label="What was found">{found}</nav>'
    return page(title, count + notes + found, f"<article>{body}</article>")


def grades_page(grades: Grades) -> str:
    """Return a page with the table of all answers, and the report on each.

    >>> "0 answers" in grades_page(Grades(()))
    True
    """
    title = f"{len(grades.judged):,} answer{'s' * (len(grades.judged) != 1)} judged"
    reports = (answer_report(answer, f"a{k}") for k, answer in enumerate(grades.judged))
    return page(title, grades_table(grades) + left_out(grades), "\n".join(reports))


def page(title: str, header: str, main: str) -> str:
    """Fill the template."""
    template = TEMPLATE.read_text(encoding="utf-8")
    style = sha256(template, "style")
    return fill(template, style_hash=style, title=escape(title), header=header, main=main)


def title_of(file: str | os.PathLike[str]) -> str:
    """Return what a document's page is called."""
    return one_line(PurePath(file).name or "A document", 80)


# --- what is wrong, above all else ----------------------------------------------------------------


def findings(document: Document, name: str, level: int = 2) -> str:
    """List what is wrong, what can't be told, and what wasn't read, with links to it."""
    items: dict[str, list[str]] = {"wrong": [], "unsure": []}
    for k, found in enumerate(document.formulas):
        if found.kind == "unread":
            text = f"line {found.line}, not read: {found.problem}"
            items["unsure"].append(f"{NOT_READ} {link_to(f'{name}{k}', f'{found.part} {text}')}")
        for n, link in enumerate(found.links):
            if (kind := state(link)) in items:
                says = edits_in_words(link) or link.diagnosis or verdict_in_words(link)
                text = f"{found.part} line {link.line}: {says}"
                items[kind].append(f"{sign(link)} {link_to(f'{name}{k}-{n}', text)}")
    listed = "".join(
        f"<h{level}>{HEADINGS[kind]}</h{level}><ul><li>{'</li><li>'.join(found)}</li></ul>"
        for kind, found in items.items()
        if found
    )
    return f'<div class="findings">{listed}</div>' if listed else ""


def link_to(name: str, text: str) -> str:
    """Write a link within the page."""
    return f'<a href="#{name}">{escape(one_line(text.strip(), 120))}</a>'


# --- the document ---------------------------------------------------------------------------------


def article(document: Document, name: str, level: int = 2) -> str:
    """Return a document's words and formulas; the k-th formula has the id ``name`` and k."""
    text = ANY_PRIVATE.sub("\N{REPLACEMENT CHARACTER}", document.text)
    elements: dict[str, Element] = {}
    parts, end = [], 0
    for start, stop, element in formulas(document, name):
        sign = chr(PRIVATE + len(elements))
        elements[sign] = element
        parts += [text[end:start], f"\n\n{sign}\n\n" if element.is_block else sign]
        end = stop
    before, words = without_preamble("".join([*parts, text[end:]]))
    return before + prose(words, elements, level)


def formulas(document: Document, name: str) -> Iterator[tuple[int, int, Element]]:
    """Yield where each formula stands, and its element."""
    sources = Sources(document)
    numbers = {found.start: k for k, found in enumerate(document.formulas)}
    for start, parsed in sources.mathematics.items():
        end = parsed.source.end
        if start in numbers:
            found, place = document.formulas[numbers[start]], f"{name}{numbers[start]}"
            rows = sources.rows(found)
            if is_inline(found.source):
                yield start, end, Element(*inline(found, rows, place))
            else:
                yield start, end, Element(display(found, rows, place), is_block=True)
        else:
            yield start, end, Element(typeset(parsed.text or parsed.source.inside))


def is_inline(formula: str) -> bool:
    """Tell whether a formula, with its delimiters, stands within a line."""
    return formula.startswith(("$", r"\(")) and not formula.startswith("$$")


def without_preamble(text: str) -> tuple[str, str]:
    """Return a LaTeX document's preamble, folded, and the rest."""
    preamble = PREAMBLE.match(text)
    if preamble is None:
        return "", text
    source = f"<pre><code>{escape(preamble[0])}</code></pre>"
    folded = f"<details><summary>Preamble</summary>{source}</details>"
    return folded, text[preamble.end() :]


# --- the table of answers -------------------------------------------------------------------------


def grades_table(grades: Grades) -> str:
    """Write a row for each answer and a column for each part."""
    heads = ["Answer", *(part or "No part" for part in grades.parts), "All", "Formulas read"]
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    rows = "".join(grades_row(grades, answer, k) for k, answer in enumerate(grades.judged))
    last = "".join(f"<td>{grades.all_right(part)}</td>" for part in grades.parts)
    foot = f'<tr><th scope="row">All of it right</th>{last}<td></td><td></td></tr>'
    return (
        '<div class="table" tabindex="0" role="group" aria-label="Who has which link right">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody><tfoot>{foot}</tfoot></table>"
        f"</div><p>{escape(LEGEND)}</p>"
    )


def grades_row(grades: Grades, answer: Answer, k: int) -> str:
    """Write an answer's row, with a link to its report and to what isn't right."""
    assert answer.document is not None
    signs: dict[str, str] = dict.fromkeys(grades.parts, "")
    for n, found in enumerate(answer.document.formulas):
        for m, link in enumerate(found.links):
            place = f"#a{k}-{n}-{m}"
            shown = sign(link)
            signs[found.part] += (
                shown if state(link) == "right" else f'<a href="{place}">{shown}</a>'
            )
    cells = "".join(
        f"<td>{cell(answer.parts.get(part, []))} <span>{signs[part]}</span></td>"
        for part in grades.parts
    )
    formulas = f"{answer.document.read}/{answer.document.formulas_total}"
    name = f'<th scope="row"><a href="#a{k}">{escape(one_line(answer.file))}</a></th>'
    return f"<tr>{name}{cells}<td>{cell(answer.document.formulas)}</td><td>{formulas}</td></tr>"


def left_out(grades: Grades) -> str:
    """Name the files that weren't judged."""
    items = [f"{answer.file}: {answer.problem}" for answer in grades.unreadable]
    items += [f"{name}: no .md, .tex or .ipynb" for name in grades.others]
    listed = "".join(f"<li>{escape(one_line(item))}</li>" for item in items)
    return f"<h2>Not judged</h2><ul>{listed}</ul>" if items else ""


def answer_report(answer: Answer, name: str) -> str:
    """Write the report on an answer, folded."""
    document = answer.document
    assert document is not None
    return (
        f'<details class="answer"><summary><h2 id="{name}">{escape(one_line(answer.file))}</h2> '
        f"{escape(summary(document))}</summary>"
        f"{findings(document, f'{name}-', 3)}{article(document, f'{name}-', 3)}</details>"
    )
