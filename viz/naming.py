"""What values and operations are called in pictures and steps: on one line, safe to print."""

from __future__ import annotations

import re

from microgauss.engine.notation import expression, formula, label_or_formula
from microgauss.engine.value import Constant, Value

__all__ = [
    "bracketed", "cut", "full_name", "in_product", "listed", "name", "one_line", "operation",
    "put_in",
]  # fmt: skip

WIDTH = 28  # characters of a name on a card or in a step
LOOK = 4096  # characters that are looked at: a label may have a million
SOME = 4  # names in a list, before it says "and 5 more"


def one_line(text: str) -> str:
    r"""Show what isn't printable (newlines, escape codes, bidi marks) as visible characters.

    >>> one_line("a\nb\x1b[31m")
    'a⏎b�[31m'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else {"\n": "⏎", "\t": " "}.get(c, "�") for c in text)


def cut(text: str, width: int = WIDTH) -> str:
    """Write a text on one line and no longer than ``width`` characters.

    >>> cut("a rather long label", 10)
    'a rather …'
    """
    text = one_line(text[:LOOK])
    return text if len(text) <= width else text[: width - 1] + "…"


def name(value: Value, output: Value | None = None, *, width: int = WIDTH) -> str:
    """Return a value's label, or else its formula, cut; an unlabelled output is called f.

    >>> from microgauss import Value
    >>> x = Value(3.0, "x")
    >>> f = (x + 1) ** 2
    >>> name(f), name(f, f), name(x, f)
    ('(x + 1)²', 'f', 'x')
    """
    if value is output and not value.label:
        return "f"
    return cut(label_or_formula(value, pretty=True, depth=5), width)


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
    text = cut(formula(value, pretty=True), 400)
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
    return cut(expression(value.rule, value.args, pretty=True, depth=5), 48) if value.rule else ""


def put_in(value: Value) -> str:
    """Write a value's operation on its arguments' numbers."""
    assert value.rule is not None  # only operations have steps
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
