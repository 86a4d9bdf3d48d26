"""Cases in turn, by the same names: what was right of the first one may not be of the next."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.context.constants import number_of
from microgauss.sheet.context.course import with_name
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import (
    applied_name,
    bare,
    function_of,
    has_derivative,
    quantities,
)
from microgauss.sheet.notation.rates import base_of
from microgauss.sheet.notation.words import STEP, words
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["unsettle_later_case", "unsettle_next_case"]

FAR = 80  # characters of what is looked at before a formula
CASE = words(  # right before a claim: In parallel, or Cone:
    r"(?:^|[.;,!?\n])\s*(?:and\s+|und\s+)?(?:(?-i:[A-Z])[^\W\d_]+(?:\s[\w$°%-]+){0,3}:"
    r"|(?:in|en) [^\W\d_]+,?|(?:after|from|nach|après) \$?\d[^.:]{0,20}:?)\s*$"
)
OF_CASE = words(  # right before an equation: if a = b, or along y = x^2
    r"\b(?:if|when|along|case|suppose|falls|wenn|entlang|längs|fall|si|quand|cas|cuando|caso)\b"
    r"[^.;:$]{0,30}$"
)
RELATIONS = ("=", "<", "<=", ">", ">=", "!=")
SECOND = words(
    r"\b(?:second|another|other|zweite\w*|andere\w*|deuxième|autre|segund\w*|otr\w)\b"
    r"|\bfind (?:the|an?) [^\W\d_]+ (?:with|through)\b"
)


def unsettle_next_case(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is said of a value where words, or new numbers, begin another case."""
    source, head = claim.parsed.source, claim.statement.sides[0]
    if has_derivative(head) or claims.values.tasks is not None:
        return
    first = max(claims.text.start_of_sentence(source), source.start - FAR)
    before = claims.text.text[first : source.start]
    is_labelled = CASE.search(before) is not None and STEP.search(before) is None
    is_call = head.kind == "juxtaposed" and head.args[-1].kind == "group"
    is_next = is_labelled and is_said_before(claims, claim)
    is_next |= is_call and SECOND.search(before) is not None
    is_left = is_next or is_unread(claims, claim) or is_baked_in(claims, claim, judge)
    is_solved_anew = not is_left and is_of_next_equation(claims, claim)
    for link, side in zip(links, claim.sides, strict=True):
        is_value = judge.scope.is_value(side) or is_quantity(side, judge)
        last = claim.statement.sides[claim.place(side) - 1]
        is_own = last is not head and judge.judged(last, "=", side).verdict == "correct"
        is_told = link.relation in ("=", "≈") and link.verdict in ("correct", "wrong")
        if is_left and is_value and not is_own and is_told:
            link.unsettle("of another case than before, by the words or numbers around it")
        elif is_solved_anew and link.verdict == "correct":
            link.unsettle("right by the solution of another equation, perhaps")


def unsettle_later_case(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what depends on an equation of an earlier case: a = b, where it is b = 1 now."""
    definitions = judge.scope.definitions
    made_of = judge.made_of(*claim.statement.sides)
    for said, known in claims.course.history:
        own = definitions.get(known.name) if known.name in made_of else None
        is_in_force = own is not None and own.term is known.term
        if is_in_force and is_case(claims, said, known) and is_left(claims, said, known, claim):
            others = {name: one for name, one in definitions.items() if name != known.name}
            found = claims.links(claim, claims.judge(others), is_brief=True)
            for link, other in zip(links, found, strict=True):
                is_other = other.verdict != link.verdict
                is_open = link.verdict == "wrong" and link.relation != "="  # by the case's own
                if link.verdict in ("correct", "wrong") and (is_other or is_open):
                    link.unsettle("by an equation of an earlier case, perhaps")


def is_case(claims: Claims, said: Source, known: Definition) -> bool:
    """Tell whether a definition is that of a case: a = b, or by words before it."""
    if known.arguments or known.letters:
        return False
    is_equal = known.term.kind in ("name", "index")
    return is_slope(known.name) or is_equal or is_said_of_case(claims, said)


def is_slope(name: str) -> bool:
    """Tell whether a name is that of a derivative: y', or y with a dot."""
    return base_of(name) != name


def is_curve(statement: Statement, name: str) -> bool:
    """Tell whether a statement ties a name to others: x^2 + y^2 = 25, or F = x^2 + y^2 - 25 = 0."""
    sides = statement.sides
    if bare(sides[0]) is not None or applied_name(sides[0]):
        sides = sides[1:]
    names = set(quantities(*sides))
    are_plain = not any(map(is_slope, names)) and not any(map(has_derivative, sides))
    is_equation = len(sides) == 2 and set(statement.relations) == {"="}
    return is_equation and are_plain and name in names and len(names) > 1


def is_said_of_case(claims: Claims, source: Source) -> bool:
    """Tell whether the words before a formula are those of a case."""
    first = max(claims.text.start_of_sentence(source), source.start - FAR)
    return OF_CASE.search(claims.text.text[first : source.start]) is not None


def is_left(claims: Claims, said: Source, known: Definition, claim: Claim) -> bool:
    """Tell whether another case of a definition's names was begun behind it."""
    source, names = claim.parsed.source, {known.name, *quantities(known.term)}
    names.add(base_of(known.name))
    for one in claims.text.formulas:
        for statement in one.statements if said.start < one.source.start <= source.start else ():
            own = set(quantities(*statement.sides))
            if is_slope(known.name) and is_curve(statement, base_of(known.name)):
                return True
            is_order = statement.relations != ("=",)
            is_own = statement is claim.statement
            is_again = not is_order and statement.sides[-1].shape == known.term.shape
            is_about = (
                not is_again and bare(statement.sides[0]) is not None and bool(own) and own <= names
            )
            is_plain = len(statement.sides) == 2 and statement.relations[0] in RELATIONS
            is_new = known.name in own or is_order or known.term.kind in ("name", "index")
            is_next = is_new or is_said_of_case(claims, one.source)
            if is_about and is_plain and is_next and (is_order or not is_own):
                return True
    return False


def is_quantity(side: Term, judge: Judge) -> bool:
    """Tell whether a side is a number, perhaps with a unit in italics."""
    names = set(quantities(side))
    is_with_unit = side.kind == "juxtaposed" and side.args[0].kind == "number"
    return number_of(side) is not None or (
        is_with_unit and judge.scope.definitions.keys().isdisjoint(names)
    )


def is_unread(claims: Claims, claim: Claim) -> bool:
    """Tell whether an equation in the sentence of a claim, before it, wasn't read."""
    source = claim.parsed.source
    return any(quantities(claim.statement.sides[0])) and any(
        one.problem and "=" in one.source.inside
        for one in claims.text.formulas
        if one.source.sentence == source.sentence and one.source.start < source.start
    )


def is_said_before(claims: Claims, claim: Claim) -> bool:
    """Tell whether a statement before a claim, in another clause, is of the same head."""
    head, source = claim.statement.sides[0], claim.parsed.source
    return any(
        statement.sides[0].shape == head.shape
        for one in claims.text.formulas
        if one.source.end <= source.start
        if one.source.exercise == source.exercise
        for statement in one.statements
    )


def is_baked_in(claims: Claims, claim: Claim, judge: Judge) -> bool:
    """Tell whether a number of now was another one where the head was defined without its name.

    That is K(1) behind "r = 2 %: K(n) = 100 * 1.02^n. With r = 5 %:".
    """
    source, head = claim.parsed.source, claim.statement.sides[0]
    name = bare(function_of(head.args[0] if head.kind == "juxtaposed" else head))
    name = bare(name.args[0]) if name is not None and name.kind == "index" else name
    if name is None:
        return False
    own = {(one, domain) for said, one, domain in claims.values.everywhere
           if said.sentence == source.sentence and said.start < source.start}  # fmt: skip
    made_of = judge.made_of(head)
    for said in definitions_of(claims, name.text, source):
        then = {(one, domain) for place, one, domain in claims.values.everywhere
                if place.sentence == said.sentence and place.start < said.start}  # fmt: skip
        if {one for one, _ in own - then} & {one for one, _ in then} - made_of:
            return True
    return False


def definitions_of(claims: Claims, name: str, source: Source) -> Iterator[Source]:
    """Yield where a name, or its members, are said to be something, before a place."""
    for one in claims.text.formulas:
        for statement in one.statements if one.source.start < source.start else ():
            known = definition_of(statement)
            if known is not None and known.name.partition("_")[0] == name.partition("_")[0]:
                yield one.source


def is_of_next_equation(claims: Claims, claim: Claim) -> bool:
    """Tell whether an equation stands between a name's number and a claim that it doesn't solve."""
    source, names = claim.parsed.source, set(quantities(*claim.statement.sides))
    return any(
        not is_solution(statement, name, domain.fixed)
        for said, name, domain in claims.values.everywhere
        if name in names and domain.fixed is not None and said.start < source.start
        for statement in equations_between(claims, said, source, name)
    )


def is_solution(equation: Statement, name: str, number: float) -> bool:
    """Tell whether a number solves an equation in a name, as far as that is known."""
    figure = Term("number", repr(number))
    sides = [number_of(with_name(side, name, figure)) for side in equation.sides]
    known = [side for side in sides if side is not None]
    return len(known) < len(sides) or math.isclose(*known, rel_tol=1e-9, abs_tol=1e-9)


def equations_between(
    claims: Claims, said: Source, source: Source, name: str
) -> Iterator[Statement]:
    """Yield the equations of an expression in a name between two formulas."""
    for one in claims.text.formulas:
        for statement in one.statements if said.start < one.source.start < source.start else ():
            is_equation = statement.relations == ("=",) and bare(statement.sides[0]) is None
            if is_equation and name in quantities(*statement.sides):
                yield statement
