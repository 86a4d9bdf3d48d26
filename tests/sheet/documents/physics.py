"""Mechanics: what each side is."""

from collections.abc import Iterator

from mpmath import cos, exp, mpf, root, sin, sqrt
from truth import Any, Chain, Point, d, dot, gradient, times


def chains(p: Point) -> Iterator[Chain]:
    yield from pendulum(*p.vector(5))
    yield from atoms(p.real(), p.positive(), p.positive())
    yield from oscillator(*p.vector(4, high=2))
    yield from relativity(p.real(), p.real(1, 4), p.real(0.1, 0.9))
    yield from gravity(p.positive(), p.vector(3))


def pendulum(m: Any, g: Any, length: Any, angle: Any, omega: Any) -> Iterator[Chain]:
    def E(angle: Any, omega: Any) -> Any:
        return m * length**2 * omega**2 / 2 + m * g * length * (1 - cos(angle))

    yield [d(lambda omega: E(angle, omega), omega), m * length**2 * omega]
    yield [d(lambda angle: E(angle, omega), angle, 2), m * g * length * cos(angle)]
    yield [-d(lambda angle: E(angle, omega), angle), m * g * length * sin(angle)]


def atoms(eps: Any, r: Any, s: Any) -> Iterator[Chain]:
    def V(r: Any) -> Any:
        return 4 * eps * ((s / r) ** 12 - (s / r) ** 6)

    def F(r: Any) -> Any:
        return -d(V, r)

    first = 4 * eps * (12 * s**12 / r**13 - 6 * s**6 / r**7)
    yield [F(r), first, 24 * eps / r * (2 * (s / r) ** 12 - (s / r) ** 6)]
    lowest = root(mpf(2), 6) * s
    yield [F(lowest), mpf(0)]
    yield [V(lowest), -eps]
    yield [d(V, lowest, 2), 36 * eps / lowest**2]


def oscillator(A: Any, gamma: Any, omega: Any, t: Any) -> Iterator[Chain]:
    def x(t: Any) -> Any:
        return A * exp(-gamma * t) * cos(omega * t)

    def slope(t: Any) -> Any:
        return -A * exp(-gamma * t) * (gamma * cos(omega * t) + omega * sin(omega * t))

    size, c, s = A * exp(-gamma * t), cos(omega * t), sin(omega * t)
    yield [d(x, t), -gamma * size * c - omega * size * s, slope(t)]
    wrong = size * ((gamma**2 + omega**2) * c + 2 * gamma * omega * s)
    yield [d(x, t, 2), d(slope, t), wrong]
    yield [d(x, t, 2) + 2 * gamma * d(x, t) + (gamma**2 + omega**2) * x(t), mpf(0)]


def relativity(m: Any, c: Any, share: Any) -> Iterator[Chain]:
    v = share * c

    def T(v: Any) -> Any:
        return m * c**2 / sqrt(1 - v**2 / c**2) - m * c**2

    def momentum(v: Any) -> Any:
        return m * v / sqrt(1 - v**2 / c**2)

    left = 1 - v**2 / c**2
    half = mpf(1) / 2
    first = m * c**2 * -half * left ** (-3 * half) * (-2 * v / c**2)
    yield [d(T, v), first, m * v / left ** (3 * half)]
    quotient = m / sqrt(left) + m * v**2 / c**2 / left ** (3 * half)
    yield [d(momentum, v), quotient, m / left**half]
    yield [d(T, v) / d(momentum, v), v]
    yield [(T(v) + m * c**2) ** 2, momentum(v) ** 2 * c**2 + m**2 * c**4]


def gravity(k: Any, r: list[Any]) -> Iterator[Chain]:
    def norm(r: list[Any]) -> Any:
        return sqrt(dot(r, r))

    pull = gradient(lambda r: -k / norm(r), r)
    yield [pull, times(k / norm(r) ** 3, r)]
    yield [norm(pull), k / norm(r) ** 2]
