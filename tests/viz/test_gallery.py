"""The README's pictures are what the code draws today, and legible on a light and a dark page.

The photograph of the step page can't be compared: other fonts make other dots.
"""

from __future__ import annotations

import re
import runpy
import struct
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import lacking
from readme import COMMANDS, PROGRAMS, README, paste

GALLERY = Path(__file__).parents[2] / "viz" / "gallery"
MAKE: dict[str, Any] = runpy.run_path(str(GALLERY / "make.py"))
PICTURES: dict[str, Callable[[], Any]] = MAKE["PICTURES"]
SVG = "{http://www.w3.org/2000/svg}"
LINK_TITLE = "{http://www.w3.org/1999/xlink}title"
README_WIDTH = 838 * 3 / 4  # points: GitHub shows a README 838 pixels wide, and shrinks the rest

pictures = pytest.mark.parametrize("name", PICTURES)


def content(svg: bytes) -> dict[str, Any]:
    """Return what a picture shows, whatever Graphviz laid it out: no coordinates."""
    root = ET.fromstring(svg)
    return {
        "texts": Counter("".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")),
        "tooltips": Counter(link.get(LINK_TITLE) for link in root.iter(f"{SVG}a")),
        "parts": Counter((g.get("class"), g.get("id")) for g in root.iter(f"{SVG}g")),
        "colours": colours(root),
        "thick": sum(part.get("stroke-width") not in (None, "1") for part in root.iter()),
    }


def colours(root: ET.Element) -> set[str]:
    """Return the colours of a picture; white and black are spelt in several ways."""
    used = {part.get(kind, "").lower() for part in root.iter() for kind in ("fill", "stroke")}
    return {colour for colour in used if colour.startswith("#")} - {"#ffffff", "#000000"}


@pictures
def test_the_committed_picture_is_current(name: str) -> None:
    committed = (GALLERY / name).read_bytes()
    assert content(committed) == content(PICTURES[name]().pipe("svg")), (
        "python viz/gallery/make.py makes it again"
    )


def test_the_program_beside_the_neuron_draws_it(tmp_path: Path) -> None:
    (program,) = (one for one in PROGRAMS if "neuron.svg" in one)
    paste(program, sys.executable, tmp_path)
    drawn, committed = (folder / "neuron.svg" for folder in (tmp_path, GALLERY))
    assert content(drawn.read_bytes()) == content(committed.read_bytes())


def test_there_is_no_other_picture() -> None:
    assert {path.name for path in GALLERY.glob("*.*") if path.suffix != ".py"} == {
        *PICTURES,
        MAKE["PAGE"],
    }


@pictures
def test_it_stands_on_a_panel_of_its_own(name: str) -> None:
    root = ET.fromstring((GALLERY / name).read_bytes())
    panel = next(root.iter(f"{SVG}polygon"))
    assert panel.get("fill") in ("white", "#ffffff", "#FFFFFF")
    assert panel.get("fill-opacity") is None


@pictures
def test_it_is_as_wide_as_a_readme_at_most(name: str) -> None:
    root = ET.fromstring((GALLERY / name).read_bytes())
    assert float(root.attrib["width"].removesuffix("pt")) <= README_WIDTH


@pictures
def test_it_says_nothing_of_the_machine(name: str) -> None:
    text = (GALLERY / name).read_text(encoding="utf-8")
    assert not any(place in text for place in ("/home/", "/tmp/", "/root/", "/work/"))  # noqa: S108


def size(png: Path) -> tuple[int, int]:
    """Return the width and the height of a PNG file, in pixels."""
    head = png.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    return width, height


def test_the_photograph_has_the_size_that_the_command_gives_it(tmp_path: Path) -> None:
    assert size(GALLERY / MAKE["PAGE"]) == MAKE["SIZE"]
    if MAKE["CHROMIUM"] is None:
        lacking("Chromium, which takes the photograph")
    made = MAKE["photograph"](MAKE["CHROMIUM"], tmp_path / "page.png")
    assert size(made) == MAKE["SIZE"]


def test_the_photograph_shows_the_example_of_the_readme() -> None:
    (command,) = (one for one in COMMANDS if one.startswith("microgauss step ") and "-o f." in one)
    assert f'"{MAKE["EXAMPLE"]}" --at z=0.75' in command


def test_every_picture_of_the_readme_is_told_in_words() -> None:
    images = dict(re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README))
    assert f"viz/gallery/{MAKE['PAGE']}" in images.values()
    assert all(len(words.split()) > 5 for words in images)
