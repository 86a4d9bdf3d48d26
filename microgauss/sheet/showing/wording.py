"""What is said of links and documents in words, in a terminal as in the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from microgauss.console import RIGHT, UNSURE, WRONG, counted
from microgauss.engine.notation import number
from microgauss.formula.letters import GREEK, letters
from microgauss.formula.pretty import pretty
from microgauss.formula.terms import Term
from microgauss.sheet.document import Document, Link
from microgauss.sheet.showing.chains import collapsed, readable

__all__ = [
    "NO_FORMULA", "SIGNS", "WORDS", "edits_in_words", "in_signs", "point_in_words", "state",
    "status", "summary", "told_notes", "verdict_in_words",
]  # fmt: skip

SIGNS = {"right": "✓", "wrong": "✗", "unsure": "?"}
WORDS = {"right": "right", "wrong": "wrong", "unsure": "can't be told"}
NO_FORMULA = r"a formula stands in $…$, $$…$$, \(…\), \[…\], or equation"
STATES = {"correct": "right", "wrong": "wrong"}
SHORT = 24  # characters of a head that is written out
COMMANDS = {
    r"\partial": "∂", r"\leq": "≤", r"\le": "≤", r"\geq": "≥", r"\ge": "≥", r"\neq": "≠",
    r"\approx": "≈", r"\cdot": "·",
}  # fmt: skip
NAMES = 6  # of a point that are written out
BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
COMMAND = rf"\\[A-Za-z]+(?:{BRACES})*"
SCRIPT = rf"[_^](?:{BRACES}|{COMMAND}|\w)"
LATEX = re.compile(rf"{COMMAND}(?:{SCRIPT})*|(?<!\w)\w(?:{SCRIPT})+(?!\w)")
WORDS_APART = re.compile(r"((?<![\\A-Za-z{_^])[A-Za-z']{2,}(?![A-Za-z}])|[:;,](?= ))")
MINUS = re.compile(r"(?<![^\s(|])-(?=\S)|(?<= )-(?= )")
NAME = re.compile(rf"(?<![^\W_])(?:\w+_(?:vec|step)|{'|'.join(GREEK.values())})(?![^\W_])")


def state(link: Link) -> str:
    """Return right, wrong, or unsure, where it can't be told."""
    return STATES.get(link.verdict, "unsure")


def verdict_in_words(link: Link) -> str:
    """Say whether a link holds, and whether it follows where that is another thing.

    >>> verdict_in_words(Link("=", "f", "0", 1, 0, 1, verdict="wrong", follows=True))
    'wrong, but it follows from the line before'
    """
    match state(link), link.follows:
        case "right", False:
            return "right again: it does not follow from the line before"
        case "wrong", True:
            return "wrong, but it follows from the line before"
        case "unsure", True:
            return "can't be told, but it follows from the line before"
        case "unsure", False:
            return "can't be told, and it does not follow from the line before"
    return WORDS[state(link)]


def told_notes(link: Link) -> tuple[str, ...]:
    """Return a link's notes where they say more than that an equality was found to hold."""
    return link.notes if state(link) == "unsure" or link.relation != "=" else ()


def point_in_words(link: Link) -> str:
    """Say at which point a side is wrong, and what both sides are there; "" if there is none.

    >>> point = {"t": 0.731, "sigma": 2.0}
    >>> link = Link("=", "f", "0", 1, 0, 1, point=point, values=("1.852", "−2.357"))
    >>> point_in_words(link)
    'at t = 0.731, σ = 2: f is 1.852, this side −2.357'
    """
    if link.values is None:
        return ""
    left, right = link.values
    head = readable(link.left)
    head = head if len(head) <= SHORT else "the left side"
    point = list((link.point or {}).items())
    shown = [f"{pretty(Term('name', name))} = {number(x)}" for name, x in point[:NAMES]]
    if len(point) > NAMES:
        shown.append(f"… ({len(point)} numbers)")
    where = ", ".join(shown)
    return f"{f'at {where}: ' if where else ''}{head} is {left}, this side {right}"


def in_signs(words: str) -> str:
    r"""Write the pieces of LaTeX and the names of letters in a sentence as signs.

    >>> in_signs(r"the index of \mathbf{x} is missing: \mathbf{x}_i; |t - mu| is 0")
    'the index of 𝐱 is missing: 𝐱ᵢ; |t − μ| is 0'
    """
    words = "".join(map(formula_in_signs, WORDS_APART.split(words)))
    words = MINUS.sub("−", words)
    words = LATEX.sub(lambda piece: fragment(piece[0]), words)
    return NAME.sub(lambda name: letters(name[0]).accented, words)


def formula_in_signs(piece: str) -> str:
    """Write what stands between two words as signs, where it is a formula in LaTeX."""
    core = piece.strip()
    return piece.replace(core, readable(core)) if "\\" in core else piece


def edits_in_words(link: Link) -> str:
    r"""Write what a repair changes: σ³ → σ².

    >>> edits_in_words(Link("=", "f", "0", 1, 0, 1, edits=((r"\sigma^3", r"\sigma^2"),)))
    'σ³ → σ²'
    """
    return ", ".join(edit_in_words(*map(fragment, edit)) for edit in link.edits)


def fragment(source: str) -> str:
    """Write a piece of a formula, which needn't be one by itself."""
    commands = {f"\\{name}": letters(name).base for name in GREEK.values()} | COMMANDS
    text = re.sub(r"\\[A-Za-z]+", lambda command: commands.get(command[0], command[0]), source)
    line = readable(source)
    return line if line != collapsed(source) else collapsed(text)


def edit_in_words(old: str, new: str) -> str:
    """Write one change of a repair."""
    if not old:
        return f"put in {new}"
    return f"{old} → {new}" if new else f"leave out {old}"


def status(documents: Iterable[Document]) -> int:
    """Return the exit status: 1 where a link is wrong, else 3 where one can't be told.

    A formula that wasn't read counts as one that can't be told.

    >>> status([Document("", ())])
    0
    """
    documents = list(documents)
    states = {state(link) for document in documents for link in document.links}
    if "wrong" in states:
        return WRONG
    is_read = all(document.read == document.formulas_total for document in documents)
    return RIGHT if is_read and "unsure" not in states else UNSURE


def summary(document: Document) -> str:
    r"""Count what was read and what holds.

    >>> print(summary(Document("", ())))
    0 of 0 formulas read, 0 links: a formula stands in $…$, $$…$$, \(…\), \[…\], or equation
    """
    formulas = f"{document.read} of {counted(document.formulas_total, 'formula')} read"
    counts = Counter(map(state, document.links))
    found = [f"{counts[one]:,} {words}" for one, words in WORDS.items() if counts[one]]
    links = counted(len(document.links), "link")
    if not document.formulas_total:
        return f"{formulas}, {links}: {NO_FORMULA}"
    return f"{formulas}, {links}: {', '.join(found)}" if found else f"{formulas}, {links}"
