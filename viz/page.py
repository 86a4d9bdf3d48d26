"""The steps as one offline, interactive page.

The page holds the graph as SVG, whose cards its script brings to life, the words of each step, and
the pass as a program that `microgauss.viz.live` writes from the table: so the page computes the
numbers itself, also for other inputs.
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
from microgauss.engine.notation import formula, label_or_formula, number
from microgauss.engine.rules import ANY
from microgauss.engine.value import Constant, Value, toposort
from microgauss.files import write_whole
from microgauss.pages import fill, sha256
from microgauss.viz.drawing import Composer
from microgauss.viz.layout import nearest
from microgauss.viz.live import live, pattern
from microgauss.viz.naming import full_name, kind, name
from microgauss.viz.stepping import Step, contributions, steps, users_of
from microgauss.viz.threeway import three_ways

if TYPE_CHECKING:
    import os
    from collections import Counter
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

__all__ = ["Page", "step_page"]

MAX_VALUES = 300  # more cards than that nobody can follow
CLOSE = {"ranksep": "0.25", "nodesep": "0.11"}  # inches between cards: more of them in sight
NAMED, GIVEN, LONGEST = 3, 6, 120  # definitions, numbers and characters of the title, at most
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
    program = live(order, taken)
    data = {
        "steps": [start(f, order, ids), *steps_data(taken, order, ids)],
        "values": [value_data(f, value, ids, users[value]) for value in order],
        "inputs": [input_data(leaf) for leaf in program.leaves],
    }
    template = template_of(f"{width:.0f}", program.source.strip())
    return fill(
        template,
        style_hash=sha256(template, "style"),
        script_hash=sha256(template, "script"),
        shape="tall" if height > TALL * width else "wide",
        title=html.escape(headline(f, order)),
        point=html.escape(point(f, program.leaves)),
        graph=svg,
        data=as_script(data),
        list="\n".join(f"<li>{html.escape(str(step))}</li>" for step in taken),
    )


def template_of(width: str, program: str) -> str:
    """Return the page without its texts: its style and script are hashed as they stand."""
    html_, style, script, numbers = (
        TEMPLATE.with_name(name).read_text(encoding="utf-8")
        for name in ("page.html", "page.css", "page.js", "numbers.js")
    )
    style = style.replace("/*width*/0", width)
    script = script.replace("/*program*/null", program)
    return html_.replace("/*style*/", style).replace("/*script*/", f"{numbers}\n{script}")


def headline(f: Value, order: list[Value]) -> str:
    """Say the problem: f = −log(s), s = sqrt(1 + z²)."""
    parts = [one_line(full_name(f), 80) if f.label else f"f = {one_line(full_name(f), 80)}"]
    named = [value for value in order if value.label and value.rule and value is not f]
    parts += [one_line(full_name(value), 60) for value in named[-NAMED:]]
    return one_line(", ".join(parts), LONGEST)


def point(f: Value, leaves: Sequence[Value]) -> str:
    """Say where: , at z = 0.75."""
    given = [f"{name(leaf, f)} = {number(leaf.data)}" for leaf in leaves[:GIVEN]]
    rest = ", …" if len(leaves) > GIVEN else ""
    return f", at {', '.join(given)}{rest}" if given and f.rule else ""


def as_script(data: Any) -> str:
    """Write JSON that can stand in a script element, whatever labels hold."""
    # without < there is neither </script> nor <!--, and line separators are escaped as non-ASCII
    return json.dumps(data, separators=(",", ":")).replace("<", r"\u003c")


# --- the data: what the script shows --------------------------------------------------------------


def start(f: Value, order: list[Value], ids: dict[Value, str]) -> dict[str, Any]:
    """Describe the state before the first step: leaves are given, all else is pending."""
    leaves = [value for value in order if kind(value) == "leaf"]
    slots = {value: i for i, value in enumerate(order)}
    sets = [[ids[v], "data", None if v.rule else slots[v], not v.rule, ""] for v in order]
    sets += [[ids[v], "grad", None, False, ""] for v in order if not isinstance(v, Constant)]
    return {
        "phase": "start", "symbol": "", "title": "The leaves are given", "arrow": "",
        "words": "Forward, each operation is carried out once what it uses is known. "
                 "Backward, each value then hands its gradient on to what it used.",
        "given": [[name(leaf, f), slots[leaf]] for leaf in leaves[:12]], "note": "", "why": "",
        "sets": sets,
    }  # fmt: skip


def steps_data(
    taken: list[Step], order: list[Value], ids: dict[Value, str]
) -> Iterator[dict[str, Any]]:
    """Describe the steps: words, and where in the program's array the numbers are.

    ``sets`` has the numbers that a step changes: id, field, place, whether it is final, and what
    stands behind it. A place of -1 holds 1, the gradient of the output.
    """
    slots = {value: i for i, value in enumerate(order)}
    sums: dict[Value, int] = {}
    following = len(order)
    for step in taken:
        assert step.value.rule is not None  # leaves have no steps
        data: dict[str, Any] = {
            "phase": step.phase, "symbol": step.symbol, "title": step.title, "arrow": step.arrow,
            "words": step.words, "why": step.why, "note": "", "value": ids[step.value],
            "symbols": step.symbols, "name": name(step.value, step.output),
            "changed": step.changed, "begin": f"Step {step.number} of {step.total}, {step.phase}: ",
        }  # fmt: skip
        if step.argument is None:
            written, brackets = pattern(step.value.rule)
            after = slots[step.value]
            data |= {
                "rule": step.value.rule.name, "pattern": written, "brackets": brackets,
                "numbers": [slots[arg] for arg in step.value.args], "result": after,
                "before": None, "after": after,
                "sets": [[ids[step.value], "data", after, True, ""]],
            }  # fmt: skip
            yield data
            continue
        local, contribution, before, after = range(following, following + 4)
        following += 4
        suffix = "" if step.is_final else f" ({step.index} of {step.count})"
        sets: list[list[Any]] = [[ids[step.argument], "grad", after, step.is_final, suffix]]
        if step.value is step.output:
            sets.append([ids[step.value], "grad", -1, True, ""])
        data |= {
            "rule": "multiply", "numbers": [sums.get(step.value, -1), local],
            "result": contribution, "before": before if step.argument in sums else None,
            "after": after, "note": step.contribution_of, "argument": ids[step.argument],
            "argumentName": name(step.argument, step.output), "local": local,
            "edge": f"{ids[step.value]}_{step.position}", "sets": sets,
        }  # fmt: skip
        sums[step.argument] = after
        yield data


def input_data(leaf: Value) -> dict[str, Any]:
    """Describe what can be changed: a leaf, its number, and how far its slider goes."""
    reach = 2 * max(1.0, abs(leaf.data))
    return {
        "name": one_line(leaf.label, 40), "value": leaf.data,
        "least": leaf.data - reach, "most": leaf.data + reach,
    }  # fmt: skip


def value_data(
    f: Value, value: Value, ids: dict[Value, str], users: tuple[Value, ...]
) -> dict[str, Any]:
    """Describe a value, for the time when it is chosen."""
    its_kind = kind(value)
    rule = value.rule
    named = {label_or_formula(arg): ids[arg] for arg in value.args if arg.label or arg.rule}
    return {
        "id": ids[value], "name": name(value, f), "full": one_line(full_name(value), 2000),
        "kind": its_kind, "rule": rule.name if rule else "",
        "domain": rule.domain if rule and rule.domain != ANY[0] else "",
        "formula": formula(value) if rule else "", "named": list(named.items()),
        "args": [ids[arg] for arg in value.args],
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
    drawing = Composer(f, part, widths=widths).drawing()
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
