"""The text of a formula becomes a tree of nodes, and the tree a graph of Values, safely.

The text is read by the grammar and never run: what isn't a name, a number, an operation, brackets
or a function of the table is refused. Nothing here is recursive: a sum of a thousand terms is a
tree a thousand deep.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NoReturn

from lark import Token

from microgauss.engine.rules import DomainError
from microgauss.engine.value import Constant, Value, apply, record
from microgauss.formula.errors import FormulaError, Refusal, mark
from microgauss.formula.names import FUNCTIONS, canonical
from microgauss.formula.nodes import Node, fold_tree
from microgauss.formula.parsing.tokens import depths, span_of
from microgauss.formula.plain.reader import PlainReader
from microgauss.formula.plain.tokens import ONLY_DEFINITIONS, plain_tokens

__all__ = ["Formula", "Graph", "parse", "recorded"]

LONGEST = 10_000  # characters
DERIVATIVE = re.compile(r"d(\w+)/d(\w+)")
Operate = Callable[[Node, list[Value]], Value]


class Graph:
    """A formula's values: ``output``, and every named one by its name.

    >>> graph = parse("s = 2*x; s**2", x=3)
    >>> graph.output, graph["s"], graph["x"]
    (Value(36.0), Value(6.0, 's'), Value(3.0, 'x'))
    """

    def __init__(self, output: Value, names: Mapping[str, Value]) -> None:
        self.output = output
        self.names = dict(names)

    def __getitem__(self, name: str) -> Value:
        return self.names[canonical(name)]


class Formula:
    """A formula that has been read: ``definitions`` before it, and the ``names`` it needs.

    ``output`` and the definitions are nodes; ``is_definition``: the output is the last of them.
    ``known`` are names that stand for numbers, so that xy is x*y where only these are known, and e
    is no longer Euler's number. ``derivative``: before the last formula stands, as a claim's head,
    the derivative that it is, which is kept as the two names: ∂f/∂z = ... Raises FormulaError for
    what it doesn't understand.

    >>> formula = Formula("σ = √(1 + z²); log(2σ)")
    >>> formula.names, list(formula.definitions), formula.output.text
    (('z',), ['sigma'], 'log(2*sigma)')
    """

    def __init__(self, text: str, known: Collection[str] = ()) -> None:
        self.source = text.strip() if isinstance(text, str) else text
        self.definitions: dict[str, Node] = {}
        self.needed: dict[str, None] = {}  # the names, in order
        self.derivative: tuple[str, str] | None = None
        try:
            self.read_statements(known)
        except Refusal as refusal:
            raise refusal.in_text(self.source) from None
        self.names = tuple(self.needed)

    @property
    def text(self) -> str:
        """The definitions and the output, tidily written."""
        lines = [f"{name} = {node.text}" for name, node in self.definitions.items()]
        return "; ".join(lines if self.is_definition else [*lines, self.output.text])

    def read_statements(self, known: Collection[str]) -> None:
        """Read the definitions, and the output."""
        *before, last = self.statements()
        self.reader = PlainReader(self.source, [canonical(name) for name in known])
        for statement in before:
            if relation_in(statement) is None:
                raise Refusal(ONLY_DEFINITIONS, span_of(statement))
            self.define(statement)
        relation = relation_in(last)
        self.derivative = None if relation is None else derivative_of(last[:relation])
        self.is_definition = relation is not None and self.derivative is None
        if self.is_definition:
            self.output = self.define(last)
        else:
            self.output = self.read(last if relation is None else last[relation + 1 :])

    def statements(self) -> list[list[Token]]:
        """Divide the tokens of the text into statements."""
        if not isinstance(self.source, str) or not self.source:
            raise FormulaError("a formula is a text such as 'sqrt(1 + z**2)', and this is empty")
        if len(self.source) > LONGEST:
            raise FormulaError(f"the formula has {len(self.source):,} characters, and {LONGEST:,} "
                               f"are the most: >>{self.source[:20]}<<...")  # fmt: skip
        found: list[list[Token]] = [[]]
        for this in plain_tokens(self.source):
            if this.type == "BREAK":
                found.append([])
            else:
                found[-1].append(this)
        if not any(found):
            raise Refusal("the formula holds nothing to compute", (0, len(self.source)))
        return [statement for statement in found if statement]

    def define(self, statement: Sequence[Token]) -> Node:
        """Read ``name = expression``."""
        target, *others = statement
        if not others or others[0].type != "REL" or target.type not in ("NAME", "FUNC"):
            raise Refusal(ONLY_DEFINITIONS, span_of(statement))
        name, expression = str(target), others[1:]
        if name in FUNCTIONS or name == "pi" or relation_in(expression) is not None:
            raise Refusal(f"{name} can't be defined here: choose another name", span_of(statement))
        if name in self.definitions or name in self.needed:
            why = f"{name} is defined twice, or used before its definition"
            raise Refusal(why, span_of(statement))
        node = self.read(expression)
        if name in self.needed:
            raise Refusal(f"{name} is used in its own definition", span_of(statement))
        self.definitions[name] = node
        return node

    def read(self, tokens: Sequence[Token]) -> Node:
        """Read an expression, and note the names it needs."""
        node = self.reader.node(tokens, self.definitions)
        for part in node.walk():
            if part.name and part.name not in self.definitions and part.name != "pi":
                self.needed[part.name] = None
        return node

    def refuse_derivative(self) -> None:
        """Refuse the head of a claim where the formula is none."""
        if self.derivative:
            above, below = self.derivative
            raise FormulaError(
                f"the formula is said to be a derivative: leave out d{above}/d{below} ="
            )

    def graph(self, values: Mapping[str, Any]) -> Graph:
        """Build the graph at these values: every name a labelled Value.

        Values may be numbers, or Values that are taken as they are. Raises FormulaError for a
        missing value, DomainError where an operation has no result, with the place.
        """
        return self.build(values, self.applied)

    def outline(self, values: Mapping[str, Any]) -> Graph:
        """Build the graph without carrying the operations out: it is to be replayed.

        It needs no point inside the domain, and no float overflows: what depends on a name gets the
        placeholder 1; constants are computed, nan where they can't be.
        """
        return self.build(values, recorded)

    def build(self, values: Mapping[str, Any], operate: Operate) -> Graph:
        """Build the graph of the definitions and the output."""
        scope: dict[str, Value] = {"pi": Constant(math.pi, "pi")}
        for name in self.names:
            if name not in values:
                self.missing(name)
            value = values[name]
            scope[name] = value if isinstance(value, Value) else Value(value, name)

        def combine(part: Node, args: list[Value]) -> Value:
            if part.rule is None:
                return scope[part.name] if part.name else Constant(float(part.number))
            if part.is_operation("negative") and part.args[0].number:
                return Constant(-args[0].data)
            return operate(part, args)

        for name, node in self.definitions.items():
            scope[name] = fold_tree(node, combine)
            scope[name].label = scope[name].label or name
        return Graph(scope[name] if self.is_definition else fold_tree(self.output, combine), scope)

    def applied(self, part: Node, args: list[Value]) -> Value:
        """Carry out an operation."""
        assert part.rule is not None
        try:
            value: Value = apply(part.rule, *args)
        except DomainError as error:
            where = mark(self.source, *part.place) if part.place else part.text
            error.args = (f"{error} (in {where})",)
            raise
        return value

    def missing(self, name: str) -> NoReturn:
        """Say which name has no value, and where it stands."""
        parts = [*self.definitions.values(), self.output]
        node = next(node for part in parts for node in part.walk() if node.name == name)
        why = f"{name} has no value: give it one, such as {name}=0.5"
        raise Refusal(why, node.place or (0, 0)).in_text(self.source)


def recorded(part: Node, args: list[Value]) -> Value:
    """Record an operation without carrying it out, unless it is one of constants."""
    assert part.rule is not None
    b = args[1] if len(args) > 1 else None
    if not all(isinstance(arg, Constant) for arg in args):
        return record(part.rule, 1.0, args[0], b, Value)
    try:
        value: Value = apply(part.rule, *args)
    except DomainError:
        return record(part.rule, math.nan, args[0], b, Constant)
    return value


def relation_in(tokens: Sequence[Token]) -> int | None:
    """Return the place of the equals sign outside brackets, if there is one."""
    places = enumerate(zip(tokens, depths(tokens), strict=True))
    return next((i for i, (this, depth) in places if this.type == "REL" and not depth), None)


def derivative_of(head: Sequence[Token]) -> tuple[str, str] | None:
    """Return f and z of the tokens of ∂f/∂z or df/dz, f(z) in place of f too; None of others."""
    kinds = [this.type for this in head]
    if "OPEN" in kinds and "CLOSE" in kinds:
        head = [*head[: kinds.index("OPEN")], *head[kinds.index("CLOSE") + 1 :]]
    text = "".join("d" if this.type == "D" else this for this in head)
    found = DERIVATIVE.fullmatch(text)
    return (found[1], found[2]) if found else None


def parse(text: str, **values: Any) -> Graph:
    """Return the graph of a formula, definitions before it, at these values.

    Every name becomes a Value with that label. Raises FormulaError (a ValueError) that marks the
    place, for a text that can't be read, a missing value, or one that the formula doesn't use.

    >>> graph = parse("σ = √(1 + z²); -(t - μ)²/(2σ²)", t=1, mu=0.5, z=0.75)
    >>> graph.output, graph["sigma"]
    (Value(-0.08), Value(1.25, 'sigma'))
    >>> parse("1/2x", x=3)
    Traceback (most recent call last):
    microgauss.formula.errors.FormulaError: 1/2x can be (1/2)x or 1/(2x): write which (in >>1/2x<<)
    """
    given = {canonical(name): value for name, value in values.items()}
    formula = Formula(text, given)
    formula.refuse_derivative()
    for name in given:
        if name in formula.definitions:
            raise FormulaError(f"{name} is defined in the formula, and given a value too")
        if name not in formula.names:
            raise FormulaError(f"the formula has no {name}; it has {', '.join(formula.names)}")
    return formula.graph(given)
