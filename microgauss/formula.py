"""The text of a formula becomes a graph of Values, safely.

The text is read with Python's own grammar and never run: what isn't a name, a number, + - * / **,
brackets, ``pi`` or a function of the table is refused.
"""

from __future__ import annotations

import ast
import math
import re
import warnings
from collections.abc import Mapping
from typing import Any, NoReturn

from microgauss.operations import apply
from microgauss.rules import OPERATORS, RULES, DomainError, Rule
from microgauss.value import Constant, Value

__all__ = ["Formula", "FormulaError", "Graph", "parse", "tidy"]

LONGEST = 10_000  # characters
OPERATOR_TEXTS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.USub: "-",
}  # fmt: skip
FUNCTIONS = {rule.name: rule for rule in RULES.values() if not rule.operator}


class FormulaError(ValueError):
    """A formula that can't be read, with the place marked: ``>>here<<``."""


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

    Raises FormulaError for what it doesn't understand.

    >>> formula = Formula("sigma = sqrt(1 + z**2); log(sigma)")
    >>> formula.names, list(formula.definitions)
    (('z',), ['sigma'])
    """

    def __init__(self, text: str) -> None:
        self.text = text.strip() if isinstance(text, str) else text
        self.definitions: dict[str, ast.expr] = {}
        needed: dict[str, None] = {}
        *before, last = self.statements()
        for statement in before:
            self.define(statement, needed)
        if isinstance(last, ast.Expr):
            self.output: ast.expr = last.value
            self.need(self.output, needed)
        else:
            self.output = self.define(last, needed)
        self.names = tuple(needed)

    def statements(self) -> list[ast.stmt]:
        """Read the text with Python's grammar, or say where it can't be read."""
        if not isinstance(self.text, str) or not self.text:
            raise FormulaError("a formula is a text such as 'sqrt(1 + z**2)', and this is empty")
        if len(self.text) > LONGEST:
            raise FormulaError(f"the formula has {len(self.text):,} characters, and {LONGEST:,} "
                               f"are the most: >>{self.text[:20]}<<...")  # fmt: skip
        try:
            with warnings.catch_warnings():  # of '1if', which is refused anyway
                warnings.simplefilter("ignore")
                statements = ast.parse(self.text).body
        except SyntaxError as error:
            line = self.text.splitlines()[(error.lineno or 1) - 1 :][:1] or [""]
            self.fail(f"can't be read ({error.msg})", line[0], max((error.offset or 1) - 1, 0))
        except (RecursionError, MemoryError, ValueError) as error:
            self.fail("is nested too deeply, or holds a null character", self.text, 0, error)
        if not statements:
            self.fail("holds nothing to compute", self.text, 0)
        return statements

    def define(self, statement: ast.stmt, needed: dict[str, None]) -> ast.expr:
        """Read ``name = expression``."""
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            self.refuse(statement, "only definitions, name = formula, may come before the formula")
        name = statement.targets[0].id
        if len(statement.targets) > 1 or name in FUNCTIONS or name == "pi":
            self.refuse(statement, f"{name} can't be defined here: choose another name")
        if name in self.definitions or name in needed:
            self.refuse(statement, f"{name} is defined twice, or used before its definition")
        self.need(statement.value, needed)
        self.definitions[name] = statement.value
        return statement.value

    def need(self, node: ast.expr, needed: dict[str, None]) -> None:
        """Check every part of an expression against the whitelist, and note the names it needs."""
        stack: list[ast.expr] = [node]
        while stack:
            part = stack.pop()
            if isinstance(part, ast.Name):
                if part.id in FUNCTIONS:
                    self.refuse(part, f"{part.id} is a function: write {part.id}(...)")
                if part.id not in self.definitions and part.id != "pi":
                    needed[part.id] = None
            else:
                stack.extend(reversed(self.parts(part)))

    def parts(self, node: ast.expr) -> list[ast.expr]:
        """Return the arguments of an operation, or refuse what is none."""
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return []
            case ast.BinOp(op=ast.BitXor()):
                self.refuse(node, "use ** for powers: ^ is something else in Python")
            case ast.BinOp(op=op, left=left, right=right) if type(op) in OPERATOR_TEXTS:
                return [left, right]
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                return [operand]
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
                if len(args) != len(FUNCTIONS[name].derivatives):
                    self.refuse(node, f"{name} takes {len(FUNCTIONS[name].derivatives)} argument")
                return args
            case ast.Call(func=ast.Name(id=name)):
                self.refuse(node, f"there is no function {name}: there are {', '.join(FUNCTIONS)}")
        self.refuse(node, "a formula holds names, numbers, + - * / **, brackets and functions")

    def graph(self, values: Mapping[str, Any]) -> Graph:
        """Build the graph at these values: every name a labelled Value.

        Values may be numbers, or Values that are taken as they are. Raises FormulaError for a
        missing value, DomainError where an operation has no result, with the place.
        """
        scope: dict[str, Value] = {"pi": Constant(math.pi, "pi")}
        for name in self.names:
            if name not in values:
                self.missing(name)
            value = values[name]
            scope[name] = value if isinstance(value, Value) else Value(value, name)
        try:
            for name, node in self.definitions.items():
                scope[name] = self.evaluate(node, scope)
                scope[name].label = scope[name].label or name
            if self.output not in self.definitions.values():
                return Graph(self.evaluate(self.output, scope), scope)
            return Graph(scope[name], scope)
        except RecursionError as error:
            self.fail("is nested too deeply", self.text, 0, error)

    def evaluate(self, node: ast.expr, scope: Mapping[str, Value]) -> Value:
        """Compute one expression over Values."""
        match node:
            case ast.Name(id=name):
                return scope[name]
            case ast.Constant(value=int() | float() as number):
                return self.number(node, number)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.evaluate(operand, scope)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return self.number(node, -number)
        args = [self.evaluate(part, scope) for part in self.parts(node)]
        try:
            value: Value = apply(rule_of(node), *args)
        except DomainError as error:
            raise type(error)(f"{error} (in {self.mark(node)})") from None
        return value

    def number(self, node: ast.expr, number: float) -> Value:
        """Make a constant of a number in the text."""
        try:
            return Constant(number)
        except DomainError:
            self.refuse(node, "this number is too large for a float")

    def missing(self, name: str) -> NoReturn:
        """Say which name has no value, and where it stands."""
        parts = [*self.definitions.values(), self.output]
        nodes = (node for part in parts for node in ast.walk(part) if isinstance(node, ast.Name))
        place = next(node for node in nodes if node.id == name)
        self.refuse(place, f"{name} has no value: give it one, such as {name}=0.5")

    def refuse(self, node: ast.expr | ast.stmt, why: str) -> NoReturn:
        """Refuse a part of the formula."""
        raise FormulaError(f"{why} (in {self.mark(node)})")

    def fail(self, why: str, line: str, offset: int, cause: Exception | None = None) -> NoReturn:
        """Refuse a formula that has no parts to name."""
        marked = mark(line, offset, offset + 1)
        raise FormulaError(f"the formula {why}: {marked}") from cause

    def mark(self, node: ast.expr | ast.stmt) -> str:
        """Show the line of a part, with the part marked."""
        line = self.text.splitlines()[node.lineno - 1].encode()  # offsets count bytes
        start, end = node.col_offset, node.end_col_offset
        if node.end_lineno != node.lineno:
            end = len(line)
        return mark(line.decode(), len(line[:start].decode()), len(line[:end].decode()))


def mark(line: str, start: int, end: int) -> str:
    """Mark a place in a line, with some of what stands around it."""
    before, place, after = line[:start], line[start:end], line[end:]
    before = before if len(before) < 30 else "..." + before[-27:]
    after = after if len(after) < 30 else after[:27] + "..."
    place = place if len(place) < 50 else f"{place[:24]}...{place[-23:]}"
    return f"{before}>>{place}<<{after}"


def tidy(node: ast.AST) -> str:
    """Write an expression with the usual spaces: around + and -, not around the others.

    >>> tidy(Formula("(t-mu) ** 2/sigma**-3").output)
    '(t - mu)**2/sigma**-3'
    """
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.BinOp(op=ast.Mult() | ast.Div())):
            return f"-{tidy(node.operand)}"  # -1/x, where Python writes -(1 / x)
    text = re.sub(r" (\*\*|\*|/) ", r"\1", ast.unparse(node))
    return re.sub(r"\*\*\((-\d+)\)", r"**\1", text)


def rule_of(node: ast.AST) -> Rule:
    """Return the row of the table that an operation in the text names."""
    match node:
        case ast.BinOp(op=op):
            return OPERATORS[OPERATOR_TEXTS[type(op)], 2]
        case ast.UnaryOp():
            return OPERATORS["-", 1]
        case ast.Call(func=ast.Name(id=name)):
            return FUNCTIONS[name]
    raise TypeError(f"no operation: {ast.dump(node)}")


def parse(text: str, **values: Any) -> Graph:
    """Return the graph of a formula, definitions before it, at these values.

    Every name becomes a Value with that label. Raises FormulaError (a ValueError) that marks the
    place, for a text that can't be read, a missing value, or one that the formula doesn't use.

    >>> graph = parse("sigma = sqrt(1 + z**2); -(t - mu)**2/(2*sigma**2)", t=1, mu=0.5, z=0.75)
    >>> graph.output, graph["sigma"]
    (Value(-0.08), Value(1.25, 'sigma'))
    >>> parse("x^2", x=3)
    Traceback (most recent call last):
    microgauss.formula.FormulaError: use ** for powers: ^ is something else in Python (in >>x^2<<)
    """
    formula = Formula(text)
    for name in values:
        if name in formula.definitions:
            raise FormulaError(f"{name} is defined in the formula, and given a value too")
        if name not in formula.names:
            raise FormulaError(f"the formula has no {name}; it has {', '.join(formula.names)}")
    return formula.graph(values)
