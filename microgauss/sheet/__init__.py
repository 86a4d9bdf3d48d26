"""A document with derivations, read and judged line by line; the exercise's own document.

Read ``reading`` first: it takes a document's formulas in order, and says of each what it is for
(``purposes``, where its form doesn't tell), under the conditions that are ``stated``. ``claims``
judges what is claimed, also by what else it may mean (``otherwise``, ``meanings``, ``equations``),
and leaves out the models of what is observed (``residuals``); ``doubts`` takes verdicts back on
what may be meant otherwise (``motion``), or by its form need not be wrong (``excuses``, of
numbers ``given`` and ``arithmetic``), ``redefinition`` tells a new definition from a wrong line,
and ``certainty`` when a refuted line may be called wrong.

The rooms that these use, each built on those before: ``notation`` (what stands in the text),
``understanding`` (what terms mean), ``context`` (what has been said so far), ``verdict`` (whether a
relation holds, and what to write instead). ``document`` is what comes out, ``showing`` how it is
shown. ``exercise`` and ``main_job`` are the exercise sheet that is shipped with the project.
"""

from microgauss.sheet.document import Document
from microgauss.sheet.reading import read

__all__ = ["Document", "read"]
