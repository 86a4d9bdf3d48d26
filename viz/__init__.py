"""Pictures of a graph, and backprop through it one step at a time.

This room shows what the others compute; it knows no calculus of its own. Read it in this order:
`naming` (what a value is called), `lettering` (how its name is typeset on a card), `grouping`
(values that are one card), `layout` (what part of a graph is drawn, and where; `rows` wraps a long
one), `drawing` (the graph as DOT: a card for each value, an edge for each use; `palette` has the
colours, `labels` the texts), `rendering` (DOT into SVG, PNG and PDF); then `arithmetic` (with how
many digits a line is true), `stepping` (the steps: all that is said of them), `terminal` and `keys`
(the steps printed), and the folder `page` (the steps as one offline page, to play with).

`exercise` draws the exercise's graphs, `gallery/make.py` the README's pictures, and
`tutorial.ipynb` teaches with all of it; `lecture` makes a page of that, `tutorial.html`, which can
be read without running anything.
"""

from microgauss.viz.drawing import draw
from microgauss.viz.page import Page, step_page
from microgauss.viz.rendering import Drawing, NoGraphvizError, save
from microgauss.viz.stepping import Step, steps
from microgauss.viz.terminal import walk

__all__ = [
    "Drawing", "NoGraphvizError", "Page", "Step", "draw", "save", "step_page", "steps", "walk",
]  # fmt: skip
