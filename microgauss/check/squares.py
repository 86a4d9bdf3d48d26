"""Polynomials that are sums of squares, and so never negative: a**2 - 2*a*b + b**2.

A polynomial is written as m' G m with a vector m of monomials and a matrix G: where G has no
negative eigenvalue, it is a sum of squares. What isn't + - * or a whole power counts as a variable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from microgauss.check.algebra import literal
from microgauss.formula import Node, fold_tree

__all__ = ["is_sum_of_squares"]

Monomial = frozenset[tuple[str, int]]  # variables with their exponents
Polynomial = dict[Monomial, Fraction]

ONE: Monomial = frozenset()
HIGHEST, LONGEST = 8, 60  # a power, a number of terms: larger ones are not multiplied out


def is_sum_of_squares(node: Node) -> bool:
    """Tell whether a formula is a sum of squares, as far as this can be seen.

    >>> from microgauss.formula import Formula
    >>> [is_sum_of_squares(Formula(f"x**4 + 1 - {c}*x**2").output) for c in (2, 3)]
    [True, False]
    """
    polynomial = fold_tree(node, multiplied_out)
    basis = {
        frozenset((name, k // 2) for name, k in monomial): c
        for monomial, c in polynomial.items()
        if c > 0 and all(k % 2 == 0 for _, k in monomial)
    }
    monomials = list(basis)
    gram = [[basis[a] if a is b else Fraction(0) for b in monomials] for a in monomials]
    squares = {times(a, a) for a in monomials}
    pairs = {times(a, b): (i, j) for i, a in enumerate(monomials)
             for j, b in enumerate(monomials) if i != j}  # fmt: skip
    for monomial, c in polynomial.items():
        if monomial in squares:
            continue
        if monomial not in pairs:
            return False
        i, j = pairs[monomial]
        gram[i][j] += c / 2
        gram[j][i] += c / 2
    return is_positive(gram)


def multiplied_out(node: Node, args: Sequence[Polynomial]) -> Polynomial:
    """Return a node as a polynomial of those of its arguments, or as a variable."""
    number = literal(node)
    if number is not None:
        return {ONE: number} if number else {}
    if node.is_operation("add", "subtract", "negative"):
        signs = {"add": (1, 1), "subtract": (1, -1), "negative": (-1,)}[node.rule.name]  # type: ignore[union-attr]
        return total([(s * c, m) for s, p in zip(signs, args, strict=True) for m, c in p.items()])
    if node.is_operation("multiply") and len(args[0]) * len(args[1]) <= LONGEST:
        return multiplied(*args)
    divisor = literal(node.args[1]) if node.is_operation("divide", "pow") else None
    if divisor and node.is_operation("divide"):
        return {m: c / divisor for m, c in args[0].items()}
    if divisor and divisor.denominator == 1 and 0 < divisor <= HIGHEST and len(args[0]) <= 4:
        result: Polynomial = {ONE: Fraction(1)}
        for _ in range(int(divisor)):
            result = multiplied(result, args[0])
        return result
    return {frozenset([(node.text, 1)]): Fraction(1)}


def multiplied(a: Polynomial, b: Polynomial) -> Polynomial:
    """Multiply polynomials."""
    return total([(c * d, times(m, n)) for m, c in a.items() for n, d in b.items()])


def total(terms: Sequence[tuple[Fraction, Monomial]]) -> Polynomial:
    """Add terms."""
    found: Polynomial = {}
    for c, monomial in terms:
        found[monomial] = found.get(monomial, Fraction(0)) + c
    return {monomial: c for monomial, c in found.items() if c}


def times(a: Monomial, b: Monomial) -> Monomial:
    """Multiply monomials."""
    return frozenset((Counter(dict(a)) + Counter(dict(b))).items())


def is_positive(matrix: list[list[Fraction]]) -> bool:
    """Tell by elimination whether a symmetric matrix has no negative eigenvalue."""
    while matrix:
        (pivot, *row), *rest = matrix
        if pivot < 0 or (pivot == 0 and any(row)):
            return False
        matrix = [
            [x - (a * b / pivot if pivot else 0) for x, b in zip(line[1:], row, strict=True)]
            for line in rest
            for a in line[:1]
        ]
    return True
