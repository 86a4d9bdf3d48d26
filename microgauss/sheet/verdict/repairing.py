"""What to write instead of a wrong side: the smallest change, in the document's own notation.

The slips are those of single formulas: a sign, an exponent, a name, a factor. Here names carry
indices, so that a dropped index is a name taken for another; and behind a sum over the data each
datum's term has to be right by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from microgauss.check.algebra import ONE, constant, operation
from microgauss.check.candidates import Candidate, WrongClaim
from microgauss.check.floats import CLOSE, Column, Evaluator, same
from microgauss.check.problem import Point
from microgauss.check.repair import Repair, repair
from microgauss.check.slips import Edit, local_edits, replaced
from microgauss.check.variants import target_columns
from microgauss.check.vocabulary import Vocabulary
from microgauss.engine.rules import DomainError
from microgauss.formula import FormulaError, Node
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Term
from microgauss.sheet.notation.normal import normal
from microgauss.sheet.understanding.grids import LARGEST, Grid, variables_of
from microgauss.sheet.understanding.leaves import AXES, Index, NotUnderstoodError
from microgauss.sheet.understanding.lengths import DATA
from microgauss.sheet.verdict.alternatives import Alternatives, expanded_sum
from microgauss.sheet.verdict.editing import edited
from microgauss.sheet.verdict.judging import Judge
from microgauss.sheet.verdict.pairs import Pair, pairs_of_entries
from microgauss.sheet.verdict.slip_words import words_of
from microgauss.sheet.verdict.spellings import Spellings
from microgauss.sheet.verdict.sums import Known, with_terms
from microgauss.sheet.verdict.writing import Writer

__all__ = ["Mended", "Wrong", "mended", "mended_bound"]

GIVEN_UP = NotUnderstoodError, DomainError, FormulaError, KeyError, ValueError
POINTS = 12
MOST = 1000  # of the divisor of a number
BOUNDS = 4  # candidates for a bound that are tried


@dataclass(frozen=True)
class Mended:
    """A side as it should be, what was changed, and what was wrong with it, in words.

    ``text`` is None where the side may stay, and the relation before it is changed.
    """

    text: str | None
    edits: tuple[tuple[str, str], ...]
    diagnosis: str


class Wrong(NamedTuple):
    """A wrong ``right`` side, to be judged against the ``left`` one.

    ``text`` is what the places of the right side are in; names are written as ``spell`` does.
    """

    judge: Judge
    left: Term
    right: Term
    text: str
    spell: Spellings


def mended(wrong: Wrong, others: Sequence[Term]) -> Mended | None:
    """Look for the smallest change that makes a wrong right side equal to the left one.

    ``others`` are sides of the same chain that are right.
    """
    with suppress(*GIVEN_UP):
        pair = wrong.judge.pair(wrong.left, wrong.right, is_strict=False)
        if found := Search(wrong, pair).run(others):
            return found
    with suppress(*GIVEN_UP):
        for pair in pairs_of_entries(wrong.left, wrong.right, wrong.judge.scope):
            if wrong.judge.of_pair(pair, DATA).verdict == "wrong":
                return Search(wrong, pair).run(())
    return None


def mended_bound(wrong: Wrong, relation: str) -> Mended | None:
    """Look for the smallest change of a right side with which an inequality holds."""
    try:
        return Search(wrong, wrong.judge.pair(wrong.left, wrong.right)).bound(relation)
    except GIVEN_UP:
        return None


class Search:
    """The search for the repair of a side."""

    def __init__(self, wrong: Wrong, pair: Pair) -> None:
        self.judge, self.left, self.right, self.text, self.spell = wrong
        self.pair, self.meaning = pair, pair.meaning
        self.writer = Writer(
            self.text, pair.right, lambda name: self.spell.leaf(name, self.meaning)
        )

    def run(self, others: Sequence[Term]) -> Mended | None:
        """Compute all columns, look for candidates, and keep the best that is confirmed."""
        known = self.understood(others)
        expanded = expanded_sum(self.pair.left, self.meaning)
        alternatives = Alternatives(self.judge, self.meaning, self.pair.right)
        nodes = [self.pair.left, self.pair.right, *known, *([expanded] if expanded else [])]
        bodies = alternatives.bodies(self.pair.left)
        points = self.judge.points(self.pair, POINTS)
        grid = self.grid([*nodes, *bodies], points)
        if grid.size > LARGEST:
            bodies, grid = [], self.grid(nodes, points)
        if not points or grid.size > LARGEST:
            return None
        nodes += bodies
        variables = list(grid.lengths)
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
        sums = [*answers[1:], *known, self.pair.left]
        targets = with_terms(targets, self.pair, Known(grid, evaluate, true), sums)
        wrong = WrongClaim(
            self.pair.right, true, evaluate, vocabulary, names=names, targets=targets
        )
        if (mean := self.without_length(true, evaluate)) is not None:
            return mean
        found = repair(wrong, self.confirm, by_rules=False) or self.number(true)
        return self.shown(found) if found else None

    def grid(self, nodes: Sequence[Node], points: Sequence[Point]) -> Grid:
        """Return the grid over all positions in some nodes."""
        variables = dict.fromkeys([*self.pair.variables, *variables_of(self.meaning, nodes)])
        graphs = self.judge.graphs(self.pair)
        return Grid(graphs, self.meaning, list(variables), points, self.judge.others)

    def number(self, true: Column) -> Repair | None:
        """Put the right number in the place of a wrong one."""
        if any(part.name for part in self.pair.right.walk()) or np.ptp(true) > CLOSE * abs(true[0]):
            return None
        number = Fraction(float(true[0])).limit_denominator(MOST)
        edit = Edit(self.pair.right, constant(number), "number")
        candidate = Candidate((edit,), (edit,))
        return Repair("", (edit,), (edit,)) if self.confirm("", candidate) else None

    def bound(self, relation: str) -> Mended | None:
        """Try single edits of a bound, the likeliest first, of equal ones the tightest."""
        right = self.pair.right
        points = self.judge.points(self.pair, 4 * POINTS)
        grid = self.grid([self.pair.left, right], points)
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
        """Put in N, or the factor 1/N or 1/(2N), where nothing else is missing."""
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
            double = operation("multiply", constant(2 * ONE), node)
            inverses = [operation("divide", constant(ONE), below) for below in (node, double)]
            for site in self.pair.right.walk():
                if site.number:
                    yield Edit(site, node, "instead")
                if site is self.pair.right or not site.number:
                    for factor in (*inverses, node):
                        new = (operation("multiply", site, factor) if site.number
                               else operation("multiply", factor, site))  # fmt: skip
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

    # --- the answer -------------------------------------------------------------------------------

    def confirm(self, _: str, candidate: Candidate, relation: str = "=") -> bool:
        """Tell whether a candidate is right, read again from what would be written."""
        text = self.written(candidate)
        whole = replaced(self.pair.right, candidate.edits)
        if text is None or any(map(self.is_silly, candidate.edits)) or has_nothing(whole):
            return False
        try:
            (statement,) = normal(read_latex(text[0]), self.meaning.names)
        except (FormulaError, ValueError):
            return False
        side = statement.sides[0]
        if len(statement.sides) != 1 or side.shape == self.left.shape:
            return False  # the left side itself is no repair
        functions = {n for n, known in self.judge.scope.definitions.items() if known.arguments}
        if (alone(side) - alone(self.left, self.right)) & functions:
            return False  # 1 - sigma for 1 - sigma(a)
        return self.judge.judged(self.left, relation, side).verdict == "correct"

    def is_silly(self, edit: Edit) -> bool:
        """Tell whether an edit is none that undoes a slip: it makes f' or f(2) of f.

        Only where f is a factor of f', as of exp, may it be missing.
        """
        leaf = self.meaning.leaves.get(self.pair.left.name)
        function = leaf.parts[0].name if leaf and leaf.what in ("derivative", "call") else ""
        missing = edit.inserted
        if missing and missing.is_operation("divide") and missing.args[1].number:
            return not missing.args[0].number  # x/2: two slips
        has_function = any(part.name == function for part in self.pair.right.walk())
        is_factor = missing is not None and missing.name == function
        is_far_fetched = function != "" and not has_function and not is_factor
        return is_far_fetched and any(part.name == function for part in edit.new.walk())

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
        return "; ".join(
            dict.fromkeys(words_of(edit, self.writer, self.meaning) for edit in found.edits)
        )


def alone(*terms: Term) -> set[str]:
    """Return the names in terms that aren't applied to anything in brackets, nor differentiated."""
    found = set[str]()
    for term in terms:
        is_slope = term.kind in ("derivative", "gradient", "prime")
        args = list(term.args[1:] if is_slope else term.args)
        if term.kind == "juxtaposed":
            pairs = [(one, after, *after.args[:1]) for one, after in pairwise(args)]
            applied = [id(pair[0]) for pair in pairs if "group" in {arg.kind for arg in pair[1:]}]
            args = [arg for arg in args if id(arg) not in applied]
        found |= {term.text} if term.kind == "name" else alone(*args)
    return found


def has_nothing(root: Node) -> bool:
    """Tell whether x - x stands somewhere in a formula."""
    return any(part.is_operation("subtract") and part.args[0].text == part.args[1].text
               for part in root.walk())  # fmt: skip
