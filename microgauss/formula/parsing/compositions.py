"""Functions that the table has no row for, as compositions of its rows: arcsin, sec, arsinh.

Each holds on the whole domain of the function, and has no value outside it.
"""

from __future__ import annotations

from typing import Any

from microgauss.formula.errors import Span
from microgauss.formula.parsing.scripts import operation
from microgauss.formula.terms import Term

__all__ = ["COMPOSED_NAMES", "composed"]

SQUARE = ("multiply", "x", "x")
# A row of the table and what it is applied to: x is the argument, anything else a number.
COMPOSITIONS: dict[str, Any] = {
    "cot": ("divide", ("cos", "x"), ("sin", "x")),
    "sec": ("divide", "1", ("cos", "x")),
    "csc": ("divide", "1", ("sin", "x")),
    "coth": ("divide", ("cosh", "x"), ("sinh", "x")),
    "sech": ("divide", "1", ("cosh", "x")),
    "csch": ("divide", "1", ("sinh", "x")),
    "arcsin": (  # by the half angle, which has a value where x is 1, too
        "multiply", "2",
        ("atan", ("divide", "x", ("add", "1", ("sqrt", ("subtract", "1", SQUARE))))),
    ),
    "arccos": (
        "multiply", "2",
        ("atan", ("sqrt", ("divide", ("subtract", "1", "x"), ("add", "1", "x")))),
    ),
    "arsinh": ("log", ("add", "x", ("sqrt", ("add", SQUARE, "1")))),
    "arcosh": ("log", ("add", "x", ("sqrt", ("subtract", SQUARE, "1")))),
    "artanh": ("divide", ("log", ("divide", ("add", "1", "x"), ("subtract", "1", "x"))), "2"),
}  # fmt: skip
COMPOSED_NAMES = {
    **{name: name for name in COMPOSITIONS},
    "asin": "arcsin", "acos": "arccos", "cosec": "csc", "ctg": "cot",
    "asinh": "arsinh", "arcsinh": "arsinh", "acosh": "arcosh", "arccosh": "arcosh",
    "atanh": "artanh", "arctanh": "artanh",
}  # fmt: skip


def composed(name: str, arg: Term, span: Span) -> Term:
    """Return a function of COMPOSITIONS, applied to an argument; all of it stands at ``span``.

    >>> secant = composed("sec", Term("name", "x"), (0, 6))
    >>> secant.text, secant.args[1].text
    ('divide', 'cos')
    """

    def made(recipe: Any) -> Term:
        if recipe == "x":
            return arg
        if isinstance(recipe, str):
            return Term("number", recipe, (), span)
        return operation(recipe[0], *map(made, recipe[1:]), span=span)

    return made(COMPOSITIONS[name])
