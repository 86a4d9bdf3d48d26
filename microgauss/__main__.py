"""The command line: `microgauss` checks the sheet, fits the model, draws the graphs."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from microgauss.formula import parse
from microgauss.gaussian import engel, mean_log_likelihood
from microgauss.gradient import grad
from microgauss.main_job import MainJob
from microgauss.sheet import SIGMA, F
from microgauss.value import Value
from microgauss.viz import Drawing, draw, save

__all__ = ["main"]

WRONG, USAGE = 1, 2  # exit statuses


class UsageError(Exception):
    """What the user has to mend, in one line."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 well, 1 a gradient is wrong, 2 mend the input."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console without ∂
    try:
        options = parser().parse_args(arguments)
        status: int = options.command(options)
        sys.stdout.flush()
    except UsageError as error:
        return complain(str(error))
    except BrokenPipeError:
        # nobody reads on: keep Python from flushing into the closed pipe when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return complain("the output was closed before its end; to keep a part, write it to a file")
    return status


def complain(message: str) -> int:
    """Print an error as one line."""
    print(f"microgauss: {message}", file=sys.stderr)
    return USAGE


def parser() -> Parser:
    """Describe the command line."""
    top = Parser(
        prog="microgauss",
        description="Check every gradient of exercise sheet 7, fit its model to Engel's data, and "
        "draw the computation graphs.",
        epilog="example: microgauss --out pictures",
    )
    top.add_argument(
        "--out",
        metavar="FOLDER",
        default="microgauss-sheet",
        help="where the pictures go (%(default)s)",
    )
    top.set_defaults(command=sheet)
    return top


def sheet(options: argparse.Namespace) -> int:
    """Run the main job: the sheet checked, the model fitted, the pictures written."""
    folder = writable_folder(options.out)
    job = MainJob()
    for line in job.lines():
        print(line)
    sys.stdout.flush()  # a closed pipe shows before anything is written
    for name, drawing in pictures().items():
        save(drawing, folder / name)
    print(f"\nGraphs of f, of J on three households and of ∂f/∂mu: {folder}{os.sep}")
    return 0 if job.passed else WRONG


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
    f = parse(SIGMA + F, t=1, mu=0.5, z=0.75)
    f.output.label = "f"
    f.output.backward()
    gradient = grad(f.output, f["mu"])
    gradient.label = "∂f/∂mu"
    return {"f.svg": draw(f.output), "J.svg": draw(objective()), "df-dmu.svg": draw(gradient)}


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
