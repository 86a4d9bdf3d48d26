"""The answers in a folder, each judged by a sheet: who has which link right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from microgauss.console import Progress, counted, one_line
from microgauss.sheet.document import Document, Found
from microgauss.sheet.showing.wording import NO_FORMULA, state

__all__ = ["Answer", "Grades", "cell", "grade"]

SUFFIXES = (".md", ".tex", ".ipynb")
LEGEND = "3/4: 3 of 4 links right; –: no links; ?: one can't be told; !: a formula unread"
SHORTEST, LONGEST = 12, 32  # characters for the name of an answer
STATES = ("right", "wrong", "unsure")


@dataclass(frozen=True)
class Answer:
    """An answer by its ``file``, and the judged ``document``, or the ``problem`` in reading it."""

    file: str
    document: Document | None = None
    problem: str = ""

    @property
    def parts(self) -> dict[str, list[Found]]:
        """The formulas with links, and those that weren't read, by the part they stand in."""
        found: dict[str, list[Found]] = {}
        for formula in self.document.formulas if self.document else ():
            if formula.links or formula.kind == "unread":
                found.setdefault(formula.part, []).append(formula)
        return found

    def as_dict(self) -> dict[str, Any]:
        """Return what was found for JSON."""
        assert self.document is not None
        parts = {part: counts(formulas) for part, formulas in self.parts.items()}
        return {"file": self.file, **self.document.as_dict(), "parts": parts}


def counts(formulas: Sequence[Found]) -> dict[str, int]:
    """Count links, those of each state, and the formulas that weren't read."""
    found = Counter(state(link) for formula in formulas for link in formula.links)
    unread = sum(formula.kind == "unread" for formula in formulas)
    return {
        "links": found.total(), **{one: found[one] for one in STATES}, "unread": unread
    }  # fmt: skip


def cell(formulas: Sequence[Found]) -> str:
    """Write how many links are right: 3/4, with the signs that LEGEND explains."""
    found = counts(formulas)
    share = f"{found['right']}/{found['links']}" if found["links"] else "–"
    return share + "?" * bool(found["unsure"]) + "!" * bool(found["unread"])


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
        return sorted({part for answer in self.judged for part in answer.parts}, key=natural)

    def all_right(self, part: str) -> int:
        """Count the answers that have all of a part right."""
        found = [counts(answer.parts.get(part, [])) for answer in self.judged]
        return sum(0 < one["right"] == one["links"] and not one["unread"] for one in found)

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
        yield LEGEND
        yield f"{counted(len(self.judged), 'answer')} judged"
        if names := ", ".join(a.file for a in self.judged if not a.parts):
            yield one_line(f"nothing to judge in {names}: {NO_FORMULA}")
        for answer in self.unreadable:
            yield one_line(f"not judged: {answer.file}: {answer.problem}")
        if self.others:
            names = ", ".join(self.others)
            yield one_line(f"no .md, .tex or .ipynb, and so not judged: {names}")


def grade(
    folder: Path, judge: Callable[[Path], Document], sheet: str | Path | None = None
) -> Grades:
    """Judge all answers in a folder and in the folders right inside it, in natural order.

    Learning platforms export a folder for each student. Files whose names begin with a point are
    passed over, and so is the ``sheet``, if it lies there. What can't be read stops nothing.
    """
    paths = sorted(files(folder), key=lambda path: natural(str(path)))
    paths = [path for path in paths if not (sheet and path.resolve() == Path(sheet).resolve())]
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
    documents = [answer.document for answer in grades.judged if answer.document]
    columns.append(["all", *(cell(document.formulas) for document in documents), ""])
    columns.append(["read", *(f"{one.read}/{one.formulas_total}" for one in documents), ""])
    rows = ["", *names, "all right"]
    for k, group in enumerate(grouped(columns, width - longest)):
        if k:
            yield ""
        for row, name in enumerate(rows):
            cells = (f"{one[row]:>{column_width(one)}}" for one in group)
            yield f"{name:{longest}}{''.join(cells)}".rstrip()


def column(grades: Grades, part: str) -> list[str]:
    """Return a part's column: its name, each answer's links, how many have all of them right."""
    cells = [cell(answer.parts.get(part, [])) for answer in grades.judged]
    return [part or "no part", *cells, str(grades.all_right(part))]


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
