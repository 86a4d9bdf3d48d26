"""Logistic regression: what each side is."""

from collections.abc import Iterator

from mpmath import exp, log, mpf
from truth import Any, Chain, Point, d, dot, gradient, plus, times


def sigma(z: Any) -> Any:
    return 1 / (1 + exp(-z))


def cross_entropy(y: Any, p: Any) -> Any:
    return -y * log(p) - (1 - y) * log(1 - p)


def margin_loss(m: Any) -> Any:
    return log(1 + exp(-m))


def chains(p: Point) -> Iterator[Chain]:
    z, y = p.real(), p.unit()
    yield [sigma(-z), 1 - sigma(z)]
    one, two = exp(-z) / (1 + exp(-z)) ** 2, 1 / (1 + exp(-z)) * (exp(-z) / (1 + exp(-z)))
    yield [d(sigma, z), one, two, sigma(z) * (1 - sigma(z))]
    yield from one_example(z, y)
    yield from dataset(p)
    m = p.real()
    slope, curvature = d(margin_loss, m), d(margin_loss, m, 2)
    yield [slope, -exp(-m) / (1 + exp(-m)), -sigma(-m), sigma(m) - 1]
    yield [curvature, sigma(m) * sigma(-m)]
    yield [curvature, mpf(1) / 2]


def one_example(z: Any, y: Any) -> Iterator[Chain]:
    q = sigma(z)
    by_p = d(lambda q: cross_entropy(y, q), q)
    by_z = d(lambda z: cross_entropy(y, sigma(z)), z)
    closed = (q - y) / (q * (1 - q))
    yield [by_p, -y / q + (1 - y) / (1 - q), closed]
    yield [by_z, by_p * d(sigma, z), closed * q * (1 + q), q - y]
    yield [d(lambda z: cross_entropy(y, sigma(z)), z, 2), d(sigma, z), q * (1 - q)]


def dataset(p: Point) -> Iterator[Chain]:
    X, y, w, b = (
        [p.vector(2) for _ in range(3)],
        [p.unit() for _ in range(3)],
        p.vector(2),
        p.real(),
    )
    penalty = p.positive()

    def E(w: list[Any], b: Any) -> Any:
        return sum(cross_entropy(t, sigma(dot(w, x) + b)) for x, t in zip(X, y, strict=True)) / 3

    def R(w: list[Any]) -> Any:
        return E(w, b) + penalty / 2 * dot(w, w)

    errors = [sigma(dot(w, x) + b) - t for x, t in zip(X, y, strict=True)]
    by_w = times(mpf(1) / 3, plus(*[times(e, x) for e, x in zip(errors, X, strict=True)]))
    yield [gradient(lambda w: E(w, b), w), by_w]
    yield [d(lambda b: E(w, b), b), -sum(errors) / 3]
    yield [gradient(R, w), plus(by_w, times(2 * penalty, w))]
