"""The README, tried as a reader tries it: commands in a shell, programs pasted into Python.

`python tests/readme.py` does so from the first command to the end, but for the tests and Jupyter,
in the folder of the README, where it makes `.venv`. This Python stands for the README's python3.

A block of text, of C or of JavaScript is what the program before it prints, or the last command
before it; a line … in it stands for any lines left out. A remark behind a command says with which
exit status it ends, if not with 0.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".venv" / "bin"
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = ("text", "c", "javascript")  # kinds of blocks that show what is printed
FENCE = rf"^```(python|sh|{'|'.join(SHOWN)})\n(.*?)^```"
BLOCKS = re.findall(FENCE, README, re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^.*<<'END'\n(?:.*\n)*?END$|^.+$", re.MULTILINE)  # a here-document is one
STATUS = re.compile(r"  # exit status (\d)")
COMMANDS = [one for kind, text in BLOCKS if kind == "sh" for one in COMMAND.findall(text)]
OUTPUTS = {
    COMMAND.findall(before)[-1] if asked == "sh" else before: text
    for (asked, before), (kind, text) in pairwise(BLOCKS) if kind in SHOWN
}  # fmt: skip
LEFT_OUT = re.compile(r"^…\n", re.MULTILINE)
ROW = "Rule("  # a row of the table is shown, too: no program
PROGRAMS = [text for kind, text in BLOCKS if kind == "python" and not text.startswith(ROW)]
PROMISE = re.compile(r"^\s*print\(.*\)  # (.*)$", re.MULTILINE)


def is_shown(shown: str, printed: str) -> bool:
    """Whether what is shown is printed, but for lines that … stands for and empty last ones."""
    pattern = r"(.*\n)*?".join(map(re.escape, LEFT_OUT.split(shown)))
    return bool(re.fullmatch(rf"{pattern}\n*", printed))


def compare(asked: str, printed: str) -> None:
    """Raise AssertionError where a program or a command doesn't print what is shown behind it."""
    if asked in OUTPUTS and not is_shown(OUTPUTS[asked], printed):
        raise AssertionError(f"{asked}\nprints\n{printed}\nand not\n{OUTPUTS[asked]}")


def paste(program: str, python: str, folder: Path) -> None:
    """Type a program into the interactive interpreter: no error, and it prints what it promises."""
    done = subprocess.run(
        [python, "-i", "-q"], input=program, cwd=folder, capture_output=True, check=True,
        timeout=60, encoding="utf-8",
    )  # fmt: skip
    complaints = re.sub(r"(>>> |\.\.\. )+", "", done.stderr).strip()
    if complaints:
        raise AssertionError(f"{program}\nends in\n{complaints}")
    for promised in PROMISE.findall(program):
        if promised not in done.stdout.splitlines():
            raise AssertionError(f"{program}\nprints\n{done.stdout}\nand not {promised}")
    compare(program, done.stdout)


def promised_status(command: str) -> int:
    """Return the exit status that the README says a command ends with."""
    found = STATUS.search(command)
    return int(found[1]) if found else 0


def enter(command: str) -> None:
    """Run a command; `microgauss` stands for .venv/bin/microgauss, as the README says."""
    path = f"{PLACE}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", re.sub("^python3 ", f"{sys.executable} ", command)], cwd=ROOT,
        env=os.environ | {"PATH": path, "COLUMNS": "80"}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, check=False, encoding="utf-8",
    )  # fmt: skip
    print(done.stdout, flush=True)
    if done.returncode != promised_status(command):
        raise AssertionError(f"{command}\nends with exit status {done.returncode}")
    compare(command, done.stdout)


def is_tried(command: str) -> bool:
    """Whether a command is run here: not the tests, and no server, which doesn't end."""
    return "pytest" not in command and "jupyter" not in command


def main() -> None:
    """Run the README in its own order."""
    for kind, text in BLOCKS:
        if text in PROGRAMS:
            print(">>>", text, flush=True)
            paste(text, str(PLACE / "python"), ROOT)
        elif kind == "sh":
            for command in filter(is_tried, COMMAND.findall(text)):
                print("$", command, flush=True)
                enter(command)


if __name__ == "__main__":
    main()
