"""Graphs over three leaves, drawn at random from all rows of the table."""

import random
from collections.abc import Callable, Sequence

from microgauss import Value
from microgauss.engine.rules import RULES
from microgauss.engine.value import apply

NAMES = ("x", "y", "sigma")
ROWS = [rule for rule in RULES.values() if rule.name not in ("pow", "sign", "step")]
Build = Callable[[Sequence[float]], Value]


def drawn(seed: int) -> Build:
    """Return a graph over three leaves, drawn at random, that can be made at any point."""
    draw = random.Random(seed)  # noqa: S311, no secret
    made: list[tuple[str, list[int]]] = []
    for i in range(3, 3 + draw.randint(4, 9)):
        rule = draw.choice(ROWS)
        made.append((rule.name, [draw.randrange(i) for _ in rule.partials]))
    exponent = draw.choice((2.0, 3.0, -1.0, 0.5))
    used = {len(made) + 2}  # what is made and not used is no part of the graph
    for i in range(len(made) - 1, -1, -1):
        used |= set(made[i][1]) if i + 3 in used else set()

    def build(point: Sequence[float]) -> Value:
        values = [Value(x, label) for x, label in zip(point, NAMES, strict=True)]
        for i, (rule, args) in enumerate(made, 3):
            is_used = i in used
            values.append(apply(RULES[rule], *(values[a] for a in args)) if is_used else values[0])
        return values[-1] ** exponent + values[0] * 2.5 - values[1] / 4 + values[2]

    return build
