"""Values of functions of which words tell something else: measured, doubled, with another start."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.context.constants import constant
from microgauss.sheet.document import Link
from microgauss.sheet.notation.delimiters import SIGN
from microgauss.sheet.notation.parts import applied_name, quantities
from microgauss.sheet.notation.words import says_more, words
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["unsettle_told"]

SUPPOSED = words(  # of another function than the one that is defined
    r"\b(?:would|had we|instead|rather|hätten?|wären?|würden?|stattdessen|au(?:rait|raient)|serait"
    r"|tendr[íi]a(?:mos)?|sería|en cambio)\b|\w['’]d\b"
)
OF_VALUES = words(  # what a value is called, and where it is taken
    r"\b(?:values?|heights?|slopes?|distance|speed|velocity|position|temperature|population|profit|costs?"
    r"|revenue|price|balance|amount|concentration|probability|energy|force|area|volume|after|years?"
    r"|seconds?|hours?|days?|weeks?|months?|minutes?|time|times|points?|maxim\w+|minim\w+|largest"
    r"|smallest|vertex|test|example|instance|indeed|particular|there|evaluat\w*|comput\w*"
    r"|calculat\w*|ends?|while|whereas|such|same|answer|check|verify|again|is|nach|Jahr\w*|Sekunden?"
    r"|Stunden?|Tage?n?|Wert|Höhe|Steigung|Kosten|Gewinn|Stelle|Beispiel|Probe|ist|der|die|das|gilt|beträgt"
    r"|liegt|man|und|après|ans|années|secondes|heures|jours|valeur|hauteur|vaut|est|les?|trouve"
    r"|por|tanto|años|segundos|valor|altura|vale|los|las|del|después)\b"
)
FIGURE = re.compile(r"\d+(?:\.\d+)?")


def unsettle_told(claims: Claims, claim: Claim, links: Sequence[Link], _: Judge) -> None:
    """Take back what is said of f(3), where words of its sentence may tell of another f.

    Those of an answer are rather about its parts.
    """
    head, source, text = claim.statement.sides[0], claim.parsed.source, claims.text
    arguments = arguments_of(head)
    if arguments is None:
        return
    sentence = text.sentences[source.sentence]
    name = applied_name(head) or ""
    said = [one.end for one, known in claims.course.history if known.name == name]
    before = text.prose_before(source, max(said, default=0)).replace(SIGN, " ")
    plain = OF_VALUES.sub(" ", before)
    figures = {float(found) for found in FIGURE.findall(before)}
    is_more = not text.sheet and bool(says_more(plain) or figures - set(arguments))
    for link in links if is_more or SUPPOSED.search(sentence) else ():
        if link.verdict in ("correct", "wrong"):
            link.unsettle("a value of another function, perhaps, by the words of its sentence")


def arguments_of(head: Term) -> list[float] | None:
    """Return the numbers that a function is applied to; None of anything else."""
    if applied_name(head) is None and head.kind != "call":
        return None
    given = head.args[-1].args if head.kind == "juxtaposed" else head.args[1:]
    numbers = [constant(arg) for arg in given]
    is_number = bool(numbers) and None not in numbers and not any(quantities(*given))
    return [number for number in numbers if number is not None] if is_number else None
