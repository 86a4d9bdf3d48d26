"""A document with derivations, read and judged line by line; the exercise's own document.

Read first what makes a document's text formulas: ``delimiters``, ``extraction`` and ``macros``
(where they stand), ``text`` (their terms), ``names`` and ``normal`` (what its notation says of
names), ``statements``, ``clauses`` (which claims a condition is about) and ``course`` (what has
been said so far).

Then what they mean: ``lengths`` and ``leaves``, ``shapes``, ``elements`` and ``meaning`` (nodes
whose names have indices), ``scope`` (definitions) and ``graphs`` (graphs of Values).

Then the verdict: ``allowed`` (what numbers names may be), ``judging`` (one relation), ``links`` (a
chain), ``aliases`` (names that nothing defines) and ``reading``, which puts all together; and what
to write instead: ``grids``, ``alternatives``, ``repairing``, ``spellings``, ``writing``.

At last what is shown: ``document`` (what was found), ``loading``, ``chains``, ``wording``,
``wrapping``, ``terminal``, ``prose``, ``figures``, ``marks``, ``page``, ``grading``; ``exercise``
and ``main_job``.
"""

from microgauss.sheet.document import Document
from microgauss.sheet.reading import read

__all__ = ["Document", "read"]
