"""Equations that may not hold everywhere: they say where something is so, or are to be solved."""

from __future__ import annotations

from microgauss.formula.terms import Term
from microgauss.sheet.notation.parts import applied_name, bare, quantities
from microgauss.sheet.verdict.judging import Judge

__all__ = ["are_two", "is_at_some_point", "is_implicit"]


def is_at_some_point(left: Term, right: Term, judge: Judge) -> bool:
    """Tell whether an equation may say where a quantity has a value: V = 32, F(x, y) = 1."""
    is_applied = left.kind == "juxtaposed" and applied_name(left) is not None and all(
        arg.kind == "name" and any(quantities(arg)) for arg in left.args[1].args
    )  # fmt: skip
    definitions = judge.scope.definitions
    is_known = any(name in definitions for name in quantities(left))
    varies = bool(judge.made_of(left) - definitions.keys())
    is_whole = left.kind in ("name", "index") or is_applied
    is_known = is_known or left.kind in ("name", "index")  # solved for: a = F/m = 600/1200
    return is_whole and is_known and varies and not any(quantities(right))


def is_implicit(left: Term, right: Term, judge: Judge) -> bool:
    """Tell whether an equation ties a name that nothing defines to itself: x = cos x."""
    name = bare(left) if left.kind in ("name", "index") else None
    known = judge.scope.definitions.get(name.text) if name else None
    is_free = name is not None and (known is None or known.term.shape == right.shape)
    return is_free and any(part.shape == left.shape for part in right.walk())


def are_two(left: Term, right: Term) -> bool:
    """Tell whether two different functions are set equal: R'(q) = C'(q)."""
    names = [lone_function(side) for side in (left, right)]
    return all(names) and names[0] != names[1]


def lone_function(term: Term) -> str:
    """Return the f of f(x), f'(x) or df/dx; "" for another term."""
    if term.kind == "juxtaposed" and len(term.args) == 2 and term.args[1].kind == "group":
        if any(arg.kind not in ("name", "index", "number") for arg in term.args[1].args):
            return ""  # a product
        term = term.args[0]
    elif term.kind not in ("prime", "derivative"):
        return ""
    name = bare(term.args[0] if term.kind in ("prime", "derivative") else term)
    return name.text if name else ""
