"""What has been said so far in a document: definitions, and conditions with what they are about.

Read ``definitions``, ``conditions`` and ``remarks`` (what a statement says), ``signs`` and
``values`` (what words and equations say of single names), ``course`` (what was said before a
statement), ``clauses`` (what is said in its sentence), and ``allowed`` (what numbers its names may
be).
"""
