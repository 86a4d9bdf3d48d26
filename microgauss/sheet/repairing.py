"""What to write instead of a wrong side: the smallest change, in the document's own notation.

The slips are those of single formulas: a sign, an exponent, a name, a factor. Here names carry
indices, so that a dropped index is a name taken for another; and behind a sum over the data each
datum's term has to be right by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from microgauss.check.algebra import ONE, constant, operation
from microgauss.check.candidates import Candidate, WrongClaim
from microgauss.check.diagnosis import REPLACED, WORDS
from microgauss.check.floats import CLOSE, Column, Evaluator, same
from microgauss.check.repair import Repair, repair
from microgauss.check.slips import Edit, local_edits, replaced
from microgauss.check.variants import target_columns
from microgauss.check.vocabulary import Vocabulary
from microgauss.engine.rules import DomainError
from microgauss.formula import FormulaError, Node
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Term
from microgauss.sheet.alternatives import Alternatives, expanded_sum
from microgauss.sheet.grids import LARGEST, Grid, variables_of
from microgauss.sheet.judging import Judge, Pair
from microgauss.sheet.leaves import AXES, Index, NotUnderstoodError
from microgauss.sheet.normal import normal
from microgauss.sheet.spellings import Spellings
from microgauss.sheet.writing import Writer, edited, lifted

__all__ = ["Mended", "mended", "mended_bound"]

POINTS = 12
BOUNDS = 4  # candidates for a bound that are tried


@dataclass(frozen=True)
class Mended:
    """A side as it should be, what was changed, and what was wrong with it, in words.

    ``text`` is None where the side may stay, and the relation before it is changed.
    """

    text: str | None
    edits: tuple[tuple[str, str], ...]
    diagnosis: str


def mended(
    judge: Judge, left: Term, right: Term, text: str, others: Sequence[Term], spell: Spellings
) -> Mended | None:
    """Look for the smallest change that makes a wrong right side equal to the left one.

    ``text`` is what the places of the right side are in; ``others`` are sides of the same chain.
    """
    try:
        pair = judge.pair(left, right, is_strict=False)
        search = Search(judge, pair, left, right, text, spell)
        found = search.run(others)
    except (NotUnderstoodError, DomainError, FormulaError, KeyError, ValueError):
        return None
    return found


def mended_bound(
    judge: Judge, left: Term, relation: str, right: Term, text: str, spell: Spellings
) -> Mended | None:
    """Look for the smallest change of a right side with which an inequality holds."""
    try:
        search = Search(judge, judge.pair(left, right), left, right, text, spell)
        return search.bound(relation)
    except (NotUnderstoodError, DomainError, FormulaError, KeyError, ValueError):
        return None


class Search:
    """The search for the repair of a side."""

    def __init__(
        self, judge: Judge, pair: Pair, left: Term, right: Term, text: str, spell: Spellings
    ) -> None:  # noqa: PLR0913
        self.judge, self.pair, self.right, self.text = judge, pair, right, text
        self.spell, self.meaning, self.left = spell, pair.meaning, left
        self.writer = Writer(text, pair.right, lambda name: spell.leaf(name, self.meaning))

    def run(self, others: Sequence[Term]) -> Mended | None:
        """Compute all columns, look for candidates, and keep the best that is confirmed."""
        known = self.understood(others)
        expanded = expanded_sum(self.pair.left, self.meaning)
        alternatives = Alternatives(self.judge, self.meaning, self.pair.right)
        bodies = alternatives.bodies(self.pair.left)
        nodes = [self.pair.left, self.pair.right, *known, *bodies]
        nodes += [expanded] if expanded else []
        variables = list(dict.fromkeys([*self.pair.variables, *variables_of(self.meaning, nodes)]))
        points = self.judge.points(self.pair, POINTS)
        graphs = self.judge.graphs(self.pair)
        if not points:
            return None
        grid = Grid(graphs, self.meaning, variables, points, self.judge.others)
        if grid.size > LARGEST:
            return None
        leaves = [n.name for node in nodes for n in node.walk() if n.name in self.meaning.leaves]
        leaves += alternatives.leaves(variables, leaves)
        evaluate = grid.evaluator(dict.fromkeys(leaves))
        true = evaluate(self.pair.left)
        if not np.isfinite(true).all():
            return None
        formulas = [node for node in nodes if node is not self.pair.right]
        answers = [node for node in (self.pair.left, expanded) if node is not None]
        names = alternatives.usable(evaluate, answers)
        vocabulary = Vocabulary(
            alternatives.atoms(nodes, names), evaluate, formulas, self.pair.left
        )
        targets = target_columns(self.pair.right, true, evaluate)
        targets = self.with_terms(
            targets, [*answers[1:], *known, self.pair.left], grid, evaluate, true
        )
        wrong = WrongClaim(
            self.pair.right, true, evaluate, vocabulary, names=names, targets=targets
        )
        if (mean := self.without_length(true, evaluate)) is not None:
            return mean
        found = repair(wrong, self.confirm, by_rules=False)
        return self.shown(found) if found else None

    def bound(self, relation: str) -> Mended | None:
        """Try single edits of a bound, the likeliest first, of equal ones the tightest."""
        right = self.pair.right
        variables = list(dict.fromkeys([
            *self.pair.variables, *variables_of(self.meaning, [self.pair.left, right]),
        ]))  # fmt: skip
        points = self.judge.points(self.pair, 4 * POINTS)
        grid = Grid(
            self.judge.graphs(self.pair), self.meaning, variables, points, self.judge.others
        )
        leaves = [n.name for node in (self.pair.left, right) for n in node.walk()
                  if n.name in self.meaning.leaves]  # fmt: skip
        evaluate = grid.evaluator(dict.fromkeys(leaves))
        true, sign = evaluate(self.pair.left), -1 if relation.startswith("<") else 1
        ranked = []
        for edit in (e for site in right.walk() for e in local_edits(site, list(evaluate.names))):
            with np.errstate(all="ignore"):
                slack = sign * (true - evaluate(replaced(right, (edit,))))
            if (slack >= -CLOSE * np.abs(true)).all():
                candidate = Candidate((edit,), (edit,))
                ranked.append((round(candidate.cost, 2), float(np.median(slack)), candidate))
        for _, _, candidate in sorted(ranked, key=lambda r: r[:2])[:BOUNDS]:
            if self.confirm("", candidate, relation):
                return self.shown(Repair("", candidate.slips, candidate.edits))
        return None

    def without_length(self, true: Column, evaluate: Evaluator) -> Mended | None:
        """Put in N, or the factor 1/N, where nothing else is missing."""
        for edit in self.lengths_put_in(evaluate):
            if same(evaluate(replaced(self.pair.right, (edit,))), true).all():
                candidate = Candidate((edit,), (edit,))
                if self.confirm("", candidate):
                    return self.shown(Repair("", (edit,), (edit,)))
        return None

    def lengths_put_in(self, evaluate: Evaluator) -> Iterator[Edit]:
        """Yield the edits that put the number of data into a side."""
        for name in evaluate.names:
            leaf = self.meaning.leaves.get(name)
            if leaf is None or leaf.what != "length":
                continue
            node = Node(name=name)
            inverse = operation("divide", constant(ONE), node)
            for site in self.pair.right.walk():
                if site.number:
                    yield Edit(site, node, "instead")
                elif site is self.pair.right or site.rule in self.meaning.sums:
                    for factor in (inverse, node):
                        new = operation("multiply", factor, site)
                        yield Edit(site, new, "factor missing", 0.0, factor)

    def understood(self, others: Sequence[Term]) -> list[Node]:
        """Return other sides as nodes, over the variables of the pair."""
        found = []
        for term in others:
            try:
                count = AXES[self.meaning.shape(term)]
                indices = [Index(variable) for variable in self.pair.axes[:count]]
                found.append(self.meaning.at(term, indices))
            except (NotUnderstoodError, ValueError):
                continue
        return found

    # --- targets behind sums ----------------------------------------------------------------------

    def with_terms(
        self, targets: dict[int, Column], sums: Sequence[Node], grid: Grid, evaluate: Evaluator,
        true: Column,
    ) -> dict[int, Column]:  # fmt: skip
        """Add what the terms of a sum have to be, where a sum is known that is right."""
        found = dict(targets)
        own = [n for n in self.pair.right.walk() if self.is_sum(n) and id(n) in found]
        for node in own:
            for whole in sums:
                body = self.term_target(node, found[id(node)], whole, grid, evaluate, true)
                if body is not None:
                    found |= target_columns(node.args[0], body, evaluate)
                    break
        return found

    def is_sum(self, node: Node) -> bool:
        """Tell whether a node is a sum over a variable."""
        return node.rule in self.meaning.sums and self.meaning.sums[node.rule].kind == "sum"

    def term_target(
        self, node: Node, target: Column, whole: Node, grid: Grid, evaluate: Evaluator, true: Column
    ) -> Column | None:  # fmt: skip
        """Return what a sum's term should be: that of a right sum, times what its total needs."""
        outer = [n for n in whole.walk() if self.is_sum(n)]
        with np.errstate(all="ignore"):
            value = evaluate(whole)
            if not outer or not (np.abs(value - true) <= CLOSE * np.abs(true)).all():
                return None
            inner = outer[0]
            ratio = target / evaluate(inner)
            if np.ptp(ratio) > CLOSE * np.max(np.abs(ratio)):
                return None
            old = self.meaning.sums[inner.rule].variable  # type: ignore[index]
            new = self.meaning.sums[node.rule].variable  # type: ignore[index]
            if self.meaning.lengths.find(old) != self.meaning.lengths.find(new):
                return None
            body = evaluate(inner.args[0])
            return (grid.moved(body, old, new) if old != new else body) * ratio

    # --- the answer -------------------------------------------------------------------------------

    def confirm(self, _: str, candidate: Candidate, relation: str = "=") -> bool:
        """Tell whether a candidate is right, read again from what would be written."""
        text = self.written(candidate)
        if text is None:
            return False
        try:
            (statement,) = normal(read_latex(text[0]), self.meaning.names)
            if len(statement.sides) != 1:
                return False
            side = statement.sides[0]
            if side.shape == self.left.shape:
                return False
            found = (self.judge.equal(self.left, side) if relation == "="
                     else self.judge.ordered(self.left, relation, side))  # fmt: skip
            return found.verdict == "correct"
        except (FormulaError, ValueError):
            return False

    def written(self, candidate: Candidate) -> tuple[str, list[tuple[str, str]]] | None:
        """Return the side with a candidate's edits made in its text."""
        return edited(self.text, self.right.span, candidate.edits, self.writer)

    def shown(self, found: Repair) -> Mended | None:
        """Return the repair as it is shown."""
        text = self.written(Candidate(found.changes, found.edits))
        if text is None:
            return None
        return Mended(text[0], tuple(text[1]), self.words(found))

    def words(self, found: Repair) -> str:
        """Say what was wrong, in the document's notation."""
        return "; ".join(dict.fromkeys(self.words_of(edit, self.writer) for edit in found.edits))

    def words_of(self, edit: Edit, writer: Writer) -> str:
        """Say what one edit undoes."""
        if lifted(edit, writer) is not edit:
            edit = replace(lifted(edit, writer), kind="function")
        old, new = writer(edit.site), writer(edit.new)
        leaves = [self.meaning.leaves.get(node.name) for node in (edit.site, edit.new)]
        if edit.kind == "name" and all(leaf and leaf.what == "name" for leaf in leaves):
            a, b = (leaf for leaf in leaves if leaf)
            if a.name == b.name:
                return f"the index of {old} is missing: {new}"
        if edit.kind == "exponent" and edit.new.is_operation("pow"):
            base, right = (writer(arg) for arg in edit.new.args)
            return f"the exponent of {base} should be {right}"
        words = WORDS.get(edit.kind, REPLACED)
        if edit.inserted and edit.new.size <= edit.site.size:
            words = REPLACED
        if edit.kind == "factor too much" and edit.site.number == "1":
            words = REPLACED
        others = [arg for arg in edit.site.args if arg is not edit.new]
        return words.format(
            old=old, new=new, inserted=writer(edit.inserted or edit.new),
            dropped=writer(others[0] if others else edit.site),
            function=edit.new.rule.name if edit.new.rule else "",
        )  # fmt: skip
