"""Formulas from graphs and from the table: symbols are one more kind of number for its rules.

They are simplified as people would. What is known here of + - * / ** is arithmetic; all that is
known of any other operation stands in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from types import SimpleNamespace
from typing import Any

from microgauss.check.algebra import (
    ONE,
    Product,
    constant,
    literal,
    negative,
    operation,
    signed_terms,
    with_exponent,
)
from microgauss.check.floats import as_decimal
from microgauss.engine.rules import RULES, Rule
from microgauss.engine.value import Value, toposort
from microgauss.formula import Node

__all__ = ["from_value", "grouped", "is_writable", "partials_of", "simplified", "simplified_sum"]

LONG = 300  # nodes: a longer formula is left as it stands
LONGEST = 50_000  # nodes of a formula that is written out


def operator(name: str, *, reflected: bool = False) -> Callable[..., Symbol]:
    """Return the method that carries out an operator: ``a + b``, or reflected ``b + a``."""

    def method(symbol: Symbol, *others: Any) -> Symbol:
        return combined(RULES[name], *((*others, symbol) if reflected else (symbol, *others)))

    return method


class Symbol:
    """A node with the operators that the table's rules are written with."""

    def __init__(self, node: Node) -> None:
        self.node = node

    __add__ = __radd__ = operator("add")
    __sub__, __rsub__ = operator("subtract"), operator("subtract", reflected=True)
    __mul__ = __rmul__ = operator("multiply")
    __truediv__, __rtruediv__ = operator("divide"), operator("divide", reflected=True)
    __pow__, __neg__ = operator("pow"), operator("negative")


def combined(rule: Rule, *args: Any) -> Symbol:
    """Apply a row to symbols and numbers."""
    return Symbol(simplified(rule, *(a.node if isinstance(a, Symbol) else a for a in args)))


symbols = SimpleNamespace(**{rule.name: partial(combined, rule) for rule in RULES.values()})


def partials_of(node: Node) -> list[Node]:
    """Return the local derivatives of an operation as formulas, as the table has them.

    >>> from microgauss.formula import Formula
    >>> [partial.text for partial in partials_of(Formula("x/y").output)]
    ['1/y', '-x/y**2']
    """
    assert node.rule is not None
    args = [Symbol(arg) for arg in node.args]
    found = [derivative(symbols, Symbol(node), *args) for derivative in node.rule.partials]
    return [x.node if isinstance(x, Symbol) else constant(Fraction(x)) for x in found]


def from_value(output: Value, *, expand: bool = False) -> Node:
    """Write a graph as a formula in terms of its labelled values, simplified.

    ``expand`` writes the output itself out even where it has a label.

    >>> from microgauss import Value, grad, sin
    >>> x = Value(2.0, "x")
    >>> from_value(grad(x**2 * sin(x), x)).text
    'x**2*cos(x) + 2*x*sin(x)'
    """
    nodes: dict[Value, Node] = {}
    for value in toposort(output):
        if value.label and not (expand and value is output and value.rule):
            nodes[value] = Node(name=value.label)
        elif value.rule is None:
            text, is_exact = as_decimal(value.data)
            is_whole = is_exact and value.data.is_integer()
            nodes[value] = constant(Fraction(text) if is_whole else value.data)
        else:
            nodes[value] = simplified(value.rule, *(nodes[arg] for arg in value.args))
    return nodes[output]


def is_writable(output: Value) -> bool:
    """Tell whether a graph is short as a formula, where a shared value is written at each use.

    That of a loop in a Python function may double with every turn.
    """
    sizes: dict[Value, int] = {}
    for value in toposort(output):
        sizes[value] = 1 if value.label else 1 + sum(sizes[arg] for arg in value.args)
    return sum(sizes[arg] for arg in output.args) < LONGEST


# --- simplified -----------------------------------------------------------------------------------


def simplified_sum(terms: Iterable[tuple[int, Node]]) -> Node:
    """Add terms and simplify: equal ones meet, and one that is added comes first."""
    factors: dict[str, Fraction] = {}
    rest: dict[str, Node] = {}
    for sign, term in terms:
        factor, bare = split_number(term)
        factors[bare.text] = factors.get(bare.text, Fraction(0)) + sign * factor
        rest[bare.text] = bare
    kept = sorted((text for text in factors if factors[text]), key=lambda text: factors[text] < 0)
    if not kept:
        return constant(Fraction(0))
    first, *others = [multiple(abs(factors[text]), rest[text]) for text in kept]
    node = first if factors[kept[0]] > 0 else negative(first)
    for text, term in zip(kept[1:], others, strict=True):
        node = operation("add" if factors[text] > 0 else "subtract", node, term)
    return node


def multiple(factor: Fraction, node: Node) -> Node:
    """Multiply by a number, which is only rounded where it is written."""
    whole = Product.of(node)
    whole.factor *= factor
    return whole.node


def split_number(term: Node) -> tuple[Fraction, Node]:
    """Split a term into its number and the rest: 2*x/3 is 2/3 and x."""
    if (number := literal(term)) is not None:
        return number, constant(ONE)
    if not term.is_operation("multiply", "divide"):
        return ONE, term
    whole = Product.of(term)
    number, whole.factor = whole.factor, ONE
    return number, whole.node


def simplified(rule: Rule, *args: Any) -> Node:
    """Apply a row of the table to nodes and numbers, simplified as people would."""
    nodes = [arg if isinstance(arg, Node) else constant(Fraction(arg)) for arg in args]
    node = Node(rule, tuple(nodes))
    if sum(arg.size for arg in nodes) > LONG:
        return node  # so long a sum isn't sorted anew for each term
    match rule.name:
        case "add" | "subtract" | "negative":
            return simplified_sum(signed_terms(node))
        case "multiply" | "divide":
            return Product.of(node).node
        case "pow" if (exponent := literal(nodes[1])) is not None and exponent.denominator == 1:
            if exponent in (0, 1):
                return nodes[0] if exponent else constant(ONE)
            return Product.of(node).node
    return node


def grouped(node: Node) -> Node:
    """Write a sum with common factors taken out, in which enclosures lose less: x**2*(1 - y) + 1.

    >>> from microgauss.formula import Formula
    >>> grouped(Formula("x**2 + 1 - x**2*y").output).text
    'x**2*(1 - y) + 1'
    """
    factors = repeated_factors(node)
    if not factors:
        return node
    factor, within, beside = taken_out(node, factors[0])
    found = operation("multiply", factor, grouped(within))
    return simplified_sum([(1, found), *signed_terms(grouped(beside))])


def repeated_factors(node: Node) -> list[str]:
    """Return the factors that several terms of a sum have, as texts, the most frequent first.

    Of equally frequent ones, that with the highest power.
    """
    powers: dict[str, list[Fraction]] = {}
    for _, term in signed_terms(node):
        for text, exponent in Product.of(term).exponents.items():
            if exponent >= 1:
                powers.setdefault(text, []).append(exponent)
    found = [text for text, exponents in powers.items() if len(exponents) > 1]
    return sorted(found, key=lambda text: (-len(powers[text]), -min(powers[text])))


def taken_out(node: Node, factor: str) -> tuple[Node, Node, Node]:
    """Take a factor out of a sum: return its power, what that multiplies, and the rest."""
    terms = [(sign, Product.of(term)) for sign, term in signed_terms(node)]
    inside = [(sign, whole) for sign, whole in terms if whole.exponents.get(factor, 0) >= 1]
    rest = [(sign, whole) for sign, whole in terms if whole.exponents.get(factor, 0) < 1]
    base = inside[0][1].bases[factor]
    least = min(whole.exponents[factor] for _, whole in inside)
    for _, whole in inside:
        whole.raise_base(base, -least)
    within, beside = (
        simplified_sum((sign, whole.node) for sign, whole in part) for part in (inside, rest)
    )
    return with_exponent(base, least), within, beside
