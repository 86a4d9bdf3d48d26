"""Labels as names in programs: none changes what is computed, none meets a word of a language."""

import builtins
import json
import keyword
import math
import re
import subprocess
from pathlib import Path

import pytest
from latex_reading import latex_lines, typeset
from programs import (
    CC,
    FLAGS,
    IN_EVERY_LANGUAGE,
    Case,
    Runner,
    by_javascript,
    by_numpy,
    by_python,
    compiled,
    lacking,
    node,
)  # fmt: skip

from microgauss import Tape, Value, sin, sqrt

HOSTILE = [
    'x"; import os; os._exit(1) #', "x\nraise SystemExit", "*/ exit(1); /*", "\\", "x\\\n",
    "\u2028", "#1", "#2", "`", "${process.exit(1)}", "%", "$", "}", "{", "\\input{/etc/passwd}",
    "", " ", "??/", "x\r", "\x00", "\u202e", "σ", "µ", "ϕ", "Σ₁", "ŷ", "x′", "2", "2x", "_Bool",
    "__debug__", "∂f/∂mu", "df/dx", "a1", "a1", "x y", "x_y", "out", "math", "np", "Math", "log",
    "pow", "f", "lambda", "pi", "π", "e", "M_PI", "HUGE_VAL", "x" * 300,
]  # fmt: skip


def with_labels(labels: list[str]) -> Tape:
    """Return a tape with these labels on inputs, on values in between, constants and outputs."""
    inputs = [Value(1.0 + i / 64, label) for i, label in enumerate(labels)]
    total = Value(0.5, "")
    for value, label in zip(inputs, labels, strict=True):
        product = value * Value(1.25, label)
        product.label = label
        total = total + sqrt(product) + product
    outputs = [Value(3.0, label) for label in labels[:3]] + [total, inputs[0] + 1]
    outputs[-1].label = labels[0]
    return Tape(outputs, inputs)


@IN_EVERY_LANGUAGE
def test_labels_change_nothing(run: Runner, tmp_path: Path) -> None:
    hostile, plain = with_labels(HOSTILE), with_labels([f"x{i}" for i in range(len(HOSTILE))])
    cases = [Case(tape, [tuple(leaf.data for leaf in tape.inputs)]) for tape in (hostile, plain)]
    found, expected = run(cases, tmp_path)
    assert found == expected == [plain(*cases[1].points[0], xp=math)]


def test_labels_are_typeset() -> None:
    for name, text in latex_lines(with_labels(HOSTILE).source("latex")):
        typeset(f"{name} = {text}")


KEYWORDS_OF_C = """alignas alignof asm auto bool break case char const constexpr continue default do
    double else enum extern false float for goto if inline int long nullptr register restrict return
    short signed sizeof static static_assert struct switch thread_local true typedef typeof
    typeof_unqual union unsigned void volatile while _Alignas _Atomic _Bool _Complex _Generic
    _Imaginary _Noreturn _Static_assert _Thread_local"""


def words_of_c(*options: str) -> set[str]:
    """Return every word that C's math.h brings, macros and functions, and C's keywords."""
    command = [CC or lacking("C compiler"), *options, "-E", "-x", "c", "-"]
    text = "".join(
        subprocess.run(
            [*command, *more], input="#include <math.h>", capture_output=True, check=True, text=True
        ).stdout
        for more in ([], ["-dM"])
    )
    return set(re.findall(r"[A-Za-z_]\w*", text)) | set(KEYWORDS_OF_C.split())


def test_no_name_is_a_word_of_python(tmp_path: Path) -> None:
    words = sorted({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *dir(math), "np", "math"})
    tape = with_labels(words)
    point = tuple(leaf.data for leaf in tape.inputs)
    for run in (by_python, by_numpy):
        assert run([Case(tape, [point])], tmp_path) == [[tape(*point, xp=math)]]


@pytest.mark.parametrize("standard", ["-std=c11", "-std=gnu17", "-std=c2x"])
def test_no_name_is_a_word_of_c(standard: str, tmp_path: Path) -> None:
    tape = with_labels(sorted(words_of_c(standard)))
    flags = [standard if flag.startswith("-std") else flag for flag in FLAGS]
    compiled(tape.source("c"), tmp_path, [*flags, "-O0"])


def test_no_name_is_a_keyword_of_c() -> None:
    """Whatever the standard that the compiler knows."""
    for word in KEYWORDS_OF_C.split():
        assert f"double {word}," not in Tape((), [Value(1.0, word)]).source("c")


def test_no_name_is_a_word_of_javascript(tmp_path: Path) -> None:
    words = json.loads(node("console.log(JSON.stringify(Object.getOwnPropertyNames(globalThis)))",
                            tmp_path))  # fmt: skip
    reserved = """arguments await break case catch class const continue debugger default delete do
        else enum eval export extends false finally for function if implements import in instanceof
        interface let new null package private protected public return static super switch this
        throw true try typeof var void while with yield async of get set"""
    tape = with_labels(sorted({*words, *reserved.split()}))
    point = tuple(leaf.data for leaf in tape.inputs)
    assert by_javascript([Case(tape, [point])], tmp_path) == [[tape(*point, xp=math)]]


def test_names_are_the_labels() -> None:
    sigma, rate = Value(2.0, "σ"), Value(3.0, "rate")
    wide = sigma * rate
    wide.label = "wide"
    source = Tape((sin(wide) + Value(0.1, "offset"),), (sigma, rate)).source("python")
    assert "def f(sigma, rate):" in source
    assert "wide = sigma*rate" in source
    assert "offset = 0.1" in source
