"""A picture of a fit to a table: the data, the mean, and bands of one and two sigma around it.

With one feature it is drawn against that feature. With several it is drawn against the fitted mean:
where the model is right, the points scatter evenly about the diagonal, most of them in the bands.
"""

from __future__ import annotations

import os
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from microgauss.console import counted, one_line
from microgauss.engine.notation import number
from microgauss.files import write_whole
from microgauss.gaussian.predictions import refuse_own_table
from microgauss.gaussian.report import TableFit
from microgauss.gaussian.table import TableError

__all__ = ["FORMATS", "load_matplotlib", "save_picture"]

Array = NDArray[np.float64]
FORMATS = (".svg", ".png", ".pdf")
MOST_POINTS = 2000  # more make a large file, and a blot
GROUPS, GROUP = 40, 25  # at most so many, of at least so many rows: sigma is averaged over each
LABEL_WIDTH, SHORT = 45, 30  # characters of a name that fit beside an axis, and below it
BLUE, ORANGE, GREY = "#0072B2", "#B34700", "#666666"
BANDS = ((2, "#DCEAF4"), (1, "#B3D3E8"))  # the outer first, which the inner covers
STYLE = {
    "font.family": "sans-serif", "font.size": 10, "text.parse_math": False, "svg.fonttype": "none",
    "svg.hashsalt": "microgauss", "axes.spines.top": False, "axes.spines.right": False,
    "axes.edgecolor": GREY, "axes.titlelocation": "left", "legend.frameon": False,
}  # fmt: skip


class Curve(NamedTuple):
    """The points' ``x`` (N,), and mean and sigma along a ``line`` of it, each (M,)."""

    x: Array
    label: str
    line: Array
    mean: Array
    sigma: Array


def load_matplotlib() -> Any:
    """Import matplotlib, which only pictures of a fit need, or say how to install it."""
    try:
        import matplotlib.figure  # noqa: PLC0415, where it is used
        import matplotlib.style  # noqa: PLC0415
    except ImportError:
        message = "a picture of the fit is drawn by matplotlib: pip install 'microgauss[fit]'"
        raise TableError(message) from None
    return matplotlib


def save_picture(fitted: TableFit, path: str | os.PathLike[str]) -> Path:
    """Draw a fit as .svg, .png or .pdf; the same fit gives the same file.

    Of more than 2,000 rows as many are drawn, chosen at random, and the picture says so. It is
    written whole or not at all. Needs matplotlib, the extra ``fit``. Raises TableError where it is
    missing, for another suffix and for the table itself, OSError where it can't be written.
    """
    place, matplotlib = Path(path), load_matplotlib()
    if place.suffix.lower() not in FORMATS:
        raise TableError(f"{path}: the name of a fit's picture ends in .svg, .png or .pdf")
    with matplotlib.style.context(["default", STYLE]), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)  # a name in a script without a font
        figure = drawn(fitted, matplotlib.figure.Figure((8, 5), layout="constrained"))
        content = saved(figure, fitted, place.suffix.lower()[1:])
    refuse_own_table(fitted.table, place)
    return write_whole(place, content)


def drawn(fitted: TableFit, figure: Any) -> Any:
    """Return a figure with the points, the mean and the bands."""
    curve, axes = curve_of(fitted), figure.subplots()
    bands = [
        axes.fill_between(curve.line, curve.mean - k * curve.sigma, curve.mean + k * curve.sigma,
                          color=color, linewidth=0, label=f"mean ± {k} sigma")
        for k, color in BANDS
    ]  # fmt: skip
    shown, far = sample(len(fitted.t)), np.abs(fitted.t - fitted.mean) > 2 * fitted.sigma
    outside = f"beyond 2 sigma: {np.mean(far):.1%} of all rows (a Gaussian has 4.6%)"
    points = []
    for marker, color, rows, label in (
        (".", GREY, shown[~far[shown]], points_label(len(fitted.t))),
        ("x", ORANGE, shown[far[shown]], outside),
    ):
        xy = curve.x[rows], fitted.t[rows]
        points += axes.plot(*xy, marker, color=color, markersize=3.5, label=label)
    axes.plot(curve.line, curve.mean, color="white", linewidth=4)  # sets the line off in grey, too
    mean = axes.plot(curve.line, curve.mean, color=BLUE, linewidth=2, label="mean")
    axes.set(xlabel=curve.label, ylabel=one_line(fitted.target, LABEL_WIDTH), title=title(fitted))
    handles = [*mean, *reversed(bands), *points]
    figure.legend(handles=handles, loc="outside lower left", ncols=2)  # hides no data there
    return figure


def sample(rows: int) -> NDArray[np.int64]:
    """Return the rows that are drawn: all, or so many of them at random, the same each time."""
    if rows <= MOST_POINTS:
        return np.arange(rows)
    return np.sort(np.random.default_rng(0).choice(rows, MOST_POINTS, replace=False))


def points_label(rows: int) -> str:
    """Say how many rows are drawn."""
    drawn = "" if rows <= MOST_POINTS else f"{MOST_POINTS:,} at random of "
    return drawn + counted(rows, "row")


def curve_of(fitted: TableFit) -> Curve:
    """Return what the target is drawn against: one feature, the fitted mean, or the row."""
    if len(fitted.features) > 1:
        return along_mean(fitted)
    if not fitted.features:
        ends = np.array([1.0, len(fitted.t)])
        mean, sigma = np.full(2, fitted.mean[0]), np.full(2, fitted.sigma[0])
        return Curve(np.arange(1.0, len(fitted.t) + 1), "row", ends, mean, sigma)
    (x,) = fitted.xs.values()
    line = np.linspace(x.min(), x.max(), 400)
    mean, z = (weights[0] + weights[1] * line for weights in (fitted.w, fitted.v))
    label = one_line(fitted.features[0], LABEL_WIDTH)
    return Curve(x, label, line, mean, fitted.scale * np.hypot(1, z))


def along_mean(fitted: TableFit) -> Curve:
    """Return the fitted mean as x, and the root mean square of sigma along it.

    Rows of the same mean differ in sigma: it is averaged over groups of rows of about one mean.
    """
    order = np.argsort(fitted.mean)
    groups = np.array_split(order, min(GROUPS, max(1, len(order) // GROUP)))
    groups = [order[:1], *groups, order[-1:]]  # the ends are those of the data
    line = np.array([fitted.mean[rows].mean() for rows in groups])
    sigma = np.array([np.sqrt(np.mean(fitted.sigma[rows] ** 2)) for rows in groups])
    target, features = one_line(fitted.target, SHORT), one_line(", ".join(fitted.features), SHORT)
    label = f"fitted mean of {target}, by {features} (sigma averaged along it)"
    return Curve(fitted.mean, label, line, line, sigma)


def title(fitted: TableFit) -> str:
    """Return the title of the picture: what was fitted, and how well."""
    return f"Mean and sigma of {one_line(fitted.target, LABEL_WIDTH)}: J = {number(fitted.J)}"


def saved(figure: Any, fitted: TableFit, kind: str) -> bytes:
    """Return the figure as a file of its kind, the same each time; an SVG describes itself."""
    dates = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {}}
    figure.savefig(
        stream := BytesIO(), format=kind, dpi=150, metadata={"Title": title(fitted)} | dates[kind]
    )
    if kind != "svg":
        return stream.getvalue()
    (axes,) = figure.axes
    labels = "; ".join(text.get_text() for text in figure.legends[0].get_texts())
    about = f"{axes.get_ylabel()} against {axes.get_xlabel()}. Drawn are: {labels}."
    start = stream.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
    return start.replace("</title>", f"</title>\n <desc>{escape(about)}</desc>", 1).encode()
