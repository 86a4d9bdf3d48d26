"""A formula's chains, side by side and link by link, as a terminal and the report show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.pretty import pretty, pretty_statement
from microgauss.formula.spelling import relation_sign
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.notation.text import Parsed, Text

__all__ = ["Row", "Side", "Sources", "collapsed", "readable", "side_of"]


@dataclass(frozen=True)
class Side:
    """One side of a relation: its ``source``, and the term, if it was read.

    The term's spans are places in ``whole``, the formula that it is a part of.
    """

    source: str
    term: Term | None = None
    whole: str = ""

    @property
    def text(self) -> str:
        """The side as a line of text, or as it stands where it wasn't read."""
        return pretty(self.term, self.whole) if self.term else collapsed(self.source)

    @property
    def terms(self) -> list[Term]:
        """The term and all below it, if it was read."""
        return list(self.term.walk()) if self.term else []


@dataclass(frozen=True)
class Row:
    """A relation and the side behind it, with the ``link`` that judges it, if one does.

    ``head`` is given in the first row of a chain. ``gap`` is the source of the relation, ``remark``
    that of what stands beside the right side.
    """

    head: Side | None
    relation: str
    side: Side | None
    line: int
    link: Link | None = None
    gap: str = ""
    remark: str = ""

    @property
    def relation_text(self) -> str:
        """The relation as a sign."""
        return relation_sign(self.relation, self.gap)


class Sources:
    """What a document's formulas say, read again so that it can be shown.

    ``mathematics`` are all formulas by the places where they start, mere mentions such as $x$ too.
    """

    def __init__(self, document: Document) -> None:
        text = Text(document.text, commands=document.commands)
        self.lines = text.lines
        both = sorted([*text.formulas, *text.mentions], key=lambda parsed: parsed.source.start)
        self.mathematics = {parsed.source.start: parsed for parsed in both}

    def rows(self, found: Found) -> list[Row]:
        """Return the rows of a formula's chains, in order: what was judged, and what wasn't."""
        parsed = self.mathematics.get(found.start)
        if found.kind == "unread" or parsed is None:
            return list(rows_of_links(found.links))
        links = {link.start: link for link in found.links}
        rows = [row for one in parsed.statements for row in self.rows_of(one, parsed, links)]
        is_whole = sum(row.link is not None for row in rows) == len(found.links)
        return rows if is_whole else list(rows_of_links(found.links))

    def rows_of(
        self, statement: Statement, parsed: Parsed, links: dict[int, Link]
    ) -> Iterator[Row]:
        """Yield the rows of one chain; ``links`` are those of the formula, by where they start."""
        text = parsed.text
        head, *others = statement.sides
        is_omitted = head.kind == "omitted"  # the chain goes on with another formula's
        first = None if is_omitted else Side(text[slice(*head.span)], head, text)
        if not others:
            yield Row(first, "", None, self.lines(parsed.place(head.span[0])))
            return
        ends = [*(side.span[0] for side in others[1:]), len(text)]
        before = head
        for relation, side, end in zip(statement.relations, others, ends, strict=True):
            place = parsed.place(side.span[0])
            gap = text[before.span[1] : side.span[0]]
            remarks = (text[a:b] for a, b in statement.remarks if side.span[1] <= a < end)
            shown = Side(text[slice(*side.span)], side, text)
            yield Row(
                first, relation, shown, self.lines(place), links.get(place), gap, " ".join(remarks)
            )
            first, before = None, side


def rows_of_links(links: Sequence[Link]) -> Iterator[Row]:
    """Yield a row for each link, where all that is known of a formula is its links."""
    head = None
    for link in links:
        first = None if link.left == head else side_of(link.left)
        yield Row(first, link.relation, side_of(link.right), link.line, link)
        head = link.left


def side_of(source: str) -> Side:
    """Read a single side; where it can't be read, it is shown as it stands."""
    try:
        (statement,) = read_latex(source)
        (term,) = statement.sides
    except (FormulaError, ValueError):
        return Side(source)
    return Side(source, term, source)


def readable(source: str) -> str:
    r"""Write LaTeX as a line of text, or, where it can't be read, as it stands.

    >>> readable(r"\frac{t - \mu}{\sigma^2}"), readable(r"\left)  x")
    ('(t − μ)/σ²', '\\left) x')
    """
    try:
        statements = read_latex(source)
    except FormulaError:
        return collapsed(source)
    return ", ".join(pretty_statement(one, source) for one in statements)


def collapsed(source: str) -> str:
    """Write a source in one line."""
    return " ".join(source.split())
