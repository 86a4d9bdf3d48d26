"""The steps as one offline, interactive page.

Everything the page shows is computed here, from `Step`; its script only shows it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microgauss.console import one_line
from microgauss.engine.notation import number
from microgauss.engine.value import Constant, Value, toposort
from microgauss.files import write_whole
from microgauss.viz.drawing import compose
from microgauss.viz.layout import nearest
from microgauss.viz.naming import PENDING, full_name, kind, name, shown
from microgauss.viz.stepping import Step, steps, users_of
from microgauss.viz.threeway import three_ways

if TYPE_CHECKING:
    import os
    from collections.abc import Set as AbstractSet
    from xml.etree.ElementTree import Element

__all__ = ["Page", "step_page"]

MOST = 300  # values: more cards than that nobody can follow
TEMPLATE = Path(__file__).with_name("page.html")
SVG = "{http://www.w3.org/2000/svg}"
TITLE = "{http://www.w3.org/1999/xlink}title"
ROOM, ROOM_FOR_SUM = 62, 116  # points for a name, and beside it for a sum with its count
BADGE = 3.0  # points from a card's corner outwards
INSET = 5.6  # of a number from the card's right edge, in points
DATA, GRADIENT = -3, -1  # where a card's numbers are among its texts, from the end
ONE_ROW = 2  # texts: a constant that is just its number


@dataclass(frozen=True)
class Page:
    """A page that has been written to ``path``; in Jupyter it shows inline.

    See also: `step_page`, which makes one.
    """

    path: Path

    def _repr_html_(self) -> str:
        content = html.escape(self.path.read_text(encoding="utf-8"))
        frame = 'sandbox="allow-scripts" style="width:100%;height:780px;border:0"'
        return f'<iframe title="backprop, step by step" {frame} srcdoc="{content}"></iframe>'


def step_page(f: Value, path: str | os.PathLike[str]) -> Page:
    """Write the steps of f as one self-contained page, which can be opened without a network.

    It shows the graph and beside it the current step, forward then backward, driven by buttons,
    keys and ``#step=7`` in the address. As `steps` does, it runs one fresh pass over the graph.
    Raises ValueError for a graph of more than 300 values, DomainError where a derivative is
    infinite, NoGraphvizError where nothing can lay the graph out.

    >>> from tempfile import TemporaryDirectory
    >>> x = Value(3.0, "x")
    >>> with TemporaryDirectory() as folder:
    ...     step_page(x * x, Path(folder, "square.html")).path.name
    'square.html'
    """
    if not isinstance(f, Value):
        raise TypeError(f"step_page takes the Value to step through, not {type(f).__name__}")
    order = toposort(f)
    if len(order) > MOST:
        raise ValueError(
            f"a page shows at most {MOST} values, and this graph has {len(order):,}. Choose a "
            "part: step_page(value, path) with one of the values that f was computed from, or a "
            "smaller example of the same formula"
        )
    return Page(write_whole(path, write_page(f, order)))


def write_page(f: Value, order: list[Value]) -> str:
    """Fill the template."""
    ids = {value: f"v{i}" for i, value in enumerate(order)}
    taken = list(steps(f))
    svg, width = page_svg(f, {step.argument for step in taken if not step.is_final})
    users = users_of(order)
    title = one_line(full_name(f), 80)
    data = {
        "steps": [start(f, order, ids), *(step_data(step, ids) for step in taken)],
        "values": [value_data(f, value, ids, users) for value in order],
    }
    template = TEMPLATE.read_text(encoding="utf-8").replace("/*width*/0", f"{width:.0f}")
    style, script = (
        re.search(rf"<{tag}>(.*?)</{tag}>", template, re.DOTALL) for tag in ("style", "script")
    )
    return fill(
        template,
        style_hash=sha256(style),
        script_hash=sha256(script),
        title=html.escape(title if f.label else f"f = {title}"),
        graph=svg,
        data=as_script(data),
        list="\n".join(f"<li>{html.escape(str(step))}</li>" for step in taken),
    )


def fill(template: str, **texts: str) -> str:
    """Put texts where the template has their names, in one go: what is put in isn't read again."""
    return re.sub(r"<!--=(\w+)-->|\{\{(\w+)\}\}", lambda m: texts[m[1] or m[2]], template)


def sha256(element: re.Match[str] | None) -> str:
    """Return the hash by which the page's security policy admits its own style and script."""
    content = element[1] if element else ""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def as_script(data: Any) -> str:
    """Write JSON that can stand in a script element, whatever labels hold."""
    # neither </script> nor <!-- without a <, and no line separators outside ASCII
    return json.dumps(data, separators=(",", ":")).replace("<", r"\u003c")


def start(f: Value, order: list[Value], ids: dict[Value, str]) -> dict[str, Any]:
    """Describe the state before the first step: leaves are given, all else is to come."""
    leaves = [value for value in order if kind(value) == "leaf"]
    given = ", ".join(f"{name(leaf, f)} = {number(leaf.data)}" for leaf in leaves[:12])
    sets = [[ids[v], "data", PENDING if v.rule else number(v.data), not v.rule] for v in order]
    sets += [[ids[v], "grad", PENDING, False] for v in order if not isinstance(v, Constant)]
    return {
        "phase": "start", "symbol": "", "title": "The leaves are given", "arrow": "",
        "words": "Forward, each operation is carried out once what it uses is known. "
                 "Backward, each value then hands its gradient on to what it used.",
        "links": [], "sum": given, "note": "", "why": "", "sets": sets,
        "sentence": f"Start. The leaves are given: {given}.",
    }  # fmt: skip


def step_data(step: Step, ids: dict[Value, str]) -> dict[str, Any]:
    """Put what the page shows of a step into plain data."""
    data: dict[str, Any] = {
        "phase": step.phase, "symbol": step.symbol, "title": step.title, "arrow": step.arrow,
        "words": step.words, "links": step.links, "sum": step.running_sum, "why": step.why,
        "note": step.contribution_of, "sentence": step.sentence, "value": ids[step.value],
    }  # fmt: skip
    after = number(step.after)
    if step.argument is None:
        return data | {"sets": [[ids[step.value], "data", after, True]], "note": ""}
    if not step.is_final:
        after += f" ({step.index} of {step.count})"
    sets = [[ids[step.argument], "grad", after, step.is_final]]
    if step.value is step.output:
        sets.append([ids[step.value], "grad", shown(step.upstream), True])
    data["argument"] = ids[step.argument]
    data["edge"] = f"{ids[step.value]}_{step.position}"
    data["carries"] = f"× {shown(step.local)}"
    return data | {"sets": sets}


def value_data(
    f: Value, value: Value, ids: dict[Value, str], users: dict[Value, tuple[Value, ...]]
) -> dict[str, Any]:
    """Put what the page shows of a chosen value into plain data."""
    its_kind = kind(value)
    return {
        "id": ids[value], "name": name(value, f), "full": one_line(full_name(value), 2000),
        "kind": its_kind, "data": repr(value.data),
        "grad": "takes none" if its_kind == "constant" else repr(value.grad),
        "uses": [[ids[one], name(one, f)] for one in value.args],
        "users": [[ids[one], name(one, f)] for one in users[value]],
        "ways": three_ways(f, value) if its_kind == "leaf" else [],
    }  # fmt: skip


def page_svg(f: Value, counted: AbstractSet[Value | None]) -> tuple[str, float]:
    """Return the graph's SVG, marked up for the page, and its natural width in CSS pixels.

    The gradients of ``counted`` are shown with the number of contributions so far: their cards are
    wider.
    """
    part = nearest(f, max_values=sys.maxsize)
    widths = {
        value: ROOM_FOR_SUM if value in counted else ROOM
        for value in part.indices
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
    aligned = {"text-anchor": "end", "x": f"{right - INSET:.2f}"}
    for field, position in rows.items():
        texts[position].attrib |= {"class": field, **aligned}
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
