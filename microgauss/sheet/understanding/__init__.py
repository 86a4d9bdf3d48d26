"""What terms mean: nodes whose names have indices, and the graphs of Values that they become.

Read ``lengths`` and ``leaves``, then ``factors``, ``shapes``, ``positions``, ``products``,
``elements``, ``slopes`` and ``meaning``, each built on the one before, then ``scope`` (what
definitions mean), and ``factorials``, ``determinants``, ``recording``, ``graphs`` and ``grids``
(their values).
"""
