"""Forward and backward, one step at a time: the one model that every view shows.

A forward step is one operation carried out. A backward step is one value handing gradient to one
of its arguments, as `microgauss.backprop` reports it while it runs. Everything a view says about
a step, its symbols, its numbers and its sentence, is said here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from microgauss.engine.notation import number
from microgauss.engine.operations import functions
from microgauss.engine.value import Constant, Value, backprop, toposort
from microgauss.viz.naming import (
    FORMULA_WIDTH,
    PENDING,
    bracketed,
    in_product,
    listed,
    name,
    operation,
    put_in,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Step", "steps"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """One step of a pass over the graph of ``output``; `print` shows it in four lines.

    Forward, ``value`` has just been computed: ``after`` is its data. Backward, ``value`` hands
    gradient to ``argument``, its argument number ``position`` (from 0): ``contribution`` is
    ``upstream`` times ``local``, the local derivative, whose rule in symbols is ``rule``. It takes
    the argument's gradient from ``before`` (None: nothing yet) to ``after``; it is the
    ``index``-th of ``count`` contributions. ``number`` of ``total`` counts all steps from 1.
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

    @property
    def links(self) -> tuple[str, ...]:
        """The rule in symbols, then with numbers: what stands between the equals signs."""
        after, v = number(self.after), bracketed(self.value, self.output)
        if self.argument is None:
            return tuple(dict.fromkeys((self.rule, put_in(self.value), after)))
        f, a = bracketed(self.output, self.output), bracketed(self.argument, self.output)
        return (
            f"∂{f}/∂{a} += ∂{f}/∂{v} · ∂{v}/∂{a}",
            f"∂{f}/∂{v} · {in_product(self.rule)}",
            f"{shown(self.upstream)} · {in_product(shown(self.local))}",
            shown(self.contribution),
        )

    @property
    def chain(self) -> str:
        """The chain rule on one line."""
        return " = ".join(self.links)

    @property
    def running_sum(self) -> str:
        """What became of the number that this step is about."""
        if self.argument is None:
            return f"{bracketed(self.value, self.output)}.data: {PENDING} → {number(self.after)}"
        sum_ = f"{bracketed(self.argument, self.output)}.grad"
        return f"{sum_}: {shown(self.before)} → {shown(self.after)}"

    @property
    def contribution_of(self) -> str:
        """Which contribution it is, of how many, and whether the sum is complete with it."""
        return f"contribution {self.index} of {self.count}, {'' if self.is_final else 'not '}final"

    @property
    def why(self) -> str:
        """Why it is this value's turn."""
        label = name(self.value, self.output)
        if self.argument is None:
            used = listed(self.value.args, self.output)
            return f"{label} is next: everything it uses is known ({used})"
        if self.value is self.output:
            return f"{label} is next: it is the output, and ∂{label}/∂{label} = 1"
        users = listed(self.users, self.output)
        return f"{label} is next: everything that uses it is done ({users})"

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
        """The whole step as one sentence, for those who listen."""
        start = f"Step {self.number} of {self.total}, {self.phase}: "
        v, after = name(self.value, self.output), number(self.after)
        if self.argument is None:
            return f"{start}{v} is computed, {put_in(self.value)} is {after}."
        a = name(self.argument, self.output)
        return (
            f"{start}{v} hands {shown(self.contribution)} to {a}, which is "
            f"{shown(self.upstream)} times {shown(self.local)}. "
            f"The gradient of {a} is now {after}, {self.contribution_of}."
        )

    def __str__(self) -> str:
        head = f"Step {self.number} of {self.total}   {self.symbol}   {self.title}"
        sum_ = self.running_sum
        if self.argument is not None:
            head += f"          {self.arrow}"
            sum_ += f"      {self.contribution_of}"
        return f"{head}\n{self.chain}\n{sum_}\n{self.why}"


def steps(f: Value) -> Iterator[Step]:
    """Yield the forward steps in the order of creation, then backprop's, one for each handover.

    It shows one fresh pass: every gradient in the graph, those of the leaves too, is set to 0
    first, and afterwards ``.grad`` holds what `Value.backward` from there gives. The pass runs as
    the steps are read: between backward steps the graph is at that stage, and can be drawn.
    Raises DomainError where a derivative is infinite. See also: `microgauss.viz.step_page`.

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
    users = users_of(order)
    computed = [value for value in order if value.rule is not None]
    expected = contributions(order)
    total = len(computed) + expected.total()
    for i, value in enumerate(computed, 1):
        yield Step(phase="forward", number=i, total=total, output=f, value=value,
                   rule=operation(value), after=value.data, users=users[value])  # fmt: skip
    yield from backward_steps(f, users, expected, len(computed), total)


def backward_steps(
    f: Value, users: dict[Value, tuple[Value, ...]], expected: Counter[Value], done: int, total: int
) -> Iterator[Step]:
    """Run backprop and yield what it reports, value by value."""
    met: Counter[Value] = Counter()
    reported: list[Step] = []

    def report(value: Value, position: int, local: float, contribution: float) -> None:
        argument = value.args[position]
        met[argument] += 1
        index = met[argument]
        step = Step(
            phase="backward", number=done + met.total(), total=total, output=f, value=value,
            argument=argument, position=position, rule=rule_in_symbols(f, value, position),
            upstream=value.grad, local=float(local), contribution=contribution,
            before=argument.grad if index > 1 else None, after=argument.grad + contribution,
            index=index, count=expected[argument], users=users[value],
        )  # fmt: skip
        reported.append(step)

    for _ in backprop(f, on_accumulate=report):
        yield from reported
        reported.clear()


def contributions(order: list[Value]) -> Counter[Value]:
    """Count the contributions to each value's gradient; constants get none."""
    return Counter(arg for value in order for arg in value.args if not isinstance(arg, Constant))


def users_of(order: list[Value]) -> dict[Value, tuple[Value, ...]]:
    """List the values that use each value, in the order of creation, each once."""
    users: dict[Value, dict[Value, None]] = {value: {} for value in order}
    for value in order:
        for arg in value.args:
            users[arg][value] = None
    return {value: tuple(found) for value, found in users.items()}


def rule_in_symbols(f: Value, value: Value, position: int) -> str:
    """Write a local derivative in symbols: the table's own derivative, run over Values."""
    assert value.rule is not None  # only operations hand gradient on
    y = Value(value.data, bracketed(value, f))  # by its name, not written out
    derivative = value.rule.partials[position](functions, y, *value.args)
    if not isinstance(derivative, Value):
        return number(derivative)
    return name(derivative, width=FORMULA_WIDTH)
