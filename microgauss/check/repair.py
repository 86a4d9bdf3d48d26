"""What to write instead: the smallest and most natural change that makes a gradient right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, islice

import numpy as np

from microgauss.check.algebra import ONE, constant, operation
from microgauss.check.candidates import Candidate, WrongClaim, exchanged_parts, one, single_edits
from microgauss.check.floats import Column, same
from microgauss.check.rewriting import multiplied, tidied
from microgauss.check.slips import Edit, local_edits, replaced
from microgauss.check.variants import LEFT, MATCHES, Variants, lifted, matches
from microgauss.formula import Node

__all__ = ["Repair", "marks", "repair"]

ROWS = 60_000  # variants of a part, from which on its pairs of edits are left out
LIKELIEST = 10  # atoms that are inserted together with another edit
CANDIDATES = 12  # that agree with the truth as floats, and are tried with many digits
Confirm = Callable[[str, Candidate], bool]
MOST = 2000  # candidates: where there are more, the points don't tell them apart
AWKWARD = ("/-", "**-", "*(-", "- -", "+ -", "(-(", "/(1/", "- (-")
SQUARE = re.compile(r"\b([^\W\d]\w*)\*\1\b")  # x*x


@dataclass(frozen=True)
class Repair:
    """A right formula in the claim's spelling, the slips, and the ``changes`` that undo them."""

    formula: str
    edits: tuple[Edit, ...]
    changes: tuple[Edit, ...] = ()

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The parts that were edited, old and new; of a long one, what was put in."""
        return tuple(map(mark, self.edits))


def mark(edit: Edit) -> tuple[str, str]:
    """Return what was edited, old and new."""
    old, new = edit.site.text, edit.new.text
    if edit.inserted is None or len(new) < 24:
        return old, new
    is_factor = edit.kind == "factor missing"
    return ("", f"*({edit.inserted.text})" if is_factor else f"+ {edit.inserted.text}")


def marks(edits: Sequence[tuple[str, str]]) -> str:
    """Write what was edited: sigma**2 -> sigma**3, x -> y."""
    return ", ".join(f"{old} -> {new}" if old else f"put in {new}" for old, new in edits)


def repair(wrong: WrongClaim, confirm: Confirm, *, by_rules: bool) -> Repair | None:
    """Return the most natural repair with one edit, or else with two; None beyond.

    ``confirm`` tells whether a formula is right, that a candidate leads to. Where one broken rule
    of calculus explains the claim, ``by_rules``, the gradient itself is the last resort.
    """
    gradient = Edit(wrong.claim, wrong.vocabulary.gradient, "by the rules")
    last = [one(gradient)] if by_rules else []
    with np.errstate(all="ignore"):
        large = chain(exchanged_parts(wrong), last)
        for found in (single_edits(wrong), pairs_of_edits(wrong), large):
            if (best := most_natural(wrong, list(islice(found, MOST)), confirm)) is not None:
                return best
    return None


def most_natural(
    wrong: WrongClaim, candidates: Iterable[Candidate], confirm: Confirm
) -> Repair | None:
    """Return the candidate that reads best among those that are confirmed."""
    cheap = sorted(candidates, key=lambda candidate: candidate.cost)[: 5 * CANDIDATES]
    read = [(*reading(wrong, candidate), candidate) for candidate in cheap]
    texts: dict[str, Candidate] = {}
    for _, text, candidate in sorted(read, key=lambda ranked: ranked[0]):
        texts.setdefault(text, candidate)
    most = max(1, min(CANDIDATES, 2000 // wrong.claim.size))
    for text, candidate in islice(texts.items(), most):
        if confirm(text, candidate):
            return Repair(text, candidate.slips, candidate.edits)
    return None


def reading(wrong: WrongClaim, candidate: Candidate) -> tuple[float, str]:
    """Return how well a candidate reads, the smaller the better, and its text."""
    before = wrong.claim.text
    text = tidied(wrong.claim, replaced(wrong.claim, candidate.edits)).text
    clumsy = max(0, clumsiness(text) - clumsiness(before))
    like = wrong.is_cut or SequenceMatcher(None, before, text, autojunk=False).ratio()
    return candidate.cost + 0.3 * clumsy + 0.3 * (1 - like) + 0.015 * len(text), text


def clumsiness(text: str) -> int:
    """Count what people don't write."""
    awkward = sum(text.count(sign) for sign in AWKWARD) + len(SQUARE.findall(text))
    return awkward + text.startswith("-(")


# --- pairs of edits -----------------------------------------------------------------------------


def pairs_of_edits(wrong: WrongClaim) -> Iterator[Candidate]:
    """Yield pairs of edits that make the claim right: of parts whose target value is certain."""
    if wrong.is_cut:
        return
    atoms = wrong.vocabulary.atoms[:LIKELIEST]
    edits = {id(site): [*with_insertions(wrong, site, atoms)] for site in wrong.claim.walk()}
    variants = Variants(wrong.claim, wrong.evaluate, edits, keep=True)
    for site, target in wrong.sites:
        if len(variants.below[id(site)]) <= ROWS:
            yield from in_both_arguments(variants, site, target)
            yield from in_part_and_argument(variants, site, target)


def with_insertions(wrong: WrongClaim, site: Node, atoms: Sequence[Node]) -> Iterator[Edit]:
    """Yield the likely edits of a part, with insertions of the likeliest atoms."""
    yield from local_edits(site, wrong.names)
    for atom in () if site.number else atoms:
        for node in (atom, operation("divide", constant(ONE), atom)):
            yield Edit(site, multiplied(site, node), "factor missing", 0.3, node)


def in_both_arguments(variants: Variants, site: Node, target: Column) -> Iterator[Candidate]:
    """Yield pairs of edits in the two arguments of an operation."""
    if len(site.args) != 2 or not site.rule or site.rule.name not in LEFT:
        return
    left, right = (variants.columns[id(arg)] for arg in site.args)
    before, after = (variants.below[id(arg)] for arg in site.args)
    for i, j in matches(left, LEFT[site.rule.name](target, right)):
        pair = variants.edits[before[i]], variants.edits[after[j]]
        yield Candidate(pair, pair)


def in_part_and_argument(variants: Variants, site: Node, target: Column) -> Iterator[Candidate]:
    """Yield pairs of an edit of the operation itself and one in an argument."""
    edits, below = variants.edits, variants.below
    for outer in [e for e in (edits[i] for i in below[id(site)]) if e.site is site]:
        for part in (*site.args, site):
            if outer.new is part:
                columns = variants.columns[id(part)]
            elif any(arg is part for arg in outer.new.args):
                columns = lifted(outer.new, part, variants.columns[id(part)], variants.evaluate)
            else:
                continue
            for row in np.flatnonzero(same(columns, target).all(axis=1))[:MATCHES]:
                inner = edits[below[id(part)][row]]
                if inner.site is not site:
                    whole = Edit(site, replaced(outer.new, (inner,)), outer.kind)
                    yield Candidate((whole,), (outer, inner))
