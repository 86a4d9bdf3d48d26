"""The pass as a program, so that a page can repeat it for other numbers by itself.

Each number that a step shows is a Value here: a value's data, a local derivative, a contribution,
a sum so far. So the pass is one more graph, a `Tape` writes it as JavaScript, and all the calculus
in a page comes from the table.
"""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from microgauss.engine.notation import needs_brackets, write
from microgauss.engine.value import Constant, Value, graphs
from microgauss.tape import Tape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from microgauss.engine.rules import Rule

__all__ = ["Contribution", "contributions_of", "leaves_of", "pattern", "program", "table_partial"]

ZERO, ONE = Constant(0.0), Constant(1.0)


class Contribution(NamedTuple):
    """What a value adds to the gradient of its argument at ``position``, each number as a Value.

    ``upstream`` is the value's gradient, ``before`` and ``after`` are the argument's; before is
    None where nothing has come yet.
    """

    value: Value
    position: int
    upstream: Value
    local: Value
    contribution: Value
    before: Value | None
    after: Value

    @property
    def before_or_zero(self) -> Value:
        """The argument's gradient before, as a number to compute with."""
        return ZERO if self.before is None else self.before

    @property
    def argument(self) -> Value:
        """The value that receives it."""
        return self.value.args[self.position]


def table_partial(value: Value, position: int) -> Callable[..., Any]:
    """Return the partial derivative that the table has for a value's argument."""
    assert value.rule is not None  # leaves have no arguments
    return value.rule.partials[position]


def contributions_of(
    turns: Iterable[Value],
    *,
    partial: Callable[[Value, int], Callable[..., Any]] = table_partial,
    accumulate: Callable[[Value, Value], Value] = add,
    left_over: Mapping[Value, Value] | None = None,
) -> Iterator[Contribution]:
    """Yield the contributions of a backward pass in which values take their ``turns``.

    What else makes a pass can be another's: the ``partial`` derivative of a value for its argument
    number so and so, how a contribution is added (``accumulate``), and the gradients that are
    ``left_over`` from before.

    >>> from microgauss.engine.value import toposort
    >>> x = Value(3.0, "x")
    >>> [one.after.data for one in contributions_of(reversed(toposort(x * x)))]
    [3.0, 6.0]
    """
    sums = dict(left_over or {})
    for value in turns:
        upstream = sums.get(value, ONE)  # the output has received nothing
        for position, argument in enumerate(value.args):
            if isinstance(argument, Constant):
                continue
            local = constant(partial(value, position)(graphs, value, *value.args))
            contribution = constant(upstream * local)
            before = sums.get(argument)
            sums[argument] = contribution if before is None else accumulate(before, contribution)
            yield Contribution(
                value, position, upstream, local, contribution, before, sums[argument]
            )


def leaves_of(order: Sequence[Value]) -> tuple[Value, ...]:
    """Return what can be changed: the leaves that have a label."""
    return tuple(value for value in order if value.rule is None and value.label
                 and not isinstance(value, Constant))  # fmt: skip


def program(numbers: Sequence[Value], leaves: Sequence[Value]) -> str:
    """Write numbers as a program: a JavaScript function of the leaves that returns them.

    >>> x = Value(3.0, "x")
    >>> print(program((x * x, x + 1), (x,)))
    function wholePass(x) {
      return [x*x, x + 1];
    }
    """
    source = Tape(tuple(numbers), inputs=tuple(leaves)).source("javascript", name="wholePass")
    lines = source.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("  // ")).strip()


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
