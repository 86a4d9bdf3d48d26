"""Whether a relation holds, and what to write instead where it doesn't.

Read ``comparing`` and ``judging`` (one relation), ``links`` (a chain) and ``aliases`` (names that
nothing defines); then ``alternatives``, ``sums`` and ``repairing`` (the smallest change that makes
a side right), ``transposing`` (that of matrices), ``spellings``, ``writing`` and ``editing`` (in
the document's notation), and ``slip_words`` (what was wrong).
"""
