"""How values, operations and local derivatives are written in pictures and steps: on one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from microgauss.console import one_line
from microgauss.engine.notation import formula, label_or_formula, needs_brackets, number, write
from microgauss.engine.rules import floats
from microgauss.engine.value import Constant, Value, graphs

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "PENDING", "as_factor", "bracketed", "full_name", "kind", "listed", "local_derivative",
    "local_graph", "local_number", "local_rule", "name", "operation", "shown", "with_numbers",
]  # fmt: skip

NAME_WIDTH, FORMULA_WIDTH, TOOLTIP_WIDTH = 28, 48, 400  # characters: on cards, in steps, and there
DEPTH = 5  # operations that a name without a label is written out to
LISTED = 4  # names in a list, before it says "and 5 more"
PENDING = "—"  # in place of a number that isn't there yet


def shown(x: float | None) -> str:
    """Write a number for people, or — where there is none yet."""
    return PENDING if x is None else number(x)


def kind(value: Value) -> str:
    """Return what a value is: constant, leaf, or the name of its operation."""
    if isinstance(value, Constant):
        return "constant"
    return value.rule.name if value.rule else "leaf"


def name(
    value: Value, output: Value | None = None, width: int = NAME_WIDTH,
    spell: Callable[[str], str] = str,
) -> str:  # fmt: skip
    """Return a value's label, or else its formula, cut; an unlabelled output is called f.

    ``spell`` says how a label is written.

    >>> from microgauss import Value
    >>> x = Value(3.0, "x")
    >>> f = (x + 1) ** 2
    >>> name(f), name(f, f), name(x, f)
    ('(x + 1)²', 'f', 'x')
    """
    if value is output and not value.label:
        return "f"
    return one_line(label_or_formula(value, pretty=True, depth=DEPTH, spell=spell), width)


def full_name(value: Value) -> str:
    """Return a value's whole label and its formula, for a tooltip: y = x + 1."""
    label = one_line(value.label)
    if value.rule is None and label:
        return label
    text = one_line(formula(value, pretty=True), TOOLTIP_WIDTH)
    return f"{label} = {text}" if label else text


def bracketed(value: Value, output: Value | None = None) -> str:
    """Return a value's name as it stands after a ∂ or before a dot: ∂(t − mu), (t − mu).grad.

    >>> from microgauss import Value, log
    >>> t = Value(1.0, "t")
    >>> bracketed(t), bracketed(t - 1), bracketed(log(t))
    ('t', '(t − 1)', 'log(t)')
    """
    text = name(value, output)
    if value is output or value.label or value.rule is None:
        return text
    return f"({text})" if value.rule.operator else text  # a function brings its own brackets


def listed(values: tuple[Value, ...], output: Value) -> str:
    """List the names of values, of many only the first."""
    names = list(dict.fromkeys(name(value, output) for value in values))
    rest = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + rest


def operation(value: Value) -> str:
    """Write the operation that computes a value, over its arguments' names."""
    return one_line(formula(value, pretty=True, depth=DEPTH), FORMULA_WIDTH)


def with_numbers(value: Value, digits: int) -> str:
    """Write the operation that computes a value, over its arguments' numbers, to some digits."""
    assert value.rule is not None  # leaves have no steps
    texts = []
    for position, arg in enumerate(value.args):
        text = number(arg.data, digits)
        brackets = needs_brackets(3 if arg.data < 0 else 5, value.rule.precedence, position)
        texts.append(f"({text})" if brackets else text)
    return write(value.rule, texts, pretty=True)


def local_graph(value: Value, partial: Callable[..., Any], output: Value) -> Value | float:
    """Return a value's local derivative in symbols: a partial of its rule over Values."""
    y = Value(value.data, bracketed(value, output))  # a leaf, so that its formula isn't written out
    local: Value | float = partial(graphs, y, *value.args)
    return local


def local_rule(local: Value | float) -> str:
    """Write a local derivative in symbols."""
    return name(local, width=FORMULA_WIDTH) if isinstance(local, Value) else number(local)


def local_derivative(value: Value, position: int) -> str:
    """Write a local derivative as a number: the table's partial, evaluated over floats."""
    assert value.rule is not None  # only the result of an operation has arguments
    local = local_number(value, value.rule.partials[position])
    return "none" if local is None else number(local)


def local_number(value: Value, partial: Callable[..., Any]) -> float | None:
    """Return a partial derivative at a value, or None where it has none: infinite, sqrt at 0."""
    try:
        return float(partial(floats, value.data, *(arg.data for arg in value.args)))
    except (ValueError, ArithmeticError):
        return None


def as_factor(text: str) -> str:
    """Put a text in brackets where it would be misread as a factor of a product.

    >>> as_factor("−3"), as_factor("1 − y²"), as_factor("2·(t − mu)")
    ('(−3)', '(1 − y²)', '2·(t − mu)')
    """
    outside, before = text, ""
    while outside != before:  # remove what stands in brackets, innermost first
        outside, before = re.sub(r"\([^()]*\)", "", outside), outside
    is_sum = text.startswith("−") or " + " in outside or " − " in outside
    return f"({text})" if is_sum else text
