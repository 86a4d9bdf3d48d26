"""What else a term may mean: V(a) for V at t = a, or E' for the derivative by another name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from microgauss.engine.rules import TABLE
from microgauss.formula.terms import Term
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import bare, quantities
from microgauss.sheet.notation.rewriting import is_sum
from microgauss.sheet.understanding.scope import Definition, Scope
from microgauss.sheet.verdict.judging import Judge

__all__ = [
    "LAYOUT", "as_factors", "better", "by_other_names", "explained",
    "is_small_repair", "of_other_names", "shapes", "with_put_in",
    "with_short_arguments", "with_values",
]  # fmt: skip

LAYOUT = re.compile(r"\s|\\left|\\right|\\cdot")
FUNCTIONS = {  # that may be written without brackets
    rule.name for rule in TABLE
    if rule.latex and "#" not in rule.latex and len(rule.partials) == 1
}  # fmt: skip
ALIKE = 0.7  # of a side and its repair, from which on these are much alike


def with_short_arguments(term: Term) -> Term:
    """Return a term in which sin x du/dx is a product: the sine is of x alone.

    So is what stands behind x if it is a derivative, a fraction, a function, or has a dot.
    """
    term = replace(term, args=tuple(map(with_short_arguments, term.args)))
    is_function = term.kind == "operation" and term.text in FUNCTIONS
    if not is_function or term.args[0].kind != "juxtaposed":
        return term
    factors = term.args[0].args
    first = next((i for i, one in enumerate(factors) if one.kind != "number"), 0) + 1
    kept, rest = factors[:first], factors[first:]
    if not rest or not (rest[0].kind in ("derivative", "prime", "operation") or (
        rest[0].kind == "name" and rest[0].text.endswith("dot")
    )):  # fmt: skip
        return term
    inner = kept[0] if len(kept) == 1 else replace(term.args[0], args=kept)
    short = replace(term, args=(inner,))
    outer = rest[0] if len(rest) == 1 else replace(term.args[0], args=rest)
    return Term("operation", "multiply", (short, outer), term.span)


def as_factors(term: Term, names: set[str]) -> Term:
    """Return a term in which names in front of a sum in brackets are multiplied with it."""
    term = replace(term, args=tuple(as_factors(arg, names) for arg in term.args))
    if term.kind != "juxtaposed":
        return term
    for i, (before, after) in enumerate(pairwise(term.args)):
        is_bracket = after.kind == "group" and len(after.args) == 1 and is_sum(after.args[0])
        if is_bracket and any(p.kind == "name" and p.text in names for p in before.walk()):
            left, right = (side[0] if len(side) == 1 else replace(term, args=side)
                           for side in (term.args[: i + 1], term.args[i + 1 :]))  # fmt: skip
            return Term("operation", "multiply", (left, as_factors(right, names)), term.span)
    return term


def by_other_names(
    sides: Sequence[Term], judge: Judge, names: set[str]
) -> Iterator[tuple[Term, ...]]:
    """Yield sides in which E' is taken by another name that E, without arguments, is made of."""
    definitions = judge.scope.definitions
    primes = [part for side in sides for part in side.walk() if part.kind == "prime"]
    primed = {name.text for part in primes if not part.bold and (name := bare(part.args[0]))}
    known = [definitions[name] for name in primed if name in definitions]
    if len(known) != 1 or known[0].arguments:
        return
    for other in sorted(judge.made_of(known[0].term) & names - judge.scope.names.sizes.keys()):
        yield tuple(primes_by(other, side) for side in sides)


def primes_by(name: str, term: Term) -> Term:
    """Return a term in which primes are derivatives by a name."""
    args = tuple(primes_by(name, arg) for arg in term.args)
    if term.kind != "prime" or term.bold:
        return replace(term, args=args)
    by = [Term("name", name, (), term.span)] * len(term.text)
    return Term("derivative", str(len(by)), (*args, *by), term.span)


def with_values(term: Term, scope: Scope) -> Term:
    """Return a term in which V(a) is V at t = a, where V is defined without arguments."""
    term = replace(term, args=tuple(with_values(arg, scope) for arg in term.args))
    is_pair = term.kind == "juxtaposed" and len(term.args) == 2
    if is_pair and term.args[0].kind == "derivative" and term.args[1].kind == "group":
        return Term("call", "", (term.args[0], *term.args[1].args), term.span)
    if not is_pair or term.args[0].kind != "name" or term.args[1].kind != "group":
        return term
    name, group = term.args
    known = scope.definitions.get(name.text)
    inner = group.args[0]
    if known is None or known.arguments or len(group.args) > 1 or inner.kind == "number":
        return term
    usual = ("x", "t") if inner.kind in ("name", "index") else ()
    for by in (inner.text.rpartition("_")[0], *usual):  # q of q^*
        if by in quantities(known.term) and inner.text != by:
            return Term("evaluated", "", (name, Term("name", by, (), name.span), inner), term.span)
    return term


def of_other_names(term: Term, scope: Scope) -> Term:
    """Return a term in which E(p) is E itself, though E is defined as E(v): with p = m v.

    A function is often called the same when it is written with another name; so is f(r, phi) of
    f(x, y) with x = r cos phi. E'(p) is its derivative by p.
    """
    term = replace(term, args=tuple(of_other_names(arg, scope) for arg in term.args))
    if term.kind != "juxtaposed" or len(term.args) != 2 or term.args[1].kind != "group":
        return term
    function, group = term.args
    inner = function.args[0] if function.kind == "prime" else function
    known = scope.definitions.get(inner.text) if inner.kind == "name" else None
    if known is None or not is_rewritten(known, group.args, scope):
        return term
    if function.kind == "name":
        return replace(function, span=term.span)
    by, names = group.args[0], known.arguments
    if by.text not in scope.definitions or len(function.text) > 1:
        by_all = [by] * len(function.text)
        return Term("derivative", str(len(by_all)), (inner, *by_all), term.span)
    own = Term("name", names[0], (), term.span)
    slopes = [Term("derivative", "1", (one, own), term.span) for one in (inner, by)]
    return Term("operation", "divide", tuple(slopes), term.span)  # dE/dv by dp/dv


def is_rewritten(known: Definition, given: Sequence[Term], scope: Scope) -> bool:
    """Tell whether names that a function is given are tied to all of its own arguments."""
    names = {arg.text for arg in given if arg.kind == "name"}
    own = set(known.arguments)
    if len(names) != len(given) or not own or names & own:
        return False
    definitions = scope.definitions
    tied = {name for name in names & definitions.keys()
            if own & set(quantities(definitions[name].term))}  # fmt: skip
    made = {name for name in own & definitions.keys()
            if names & set(quantities(definitions[name].term))}  # fmt: skip
    return tied == names or made == own


def with_put_in(term: Term, known: Definition) -> Term:
    """Return a term with a name put in at the end, after derivatives were taken."""
    return Term("evaluated", "", (term, Term("name", known.name, (), term.span), known.term),
                term.span)  # fmt: skip


def shapes(terms: Iterable[Term]) -> list[Any]:
    """Return what terms are, wherever they stand."""
    return [term.shape for term in terms]


def better(links: Sequence[Link], others: Sequence[Link]) -> list[Link]:
    """Return links; those that are right if they are meant otherwise as the others are."""
    return [b if (a.verdict, b.verdict) == ("wrong", "correct") else a
            for a, b in zip(links, others, strict=True)]  # fmt: skip


def explained(links: Sequence[Link], others: Sequence[Link]) -> list[Link]:
    """Return links; those with no repair, if the others have one, are as these.

    Such a repair leaves most of the side as it is.
    """
    return [b if not a.edits and a.verdict == "wrong" == b.verdict and is_small_repair(b) else a
            for a, b in zip(links, others, strict=True)]  # fmt: skip


def is_small_repair(link: Link) -> bool:
    """Tell whether a link has a repair that is much like what it repairs."""
    old, new = (LAYOUT.sub("", text) for text in (link.right, link.repair or ""))
    return bool(link.edits) and SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE
