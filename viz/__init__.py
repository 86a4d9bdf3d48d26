"""Pictures and steps: a graph drawn, and backprop one step at a time."""

from microgauss.viz.drawing import draw
from microgauss.viz.page import Page, step_page
from microgauss.viz.rendering import Drawing, NoGraphvizError, save
from microgauss.viz.stepping import Step, steps
from microgauss.viz.terminal import walk

__all__ = [
    "Drawing", "NoGraphvizError", "Page", "Step", "draw", "save", "step_page", "steps", "walk",
]  # fmt: skip
