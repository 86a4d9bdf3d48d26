"""A notebook's cells as one page that needs no network, no script, and nothing to be run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from microgauss.pages import fill, sha256
from microgauss.viz.lecture.code import highlighted, scrolling
from microgauss.viz.lecture.pictures import figure
from microgauss.viz.lecture.words import anchor, output_element, words

__all__ = ["NOTEBOOK", "PAGE", "lecture_page"]

ROOM = Path(__file__).parents[1]
NOTEBOOK, PAGE = ROOM / "tutorial.ipynb", ROOM / "tutorial.html"
TEMPLATE = Path(__file__).with_name("page.html")
COLOUR = re.compile(r"--[\w-]+: light-dark\([^()]*\);")
TITLE, SECTION = re.compile(r"# (.*)"), re.compile(r"## (.*)")
PICTURE = re.compile(r"# Picture: (.*(?:\n# (?!Picture: ).*)*)\n")

Cell = dict[str, Any]


def lecture_page(notebook: dict[str, Any]) -> str:
    """Return the page that shows a notebook, with a table of its contents.

    A comment ``# Picture: …`` at the top of a cell says what its picture shows: that is the
    picture's caption here. Raises ValueError where a picture has none, or a comment no picture.

    >>> title = {"cell_type": "markdown", "source": ["# One step", " at a time"]}
    >>> "<title>One step at a time</title>" in lecture_page({"cells": [title]})
    True
    """
    first, *cells = notebook["cells"]
    title = TITLE.match(source(first))
    if title is None:
        raise ValueError("the first cell of a lecture begins with its title: # …")
    sections = list(in_sections(cells))
    colours = "\n  ".join(COLOUR.findall((ROOM / "page" / "page.css").read_text(encoding="utf-8")))
    template = TEMPLATE.read_text(encoding="utf-8").replace("/*colours*/", colours)
    return fill(
        template,
        style_hash=sha256(template, "style"),
        title=escape(title[1]),
        header=words(source(first)),
        contents=contents([name for name, _ in sections]),
        main="".join(section(name, inside) for name, inside in sections),
    )


def in_sections(cells: Sequence[Cell]) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the cells of each section with its name; those before the first have the name ""."""
    name = ""
    inside: list[Cell] = []
    for cell in cells:
        if heading := SECTION.match(source(cell)):
            yield name, inside
            name, inside = heading[1], []
        inside.append(cell)
    yield name, inside


def contents(names: Sequence[str]) -> str:
    """List the sections, with links."""
    items = (
        f'<li><a href="#{escape(anchor(name))}">{escape(name)}</a></li>' for name in names if name
    )
    return f"<ul>{''.join(items)}</ul>"


def section(name: str, cells: Sequence[Cell]) -> str:
    """Write a section's cells; one with a name is a landmark."""
    inside = "".join(map(element, cells))
    label = f' aria-labelledby="{escape(anchor(name))}"'
    return f"<section{label}>\n{inside}</section>\n" if name else inside


def element(cell: Cell) -> str:
    """Write a cell: words, or a program and what came out of it."""
    text = source(cell)
    if cell["cell_type"] == "markdown":
        return words(text)
    captions = [" ".join(found.split("\n# ")) for found in PICTURE.findall(text)]
    outputs = "".join(
        shown(output, captions, f"picture-{cell['execution_count']}") for output in cell["outputs"]
    )
    if captions:
        raise ValueError(f"a caption without a picture: {captions[0]}")
    program = PICTURE.sub("", text).strip("\n")
    return f"<pre{scrolling(program)}><code>{highlighted(program)}</code></pre>\n{outputs}"


def shown(output: dict[str, Any], captions: list[str], name: str) -> str:
    """Write an output; a picture takes the first of the captions that are left."""
    data = output.get("data", {})
    if svg := data.get("image/svg+xml"):
        if not captions:
            raise ValueError(f"{name} needs a comment in its cell: # Picture: what it shows")
        return figure("".join(svg), captions.pop(0), f"{name}-{len(captions)}") + "\n"
    if "text/html" in data:  # a page within the page, whose program would not run here
        return "<p>In the notebook, a page to play with is shown here.</p>\n"
    if latex := data.get("text/latex"):
        return words(f"$${''.join(latex).strip('$')}$$")
    return output_element("".join(output.get("text") or data["text/plain"]))


def source(cell: Cell) -> str:
    """Return what is written in a cell."""
    return "".join(cell["source"])
