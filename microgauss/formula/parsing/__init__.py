"""The grammar at work: tokens become terms.

``tokens`` are what both tokenizers make, `microgauss.formula.latex` and `microgauss.formula.plain`;
``parser`` has the grammar read by lark, and ``building`` what its rules make, with a file for each
kind of term. ``readings`` refuses what can be read in two ways.
"""
