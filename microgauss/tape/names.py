"""What a label is called in a program: a name that no language takes for its own.

Only ASCII letters, digits and _ of a label come into a program, so that no label can break one.
"""

from __future__ import annotations

import keyword
import re
import unicodedata

from microgauss.engine.rules import TABLE
from microgauss.formula.letters import GREEK

__all__ = ["identifier", "latex_name"]

COMMANDS = set(GREEK.values()) - {  # LaTeX has none for Greek letters that look like Latin ones
    "omicron", "Alpha", "Beta", "Epsilon", "Zeta", "Eta", "Iota", "Kappa", "Mu", "Nu", "Omicron",
    "Rho", "Tau", "Chi",
}  # fmt: skip
# What C, JavaScript and Python keep for themselves, and what the programs use.
WORDS = """alignas alignof arguments asm async auto await bool boolean break byte case catch char
    class const constexpr continue debugger default delete do double else enum eval export extends
    extern false final finally float for function goto if implements import in inline instanceof int
    interface let linux long native new null nullptr package private protected public register
    restrict return short signed sizeof static static_assert struct super switch synchronized this
    thread_local throw throws transient true try typedef typeof typeof_unqual undefined union unix
    unsigned var void volatile while with yield
    math math_errhandling np Math NaN Infinity NAN INFINITY abs out"""
TAKEN = frozenset([*WORDS.split(), *keyword.kwlist, *(rule.libm for rule in TABLE)])
MACRO = re.compile(r"(FP|HUGE|M|MATH)_\w*[A-Z]")  # of C's math.h, such as M_PI


def plain(label: str) -> str:
    """Write a label in ASCII letters, digits and _, a letter first: sigma1 of σ₁.

    That is all that comes into a program, so that no label can break one.
    """
    letters = unicodedata.normalize("NFKD", label).replace("∂", "d")
    spelt = "".join(GREEK.get(letter, letter) for letter in letters)
    name = re.sub(r"[^A-Za-z0-9_]", "_", spelt)
    return name if name[:1].isalpha() else f"x{name}"


def identifier(label: str) -> str:
    """Make a name that C, JavaScript and Python take: sigma of σ, df_dmu of ∂f/∂mu.

    >>> identifier("∂f/∂σ₁"), identifier("lambda"), identifier("2x; system()")
    ('df_dsigma1', 'lambda_', 'x2x__system__')
    """
    name = plain(label)
    return f"{name}_" if name in TAKEN or MACRO.match(name) else name


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
    name = plain(label)
    if parts := re.fullmatch(r"([A-Za-z]+)(?:_?(\d+)|_([A-Za-z0-9]+))", name):
        return f"{latex_word(parts[1])}_{{{parts[2] or latex_word(parts[3])}}}"
    return latex_word(name)


def latex_word(word: str) -> str:
    """Typeset a Greek letter as such, a word of several letters upright."""
    if word in COMMANDS:
        return f"\\{word}"
    escaped = word.replace("_", r"\_")
    return word if len(word) == 1 else rf"\mathrm{{{escaped}}}"
