"""Questions about the backward steps, for a learner to answer before the page shows what is next.

Each question has its answer, the answers that one gets by a mistake that people make, and two
hints. All of them are Values, so that they follow when the inputs are moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from microgauss.engine.value import graphs
from microgauss.viz.live import Contribution, constant, table_partial
from microgauss.viz.naming import bracketed, kind, name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from microgauss.engine.value import Value
    from microgauss.viz.stepping import Step

__all__ = ["Mistake", "Question", "questions"]

FORGOT_LOCAL, FORGOT_UPSTREAM = "forgot the local derivative", "forgot the upstream gradient"
SIGN, OTHER = "wrong sign", "took the wrong argument's value"
OVERWROTE, OTHER_STEP = "overwrote instead of adding", "another number of this step"


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

    They are its contribution, its local derivative, and, where it completes a leaf, the leaf's
    gradient.

    >>> from microgauss.engine.value import Value, toposort
    >>> from microgauss.viz.live import contributions_of
    >>> from microgauss.viz.stepping import steps
    >>> x = Value(3.0, "x")
    >>> f = x * x
    >>> backward = [step for step in steps(f) if step.argument is not None]
    >>> *_, last = questions(backward, list(contributions_of(toposort(f)[::-1])))
    >>> for question in last.values():
    ...     print(question.text, question.answer.data)
    What does f hand to x? 3.0
    What is ∂f/∂x, the local derivative? 3.0
    What is the gradient of x in the end? 6.0
    """
    received: dict[Value, list[Contribution]] = {}
    for step, one in zip(steps, found, strict=True):
        received.setdefault(one.argument, []).append(one)
        asked = {"contribution": of_contribution(step, one), "local": of_local(step, one)}
        if step.is_final and kind(one.argument) == "leaf":
            asked["gradient"] = of_gradient(step, received[one.argument])
        yield asked


def of_contribution(step: Step, one: Contribution) -> Question:
    """Ask what a value hands to its argument."""
    f = step.output
    v, a = name(one.value, f), name(one.argument, f)
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
    ]  # fmt: skip
    if one.before is not None:
        reply = f"This is the gradient of {a} after the step. What is added to it?"
        mistakes.append(Mistake(one.after, OTHER_STEP, reply))
    mistakes += [
        Mistake(constant(one.upstream + one.local), OTHER_STEP,
                "The two are multiplied, and not added."),
        Mistake(constant(one.upstream * one.value), FORGOT_LOCAL,
                f"This is the gradient of {v} times its value: take the local derivative instead."),
        Mistake(constant(one.upstream * one.argument), OTHER,
                f"This is the gradient of {v} times the value of {a}: take the local derivative "
                "instead."),
    ]  # fmt: skip
    return Question(f"What does {v} hand to {a}?", one.contribution, tuple(mistakes))


def of_local(step: Step, one: Contribution) -> Question:
    """Ask for a local derivative."""
    v, a = name(one.value, step.output), name(one.argument, step.output)
    mistakes = [
        Mistake(constant(-one.local), SIGN, "All but the sign is right."),
        *(Mistake(local, OTHER, f"This is the derivative with respect to {other}.")
          for local, other in others(step, one)),
        Mistake(one.contribution, OTHER_STEP,
                f"This is already multiplied by the gradient of {v}; asked is how {v} changes "
                f"with {a} alone."),
        Mistake(one.upstream, OTHER_STEP, f"This is the gradient of {v}."),
        Mistake(one.argument, OTHER, f"This is the value of {a}."),
        Mistake(one.value, OTHER_STEP, f"This is the value of {v}: it isn't differentiated yet."),
    ]  # fmt: skip
    text = f"What is ∂{brackets(step)}, the local derivative?"
    return Question(text, one.local, tuple(mistakes))


def of_gradient(step: Step, received: Sequence[Contribution]) -> Question:
    """Ask for the gradient of a leaf, which has received all its contributions."""
    a, last = name(received[-1].argument, step.output), received[-1]
    mistakes = [Mistake(constant(-last.after), SIGN, "All but the sign is right.")]
    if len(received) == 1:
        mistakes += of_contribution(step, last).mistakes
    else:
        reply = f"This is one of the {len(received)} contributions to {a}: they are added."
        mistakes += [Mistake(one.contribution, OVERWROTE, reply) for one in received]
        reply = f"The last contribution is missing: {a} gets {len(received)}."
        assert last.before is not None  # it isn't the first
        mistakes.append(Mistake(last.before, "left a contribution out", reply))
    return Question(f"What is the gradient of {a} in the end?", last.after, tuple(mistakes))


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
