"""Elasticities, an answer to another's sheet: what each side is."""

from collections.abc import Iterator

from mpmath import log, mpf, sqrt
from truth import Any, Chain, Point, d


def chains(p: Point) -> Iterator[Chain]:
    yield from production(*(p.positive() for _ in range(5)))
    yield from demand(*(p.positive() for _ in range(3)))
    yield from cost(*(p.positive() for _ in range(4)))
    yield from utility(p.unit(), p.positive(), p.positive())


def production(A: Any, K: Any, L: Any, alpha: Any, beta: Any) -> Iterator[Chain]:
    def Y(K: Any, L: Any) -> Any:
        return A * K**alpha * L**beta

    y, by_K, by_L = Y(K, L), d(lambda K: Y(K, L), K), d(lambda L: Y(K, L), L)
    yield [y, A * K**alpha * L**beta]
    yield [by_K, alpha * A * K ** (alpha - 1) * L**beta, alpha * y / K]
    yield [by_L, beta * A * K**alpha * L ** (beta - 1), alpha * y / L]
    yield [K / y * by_K, alpha]
    yield [K * by_K + L * by_L, alpha * beta * y]
    cross = d(lambda K: d(lambda L: Y(K, L), L), K)
    closed = alpha * beta * A * K ** (alpha - 1) * L ** (beta - 1)
    yield [cross, closed, alpha * beta * y / (K * L)]


def demand(c: Any, p: Any, eps: Any) -> Iterator[Chain]:
    def q(p: Any) -> Any:
        return c * p**-eps

    yield [d(q, p), -eps * c * p ** (-eps - 1), -eps * q(p) / p]
    yield [p * d(q, p) / q(p), -eps]
    yield [d(lambda p: p * q(p), p), q(p) + p * d(q, p), (1 + eps) * q(p)]


def cost(F: Any, b: Any, k: Any, Q: Any) -> Iterator[Chain]:
    def C(Q: Any) -> Any:
        return F + b * Q + k * Q**2

    def average(Q: Any) -> Any:
        return C(Q) / Q

    yield [d(C, Q), b + 2 * k * Q]
    yield [d(average, Q), (Q * d(C, Q) - C(Q)) / Q**2, k - F / Q]
    best = sqrt(F / k)
    yield [d(average, best), mpf(0)]
    yield [average(best), d(C, best), b + 2 * sqrt(F * k)]


def utility(a: Any, first: Any, second: Any) -> Iterator[Chain]:
    def U(first: Any, second: Any) -> Any:
        return a * log(first) + (1 - a) * log(second)

    by_first, by_second = d(lambda x: U(x, second), first), d(lambda x: U(first, x), second)
    quotient = a / first / ((1 - a) / second)
    yield [by_first / by_second, quotient, a * second / ((1 - a) * first)]
