"""The colours of pictures: light, dark, and on no ground of their own."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["THEMES", "Palette"]


class Palette(NamedTuple):
    """The colours of a picture."""

    ground: str = "#FFFFFF"
    card: str = "#FFFFFF"
    muted: str = "#EEF0F2"
    ink: str = "#1F2328"
    grey: str = "#59636E"
    line: str = "#848D97"
    rule: str = "#D1D9E0"
    value: str = "#0072B2"
    gradient: str = "#B34700"


# Light and dark have a ground of their own, so that the picture reads the same on any page.
THEMES = {
    "light": Palette(),
    "dark": Palette("#0D1117", "#161B22", "#21262D", "#E6EDF3", "#A3ACB8", "#768390", "#30363D",
                    "#5CB8F2", "#FF9D5C"),
    "transparent": Palette(ground="transparent"),
}  # fmt: skip
