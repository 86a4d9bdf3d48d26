"""Gradients as graphs: to draw, to replay over other numbers, to differentiate again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from microgauss.engine.numbers import article
from microgauss.engine.rules import DomainError
from microgauss.engine.value import Constant, Value, graphs, no_partial, toposort

__all__ = ["grad"]


def grad(f: Value, wrt: Value | Iterable[Value]) -> Any:
    """Return the gradients of f as Values: graphs to draw, to replay, to differentiate again.

    ``wrt`` is one value, for one gradient, or several, for a tuple. The same chain rule as in
    `backprop`, in the same order, over Values; it writes to none of them. Where f doesn't depend
    on a value the gradient is 0. Raises TypeError for what is no Value, DomainError where a
    derivative is infinite.

    >>> x = Value(3.0, "x")
    >>> first = grad(x**3, x)
    >>> first.data, grad(first, x).data
    (27.0, 18.0)
    """
    if not isinstance(f, Value):
        raise TypeError(f"grad differentiates a Value, not {article(type(f).__name__)}")
    targets = targets_of(wrt)
    order = toposort(f)
    needed = set(targets)  # only what depends on a target needs an adjoint
    for value in order:
        if any(arg in needed for arg in value.args):
            needed.add(value)
    adjoint: dict[Value, Value] = {f: Constant(1.0)}  # df/dvalue, which is ``grad`` in backprop
    for value in reversed(order):
        if value.rule is None:
            continue
        for arg, partial in zip(value.args, value.rule.partials, strict=True):
            if arg in needed:
                contribution = times(adjoint[value], local_derivative(value, partial))
                adjoint[arg] = adjoint[arg] + contribution if arg in adjoint else contribution
    gradients = tuple(adjoint.get(target, Constant(0.0)) for target in targets)
    return gradients[0] if isinstance(wrt, Value) else gradients


def targets_of(wrt: Any) -> tuple[Value, ...]:
    """Return what to differentiate by as a tuple of Values, or say what else it is."""
    if isinstance(wrt, Value):
        return (wrt,)
    if isinstance(wrt, str) or not isinstance(wrt, Iterable):
        raise TypeError(f"grad is by a Value, or several, not by {wrt!r:.40}")
    targets = tuple(wrt)
    for target in targets:
        if not isinstance(target, Value):
            raise TypeError(f"grad is by Values, not by {target!r:.40}")
    return targets


def local_derivative(value: Value, partial: Callable[..., Any]) -> Any:
    """Return a local derivative as a graph, or a plain number. The value itself is the rule's y."""
    try:
        return partial(graphs, value, *value.args)
    except DomainError:
        raise no_partial(value) from None


def times(upstream: Value, local: Any) -> Value:
    """Multiply, leaving out factors 1, so that the graph of a gradient reads as people write it."""
    for factor, other in ((upstream, local), (local, upstream)):
        if literal(factor) in (1, -1):
            signed = other if literal(factor) == 1 else -other
            return signed if isinstance(signed, Value) else Constant(signed)
    return upstream * local  # type: ignore[no-any-return]


def literal(factor: Any) -> float | None:
    """Return the value of a plain number or a literal constant, else None."""
    if not isinstance(factor, Value):
        return factor  # type: ignore[no-any-return]
    return factor.data if factor.is_literal else None
