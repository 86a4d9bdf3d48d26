"""In which exercise, number and part of a sheet a formula stands, of the sheet or of an answer.

Of an answer only what is sure is told: by labels that the sheet has once, where nothing else that
may be a label stands before the formula.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from microgauss.sheet.notation.delimiters import SIGN
from microgauss.sheet.notation.extraction import exercises_in, parts_of, parts_of_exercises

__all__ = ["Labels", "Place", "may_be_for"]

MARKUP = r"(?:#{1,6}[ \t]*|\*\*|__|\\(?:sub)*(?:section|paragraph)\*?\{|\\textbf\{)"
WORDS = (  # up to two, before a number: Ex. 2, Nr. 2, H2; none that count sheets
    r"(?:(?![A-H]\.?\d|(?:\w*sheet|\w*blatt|home\w*|serie\w*|week|chapter|lecture|assignment|feuille|td)\b)"
    r"[^\W\d_]+\.?\s?){0,2}"
)
COUNT = r"(?:(?:[A-HPQT]\.?|§\s?)?\d{1,2}(?:\.\d{1,2})?)"  # 2, 2.1, A.1, Q2, § 3
NUMBER = re.compile(  # at the beginning of a line: 2., (2), [2], **2.**, ## 2, 2b), 2.b), or Q2
    rf"^[ \t>]*(?:(?:{MARKUP}|\\item\s*\[){WORDS}[(\[]?(?P<headed>{COUNT})(?P<of>[a-h])?"
    r"(?=[\s.:)\]*_}]|$)"
    r"|(?P<roman>[IVX]{1,4})\.(?=\s)"
    r"|(?P<open>Q\d{1,2}|§\s?\d{1,2}|(?:[A-H]\s)?\d{1,2}\.\d{1,2}|[A-H]\.\d{1,2})(?=\s)"
    r"|(?P<joint>Q?\d{1,2}\.?)(?P<its>[a-h])(?=[\s:*]|$)"
    rf"|[(\[]?(?P<number>{COUNT})(?:[.:)\]]+(?=[\s*]|$)|[.\-\s]?\(?(?P<part>[a-h])[.)]))",
    re.MULTILINE,
)
KIND = re.compile(r"[PQT§]\.?\s?(?=\d)|\s")  # Q2 and T2 are 2, but A2 isn't B2
BEGINS = re.compile(  # a new part of the sheet, whatever it is: ## Euler, **Firm B.**
    rf"^[ \t>]*{MARKUP}(?!\W*(?:Hint|Note|Remark|Hinweis|Bemerkung|Tipp|Remarque|Indication)\b)",
    re.MULTILINE,
)
TITLE = re.compile(r"^[ \t>]*(#{1,6}|\\(?:sub)*section\*?\{)[ \t]*([^\n}]*)", re.MULTILINE)
LOOSE = re.compile(  # what may be a label, somewhere: Ex. 2, Zu 2:, b), part b, the second case
    r"(?<![\w\\])\(?(?:[a-h]|[ivx]{1,4}|\d{1,2}[a-h]?)\)|^[^\w\n]*[^\W\d]*\W{0,2}\d{1,2}[.:)]"
    r"|^[\s>*_]*[a-h](?:\.|\*\*|:)|(?<!\w)(?-i:[AEHPQ]|#)\d|(?<![\w.,])\d{1,2}[a-h]?\.(?=\s)"
    r"|\b(?:exercise|exercice|exo|ex|problem|question|aufgabe|übung|üb|task|nr|no|part|teil|partie"
    r"|case|fall|cas)\b\.?\s{0,2}#?\(?(?:\d{1,2}|[a-h])\b"
    r"|\b(?:exercise|problem|question|aufgabe|exercice|number)\s(?:one|two|three|four|zwei|drei|deux"
    r"|trois|dos|tres)\b|(?:^|[.,;])\s*(?:and |und |et )?(?:the |d(?:ie|as|er) |l[ae] |zu[rm] )?"
    r"(?:second|third|other|zweite\w*|andere\w*|deuxième|autre|segunda?)\b"
    r"(?! derivative| order| partial)[^\n.]{0,20}:"
    r"|\b(?:in|to|for|zu|bei|für|à|pour|en)\s\(?\d{1,2}[a-h]?\)?[:,]"
    r"|\b(?:first|second|third|other|last|next|erste\w*|zweite\w*|dritte\w*|première?|deuxième)"
    r"\s+(?:part|case|question|function|exercise|problem|task|one|Teil|Fall|Aufgabe|Funktion"
    r"|partie|cas|fonction)\b",
    re.IGNORECASE | re.MULTILINE,
)
OTHER = re.compile(r"\b[A-ZÄÖÜ]\w*(?:\s\w+){0,3}\s?:|\n[ \t]*\||\\\\")  # Firm B:, or a row
HEAD = re.compile(  # of a new paragraph: The cube: f(3) = 27
    rf"\n[ \t]*\n(?:[ \t]*-{{3,}}\n)?[^\n:.]{{0,60}}[^\W\d_{SIGN}][^\n:.]{{0,60}}:"
    r"|\n[ \t]*-{3,}[ \t]*\n"
)
HEADED = re.compile(r"[^\W\d_]{2}[^\n]*\n[^\n]*$")  # words in the line before
SOLUTION = re.compile(
    r"\W*(?:solutions?|answers?|lösung\w*|antwort\w*|solución|corrigé|réponses?)\W*$", re.IGNORECASE
)
JOINT = re.compile(  # Exercise 1 & 2, (a) and (b)
    r"[^\n\w]*(?:[^\W\d_]+\.?\s)?\W{0,3}(?:\d{1,2}|[a-h])\W{0,3}(?:[&+/,–]|and|und|et|y|bis|to)\s?"
    r"(?:[^\W\d_]{3,}\s)?\(?(?:\d{1,2}|[a-h])(?!\w)",
)
STYLE = re.compile(r"[\s>]*([*_#({]*)(?:[^\W\d_]*[^\S\n]?)\(?\w{1,4}([.):]?)")
LONGEST = 200  # characters of a line before a label
NEAR = 12  # characters behind the start of a label that belong to it


class Place(NamedTuple):
    """The labels of an exercise, of a number and of a part in it; each is "" where for all."""

    exercise: str = ""
    number: str = ""
    part: str = ""


def may_be_for(place: Place, here: Place) -> bool:
    """Tell whether what is said at a place may be for a part, as far as that is told."""
    return all(name in ("", own) or not own for name, own in zip(place, here, strict=True))


class Labels:
    """The labels of a text, in its ``prose``, where formulas are signs; an answer's, by a sheet."""

    def __init__(self, prose: str, sheet: Labels | None = None) -> None:
        self.prose, self.sheet = prose, sheet
        found = sorted(labels_in(prose))
        levels = {level for _, level, name in found if name}
        self.levels: set[int] = sheet.levels if sheet else levels
        stands_for = {level: level for level in self.levels}
        if self.levels == {1, 2}:  # 2. with parts (a), (b) is an exercise
            stands_for[1] = 0
        if not {0, 1} <= self.levels and not {0, 1} <= levels:  # 2. in an answer to Exercise 2
            stands_for |= {one: stands_for[other] for one, other in ((0, 1), (1, 0))
                           if other in self.levels}  # fmt: skip
        tops = {0, 1} & self.levels
        if sheet and {0, 1} <= levels and len(tops) == 1:
            top = stands_for[min(tops)]
            own = {place[top] for place in sheet.places}
            if {name for _, level, name in found if level == 0 and name} <= own:
                stands_for = {0: top, 2: 2}  # 1. in an answer to Exercise 2 is a step of it
        self.starts: list[int] = []
        self.places: list[Place] = [Place()]
        numbers: list[int] = []  # the levels that labels stand for
        joined: set[int] = set()  # 2a) in an answer to a sheet that has no parts
        for start, level, name in found:
            if name and level not in stands_for:
                if self.starts and start < self.starts[-1] + NEAR:
                    joined.add(len(self.starts))
                continue
            level_here = stands_for[level] if name else 0
            here = [*self.places[-1][:level_here], name, "", ""]
            self.starts.append(start)
            self.places.append(Place(*here[:3]))
            numbers.append(level_here)
        self.unsure = joined | set(self.steps(numbers)) if sheet else set()

    def steps(self, levels: Sequence[int]) -> Iterator[int]:
        """Yield the labels of an answer that may be others: steps, numbers of formulas, two parts.

        All labels behind such a one are no others than it, up to one that stands above it. So are
        all of a level if the sheet lacks one of them.
        """
        assert self.sheet is not None
        known = [{place[level] for place in self.sheet.places} for level in range(3)]
        foreign = {level for place, level in zip(self.places[1:], levels, strict=True)
                   if place[level] not in known[level]}  # fmt: skip
        open_level, styles = len(known), dict[int, str]()
        for i, (start, level) in enumerate(zip(self.starts, levels, strict=True)):
            open_level = len(known) if level < open_level else open_level
            before = self.prose[self.starts[i - 1] if i else 0 : start]
            gap = before.rpartition(SIGN)[2] if i else before
            is_below = i > 0 and self.places[i] != Place() and levels[i - 1] == level
            is_step = (is_below and SIGN not in before) or self.names_part(gap, i)
            own, last = self.places[i + 1], self.places[i]
            is_step |= own in self.places[:i] and own[: level + 1] != last[: level + 1]  # (a) again
            form = style(self.prose, start)
            is_step |= styles.setdefault(level, form) != form
            if is_step and self.places[i + 1] != Place():
                open_level = min(open_level, level)
            is_joint = JOINT.match(self.prose, start) is not None
            if level >= open_level or is_joint or level in foreign:
                yield i + 1

    def names_part(self, gap: str, label: int) -> bool:
        """Tell whether words right before a label, behind the one before it, name a part."""
        own = self.starts[label - 1] if label else -1
        is_own = label > 0 and self.prose[own : own + len(gap)] == gap  # the label before itself
        gap = TITLE.sub("", gap)
        line = gap[-LONGEST:].rpartition("\n\n")[2]
        is_headed = HEADED.search(line) is not None and not SOLUTION.match(line)
        return not is_own and (is_headed or LOOSE.search(gap) is not None)

    def at(self, start: int) -> Place:
        """Return the place that the labels before a formula name, as far as that is sure."""
        count = bisect_right(self.starts, start)
        here = self.places[count]
        if self.sheet is None:
            return here
        unknown = Place(self.sheet.only_exercise)
        if here == Place() or count in self.unsure or self.has_others(count, start):
            return unknown
        here = here._replace(exercise=here.exercise or unknown.exercise)
        return here if self.sheet.places[1:].count(here) == 1 else unknown

    @property
    def only_exercise(self) -> str:
        """The name of the only exercise, or ""."""
        names = [place.exercise for place in self.places if place.exercise and not any(place[1:])]
        return names[0] if len(names) == 1 else ""

    def spans(self) -> Iterator[tuple[Place, int, int]]:
        """Yield what stands behind each label, with its place; first what is before them all."""
        ends = pairwise([0, *self.starts, len(self.prose)])
        yield from ((place, *span) for place, span in zip(self.places, ends, strict=True))

    def may_begin(self, first: int, last: int) -> bool:
        """Tell whether another part may begin between two places: by a label, or Firm B:."""
        is_labelled = bisect_right(self.starts, first) < bisect_right(self.starts, last)
        return is_labelled or any(words.search(self.prose, first, last) for words in (LOOSE, OTHER))

    def has_others(self, count: int, start: int) -> bool:
        """Tell whether more may be labels between those of a place and a formula."""
        here, first = self.places[count], count - 1
        top = next(level for level, name in enumerate(here) if name)
        while first and self.places[first][: top + 1] == here[: top + 1]:
            first -= 1  # to the label of the exercise
        own = self.starts[first:count]
        if HEAD.search(self.prose, own[-1] + NEAR, start):
            return True
        return any(
            not any(label - 1 <= found.start() <= label + NEAR for label in own)
            for found in LOOSE.finditer(self.prose, own[0], start)
        )


def style(prose: str, start: int) -> str:
    """Return the signs around the number of a label: those of 1., (1), or Exercise 1."""
    found = STYLE.match(prose, start)
    return found.expand(r"\1\2") if found else ""


def labels_in(prose: str) -> list[tuple[int, int, str]]:
    """Return the labels of a prose: where they begin, their level from 0, and their names."""
    exercises = exercises_in(prose)
    found = [(start, 0, number) for start, number in exercises]
    own = [
        *(one.start() for one in NUMBER.finditer(prose)),
        *(start for start, _ in parts_of(prose)),
    ]
    found += [(one.start(), 0, "") for one in BEGINS.finditer(prose)
              if not any(one.start() <= start <= one.end() + 1 for start in own)]  # fmt: skip
    for one in NUMBER.finditer(prose):
        if any(one.start() <= start < one.end() for start, _ in exercises):
            continue  # **Exercise 2**
        name = next(filter(None, one.group("headed", "roman", "open", "joint", "number")))
        part = one["of"] or one["its"] or one["part"]
        found.append((one.start(), 1, KIND.sub("", name).rstrip(".")))
        found += [(one.start() + 1, 2, f"({part})")] if part else []
    found += [(start, 2, part) for start, part in parts_of_exercises(prose)]
    numbered = {place for one in NUMBER.finditer(prose) for place in range(*one.span())}
    found += [(start, 2, part) for start, part in parts_of(prose)
              if start not in numbered or not part[1:-1].isdigit()]  # fmt: skip
    if not any(level < 2 and name for _, level, name in found):
        titles = [(one.start(), one[1], one[2].strip().lower()) for one in TITLE.finditer(prose)]
        ranks = Counter(rank for _, rank, _ in titles)
        found += [(start, 0, name) for start, rank, name in titles if ranks[rank] > 1]
    return found
