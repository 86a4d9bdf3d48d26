"""Text becomes a graph, and a graph text, safely: no text is ever run.

``nodes`` has the tree that a formula is, and writes it; ``reading`` makes it from text, and a graph
of Values from it. ``latex`` reads LaTeX into the ``terms`` that a formula is written in; ``pretty``
writes terms as a line of text, ``mathml`` for browsers, both with ``letters`` and ``brackets``.
"""

from microgauss.formula.errors import FormulaError
from microgauss.formula.nodes import Node, fold_tree
from microgauss.formula.reading import FUNCTIONS, Formula, Graph, parse

__all__ = ["FUNCTIONS", "Formula", "FormulaError", "Graph", "Node", "fold_tree", "parse"]
