"""L-BFGS: it reaches a maximum, by few steps, and knows when to stop."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from microgauss.gaussian.lbfgs import lbfgs

Array = np.ndarray[Any, np.dtype[np.float64]]


def rosenbrock(theta: Array) -> tuple[float, Array]:
    """Return Rosenbrock's function, upside down: a curved ridge whose maximum is 0 at (1, 1)."""
    x, y = theta
    slope = np.array([400 * x * (y - x**2) + 2 * (1 - x), -200 * (y - x**2)])
    return float(-(100 * (y - x**2) ** 2 + (1 - x) ** 2)), slope


def below(limit: float) -> Any:
    return lambda gradient: bool(np.linalg.norm(gradient) <= limit)


def test_a_curved_ridge_takes_few_steps() -> None:
    found = lbfgs(rosenbrock, np.array([-1.2, 1.0]), below(1e-9), 200)
    assert found.theta == pytest.approx([1.0, 1.0], abs=1e-9)
    assert np.linalg.norm(found.gradient) <= 1e-9
    assert found.iterations < 60  # the gradient alone takes thousands


def test_J_never_falls_and_the_iterations_are_bounded() -> None:
    heights = [lbfgs(rosenbrock, np.array([-1.2, 1.0]), below(1e-9), n) for n in range(30)]
    assert [found.iterations for found in heights] == list(range(30))
    assert all(a.J < b.J for a, b in pairwise(heights))


def test_a_badly_scaled_parabola_is_maximised() -> None:
    scales = 10.0 ** np.arange(-3, 4)
    found = lbfgs(
        lambda x: (float(-(scales * x**2).sum()), -2 * scales * x), np.ones(7), below(1e-9), 500
    )
    np.testing.assert_allclose(found.theta, 0, atol=1e-6)


def test_a_flat_start_is_where_it_ends() -> None:
    found = lbfgs(rosenbrock, np.array([1.0, 1.0]), below(0.0), 10)
    assert found.iterations == 0
    assert found.theta.tolist() == [1, 1]


def test_it_ends_where_only_rounding_error_is_left_to_gain() -> None:
    calls = []

    def rounded(theta: Array) -> tuple[float, Array]:
        calls.append(theta)
        J, slope = rosenbrock(theta)
        return J + 1e6, slope + 1e-7 * np.sin(1e9 * theta)  # a gradient with noise in it

    found = lbfgs(rounded, np.array([-1.2, 1.0]), below(1e-12), 10_000)
    assert found.theta == pytest.approx([1.0, 1.0], abs=1e-2)
    assert len(calls) < 1000


def test_a_gradient_that_points_downhill_ends_it() -> None:
    found = lbfgs(lambda x: (float(-x @ x), 2 * x), np.array([1.0]), below(1e-9), 100)
    assert found.theta.tolist() == [1.0]
    assert found.iterations == 0
