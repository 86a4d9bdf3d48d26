"""Questions about the backward steps, for a learner to answer before the page shows what is next.

Each question has its answer, the answers that one gets by a mistake that people make, and two
hints. All of them are Values, so that they follow when the inputs are moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from microgauss.engine.value import graphs
from microgauss.viz.naming import bracketed, kind, name
from microgauss.viz.page.live import Contribution, constant, table_partial

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from microgauss.engine.value import Value
    from microgauss.viz.stepping import Step

__all__ = ["Mistake", "Question", "questions"]

FORGOT_LOCAL, FORGOT_UPSTREAM = "forgot the local derivative", "forgot the upstream gradient"
SIGN, OTHER = "wrong sign", "took the wrong argument's value"
OVERWROTE, LEFT_OUT = "overwrote instead of adding", "left a contribution out"
ADDED, VALUE = "added instead of multiplying", "took a value for a derivative"
OTHER_NUMBER = "another number of this step"


class Mistake(NamedTuple):
    """What comes out by a mistake: the number, what the mistake is called, and what to say."""

    number: Value
    called: str
    reply: str


class Question(NamedTuple):
    """What is asked at a step, the right answer, and the answers that mistakes give."""

    text: str
    answer: Value
    mistakes: tuple[Mistake, ...]


def questions(
    steps: Sequence[Step], found: Sequence[Contribution]
) -> Iterator[dict[str, Question]]:
    """Yield the questions about each backward step; ``found`` has its numbers, as Values.

    They are its contribution, its local derivative, and, where it completes a leaf or what else has
    several contributions, the complete gradient.

    >>> from microgauss.engine.value import Value, toposort
    >>> from microgauss.viz.page.live import contributions_of
    >>> from microgauss.viz.stepping import steps
    >>> x = Value(3.0, "x")
    >>> f = x * x
    >>> backward = [step for step in steps(f) if step.argument is not None]
    >>> *_, last = questions(backward, list(contributions_of(toposort(f)[::-1])))
    >>> for question in last.values():
    ...     print(question.text, question.answer.data)
    What does f hand to x, for its second use? 3.0
    What is ∂f/∂x, the local derivative, for its second use? 3.0
    What is the gradient of x, now that it is complete? 6.0
    """
    received: dict[Value, list[Contribution]] = {}
    for step, one in zip(steps, found, strict=True):
        received.setdefault(one.argument, []).append(one)
        asked = {"contribution": of_contribution(step, one), "local": of_local(step, one)}
        if step.is_final and (kind(one.argument) == "leaf" or step.count > 1):
            asked["gradient"] = of_gradient(step, received[one.argument])
        yield asked


def of_contribution(step: Step, one: Contribution) -> Question:
    """Ask what a value hands to its argument."""
    v, a = name(one.value, step.output), name(one.argument, step.output)
    instead = "take the local derivative instead"
    mistakes = [
        Mistake(one.upstream, FORGOT_LOCAL,
                f"This is the gradient of {v}. Multiply it by the local derivative, "
                f"∂{brackets(step)}."),
        Mistake(one.local, FORGOT_UPSTREAM,
                f"This is the local derivative. Multiply it by the gradient that {v} has."),
        Mistake(constant(-one.contribution), SIGN, "All but the sign is right."),
        *(Mistake(constant(one.upstream * local), OTHER,
                  f"Here the derivative of {v} with respect to {other} stands for the one with "
                  f"respect to {a}.") for local, other in others(step, one)),
        *(Mistake(constant(one.upstream * local), OTHER_NUMBER,
                  f"This is for all uses of {a} in {v} together; each has a step of its own.")
          for local in together(one)),
        Mistake(constant(one.upstream + one.local), ADDED,
                "The two are multiplied, and not added."),
        Mistake(constant(one.upstream * one.value), VALUE,
                f"This is the gradient of {v} times the value of {v}: {instead}."),
        Mistake(constant(one.upstream * one.argument), VALUE,
                f"This is the gradient of {v} times the value of {a}: {instead}."),
    ]  # fmt: skip
    if one.before is not None:
        reply = f"This is the gradient of {a} after the step. What is added to it?"
        mistakes.append(Mistake(one.after, OTHER_NUMBER, reply))
    return Question(f"What does {v} hand to {a}{use(one)}?", one.contribution, tuple(mistakes))


def of_local(step: Step, one: Contribution) -> Question:
    """Ask for a local derivative."""
    v, a = name(one.value, step.output), name(one.argument, step.output)
    mistakes = [
        Mistake(constant(-one.local), SIGN, "All but the sign is right."),
        *(Mistake(local, OTHER, f"This is the derivative with respect to {other}.")
          for local, other in others(step, one)),
        *(Mistake(local, OTHER_NUMBER,
                  f"This is for all uses of {a} in {v} together; each has a step of its own.")
          for local in together(one)),
        Mistake(one.contribution, OTHER_NUMBER,
                f"This is already multiplied by the gradient of {v}; asked is how {v} changes "
                f"with {a} alone."),
        Mistake(one.upstream, OTHER_NUMBER, f"This is the gradient of {v}."),
        Mistake(one.argument, VALUE, f"This is the value of {a}."),
        Mistake(one.value, VALUE, f"This is the value of {v}: it isn't differentiated yet."),
    ]  # fmt: skip
    text = f"What is ∂{brackets(step)}, the local derivative{use(one)}?"
    return Question(text, one.local, tuple(mistakes))


def of_gradient(step: Step, received: Sequence[Contribution]) -> Question:
    """Ask for the gradient of a value that has received all its contributions."""
    last = received[-1]
    a = name(last.argument, step.output)
    mistakes = [Mistake(constant(-last.after), SIGN, "All but the sign is right.")]
    if last.before is None:
        mistakes += of_contribution(step, last).mistakes
    else:
        overwrote = f"This is the last of {len(received)} contributions to {a}: they are added."
        left_out = f"The last contribution is left out: {a} gets {len(received)}."
        mistakes += [
            Mistake(last.contribution, OVERWROTE, overwrote),
            Mistake(last.before, LEFT_OUT, left_out),
        ]
    text = f"What is the gradient of {a}, now that it is complete?"
    return Question(text, last.after, tuple(mistakes))


def use(one: Contribution) -> str:
    """Say which use of an argument it is, where a value uses it more than once: in x·x."""
    uses = positions_of(one)
    place = ("first", "second")[uses.index(one.position)]
    return f", for its {place} use" if len(uses) > 1 else ""


def positions_of(one: Contribution) -> list[int]:
    """Return the positions at which the value uses this argument."""
    return [i for i, arg in enumerate(one.value.args) if arg is one.argument]


def together(one: Contribution) -> list[Value]:
    """Return the sum of the local derivatives by all uses of an argument, if there are several."""
    uses = positions_of(one)
    if len(uses) < 2:
        return []
    locals_ = (table_partial(one.value, i)(graphs, one.value, *one.value.args) for i in uses)
    return [constant(sum(locals_))]


def others(step: Step, one: Contribution) -> Iterator[tuple[Value, str]]:
    """Yield the value's local derivatives with respect to its other arguments, and their names."""
    for position, other in enumerate(one.value.args):
        if position != one.position and other is not one.argument:
            try:
                local = table_partial(one.value, position)(graphs, one.value, *one.value.args)
            except (ValueError, ArithmeticError):  # log of a negative base, in a power
                continue
            yield constant(local), name(other, step.output)


def brackets(step: Step) -> str:
    """Write v/∂a of a step."""
    assert step.argument is not None  # it is a backward step
    return f"{bracketed(step.value, step.output)}/∂{bracketed(step.argument, step.output)}"
