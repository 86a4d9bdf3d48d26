"""In IPython, a Value shows as its picture; where there is none, and elsewhere, as its repr."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from microgauss import Value, notebook, tanh
from microgauss.viz import NoGraphvizError, drawing

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def formatter(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return IPython's formatter, to which Values are known, without a shell around it."""
    formatters = pytest.importorskip("IPython.core.formatters")
    shell = SimpleNamespace(display_formatter=formatters.DisplayFormatter())
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    notebook.show_values()
    return shell.display_formatter


def bundle(formatter: Any, shown: object) -> dict[str, str]:
    """Return what a notebook is given to show."""
    data: dict[str, str] = formatter.format(shown)[0]
    return data


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_value_shows_as_its_picture_and_its_repr(formatter: Any) -> None:
    x = Value(3.0, "x")
    y = x * x
    shown = bundle(formatter, y)
    assert shown["text/plain"] == "Value(9.0)"
    assert texts(shown["image/svg+xml"]).count("—") == 2
    y.backward()
    assert "—" not in texts(bundle(formatter, y)["image/svg+xml"])
    assert "6" in texts(bundle(formatter, x)["image/svg+xml"])


def test_a_constant_is_a_value_too(formatter: Any) -> None:
    two = (Value(3.0, "x") * 2).args[1]
    assert "2" in texts(bundle(formatter, two)["image/svg+xml"])


def test_of_a_large_graph_the_nearest_values_are_shown(formatter: Any) -> None:
    x = Value(0.5, "x")
    for _ in range(200):
        x = tanh(x)
    assert "showing 60 of 201 values" in texts(bundle(formatter, x)["image/svg+xml"])


@pytest.mark.parametrize("error", [NoGraphvizError(), TimeoutError("slow"), ValueError("no svg")])
def test_where_nothing_can_lay_it_out_the_repr_is_shown(
    formatter: Any, error: Exception, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(drawing.Drawing, "pipe", fail)
    assert bundle(formatter, Value(1.0, "x")) == {"text/plain": "Value(1.0, 'x')"}
    assert capsys.readouterr() == ("", "")


def test_other_objects_show_as_ever(formatter: Any) -> None:
    assert bundle(formatter, [Value(1.0)]) == {"text/plain": "[Value(1.0)]"}


# In a process of its own: what is imported, and when.
PROGRAM = """
import sys
{before}
from microgauss import Value
x = Value(2.0, "x") ** 2
print("microgauss.viz" in sys.modules, "microgauss.notebook" in sys.modules)
{after}
"""
SHELL = "from IPython.core.interactiveshell import InteractiveShell as S\ns = S.instance()"
SHOWN = "print(*s.display_formatter.format(x)[0], 'microgauss.viz' in sys.modules)"


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        ("", "", "False False"),
        (SHELL, SHOWN, "False True text/plain image/svg+xml True"),
        ("import IPython", "", "False True"),
        (f"{SHELL}\ns.display_formatter.active_types = ['text/plain']", SHOWN,
         "False True text/plain False"),
    ],
    ids=["plain Python", "a notebook", "IPython not running", "a terminal"],
)  # fmt: skip
def test_a_value_alone_is_imported_and_pictures_when_one_is_shown(
    before: str, after: str, printed: str, tmp_path: Path
) -> None:
    if before:
        pytest.importorskip("IPython")
    program = PROGRAM.format(before=before, after=after)
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.stdout.split() == printed.split(), done.stderr
