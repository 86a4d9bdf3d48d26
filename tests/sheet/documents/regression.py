"""Linear regression: what each side is."""

from collections.abc import Iterator

from mpmath import log, mpf, pi
from truth import Any, Chain, Point, d, dot, gradient, plus, times


def chains(p: Point) -> Iterator[Chain]:
    X, y = [p.vector(2) for _ in range(3)], p.vector(3)
    data = list(zip(X, y, strict=True))
    w, u, x, b, penalty = p.vector(2), p.vector(2), p.vector(2), p.real(), p.real()
    a, s = [p.positive() for _ in range(3)], p.positive()

    def J_of(predictions: list[Any]) -> Any:
        return sum((q - t) ** 2 for q, t in zip(predictions, y, strict=True)) / 6

    def J(w: list[Any]) -> Any:
        return J_of([dot(w, x) for x in X])

    def L(w: list[Any], b: Any) -> Any:
        return sum((dot(w, x) + b - t) ** 2 for x, t in data) / 3

    def Q(w: list[Any]) -> Any:
        return sum(k * (t - dot(w, x)) ** 2 for k, (x, t) in zip(a, data, strict=True)) / 2

    def log_likelihood(w: list[Any], s: Any) -> Any:
        squares = sum((t - dot(w, x)) ** 2 for x, t in data)
        return -mpf(3) / 2 * log(2 * pi * s**2) - squares / (2 * s**2)

    errors = [dot(w, x) - t for x, t in data]
    whole = plus(*[times(e, x) for e, x in zip(errors, X, strict=True)])
    mean = times(mpf(1) / 3, whole)
    yield [gradient(J_of, [dot(w, x) for x in X]), times(mpf(1) / 3, errors)]
    yield [gradient(J, w), mean, whole, mean]
    yield [gradient(J, w), mean]

    shifted = [e + b for e in errors]
    yield [d(lambda b: L(w, b), b), mpf(2) / 3 * sum(shifted)]
    yield [gradient(lambda w: L(w, b), w), times(mpf(2) / 3 * sum(shifted), x)]
    yield [d(lambda b: L(w, b), b, 2), mpf(2)]

    ridge = plus(mean, times(penalty, w))
    yield [
        gradient(lambda w: J(w) + penalty / 2 * dot(w, w), w),
        plus(gradient(J, w), times(penalty, w)),
        ridge,
    ]

    def distance(w: list[Any]) -> Any:
        return sum((p - q) ** 2 for p, q in zip(w, u, strict=True))

    ww, wu, uu = dot(w, w), dot(w, u), dot(u, u)
    yield [distance(w), ww - 2 * wu + uu, ww - wu + uu]
    yield [gradient(distance, w), times(2, plus(w, times(-1, u)))]
    yield [gradient(lambda w: dot(w, u), w), u]
    yield [gradient(Q, w), plus(*[times(k * e, x) for k, e, x in zip(a, errors, X, strict=True)])]
    by_s = -3 / s + sum(e**2 for e in errors) / s**3
    yield [d(lambda s: log_likelihood(w, s), s), by_s]
    yield [gradient(lambda w: log_likelihood(w, s), w), times(-1 / s, whole)]
