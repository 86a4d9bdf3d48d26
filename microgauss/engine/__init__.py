"""A whole autodiff engine, to be read first; it uses nothing of the other rooms.

In this order: ``rules`` (the table: all the calculus there is), ``value`` (Values, and backprop
over floats), ``gradient`` (backprop over Values: gradients as graphs), ``notation`` (how formulas
and numbers are written), ``pickling`` (graphs that travel between processes).
"""
