"""The exercise's graphs, as `microgauss` without a command writes them into a folder."""

from __future__ import annotations

from pathlib import Path

from microgauss.engine.gradient import grad
from microgauss.engine.value import Value
from microgauss.formula import parse
from microgauss.gaussian import engel, mean_log_likelihood
from microgauss.viz.drawing import draw
from microgauss.viz.page import step_page
from microgauss.viz.rendering import save

__all__ = ["write_pictures"]

LIKELIHOOD = "sigma = sqrt(1 + z**2); f = -(t - mu)**2/(2*sigma**2) - log(sqrt(2*pi)*sigma)"


def write_pictures(folder: Path) -> None:
    """Write the graphs of f, ∂f/∂mu and J as SVG, and backprop through f as a page, f.html.

    Raises OSError where a file can't be written, NoGraphvizError where nothing can lay them out.
    """
    f, df_dmu = likelihood()
    drawings = {"f.svg": draw(f), "J.svg": draw(objective()), "df-dmu.svg": draw(df_dmu)}
    for name, drawing in drawings.items():
        save(drawing, folder / name)
    step_page(f, folder / "f.html")


def likelihood() -> tuple[Value, Value]:
    """Return f after its backward pass, with sigma computed from z, and ∂f/∂mu as a graph."""
    graph = parse(LIKELIHOOD, t=1, mu=0.5, z=0.75)
    graph.output.backward()
    df_dmu = grad(graph.output, graph["mu"])
    df_dmu.label = "∂f/∂mu"
    return graph.output, df_dmu


def objective() -> Value:
    """Return J over three households after its backward pass, as a graph over w and v."""
    X, t = engel()
    w = [Value(6.0, "w1"), Value(58.0, "w2")]
    v = [Value(-1.0, "v1"), Value(10.0, "v2")]
    J = mean_log_likelihood(X[:3], t[:3], w, v)
    J.label = "J"
    J.backward()
    return J
