"""Names as they are typeset on cards: σ for sigma, w₁ for w1, μᵢ for mu_i."""

from __future__ import annotations

import re

from microgauss.formula.letters import letters
from microgauss.formula.pretty import pretty
from microgauss.formula.terms import Term

__all__ = ["typeset_name"]

NAME = re.compile(r"[^\W\d_]+[0-9]*(_[^\W_]+)*")  # a word, its number, what is below or above it
# Signs beside a letter would run into an exponent, and the names on cards are bold already.
KEPT = {"star", "minus", "plus", "vec"}
LATIN_LOOKS = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")  # Greek letters that would be read as Latin ones


def typeset_name(name: str) -> str:
    """Write a name of one letter, Greek or Latin, with its accent and index; else leave it.

    An index that is a word stays behind its underscore: Unicode has no subscript for most letters,
    and Graphviz' own subscripts are as large as the name in a browser. Labels that are no names,
    and words such as loss and layer1, stay as they are.

    >>> [typeset_name(name) for name in ("sigma", "mu_i", "w1", "y_hat", "mu_out")]
    ['σ', 'μᵢ', 'w₁', 'ŷ', 'μ_out']
    >>> [typeset_name(name) for name in ("w_out", "loss", "layer1", "H2O", "the mu")]
    ['w_out', 'loss', 'layer1', 'H2O', 'the mu']

    See also: `microgauss.formula.letters`, which takes a name apart.
    """
    if not NAME.fullmatch(name) or KEPT & set(name.split("_")):
        return name
    base = letters(name).base
    if len(base) != 1 or base in LATIN_LOOKS:
        return name
    written = pretty(Term("name", name))
    return name if "," in written else written  # several indices: w_1_10 is not w₁₁₀
