"""Climb a smooth function of many variables to a maximum, by its gradient alone.

L-BFGS: the last few steps, and how the gradient changed over each, stand in for the matrix of
second derivatives (Liu and Nocedal, On the limited memory BFGS method, 1989).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Objective", "Summit", "climb"]

Array = NDArray[np.float64]
Objective = Callable[[Array], tuple[float, Array]]  # theta to J and dJ/dtheta
EPSILON = float(np.finfo(float).eps)
MEMORY = 20  # steps that are remembered
SUFFICIENT, CURVATURE = 1e-4, 0.9  # Wolfe's two constants, as Nocedal and Wright advise
TRIALS = 40  # of a step: by then it is 2^-40 of the first
STALLED = 30  # iterations in a row in which nothing but rounding error is gained


class Summit(NamedTuple):
    """Where a climb ended: theta, J and its gradient there, and the iterations taken."""

    theta: Array
    J: float
    gradient: Array
    iterations: int


class Pair(NamedTuple):
    """A step, and by how much the gradient fell over it; their product is above 0."""

    step: Array
    fall: Array
    product: float


def climb(
    objective: Objective, theta: Array, is_flat: Callable[[Array], bool], iterations: int
) -> Summit:
    """Climb from theta until the gradient is flat, at most so many iterations.

    ``theta`` is (n,); ``objective`` gives J and its gradient (n,). J doesn't fall on the way, but
    for its rounding error. Ends before the gradient is flat where no more than that is gained.
    Source: Liu and Nocedal (1989).

    >>> def parabola(x):
    ...     return float(-(x**2).sum()), -2 * x
    >>> climb(parabola, np.array([3.0, 4.0]), lambda gradient: not gradient.any(), 9).theta
    array([0., 0.])
    """
    J, gradient = objective(theta)
    pairs: deque[Pair] = deque(maxlen=MEMORY)
    highest, least, since = J, float(np.linalg.norm(gradient)), 0
    for iteration in range(iterations):
        if is_flat(gradient) or since == STALLED:
            return Summit(theta, J, gradient, iteration)
        ahead = search(objective, theta, J, gradient, ascent_direction(gradient, pairs))
        if ahead is None and pairs:  # what is remembered misleads: start afresh
            pairs.clear()
            ahead = search(objective, theta, J, gradient, gradient)
        if ahead is None:
            return Summit(theta, J, gradient, iteration)
        remember(pairs, ahead[0] - theta, gradient - ahead[2])
        theta, J, gradient = ahead
        norm = float(np.linalg.norm(gradient))
        since = 0 if highest + rounding(J) < J or norm < least / 2 else since + 1
        highest, least = max(J, highest), min(norm, least)
    return Summit(theta, J, gradient, iterations)


def rounding(J: float) -> float:
    """Return what J, a mean, may be off by, as its terms and their sum are rounded."""
    return 4 * EPSILON * abs(J)


def remember(pairs: deque[Pair], step: Array, fall: Array) -> None:
    """Keep a step over which the gradient fell; another says nothing of a maximum."""
    if (product := float(step @ fall)) > 0:
        pairs.append(Pair(step, fall, product))


def ascent_direction(gradient: Array, pairs: Sequence[Pair]) -> Array:
    """Multiply the gradient by the inverse curvature that the pairs stand for (two loops)."""
    direction, weights = gradient.copy(), []
    for pair in reversed(pairs):
        weights.append(float(pair.step @ direction) / pair.product)
        direction -= weights[-1] * pair.fall
    if pairs:
        direction *= pairs[-1].product / float(pairs[-1].fall @ pairs[-1].fall)
    for pair, weight in zip(pairs, reversed(weights), strict=True):
        direction += (weight - float(pair.fall @ direction) / pair.product) * pair.step
    return direction


def search(
    objective: Objective, theta: Array, J: float, gradient: Array, direction: Array
) -> tuple[Array, float, Array] | None:
    """Return the first point along a direction that meets Wolfe's conditions, or None.

    J gains its part of what the slope promised, and the slope has fallen: a step that gains too
    little is too long, one that leaves the slope steep is too short, and bisection finds one
    between the two. A gain that is lost in J's rounding is let pass: the slope then decides.
    """
    slope = float(gradient @ direction)
    short, long, step = 0.0, math.inf, 1.0
    for _ in range(TRIALS if slope > 0 else 0):
        ahead = theta + step * direction
        J_ahead, gradient_ahead = objective(ahead)
        if J_ahead < J + SUFFICIENT * step * slope - rounding(J):
            long = step
        elif float(gradient_ahead @ direction) > CURVATURE * slope:
            short = step
        else:
            return ahead, J_ahead, gradient_ahead
        step = 2 * step if math.isinf(long) else (short + long) / 2
    return None
