"""A judged document in a terminal: its formulas in order, and what is said of each link."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from microgauss.console import one_line
from microgauss.sheet.chains import Row, Sources, collapsed, readable
from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.wording import (
    SIGNS,
    edits_in_words,
    in_signs,
    point_in_words,
    state,
    summary,
    told_notes,
    verdict_in_words,
)

__all__ = ["print_document", "terminal_width"]

NARROWEST, WIDEST = 60, 100
GUTTER = 7  # characters for a line number and a sign
LONGEST_HEAD = 16  # characters that the relations of a chain are still set behind
BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
COLOURS = {"right": "\x1b[32m", "wrong": "\x1b[31m", "unsure": "\x1b[33m"}


def print_document(document: Document, stream: TextIO) -> None:
    """Print what was found in a document.

    As wide as the terminal, between 60 and 100 characters; coloured where the stream is a terminal
    and NO_COLOR isn't set.
    """
    printer = Printer(terminal_width(), is_coloured=is_coloured(stream))
    stream.writelines(f"{line}\n" for line in printer.document(document))


def terminal_width() -> int:
    """Return how many characters a line has."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def is_coloured(stream: TextIO) -> bool:
    """Tell whether a stream takes colours."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


class Printer:
    """Writes a document on lines of ``width`` characters."""

    def __init__(self, width: int, *, is_coloured: bool = False) -> None:
        self.width = width
        self.is_coloured = is_coloured

    def document(self, document: Document) -> Iterator[str]:
        """Write all formulas in order, and what was counted."""
        sources = Sources(document)
        if document.file:
            yield self.coloured(one_line(document.file, self.width), BOLD)
        part = ""
        for found in document.formulas:
            yield ""
            if found.part != part:
                part = found.part
                yield from [self.coloured(one_line(part, self.width), BOLD)] if part else []
            yield from self.formula(found, sources.rows(found))
        yield ""
        for note in document.notes:
            yield from self.wrapped(note)
        yield from self.wrapped(summary(document))

    def formula(self, found: Found, rows: Sequence[Row]) -> Iterator[str]:
        """Write a formula's chains, or why it wasn't read."""
        if found.kind == "unread":
            yield from self.block(found.line, "!", "unsure", collapsed(found.source))
            yield from self.details([f"not read: {found.problem}"])
        indent = 0
        for row in rows:
            if row.head:
                indent = len(row.head.text) + 1
                indent = indent if indent <= LONGEST_HEAD else 2
            yield from self.row(row, indent)
        yield from self.details(map(in_signs, found.notes))

    def row(self, row: Row, indent: int) -> Iterator[str]:
        """Write a relation and its right side, and what is said of the link."""
        right = f"{row.relation_text} {row.side.text}" if row.side else ""
        text = f"{row.head.text} {right}" if row.head else " " * indent + right
        kind = state(row.link) if row.link else ""
        yield from self.block(row.line, SIGNS.get(kind, " "), kind, text, indent + 2)
        if row.link:
            yield from self.details(link_lines(row.link))

    def block(self, line: int, sign: str, kind: str, text: str, indent: int = 4) -> Iterator[str]:
        """Write a line number, a sign, and a formula on as many lines as it takes."""
        first, *others = textwrap.wrap(
            one_line(text), self.width - GUTTER, subsequent_indent=" " * indent,
            break_on_hyphens=False, drop_whitespace=True,
        ) or [""]  # fmt: skip
        number = self.coloured(f"{line:4}", DIM)
        yield f"{number} {self.coloured(sign, COLOURS.get(kind, ''))} {first}".rstrip()
        yield from (" " * GUTTER + other for other in others)

    def details(self, lines: Iterable[str]) -> Iterator[str]:
        """Write what is said of a link below it."""
        for line in lines:
            for part in textwrap.wrap(
                one_line(line), self.width - GUTTER - 2, subsequent_indent="  ",
                break_on_hyphens=False,
            ):  # fmt: skip
                yield " " * (GUTTER + 2) + part

    def wrapped(self, text: str) -> Iterator[str]:
        """Write a text on as many lines as it takes."""
        yield from textwrap.wrap(one_line(text), self.width, break_on_hyphens=False)

    def coloured(self, text: str, colour: str) -> str:
        """Colour a text, where that is wanted."""
        return f"{colour}{text}{PLAIN}" if self.is_coloured and colour else text


def link_lines(link: Link) -> Iterator[str]:
    """Say of a link what isn't said by its sign."""
    words, point = verdict_in_words(link), point_in_words(link)
    if words != "right":
        yield f"{words}, {point}" if point else words
    if link.diagnosis:
        yield in_signs(link.diagnosis)
    if link.repair is not None:
        edits = edits_in_words(link)
        yield from [f"change {edits}"] if edits else []
        yield f"right would be {readable(link.repair)}"
    yield from map(in_signs, told_notes(link))
