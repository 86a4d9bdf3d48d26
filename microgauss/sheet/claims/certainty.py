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
from microgauss.sheet.notation.provisos import TOGETHER
from microgauss.sheet.notation.text import Parsed, Text
from microgauss.sheet.notation.words import IDIOM, UNDER
from microgauss.sheet.verdict.judging import Judge

__all__ = ["TEXT", "UNCLEAR", "unexplained", "what_is_unclear"]

NEAR = 400  # characters before a claim that may tie its names
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
        is_inherited = is_inherited and before not in found
        if link.verdict == "wrong" and not link.edits and not is_inherited:
            found.append(link)
    return found


def what_is_unclear(head: Term, parsed: Parsed, text: Text, judge: Judge) -> bool:
    """Tell whether what stands around a claim about ``head``, or in it, may change its meaning."""
    words = " ".join([text.sentences[parsed.source.sentence], *TEXT.findall(parsed.text)])
    start = parsed.source.start
    return (
        UNDER.search(IDIOM.sub("", words)) is not None
        or TOGETHER.search(text.text[max(0, start - NEAR) : start]) is not None
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
