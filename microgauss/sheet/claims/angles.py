"""Angles in degrees, where words say so and not the formula: theta = 40 degrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.arithmetic import ANGLES
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.document import Link
from microgauss.sheet.notation.delimiters import SIGN
from microgauss.sheet.notation.words import words
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["unsettle_angles"]

IN_DEGREES = words(
    rf"(?:[\d{SIGN}]|\bin|\ben|\()\s*(?:(?:degrees?|Grad|degrés?|grados?)\b|°)"
    r"(?!\s*(?:of|C\b|F\b|Celsius|Fahrenheit))"
)


def unsettle_angles(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back the values of sines, and the like, where words of the text measure in degrees."""
    names, sides = judge.scope.definitions, claim.statement.sides
    terms = [*sides, *(names[name].term for name in judge.made_of(*sides) & names.keys())]
    angles = [part.args[0] for term in terms for part in term.walk() if part.text in ANGLES]
    given = {name for _, name, domain in claims.values.everywhere if domain.fixed is not None}
    if not any(is_plain_number(angle, given, judge) for angle in angles):
        return
    if IN_DEGREES.search(claims.text.prose) is None:
        return
    for link in links:
        if link.verdict in ("correct", "wrong"):
            link.unsettle("of an angle in degrees, by the words around it: write ^\\circ")


def is_plain_number(angle: Term, given: set[str], judge: Judge) -> bool:
    """Tell whether an angle is a number, and no part of pi, as what is written in degrees is."""
    known = judge.scope.definitions
    made_of = judge.made_of(angle)
    terms = [angle, *(known[name].term for name in made_of & known.keys())]
    is_part_of_pi = any(part.text == "pi" for term in terms for part in term.walk())
    return not is_part_of_pi and made_of <= {*known, *given}
