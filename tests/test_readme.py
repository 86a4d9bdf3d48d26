"""The README: every block of code runs, and the figures beside the code are what it prints."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from readme import BLOCKS, COMMANDS, PROGRAMS, README, ROOT, ROW, paste

from microgauss.engine import rules


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_programs_can_be_pasted_and_print_what_they_say(program: str, tmp_path: Path) -> None:
    if "compile" in program and not os.environ.get("CI"):
        pytest.importorskip("numba", reason="the extra fast is not installed")
    paste(program, sys.executable, tmp_path)


@pytest.mark.parametrize(
    ("program", "complaint"),
    [
        ("for i in range(2):\n    print(i)\nprint(i)\n", "SyntaxError"),
        ("def f():\n    a = 1\n\n    return a\n", "IndentationError"),
        ("import no_such_module\n", "ModuleNotFoundError"),
        ("print(1 + 1)  # 3\n", "prints\n2\n\nand not 3"),
        ("print(11)  # 1\n", "and not 1"),
    ],
)
def test_programs_that_cant_be_pasted_are_found(
    program: str, complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(AssertionError, match=complaint):
        paste(program, sys.executable, tmp_path)


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.startswith("microgauss ")])
def test_commands_run(command: str, tmp_path: Path) -> None:
    words = [str(ROOT / word) if word.endswith(".csv") else word for word in shlex.split(command)]
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=tmp_path, capture_output=True,
        check=False, timeout=60, encoding="utf-8", stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_row_that_is_shown_is_the_row_of_the_table() -> None:
    (shown,) = (code for _, code in BLOCKS if code.startswith(ROW))
    source = Path(rules.__file__).read_text(encoding="utf-8")
    assert " ".join(shown.split()) in " ".join(source.split())
    assert any(rule.name == "sigmoid" for rule in rules.TABLE)


def test_the_program_that_is_shown_is_the_one_that_is_printed() -> None:
    (shown,) = re.findall(r"^```c\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    (command,) = (one for one in COMMANDS if one.startswith("microgauss source"))
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)], capture_output=True, check=True,
        encoding="utf-8",
    )  # fmt: skip
    assert done.stdout == shown


def test_every_room_is_on_the_map() -> None:
    for room in (Path(__file__).parents[1] / "microgauss").glob("*/__init__.py"):
        assert f"`microgauss/{room.parent.name}/`" in README


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (Path(__file__).parents[1] / target).exists(), target
