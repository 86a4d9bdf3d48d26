"""A judged document in a terminal: its formulas in order, and what is said of each link."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from microgauss.console import one_line
from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.showing.chains import Row, Sources, collapsed, readable
from microgauss.sheet.showing.wording import (
    SIGNS,
    WORDS,
    edits_in_words,
    in_signs,
    point_in_words,
    state,
    summary,
    told_notes,
    verdict_in_words,
)
from microgauss.sheet.showing.wrapping import broken, wrapped

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
        self.indent = 0  # of the relations of a chain

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
            yield from wrapped(one_line(note), self.width)
        yield from wrapped(summary(document), self.width)

    def formula(self, found: Found, rows: Sequence[Row]) -> Iterator[str]:
        """Write a formula's chains, or why it wasn't read."""
        if found.kind == "unread":
            yield from self.block(found.line, "!", "unsure", collapsed(found.source))
            yield from self.details([f"not read: {found.problem}"])
        for group in unlinked_together(rows):
            yield from self.rows(group)
        yield from self.details(map(in_signs, found.notes))

    def rows(self, rows: Sequence[Row]) -> Iterator[str]:
        """Write relations and their right sides on a line, and what is said of the last link."""
        first, last = rows[0], rows[-1]
        if first.head:
            self.indent = len(first.head.text) + 1
            self.indent = self.indent if self.indent <= LONGEST_HEAD else 2
        start = first.head.text if first.head else " " * (self.indent - 1)
        rights = [f" {row.relation_text} {row.side.text}" for row in rows if row.side]
        kind = state(last.link) if last.link else ""
        text = start + "".join(rights)
        yield from self.block(first.line, SIGNS.get(kind, " "), kind, text, self.indent + 2)
        if last.link:
            yield from self.said(last.link)

    def said(self, link: Link) -> Iterator[str]:
        """Say of a link what isn't said by its sign."""
        words, point = verdict_in_words(link), point_in_words(link)
        if words != WORDS["right"]:
            yield from self.details([f"{words}, {point}" if point else words])
        edits = edits_in_words(link)
        yield from self.details([in_signs(link.diagnosis), edits and f"change {edits}"])
        if link.repair is not None:
            line = one_line(f"right would be {readable(link.repair)}")
            yield from self.indented(broken(line, self.width - GUTTER - 2, 2))
        yield from self.details(map(in_signs, told_notes(link)))

    def block(self, line: int, sign: str, kind: str, text: str, indent: int = 4) -> Iterator[str]:
        """Write a line number, a sign, and a formula on as many lines as it takes."""
        first, *others = broken(one_line(text), self.width - GUTTER, indent)
        number = self.coloured(f"{line:4}", DIM)
        yield f"{number} {self.coloured(sign, COLOURS.get(kind, ''))} {first}".rstrip()
        yield from (" " * GUTTER + other for other in others)

    def details(self, lines: Iterable[str]) -> Iterator[str]:
        """Write what is said of a formula below it."""
        for line in lines:
            yield from self.indented(wrapped(one_line(line), self.width - GUTTER - 2))

    def indented(self, lines: Iterable[str]) -> Iterator[str]:
        """Write lines below a formula."""
        return (" " * (GUTTER + 2) + line for line in lines)

    def coloured(self, text: str, colour: str) -> str:
        """Colour a text, where that is wanted."""
        return f"{colour}{text}{PLAIN}" if self.is_coloured and colour else text


def unlinked_together(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield rows one by one, but those of a line of the document together that no link judges."""
    group: list[Row] = []
    for row in rows:
        goes_on = group and not row.head and not row.link and not group[-1].link
        if group and not (goes_on and row.line == group[-1].line):
            yield group
            group = []
        group.append(row)
    if group:
        yield group
