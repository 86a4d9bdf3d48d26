"""A graph of Values as a picture: a card for each value, an edge for each use of an argument."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from microgauss.console import one_line
from microgauss.engine.notation import number
from microgauss.engine.value import Constant, Value
from microgauss.viz.layout import Part, has_long_edges, nearest, positions
from microgauss.viz.naming import PENDING, full_name, local_derivative, name
from microgauss.viz.rendering import Drawing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["compose", "draw"]

# The background is opaque and white, so that the picture reads the same on a dark page.
BACKGROUND, CARD, MUTED_CARD = "#FFFFFF", "#FFFFFF", "#EEF0F2"
INK, GREY, LINE, RULE = "#1F2328", "#59636E", "#848D97", "#D1D9E0"
VALUE_BLUE, GRADIENT = "#0072B2", "#B34700"
FONT = "Helvetica,Arial,sans-serif"
NAME_WIDTH = 44  # points, at least: the numbers below then stand clear of their captions
CAPTION_WIDTH = 34  # points for the word data and the space after it
CHUNK = 2000  # characters of a tooltip, each of up to 6 bytes when escaped


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
    edges between them, with a thick outline and ▶. A graph of more than ``max_values`` values, or
    deeper than ``depth`` edges, is cut: the part nearest to f is drawn, and each cut shows how many
    values it hides. To see another part, draw another value. Gradients are — before backward.
    Raises TypeError for what is no Value, ValueError for an option out of its range.

    >>> from microgauss import Value
    >>> x = Value(3.0, "x")
    >>> print(draw(x * x).source.count("v0 -> v1"))
    2

    See also: `microgauss.viz.steps`, `microgauss.viz.save`.
    """
    check_options(f, direction, max_values, depth)
    marked = {highlight} if isinstance(highlight, Value) else set(highlight or ())
    return compose(f, nearest(f, max_values, depth), direction, marked)


def check_options(f: Value, direction: str, max_values: int, depth: int | None) -> None:
    """Raise an error that names the option of `draw` that is out of range."""
    if not isinstance(f, Value):
        raise TypeError(f"draw takes the Value to draw, not {type(f).__name__}")
    if direction not in ("LR", "TB", "RL", "BT"):
        raise ValueError(f"direction is LR, TB, RL or BT, not {direction!r}")
    if max_values < 1:
        raise ValueError(f"max_values is at least 1, not {max_values}")
    if depth is not None and depth < 0:
        raise ValueError(f"depth is at least 0, not {depth}")


def compose(
    f: Value,
    part: Part,
    direction: str = "LR",
    marked: Collection[Value] = (),
    widths: Mapping[Value, int] | None = None,
) -> Drawing:
    """Write a part of f's graph as DOT; ``widths`` has the least widths of names, in points."""
    ids = {value: f"cut{i}" for i, value in enumerate(part.hidden)}
    ids |= {value: f"v{i}" for value, i in part.indices.items()}
    drawing = blank(part, direction)
    letters = {ids[v]: len(name(v, f)) + len(symbol(v)) for v in (*part.hidden, *part.indices)}
    place = fixed_positions(drawing, ids, part, direction, letters)
    for value in part.indices:
        is_marked, width = value in marked, (widths or {}).get(value, 0)
        drawing.node(ids[value], card(value, f, width, is_marked=is_marked), id=ids[value],
                     tooltip=tooltip(full_name(value)), **place.get(ids[value], {}),
                     **frame(value, is_marked=is_marked))  # fmt: skip
    for value, count in part.hidden.items():
        add_cut(drawing, ids[value], value, count, place.get(ids[value], {}))
    for value in part.indices:
        for position, arg in enumerate(value.args):
            is_marked = value in marked and arg in marked
            add_edge(drawing, ids, value, position, is_marked=is_marked)
    return drawing


def blank(part: Part, direction: str) -> Drawing:
    """Return a drawing without cards, which says how much of the graph is going to be on it."""
    drawing = Drawing("microgauss", graph_attr={
        "rankdir": direction, "bgcolor": BACKGROUND, "pad": "0.2", "nodesep": "0.2",
        "ranksep": "0.45", "fontname": FONT,
    })  # fmt: skip
    drawing.attr("node", shape="box", fontname=FONT, fontsize="13", margin="0.06,0.03")
    drawing.attr("edge", fontname=FONT, fontsize="12", color=LINE, fontcolor=GRADIENT,
                 arrowsize="0.7")  # fmt: skip
    if part.hidden:
        extent = f"showing {len(part.indices):,} of {part.total:,} values"
        drawing.attr(label=extent, labelloc="t", labeljust="l", fontsize="14", fontcolor=GREY)
    return drawing


def fixed_positions(
    drawing: Drawing,
    ids: Mapping[Value, str],
    part: Part,
    direction: str,
    letters: Mapping[str, int],
) -> dict[str, dict[str, str]]:
    """Return the cards' positions where the edges are long; Graphviz then draws the edges only."""
    arguments: dict[str, list[str]] = {ids[value]: [] for value in part.hidden}
    arguments |= {ids[value]: [ids[arg] for arg in value.args] for value in part.indices}
    if not has_long_edges(arguments):
        return {}
    drawing.attr(layout="neato", splines="line", inputscale="72")  # positions are in points
    return {card: {"pos": pos} for card, pos in positions(arguments, direction, letters).items()}


def symbol(value: Value) -> str:
    """Return the symbol of a value's operation, with the space before it."""
    return f"  {value.rule.symbol}" if value.rule else ""


def card(value: Value, f: Value, width: int, *, is_marked: bool) -> str:
    """Write a value's card: a heading with name and operation, below it data and gradient."""
    is_constant = isinstance(value, Constant)
    heading = text(("▶ " if is_marked else "") + name(value, f), GREY if is_constant else INK)
    corner = text(symbol(value).strip(), GREY)
    rows = [row(f"<B>{heading}</B>", corner, width or (0 if is_constant else NAME_WIDTH))]
    if is_constant and (value.rule or value.label):  # else its name is its number
        rows += [row(text("data", GREY), text(number(value.data), GREY), CAPTION_WIDTH)]
    if not is_constant:
        gradient = number(value.grad) if f.grad else PENDING
        rows += ["<HR/>", row(text("data", GREY), text(number(value.data), VALUE_BLUE)),
                 row(text("grad", GREY), text(gradient, GRADIENT))]  # fmt: skip
    return (
        f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2" COLOR="{RULE}">'
        f"{''.join(rows)}</TABLE>>"
    )


def row(left: str, right: str, width: int = 0) -> str:
    """Write a row of a card: a cell at the left edge, of a least width, and one at the right."""
    least = f' WIDTH="{width}"' if width else ""
    return f'<TR><TD ALIGN="LEFT"{least}>{left}</TD><TD ALIGN="RIGHT">{right}</TD></TR>'


def text(content: str, color: str) -> str:
    """Write text in a colour, as an HTML-like label has it; backslashes are escapes there, too."""
    escaped = html.escape(content).replace("\\", r"\\") or " "
    return f'<FONT COLOR="{color}">{escaped}</FONT>'


def frame(value: Value, *, is_marked: bool) -> dict[str, str]:
    """Return the look of a card's frame: constants muted, marked values with a thick outline."""
    look = {"style": "rounded,filled", "fillcolor": CARD, "color": LINE, "class": "value"}
    if isinstance(value, Constant):
        look |= {"fillcolor": MUTED_CARD, "color": MUTED_CARD, "class": "constant"}
    if is_marked:
        look |= {"color": INK, "penwidth": "3"}
    return look


def add_cut(drawing: Drawing, cut: str, value: Value, count: int, place: dict[str, str]) -> None:
    """Show where the graph is cut, and how many values the cut hides."""
    label = f"… {count:,} value{'s' if count > 1 else ''}"
    drawing.node(cut, label, id=cut, tooltip=tooltip(full_name(value)), style="rounded,dashed",
                 color=LINE, fontcolor=GREY, **place, **{"class": "cut"})  # fmt: skip


def add_edge(
    drawing: Drawing, ids: Mapping[Value, str], value: Value, position: int, *, is_marked: bool
) -> None:
    """Draw one use of an argument, labelled with the local derivative unless it is a constant."""
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


def tooltip(content: str) -> str:
    """Write text for a tooltip.

    Graphviz unescapes it twice, so that a backslash takes four. Its scanner takes no string longer
    than 16 kB: a backslash at the end of a line joins chunks.
    """
    content = one_line(content)
    chunks = (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))
    return "\\\n".join(html.escape(chunk).replace("\\", "\\" * 4) for chunk in chunks) or " "
