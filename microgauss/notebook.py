"""In a notebook, a Value shows as its picture."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

__all__ = ["show_values"]

MAX_VALUES = 60  # those nearest to the one that is shown: as many as can be taken in


def show_values() -> None:
    """Tell IPython, where it is running, to show Values by `picture`.

    Nothing is imported for it: IPython finds the class by its name when it meets one.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if shell:
        svg = shell.display_formatter.formatters["image/svg+xml"]
        svg.for_type_by_name("microgauss.engine.value", "Value", picture)


def picture(value: Any) -> str | None:
    """Return a Value's picture as SVG, or None where it can't be laid out: its repr is shown then.

    >>> from microgauss import Value
    >>> str(picture(Value(2.0, "x") ** 2))[:4]
    '<svg'
    """
    viz = import_module("microgauss.viz")  # heavy, and seldom needed
    try:
        drawing = viz.draw(value, max_values=MAX_VALUES)
        svg: str = drawing._repr_image_svg_xml()  # noqa: SLF001, as IPython calls it
    except (viz.NoGraphvizError, OSError, ValueError):
        return None
    return svg
