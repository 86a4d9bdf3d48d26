"""Derivatives that are others where words hold something constant, or let it depend on another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.otherwise import varied_in
from microgauss.sheet.claims.solving import solutions
from microgauss.sheet.claims.ties import freed
from microgauss.sheet.context.constants import constant
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import bare, function_of, has_derivative, quantities
from microgauss.sheet.notation.provisos import AT_CONSTANT, DEPENDS, HELD_CONSTANT
from microgauss.sheet.notation.rates import without_dots
from microgauss.sheet.notation.text import Parsed
from microgauss.sheet.notation.words import words
from microgauss.sheet.understanding.lengths import Lengths
from microgauss.sheet.understanding.scope import Definition, Scope
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["solved_otherwise", "unsettle_held"]

SUBSCRIPT = re.compile(r"\)\s*_\s*(?:\{([^{}]*)\}|(\\?[A-Za-z]+))")  # (dU/dV)_T
IS_HELD = words(  # behind a name: is kept constant, in English, or ist fest
    rf"[\s,]*(?:(?:where|which|is|are|be|being|stays?|remains?|ist|bleibt|est|the|its)\s+){{0,3}}"
    rf"(?:{HELD_CONSTANT.pattern})"
)
PHRASE = re.compile(r"[.;:$]")
CLAUSE = re.compile(r"[.;:$]|\b(?:and|und|et)\b")
NEAR = 60  # characters
NAME = re.compile(r"[A-Za-z]+")


def unsettle_held(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is another where names are tied: by words, or by what they are defined as."""
    head = claim.statement.sides[0]
    if not has_derivative(head) or all(link.verdict == "untestable" for link in links):
        return
    for name, others in tied(claims, claim, judge):
        ways = [put_otherwise(judge, name, one) for one in others]
        for link, side in zip(links, claim.sides, strict=True):
            found = [by.judged(head, link.relation, side).verdict for by in ways]
            is_other = link.verdict == "wrong" and "correct" in found
            if is_other or (link.verdict == "correct" and {*found} == {"wrong"}):
                link.unsettle(f"it depends on whether {name} is held constant")
    unsettle_dependent(claims, claim, links, judge)
    held = held_in(claim)
    if held - judge.made_of(function_of(head)):
        for link in links:
            if link.verdict in ("correct", "wrong"):
                link.unsettle("what is held constant there isn't one of its names")


def put_otherwise(judge: Judge, name: str, other: Definition) -> Judge:
    """Return a judge to whom a name is free, and another what its definition says of that."""
    definitions = {n: d for n, d in judge.scope.definitions.items() if n != name}
    definitions[other.name] = other
    return Judge(Scope(judge.scope.names, definitions, Lengths()), freed(judge).allowed)


def tied(claims: Claims, claim: Claim, judge: Judge) -> Iterator[tuple[str, list[Definition]]]:
    """Yield the names that may be held constant, or varied, and what others are by them.

    That is U = Q/C by Q = C U where Q is held, and r = h/2 by h = 2r for dV/dh.
    """
    head, definitions = claim.statement.sides[0], judge.scope.definitions
    by = varied_in(head, definitions)
    ordinary = [part for part in head.walk() if part.kind == "derivative" and part.bold]
    varied = {name for part in ordinary for name in quantities(*part.args[1:])}
    held, text = held_in(claim), claims.text
    is_at_constant = AT_CONSTANT.search(text.prose, 0, claim.parsed.source.end + NEAR) is not None
    for name, known in definitions.items():
        is_held = bool(by & judge.made_of(known.term)) and (
            is_at_constant or name in held or is_said_constant(claims, claim, name)
            or (ordinary and is_numbered(claims, name))
        )  # fmt: skip
        if known.arguments or known.letters or not (is_held or name in varied):
            continue
        if found := solved_otherwise(name, head, judge):
            yield name, found


def solved_otherwise(name: str, head: Term, judge: Judge) -> list[Definition]:
    """Return what else a name's definition says, of what a function is made of: U = Q/C."""
    definitions = judge.scope.definitions
    others = {n: d for n, d in definitions.items() if n != name}
    equation = Statement((Term("name", name, (), head.span), definitions[name].term), ("=",))
    free = judge.made_of(function_of(head)) - {*varied_in(head, definitions), *definitions}
    return [one for one in solutions(equation, others) if one.name in free]


def is_said_constant(claims: Claims, claim: Claim, name: str) -> bool:
    """Tell whether words beside a name, or its definition, up to a claim hold it constant."""
    text = claims.text.text
    for one in (*claims.text.mentions, *claims.text.formulas):
        heads = {head.text for s in one.statements if (head := bare(s.sides[0]))}
        start, end = one.source.start, one.source.end
        if name in heads and start <= claim.parsed.source.start:
            before = CLAUSE.split(text[max(0, start - NEAR) : start])[-1]
            behind = PHRASE.split(text[end : end + NEAR])[0]
            if HELD_CONSTANT.search(before) or IS_HELD.match(behind):
                return True
    return False


def is_numbered(claims: Claims, name: str) -> bool:
    """Tell whether a definition goes on with a number, U = 2a + 2b = 20, of names without any."""
    said = {one for _, one, _ in claims.values.everywhere}
    return any(
        constant(side) is not None and not said & set(quantities(statement.sides[1]))
        for _, statement in statements_of(claims, name) for side in statement.sides[2:]
    )  # fmt: skip


def statements_of(claims: Claims, name: str) -> Iterator[tuple[Parsed, Statement]]:
    """Yield the statements that define a name."""
    for parsed in claims.text.formulas:
        for statement in parsed.statements:
            known = definition_of(statement)
            if known and known.name == name:
                yield parsed, statement


def unsettle_dependent(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is right if a name doesn't vary, of which words say that it depends on one."""
    head = claim.statement.sides[0]
    is_round = any(part.kind == "derivative" and not part.bold for part in head.walk())
    said = {name for one in claims.text.mentions
            if DEPENDS.match(claims.text.text, one.source.end)
            for s in one.statements for name in quantities(*s.sides)}  # fmt: skip
    said &= judge.made_of(head) - judge.scope.definitions.keys() - varied_in(head, {})
    for link, side in zip(links, claim.sides, strict=True):
        slopes = (bare(function_of(part)) for part in side.walk()
                  if part.kind in ("prime", "derivative"))  # fmt: skip
        moved = {name.text for name in slopes if name}
        moved |= {without_dots(name) for name in quantities(side) if without_dots(name) != name}
        if link.verdict == "correct" and not is_round and said - moved:
            link.unsettle(f"right if {', '.join(sorted(said - moved))} doesn't depend on it")


def held_in(claim: Claim) -> set[str]:
    """Return the names that a derivative's brackets say are held constant: T of (dU/dV)_T."""
    start, end = claim.statement.sides[0].span
    found = SUBSCRIPT.search(claim.parsed.text, start, end + 20)
    is_own = found is not None and "partial" in claim.parsed.text[start : found.start()]
    return set(NAME.findall(found[1] or found[2])) if found and is_own else set()
