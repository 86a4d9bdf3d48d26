"""How a program is written in each language: its operations, numbers, names and statements.

What single operations are called stands in the table: ``operator``, ``libm``, ``ufunc``, ``latex``.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple

from microgauss.engine.notation import plain_number
from microgauss.engine.rules import Rule
from microgauss.tape.names import identifier, latex_name

__all__ = ["WIDTH", "Language", "Program", "comment_line", "language_of"]

WIDTH = 88  # characters of a comment, of a list, of the only output
UNSAFE = re.compile(r"[^\w .,=()+*/…∂-]")  # in a comment: what might end it


class Program(NamedTuple):
    """A function in its parts: all but the comment are written already."""

    name: str
    inputs: Sequence[str]
    statements: Sequence[str]
    results: Sequence[str]
    comment: Sequence[str]


class Language(NamedTuple):
    """A language that `microgauss.tape.source` writes.

    ``template(rule, *numbers)`` is an operation over #1 and #2, "" where the language lacks it;
    ``numbers`` are those of the arguments that are constants, else None. ``number`` writes a
    constant, ``identifier`` makes a name of a label. ``choice`` is #2 where #1 holds, else #3.
    ``statement`` gives the name #1 to #2. ``symbolic``: constants stay operations, the rows' closed
    forms are preferred, and outputs get names.
    """

    template: Callable[..., str]
    number: Callable[[float], str]
    identifier: Callable[[str], str]
    choice: str
    statement: str
    function: Callable[[Program], str]
    brackets: str = "(#1)"
    symbolic: bool = False


# --- operations -----------------------------------------------------------------------------------


def infix(rule: Rule) -> str:
    """Write an operator between its arguments, or before the only one."""
    if len(rule.partials) == 1:
        return f"{rule.operator}#1"
    return f"#1 {rule.operator} #2" if rule.precedence == 1 else f"#1{rule.operator}#2"


def call(function: str, rule: Rule) -> str:
    """Write a call, "" where there is no function."""
    places = ", ".join(f"#{i}" for i, _ in enumerate(rule.partials, 1))
    return f"{function}({places})" if function else ""


def python(rule: Rule, *numbers: float | None) -> str:
    """Write an operation in Python; a negative number to a fraction would be complex with **."""
    is_whole = numbers[-1] is not None and numbers[-1].is_integer()
    if rule.operator and (rule.name != "pow" or is_whole):
        return infix(rule)
    return call(rule.libm and f"math.{rule.libm}", rule)


def numpy(rule: Rule, *_: float | None) -> str:
    """Write an operation in Python over NumPy's arrays."""
    if rule.operator or rule.ufunc is None:
        return infix(rule) if rule.operator else ""
    return call(f"np.{rule.ufunc.__name__}", rule)


def c(rule: Rule, *_: float | None) -> str:
    """Write an operation in C, which has a function for powers."""
    return call(rule.libm, rule) or (infix(rule) if rule.operator else "")


def javascript(rule: Rule, *_: float | None) -> str:
    """Write an operation in JavaScript; its Math has C's functions, and its own name for fabs."""
    return call(rule.libm and f"Math.{rule.libm.replace('fabs', 'abs')}", rule) or c(rule)


def latex(rule: Rule, *_: float | None) -> str:
    """Write an operation in LaTeX; a command gets its arguments in brackets."""
    return (
        rule.latex
        if "#" in rule.latex or not rule.latex
        else (call(rule.latex, rule).replace("(", r"\left(").replace(")", r"\right)"))
    )


# --- numbers, comments ----------------------------------------------------------------------------


def numeral(pi: str) -> Callable[[float], str]:
    """Return a writer of numbers: exact, whole ones without their point, but for -0.0."""

    def write(x: float) -> str:
        if x == math.pi:
            return pi
        return "-0.0" if repr(x) == "-0.0" else plain_number(x)

    return write


def latex_number(x: float) -> str:
    """Write a number in LaTeX: exact, with a power of ten instead of an e."""
    mantissa, e, exponent = plain_number(x).partition("e")
    scaled = rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if e else mantissa
    return r"\pi" if x == math.pi else scaled


def comment_line(label: str, formula: str) -> str:
    """Write what an output is: its label, and its formula if the line takes it whole."""
    line = f"{label} = {formula}" if label else formula
    if "…" in line or len(line) > WIDTH:
        line = label or f"{line[: WIDTH - 1]}…"
    return UNSAFE.sub("_", line)


# --- functions ------------------------------------------------------------------------------------


def listed(before: str, items: Sequence[str], after: str) -> str:
    """List items in brackets, in lines that aren't too long."""
    text = ", ".join(items)
    if len(before + text + after) <= WIDTH:
        return before + text + after
    margin = " " * (len(before) - len(before.lstrip()))
    indent = f"{margin}    "
    lines = textwrap.fill(
        ", ".join(item.replace(" ", "\xa0") for item in items), WIDTH,  # no item is broken
        initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    ).replace("\xa0", " ")  # fmt: skip
    return f"{before}\n{lines}\n{margin}{after}"


def python_function(module: str) -> Callable[[Program], str]:
    """Return a writer of functions in Python, which import a module."""

    def write(program: Program) -> str:
        head = listed(f"def {program.name}(", program.inputs, "):")
        lines = [*(f"# {line}" for line in program.comment), *program.statements]
        results = [f"{program.results[0]},"] if len(program.results) == 1 else program.results
        last = listed("    return (", results, ")")
        return "\n".join([module, "", "", head, *(f"    {line}" for line in lines), last, ""])

    return write


def c_function(program: Program) -> str:
    """Write a function in C, with its results in the array ``out``."""
    results = [f"out[{i}] = {result};" for i, result in enumerate(program.results)]
    used = re.findall(r"\w+", " ".join([*program.statements, *results]))
    idle = [f"(void){name};" for name in sorted({*program.inputs, "out"}.difference(used))]
    lines = [*(f"// {line}" for line in program.comment), *idle, *program.statements, *results]
    arguments = [*(f"double {name}" for name in program.inputs), "double *out"]
    head = listed(f"void {program.name}(", arguments, ") {")
    return "\n".join(["#include <math.h>", "", head, *(f"    {line}" for line in lines), "}", ""])


def javascript_function(program: Program) -> str:
    """Write a function in JavaScript that returns an array."""
    head = listed(f"function {program.name}(", program.inputs, ") {")
    lines = [*(f"// {line}" for line in program.comment), *program.statements]
    last = listed("  return [", program.results, "];")
    return "\n".join([head, *(f"  {line}" for line in lines), last, "}", ""])


def latex_lines(program: Program) -> str:
    """Write aligned assignments in LaTeX."""
    lines = " \\\\\n  ".join(program.statements)
    for sign, typeset in ((">=", r"\ge"), ("<=", r"\le"), ("==", "=")):
        lines = lines.replace(sign, typeset)
    comment = "".join(f"% {line}\n" for line in program.comment)
    return f"{comment}\\begin{{aligned}}\n  {lines}\n\\end{{aligned}}\n"


LANGUAGES = {
    "python": Language(
        python, numeral("math.pi"), identifier, "#2 if #1 else #3", "#1 = #2",
        python_function("import math"),
    ),
    "numpy": Language(
        numpy, numeral("np.pi"), identifier, "np.where(#1, #2, #3)", "#1 = #2",
        python_function("import numpy as np"),
    ),
    "c": Language(c, repr, identifier, "#1 ? #2 : #3", "const double #1 = #2;", c_function),
    "javascript": Language(
        javascript, numeral("Math.PI"), identifier, "#1 ? #2 : #3", "const #1 = #2;",
        javascript_function,
    ),
    "latex": Language(
        latex, latex_number, latex_name,
        r"\begin{cases} #2 & #1 \\ #3 & \text{otherwise} \end{cases}", "#1 &= #2",
        latex_lines, r"\left(#1\right)", symbolic=True,
    ),
}  # fmt: skip


def language_of(name: str, xp: str) -> Language:
    """Return a language by its name; Python's is over ``math`` or ``numpy``."""
    names = [known for known in LANGUAGES if known != "numpy"]
    if name not in names:
        raise ValueError(f"there is no language {name!r}: there are {', '.join(names)}")
    if xp not in ("math", "numpy"):
        raise ValueError(f"Python's source is over math or numpy, not {xp!r}")
    if xp == "numpy" and name != "python":
        raise ValueError(f"only Python's source is over numpy, not that of {name}")
    return LANGUAGES["numpy" if xp == "numpy" else name]
