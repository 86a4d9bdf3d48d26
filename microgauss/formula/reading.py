"""The text of a formula becomes a tree of nodes, and the tree a graph of Values, safely.

The text is read with Python's own grammar and never run: what isn't a name, a number, + - * / **,
brackets, ``pi`` or a function of the table is refused. Nothing here is recursive: a sum of a
thousand terms is a tree a thousand deep.
"""

from __future__ import annotations

import ast
import math
import re
import unicodedata
import warnings
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from microgauss.engine.notation import plain_number
from microgauss.engine.numbers import finite
from microgauss.engine.rules import OPERATORS, RULES, DomainError, Rule
from microgauss.engine.value import Constant, Value, apply, record
from microgauss.formula.errors import FormulaError, mark
from microgauss.formula.nodes import Node, fold_tree

__all__ = ["FUNCTIONS", "Formula", "FormulaError", "Graph", "parse", "recorded"]

LONGEST = 10_000  # characters
OPERATIONS: dict[type[ast.AST], Rule] = {
    ast.Add: OPERATORS["+", 2], ast.Sub: OPERATORS["-", 2], ast.Mult: OPERATORS["*", 2],
    ast.Div: OPERATORS["/", 2], ast.Pow: OPERATORS["**", 2], ast.USub: OPERATORS["-", 1],
}  # fmt: skip
FUNCTIONS = {rule.name: rule for rule in RULES.values() if not rule.operator}
INSTEAD = {  # what to write instead of a typographic sign
    **dict.fromkeys("·×⋅∙•∗ꞏ・･", "*"), **dict.fromkeys("−–—‐‑‒﹣－", "-"),
    **dict.fromkeys("÷∕⁄", "/"), "√": "sqrt(...)", "∞": "a number", "^": "**",
    **dict.fromkeys("′″‴ʹʺʼˈ’‘", "another name, such as x1, instead of a prime"),
    **dict.fromkeys("“”„", "nothing"),
}  # fmt: skip
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
        return self.names[name]


class Formula:
    """A formula that has been read: ``definitions`` before it, and the ``names`` it needs.

    ``output`` and the definitions are nodes; ``is_definition``: the output is the last of them.
    Raises FormulaError for what it doesn't understand.

    >>> formula = Formula("sigma = sqrt(1 + z**2); log(sigma)")
    >>> formula.names, list(formula.definitions), formula.output.text
    (('z',), ['sigma'], 'log(sigma)')
    """

    def __init__(self, text: str) -> None:
        self.source = text.strip() if isinstance(text, str) else text
        self.definitions: dict[str, Node] = {}
        self.needed: dict[str, None] = {}  # the names, in order
        *before, last = self.statements()
        for statement in before:
            self.define(statement)
        self.is_definition = not isinstance(last, ast.Expr)
        self.output = self.read(last.value) if isinstance(last, ast.Expr) else self.define(last)
        self.names = tuple(self.needed)

    @property
    def text(self) -> str:
        """The definitions and the output, tidily written."""
        lines = [f"{name} = {node.text}" for name, node in self.definitions.items()]
        return "; ".join(lines if self.is_definition else [*lines, self.output.text])

    def statements(self) -> list[ast.stmt]:
        """Read the text with Python's grammar, or say where it can't be read."""
        if not isinstance(self.source, str) or not self.source:
            raise FormulaError("a formula is a text such as 'sqrt(1 + z**2)', and this is empty")
        if len(self.source) > LONGEST:
            raise FormulaError(f"the formula has {len(self.source):,} characters, and {LONGEST:,} "
                               f"are the most: >>{self.source[:20]}<<...")  # fmt: skip
        self.lines = re.split(r"\r\n?|\n", self.source)  # as Python counts them
        self.refuse_signs()
        try:
            with warnings.catch_warnings():  # of '1if', which is refused anyway
                warnings.simplefilter("ignore")
                statements = ast.parse(self.source).body
        except SyntaxError as error:
            line = self.lines[(error.lineno or 1) - 1 :][:1] or [""]
            self.fail(f"can't be read ({error.msg})", line[0], max((error.offset or 1) - 1, 0))
        except (RecursionError, MemoryError, ValueError) as error:
            self.fail("is nested too deeply, or holds a null character", self.source, 0, error)
        if not statements:
            self.fail("holds nothing to compute", self.source, 0)
        return statements

    def refuse_signs(self) -> None:
        """Refuse signs that Python would take for a part of a name, or not know."""
        for line in self.lines:
            for position, sign in enumerate(line):
                if not sign.isascii() and (why := complaint(sign)):
                    raise FormulaError(f"{why}: {mark(line, position, position + 1)}")

    def define(self, statement: ast.stmt) -> Node:
        """Read ``name = expression``."""
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            self.refuse(statement, "only definitions, name = formula, may come before the formula")
        name = statement.targets[0].id
        if len(statement.targets) > 1 or name in FUNCTIONS or name == "pi":
            self.refuse(statement, f"{name} can't be defined here: choose another name")
        if name in self.definitions or name in self.needed:
            self.refuse(statement, f"{name} is defined twice, or used before its definition")
        self.definitions[name] = node = self.read(statement.value)
        return node

    def read(self, tree: ast.expr) -> Node:
        """Check every part of an expression against the whitelist, and make it a node."""
        return fold_tree(tree, self.node, self.parts)

    def node(self, part: ast.expr, args: list[Node]) -> Node:
        """Make a node of a part whose arguments have been read."""
        place = (part.lineno, part.col_offset, part.end_col_offset or 0, part.end_lineno or 0)
        match part:
            case ast.Name(id=name):
                if name in FUNCTIONS:
                    self.refuse(part, f"{name} is a function: write {name}(...)")
                if name not in self.definitions and name != "pi":
                    self.needed[name] = None
                return Node(name=name, place=place)
            case ast.Constant(value=int() | float() as number):
                return Node(number=self.figure(part, number), place=place)
            case ast.UnaryOp(op=ast.UAdd()):
                return args[0]
            case ast.UnaryOp(op=op) | ast.BinOp(op=op):
                rule = OPERATIONS[type(op)]
            case ast.Call(func=ast.Name(id=name)):
                rule = FUNCTIONS[name]
        return Node(rule, tuple(args), place=place)

    def figure(self, part: ast.expr, number: float) -> str:
        """Return a number's text as typed; hex, underscores and the like as a plain decimal."""
        try:
            as_float = finite(number)
        except DomainError:
            self.refuse(part, "this number is too large for a float")
        written = self.lines[part.lineno - 1].encode()
        text = written[part.col_offset : part.end_col_offset].decode()
        is_plain = all(c in "0123456789.eE+-" for c in text)
        return text if is_plain else plain_number(as_float)

    def parts(self, node: ast.expr) -> list[ast.expr]:
        """Return the arguments of an operation, or refuse what is none."""
        match node:
            case ast.Name():
                return []
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return []
            case ast.BinOp(op=ast.BitXor()):
                self.refuse(node, "use ** for powers: ^ is something else in Python")
            case ast.BinOp(op=op, left=left, right=right) if type(op) in OPERATIONS:
                return [left, right]
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                return [operand]
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
                if len(args) != len(FUNCTIONS[name].partials):
                    self.refuse(node, f"{name} takes {len(FUNCTIONS[name].partials)} argument")
                return args
            case ast.Call(func=ast.Name(id=name)):
                self.refuse(node, f"there is no function {name}: there are {', '.join(FUNCTIONS)}")
        self.refuse(node, "a formula holds names, numbers, + - * / **, brackets and functions")

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
            error.args = (f"{error} (in {self.mark(part)})",)
            raise
        return value

    def missing(self, name: str) -> NoReturn:
        """Say which name has no value, and where it stands."""
        parts = [*self.definitions.values(), self.output]
        place = next(node for part in parts for node in part.walk() if node.name == name)
        self.refuse(place, f"{name} has no value: give it one, such as {name}=0.5")

    def refuse(self, part: ast.expr | ast.stmt | Node, why: str) -> NoReturn:
        """Refuse a part of the formula."""
        raise FormulaError(f"{why} (in {self.mark(part)})")

    def fail(self, why: str, line: str, offset: int, cause: Exception | None = None) -> NoReturn:
        """Refuse a formula that has no parts to name."""
        marked = mark(line, offset, offset + 1)
        raise FormulaError(f"the formula {why}: {marked}") from cause

    def mark(self, part: ast.expr | ast.stmt | Node) -> str:
        """Show the line of a part, with the part marked."""
        if isinstance(part, Node):
            first, start, end, last = part.place or (1, 0, 0, 1)
        else:
            first, start = part.lineno, part.col_offset
            end, last = part.end_col_offset or 0, part.end_lineno or first
        line = self.lines[first - 1].encode()  # offsets count bytes
        end = end if first == last else len(line)
        return mark(line.decode(), len(line[:start].decode()), len(line[:end].decode()))


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


def complaint(sign: str) -> str:
    """Say what to write instead of a sign that can't stand in a formula; nothing if it can."""
    shown = f"{sign} can't stand in a formula"
    if sign in INSTEAD:
        return f"{shown}: write {INSTEAD[sign]}"
    raised = unicodedata.decomposition(sign).partition(" ")[0]
    if raised in ("<super>", "<sub>", "<fraction>"):
        text = unicodedata.normalize("NFKC", sign)
        return f"{shown}: write {f'**{text}' if raised == '<super>' else text.replace('⁄', '/')}"
    kind = unicodedata.category(sign)
    is_in_names = kind in ("Lu", "Ll", "Lt", "Lo", "Mn", "Mc", "Nd", "Nl") or sign.isspace()
    return "" if is_in_names else f"{shown}: it holds names, numbers, + - * / ** and functions"


def parse(text: str, **values: Any) -> Graph:
    """Return the graph of a formula, definitions before it, at these values.

    Every name becomes a Value with that label. Raises FormulaError (a ValueError) that marks the
    place, for a text that can't be read, a missing value, or one that the formula doesn't use.

    >>> graph = parse("sigma = sqrt(1 + z**2); -(t - mu)**2/(2*sigma**2)", t=1, mu=0.5, z=0.75)
    >>> graph.output, graph["sigma"]
    (Value(-0.08), Value(1.25, 'sigma'))
    >>> parse("x^2", x=3)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    microgauss.formula.errors.FormulaError: use ** for powers: ^ is something else in Python ...
    """
    formula = Formula(text)
    for name in values:
        if name in formula.definitions:
            raise FormulaError(f"{name} is defined in the formula, and given a value too")
        if name not in formula.names:
            raise FormulaError(f"the formula has no {name}; it has {', '.join(formula.names)}")
    return formula.graph(values)
