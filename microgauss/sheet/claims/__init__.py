"""What a claim may mean, whether it holds, and when nobody can tell.

Read ``claims`` first: it judges a claim by what the document has said so far, also by what else it
may mean (``otherwise``, ``meanings``), for the numbers of a moment (``moments``), where names are
tied (``ties``), and without the models of what is observed (``residuals``). ``doubts`` takes
verdicts back on what may be meant otherwise (``readings``, ``motion``, ``solving``), ``excuses``
those on equations that need not be wrong (``equations``, numbers ``given`` and ``arithmetic``), and
``certainty`` says when a refuted line may be called wrong. Slopes of ``curves`` are judged on the
curve, ``approximations`` by the digits that they have; what is ``unjudged`` is said first.
"""
