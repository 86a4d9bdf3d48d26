"""The ground truth: a gradient and a claim at a point, with bounds that hold, to any digits.

The gradient's graph and the claim are replayed over intervals, with more digits until the two are
told apart or shown to agree.

The complex step confirms that gradient from the function's values alone, without the table's
partials: Im f(x + ih)/h. Nothing cancels, so that h may be tiny and the result exact to the digits
that are carried (Squire and Trapp, 1998).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from microgauss.check.comparison import FEW, Comparison, compare, replay
from microgauss.check.floats import as_float
from microgauss.check.intervals import Interval, Intervals, OutsideDomainError, UndecidedError
from microgauss.check.problem import Problem, Trace
from microgauss.engine.rules import RULES, DomainError
from microgauss.engine.value import toposort

__all__ = ["DEEP", "PRECISIONS", "Measurement", "measure"]

PRECISIONS = (200, 800, 4000)  # bits, one after the other until the answer is clear
DEEP = (4500,)  # bits with which a difference of 1 part in 10**1300 shows
TINY = 2.0**-50  # a step to the side of a kink
CLOSE = 2.0**-40  # as far as the complex step has to agree with the gradient
LARGE = 50_000  # bits of magnitude, for a complex number
STEP, KEPT = 4, 6  # times the bits: how small the step is, and what it takes to keep it beside 1

intervals = cache(Intervals)  # of so many bits


@dataclass(frozen=True, eq=False)
class Measurement:
    """A claim and the true gradient at one point.

    ``claim`` and ``true`` are numbers of mpmath's, the claim nan where it isn't defined.
    ``is_wrong`` says that they certainly differ, else ``digits`` of them agree. ``is_resolved``
    says that the gradient is certainly not 0, or exactly 0. ``references`` are the gradient by
    backprop and by the complex step, and ``references_agree`` says whether they are the same.
    Of an array's gradient ``off`` are the components that are wrong, by their positions, the one
    that is furthest off first, and ``claim`` and ``true`` are that one's.
    """

    point: dict[str, Any]
    claim: Any
    true: Any
    is_wrong: bool
    digits: int
    is_resolved: bool
    references_agree: bool
    references: dict[str, float]
    off: tuple[int, ...] = ()


def measure(
    problem: Problem, point: Mapping[str, float], precisions: Sequence[int] = PRECISIONS
) -> Measurement | None:
    """Compare claim and gradient at a point; None where the function has no gradient.

    Raises UndecidedError where no precision tells the two apart or shows that they agree.
    """
    try:
        trace = problem.trace_at(point)
        found = settle(trace, point, precisions)
    except (DomainError, OutsideDomainError):
        return None
    is_confirmed = precisions is DEEP or trace.is_equation  # with fewer digits, or not at all
    step, agree = (math.nan, True) if is_confirmed else confirm(trace, found)
    if (found.is_wrong or not agree) and is_on_kink(trace, found.numbers):
        return None  # what is called the derivative there is a convention
    if found.is_wrong and not problem.is_text and has_false_zero(trace, found.numbers):
        return None  # another branch may be right
    true, worst = found.true, found.worst
    return Measurement(
        dict(point), worst.claim, worst.true.middle, found.is_wrong, found.digits,
        is_resolved=not true.has_zero or true.width == 0, references_agree=agree,
        references={"backprop": as_float(true.middle), "complex step": step}, off=found.off,
    )  # fmt: skip


def settle(trace: Trace, point: Mapping[str, float], precisions: Sequence[int]) -> Comparison:
    """Compare with more and more digits until the answer is clear; UndecidedError if it isn't."""
    found, before = None, 0
    for bits in precisions:
        try:
            found = compare(trace, point, intervals(bits))
        except UndecidedError:
            continue
        if found.is_clear or (found.digits and found.digits == before):
            break  # where more bits give no more digits, a constant is known to so many only
        before = found.digits
    if found is None or not (found.is_wrong or found.digits >= FEW):
        raise UndecidedError
    return found


def is_on_kink(trace: Trace, numbers: Sequence[Interval]) -> bool:
    """Tell whether a point lies on a kink of the function or the claim.

    There a kink's argument is 0, but not all around, as relu's is in relu(relu(x) - x).
    """
    if not trace.kinks:
        return False
    tape, space = trace.tape(*trace.kinks), numbers[0].space
    beside = [x + (x + 0.618) * (i * TINY) for i, x in enumerate(numbers, 1)]
    try:
        here, there = (replay(tape, place, space) for place in (numbers, beside))
    except (OutsideDomainError, UndecidedError):
        return False  # where a claim isn't defined, nor are its kinks
    return any(a.has_zero and not b.has_zero for a, b in zip(here, there, strict=True))


def has_false_zero(trace: Trace, numbers: Sequence[Interval]) -> bool:
    """Tell whether floats took a number for 0 that isn't: exp(-1000), say."""
    zeros = [v for v in toposort(*trace.graphs) if v.rule is not None and v.data == 0]
    try:
        exact = replay(trace.tape(*zeros), numbers, numbers[0].space)
    except (OutsideDomainError, UndecidedError):
        return False
    return not all(number.has_zero for number in exact)


def confirm(trace: Trace, found: Comparison) -> tuple[float, bool]:
    """Return the gradient by the complex step, and whether it agrees with that by backprop."""
    true, space = found.true, found.true.space
    try:
        step = complex_step(trace, found.numbers, space.bits + 64)
    except UndecidedError:
        return math.nan, True  # too far out to be computed: it tells nothing
    except (ArithmeticError, ValueError, TypeError):
        return math.nan, False
    gap = abs(step - true.middle)
    rounding = abs(found.output.middle) * space.mp.mpf(2) ** (20 - space.bits)
    return as_float(step), bool(gap <= 2 * true.width + CLOSE * true.size + rounding)


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
            with self.mp.workprec(KEPT * bits):
                return atan(z)

        self.mp.atan = arctangent

    def constant_of(self, number: float) -> Any:
        """Return the number that a constant of a graph stands for."""
        return self.exact.constant_of(number).middle

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Provide every row by its own formula: mpmath's sign and hypot aren't analytic."""
        if name not in RULES:
            raise AttributeError(name)

        def guarded(*args: Any) -> Any:
            parts = [part for arg in args for part in (self.mp.re(arg), self.mp.im(arg)) if part]
            if any(abs(self.mp.mag(part)) > LARGE for part in parts):
                raise UndecidedError  # mpmath would write out all the digits between
            return RULES[name].value(self.mp, *args)

        return guarded


def whole_power(base: Any, exponent: int) -> Any:
    """Return a whole power by squaring and multiplying."""
    if exponent < 0:
        return 1 / whole_power(base, -exponent)
    result = base * 0 + 1
    for digit in f"{exponent:b}":
        result = result * result * base if digit == "1" else result * result
    return result


complex_numbers = cache(ComplexNumbers)  # of so many bits
