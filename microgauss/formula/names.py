"""How names are spelled: the Greek letters, and the functions of the table by their usual names."""

from __future__ import annotations

import unicodedata

from microgauss.engine.rules import RULES

__all__ = ["FUNCTIONS", "FUNCTION_NAMES", "GREEK", "GREEK_LETTERS", "canonical"]

FUNCTIONS = {rule.name: rule for rule in RULES.values() if not rule.operator}
FUNCTION_NAMES = {
    **{name: name for name in FUNCTIONS},
    "ln": "log", "arctan": "atan", "arctg": "atan", "tg": "tan", "sgn": "sign",
    "max": "maximum", "min": "minimum", "ReLU": "relu",
}  # fmt: skip
SMALL = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi",
    "psi", "omega",
]  # fmt: skip
VARIANTS = {  # another shape of the same letter
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varsigma": "sigma",
    "varrho": "rho", "varkappa": "kappa",
}  # fmt: skip
GREEK = {
    **{name: name for name in SMALL},
    **{name.capitalize(): name.capitalize() for name in SMALL},
    **VARIANTS,
}
ALPHABET = "αβγδεζηθικλμνξοπρστυφχψω"
GREEK_LETTERS = {
    **dict(zip(ALPHABET, SMALL, strict=True)),
    **{a.upper(): name.capitalize() for a, name in zip(ALPHABET, SMALL, strict=True)},
    "ϵ": "epsilon", "ϑ": "theta", "ϕ": "phi", "ς": "sigma", "ϱ": "rho", "ϰ": "kappa",
    "µ": "mu", "ℓ": "ell", "∞": "infinity",
}  # fmt: skip


def canonical(name: str) -> str:
    """Return the one spelling of a name: Greek letters by their names, and x1 for x₁.

    >>> canonical("σ"), canonical("σ₁"), canonical("x_σ"), canonical("mu")
    ('sigma', 'sigma1', 'x_sigma', 'mu')
    """
    if name.isascii():
        return name
    letters = unicodedata.normalize("NFKC", name)  # as Python reads names
    return "".join(GREEK_LETTERS.get(letter, letter) for letter in letters)
