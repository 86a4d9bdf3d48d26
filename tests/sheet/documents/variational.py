"""Variational inference: what each side is."""

from collections.abc import Iterator

from mpmath import e, exp, log, mpf, pi
from truth import Any, Chain, Point, d, gradient


def divergence(a: Any, b: Any, s: Any, tau: Any) -> Any:
    return log(tau / s) + (s**2 + (a - b) ** 2) / (2 * tau**2) - mpf(1) / 2


def to_prior(m: Any, s: Any) -> Any:
    return (m**2 + s**2 - 1) / 2 - log(s)


def chains(p: Point) -> Iterator[Chain]:
    yield from two_gaussians(p.real(), p.real(), p.positive(), p.positive())
    yield from prior(p.real(), p.positive())
    m, v, eps, x = (p.real() for _ in range(4))
    yield from log_variance(m, v)
    yield from sample(m, v, eps, x)


def two_gaussians(a: Any, b: Any, s: Any, tau: Any) -> Iterator[Chain]:
    by_a, by_b, by_s, by_tau = gradient(lambda at: divergence(*at), [a, b, s, tau])
    yield [by_a, (a - b) / tau**2]
    yield [by_b, (a - b) / tau**2]
    yield [by_s, -1 / s + 2 * s / (2 * tau**2), s / tau**2 - 1 / s]
    yield [by_tau, 1 / tau - (s**2 + (a - b) ** 2) / tau**3]


def prior(m: Any, s: Any) -> Iterator[Chain]:
    yield [to_prior(m, s), mpf(0)]
    yield [to_prior(0, 1), mpf(0)]
    yield [d(lambda m: to_prior(m, s), m), m]
    yield [d(lambda s: to_prior(m, s), s), s - 1 / s, (s**2 - 1) / s]
    yield [d(lambda s: to_prior(m, s), s, 2), 1 + 1 / s**2]
    yield [d(lambda s: log(2 * pi * e * s**2) / 2, s), 2 * s / (2 * s**2), 1 / s]


def log_variance(m: Any, v: Any) -> Iterator[Chain]:
    s = exp(v / 2)
    yield [to_prior(m, s), (m**2 + exp(v) - 1 - v) / 2]
    whole = d(lambda v: to_prior(m, exp(v / 2)), v)
    chain_rule = d(lambda s: to_prior(m, s), s) * d(lambda v: exp(v / 2), v)
    yield [whole, chain_rule, (s - 1 / s) * exp(v / 2), s**2 - 1, exp(v) - 1]


def sample(m: Any, v: Any, eps: Any, x: Any) -> Iterator[Chain]:
    def z_of(m: Any, s: Any) -> Any:
        return m + s * eps

    def g(z: Any) -> Any:
        return -((x - z) ** 2) / 2 - log(2 * pi) / 2

    def F(m: Any, v: Any) -> Any:
        return g(z_of(m, exp(v / 2))) - to_prior(m, exp(v / 2))

    s = exp(v / 2)
    z, half = z_of(m, s), mpf(1) / 2
    z_by_m, z_by_v = d(lambda m: z_of(m, s), m), d(lambda v: z_of(m, exp(v / 2)), v)
    yield [z_by_m, mpf(1)]
    yield [d(lambda s: z_of(m, s), s), eps]
    yield [z_by_v, half * s * eps, half * (z - m)]
    yield [d(lambda m: g(z_of(m, s)), m), d(g, z) * z_by_m, x - z]
    by_v = half * (x - z) * s * eps
    yield [d(lambda v: g(z_of(m, exp(v / 2))), v), d(g, z) * z_by_m, by_v]
    yield [d(lambda m: F(m, v), m), x - z + m]
    yield [d(lambda v: F(m, v), v), by_v - half * (exp(v) - 1)]
