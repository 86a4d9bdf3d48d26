"""Backward passes with a bug, for a learner to find: real passes, over the same Values.

Each has one of the four mistakes that are made most by those who write a backward pass for the
first time.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from microgauss.engine.value import Constant, Value, toposort
from microgauss.viz.naming import bracketed, kind, local_graph, local_number, local_rule
from microgauss.viz.page.live import Contribution, contributions_of, table_partial
from microgauss.viz.stepping import Step, counted_contributions, users_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from microgauss.engine.rules import Rule

__all__ = ["BUGS", "Bug", "Pass", "pass_with", "wrong_row"]


class Bug(NamedTuple):
    """A mistake: what it is called, what goes wrong by it, and how it is mended."""

    title: str
    why: str
    mend: str


BUGS = {
    "overwrite": Bug(
        "It overwrites a gradient instead of adding to it.",
        "A value that is used several times gets a contribution by each use, and its gradient is "
        "their sum. Here the last one replaced those before it.",
        "argument.grad += upstream * local, with += and not =",
    ),
    "order": Bug(
        "A value hands on before its gradient is complete.",
        "A value's turn comes when everything that uses it is done. Here it came earlier, and what "
        "the value received later went no further.",
        "go through the values in reverse topological order",
    ),
    "stale": Bug(
        "It starts with the gradients of the pass before.",
        "The gradients of the leaves add up from pass to pass. Here they still had those of the "
        "pass before, and all was added to that.",
        "set the gradients of the leaves to 0 before each pass",
    ),
    "rule": Bug(
        "A local derivative is wrong.",
        "The graph, the order and the sums are right, but one row of the table of derivatives "
        "takes one number for another.",
        "compare each local derivative with a difference: (f(x + h) − f(x − h))/(2h)",
    ),
}


class Pass(NamedTuple):
    """A backward pass over Values, and where it takes its local derivatives from."""

    contributions: tuple[Contribution, ...]
    partial: Callable[[Value, int], Callable[..., Any]]

    @property
    def too_early(self) -> int | None:
        """The place of the first contribution of a value whose own gradient isn't complete."""
        expected = Counter(one.argument for one in self.contributions)
        received: Counter[Value] = Counter()
        for place, one in enumerate(self.contributions):
            if received[one.value] < expected[one.value]:
                return place
            received[one.argument] += 1
        return None

    def steps(self, f: Value) -> Iterator[Step]:
        """Yield its steps, numbered as they follow the forward pass."""
        order = toposort(f)
        users, expected = users_of(order), counted_contributions(order)
        forward = sum(value.rule is not None for value in order)
        received: Counter[Value] = Counter()
        for one in self.contributions:
            received[one.argument] += 1
            graph = local_graph(one.value, self.partial(one.value, one.position), f)
            yield Step(
                phase="backward", number=forward + received.total(),
                total=forward + expected.total(), output=f, value=one.value, argument=one.argument,
                position=one.position, upstream=one.upstream.data, local=one.local.data,
                rule=local_rule(graph), local_graph=graph,
                contribution=one.contribution.data,
                before=None if one.before is None else one.before.data, after=one.after.data,
                index=received[one.argument], count=expected[one.argument], users=users[one.value],
            )  # fmt: skip


def pass_with(bug: str, f: Value) -> Pass:
    """Run the backward pass of f with one of the BUGS.

    Raises ValueError for no such bug, and where it changes nothing in this graph.

    >>> x = Value(3.0, "x")
    >>> [one.after.data for one in pass_with("overwrite", x * x).contributions]
    [3.0, 3.0]
    """
    if bug not in BUGS:
        raise ValueError(f"bug is {', '.join(BUGS)}, not {bug!r}")
    order = toposort(f)[::-1]
    right = tuple(contributions_of(order))
    wrong = RUNS[bug](order, right)
    ours, theirs = gradients(right), gradients(wrong.contributions)
    is_seen = any(not math.isclose(ours[v], theirs[v], rel_tol=VISIBLE) for v in ours)
    if not is_seen or (bug == "order" and wrong.too_early is None):
        raise ValueError(
            f"the bug {bug!r} changes no gradient here: {UNSEEN[bug]}. Choose another bug, another "
            "graph, or other numbers"
        )
    return wrong


VISIBLE = 1e-9  # relative: a smaller difference is rounding
UNSEEN = {
    "overwrite": "no value gets two contributions, or one is all of their sum",
    "order": "no value that hands on has to wait for a second contribution",
    "stale": "all gradients of its leaves are 0",
    "rule": "none of its operations has a derivative that can be mistaken",
}


def gradients(found: Iterable[Contribution]) -> dict[Value, float]:
    """Return the gradients with which a pass ends."""
    return {one.argument: one.after.data for one in found}


def overwriting(order: Sequence[Value], _: Sequence[Contribution]) -> Pass:
    """Run the pass in which a contribution replaces those before."""
    return Pass(tuple(contributions_of(order, accumulate=lambda _, new: new)), table_partial)


def too_early(order: Sequence[Value], _: Sequence[Contribution]) -> Pass:
    """Run the pass in which a value hands on as soon as something has reached it: depth first.

    Whether that is too early may depend on which argument comes first: then it is the last one.
    """
    found = [Pass(tuple(contributions_of(depth_first(order[0], way))), table_partial)
             for way in (reversed, iter)]  # fmt: skip
    return next((one for one in found if one.too_early is not None), found[0])


def depth_first(f: Value, way: Callable[[tuple[Value, ...]], Iterator[Value]]) -> list[Value]:
    """List values, each before its arguments, in a ``way`` whose last one comes first."""
    turns: dict[Value, None] = {}
    reached = [f]
    while reached:
        value = reached.pop()
        if value not in turns:
            turns[value] = None
            reached += way(value.args)
    return list(turns)


def not_reset(order: Sequence[Value], right: Sequence[Contribution]) -> Pass:
    """Run the pass for the second time, with the gradients of the leaves as the first left them."""
    left_over = {one.argument: one.after for one in right if kind(one.argument) == "leaf"}
    return Pass(tuple(contributions_of(order, left_over=left_over)), table_partial)


def with_wrong_row(order: Sequence[Value], _: Sequence[Contribution]) -> Pass:
    """Run the pass with one row of the table changed: a function's, if there is one, or else ·."""
    rules = dict.fromkeys(value.rule for value in order if value.rule)
    candidates = sorted(rules, key=lambda rule: bool(rule.operator))
    broken = next((rule for rule in candidates if is_visible(rule, order)), None)

    def partial(value: Value, position: int) -> Callable[..., Any]:
        return mistaken(value, position) if value.rule is broken else table_partial(value, position)

    return Pass(tuple(contributions_of(order, partial=partial)), partial)


def mistaken(value: Value, position: int) -> Callable[..., Any]:
    """Return a partial derivative that takes one number for another.

    Of a function it takes the value for the argument: 1/log(a) for 1/a. Of an operation on two
    numbers it is the other one's: in a·b the derivative with respect to a is a, and not b.
    """
    partial = table_partial(value, position)
    if len(value.args) == 1:
        return lambda xp, y, a: partial(xp, a, y)
    return table_partial(value, 1 - position)


def is_visible(rule: Rule, order: Sequence[Value]) -> bool:
    """Tell whether a row that is mistaken gives numbers everywhere, and somewhere other ones."""
    uses = [
        (local_number(value, table_partial(value, i)), local_number(value, mistaken(value, i)))
        for value in order if value.rule is rule
        for i, arg in enumerate(value.args) if not isinstance(arg, Constant)
    ]  # fmt: skip
    return None not in {wrong for _, wrong in uses} and any(a != b for a, b in uses)


RUNS = {"overwrite": overwriting, "order": too_early, "stale": not_reset, "rule": with_wrong_row}


def wrong_row(right: Sequence[Step], wrong: Sequence[Step]) -> str:
    """Say what the row that was changed has, and what it should have; "" where none was.

    >>> from microgauss.viz.stepping import steps
    >>> x = Value(3.0, "x")
    >>> f = x.log()
    >>> wrong = pass_with("rule", f)
    >>> wrong_row([step for step in steps(f) if step.argument is not None], list(wrong.steps(f)))
    'It has ∂f/∂x = 1/f, and right is 1/x.'
    """
    for ours, theirs in zip(right, wrong, strict=True):
        if ours.rule != theirs.rule and ours.argument is not None and ours.value is theirs.value:
            v, a = (bracketed(value, ours.output) for value in (ours.value, ours.argument))
            return f"It has ∂{v}/∂{a} = {theirs.rule}, and right is {ours.rule}."
    return ""
