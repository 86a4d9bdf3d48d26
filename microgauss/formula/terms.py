"""A formula as it is written: what was read, before anything is known of its names.

Whether ``f(x)`` applies a function or multiplies, and whether ``w`` is a vector, depends on where
the formula stands. So the readers return terms, and those who know the names make of them nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

__all__ = ["Divisor", "Statement", "Term", "componentwise", "per_cent"]


@dataclass(frozen=True, eq=False)
class Term:
    """A part of a formula, as it is written; compared by identity.

    ``span`` is where it stands in the text: the first character, and the one after the last.
    ``bold`` is for names written as vectors, for products with a cross, for what stands in a
    product with ⊙, where 1 - h^2 is taken component by component, and for per cent. By ``kind``,
    with what ``text`` and ``args`` are:

    | kind | text | args |
    |---|---|---|
    | name | sigma, y_hat, x_max, pi, e, infinity | |
    | number | 2.5; 0.05 of 5 %, which is ``bold`` | |
    | operation | the name of a row of the table | its arguments |
    | juxtaposed | | the factors that stand side by side: a product, or f and a group, which may \
      have a power or another script |
    | group | ( or [ or { | what stands in brackets: more than one where commas divide it; \
      without brackets the text is empty: i = 1, ..., N |
    | index | ^ if it stands above, _^ if the last of several does | what has the index, and the \
      indices: x_i, x_{ij}, x_{t-1}, x^{(i)} |
    | prime | ' or '' | what has the prime |
    | derivative | the order, 1 or more | the function, and the names it is taken by, as many as \
      the order says; ``bold`` if it is written with d and not with a round one |
    | gradient | the order, 1 or 2 | the function, and the name it is taken by, if given |
    | sum, product | the index, as in i | the body, and the first and last index, if given, or \
      what they are members of |
    | members | the set that a sum runs over, as in A | |
    | norm | 1, 2 or infinity | the vector |
    | factorial | | n, of n! |
    | binomial | | n and k |
    | componentwise | | the factors of a product with ⊙ |
    | inner | | two vectors |
    | transpose | T where a plain letter T stands above, which may be a power | a vector or \
      matrix |
    | vector | column or row | its entries |
    | matrix | | its rows, each a vector |
    | set | | its elements |
    | equation | the relation | y and 1, in p(y = 1) |
    | cases | | value and condition, alternating; the last has none if it holds otherwise |
    | relation | the relation | the two sides of a condition |
    | evaluated | | an expression, then name and value, alternating: f(x) at x = 1 |
    | dots | | |
    | omitted | | the left side of a formula that begins with a relation: it goes on with another |
    """

    kind: str
    text: str = ""
    args: tuple[Term, ...] = ()
    span: tuple[int, int] = (0, 0)
    bold: bool = False

    def walk(self) -> Iterator[Term]:
        """Yield the term and all below it, from left to right."""
        stack = [self]
        while stack:
            term = stack.pop()
            yield term
            stack.extend(reversed(term.args))

    @property
    def shape(self) -> tuple[Any, ...]:
        """What it says, without where: equal for terms that are written the same."""
        return (self.kind, self.text, self.bold, *(arg.shape for arg in self.args))


def componentwise(term: Term) -> Term:
    """Return a term whose sums and powers are those of the components: 1 - h^2.

    >>> h = Term("name", "h", bold=True)
    >>> componentwise(Term("operation", "subtract", (Term("number", "1"), h))).bold
    True
    """
    is_inner = term.kind == "group" and len(term.args) == 1
    is_own = term.kind == "operation" and term.text in ("add", "subtract", "negative", "pow")
    if not (is_inner or is_own):
        return term
    return replace(term, args=tuple(map(componentwise, term.args)), bold=is_own or term.bold)


def per_cent(number: str, places: int) -> str:
    """Shift the point of a number by two places: -2 for what a per cent is, 2 back again.

    >>> per_cent("4.5", -2), per_cent("50", -2), per_cent("0.50", 2)
    ('0.045', '0.50', '50')
    """
    return f"{Decimal(number).scaleb(places):f}"


@dataclass(frozen=True, eq=False)
class Divisor(Term):
    """Two factors behind a slash: 1/f(x), which has two readings unless f is a function."""


@dataclass(frozen=True, eq=False)
class Statement:
    """A chain of terms with relations between them: a = b = c <= d; one term has no relation.

    A relation is one of = != < <= > >= ~ (approximately, or proportional), "in", or "to" (maps,
    limits). ``remarks`` are the spans of what stands beside it: a text, a tag.
    """

    sides: tuple[Term, ...]
    relations: tuple[str, ...] = ()
    remarks: tuple[tuple[int, int], ...] = ()
