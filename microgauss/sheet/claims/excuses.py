"""Why a refuted equation need not be wrong: a value at some point, a condition, rounding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from microgauss.formula.terms import Term
from microgauss.sheet.claims.arithmetic import (
    is_near,
)
from microgauss.sheet.claims.cases_meant import CasesMeant
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.equations import (
    are_two,
    differs_by_more,
    has_constant,
    has_error,
    is_evaluated,
    is_implicit,
    is_of_members,
    is_polynomial,
    is_value_of,
)
from microgauss.sheet.claims.numbers_meant import NumbersMeant
from microgauss.sheet.context.constants import is_numeric
from microgauss.sheet.context.items import is_of_another_item
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import (
    applied_name,
    bare,
    function_of,
    has_derivative,
    index_letters,
    quantities,
)
from microgauss.sheet.notation.provisos import (
    ABSURD,
    APPROXIMATE,
    BINARY,
    DENIED,
    FORMER,
    IN_FORMULA,
    NEGATED,
    OTHER_WAY,
    PROPERTY,
    REFUSED,
    SUPPOSED,
    UP_TO_CONSTANTS,
)
from microgauss.sheet.notation.words import ROOTS_OF, words
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["Excuses"]

GIVEN_ANEW = words(  # in another item: now s(0) = 1; find f with f' = 6x
    r"\b(?:now|find|solve|determine|suppose|given|consider|let|another|instead|start\w*|nun|jetzt"
    r"|löse\w*|finde\w*|bestimm\w*|gegeben|sei|maintenant|trouve\w*|résou\w*|soit|ahora|halla\w*"
    r"|sea)\b"
)
WHERE_ASKED = words(  # for which x something is so
    r"\b(?:where\s+(?:is|are|does|do|has|have)|(?:for|on|in|at) (?:which|what)|solve|intervals?"
    r"|(?:find|determine|give|state) (?:the|all|every|an?y?)[^.?]{0,60}\b(?:with|where|such that)"
    r"|when (?:is|are|does|do)|wo\s+\w+|(?:für|auf|in) welche\w*|wann|bestimme\w*|löse\w*|où"
    r"|(?:pour|sur|dans) quel\w*|résou\w*|détermin\w*|dónde|para (?:qué|cuáles)|resuelv\w*"
    r"|halla\w*)\b"
)
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
NEXT = 30  # characters of what is looked at behind a claim
FAR = 300  # characters of what is looked at before a formula


class Excuses:
    """Finds what a wrong equation may be meant as, by its form and the words around it."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims
        self.numbers, self.cases = NumbersMeant(claims), CasesMeant(claims)

    def all(  # noqa: C901, one a line
        self, claim: Claim, side: Term, judge: Judge
    ) -> Iterator[str]:
        """Yield all that it may be meant as."""
        head, source = claim.statement.sides[0], claim.parsed.source
        if has_constant(head, side, judge):
            yield "a constant that isn't told may be another one each time"
        if is_value_of(head, judge) and not is_evaluated(head, judge):
            yield "a value, or a product: that can't be told"
        yield from self.numbers.of(claim, side, judge)
        if self.is_said_anew(claim, side, judge):
            yield "an equation in another item than a definition: the name may be something else"
        if self.is_given_anew(claim):
            yield "of another function of the same name, perhaps, by the words of another item"
        yield from self.by_words(head, source)
        if self.is_up_to_constants(head, source) and not differs_by_more(head, side, judge):
            yield "so but for a constant, by the words around it"
        if is_of_another_family(head, judge):
            yield "of another family of the same name, perhaps"
        if has_error(head, side, judge):
            yield "right with the error as a residual, perhaps"
        is_open = is_implicit(head, side, judge) or are_two(head, side)
        if is_open or self.is_solved_behind(claim):
            yield "an equation to be solved: it isn't true everywhere"
        if self.is_open_bound(claim, side, judge):
            yield "a condition to be solved, if it is meant as one: it holds at some points"
        if self.is_constraint(head, side, judge) or is_of_members(head, side, judge):
            yield "a condition on what isn't known yet, if it is meant as one"
        if is_of_new_value(claim, judge):
            yield "a derivative, or a new value of the name: that can't be told"
        yield from self.cases.of(claim, side, judge)
        before = claim.statement.sides[claim.place(side) - 1]
        if is_numeric(before) and is_numeric(side) and is_near(before, side, judge):
            yield "right but for rounding, if what stands before it is: write ≈ there"

    def by_words(self, head: Term, source: Source) -> Iterator[str]:
        """Yield what the words of a sentence say of it."""
        sentences = self.claims.text.sentences
        words = sentences[source.sentence]
        first = source.sentence if has_derivative(head) else max(0, source.sentence - 1)
        around = " ".join(sentences[first : source.sentence + 1])
        if source.sentence in self.claims.course.shaken and not has_derivative(head):
            yield "in a sentence in which a name may be something else than before"
        if not has_derivative(head) and BINARY.search(around):
            yield "for what is 0 or 1, or adds up to 1, if that is meant"
        if APPROXIMATE.search(around) and not is_polynomial(head, words):
            yield "an approximation, by the words around it"
        if not has_derivative(head) and ROOTS_OF.search(self.claims.text.words_before(source)):
            yield "an equation to be solved: it isn't true everywhere"
        start = self.claims.text.start_of_sentence(source)
        if IN_FORMULA.search(self.claims.text.text, start, source.end):
            yield "for numbers that are small, or of another kind, by a formula in its sentence"
        if self.claims.text.is_asked(source):
            yield "a question"
        is_absurd = not has_derivative(head) and self.is_absurd(source)
        if is_absurd or self.is_denied(source) or PROPERTY.search(words):
            yield "what is said of it in words, perhaps that it isn't so"
        if is_member(head) and OTHER_WAY.search(
            self.claims.text.prose_before(source, source.start - FAR)
        ):
            yield "by another method, or of another sequence, by the words before it"
        if FORMER.search(words):
            yield "about another thing of the same name, by the words around it"

    def is_denied(self, source: Source) -> bool:
        """Tell whether words of its sentence say that a claim isn't so: a mistake is [it]."""
        text, words = self.claims.text, self.claims.text.sentences[source.sentence]
        return any((
            NEGATED.search(words),
            DENIED.search(text.words_before(source)),
            REFUSED.search(text.text[source.end :][:NEXT]),
        ))  # fmt: skip

    def is_absurd(self, source: Source) -> bool:
        """Tell whether words say that a claim can't be, or is to be refuted: that is absurd."""
        sentences, here = self.claims.text.sentences, source.sentence
        before, behind = sentences[max(0, here - 1) : here + 1], sentences[here + 1 : here + 2]
        is_supposed = SUPPOSED.search(" ".join(before)) is not None
        said = [sentences[here], *(text[:NEXT] for text in behind)]
        return is_supposed or any(map(ABSURD.search, said))

    def is_up_to_constants(self, head: Term, source: Source) -> bool:
        """Tell whether words say that constants are left out; a derivative has none."""
        sentences = self.claims.text.sentences
        around = " ".join(sentences[max(0, source.sentence - 1) : source.sentence + 1])
        return not has_derivative(head) and UP_TO_CONSTANTS.search(around) is not None

    def is_given_anew(self, claim: Claim) -> bool:
        """Tell whether a new item begins with what another function is to be: 2. Now s(0) = 1."""
        head, source = claim.statement.sides[0], claim.parsed.source
        name = bare(function_of(head)) if has_derivative(head) else None
        text = name.text if name else applied_name(head)
        known = self.claims.course.definitions.get(text or "")
        if known is None or not is_of_another_item(self.claims.text, known, source):
            return False
        start = self.claims.text.start_of_sentence(source)
        return GIVEN_ANEW.search(self.claims.text.text, start, source.start) is not None

    def is_said_anew(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether an equation may say anew what a name of another item is: 1/R = ..."""
        head = claim.statement.sides[0]
        if has_derivative(head) or bare(head) is not None or applied_name(head) is not None:
            return False
        known = [judge.scope.definitions.get(name) for name in set(quantities(head))]
        if len(known) != 1 or known[0] is None or known[0].arguments or not any(quantities(side)):
            return False
        return is_of_another_item(self.claims.text, known[0], claim.parsed.source)

    def is_solved_behind(self, claim: Claim) -> bool:
        """Tell whether what stands behind an equation is its solution: so p^* = 20, of p."""
        head, *others = claim.statement.sides
        if len(others) > 1 or bare(head) is not None or has_derivative(head):
            return False
        formulas = self.claims.text.formulas
        behind = formulas[formulas.index(claim.parsed) + 1 :][:2]
        names = set(quantities(head, *others))
        return any(
            solved is not None and solved.text not in names
            and solved.text.partition("_")[0] in names - set(quantities(*statement.sides[1:]))
            for parsed in behind if parsed.source.paragraph == claim.parsed.source.paragraph
            for statement in parsed.statements[:1] if statement.relations[:1] == ("=",)
            for solved in [bare(statement.sides[0])]
        )  # fmt: skip

    def is_open_bound(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether an inequality that isn't true of all x is true of some, as f'(x) > 0.

        One of a name without bounds and a number may always be to be solved, but for 0 < f(x) < 1;
        else where words ask for it.
        """
        place = claim.place(side)
        opposite = OPPOSITE.get(claim.statement.relations[place - 1])
        if opposite is None:
            return False
        before = claim.statement.sides[place - 1]
        free = judge.scope.free_in(before) | judge.scope.free_in(side)
        is_between = sum(relation in OPPOSITE for relation in claim.statement.relations) > 1
        has_number = not any(quantities(before)) or not any(quantities(side))
        is_bare = has_number and not free & judge.domains.keys() and not is_between
        is_open = is_bare or WHERE_ASKED.search(self.claims.text.text) is not None
        return (
            len(free) == 1 and is_open and judge.judged(before, opposite, side).verdict == "wrong"
        )

    def is_constraint(self, left: Term, right: Term, judge: Judge) -> bool:
        """Tell whether a sum of what is only found later is given, or a value with parameters."""
        if any(quantities(right)):
            return False
        definitions = judge.scope.definitions
        is_sum = (
            left.kind == "sum" and not set(quantities(left)) & self.claims.course.definitions.keys()
        )
        is_value = applied_name(left) is not None and not any(quantities(left.args[1]))
        known = definitions.get(applied_name(left) or "")
        arguments = set(known.arguments) if known else set()
        parameters = judge.made_of(left) - definitions.keys() - arguments
        return is_sum or (is_value and bool(parameters))


def is_of_another_family(head: Term, judge: Judge) -> bool:
    """Tell whether a function has another letter than it is defined with: f_t, beside f_k."""
    function = head.args[0] if head.kind == "juxtaposed" else head
    name = bare(function) if function.kind == "index" else None
    known = judge.scope.definitions.get(name.text) if name else None
    letters = set(index_letters(function)) if name else set()
    return known is not None and bool(letters and known.letters) and letters != {*known.letters}


def is_member(head: Term) -> bool:
    """Tell whether a name is a member of a sequence: x_1."""
    is_index = head.kind == "index" and all(arg.kind == "number" for arg in head.args[1:])
    return is_index or (bare(head) is not None and head.text.rpartition("_")[2].isdigit())


def is_of_new_value(claim: Claim, judge: Judge) -> bool:
    """Tell whether a prime may mark what is new, as in A' = (2a)^2 = 4A of A = a^2."""
    head, *sides = claim.statement.sides
    name = bare(head.args[0]) if head.kind == "prime" else None
    known = judge.scope.definitions.get(name.text) if name else None
    is_own = any({*quantities(side)} == {known.name} for side in sides) if known else False
    return known is not None and not known.arguments and len(sides) > 1 and is_own
