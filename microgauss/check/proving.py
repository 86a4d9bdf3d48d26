"""An inequality between two graphs, to be proved over a box: which box, and what there is to show.

Two names that occur only in their difference, as t - mu does, are one variable. Where operations
choose, as |x| does, every combination of signs is a case of its own, simplified for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from microgauss.check.algebra import negative
from microgauss.check.branching import WORK, Bounded, Boxes, Outcome, prove
from microgauss.check.domains import ANYWHERE, Domain
from microgauss.check.enclosures import Enclosure, NoEnclosureError
from microgauss.check.floats import Rows
from microgauss.check.forms import InexactError, exact
from microgauss.check.orthants import CHOICES, Orthant
from microgauss.check.ranges import Ends, found_differences, in_words, range_of
from microgauss.check.signs import Signs
from microgauss.check.symbols import grouped, simplified
from microgauss.engine.rules import RULES
from microgauss.engine.value import Constant, Value, record, toposort
from microgauss.formula import Node, fold_tree
from microgauss.formula.reading import recorded
from microgauss.tape import Tape

__all__ = ["REACHES", "Proof"]

REACHES = (1e3, 10.0)  # how far a box goes in a name whose domain has no end there
SHARES = {0: 0.5, 2: 0.5}  # of the work: with slopes bounded by their own slopes so many times
LARGE, LARGEST = 200, 2_000  # nodes of a formula that is simplified for each part, and at all
MOST_NAMES = 5  # whose signs are told apart


class Case(NamedTuple):
    """A part of the box, by names, and what is to be shown there: alternatives of each claim.

    Names that are ``flipped`` stand for their negatives; ``key`` tells equal cases.
    """

    ranges: dict[str, Ends]
    claims: list[list[Value]]
    leaves: dict[str, Value]
    flipped: set[str]
    key: tuple[Any, ...]

    @property
    def boxes(self) -> Boxes:
        """The part as a column of one box."""
        ends = np.array([self.ranges[name] for name in self.leaves]).reshape(-1, 2, 1)
        return Boxes(ends[:, 0], ends[:, 1])


class Proof:
    """The attempt to prove ``lesser <= greater``, or ``<`` if ``strict``, for two graphs.

    They are over ``leaves``, by name, and have not been carried out; ``domains`` bound some of the
    names. ``box`` says in words over which box.
    """

    def __init__(
        self,
        sides: tuple[Value, Value],
        leaves: Mapping[str, Value],
        domains: Mapping[str, Domain],
        *,
        strict: bool,
        reach: float,
    ) -> None:
        self.sides, self.leaves, self.strict = sides, dict(leaves), strict
        self.domains = domains
        self.ranges = {n: range_of(domains.get(n, ANYWHERE), reach, strict=strict) for n in leaves}
        free = [name for name in leaves if domains.get(name, ANYWHERE) == ANYWHERE]
        self.differences = found_differences(sides, {leaves[name] for name in free})
        merged = {name for pair in self.differences for name in pair}
        self.variables = {n: ends for n, ends in self.ranges.items() if n not in merged}
        self.variables |= dict.fromkeys(self.differences.values(), (-reach, reach))
        self.signs: dict[tuple[Ends, ...], Signs] = {}
        try:
            cases = [self.case(ranges) for ranges in self.parts()]
        except InexactError:
            cases = []
        # Where a name's sign doesn't matter, two cases are one.
        self.cases = list({case.key: case for case in cases or [self.as_it_stands()]}.values())

    @property
    def box(self) -> str:
        """The box in words: " for |z| and |t − mu| up to 1000"; "" where there are no names."""
        return in_words(self.variables)

    @property
    def is_done(self) -> bool:
        """Whether signs alone tell that it holds, so that there are no claims left to show."""
        return not any(case.claims for case in self.cases)

    def outcome(self) -> Outcome:
        """Try to show every claim of every case, and return how far that came."""
        found: list[list[Outcome]] = []
        left, count = float(WORK), sum(len(case.claims) for case in self.cases)
        for case in self.cases:
            found.append([])
            for claim in case.claims:
                found[-1].append(self.shown(case, claim, left / count))
                left, count = left - found[-1][-1].spent, count - 1
        shares = [min((one.share for one in parts), default=1.0) for parts in found]
        middles = [
            self.points(case, one.middles)
            for case, parts in zip(self.cases, found, strict=True)
            for one in parts
        ]
        return Outcome(
            all(one.is_proved for parts in found for one in parts),
            sum(shares) / len(shares),
            np.hstack([np.empty((len(self.leaves), 0)), *middles]),
            WORK - left,
        )

    def shown(self, case: Case, claim: Sequence[Value], work: float) -> Outcome:
        """Try to show one claim, in one variable also by slopes of slopes."""
        leaves = tuple(case.leaves.values())
        attempts, spent = [], 0.0
        shares = SHARES if len(leaves) == 1 else {0: 1.0}
        for orders, part in shares.items():
            try:
                graphs = [Bounded(one, leaves, orders) for one in claim]
                found = prove(graphs, case.boxes, strict=self.strict, work=work * part)
            except NoEnclosureError:
                found = Outcome(is_proved=False, share=0.0, middles=case.boxes.middle, spent=0.0)
            attempts.append(found)
            spent += found.spent
            if found.is_proved:
                break
        best = max(attempts, key=lambda one: (one.is_proved, one.share))
        return best._replace(spent=spent)

    def points(self, case: Case, middles: Rows) -> Rows:
        """Return points of a case as points of all names; of a difference a - b, b is 0."""
        found = np.zeros((len(self.leaves), middles.shape[1]))
        names = list(self.leaves)
        firsts = {joint: pair[0] for pair, joint in self.differences.items()}
        for name, row in zip(case.leaves, middles, strict=True):
            found[names.index(firsts.get(name, name))] = -row if name in case.flipped else row
        return found

    def parts(self) -> list[dict[str, Ends]]:
        """Return the box, in parts where each name has one sign if that tells more.

        There are none of a formula too large to be simplified.
        """
        size = tree_size(self.sides)
        if size > LARGEST:
            return []
        chooses = any(v.rule and v.rule.name in CHOICES for v in toposort(*self.sides))
        if not chooses or len(self.variables) > MOST_NAMES or size > LARGE:
            return [self.variables]
        halves = [
            ((low, 0.0), (0.0, high)) if low < 0 < high else ((low, high),)
            for low, high in self.variables.values()
        ]
        return [dict(zip(self.variables, ends, strict=True)) for ends in product(*halves)]

    def case(self, ranges: dict[str, Ends]) -> Case:
        """Return what is to be shown in a part of the box, beyond what signs tell.

        These hold even where the names go on without end.
        """
        endless = {n: self.endless(n, *ends) for n, ends in ranges.items()}
        flipped = {n for n, (low, high) in endless.items() if low < 0 and high <= 0}
        endless, ranges = (
            {n: (-high, -low) if n in flipped else (low, high) for n, (low, high) in ends.items()}
            for ends in (endless, ranges)
        )
        nodes = {n: Node(name=n) for n in ranges}
        nodes |= {n: negative(nodes[n]) for n in flipped}
        known = Signs({n: Enclosure(*ends) for n, ends in endless.items()})
        signs = self.signs.setdefault(tuple(endless.values()), known)
        differences = {pair: nodes[name] for pair, name in self.differences.items()}
        orthant = Orthant(signs, differences)
        tape = Tape(self.sides, tuple(self.leaves.values()))
        results = tape.run([nodes.get(name, Node(name=name)) for name in self.leaves], orthant)
        lesser, greater = (results[side] for side in self.sides)
        difference = simplified(RULES["subtract"], greater, lesser)
        claims = orthant.claims(difference, strict=self.strict)
        leaves = {name: Value(1.0, name) for name in ranges}
        graphs = Graphs({**leaves, **{n: Constant(x, n) for n, x in signs.constants.items()}})
        found = [[graphs.of(grouped(node)) for node in claim] for claim in claims]
        used = set(toposort(*(one for claim in found for one in claim)))
        kept = {n: leaf for n, leaf in leaves.items() if leaf in used}
        texts = (tuple(node.text for node in claim) for claim in claims)
        key = (*endless.items(), *ranges.items(), *texts)
        return Case(ranges, found, kept, flipped, key)

    def endless(self, name: str, low: float, high: float) -> Ends:
        """Return the ends of a part, without those that its name's domain doesn't have."""
        box, domain = self.variables[name], self.domains.get(name, ANYWHERE)
        return (
            domain.low if low == box[0] and np.isinf(domain.low) else low,
            domain.high if high == box[1] and np.isinf(domain.high) else high,
        )

    def as_it_stands(self) -> Case:
        """Return the whole inequality as the one claim."""
        lesser, greater = self.sides
        self.differences, self.variables = {}, self.ranges
        difference = record(RULES["subtract"], 1.0, greater, lesser, Value)
        return Case(self.ranges, [[difference]], self.leaves, set(), ())


class Graphs:
    """Makes graphs of formulas over leaves and constants by name, equal parts once."""

    def __init__(self, names: Mapping[str, Value]) -> None:
        self.names = names
        self.known: dict[str, Value] = {}

    def of(self, node: Node) -> Value:
        """Return the graph of a formula; InexactError where its numbers may be rounded."""
        return fold_tree(exact(node), self.made)

    def made(self, part: Node, args: list[Value]) -> Value:
        """Return the graph of a part, the same for equal parts."""
        if part.text not in self.known:
            if part.rule is not None:
                self.known[part.text] = recorded(part, args)
            elif part.name:
                self.known[part.text] = self.names[part.name]
            else:
                self.known[part.text] = Constant(float(part.number))
        return self.known[part.text]


def tree_size(outputs: Sequence[Value]) -> int:
    """Return how many nodes graphs have when they are written out, shared values at each use."""
    sizes: dict[Value, int] = {}
    for value in toposort(*outputs):
        sizes[value] = 1 + sum(sizes[arg] for arg in value.args)
    return max(sizes[output] for output in outputs)
