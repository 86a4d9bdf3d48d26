"""What a gradient may lack: names, parts of the function, its inner derivatives, and products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from microgauss.check.algebra import (
    Columns,
    Evaluator,
    Product,
    from_value,
    node_of,
    number_of,
    partials_of,
    product,
    signed_terms,
)
from microgauss.check.edits import same
from microgauss.check.subject import Question, Recording
from microgauss.engine.gradient import grad
from microgauss.engine.rules import DomainError
from microgauss.engine.value import Constant, Value, toposort
from microgauss.formula import Node

__all__ = ["Vocabulary", "inner_derivatives", "plain_fraction"]

MOST, PAIRED = 200, 26  # atoms; of the first, all pairs are tried
LONG = 60  # operations of a function: of a longer one the inner derivatives are left out
FEW = 8  # points by which something is told
FIT = 1e-7  # a ratio that varies by less is constant


class Found(NamedTuple):
    """A product of atoms that explains a column, and how far-fetched it is."""

    node: Node
    effort: float


def inner_derivatives(recording: Recording) -> dict[Value, Node]:
    """Return the derivative of every part of the function by the name asked for, as formulas.

    >>> from microgauss.check.subject import Subject
    >>> recording = Question(Subject("exp(x**2)"), Subject("x"), "x").outline
    >>> [node.text for node in inner_derivatives(recording).values()]
    ['1', '2*x', '2*x*exp(x**2)']
    """
    order = toposort(recording.output)
    found: dict[Value, Node] = {}
    if len(order) > LONG:
        return found
    for value in order:
        if isinstance(value, Constant):
            continue
        try:
            derivative = grad(value, recording.x)
        except DomainError:
            continue
        if not (isinstance(derivative, Constant) and derivative.data == 0):
            found[value] = from_value(derivative)
    return found


class Vocabulary:
    """The atoms that a formula may lack, and the products of two of them or their inverses.

    ``switches`` are atoms that are 0 somewhere, as step(x) is.
    """

    def __init__(
        self, atoms: Sequence[Node], evaluate: Evaluator, function: Sequence[Node], gradient: Node
    ) -> None:
        self.evaluate, self.gradient = evaluate, gradient
        self.whole = [*function, gradient]
        self.atoms: list[Node] = []
        self.switches: list[Node] = []
        columns: list[Columns] = []
        for atom in sorted(atoms, key=lambda atom: (atom.size, len(atom.text))):
            column = evaluate(atom)
            is_usable = np.isfinite(column).all() and np.ptp(column) > 0
            if is_usable and (column == 0).any():
                self.switches += [atom] if len(self.switches) < PAIRED else []
            elif is_usable and not any(same(abs(column), abs(c)).all() for c in columns):
                self.atoms.append(atom)
                columns.append(column)
            if len(self.atoms) == MOST:
                break
        self.combinations = [(), *self.singles(), *self.pairs()]
        logs = np.log(np.abs(np.array(columns))) if columns else np.empty((0, evaluate.points))
        weights = np.zeros((len(self.combinations), len(columns)))
        for row, combination in enumerate(self.combinations):
            for atom_index, exponent in combination:
                weights[row, atom_index] = exponent
        self.logs = weights @ logs
        self.effort = np.array([self.effort_of(c) for c in self.combinations])

    def singles(self) -> Iterator[tuple[tuple[int, int], ...]]:
        """Yield each atom, its inverse and its square."""
        for i in range(len(self.atoms)):
            yield from (((i, 1),), ((i, -1),), ((i, 2),), ((i, -2),))

    def pairs(self) -> Iterator[tuple[tuple[int, int], ...]]:
        """Yield the products and quotients of two atoms."""
        for i, j in combinations(range(min(len(self.atoms), PAIRED)), 2):
            yield from (((i, a), (j, b)) for a in (1, -1) for b in (1, -1))

    def effort_of(self, combination: tuple[tuple[int, int], ...]) -> float:
        """Return how far-fetched a combination is: a short atom itself is nearest."""
        return sum(
            0.04 * self.atoms[i].size + 0.1 * (abs(k) - 1) + 0.03 * (k < 0) for i, k in combination
        ) + 0.15 * (len(combination) > 1)

    def explain(self, column: Columns, most: int = 4) -> list[Found]:
        """Return the products that a column is, but for a plain factor, the nearest first."""
        known = np.isfinite(column)  # the others are 0/0
        if known.sum() < FEW or (column == 0).any() or np.isinf(column).any():
            return []
        rest = np.log(np.abs(column[known])) - self.logs[:, known]
        rows = np.flatnonzero(np.ptp(rest, axis=1) < FIT)
        found = []
        for row in rows[np.argsort(self.effort[rows], kind="stable")][:most]:
            factor = self.factor(column, row, known)
            if factor is not None:
                plain = 0.0 if abs(factor) == 1 else 0.1 + 0.02 * len(str(factor))
                node = product(node_of(factor), *self.nodes(row))
                found.append(Found(node, float(self.effort[row]) + plain))
        return found

    def factor(self, column: Columns, row: int, known: NDArray[np.bool_]) -> Fraction | None:
        """Return the plain factor between a column and a combination of atoms."""
        values = np.ones(self.evaluate.points)
        for i, exponent in self.combinations[row]:
            values = values * self.evaluate(self.atoms[i]) ** float(exponent)
        return plain_fraction((column / values)[known])

    def nodes(self, row: int) -> Iterator[Node]:
        """Yield the factors of a combination."""
        for i, exponent in self.combinations[row]:
            factors = Product()
            factors.multiply(self.atoms[i], Fraction(exponent))
            yield factors.node


def plain_fraction(column: Columns) -> Fraction | None:
    """Return the simple fraction that a column is everywhere, if it is one."""
    factor = float(np.median(column))
    if not np.isfinite(factor) or np.ptp(column) > FIT * abs(factor):
        return None
    simple = Fraction(factor).limit_denominator(24)
    close = simple and abs(float(simple) - factor) < FIT * abs(factor)
    return simple if close and abs(simple.numerator) <= 1000 else None


def atoms_of(question: Question, recording: Recording, claim: Node, gradient: Node) -> list[Node]:
    """Collect the atoms: names, parts of function, claim and gradient, and local derivatives."""
    function = [*question.function.definitions.values()]
    if question.function.formula:
        function.append(question.function.formula.output)
    names = [Node(name=name) for name in (*question.names, *recording.definitions)]
    parts = [part for node in (*function, claim) for part in node.walk() if part.args]
    partials = [partial for node in function for part in node.walk() if part.args
                for partial in partials_of(part)]  # fmt: skip
    terms = [term for _, term in signed_terms(gradient)]
    factors = [base for term in terms for base in Product.of(term).bases.values()]
    inner = list(inner_derivatives(recording).values())
    inner_factors = [base for node in inner for base in Product.of(node).bases.values()]
    found = [*names, *parts, *partials, *terms, *factors, *inner, *inner_factors]
    return [node for node in found if node.size <= 30 and number_of(node) is None]
