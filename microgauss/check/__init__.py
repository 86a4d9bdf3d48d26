"""Is this gradient right? A verdict that holds, the slip, and what to write instead.

A claim is compared with the ground truth at points that people can follow, on every side of every
kink, and where a dense search finds it suspicious. How much a confirmation is worth is counted: of
the slips that are likely in the claim, so many would have been caught. Of a wrong claim the broken
rule of calculus is named, and the smallest edit that makes it right is looked for.

Read first what leads to a verdict: ``problem`` (function, claim and their graphs), ``intervals``,
``underflow``, ``comparison`` and ``truth`` (the ground truth at a point), ``domains``, ``points``
and ``region`` (where can be measured), ``search`` (where to look), ``probing`` (the verdict, and
what it is worth), and ``examination`` and ``report``, which put all together.

Gradients of arrays, of functions written for NumPy: ``object_arrays`` (arrays of Values),
``array_call`` and ``array_problem`` (the graphs of all components), ``array_examination`` and
``array_report``, and for wrong claims ``patterns`` and ``placement`` (the words).

Then how formulas are handled: ``floats`` (at many points), ``algebra``, ``symbols``, ``rewriting``;
what slips there are: ``slips``, ``variants``; and for wrong claims ``explanation``, with
``rule_slips`` and ``diagnosis`` (the words), ``vocabulary``, ``candidates`` and ``repair`` (what to
write instead). ``proof`` asks SymPy.

Inequalities are judged by ``inequality``: ``climbing`` looks for a counterexample, and ``proving``
tries to prove that there is none in a box, by ``orthants`` (what is left to show where signs are
known), ``squares``, and ``branching`` over ``enclosures`` (columns of intervals, by ``row_bounds``
and ``rounding``).
"""

from microgauss.check.array_report import ArrayReport
from microgauss.check.examination import assert_gradient, check
from microgauss.check.report import Report

__all__ = ["ArrayReport", "Report", "assert_gradient", "check"]
