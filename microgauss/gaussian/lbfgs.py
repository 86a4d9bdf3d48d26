"""L-BFGS: maximise a smooth function of many variables by its gradient.

The last few steps, and the change of the gradient over each, approximate the inverse matrix of
second derivatives (Liu and Nocedal, On the limited memory BFGS method, 1989).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Maximum", "ValueAndGrad", "lbfgs"]

Array = NDArray[np.float64]
ValueAndGrad = Callable[[Array], tuple[float, Array]]  # theta to J and dJ/dtheta
EPSILON = float(np.finfo(float).eps)
MEMORY = 20  # steps that are kept
SUFFICIENT, CURVATURE = 1e-4, 0.9  # Wolfe's constants c1 and c2, as Nocedal and Wright advise
TRIALS = 40  # step lengths of a line search: the last is 2^-40 of the first
STALLED = 30  # iterations in a row whose gain is below the rounding error of J


class Maximum(NamedTuple):
    """Where the iteration ended: theta, J and its gradient there, and the iterations taken."""

    theta: Array
    J: float
    gradient: Array
    iterations: int


class Correction(NamedTuple):
    """A step, the decrease of the gradient over it, and their inner product, which is above 0."""

    step: Array
    decrease: Array
    product: float


def lbfgs(
    value_and_grad: ValueAndGrad, theta: Array, is_flat: Callable[[Array], bool], iterations: int
) -> Maximum:
    """Maximise J from theta (n,) until the gradient (n,) is flat, in at most so many iterations.

    J never decreases by more than its rounding error. The iteration also ends where J can't be
    increased by more than that. Source: Liu and Nocedal (1989).

    >>> def parabola(x):
    ...     return float(-(x**2).sum()), -2 * x
    >>> lbfgs(parabola, np.array([3.0, 4.0]), lambda gradient: not gradient.any(), 9).theta
    array([0., 0.])
    """
    J, gradient = value_and_grad(theta)
    corrections: deque[Correction] = deque(maxlen=MEMORY)
    highest, least_norm, stalled = J, float(np.linalg.norm(gradient)), 0
    for iteration in range(iterations):
        if is_flat(gradient) or stalled == STALLED:
            return Maximum(theta, J, gradient, iteration)
        direction = ascent_direction(gradient, corrections)
        found = line_search(value_and_grad, theta, J, gradient, direction)
        if found is None and corrections:  # the approximation is bad: start again without it
            corrections.clear()
            found = line_search(value_and_grad, theta, J, gradient, gradient)
        if found is None:
            return Maximum(theta, J, gradient, iteration)
        keep(corrections, found[0] - theta, gradient - found[2])
        theta, J, gradient = found
        norm = float(np.linalg.norm(gradient))
        has_gained = highest + rounding_error(J) < J or norm < least_norm / 2
        stalled = 0 if has_gained else stalled + 1
        highest, least_norm = max(J, highest), min(norm, least_norm)
    return Maximum(theta, J, gradient, iterations)


def rounding_error(J: float) -> float:
    """Return a bound of the rounding error of J, which is a mean."""
    return 4 * EPSILON * abs(J)


def keep(corrections: deque[Correction], step: Array, decrease: Array) -> None:
    """Keep a step along which J is concave; another has no curvature of a maximum."""
    if (product := float(step @ decrease)) > 0:
        corrections.append(Correction(step, decrease, product))


def ascent_direction(gradient: Array, corrections: Sequence[Correction]) -> Array:
    """Multiply the gradient by the approximate inverse Hessian (the two-loop recursion)."""
    direction, weights = gradient.copy(), []
    for step, decrease, product in reversed(corrections):
        weights.append(float(step @ direction) / product)
        direction -= weights[-1] * decrease
    if corrections:
        last = corrections[-1]
        direction *= last.product / float(last.decrease @ last.decrease)
    for (step, decrease, product), weight in zip(corrections, reversed(weights), strict=True):
        direction += (weight - float(decrease @ direction) / product) * step
    return direction


def line_search(
    value_and_grad: ValueAndGrad, theta: Array, J: float, gradient: Array, direction: Array
) -> tuple[Array, float, Array] | None:
    """Return theta, J and the gradient at the first step that meets Wolfe's conditions, or None.

    A step that increases J too little is too long; one after which the slope is still steep is too
    short. Bisection finds a step between two such. A gain below the rounding error of J counts as
    sufficient: the slope decides then.
    """
    slope = float(gradient @ direction)
    short, long, step = 0.0, math.inf, 1.0
    for _ in range(TRIALS if slope > 0 else 0):
        theta_new = theta + step * direction
        J_new, gradient_new = value_and_grad(theta_new)
        if J_new < J + SUFFICIENT * step * slope - rounding_error(J):
            long = step
        elif float(gradient_new @ direction) > CURVATURE * slope:
            short = step
        else:
            return theta_new, J_new, gradient_new
        step = 2 * step if math.isinf(long) else (short + long) / 2
    return None
