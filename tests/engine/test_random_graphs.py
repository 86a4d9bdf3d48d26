"""Random graphs over every row of the table: four ways to a gradient, and one that shares nothing.

`grad`, `Value.backward` and a replay of the gradient's graph, over scalars and over columns, must
agree to rounding; and with a difference quotient of 60 digits, which uses the values of the rows
and no derivative. The graphs keep away from kinks and poles, so that rounding isn't amplified.
"""

from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgauss import DomainError, Tape, Value, grad
from microgauss.engine.rules import RULES
from microgauss.engine.value import Constant, apply, toposort

FAR_FROM_0 = {"abs", "relu", "sign", "step", "log", "sqrt"}  # kinks, and where slopes are infinite
NEAR = 1e-9


def is_tame(name: str, args: list[Value], result: Value) -> bool:
    """Tell whether a row's slopes are of moderate size here and don't jump nearby."""
    numbers = [arg.data for arg in args]
    if name in FAR_FROM_0 and abs(numbers[0]) < 0.1:
        return False
    if name in {"divide", "xlogy"} and abs(numbers[1]) < 0.1:
        return False
    if name == "pow" and (numbers[0] < 0.1 or abs(numbers[1]) > 4):
        return False
    return abs(result.data) < 50


@st.composite
def graphs(draw: Any, must_have: str) -> tuple[list[Value], Value]:
    """Make three leaves and a value computed from them, the last operation but two given."""
    numbers = st.floats(0.2, 2.0).map(lambda x: round(x, 3))
    leaves = [
        Value(draw(numbers) * sign, name) for name, sign in zip("xyz", (1, -1, 1), strict=True)
    ]
    pool = [*leaves, *(Constant(c) for c in (2.0, 0.5, -1.0, 1.0, -2.0, 0.0))]
    names = [draw(st.sampled_from(sorted(RULES))) for _ in range(draw(st.integers(2, 7)))]
    for name in [*names, must_have, "multiply", "add"]:
        rule = RULES[name]
        # most often what was made last, so that operations are nested
        args = [
            draw(st.sampled_from(pool[-2:] if draw(st.booleans()) else pool)) for _ in rule.partials
        ]
        try:
            value = apply(rule, *args)
        except DomainError:
            continue
        if is_tame(name, args, value):
            pool.append(value)
    return leaves, pool[-1]


class Precise:
    """mpmath's functions as a namespace for the table, by the array API's names."""

    def __getattr__(self, name: str) -> Any:
        return getattr(mpmath, name)


def difference_quotient(f: Value, leaves: list[Value], leaf: Value) -> float:
    """Return a central difference quotient, right to about 40 digits."""
    h = mpmath.mpf(10) ** -20
    ends = []
    for step in (h, -h):
        known = {other: mpmath.mpf(other.data) + step * (other is leaf) for other in leaves}
        for value in toposort(f):
            if value.rule is not None:
                args = [known[arg] for arg in value.args]
                known[value] = value.rule.value(Precise(), *args)
            elif value not in known:
                known[value] = mpmath.mpf(value.data)
        ends.append(known[f])
    return float((ends[0] - ends[1]) / (2 * h))


@pytest.mark.parametrize("name", sorted(RULES))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_way_gives_the_same_gradient(name: str, data: st.DataObject) -> None:
    leaves, f = data.draw(graphs(name))
    try:
        slopes = grad(f, leaves)
    except DomainError:
        return
    f.backward()
    with mpmath.workdps(60):
        truth = [difference_quotient(f, leaves, leaf) for leaf in leaves]
    scale = max(map(abs, truth), default=0.0) + 1.0
    close = pytest.approx(truth, rel=NEAR, abs=NEAR * scale)
    assert [slope.data for slope in slopes] == close
    assert [leaf.grad for leaf in leaves] == close
    numbers = [leaf.data for leaf in leaves]
    tape = Tape((f, *slopes), leaves)
    scalars = tape(*numbers)
    columns = tape(*([number] * 3 for number in numbers))
    block = tape.sum(*([number] * 2000 for number in numbers))
    assert list(scalars[1:]) == close
    assert [column[1] for column in columns[1:]] == close
    assert [total / 2000 for total in block[1:]] == close
    assert [scalars[0], columns[0][2], block[0] / 2000] == pytest.approx([f.data] * 3, rel=1e-12)


@settings(max_examples=100, deadline=None)
@given(graph=graphs("tanh"))
def test_second_derivatives_are_symmetric_and_those_of_the_gradient(
    graph: tuple[list[Value], Value],
) -> None:
    leaves, f = graph
    try:
        hessian = [grad(slope, leaves) for slope in grad(f, leaves)]
    except DomainError:
        return
    scale = 1.0 + max(abs(second.data) for row in hessian for second in row)
    for i, slope in enumerate(grad(f, leaves)):
        for leaf in leaves:
            leaf.grad = 0.0
        slope.backward()
        close = pytest.approx([leaf.grad for leaf in leaves], rel=NEAR, abs=NEAR * scale)
        assert [second.data for second in hessian[i]] == close
        assert [hessian[j][i].data for j in range(3)] == close
