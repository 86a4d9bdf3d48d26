"""The steps as one offline, interactive page.

The page holds the graph as SVG, whose cards its script brings to life, the words of each step, and
the pass as a program that `live` writes from the table: so the page computes the
numbers itself, also for other inputs.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microgauss.console import one_line
from microgauss.engine.notation import number
from microgauss.engine.value import Value, toposort
from microgauss.files import write_whole
from microgauss.pages import fill, sha256
from microgauss.viz.grouping import Folding, Groups, folded
from microgauss.viz.lettering import typeset_name
from microgauss.viz.naming import full_name, name
from microgauss.viz.page.cards import again, page_svg, shape
from microgauss.viz.page.content import Content, text_of
from microgauss.viz.page.live import leaves_of, program
from microgauss.viz.page.typesetting import definition
from microgauss.viz.stepping import counted_contributions

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

__all__ = ["Page", "step_page"]

MAX_VALUES = 300  # more cards than that nobody can follow
NAMED, GIVEN, LONGEST = 3, 6, 120  # definitions, numbers and characters of the title, at most
FOLD = '<button id="fold" type="button">Unfold</button>'
FOLD_KEY = "<dt><kbd>f</kbd></dt><dd>unfold the groups, fold them</dd>"


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


def step_page(
    f: Value, path: str | os.PathLike[str], *,
    mode: str = "show", bug: str | None = None, groups: Groups | None = None,
) -> Page:  # fmt: skip
    """Write the steps of f as one self-contained page, which can be opened without a network.

    It shows the graph and beside it the current step, forward then backward, driven by buttons,
    keys and ``#step=7`` in the address. As `steps` does, it runs one fresh pass over the graph.

    With ``mode="guess"`` the learner types what a backward step gives before the page shows it, and
    is told what went wrong. With ``bug`` a second pass runs beside the right one that "overwrite"s
    where it should add, hands on in the wrong "order", starts with "stale" gradients, or has a
    wrong "rule"; the learner is to find the first step that differs.

    ``groups`` fold into one card each, as `draw` has it: ``{"neuron 1": [h1]}``. A button shows the
    whole graph and back. A step within a group is shown on the group's card, in the same words.

    Raises TypeError for what is no Value, ValueError for a graph of more than 300 values, for
    another mode or bug, for a bug that changes nothing in this graph, for a bug with groups, and
    for groups that can't be folded, DomainError where a
    derivative is infinite, NoGraphvizError where nothing can lay the graph out, OSError where the
    file can't be written.

    >>> from tempfile import TemporaryDirectory
    >>> x = Value(3.0, "x")
    >>> with TemporaryDirectory() as folder:
    ...     step_page(x * x, Path(folder, "square.html")).path.name
    'square.html'
    """
    if not isinstance(f, Value):
        raise TypeError(f"step_page takes the Value to step through, not {type(f).__name__}")
    if mode not in ("show", "guess"):
        raise ValueError(f"mode is show or guess, not {mode!r}")
    if bug is not None and mode == "guess":
        raise ValueError("a page has questions or a bug, not both: leave out mode= or bug=")
    if bug is not None and groups:
        raise ValueError("a page with a bug shows the whole graph: leave out groups= or bug=")
    order = toposort(f)
    if len(order) > MAX_VALUES:
        raise ValueError(
            f"a page shows at most {MAX_VALUES} values, and this graph has {len(order):,}. Choose "
            "a part: step_page(value, path) with one of the values that f was computed from, or a "
            "smaller example of the same formula"
        )
    return Page(write_whole(path, page_text(f, order, mode, bug, folded(f, groups))))


def page_text(f: Value, order: list[Value], mode: str, bug: str | None, folding: Folding) -> str:
    """Return the page: the template, filled."""
    content = Content(f, order)
    if mode == "guess":
        content.add_questions()
    elif bug is not None:
        content.add_bug(bug)
    if folding.groups:
        content.add_groups(folding)
    svg, width, height = page_svg(f, counted_contributions(order))
    leaves = leaves_of(order)
    template = template_of(f"{width:.0f}", program(content.numbers, leaves), content.scripts)
    return fill(
        template,
        style_hash=sha256(template, "style"),
        script_hash=sha256(template, "script"),
        shape=shape(width, height),
        title=html.escape(headline(f, order)),
        heading=heading(f, order),
        point=html.escape(point(f, leaves)),
        graph=pair(svg) if bug else svg + content.folded,
        fold=FOLD if folding.groups else "",
        fold_key=FOLD_KEY if folding.groups else "",
        task=content.task,
        other=content.other,
        data=as_script(content.data),
        list="\n".join(f"<li>{html.escape(str(step))}</li>" for step in content.steps),
    )


def pair(svg: str) -> str:
    """Return the graph twice, for the right pass and for one with a bug."""
    passes = (("The right pass", svg), ("The pass with a bug", again(svg)))
    return "".join(
        f"<figure><figcaption>{caption}</figcaption>{graph}</figure>" for caption, graph in passes
    )


def template_of(width: str, program: str, scripts: Sequence[str]) -> str:
    """Return the page without its texts: its style and script are hashed as they stand."""
    style = text_of("page.css").replace("/*width*/0", width)
    script = "\n".join(map(text_of, scripts)).replace("/*program*/null", program)
    return text_of("page.html").replace("/*style*/", style).replace("/*script*/", script)


def headline(f: Value, order: list[Value]) -> str:
    """Say the problem: f = −log(s), s = sqrt(1 + z²)."""
    parts = [one_line(full_name(f), 80) if f.label else f"f = {one_line(full_name(f), 80)}"]
    parts += [one_line(full_name(value), 60) for value in definitions(f, order)]
    return one_line(", ".join(parts), LONGEST)


def definitions(f: Value, order: list[Value]) -> list[Value]:
    """Return the last values before f that have a name and are computed."""
    named = [value for value in order if value.label and value.rule and value is not f]
    return named[-NAMED:]


def heading(f: Value, order: list[Value]) -> str:
    """Write the problem as HTML: typeset, if it isn't too long, and as text to listen to."""
    text = headline(f, order)
    values = [value for value in (f, *definitions(f, order)) if value.rule]
    formulas = [definition(value, f) for value in values]
    if "…" in text or not all(formulas) or not formulas:
        return html.escape(text)
    return (
        f'<span class="math" aria-hidden="true">{", ".join(formulas)}</span>'
        f'<span class="unseen">{html.escape(text)}</span>'
    )


def point(f: Value, leaves: Sequence[Value]) -> str:
    """Say where: , at z = 0.75."""
    names = [name(leaf, f, spell=typeset_name) for leaf in leaves[:GIVEN]]
    given = [f"{one} = {number(leaf.data)}" for one, leaf in zip(names, leaves, strict=False)]
    rest = ", …" if len(leaves) > GIVEN else ""
    return f", at {', '.join(given)}{rest}" if given and f.rule else ""


def as_script(data: Any) -> str:
    """Write JSON that can stand in a script element, whatever labels hold."""
    # there is neither </script> nor <!-- in it, and line separators are escaped as non-ASCII
    text = json.dumps(data, separators=(",", ":"))
    return text.replace("<!", r"\u003c!").replace("</", r"<\/")
