"""Recursions, h_t of h_{t-1}: a derivative by w may hold the step before fixed, or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.meanings import shapes
from microgauss.sheet.notation.normal import last_step, without_steps
from microgauss.sheet.notation.parts import bare, function_of, stepped
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["is_own_step", "with_steps_held"]


def with_steps_held(
    claims: Claims, statement: Statement, judge: Judge
) -> tuple[Statement, Judge] | None:
    """Return a statement with h_{t-1} as a name by itself, and who judges it; None without."""
    definitions, sides = judge.scope.definitions, statement.sides
    if step := last_step(sides):  # x_{n+1} of x_n is x_n of x_{n-1}
        sides = tuple(stepped(side, step[0], -step[1]) for side in sides)
    made_of = judge.made_of(*statement.sides) & definitions.keys()
    terms = [*sides, *(definitions[name].term for name in made_of)]
    if shapes(map(without_steps, terms)) == shapes(terms):
        return None
    alone = {name: replace(known, term=without_steps(known.term))
             for name, known in definitions.items()}  # fmt: skip
    held = replace(statement, sides=tuple(map(without_steps, sides)))
    return held, claims.judge(alone)


def is_own_step(sides: Sequence[Term], judge: Judge) -> bool:
    """Tell whether derivatives may hold h_{t-1} fixed: those with a round d, of h_t itself.

    A derivative of a loss that h_t is put into is meant with all that depends on it.
    """
    definitions = judge.scope.definitions
    known = [definitions[name].term for name in judge.made_of(*sides) & definitions.keys()]
    for slope in (part for term in (*sides, *known) for part in term.walk()):
        if slope.kind in ("derivative", "gradient", "prime"):
            name = bare(function_of(slope))
            own = definitions.get(name.text) if name else None
            is_round = slope.kind == "derivative" and not slope.bold
            if not is_round or own is None or own.name not in judge.made_of(own.term):
                return False
    return True
