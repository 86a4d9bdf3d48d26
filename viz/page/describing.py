"""What a page's script is told: the steps, the values and the inputs, in words and places.

The numbers themselves are not told: the page computes them, and finds them by their places in what
its program returns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microgauss.console import one_line
from microgauss.engine.notation import formula, label_or_formula
from microgauss.engine.rules import ANY
from microgauss.engine.value import Constant, Value
from microgauss.viz.lettering import typeset_name
from microgauss.viz.naming import full_name, kind, name
from microgauss.viz.page.live import pattern
from microgauss.viz.page.threeway import three_ways
from microgauss.viz.page.typesetting import definition, named, symbols

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from microgauss.viz.grouping import Group
    from microgauss.viz.page.guessing import Question
    from microgauss.viz.stepping import Step

__all__ = ["group_data", "input_data", "question_data", "start", "steps_data", "value_data"]


def start(
    f: Value, ids: Mapping[Value, str], slots: Mapping[Value, int],
    left_over: Mapping[Value, int] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Describe the state before the first step: leaves are given, all else is pending.

    ``slots`` has the places of the values' data, ``ids`` the cards; ``left_over`` the places of
    gradients that are there from a pass before.
    """
    given = left_over or {}
    leaves = [value for value in ids if kind(value) == "leaf"]
    sets = [[ids[v], "data", None if v.rule else slots[v], not v.rule, ""] for v in ids]
    sets += [[ids[v], "grad", given.get(v), False, ""] for v in ids if not isinstance(v, Constant)]
    return {
        "phase": "start", "symbol": "", "title": "The leaves are given", "arrow": "",
        "words": "Forward, each operation is carried out once what it uses is known. "
                 "Backward, each value then hands its gradient on to what it used.",
        "given": [[name(leaf, f, spell=typeset_name), slots[leaf]] for leaf in leaves[:12]],
        "note": "", "why": "",
        "sets": sets,
    }  # fmt: skip


def steps_data(
    steps: Sequence[Step], ids: Mapping[Value, str], slots: Mapping[Value, int], following: int
) -> Iterator[dict[str, Any]]:
    """Describe steps: words, and where in the program's array the numbers are.

    A backward step has four of its own, from the place ``following`` on: the local derivative, the
    contribution, and the gradient before and after. ``sets`` has the numbers that a step changes:
    id, field, place, whether it is final, and what stands behind it. A place of -1 holds 1, the
    gradient of the output.
    """
    sums: dict[Value, int] = {}
    for step in steps:
        if step.argument is None:
            yield described(step, ids) | forward(step, ids, slots)
            continue
        upstream = sums.get(step.value, -1)
        yield described(step, ids) | backward(step, ids, upstream, following)
        sums[step.argument] = following + 3
        following += 4


def described(step: Step, ids: Mapping[Value, str]) -> dict[str, Any]:
    """Describe what each step has."""
    return {
        "phase": step.phase, "symbol": step.symbol, "title": step.title, "arrow": step.arrow,
        "words": step.words, "why": step.why, "note": "", "value": ids[step.value],
        "symbols": step.symbols, "localRule": step.rule, "typeset": symbols(step),
        "typesetTitle": named(step.value, step.output), "name": name(step.value, step.output),
        "changed": step.changed, "begin": f"Step {step.number} of {step.total}, {step.phase}: ",
    }  # fmt: skip


def forward(step: Step, ids: Mapping[Value, str], slots: Mapping[Value, int]) -> dict[str, Any]:
    """Describe the operation of a forward step."""
    assert step.value.rule is not None  # leaves have no steps
    written, brackets = pattern(step.value.rule)
    after = slots[step.value]
    return {
        "rule": step.value.rule.name, "pattern": written, "brackets": brackets,
        "numbers": [slots[arg] for arg in step.value.args], "result": after, "before": None,
        "after": after, "sets": [[ids[step.value], "data", after, True, ""]],
    }  # fmt: skip


def backward(step: Step, ids: Mapping[Value, str], upstream: int, first: int) -> dict[str, Any]:
    """Describe the contribution of a backward step; ``upstream`` and ``first`` are places."""
    assert step.argument is not None  # it is a backward step
    local, contribution, before, after = range(first, first + 4)
    suffix = "" if step.is_final else f" ({step.index} of {step.count})"
    sets: list[list[Any]] = [[ids[step.argument], "grad", after, step.is_final, suffix]]
    if step.value is step.output:
        sets.append([ids[step.value], "grad", -1, True, ""])
    return {
        "rule": "multiply", "numbers": [upstream, local], "result": contribution,
        "before": None if step.before is None else before, "after": after,
        "note": step.contribution_of, "argument": ids[step.argument],
        "argumentName": name(step.argument, step.output), "local": local,
        "edge": f"{ids[step.value]}_{step.position}", "sets": sets,
    }  # fmt: skip


def question_data(question: Question, place: int) -> dict[str, Any]:
    """Describe a question: the answer is at ``place``, those by mistakes are in those behind it."""
    return {
        "text": question.text, "answer": place,
        "mistakes": [
            [place + i, one.called, one.reply] for i, one in enumerate(question.mistakes, 1)
        ],
    }  # fmt: skip


def group_data(f: Value, group: Group, ids: Mapping[Value, str], place: int) -> dict[str, Any]:
    """Describe a group that is folded; from ``place`` on are the derivatives of its links."""
    return {
        "card": ids[group.card], "own": [ids[value] for value in group.values],
        "members": [ids[value] for value in group.members],
        "links": list(links_data(f, group, ids, place)),
    }  # fmt: skip


def links_data(
    f: Value, group: Group, ids: Mapping[Value, str], place: int
) -> Iterator[dict[str, Any]]:
    """Describe the edges into a group: the uses that each stands for, and where they enter."""
    for i, (value, arg) in enumerate(group.links):
        ways = [
            (user, position, f"{ids[user]}_{position}") for user, position in group.ways(value, arg)
        ]
        is_constant = isinstance(arg, Constant)
        yield {
            "edge": f"{ids[group.card]}_{i}", "uses": [use for _, _, use in ways],
            "entries": [use for user, position, use in ways if user.args[position] is arg],
            "named": f"{name(value, f, spell=typeset_name)}: " if len(group.values) > 1 else "",
            "place": None if is_constant else place,
        }  # fmt: skip
        place += not is_constant


def input_data(leaf: Value) -> dict[str, Any]:
    """Describe what can be changed: a leaf, its number, and how far its slider goes."""
    reach = 2 * max(1.0, abs(leaf.data))
    return {
        "name": one_line(leaf.label, 40), "shown": one_line(typeset_name(leaf.label), 40),
        "value": leaf.data,
        "least": leaf.data - reach, "most": leaf.data + reach,
    }  # fmt: skip


def value_data(
    f: Value, value: Value, ids: dict[Value, str], users: tuple[Value, ...]
) -> dict[str, Any]:
    """Describe a value, for the time when it is chosen."""
    its_kind = kind(value)
    rule = value.rule
    named = {label_or_formula(arg): ids[arg] for arg in value.args if arg.label or arg.rule}
    return {
        "id": ids[value], "name": name(value, f), "full": one_line(full_name(value), 2000),
        "typeset": definition(value, f) if rule else "",
        "kind": its_kind, "rule": rule.name if rule else "",
        "domain": rule.domain if rule and rule.domain != ANY[0] else "",
        "formula": formula(value) if rule else "", "named": list(named.items()),
        "args": [ids[arg] for arg in value.args],
        "uses": [[ids[arg], name(arg, f)] for arg in value.args],
        "users": [[ids[user], name(user, f)] for user in users],
        "ways": three_ways(f, value) if its_kind == "leaf" else [],
    }  # fmt: skip
