"""Which numbers a Value takes: any real one, as a finite float. All else is refused by name."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from microgauss.engine.rules import DomainError

__all__ = ["article", "finite", "is_real"]


def finite(data: Any, what: str = "a Value holds") -> float:
    """Return a real number as a float, or refuse it; ``what`` is how the message begins."""
    if data.__class__ is not float:
        if data.__class__ is not int and not is_real(data):  # is_real is slow
            hint = "; to run a graph over columns, use Tape" if hasattr(data, "__array__") else ""
            raise TypeError(f"{what} one real number, not {article(type(data).__name__)}{hint}")
        try:
            data = float(data)
        except OverflowError:
            data = math.inf
    if data - data != 0.0:
        raise DomainError(f"{what} a finite number, not {str(data)[:40]}")
    return data  # type: ignore[no-any-return]


def is_real(number: Any) -> bool:
    """Tell whether something is one real number; a truth value is none."""
    return isinstance(number, (Real, Decimal)) and not isinstance(number, (bool, np.bool_))


def article(noun: str) -> str:
    """Put the indefinite article before a noun."""
    return f"{'an' if noun[0] in 'aeiouAEIOU' else 'a'} {noun}"
