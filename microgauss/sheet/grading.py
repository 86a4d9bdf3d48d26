"""The answers in a folder, each judged by a sheet: who has which link right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from microgauss.console import Progress, counted, one_line
from microgauss.sheet.document import Document, Link
from microgauss.sheet.wording import state

__all__ = ["Answer", "Grades", "cell", "grade"]

SUFFIXES = (".md", ".tex", ".ipynb")
SHORTEST, LONGEST = 12, 32  # characters for the name of an answer
STATES = ("right", "wrong", "unsure")


@dataclass(frozen=True)
class Answer:
    """An answer by its ``file``, and the judged ``document``, or the ``problem`` in reading it."""

    file: str
    document: Document | None = None
    problem: str = ""

    @property
    def links(self) -> dict[str, list[Link]]:
        """The links by the part that they stand in, in order."""
        found: dict[str, list[Link]] = {}
        for formula in self.document.formulas if self.document else ():
            found.setdefault(formula.part, []).extend(formula.links)
        return {part: links for part, links in found.items() if links}

    def as_dict(self) -> dict[str, Any]:
        """Return what was found for JSON."""
        assert self.document is not None
        parts = {part: counts(links) for part, links in self.links.items()}
        return {"file": self.file, **self.document.as_dict(), "parts": parts}


def counts(links: Sequence[Link]) -> dict[str, int]:
    """Count links by their state."""
    found = Counter(map(state, links))
    return {"links": len(links), **{one: found[one] for one in STATES}}


def cell(links: Sequence[Link]) -> str:
    """Write how many of a part's links are right: 3/4, with a ? where one can't be told."""
    if not links:
        return "–"
    found = counts(links)
    return f"{found['right']}/{found['links']}{'?' if found['unsure'] else ''}"


@dataclass(frozen=True)
class Grades:
    """All ``answers`` of a folder; ``others`` are files that are no answers, by their names."""

    answers: Sequence[Answer]
    others: Sequence[str] = ()

    @property
    def judged(self) -> list[Answer]:
        """The answers that could be read."""
        return [answer for answer in self.answers if answer.document]

    @property
    def unreadable(self) -> list[Answer]:
        """The answers that couldn't be read."""
        return [answer for answer in self.answers if not answer.document]

    @property
    def parts(self) -> list[str]:
        """The parts that occur, in natural order."""
        return sorted({part for answer in self.judged for part in answer.links}, key=natural)

    def all_right(self, part: str) -> int:
        """Count the answers that have all of a part right."""
        groups = [answer.links.get(part, []) for answer in self.judged]
        return sum(bool(links) and {*map(state, links)} == {"right"} for links in groups)

    def as_dict(self) -> dict[str, Any]:
        """Return what was found for JSON."""
        return {
            "answers": [answer.as_dict() for answer in self.judged],
            "unreadable": [{"file": a.file, "problem": a.problem} for a in self.unreadable],
            "others": list(self.others),
        }

    def lines(self, width: int) -> Iterator[str]:
        """Write who has how much right, in lines of so many characters."""
        yield from table(self, width)
        yield ""
        yield "3/4: of 4 links 3 are right; ?: one of the others can't be told; –: no links"
        yield f"{counted(len(self.judged), 'answer')} judged"
        for answer in self.unreadable:
            yield one_line(f"not judged: {answer.file}: {answer.problem}")
        if self.others:
            names = ", ".join(self.others)
            yield one_line(f"no .md, .tex or .ipynb, and so not judged: {names}")


def grade(folder: Path, judge: Callable[[Path], Document]) -> Grades:
    """Judge all answers in a folder and in the folders right inside it, in natural order.

    Learning platforms export a folder for each student. Files whose names begin with a point are
    passed over. What can't be read is noted, and stops nothing.
    """
    paths = sorted(files(folder), key=lambda path: natural(str(path)))
    answers = [path for path in paths if path.suffix.lower() in SUFFIXES]
    others = [str(path.relative_to(folder)) for path in paths if path not in answers]
    judged = []
    with Progress() as progress:
        for k, path in enumerate(answers, 1):
            progress(f"{k} of {len(answers)} answers: {path.name}")
            judged.append(answer(path, str(path.relative_to(folder)), judge))
    return Grades(judged, others)


def files(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and in the folders right inside it."""
    for path in folder.iterdir():
        if path.name.startswith((".", "__")):
            continue
        inside = path.iterdir() if path.is_dir() else [path]
        yield from (one for one in inside if one.is_file() and not one.name.startswith("."))


def answer(path: Path, name: str, judge: Callable[[Path], Document]) -> Answer:
    """Judge an answer, or note why that can't be done."""
    try:
        return Answer(name, judge(path))
    except OSError as error:
        return Answer(name, problem=error.strerror or str(error))
    except ValueError as error:
        return Answer(name, problem=str(error))
    except Exception as error:  # noqa: BLE001, whatever it is, the others are to be judged
        return Answer(name, problem=f"an error of ours: {type(error).__name__}: {error}")


def natural(text: str) -> list[tuple[int, str]]:
    """Return what sorts 2 before 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part.casefold())
            for part in re.split(r"(\d+)", text)]  # fmt: skip


def table(grades: Grades, width: int) -> Iterator[str]:
    """Write a line for each answer and a column for each part; too many parts make more tables."""
    names = [one_line(answer.file, LONGEST) for answer in grades.judged]
    longest = max([SHORTEST, *map(len, names)])
    columns = [column(grades, part) for part in grades.parts]
    columns.append(["all", *(cell(answer_links(a)) for a in grades.judged), ""])
    columns.append(["read", *(read(a) for a in grades.judged), ""])
    rows = ["", *names, "all right"]
    for k, group in enumerate(grouped(columns, width - longest)):
        if k:
            yield ""
        for row, name in enumerate(rows):
            cells = (f"{one[row]:>{column_width(one)}}" for one in group)
            yield f"{name:{longest}}{''.join(cells)}".rstrip()


def column(grades: Grades, part: str) -> list[str]:
    """Return a part's column: its name, each answer's links, how many have all of them right."""
    cells = [cell(answer.links.get(part, [])) for answer in grades.judged]
    return [part or "no part", *cells, str(grades.all_right(part))]


def answer_links(answer: Answer) -> list[Link]:
    """Return all links of an answer."""
    return answer.document.links if answer.document else []


def read(answer: Answer) -> str:
    """Write how many of an answer's formulas were read."""
    assert answer.document is not None
    return f"{answer.document.read}/{answer.document.formulas_total}"


def column_width(column: Sequence[str]) -> int:
    """Return how many characters a column takes, with what keeps it from the one before."""
    return max(map(len, column)) + 2


def grouped(columns: Iterable[list[str]], width: int) -> Iterator[list[list[str]]]:
    """Yield as many columns at a time as have room."""
    group: list[list[str]] = []
    for one in columns:
        if group and sum(map(column_width, [*group, one])) > width:
            yield group
            group = []
        group.append(one)
    yield group
