"""Models of what is observed: y = w x + epsilon, with an error that nothing defines."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import bare
from microgauss.sheet.understanding.scope import Definition

__all__ = ["ERRORS", "RESIDUALS", "is_model"]

ERRORS = ("epsilon", "varepsilon", "noise", "error", "Rauschen", "Fehler", "bruit")  # of a model
RESIDUALS = (*ERRORS, "u", "e", "r", "nu", "xi", "eta")  # as errors are called, too


def is_model(term: Term, known: Mapping[str, Definition], errors: Collection[str] = ERRORS) -> bool:
    """Tell whether a sum has an error in it that nothing defines."""
    if term.kind == "operation" and term.text in ("add", "subtract"):
        return any(
            is_model(arg, known, errors) or is_error(arg, known, errors) for arg in term.args
        )
    return False


def is_error(term: Term, known: Mapping[str, Definition], errors: Collection[str]) -> bool:
    """Tell whether a term is an error that nothing defines."""
    name = bare(term)
    return name is not None and name.text in errors and name.text not in known
