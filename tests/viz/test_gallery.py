"""The README's pictures are what the code draws today, and legible on a light and a dark page."""

from __future__ import annotations

import runpy
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GALLERY = Path(__file__).parents[2] / "viz" / "gallery"
PICTURES: dict[str, Callable[[], Any]] = runpy.run_path(str(GALLERY / "make.py"))["PICTURES"]
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


def test_there_is_no_other_picture() -> None:
    assert {path.name for path in GALLERY.glob("*.*") if path.suffix != ".py"} == set(PICTURES)


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
