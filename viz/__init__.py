"""Pictures of a graph, and backprop through it one step at a time.

This room shows what the others compute; it knows no calculus of its own. Read it in this order:
`naming` (what a value is called), `lettering` (how its name is typeset on a card), `grouping`
(values that fold into one card), `layout` (what part of a graph is drawn, and where; `rows` wraps a
long one), `drawing` (the graph as DOT: a card for each value, an edge for each use), `rendering`
(DOT into SVG, PNG and PDF); then `arithmetic` (with how many digits a line is true), `stepping`
(the steps: all that is said of them), `terminal` (the steps printed), `threeway` (a derivative in
three ways, to compare), `live` (the pass over Values, which becomes a program, for other inputs),
`guessing` (questions about the steps, and the answers that mistakes give), `bugs` (passes with a
bug) and `page` (the steps as one offline page).
The page has its graph from `cards`, its words from `describing`, its looks from `page.html` and
`page.css`, and its programs from `numbers.js`, `page.js` and, where they are asked for, `guess.js`,
`bug.js` and `fold.js`.

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
