"""What `microgauss` does without a command: the sheet checked, the model fitted, pictures."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from microgauss.commands.arguments import UsageError, writing
from microgauss.console import OURS, RIGHT, complain
from microgauss.sheet.main_job import MainJob
from microgauss.sheet.showing.terminal import is_coloured
from microgauss.viz.exercise import write_pictures

__all__ = ["main_job"]


def main_job(options: argparse.Namespace) -> int:
    """Run the main job: the sheet checked, the model fitted, the pictures written."""
    if options.version:
        print(f"microgauss {version('microgauss')}")
        return RIGHT
    folder = writable_folder(options.out)
    job = MainJob(is_coloured=is_coloured(sys.stdout))
    for line in job.lines():
        print(line)
    print(end="", flush=True)  # a closed pipe shows before anything is written
    with writing(options.out, "--out"):
        write_pictures(folder)
    print(f"\nIn {folder}{os.sep}: graphs of f, of J on three households and of ∂f/∂μ (.svg),")
    print("and f.html, which shows backprop through f one step at a time.")
    if not job.problems:
        return RIGHT
    what = f"an error of ours: {job.problems[0]}; please report it"
    return complain(what, OURS)


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
