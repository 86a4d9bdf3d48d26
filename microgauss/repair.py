"""What to write instead: the fewest edits that make a wrong gradient right."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from microgauss.diagnosis import Evidence, product_of
from microgauss.expressions import Expression, children, combine, expression, namespace
from microgauss.formula import rule_of, tidy
from microgauss.slips import Editor, edits, same

__all__ = ["Repair", "atoms", "marks", "repair", "summands"]

LONG = 250  # nodes: of a longer claim only the likely slips are tried
PAIRS = 12_000  # of edits, about a second's work
Column = NDArray[np.float64]
Edits = tuple[tuple[str, str], ...]
Put = Callable[[ast.expr], ast.expr]
Part = tuple[ast.expr, Column, Put]
MOST_ATOMS = 16
CANDIDATES = 5  # that agree with the truth as floats, and are tried to 50 digits


@dataclass(frozen=True)
class Repair:
    """A right formula in the claim's spelling, and the parts that were edited, old and new."""

    formula: str
    edits: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.formula}      ({marks(self.edits)})"


def marks(edits: Sequence[tuple[str, str]]) -> str:
    """Write what was edited: ``sigma**2 -> sigma**3``.

    >>> marks((("sigma**2", "sigma**3"), ("", "*x")))
    'sigma**2 -> sigma**3, put *x behind'
    """
    return ", ".join(f"{old} -> {new}" if old else f"put {new} behind" for old, new in edits)


def repair(
    claim: ast.expr,
    evidence: Evidence,
    function: Sequence[ast.expr],
    confirm: Callable[[str], bool],
) -> Repair | None:
    """Find the fewest edits that make a claim equal the truth, or None within two edits.

    ``function`` are the expressions of the function: their parts and their local derivatives are
    what a claim may have left out. ``confirm`` has the last word on a candidate.
    """
    with np.errstate(all="ignore"):
        for stage in stages(claim, evidence, function):
            right = [v for v in stage if v.column.shape == evidence.true.shape]
            right = [v for v in right if np.all(same(v.column, evidence.true))]
            for variant in sorted(right, key=lambda v: unlike(claim, v))[:CANDIDATES]:
                if confirm(variant.text):
                    return Repair(variant.text, exchanged(tuple(changes(claim, variant.node))))
    return None


def stages(
    claim: ast.expr, evidence: Evidence, function: Sequence[ast.expr]
) -> Iterator[Sequence[Expression]]:
    """Make variants of a claim: the likely slips first, pairs of them last."""
    names = evidence.names
    itself = expression(claim, names)
    yield edits(claim, names)
    if sum(1 for _ in ast.walk(claim)) > LONG:
        return
    known = atoms([claim, *function], names)
    yield edits(claim, names, atoms=known)
    missing = product_of(evidence.true - itself.column, known)
    yield [joined(itself, term) for term in missing]
    yield [itself * factor for factor in product_of(evidence.true / itself.column, known)]
    editor = Editor(names, most=2, pairs=PAIRS)
    for part, needed, put in sorted(parts_needed(claim, evidence.true, names), key=size):
        pairs = editor.levels(part)[2]
        yield [
            Expression(put(pair.node), evidence.true)
            for pair in pairs
            if pair.column.shape == needed.shape and np.all(same(pair.column, needed))
        ]


def parts_needed(node: ast.expr, needed: Column, names: Mapping[str, Column]) -> Iterator[Part]:
    """Find what each summand and factor would have to be, for the whole to be right.

    Yields the part, the column that is needed of it, and how the whole is put together again.
    """
    yield node, needed, lambda new: new
    if not isinstance(node, ast.BinOp) or isinstance(node.op, ast.Pow):
        return
    a, b = (expression(part, names).column for part in children(node))
    match node.op:
        case ast.Add():
            left, right = needed - b, needed - a
        case ast.Sub():
            left, right = needed + b, a - needed
        case ast.Mult():
            left, right = needed / b, needed / a
        case _:
            left, right = needed * b, a / needed
    for part, column, put in parts_needed(node.left, left, names):
        yield part, column, partial(put_left, node, put)
    for part, column, put in parts_needed(node.right, right, names):
        yield part, column, partial(put_right, node, put)


def put_left(node: ast.BinOp, put: Put, new: ast.expr) -> ast.expr:
    """Put something new into the left side of an operation."""
    return ast.BinOp(put(new), node.op, node.right)


def put_right(node: ast.BinOp, put: Put, new: ast.expr) -> ast.expr:
    """Put something new into the right side of an operation."""
    return ast.BinOp(node.left, node.op, put(new))


def size(part: Part) -> int:
    """Order parts by their length."""
    return len(ast.dump(part[0]))


def joined(claim: Expression, term: Expression) -> Expression:
    """Add a term that is missing; a claim of 0 is replaced."""
    if not np.any(claim.column):
        return term
    if isinstance(term.node, ast.UnaryOp):
        return claim - Expression(term.node.operand, -term.column)
    return claim + term


def atoms(nodes: Sequence[ast.expr], names: Mapping[str, Any]) -> list[Expression]:
    """Collect what a claim may lack: names, parts of the formulas, their local derivatives."""
    found = [expression(ast.Name(name), names) for name in names]
    for node in nodes:
        for part in ast.walk(node):
            if isinstance(part, ast.expr) and (args := children(part)):
                found.extend(
                    parts_and_derivatives(part, [expression(a, names) for a in args], names)
                )
    usable = [atom for atom in found if np.all(np.isfinite(atom.column))]
    usable = [atom for atom in usable if np.ptp(atom.column) > 0]
    usable.sort(key=lambda atom: len(atom.text))
    kept: list[Expression] = []
    for atom in usable:
        if len(kept) < MOST_ATOMS and not any(np.all(same(atom.column, k.column)) for k in kept):
            kept.append(atom)
    return kept


def parts_and_derivatives(
    part: ast.expr, args: Sequence[Expression], names: Mapping[str, Any]
) -> Iterator[Expression]:
    """Return an operation, its local derivatives, from the table, and their factors."""
    rule = rule_of(part)
    itself = combine(rule, *args)
    yield itself
    for derivative in rule.derivatives:
        local = derivative(namespace, itself, *args)
        if isinstance(local, Expression):
            yield local
            yield from (expression(inner, names) for inner in children(local.node))


def summands(node: ast.expr, names: Mapping[str, Any], sign: int = 1) -> list[Expression]:
    """Take a sum apart into its terms, with their signs."""
    match node:
        case ast.BinOp(op=ast.Add()):
            return summands(node.left, names, sign) + summands(node.right, names, sign)
        case ast.BinOp(op=ast.Sub()):
            return summands(node.left, names, sign) + summands(node.right, names, -sign)
        case ast.UnaryOp(op=ast.USub()):
            return summands(node.operand, names, -sign)
    term = expression(node, names)
    return [term if sign > 0 else -term]


def unlike(claim: ast.expr, variant: Expression) -> tuple[float, int]:
    """Rank variants: those nearest to the claim's own spelling first, then the shorter."""
    text = variant.text
    likeness = difflib.SequenceMatcher(None, tidy(claim), text, autojunk=False).ratio()
    clumsy = sum(text.count(sign) for sign in ("/-", "*-", "- -", "+ -", "(-")) + text.startswith(
        "-"
    )
    return clumsy / 4 - likeness, len(text)


def exchanged(edits: Edits) -> Edits:
    """Count two names that were exchanged throughout as one edit."""
    for old, new in edits:
        if old != new and set(edits) == {(old, new), (new, old)}:
            return ((f"{old} and {new}", f"{new} and {old}"),)
    return edits


def changes(old: ast.expr, new: ast.expr) -> Iterator[tuple[str, str]]:
    """Find the smallest parts in which two formulas differ."""
    if tidy(old) == tidy(new):
        return
    before, after = children(old), children(new)
    if isinstance(new, ast.BinOp) and tidy(new.left) == tidy(old):
        yield "", tidy(new).removeprefix(tidy(new.left)).strip() or tidy(new)
        return
    alike = bool(before) and len(before) == len(after) and rule_of(old) is rule_of(new)
    raises = isinstance(old, ast.BinOp) and isinstance(old.op, ast.Pow)
    if not alike or (raises and tidy(before[1]) != tidy(after[1])):
        yield tidy(old), tidy(new)
        return
    for a, b in zip(before, after, strict=True):
        yield from changes(a, b)
