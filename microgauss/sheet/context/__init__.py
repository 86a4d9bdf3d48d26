"""What has been said so far in a document: definitions, and conditions with what they are about.

Read ``definitions``, ``constants``, ``conditions``, ``numbers`` and ``remarks`` (what a statement
says), ``signs`` and ``values`` (what words and equations say of single names, for a ``moment``),
``facts`` and ``course`` (what was said before a statement, and how far it reaches), ``tasks`` (what
the sheet says that is answered, and ``requests``, in which words; those of ``plain_words.txt``
change nothing), ``renamed`` (what the answer calls otherwise), ``in_force`` (which definitions it
is meant with, ``models`` left out), ``clauses`` (what is said in its sentence), and ``allowed``
(what numbers its names may be).
"""
