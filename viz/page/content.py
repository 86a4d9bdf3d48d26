"""What a page holds besides its graph: its numbers, its words, and what a lesson adds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from microgauss.engine.value import Value
from microgauss.viz.page.bugs import BUGS, pass_with, wrong_row
from microgauss.viz.page.cards import AGAIN, folded_svg
from microgauss.viz.page.describing import (
    group_data,
    input_data,
    question_data,
    start,
    steps_data,
    value_data,
)
from microgauss.viz.page.guessing import questions
from microgauss.viz.page.live import Contribution, contributions_of, leaves_of
from microgauss.viz.stepping import Step, counted_contributions, steps, users_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microgauss.viz.grouping import Folding

__all__ = ["Content", "text_of"]

SCRIPTS = ("numbers.js", "page.js", "graph.js", "chosen.js", "controls.js")


class Content:
    """What a page holds besides its graph.

    ``numbers`` are those that it computes, as Values; ``data`` say where each is shown, and in
    which words; ``task`` and ``other`` are what a lesson adds to the page, ``scripts`` its program,
    ``folded`` the picture with groups folded.
    """

    def __init__(self, f: Value, order: list[Value]) -> None:
        self.f, self.order = f, order
        self.steps = list(steps(f))
        self.backward = [step for step in self.steps if step.argument is not None]
        self.right = tuple(contributions_of(reversed(order)))
        self.slots = {value: i for i, value in enumerate(order)}
        self.numbers = [*order, *numbers_of(self.right)]
        self.scripts = list(SCRIPTS)
        self.task = self.other = self.folded = ""
        ids, users = {value: f"v{i}" for value, i in self.slots.items()}, users_of(order)
        self.data: dict[str, Any] = {
            "steps": self.described(self.steps, ids, len(order)),
            "values": [value_data(f, value, ids, users[value]) for value in order],
            "inputs": [input_data(leaf) for leaf in leaves_of(order)],
        }

    def described(
        self, taken: list[Step], ids: dict[Value, str], following: int
    ) -> list[dict[str, Any]]:
        """Describe the start and the steps of a pass."""
        first = start(self.f, ids, self.slots)
        return [first, *steps_data(taken, ids, self.slots, following)]

    def final_gradients(self) -> dict[Value, int]:
        """Return where the gradients are that the right pass leaves in the leaves."""
        after = {one.argument: len(self.order) + 4 * k + 3 for k, one in enumerate(self.right)}
        return {value: place for value, place in after.items() if value.rule is None}

    def add_questions(self) -> None:
        """Add a learner's questions to the backward steps."""
        asked = list(questions(self.backward, self.right))
        first = len(self.data["steps"]) - len(asked)
        for step, its_questions in zip(self.data["steps"][first:], asked, strict=True):
            step["asks"] = {}
            for what, question in its_questions.items():
                step["asks"][what] = question_data(question, len(self.numbers))
                self.numbers += [question.answer, *(one.number for one in question.mistakes)]
        self.task = text_of("guess.html")
        self.scripts.append("guess.js")

    def add_groups(self, folding: Folding) -> None:
        """Add the picture in which groups are folded, and the derivatives through them."""
        ids = {value: f"v{i}" for value, i in self.slots.items()}
        self.data["groups"] = []
        for group in folding.groups:
            self.data["groups"].append(group_data(self.f, group, ids, len(self.numbers)))
            self.numbers += group.derivatives()
        self.folded = folded_svg(self.f, counted_contributions(self.order), folding)
        self.scripts.append("fold.js")

    def add_bug(self, bug: str) -> None:
        """Add the pass with a bug, beside the right one."""
        wrong = pass_with(bug, self.f)
        taken = list(wrong.steps(self.f))
        forward = self.steps[: len(self.steps) - len(taken)]
        ids = {value: f"{AGAIN}v{i}" for value, i in self.slots.items()}
        described = self.described([*forward, *taken], ids, len(self.numbers))
        if bug == "stale":
            described[0] = start(self.f, ids, self.slots, self.final_gradients())
        self.data["bug"] = {
            "steps": described,
            "name": bug, "choices": [[name, one.title] for name, one in BUGS.items()],
            "why": f"{BUGS[bug].why} {wrong_row(self.backward, taken)}".strip(),
            "mend": BUGS[bug].mend,
            "early": None if wrong.too_early is None else 1 + len(forward) + wrong.too_early,
        }  # fmt: skip
        self.numbers += numbers_of(wrong.contributions)
        self.task, _, self.other = text_of("bug.html").partition("<!-- beside the step -->\n")
        self.scripts.append("bug.js")


def numbers_of(found: Sequence[Contribution]) -> list[Value]:
    """Return the numbers of contributions that steps show, four of each."""
    return [
        number
        for one in found
        for number in (one.local, one.contribution, one.before_or_zero, one.after)
    ]


def text_of(part: str) -> str:
    """Return the text of one of the files that make up a page."""
    return Path(__file__).with_name(part).read_text(encoding="utf-8")
