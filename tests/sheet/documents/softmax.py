"""Softmax classification: what each side is."""

from collections.abc import Iterator

from mpmath import exp, log, mpf
from truth import Any, Chain, Point, d, dot, gradient, plus, times


def partition(z: list[Any]) -> Any:
    return log(sum(exp(k) for k in z))


def softmax(z: list[Any]) -> list[Any]:
    return [exp(k) / sum(exp(k) for k in z) for k in z]


def chains(p: Point) -> Iterator[Chain]:
    z, y = p.vector(4), p.vector(4)
    q, total, each = softmax(z), sum(exp(k) for k in z), range(4)

    def own(j: int) -> Any:
        return d(lambda s: softmax([*z[:j], s, *z[j + 1 :]])[j], z[j])

    by_z = gradient(partition, z)
    yield [sum(q), mpf(1)]
    by_sum = gradient(lambda z: sum(map(exp, z)), z)
    yield [by_z, times(1 / total, by_sum), [exp(k) / total for k in z], q]
    yield [by_z, q]
    quotient = [(exp(k) * total - exp(k) * exp(k)) / total**2 for k in z]
    yield [[own(j) for j in each], quotient, [k - k**2 for k in q], [k * (1 + k) for k in q]]

    def L(z: list[Any]) -> Any:
        return partition(z) - dot(y, z)

    errors = plus(q, times(-1, y))
    yield [gradient(L, z), errors]
    yield [gradient(L, z), errors]
    yield from layer(p, y)
    yield from three(*p.vector(3))
    yield from temperature(z, p.positive(0.3, 3), p.positive())


def layer(p: Point, y: list[Any]) -> Iterator[Chain]:
    x, W = p.vector(3, high=1), [p.vector(3, high=1) for _ in range(4)]

    def L(j: int, w: list[Any]) -> Any:
        z = [dot(v, x) for v in [*W[:j], w, *W[j + 1 :]]]
        return partition(z) - dot(y, z)

    errors = plus(softmax([dot(w, x) for w in W]), times(-1, y))
    by_w = [gradient(lambda w, j=j: L(j, w), W[j]) for j in range(4)]
    yield [by_w, [times(e, x) for e in errors], [times(-e, x) for e in errors]]


def three(a: Any, b: Any, c: Any) -> Iterator[Chain]:
    def first(scores: list[Any]) -> Any:
        return softmax(scores)[0]

    by_a, by_b, by_c = gradient(first, [a, b, c])
    s, q = exp(a) + exp(b) + exp(c), first([a, b, c])
    yield [by_a, q * (1 - q)]
    yield [by_b, -exp(a) * exp(b) / s]
    yield [by_a + by_b + by_c, mpf(0)]


def temperature(z: list[Any], T: Any, tau: Any) -> Iterator[Chain]:
    def r(j: int, T: Any) -> Any:
        return softmax([k / T for k in z])[j]

    mean, each = dot([r(j, T) for j in range(4)], z), range(4)
    closed = [-(k - mean) / T**2 for k in z]
    by_log = [d(lambda T, j=j: log(r(j, T)), T) for j in each]
    yield [by_log, [-k / T**2 + mean / tau**2 for k in z], closed]
    yield [[d(lambda T, j=j: r(j, T), T) for j in each], closed]
