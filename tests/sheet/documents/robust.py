"""Robust losses: what each side is."""

from collections.abc import Iterator

from mpmath import cosh, log, mpf, sinh, sqrt, tanh
from truth import Any, Chain, Point, d


def chains(p: Point) -> Iterator[Chain]:
    yield from pseudo_huber(p.real(), p.positive())
    yield from cauchy(p.real(), p.positive())
    yield from log_cosh(p.real())
    yield from student(p.real(), p.real(), p.positive(), p.positive())
    yield from location(p.vector(3), p.real(), p.real(), p.positive())


def huber(r: Any, delta: Any) -> Any:
    return delta**2 * (sqrt(1 + (r / delta) ** 2) - 1)


def pseudo_huber(r: Any, delta: Any) -> Iterator[Chain]:
    root = sqrt(1 + (r / delta) ** 2)
    slope = d(lambda r: huber(r, delta), r)
    yield [slope, delta**2 * (1 / (2 * root)) * (2 * r / delta**2), r / root]
    yield [abs(slope), delta]
    yield [d(lambda r: huber(r, delta), r, 2), (1 + r**2 / delta**2) ** (-mpf(1) / 2)]
    yield [slope / r, 1 / root, delta / sqrt(delta**2 + r**2)]


def cauchy(r: Any, gamma: Any) -> Iterator[Chain]:
    def c(r: Any) -> Any:
        return gamma**2 / 2 * log(1 + r**2 / gamma**2)

    whole = gamma**2 + r**2
    yield [d(c, r), r / (1 + r**2 / gamma**2), gamma**2 * r / whole]
    quotient = gamma**2 * (whole - r * 2 * r) / whole**2
    yield [d(c, r, 2), quotient, gamma**2 * (gamma**2 - r**2) / whole]


def log_cosh(r: Any) -> Iterator[Chain]:
    def h(r: Any) -> Any:
        return log(cosh(r))

    yield [d(h, r), sinh(r) / cosh(r), tanh(r)]
    yield [d(h, r, 2), 1 / sinh(r) ** 2, 1 - tanh(r) ** 2]
    yield [abs(d(h, r)), mpf(1)]


def student(x: Any, mu: Any, s: Any, nu: Any) -> Iterator[Chain]:
    def log_likelihood(mu: Any, s: Any) -> Any:
        return -(nu + 1) / 2 * log(1 + (x - mu) ** 2 / (nu * s**2)) - log(s)

    square = (x - mu) ** 2
    inner = 2 * (x - mu) / (nu * s**2)
    outer = (nu + 1) / 2 / (1 + square / (nu * s**2))
    closed = (nu + 1) * (x - mu) / (nu * s**2 + square)
    yield [d(lambda mu: log_likelihood(mu, s), mu), outer * inner, closed]
    by_s = (nu + 1) * square / (s * (nu * s**2 + square))
    yield [d(lambda s: log_likelihood(mu, s), s), by_s]


def location(data: list[Any], x: Any, m: Any, delta: Any) -> Iterator[Chain]:
    def Q(m: Any) -> Any:
        return sum(huber(x - m, delta) for x in data) / 3

    slopes = [d(lambda r: huber(r, delta), x - m) for x in data]
    dropped = sum((x_i - m) / sqrt(1 + (x - m) ** 2 / delta**2) for x_i in data)
    yield [d(Q, m), -sum(slopes) / 3, -dropped / 3]
