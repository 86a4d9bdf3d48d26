"""The pass as a program, so that a page can repeat it for other numbers by itself.

Each number that a step shows is a Value here: a value's data, a local derivative, a contribution,
a sum so far. So the pass is one more graph, a `Tape` writes it as JavaScript, and all the calculus
in a page comes from the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from microgauss.engine.notation import needs_brackets, write
from microgauss.engine.value import Constant, Value, graphs
from microgauss.tape import Tape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microgauss.engine.rules import Rule
    from microgauss.viz.stepping import Step

__all__ = ["Live", "live"]


class Live(NamedTuple):
    """A pass as a program: a JavaScript function ``source`` of the ``leaves``, to an array.

    First in the array is the data of all values, in order. Then, for each backward step, there are
    the local derivative, the contribution, and the sum that it adds to, before and after.
    """

    source: str
    leaves: tuple[Value, ...]


def live(order: Sequence[Value], taken: Sequence[Step]) -> Live:
    """Write the pass over values that was ``taken`` as a program of the leaves that have a label.

    >>> from microgauss.viz import steps
    >>> x = Value(3.0, "x")
    >>> f = x * x
    >>> print(live([x, f], list(steps(f))).source)
    function wholePass(x) {
      const a1 = 1*x;
      return [x, x*x, x, a1, 0, a1, x, a1, a1, a1 + a1];
    }
    <BLANKLINE>
    """
    leaves = tuple(value for value in order if value.rule is None and value.label
                   and not isinstance(value, Constant))  # fmt: skip
    numbers: list[Value] = list(order)
    sums: dict[Value, Value] = {}
    for step in taken:
        if step.argument is None:
            continue
        assert step.value.rule is not None and step.position is not None  # noqa: PT018, one fact
        partial = step.value.rule.partials[step.position]
        local = constant(partial(graphs, step.value, *step.value.args))
        upstream = sums.get(step.value, ONE)
        contribution = constant(upstream * local)
        before = sums.get(step.argument, ZERO)
        after = contribution if step.argument not in sums else before + contribution
        sums[step.argument] = after
        numbers += [local, contribution, before, after]
    source = Tape(tuple(numbers), inputs=leaves).source("javascript", name="wholePass")
    lines = source.splitlines(keepends=True)
    return Live("".join(line for line in lines if not line.startswith("  // ")), leaves)


ZERO, ONE = Constant(0.0), Constant(1.0)


def constant(number: Any) -> Value:
    """Return a Value as it is, and a plain number as a constant."""
    return number if isinstance(number, Value) else Constant(float(number))


def pattern(rule: Rule) -> tuple[str, list[bool]]:
    """Return how an operation is written over {0} and {1}, and where a minus needs brackets.

    >>> from microgauss.engine.rules import RULES
    >>> pattern(RULES["subtract"]), pattern(RULES["pow"])
    (('{0} − {1}', [False, True]), ('{0}^{1}', [True, True]))
    """
    places = [f"{{{i}}}" for i, _ in enumerate(rule.partials)]
    brackets = [needs_brackets(3, rule.precedence, i) for i, _ in enumerate(rule.partials)]
    return write(rule, places, pretty=True), brackets
