"""A Gaussian's scale, parametrised: what each side is."""

from collections.abc import Iterator

from mpmath import exp, log, mpf
from truth import Any, Chain, Point, d, dot, gradient, plus, times


def f(y: Any, mu: Any, s: Any) -> Any:
    return -((y - mu) ** 2) / (2 * s**2) - log(s)


def softplus(b: Any) -> Any:
    return log(1 + exp(b))


def chains(p: Point) -> Iterator[Chain]:
    y, mu = p.real(), p.real()
    s, square = p.positive(), (y - mu) ** 2
    yield [d(lambda mu: f(y, mu, s), mu), (y - mu) / s**2]
    yield [d(lambda s: f(y, mu, s), s), square / s**3 - 1 / s]
    yield from exponential(y, mu, p.real())
    yield from by_softplus(y, mu, p.real())
    yield from dataset(p)


def exponential(y: Any, mu: Any, a: Any) -> Iterator[Chain]:
    def along(a: Any) -> Any:
        return f(y, mu, exp(a))

    s, square = exp(a), (y - mu) ** 2
    chain_rule = d(lambda s: f(y, mu, s), s) * d(exp, a)
    first = (square / s**3 - 1 / s) * s
    yield [d(along, a), chain_rule, first, square / s**2 - 1, square * exp(-a) - 1]
    yield [along(a), -square * exp(-2 * a) / 2 - a]
    yield [d(along, a, 2), -2 * square * exp(-2 * a), mpf(0)]
    by_s = d(lambda s: -square / 2 * exp(-s) - s / 2, a)
    yield [by_s, square / 2 * exp(-a) - mpf(1) / 2]


def by_softplus(y: Any, mu: Any, b: Any) -> Iterator[Chain]:
    tau, square = softplus(b), (y - mu) ** 2
    yield [d(softplus, b), exp(b) / (1 + exp(b)), 1 / (1 + exp(-b)), 1 - exp(-tau)]
    yield [d(lambda mu: f(y, mu, tau), mu), (y - mu) / tau**2]
    by_b = d(lambda b: f(y, mu, softplus(b)), b)
    yield [by_b, (square / tau**3 - 1 / tau) / (1 + exp(b))]


def dataset(p: Point) -> Iterator[Chain]:
    X, y = [p.vector(2, high=1) for _ in range(3)], p.vector(3)
    w, v = p.vector(2, high=1), p.vector(2, high=1)

    def J(w: list[Any], v: list[Any]) -> Any:
        return sum(f(t, dot(w, x), exp(dot(v, x))) for x, t in zip(X, y, strict=True)) / 3

    errors = [t - dot(w, x) for x, t in zip(X, y, strict=True)]
    precisions = [exp(-2 * dot(v, x)) for x in X]
    terms = list(zip(errors, precisions, X, strict=True))
    by_w = times(mpf(1) / 3, plus(*[times(e * q, x) for e, q, x in terms]))
    yield [gradient(lambda w: J(w, v), w), by_w]
    by_v = plus(*[times(e**2 * q - 1, x) for e, q, x in terms])
    yield [gradient(lambda v: J(w, v), v), by_v]
