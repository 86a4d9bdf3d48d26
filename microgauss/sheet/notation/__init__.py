"""What stands in a document's text: its formulas, their terms, and what its names are.

Read ``delimiters``, ``macros`` and ``extraction`` (where formulas stand), then ``shaped``,
``indexed``, ``names``, ``rewriting`` and ``normal`` (what the notation says of names), and
``text``, which puts them together as formulas that are ``parsed``, with the ``kinds`` of names that
words tell and the ``labels`` of exercises and parts; an answer's text holds its sheet, too.
``words`` is the vocabulary of what stands around formulas.
"""
