"""The complex step: a gradient from a function's values alone, Im f(x + ih)/h.

Nothing cancels, so that h may be tiny and the result exact to the digits that are carried (Squire
and Trapp, 1998). No derivative of the table is used: this confirms what backprop says by them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from microgauss.check.intervals import Interval, Intervals, UndecidedError
from microgauss.check.problem import Trace
from microgauss.engine.rules import RULES

__all__ = ["complex_step"]

LARGE = 50_000  # bits of magnitude, for a complex number
STEP, TINY = 4, 6  # times the bits: how small the step is, and what it takes to keep it beside 1


def complex_step(trace: Trace, numbers: Sequence[Interval], bits: int) -> Any:
    """Return the gradient at a point by replay over complex numbers of a precision."""
    space = complex_numbers(bits)
    arguments = [space.mp.mpc(number.middle) for number in numbers]
    place = trace.inputs.index(trace.x)
    x = arguments[place].real
    h = (abs(x) or 1) * space.mp.mpf(2) ** (-STEP * bits)
    arguments[place] = space.mp.mpc(x, h)
    (output,) = trace.tape(trace.output)(*arguments, xp=space)
    return space.mp.mpc(output).imag / h


class ComplexNumbers:
    """The namespace of mpmath's complex numbers of so many bits: ``xp`` for the table's rules."""

    def __init__(self, bits: int) -> None:
        self.exact = Intervals(bits)
        self.mp = self.exact.mp
        general = self.mp.mpc.__pow__

        def power(base: Any, exponent: Any) -> Any:
            """Multiply for a whole exponent: exp and log lose a tiny imaginary part."""
            whole = self.mp.mpf(self.mp.mpc(exponent).real)
            if self.mp.mpc(exponent).imag or whole != int(whole):
                return general(base, exponent)
            return whole_power(base, int(whole))

        self.mp.mpc.__pow__ = power  # of this context's own type
        atan = self.mp.atan

        def arctangent(z: Any) -> Any:
            """Carry as many digits as a tiny imaginary part is small: mpmath's own loses it."""
            with self.mp.workprec(TINY * bits):
                return atan(z)

        self.mp.atan = arctangent

    def constant_of(self, number: float) -> Any:
        """Return the number that a constant of a graph stands for."""
        return self.exact.constant_of(number).middle

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Provide every row by its own formula: mpmath's sign and hypot aren't analytic."""
        if name not in RULES:
            raise AttributeError(name)
        function = partial(RULES[name].value, self.mp)

        def guarded(*args: Any) -> Any:
            parts = [part for arg in args for part in (self.mp.re(arg), self.mp.im(arg)) if part]
            if any(abs(self.mp.mag(part)) > LARGE for part in parts):
                raise UndecidedError  # mpmath would write out all the digits between
            return function(*args)

        return guarded


def whole_power(base: Any, exponent: int) -> Any:
    """Return a whole power by squaring and multiplying."""
    if exponent < 0:
        return 1 / whole_power(base, -exponent)
    result = base * 0 + 1
    for digit in f"{exponent:b}":
        result = result * result * base if digit == "1" else result * result
    return result


@cache
def complex_numbers(bits: int) -> ComplexNumbers:
    """Return the namespace of complex numbers of a precision."""
    return ComplexNumbers(bits)
