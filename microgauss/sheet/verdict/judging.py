"""Does a relation hold? What is found of two sides, and what that means for a reader."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

from microgauss.engine.rules import DomainError
from microgauss.formula.terms import Term
from microgauss.sheet.context.allowed import ABOVE_0, Allowed
from microgauss.sheet.notation.parts import (
    INNER,
    MATRIX,
    ONES,
    SCALAR,
    argument_name,
    has_derivative,
    quantities,
)
from microgauss.sheet.notation.rates import TIMES, rate_of
from microgauss.sheet.understanding.leaves import NotUnderstoodError
from microgauss.sheet.understanding.lengths import DATA, Lengths
from microgauss.sheet.understanding.meaning import Meaning
from microgauss.sheet.understanding.scope import Scope
from microgauss.sheet.verdict.comparing import Comparing, Verdict
from microgauss.sheet.verdict.pairs import (
    ShapeError,
    has_open_size,
    other_data,
)

__all__ = ["RIGHT_ABOVE_0", "Judge", "Verdict"]

RIGHT_ABOVE_0 = "right where all numbers are above 0: say so"


class Judge(Comparing):
    """Judges relations in a scope, where names may be the numbers that are ``allowed``.

    ``known`` are verdicts that were found before, in this or another answer to the same sheet.
    """

    def __init__(
        self, scope: Scope, allowed: Allowed, known: dict[Any, Verdict] | None = None
    ) -> None:
        super().__init__(scope, allowed)
        self.known = {} if known is None else known
        self.key = (
            frozenset(scope.definitions.items()),
            allowed.key,
            scope.names.key,
        )

    def judged(self, left: Term, relation: str, right: Term) -> Verdict:
        """Judge a relation, or remember what was found."""
        key = (self.key, left.shape, relation, right.shape)
        if key not in self.known:
            found = (
                self.equation(left, right) if relation == "="
                else self.inequality(left, relation, right)
            )  # fmt: skip
            made_of = self.made_of(left, right)
            tied = self.allowed.constrained & made_of
            if not has_derivative(left):  # cos(2 pi k) = 1; but a derivative goes along a line
                tied |= self.allowed.whole & made_of
            is_wide = found.verdict == "correct" and self.allowed.wide & made_of
            if is_wide and self.has_gaps(left, right):
                found = holding("right where both sides have a value, not elsewhere")
            if found.verdict == "correct" and (sizes := self.taken_as_equal(left, right)):
                found = Verdict("untestable", f"{sizes} are taken as equal, and needn't be")
            is_open = found.verdict == "wrong" and not found.is_false_above_0
            if is_open and self.holds_above_0(left, relation, right):
                found = holding(RIGHT_ABOVE_0)
            is_summed = relation != "=" and bool(self.allowed.totals.keys() & made_of)
            if found.verdict == "wrong" and is_summed:  # what is left of a sum may be negative
                found = Verdict("untestable", "it depends on the numbers that add up")
            if found.verdict == "wrong" and self.allowed.alike:
                found = Verdict("untestable", "indices that are the same aren't judged")
            if (
                found.verdict == "wrong"
                and tied
                and not self.is_wrong_of_zeros_and_ones(left, relation, right, tied)
            ):
                words = f"it depends on the condition on {', '.join(sorted(tied))}"
                found = Verdict("untestable", self.as_written(words))
            if found.verdict == "wrong" and self.allowed.symmetric & made_of:
                found = self.if_symmetric(left, relation, right, found)
            self.known[key] = found
        return self.known[key]

    def taken_as_equal(self, left: Term, right: Term) -> str:
        """Return two numbers of data that are the same as they are read: of x_1..x_n and x_1..x_m.

        So they are where an index runs to one of them in one sum, and to the other elsewhere.
        """
        names, definitions = self.scope.names, self.scope.definitions
        made_of = self.made_of(left, right)
        terms = [left, right, *(definitions[n].term for n in made_of if n in definitions)]
        used = {part.text for term in terms for part in term.walk() if part.text in names.sizes}
        used |= {size for name in made_of for size in names.dimensions.get(name, ())
                 if not size.isdigit()}  # fmt: skip
        if len(used) < 2:
            return ""
        lengths = self.pair(left, right, is_strict=False).meaning.scope.lengths
        classes: dict[str, str] = {}
        for size in sorted(used):
            other = classes.setdefault(lengths.find(names.sizes[size]), size)
            if other != size:
                return f"{other} and {size}"
        return ""

    def is_wrong_of_zeros_and_ones(
        self, left: Term, relation: str, right: Term, tied: set[str]
    ) -> bool:
        """Tell whether a relation is wrong where what is tied is 0 or 1, and where one is 1."""
        allowed = self.allowed
        if not tied <= allowed.zero_one:
            return False
        free = allowed._replace(
            constrained=allowed.constrained - tied,
            choices={**self.choices, **dict.fromkeys(tied, (0.0, 1.0))},
        )
        one_hot = free._replace(totals={**dict.fromkeys(tied, (1.0, -1)), **allowed.totals})
        return all(Judge(self.scope, some, self.known).judged(left, relation, right).verdict
                   == "wrong" for some in (free, one_hot))  # fmt: skip

    def if_symmetric(self, left: Term, relation: str, right: Term, found: Verdict) -> Verdict:
        """Return what is found if matrices are symmetric that may be, where it matters."""
        names = copy(self.scope.names)
        names.symmetric = names.symmetric | self.allowed.symmetric
        allowed = self.allowed._replace(symmetric=set())
        judge = Judge(Scope(names, self.scope.definitions, Lengths()), allowed, self.known)
        other = judge.judged(left, relation, right)
        if other.verdict == found.verdict:
            return found
        if self.allowed.is_symmetric:
            return other
        return Verdict("untestable", "it depends on whether a matrix is symmetric")

    def holds_above_0(self, left: Term, relation: str, right: Term) -> bool:
        """Tell whether a relation holds where all numbers are positive, as is often meant.

        An inequality holds there if it isn't refuted.
        """
        names = {name for name in self.made_of(left, right) if name not in self.scope.definitions}
        free = names - self.domains.keys() - self.choices.keys() - self.allowed.wide
        new = dict.fromkeys(free, ABOVE_0)
        if not new:
            return False
        allowed = self.allowed._replace(domains={**self.domains, **new})
        judge = Judge(self.scope, allowed)
        if relation == "=":
            return judge.equation(left, right).verdict == "correct"
        return judge.inequality(left, relation, right).verdict != "wrong"

    def is_free(self, name: str) -> bool:
        """Tell whether nothing defines a name."""
        return name not in self.scope.definitions

    def made_of(self, *sides: Term) -> set[str]:
        """Return the names that sides are made of, by their definitions, too."""
        return self.scope.made_of(*sides)

    def equation(self, left: Term, right: Term) -> Verdict:
        """Judge an equation, for two numbers of data."""
        try:
            pair = self.pair(left, right)
            verdict = self.of_pair(pair, DATA)
            for data in other_data(pair):
                if verdict.verdict == "correct":
                    again = self.of_pair(pair, data, points=2)
                    verdict = again if again.verdict == "wrong" else verdict
            if verdict.verdict == "wrong" and has_open_size(pair):
                return Verdict("untestable", "it depends on how large a matrix is")
            if verdict.verdict == "wrong" and has_bars(pair.meaning, left, right):
                return Verdict("untestable", "bars may be those of a determinant, or of a norm")
        except ShapeError as error:
            is_primed = any(part.kind == "prime" for part in left.walk())  # by a vector, perhaps
            is_clear = (
                not is_primed
                and not self.are_of_other_vectors(left, right)
                and self.has_sure_shapes(left, right)
            )
            return Verdict("wrong" if is_clear else "untestable", str(error))
        except (NotUnderstoodError, DomainError, ValueError) as error:
            return Verdict("untestable", self.as_written(str(error)))
        except RecursionError:
            return Verdict("untestable", "what its names stand for goes round in a circle")
        return verdict

    def as_written(self, words: str) -> str:
        """Return words about names in which pi and e are called so where they are free names."""
        for constant, name in self.scope.names.free.items():
            words = re.sub(rf"\b{name}\b", constant, words)
        return words

    def has_sure_shapes(self, *sides: Term) -> bool:
        """Tell whether it is said which names are vectors: by bold letters, or of each alone."""
        names = self.scope.names
        free = self.made_of(*sides) - self.scope.definitions.keys() - names.sizes.keys()
        said = {
            *names.dimensions,
            *names.counts,
            *(n for n, s in names.shapes.items() if s == SCALAR),
        }
        return names.has_bold or free <= said

    def are_of_other_vectors(self, *sides: Term) -> bool:
        """Tell whether functions of vectors are applied to others than they are defined with."""
        groups = {tuple(map(argument_name, part.args)) for side in sides for part in side.walk()
                  if part.kind == "group"}  # fmt: skip
        arguments = {self.scope.names.arguments.get(name, ()) for name in quantities(*sides)}

        def of_vectors(names: tuple[str, ...]) -> bool:
            return all(names) and any(self.scope.shape(name) != SCALAR for name in names)

        return any(set(filter(of_vectors, groups)) - {own} for own in filter(of_vectors, arguments))

    def known_names(self) -> list[str]:
        """Return the names that the definitions are made of, lengths left out."""
        terms = [definition.term for definition in self.scope.definitions.values()]
        sizes = self.scope.names.sizes
        return [name for name in dict.fromkeys(quantities(*terms)) if name not in sizes]

    def unknown(self, term: Term) -> list[str]:
        """Return the names in a term that nothing defines, indices and lengths aside."""
        ends = [end for c in self.allowed.conditions for end in (c.left, c.right) if end]
        numbered = {name.rpartition("_")[0] for name in self.scope.definitions
                    if name.rpartition("_")[2].isdigit()}  # fmt: skip
        known = {
            *self.scope.definitions, *numbered, *self.known_names(), *self.scope.names.sizes,
            *self.domains, *self.choices, *self.allowed.totals,
            *quantities(*ends), *self.scope.names.moving, *map(rate_of, self.scope.names.moving),
            INNER, ONES, *(TIMES if self.scope.names.moving else ()),
            *("I" if self.scope.names.has_matrices else ""),
        }  # fmt: skip
        rows = {name.lower() for name in self.scope.names.dimensions}
        return [n for n in dict.fromkeys(quantities(term)) if n not in known and n not in rows]

    def dropped(self, term: Term, letter: str = "") -> list[tuple[Term, str]]:
        """Return the names inside of sums that lack the sum's index, with its letter."""
        if term.kind in ("sum", "product"):
            return self.dropped(term.args[0], term.text)
        if term.kind == "name":
            has_index = letter and self.scope.family_count(term.text) == 1
            return [(term, letter)] if has_index and term.text != letter else []
        args = term.args
        if term.kind == "juxtaposed":  # a function that is applied has the index of its arguments
            args = tuple(
                arg for arg, after in zip(args, (*args[1:], None), strict=True)
                if not (arg.kind == "name" and after is not None and after.kind == "group"
                        and arg.text in self.scope.names.functions)
            )  # fmt: skip
        if term.kind == "index":
            args = () if term.args[0].kind == "name" else term.args[:1]
        if term.kind in ("derivative", "gradient"):
            args = term.args[1:]  # the function's is that of the name
        return [found for arg in args for found in self.dropped(arg, letter)]

    def inequality(self, left: Term, relation: str, right: Term) -> Verdict:
        """Judge an inequality, component by component.

        What holds for any mu holds for mu = w^T x, and has fewer names.
        """
        try:
            if (general := self.general(left, right)) is not None:
                found = general.judged(left, relation, right)
                if found.verdict == "correct":
                    return found
            return self.ordered_pair(self.pair(left, right), relation)
        except (NotUnderstoodError, DomainError, ValueError) as error:
            return Verdict("untestable", str(error))
        except RecursionError:
            return Verdict("untestable", "what its names stand for goes round in a circle")

    def general(self, left: Term, right: Term) -> Judge | None:
        """Return a judge to whom numbers are free that vectors define; None if there are none."""
        scope = self.scope
        made = {
            name for name in quantities(left, right)
            if name in scope.definitions and scope.shape(name) == SCALAR
            and any(scope.shape(n) != SCALAR for n in quantities(scope.definitions[name].term))
        }  # fmt: skip
        if not made:
            return None
        kept = {name: d for name, d in scope.definitions.items() if name not in made}
        return Judge(Scope(scope.names, kept, Lengths()), self.allowed, self.known)


def holding(where: str) -> Verdict:
    """Return the verdict on a relation that is right at some points, not at all."""
    return Verdict("untestable", where, holds_somewhere=True)


def has_bars(meaning: Meaning, *sides: Term) -> bool:
    """Tell whether bars stand around a matrix, which in a logarithm are those of a determinant."""
    parts = [part for side in sides for part in side.walk()]
    inside = {id(one) for part in parts if part.text in ("log", "sqrt") for one in part.walk()}
    return any(part.text == "abs" and id(part) not in inside
               and meaning.shape(part.args[0]) == MATRIX for part in parts)  # fmt: skip
