"""A proof of a correct claim: SymPy simplifies the gradient's graph minus the claim to 0."""

from __future__ import annotations

import sys
from collections.abc import Callable
from inspect import CO_GENERATOR
from itertools import count
from math import pi
from types import FrameType
from typing import Any

from microgauss.check.problem import Trace
from microgauss.engine.value import Constant, toposort

__all__ = ["prove"]

CALLS = 1_500_000  # of Python functions, calls and returns: some seconds' work
LONG = 400  # operations of gradient and claim: of longer ones no proof is tried
LARGE = 1000  # a constant beyond may be an exponent, of a power too long to be written out


class TooMuchWork(BaseException):
    """The limit of work has been reached."""


def prove(trace: Trace, positive: set[str]) -> bool | None:
    """Tell whether SymPy simplifies gradient minus claim to 0; False leaves the claim open.

    The names in ``positive`` are taken to be above 0, the others to be real. Gives up after so many
    calls, and leaves the precision of the caller's mpmath as it was. None where there is no SymPy.
    """
    try:
        import mpmath  # noqa: PLC0415, SymPy computes with it
        import sympy  # noqa: PLC0415, optional, and slow to import
    except ImportError:
        return None
    if trace.claim is None or trace.definition is not None or not is_short(trace):
        return False
    precision = mpmath.mp.prec
    try:
        return bounded(lambda: is_zero(trace, positive, sympy))
    finally:
        mpmath.mp.prec = precision


def is_short(trace: Trace) -> bool:
    """Tell whether SymPy may be asked: not of long graphs, rounded constants and large powers."""
    assert trace.claim is not None
    order = toposort(trace.gradient, trace.claim)
    constants = [value.data for value in order if isinstance(value, Constant) and not value.rule]
    # 0.1 as a fraction has large powers, and so has any large number
    are_short = all((c * 1024).is_integer() and abs(c) <= LARGE for c in constants if abs(c) != pi)
    return len(order) <= LONG and are_short


def is_zero(trace: Trace, positive: set[str], sympy: Any) -> bool:
    """Replay over symbols and simplify the difference."""
    assert trace.claim is not None
    symbols = [
        sympy.Symbol(name, positive=True) if name in positive else sympy.Symbol(name, real=True)
        for name in trace.leaves
    ]
    gradient, claim = trace.tape(trace.gradient, trace.claim)(*symbols, xp=sympy)
    return bool(sympy.simplify(gradient - claim) == 0)


def can_stop(frame: FrameType) -> bool:
    """Tell whether an exception raised in a call reaches the caller.

    Not in a generator, in __del__ or in a weak reference's callback: Python may run these at any
    time, and there it prints the exception and goes on.
    """
    code = frame.f_code
    is_sympys = frame.f_globals.get("__name__", "").startswith("sympy.")
    return is_sympys and not code.co_flags & CO_GENERATOR and code.co_name != "__del__"


def bounded(work: Callable[[], bool]) -> bool:
    """Do some work, up to a number of calls; return False where that isn't enough.

    Calls are counted and not seconds, so that the answer is the same on every machine; in this
    thread, so that nothing runs on afterwards.
    """
    before, calls, is_over = sys.getprofile(), count(), False

    def stop(frame: FrameType, event: str, _: object) -> None:
        nonlocal is_over
        if next(calls) > CALLS and event == "call" and can_stop(frame):
            is_over = True
            raise TooMuchWork

    sys.setprofile(stop)
    try:
        return work() and not is_over
    except (TooMuchWork, RecursionError, ArithmeticError, ValueError, TypeError):
        return False
    except (AttributeError, NotImplementedError):  # a row that SymPy doesn't have
        return False
    finally:
        sys.setprofile(before)
