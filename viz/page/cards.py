"""The graph of a page: cards whose parts its script finds and changes."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from microgauss.engine.value import Constant, Value
from microgauss.viz.drawing import Composer
from microgauss.viz.grouping import Folding, folded
from microgauss.viz.layout import nearest

if TYPE_CHECKING:
    from collections import Counter
    from xml.etree.ElementTree import Element

__all__ = ["AGAIN", "again", "folded_svg", "page_svg", "shape"]

CLOSE = {"ranksep": "0.25", "nodesep": "0.11"}  # inches between cards: more of them in sight
# Where groups are folded there are few, and edges that cross: they pass below the badges.
ROOMY = {"ranksep": "0.4", "nodesep": "0.25", "outputorder": "edgesfirst"}
SVG = "{http://www.w3.org/2000/svg}"
LINK_TITLE = "{http://www.w3.org/1999/xlink}title"
NAME_WIDTH, WITH_SUM = 62, 116  # points for a name, and where "1 of 2" stands behind a gradient
BADGE_OFFSET = 3.0  # points from a card's corner outwards
AGAIN, FOLDED = "again-", "folded-"  # before the ids of a graph that is shown once more
TALL = 0.75  # of its width, from which on a graph has the explanation beside it
MARGIN = 5.6  # points between a number and the card's right edge


def page_svg(
    f: Value, expected: Counter[Value], folding: Folding | None = None
) -> tuple[str, float, float]:
    """Return the graph as SVG, marked up for the script, and its natural size in CSS pixels.

    A card is wider where several contributions are ``expected``: its gradient says how many of
    them have come.
    """
    folding = folding or folded(f)
    part = nearest(f, sys.maxsize, folding=folding)
    widths = {
        card: WITH_SUM if any(expected[one] > 1 for one in folding.shown_on(card)) else NAME_WIDTH
        for card in part.indices
        if not isinstance(card, Constant) or card.rule
    }
    drawing = Composer(f, part, widths=widths, folding=folding).drawing()
    drawing.graph_attr |= ROOMY if folding.groups else CLOSE
    root = ET.fromstring(drawing.pipe("svg"))  # noqa: S314  ours
    for group in list(root.iter(f"{SVG}g")):
        if "node" in (group.get("class") or "").split():
            mark_up_card(group)
        elif (title := group.find(f"{SVG}title")) is not None:
            group.remove(title)
    width, height = (
        float(root.attrib.pop(side).removesuffix("pt")) * 4 / 3 for side in ("width", "height")
    )
    root.attrib |= {"role": "group", "aria-label": "computation graph"}
    ET.register_namespace("", SVG.strip("{}"))
    return ET.tostring(root, encoding="unicode"), width, height


def again(svg: str) -> str:
    """Return the graph once more, for another pass: the same, with ids of its own."""
    root = ET.fromstring(svg)  # noqa: S314  ours
    rename(root, AGAIN)
    return ET.tostring(root, encoding="unicode")


def folded_svg(f: Value, expected: Counter[Value], folding: Folding) -> str:
    """Return the graph with its groups folded, with ids of its own, and its shape as a class."""
    svg, width, height = page_svg(f, expected, folding)
    root = ET.fromstring(svg)  # noqa: S314  ours
    rename(root, FOLDED)
    root.attrib |= {
        "class": f"folded {shape(width, height)}",
        "aria-label": "computation graph, its groups folded",
    }
    return ET.tostring(root, encoding="unicode")


def shape(width: float, height: float) -> str:
    """Tell whether a picture is tall, so that the explanation is best beside it, or wide.

    >>> shape(100, 80), shape(100, 60)
    ('tall', 'wide')
    """
    return "tall" if height > TALL * width else "wide"


def rename(root: Element, before: str) -> None:
    """Put something before all ids."""
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", before + element.attrib["id"])


def mark_up_card(card: Element) -> None:
    """Make a card a button, give it a badge, and mark the texts that show data and gradient."""
    unlink(card)
    texts = card.findall(f"{SVG}text")
    frames = card.findall(f"{SVG}path")
    _, right, _ = outline(frames[0])
    left, _, top = outline(frames[-1])  # a group has a frame around its frame
    if "constant" not in (card.get("class") or ""):
        rows = texts[-4 * (len(texts) // 4) :]  # a group may have those of several values
        changing = [*(("data", one) for one in rows[1::4]), *(("grad", one) for one in rows[3::4])]
    else:  # a row with the name, which is all where the name is the number
        changing = [("data", texts[-1])] if len(texts) > 2 else []
    for field, text in changing:
        text.attrib |= {"class": field, "text-anchor": "end", "x": f"{right - MARGIN:.2f}"}
    badge = ET.SubElement(card, f"{SVG}g", {"class": "badge"})
    x, y = left - BADGE_OFFSET, top - BADGE_OFFSET
    ET.SubElement(badge, f"{SVG}circle", {"cx": f"{x:.2f}", "cy": f"{y:.2f}", "r": "8"})
    sign = ET.SubElement(badge, f"{SVG}text", {"x": f"{x:.2f}", "y": f"{y + 3.5:.2f}"})
    sign.text = "✓"
    card.attrib |= {"role": "button", "tabindex": "-1"}


def unlink(card: Element) -> None:
    """Turn the link that Graphviz makes for a tooltip into a plain title."""
    link = card.find(f".//{SVG}a")
    assert link is not None  # each card has a tooltip
    parts = list(link)
    card[:] = []
    ET.SubElement(card, f"{SVG}title").text = link.get(LINK_TITLE)
    card.extend(parts)


def outline(path: Element) -> tuple[float, float, float]:
    """Return the left, right and upper edge of a card's frame."""
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.get("d", ""))]
    return min(numbers[::2]), max(numbers[::2]), min(numbers[1::2])
