"""The definitions that a statement is meant with: those before it, and some that follow."""

from __future__ import annotations

from collections.abc import Iterable

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.context.course import Course
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.models import is_model
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import bare, function_of, quantities
from microgauss.sheet.understanding.scope import Definition

__all__ = ["definitions_for", "first_definitions", "of_this_exercise"]


def definitions_for(course: Course, statement: Statement, start: int) -> dict[str, Definition]:
    """Return the definitions that a statement is meant with, in a formula that begins there.

    Those before it; of a name that was met nowhere else, the one that follows: where r = ...
    A number that a name gets later, at t = 0, says nothing here; nor does x_n = x_{n-1}^2 where
    x_1 and x_2 are stated.
    A derivative by what is only defined later is meant with all that follows.
    """
    found = dict(course.definitions)
    stated = {n.rpartition("_")[0] for n in course.definitions if n.rpartition("_")[2].isdigit()}
    ahead = {n: known for n, known in course.ahead.items()
             if any(quantities(known.term)) and n not in stated
             and course.places[n] >= start and not is_own(known, statement)}  # fmt: skip
    terms = {id(side) for side in statement.sides}
    others = [known for known in course.definitions.values() if id(known.term) not in terms]
    met = set(quantities(*(known.term for known in others)))
    counts = {name for side in statement.sides for name in ends_of_sums(side)}
    for name in set(quantities(*statement.sides)) - met - counts - found.keys():
        if name in ahead:
            found[name] = ahead[name]
    if taken_by(statement) & ahead.keys() - course.definitions.keys() - met:
        found = {**ahead, **found}
    for name, inverse in course.inverses.items():  # a derivative by rho: s depends on it
        by = set(quantities(inverse.term)) & found.keys()
        if not has_solved(statement, name, by):
            by &= taken_by(statement)
        if by:
            found = {n: known for n, known in found.items() if n not in by} | {name: inverse}
    return without_models(statement, found)


def is_own(known: Definition, statement: Statement) -> bool:
    """Tell whether a statement is itself what defines a name: n by n^2 = 9k^2."""
    sides = set(map(id, statement.sides))
    return any(id(part) in sides for part in known.term.walk())


def without_models(statement: Statement, known: dict[str, Definition]) -> dict[str, Definition]:
    """Return the definitions without y = w x + epsilon, but where a claim is about y itself.

    What is observed doesn't vary with the parameters, whatever the model says of it.
    """
    about = set(quantities(statement.sides[0]))
    return {n: d for n, d in known.items() if n in about or not is_model(d.term, known)}


def of_this_exercise(
    statement: Statement, source: Source, known: dict[str, Definition]
) -> dict[str, Definition] | None:
    """Return the definitions without those of earlier exercises; None where none is used.

    There a name may have stood for something else. What the statement is about is kept, and
    what that is made of.
    """
    about, stack = set[str](), [statement.sides[0]]
    while stack:
        new = set(quantities(stack.pop())) - about
        about |= new
        stack += [known[name].term for name in new if name in known]
    earlier = {
        name for name in quantities(*statement.sides)
        if name in known and name not in about and known[name].exercise < source.exercise
    }  # fmt: skip
    return {n: d for n, d in known.items() if n not in earlier} if earlier else None


def first_definitions(
    statements: Iterable[tuple[int, Statement]],
) -> tuple[dict[str, Definition], dict[str, int]]:
    """Return the first definition of each name, wherever it stands, and where that is."""
    found: dict[str, Definition] = {}
    places: dict[str, int] = {}
    for start, statement in statements:
        definition = definition_of(statement)
        has_dots = any(term.kind == "dots" for side in statement.sides for term in side.walk())
        if definition and not has_dots and definition.name not in found:
            found[definition.name], places[definition.name] = definition, start
    return found, places


def ends_of_sums(term: Term) -> set[str]:
    """Return the names up to which the sums in a term run: numbers of data."""
    return {name for part in term.walk() if part.kind in ("sum", "product")
            for name in quantities(*part.args[2:3])}  # fmt: skip


def has_solved(statement: Statement, name: str, by: set[str]) -> bool:
    """Tell whether a claim on a function is meant with h solved for: S'(r), where V = pi r^2 h.

    Then V is given, and h isn't. Not a claim on V, nor one in which h is an argument.
    """
    head = function_of(statement.sides[0])
    function = bare(head)
    about = {function.text if function else "", *taken_by(statement)}
    is_value = head is not statement.sides[0]
    return is_value and function is not None and not about & {name, *by}


def taken_by(statement: Statement) -> set[str]:
    """Return the names that a statement's derivatives are taken by."""
    return {
        name.text
        for side in statement.sides for term in side.walk()
        if term.kind in ("derivative", "gradient")
        for arg in term.args[1:] for name in arg.walk() if name.kind == "name"
    }  # fmt: skip
