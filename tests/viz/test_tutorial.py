"""The tutorial runs from top to bottom, and what it shows is what is committed.

After a change, `python tests/viz/test_tutorial.py` runs it, writes the new outputs, and the page
that `microgauss.viz.lecture` makes of it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

TUTORIAL = Path(__file__).parents[2] / "viz" / "tutorial.ipynb"
SECTIONS = (
    "1. A value that remembers",
    "2. Why the order matters",
    "3. A network that learns",
    "4. The sheet, (a) and (b)",
    "5. (c): why σ(z) = √(1 + z²)",
    "6. (d) and (e): a whole dataset",
    "7. Find the misprint",
    "8. One graph, every number",
    "Solutions",
)
PARTS = ("nbclient", "ipykernel", "matplotlib", "sympy")
SECONDS = 100  # for the whole run; it takes about 10
PICTURES = ("image/svg+xml", "image/png", "text/html")  # that there is one: html is a page

# A kernel's own libraries warn of one another; in a process of its own that is no one's concern.
# Matplotlib lists its fonts before the kernel needs them: its word on that would stand in a cell.
RUN = """
import sys, matplotlib.font_manager, nbclient, nbformat
notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
sys.stdout.buffer.write(nbformat.writes(notebook).encode())
"""


def lacks_parts() -> bool:
    """Tell whether the tutorial can't be run here; in CI it must be."""
    missing = [part for part in PARTS if importlib.util.find_spec(part) is None]
    return bool(missing) and not os.environ.get("CI")


def run(path: Path) -> dict[str, Any]:
    """Return the notebook with the outputs of a fresh run."""
    with tempfile.TemporaryDirectory() as folder:
        # A list of fonts in the home may be of another installation, without Matplotlib's own.
        own = {"IPYTHONDIR": folder, "MPLCONFIGDIR": folder}
        environment = os.environ | {"SOURCE_DATE_EPOCH": "0"} | own
        done = subprocess.run(
            [sys.executable, "-c", RUN, str(path.resolve())],
            env=environment, capture_output=True, timeout=SECONDS, check=False, cwd=folder,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    notebook: dict[str, Any] = json.loads(done.stdout)
    return tidied(notebook)


def tidied(notebook: dict[str, Any]) -> dict[str, Any]:
    """Take out what changes from run to run: times, addresses, what the machine is."""
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"cell-{number:02}"
        cell["metadata"] = {}
        if "outputs" in cell:
            cell["outputs"] = merged(cell["outputs"])
        for output in cell.get("outputs", ()):
            for kind, lines in output.get("data", {}).items():
                output["data"][kind] = [tidied_line(line) for line in joined(lines)]
    return notebook


def merged(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join pieces of printed text: where it is cut depends on when it came."""
    whole: list[dict[str, Any]] = []
    for output in outputs:
        if output["output_type"] != "stream":
            whole.append(output)
        elif whole and whole[-1].get("name") == output["name"]:
            whole[-1]["text"] += joined(output["text"])
        else:
            whole.append(output | {"text": joined(output["text"])})
    return whole


def tidied_line(line: str) -> str:
    """Take an address and a date out of a line."""
    return re.sub(r" at 0x[0-9a-f]+|(?<=<dc:date>)[^<]*", "", line)


def joined(lines: str | list[str]) -> list[str]:
    """Return a text of a notebook as lines, however it was written."""
    return "".join(lines).splitlines(keepends=True)


def shown(cell: dict[str, Any]) -> list[Any]:
    """List what a reader sees below a cell: text as it is, of a picture that there is one."""
    seen: list[Any] = []
    for output in merged(cell["outputs"]):
        if output["output_type"] == "stream":
            seen.append((output["name"], "".join(output["text"])))
        else:
            seen += [
                kind if kind in PICTURES else (kind, "".join(content))
                for kind, content in sorted(output["data"].items())
            ]
    return seen


@pytest.fixture(scope="module")
def committed() -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(TUTORIAL.read_text(encoding="utf-8"))
    return notebook


def code(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def words(notebook: dict[str, Any]) -> str:
    """Return what stands in the cells between the code."""
    cells = notebook["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def test_it_has_eight_sections_and_the_solutions(committed: dict[str, Any]) -> None:
    assert tuple(re.findall(r"^## (.*)$", words(committed), re.MULTILINE)) == SECTIONS


def test_pages_to_play_with_are_in_it(committed: dict[str, Any]) -> None:
    pages = [
        "".join(output["data"]["text/html"])
        for cell in code(committed) for output in cell["outputs"]
        if "text/html" in output.get("data", {})
    ]  # fmt: skip
    assert [one.startswith("<iframe") for one in pages] == [True, True]
    assert "What does y hand to b?" in pages[0]
    assert "id=&quot;bug&quot;" in pages[1]


def test_every_section_is_timed_and_the_sums_are_what_is_promised(
    committed: dict[str, Any],
) -> None:
    rows = re.findall(r"^\| (\d\. .*) \| (\d+) \| (✓?) ?\|$", words(committed), re.MULTILINE)
    assert tuple(name for name, _, _ in rows) == SECTIONS[:-1]
    assert sum(int(minutes) for _, minutes, _ in rows) == 90
    assert sum(int(minutes) for _, minutes, mark in rows if mark) == 45


def test_every_section_ends_with_exercises_that_are_solved(committed: dict[str, Any]) -> None:
    before, solutions = words(committed).split("\n## Solutions\n")
    sections = re.split(r"^## ", before, flags=re.MULTILINE)[1:]
    numbers = [re.findall(r"^### Exercise (\S+)$", text, re.MULTILINE) for text in sections]
    assert [{number[0] for number in some} for some in numbers] == [{str(k)} for k in range(1, 9)]
    exercises = [number for some in numbers for number in some]
    assert re.findall(r"^### Solution (\S+)$", solutions, re.MULTILINE) == exercises
    assert re.findall(r"\[Solution (\S+)\]\(#Solution-\1\)", before) == exercises
    assert solutions.count("\n*Why people make the mistake") == len(exercises)


def test_the_sections_for_45_minutes_need_none_of_the_others(
    committed: dict[str, Any], tmp_path: Path
) -> None:
    if lacks_parts():
        pytest.skip(f"the tutorial is run with {', '.join(PARTS)}")
    marked = re.findall(r"^\| (.*) \| \d+ \| ✓ \|$", words(committed), re.MULTILINE)
    cells, name = [], ""
    for cell in committed["cells"]:
        if heading := re.match(r"## (.*)", "".join(cell["source"])):
            name = heading[1]
        if name in ("", *marked):
            cells.append(cell)
    path = tmp_path / "short.ipynb"
    path.write_text(json.dumps(committed | {"cells": cells}), encoding="utf-8")
    assert [shown(cell) for cell in code(run(path))] == [
        shown(cell) for cell in cells if cell["cell_type"] == "code"
    ]


def by_pytorch(notebook: dict[str, Any]) -> tuple[str, str]:
    """Return the program that does a pass by PyTorch, and what it printed."""
    found = re.search(
        r"```python\n(import torch\n.*?)```.*?```text\n(.*?)```", words(notebook), re.DOTALL
    )
    assert found is not None
    return found[1], found[2]


def test_its_gradients_are_those_recorded_of_pytorch(committed: dict[str, Any]) -> None:
    _, recorded = by_pytorch(committed)
    assert ("stdout", recorded) in [seen for cell in code(committed) for seen in shown(cell)]


def test_pytorch_prints_what_is_recorded(committed: dict[str, Any]) -> None:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("PyTorch is not installed")
    program, recorded = by_pytorch(committed)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False,
        timeout=SECONDS,
    )  # fmt: skip
    assert done.stdout == recorded, done.stderr


def test_its_outputs_are_there_to_be_read(committed: dict[str, Any]) -> None:
    cells = code(committed)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert [i for i, cell in enumerate(cells) if not cell["outputs"]] == [0]  # the imports
    kinds = [output["output_type"] for cell in cells for output in cell["outputs"]]
    assert "error" not in kinds
    assert sum(seen == "image/svg+xml" for cell in cells for seen in shown(cell)) >= 12


def test_it_holds_nothing_of_the_machine_it_ran_on(committed: dict[str, Any]) -> None:
    text = json.dumps(committed)
    assert not re.search(r" at 0x[0-9a-f]{6}|/home/|/tmp/|/root/|site-packages", text)
    assert not [cell for cell in committed["cells"] if cell["metadata"]]


def test_a_fresh_run_shows_what_is_committed(committed: dict[str, Any]) -> None:
    if lacks_parts():
        pytest.skip(f"the tutorial is run with {', '.join(PARTS)}")
    fresh = run(TUTORIAL)
    for number, (now, then) in enumerate(zip(code(fresh), code(committed), strict=True), 1):
        assert shown(now) == shown(then), f"cell {number}; {Path(__file__).name} renews it"


if __name__ == "__main__":
    fresh = json.dumps(run(TUTORIAL), ensure_ascii=False, indent=1)
    TUTORIAL.write_text(fresh + "\n", encoding="utf-8")
    runpy.run_module("microgauss.viz.lecture", run_name="__main__")
