"""The graph as the SVG that the page brings to life: cards whose parts can be found and changed."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from microgauss.engine.value import Constant, Value
from microgauss.viz.drawing import compose
from microgauss.viz.selection import nearest

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from xml.etree.ElementTree import Element

__all__ = ["page_svg"]

SVG = "{http://www.w3.org/2000/svg}"
TITLE = "{http://www.w3.org/1999/xlink}title"
ROOM, ROOM_FOR_SUM = 62, 116  # points for a name, and beside it for a sum with its count
BADGE = 3.0  # points from a card's corner outwards
INSET = 5.6  # of a number from the card's right edge, in points
DATA, GRADIENT = -3, -1  # where a card's numbers are among its texts, from the end
ONE_ROW = 2  # texts: a constant that is just its number


def page_svg(f: Value, counted: AbstractSet[Value | None]) -> tuple[str, float]:
    """Return the graph's SVG, marked up for the page, and its natural width in CSS pixels.

    The gradients of ``counted`` are shown with the number of contributions so far: their cards are
    wider.
    """
    part = nearest(f, max_values=sys.maxsize)
    widths = {
        value: ROOM_FOR_SUM if value in counted else ROOM
        for value in part.numbers
        if not isinstance(value, Constant) or value.rule
    }
    root = ET.fromstring(compose(f, part, widths=widths).pipe("svg"))  # noqa: S314  ours
    for group in list(root.iter(f"{SVG}g")):
        kinds = (group.get("class") or "").split()
        if "node" in kinds:
            mark_up_card(group)
        elif (title := group.find(f"{SVG}title")) is not None:
            group.remove(title)
    width = float(root.attrib.pop("width").removesuffix("pt")) * 4 / 3
    root.attrib.pop("height")
    root.attrib |= {"role": "group", "aria-label": "computation graph"}
    ET.register_namespace("", SVG.strip("{}"))
    return ET.tostring(root, encoding="unicode"), width


def mark_up_card(group: Element) -> None:
    """Name a card's texts by what they show, give it a badge, and make it a button."""
    flatten(group)
    texts = group.findall(f"{SVG}text")
    left, right, top = outline(group)
    rows = {"data": DATA, "grad": GRADIENT}
    if "constant" in (group.get("class") or ""):
        rows = {"data": -1} if len(texts) > ONE_ROW else {}
    for kind, position in rows.items():
        texts[position].attrib |= {"class": kind, "text-anchor": "end", "x": f"{right - INSET:.2f}"}
    left, top = left - BADGE, top - BADGE
    badge = ET.SubElement(group, f"{SVG}g", {"class": "badge"})
    x, y, baseline = f"{left:.2f}", f"{top:.2f}", f"{top + 3.5:.2f}"
    ET.SubElement(badge, f"{SVG}circle", {"cx": x, "cy": y, "r": "8"})
    sign = ET.SubElement(badge, f"{SVG}text", {"x": x, "y": baseline})
    sign.text = "✓"
    group.attrib |= {"role": "button", "tabindex": "-1"}


def flatten(group: Element) -> None:
    """Turn the link that Graphviz makes for a tooltip into a plain title."""
    link = group.find(f".//{SVG}a")
    assert link is not None  # each card has a tooltip
    parts = list(link)
    group[:] = []
    ET.SubElement(group, f"{SVG}title").text = link.get(TITLE)
    group.extend(parts)


def outline(group: Element) -> tuple[float, float, float]:
    """Return the left, right and upper edge of a card."""
    path = group.find(f"{SVG}path")
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", "" if path is None else path.get("d", ""))]
    return min(numbers[::2]), max(numbers[::2]), min(numbers[1::2])
