"""The steps: that they are backprop's own, that they read well, and that they stop where told."""

import contextlib
import io
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from microgauss import DomainError, Value, cos, exp, log, pi, sin, sqrt, tanh
from microgauss.engine.notation import number
from microgauss.engine.rules import TABLE, floats
from microgauss.engine.value import Constant, toposort
from microgauss.viz import Step, draw, steps, walk

GOLDEN = Path(__file__).with_name("golden")
ORANGE, BLUE = "\x1b[33m", "\x1b[34m"


def sheet() -> Value:
    """Return the log-likelihood f, with sigma computed from z."""
    t, mu, z = Value(1.0, "t"), Value(0.5, "mu"), Value(0.75, "z")
    sigma = sqrt(1 + z**2)
    sigma.label = "sigma"
    return -((t - mu) ** 2) / (2 * sigma**2) - log(sqrt(2 * pi) * sigma)


def product() -> Value:
    x, w = Value(-3.0, "x"), Value(0.5, "w")
    t = x * w
    t.label = "t"
    return t + x


def backward(f: Value) -> list[Step]:
    return [step for step in steps(f) if step.phase == "backward"]


def test_the_steps_of_f_are_as_they_were() -> None:
    told = "\n\n".join(map(str, steps(sheet()))) + "\n"
    assert told == (GOLDEN / "f-steps.txt").read_text(encoding="utf-8")


def test_a_step_is_told_in_three_lines_and_a_reason() -> None:
    f = product() * 0.5
    f.label = "f"
    step = next(step for step in backward(f) if step.value.label == "t" and step.position == 0)
    assert str(step).splitlines() == [
        f"Step {step.number} of {step.total}   ×   t = x·w          t → x",
        "∂f/∂x += ∂f/∂t · ∂t/∂x = ∂f/∂t · w = 0.5 · 0.5 = 0.25",
        "x.grad: 0.5 → 0.75      contribution 2 of 2, final",
        "t is next: everything that uses it is done (t + x)",
    ]


def test_forward_steps_come_in_the_order_of_creation() -> None:
    f = sheet()
    forward = [step for step in steps(f) if step.phase == "forward"]
    assert [step.value for step in forward] == [v for v in toposort(f) if v.rule is not None]
    assert [step.after for step in forward] == [step.value.data for step in forward]


def test_every_handover_is_a_step_with_the_table_s_numbers() -> None:
    f = sheet()
    found = backward(f)
    assert [(step.value, step.position) for step in found] == [
        (value, position)
        for value in reversed(toposort(f))
        for position, arg in enumerate(value.args)
        if not isinstance(arg, Constant)
    ]
    for step in found:
        assert step.value.rule is not None
        assert step.position is not None
        derivative = step.value.rule.partials[step.position]
        numbers = [arg.data for arg in step.value.args]
        assert step.local == derivative(floats, step.value.data, *numbers)
        assert step.upstream == step.value.grad
        assert step.contribution == step.value.grad * step.local


def test_contributions_add_up_to_the_gradients_of_backward() -> None:
    f, same = sheet(), sheet()
    found = backward(f)
    same.backward()
    for value, other in zip(toposort(f), toposort(same), strict=True):
        assert value.grad == other.grad
        sums = [step for step in found if step.argument is value]
        assert [step.index for step in sums] == list(range(1, len(sums) + 1))
        assert [step.count for step in sums] == [len(sums)] * len(sums)
        assert [step.is_final for step in sums] == [step is sums[-1] for step in sums]
        befores = [None, *(step.after for step in sums[:-1])] if sums else []
        assert [step.before for step in sums] == befores
        if sums:
            assert sums[-1].after == value.grad


def test_a_value_is_next_when_all_that_use_it_are_done() -> None:
    done: list[Value] = []
    for step in backward(sheet()):
        assert set(step.users) <= set(done)
        assert len(step.users) > 0 or step.value is step.output
        done.append(step.value)


def test_the_numbers_of_steps_run_from_1_to_their_total() -> None:
    found = list(steps(sheet()))
    assert [step.number for step in found] == list(range(1, len(found) + 1))
    assert {step.total for step in found} == {len(found)}


def test_a_pass_is_fresh_whatever_the_gradients_were() -> None:
    f = product()
    first = list(map(str, steps(f)))
    gradients = [value.grad for value in toposort(f)]
    f.backward()  # the leaves' gradients are now twice as large
    assert list(map(str, steps(f))) == first
    assert [value.grad for value in toposort(f)] == gradients


def test_between_steps_the_graph_is_at_that_stage() -> None:
    x = Value(3.0, "x")
    f = exp(x * 2.0)
    f.backward()
    dashes = [draw(f).source.count("—") for _ in steps(f)]
    assert dashes[:2] == [3, 3]  # forward: no gradient yet
    assert dashes[2:] == [0, 0]


def test_constants_take_no_step_backward_and_no_part_of_a_sum() -> None:
    f = Value(2.0, "x") * sqrt(Value(2.0, "y") * 0.0 + 4.0) * 3.0
    assert not any(isinstance(step.argument, Constant) for step in backward(f))
    constant = sqrt(Constant(2.0, "c"))
    assert [step.phase for step in steps(constant)] == ["forward"]


def test_a_leaf_has_no_steps() -> None:
    assert list(steps(Value(1.0, "x"))) == []


@pytest.mark.parametrize(
    ("make", "rules"),
    [
        (lambda a, b: a + b, ("1", "1")),
        (lambda a, b: a - b, ("1", "−1")),
        (lambda a, b: a * b, ("b", "a")),
        (lambda a, b: a / b, ("1/b", "−f/b")),
        (lambda a, b: a**b, ("b·a^(b − 1)", "f·log(a)")),
        (lambda a, _: a**3, ("3·a²",)),
        (lambda a, _: -a, ("−1",)),
        (lambda a, _: log(a), ("1/a",)),
        (lambda a, _: exp(a), ("f",)),
        (lambda a, _: sqrt(a), ("1/(2·f)",)),
        (lambda a, _: sin(a), ("cos(a)",)),
        (lambda a, _: cos(a), ("−sin(a)",)),
        (lambda a, _: tanh(a), ("1 − f²",)),
        (lambda a, _: a.relu(), ("step(a)",)),
        (lambda a, _: abs(a), ("sign(a)",)),
    ],
)
def test_the_local_derivative_is_told_in_symbols(
    make: Callable[[Value, Value], Value], rules: tuple[str, ...]
) -> None:
    f = make(Value(2.0, "a"), Value(3.0, "b"))
    assert tuple(step.rule for step in backward(f)) == rules


def test_every_row_of_the_table_can_be_stepped_through() -> None:
    for rule in TABLE:
        args = [Value(2.0 + i, "ab"[i]) for i in range(len(rule.partials))]
        f = getattr(args[0], rule.name)(*args[1:])
        found = list(steps(f))
        assert len(found) == 1 + len(args)
        assert all(number(step.after) in str(step) for step in found)


def test_symbols_keep_their_brackets_in_a_product() -> None:
    x = Value(0.5, "x")
    y = tanh(x)
    y.label = "y"
    assert "∂f/∂y · (1 − y²) ≈ " in str(backward(y * 2)[-1])
    assert " · (−1) = −2" in str(backward(-x * 2)[-1])


@pytest.mark.parametrize("label", ["two\nlines", "\x1b[31mred", "a" * 100_000, "\u202e", "<b>"])
def test_a_label_may_hold_anything(label: str) -> None:
    x = Value(2.0, label)
    y = x * x
    y.label = label
    for step in steps(y + x):
        lines = str(step).split("\n")
        assert len(lines) == 4
        assert all(line.isprintable() and len(line) < 400 for line in lines)
        assert step.sentence.isprintable()


def test_a_derivative_that_is_infinite_is_an_error_where_it_is_met() -> None:
    passed = []
    with pytest.raises(DomainError, match=r"sqrt\(x\): x = 0.0"):
        passed += [step.phase for step in steps(sqrt(Value(0.0, "x")))]
    only_forward = []
    pass_over = steps(sqrt(Value(0.0, "x")))
    only_forward.append(next(pass_over).phase)
    assert only_forward == ["forward"]


def test_only_values_can_be_stepped_through() -> None:
    with pytest.raises(TypeError, match="not float"):
        next(steps(math.pi))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_walk_prints_all_steps_without_colour_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    walk(product(), stream=stream)
    table = "Gradients of f = −4.5\n  ∂f/∂x = 1.5\n  ∂f/∂w = −3"
    assert stream.getvalue() == "\n\n".join([*map(str, steps(product())), table]) + "\n"


def test_walk_colours_on_a_terminal_and_keeps_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain = Terminal(), Terminal()
    walk(product(), stream=coloured)
    assert BLUE in coloured.getvalue()
    assert ORANGE in coloured.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    walk(product(), stream=plain)
    assert "\x1b" not in plain.getvalue()


@pytest.mark.parametrize(
    ("typed", "shown"), [("\n\nq\n", 3), ("Q", 1), ("", 1), ("\n" * 99, 6), ("  quit\n", 1)]
)
def test_walk_waits_for_enter_and_ends_at_q(
    typed: str, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    stream = io.StringIO()
    walk(product(), wait=True, stream=stream)
    assert stream.getvalue().count("Step ") == shown


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("n\nb\n\nq\n", [1, 2, 1, 2]),
        ("b\nq\n", [1, 1]),
        ("l\nf\nq\n", [1, 6, 1]),
        ("?\nq\n", [1, 1]),
    ],
)
def test_walk_goes_back_and_to_either_end(
    typed: str, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    stream = io.StringIO()
    walk(product(), wait=True, stream=stream)
    assert [int(n) for n in re.findall(r"Step (\d+) of", stream.getvalue())] == numbers
    assert ("one step back" in stream.getvalue()) == ("?" in typed)
    assert "Gradients" not in stream.getvalue()


@pytest.mark.skipif(os.name != "posix", reason="only Unix has pseudo-terminals")
def test_single_keys_step_in_a_terminal() -> None:
    import pty  # noqa: PLC0415, only Unix has it

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "microgauss", "step", "x*w + x*w", "--at", "x=3", "w=2"]
    size = {"COLUMNS": "60", "LINES": "24", "NO_COLOR": "1"}
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | size
    ) as process:
        os.close(theirs)
        shown = ""
        for key in (b"n", b"\x1b[C", b"b", b"\x1b[F", b"\r"):
            part = b""
            while not part.endswith(b"all keys "):
                part += os.read(ours, 4096)
            shown += part.decode()
            os.write(ours, key)
        rest = b""
        with contextlib.suppress(OSError):  # where the other end is closed
            while chunk := os.read(ours, 4096):
                rest += chunk
    assert process.returncode == 0
    lines = (shown + rest.decode()).replace("\r", "\n").split("\n")
    numbers = [line.split()[1] for line in lines if re.match(r"Step \d", line)]
    assert numbers[:4] == ["1", "2", "3", "2"]
    assert "Gradients of f = 12" in lines
    assert "  ∂f/∂x = 4" in lines
    assert max(map(len, lines)) <= 60


def test_walk_ends_quietly_at_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def readline(self, *_: object) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Interrupted())
    stream = io.StringIO()
    walk(product(), wait=True, stream=stream)
    assert stream.getvalue().count("Step ") == 1
