"""Bounds: what each side is."""

from collections.abc import Iterator

from mpmath import cos, exp, log, mpf, sin, sqrt
from truth import Any, Chain, Point, d, dot

POINTS = 500


def softplus(x: Any) -> Any:
    return log(1 + exp(x))


def root(z: Any) -> Any:
    return sqrt(1 + z**2)


def bump(x: Any) -> Any:
    return x / (1 + x**2)


def chains(p: Point) -> Iterator[Chain]:
    a, b, x, z = (p.real(0.01, 15) for _ in range(4))
    v, q, r, c = (p.positive(0.01, 100) for _ in range(4))
    zero, one = mpf(0), mpf(1)
    yield [1 + x, exp(x)]
    yield [log(v), v - 1, v]
    yield [softplus(x), max(x, zero)]
    yield [softplus(x), abs(x) + log(2)]
    yield [zero, d(softplus, x), one]
    yield [abs(a - b), abs(a) + abs(b)]
    waves = a * sin(x), b * cos(x)
    yield [abs(sum(waves)), abs(waves[0]) + abs(waves[1]), abs(a) + abs(b)]
    yield [abs(a - b), abs(a) - abs(b)]
    yield [root(z), one]
    yield [abs(d(root, z)), abs(z) / sqrt(1 + z**2), one]
    yield [root(z), abs(z)]
    yield [d(bump, x), (1 + x**2 - x * 2 * x) / (1 + x**2) ** 2, (1 - x**2) / (1 + x**2) ** 2]
    yield [abs(d(bump, x)), (1 + x**2) / (1 + x**2) ** 2, 1 / (1 + x**2), one]
    yield [log((q + r) / 2), (log(q) + log(r)) / 2]
    yield [exp((a + b) / 2), (exp(a) + exp(b)) / 2]
    yield [a * b, (a**2 + b**2) / 4]
    yield [a * b, c / 2 * a**2 + b**2 / (2 * c)]
    yield [a * (1 - a), mpf(1) / 4]
    left, right = p.vector(3), p.vector(3)
    yield [abs(dot(left, right)), sqrt(dot(left, left)) * sqrt(dot(right, right))]
