"""Answers about what the sheet asks for in words only: the same with a tax, or in parallel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from microgauss.check.domains import Domain
from microgauss.formula.terms import Statement
from microgauss.sheet.claims.arithmetic import is_wrong_arithmetic
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.context.constants import number_of
from microgauss.sheet.context.numbers import value_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.labels import Place
from microgauss.sheet.notation.parts import function_of, has_derivative, quantities
from microgauss.sheet.notation.words import words
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["unsettle_changed"]

METHOD = (  # how something is to be found, and no other thing
    r"(?:respect|help|hints?|aid|(?:us|differentiat|calculat|comput|simplify|solv)ing|rules?"
    r"|results?|formulas?|definitions?|parts?|this|these|those|that|theorem|methods?|substitution"
    r"|chain|product|quotient|power|proof|words|steps?|numbers?|values?|units|decimals|digits|all"
    r"|your|our|its?|given|above|Hilfe|\w*[Rr]egel|Formeln?|Ergebnis|Bezug|Begründung|aide"
    r"|règles?|formules?|eigenen|Worten|zwei|two|three|four|drei)\b"
)
OBJECT = (  # what something is found for, as it is in the sheet
    r"(?:vectors?|matri\w+|functions?|general|fixed|constant|positive|negative|real|natural"
    r"|points?|index)\b"
)
CHANGES = words(
    r"\b(?:with(?:out)?|including|mit|ohne|avec|sans)\s+(?:(?:an?|the|one|ein\w*|de[rmn]|das|die"
    rf"|une?|l[ae]s?)\s+)?(?!{METHOD}|\w+\s+{METHOD})[^\W\d_]{{2,}}"
    rf"|\b(?:for an?|für ein\w*|pour une?) (?!{METHOD}|{OBJECT})\w"
    r"|\b(?:doubl\w*|halv\w*|tripl\w*|quadrupl\w*|(?:twice|half|times) (?:as|the)|verdoppel\w*"
    r"|halbier\w*|doppelt\w*|halb so|moitié|in parallel|parallel circuit|in series|in Reihe"
    r"|parallelgeschaltet|en (?:série|parallèle)|swapped|turned|new|neue\w*|nouve\w+|chang(?:es|ed)"
    r"|modif\w+|instead|replac\w*|remplac\w*|ersetz\w*|statt|repeat\w*|wiederhol\w*|same|dasselbe"
    r"|desgleichen|même|likewise|ebenso|analog\w*|similarly|in place of|au lieu|second[- ]order)\b"
    r"|\b(?:(?:increas|ris|grow|fall|drop|lower|rais|reduc|decreas)\w* (?:by|to)|steig\w+|erhöh\w+"
    r"|senk\w+|augment\w+|diminu\w+|ajout\w+|add(?:ed|s)|put on)\b"
    r"|\b(?:second|other)\s+(?!derivative|partial|order|moment|row|column|component|words|hand)\w"
    r"|\b(?:now|nun|jetzt|maintenant|instead)\s+(?:consider|betracht|in\b|there|an?\b|ein)"
    r"|\b(?:consider|betracht\w+)\s+(?:now|nun|instead|an?\b|ein)"
    r"|\bnow\s+the\s+\w+\s+(?:is|has)\b"
    r"|\b(?:if|when|suppose|wenn|falls|si)\s+(?:there|the|an?|der|die|das|ein\w*|l[ae])\b"
)
REFERS = words(
    r"\b(?:above|previous|earlier|before|again|still|(?:of|from|in|as in|aus|von|in|de) (?:exercise"
    r"|problem|part|question|Aufgabe|exercice)|oben|vorig\w*|wieder|précédent\w*)\b"
)


def unsettle_changed(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is said of the sheet's names where words make them something else.

    What is wrong, then; and what is right in a part of the sheet that only its words change.
    """
    tasks, source = claims.values.tasks, claim.parsed.source
    if tasks is None:
        return
    head, here = claim.statement.sides[0], claims.text.place(source)
    others = {own.name for said, own in claims.course.history if claims.text.place(said) != here}
    made_of = {*judge.made_of(head), *(part.text for part in function_of(head).walk())}  # also pi
    given = made_of & (claims.course.given | others)
    if not given:
        return
    is_elsewhere = all(is_of_another_exercise(claims, name) for name in given)
    is_changed = is_elsewhere or any(map(CHANGES.search, tasks.texts(here, given)))
    is_changed |= here in tasks.changed(given) or tasks.is_ahead(here, given)
    is_told = is_elsewhere or (is_changed and here != Place())
    is_changed |= tasks.may_be_changed(here, given)
    is_said = CHANGES.search(claims.text.prose_before(source, 0)) is not None
    is_supposed = is_said or supposes(claims, claim, judge)
    for link, side in zip(links, claim.sides, strict=True):
        lost = tasks.sought & (judge.made_of(head) - judge.made_of(side))
        if link.verdict == "wrong" and lost:
            names = ", ".join(sorted(map(claims.spellings.name, lost)))
            link.unsettle(f"right for some {names}, perhaps: the sheet asks for it")
        is_arithmetic = is_wrong_arithmetic(claim.statement.sides, claim.place(side), judge)
        is_open = link.verdict == "wrong" and (is_changed or is_said) and not is_arithmetic
        is_old = is_told or (is_supposed and number_of(side) is not None)
        if is_open or (link.verdict == "correct" and is_old):
            link.unsettle("for what the words of the sheet make of it, which aren't read")


def supposes(claims: Claims, claim: Claim, judge: Judge) -> bool:
    """Tell whether an equation before a claim, in its sentence, changes its names: for p = q = 1/2.

    That is one that isn't right by what the sheet says, and not of what the claim is about.
    """
    head, here = claim.statement.sides[0], claim.parsed.source
    made_of = judge.made_of(head) - set(quantities(head))
    tasks = claims.values.tasks
    numbers = {(name, domain) for _, name, domain in tasks.numbers} if tasks else set()
    own = (statement for one in claims.text.own if one.source.sentence == here.sentence
           and one.source.start < here.start for statement in one.statements)  # fmt: skip
    return any(
        statement.relations[:1] == ("=",) and made_of.intersection(quantities(*statement.sides))
        and judge.judged(statement.sides[0], "=", statement.sides[-1]).verdict != "correct"
        and not is_given(statement, numbers) and not has_derivative(statement.sides[0])
        for statement in own
    )  # fmt: skip


def is_given(statement: Statement, numbers: Collection[tuple[str, Domain]]) -> bool:
    """Tell whether a statement gives names the numbers that the sheet has for them, too."""
    value = value_of(statement)
    return value is not None and value.domain is not None and all(
        (name, value.domain) in numbers for name in value.names
    )  # fmt: skip


def is_of_another_exercise(claims: Claims, name: str) -> bool:
    """Tell whether the sheet defines a name in another exercise, which this one doesn't name."""
    known, exercise = claims.course.definitions.get(name), claims.source.exercise
    if known is None or not known.exercise or exercise in (0, known.exercise):
        return False
    here = claims.text.place(claims.source)
    tasks = claims.values.tasks
    texts = tasks.texts(here, ()) if tasks else []
    return not any(map(REFERS.search, texts))
