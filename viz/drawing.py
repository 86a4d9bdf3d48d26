"""A graph of Values as a picture: one card a value, one edge a use."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from microgauss.console import one_line
from microgauss.engine.notation import number
from microgauss.engine.rules import floats
from microgauss.engine.value import Constant, Value
from microgauss.viz.layout import Part, has_long_edges, nearest, positions
from microgauss.viz.naming import PENDING, full_name, name
from microgauss.viz.rendering import Drawing

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["compose", "draw"]

# The panel is opaque and white, so that the picture reads the same on a dark page.
PANEL, CARD, MUTED_CARD = "#FFFFFF", "#FFFFFF", "#EEF0F2"
INK, GREY, LINE, RULE = "#1F2328", "#59636E", "#848D97", "#D1D9E0"
VALUE_BLUE, GRADIENT = "#0072B2", "#B34700"
FONT = "Helvetica,Arial,sans-serif"
PIECE = 2000  # characters, of up to 6 bytes each when escaped
ROOM = 44  # points for a name, at least: the numbers below then stand clear of their captions
GAP = 34  # points for the word data and the room behind it


def draw(
    f: Value,
    *,
    direction: str = "LR",
    highlight: Value | Iterable[Value] | None = None,
    max_values: int = 300,
    depth: int | None = None,
) -> Drawing:
    """Draw the graph of f: name, operation, data and gradient on cards, local derivatives on edges.

    ``direction`` is where the graph runs to: LR, TB, RL or BT. ``highlight`` marks values, and the
    edges between them, with a thick outline and ▶. A larger graph than ``max_values``, or one
    deeper than ``depth`` edges, is cut: the part nearest to f is drawn, and each cut shows how many
    values are behind it. To see another part, draw another value. Gradients are — before backward.

    >>> from microgauss import Value
    >>> x = Value(3.0, "x")
    >>> print(draw(x * x).source.count("v0 -> v1"))
    2

    See also: `microgauss.viz.steps`, `microgauss.viz.save`.
    """
    check_options(f, direction, max_values, depth)
    marked = (highlight,) if isinstance(highlight, Value) else tuple(highlight or ())
    return compose(f, nearest(f, max_values, depth), direction, marked)


def compose(
    f: Value,
    part: Part,
    direction: str = "LR",
    marked: tuple[Value, ...] = (),
    widths: dict[Value, int] | None = None,
) -> Drawing:
    """Write the DOT of a part of f's graph; ``widths`` has least widths of names, in points."""
    drawing = Drawing("microgauss", graph_attr=graph_attributes(direction))
    drawing.attr("node", shape="box", fontname=FONT, fontsize="13", margin="0.06,0.03")
    drawing.attr("edge", fontname=FONT, fontsize="12", color=LINE, fontcolor=GRADIENT,
                 arrowsize="0.7")  # fmt: skip
    if part.hidden:
        says = f"showing {len(part.indices):,} of {part.total:,} values"
        drawing.attr(label=says, labelloc="t", labeljust="l", fontsize="14", fontcolor=GREY)
    ids = {value: f"cut{i}" for i, value in enumerate(part.hidden)}
    ids |= {value: f"v{i}" for value, i in part.indices.items()}
    place = pinned(drawing, ids, part, direction)
    for value in part.indices:
        is_marked, width = value in marked, (widths or {}).get(value, 0)
        drawing.node(ids[value], card(value, f, width, is_marked=is_marked), id=ids[value],
                     tooltip=tooltip(full_name(value)), **place.get(ids[value], {}),
                     **frame(value, is_marked=is_marked))  # fmt: skip
    for value, count in part.hidden.items():
        add_stub(drawing, ids[value], value, count, place.get(ids[value], {}))
    for value in part.indices:
        for position, arg in enumerate(value.args):
            is_marked = value in marked and arg in marked
            add_edge(drawing, ids, value, position, is_marked=is_marked)
    return drawing


def pinned(
    drawing: Drawing, ids: dict[Value, str], part: Part, direction: str
) -> dict[str, dict[str, str]]:
    """Return the places of a tangled graph's cards, of which Graphviz then only draws the edges."""
    uses: dict[str, list[str]] = {ids[value]: [] for value in part.hidden}
    uses |= {ids[value]: [ids[arg] for arg in value.args] for value in part.indices}
    if not has_long_edges(uses):
        return {}
    drawing.attr(layout="neato", splines="line", inputscale="72")  # places are in points
    return {card: {"pos": pos} for card, pos in positions(uses, direction).items()}


def check_options(f: Value, direction: str, max_values: int, depth: int | None) -> None:
    """Say which rule an argument of `draw` breaks."""
    if not isinstance(f, Value):
        raise TypeError(f"draw takes the Value to draw, not {type(f).__name__}")
    if direction not in ("LR", "TB", "RL", "BT"):
        raise ValueError(f"direction is LR, TB, RL or BT, not {direction!r}")
    if max_values < 1 or (depth is not None and depth < 0):
        raise ValueError("max_values is at least 1, and depth at least 0")


def graph_attributes(direction: str) -> dict[str, str]:
    """Return what holds for the whole picture; the limits keep the layout of dense graphs fast."""
    return {
        "rankdir": direction, "bgcolor": PANEL, "pad": "0.2", "nodesep": "0.2", "ranksep": "0.45",
        "fontname": FONT,
    }  # fmt: skip


def card(value: Value, f: Value, width: int, *, is_marked: bool) -> str:
    """Write a value's card: a heading with name and operation, below it data and gradient."""
    muted = isinstance(value, Constant)
    heading = text(("▶ " if is_marked else "") + name(value, f), GREY if muted else INK)
    symbol = text(value.rule.symbol if value.rule else "", GREY)
    rows = [row(f"<B>{heading}</B>", symbol, width or (0 if muted else ROOM))]
    if muted and (value.rule or value.label):
        rows += [row(text("data", GREY), text(number(value.data), GREY), GAP)]
    if not muted:
        gradient = number(value.grad) if f.grad else PENDING
        rows += ["<HR/>", row(text("data", GREY), text(number(value.data), VALUE_BLUE)),
                 row(text("grad", GREY), text(gradient, GRADIENT))]  # fmt: skip
    return (
        f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2" COLOR="{RULE}">'
        f"{''.join(rows)}</TABLE>>"
    )


def row(left: str, right: str, width: int = 0) -> str:
    """Write a row of a card: something, and at the right edge something else."""
    least = f' WIDTH="{width}"' if width else ""
    return f'<TR><TD ALIGN="LEFT"{least}>{left}</TD><TD ALIGN="RIGHT">{right}</TD></TR>'


def text(content: str, color: str) -> str:
    """Write text in a colour, as an HTML-like label has it: there, too, backslashes are read."""
    escaped = html.escape(content).replace("\\", r"\\") or " "
    return f'<FONT COLOR="{color}">{escaped}</FONT>'


def frame(value: Value, *, is_marked: bool) -> dict[str, str]:
    """Return how a card is framed: constants muted, marked ones with a thick outline."""
    look = {"style": "rounded,filled", "fillcolor": CARD, "color": LINE, "class": "value"}
    if isinstance(value, Constant):
        look |= {"fillcolor": MUTED_CARD, "color": MUTED_CARD, "class": "constant"}
    if is_marked:
        look |= {"color": INK, "penwidth": "3"}
    return look


def add_stub(drawing: Drawing, stub: str, value: Value, count: int, place: dict[str, str]) -> None:
    """Show a place where the graph is cut, and how many values are behind it."""
    label = f"… {count:,} value{'s' if count > 1 else ''}"
    drawing.node(stub, label, id=stub, tooltip=tooltip(full_name(value)), style="rounded,dashed",
                 color=LINE, fontcolor=GREY, **place, **{"class": "cut"})  # fmt: skip


def add_edge(
    drawing: Drawing, ids: dict[Value, str], value: Value, position: int, *, is_marked: bool
) -> None:
    """Draw one use of an argument, labelled with the local derivative where gradient can flow."""
    arg = value.args[position]
    look = {"id": f"{ids[value]}_{position}"}
    if isinstance(arg, Constant):
        look["class"] = "muted"
    else:
        look |= {"class": "use", "label": local_derivative(value, position)}
    if is_marked:
        look |= {"color": INK, "penwidth": "2.5"}
    if ids[arg].startswith("cut"):
        look["style"] = "dashed"
    drawing.edge(ids[arg], ids[value], **look)


def local_derivative(value: Value, position: int) -> str:
    """Write the number that a gradient is multiplied by on its way to an argument.

    >>> from microgauss import Value
    >>> local_derivative(Value(3.0) * Value(-2.0), 0)
    '−2'
    """
    assert value.rule is not None  # an edge leads from an argument
    try:
        derivative = value.rule.partials[position]
        return number(float(derivative(floats, value.data, *(arg.data for arg in value.args))))
    except (ValueError, ArithmeticError):
        return "none"  # infinite there: sqrt at 0


def tooltip(content: str) -> str:
    """Write text for a tooltip.

    Graphviz reads it twice, so that a backslash takes four. Its scanner takes no piece longer than
    16 kB: a backslash at the end of a line joins pieces.
    """
    content = one_line(content)
    pieces = (content[start : start + PIECE] for start in range(0, len(content), PIECE))
    return "\\\n".join(html.escape(piece).replace("\\", "\\" * 4) for piece in pieces) or " "
