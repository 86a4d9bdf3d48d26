"""What a claim may mean, whether it holds, and when nobody can tell.

Read ``claims`` first: it judges a claim by what the document has said so far, also by what else it
may mean (``otherwise``, ``meanings``, ``steps``), for the numbers of a moment (``moments``), where
names are tied (``ties``), or held constant by words (``along``), and without the models of what is
observed (``residuals``). ``doubts`` takes verdicts back: a wrong one on what has another reading by
which it is right (``readings``, also by what stands before it, ``earlier``; ``motion``,
``solving``, ``rounding``), any on what is right by one of two readings only (``ambiguities``), and
those on equations that need not be true (``unsolved`` with ``collected``, ``solved``, ``excuses``
with ``equations``, ``numbers_meant`` and ``cases_meant``, numbers ``given`` and their ``units``,
and what the words of a sheet have ``changed``, or its parts ``supposed``). What a sheet defines in
``several`` parts is judged by each. What is right of one case needn't be of the next (``in_turn``),
nor ``outside`` of where a definition holds, or with a logarithm to another of the ``bases``,
or ``angles`` in degrees; and a value may be ``told`` of another function.
``working`` compares numbers with those before them (``arithmetic``), ``approximations`` by the
digits that they have; slopes of ``curves`` are judged on the curve. ``certainty`` says when a
refuted line may be called wrong, ``unjudged`` what isn't judged at all.
"""
