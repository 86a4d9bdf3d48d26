"""The likely slips in a formula, one edit each: for the power of a check, and for repair.

A slip is a sign, an exponent off by one, a factor 2 gained or lost, a summand or a factor dropped,
a name taken for another, a function's derivative left out. `edits` makes them all at once: every
variant of a formula carries its values at a number of points, a column of them, so that thousands
of variants are compared with the truth by NumPy.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.formula import FUNCTIONS, OPERATOR_TEXTS, rule_of, tidy
from microgauss.rules import RULES, Rule

__all__ = ["Editor", "Expression", "distinct", "edits", "expression", "same"]

Column = NDArray[np.float64]
SYNTAX: dict[str, Any] = {text: kind for kind, text in OPERATOR_TEXTS.items()}
SYNTAX["-"] = ast.Sub  # of two arguments
CLOSE = 1e-9  # variants that differ by less, at every point, are one


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


def edits(
    node: ast.expr,
    names: Mapping[str, Column],
    atoms: Sequence[Expression] = (),
) -> list[Expression]:
    """Return the variants of a formula that are one edit away.

    ``names`` are columns, of K numbers each; ``atoms`` are factors that may have been left out.
    Different edits may give equal variants: see `distinct`.

    >>> x = np.array([1.5, 2.5])
    >>> [variant.text for variant in edits(ast.parse("x/2", mode="eval").body, {"x": x})][:3]
    ['x', '1/2', 'x*2']
    """
    with np.errstate(all="ignore"):
        variants = Editor(names, atoms=atoms).levels(node)[1]
        return variants + [expression(swapped, names) for swapped in exchanges(node)]


class Editor:
    """The edits of a formula, up to a number of them, worked out from its leaves upwards.

    Up to ``pairs`` variants with an edit in each argument are made: a number, and not a time, so
    that the same claim gets the same answer on every machine.
    """

    def __init__(
        self,
        names: Mapping[str, Column],
        *,
        most: int = 1,
        atoms: Sequence[Expression] = (),
        pairs: int = 0,
    ) -> None:
        self.names, self.most, self.atoms, self.pairs = names, most, atoms, pairs
        self.known: dict[ast.expr, list[list[Expression]]] = {}

    def levels(self, node: ast.expr) -> list[list[Expression]]:
        """Return the variants of a part: a list for each number of edits."""
        if node not in self.known:
            self.known[node] = self.worked_out(node)
        return self.known[node]

    def worked_out(self, node: ast.expr) -> list[list[Expression]]:
        """Edit the arguments of an operation, or the operation, or some of both."""
        parts = children(node)
        inside = [self.levels(part) for part in parts]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and is_number(parts[1]):
            inside[1] = [inside[1][0], *[[] for _ in range(self.most)]]  # `structural` sees to it
        arguments: list[list[tuple[Expression, ...]]] = [[tuple(levels[0][0] for levels in inside)]]
        result = [[self.rebuild(node, arguments[0][0])]]
        for count in range(1, self.most + 1):
            arguments.append(list(self.mixtures(inside, count)))
            variants = [e for args in arguments[count - 1] for e in structural(node, args)]
            variants += [self.rebuild(node, args) for args in arguments[count]]
            if not parts and count == 1:
                variants += self.other_names(node)
            variants += [e for itself in result[count - 1] for e in self.scaled(node, itself)]
            # of pairs there are thousands: of those that are equal, one will do
            result.append(distinct(variants, result[0]) if self.most > 1 else variants)
        return result

    def mixtures(
        self, inside: list[list[list[Expression]]], count: int
    ) -> Iterator[tuple[Expression, ...]]:
        """Spread a number of edits over the arguments in every way."""
        if len(inside) < 2:
            yield from ((variant,) for levels in inside for variant in levels[count])
            return
        for left in range(count + 1):
            for a in inside[0][left]:
                if 0 < left < count:
                    self.pairs -= len(inside[1][count - left])
                    if self.pairs < 0:
                        return
                for b in inside[1][count - left]:
                    yield a, b

    def rebuild(self, node: ast.expr, args: Sequence[Expression]) -> Expression:
        """Put arguments into an operation; a name or a number stays as it is."""
        return combine(rule_of(node), *args) if args else expression(node, self.names)

    def other_names(self, node: ast.expr) -> Iterator[Expression]:
        """Take a name for another, or for a 2."""
        if isinstance(node, ast.Name):
            yield from (Expression(ast.Name(n), c) for n, c in self.names.items() if n != node.id)
            yield plain(2)

    def scaled(self, node: ast.expr, itself: Expression) -> Iterator[Expression]:
        """Change a sign, or put a factor or a square to a part."""
        if is_number(node):
            yield from (plain(tidy_number(float(itself.column) * by)) for by in (2, 0.5, -1))
            return
        yield from (-itself, 2 * itself, itself / 2)
        if isinstance(node, (ast.Name, ast.Call)) or is_sum(node):
            yield itself**2
        for atom in self.atoms:
            yield itself * atom
            yield itself / atom


def structural(node: ast.expr, args: Sequence[Expression]) -> Iterator[Expression]:
    """Change signs, exponents and functions, and drop summands and factors."""
    match node:
        case ast.BinOp(op=ast.Add()):
            yield from (args[0] - args[1], args[1] - args[0], *args)
        case ast.BinOp(op=ast.Sub()):
            yield from (args[0] + args[1], args[1] - args[0], args[0], -args[1])
        case ast.BinOp(op=ast.Mult()):
            yield from (*args, args[0] / args[1])
        case ast.BinOp(op=ast.Div()):
            yield from (args[0], 1 / args[1], args[0] * args[1])
        case ast.BinOp(op=ast.Pow()):
            yield from (power(args[0], args[1], by) for by in (1, -1))
        case ast.UnaryOp():
            yield args[0]
        case ast.Call(func=ast.Name(id=name)):
            derivative = FUNCTIONS[name].derivatives[0]
            yield args[0]
            found = derivative(namespace, combine(FUNCTIONS[name], *args), *args)
            yield found if isinstance(found, Expression) else plain(found)


def power(base: Expression, exponent: Expression, by: int) -> Expression:
    """Change an exponent by one; x**1 is x."""
    try:
        number = float(ast.literal_eval(exponent.node)) + by
    except ValueError:
        return base ** (exponent + by if by > 0 else exponent - 1)
    return base if number == 1 else base ** plain(tidy_number(number))


def tidy_number(number: float) -> float:
    """Return a whole number as an int, so that it is written without a point."""
    return int(number) if float(number).is_integer() else number


def is_number(node: ast.expr) -> bool:
    """Tell whether an expression is a plain number."""
    return isinstance(node, ast.Constant)


def is_sum(node: ast.expr) -> bool:
    """Tell whether an expression is a sum or a difference."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)


def exchanges(node: ast.expr) -> Iterator[ast.expr]:
    """Exchange two names throughout."""
    used = {part.id: part for part in ast.walk(node) if isinstance(part, ast.Name)}
    names = [name for name in used if name not in FUNCTIONS]
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            yield Exchange({a: b, b: a}).visit(ast.parse(ast.unparse(node), mode="eval").body)


class Exchange(ast.NodeTransformer):
    """Put other names for names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Put another name."""
        return ast.Name(self.names.get(node.id, node.id))


def distinct(variants: Sequence[Expression], known: Sequence[Expression]) -> list[Expression]:
    """Leave out variants that equal an earlier one, or a known one, at every point."""
    every = [*known, *variants]
    kept: dict[bytes, Expression] = {}
    for variant, fingerprint in zip(every, fingerprints(every), strict=True):
        kept.setdefault(fingerprint, variant)
    return [variant for variant in kept.values() if variant not in known]


def fingerprints(variants: Sequence[Expression]) -> list[bytes]:
    """Return the same bytes for columns that are the same but for rounding."""
    columns = np.broadcast_arrays(*(variant.column for variant in variants))
    table = np.stack(columns).reshape(len(variants), -1)
    mantissa, exponent = np.frexp(np.where(np.isfinite(table), table, 0.0))
    return [row.tobytes() for row in np.ldexp(np.round(mantissa * 2**30), exponent)]


def same(a: Column, b: Column) -> NDArray[np.bool_]:
    """Tell at which points two columns are the same but for rounding."""
    with np.errstate(all="ignore"):
        return np.abs(a - b) <= CLOSE * np.maximum(np.abs(a), np.abs(b))
