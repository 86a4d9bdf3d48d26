"""The README: every block of code runs, and what is shown beside the code is what it prints."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from readme import (
    BLOCKS,
    COMMANDS,
    OUTPUTS,
    PROGRAMS,
    README,
    ROOT,
    ROW,
    SHOWN,
    compare,
    enter,
    is_shown,
    is_tried,
    paste,
    promised_status,
)

from microgauss.engine import rules
from microgauss.sheet import read


def own(command: str) -> str:
    """Return the command of microgauss in a line, or nothing; before it an environment is made."""
    last = command.rpartition(" && ")[2].removeprefix(".venv/bin/")
    return last if last.startswith("microgauss") else ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with the documents that the README writes."""
    for command in COMMANDS:
        if "<<" in command:
            subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, check=True)
    return tmp_path


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of microgauss in a folder; the files that it names lie in the checkout."""
    words = [
        str(ROOT / word) if word.startswith(("microgauss/", "tests/")) else word
        for word in shlex.split(own(command), comments=True)
    ]
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, capture_output=True, check=False, timeout=60,
        encoding="utf-8", stdin=subprocess.DEVNULL, env=os.environ | {"COLUMNS": "80"},
    )  # fmt: skip
    done.stdout = done.stdout.replace(f"{ROOT}{os.sep}", "")
    return done


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_programs_can_be_pasted_and_print_what_they_say(program: str, folder: Path) -> None:
    if "compile" in program and not os.environ.get("CI"):
        pytest.importorskip("numba", reason="the extra fast is not installed")
    paste(program, sys.executable, folder)


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


@pytest.mark.parametrize("command", [*filter(own, COMMANDS)])
def test_commands_run_and_print_what_is_shown(command: str, folder: Path) -> None:
    done = run(command, folder)
    assert done.returncode == promised_status(command), done.stderr
    compare(command, done.stdout)


def test_all_that_is_shown_is_compared() -> None:
    assert set(OUTPUTS) <= {*filter(own, COMMANDS), *PROGRAMS}
    assert len(OUTPUTS) == sum(kind in SHOWN for kind, _ in BLOCKS)


@pytest.mark.parametrize(
    ("shown", "is_true"),
    [
        ("a\nb\nc\n", True),
        ("a\n…\nc\n", True),
        ("…\nb\n…\n", True),
        ("a\n…\nb\nc\n", True),  # … may stand for no line
        ("a\nc\n", False),
        ("a\nb\n", False),
        ("…\nc\n…\nb\n…\n", False),  # another order
        ("…\nb…\n", False),  # in a line … is itself
        (".\n…\n", False),  # . is a full stop
    ],
)
def test_what_is_left_out_is_whole_lines(shown: str, *, is_true: bool) -> None:
    assert is_shown(shown, "a\nb\nc\n") is is_true


def test_what_is_shown_and_not_printed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OUTPUTS, "echo 1", "2\n")
    monkeypatch.setitem(OUTPUTS, "print(1)\n", "2\n")
    with pytest.raises(AssertionError, match=r"prints\n1\n\nand not\n2"):
        enter("echo 1")
    with pytest.raises(AssertionError, match=r"prints\n1\n\nand not\n2"):
        paste("print(1)\n", sys.executable, ROOT)


def test_a_command_that_ends_otherwise_is_found() -> None:
    enter("exit 3  # exit status 3")
    for command in ("exit 3", "true  # exit status 3"):
        with pytest.raises(AssertionError, match="ends with exit status"):
            enter(command)


def test_the_row_that_is_shown_is_the_row_of_the_table() -> None:
    (shown,) = (code for _, code in BLOCKS if code.startswith(ROW))
    source = Path(rules.__file__).read_text(encoding="utf-8")
    assert " ".join(shown.split()) in " ".join(source.split())
    assert any(rule.name == "sigmoid" for rule in rules.TABLE)


def test_every_room_is_on_the_map() -> None:
    for room in (Path(__file__).parents[1] / "microgauss").glob("*/__init__.py"):
        assert f"`microgauss/{room.parent.name}/`" in README


def test_links_lead_somewhere() -> None:
    headings = re.findall(r"^##+ (.+)$", README, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}
    for target in re.findall(r"\]\(([^)]+)\)", README):
        path, _, anchor = target.partition("#")
        assert (ROOT / path).exists(), target
        assert not anchor or anchor in anchors, target


def test_what_is_not_tried_names_what_there_is() -> None:
    tests, tutorial = (one for one in COMMANDS if not is_tried(one))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert "-e '.[test]'" in tests
    assert any(one.startswith("pytest") for one in extras["test"])
    assert "-e '.[notebook]'" in tutorial
    assert any(one.startswith("jupyterlab") for one in extras["notebook"])
    assert (ROOT / tutorial.split()[-1]).exists()


LIMITS = {
    "integrals": r"\int_0^1 x\,dx = 2",
    "limits": r"\lim_{x \to 0} \frac{\sin x}{x} = 2",
    "differentials": r"df = 3x\,dx",
    "expectations": r"\mathbb{E}[2X] = 3\mathbb{E}[X]",
    "derivatives of factorials": r"\frac{d}{dx} x! = x!",
    "cross products": r"\mathbf{u} \times \mathbf{v} = -\mathbf{v} \times \mathbf{u}",
    "complex numbers": r"e^{i x} = \cos x - i \sin x",
    "≈": r"\sin x \approx x",
    "solved": r"f'(x) = 0",
}


@pytest.mark.parametrize("limit", LIMITS)
def test_what_the_readme_says_is_not_judged(limit: str) -> None:
    (sentence,) = re.findall(r"^Not judged are [^.]*\.", README, re.MULTILINE)
    assert limit in " ".join(sentence.split())
    document = read(text=f"$f(x) = x^2$ and $${LIMITS[limit]}$$")
    assert document.read == 1 or document.links[-1].verdict == "untestable"
