"""A recorded graph, replayed: over any kind of number, and fast over columns of them.

In this order: ``tape`` (a `Tape`, its sums and weighted sums, and the kinds of number),
``simplify`` (fewer operations for the same numbers), ``blocks`` (columns in pieces that stay in the
cache), ``sums`` (how the outputs of a block are summed), ``columns`` (what counts as a column).
"""

from microgauss.tape.tape import Tape, decimals

__all__ = ["Tape", "decimals"]
