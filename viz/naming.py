"""What values and operations are called in pictures and steps: on one line, safe to print."""

from __future__ import annotations

import re

from microgauss.console import one_line
from microgauss.engine.notation import expression, formula, label_or_formula, number
from microgauss.engine.value import Constant, Value

__all__ = [
    "FORMULA_WIDTH", "PENDING", "bracketed", "full_name", "in_product", "kind", "listed", "name",
    "operation", "put_in", "shown",
]  # fmt: skip

WIDTH = 28  # characters of a name on a card or in a step
FORMULA_WIDTH = 48  # characters of a formula in a step
SOME = 4  # names in a list, before it says "and 5 more"
PENDING = "—"  # a number that isn't there yet


def shown(x: float | None) -> str:
    """Write a number for people, or — where there is none yet.

    >>> shown(-0.5), shown(None)
    ('−0.5', '—')
    """
    return PENDING if x is None else number(x)


def kind(value: Value) -> str:
    """Return what a value is: constant, leaf, or the name of its operation.

    >>> from microgauss import Value
    >>> kind(Value(3.0, "x")), kind(Value(3.0, "x") ** 2)
    ('leaf', 'pow')
    """
    if isinstance(value, Constant):
        return "constant"
    return value.rule.name if value.rule else "leaf"


def name(value: Value, output: Value | None = None, width: int = WIDTH) -> str:
    """Return a value's label, or else its formula, cut; an unlabelled output is called f.

    >>> from microgauss import Value
    >>> x = Value(3.0, "x")
    >>> f = (x + 1) ** 2
    >>> name(f), name(f, f), name(x, f)
    ('(x + 1)²', 'f', 'x')
    """
    if value is output and not value.label:
        return "f"
    return one_line(label_or_formula(value, pretty=True, depth=5), width)


def full_name(value: Value) -> str:
    """Return a value's whole label and its formula, for a tooltip.

    >>> from microgauss import Value
    >>> y = Value(3.0, "x") + 1
    >>> y.label = "y"
    >>> full_name(y)
    'y = x + 1'
    """
    label = one_line(value.label)
    if value.rule is None and label:
        return label
    text = one_line(formula(value, pretty=True), 400)
    return f"{label} = {text}" if label else text


def bracketed(value: Value, output: Value | None = None) -> str:
    """Return a value's name as it stands behind a ∂ or before a dot: ∂(t − mu), (t − mu).grad.

    >>> from microgauss import Value, log
    >>> t = Value(1.0, "t")
    >>> bracketed(t), bracketed(t - 1), bracketed(log(t))
    ('t', '(t − 1)', 'log(t)')
    """
    text = name(value, output)
    is_sum_or_product = value.rule is not None and bool(value.rule.operator)
    return f"({text})" if is_sum_or_product and not value.label and text != "f" else text


def operation(value: Value) -> str:
    """Write the operation that computes a value, on its arguments' names."""
    assert value.rule is not None  # only operations have steps
    return one_line(expression(value.rule, value.args, pretty=True, depth=5), FORMULA_WIDTH)


def put_in(value: Value) -> str:
    """Write a value's operation on its arguments' numbers."""
    assert value.rule is not None  # the same
    return expression(value.rule, tuple(Constant(arg.data) for arg in value.args), pretty=True)


def in_product(factor: str) -> str:
    """Put a factor in brackets where it would be misread.

    >>> in_product("−3"), in_product("1 − y²"), in_product("2·(t − mu)")
    ('(−3)', '(1 − y²)', '2·(t − mu)')
    """
    outside, inside = "", factor
    while outside != inside:  # take the brackets away, innermost first
        outside, inside = inside, re.sub(r"\([^()]*\)", "", inside)
    is_sum = factor.startswith("−") or " + " in outside or " − " in outside
    return f"({factor})" if is_sum else factor


def listed(values: tuple[Value, ...], f: Value) -> str:
    """List the names of values, of many only the first."""
    names = list(dict.fromkeys(name(value, f) for value in values))
    rest = f" and {len(names) - SOME} more" if len(names) > SOME else ""
    return ", ".join(names[:SOME]) + rest
