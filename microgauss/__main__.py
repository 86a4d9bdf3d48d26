"""The command line: the main job, and draw, step, check and fit."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeAlias

from microgauss.check import check
from microgauss.fitting import fit_table
from microgauss.formula import parse
from microgauss.gaussian import engel, mean_log_likelihood
from microgauss.gradient import grad
from microgauss.main_job import MainJob
from microgauss.sheet import SIGMA, F
from microgauss.value import Value, creation_order
from microgauss.viz import Drawing, NoGraphvizError, draw, save, step_page, walk

__all__ = ["main"]

WRONG, USAGE, UNSURE = 1, 2, 3  # exit statuses
STATUS = {"correct": 0, "wrong": WRONG, "untestable": UNSURE, "unreliable": UNSURE}


class UsageError(Exception):
    """What the user has to mend, in one line."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Report what can't be understood."""
        raise UsageError(f"{message}; see {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    0 all is well, 1 a gradient is wrong, 2 the input has to be mended, 3 a check is not sure.
    """
    for stream in (sys.stdout, sys.stderr):  # a console without ∂ shows ? and goes on
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        options = parser().parse_args(with_formulas(arguments or sys.argv[1:]))
        status: int = options.command(options)
        sys.stdout.flush()
    except (UsageError, ValueError, NoGraphvizError) as error:
        return complain(str(error))
    except BrokenPipeError:
        # nobody reads on: keep Python from flushing into the closed pipe when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return complain("the output was closed before its end; to keep a part, write it to a file")
    except KeyboardInterrupt:
        return complain("stopped")
    return status


def complain(message: str) -> int:
    """Print an error as one line."""
    print(f"microgauss: {message}", file=sys.stderr)
    return USAGE


def with_formulas(arguments: Sequence[str]) -> list[str]:
    """Keep a formula that starts with a minus from being taken for an option."""
    option = re.compile(r"--[a-z]|-[ho]")
    return [f" {a}" if a.startswith("-") and not option.match(a) else a for a in arguments]


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
    top.set_defaults(command=sheet)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for add in (add_draw, add_step, add_check, add_fit):
        add(commands)
    return top


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001, its only name


def add_command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
    example: str,
) -> Parser:
    """Add a command with an example that works when it is pasted."""
    command: Parser = commands.add_parser(
        name,
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        epilog=f"example: {example}",
    )
    command.set_defaults(command=run)
    return command


def add_draw(commands: Commands) -> None:
    """Describe `microgauss draw`."""
    example = 'microgauss draw "log(sqrt(1 + z**2))" --at z=0.75 -o f.svg'
    command = add_command(commands, "draw", draw_command, "draw the graph of a formula", example)
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
    command = add_command(commands, "step", step_command, about, example)
    add_formula(command)
    command.add_argument("-o", dest="out", metavar="FILE", help="write a page, such as f.html")
    command.add_argument("--all", action="store_true", help="print all steps, without waiting")


def add_check(commands: Commands) -> None:
    """Describe `microgauss check`."""
    example = 'microgauss check "log(sqrt(1 + z**2))" --wrt z --claim "z/(1 + z**2)"'
    about = "tell whether a gradient is right, and if not, where the slip is"
    command = add_command(commands, "check", check_command, about, example)
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
    example = "microgauss fit engel.csv --target food --scale 10"
    about = "fit the sheet's model, a mean and a spread, to a table"
    command = add_command(commands, "fit", fit_command, about, example)
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


def sheet(options: argparse.Namespace) -> int:
    """Run the main job: the sheet checked, the model fitted, the pictures written."""
    folder = writable_folder(options.out)
    job = MainJob()
    for line in job.lines():
        print(line)
    sys.stdout.flush()  # a closed pipe shows before anything is written
    for name, drawing in pictures().items():
        save(drawing, folder / name)
    step_page(likelihood(), folder / "f.html")
    print(f"\nIn {folder}{os.sep}: the graphs of f, of J on three households and of ∂f/∂mu (.svg),")
    print("and f.html, which shows backprop through f one step at a time.")
    return 0 if job.passed else WRONG


def draw_command(options: argparse.Namespace) -> int:
    """Draw a formula's graph, backward pass included."""
    output = at_point(options)
    output.backward()
    with writing(options.out):
        print(f"wrote {save(draw(output), options.out)}")
    return 0


def step_command(options: argparse.Namespace) -> int:
    """Step through a formula's graph."""
    output = at_point(options)
    if options.out:
        with writing(options.out):
            print(f"wrote {step_page(output, options.out).path}")
    else:
        walk(output, wait=not options.all and sys.stdout.isatty() and sys.stdin.isatty())
    return 0


def check_command(options: argparse.Namespace) -> int:
    """Check a claim, and the links of its chain."""
    links = {}
    for step in options.step:
        name, equals, text = step.partition("=")
        if not equals:
            raise UsageError(
                f'--step needs a link such as "dsigma/dz = z/sigma", not {step[:40]!r}'
            )
        links[name.strip()] = text
    if options.claim is None and not links:
        raise UsageError("--claim is missing: what is the gradient said to be?")
    report = check(options.formula, options.claim, wrt=options.wrt, steps=links)
    print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2) if options.json else report)
    return STATUS[report.verdict]


def fit_command(options: argparse.Namespace) -> int:
    """Fit the model to a user's table."""
    features = options.features.split(",") if options.features else None
    fitted = fit_table(options.table, options.target, features, options.scale)
    for line in fitted.lines():
        print(line)
    if options.out:
        with writing(options.out):
            fitted.write_predictions(options.out)
        print(f"wrote {options.out}")
    return 0


def at_point(options: argparse.Namespace) -> Value:
    """Return a formula's output at the numbers that --at gives."""
    numbers = {}
    for text in options.at:
        name, _, figure = text.partition("=")
        try:
            numbers[name.strip()] = float(figure)
        except ValueError:
            raise UsageError(f"--at needs NAME=NUMBER, such as z=0.75, not {text[:40]!r}") from None
    return parse(options.formula, **numbers).output


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Say in one line why a file can't be written."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"can't write {path!r} ({error.strerror}); choose another -o") from None


def writable_folder(out: str) -> Path:
    """Make a folder for pictures, or say why it can't be used."""
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            f"can't write to {out!r} ({reason}); choose another folder with --out"
        ) from None


def pictures() -> dict[str, Drawing]:
    """Draw f, J on three households and df/dmu."""
    f = likelihood()
    f.backward()
    gradient = grad(f, next(v for v in creation_order(f) if v.label == "mu"))
    gradient.label = "∂f/∂mu"
    return {"f.svg": draw(f), "J.svg": draw(objective()), "df-dmu.svg": draw(gradient)}


def likelihood() -> Value:
    """Compute f at a point, from z."""
    f = parse(f"{SIGMA}f = {F}", t=1, mu=0.5, z=0.75)
    return f.output


def objective() -> Value:
    """Compute J over three households, backward pass included."""
    X, t = engel()
    w = [Value(6.0, "w1"), Value(58.0, "w2")]
    v = [Value(-1.0, "v1"), Value(10.0, "v2")]
    J = mean_log_likelihood(X[:3], t[:3], w, v)
    J.label = "J"
    J.backward()
    return J


if __name__ == "__main__":
    sys.exit(main())
