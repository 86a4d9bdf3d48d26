"""What a part of a sheet asks for: about the same as before, or a situation that words change.

Words that change something can't be listed: a tax is levied, the graph is shifted, on the Moon.
Those that change nothing can: requests, and what mathematics calls its things.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from microgauss.sheet.notation.delimiters import SIGN
from microgauss.sheet.notation.extraction import sentence_ends
from microgauss.sheet.notation.words import words

__all__ = ["behind_requests", "is_as_before", "words_of"]

WORD = re.compile(r"[^\W\d_]{2,}")
REQUEST = words(
    r"^[\W\d_]*(?:[a-h]\W+|[ivx]{1,4}\W+)?(?:(?:now|then|hence|please|also|again|thus|first|next"
    r"|finally|and|nun|jetzt|dann|zuerst|bitte|puis|ensuite|ahora|luego)\W+){0,2}(?:find|comput"
    r"|calculat|determin|show|prov|verif|check|deriv"
    r"|differenti|evaluat|simplif|expand|factor|solv|give|state|write|express|sketch|explain"
    r"|interpret|discuss"
    r"|what|which|where|when|how|why|use|using|conclude|deduce|compare|plot|draw|name|set up"
    r"|consider|minimi[sz]|maximi[sz]|perform|carry|estimate|work|list|complet|rewrit|transform"
    r"|integrat|substitut"
    r"|construct|look|count|sum|apply|argue|justif|classif|lineari[sz]|approximat|invert"
    r"|diagonali[sz]|identify|obtain"
    r"|bestimm|berechn|zeig|beweis|finde|prüf|leite|löse|gib|geben|nenn|skizzier|erklär"
    r"|interpretier|wie|was|welche"
    r"|wo|wann|warum|stell|vereinfach|ermittl|folger"
    r"|calcul|trouv|montr|détermin|donn|vérifi|déri|résou|quel|où|quand|pourquoi|exprim"
    r"|en déduire|étudi|écri"
    r"|halla|encuentr|demuestr|determin|resuelv|cuál|da\b|dé|comprueb|simplific)"
)
BEHIND = words(  # what a request is made for, or under: the word behind it
    r"\b(?:with|without|under|in|on|at|for|after|before|from|per|by|to|of|into|during|as|including"
    r"|mit|ohne|unter|auf|bei|beim|für|nach|von|vom|zum|zur|im|am|pro|je|aus|als|vor"
    r"|avec|sans|pour|sous|en|dans|sur|à|au|aux|de|du|des|par|après|avant"
    r"|con|sin|para|bajo|sobre|del|al|por|tras|if|when|wenn|falls|si|cuando)\s+(?:the|an?|its|our"
    r"|one|two|each|every|all|any"
    r"|both|der|die|das|dem"
    r"|den|des|ein\w*|l[ae]s?|une?|el|los|las)?\b\s*(?:l['’])?([^\W\d_]{2,})"
)
HINT = words(
    r"^\W*(?:hints?|hinweise?|tipps?|notes?|remarks?|indications?|remarque|pista|recall|reminder)\b"
)
AMOUNT = words(r"\b(?:of|by|um|von|de|en|por) \d|\d\s?(?:%|\\%|percent|Prozent)")
CHANGE = words(r"(?<!of )\bchange\b")  # but not: the rate of change
LONG = 5  # characters of a formula that is more than a name: the costs are now $q^2$
HELD = words(
    r"\b(?:for|at|with|bei|für|à|pour|con|para)\s+(?:constant|fixed|konstant|fest|fixe)\w*"
)
LINES = (
    files("microgauss.sheet.context").joinpath("plain_words.txt").read_text("utf-8").splitlines()
)
KNOWN = frozenset(word for line in LINES if not line.startswith("#") for word in line.split())


def words_of(text: str) -> set[str]:
    """Return the words of a text, in small letters."""
    return {word.lower() for word in WORD.findall(text)}


def behind_requests(text: str) -> str:
    """Return what stands behind the first sentence that asks for something; "" if none does."""
    ends = [0, *sentence_ends(text), len(text)]
    asked = (end for start, end in pairwise(ends)
             if REQUEST.search(text[start:end].replace(SIGN, " ")))  # fmt: skip
    return text[next(asked, len(text)) :]


@lru_cache(maxsize=1000)
def is_as_before(text: str, given: frozenset[str]) -> bool:
    """Tell whether the words of a part change nothing: they are those of mathematics, or ``given``.

    Formulas are signs, those with a relation are =. A request, or a sentence with a relation, may
    have other words, if none is behind a preposition.
    """
    known = {*KNOWN, *given}
    ends = [0, *sentence_ends(text), len(text)]
    return all(is_neutral(text[start:end], known) for start, end in pairwise(ends))


def is_neutral(sentence: str, known: Collection[str]) -> bool:
    """Tell whether a sentence has no words that may change something."""
    if HELD.search(sentence) or AMOUNT.search(sentence) or CHANGE.search(sentence):
        return False
    if HINT.search(sentence):
        return True
    prose = sentence.replace(SIGN, " ")
    if REQUEST.search(prose) or "=" in prose:
        return all(found[1].lower() in known for found in BEHIND.finditer(prose))
    return SIGN * LONG not in sentence and words_of(prose) <= set(known)
