"""The rooms of the house: who may use whom, and an engine that stands by itself."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# A room may use itself and those before it; check and gaussian do not use each other.
FLOORS = ({"console", "files", "pages"}, {"engine"}, {"formula"}, {"tape"}, {"check", "gaussian"},
          {"sheet"}, {"viz"}, {"commands", "notebook"}, {"cli"},
          {"__init__", "__main__"})  # fmt: skip
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
SOURCES = sorted(
    [
        *(ROOT / "microgauss").rglob("*.py"),
        *(ROOT / "viz").glob("*.py"),
        *(ROOT / "viz" / "page").glob("*.py"),
        *(ROOT / "viz" / "lecture").glob("*.py"),
    ]
)


# What may be used within a room that has rooms itself; what is shown needs no more than notation.
INSIDE = {"notation": 0, "understanding": 1, "context": 2, "verdict": 3, "claims": 4, "showing": 1}


def room_of(path: Path) -> str:
    """Return the room that a file stands in; a file beside the rooms is one by itself."""
    inside = path.relative_to(ROOT).with_suffix("").parts
    return inside[0] if inside[0] == "viz" else inside[1]


def imported(path: Path) -> Iterator[str]:
    """Yield the rooms that a file imports from, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            first, *rest = name.split(".")
            if first == "microgauss":
                yield rest[0] if rest and rest[0] in FLOOR else "__init__"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_downwards(path: Path) -> None:
    here = room_of(path)
    for room in imported(path):
        assert room == here or FLOOR[room] < FLOOR[here], f"{here} imports {room}"


@pytest.mark.parametrize("room", INSIDE)
def test_imports_run_downwards_in_the_sheet_too(room: str) -> None:
    for path in (ROOT / "microgauss" / "sheet" / room).glob("*.py"):
        used = re.findall(r"from microgauss\.sheet\.(\w+)\.", path.read_text(encoding="utf-8"))
        for other in set(used) - {room}:
            assert INSIDE[other] < INSIDE[room], f"{path.name} imports {other}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_computes_does_not_talk(path: Path) -> None:
    if room_of(path) in {"engine", "formula", "tape"} or path.stem in {
        "model",
        "multistart",
        "lbfgs",
        "rows",
    }:
        assert "console" not in imported(path)


def test_the_engine_works_by_itself(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "microgauss" / "engine", tmp_path / "microgauss" / "engine")
    program = (
        "from microgauss.engine.gradient import grad\n"
        "from microgauss.engine.value import Value\n"
        "x = Value(3.0, 'x')\n"
        "y = x**2 * x.log()\n"
        "y.backward()\n"
        "assert x.grad == grad(y, x).data == 6 * Value(3.0).log().data + 3\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
