"""What commands take: the parser, and the arguments that several commands have."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeAlias

__all__ = [
    "Commands", "Parser", "UsageError", "add_command", "add_formula", "add_out", "add_point",
    "file_name", "writing",
]  # fmt: skip


class UsageError(Exception):
    """What the user has to mend, in one line."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, and whose formulas may start with a minus.

    An option is written in full. Whatever else starts with a minus is a formula, where the command
    takes formulas. The options that `takes` names are followed by one, even if it is -h.
    """

    takes: tuple[str, ...] | None = None

    def error(self, message: str) -> NoReturn:
        """Report what can't be understood."""
        raise UsageError(f"{' '.join(message.split())}; see {self.prog} --help")

    def parse_known_args(self, args: Iterable[str] | None = None, namespace: Any = None) -> Any:
        """Read the arguments; a space before a formula hides its minus from argparse."""
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


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001, its only name


def add_command(commands: Commands, name: str, about: str, example: str) -> Parser:
    """Add a command with an example that works when it is pasted."""
    return commands.add_parser(
        name, help=about, description=f"{about[0].upper()}{about[1:]}.", allow_abbrev=False,
        epilog=f"example: {example}",
    )  # fmt: skip


def add_formula(command: Parser, takes: tuple[str, ...] = ()) -> None:
    """Take a formula, and another one after each of the options that are named."""
    command.takes = takes
    command.add_argument(
        "formula", metavar="FORMULA", type=str.strip, help="definitions before it end in ;"
    )


def add_point(command: Parser) -> None:
    """Take a formula, and the point to compute it at."""
    add_formula(command)
    command.add_argument(
        "--at", metavar="NAME=NUMBER", type=named_number, nargs="+", action="extend", default=[],
        help="such as z=0.75",
    )  # fmt: skip


def named_number(text: str) -> tuple[str, float]:
    """Read a name and its number."""
    name, _, number = text.strip().partition("=")
    try:
        return name.strip(), float(number)
    except ValueError:
        message = f"--at needs NAME=NUMBER, such as z=0.75, not {text.strip()[:40]!r}"
        raise UsageError(message) from None


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


@contextmanager
def writing(path: str, option: str = "-o") -> Iterator[None]:
    """Say in one line why a file can't be written."""
    try:
        yield
    except TimeoutError:  # of the layout
        raise
    except OSError as error:
        message = f"can't write {path!r} ({error.strerror}); choose another {option}"
        raise UsageError(message) from None
