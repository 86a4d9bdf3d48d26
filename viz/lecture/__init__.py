"""The tutorial as one offline page: `python -m microgauss.viz.lecture` makes tutorial.html.

It isn't installed with the package: as the tutorial, it is for a checkout. Read `words` (Markdown
and formulas as HTML), `code` (programs with a little colour), `pictures` (an SVG that goes with a
light and a dark page), then `page`, which puts the cells of the notebook together.
"""
