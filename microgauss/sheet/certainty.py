r"""When a refuted line may be called wrong: its slip was found, or nothing else can be meant.

A reader who takes a line for something else than its writer did finds both sides different, and
no slip that would explain it. So what is refuted without a repair is only called wrong where its
context leaves no room for another meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from microgauss.formula.terms import Term
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import bare, index_letters
from microgauss.sheet.notation.text import Parsed, Text
from microgauss.sheet.verdict.judging import Judge

__all__ = ["UNCLEAR", "unexplained", "what_is_unclear"]

CONDITION = re.compile(
    r"\b(?:for|if|when|whenever|where|while|with|at|in|near|under|unless|until|once|provided"
    r"|assum\w*|suppos\w*|tak(?:e|ing)|let|set\w*|put\w*|choos\w*|pick\w*|insert\w*|substitut\w*"
    r"|plug\w*|fix\w*|held|hold\w*|keep\w*|treat\w*|given|as|case|satisf\w*|solv\w*|meet\w*|call\w*"
    r"|denot\w*|writ\w*|defin\w*|introduc\w*|demand\w*|requir\w*|becaus\w*|since|only|along|on"
    r"|für|falls|wenn|wo|mit|bei|im|sei|seien|setz\w*|wähl\w*|da|weil|wobei|auf|unter"
    r"|pour|si|quand|où|avec|dans|soit|posons|comme|sur|sous)\b",
    re.IGNORECASE,
)
IDIOMS = re.compile(  # that have such words in them, and state no condition
    r"\bwith respect to\b|\bfor the\b|\bin (?:the same way|other words|total|fact|short)\b"
    r"|\bas (?:well|before|above|follows)\b|\bat (?:last|first)\b|\bon the other hand\b",
    re.IGNORECASE,
)
TEXT = re.compile(r"\\(?:text|mathrm|mbox|textrm)\s*\{([^{}]*)\}")
UNCLEAR = "both sides differ as they are read, and no slip explains it: it may be meant otherwise"


def unexplained(links: Sequence[Link]) -> list[Link]:
    """Return the links that are called wrong without a repair, and don't inherit it.

    Where another link of the same chain is right, what the chain is about was understood.
    """
    if any(link.verdict == "correct" for link in links):
        return []
    found = []
    for before, link in zip([None, *links], links, strict=False):
        is_inherited = before is not None and before.verdict == "wrong" and link.follows
        if link.verdict == "wrong" and not link.edits and not is_inherited:
            found.append(link)
    return found


def what_is_unclear(head: Term, parsed: Parsed, text: Text, judge: Judge) -> bool:
    """Tell whether what stands around a claim about ``head``, or in it, may change its meaning."""
    words = " ".join([text.sentences[parsed.source.sentence], *TEXT.findall(parsed.text)])
    return (
        CONDITION.search(IDIOMS.sub("", words)) is not None
        or any(index_letters(part) for part in head.walk() if part.kind == "index")
        or is_said_again(head, parsed, text, judge)
        or is_elliptic(head, judge)
    )


def is_said_again(head: Term, parsed: Parsed, text: Text, judge: Judge) -> bool:
    """Tell whether a formula, or one since its definition, says anew what a head's name is."""
    name = bare(head.args[0] if head.args else head)
    known = judge.scope.definitions.get(name.text) if name else None
    if name is None or known is None:
        return False
    since = [one for one in text.formulas if one.source.start <= parsed.source.start
             and text.lines(one.source.start) > known.line]  # fmt: skip
    found = [definition_of(statement) for one in since for statement in one.statements]
    return any(definition and definition.name == name.text for definition in found)


def is_elliptic(head: Term, judge: Judge) -> bool:
    """Tell whether a head has a prime or a dot without saying what it is taken by: y' of y = ..."""
    primed = [bare(part.args[0]) for part in head.walk() if part.kind == "prime"]
    known = [judge.scope.definitions.get(name.text) for name in primed if name]
    return any(definition is None or not definition.arguments for definition in known)
