"""What else a claim may mean: with a name held fixed, solved for, or without earlier exercises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.beside import Beside
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.meanings import (
    by_other_names,
    shapes,
    with_put_in,
    with_short_arguments,
    with_values,
)
from microgauss.sheet.claims.steps import is_own_step, with_steps_held
from microgauss.sheet.context.definitions import definition_of
from microgauss.sheet.context.held import Held
from microgauss.sheet.context.in_force import of_this_exercise
from microgauss.sheet.context.models import RESIDUALS, is_model
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import (
    applied_name,
    bare,
    function_of,
    has_derivative,
    quantities,
)
from microgauss.sheet.notation.provisos import AT_ARGUMENT
from microgauss.sheet.notation.rewriting import with_products
from microgauss.sheet.notation.words import RESPECT
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["OtherMeanings", "varied_in", "with_all_put_in"]


USUAL = {"x", "t"}  # by which a prime is, where one of them is there


class OtherMeanings:
    """Finds what claims may mean otherwise, with judges who know what must be known for that.

    ``lone`` are names that stand in one formula only, as errors of a model do.
    """

    def __init__(self, claims: Claims) -> None:
        self.claims, self.text, self.course = claims, claims.text, claims.course
        self.varying, self.held = claims.names.varying, Held(claims.text)
        statements = [s for parsed in self.text.formulas for s in parsed.statements]
        times = Counter(name for statement in statements if statement.relations != ("~",)
                        for name in set(quantities(*statement.sides)))  # fmt: skip
        self.lone = {name for name, count in times.items() if count == 1}
        self.lone |= errors_of_one(statements)

    def of(self, claim: Claim, judge: Judge) -> Iterator[tuple[Claim, Judge]]:
        """Yield what a claim may mean otherwise, with who judges it."""
        for by in self.judges(claim.statement, claim.parsed.source, judge):
            yield claim, by
        head, definitions = claim.statement.sides[0], dict(judge.scope.definitions)
        for by in (
            *self.judges_of_sentence(claim, definitions),
            *self.without_errors(head, definitions),
        ):
            yield claim, by
        for statement, by in self.statements(claim.statement, judge):
            yield claim._replace(statement=statement), by

    def judges(self, statement: Statement, source: Source, judge: Judge) -> Iterator[Judge]:
        """Yield judges for what may be meant otherwise.

        Without earlier exercises, with a name held fixed, or solved for.
        """
        known = of_this_exercise(statement, source, dict(judge.scope.definitions))
        if known is not None:
            yield self.claims.judge(known)
        definitions = judge.scope.definitions
        if self.course.doubted:
            yield self.claims.judge({**definitions, **self.course.doubted})
        if total := with_arguments(statement, definitions):
            yield self.claims.judge({**definitions, **total})
        for held in (self.held.in_sentence(source), arguments_in(statement.sides[0])):
            if held & definitions.keys():
                yield self.without(held, definitions)
        for said, new in self.said_beside(source):
            if not self.is_put_in_after(statement.sides[0], said):
                yield self.claims.judge({**definitions, **new})

    def said_beside(self, source: Source) -> Iterator[Beside]:
        """Yield what names are said to be beside a claim: at x = a, or solved for x."""
        yield from (
            said for said in (self.claims.equal, self.claims.solved) if said.reaches(source)
        )

    def is_put_in_after(self, head: Term, said: Source) -> bool:
        """Tell whether what a name is said to be is put in when a derivative has been taken.

        So it is at x = a, and in derivatives with a round d.
        """
        is_at = AT_ARGUMENT.search(self.text.text[max(0, said.start - 12) : said.start])
        is_round = any(part.kind == "derivative" and not part.bold for part in head.walk())
        return has_derivative(head) and (is_at is not None or is_round)

    def judges_of_sentence(
        self, claim: Claim, definitions: dict[str, Definition]
    ) -> Iterator[Judge]:
        """Yield judges who know what the sentence says of names that vary.

        Not where f(x) is set equal to what is made of x: that is meant of all x.
        """
        head = claim.statement.sides[0]
        before, behind = self.said_around(claim.parsed.source)
        if not has_derivative(head):
            own = set(quantities(*claim.sides)) & set(quantities(head))
            before, behind = ([one for one in said if one.name not in own]
                              for said in (before, behind))  # fmt: skip
        known = {*definitions, *quantities(head)}
        free = {one.name: one for one in before if one.name not in known}
        if free:
            yield self.claims.judge({**definitions, **free})
        for one in behind:
            if one.name not in definitions:
                yield self.claims.judge({**definitions, one.name: one})

    def without_errors(self, head: Term, definitions: dict[str, Definition]) -> Iterator[Judge]:
        """Yield a judge to whom y = w x + e is a model, where e stands nowhere else."""
        errors = self.lone & {*RESIDUALS}
        models = {name for name in definitions
                  if is_model(definitions[name].term, definitions, errors)}  # fmt: skip
        if models := models - set(quantities(head)):
            yield self.without(models, definitions)

    def has_error(self, name: str, definitions: Mapping[str, Definition]) -> bool:
        """Tell whether a name is defined as a model, with an error that stands nowhere else."""
        return is_model(definitions[name].term, definitions, self.lone)

    def without(self, names: set[str], definitions: Mapping[str, Definition]) -> Judge:
        """Return a judge to whom names are free."""
        return self.claims.judge({n: known for n, known in definitions.items() if n not in names})

    def said_around(self, source: Source) -> tuple[list[Definition], list[Definition]]:
        """Return what a sentence says of names that vary, before a claim and behind it.

        For x = t and y = t^2 before df/dt = ..., and x = A at t = pi/k.
        """
        found: tuple[list[Definition], list[Definition]] = ([], [])
        for parsed in self.text.formulas:
            here = parsed.source
            if here.sentence == source.sentence and here.start != source.start:
                said = [definition_of(statement) for statement in parsed.statements]
                found[here.start > source.start].extend(
                    one for one in said if one and one.name in self.varying
                )
        return found

    def is_by_usual(self, head: Term, judge: Judge) -> bool:
        """Tell whether a prime is on what is made of x, or t, directly: y' is dy/dx then.

        Unless words say by which name it is taken.
        """
        words = self.text.sentences[self.claims.source.sentence]
        names = (bare(function_of(part)) for part in head.walk() if part.kind == "prime")
        known = [judge.scope.definitions.get(name.text) for name in names if name]
        terms = [one.term for one in known if one and not one.arguments]
        return bool(USUAL & set(quantities(*terms))) and RESPECT.search(words) is None

    def statements(self, statement: Statement, judge: Judge) -> Iterator[tuple[Statement, Judge]]:
        """Yield what a statement may mean otherwise, with who judges it.

        As products, y'(1 + x); as a value, V(tau) of V = e^{-t/tau}; or with h_{t-1} held fixed
        where h_t is differentiated.
        """
        short = tuple(map(with_short_arguments, statement.sides))
        if shapes(short) != shapes(statement.sides):
            yield replace(statement, sides=short), judge
        products = tuple(map(with_products, statement.sides))
        if shapes(products) != shapes(statement.sides):
            yield replace(statement, sides=products), judge
        definitions, sides = judge.scope.definitions, statement.sides
        values = tuple(with_values(side, judge.scope) for side in sides)
        if shapes(values) != shapes(sides):
            yield replace(statement, sides=values), judge
        free = judge.made_of(*sides[:1]) - definitions.keys()
        if any(quantities(*sides[1:])) and not self.is_by_usual(
            sides[0], judge
        ):  # a mere number may be right by chance
            for primes in by_other_names(sides, judge, free):
                yield replace(statement, sides=primes), judge
        yield from self.put_in(statement, judge)
        if (held := with_steps_held(self.claims, statement, judge)) and is_own_step(sides, judge):
            yield held

    def put_in(self, statement: Statement, judge: Judge) -> Iterator[tuple[Statement, Judge]]:
        """Yield a statement with what is said in its sentence put in after derivatives were taken.

        So is a, at x = a, and k, with k = np: f' is ...; but not y, with y = x^2: dz/dx is ...
        """
        definitions, head = judge.scope.definitions, statement.sides[0]
        by = varied_in(head, definitions) if has_derivative(head) else set[str]()
        own = (parsed for parsed in self.text.formulas
               if parsed.source.sentence == self.claims.source.sentence)  # fmt: skip
        for definition in (definition_of(s) for parsed in own for s in parsed.statements):
            known = definitions.get(definition.name) if definition else None
            is_same = known and definition and known.term is definition.term
            if known and is_same and not known.arguments and not known.letters:
                is_free = not by & judge.made_of(known.term)
                if is_free or self.is_put_in_after(head, self.claims.source):
                    others = {name: d for name, d in definitions.items() if name != known.name}
                    yield with_all_put_in(statement, [known]), self.claims.judge(others)
        for said, new in self.said_beside(self.claims.source):
            if self.is_put_in_after(head, said):
                yield with_all_put_in(statement, new.values()), judge


def errors_of_one(statements: Sequence[Statement]) -> set[str]:
    """Return the errors that stand only in what one name is: in y = x b + u, y_i = x_i b + u_i."""
    heads: dict[str, set[str]] = {}
    for statement in statements:
        head = bare(statement.sides[0])
        for name in {*quantities(*statement.sides)} & {*RESIDUALS}:
            heads.setdefault(name, set()).add(head.text if head else "")
    return {name for name, of in heads.items() if len(of) == 1 and "" not in of}


def varied_in(head: Term, definitions: Mapping[str, Definition]) -> set[str]:
    """Return the names by which derivatives in a head are taken, or may be: those of y', not f'."""
    found = set[str]()
    for part in head.walk():
        if part.kind == "derivative":
            found |= set(quantities(*part.args[1:]))
        elif part.kind == "prime":
            name = bare(function_of(part))
            known = definitions.get(name.text) if name else None
            found |= set(quantities(known.term)) if known and not known.arguments else set()
    return found


def with_all_put_in(statement: Statement, said: Iterable[Definition]) -> Statement:
    """Return a statement with what names are said to be put in, after derivatives were taken."""
    for known in said:
        sides = tuple(with_put_in(side, known) for side in statement.sides)
        statement = replace(statement, sides=sides)
    return statement


def with_arguments(
    statement: Statement, definitions: Mapping[str, Definition]
) -> dict[str, Definition]:
    """Return functions of all that they are made of, where dF/dx is set beside a round dF/dx."""
    slopes = [part for side in statement.sides for part in side.walk() if part.kind == "derivative"]
    names = {name.text for part in slopes if not part.bold and (name := bare(part.args[0]))}
    if not any(part.bold for part in slopes):
        return {}
    known = [definitions[name] for name in names & definitions.keys()]
    return {one.name: replace(one, arguments=tuple(sorted(set(quantities(one.term)))))
            for one in known if not one.arguments}  # fmt: skip


def arguments_in(head: Term) -> set[str]:
    """Return the arguments of a function whose derivative is a head: z in dq(z)/dmu."""
    if head.kind != "derivative":
        return set()
    groups = [part.args[1] for part in head.args[0].walk()
              if part.kind == "juxtaposed" and applied_name(part)]  # fmt: skip
    given = {arg.text for group in groups for arg in group.args if arg.kind == "name"}
    return given - set(quantities(*head.args[1:]))
