"""A document with derivations, read and judged line by line; the exercise's own document.

Read ``reading`` first: it takes a document's formulas in order, and says of each what it is for
(``purposes``, where its form doesn't tell), under the conditions that are ``stated``; ``lines``
does what each is for. A name that is said again is another quantity, or a wrong line
(``redefinition``). An answer is read behind its sheet, ``answering`` one part of it. The rooms,
each built on those before: ``notation`` (what stands in the text), ``understanding`` (what terms
mean), ``context`` (what has been said so far), ``verdict`` (whether a relation holds, and what to
write instead), ``claims`` (what a claim may mean, and when nobody can tell). ``document`` is what
comes out, ``showing`` how it is shown. ``exercise`` and ``main_job`` are the exercise sheet that is
shipped with the project.
"""

from microgauss.sheet.document import Document
from microgauss.sheet.reading import read

__all__ = ["Document", "read"]
