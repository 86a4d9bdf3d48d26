"""The likely slips in a formula, one edit each: for the power of a check, and for repair.

A slip is a sign, an exponent off by one, a factor 2 gained or lost, a summand or a factor dropped,
a name taken for another, a function's derivative left out. `edits` makes them all at once: every
variant of a formula carries its values at a number of points, a column of them, so that thousands
of variants are compared with the truth by NumPy.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from microgauss.expressions import (
    Column,
    Expression,
    children,
    combine,
    expression,
    is_number,
    namespace,
    plain,
    tidy_number,
)
from microgauss.formula import FUNCTIONS, rule_of

__all__ = ["Editor", "distinct", "edits", "same"]

CLOSE = 1e-9  # variants that differ by less, at every point, are one


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
            x = float(itself.column)
            yield from (plain(tidy_number(other)) for other in (2 * x, x / 2, -x, x - 1, x + 1))
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
