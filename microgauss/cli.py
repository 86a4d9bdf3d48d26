"""The command line: each command's options and, below them, what it runs."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from microgauss.check import check
from microgauss.check.domains import parse_where
from microgauss.console import OURS, RIGHT, UNSURE, WRONG, complain
from microgauss.files import write_whole
from microgauss.formula import parse
from microgauss.gaussian.fitting import TableFit, fit_table
from microgauss.gaussian.many_files import connected, fit_files, is_many
from microgauss.gaussian.picture import FORMATS, load_matplotlib, save_picture
from microgauss.sheet.main_job import MainJob
from microgauss.tape import formula_source
from microgauss.viz import NoGraphvizError, draw, save, step_page, walk
from microgauss.viz.exercise import write_pictures

__all__ = ["main"]

STATUS = {"correct": RIGHT, "wrong": WRONG, "untestable": UNSURE, "unreliable": UNSURE}


class UsageError(Exception):
    """What the user has to mend, in one line."""


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
    for add in (add_draw, add_step, add_check, add_source, add_fit):
        add(commands)
    return top


def main_job(options: argparse.Namespace) -> int:
    """Run the main job: the sheet checked, the model fitted, the pictures written."""
    if options.version:
        print(f"microgauss {version('microgauss')}")
        return RIGHT
    folder = writable_folder(options.out)
    job = MainJob()
    for line in job.lines():
        print(line)
    print(end="", flush=True)  # a closed pipe shows before anything is written
    with writing(options.out, "--out"):
        write_pictures(folder)
    print(f"\nIn {folder}{os.sep}: the graphs of f, of J on three households and of ∂f/∂mu (.svg),")
    print("and f.html, which shows backprop through f one step at a time.")
    if job.passed:
        return RIGHT
    return complain("an error of ours: a line above did not come out as it must; please report it",
                    OURS)  # fmt: skip


def writable_folder(out: str) -> Path:
    """Make a folder for pictures, or say why it can't be used."""
    if not out:
        raise UsageError("--out is empty: name a folder")
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"can't write to {out!r} ({reason}); choose another folder with --out"
        raise UsageError(message) from None


def add_draw(commands: Commands) -> None:
    """Describe `microgauss draw`."""
    example = 'microgauss draw "log(sqrt(1 + z**2))" --at z=0.75 -o f.svg'
    command = add_command(commands, "draw", "draw the graph of a formula", example)
    add_point(command)
    add_out(command, ".svg, .png, .pdf, .dot (%(default)s)", default="f.svg")


def draw_command(options: argparse.Namespace) -> int:
    """Draw a formula's graph, backward pass included."""
    output = parse(options.formula, **dict(options.at)).output
    output.backward()
    with writing(options.out):
        path = save(draw(output), options.out)
    print(f"wrote {path}")
    return RIGHT


def add_step(commands: Commands) -> None:
    """Describe `microgauss step`."""
    example = 'microgauss step "s = sqrt(1 + z**2); -log(s)" --at z=0.75 -o f.html'
    about = "go through backprop one step at a time, here or in a page"
    command = add_command(commands, "step", about, example)
    add_point(command)
    add_out(command, "write a page, such as f.html")
    command.add_argument("--all", action="store_true", help="print all steps, without waiting")


def step_command(options: argparse.Namespace) -> int:
    """Step through a formula's graph."""
    output = parse(options.formula, **dict(options.at)).output
    if options.out:
        with writing(options.out):
            page = step_page(output, options.out)
        print(f"wrote {page.path}")
    else:
        is_terminal = all(s is not None and s.isatty() for s in (sys.stdin, sys.stdout))
        walk(output, wait=is_terminal and not options.all)
    return RIGHT


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
        "--step", metavar="LINK", type=link, action="append", default=[],
        help='a link of the chain, such as "dsigma/dz = z/sigma"; may come several times',
    )  # fmt: skip
    command.add_argument(
        "--where", metavar="DOMAIN", type=str.strip, nargs="+", action="extend", default=[],
        help='the numbers a name stands for, such as "sigma > 0" "0 < p < 1" "h = 0.1"',
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="print the report as JSON")


def check_command(options: argparse.Namespace) -> int:
    """Check a claim, and the links of its chain."""
    links = dict(options.step)
    if options.claim is None and not links:
        raise UsageError("--claim is missing: what is the gradient said to be?")
    where = parse_where(options.where)
    report = check(options.formula, options.claim, wrt=options.wrt, steps=links, where=where)
    print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2) if options.json else report)
    return STATUS[report.verdict]


def link(text: str) -> tuple[str, str]:
    """Read a link of a chain: the name of a derivative, and what it is said to be."""
    name, equals, claim = text.strip().partition("=")
    if not equals:
        raise UsageError(f'--step needs a link such as "dsigma/dz = z/sigma", not {name[:40]!r}')
    return name.strip(), claim


def add_source(commands: Commands) -> None:
    """Describe `microgauss source`."""
    example = 'microgauss source "log(sqrt(1 + z**2))" --wrt z --language c'
    about = "write a formula and its gradients as a function of another language"
    command = add_command(commands, "source", about, example)
    add_formula(command)
    command.add_argument(
        "--wrt", metavar="NAME", type=str.strip, nargs="+", action="extend", default=[],
        help="the gradients by these too",
    )  # fmt: skip
    command.add_argument(
        "--language", metavar="LANGUAGE", default="python",
        help="python, c, javascript or latex (%(default)s)",
    )  # fmt: skip
    command.add_argument("--name", default="f", help="what the function is called (%(default)s)")
    command.add_argument(
        "--xp", metavar="MODULE", default="math",
        help="what Python computes with: %(default)s, or numpy for arrays",
    )  # fmt: skip
    add_out(command, "write it to a file")


def source_command(options: argparse.Namespace) -> int:
    """Write a formula as a function, and its gradients."""
    text = formula_source(options.formula, options.wrt, options.language, options.name, options.xp)
    if options.out:
        with writing(options.out):
            write_whole(options.out, text)
        print(f"wrote {options.out}")
    else:
        print(text, end="")
    return RIGHT


def add_fit(commands: Commands) -> None:
    """Describe `microgauss fit`."""
    example = "microgauss fit microgauss/gaussian/engel.csv --target food --scale 10"
    about = "fit the sheet's model, a mean and a spread, to a table; needs pandas"
    command = add_command(commands, "fit", about, example)
    command.add_argument(
        "tables", metavar="DATA", nargs="+",
        help="CSV (.gz, .zip ...) or Parquet; - is the standard input; for a table in many files "
             "these, or a folder, or a pattern, such as 'part-*.csv'",
    )  # fmt: skip
    command.add_argument("--target", metavar="COLUMN", required=True, help="what is predicted")
    command.add_argument("--features", metavar="A,B", help="by these (all other numeric columns)")
    command.add_argument(
        "--scale", metavar="NUMBER", type=float, default=1.0,
        help="divide the target by this: sigma can't be below one such unit (%(default)s)",
    )  # fmt: skip
    command.add_argument(
        "--drop-missing", action="store_true",
        help="leave out rows with missing values (empty, NaN, null, NA); their predictions are "
             "empty",
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="print the answer as JSON, all digits")
    command.add_argument(
        "--plot", metavar="FILE", type=picture_name,
        help="draw data, mean and bands of one and two sigma: .svg, .png or .pdf",
    )  # fmt: skip
    command.add_argument(
        "--scheduler", metavar="ADDRESS",
        help="read and compute on the workers of this Dask scheduler, such as tcp://10.0.0.1:8786",
    )  # fmt: skip
    add_out(command, "write the predictions, as CSV or .parquet")


def fit_command(options: argparse.Namespace) -> int:
    """Fit the model to a user's table."""
    first, *others = options.tables
    if others or options.scheduler or is_many(first):
        return fit_files_command(options)
    if options.plot:
        load_matplotlib()  # or say before a long fit that it is missing
        if options.out and os.path.realpath(options.out) == os.path.realpath(options.plot):
            raise UsageError(f"-o and --plot would both write {options.out!r}: name two files")
    fitted = fit_table(
        first, options.target, features(options), options.scale, drop_missing=options.drop_missing
    )
    print_fit(fitted, as_json=options.json)
    for option, path, write in (
        ("-o", options.out, fitted.write_predictions),
        ("--plot", options.plot, partial(save_picture, fitted)),
    ):
        if path:
            with writing(path, option):
                write(path)
            if not options.json:  # which stands alone in the output
                print(f"wrote {path}")
    return RIGHT


def fit_files_command(options: argparse.Namespace) -> int:
    """Fit the model to a user's table in many files, by threads or on the workers of a cluster."""
    for option in ("out", "plot", "drop_missing"):
        if getattr(options, option):
            name = "-o" if option == "out" else f"--{option.replace('_', '-')}"
            raise UsageError(f"{name} is for one table, and not for many files")
    with connected(options.scheduler):
        fitted = fit_files(options.tables, options.target, features(options), options.scale)
        print_fit(fitted, as_json=options.json)
    return RIGHT


def features(options: argparse.Namespace) -> list[str] | None:
    """Return the features that are named, if any."""
    return options.features.split(",") if options.features else None


def print_fit(fitted: TableFit, *, as_json: bool) -> None:
    """Print what a fit found."""
    if as_json:
        print(json.dumps(fitted.as_dict(), indent=2, allow_nan=False))
    else:
        print(*fitted.lines(), sep="\n")


COMMANDS: dict[str | None, Callable[[argparse.Namespace], int]] = {
    None: main_job,
    "draw": draw_command,
    "step": step_command,
    "check": check_command,
    "source": source_command,
    "fit": fit_command,
}


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


def picture_name(text: str) -> str:
    """Refuse a name whose ending is none of a picture's."""
    if Path(file_name(text)).suffix.lower() not in FORMATS:
        raise argparse.ArgumentTypeError("a picture's name ends in .svg, .png or .pdf")
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
