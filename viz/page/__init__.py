"""The steps as one offline page, to play with.

Read it in this order: `live` (the backward pass over Values, which becomes the page's program, so
that it computes for other inputs), `threeway` (a derivative in three ways, to compare),
`typesetting` (formulas as MathML), `guessing` (questions about the steps, and the answers that
mistakes give), `bugs` (passes with a bug, to find), `cards` (the graph as SVG), `describing` (what
the page's script is told), `content` (all that together) and `page`, which writes it.

The looks are in `page.html` and `page.css`. The programs are `numbers.js` (numbers as people read
them), `page.js` (what a step says, and the state after it), `graph.js` (the graph in its box),
`chosen.js` (what is known of a card) and `controls.js`; for lessons `guess.js` and `bug.js`, for
groups `fold.js`.
"""

from microgauss.viz.page.page import Page, step_page

__all__ = ["Page", "step_page"]
