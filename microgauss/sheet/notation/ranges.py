"""0 < p, q < 1: bounds that several names share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microgauss.formula.terms import Statement, Term

__all__ = ["with_shared_bounds"]


def with_shared_bounds(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements of a formula in which 0 < p, q < 1 is 0 < p < 1 and 0 < q < 1."""
    found: list[Statement] = []
    for statement in statements:
        before = found[-1] if found else None
        if before and is_open(before) and is_end(statement, before):
            first, last = before.sides[0], before.sides[-1]
            names = last.args if last.kind == "group" else (last,)
            relations = (*before.relations, *statement.relations)
            found[-1:] = [
                replace(before, sides=(first, name, *statement.sides[1:]), relations=relations)
                for name in (*names, statement.sides[0])
            ]
        else:
            found.append(statement)
    return found


def is_open(statement: Statement) -> bool:
    """Tell whether a statement is a number below names: 0 < a, b."""
    is_bound = len(statement.sides) == 2 and statement.relations[0] in ("<", "<=")
    return is_bound and statement.sides[0].kind == "number" and is_name(statement.sides[1])


def is_end(statement: Statement, before: Statement) -> bool:
    """Tell whether a statement goes on with another name and what it is below: c < 1."""
    is_bound = len(statement.sides) == 2 and statement.relations[0] in ("<", "<=")
    return is_bound and statement.sides[0].kind in ("name", "index") and not before.remarks


def is_name(term: Term) -> bool:
    """Tell whether a term is a name, or a list of names without brackets."""
    if term.kind == "group" and not term.text:
        return all(map(is_name, term.args))
    return term.kind in ("name", "index")
