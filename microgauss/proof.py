"""A correct gradient proved: its graph, replayed over symbols, minus the claim simplifies to 0."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from microgauss.gradient import grad
from microgauss.references import Subject, is_inexact
from microgauss.tape import Tape
from microgauss.value import Value, creation_order

__all__ = ["prove"]

SECONDS = 2.0


def prove(
    function: Subject, claim: Subject, wrt: str, point: Mapping[str, float], positive: set[str]
) -> bool:
    """Tell whether SymPy simplifies gradient minus claim to 0; False says nothing.

    ``point`` is one at which both are defined; the names in ``positive`` are taken to be above 0,
    the others to be real. Gives up after 2 s. Raises ImportError where there is no SymPy.

    >>> prove(Subject("x**2"), Subject("x + x"), "x", {"x": 1.5}, set())
    True
    """
    import sympy  # noqa: PLC0415, optional, and slow to import

    values = {name: Value(point[name], name) for name in function.names}
    output, scope = function.trace(values)
    said, _ = claim.trace(scope)
    if any(is_inexact(value) for value in creation_order(output, said)):
        return False  # 0.1 is not a tenth: as a fraction it is long, and its powers are longer
    tape = Tape((grad(output, values[wrt]), said), inputs=tuple(values.values()))
    symbols = [
        sympy.Symbol(name, positive=True) if name in positive else sympy.Symbol(name, real=True)
        for name in values
    ]
    gradient, claimed = tape(*symbols, xp=sympy)
    return is_zero(sympy, gradient - claimed)


def is_zero(sympy: Any, difference: Any) -> bool:
    """Simplify, but not for longer than people wait."""
    found: list[bool] = []
    work = threading.Thread(
        target=lambda: found.append(sympy.simplify(difference) == 0), daemon=True
    )
    work.start()
    work.join(SECONDS)
    return found == [True]
