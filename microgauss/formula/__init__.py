"""Text becomes a graph, and a graph text, safely: no text is ever run.

``nodes`` has the tree that a formula is, and writes it; ``reading`` makes it from text, and a graph
of Values from it.
"""

from microgauss.formula.errors import FormulaError
from microgauss.formula.names import FUNCTIONS, canonical
from microgauss.formula.nodes import Node, fold_tree
from microgauss.formula.reading import Formula, Graph, parse

__all__ = [
    "FUNCTIONS",
    "Formula",
    "FormulaError",
    "Graph",
    "Node",
    "canonical",
    "fold_tree",
    "parse",
]
