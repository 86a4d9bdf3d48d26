"""Candidates for a repair: edits of a wrong claim that make it equal to the truth at some points.

All likely edits are tried. Where a part's target value is certain, what the part lacks is looked up
in the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np

from microgauss.check.algebra import Product, operation
from microgauss.check.floats import Column, Evaluator, same
from microgauss.check.rewriting import added, meets, multiplied
from microgauss.check.slips import Edit, local_edits, replaced
from microgauss.check.variants import Variants, target_columns, work
from microgauss.check.vocabulary import Vocabulary
from microgauss.engine.rules import RULES, Rule
from microgauss.formula import Node

__all__ = ["Candidate", "WrongClaim", "exchanged_parts", "one", "single_edits"]

SMALL = 5  # nodes of a part that another may stand for by one slip
LONG, VERY_LONG = 90, 400  # nodes of a claim, beyond which not everything is tried
WORK = 20_000_000  # numbers that may be computed for all variants of a claim
COST = {  # how unlikely a slip is; the cheapest that explains a claim is taken for it
    "term twice": 0.85, "sign": 1.0, "exponent": 1.0, "number": 1.0, "square": 1.0,
    "term too much": 1.0, "name": 1.06, "factor 2": 1.05, "factor too much": 1.05, "order": 1.05,
    "bracket": 1.05, "factor missing": 1.1, "multiply": 1.1, "divide": 1.1,
    "sign of the first": 1.15, "divisor too much": 1.15, "exponent missing": 1.15,
    "term missing": 1.2, "function": 1.2, "inverse": 1.2, "derivative": 1.25,
    "function too much": 1.0, "function missing": 1.25, "power for a product": 1.3,
    "power of all": 1.05,
    "number for a name": 1.35, "instead": 1.45, "by the rules": 2.0,
}  # fmt: skip


class Candidate(NamedTuple):
    """Edits to carry out, and the slips that they undo."""

    edits: tuple[Edit, ...]
    slips: tuple[Edit, ...]

    @property
    def cost(self) -> float:
        """How unlikely the slips are."""
        return sum(
            COST[slip.kind] + slip.effort
            + 0.01 * max(0, slip.new.size - slip.site.size)
            + 0.08 * (slip.kind == "factor too much") * max(0, slip.site.size - slip.new.size - 2)
            for slip in self.slips
        )  # fmt: skip


def one(edit: Edit) -> Candidate:
    """Return the candidate of one edit."""
    return Candidate((edit,), (edit,))


class WrongClaim:
    """A wrong claim to be repaired: its values at some points, and what they should be.

    ``targets`` are the values that its parts should have, by their ids, where these are certain,
    and ``edits`` the likely slips in each part. ``is_cut`` tells that the claim is so long that not
    everything is tried.
    """

    def __init__(  # noqa: PLR0913, all that is known of a claim
        self,
        claim: Node,
        true: Column,
        evaluate: Evaluator,
        vocabulary: Vocabulary,
        *,
        names: Sequence[str] = (),
        targets: dict[int, Column] | None = None,
    ) -> None:
        self.claim, self.true, self.evaluate = claim, true, evaluate
        self.vocabulary = vocabulary
        self.names = names or [name for name in evaluate.names if name != "pi"]
        self.targets = targets or target_columns(claim, true, evaluate)
        self.is_long = claim.size > LONG
        self.edits = {id(site): list(self.likely(site)) for site in claim.walk()}
        self.is_laborious = work(claim, self.edits, evaluate.points) > WORK
        self.is_cut = self.is_long or self.is_laborious

    @property
    def sites(self) -> Iterator[tuple[Node, Column]]:
        """The parts whose target value is certain, with that value."""
        for site in self.claim.walk():
            if id(site) in self.targets:
                yield site, self.targets[id(site)]

    def likely(self, site: Node) -> Iterator[Edit]:
        """Yield the likely slips in a part; some more if its target value isn't certain."""
        yield from local_edits(site, self.names)
        is_power = site.is_operation("pow")
        for exponent in () if site.number else self.exponents:
            new = operation("pow", site.args[0] if is_power else site, exponent)
            yield Edit(site, new, "exponent" if is_power else "exponent missing")
        if id(site) in self.targets or self.is_long:
            return
        for atom in (*self.vocabulary.atoms, *self.vocabulary.switches):
            effort = 0.02 * atom.size
            yield Edit(site, atom, "instead", effort, atom)
            yield Edit(site, multiplied(site, atom), "factor missing", effort, atom)
            for term in (atom, operation("negative", atom)):
                new = self.as_in_function(added(site, term))
                yield Edit(site, new, "term missing", effort, term)

    @cached_property
    def exponents(self) -> list[Node]:
        """The exponents that stand in function, gradient or claim."""
        nodes = [self.claim, *self.vocabulary.formulas]
        parts = (part for node in nodes for part in node.walk() if part.is_operation("pow"))
        found = {part.args[1].text: part.args[1] for part in parts}
        found.pop("2", None)
        return list(found.values())[:6]

    @cached_property
    def functions(self) -> list[Rule]:
        """The functions of one argument that formulas are made of here."""
        used = {part.rule for atom in self.vocabulary.atoms for part in atom.walk()}
        rules = [rule for rule in RULES.values() if not rule.operator and len(rule.partials) == 1]
        return [rule for rule in rules if rule in used or rule.name == "sqrt"]

    def as_in_function(self, node: Node) -> Node:
        """Return a part as it is spelt in the function, if it stands there."""
        atoms = [atom for atom in self.vocabulary.atoms if atom.size == node.size]
        return next(
            (atom for atom in atoms if same(self.evaluate(atom), self.evaluate(node)).all()), node
        )

    def cancels(self, factor: Node, now: Column) -> bool:
        """Tell whether a factor divides by the part itself: that would be another formula."""
        parts = Product.of(factor)
        below = [base for text, base in parts.bases.items() if parts.exponents[text] < 0]
        own = {part.text for part in self.claim.walk() if part.size > 3}
        return any(
            base.text in own or (base.args and same(abs(self.evaluate(base)), abs(now)).all())
            for base in below
        )


def single_edits(wrong: WrongClaim) -> Iterator[Candidate]:
    """Yield the edits that make the claim equal to the truth."""
    yield from exchanged_names(wrong)
    if wrong.is_laborious:  # too long to compute the whole with each edit
        for site, target in wrong.sites:
            edits = wrong.edits[id(site)]
            yield from (one(e) for e in edits if same(wrong.evaluate(e.new), target).all())
    else:
        variants = Variants(wrong.claim, wrong.evaluate, wrong.edits)
        right = same(variants.whole, wrong.true).all(axis=1)
        yield from (one(variants.edits[place]) for place in variants.places[right])
    for site, target in wrong.sites:
        if not wrong.is_cut or site.size <= LONG:
            yield from map(one, inserted(wrong, site, target))


def inserted(wrong: WrongClaim, site: Node, target: Column) -> Iterator[Edit]:
    """Yield what a part lacks to have its target value: a factor, a term, a function."""
    now, vocabulary = wrong.evaluate(site), wrong.vocabulary
    for atom in vocabulary.switches:
        if same(now * wrong.evaluate(atom), target).all():
            yield Edit(site, multiplied(site, atom), "factor missing", 0.02 * atom.size, atom)
    for node, effort in vocabulary.matching(target / now):
        if not wrong.cancels(node, now):
            rewritten = 0.4 * (meets(site, node) and bool(site.args))
            new = multiplied(site, node)
            yield Edit(site, new, "factor missing", effort + rewritten, node)
    for node, effort in vocabulary.matching(target - now):
        yield Edit(site, wrong.as_in_function(added(site, node)), "term missing", effort, node)
    for rule in wrong.functions:
        if same(np.asarray(rule.value(np, now), float), target).all():
            yield Edit(site, Node(rule, (site,)), "function missing")
    if site.size <= SMALL:
        yield from substitutes(wrong, site, target)


def substitutes(wrong: WrongClaim, site: Node, target: Column) -> Iterator[Edit]:
    """Yield what may stand in the place of a part."""
    for node, effort in wrong.vocabulary.matching(target, most=2):
        if node.size <= site.size + 8 and (site is not wrong.claim or site.size < 8):
            yield Edit(site, node, "instead", effort, node)


def exchanged_parts(wrong: WrongClaim) -> Iterator[Candidate]:
    """Yield large parts replaced as a whole, where no two small edits do."""
    for site, target in wrong.sites:
        if SMALL < site.size <= LONG:
            yield from map(one, substitutes(wrong, site, target))


def exchanged_names(wrong: WrongClaim) -> Iterator[Candidate]:
    """Yield the exchange of two names throughout, if it makes the claim right."""
    sites = [part for part in wrong.claim.walk() if part.name]
    used = list(dict.fromkeys(part.name for part in sites))
    if len(used) > 12 or wrong.claim.size > VERY_LONG:
        return
    for a, b in combinations(used, 2):
        other = {a: b, b: a}
        edits = tuple(Edit(p, Node(name=other[p.name]), "name") for p in sites if p.name in other)
        if same(wrong.evaluate(replaced(wrong.claim, edits)), wrong.true).all():
            yield Candidate(edits, edits[:1])
