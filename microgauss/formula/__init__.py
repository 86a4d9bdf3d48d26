"""Text becomes a graph, and a graph text, safely: no text is ever run.

``grammar.lark`` says how formulas are built, in plain text as in LaTeX. ``terms`` has what is read,
before anything is known of its names; ``nodes`` has the tree that a formula is, and writes it;
``reading`` makes it from plain text, and a graph of Values from it. ``latex`` reads LaTeX;
``pretty`` writes terms as a line of text, ``mathml`` for browsers, both with ``letters`` and
``brackets``.
"""

from microgauss.formula.errors import FormulaError
from microgauss.formula.latex import read_latex
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
    "read_latex",
]
