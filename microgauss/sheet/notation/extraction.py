"""The formulas of a document: where they stand in Markdown, in LaTeX, or in a notebook.

Prose, code and a LaTeX preamble are left alone, but for simple definitions of commands.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from microgauss.formula import FormulaError
from microgauss.sheet.notation.delimiters import SIGN, enclosed, own_delimiters, without_formulas

__all__ = [
    "PARAGRAPH",
    "UNNAMED",
    "Lines",
    "Source",
    "exercises_in",
    "first_number",
    "formulas_in",
    "markdown_of_notebook",
    "mathematics_in",
    "parts_of",
    "parts_of_exercises",
    "prose_of",
    "sentence_ends",
]

LEFT_ALONE = re.compile(
    r"^(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^(?P=fence)[`~]*[ ]*$|\Z)"  # code between fences
    r"|(?<![`\\])(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"  # and in a line
    r"|<!--.*?(?:-->|\Z)"
    r"|\\begin\{(?P<raw>verbatim|lstlisting|minted|comment)\*?\}.*?(?:\\end\{(?P=raw)\*?\}|\Z)",
    re.DOTALL | re.MULTILINE,
)
COMMENT = re.compile(r"(?<!\\)%[^\n]*")
RELATION = re.compile(
    r"[=<>≤≥≠≈∈]"
    r"|\\(?:leq?|geq?|leqslant|geqslant|lt|gt|neq?|approx|equiv|in|sim|propto|coloneqq|to|mapsto"
    r"|doteq)(?![A-Za-z])"
)
EXERCISE = (
    r"^(?:#{1,6}\s{0,9}|\*\*|__|\\(?:sub)*section\*?\{)?\s{0,9}"
    r"(?:(?:Exercise|Exercice|Ejercicio|Esercizio|Problem|Problème|Problema|Question|Aufgabe|Übung"
    r"|Task|Example|Beispiel|Exemple)\b|(?:Ex|Exo|Aufg|Üb|Prob|Ej|Es)\b\.?\s?(?=\d))"
)
HEADING = re.compile(
    rf"^(?:#{{1,3}}\s|\\(?:chapter|(?:sub)*section)\*?\{{)|{EXERCISE}", re.MULTILINE
)
EXERCISES = re.compile(EXERCISE, re.MULTILINE | re.IGNORECASE)
NAMED = re.compile(  # Exercise 2, No. 2, (2.1), A.1, IV, b, two; else by its title
    r"(?:[ \t:(#*]|N[ro]\b\.?)*((?:[A-Z]\.?)?\d{1,2}(?:\.\d{1,2})?(?:(?!\w)|(?=[a-h](?!\w)))"
    r"|[IVX]{1,4}(?!\w)"
    r"|[A-Z](?=[.:)*}]|\s*(?:\n|\(|$))|(?:one|two|three|four|five|zwei|drei|vier|deux|trois"
    r"|quatre|dos|tres|cuatro)(?!\w))",
    re.IGNORECASE,
)
OWN_PART = re.compile(  # of Exercise 1a, Ex. 1 a), Problem 1, part (a)
    r"[ \t:(#*]*\d{1,2}(?:(?=[a-h][\s.):*}])|[ .,:]{0,3}(?:(?:part|question|Teil|partie)\s)?\(?"
    r"(?=[a-h][).:]))([a-h])",
    re.IGNORECASE,
)
FIRST = re.compile(r"\s*(?:\d{1,2}\.)?(\d+)")  # 1 of Problem 2.1
TITLE = re.compile(rf"[^\w\n]*([^\n{SIGN}.:)*}}]+)")
UNNAMED = "exercise"  # has neither number nor title
PARAGRAPH = re.compile(r"\n[ \t]*\n")  # where one ends
NEAR = 100  # characters around the end of a sentence
SENTENCE = re.compile(  # where one ends: also before an item, or a capital below a formula
    r"[.!?](?=\)?\s)|\n[ \t]*\n"
    r"|\n(?=[ \t]*(?:[-*+|]|\d+[.)]|\\item|\(?[a-z]{1,3}\)|[a-h]\.|#{1,6})\s)"
    rf"|(?<={SIGN})[ \t]*\n(?=[ \t]*[A-ZÄÖÜÉ])"
)
HEADING_END = re.compile(r"^(?:#{1,6}[ \t]|\\(?:sub)*section\*?\{)[^\n]*(\n)", re.MULTILINE)
CONDITION = re.compile(
    r"(?:for|if|when|whenever|where|with|provided|für|falls|wenn|wobei|mit|si|pour|où|avec)\b"
)
PART = re.compile(
    r"(?:^|(?<=[\s#>*\-\[{]))(?:\(?([a-zA-H]|[ivx]{1,4})|\((\d{1,2}))\)(?=[\s*\]}:.])"
    r"|\b(?:Part|Task|Teil|Partie)\s+\(?([a-zA-H]|\d{1,2})\)?(?=[\s:.*}])"
    r"|^[ \t>#*\-]*([a-hA-H]|[ivx]{1,4})\.(?=[\s*](?!\s?[a-zA-Z]\.|coli\b))",  # a. Show, not d. h.
    re.MULTILINE,
)
BEFORE_PART = re.compile(  # in its line
    r"(?:.*[.!?]\s+)?[\s#>*\-\[{+\d.]*(?:\\(?:item\s*\[?|(?:(?:sub)*section|paragraph|textbf)\*?\{))*"
)


@dataclass(frozen=True)
class Source:
    """A formula as it stands in a document.

    ``start`` to ``end`` is all of it, its delimiters too; ``inside`` is what they enclose, from
    ``first`` on. ``part`` is the part of the sheet, such as (a), or "". ``section`` counts the
    headings before it, and ``exercise`` those of exercises; paragraphs and sentences are counted,
    too. ``is_mention``: it has no relation and stands in a line, as $x$ does.
    ``missing`` is what should end it, if nothing does. ``statement`` counts its statements.
    """

    start: int
    end: int
    first: int
    inside: str
    part: str = ""
    section: int = 0
    exercise: int = 0
    paragraph: int = 0
    sentence: int = 0
    is_mention: bool = False
    statement: int = 0
    missing: str = ""


class Lines:
    """The numbers of a text's lines, from 1, where it begins at a place of a longer one."""

    def __init__(self, text: str, first: int = 0) -> None:
        self.starts = [first, *(first + found.end() for found in re.finditer("\n", text))]

    def __call__(self, place: int) -> int:
        """Return the line of a place."""
        return bisect_right(self.starts, place)


def formulas_in(text: str) -> Iterator[Source]:
    """Yield the formulas of a document, in order.

    An environment is one formula, and so is what stands in a line if it has a relation in it.

    >>> [source.inside for source in formulas_in("Let $x$ be such that $x = 2$ and $$x^2 = 4.$$")]
    ['x = 2', 'x^2 = 4.']
    """
    return (source for source in mathematics_in(text) if not source.is_mention)


def mathematics_in(text: str) -> Iterator[Source]:
    """Yield all mathematics of a document: its formulas, and what it merely mentions."""
    kept = without_what_is_left_alone(text)
    sections, parts = [m.start() for m in HEADING.finditer(kept)], parts_of(kept)
    exercises = [m.start() for m in EXERCISES.finditer(kept)]
    prose = prose_of(text)
    paragraphs = [m.start() for m in PARAGRAPH.finditer(prose)]
    sentences = sentence_ends(prose)
    for start, first, last, end, is_inline, missing in enclosed(kept, own_delimiters(text)):
        inside = kept[first:last]
        if not inside.strip() and not missing:
            continue
        place = bisect_right(parts, start, key=itemgetter(0))
        yield Source(
            start, end, first, inside, parts[place - 1][1] if place else "",
            bisect_right(sections, start), bisect_right(exercises, start),
            bisect_right(paragraphs, start), bisect_right(sentences, start),
            is_mention=is_inline and not missing and not RELATION.search(inside), missing=missing,
        )  # fmt: skip


def prose_of(text: str) -> str:
    """Return a document's prose, with a sign for each character of a formula."""
    return without_formulas(without_what_is_left_alone(text), own_delimiters(text))


def sentence_ends(prose: str) -> list[int]:
    """Return where the sentences of a prose end; a heading is one."""
    ends = {found.start() for found in SENTENCE.finditer(prose)
            if not goes_on(prose, *found.span())}  # fmt: skip
    return sorted(ends | {found.start(1) for found in HEADING_END.finditer(prose)})


def goes_on(prose: str, start: int, end: int) -> bool:
    """Tell whether a sentence goes on behind an empty line: with a display, or its condition."""
    before = prose[max(0, start - NEAR) : start].rstrip(" ")
    if prose[start:end].strip() or not before:
        return False
    line, behind = prose.rfind("\n", 0, start) + 1, prose[end : end + NEAR].lstrip()
    if prose.startswith(("#", "\\"), line):
        return False
    is_before = before[-1].isalpha() or before[-1] in ",:"
    is_behind = before[-1] == SIGN and CONDITION.match(behind) is not None
    return (is_before and behind.startswith(SIGN)) or is_behind


def first_number(text: str) -> int | None:
    """Return the number of the first exercise; None where there is none, or it has no number."""
    found = EXERCISES.search(text)
    number = FIRST.match(text, found.end()) if found else None
    return int(number[1]) if number else None


def exercises_in(text: str) -> list[tuple[int, str]]:
    """Return where the exercises of a text begin, and their names: numbers, letters or titles."""
    return [(one.start(), exercise_name(text, one.end())) for one in EXERCISES.finditer(text)]


def parts_of_exercises(text: str) -> list[tuple[int, str]]:
    """Return where the names of exercises have a part in them, and what it is called."""
    found = (OWN_PART.match(text, one.end()) for one in EXERCISES.finditer(text))
    return [(one.start(1), f"({one[1].lower()})") for one in found if one]


def exercise_name(text: str, end: int) -> str:
    """Return the number behind the word Exercise, or else the title; or UNNAMED."""
    found = NAMED.match(text, end)
    title = None if found else TITLE.match(text, end)
    name = (found or title or [UNNAMED, UNNAMED])[1]
    return name.strip().lower() or UNNAMED


def parts_of(text: str) -> list[tuple[int, str]]:
    """Return where the parts of a sheet begin, such as (a), and what they are called.

    A part begins a line, an item of a list, or a sentence.
    """
    found = []
    for match in PART.finditer(text):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if BEFORE_PART.fullmatch(before):
            found.append((match.start(), f"({match[match.lastindex or 0]})"))
    return found


def without_what_is_left_alone(text: str) -> str:
    """Blank out code, comments and a preamble; every other character stays at its place."""
    is_latex = "\\begin{document}" in text or "\\documentclass" in text
    text = LEFT_ALONE.sub(blanked, text)
    if is_latex:
        text = COMMENT.sub(blanked, text)
        before, begin, rest = text.partition("\\begin{document}")
        if begin:
            body, end, after = rest.partition("\\end{document}")
            text = blank(before) + blank(begin) + body + blank(end + after)
    return text


def blanked(found: re.Match[str]) -> str:
    """Replace a match by spaces."""
    return blank(found[0])


def blank(text: str) -> str:
    """Return spaces, and the ends of lines, of a text."""
    return re.sub(r"[^\n]", " ", text)


def markdown_of_notebook(text: str) -> str:
    """Return the Markdown of a Jupyter notebook, a blank line between its cells.

    Raises FormulaError for what is no notebook.
    """
    try:
        cells = json.loads(text)["cells"]
        sources = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
        joined: Callable[..., str] = lambda s: s if isinstance(s, str) else "".join(s)  # noqa: E731
        return "\n\n".join(map(joined, sources))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FormulaError("this is no notebook: its JSON has no cells of Markdown") from None
