"""A formula with its values at some points: one more kind of number for the table's rules."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.formula import OPERATOR_TEXTS, rule_of, tidy
from microgauss.rules import RULES, Rule

__all__ = [
    "Column", "Expression", "children", "combine", "expression", "is_number", "namespace", "plain",
    "tidy_number",
]  # fmt: skip

Column = NDArray[np.float64]
SYNTAX: dict[str, Any] = {text: kind for kind, text in OPERATOR_TEXTS.items()}
SYNTAX["-"] = ast.Sub  # of two arguments


@dataclass(frozen=True, eq=False)
class Expression:
    """A formula and its values at some points: one more kind of number for the table's rules."""

    node: ast.expr
    column: Column

    def __add__(self, other: Any) -> Expression:
        return combine(RULES["add"], self, other)

    def __sub__(self, other: Any) -> Expression:
        return combine(RULES["subtract"], self, other)

    def __mul__(self, other: Any) -> Expression:
        return combine(RULES["multiply"], self, other)

    def __truediv__(self, other: Any) -> Expression:
        return combine(RULES["divide"], self, other)

    def __pow__(self, other: Any) -> Expression:
        return combine(RULES["pow"], self, other)

    def __radd__(self, other: Any) -> Expression:
        return combine(RULES["add"], other, self)

    def __rsub__(self, other: Any) -> Expression:
        return combine(RULES["subtract"], other, self)

    def __rmul__(self, other: Any) -> Expression:
        return combine(RULES["multiply"], other, self)

    def __rtruediv__(self, other: Any) -> Expression:
        return combine(RULES["divide"], other, self)

    def __neg__(self) -> Expression:
        return combine(RULES["negative"], self)

    @property
    def text(self) -> str:
        """The formula's text."""
        return tidy(self.node)


def combine(rule: Rule, *args: Any) -> Expression:
    """Apply a row of the table to expressions: to their text and to their values."""
    parts = [arg if isinstance(arg, Expression) else plain(arg) for arg in args]
    if simpler := simplified(rule, parts):
        return simpler
    nodes = [part.node for part in parts]
    node: ast.expr
    if not rule.operator:
        node = ast.Call(ast.Name(rule.name), nodes, [])
    elif len(nodes) == 1:
        node = ast.UnaryOp(ast.USub(), nodes[0])
    else:
        node = ast.BinOp(nodes[0], SYNTAX[rule.operator](), nodes[1])
    return Expression(node, np.asarray(rule.value(np, *(part.column for part in parts))))


def simplified(rule: Rule, parts: Sequence[Expression]) -> Expression | None:
    """Write 2 - 1 as 1, x**1 as x and 1*x as x."""
    numbers = [float(part.column) if is_number(part.node) else None for part in parts]
    if rule.operator and None not in numbers:
        result = float(rule.value(np, *numbers))
        return plain(tidy_number(result)) if result.is_integer() and result >= 0 else None
    if rule.name == "pow" and numbers[1] == 1:
        return parts[0]
    if rule.name == "multiply" and 1 in numbers:
        return parts[1 - numbers.index(1)]
    return None


def plain(number: float) -> Expression:
    """Make an expression of a plain number."""
    return Expression(ast.Constant(number), np.asarray(float(number)))


namespace = SimpleNamespace(**{rule.name: partial(combine, rule) for rule in RULES.values()})


def expression(node: ast.expr, names: Mapping[str, Column]) -> Expression:
    """Evaluate a formula's expression at the points whose coordinates are the columns ``names``."""
    match node:
        case ast.Name(id="pi"):
            return Expression(node, np.asarray(np.pi))
        case ast.Name(id=name):
            return Expression(node, names[name])
        case ast.Constant():
            return Expression(node, np.asarray(float(node.value)))  # type: ignore[arg-type]
        case ast.UnaryOp(op=ast.UAdd()):
            return expression(node.operand, names)
    return combine(rule_of(node), *(expression(part, names) for part in children(node)))


def children(node: ast.expr) -> list[ast.expr]:
    """Return the arguments of an operation."""
    match node:
        case ast.BinOp():
            return [node.left, node.right]
        case ast.UnaryOp():
            return [node.operand]
        case ast.Call():
            return node.args
    return []


def tidy_number(number: float) -> float:
    """Return a whole number as an int, so that it is written without a point."""
    return int(number) if float(number).is_integer() else number


def is_number(node: ast.expr) -> bool:
    """Tell whether an expression is a plain number."""
    return isinstance(node, ast.Constant)
