"""Forward and backward, one step at a time: the one model that every view shows.

A forward step carries out one operation. A backward step adds one contribution: a value's gradient
times its local derivative, added to the gradient of one of its arguments, as `microgauss.backprop`
reports it while it runs. All that a view says of a step, in symbols, numbers and sentences, is
written here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from microgauss.engine.notation import number
from microgauss.engine.rules import RULES
from microgauss.engine.value import Constant, Value, backprop, toposort
from microgauss.viz.arithmetic import Arithmetic, arithmetic
from microgauss.viz.naming import (
    PENDING,
    as_factor,
    bracketed,
    listed,
    local_graph,
    local_rule,
    name,
    operation,
    shown,
    with_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Step", "counted_contributions", "steps", "users_of"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """One step of a pass over the graph of ``output``; `print` shows it in four lines.

    Forward, ``value`` has just been computed, and ``after`` is its data. Backward, ``value`` adds
    to the gradient of ``argument``, its argument number ``position`` (from 0): ``contribution`` is
    ``upstream`` times ``local``, the local derivative, which ``rule`` has in symbols. The
    argument's gradient goes from ``before`` (None: nothing yet) to ``after`` by the ``index``-th
    of ``count`` contributions. ``users`` are the values that use ``value``. ``number`` of
    ``total`` counts all steps from 1.
    """

    phase: Literal["forward", "backward"]
    number: int
    total: int
    output: Value
    value: Value
    rule: str
    after: float
    users: tuple[Value, ...]
    argument: Value | None = None
    position: int | None = None
    upstream: float | None = None
    local: float | None = None
    local_graph: Value | float = 0.0
    contribution: float | None = None
    before: float | None = None
    index: int = 1
    count: int = 1

    @property
    def is_final(self) -> bool:
        """Whether the sum that this step adds to is complete."""
        return self.index == self.count

    @property
    def symbol(self) -> str:
        """The operation's symbol, as on the value's card."""
        return self.value.rule.symbol if self.value.rule else ""

    @property
    def title(self) -> str:
        """The value at work, with its formula."""
        text = operation(self.value)
        is_named = self.value.label or self.value is self.output
        return f"{name(self.value, self.output)} = {text}" if is_named else text

    @property
    def arrow(self) -> str:
        """Where gradient goes: from the value to its argument."""
        if self.argument is None:
            return ""
        return f"{name(self.value, self.output)} → {name(self.argument, self.output)}"

    @cached_property
    def arithmetic(self) -> Arithmetic:
        """How the line with its numbers is shown, so that it is true."""
        if self.contribution is None:
            assert self.value.rule is not None  # leaves have no steps
            return arithmetic(self.value.rule, [arg.data for arg in self.value.args], self.after)
        factors = [self.upstream or 0.0, self.local or 0.0]
        return arithmetic(RULES["multiply"], factors, self.contribution)

    @property
    def numbers(self) -> tuple[str, str]:
        """The operation, or the product, with its numbers; and the result."""
        digits = self.arithmetic.digits
        if self.contribution is None:
            return with_numbers(self.value, digits), number(self.after, digits)
        upstream, local = (number(x or 0.0, digits) for x in (self.upstream, self.local))
        return f"{upstream} · {as_factor(local)}", number(self.contribution, digits)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The rule in symbols: the operation, or the chain rule and what it comes to."""
        if self.argument is None:
            return (self.rule,)
        f, v, a = (bracketed(v, self.output) for v in (self.output, self.value, self.argument))
        return f"∂{f}/∂{a} += ∂{f}/∂{v} · ∂{v}/∂{a}", f"∂{f}/∂{v} · {as_factor(self.rule)}"

    @property
    def related(self) -> tuple[tuple[str, str], ...]:
        """The rule in symbols, then with numbers, each behind its relation: = or ≈."""
        numbers, result = self.numbers
        _, to_numbers, to_result = self.arithmetic
        found = [("=", text) for text in self.symbols]
        for relation, text in ((to_numbers, numbers), (to_result, result)):
            if text != found[-1][1]:  # −2 = −2
                found.append((relation, text))
        return tuple(found)

    @property
    def links(self) -> tuple[str, ...]:
        """The rule in symbols, then with numbers: what stands between the relations."""
        return tuple(text for _, text in self.related)

    @property
    def chain(self) -> str:
        """The chain rule on one line."""
        first, *others = self.related
        return " ".join((first[1], *(f"{relation} {text}" for relation, text in others)))

    @property
    def changed(self) -> str:
        """What this step changes: x.grad."""
        if self.argument is None:
            return f"{bracketed(self.value, self.output)}.data"
        return f"{bracketed(self.argument, self.output)}.grad"

    @property
    def running_sum(self) -> str:
        """The number that this step changes, before and after."""
        digits = self.arithmetic.digits
        if self.before is not None:
            terms = [self.before, self.contribution or 0.0]
            digits = arithmetic(RULES["add"], terms, self.after).digits
        before = PENDING if self.before is None else number(self.before, digits)
        return f"{self.changed}: {before} → {number(self.after, digits)}"

    @property
    def contribution_of(self) -> str:
        """Which contribution it is, of how many, and whether the sum is complete with it."""
        return f"contribution {self.index} of {self.count}, {'' if self.is_final else 'not '}final"

    @property
    def why(self) -> str:
        """Why it is this value's turn."""
        v = name(self.value, self.output)
        if self.argument is None:
            used = listed(self.value.args, self.output)
            return f"{v} is next: everything it uses is known ({used})"
        if self.value is self.output:
            return f"{v} is next: it is the output, and ∂{v}/∂{v} = 1"
        users = listed(self.users, self.output)
        return f"{v} is next: everything that uses it is done ({users})"

    @property
    def words(self) -> str:
        """The rule in words."""
        if self.argument is None:
            return "Put the numbers in and carry out the operation."
        v, a = name(self.value, self.output), name(self.argument, self.output)
        return (
            f"Multiply the gradient of {v} by the local derivative of {v} with respect to {a}, "
            f"and add the product to the gradient of {a}."
        )

    @property
    def sentence(self) -> str:
        """The whole step as one sentence, for screen readers."""
        start = f"Step {self.number} of {self.total}, {self.phase}: "
        v = name(self.value, self.output)
        numbers, result = self.numbers
        about = "" if self.arithmetic.to_result == "=" else "about "
        if self.argument is None:
            return f"{start}{v} is computed, {numbers} is {about}{result}."
        a = name(self.argument, self.output)
        return (
            f"{start}{v} hands {result} to {a}, which is {about}{numbers.replace('·', 'times')}. "
            f"The gradient of {a} is now {shown(self.after)}, {self.contribution_of}."
        )

    def __str__(self) -> str:
        head = f"Step {self.number} of {self.total}   {self.symbol}   {self.title}"
        change = self.running_sum
        if self.argument is not None:
            head += f"          {self.arrow}"
            change += f"      {self.contribution_of}"
        return f"{head}\n{self.chain}\n{change}\n{self.why}"


def steps(f: Value) -> Iterator[Step]:
    """Yield the forward steps in the order of creation, then backprop's, one a contribution.

    It shows one fresh pass: every gradient in the graph, those of the leaves too, is set to 0
    first, and afterwards ``.grad`` holds what `Value.backward` from there gives. The pass runs as
    the steps are read: between backward steps the graph is at that stage, and can be drawn.
    Raises TypeError for what is no Value, DomainError where a derivative is infinite.
    See also: `microgauss.viz.step_page`.

    >>> x, w = Value(-3.0, "x"), Value(0.5, "w")
    >>> t = x * w
    >>> t.label = "t"
    >>> for step in steps(t * x):
    ...     if step.number in (1, 5):
    ...         print(step)
    Step 1 of 6   ×   t = x·w
    x·w = −3·0.5 = −1.5
    t.data: — → −1.5
    t is next: everything it uses is known (x, w)
    Step 5 of 6   ×   t = x·w          t → x
    ∂f/∂x += ∂f/∂t · ∂t/∂x = ∂f/∂t · w = −3 · 0.5 = −1.5
    x.grad: −1.5 → −3      contribution 2 of 2, final
    t is next: everything that uses it is done (f)
    """
    if not isinstance(f, Value):
        raise TypeError(f"steps takes the Value to step through, not {type(f).__name__}")
    order = toposort(f)
    for value in order:
        value.grad = 0.0
    users, expected = users_of(order), counted_contributions(order)
    computed = [value for value in order if value.rule is not None]
    total = len(computed) + expected.total()
    for i, value in enumerate(computed, 1):
        yield Step(phase="forward", number=i, total=total, output=f, value=value,
                   rule=operation(value), after=value.data, users=users[value])  # fmt: skip
    yield from backward_steps(f, users, expected, len(computed))


def backward_steps(
    f: Value, users: dict[Value, tuple[Value, ...]], expected: Counter[Value], forward: int
) -> Iterator[Step]:
    """Run backprop after so many forward steps, and yield what it reports, value by value."""
    received: Counter[Value] = Counter()
    reported: list[Step] = []

    def report(value: Value, position: int, local: float, contribution: float) -> None:
        assert value.rule is not None  # leaves hand nothing on
        argument, partials = value.args[position], value.rule.partials
        graph = local_graph(value, partials[position], f)
        received[argument] += 1
        index = received[argument]
        step = Step(
            phase="backward", number=forward + received.total(),
            total=forward + expected.total(), output=f, value=value, argument=argument,
            position=position, rule=local_rule(graph), local_graph=graph, upstream=value.grad,
            local=float(local), contribution=contribution,
            before=argument.grad if index > 1 else None, after=argument.grad + contribution,
            index=index, count=expected[argument], users=users[value],
        )  # fmt: skip
        reported.append(step)

    for _ in backprop(f, on_accumulate=report):
        yield from reported
        reported.clear()


def counted_contributions(order: list[Value]) -> Counter[Value]:
    """Count the contributions to each value's gradient; constants get none."""
    return Counter(arg for value in order for arg in value.args if not isinstance(arg, Constant))


def users_of(order: list[Value]) -> dict[Value, tuple[Value, ...]]:
    """List the values that use each value, in the order of creation, each once."""
    users: dict[Value, dict[Value, None]] = {value: {} for value in order}
    for value in order:
        for arg in value.args:
            users[arg][value] = None
    return {value: tuple(found) for value, found in users.items()}
