"""What floats take for 0 and is none: exp(-1000), or 1 - tanh(30)**2.

A Python function is traced over floats. Where one of them has become 0, it may refuse to divide by
it, or take another branch than the exact number would.
"""

from __future__ import annotations

from collections.abc import Sequence

from microgauss.check.intervals import Intervals, OutsideDomainError, UndecidedError
from microgauss.engine.rules import DomainError
from microgauss.engine.value import Value
from microgauss.tape import Tape

__all__ = ["is_undefined"]

BITS = 4000


def is_undefined(error: DomainError, leaves: Sequence[Value]) -> bool:
    """Tell whether what raised an error has no result, not in exact numbers either.

    >>> from microgauss import exp
    >>> x = Value(-1000.0, "x")
    >>> for divisor in (lambda: exp(x), lambda: x - x):
    ...     try:
    ...         1 / divisor()
    ...     except DomainError as error:
    ...         print(is_undefined(error, [x]))
    False
    True
    """
    if len(error.args) == 1:  # a number that isn't finite, and no operation
        return True
    space = Intervals(BITS)
    try:
        Tape((error.args[1],), leaves)(*(space.exactly(x.data) for x in leaves), xp=space)
    except OutsideDomainError:
        return True
    except UndecidedError:
        pass
    return False
