"""The command `sheet`: a document judged, or a folder of answers."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from microgauss.commands.arguments import Commands, add_command, add_out, file_name, writing
from microgauss.console import RIGHT, UNSURE, WRONG
from microgauss.files import write_whole
from microgauss.sheet import loading
from microgauss.sheet.document import Document
from microgauss.sheet.reading import read
from microgauss.sheet.showing.grading import Grades, grade
from microgauss.sheet.showing.page import document_page, grades_page
from microgauss.sheet.showing.terminal import print_document, terminal_width
from microgauss.sheet.showing.wording import status

__all__ = ["add_sheet", "sheet_command"]

EXERCISE = Path(loading.__file__).with_name("exercise.md")
SEVERITY = (RIGHT, UNSURE, WRONG)  # exit statuses, the last of which counts
Judge = Callable[[Path | None], Document]


def add_sheet(commands: Commands) -> None:
    """Describe `microgauss sheet`."""
    example = "microgauss sheet homework.md -o report.html"
    about = "judge a document with derivations, line by line: Markdown, LaTeX or a notebook"
    command = add_command(commands, "sheet", about, example)
    command.add_argument(
        "file", metavar="FILE", nargs="?", type=file_name,
        help=".md, .tex or .ipynb; - is the standard input (exercise sheet 7)",
    )  # fmt: skip
    command.add_argument(
        "--answer", metavar="FILE", type=file_name,
        help="judge this answer, or a folder of answers, with the sheet's definitions",
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="print what was found as JSON")
    add_out(command, "write a page with the document and what was found, such as report.html")


def sheet_command(options: argparse.Namespace) -> int:
    """Judge a document, an answer, or a folder of answers."""
    judge = judge_of(options.file)
    answer = Path(options.answer) if options.answer else None
    if answer and answer.is_dir():
        judge(None)  # what is wrong with the sheet itself is said once
        return show_grades(grade(answer, judge, options.file), options)
    document = judge(answer)
    write_page(options.out, partial(document_page, document))
    if options.json:
        print_json(document.as_dict())
    else:
        print_document(document, sys.stdout)
        say_what_was_written(options.out)
    return status([document])


def judge_of(file: str | None) -> Judge:
    """Return what judges a sheet, the exercise's own unless told, or an answer to it."""
    if file == "-":
        text = loading.load_stdin()
        return lambda answer: read(text=text, answer=answer)
    return lambda answer: read(file or EXERCISE, answer=answer)


def show_grades(grades: Grades, options: argparse.Namespace) -> int:
    """Show who has which link right."""
    write_page(options.out, partial(grades_page, grades))
    if options.json:
        print_json(grades.as_dict())
    else:
        print(*grades.lines(terminal_width()), sep="\n")
        say_what_was_written(options.out)
    judged = [answer.document for answer in grades.answers if answer.document]
    return max(status(judged), UNSURE if grades.unreadable else RIGHT, key=SEVERITY.index)


def write_page(path: str | None, page: Callable[[], str]) -> None:
    """Write a page, if one is wanted."""
    if path:
        with writing(path):
            write_whole(path, page())


def say_what_was_written(path: str | None) -> None:
    """Name the page that was written, if one was."""
    if path:
        print(f"wrote {path}")


def print_json(found: dict[str, Any]) -> None:
    """Print what was found as JSON."""
    print(json.dumps(found, ensure_ascii=False, indent=2))
