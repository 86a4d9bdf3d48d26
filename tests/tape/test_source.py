"""Graphs as source code: the programs run as they stand, and compute what the tape computes."""

import itertools
import math
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from latex_reading import latex_lines
from programs import (
    IN_EVERY_LANGUAGE,
    LANGUAGES,
    RUNNERS,
    Case,
    Runner,
    by_javascript,
    by_latex,
    by_numpy,
    by_python,
    by_tape,
    of_python,
    random_graph,
    rows,
)  # fmt: skip

from microgauss import Tape, Value, exp, sin
from microgauss.engine.rules import RULES, TABLE, Rule, choose
from microgauss.engine.value import Constant, apply

GRID = (
    -3.0, -1.0, -0.5, -0.0, 0.0, 0.3, 1.0, 1.75, 3.0, 1e300, -1e300, 1e-300, 5e-324, math.inf,
    -math.inf, math.nan,
)  # fmt: skip


def distance(found: float, expected: float) -> float:
    """Return how far two floats are apart in units of the last place; zeros have signs."""
    if math.isnan(found) or math.isnan(expected):
        return 0 if math.isnan(found) and math.isnan(expected) else math.inf
    if found == expected:
        return 0 if math.copysign(1, found) == math.copysign(1, expected) else math.inf
    if math.isinf(found) or math.isinf(expected):
        return math.inf
    return abs(found - expected) / math.ulp(max(abs(found), abs(expected)))


def is_agreed(rule: Rule, point: tuple[float, ...], run: Runner) -> bool:
    """Tell whether a row's result there is the same by every standard."""
    if all(map(math.isfinite, point)):
        return True
    return rule.name != "hypot" and (rule.name != "pow" or run is not by_javascript)


@IN_EVERY_LANGUAGE
def test_every_row(run: Runner, tmp_path: Path) -> None:
    """At zeros of both signs, kinks, ends of the domain, the largest, the smallest, inf and nan."""
    tapes = rows()
    cases = [Case(t, list(itertools.product(GRID, repeat=len(t.inputs)))) for _, t in tapes]
    for (rule, _), case, found, expected in zip(
        tapes, cases, run(cases, tmp_path), by_tape(cases, tmp_path), strict=True
    ):
        exact = run is by_python and rule.name != "hypot"
        for point, one, right in zip(case.points, found, expected, strict=True):
            if right is None:  # where Python raises, the others have no number
                assert one is None if run is by_python else one and not math.isfinite(one[0])
            elif is_agreed(rule, point, run):
                assert one is not None
                assert distance(one[0], right[0]) <= (0 if exact else 2), (rule.name, point)


def test_every_row_in_float32(tmp_path: Path) -> None:
    numbers = [x for x in GRID if abs(x) < 10 and (x == 0 or abs(x) > 0.1)]
    for rule, tape in rows():
        case = Case(tape, list(itertools.product(numbers, repeat=len(tape.inputs))))
        found, expected = by_numpy([case], tmp_path, np.float32)[0], by_tape([case], tmp_path)[0]
        for one, right in zip(found, expected, strict=True):
            if right is not None:
                assert one == pytest.approx(right, rel=1e-6, abs=1e-6), rule.name


def test_every_row_in_latex(tmp_path: Path) -> None:
    """Closed forms need no care at zeros: xlogy is a·log(b)."""
    numbers = (-1.75, -0.5, 0.3, 1.0, 2.25)
    for rule, tape in rows():
        points = list(itertools.product(numbers, repeat=len(tape.inputs)))
        values = by_tape([Case(tape, points)], tmp_path)[0]
        defined = [point for point, value in zip(points, values, strict=True) if value]
        (found,) = by_latex([Case(tape, defined)], tmp_path)
        expected = [value for value in values if value]
        assert len(expected) >= 3
        for one, right in zip(found, expected, strict=True):
            assert one == pytest.approx(right, rel=1e-15, abs=1e-15), rule.name


@pytest.mark.parametrize("run", [*RUNNERS, by_latex], ids=lambda run: run.__name__[3:])
def test_random_graphs(run: Runner, tmp_path: Path) -> None:
    tapes = [random_graph(seed) for seed in range(200)]
    cases = [Case(tape, [tuple(leaf.data for leaf in tape.inputs)]) for tape in tapes]
    used = {value.rule for tape in tapes for value in tape.order}
    assert used.issuperset(TABLE)
    for case, found, expected in zip(
        cases, run(cases, tmp_path), by_tape(cases, tmp_path), strict=True
    ):
        one, right = found[0], expected[0]
        rules = {value.rule for value in case.tape.order}
        if one is None and run is by_latex and rules & {RULES["xlogy"], RULES["xdivy"]}:
            continue  # typeset, 0·log(-1) has no value
        assert one is not None
        assert right is not None
        exact = run is by_python and RULES["hypot"] not in rules
        near = 0.0 if exact else 1e-12 * max(1.0, *map(abs, right))
        assert one == pytest.approx(right, rel=0, abs=near)


# --- what is written, and how ---------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_terms_are_computed_once(language: str) -> None:
    x = Value(0.5, "x")
    for outputs in ((exp(x) * exp(x),), (exp(x), sin(exp(x))), (exp(x), exp(x))):
        lines = Tape(outputs, (x,)).source(language).splitlines()
        code = "\n".join(line for line in lines if not re.match(r" *(#|//|%)", line))
        assert len(re.findall(r"\bexp\b", code)) == 1


NUMBERS = [
    0.0, -0.0, 1.0, -3.0, 0.1, 1 / 3, math.pi, -math.pi, math.tau, 2.0**53 + 2, 2.0**60, -(2.0**60),
    1e15, 1e16, 1e17, 1e22, 1e300, 1e-300, 5e-324, 2.2250738585072014e-308, sys.float_info.max,
]  # fmt: skip


@IN_EVERY_LANGUAGE
def test_constants_are_exact(run: Runner, tmp_path: Path) -> None:
    """Alone, and as each argument of an operation: 7/2 is 3.5, and -1 to the 2nd is 1."""
    x = Value(2.0, "x")
    outputs = [Constant(number) for number in NUMBERS]
    outputs += [
        y for c in (7.0, -1.5, -0.0, 1e-300) for y in (x - c, x * c, c / x, c - x, -(x + c))
    ]
    outputs += [x**2.0, x**-2.0, (x - 5) ** 3.0, Constant(-2.0) ** (x + 1 - x + 1), x**0.5, 2.0**x]
    case = Case(Tape(outputs, (x,)), [(2.0,), (0.0,) if run is not by_python else (2.0,)])
    found = run([case], tmp_path)[0][0]
    assert found is not None
    assert list(map(repr, found)) == list(map(repr, (output.data for output in outputs)))


@IN_EVERY_LANGUAGE
def test_outputs_of_every_kind(run: Runner, tmp_path: Path) -> None:
    x, unused = Value(2.0, "x"), Value(1.0, "unused")
    product = x * x
    outputs = (x, product, Constant(3.0), product, Value(5.0, "k"), x, sin(product))
    tapes = [Tape(outputs, (x, unused)), Tape(outputs[2:3], ()), Tape((x,), (x,)), Tape((), (x,))]
    cases = [Case(tape, [(2.0, 1.0)[: len(tape.inputs)]]) for tape in tapes]
    s = math.sin(4.0)
    expected = [[(2.0, 4.0, 3.0, 4.0, 5.0, 2.0, s)], [(3.0,)], [(2.0,)], [()]]
    if run is by_numpy:
        expected[0][0] = (*expected[0][0][:-1], float(np.sin(4.0)))
        del cases[1], expected[1], cases[2], expected[2]  # no column, no rows
    assert run(cases, tmp_path) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_large_graphs(language: str) -> None:
    """Deep and wide ones: nothing is recursive, no line is long."""
    x, y = Value(0.5, "x"), Value(0.25, "y")
    deep = x
    for _ in range(5000):
        deep = sin(deep * y) + x
    wide = sum((Value(float(i)) * x for i in range(10_000)), y)
    tape = Tape((deep, wide), (x, y))
    source = tape.source(language)
    assert max(map(len, source.splitlines())) < (120 if language != "latex" else 350)
    if language == "python":
        assert of_python(source)(0.5, 0.25) == tape(0.5, 0.25, xp=math)


# --- a new row, and what is refused ---------------------------------------------------------------

LEAKY = Rule(
    "leaky", "leaky", "", 5,
    lambda xp, a: 9 - choose(xp, a >= 0, a, choose(xp, a == -1, 7, 2**a)),
    (lambda xp, y, a: 1,), "any numbers", lambda a: True,
)  # fmt: skip


def test_a_row_that_no_language_has_is_written_by_its_formula(tmp_path: Path) -> None:
    x = Value(3.0, "x")
    tape = Tape((apply(LEAKY, x),), (x,))
    case = Case(tape, [(2.0,), (0.0,), (-1.0,), (-2.0,)])
    for run in RUNNERS:
        assert run([case], tmp_path) == [[(7.0,), (9.0,), (2.0,), (8.75,)]]
    (line,) = latex_lines(tape.source("latex"))
    assert line[1] == (
        r"9 - \left(\begin{cases} x & x \ge 0 \\ \left(\begin{cases} 7 & x = -1 \\ "
        r"2^{x} & \text{otherwise} \end{cases}\right) & \text{otherwise} \end{cases}\right)"
    )


def test_what_cant_be_written_is_refused() -> None:
    x = Value(2.0, "x")
    tape = Tape((x * x,), (x,))
    with pytest.raises(
        ValueError, match="no language 'java': there are python, c, javascript, latex"
    ):
        tape.source("java")
    with pytest.raises(ValueError, match="over math or numpy, not 'jax'"):
        tape.source("python", xp="jax")
    with pytest.raises(ValueError, match="only Python's source is over numpy, not that of c"):
        tape.source("c", xp="numpy")
    with pytest.raises(ValueError, match="2 labels are not one for each of 1"):
        tape.source("c", labels=("a", "b"))
    for name in ("", "2f", "a b", "x;", "for", "pow", "M_PI", "σ"):
        for language in ("python", "c", "javascript"):
            with pytest.raises(ValueError, match="can't name a function"):
                tape.source(language, name)
