"""Pairs of edits that make a wrong claim equal to the truth at some points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from microgauss.check.algebra import ONE, constant, operation
from microgauss.check.candidates import Candidate, WrongClaim
from microgauss.check.columns import Column, same
from microgauss.check.layout import multiplied
from microgauss.check.slips import Edit, local_edits, replaced
from microgauss.check.targets import LEFT, MATCHES, matches
from microgauss.check.variants import Variants, lifted
from microgauss.formula import Node

__all__ = ["pairs_of_edits"]

ROWS = 60_000  # variants of a part, from which on its pairs of edits are left out
LIKELIEST = 10  # atoms that are inserted


def pairs_of_edits(wrong: WrongClaim) -> Iterator[Candidate]:
    """Yield pairs of edits that make the claim right: of parts whose target value is certain."""
    if wrong.is_cut:
        return
    atoms = wrong.vocabulary.atoms[:LIKELIEST]
    edits = {id(site): [*widened(wrong, site, atoms)] for site in wrong.claim.walk()}
    variants = Variants(wrong.claim, wrong.evaluate, edits, keep=True)
    for site in wrong.claim.walk():
        target = wrong.targets.get(id(site))
        if target is not None and len(variants.below[id(site)]) <= ROWS:
            yield from beside(variants, site, target)
            yield from within(variants, site, target)


def widened(wrong: WrongClaim, site: Node, atoms: Sequence[Node]) -> Iterator[Edit]:
    """Yield the likely edits of a part, with insertions of the likeliest atoms."""
    yield from (Edit(site, new, kind) for new, kind in local_edits(site, wrong.names))
    for atom in () if site.number else atoms:
        for node in (atom, operation("divide", constant(ONE), atom)):
            yield Edit(site, multiplied(site, node), "factor missing", 0.3, node)


def beside(variants: Variants, site: Node, target: Column) -> Iterator[Candidate]:
    """Yield pairs of edits in the two arguments of an operation."""
    if len(site.args) != 2 or not site.rule or site.rule.name not in LEFT:
        return
    left, right = (variants.columns[id(arg)] for arg in site.args)
    before, after = (variants.below[id(arg)] for arg in site.args)
    for i, j in matches(left, LEFT[site.rule.name](target, right)):
        pair = variants.edits[before[i]], variants.edits[after[j]]
        yield Candidate(pair, pair)


def within(variants: Variants, site: Node, target: Column) -> Iterator[Candidate]:
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
