"""How numbers, formulas and failed operations are written: for people, or exactly."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from microgauss.engine.rules import Rule
    from microgauss.engine.value import Value

__all__ = ["expression", "formula", "label_or_formula", "number", "operation_at", "typeset"]

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
DEPTH = 8  # a formula is written out this deep, so that its length is bounded in any graph


def number(x: float, digits: int = 4) -> str:
    """Write a number for people: 4 significant ``digits``, if not told, and a real minus sign.

    Scientific outside 1e-3 ... 1e5; a number other than 0 is never written as 0.
    See also: `repr`, which is exact.

    >>> number(-2.50662827), number(1234567.0), number(0.0), number(8e-5)
    ('−2.507', '1.235e6', '0', '8e−5')
    """
    size = abs(float(f"{x:.{digits - 1}e}"))
    if 10**digits <= size < 1e5:
        text = f"{x:.0f}"
    elif 1e-3 <= size < 1e5 or x == 0 or not math.isfinite(x):
        text = f"{x:z.{digits}g}"  # z: -0.0 is 0
    else:
        mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
        text = f"{float(mantissa):.{digits}g}e{int(exponent)}"
    return text.replace("-", "−")


def plain_number(x: float) -> str:
    """Write a number as Python reads it, whole ones without their point."""
    return repr(x).removesuffix(".0")


def formula(
    value: Value, *, pretty: bool = False, depth: int = DEPTH, spell: Callable[[str], str] = str
) -> str:
    """Write the formula of a value in terms of the labelled values it was computed from.

    ``pretty`` writes for people (``(t − mu)²``), otherwise as `microgauss.formula` reads it.
    What lies deeper than ``depth`` operations becomes ``…``. ``spell`` says how a label is written.

    >>> from microgauss import Value, log
    >>> t, mu = Value(1.0, "t"), Value(0.5, "mu")
    >>> formula(-(t - mu)**2 / 2), formula(-(t - mu)**2 / 2, pretty=True)
    ('-(t - mu)**2/2', '−(t − mu)²/2')
    """
    if value.rule is None:
        return spell(value.label) or (number if pretty else plain_number)(value.data)
    return expression(value.rule, value.args, pretty=pretty, depth=depth, spell=spell)


def expression(
    rule: Rule, args: Sequence[Value], *, pretty: bool = False, depth: int = DEPTH,
    spell: Callable[[str], str] = str,
) -> str:  # fmt: skip
    """Write an operation on arguments, whether or not it has been carried out."""
    texts = []
    for position, arg in enumerate(args):
        text = label_or_formula(arg, pretty=pretty, depth=depth - 1, spell=spell)
        brackets = needs_brackets(precedence(arg), rule.precedence, position)
        texts.append(f"({text})" if brackets else text)
    return write(rule, texts, pretty=pretty)


def label_or_formula(
    value: Value, *, pretty: bool = False, depth: int = DEPTH, spell: Callable[[str], str] = str
) -> str:
    """Write a value's label, or else its formula; at depth 0 only leaves are written out."""
    if value.label:
        return spell(value.label)
    if value.rule and not depth:
        return "…"
    return formula(value, pretty=pretty, depth=depth, spell=spell)


def typeset(text: str) -> str:
    """Write the text of a formula for people.

    >>> typeset("-(t - mu)**2/(2*sigma**-4) + x**n")
    '−(t − mu)²/(2·sigma⁻⁴) + x^n'
    """
    whole = re.compile(r"\*\*(?:(\d+)|\((-\d+)\)|(-\d+))(?![\w.])")
    text = whole.sub(lambda power: power[0].strip("*()").translate(SUPERSCRIPTS), text)
    return text.replace("**", "^").replace("*", "·").replace("-", "−")


def write(rule: Rule, texts: Sequence[str], *, pretty: bool = False) -> str:
    """Write one operation on arguments that are written already."""
    if not rule.operator:
        return f"{rule.name}({', '.join(texts)})"
    operator = typeset(rule.operator) if pretty else rule.operator
    if len(texts) == 1:
        return operator + texts[0]
    if rule.precedence == 1:
        return f"{texts[0]} {operator} {texts[1]}"
    if pretty and rule.name == "pow":
        return texts[0] + raised(texts[1])
    return texts[0] + operator + texts[1]


def raised(exponent: str) -> str:
    """Write an exponent: in superscripts where it is a whole number."""
    digits = exponent.strip("()").replace("−", "-")
    if digits == "1":
        return ""
    is_whole = digits.removeprefix("-").isdigit()
    return digits.translate(SUPERSCRIPTS) if is_whole else f"^{exponent}"


def precedence(value: Value) -> int:
    """Return how tightly the text of a value binds; a negative number binds as a sign does."""
    if value.label or value.rule is None:
        return 3 if not value.label and value.data < 0 else 5
    return value.rule.precedence


def needs_brackets(inner: float, outer: float, position: int) -> bool:
    """Tell whether an argument needs brackets: how tightly it binds, and the operation around it.

    Bindings are those of the table. A function brings its own brackets; a power binds to the right.
    """
    if outer == 5:
        return False
    if outer == 4:
        return inner < 4 or (inner == 4 and position == 0)
    is_same = inner == outer and (position > 0 or outer == 3)  # a - (b - c), a/(b*c), -(-a)
    return inner < outer or is_same or (inner == 3 and position > 0 and outer >= 1)


def operation_at(value: Value, numbers: Sequence[float]) -> str:
    """Write how an error begins: ``log(sigma): sigma = -1.0, and``."""
    args = zip(value.args, numbers, strict=True)
    named = {label_or_formula(arg): x for arg, x in args if arg.label or arg.rule}
    where = "".join(f"{name} = {x!r}, " for name, x in named.items())
    return f"{formula(value)}: {where}{'and ' if where else ''}"
