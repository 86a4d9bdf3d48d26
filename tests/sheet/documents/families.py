"""Exponential families: what each side is."""

from collections.abc import Iterator

from mpmath import exp, log, mpf
from truth import Any, Chain, Point, d, gradient


def chains(p: Point) -> Iterator[Chain]:
    yield from natural(p.real())
    yield from mean(p.unit(), p.real())
    a, b = 1 + p.positive(), 1 + p.positive()
    yield from posterior(p.unit(), a, b, p.vector(3))
    yield from waiting(p.real(), p.positive(), p.positive())
    yield from gaussian(p.real(), -p.positive())


def natural(eta: Any) -> Iterator[Chain]:
    def A(eta: Any) -> Any:
        return log(1 + exp(eta))

    mu = d(A, eta)
    yield [mu, exp(eta) / (1 + exp(eta)), 1 / (1 + exp(-eta))]
    yield [d(A, eta, 2), exp(eta) / (1 + exp(eta)) ** 2, mu * (1 - mu)]
    yield [log(mu / (1 - mu)), eta]


def bernoulli(y: Any, theta: Any) -> Any:
    return y * log(theta) + (1 - y) * log(1 - theta)


def mean(theta: Any, y: Any) -> Iterator[Chain]:
    def likelihood(theta: Any) -> Any:
        return bernoulli(y, theta)

    first = y / theta - (1 - y) / (1 - theta)
    yield [d(likelihood, theta), first, (y - theta) / (theta * (1 - theta))]
    yield [d(likelihood, theta, 2), -y / theta**2 + (1 - y) / (1 - theta) ** 2]


def posterior(theta: Any, a: Any, b: Any, y: list[Any]) -> Iterator[Chain]:
    def g(theta: Any) -> Any:
        return (a - 1) * log(theta) + (b - 1) * log(1 - theta)

    def J(theta: Any) -> Any:
        return sum(bernoulli(y_i, theta) for y_i in y) + g(theta)

    prior = (a - 1) / theta - (b - 1) / (1 - theta)
    yield [d(g, theta), prior]
    yield [d(g, (a - 1) / (a + b - 2)), mpf(0)]
    first = sum(y) / theta - sum(1 - y_i for y_i in y) / (1 - theta) + prior
    yield [d(J, theta), first, (sum(y) + a - 1) / theta - (3 + b - 1) / (1 - theta)]


def waiting(u: Any, rate: Any, x: Any) -> Iterator[Chain]:
    def f(rate: Any) -> Any:
        return log(rate) - rate * x

    yield [d(f, rate), 1 / rate - x]
    rate = exp(u)
    yield [d(lambda u: f(exp(u)), u), 1 / rate - x, exp(-u) - x]
    yield [d(lambda u: f(exp(u)), u, 2), -rate * x]


def gaussian(alpha: Any, beta: Any) -> Iterator[Chain]:
    def B(alpha: Any, beta: Any) -> Any:
        return -(alpha**2) / (4 * beta) - log(-2 * beta) / 2

    both = [d(lambda alpha: B(alpha, beta), alpha), d(lambda beta: B(alpha, beta), beta)]
    closed = [-alpha / (2 * beta), alpha**2 / (4 * beta**2) - 1 / (2 * beta)]
    yield [gradient(lambda at: B(*at), [alpha, beta]), both, closed]
