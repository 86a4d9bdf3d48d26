"""A whole autodiff engine, to be read first; it uses nothing of the other rooms.

In this order: ``rules`` (the table: all the calculus there is), ``value`` (Values record a graph,
and backprop over floats), ``gradient`` (backprop over Values: gradients as graphs). Then, when you
need them, ``numbers`` (which numbers a Value takes), ``notation`` (how formulas and numbers are
written) and ``pickling`` (graphs that travel between processes).
"""
