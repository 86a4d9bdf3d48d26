"""The command line: it finds the command, and says in one line what the user has to mend."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from microgauss.commands.arguments import Parser, UsageError
from microgauss.commands.fit import add_fit, fit_command
from microgauss.commands.formulas import (
    add_check,
    add_draw,
    add_source,
    add_step,
    check_command,
    draw_command,
    source_command,
    step_command,
)
from microgauss.commands.main_job import main_job
from microgauss.commands.sheet import add_sheet, sheet_command
from microgauss.console import RIGHT, complain
from microgauss.viz import NoGraphvizError

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status; what the user can mend is one line."""
    for stream in (sys.stdout, sys.stderr):  # a console without ∂ shows ? and goes on
        if stream is not None:  # closed from the start
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if sys.stdout is None:
        return complain("can't write the output (it is closed)")
    try:
        status = run(arguments)
        sys.stdout.flush()
    except (UsageError, ValueError, NoGraphvizError, TimeoutError) as error:
        return complain(str(error))
    except BrokenPipeError:
        return complain("the output was closed before its end; to keep a part, write it to a file")
    except OSError as error:
        what = error.filename or "can't write the output"
        return complain(f"{what} ({error.strerror})")
    return status


def run(arguments: Sequence[str]) -> int:
    """Read the command line and run its command."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit:  # --help has been printed
        return RIGHT
    return COMMANDS[options.command](options)


def parser() -> Parser:
    """Describe the command line."""
    top = Parser(
        prog="microgauss", allow_abbrev=False, epilog="example: microgauss --out pictures",
        description="Without a command: check every gradient of exercise sheet 7, fit its model "
                    "to Engel's data, and draw the computation graphs.",
    )  # fmt: skip
    top.add_argument("--version", action="store_true", help="print the version")
    top.add_argument(
        "--out", metavar="FOLDER", default="microgauss-sheet", help="for pictures (%(default)s)"
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for add in (add_sheet, add_check, add_draw, add_step, add_source, add_fit):
        add(commands)
    return top


COMMANDS: dict[str | None, Callable[[argparse.Namespace], int]] = {
    None: main_job,
    "sheet": sheet_command,
    "draw": draw_command,
    "step": step_command,
    "check": check_command,
    "source": source_command,
    "fit": fit_command,
}
