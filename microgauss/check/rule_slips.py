"""The derivatives that people get by a slip in a rule of calculus, and the words for each slip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from microgauss.check.floats import Column
from microgauss.check.slips import related
from microgauss.engine.rules import RULES, Rule, columns
from microgauss.engine.value import Value

__all__ = ["Part", "slips_of"]

Slip = tuple[Column | float, str]  # what a broken rule gives for a part's tangent, and which it is


@dataclass
class Part:
    """One operation of the function: its value and tangent, and its arguments'.

    A tangent is the derivative by the name asked for.
    """

    value: Value
    column: Column
    tangent: Column
    args: list[Column]
    tangents: list[Column]
    texts: list[str]
    tangent_texts: list[str]
    text: str

    @cached_property
    def varies(self) -> list[bool]:
        """Which arguments depend on the name asked for."""
        return [bool(np.any(tangent != 0)) for tangent in self.tangents]


def slips_of(part: Part) -> Iterator[Slip]:
    """Yield the tangents that broken rules give for one operation."""
    rule, label = part.value.rule, part.value.label
    assert rule is not None
    if not any(part.varies):
        return
    if label:
        yield 0.0, f"{label} depends on it: the derivative through it is missing"
        yield 1.0, f"the inner derivative of {label}, {part.text}, is missing"
    match rule.name:
        case "add" | "subtract":
            yield from of_sum(part, sign=-1 if rule.name == "subtract" else 1)
        case "multiply":
            yield from of_product(part) if all(part.varies) else of_multiple(part)
        case "divide":
            yield from of_quotient(part)
        case "pow":
            yield from of_power(part)
        case "negative":
            yield -part.tangent, f"the minus sign of {part.text} is lost"
        case _ if len(part.args) == 1:
            yield from of_function(part, rule)


def of_sum(part: Part, sign: int) -> Iterator[Slip]:
    """Break the sum rule."""
    da, db = part.tangents[0], sign * part.tangents[1]
    for i, (own, other) in enumerate(((da, db), (db, da))):
        text, value = part.texts[i], part.args[i] * (sign if i else 1)
        if all(part.varies):
            yield other, f"the derivative of the summand {text} is missing"
        if part.varies[i]:
            yield other + value, f"the summand {text} wasn't differentiated"
        else:
            yield other + value, f"the constant {text} stays: its derivative is 0"
        if all(part.varies):
            yield other - own, f"the derivative of the summand {text} has the wrong sign"


def of_multiple(part: Part) -> Iterator[Slip]:
    """Break the rule for a product with a constant factor."""
    moving = part.varies.index(True)
    c, u, du = part.args[1 - moving], part.args[moving], part.tangents[moving]
    constant, own, inner = part.texts[1 - moving], part.texts[moving], part.tangent_texts[moving]
    yield du, f"the constant factor {constant} is missing"
    if inner != "1":
        yield c, f"the derivative of {own}, {inner}, is missing"
    yield du + c, f"the constant factor {constant} is kept as a factor, not added"
    yield c * u, f"the factor {own} wasn't differentiated"
    yield du / c, f"the constant factor {constant} stands below the line"


def of_product(part: Part) -> Iterator[Slip]:
    """Break the product rule."""
    (a, b), (da, db), (u, v) = part.args, part.tangents, part.texts
    where = f"with u = {u}, v = {v}"
    if part.value.args[0] is part.value.args[1]:
        yield da * b, f"a half of the product rule is missing: {u} is there twice"
    yield da * b, f"a half of the product rule is missing: {u} times the derivative of {v}"
    yield a * db, f"a half of the product rule is missing: {v} times the derivative of {u}"
    yield da * db, f"the product rule is not u'·v': it is u'·v + u·v', {where}"
    yield da + db, f"the product rule is u'·v + u·v', {where}"
    yield da * b - a * db, f"the product rule has a plus: u'·v + u·v', {where}"
    yield a * db - da * b, f"the product rule has a plus: u'·v + u·v', {where}"
    yield da * a + db * b, f"the product rule pairs u' with v, not with u: u = {u}, v = {v}"


def of_quotient(part: Part) -> Iterator[Slip]:
    """Break the quotient rule, or that for a constant divisor or a constant above the line."""
    (a, b), (da, db), (u, v) = part.args, part.tangents, part.texts
    if not part.varies[0]:
        yield from of_inverse(part)
    elif part.varies[1]:
        rule = f"(u'·v − u·v')/v², with u = {u}, v = {v}"
        yield -part.tangent, f"the quotient rule's order is swapped: {rule}"
        yield (da * b + a * db) / b**2, f"the quotient rule has a minus: {rule}"
        yield (da * b - a * db) / b, f"the quotient rule divides by v²: {rule}"
        yield da / db, f"a quotient's derivative is not u'/v': {rule}"
        yield da / b, f"a half of the quotient rule is missing: {rule}"
        yield -a * db / b**2, f"a half of the quotient rule is missing: {rule}"
        yield part.tangent * b**2, f"the square below the line is missing: {rule}"
    else:
        unsquared = "isn't squared: the quotient rule needs no square here"
        yield da, f"the constant divisor {v} is missing"
        yield da * b, f"the constant divisor {v} stands above the line"
        yield a / b, f"{u} wasn't differentiated"
        if (inner := part.tangent_texts[0]) != "1":
            yield 1 / b, f"the derivative of {u}, {inner}, is missing"
        yield da / b**2, f"the constant divisor {v} {unsquared}"


def of_inverse(part: Part) -> Iterator[Slip]:
    """Break the rule for 1/v."""
    (a, b), db, v, dv_text = part.args, part.tangents[1], part.texts[1], part.tangent_texts[1]
    rule, dy = f"the derivative of 1/v is −v'/v², with v = {v}", part.tangent
    yield -dy, f"the minus sign is missing: {rule}"
    yield dy * b, f"the divisor isn't squared: {rule}"
    yield -dy * b, f"{rule}: neither minus nor square is there"
    yield a / db, f"the derivative of 1/v is −v'/v², not 1/v', with v = {v}"
    if dv_text != "1":
        missing = f"the inner derivative {dv_text} of {v} is missing"
        yield -a / b**2, missing
        yield a / b**2, f"{missing}, and the minus sign of the derivative of 1/v"
    yield a * np.log(np.abs(b)) * db, f"1/v was integrated, not differentiated, with v = {v}"


def of_power(part: Part) -> Iterator[Slip]:
    """Break the power rule, or the rule for exponentials."""
    (a, b), (da, db), (base, exponent) = part.args, part.tangents, part.texts
    if not part.varies[1]:
        yield from of_fixed_exponent(part)
        return
    y, inner = part.column, part.tangent_texts[1]
    if part.varies[0]:
        yield b * a ** (b - 1) * da, f"{base} stands in the exponent too: that half is missing"
        yield y * np.log(a) * db, f"{base} stands in the base too: that half is missing"
        return
    unlowered = f"the exponent {exponent} stays as it is: only powers of x lower it"
    yield b * a ** (b - 1) * db, f"the exponent {exponent} varies: the power rule doesn't apply"
    yield y * db, f"the factor log({base}) is missing: {exponent} stands in the exponent"
    yield part.tangent / y * a ** (b - 1), unlowered
    if inner != "1":
        yield y * np.log(a), f"the inner derivative {inner} of {exponent} is missing"


def of_fixed_exponent(part: Part) -> Iterator[Slip]:
    """Break the power rule."""
    (a, b), da, (base, exponent) = part.args, part.tangents[0], part.texts
    y, inner, lowered = part.column, part.tangent_texts[0], b * a ** (b - 1)
    power, of_base = f"the power of {base}", f"the exponent {exponent} of {base}"
    before = f"the factor is the exponent {exponent} itself, before it is lowered"
    applies = f"{base} is the base, and {exponent} fixed: the power rule applies"
    if inner != "1":
        yield lowered, f"the inner derivative {inner} of {base} is missing"
        yield lowered * da * da, f"the inner derivative {inner} of {base} is there twice"
    yield b * y * da, f"{of_base} wasn't lowered by 1"
    yield a ** (b - 1) * da, f"{of_base} wasn't brought down as a factor"
    yield b * a ** (b + 1) * da, f"{of_base} was raised by 1, not lowered"
    yield (b - 1) * a ** (b - 1) * da, before
    yield b * a ** (b - 2) * da, f"{of_base} was lowered by 2, not by 1"
    yield y * da, f"{power} wasn't differentiated: {exponent} comes down, and 1 goes off"
    yield y * np.log(np.abs(a)) * da, applies
    yield a ** (b + 1) / (b + 1) * da, f"{power} was integrated, not differentiated"
    yield -part.tangent, f"the derivative of {power} has the wrong sign"


def of_function(part: Part, rule: Rule) -> Iterator[Slip]:
    """Break the chain rule, or take the derivative of another function."""
    (a,), (da,), (text,), (inner,) = part.args, part.tangents, part.texts, part.tangent_texts
    name, (derivative,) = rule.name, rule.partials
    if inner != "1":
        partial = np.asarray(derivative(columns, part.column, a))
        at_inner = np.asarray(derivative(columns, rule.value(np, da), da))
        missing = f"the inner derivative {inner} of {text} is missing"
        yield partial, f"{missing}: the chain rule has it as a factor"
        yield partial * da * da, f"the inner derivative {inner} of {text} is there twice"
        yield da, f"the derivative of {name} is missing: only the inner one, {inner}, is there"
        yield at_inner, f"the derivative of {name} is taken at {inner}, and not at {text}"
    yield part.column * da, f"{name} wasn't differentiated"
    yield -part.tangent, f"the derivative of {name} has the wrong sign"
    yield part.tangent * 2.0, f"the derivative of {name} has a factor 2 too much"
    yield part.tangent * 0.5, f"the derivative of {name} has a factor 1/2 too much"
    for other in RULES.values():
        if not other.operator and len(other.partials) == 1 and other is not rule:
            y = other.value(np, a)
            yield y * da, f"{other.name} is not the derivative of {name}"
            if related(rule, other):
                tangent = other.partials[0](columns, y, a) * da
                yield tangent, f"this is the derivative of {other.name}, not of {name}"
                yield -y * da, f"−{other.name} is not the derivative of {name}"
