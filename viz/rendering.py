"""DOT into SVG, PNG and PDF by whichever Graphviz there is."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import graphviz

from microgauss.files import write_whole

__all__ = ["Drawing", "NoGraphvizError", "save"]

NARROW = 720  # points: what fits a column of text
SIZE = re.compile(r'<svg width="([\d.]+)pt" height="[\d.]+pt"')
SECONDS = 60  # a layout that takes longer is given up
PNG_DPI = "144"  # sharp on a projector; the other formats scale

# pygraphviz carries Graphviz as a library. It runs in a process of its own, so that a layout can be
# given up, a crash ends nobody's session, and what fontconfig writes to stderr isn't shown.
BUNDLED = """
import sys, pygraphviz
graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
if sys.argv[3:]:
    graph.graph_attr["dpi"] = sys.argv[3]
sys.stdout.buffer.write(graph.draw(format=sys.argv[2], prog=sys.argv[1]))
"""


class NoGraphvizError(RuntimeError):
    """There is no Graphviz to lay the picture out; its DOT text is there all the same.

    See also: `Drawing.source`.
    """

    def __init__(self) -> None:
        super().__init__(
            "a picture needs Graphviz: `pip install pygraphviz` brings it along, or install it "
            "(apt install graphviz, brew install graphviz) so that `dot` is on the PATH. "
            "The DOT text is in .source, without either."
        )


class Drawing(graphviz.Digraph):  # type: ignore[misc]  # graphviz ships no types
    """A `graphviz.Digraph` that renders with ``dot`` from the PATH, or else with pygraphviz's own.

    ``.source`` is the DOT text, ``.pipe("svg")`` the picture as bytes, ``.render(path)`` a file;
    in Jupyter it shows by itself. Raises NoGraphvizError where there is neither of the two.
    See also: `save`, which chooses the format by a file's suffix.

    >>> from microgauss import Value
    >>> from microgauss.viz import draw
    >>> draw(Value(2.0, "x") ** 2).pipe("svg")[:5]
    b'<?xml'
    """

    def pipe(
        self,
        format: str | None = None,  # noqa: A002  graphviz's own name
        *,
        engine: str | None = None,
        encoding: str | None = None,
    ) -> bytes | str:
        """Lay the graph out and return the picture: bytes, or a str in the encoding asked for."""
        picture = lay_out(self.source, format or self.format, engine or self.engine)
        return picture.decode(encoding) if encoding else picture

    def render(  # noqa: PLR0913  graphviz's own options
        self,
        filename: str | os.PathLike[str] | None = None,
        directory: str | os.PathLike[str] | None = None,
        *,
        format: str | None = None,  # noqa: A002  graphviz's own name
        outfile: str | os.PathLike[str] | None = None,
        cleanup: bool = False,
        view: bool = False,
    ) -> str:
        """Write the DOT text to ``filename``, the picture beside it, and return the picture's path.

        As graphviz does: ``render("f", format="png")`` writes f and f.png; ``cleanup`` removes
        the first. With ``outfile`` only the picture is written, and its suffix says the format.
        """
        if outfile is not None:
            target = Path(directory or self.directory, outfile)
            write_whole(target, self.pipe(format or target.suffix[1:]))
        else:
            source = Path(self.save(filename, directory=directory))
            target = source.with_name(f"{source.name}.{format or self.format}")
            write_whole(target, self.pipe(format))
            if cleanup:
                source.unlink()
        if view:
            self._view(str(target), format=target.suffix[1:], quiet=False)
        return str(target)

    def _repr_image_svg_xml(self) -> str:
        """Return the picture, without its prolog, at most as wide as the place it is shown in."""
        svg = str(self.pipe("svg", encoding="utf-8"))
        return SIZE.sub(sized, svg[svg.index("<svg") :], count=1)


def lay_out(source: str, picture_format: str, engine: str = "dot") -> bytes:
    """Return the picture that Graphviz makes of DOT text.

    Raises NoGraphvizError where there is none, TimeoutError where it takes more than a minute,
    ValueError where it can't make the picture.
    """
    dpi = [PNG_DPI] if picture_format == "png" else []
    if dot := shutil.which("dot"):
        command = [dot, f"-K{engine}", f"-T{picture_format}", *(f"-Gdpi={x}" for x in dpi)]
    elif importlib.util.find_spec("pygraphviz"):
        # -P: a pygraphviz.py in the current directory is not meant
        command = [sys.executable, "-P", "-c", BUNDLED, engine, picture_format, *dpi]
    else:
        raise NoGraphvizError
    try:
        done = subprocess.run(  # noqa: S603  our own command, and the graph goes in by stdin
            command, input=source.encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        advice = "draw a smaller part, with max_values= or depth="
        raise TimeoutError(f"the layout took more than {SECONDS} s; {advice}") from None
    if done.returncode or not done.stdout:
        raise ValueError(f"Graphviz made no {picture_format!r}: {done.stderr.decode()[-400:]}")
    return done.stdout


def sized(size: re.Match[str]) -> str:
    """Let a picture shrink with the page, and a wide one fill it; neither grows beyond itself."""
    width = size[1]
    if float(width) <= NARROW:
        return f'<svg width="{width}pt" style="max-width:100%;height:auto" role="img"'
    return f'<svg width="100%" style="max-width:{width}pt;height:auto" role="img"'


def save(drawing: Drawing, path: str | os.PathLike[str]) -> Path:
    """Write a drawing as SVG, PNG, PDF or DOT, as the path's suffix says.

    Raises ValueError for another suffix, OSError where the file can't be written.
    See also: `Drawing.render`, which is graphviz's way.

    >>> from microgauss import Value
    >>> from microgauss.viz import draw
    >>> save(draw(Value(2.0, "x") ** 2), "x.gif")
    Traceback (most recent call last):
    ValueError: a picture's name ends in .svg, .png, .pdf or .dot, not in '.gif': x.gif
    """
    suffix = Path(path).suffix.lower()
    if suffix not in (".svg", ".png", ".pdf", ".dot"):
        raise ValueError(
            f"a picture's name ends in .svg, .png, .pdf or .dot, not in {suffix!r}: {path}"
        )
    return write_whole(path, drawing.source if suffix == ".dot" else drawing.pipe(suffix[1:]))
