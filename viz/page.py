"""The steps as one offline, interactive page.

The page holds the graph as SVG, whose cards its script brings to life, and all that is shown in a
step as plain data. Everything is computed here, from `Step`; the script only shows it.
"""

from __future__ import annotations

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
from microgauss.pages import fill, sha256
from microgauss.viz.drawing import compose
from microgauss.viz.layout import nearest
from microgauss.viz.naming import PENDING, full_name, kind, name, shown
from microgauss.viz.stepping import Step, contributions, steps, users_of
from microgauss.viz.threeway import three_ways

if TYPE_CHECKING:
    import os
    from collections import Counter
    from xml.etree.ElementTree import Element

__all__ = ["Page", "step_page"]

MAX_VALUES = 300  # more cards than that nobody can follow
CLOSE = {"ranksep": "0.25", "nodesep": "0.11"}  # inches between cards: more of them in sight
NAMED, GIVEN, LONGEST = 3, 6, 160  # definitions, numbers and characters of the title, at most
TALL = 0.75  # of its width, from which on a graph has the explanation beside it
TEMPLATE = Path(__file__).with_name("page.html")
SVG = "{http://www.w3.org/2000/svg}"
LINK_TITLE = "{http://www.w3.org/1999/xlink}title"
NAME_WIDTH, WITH_SUM = 62, 116  # points for a name, and where "1 of 2" stands behind a gradient
BADGE_OFFSET = 3.0  # points from a card's corner outwards
MARGIN = 5.6  # points between a number and the card's right edge


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
    Raises TypeError for what is no Value, ValueError for a graph of more than 300 values,
    DomainError where a derivative is infinite, NoGraphvizError where nothing can lay the graph out,
    OSError where the file can't be written.

    >>> from tempfile import TemporaryDirectory
    >>> x = Value(3.0, "x")
    >>> with TemporaryDirectory() as folder:
    ...     step_page(x * x, Path(folder, "square.html")).path.name
    'square.html'
    """
    if not isinstance(f, Value):
        raise TypeError(f"step_page takes the Value to step through, not {type(f).__name__}")
    order = toposort(f)
    if len(order) > MAX_VALUES:
        raise ValueError(
            f"a page shows at most {MAX_VALUES} values, and this graph has {len(order):,}. Choose "
            "a part: step_page(value, path) with one of the values that f was computed from, or a "
            "smaller example of the same formula"
        )
    return Page(write_whole(path, page_text(f, order)))


def page_text(f: Value, order: list[Value]) -> str:
    """Return the page: the template, filled."""
    ids = {value: f"v{i}" for i, value in enumerate(order)}
    users = users_of(order)
    taken = list(steps(f))
    svg, width, height = page_svg(f, contributions(order))
    title = headline(f, order)
    data = {
        "steps": [start(f, order, ids), *(step_data(step, ids) for step in taken)],
        "values": [value_data(f, value, ids, users[value]) for value in order],
    }
    template = TEMPLATE.read_text(encoding="utf-8").replace("/*width*/0", f"{width:.0f}")
    return fill(
        template,
        style_hash=sha256(template, "style"),
        script_hash=sha256(template, "script"),
        shape="tall" if height > TALL * width else "wide",
        title=html.escape(title),
        graph=svg,
        data=as_script(data),
        list="\n".join(f"<li>{html.escape(str(step))}</li>" for step in taken),
    )


def headline(f: Value, order: list[Value]) -> str:
    """Say the problem and the point: f = −log(s), s = sqrt(1 + z²), at z = 0.75."""
    parts = [one_line(full_name(f), 80) if f.label else f"f = {one_line(full_name(f), 80)}"]
    named = [value for value in order if value.label and value.rule and value is not f]
    parts += [one_line(full_name(value), 60) for value in named[-NAMED:]]
    leaves = [value for value in order if kind(value) == "leaf"]
    given = [f"{name(leaf, f)} = {number(leaf.data)}" for leaf in leaves[:GIVEN]]
    rest = ", …" if len(leaves) > GIVEN else ""
    point = f", at {', '.join(given)}{rest}" if given and f.rule else ""
    return one_line(", ".join(parts) + point, LONGEST)


def as_script(data: Any) -> str:
    """Write JSON that can stand in a script element, whatever labels hold."""
    # without < there is neither </script> nor <!--, and line separators are escaped as non-ASCII
    return json.dumps(data, separators=(",", ":")).replace("<", r"\u003c")


# --- the data: what the script shows --------------------------------------------------------------


def start(f: Value, order: list[Value], ids: dict[Value, str]) -> dict[str, Any]:
    """Describe the state before the first step: leaves are given, all else is pending."""
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
    """Describe a step; ``sets`` has the numbers it changes: id, field, text, and if it is final."""
    data: dict[str, Any] = {
        "phase": step.phase, "symbol": step.symbol, "title": step.title, "arrow": step.arrow,
        "words": step.words, "links": step.related, "sum": step.running_sum, "why": step.why,
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
    f: Value, value: Value, ids: dict[Value, str], users: tuple[Value, ...]
) -> dict[str, Any]:
    """Describe a value, for the time when it is chosen."""
    its_kind = kind(value)
    return {
        "id": ids[value], "name": name(value, f), "full": one_line(full_name(value), 2000),
        "kind": its_kind, "data": repr(value.data),
        "grad": "takes none" if its_kind == "constant" else repr(value.grad),
        "uses": [[ids[arg], name(arg, f)] for arg in value.args],
        "users": [[ids[user], name(user, f)] for user in users],
        "ways": three_ways(f, value) if its_kind == "leaf" else [],
    }  # fmt: skip


# --- the graph: cards whose parts the script finds and changes ------------------------------------


def page_svg(f: Value, expected: Counter[Value]) -> tuple[str, float, float]:
    """Return the graph as SVG, marked up for the script, and its natural size in CSS pixels.

    A card is wider where several contributions are ``expected``: its gradient says how many of
    them have come.
    """
    part = nearest(f, max_values=sys.maxsize)
    widths = {
        value: WITH_SUM if expected[value] > 1 else NAME_WIDTH
        for value in part.indices
        if not isinstance(value, Constant) or value.rule
    }
    drawing = compose(f, part, widths=widths)
    drawing.graph_attr |= CLOSE
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


def mark_up_card(card: Element) -> None:
    """Make a card a button, give it a badge, and mark the texts that show data and gradient."""
    unlink(card)
    texts = card.findall(f"{SVG}text")
    left, right, top = outline(card)
    if "constant" not in (card.get("class") or ""):
        changing = {"data": texts[-3], "grad": texts[-1]}  # before the last there is the caption
    else:  # a row with the name, which is all where the name is the number
        changing = {"data": texts[-1]} if len(texts) > 2 else {}
    for field, text in changing.items():
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


def outline(card: Element) -> tuple[float, float, float]:
    """Return the left, right and upper edge of a card."""
    path = card.find(f"{SVG}path")
    assert path is not None  # the card's rounded frame
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path.get("d", ""))]
    return min(numbers[::2]), max(numbers[::2]), min(numbers[1::2])
