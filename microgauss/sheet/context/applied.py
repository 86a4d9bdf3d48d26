"""What a known function is somewhere, f(x_0) = ..., or f(x^2) = ...: that defines nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from microgauss.formula.terms import Statement
from microgauss.sheet.notation.parts import bare, quantities
from microgauss.sheet.understanding.scope import Definition

__all__ = ["is_applied", "is_place"]

PLACES = ("0", "hat", "star")  # marks of a number that another name has somewhere: x_0


def is_applied(
    new: Definition, known: Definition, names: Collection[str], before: Iterable[Statement]
) -> bool:
    """Tell whether what looks like a definition is of a known function somewhere.

    At x^2, at what is one of the defined ``names``, at x_0, or where its derivative was taken in
    one of the statements ``before``.
    """
    if set(known.squares) != set(new.squares):
        return True
    is_other = new.arguments != known.arguments
    is_as_many = len(new.arguments) == max(1, len(known.arguments))
    is_named = any(name in names for name in new.arguments)
    is_own = not set(known.arguments).isdisjoint(quantities(new.term))  # l(v), of mu
    if is_other and is_as_many and is_named and not is_own and not known.squares:
        return True
    return is_other and is_value_at(new, known, before)


def is_value_at(new: Definition, known: Definition, before: Iterable[Statement]) -> bool:
    """Tell whether all arguments are places: x_0 of f(x), or the a of f'(a)."""
    if not new.arguments or len(new.arguments) != len(known.arguments):
        return False
    slopes = [part.args for statement in before for side in statement.sides for part in side.walk()
              if part.kind == "juxtaposed" and part.args[0].kind == "prime"
              and (name := bare(part.args[0].args[0])) and name.text == known.name]  # fmt: skip
    places = {arg.text for _, given, *_ in slopes for arg in given.args if arg.kind == "name"}
    return all(name == other or name in places or is_place(name, other)
               for name, other in zip(new.arguments, known.arguments, strict=True))  # fmt: skip


def is_place(name: str, argument: str) -> bool:
    """Tell whether a name is x_0, or another number of the argument x."""
    base, _, mark = name.rpartition("_")
    return base == argument and mark in PLACES
