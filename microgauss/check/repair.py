"""What to write instead: the smallest and most natural change that makes a gradient right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cached_property
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np

from microgauss.check.algebra import Columns, Evaluator, Product, node_of
from microgauss.check.edits import Edit, Variants, local_edits, operation, replaced, same, work
from microgauss.check.layout import added, meets, multiplied, tidied
from microgauss.check.needed import INVERSE, MATCHES, matches, needed_columns
from microgauss.check.vocabulary import Vocabulary
from microgauss.engine.rules import RULES, Rule
from microgauss.formula import Node

__all__ = ["Repair", "Workshop", "marks"]

CANDIDATES = 12  # that agree with the truth as floats, and are tried with many digits
SMALL = 5  # nodes of a part that another may stand for by one slip
LONG, VERY_LONG = 90, 400  # nodes of a claim, beyond which not everything is tried
WORK = 20_000_000  # numbers that may be computed for all variants of a claim
ROWS = 60_000  # variants of a part, from which on pairs of edits are left out
MOST = 2000  # candidates: where there are more, the points don't tell them apart
COST = {  # how unlikely a slip is; the cheapest that explains a claim is taken for it
    "term twice": 0.85, "sign": 1.0, "exponent": 1.0, "number": 1.0, "square": 1.0,
    "term too much": 1.0, "name": 1.06, "factor 2": 1.05, "factor too much": 1.05, "order": 1.05,
    "bracket": 1.05, "factor missing": 1.1, "multiply": 1.1, "divide": 1.1,
    "sign of the first": 1.15, "divisor too much": 1.15, "exponent missing": 1.15,
    "term missing": 1.2, "function": 1.2, "inverse": 1.2, "derivative": 1.25,
    "function too much": 1.0, "function missing": 1.25, "power for a product": 1.3,
    "number for a name": 1.35, "instead": 1.45, "by the rules": 2.0,
}  # fmt: skip


@dataclass(frozen=True)
class Repair:
    """A right formula in the claim's spelling, and the edits that lead to it."""

    formula: str
    edits: tuple[Edit, ...]

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The parts that were edited, old and new; of a long one, what was put in."""
        return tuple(mark(edit) for edit in self.edits)


def mark(edit: Edit) -> tuple[str, str]:
    """Return what was edited, old and new."""
    old, new = edit.site.text, edit.new.text
    if edit.inserted is None or len(new) < 24:
        return old, new
    is_factor = edit.kind == "factor missing"
    return ("", f"*({edit.inserted.text})" if is_factor else f"+ {edit.inserted.text}")


def marks(edits: Sequence[tuple[str, str]]) -> str:
    """Write what was edited.

    >>> marks((("sigma**2", "sigma**3"), ("x", "y")))
    'sigma**2 -> sigma**3, x -> y'
    """
    return ", ".join(f"{old} -> {new}" if old else f"put in {new}" for old, new in edits)


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


def clumsiness(text: str) -> int:
    """Count what people don't write."""
    awkward = ("/-", "**-", "*(-", "- -", "+ -", "(-(", "/(1/", "- (-")
    return sum(text.count(sign) for sign in awkward) + text.startswith("-(")


class Workshop:
    """A wrong claim being mended: what it is at some points, and what it should be.

    ``confirm`` has the last word on a candidate, and ``rule`` names the rule of calculus that the
    claim breaks, if it is known. ``is_cut`` tells that the claim was so long that
    not everything was tried.
    """

    def __init__(  # noqa: PLR0913, PLR0917, all that is known of the claim
        self,
        claim: Node,
        true: Columns,
        evaluate: Evaluator,
        vocabulary: Vocabulary,
        confirm: Callable[[str], bool],
        rule: str,
    ) -> None:
        self.rule = rule
        self.claim, self.true, self.evaluate = claim, true, evaluate
        self.vocabulary, self.confirm = vocabulary, confirm
        self.names = [name for name in evaluate.names if name != "pi"]
        self.needed = needed_columns(claim, true, evaluate)
        self.is_cut = claim.size > LONG

    def repair(self) -> Repair | None:
        """Return the most natural repair with one edit, or else with two; None beyond."""
        with np.errstate(all="ignore"):
            single = chain(self.exchanged(), self.single())
            rest = chain(self.exchanged_parts(), self.by_the_rules())
            for found in (single, self.double(), rest):
                if (repair := self.best(list(islice(found, MOST)))) is not None:
                    return repair
        return None

    def best(self, candidates: Sequence[Candidate]) -> Repair | None:
        """Return the candidate that reads best among those that are confirmed."""
        cheap = sorted(candidates, key=lambda candidate: candidate.cost)[: 5 * CANDIDATES]
        texts: dict[str, Candidate] = {}
        for candidate in sorted(map(self.ranked, cheap), key=lambda pair: pair[0]):
            texts.setdefault(candidate[1], candidate[2])
        most = max(1, min(CANDIDATES, 2000 // self.claim.size))
        for text, found in list(texts.items())[:most]:
            if self.confirm(text):
                return Repair(text, found.slips)
        return None

    def ranked(self, candidate: Candidate) -> tuple[float, str, Candidate]:
        """Return how well a candidate reads, the smaller the better, and its text."""
        text = tidied(self.claim, replaced(self.claim, candidate.edits)).text
        clumsy = max(0, clumsiness(text) - clumsiness(self.claim.text))
        unlike = 0.0
        if not self.is_cut:
            unlike = 1 - SequenceMatcher(None, self.claim.text, text, autojunk=False).ratio()
        return candidate.cost + 0.3 * clumsy + 0.3 * unlike + 0.015 * len(text), text, candidate

    # --- one edit ---------------------------------------------------------------------------------

    def single(self) -> Iterator[Candidate]:
        """Yield the edits that make the claim equal to the truth."""
        own = {id(site): list(self.likely(site)) for site in self.claim.walk()}
        if work(self.claim, own, self.evaluate.points) > WORK:
            self.is_cut = True
            yield from map(one, self.at_hand(own))
        else:
            variants = Variants(self.claim, self.evaluate, own)
            right = same(variants.whole, self.true).all(axis=1)
            yield from (one(variants.edits[place]) for place in variants.places[right])
        for site in self.claim.walk():
            needed = self.needed.get(id(site))
            if needed is not None and (not self.is_cut or site.size <= LONG):
                yield from map(one, self.inserted(site, needed))

    def at_hand(self, own: Mapping[int, Sequence[Edit]]) -> Iterator[Edit]:
        """Yield the edits that make a part what it has to be, without computing the whole."""
        for site in self.claim.walk():
            needed = self.needed.get(id(site))
            if needed is not None:
                edits = own[id(site)]
                yield from (e for e in edits if same(self.evaluate(e.new), needed).all())

    def likely(self, site: Node) -> Iterator[Edit]:
        """Yield the likely slips in a part; of one whose right value isn't certain, some more."""
        yield from (Edit(site, new, kind) for new, kind in local_edits(site, self.names))
        for exponent in self.exponents:
            if site.is_operation("pow"):
                yield Edit(site, operation("pow", site.args[0], exponent), "exponent")
            elif not site.number:
                yield Edit(site, operation("pow", site, exponent), "exponent missing")
        if id(site) in self.needed or self.is_cut:
            return
        for atom in (*self.vocabulary.atoms, *self.vocabulary.switches):
            effort = 0.02 * atom.size
            yield Edit(site, atom, "instead", effort, atom)
            yield Edit(site, multiplied(site, atom), "factor missing", effort, atom)
            for term in (atom, operation("negative", atom)):
                yield Edit(site, self.spelt(added(site, term)), "term missing", effort, term)

    def inserted(self, site: Node, needed: Columns) -> Iterator[Edit]:
        """Yield what a part lacks, for the whole to be right: a factor, a term, a function."""
        now = self.evaluate(site)
        for atom in self.vocabulary.switches:
            if same(now * self.evaluate(atom), needed).all():
                yield Edit(site, multiplied(site, atom), "factor missing", 0.02 * atom.size, atom)
        for node, effort in self.vocabulary.explain(needed / now):
            if not self.cancels(node, now):
                rewritten = 0.4 * (meets(site, node) and bool(site.args))
                new = multiplied(site, node)
                yield Edit(site, new, "factor missing", effort + rewritten, node)
        for node, effort in self.vocabulary.explain(needed - now):
            new = self.spelt(added(site, node))
            yield Edit(site, new, "term missing", effort, node)
        for rule in self.functions:
            if same(np.asarray(rule.value(np, now), float), needed).all():
                yield Edit(site, Node(rule, (site,)), "function missing")
        if site.size <= SMALL:
            yield from self.others(site, needed)

    def others(self, site: Node, needed: Columns) -> Iterator[Edit]:
        """Yield what may stand in the place of a part."""
        for node, effort in self.vocabulary.explain(needed, most=2):
            if node.size <= site.size + 8 and (site is not self.claim or site.size < 8):
                yield Edit(site, node, "instead", effort, node)

    def exchanged_parts(self) -> Iterator[Candidate]:
        """Yield large parts replaced as a whole, where no two small edits do."""
        for site in self.claim.walk():
            needed = self.needed.get(id(site))
            if needed is not None and SMALL < site.size <= LONG:
                yield from map(one, self.others(site, needed))

    def spelt(self, node: Node) -> Node:
        """Return a part as it is spelt in the function, if it stands there."""
        column = self.evaluate(node)
        return next(
            (atom for atom in self.vocabulary.atoms
             if atom.size == node.size and same(self.evaluate(atom), column).all()), node,
        )  # fmt: skip

    def cancels(self, factor: Node, now: Columns) -> bool:
        """Tell whether a factor divides by the part itself: that would be another formula."""
        parts = Product.of(factor)
        below = [base for text, base in parts.bases.items() if parts.exponents[text] < 0]
        own = {part.text for part in self.claim.walk() if part.size > 3}
        if any(base.text in own for base in below):
            return True
        inverted = [abs(self.evaluate(base)) for base in below if base.args]
        return any(same(column, abs(now)).all() for column in inverted)

    @cached_property
    def exponents(self) -> list[Node]:
        """The exponents that stand in function, gradient or claim."""
        nodes = [self.claim, *self.vocabulary.whole]
        parts = (part for node in nodes for part in node.walk() if part.is_operation("pow"))
        found = {part.args[1].text: part.args[1] for part in parts}
        found.pop("2", None)
        return list(found.values())[:6]

    @property
    def functions(self) -> list[Rule]:
        """The functions that formulas are made of here."""
        used = {part.rule for atom in self.vocabulary.atoms for part in atom.walk()}
        one = [rule for rule in RULES.values() if not rule.operator and len(rule.partials) == 1]
        return [rule for rule in one if rule in used or rule.name == "sqrt"]

    def exchanged(self) -> Iterator[Candidate]:
        """Yield the exchange of two names throughout, if it makes the claim right."""
        used = list(dict.fromkeys(part.name for part in self.claim.walk() if part.name))
        if len(used) > 12 or self.claim.size > VERY_LONG:
            return
        for i, a in enumerate(used):
            for b in used[i + 1 :]:
                other = {a: b, b: a}
                edits = tuple(
                    Edit(part, Node(name=other[part.name]), "name")
                    for part in self.claim.walk() if part.name in other
                )  # fmt: skip
                if same(self.evaluate(replaced(self.claim, edits)), self.true).all():
                    yield Candidate(edits, edits[:1])

    def by_the_rules(self) -> Iterator[Candidate]:
        """Yield the derivative itself, where the claim is what one broken rule gives."""
        if self.rule:
            yield one(Edit(self.claim, self.vocabulary.gradient, "by the rules"))

    # --- two edits --------------------------------------------------------------------------------

    def double(self) -> Iterator[Candidate]:
        """Yield pairs of edits that make the claim right."""
        if self.is_cut:
            return
        atoms = self.vocabulary.atoms[:10]
        own = {id(site): [*self.widened(site, atoms)] for site in self.claim.walk()}
        variants = Variants(self.claim, self.evaluate, own, keep=True)
        self.variants = variants
        for site in self.claim.walk():
            needed = self.needed.get(id(site))
            if needed is None or len(variants.below[id(site)]) > ROWS:
                continue
            yield from self.beside(site, needed)
            yield from self.within(site, needed)

    def widened(self, site: Node, atoms: Sequence[Node]) -> Iterator[Edit]:
        """Yield the edits of a part, with insertions of the likeliest atoms."""
        yield from (Edit(site, new, kind) for new, kind in local_edits(site, self.names))
        if site.number:
            return
        for atom in atoms:
            for node in (atom, operation("divide", node_of(Fraction(1)), atom)):
                yield Edit(site, multiplied(site, node), "factor missing", 0.3, node)

    def beside(self, site: Node, needed: Columns) -> Iterator[Candidate]:
        """Yield pairs of edits in the two arguments of an operation."""
        if len(site.args) != 2 or not site.rule or site.rule.name not in INVERSE:
            return
        left, right = (self.variants.columns[id(arg)] for arg in site.args)
        wanted = INVERSE[site.rule.name](needed, right)
        places = [self.variants.below[id(arg)] for arg in site.args]
        for i, j in matches(left, wanted):
            pair = self.variants.edits[places[0][i]], self.variants.edits[places[1][j]]
            yield Candidate(pair, pair)

    def within(self, site: Node, needed: Columns) -> Iterator[Candidate]:
        """Yield pairs of an edit of the operation itself and one in an argument."""
        edits, below = self.variants.edits, self.variants.below
        for outer in [e for e in (edits[i] for i in below[id(site)]) if e.site is site]:
            for part in (*site.args, site):
                if outer.new is part:
                    columns = self.variants.columns[id(part)]
                elif any(arg is part for arg in outer.new.args):
                    columns = self.relifted(outer.new, part, self.variants.columns[id(part)])
                else:
                    continue
                for row in np.flatnonzero(same(columns, needed).all(axis=1))[:MATCHES]:
                    inner = edits[below[id(part)][row]]
                    if inner.site is not site:
                        whole = Edit(site, replaced(outer.new, (inner,)), outer.kind)
                        yield Candidate((whole,), (outer, inner))

    def relifted(self, node: Node, part: Node, variants: Columns) -> Columns:
        """Compute a node with one of its arguments edited in many ways."""
        assert node.rule is not None
        args: list[Any] = [variants if arg is part else self.evaluate(arg) for arg in node.args]
        result = np.asarray(node.rule.value(np, *args), dtype=float)
        return np.broadcast_to(result, (len(variants), self.evaluate.points))
