"""What a gradient may lack: names, parts of the function, its inner derivatives, and products."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.check.algebra import Product, constant, literal, signed_terms
from microgauss.check.floats import Column, Evaluator, same
from microgauss.check.problem import Problem, Trace
from microgauss.check.symbols import from_value, is_writable, partials_of
from microgauss.engine.gradient import grad
from microgauss.engine.rules import DomainError
from microgauss.engine.value import Constant, Value, toposort
from microgauss.formula import Node

__all__ = ["Vocabulary", "atoms_of", "gradient_or_none", "inner_derivatives"]

MOST, PAIRED = 200, 26  # atoms; of the first, all pairs are tried
LONG = 60  # operations of a function: of a longer one the inner derivatives are left out
FEW = 8  # points by which something is told
FIT = 1e-7  # a ratio that varies by less is constant
Powers = tuple[tuple[int, int], ...]  # a product: positions of atoms, and their exponents


def inner_derivatives(trace: Trace) -> dict[Value, Node]:
    """Return the derivative of every part of the function by the name asked for, as formulas.

    Of exp(x**2) they are 1, 2*x and 2*x*exp(x**2).
    """
    order = toposort(trace.output)
    found: dict[Value, Node] = {}
    if len(order) > LONG:
        return found
    for value in order:
        derivative = gradient_or_none(value, trace.x)
        is_zero = isinstance(derivative, Constant) and derivative.data == 0
        if derivative is not None and not is_zero and is_writable(derivative):
            found[value] = from_value(derivative)
    return found


def gradient_or_none(output: Value, x: Value) -> Value | None:
    """Return a gradient, or None where there is none at the traced point."""
    try:
        found: Value = grad(output, x)
    except DomainError:
        return None
    return found


class Match(NamedTuple):
    """A product of atoms that explains a column, and how far-fetched it is."""

    node: Node
    effort: float


class Vocabulary:
    """The atoms that a formula may lack, and the products of two of them or their inverses.

    ``switches`` are atoms that are 0 somewhere, as step(x) is. ``gradient`` is the true gradient,
    and ``formulas`` are all that the claim may have been copied from.
    """

    def __init__(
        self, atoms: Sequence[Node], evaluate: Evaluator, function: Sequence[Node], gradient: Node
    ) -> None:
        self.evaluate, self.gradient = evaluate, gradient
        self.formulas = [*function, gradient]
        self.atoms: list[Node] = []
        self.switches: list[Node] = []
        columns = self.collect(atoms)
        self.products: list[Powers] = [()]
        self.products += [((i, k),) for i in range(len(columns)) for k in (1, -1, 2, -2)]
        pairs = combinations(range(min(len(columns), PAIRED)), 2)
        self.products += [((i, a), (j, b)) for i, j in pairs for a in (1, -1) for b in (1, -1)]
        logs = np.log(np.abs(np.array(columns))) if columns else np.empty((0, evaluate.points))
        weights = np.zeros((len(self.products), len(columns)))
        for row, powers in enumerate(self.products):
            for atom, exponent in powers:
                weights[row, atom] = exponent
        self.logs = weights @ logs
        self.effort = np.array([self.effort_of(powers) for powers in self.products])

    def collect(self, atoms: Sequence[Node]) -> list[Column]:
        """Keep the atoms that vary and differ, the short ones first; return their columns."""
        columns: list[Column] = []
        for atom in sorted(atoms, key=lambda atom: (atom.size, len(atom.text))):
            column = self.evaluate(atom)
            is_usable = np.isfinite(column).all() and np.ptp(column) > 0
            if is_usable and (column == 0).any():
                self.switches += [atom] if len(self.switches) < PAIRED else []
            elif is_usable and not any(same(abs(column), abs(c)).all() for c in columns):
                self.atoms.append(atom)
                columns.append(column)
            if len(self.atoms) == MOST:
                break
        return columns

    def effort_of(self, powers: Powers) -> float:
        """Return how far-fetched a product is: a short atom itself is nearest."""
        return sum(
            0.04 * self.atoms[i].size + 0.1 * (abs(k) - 1) + 0.03 * (k < 0) for i, k in powers
        ) + 0.15 * (len(powers) > 1)

    def matching(self, column: Column, most: int = 4) -> list[Match]:
        """Return the products that a column is, but for a simple factor, the nearest first."""
        known = np.flatnonzero(np.isfinite(column))  # the others are 0/0
        if len(known) < FEW or (column == 0).any() or np.isinf(column).any():
            return []
        rows = np.arange(len(self.products))
        for points in (known[:2], known):  # two points rule most products out
            rest = np.log(np.abs(column[points])) - self.logs[np.ix_(rows, points)]
            rows = rows[np.ptp(rest, axis=1) < FIT]
        found = []
        for row in rows[np.argsort(self.effort[rows], kind="stable")][:most]:
            factor = self.factor(column, row, known)
            if factor is not None:
                extra = 0.0 if abs(factor) == 1 else 0.1 + 0.02 * len(str(factor))
                powers = [Product.of(self.atoms[i], exponent=Fraction(k)).node
                          for i, k in self.products[row]]  # fmt: skip
                node = Product.of(constant(factor), *powers).node
                found.append(Match(node, float(self.effort[row]) + extra))
        return found

    def factor(self, column: Column, row: int, known: NDArray[np.intp]) -> Fraction | None:
        """Return the simple factor between a column and a product of atoms."""
        values = np.ones(self.evaluate.points)
        for i, exponent in self.products[row]:
            values = values * self.evaluate(self.atoms[i]) ** float(exponent)
        return simple_fraction((column / values)[known])


def simple_fraction(column: Column) -> Fraction | None:
    """Return the simple fraction that a column is everywhere, if it is one."""
    factor = float(np.median(column))
    if not np.isfinite(factor) or np.ptp(column) > FIT * abs(factor):
        return None
    simple = Fraction(factor).limit_denominator(24)
    close = simple and abs(float(simple) - factor) < FIT * abs(factor)
    return simple if close and abs(simple.numerator) <= 1000 else None


def atoms_of(problem: Problem, trace: Trace, claim: Node, gradient: Node) -> list[Node]:
    """Collect the atoms: names, parts of function, claim and gradient, and local derivatives."""
    function = problem.function.formulas
    names = [Node(name=name) for name in (*problem.names, *trace.definitions)]
    parts = [part for node in (*function, claim) for part in node.walk() if part.args]
    partials = [partial for node in function for part in node.walk() if part.args
                for partial in partials_of(part)]  # fmt: skip
    terms = [term for _, term in signed_terms(gradient)]
    factors = [base for term in terms for base in Product.of(term).bases.values()]
    inner = list(inner_derivatives(trace).values())
    inner_factors = [base for node in inner for base in Product.of(node).bases.values()]
    found = [*names, *parts, *partials, *terms, *factors, *inner, *inner_factors]
    return [node for node in found if node.size <= 30 and literal(node) is None]
