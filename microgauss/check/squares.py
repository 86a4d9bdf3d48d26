"""Polynomials that are sums of squares, and so never negative: a**2 - 2*a*b + b**2.

A polynomial is written as m' G m with a vector m of monomials and a matrix G: where G has no
negative eigenvalue, it is a sum of squares. What isn't + - * or a power counts as a variable, and
exp(a/2 - b) as a product of powers of exp(a) and exp(b). Variables that are never negative have
square roots: a - 2*sqrt(a*b) + b is a square, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from microgauss.check.algebra import literal
from microgauss.formula import Node, fold_tree

__all__ = ["is_sum_of_squares"]

Monomial = frozenset[tuple[str, Fraction]]  # variables with their exponents
Polynomial = dict[Monomial, Fraction]
Test = Callable[[str], bool]  # of a variable

ONE: Monomial = frozenset()
HIGHEST, LONGEST = 8, 60  # a power, a number of terms: larger ones are not multiplied out
EXP = "**"  # how variables begin that are powers of e, and so above 0: no formula begins so


def is_sum_of_squares(
    node: Node, *, strict: bool = False, is_nonnegative: Test = lambda _: False
) -> bool:
    """Tell whether a formula is a sum of squares, as far as this can be seen.

    ``is_nonnegative`` tells whether a variable is never below 0. With ``strict``, whether the sum
    is certainly above 0, wherever it has a value.

    >>> from microgauss.formula import Formula
    >>> [is_sum_of_squares(Formula(f"x**4 + 1 - {c}*x**2").output) for c in (2, 3)]
    [True, False]
    """
    polynomial = fold_tree(node, multiplied_out)
    basis = {
        power(monomial, Fraction(1, 2)): c
        for monomial, c in polynomial.items()
        if c > 0 and is_square(monomial, is_nonnegative)
    }
    squares = {times(a, a) for a in basis}
    if all(monomial in squares for monomial in polynomial):
        return not strict or any(is_positive_monomial(monomial) for monomial in polynomial)
    return not strict and is_positive_matrix(gram(polynomial, basis, squares))


def gram(
    polynomial: Polynomial, basis: Mapping[Monomial, Fraction], squares: set[Monomial]
) -> list[list[Fraction]]:
    """Return the matrix; that of the number -1 where the monomials don't suffice."""
    monomials = list(basis)
    matrix = [[basis[a] if a is b else Fraction(0) for b in monomials] for a in monomials]
    pairs = {times(a, b): (i, j) for i, a in enumerate(monomials)
             for j, b in enumerate(monomials[:i])}  # fmt: skip
    for monomial, c in polynomial.items():
        if monomial in squares:
            continue
        if monomial not in pairs:
            return [[Fraction(-1)]]
        i, j = pairs[monomial]
        matrix[i][j] += c / 2
        matrix[j][i] += c / 2
    return matrix


def is_square(monomial: Monomial, is_nonnegative: Test) -> bool:
    """Tell whether a monomial is the square of one."""
    return all(k % 2 == 0 or name.startswith(EXP) or is_nonnegative(name) for name, k in monomial)


def is_positive_monomial(monomial: Monomial) -> bool:
    """Tell whether a square is above 0, wherever it has a value: what is below a line isn't 0."""
    return all(k < 0 or name.startswith(EXP) for name, k in monomial)


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
    if node.is_operation("exp"):
        powers = {f"{EXP}{sorted(m)}": c for m, c in args[0].items()}
        return {frozenset(powers.items()): Fraction(1)}
    found = None
    if node.is_operation("divide"):
        found = multiplied(args[0], raised(node.args[1], args[1], Fraction(-1)))
    elif node.is_operation("pow"):
        exponent = literal(node.args[1])
        if exponent is not None and exponent.denominator == 1:
            found = raised(node.args[0], args[0], exponent)
    return found or {frozenset([(node.text, Fraction(1))]): Fraction(1)}


def raised(base: Node, polynomial: Polynomial, exponent: Fraction) -> Polynomial:
    """Raise a base to a whole power: multiplied out, or as a variable."""
    if len(polynomial) == 1 and abs(exponent) <= HIGHEST:
        ((monomial, c),) = polynomial.items()
        return {power(monomial, exponent): c ** int(exponent)}
    if 0 < exponent <= HIGHEST and len(polynomial) <= 4:
        result: Polynomial = {ONE: Fraction(1)}
        for _ in range(int(exponent)):
            result = multiplied(result, polynomial)
        return result
    if base.is_operation("pow") and (own := literal(base.args[1])) and own.denominator == 1:
        base, exponent = base.args[0], exponent * own
    return {frozenset([(base.text, exponent)]): Fraction(1)}


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
    exponents = dict(a)
    for name, k in b:
        exponents[name] = exponents.get(name, Fraction(0)) + k
    return frozenset((name, k) for name, k in exponents.items() if k)


def power(monomial: Monomial, exponent: Fraction) -> Monomial:
    """Raise a monomial to a power."""
    return frozenset((name, k * exponent) for name, k in monomial if exponent)


def is_positive_matrix(matrix: list[list[Fraction]]) -> bool:
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
