"""The exercise sheet's claims, and documents with derivations: what was found, shown.

In this order: ``claims`` and ``main_job`` are the exercise's. ``document`` is what was found in any
document; ``loading`` takes its text from a file, ``chains`` arranges its formulas in rows, and
``wording`` says what is said of them. ``terminal`` prints that, with ``wrapping``; ``prose``,
``marks``, ``figures`` and ``page`` make a page of it, ``grading`` a table of many answers.
"""

from microgauss.sheet.document import Document, Found, Link
from microgauss.sheet.reading import read

__all__ = ["Document", "Found", "Link", "read"]
