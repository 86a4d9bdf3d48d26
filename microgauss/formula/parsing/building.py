"""What the rules of the grammar make: terms, with the place of each in the text.

A rule's method is called as soon as the rule has been read, so that nothing here is recursive.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from lark import Token, Transformer

from microgauss.formula.errors import Refusal, Span
from microgauss.formula.parsing.brackets import bracketed
from microgauss.formula.parsing.derivatives import Differentials, Order, derived, order_of, prefixed
from microgauss.formula.parsing.functions import (
    Called,
    Head,
    applied,
    head_of,
    refuse_division,
    run_of,
)  # fmt: skip
from microgauss.formula.parsing.readings import (
    Enclosed,
    Reaching,
    divided,
    refuse_factorial,
    refuse_point,
    refuse_power_of_gradient,
    refuse_product_behind_derivative,
)  # fmt: skip
from microgauss.formula.parsing.scripts import Script, operation, with_scripts
from microgauss.formula.parsing.sums import extended, summed
from microgauss.formula.parsing.tokens import at
from microgauss.formula.terms import Term, componentwise, per_cent

__all__ = ["Builder"]

Parts = list[Any]  # terms, tokens, and what becomes part of a term


class Braces(NamedTuple):
    """What stands in braces, which are no part of the formula, and where they stand."""

    entries: tuple[Term, ...]
    span: Span

    @property
    def term(self) -> Term:
        """The one term in the braces."""
        if len(self.entries) > 1 or self.entries[0].kind == "equation":
            raise Refusal("more than one expression stands here", self.span)
        return self.entries[0]


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
        text = str(parts[0])
        if text.endswith("%"):
            return Term("number", per_cent(text[:-1], -2), (), span_of(parts), bold=True)
        return Term("number", text, (), span_of(parts))

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
        left, sign, right = parts
        refuse_product_behind_derivative(left, right)
        if str(sign) == "⊙":
            args = componentwise(left), componentwise(right)
            return Term("componentwise", "", args, span_of(parts))
        term = operation("multiply", left, right, span=span_of(parts))
        return replace(term, bold=str(sign) == "×")

    def divide(self, parts: Parts) -> Term:
        left, _, right = parts
        refuse_division(left, right)
        return divided(left, right)

    def negative(self, parts: Parts) -> Term:
        return operation("negative", parts[1], span=span_of(parts))

    def positive(self, parts: Parts) -> Term:
        term: Term = parts[1]
        return replace(term, span=span_of(parts))

    def power(self, parts: Parts) -> Term:
        base, _, exponent = parts
        return operation("pow", base, exponent, span=span_of(parts))

    # --- functions --------------------------------------------------------------------------------

    def run(self, parts: Parts) -> Term:
        return run_of(parts)

    def function(self, parts: Parts) -> Head:
        token, *scripts = parts
        return head_of(token, scripts, span_of(parts))

    def called(self, parts: Parts) -> Term:
        head, group = parts
        args = (group.term,) if isinstance(group, Braces) else group.args
        if not isinstance(group, Braces) and group.kind not in ("group", "set"):
            args = (group,)
        term = applied(head, args, span_of(parts))
        return Called(term.kind, term.text, term.args, term.span)

    def fraction(self, parts: Parts) -> Term:
        return operation("divide", parts[1].term, parts[2].term, span=span_of(parts))

    def binomial(self, parts: Parts) -> Term:
        return Term("binomial", "", (parts[1].term, parts[2].term), span_of(parts))

    def factorial(self, parts: Parts) -> Term:
        term, _ = parts
        refuse_factorial(term, span_of(parts))
        return Term("factorial", "", (term,), span_of(parts))

    def square_root(self, parts: Parts) -> Term:
        return operation("sqrt", parts[1].term, span=span_of(parts))

    def root(self, parts: Parts) -> Term:
        degree = parts[1].term
        one = Term("number", "1", (), degree.span)
        exponent = operation("divide", one, degree, span=degree.span)
        return operation("pow", parts[2].term, exponent, span=span_of(parts))

    # --- brackets, vectors ------------------------------------------------------------------------

    def group(self, parts: Parts) -> Term:
        return bracketed(str(parts[0]), str(parts[-1]), parts[1:-1:2], span_of(parts))

    def braces(self, parts: Parts) -> Braces:
        return Braces(tuple(parts[1:-1:2]), span_of(parts))

    def unbraced(self, parts: Parts) -> Term:
        term = parts[0].term
        return Term(term.kind, term.text, term.args, parts[0].span, term.bold)

    def equation(self, parts: Parts) -> Term:
        left, relation, right = parts
        return Term("equation", str(relation), (left, right), span_of(parts))

    def listed(self, parts: Parts) -> Term:
        return Term("group", "", tuple(parts[::2]), span_of(parts))

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

    def case(self, parts: Parts) -> Parts:
        return [part for part in parts if isinstance(part, Term)]

    def relation(self, parts: Parts) -> Term:
        left, relation, right, *_ = parts
        return Term("relation", str(relation), (left, right), span_of([left, right]))

    def cases(self, parts: Parts) -> Term:
        rows = [part for part in parts if not isinstance(part, Token)]
        for value, *condition in rows[:-1]:
            if not condition:
                raise Refusal("the condition of this case is missing", value.span)
        return Term("cases", "", tuple(arg for row in rows for arg in row), span_of(parts))

    def evaluated(self, parts: Parts) -> Term:
        _, inner, point = parts
        for equation in point.entries:
            if equation.text != "=" or equation.args[0].kind not in ("name", "index"):
                raise Refusal("a name and its value stand below a bar: x = 1", equation.span)
        pairs = [arg for equation in point.entries for arg in equation.args]
        return Term("evaluated", "", (inner.term, *pairs), span_of(parts))

    # --- scripts ----------------------------------------------------------------------------------

    def scripted(self, parts: Parts) -> Term:
        base, *scripts = parts
        refuse_power_of_gradient(base, scripts, span_of(parts))
        return with_scripts(base, scripts)

    def subscript(self, parts: Parts) -> Script:
        terms = [factor for term in parts[1].entries
                 for factor in (term.args if term.kind == "juxtaposed" else (term,))]  # fmt: skip
        return Script("index", span_of(parts), "", tuple(terms))

    def word(self, parts: Parts) -> Script:
        return Script("word", span_of(parts), str(parts[0]))

    def prime(self, parts: Parts) -> Script:
        return Script("prime", span_of(parts), str(parts[0]))

    def star(self, parts: Parts) -> Script:
        return Script("star", span_of(parts), str(parts[0]))

    def transpose(self, parts: Parts) -> Script:
        kind = "inverse transpose" if str(parts[0])[0] in "-−" else "transpose"
        return Script(kind, span_of(parts))

    def superscript(self, parts: Parts) -> Script:
        return Script("power", span_of(parts), "", (parts[1].term,))

    def upper_index(self, parts: Parts) -> Script:
        group = parts[1].term
        return Script("upper index", span_of(parts), group.text, group.args)

    # --- sums, derivatives ------------------------------------------------------------------------

    def summed(self, parts: Parts) -> Term:
        sign, *limits, body = parts
        return summed(str(sign), limits, body, at(sign)[0])

    def differential(self, parts: Parts) -> Order:
        sign, *rest = parts
        term = rest.pop() if rest and isinstance(rest[-1], Term) else None
        return Order(order_of(rest), term, sign == "partial", span_of(parts))

    def differentials(self, parts: Parts) -> Differentials:
        return Differentials(parts[1:-1], span_of(parts))

    def derivative(self, parts: Parts) -> Term:
        _, _, sign, *scripts, function, _, below = parts
        above = Order(order_of(scripts), function, sign == "partial", span_of(parts))
        return derived(above, below)

    def differentiated(self, parts: Parts) -> Term:
        sign, above, below, function = parts
        refuse_point(function, span_of(parts))
        (order,) = above.orders
        term = derived(order._replace(term=function, span=span_of(parts)), below)
        kind = Enclosed if sign.type == "DBRACKET" else Reaching
        return kind(term.kind, term.text, term.args, term.span, term.bold)

    def gradient_of(self, parts: Parts) -> Term:
        sign, *scripts, function = parts
        refuse_point(function, span_of(parts))
        return prefixed(sign, scripts, function, span_of(parts))

    def applied_to(self, parts: Parts) -> Term:
        return run_of(parts)
