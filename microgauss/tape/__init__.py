"""A recorded graph, replayed: over any kind of number, and fast over columns of them.

In this order: ``tape`` (a `Tape`, its sums and weighted sums, and the kinds of number),
``simplify`` (fewer operations for the same numbers), ``blocks`` (columns in pieces that stay in the
cache), ``sums`` (how the outputs of a block are summed), ``columns`` (what counts as a column).

Source text is one more kind of number: ``source`` (a graph as a program), ``languages`` and
``names`` (how each language writes it), ``formula_source`` (a formula's text so, with its
gradients). A program over rows is ``loops``, which ``compiled`` runs by numba.
"""

from microgauss.tape.formula_source import formula_source
from microgauss.tape.tape import Tape, decimals

__all__ = ["Tape", "decimals", "formula_source"]
