"""A recurrent network: what each side is."""

from collections.abc import Callable, Iterator

from mpmath import cosh, exp, mpf, tanh
from truth import Any, Chain, Point, d


def states(w: Any, u: Any, inputs: list[Any], start: Any) -> list[Any]:
    """Return the states, the first included."""
    h = [start]
    for x in inputs:
        h.append(tanh(w * h[-1] + u * x))
    return h


def chains(p: Point) -> Iterator[Chain]:
    w, u, x, y = p.real(), p.real(), p.vector(3), p.real(0.1, 1)
    yield from one_step(w, u, x[0], p.real(0.1, 1))
    h = states(w, u, x, mpf(0))
    yield from back(w, u, x, y, h)
    yield from shared(w, u, x, y, h)
    yield from gate(p.real(), p.real(), p.real())
    yield from linear(p.real(), x)


def one_step(w: Any, u: Any, x: Any, before: Any) -> Iterator[Chain]:
    a = w * before + u * x
    h = tanh(a)

    def step(before: Any) -> Any:
        return tanh(w * before + u * x)

    yield [step(before), h]
    yield [d(tanh, a), 1 / cosh(a) ** 2, 1 - tanh(a) ** 2, 1 - h**2]
    yield [d(step, before), d(tanh, a) * d(lambda b: w * b + u * x, before), w * (1 - h**2)]
    yield [abs(d(step, before)), abs(w)]


def back(w: Any, u: Any, x: list[Any], y: Any, h: list[Any]) -> Iterator[Chain]:
    def after(first: int) -> Callable[[Any], Any]:
        return lambda state: states(w, u, x[first:], state)[-1]

    def E_from(first: int) -> Any:
        return d(lambda state: (after(first)(state) - y) ** 2 / 2, h[first])

    def step(k: int) -> Any:
        return d(lambda state: tanh(w * state + u * x[k - 1]), h[k - 1])

    third = w * (1 - h[3] ** 2)
    yield [E_from(3), h[3] - y]
    yield [E_from(2), E_from(3) * step(3), (h[3] - y) * third]
    yield [E_from(1), E_from(2) * step(2), (h[3] - y) * third * (1 - h[2] ** 2)]
    product = w * (1 - h[2] ** 2) * w * (1 - h[3] ** 2)
    yield [d(after(1), h[1]), product, w**2 * (1 - h[2] ** 2) * (1 - h[3] ** 2)]


def shared(w: Any, u: Any, x: list[Any], y: Any, h: list[Any]) -> Iterator[Chain]:
    def loss(w: Any, u: Any) -> Any:
        return (states(w, u, x, mpf(0))[3] - y) ** 2 / 2

    def by_w(k: int) -> Any:
        return d(lambda w: states(w, u, x, mpf(0))[k], w)

    outer = (h[3] - y) * (1 - h[3] ** 2)
    first, second = (h[3] - y) * by_w(3), outer * (h[2] + w * by_w(2))
    yield [d(lambda w: loss(w, u), w), first, second, outer * (h[2] + w * (1 - h[2] ** 2) * h[1])]
    inner = x[2] + w * (1 - h[2] ** 2) * (x[1] + w * x[0])
    yield [d(lambda u: loss(w, u), u), outer * inner]


def gate(b: Any, before: Any, k: Any) -> Iterator[Chain]:
    def sigma(b: Any) -> Any:
        return 1 / (1 + exp(-b))

    g = sigma(b)

    def c(g: Any, before: Any) -> Any:
        return g * before + (1 - g) * k

    yield [d(lambda before: c(g, before), before), g]
    yield [d(lambda g: c(g, before), g), k - before]
    yield [d(lambda b: c(sigma(b), before), b), (before - k) * g * (1 - g)]


def linear(q: Any, x: list[Any]) -> Iterator[Chain]:
    def third(q: Any) -> Any:
        return q * (q * x[0] + x[1]) + x[2]

    yield [third(q), q**2 * x[0] + q * x[1] + x[2], sum(q**k * x[2 - k] for k in range(3))]
    yield [d(third, q), 2 * q * x[0] + x[1]]
