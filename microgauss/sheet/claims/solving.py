"""An equation solved for a name that stands in it once: x^2 = A for A, or r^3 = V/(2 pi) for V."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import quantities
from microgauss.sheet.notation.text import Text
from microgauss.sheet.understanding.scope import Definition

__all__ = ["SIMPLE", "before", "operation", "solutions"]

SIMPLE = ("number", "name", "operation", "group", "juxtaposed")  # kinds of which it is made


def solutions(statement: Statement, definitions: Mapping[str, Definition]) -> Iterator[Definition]:
    """Yield what an equation says of the names that stand in it once, and have no definition."""
    if statement.relations != ("=",):
        return
    left, right = (expanded(side, definitions) for side in statement.sides)
    names = [part.text for side in (left, right) for part in side.walk() if part.kind == "name"]
    is_simple = all(part.kind in SIMPLE for side in (left, right) for part in side.walk())
    for name in dict.fromkeys(quantities(left, right)) if is_simple else ():
        if names.count(name) == 1:
            side, other = (left, right) if name in quantities(left) else (right, left)
            if (term := isolated(name, side, other)) is not None:
                yield Definition(name, term)


def expanded(term: Term, definitions: Mapping[str, Definition]) -> Term:
    """Return a term with the definitions of its names put in."""
    known = definitions.get(term.text) if term.kind == "name" else None
    if known is None or known.arguments or known.letters:
        return replace(term, args=tuple(expanded(arg, definitions) for arg in term.args))
    others = {name: d for name, d in definitions.items() if name != term.text}
    return Term("group", "(", (expanded(known.term, others),), term.span)


def before(text: Text, source: Source) -> list[tuple[int, Statement]]:
    """Return the statements of an exercise before a formula, and in which line each stands."""
    return [
        (text.lines(one.source.start), statement) for one in text.formulas
        if one.source.start < source.start and one.source.exercise == source.exercise
        for statement in one.statements
    ]  # fmt: skip


def isolated(name: str, side: Term, other: Term) -> Term | None:
    """Return what a name is, if a side that it stands in is another one; None if it isn't told."""
    while side.kind != "name":
        place = next(i for i, arg in enumerate(side.args) if name in quantities(arg))
        rest = [arg for i, arg in enumerate(side.args) if i != place]
        if side.kind == "juxtaposed":
            other = operation("divide", other, reduce(product, rest))
        elif side.kind == "operation" and (inverse := inverted(side, place, rest, other)):
            other = inverse
        elif side.kind != "group" or rest:
            return None
        side = side.args[place]
    return other


def inverted(  # noqa: C901, PLR0911, one an operation
    side: Term, place: int, rest: list[Term], other: Term
) -> Term | None:
    """Return what an argument of an operation is, by its result and the rest of its arguments."""
    match side.text, place:
        case "add", _:
            return operation("subtract", other, *rest)
        case "subtract", 0:
            return operation("add", other, *rest)
        case ("subtract", 1) | ("divide", 1):
            return operation(side.text, *rest, other)
        case "multiply", _:
            return operation("divide", other, *rest)
        case "divide", 0:
            return operation("multiply", other, *rest)
        case "negative", _:
            return operation("negative", other)
        case (("exp" | "log"), _):
            return operation("log" if side.text == "exp" else "exp", other)
        case "sqrt", _:
            return operation("pow", other, Term("number", "2", (), other.span))
        case "pow", 0:
            one = Term("number", "1", (), other.span)
            return operation("pow", other, operation("divide", one, *rest))
        case "pow", 1:
            return operation("divide", operation("log", other), operation("log", *rest))
    return None


def operation(name: str, *args: Term) -> Term:
    """Return an operation on terms, at the place of the first."""
    return Term("operation", name, args, args[0].span)


def product(left: Term, right: Term) -> Term:
    """Return the product of two terms."""
    return operation("multiply", left, right)
