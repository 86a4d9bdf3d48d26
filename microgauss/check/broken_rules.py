"""Which rule of calculus was broken: the derivatives that people get by a slip in one of them.

Every part of a function has its derivative by the name asked for. Put what a broken rule gives in
its place, and the gradient changes by the difference times the part's adjoint. Where a claim is
just that, the rule has a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from microgauss.check.algebra import Columns, from_value
from microgauss.check.diagnosis import shown
from microgauss.check.edits import CLOSE, related, same
from microgauss.check.points import View
from microgauss.check.subject import Recording
from microgauss.check.vocabulary import inner_derivatives
from microgauss.engine.gradient import grad
from microgauss.engine.rules import RULES, DomainError
from microgauss.engine.value import Value, toposort
from microgauss.tape import Tape

__all__ = ["broken_rule"]

# NumPy's functions, and by the row's own formula those that NumPy doesn't have.
arrays = SimpleNamespace(
    **{rule.name: getattr(np, rule.name, partial(rule.value, np)) for rule in RULES.values()}
)
LONG = 150  # operations: in a longer function no broken rule is looked for


class Bug(NamedTuple):
    """What a broken rule gives for a part's derivative, and which rule it is."""

    derivative: Columns | float
    words: str


@dataclass
class Part:
    """One operation of the function: its value and derivative, and its arguments'."""

    value: Value
    column: Columns
    slope: Columns
    args: list[Columns]
    slopes: list[Columns]
    partials: list[Columns]
    texts: list[str]
    slope_texts: list[str]
    text: str

    @property
    def moves(self) -> list[bool]:
        """Which arguments depend on the name asked for."""
        return [bool(np.any(slope != 0)) for slope in self.slopes]


def broken_rule(recording: Recording, view: View, claim: Columns, true: Columns) -> str:
    """Name the rule that a wrong claim breaks; nothing where no single one explains it."""
    order = toposort(recording.output)
    if len(order) > LONG:
        return ""
    with np.errstate(all="ignore"):
        for part, adjoint in parts(recording, view, order):
            for bug in bugs(part):
                said = true + adjoint * (bug.derivative - part.slope)
                rounding = 1e-13 * (np.abs(true) + np.abs(adjoint * part.slope))
                if (np.abs(said - claim) <= CLOSE * np.abs(claim) + rounding).all():
                    return bug.words
        is_multiple = bool(np.ptp(claim / true) < 1e-9 * np.max(np.abs(claim / true)))
        for words, column in () if is_multiple else whole(recording, view):
            if same(column, claim).all():
                return words
    return ""


def columns_of(recording: Recording, view: View, values: list[Value]) -> list[Columns]:
    """Compute values of the graph at the points of a view."""
    columns = [view.points[name] for name in recording.leaves]
    if recording.definition_tape is not None:
        columns += recording.definition_tape(*columns)
    results = Tape(values, recording.inputs)(*columns)
    return [np.broadcast_to(np.asarray(c, float), len(view.output)) for c in results]


def whole(recording: Recording, view: View) -> Iterator[tuple[str, Columns]]:
    """Yield what comes out when something else was done than to differentiate once by the name."""
    x = recording.x.label
    others = [v for v in recording.leaves.values() if v is not recording.x]
    tried: list[tuple[Value | None, str]] = [
        (recording.output, "this is the function itself: it wasn't differentiated")
    ]
    for other in others:
        words = f"this is the derivative by {other.label}, not by {x}"
        tried.append((gradient(recording.output, other), words))
    tried.append((gradient(recording.gradient, recording.x), "differentiated twice"))
    known = [(value, words) for value, words in tried if value is not None]
    columns = columns_of(recording, view, [value for value, _ in known])
    for (_, words), column in zip(known, columns, strict=True):
        if np.any(column != 0):
            yield words, column


def gradient(output: Value, x: Value) -> Value | None:
    """Return a gradient, or None where there is none at the recorded point."""
    try:
        found: Value = grad(output, x)
    except DomainError:
        return None
    return found


def parts(recording: Recording, view: View, order: list[Value]) -> Iterator[tuple[Part, Columns]]:
    """Yield the operations that depend on the name, the outermost first, with their adjoints."""
    inner = inner_derivatives(recording)
    moving = [value for value in order if value in inner and value.rule is not None]
    if not moving:
        return
    values = dict(zip(order, columns_of(recording, view, order), strict=True))
    adjoints = columns_of(recording, view, list(grad(recording.output, moving)))
    slopes = slopes_of(recording.x, order, values)
    for value, adjoint in reversed(list(zip(moving, adjoints, strict=True))):
        assert value.rule is not None
        args = [values[arg] for arg in value.args]
        partials_ = [
            np.asarray(derivative(arrays, values[value], *args))
            for derivative in value.rule.partials
        ]
        yield Part(
            value, values[value], slopes[value], args, [slopes[arg] for arg in value.args],
            partials_, [shown(from_value(arg)) for arg in value.args],
            [shown(inner[arg]) if arg in inner else "0" for arg in value.args],
            shown(from_value(value, whole=True)),
        ), adjoint  # fmt: skip


def slopes_of(x: Value, order: list[Value], values: dict[Value, Columns]) -> dict[Value, Columns]:
    """Differentiate every part by the name, by the table's local derivatives."""
    slopes: dict[Value, Columns] = {}
    for value in order:
        slope = np.full(len(values[value]), float(value is x))
        if value.rule is not None:
            args = [values[arg] for arg in value.args]
            for arg, derivative in zip(value.args, value.rule.partials, strict=True):
                if slopes[arg].any():
                    slope = slope + derivative(arrays, values[value], *args) * slopes[arg]
        slopes[value] = slope
    return slopes


def bugs(part: Part) -> Iterator[Bug]:
    """Yield the derivatives that broken rules give for one operation."""
    rule = part.value.rule
    assert rule is not None
    if not any(part.moves):
        return
    if part.value.label:
        words = f"{part.value.label} depends on it: the derivative through it is missing"
        yield Bug(0.0, words)
        yield Bug(1.0, f"the inner derivative of {part.value.label}, {part.text}, is missing")
    match rule.name:
        case "add" | "subtract":
            yield from of_sum(part)
        case "multiply":
            yield from of_product(part)
        case "divide":
            yield from of_quotient(part)
        case "pow":
            yield from of_power(part)
        case "negative":
            yield Bug(-part.slope, f"the minus sign of {part.text} is lost")
        case _ if len(part.args) == 1:
            yield from of_function(part)


def of_sum(part: Part) -> Iterator[Bug]:
    """Break the sum rule."""
    a, b = part.slopes
    minus = part.value.rule is RULES["subtract"]
    both = all(part.moves)
    for i, (other, own) in enumerate(((-b if minus else b, a), (a, -b if minus else b))):
        text = part.texts[i]
        if part.moves[i] and part.moves[1 - i]:
            yield Bug(other, f"the derivative of the summand {text} is missing")
        if part.moves[i]:
            value = part.args[i] * (-1 if minus and i else 1)
            yield Bug(other + value, f"the summand {text} wasn't differentiated")
        else:
            value = part.args[i] * (-1 if minus and i else 1)
            yield Bug(other + value, f"the constant {text} stays: its derivative is 0")
        if part.moves[i] and both:
            yield Bug(other - own, f"the derivative of the summand {text} has the wrong sign")


def of_product(part: Part) -> Iterator[Bug]:
    """Break the product rule."""
    (a, b), (da, db) = part.args, part.slopes
    if not all(part.moves):
        moving = part.moves.index(True)
        constant, slope = part.args[1 - moving], part.slopes[moving]
        text, own = part.texts[1 - moving], part.texts[moving]
        yield Bug(slope, f"the constant factor {text} is missing")
        if part.slope_texts[moving] != "1":
            yield Bug(
                constant * 1.0, f"the derivative of {own}, {part.slope_texts[moving]}, is missing"
            )
        yield Bug(slope + constant, f"the constant factor {text} is kept as a factor, not added")
        yield Bug(constant * part.args[moving], f"the factor {own} wasn't differentiated")
        yield Bug(slope / constant, f"the constant factor {text} stands below the line")
        return
    u, v = part.texts
    if part.value.args[0] is part.value.args[1]:
        yield Bug(da * b, f"a half of the product rule is missing: {u} is there twice")
    yield Bug(da * b, f"a half of the product rule is missing: {u} times the derivative of {v}")
    yield Bug(a * db, f"a half of the product rule is missing: {v} times the derivative of {u}")
    yield Bug(da * db, f"the product rule is not u'·v': it is u'·v + u·v', with u = {u}, v = {v}")
    yield Bug(da + db, f"the product rule is u'·v + u·v', with u = {u}, v = {v}")
    yield Bug(da * b - a * db, f"the product rule has a plus: u'·v + u·v', with u = {u}, v = {v}")
    yield Bug(a * db - da * b, f"the product rule has a plus: u'·v + u·v', with u = {u}, v = {v}")
    yield Bug(da * a + db * b, f"the product rule pairs u' with v, not with u: u = {u}, v = {v}")


def of_quotient(part: Part) -> Iterator[Bug]:
    """Break the quotient rule."""
    (a, b), (da, db) = part.args, part.slopes
    u, v = part.texts
    rule = f"(u'·v − u·v')/v², with u = {u}, v = {v}"
    if not part.moves[1]:
        yield Bug(da, f"the constant divisor {v} is missing")
        yield Bug(da * b, f"the constant divisor {v} stands above the line")
        yield Bug(a / b, f"{u} wasn't differentiated")
        if part.slope_texts[0] != "1":
            yield Bug(1 / b, f"the derivative of {u}, {part.slope_texts[0]}, is missing")
        yield Bug(
            da / b**2,
            f"the constant divisor {v} isn't squared: the quotient rule needs no square here",
        )
        return
    if part.moves[0]:
        yield Bug(-part.slope, f"the quotient rule's order is swapped: {rule}")
        yield Bug((da * b + a * db) / b**2, f"the quotient rule has a minus: {rule}")
        yield Bug((da * b - a * db) / b, f"the quotient rule divides by v²: {rule}")
        yield Bug(da / db, f"a quotient's derivative is not u'/v': {rule}")
        yield Bug(da / b, f"a half of the quotient rule is missing: {rule}")
        yield Bug(-a * db / b**2, f"a half of the quotient rule is missing: {rule}")
        yield Bug(part.slope * b**2, f"the square below the line is missing: {rule}")
        return
    yield Bug(
        -part.slope, f"the minus sign is missing: the derivative of 1/v is −v'/v², with v = {v}"
    )
    yield Bug(
        part.slope * b, f"the divisor isn't squared: the derivative of 1/v is −v'/v², with v = {v}"
    )
    yield Bug(
        -part.slope * b,
        f"the derivative of 1/v is −v'/v², with v = {v}: neither minus nor square is there",
    )
    yield Bug(a / db, f"the derivative of 1/v is −v'/v², not 1/v', with v = {v}")
    if part.slope_texts[1] != "1":
        missing = f"the inner derivative {part.slope_texts[1]} of {v} is missing"
        yield Bug(-a / b**2, missing)
        yield Bug(a / b**2, f"{missing}, and the minus sign of the derivative of 1/v")
    yield Bug(a * np.log(np.abs(b)) * db, f"1/v was integrated, not differentiated, with v = {v}")


def of_power(part: Part) -> Iterator[Bug]:
    """Break the power rule, or the rule for exponentials."""
    (a, b), (da, db) = part.args, part.slopes
    base, exponent = part.texts
    y = part.column
    if part.moves[1] and part.moves[0]:
        yield Bug(b * a ** (b - 1) * da, f"{base} stands in the exponent too: that half is missing")
        yield Bug(y * np.log(a) * db, f"{base} stands in the base too: that half is missing")
        return
    if part.moves[1]:
        inner = part.slope_texts[1]
        yield Bug(
            b * a ** (b - 1) * db, f"the exponent {exponent} varies: the power rule doesn't apply"
        )
        yield Bug(y * db, f"the factor log({base}) is missing: {exponent} stands in the exponent")
        yield Bug(
            part.slope / y * a ** (b - 1),
            f"the exponent {exponent} stays as it is: only powers of x lower it",
        )
        if inner != "1":
            yield Bug(y * np.log(a), f"the inner derivative {inner} of {exponent} is missing")
        return
    inner = part.slope_texts[0]
    lowered = b * a ** (b - 1)
    if inner != "1":
        yield Bug(lowered, f"the inner derivative {inner} of {base} is missing")
        yield Bug(lowered * da * da, f"the inner derivative {inner} of {base} is there twice")
    yield Bug(b * y * da, f"the exponent {exponent} of {base} wasn't lowered by 1")
    yield Bug(
        a ** (b - 1) * da, f"the exponent {exponent} of {base} wasn't brought down as a factor"
    )
    yield Bug(
        b * a ** (b + 1) * da, f"the exponent {exponent} of {base} was raised by 1, not lowered"
    )
    yield Bug(
        (b - 1) * a ** (b - 1) * da,
        f"the factor is the exponent {exponent} itself, before it is lowered",
    )
    yield Bug(
        b * a ** (b - 2) * da, f"the exponent {exponent} of {base} was lowered by 2, not by 1"
    )
    yield Bug(
        y * da, f"the power of {base} wasn't differentiated: {exponent} comes down, and 1 goes off"
    )
    yield Bug(
        y * np.log(np.abs(a)) * da,
        f"{base} is the base, and {exponent} fixed: the power rule applies",
    )
    yield Bug(
        a ** (b + 1) / (b + 1) * da, f"the power of {base} was integrated, not differentiated"
    )
    yield Bug(-part.slope, f"the derivative of the power of {base} has the wrong sign")


def of_function(part: Part) -> Iterator[Bug]:
    """Break the chain rule, or take the derivative of another function."""
    rule = part.value.rule
    assert rule is not None
    (a,), (da,), (partial,) = part.args, part.slopes, part.partials
    name, inner, text = rule.name, part.slope_texts[0], part.texts[0]
    if inner != "1":
        yield Bug(
            partial,
            f"the inner derivative {inner} of {text} is missing: the chain rule has it as a factor",
        )
        yield Bug(partial * da * da, f"the inner derivative {inner} of {text} is there twice")
        yield Bug(da, f"the derivative of {name} is missing: only the inner one, {inner}, is there")
        yield Bug(np.asarray(rule.partials[0](arrays, rule.value(np, da), da)),
                  f"the derivative of {name} is taken at {inner}, and not at {text}")  # fmt: skip
    yield Bug(part.column * da, f"{name} wasn't differentiated")
    yield Bug(-part.slope, f"the derivative of {name} has the wrong sign")
    for factor, words in ((2.0, "a factor 2 too much"), (0.5, "a factor 1/2 too much")):
        yield Bug(part.slope * factor, f"the derivative of {name} has {words}")
    for other in RULES.values():
        if not other.operator and len(other.partials) == 1 and other is not rule:
            yield Bug(other.value(np, a) * da, f"{other.name} is not the derivative of {name}")
            if related(rule, other):
                slope = other.partials[0](arrays, other.value(np, a), a) * da
                yield Bug(slope, f"this is the derivative of {other.name}, not of {name}")
                yield Bug(
                    -other.value(np, a) * da, f"−{other.name} is not the derivative of {name}"
                )
