"""A picture of the notebook in a page: its colours are the page's, and a text says what it shows.

A page's security policy admits no style but its own. So a picture's styles become attributes.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html import escape

from microgauss.viz.drawing import THEMES

__all__ = ["figure"]

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)
SUPERFLUOUS = {f"{{{SVG}}}{name}" for name in ("metadata", "style", "title")}
NAMES = ("bg", "card", "muted", "ink", "small", "line", "rule", "value", "grad")  # of page.css
COLOURS = {
    colour.lower(): f"var(--{name})" for colour, name in zip(THEMES["light"], NAMES, strict=True)
} | {"white": "var(--card)", "#000000": "var(--ink)", "black": "var(--ink)"}
LEAST = {1000: "widest", 700: "wider", 500: "wide"}  # pixels: from there on a phone has to scroll


def figure(svg: str, text: str, name: str) -> str:
    """Return an SVG as a figure with a caption; what has an id in it begins with ``name`` and -.

    >>> svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 9" style="x:y"><g/></svg>'
    >>> print(figure(svg, "nothing", "p1"))
    <figure><div class="picture"><svg xmlns="http://www.w3.org/2000/svg" \
viewBox="0 0 30 9" width="40" fill="var(--ink)" role="img" aria-labelledby="p1"><g /></svg></div>\
<figcaption id="p1">Nothing</figcaption></figure>
    """
    root = ET.fromstring(svg[svg.index("<svg") :])  # noqa: S314  the notebook is our own
    width = float(root.attrib["viewBox"].split()[2]) * 4 / 3  # points in pixels
    for attribute in ("width", "height", "style", "version"):
        root.attrib.pop(attribute, None)
    for element in root.iter():
        adapt(element, name)
    root.attrib |= {
        "width": f"{width:.0f}", "fill": "var(--ink)", "role": "img", "aria-labelledby": name,
    }  # fmt: skip
    caption = f'<figcaption id="{name}">{escape(text[0].upper() + text[1:])}</figcaption>'
    picture = ET.tostring(root, encoding="unicode").strip()
    return f"<figure><div {frame(width)}>{picture}</div>{caption}</figure>"


def frame(width: float) -> str:
    """Return the attributes of a picture's frame; a wide picture can be scrolled, by keyboard too.

    >>> frame(300.0), frame(800.0)
    ('class="picture"', 'class="picture wider" tabindex="0"')
    """
    size = next((word for least, word in LEAST.items() if width > least), "")
    return f'class="picture {size}" tabindex="0"' if size else 'class="picture"'


def adapt(element: ET.Element, name: str) -> None:
    """Make an element of a picture one that can stand in a page with other pictures."""
    for part in list(element):
        if part.tag in SUPERFLUOUS:
            element.remove(part)
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        key, _, content = declaration.partition(":")
        element.attrib[key.strip()] = content.strip()
    if f"{{{XLINK}}}href" in element.attrib:
        element.attrib["href"] = element.attrib.pop(f"{{{XLINK}}}href")
    for key, content in element.attrib.items():
        element.attrib[key] = adapted(key, content, name)


def adapted(key: str, content: str, name: str) -> str:
    """Return an attribute with ids that are the picture's own, and with the page's colours."""
    match key:
        case "id":
            return f"{name}-{content}"
        case "href":
            return content.replace("#", f"#{name}-", 1)
    own = content.replace("url(#", f"url(#{name}-")
    return COLOURS.get(own.lower(), own)
