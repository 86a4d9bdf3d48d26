"""What the command line takes: the options of every command, with an example that works."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn, TypeAlias

__all__ = ["UsageError", "parser", "with_formulas"]


class UsageError(Exception):
    """What the user has to mend, in one line."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Report what can't be understood."""
        raise UsageError(f"{message}; see {self.prog} --help")


def with_formulas(arguments: Sequence[str]) -> list[str]:
    """Keep a formula that starts with a minus from being taken for an option."""
    option = re.compile(r"--[a-z]+(=.*)?|-[ho]", re.DOTALL)
    return [f" {a}" if a.startswith("-") and not option.fullmatch(a) else a for a in arguments]


def parser() -> Parser:
    """Describe the command line."""
    top = Parser(
        prog="microgauss",
        description="Without a command: check every gradient of exercise sheet 7, fit its model "
        "to Engel's data, and draw the computation graphs.",
        epilog="example: microgauss --out pictures",
    )
    top.add_argument(
        "--out", metavar="FOLDER", default="microgauss-sheet", help="for pictures (%(default)s)"
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for add in (add_draw, add_step, add_check, add_fit):
        add(commands)
    return top


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001, its only name


def add_command(commands: Commands, name: str, about: str, example: str) -> Parser:
    """Add a command with an example that works when it is pasted."""
    command: Parser = commands.add_parser(
        name,
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        epilog=f"example: {example}",
    )
    return command


def add_draw(commands: Commands) -> None:
    """Describe `microgauss draw`."""
    example = 'microgauss draw "log(sqrt(1 + z**2))" --at z=0.75 -o f.svg'
    command = add_command(commands, "draw", "draw the graph of a formula", example)
    add_formula(command)
    command.add_argument(
        "-o",
        dest="out",
        metavar="FILE",
        default="f.svg",
        help=".svg, .png, .pdf, .dot (%(default)s)",
    )


def add_step(commands: Commands) -> None:
    """Describe `microgauss step`."""
    example = 'microgauss step "s = sqrt(1 + z**2); -log(s)" --at z=0.75 -o f.html'
    about = "go through backprop one step at a time, here or in a page"
    command = add_command(commands, "step", about, example)
    add_formula(command)
    command.add_argument("-o", dest="out", metavar="FILE", help="write a page, such as f.html")
    command.add_argument("--all", action="store_true", help="print all steps, without waiting")


def add_check(commands: Commands) -> None:
    """Describe `microgauss check`."""
    example = 'microgauss check "log(sqrt(1 + z**2))" --wrt z --claim "z/(1 + z**2)"'
    about = "tell whether a gradient is right, and if not, where the slip is"
    command = add_command(commands, "check", about, example)
    command.add_argument("formula", metavar="FORMULA", help="definitions before it end in ;")
    command.add_argument("--wrt", metavar="NAME", required=True, help="differentiated by this")
    command.add_argument("--claim", metavar="FORMULA", help="what the gradient is said to be")
    command.add_argument(
        "--step", metavar="LINK", action="append", default=[],
        help='a link of the chain, such as "dsigma/dz = z/sigma"; may come several times',
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="print the report as JSON")


def add_fit(commands: Commands) -> None:
    """Describe `microgauss fit`."""
    example = "microgauss fit microgauss/engel.csv --target food --scale 10"
    about = "fit the sheet's model, a mean and a spread, to a table"
    command = add_command(commands, "fit", about, example)
    command.add_argument("table", metavar="DATA.csv", help="with the columns' names above")
    command.add_argument("--target", metavar="COLUMN", required=True, help="what is predicted")
    command.add_argument("--features", metavar="A,B", help="by these (all other numeric columns)")
    command.add_argument(
        "--scale", metavar="NUMBER", type=float, default=1.0,
        help="divide the target by this: sigma can't be below one such unit (%(default)s)",
    )  # fmt: skip
    command.add_argument("-o", dest="out", metavar="FILE", help="write the predictions, as CSV")


def add_formula(command: Parser) -> None:
    """Take a formula and the point to compute it at."""
    command.add_argument("formula", metavar="FORMULA", help="definitions before it end in ;")
    command.add_argument(
        "--at", metavar="NAME=NUMBER", nargs="+", action="extend", default=[], help="such as z=0.75"
    )
