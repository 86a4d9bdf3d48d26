"""What the command line takes: the options of every command, with an example that works."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn, TypeAlias

__all__ = ["UsageError", "parser"]


class UsageError(Exception):
    """What the user has to mend, in one line."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, and whose formulas may start with a minus.

    An option is written in full. Whatever else starts with a minus is a formula, where the command
    takes formulas. Those that `takes` names have one behind them, even if it is -h.
    """

    takes: tuple[str, ...] | None = None

    def error(self, message: str) -> NoReturn:
        """Report what can't be understood."""
        raise UsageError(f"{' '.join(message.split())}; see {self.prog} --help")

    def parse_known_args(self, args: Iterable[str] | None = None, namespace: Any = None) -> Any:
        """Read the arguments; a space before a formula keeps its minus from argparse."""
        words = list(args or ())
        if self.takes is not None:
            words = [
                f" {word}" if word.startswith("-") and not self.is_option(word, before) else word
                for before, word in zip(["", *words], words, strict=False)
            ]
        return super().parse_known_args(words, namespace)

    def is_option(self, word: str, before: str) -> bool:
        """Tell an option, such as --at, -h or -of.svg, from a formula, such as -x, -h or -of*x."""
        if before in (self.takes or ()):
            return word.startswith("--") and word in self._option_string_actions
        name = word.partition("=")[0]
        is_file = re.fullmatch(r"-o.+\.[a-z]+", word, re.DOTALL | re.IGNORECASE) is not None
        return word == "--" or before == "-o" or is_file or name in self._option_string_actions

    def _print_message(self, message: str, file: Any = None) -> None:
        print(message, end="", file=file)  # argparse would pass over an error in writing it


def parser() -> Parser:
    """Describe the command line."""
    top = Parser(
        prog="microgauss",
        description="Without a command: check every gradient of exercise sheet 7, fit its model "
        "to Engel's data, and draw the computation graphs.",
        epilog="example: microgauss --out pictures",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="store_true", help="print the version")
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
        allow_abbrev=False,
    )
    return command


def add_draw(commands: Commands) -> None:
    """Describe `microgauss draw`."""
    example = 'microgauss draw "log(sqrt(1 + z**2))" --at z=0.75 -o f.svg'
    command = add_command(commands, "draw", "draw the graph of a formula", example)
    add_formula(command)
    add_point(command)
    add_out(command, ".svg, .png, .pdf, .dot (%(default)s)", default="f.svg")


def add_step(commands: Commands) -> None:
    """Describe `microgauss step`."""
    example = 'microgauss step "s = sqrt(1 + z**2); -log(s)" --at z=0.75 -o f.html'
    about = "go through backprop one step at a time, here or in a page"
    command = add_command(commands, "step", about, example)
    add_formula(command)
    add_point(command)
    add_out(command, "write a page, such as f.html")
    command.add_argument("--all", action="store_true", help="print all steps, without waiting")


def add_check(commands: Commands) -> None:
    """Describe `microgauss check`."""
    example = 'microgauss check "log(sqrt(1 + z**2))" --wrt z --claim "z/(1 + z**2)"'
    about = "tell whether a gradient is right, and if not, where the slip is"
    command = add_command(commands, "check", about, example)
    add_formula(command, takes=("--claim", "--step", "--where"))
    command.add_argument("--wrt", metavar="NAME", required=True, help="differentiated by this")
    command.add_argument(
        "--claim", metavar="FORMULA", type=str.strip, help="what the gradient is said to be"
    )
    command.add_argument(
        "--step", metavar="LINK", type=str.strip, action="append", default=[],
        help='a link of the chain, such as "dsigma/dz = z/sigma"; may come several times',
    )  # fmt: skip
    command.add_argument(
        "--where", metavar="DOMAIN", type=str.strip, nargs="+", action="extend", default=[],
        help='the numbers a name stands for, such as "sigma > 0" "0 < p < 1" "h = 0.1"',
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
    add_out(command, "write the predictions, as CSV")


def add_formula(command: Parser, takes: tuple[str, ...] = ()) -> None:
    """Take a formula, and further ones behind the options that are named."""
    command.takes = takes
    command.add_argument(
        "formula", metavar="FORMULA", type=str.strip, help="definitions before it end in ;"
    )


def add_point(command: Parser) -> None:
    """Take the point to compute a formula at."""
    command.add_argument(
        "--at", metavar="NAME=NUMBER", nargs="+", action="extend", default=[], help="such as z=0.75"
    )


def add_out(command: Parser, about: str, default: str | None = None) -> None:
    """Take the name of a file to write."""
    command.add_argument(
        "-o", dest="out", metavar="FILE", type=file_name, default=default, help=about
    )


def file_name(text: str) -> str:
    """Refuse an empty name, which would otherwise pass for none."""
    if not text:
        raise argparse.ArgumentTypeError("the name is empty: name a file")
    return text
