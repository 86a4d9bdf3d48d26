"""The command `fit`: the sheet's model fitted to a table."""

from __future__ import annotations

import argparse
import json
import os
from functools import partial
from pathlib import Path

from microgauss.commands.arguments import (
    Commands,
    UsageError,
    add_command,
    add_out,
    file_name,
    writing,
)
from microgauss.console import RIGHT
from microgauss.gaussian.fitting import TableFit, fit_table
from microgauss.gaussian.many_files import connected, fit_files, is_many
from microgauss.gaussian.picture import FORMATS, load_matplotlib, save_picture

__all__ = ["add_fit", "fit_command"]


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


def picture_name(text: str) -> str:
    """Refuse a name whose ending is none of a picture's."""
    if Path(file_name(text)).suffix.lower() not in FORMATS:
        raise argparse.ArgumentTypeError("a picture's name ends in .svg, .png or .pdf")
    return text
