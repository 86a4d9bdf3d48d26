"""A graph of Values as a picture: a card for each value, an edge for each use of an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microgauss.console import one_line
from microgauss.engine.notation import number
from microgauss.engine.rules import DomainError
from microgauss.engine.value import Constant, Value
from microgauss.viz.grouping import Folding, Groups, folded
from microgauss.viz.labels import row, text, tooltip
from microgauss.viz.layout import (
    HEIGHT,
    LETTERS,
    LINES,
    Part,
    has_long_edges,
    is_string,
    nearest,
    positions,
)
from microgauss.viz.lettering import typeset_name
from microgauss.viz.naming import NAME_WIDTH as MOST_LETTERS
from microgauss.viz.naming import PENDING, full_name, local_derivative, name
from microgauss.viz.palette import THEMES, Palette
from microgauss.viz.rendering import Drawing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from microgauss.viz.grouping import Group

__all__ = ["THEMES", "Composer", "draw"]

FONT = "Helvetica,Arial,sans-serif"
NAME_WIDTH = 44  # points, at least: the numbers below then stand clear of their captions
CAPTION_WIDTH = 34  # points for the word data and the space after it


def draw(  # noqa: PLR0913, options by name
    f: Value,
    *,
    direction: str = "LR",
    highlight: Value | Iterable[Value] | None = None,
    max_values: int = 300,
    depth: int | None = None,
    theme: str = "light",
    plain_names: bool = False,
    groups: Groups | None = None,
) -> Drawing:
    """Draw the graph of f: name, operation, data and gradient on cards, local derivatives on edges.

    ``direction`` is where the graph runs to: LR, TB, RL or BT. A long chain that runs sideways is
    wrapped into rows, which run to and fro. ``highlight`` marks values, and the edges between them,
    with a thick outline and ▶. A graph of more than ``max_values`` values, or deeper than ``depth``
    edges, is cut: the part nearest to f is drawn, and each cut shows how many values it hides. To
    see another part, draw another value. Gradients are — before backward.
    ``theme`` is light, dark, or transparent: the light one without its ground. Names are typeset,
    sigma as σ and w1 as w₁; with ``plain_names`` they are written as in tooltips and steps.
    ``groups`` fold into one card each: ``{"neuron 1": [h1]}``, that value and all that only it
    uses, as far as it is in no other group. The card bears the group's name, in a double frame,
    with the data and gradient of its value, or of several; its edges have the derivatives through
    the group. Where the graph is cut it counts as one.
    Raises TypeError for what is no Value, ValueError for an option out of its range, and for groups
    that can't be folded.

    >>> from microgauss import Value
    >>> x = Value(3.0, "x")
    >>> print(draw(x * x).source.count("v0 -> v1"))
    2
    >>> h = (2 * x + 1).tanh()
    >>> print(draw(h - x, groups={"neuron": h}).source.count("->"))
    3

    See also: `microgauss.viz.steps`, `microgauss.viz.save`.
    """
    check_options(f, direction, max_values, depth)
    if theme not in THEMES:
        raise ValueError(f"theme is {', '.join(THEMES)}, not {theme!r}")
    marked = {highlight} if isinstance(highlight, Value) else set(highlight or ())
    folding = folded(f, groups)
    part = nearest(f, max_values, depth, folding)
    composer = Composer(
        f, part, direction, marked, palette=THEMES[theme], plain_names=plain_names, wraps=True,
        folding=folding,
    )  # fmt: skip
    return composer.drawing()


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


class Composer:
    """Writes a ``part`` of f's graph as DOT.

    ``widths`` are the least ones of names, in points. What is long and thin can be wrapped, as
    ``wraps`` says. ``folding`` has the groups that are one card each.
    """

    def __init__(  # noqa: PLR0913, what a picture is of, and its looks by name
        self, f: Value, part: Part, direction: str = "LR", marked: Collection[Value] = (), *,
        widths: Mapping[Value, int] | None = None, palette: Palette = THEMES["light"],
        plain_names: bool = False, wraps: bool = False, folding: Folding | None = None,
    ) -> None:  # fmt: skip
        self.f, self.part, self.direction = f, part, direction
        self.widths, self.palette, self.wraps = widths or {}, palette, wraps
        self.folding = folding or Folding(())
        self.marked = {self.folding.card_of(value) for value in marked}
        self.spell = str if plain_names else typeset_name
        self.ids = {value: f"cut{i}" for i, value in enumerate(part.hidden)}
        self.ids |= {value: f"v{i}" for value, i in part.indices.items()}

    def drawing(self) -> Drawing:
        """Return the drawing."""
        drawing, ids = self.blank(), self.ids
        place = self.fixed_positions(drawing)
        for value in self.part.indices:
            drawing.node(ids[value], self.card(value), id=ids[value],
                         tooltip=tooltip(self.title(value)), **place.get(ids[value], {}),
                         **self.frame(value))  # fmt: skip
        for value, count in self.part.hidden.items():
            self.add_cut(drawing, value, count, place.get(ids[value], {}))
        for value in self.part.indices:
            for position, (arg, label) in enumerate(self.uses(value)):
                self.add_edge(drawing, value, position, arg, label)
        return drawing

    def uses(self, card: Value) -> Iterator[tuple[Value, str]]:
        """Yield what a card uses, each with its local derivative; a constant has none."""
        group = self.folding.at.get(card)
        if group is None:
            for position, arg in enumerate(card.args):
                is_constant = isinstance(arg, Constant)
                yield arg, "" if is_constant else local_derivative(card, position)
        else:
            for value, arg in group.links:
                is_constant = isinstance(arg, Constant)
                yield arg, "" if is_constant else self.derivative_through(group, value, arg)

    def derivative_through(self, group: Group, value: Value, arg: Value) -> str:
        """Write the derivative of a group's value by one outside; of several, with the name."""
        called = name(value, self.f, spell=self.spell)
        named = f"{called}: " if len(group.values) > 1 else ""
        try:
            return f"{named}{number(group.derivative(value, arg).data)}"
        except DomainError:
            return f"{named}none"  # infinite there

    def blank(self) -> Drawing:
        """Return a drawing without cards, which says how much of the graph is going to be on it."""
        palette, part = self.palette, self.part
        drawing = Drawing("microgauss", graph_attr={
            "rankdir": self.direction, "bgcolor": palette.ground, "pad": "0.2", "nodesep": "0.2",
            "ranksep": "0.45", "fontname": FONT,
        })  # fmt: skip
        drawing.attr("node", shape="box", fontname=FONT, fontsize="13", margin="0.06,0.03")
        drawing.attr("edge", fontname=FONT, fontsize="12", color=palette.line,
                     fontcolor=palette.gradient, arrowsize="0.7")  # fmt: skip
        if part.hidden:
            shown = sum(map(self.folding.size, part.indices))
            extent = f"showing {shown:,} of {part.total:,} values"
            drawing.attr(label=extent, labelloc="t", labeljust="l", fontsize="14",
                         fontcolor=palette.grey)  # fmt: skip
        return drawing

    def fixed_positions(self, drawing: Drawing) -> dict[str, dict[str, str]]:
        """Return the cards' positions, if we lay them out; Graphviz then draws the edges only."""
        ids, part = self.ids, self.part
        arguments: dict[str, list[str]] = {ids[value]: [] for value in part.hidden}
        arguments |= {ids[v]: [ids[arg] for arg in self.folding.uses(v)] for v in part.indices}
        in_rows = self.wraps and self.direction in ("LR", "RL") and is_string(arguments)
        if not in_rows and not has_long_edges(arguments):
            return {}
        # Positions are in points; what an edge can't go around is drawn over it.
        drawing.attr(layout="neato", splines="line", inputscale="72", outputorder="edgesfirst")
        letters = {ids[v]: self.letters(v) for v in ids}
        most = max(len(self.folding.shown_on(v)) for v in part.indices)
        found = positions(arguments, self.direction, letters, in_rows=in_rows,
                          height=HEIGHT + (most - 1) * LINES)  # fmt: skip
        return {card: {"pos": pos} for card, pos in found.items()}

    def name(self, value: Value) -> str:
        """Return what a card calls its value, or its group."""
        if value in self.folding.at:
            return one_line(self.folding.at[value].name, MOST_LETTERS) or " "
        return name(value, self.f, spell=self.spell)

    def letters(self, value: Value) -> int:
        """Return how many letters the longest line of a card has, at most."""
        values = self.folding.shown_on(value)
        names = [name(one, self.f, spell=self.spell) for one in values if len(values) > 1]
        captions = (len(called) + LETTERS for called in names)
        return max(len(self.name(value)) + len(self.corner(value)), *captions, 0)

    def corner(self, value: Value) -> str:
        """Return what stands beside a card's name: the operation, or how much is folded there."""
        count = self.folding.size(value)
        return symbol(value) if value not in self.folding.at else f"\u2002{counted(count)}"

    def title(self, card: Value) -> str:
        """Return what a card's tooltip says."""
        group = self.folding.at.get(card)
        if group is None:
            return full_name(card)
        return f"{group.name}: {', '.join(map(full_name, group.values))}"

    def card(self, value: Value) -> str:
        """Write a value's card: a heading with name and operation, below it data and gradient."""
        palette, is_constant = self.palette, isinstance(value, Constant)
        mark = "▶ " if value in self.marked else ""
        heading = text(mark + self.name(value), palette.grey if is_constant else palette.ink)
        corner = text(self.corner(value).strip(" "), palette.grey)
        width = self.widths.get(value, 0) or (0 if is_constant else NAME_WIDTH)
        rows = [row(f"<B>{heading}</B>", corner, width)]
        if value in self.folding.at:
            rows += self.lines_of_group(self.folding.at[value])
        elif not is_constant:
            rows += self.lines(value)
        elif value.rule or value.label or value is self.f:  # else its name is its number
            rows.append(self.line_of("data", number(value.data), palette.grey, CAPTION_WIDTH))
        return (
            '<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2" '
            f'COLOR="{palette.rule}">{"".join(rows)}</TABLE>>'
        )

    def lines(self, value: Value, called: str = "") -> list[str]:
        """Write the lines of a value on a card, below a rule: data and gradient."""
        palette = self.palette
        gradient = number(value.grad) if self.f.grad else PENDING
        return ["<HR/>", self.line_of(f"{called}data", number(value.data), palette.value),
                self.line_of(f"{called}grad", gradient, palette.gradient)]  # fmt: skip

    def lines_of_group(self, group: Group) -> list[str]:
        """Write the lines of a group's values; where there are several, with their names."""
        if len(group.values) == 1:
            return self.lines(group.card)
        each = (self.lines(one, f"{name(one, self.f, spell=self.spell)} ") for one in group.values)
        return [line for lines in each for line in lines]

    def line_of(self, caption: str, shown: str, color: str, width: int = 0) -> str:
        """Write a line of a card: a caption, and a number in a colour."""
        return row(text(caption, self.palette.grey), text(shown, color), width)

    def frame(self, value: Value) -> dict[str, str]:
        """Return the look of a card's frame: constants muted, marked ones with a thick outline."""
        palette, look = self.palette, {"style": "rounded,filled"}
        if isinstance(value, Constant):
            look |= {"fillcolor": palette.muted, "color": palette.muted, "class": "constant"}
        else:
            look |= {"fillcolor": palette.card, "color": palette.line, "class": "value"}
        if value in self.folding.at:
            look |= {"peripheries": "2", "class": "value group"}
        if value in self.marked:
            look |= {"color": palette.ink, "penwidth": "3"}
        return look

    def add_cut(self, drawing: Drawing, value: Value, count: int, place: dict[str, str]) -> None:
        """Show where the graph is cut, and how many values the cut hides."""
        label, cut = f"… {counted(count)}", self.ids[value]
        drawing.node(cut, label, id=cut, tooltip=tooltip(self.title(value)), style="rounded,dashed",
                     color=self.palette.line, fontcolor=self.palette.grey, **place,
                     **{"class": "cut"})  # fmt: skip

    def add_edge(
        self, drawing: Drawing, card: Value, position: int, arg: Value, label: str
    ) -> None:
        """Draw one use of an argument, labelled with the local derivative unless it is constant."""
        used, ids = self.folding.card_of(arg), self.ids
        look = {"id": f"{ids[card]}_{position}"}
        look |= {"class": "use", "label": label} if label else {"class": "muted"}
        if card in self.marked and used in self.marked:
            look |= {"color": self.palette.ink, "penwidth": "2.5"}
        if ids[used].startswith("cut"):
            look["style"] = "dashed"
        drawing.edge(ids[used], ids[card], **look)


def counted(count: int) -> str:
    """Say how many values there are."""
    return f"{count:,} value{'s' if count > 1 else ''}"


def symbol(value: Value) -> str:
    """Return the symbol of a value's operation, with the space before it."""
    return f"  {value.rule.symbol}" if value.rule else ""
