"""A leaf's derivative in three ways, of which two use no derivative of the table."""

from __future__ import annotations

import cmath
import math
import sys
from typing import TYPE_CHECKING, Any

from microgauss.engine.notation import number
from microgauss.tape import Tape

if TYPE_CHECKING:
    from collections.abc import Callable

    from microgauss.engine.value import Value

__all__ = ["three_ways"]

TINY = 1e-20  # the complex step: nothing is subtracted, so that it may be as small as this
STEP = sys.float_info.epsilon ** (1 / 3)  # balances truncation and rounding of the difference


def three_ways(f: Value, leaf: Value) -> list[tuple[str, str, str]]:
    """Return the derivative by backprop, by the complex step and by a central difference.

    Each row has the way's name, the exact number, and by how much it differs from backprop's, which
    is read from ``leaf.grad``. Where a replay leaves the domain, the row says so instead.

    >>> from microgauss import Value
    >>> x = Value(3.0, "x")
    >>> f = x * x
    >>> f.backward()
    >>> three_ways(f, x)[:2]
    [('backprop', '6.0', ''), ('complex step', '6.0', '0')]
    """
    tape = Tape((f,), inputs=(leaf,))
    rows = [("backprop", repr(leaf.grad), "")]
    for way, derive in (("complex step", complex_step), ("central difference", central_difference)):
        try:
            found = float(derive(tape, leaf.data))
        except (ArithmeticError, ValueError, TypeError):
            rows.append((way, "outside the domain", ""))
        else:
            rows.append((way, repr(found), number(abs(found - leaf.grad))))
    return rows


def complex_step(tape: Callable[..., Any], x: float) -> Any:
    """Replay with x + ih: the imaginary part is h times the derivative."""
    return tape(complex(x, TINY), xp=cmath)[0].imag / TINY


def central_difference(tape: Callable[..., Any], x: float) -> Any:
    """Replay a little above and below x."""
    h = STEP * max(1.0, abs(x))
    above, below = tape(x + h, xp=math)[0], tape(x - h, xp=math)[0]
    return (above - below) / ((x + h) - (x - h))
