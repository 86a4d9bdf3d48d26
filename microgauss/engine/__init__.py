"""A whole autodiff engine, to be read first; it uses nothing of the other rooms.

In this order: ``rules`` (the table: all the calculus there is, and DomainError), ``value`` (Values
record a graph, and backprop over floats), ``gradient`` (backprop over Values: gradients as graphs).
Then, when you need them, ``numbers`` (which numbers a Value takes), ``notation`` (how formulas,
numbers and the start of an error are written) and ``pickling`` (graphs that travel between
processes).

The whole way: ``x*y`` calls ``binary`` with the row of multiply, which computes the value and
records it in a new Value; ``f.backward()`` runs ``backprop``, which applies each row's partials and
adds to ``x.grad``; ``grad(f, x)`` does the same over Values, and returns a graph.
"""
