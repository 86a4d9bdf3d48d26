"""The README: every block of code runs, and the figures beside the code are what it prints."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from microgauss.rules import TABLE

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(python|sh)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
PROGRAMS = [code for kind, code in BLOCKS if kind == "python" and not code.startswith("Rule(")]
COMMANDS = [
    line for kind, code in BLOCKS if kind == "sh"
    for line in code.splitlines() if line.startswith("microgauss ")
]  # fmt: skip


@pytest.mark.parametrize("code", PROGRAMS, ids=range(len(PROGRAMS)))
def test_programs_run_and_print_what_they_say(code: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False, timeout=60,
        env=os.environ | {"PYTHONUTF8": "1"}, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for expected in re.findall(r"^\s*print\(.*\)  # (.*)$", code, re.MULTILINE):
        assert expected in done.stdout.splitlines()


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_run(command: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)], cwd=tmp_path, capture_output=True,
        check=False, timeout=60, encoding="utf-8", stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_row_that_is_shown_is_the_row_of_the_table() -> None:
    (shown,) = (code for _, code in BLOCKS if code.startswith("Rule("))
    source = (Path(__file__).parents[1] / "microgauss" / "rules.py").read_text(encoding="utf-8")
    assert " ".join(shown.split()) in " ".join(source.split())
    assert any(rule.name == "sigmoid" for rule in TABLE)


def test_every_module_is_in_the_house() -> None:
    for module in (Path(__file__).parents[1] / "microgauss").glob("*.py"):
        assert module.name == "__init__.py" or f"`{module.name}`" in README


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (Path(__file__).parents[1] / target).exists(), target
