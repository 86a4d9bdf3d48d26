"""What to write instead of a wrong side: the smallest change, in the document's own notation.

The slips are those of single formulas: a sign, an exponent, a name, a factor. Here names carry
indices, so that a dropped index is a name taken for another; and behind a sum over the data each
datum's term has to be right by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

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
from microgauss.sheet.grids import LARGEST, Grid, variables_of
from microgauss.sheet.judging import Judge, Pair
from microgauss.sheet.leaves import AXES, Index, Leaf, NotUnderstoodError
from microgauss.sheet.meaning import Meaning
from microgauss.sheet.normal import normal
from microgauss.sheet.spellings import Spellings
from microgauss.sheet.writing import Writer, edited, lifted

__all__ = ["Mended", "mended", "mended_bound"]

POINTS = 12
BOUNDS = 4  # candidates for a bound that are tried
NAMES = 40  # leaves that may stand for one another


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
        nodes = [self.pair.left, self.pair.right, *known, *([expanded] if expanded else [])]
        variables = list(dict.fromkeys([*self.pair.variables, *variables_of(self.meaning, nodes)]))
        points = self.judge.points(self.pair, POINTS)
        graphs = self.judge.graphs(self.pair)
        if not points:
            return None
        grid = Grid(graphs, self.meaning, variables, points, self.judge.others)
        if grid.size > LARGEST:
            return None
        leaves = [n.name for node in nodes for n in node.walk() if n.name in self.meaning.leaves]
        leaves += self.alternatives(variables, leaves)
        evaluate = grid.evaluator(dict.fromkeys(leaves))
        true = evaluate(self.pair.left)
        if not np.isfinite(true).all():
            return None
        formulas = [node for node in nodes if node is not self.pair.right]
        answers = [node for node in (self.pair.left, expanded) if node is not None]
        names = self.usable(evaluate, answers)
        vocabulary = Vocabulary(atoms(nodes, names), evaluate, formulas, self.pair.left)
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
        """Put in the factor 1/N, or N, where nothing else is missing."""
        right = self.pair.right
        for name in evaluate.names:
            leaf = self.meaning.leaves.get(name)
            if leaf is None or leaf.what != "length":
                continue
            node, column = Node(name=name), evaluate.names[name]
            inverse = operation("divide", constant(ONE), node)
            for factor, values in ((inverse, 1 / column), (node, column)):
                if same(evaluate(right) * values, true).all():
                    edit = Edit(right, operation("multiply", factor, right), "factor missing", 0.0,
                                factor)  # fmt: skip
                    candidate = Candidate((edit,), (edit,))
                    if self.confirm("", candidate):
                        return self.shown(Repair("", (edit,), (edit,)))
        return None

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

    def usable(self, evaluate: Evaluator, answers: Sequence[Node]) -> list[str]:
        """Return the names that a repair may use: the answer itself is none."""
        own = {part.name for part in self.pair.right.walk()}
        asked = {
            part.name for node in answers for part in node.walk()
            if part.name in self.meaning.leaves
            and self.meaning.leaves[part.name].what == "derivative"
        }  # fmt: skip
        return [
            name for name in evaluate.names
            if name != "pi" and (name in own or not self.is_answer(name, asked, evaluate))
        ]  # fmt: skip

    def is_answer(self, name: str, asked: set[str], evaluate: Evaluator) -> bool:
        """Tell whether a leaf is what is asked for, but for a factor."""
        column = evaluate.names[name]
        if name in asked or name not in self.meaning.leaves:
            return name in asked
        if self.meaning.leaves[name].what != "derivative":
            return False
        with np.errstate(all="ignore"):
            ratios = [column / evaluate.names[other] for other in asked if other in evaluate.names]
        return any(np.ptp(ratio) <= CLOSE * np.max(np.abs(ratio)) for ratio in ratios)

    # --- names ------------------------------------------------------------------------------------

    def alternatives(self, variables: Sequence[str], leaves: Sequence[str]) -> list[str]:
        """Return leaves that may be meant: other names at the same indices, other derivatives."""
        present = [self.meaning.leaves[name] for name in dict.fromkeys(leaves)]
        own = {leaf.name for node in self.pair.right.walk()
               if (leaf := self.meaning.leaves.get(node.name))}  # fmt: skip
        names = dict.fromkeys([
            *(leaf.name for leaf in present if leaf.what == "name"),
            *self.judge.scope.definitions, *self.judge.known_names(),
        ])  # fmt: skip
        found = [key for name in names for key in self.at_all(name, variables)][:NAMES]
        for leaf in present:
            if leaf.what == "derivative" and len(leaf.parts) == 2:
                found += self.derivatives(
                    leaf, [n for n in found if self.meaning.leaves[n].name in own]
                )
        found += [self.meaning.leaf(Leaf("length", n, key=key), Term("name")).name
                  for n, key in self.meaning.names.sizes.items()
                  if key in self.meaning.lengths.parent]  # fmt: skip
        return found

    def at_all(self, name: str, variables: Sequence[str]) -> Iterator[str]:
        """Yield the leaves of a name at all variables that fit its positions."""
        scope = self.judge.scope
        try:
            count = scope.family_count(name) + AXES[scope.shape(name)]
        except NotUnderstoodError:
            return
        lengths = self.meaning.lengths
        fitting = []
        for position in range(count):
            root = lengths.find(self.meaning.position(name, position))
            fitting.append([v for v in variables if lengths.find(v) == root])
        for chosen in product(*fitting):
            if len(set(chosen)) == len(chosen):
                indices = tuple(Index(v, self.meaning.starts.get(v, 1) - 1) for v in chosen)
                yield self.meaning.leaf(Leaf("name", name, indices), Term("name")).name

    def derivatives(self, leaf: Leaf, names: Sequence[str]) -> list[str]:
        """Return the derivatives of other names, and by other names, at the same indices."""
        found = []
        for place, part in enumerate(leaf.parts):
            own = self.meaning.leaves.get(part.name)
            if own is None:
                continue
            for name in names:
                other = self.meaning.leaves[name]
                if other.indices == own.indices and other.name != own.name and other.what == "name":
                    parts = list(leaf.parts)
                    parts[place] = Node(name=name)
                    key = f"d({parts[0].text})/d({parts[1].text})"
                    new = replace(leaf, parts=tuple(parts), key=key, name=key)
                    found.append(self.meaning.leaf(new, Term("name")).name)
        return found[:NAMES]

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


def atoms(nodes: Sequence[Node], names: Sequence[str]) -> list[Node]:
    """Return what may have been left out: leaves, and parts of the sides of the chain."""
    leaves = [Node(name=name) for name in names]
    parts = [part for node in nodes for part in node.walk() if part.args and part.size <= 20]
    known = {*names, "pi"}
    return [a for a in [*leaves, *parts] if all(p.name in known for p in a.walk() if p.name)]


def expanded_sum(node: Node, meaning: Meaning) -> Node | None:
    """Return the derivative of a mean over the data as the mean of derivatives."""
    leaf = meaning.leaves.get(node.name)
    if leaf is None or leaf.what != "derivative":
        return None
    function, *taken = leaf.parts
    inner = meaning.leaves.get(function.name)
    if inner is not None and inner.what == "name":
        known = meaning.scope.get(inner.name)
        if known is None or known.variables:
            return None
        meaning.leaves.update(known.meaning.leaves)
        meaning.sums.update(known.meaning.sums)
        meaning.spellings.update(known.meaning.spellings)
        function = known.body
    return differentiated(function, taken, meaning)


def differentiated(node: Node, taken: Sequence[Node], meaning: Meaning) -> Node | None:
    """Differentiate a sum term by term, and leave numbers in front of it; None for no sum."""
    if node.rule in meaning.sums and meaning.sums[node.rule].kind == "sum":
        body = node.args[0]
        key = f"d({body.text})/d({', '.join(n.text for n in taken)})"
        indices = tuple(dict.fromkeys(i for n in (body, *taken) for i in meaning.leaves_of(n)))
        leaf = meaning.leaf(Leaf("derivative", key, indices, (body, *taken), key=key), Term("name"))
        return Node(node.rule, (Node(name=leaf.name),))
    if node.is_operation("negative"):
        inner = differentiated(node.args[0], taken, meaning)
        return operation("negative", inner) if inner else None
    if node.is_operation("multiply", "divide"):
        a, b = node.args
        if is_number(a, meaning) and node.is_operation("multiply"):
            inner = differentiated(b, taken, meaning)
            return operation("multiply", a, inner) if inner else None
        if is_number(b, meaning):
            inner = differentiated(a, taken, meaning)
            return Node(node.rule, (inner, b)) if inner else None
    return None


def is_number(node: Node, meaning: Meaning) -> bool:
    """Tell whether nothing in a node varies."""
    return all(
        not part.name or part.name == "pi" or meaning.leaves[part.name].what == "length"
        for part in node.walk()
    )
