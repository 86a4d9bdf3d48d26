"""The ground truth: a gradient and a claim at a point, with bounds that hold, to any digits.

The gradient's graph and the claim are replayed over intervals, with more digits until the two are
told apart or shown to agree. What the table's derivatives say is confirmed without them by the
complex step, Im f(x + ih)/h, which uses the rows' values alone (Squire and Trapp, 1998).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

from microgauss.check.intervals import Interval, Intervals, OutsideDomainError, UndecidedError
from microgauss.check.subject import Point, Question, Recording
from microgauss.engine.rules import RULES, DomainError
from microgauss.tape import Tape

__all__ = ["DEEP", "PRECISIONS", "Measurement", "measure"]

PRECISIONS = (200, 800, 4000)  # bits, one after the other until the answer is clear
DEEP = (4500,)  # for a look from far away: a difference of 1 part in 10**1300 shows
FEW, MANY = 8, 30  # digits: fewer that agree are no agreement; so many are enough
TINY = 2.0**-50  # a step to the side of a kink
LARGE = 50_000  # bits of magnitude, for a complex number
CLOSE = 2.0**-40  # as far as the complex step has to agree with the gradient


@dataclass(frozen=True, eq=False)
class Measurement:
    """A claim and the true gradient at one point.

    ``claim`` and ``true`` are numbers of mpmath's, the claim nan where it isn't defined.
    ``is_wrong`` says that they are certainly apart, else ``digits`` of them agree. ``is_alive``
    tells that the gradient is told from 0, or is exactly 0. ``agree`` tells whether the complex
    step confirms the gradient, of which ``votes`` has both.
    """

    point: Point
    claim: Any
    true: Any
    is_wrong: bool
    digits: int
    is_alive: bool
    agree: bool
    votes: dict[str, float]


def measure(
    question: Question, point: Mapping[str, float], precisions: Sequence[int] = PRECISIONS
) -> Measurement | None:
    """Compare claim and gradient at a point; None where the function has no gradient.

    Raises UndecidedError where all the digits can't tell claim and gradient apart nor show that
    they agree.
    """
    try:
        recording = question.recorded(point)
    except DomainError:
        return None
    found, before = None, -1
    for bits in precisions:
        space = intervals(bits)
        try:
            numbers = inputs(recording, point, space)
            output, true = replay(recording.truth_tape, numbers, space)
            found = compared(recording, numbers, true, space)
        except UndecidedError:
            continue
        except OutsideDomainError:
            return None
        if is_clear(found, true) or found.digits == before > 0:
            break  # where more digits don't help, a constant is known to so many only
        before = found.digits
    if found is None or not (found.is_wrong or found.digits >= FEW):
        raise UndecidedError
    if precisions is DEEP:  # the gradient has been confirmed with fewer digits
        vote, agree = math.nan, True
    else:
        vote, agree = confirmed(recording, numbers, output, true, bits)
    if (found.is_wrong or not agree) and is_on_kink(recording, numbers):
        return None  # what is called the derivative there is a convention
    return Measurement(
        dict(point), found.claim, true.middle, found.is_wrong, found.digits,
        is_alive=not true.has_zero or true.width == 0,
        agree=agree, votes={"backprop": as_float(true.middle), "complex step": vote},
    )  # fmt: skip


class Comparison(NamedTuple):
    """A claim's value, whether it is certainly wrong, and else how many digits agree."""

    claim: Any
    is_wrong: bool
    digits: int


def is_clear(found: Comparison, true: Interval) -> bool:
    """Tell whether more digits would say no more: a gradient around 0 may yet be told from it."""
    around_zero = true.has_zero and true.width != 0
    return found.is_wrong or (found.digits >= MANY and not around_zero)


def compared(
    recording: Recording, numbers: Sequence[Interval], true: Interval, space: Intervals
) -> Comparison:
    """Tell the claim from the gradient, or count the digits that agree.

    They are counted against the size of the gradient, or of its terms where it may be 0.
    """
    mp = space.mp
    undefined = Comparison(mp.nan, is_wrong=True, digits=0)
    if recording.claim_tape is None:
        return undefined
    try:
        (claim,) = replay(recording.claim_tape, numbers, space)
    except OutsideDomainError:
        return undefined
    if not claim.meets(true):
        return Comparison(claim.middle, is_wrong=True, digits=0)
    apart = claim.distance(true)
    terms = true.width * mp.mpf(2) ** (space.bits - 10)  # rounding to these bits made the width
    size = max(true.size, terms) if true.has_zero else true.size
    most = int(space.bits * math.log10(2)) - 10
    digits = most if apart == 0 else int(0.30102 * (mp.mag(size) - mp.mag(apart))) if size else 0
    return Comparison(claim.middle, is_wrong=False, digits=max(0, min(digits, most)))


def replay(tape: Tape, numbers: Sequence[Interval], space: Intervals) -> tuple[Interval, ...]:
    """Run a tape over intervals."""
    return tuple(space.interval(result) for result in tape(*numbers, xp=space))


@cache
def intervals(bits: int) -> Intervals:
    """Return the namespace of intervals of a precision."""
    return Intervals(bits)


def inputs(
    recording: Recording, point: Mapping[str, float], space: Intervals
) -> tuple[Interval, ...]:
    """Return a point as intervals; a varied definition has the value that follows from it."""
    numbers = tuple(
        space.decimal(repr(point[name])) if name in recording.given else space.exactly(point[name])
        for name in recording.leaves
    )
    tape = recording.definition_tape
    return numbers if tape is None else (*numbers, *replay(tape, numbers, space))


def is_on_kink(recording: Recording, numbers: Sequence[Interval]) -> bool:
    """Tell whether a point lies on a kink of the function or the claim.

    That is where a kink's argument is 0, but not all around, as relu's is in relu(relu(x) - x).
    """
    if not recording.kinks:
        return False
    tape, space = Tape(recording.kinks, recording.inputs), numbers[0].space
    beside = [x + x * (i * TINY) + 0.618 * i * TINY for i, x in enumerate(numbers, 1)]
    try:
        here, there = (replay(tape, place, space) for place in (numbers, beside))
    except (OutsideDomainError, UndecidedError):
        return False  # where a claim isn't defined, nor are its kinks
    return any(a.has_zero and not b.has_zero for a, b in zip(here, there, strict=True))


def confirmed(
    recording: Recording, numbers: Sequence[Interval], output: Interval, true: Interval, bits: int
) -> tuple[float, bool]:
    """Compare the gradient with the complex step, at more digits than it was found with."""
    try:
        slope = complex_step(recording, numbers, bits + 64)
    except UndecidedError:
        return math.nan, True  # too far out to be computed: no vote
    except (ArithmeticError, ValueError, TypeError):
        return math.nan, False
    mp = intervals(bits).mp
    gap = abs(slope - true.middle)
    rounding = abs(output.middle) * mp.mpf(2) ** (20 - bits)  # where the gradient is exactly 0
    return as_float(slope), bool(gap <= 2 * true.width + CLOSE * true.size + rounding)


def complex_step(recording: Recording, numbers: Sequence[Interval], bits: int) -> Any:
    """Return the gradient by replay over complex numbers: no derivative used, nothing cancels."""
    space = complex_numbers(bits)
    middles = [space.mp.mpc(number.middle) for number in numbers]
    place = recording.inputs.index(recording.x)
    h = (abs(middles[place].real) or 1) * space.mp.mpf(2) ** (-4 * bits)
    middles[place] = space.mp.mpc(middles[place].real, h)
    (shifted,) = recording.output_tape(*middles, xp=space)
    return space.mp.mpc(shifted).imag / h


class ComplexNumbers:
    """The namespace of mpmath's complex numbers of so many bits."""

    def __init__(self, bits: int) -> None:
        self.exact = Intervals(bits)
        self.mp = self.exact.mp
        general = self.mp.mpc.__pow__

        def power(base: Any, exponent: Any) -> Any:
            """Multiply for a whole exponent: exp and log lose a tiny imaginary part."""
            whole = self.mp.mpf(self.mp.mpc(exponent).real)
            if self.mp.mpc(exponent).imag or whole != int(whole):
                return general(base, exponent)
            return multiplied_out(base, int(whole))

        self.mp.mpc.__pow__ = power  # of this context's own type

    def constant_of(self, number: float) -> Any:
        """Return the number that a constant stands for."""
        return self.exact.constant_of(number).middle

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Provide mpmath's functions, and by its own formula a row that mpmath doesn't have."""
        if name not in RULES:
            raise AttributeError(name)
        function: Callable[..., Any] = getattr(self.mp, name, partial(RULES[name].value, self))

        def guarded(*args: Any) -> Any:
            parts = [part for arg in args for part in (self.mp.re(arg), self.mp.im(arg)) if part]
            if any(abs(self.mp.mag(part)) > LARGE for part in parts):
                raise UndecidedError  # mpmath would write out all the digits between
            return function(*args)

        return guarded


def multiplied_out(base: Any, exponent: int) -> Any:
    """Return a whole power by squaring and multiplying."""
    if exponent < 0:
        return 1 / multiplied_out(base, -exponent)
    result = base * 0 + 1
    for digit in f"{exponent:b}":
        result = result * result * base if digit == "1" else result * result
    return result


@cache
def complex_numbers(bits: int) -> ComplexNumbers:
    """Return the namespace of complex numbers of a precision."""
    return ComplexNumbers(bits)


def as_float(number: Any) -> float:
    """Return a number of mpmath's as a float, infinite where it is too large for one."""
    try:
        return float(number)
    except OverflowError:
        return math.inf
