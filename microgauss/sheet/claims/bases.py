"""Logarithms to another base than e, where words of a text say so: log is to base 2 here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.document import Link
from microgauss.sheet.notation.words import words
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["unsettle_bases"]

LOG = r"(?:logarithm\w*|\blogs?\b|\\log(?![a-z_]))"
BASES = {  # which function log is, by which words
    "log2": words(
        rf"{LOG}[^.;]{{0,60}}\bbas(?:e|is|is?\s+zu)[ $-]*(?:2\b|two|zwei|deux|dos)"
        rf"|\bbas(?:e|is)[ $-]*(?:2|two|zwei|deux)\b[^.;]{{0,20}}{LOG}"
        r"|\b(?:binary|dyadic|binäre?r?) log|Zweierlog|dualis\b|\blog\w* binaire"
        r"|\b(?:in|of|per|en) (?:bits?|Sh(?:annon)?)\b"
        r"|\\log\s*(?:\$[^$.]{0,20}\$|=|:=|\\equiv)\s*\\log_\{?2|\blog_2 throughout"
    ),
    "log10": words(
        rf"{LOG}[^.;]{{0,60}}\bbas(?:e|is)[ $-]*(?:10|ten|zehn|dix|diez)\b"
        rf"|\bbas(?:e|is)[ $-]*(?:10|ten|zehn|dix)\b[^.;]{{0,20}}{LOG}|\b(?:decadic|common|decimal"
        r"|dekadische?r?) log|\\log\$?[^.;$]{0,30}\b(?:decadic|dekadisch|decimal)\b|Zehnerlog"
        r"|\blog\w* décima|\\log\s*(?:\$[^$.]{0,20}\$|=|:=|\\equiv)\s*\\log_\{?10|\bdecibels?\b"
    ),
}


def unsettle_bases(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is another with the logarithm that words speak of, and what has both."""
    names, sides = judge.scope.definitions, claim.statement.sides
    terms = [*sides, *(names[name].term for name in judge.made_of(*sides) & names.keys())]
    if not any(part.text == "log" for term in terms for part in term.walk()):
        return
    has_natural = "\\ln" in claim.parsed.text
    for function in functions_in(claims.text.text):
        definitions = {
            name: replace(known, term=by_function(known.term, function))
            for name, known in names.items()
        }
        others = tuple(by_function(side, function) for side in sides)
        other = claim._replace(statement=replace(claim.statement, sides=others))
        found = claims.links(other, claims.judge(definitions), is_brief=True)
        for link, by in zip(links, found, strict=True):
            is_open = link.verdict != by.verdict or (link.verdict == "wrong" and has_natural)
            if link.verdict in ("correct", "wrong") and is_open:
                link.unsettle("it depends on the base of the logarithm: write ln, or log with it")


@lru_cache(maxsize=16)
def functions_in(text: str) -> tuple[str, ...]:
    """Return the functions that a log may be by the words of a text, beside the natural one."""
    return tuple(name for name, said in BASES.items() if said.search(text))


def by_function(term: Term, function: str) -> Term:
    """Return a term with its natural logarithms as another function."""
    args = tuple(by_function(arg, function) for arg in term.args)
    is_log = term.kind == "operation" and term.text == "log"
    return replace(term, text=function if is_log else term.text, args=args)
