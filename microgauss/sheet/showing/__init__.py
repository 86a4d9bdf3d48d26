"""What was found in a document, as a terminal, a page and a table of answers show it.

Read ``chains`` (links side by side), ``wording`` (what is said of them) and ``wrapping``, then
``terminal``; ``prose``, ``marks``, ``figures`` and ``page`` for the report; ``grading`` for
answers.
"""
