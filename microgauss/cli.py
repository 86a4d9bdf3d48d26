"""The commands: the main job, and draw, step, check and fit."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from microgauss.arguments import UsageError, parser
from microgauss.check import check
from microgauss.check.domains import parse_where
from microgauss.console import OURS, RIGHT, UNSURE, WRONG, complain
from microgauss.fitting import fit_table
from microgauss.formula import parse
from microgauss.gaussian import engel, mean_log_likelihood
from microgauss.gradient import grad
from microgauss.main_job import MainJob
from microgauss.sheet import SIGMA, F
from microgauss.value import Value, creation_order
from microgauss.viz import Drawing, NoGraphvizError, draw, save, step_page, walk

__all__ = ["main"]

STATUS = {"correct": RIGHT, "wrong": WRONG, "untestable": UNSURE, "unreliable": UNSURE}


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
    drawings = pictures()
    with writing(options.out, "--out"):
        for name, drawing in drawings.items():
            save(drawing, folder / name)
        step_page(likelihood(), folder / "f.html")
    print(f"\nIn {folder}{os.sep}: the graphs of f, of J on three households and of ∂f/∂mu (.svg),")
    print("and f.html, which shows backprop through f one step at a time.")
    if job.passed:
        return RIGHT
    return complain("an error of ours: a line above did not come out as it must; please report it",
                    OURS)  # fmt: skip


def draw_command(options: argparse.Namespace) -> int:
    """Draw a formula's graph, backward pass included."""
    output = at_point(options)
    output.backward()
    with writing(options.out):
        path = save(draw(output), options.out)
    print(f"wrote {path}")
    return RIGHT


def step_command(options: argparse.Namespace) -> int:
    """Step through a formula's graph."""
    output = at_point(options)
    if options.out:
        with writing(options.out):
            page = step_page(output, options.out)
        print(f"wrote {page.path}")
    else:
        is_terminal = all(s is not None and s.isatty() for s in (sys.stdin, sys.stdout))
        walk(output, wait=is_terminal and not options.all)
    return RIGHT


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
    where = parse_where(options.where)
    report = check(options.formula, options.claim, wrt=options.wrt, steps=links, where=where)
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
    return RIGHT


def at_point(options: argparse.Namespace) -> Value:
    """Return a formula's output at the numbers that --at gives."""
    numbers = {}
    for text in options.at:
        name, _, figure = text.partition("=")
        try:
            numbers[name.strip()] = float(figure)
        except ValueError:
            raise UsageError(
                f"--at needs NAME=NUMBER, such as z=0.75, not {text.strip()[:40]!r}"
            ) from None
    return parse(options.formula, **numbers).output


@contextmanager
def writing(path: str, option: str = "-o") -> Iterator[None]:
    """Say in one line why a file can't be written."""
    try:
        yield
    except TimeoutError:  # of the layout
        raise
    except OSError as error:
        raise UsageError(
            f"can't write {path!r} ({error.strerror}); choose another {option}"
        ) from None


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


COMMANDS: dict[str | None, Callable[[argparse.Namespace], int]] = {
    None: main_job,
    "draw": draw_command,
    "step": step_command,
    "check": check_command,
    "fit": fit_command,
}
