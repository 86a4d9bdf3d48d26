"""How a program is written in each language: its operations, numbers, names and statements.

What single operations are called stands in the table: ``operator``, ``libm``, ``ufunc``, ``latex``.
"""

from __future__ import annotations

import keyword
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from microgauss.engine.notation import plain_number
from microgauss.engine.rules import TABLE, Rule

__all__ = ["Language", "Program", "language_of"]

NAMES = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho
    sigma tau upsilon phi chi psi omega"""
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", NAMES.split(), strict=True))
GREEK |= {letter.upper(): name.title() for letter, name in GREEK.items()}
COMMANDS = set(GREEK.values()) - {  # LaTeX has none for Greek letters that look like Latin ones
    "omicron", "Alpha", "Beta", "Epsilon", "Zeta", "Eta", "Iota", "Kappa", "Mu", "Nu", "Omicron",
    "Rho", "Tau", "Chi",
}  # fmt: skip
# What C, JavaScript and Python keep for themselves, and what the programs use.
WORDS = """arguments async auto await boolean break byte case catch char class const continue
    debugger default delete do double else enum eval export extends extern false final finally
    float for function goto if implements import in inline instanceof int interface let long native
    new null package private protected public register restrict return short signed sizeof static
    struct super switch synchronized this throw throws transient true try typedef typeof undefined
    union unsigned var void volatile while with yield
    math np Math NaN Infinity NAN INFINITY abs out"""
TAKEN = frozenset([*WORDS.split(), *keyword.kwlist, *(rule.libm for rule in TABLE)])


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


# --- numbers and names ----------------------------------------------------------------------------


def numeral(pi: str) -> Callable[[float], str]:
    """Return a writer of numbers, exact and whole ones without their point."""
    return lambda x: pi if x == math.pi else plain_number(x)


def latex_number(x: float) -> str:
    """Write a number in LaTeX: exact, with a power of ten instead of an e."""
    mantissa, e, exponent = plain_number(x).partition("e")
    scaled = rf"\left({mantissa} \cdot 10^{{{int(exponent)}}}\right)" if e else mantissa
    return r"\pi" if x == math.pi else scaled


def identifier(label: str) -> str:
    """Make a name that C, JavaScript and Python take: sigma of σ, df_dmu of ∂f/∂mu.

    >>> identifier("∂f/∂σ₁"), identifier("lambda"), identifier("2x; system()")
    ('df_dsigma1', 'lambda_', '_2x__system__')
    """
    spelt = "".join(GREEK.get(letter, letter) for letter in label.replace("∂", "d"))
    plain = re.sub(r"[^A-Za-z0-9_]", "_", unicodedata.normalize("NFKC", spelt))
    name = f"_{plain}" if plain[:1].isdigit() else plain
    return f"{name}_" if name in TAKEN else name


def latex_name(label: str) -> str:
    r"""Typeset a label: a Greek letter, an index, a derivative; a word upright.

    >>> [latex_name(label) for label in ("sigma", "w1", "x_max", "rate%")]
    ['\\sigma', 'w_{1}', 'x_{\\mathrm{max}}', '\\mathrm{rate\\_}']
    >>> latex_name("∂f/∂mu")
    '\\frac{\\partial f}{\\partial \\mu}'
    """
    if derivative := re.fullmatch(r"[d∂](\w+)/[d∂](\w+)", label):
        of, by = map(latex_name, derivative.groups())
        return rf"\frac{{\partial {of}}}{{\partial {by}}}"
    if parts := re.fullmatch(r"([^\W\d_]+)(?:_?(\d+)|_([^\W_]+))", label):
        return f"{latex_word(parts[1])}_{{{latex_word(parts[2] or parts[3])}}}"
    return latex_word(label)


def latex_word(word: str) -> str:
    """Typeset a Greek letter as such, a word of several letters upright; escape what is neither."""
    spelt = GREEK.get(word, word)
    if spelt in COMMANDS:
        return f"\\{spelt}"
    if word.isdigit() or (len(word) == 1 and word.isalpha()):
        return word
    upright = re.sub(r"[^A-Za-z0-9/().,]", r"\\_", word)
    return rf"\mathrm{{{upright}}}"


# --- functions ------------------------------------------------------------------------------------


def python_function(module: str) -> Callable[[Program], str]:
    """Return a writer of functions in Python, which import a module."""

    def write(program: Program) -> str:
        results = ", ".join(program.results) + ("," if len(program.results) == 1 else "")
        lines = [*(f"# {line}" for line in program.comment), *program.statements]
        body = "\n    ".join([*lines, f"return ({results})"])
        return f"{module}\n\n\ndef {program.name}({', '.join(program.inputs)}):\n    {body}\n"

    return write


def c_function(program: Program) -> str:
    """Write a function in C, with its results in the array ``out``."""
    arguments = ", ".join([*(f"double {name}" for name in program.inputs), "double *out"])
    results = [f"out[{i}] = {result};" for i, result in enumerate(program.results)]
    lines = [*(f"// {line}" for line in program.comment), *program.statements, *results]
    body = "\n    ".join(lines)
    return f"#include <math.h>\n\nvoid {program.name}({arguments}) {{\n    {body}\n}}\n"


def javascript_function(program: Program) -> str:
    """Write a function in JavaScript that returns an array."""
    lines = [*(f"// {line}" for line in program.comment), *program.statements]
    body = "\n  ".join([*lines, f"return [{', '.join(program.results)}];"])
    return f"function {program.name}({', '.join(program.inputs)}) {{\n  {body}\n}}\n"


def latex_lines(program: Program) -> str:
    """Write aligned assignments in LaTeX."""
    lines = " \\\\\n  ".join(program.statements)
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
    return LANGUAGES["numpy" if name == "python" and xp == "numpy" else name]
