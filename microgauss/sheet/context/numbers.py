"""What a statement says of a number that a name has from here on, or for the moment: x = 3."""

from __future__ import annotations

import math

from microgauss.check.domains import Domain
from microgauss.formula.terms import Statement
from microgauss.sheet.context.conditions import Condition
from microgauss.sheet.context.constants import at, constant, is_numeric, number_of
from microgauss.sheet.notation.parts import bare, is_square

__all__ = ["POSITIVE", "point_of", "value_of"]

POSITIVE = {"sigma", "s", "r", "R", "d", "omega", "tau", "chi"}  # as roots of their squares


def value_of(statement: Statement) -> Condition | None:
    """Read x = 3, a = b = 1/2, or y = sqrt(25 - 9) = 4: a number that names have from here on.

    And s^2 = 4, of what is never negative.
    """
    if (root := root_of(statement)) is not None:
        return root
    first = next((i for i, side in enumerate(statement.sides) if side.kind != "name"), 0)
    names, numbers = statement.sides[:first], statement.sides[first:]
    is_chain = bool(names) and set(statement.relations) == {"="}
    if not is_chain or not all(map(is_numeric, numbers[:-1])):
        return None
    number = number_of(numbers[-1])
    if number is None or not math.isfinite(number):
        return None
    return Condition(tuple(name.text for name in names), at(number), value=True)


def root_of(statement: Statement) -> Condition | None:
    """Read sigma^2 = 4: the number of a name that is usually positive."""
    if len(statement.sides) != len(statement.relations) + 1 or not statement.relations:
        return None
    head, *others = statement.sides
    name = bare(head.args[0]) if is_square(head) and statement.relations == ("=",) else None
    number = number_of(others[0])
    if name is None or name.text not in POSITIVE or not number or number < 0:
        return None
    return Condition((name.text,), at(math.sqrt(number)), value=True)


def point_of(statement: Statement) -> dict[str, Domain]:
    """Read (x, y) = (1, 2): the numbers that names have there; nothing of another statement."""
    if statement.relations != ("=",) or any(side.kind != "group" for side in statement.sides):
        return {}
    left, right = (side.args for side in statement.sides)
    numbers = [constant(arg) for arg in right]
    known = [number for number in numbers if number is not None and math.isfinite(number)]
    is_point = len(left) == len(known) == len(right) and all(arg.kind == "name" for arg in left)
    return (
        {name.text: at(number) for name, number in zip(left, known, strict=True)}
        if is_point
        else {}
    )
