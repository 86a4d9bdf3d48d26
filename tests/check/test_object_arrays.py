"""Arrays of Values: NumPy computes with them what it computes with floats, and they stay arrays."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import microgauss
from microgauss import Value
from microgauss.check.object_arrays import ValueArray, array_of, floats_of, plain

X = np.array([[0.5, -1.25, 2.0], [1.5, 0.25, -0.75]])
POSITIVE = np.array([0.3, 1.7, 2.9])


def values(numbers: Any) -> Any:
    array = np.asarray(numbers, dtype=float)
    return array_of(map(Value, array.flat), array.shape)


COMPUTED: list[Callable[[Any], Any]] = [
    lambda x: x + 1,
    lambda x: 2 * x - x / 4,
    lambda x: x**2 + x**3,
    lambda x: -x,
    abs,
    lambda x: x.T @ x,
    lambda x: np.ones((4, 2)) @ x,
    lambda x: x @ np.ones((3, 2)),
    lambda x: x.sum(),
    lambda x: x.sum(axis=0),
    lambda x: x.mean(axis=1, keepdims=True),
    np.mean,
    lambda x: x.var(),
    np.std,
    lambda x: x.prod(),
    lambda x: np.cumsum(x, axis=0),
    np.trace,
    lambda x: np.exp(x.sum() / 9),
    lambda x: np.sqrt(x[0] @ x[0]),
    np.linalg.norm,
    lambda x: np.linalg.norm(x, axis=1),
    lambda x: np.linalg.norm(x[0], 2),
    np.exp,
    np.tanh,
    np.sin,
    np.arctan,
    np.expm1,
    np.square,
    np.reciprocal,
    np.sign,
    np.abs,
    lambda x: np.maximum(x, 0),
    lambda x: np.minimum(x, x[:, :1]),
    lambda x: np.hypot(x, 2),
    lambda x: np.logaddexp(0, x),
    lambda x: np.logaddexp(x, 3 * x),
    lambda x: np.where(x > 0, x, 0.5 * x),
    lambda x: (x > 0) * x,
    lambda x: True * x,
    lambda x: np.clip(x, -1, 1),
    np.max,
    lambda x: x.min(axis=1),
    lambda x: np.sort(x, axis=1),
    lambda x: x[np.arange(2), [2, 0]],
    lambda x: x[:, None] * x,
    lambda x: np.outer(x[0], x[1]),
    lambda x: np.einsum("ij,ij->i", x, x),
    lambda x: np.dot(x[0], x[1]),
    lambda x: x[0].dot(x[1]),
    lambda x: np.stack([x[0, 0], x[1, 1]]).sum(),
    lambda x: np.array([x[0, 0], x[1, 1]]).sum(),
    lambda x: np.exp(np.array([x[0, 0], 2 * x[1, 1]])),
    lambda x: np.concatenate([x[0], [x[1, 0], 3.0]]) * 2,
    lambda x: np.zeros_like(x) + np.exp(np.zeros_like(x)),
    lambda x: np.float32(2) * x,
    lambda x: np.ones(3) * x[0, 0],
    lambda x: 2.0 ** x[0],
    lambda x: sum(x[0]),
    lambda x: max(x[0]),
    lambda x: np.conj(x).real,
    np.positive,
]


@pytest.mark.parametrize("compute", COMPUTED, ids=range(len(COMPUTED)))
def test_what_is_computed_is_what_numpy_computes_of_floats(compute: Callable[[Any], Any]) -> None:
    expected = np.asarray(compute(X))
    result = compute(values(X))
    assert np.shape(result) == expected.shape
    assert np.allclose(floats_of(plain(result)), expected, rtol=1e-14, atol=1e-15)
    assert all(isinstance(x, (Value, int, float)) for x in plain(result).flat)


@pytest.mark.parametrize("function", [np.log, np.log1p, np.log2, np.log10, np.sqrt])
def test_functions_of_numbers_above_0(function: Callable[[Any], Any]) -> None:
    result = function(values(POSITIVE))
    assert isinstance(result, ValueArray)
    assert np.allclose(floats_of(result), function(POSITIVE), rtol=1e-15)


def test_our_own_functions_take_them_too() -> None:
    for argument in (values(POSITIVE), values(1.5)):
        result = microgauss.log(argument)
        assert isinstance(result, ValueArray)
        assert np.allclose(floats_of(result), np.log(floats_of(argument)), rtol=1e-15)
    assert isinstance(values(1.5).item() * values(POSITIVE), ValueArray)


def test_elements_keep_their_graph() -> None:
    x = values([1.5, 2.5])
    y = np.log((x**2).sum())
    y.item().backward()
    a, b = (element.item() for element in x)
    assert (a.grad, b.grad) == pytest.approx((2 * 1.5 / 8.5, 2 * 2.5 / 8.5), rel=1e-15)


def test_assignment_in_place() -> None:
    x, g = values([1.0, 2.0, 4.0]), np.zeros_like(values([1.0, 2.0, 4.0]))
    g[0] = 3 * x[2]
    g[1:] += x[1:]
    np.add.at(g, [1, 1], x[0])
    g *= 2
    assert floats_of(plain(g)).tolist() == [24.0, 8.0, 8.0]


def test_numbers_are_asked_of_floats() -> None:
    x = values(X)
    assert np.isfinite(x).all()
    assert not np.isnan(x).any()
    assert (x > 0).dtype == bool
    assert (x == x[0, 0]).sum() == 1  # a Value equals itself only
    assert x.argmax() == X.argmax()


@pytest.mark.parametrize(
    ("compute", "complaint"),
    [
        (lambda x: np.linalg.inv(x.T @ x), "np.inv can't be computed with arrays of Values: "),
        (np.cbrt, "np.cbrt can't be computed with arrays of Values: "),
        (lambda x: np.vdot(x, x), "np.vdot can't be computed with arrays of Values: "),
        (lambda x: np.linalg.norm(x, 1), "np.linalg.norm with ord=1 has no gradient here"),
        (lambda x: np.linalg.norm(x, 2), "np.linalg.norm with ord=2 has no gradient here"),
        (lambda x: x == 0, "a Value equals itself only"),
        (lambda x: np.add(np.zeros((2, 3)), x, out=np.zeros((2, 3))), "make it by np.zeros_like"),
        (lambda x: float(x[0, 0]), "forget how a Value was computed"),
        (lambda x: bool(x[0, 0]), "a Value is neither true nor false"),
    ],
)
def test_what_takes_floats_only_says_so(compute: Callable[[Any], Any], complaint: str) -> None:
    with pytest.raises(TypeError) as error:
        compute(values(X))
    assert complaint in str(error.value)
