"""A formula's chains, side by side and link by link, as a terminal and the report show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.pretty import RELATIONS, pretty, pretty_statement
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.delimiters import inside
from microgauss.sheet.document import Found, Link

__all__ = ["Row", "Side", "collapsed", "readable", "rows", "side_of"]


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
        return pretty(self.term) if self.term else collapsed(self.source)

    @property
    def terms(self) -> list[Term]:
        """The term and all below it, if it was read."""
        return list(self.term.walk()) if self.term else []


@dataclass(frozen=True)
class Row:
    """A relation and the side behind it, with the ``link`` that judges it, if one does.

    ``head`` is given in the first row of a chain. ``gap`` is the source of the relation.
    """

    head: Side | None
    relation: str
    side: Side | None
    line: int
    link: Link | None = None
    gap: str = ""

    @property
    def relation_text(self) -> str:
        """The relation as a sign."""
        return RELATIONS.get(self.relation, self.relation)


def rows(found: Found) -> list[Row]:
    """Return the rows of a formula's chains, in order: what was judged, and what wasn't.

    See also: `microgauss.sheet.terminal` and `microgauss.sheet.page`, which show them.
    """
    if found.kind == "unread":
        return []
    offset, source = inside(found.source)
    try:
        statements = read_latex(source)
    except FormulaError:
        return list(rows_of_links(found.links))
    links = list(found.links)
    whole = [
        row
        for statement in statements
        for row in rows_of(statement, source, found.start + offset, found.line, links)
    ]
    return list(rows_of_links(found.links)) if links else whole


def rows_of(
    statement: Statement, source: str, start: int, line: int, links: list[Link]
) -> Iterator[Row]:
    """Yield the rows of one chain, and take their links from those that are left."""
    head, *others = statement.sides
    first: Side | None = Side(source[slice(*head.span)], head, source)
    if not others:
        yield Row(first, "", None, line + source.count("\n", 0, head.span[0]))
    before = head
    for relation, side in zip(statement.relations, others, strict=True):
        link = taken(links, start + side.span[0], start + side.span[1])
        its_line = link.line if link else line + source.count("\n", 0, side.span[0])
        gap = source[before.span[1] : side.span[0]]
        shown = Side(source[slice(*side.span)], side, source)
        yield Row(first, relation, shown, its_line, link, gap)
        first, before = None, side


def taken(links: list[Link], start: int, end: int) -> Link | None:
    """Take out the link whose right side lies between two places of the document."""
    for k, link in enumerate(links):
        if link.start < end and start < link.end:
            return links.pop(k)
    return None


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
        statements = read_latex(inside(source)[1])
    except FormulaError:
        return collapsed(source)
    return ", ".join(map(pretty_statement, statements)) or collapsed(source)


def collapsed(source: str) -> str:
    """Write a source in one line."""
    return " ".join(source.split())
