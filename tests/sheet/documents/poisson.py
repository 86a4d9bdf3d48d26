"""The Poisson model: what each side is."""

from collections.abc import Iterator

from mpmath import exp, log, mpf
from truth import Any, Chain, Point, d, dot, gradient, plus, times


def log_likelihood(y: Any, mean: Any) -> Any:
    return y * log(mean) - mean


def chains(p: Point) -> Iterator[Chain]:
    y, mean, eta = p.positive(), p.positive(), p.real()
    yield [d(lambda m: log_likelihood(y, m), mean), y / mean - 1, (y - mean) / mean]
    yield [d(lambda m: log_likelihood(y, m), mean, 2), -y / mean]

    mean = exp(eta)
    yield [log(mean), eta]
    by_mean = d(lambda m: log_likelihood(y, m), mean)
    by_eta = d(lambda e: log_likelihood(y, exp(e)), eta)
    yield [by_eta, by_mean * d(exp, eta), (y / mean - 1) * mean, y - mean]
    yield [d(lambda e: log_likelihood(y, exp(e)), eta, 2), -exp(eta), -mean]
    yield from many_counts(p)
    yield from deviance(y, p.positive())
    yield from exposure(p.positive(), p.vector(2, high=1), p.vector(2))


def many_counts(p: Point) -> Iterator[Chain]:
    X, y, beta = [p.vector(2) for _ in range(3)], p.vector(3), p.vector(2, high=1)

    def L(beta: list[Any]) -> Any:
        return sum(t * dot(beta, x) - exp(dot(beta, x)) for x, t in zip(X, y, strict=True))

    means = [exp(dot(beta, x)) for x in X]
    slopes = [t - m for t, m in zip(y, means, strict=True)]
    whole = plus(*[times(s, x) for s, x in zip(slopes, X, strict=True)])
    yield [gradient(L, beta), whole, sum(slopes), whole]
    yield [exp(-means[0]) * exp(-means[1]) * exp(-means[2]), exp(-sum(means))]


def deviance(y: Any, m: Any) -> Iterator[Chain]:
    def D(m: Any) -> Any:
        return 2 * (y * log(y / m) - (y - m))

    yield [d(D, m), 2 * (1 - y / m), 2 * (y - m) / m]
    yield [d(D, m, 2), 2 * y / m**2]
    yield [D(y), mpf(0)]


def exposure(time: Any, beta: list[Any], x: list[Any]) -> Iterator[Chain]:
    def mean(beta: list[Any]) -> Any:
        return time * exp(dot(beta, x))

    if dot(beta, x) < 0:
        beta = times(-1, beta)  # for a logarithm of the predictor
    yield [log(mean(beta)), log(time) + log(dot(beta, x))]
    yield [gradient(mean, beta), times(mean(beta), x)]
