"""The exercise sheet itself; its document and its table are the package's."""

from collections.abc import Iterator

from mpmath import log, mpf, pi, sqrt
from truth import Any, Chain, Point, d, dot, gradient, plus, times

POINTS = 100  # some with the target all but met, and a large delta: they refute a bound


def f(t: Any, mu: Any, sigma: Any) -> Any:
    return -((t - mu) ** 2) / (2 * sigma**2) - log(sqrt(2 * pi) * sigma)


def sigma_of(z: Any) -> Any:
    return sqrt(1 + z**2)


def chains(p: Point) -> Iterator[Chain]:
    yield from part_a(p.real(), p.real(), p.positive())
    mu, z, delta = p.real(), p.real(0.01, 100), p.real(0.01, 100)
    t = mu + p.real(0.01, 100)
    yield from part_b(t, mu, z)
    yield from part_c(t, mu, z, delta)
    yield from parts_d_and_e(p, delta)


def part_a(t: Any, mu: Any, s: Any) -> Iterator[Chain]:
    by_mu, by_sigma = d(lambda m: f(t, m, s), mu), d(lambda q: f(t, mu, q), s)
    yield [by_mu, 2 * (t - mu) / (2 * s**2) - 0, (t - mu) / s**2]
    first = -((t - mu) ** 2) / 2 * -2 * s**-3 - sqrt(2 * pi) / (sqrt(2 * pi) * s)
    yield [by_sigma, first, (t - mu) ** 2 / s**3 - 1 / s]
    by_both = [(t - mu) / s**2, (t - mu) ** 2 / s**3 - 1 / s]
    yield [gradient(lambda o: f(t, *o), [mu, s]), [by_mu, by_sigma], by_both]


def part_b(t: Any, mu: Any, z: Any) -> Iterator[Chain]:
    s, df_dz = sigma_of(z), d(lambda q: f(t, mu, sigma_of(q)), z)
    final = ((t - mu) ** 2 / s**4 - 1 / s**2) * z
    df_ds = (t - mu) ** 2 / s**3 - 1 / s
    yield [df_dz, final]
    chain_rule = d(lambda q: f(t, mu, q), s) * d(sigma_of, z)
    yield [df_dz, chain_rule, df_ds * 1 / z * 2 * z / sqrt(1 + z**2), df_ds * z / s, final]


def part_c(t: Any, mu: Any, z: Any, delta: Any) -> Iterator[Chain]:
    s, size = sigma_of(z), abs(d(lambda q: f(t, mu, sigma_of(q)), z))
    square = (t - mu) ** 2
    yield [size, square + 1]
    yield [s, 1]
    yield [s, abs(z)]
    yield [s, 1]
    yield [1 / s, 1]
    yield [1 / s**3, 1]
    yield [
        size,
        abs((square / s**4 - 1 / s**2) * z),
        abs((square / s**3 - 1 / s) * z / s),
        abs((square / s**3 - 1 / s) * z / s),
        abs(square / delta**3 - 1 / delta),
        abs(square / delta**3) + abs(1 / delta),
        abs(square) + abs(1 / delta),
        square + 1,
    ]
    yield [size, max(3 * sqrt(3) / 16 * square, 1 / 2)]


def parts_d_and_e(p: Point, delta_i: Any) -> Iterator[Chain]:
    X, targets, theta = [p.vector(2), p.vector(2), p.vector(2)], p.vector(3), p.vector(4)
    data, t, x, n = list(zip(X, targets, strict=True)), p.real(), p.vector(2), 3

    def mu(theta: list[Any], x: list[Any]) -> Any:
        return dot(theta[:2], x)

    def z(theta: list[Any], x: list[Any]) -> Any:
        return dot(theta[2:], x)

    def J(theta: list[Any]) -> Any:
        return sum(f(t, mu(theta, x), sigma_of(z(theta, x))) for x, t in data) / n

    mus, zs = [mu(theta, x) for x in X], [z(theta, x) for x in X]
    outputs = list(zip(targets, mus, zs, strict=True))
    by_mu = [d(lambda m, t=t, z=z: f(t, m, sigma_of(z)), m) for t, m, z in outputs]
    by_z = [d(lambda z, t=t, m=m: f(t, m, sigma_of(z)), z) for t, m, z in outputs]
    mu_by = [gradient(lambda theta, x=x: mu(theta, x), theta) for x in X]
    z_by = [gradient(lambda theta, x=x: z(theta, x), theta) for x in X]

    def mean(terms: list[list[Any]]) -> list[Any]:
        return times(mpf(1) / n, plus(*terms))

    whole = gradient(J, theta)
    each = range(n)
    yield [whole, mean([plus(times(by_mu[i], mu_by[i]), times(by_z[i], z_by[i])) for i in each])]
    first = [(t - mus[i]) / delta_i**3 for i in each]
    yield [
        whole[:2],
        mean([times(by_mu[i], mu_by[i][:2]) for i in each]),
        mean([times(first[i], mu_by[i][:2]) for i in each]),
        mean([times(first[i], x) for i in each]),
    ]
    second = [((t - mus[i]) ** 2 / delta_i**4 - 1 / delta_i**3) * zs[i] for i in each]
    yield [
        whole[2:],
        mean([times(by_z[i], z_by[i][2:]) for i in each]),
        mean([times(second[i], mu_by[i][2:]) for i in each]),
        mean([times(second[i], x) for i in each]),
    ]
