"""What the rules of the grammar make: terms, with the place of each in the text.

A rule's method is called as soon as the rule has been read, so that nothing here is recursive. What
can be read in two ways is refused here, with both ways written out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from lark import Token, Transformer

from microgauss.formula.derivatives import Differentials, Order, derived, order_of, prefixed
from microgauss.formula.errors import Refusal, Span
from microgauss.formula.functions import Head, applied, head_of
from microgauss.formula.readings import Prefixed, Unbracketed, divided, juxtaposed
from microgauss.formula.scripts import Script, operation, with_scripts
from microgauss.formula.sums import Limit, extended, summed
from microgauss.formula.terms import Term
from microgauss.formula.tokens import at

__all__ = ["Builder"]

Parts = list[Any]  # terms, tokens, and what becomes part of a term


class Braced(NamedTuple):
    """A term, and where it stands with the braces around it, which are no part of the formula."""

    term: Term
    span: Span


def span_of(parts: Parts) -> Span:
    """Return where parts stand, from the first to the last."""
    first, last = parts[0], parts[-1]
    start = at(first)[0] if isinstance(first, Token) else first.span[0]
    end = at(last)[1] if isinstance(last, Token) else last.span[1]
    return start, end


class Builder(Transformer[Token, Term]):
    """Makes terms of what the rules have read."""

    # --- names and numbers ------------------------------------------------------------------------

    def name(self, parts: Parts) -> Term:
        return Term("name", str(parts[0]), (), span_of(parts))

    def bold(self, parts: Parts) -> Term:
        return Term("name", str(parts[0]), (), span_of(parts), bold=True)

    def number(self, parts: Parts) -> Term:
        return Term("number", str(parts[0]), (), span_of(parts))

    def dots(self, parts: Parts) -> Term:
        return Term("dots", "", (), span_of(parts))

    # --- operators --------------------------------------------------------------------------------

    def add(self, parts: Parts) -> Term:
        return self.added("add", parts)

    def subtract(self, parts: Parts) -> Term:
        return self.added("subtract", parts)

    def added(self, name: str, parts: Parts) -> Term:
        """Add, or take into the sum on the left what has its index."""
        left, _, right = parts
        return extended(left, name, right) or operation(name, left, right, span=span_of(parts))

    def multiply(self, parts: Parts) -> Term:
        left, _, right = parts
        return operation("multiply", left, right, span=span_of(parts))

    def divide(self, parts: Parts) -> Term:
        left, _, right = parts
        return divided(left, right)

    def negative(self, parts: Parts) -> Term:
        return operation("negative", parts[1], span=span_of(parts))

    def positive(self, parts: Parts) -> Term:
        term: Term = parts[1]
        return replace(term, span=span_of(parts))

    def power(self, parts: Parts) -> Term:
        base, _, exponent = parts
        return operation("pow", base, exponent, span=span_of(parts))

    def run(self, parts: Parts) -> Term:
        return juxtaposed(parts)

    # --- functions --------------------------------------------------------------------------------

    def function(self, parts: Parts) -> Head:
        token, *scripts = parts
        return head_of(token, scripts, span_of(parts))

    def called(self, parts: Parts) -> Term:
        head, group = parts
        args = (group.term,) if isinstance(group, Braced) else group.args
        return applied(head, args, span_of(parts))

    def unbracketed(self, parts: Parts) -> Term:
        head, *factors = parts
        term = applied(head, (juxtaposed(factors),), span_of(parts))
        return Unbracketed(term.kind, term.text, term.args, term.span, head=head.span)

    def fraction(self, parts: Parts) -> Term:
        return operation("divide", parts[1].term, parts[2].term, span=span_of(parts))

    def square_root(self, parts: Parts) -> Term:
        return operation("sqrt", parts[1].term, span=span_of(parts))

    def root(self, parts: Parts) -> Term:
        degree = parts[1].term
        one = Term("number", "1", (), degree.span)
        exponent = operation("divide", one, degree, span=degree.span)
        return operation("pow", parts[2].term, exponent, span=span_of(parts))

    def absolute(self, parts: Parts) -> Term:
        return operation("abs", parts[1], span=span_of(parts))

    # --- brackets, vectors ------------------------------------------------------------------------

    def group(self, parts: Parts) -> Term:
        opening, *_, closing = parts
        items = parts[1:-1:2]
        pair = f"{opening}{closing}"
        if pair not in ("()", "[]", "{}") and len(items) == 1:
            raise Refusal(f"{opening} is closed by {closing}", span_of(parts))
        kind = "set" if pair == "{}" and len(items) > 1 else "group"
        return Term(kind, "" if kind == "set" else str(opening), tuple(items), span_of(parts))

    def braces(self, parts: Parts) -> Braced:
        return Braced(parts[1], span_of(parts))

    def unbraced(self, parts: Parts) -> Term:
        term, span = parts[0]
        return Term(term.kind, term.text, term.args, span, term.bold)

    def items(self, parts: Parts) -> Parts:
        return parts[::2]

    def equation(self, parts: Parts) -> Term:
        left, relation, right = parts
        return Term("equation", str(relation), (left, right), span_of(parts))

    def listed(self, parts: Parts) -> Term:
        return Term("group", "", tuple(parts[::2]), span_of(parts))

    def norm(self, parts: Parts) -> Term:
        return Term("norm", "2", (parts[1],), span_of(parts))

    def inner(self, parts: Parts) -> Term:
        if len(parts[1]) != 2:
            raise Refusal("an inner product has two vectors", span_of(parts))
        return Term("inner", "", tuple(parts[1]), span_of(parts))

    def row(self, parts: Parts) -> Parts:
        return parts[::2]

    def matrix(self, parts: Parts) -> Term:
        rows = [part for part in parts if not isinstance(part, Token)]
        if len({len(row) for row in rows}) > 1:
            raise Refusal("the rows have different lengths", span_of(parts))
        if len(rows[0]) == 1:
            return Term("vector", "column", tuple(row[0] for row in rows), span_of(parts))
        vectors = [Term("vector", "row", tuple(row), span_of(row)) for row in rows]
        if len(rows) == 1:
            return replace(vectors[0], span=span_of(parts))
        return Term("matrix", "", tuple(vectors), span_of(parts))

    # --- scripts ----------------------------------------------------------------------------------

    def scripted(self, parts: Parts) -> Term:
        base, *scripts = parts
        if isinstance(base, Braced):
            base = self.unbraced([base])
        if isinstance(base, Prefixed) and any(script.kind == "power" for script in scripts):
            raise Refusal(
                "{0} can be ({1}){2} or the derivative of the power: write which",
                span_of(parts), span_of(parts), base.span, scripts[-1].span,
            )  # fmt: skip
        return with_scripts(base, scripts)

    def subscript(self, parts: Parts) -> Script:
        terms = [factor for term in parts[2]
                 for factor in (term.args if term.kind == "juxtaposed" else (term,))]  # fmt: skip
        return Script("index", span_of(parts), "", tuple(terms))

    def word(self, parts: Parts) -> Script:
        return Script("word", span_of(parts), str(parts[0]))

    def prime(self, parts: Parts) -> Script:
        return Script("prime", span_of(parts), str(parts[0]))

    def star(self, parts: Parts) -> Script:
        return Script("star", span_of(parts), "star")

    def transpose(self, parts: Parts) -> Script:
        return Script("transpose", span_of(parts))

    def superscript(self, parts: Parts) -> Script:
        return Script("power", span_of(parts), "", (parts[2],))

    def upper_index(self, parts: Parts) -> Script:
        return Script("upper index", span_of(parts), "", parts[2].args)

    # --- sums, derivatives ------------------------------------------------------------------------

    def lower(self, parts: Parts) -> Limit:
        _, _, terms, *bound, _ = parts
        relation, first = bound or ("", None)
        return Limit("lower", tuple(terms), span_of(parts), str(relation), first)

    def upper(self, parts: Parts) -> Limit:
        return Limit("upper", (parts[2],), span_of(parts))

    def summed(self, parts: Parts) -> Term:
        sign, *limits, body = parts
        return summed(str(sign), limits, body, sign.start_pos)

    def differential(self, parts: Parts) -> Order:
        sign, *rest = parts
        term = rest.pop() if rest and isinstance(rest[-1], Term) else None
        return Order(order_of(rest), term, sign == "partial",
                     span_of(parts))  # fmt: skip

    def differentials(self, parts: Parts) -> Differentials:
        return Differentials(parts[1:-1], span_of(parts))

    def derivative(self, parts: Parts) -> Term:
        _, _, sign, *scripts, function, _, below = parts
        return derived(Order(order_of(scripts), function, sign == "partial", span_of(parts)), below)

    def differentiated(self, parts: Parts) -> Term:
        _, above, below, function = parts
        (order,) = above.orders
        return derived(order._replace(term=function, span=span_of(parts)), below)

    def gradient_of(self, parts: Parts) -> Term:
        sign, *scripts, function = parts
        return prefixed(sign, scripts, function, span_of(parts))

    def applied_to(self, parts: Parts) -> Term:
        return juxtaposed(parts)
