"""The answers to the sheet: what each side is, where the sheet's names mean what the sheet says."""

from collections.abc import Iterator
from dataclasses import dataclass

from mpmath import exp, log, mpf
from truth import Any, Chain, Chains, Point, d


@dataclass
class Sheet:
    """The sheet's names at a random point."""

    w: Any
    x: Any
    y: Any
    a: Any
    penalty: Any

    @property
    def r(self) -> Any:
        return self.y - self.w * self.x

    @property
    def best(self) -> Any:
        return self.x * self.y / (self.x**2 + self.penalty)

    @property
    def slope(self) -> Any:
        """Return the derivative of L."""
        return d(self.L, self.w)

    @property
    def dg(self) -> Any:
        return d(self.g, self.a)

    @property
    def dM(self) -> Any:
        return d(self.M, self.w)

    @property
    def margin(self) -> Any:
        return self.y * self.w * self.x

    def L(self, w: Any) -> Any:
        return (self.y - w * self.x) ** 2 / 2 + self.penalty / 2 * w**2

    def g(self, a: Any) -> Any:
        return log(1 + exp(-a))

    def M(self, w: Any) -> Any:
        return self.g(self.y * w * self.x)


def at(p: Point) -> Sheet:
    return Sheet(p.real(high=2), p.real(high=2), p.real(high=2), p.real(), p.positive())


def anna(p: Point) -> Iterator[Chain]:
    s = at(p)
    full = -(s.y - s.w * s.x) * s.x + s.penalty * s.w
    yield [s.slope, s.r * d(lambda w: s.y - w * s.x, s.w) + s.penalty * s.w, full]
    yield [d(s.L, s.best), mpf(0)]
    yield [s.dg, -exp(-s.a) / (1 + exp(-s.a)), -1 / (1 + exp(s.a))]
    yield [s.dM, d(s.g, s.margin) * s.y * s.x, -s.x * s.y / (1 + exp(s.margin))]
    yield [abs(s.dg), 1 / (1 + exp(s.a)), mpf(1)]


def ben(p: Point) -> Iterator[Chain]:
    s = at(p)
    yield [s.slope, -s.x * s.r + 2 * s.penalty * s.w]
    yield [s.slope, s.x * (s.w * s.x - s.y) + s.penalty * s.w]
    yield [s.dg, -exp(-s.a) / (1 + exp(-s.a)), 1 / (1 + exp(s.a))]
    yield [s.dM, -s.y * s.x / (1 + exp(s.margin))]
    yield [1 + exp(s.a), mpf(1)]
    yield [abs(s.dg), mpf(1)]


def chen(p: Point) -> Iterator[Chain]:
    s = at(p)

    def q(a: Any) -> Any:
        return 1 / (1 + exp(-a))

    yield [d(q, s.a), q(s.a) * (1 - q(s.a))]
    yield [s.slope, s.penalty * s.w - s.r * s.x]
    yield [s.dg, q(s.a) - 1]
    chain_rule = d(s.g, s.margin) * d(lambda w: s.y * w * s.x, s.w)
    yield [s.dM, chain_rule, (q(s.margin) - 1) * s.y * s.x]
    yield [d(s.M, s.w, 2), q(s.margin) * (1 - q(s.margin)) * s.y * s.x]
    yield [abs(s.dg), abs(q(s.a) - 1), 1 - q(s.a), mpf(1)]


def dora(p: Point) -> Iterator[Chain]:
    s = at(p)
    yield [s.r, s.w * s.x - s.y]
    yield [s.slope, (s.w * s.x - s.y) * s.x + s.penalty * s.w]
    yield [s.dg, -exp(-s.a) / (1 + exp(-s.a))]
    yield [s.dM, -exp(-s.margin) / (1 + exp(-s.margin))]
    yield [abs(s.dg), exp(-s.a) / (1 + exp(-s.a)), mpf(1)]


def emil(p: Point) -> Iterator[Chain]:
    s = at(p)
    yield [s.slope, -s.r * s.x + s.penalty * s.w]
    yield [d(s.L, s.w, 2), s.x**2 + s.penalty]
    yield [s.dg, 1 / (1 + exp(-s.a)) * exp(-s.a) * -1]


def fay(_: Point) -> Iterator[Chain]:
    yield from ()


def finn(p: Point) -> Iterator[Chain]:
    s = at(p)
    first = s.r * d(lambda w: s.y - w * s.x, s.w) + s.penalty * s.w
    wrong = s.r * s.x + s.penalty * s.w
    yield [s.slope, first, wrong, (s.y - s.w * s.x) * s.x + s.penalty * s.w]
    yield [s.dg, -1 / (1 + exp(s.a))]
    yield [s.dM, -1 / (1 + exp(s.margin)) * s.y * s.x]
    yield [exp(s.a), mpf(0)]
    yield [1 + exp(s.a), mpf(1)]
    yield [abs(s.dg), 1 / (1 + exp(s.a)), mpf(1)]


def gina(p: Point) -> Iterator[Chain]:
    s = at(p)
    closed = (s.x**2 + s.penalty) * s.w - s.x * s.y
    yield [s.slope, -s.x * (s.y - s.w * s.x) + s.penalty * s.w, closed]
    yield [s.dg, 1 / (1 + exp(-s.a)) * -exp(-s.a)]
    yield [s.dM, -s.x / (1 + exp(s.margin))]
    yield [abs(s.dg), exp(-s.a) / (1 + exp(-s.a)), mpf(1)]


ANSWERS: dict[str, Chains] = {
    "anna.md": anna,
    "ben.md": ben,
    "chen.md": chen,
    "dora.md": dora,
    "emil.md": emil,
    "fay.md": fay,
    "finn.tex": finn,
    "gina.ipynb": gina,
}
