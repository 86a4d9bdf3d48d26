"""Numbers that names were given, and what is right or wrong by these: z = w x + b = 8."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from microgauss.check.domains import Domain
from microgauss.formula.terms import Term
from microgauss.sheet.claims.arithmetic import (
    ANGLES,
    PART,
    at_most_apart,
    has_decimals,
    is_wrong_arithmetic,
)
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.moments import judge_at
from microgauss.sheet.claims.motion import moving_in
from microgauss.sheet.context.constants import constant
from microgauss.sheet.context.items import is_of_another_item
from microgauss.sheet.context.moment import Moment
from microgauss.sheet.context.numbers import value_of
from microgauss.sheet.document import Link
from microgauss.sheet.notation.delimiters import SIGN
from microgauss.sheet.notation.parts import (
    applied_name,
    bare,
    function_of,
    has_derivative,
    quantities,
)
from microgauss.sheet.notation.provisos import DEGREES, OTHER_NUMBERS
from microgauss.sheet.notation.words import PICKS, says_more
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = [
    "has_value",
    "is_miscalculated",
    "is_of_matrices",
    "is_of_numbers",
    "unsettle_chance",
    "unsettle_codes",
    "unsettle_compared",
    "unsettle_equal",
]

FULL_TURN = 7.0  # a larger number is an angle in degrees


def is_miscalculated(claims: Claims, claim: Claim, side: Term, judge: Judge) -> bool:
    """Tell whether a side is another number than the expression before it has, at given numbers.

    That may be the head, if it is a derivative or a function with its arguments. The numbers are
    given in its sentence, or in the one before it if that says nothing else.
    """
    sides = claim.statement.sides
    head, place = sides[0], claim.place(side)
    if claim.statement.relations[place - 1] == "=" and is_wrong_arithmetic(sides, place, judge):
        return True
    before = expressions_before(claim, place)
    is_own = not before and (has_derivative(head) or applied_name(head) is not None)
    before = [head] if is_own else before  # f'(x) = 13 at x = 2
    if constant(side) is None or not before or is_of_others(claims, claim, before, judge):
        return False
    given = numbers_given(claims, claim, is_own=is_own)
    terms = {name: known.term for name, known in judge.scope.definitions.items()}
    values = {name: constant(terms[name]) if name in terms else None
              for name in judge.made_of(*before)
              if name not in terms or constant(terms[name]) is not None}  # fmt: skip
    ahead = terms.keys() - claims.course.definitions.keys()  # t = v/4 of another t than t = 5
    formulas = {name for name in judge.made_of(*before) & given.domains.keys() & ahead
                if constant(terms[name]) is None}  # fmt: skip
    is_told = bool(values) and not formulas and all(
        name in given.domains and given.domains[name].fixed is not None
        and value in (None, given.domains[name].fixed) for name, value in values.items()
    )  # fmt: skip
    return is_told and not is_within_rounding(
        claim.statement.sides[0], side, judge_at(claims, judge, given)
    )


def expressions_before(claim: Claim, place: int) -> list[Term]:
    """Return what stands in a chain between its head and a side, if names are in it."""
    sides = claim.statement.sides
    between = [one for one in sides[1:place] if any(quantities(one))]
    is_equation = set(claim.statement.relations[:place]) == {"="}
    return between if is_equation else []


def is_of_others(claims: Claims, claim: Claim, before: list[Term], judge: Judge) -> bool:
    """Tell whether other numbers may be meant, degrees, or a logarithm to another base."""
    used = judge.made_of(*before) & judge.scope.definitions.keys()
    terms = [*before, *(judge.scope.definitions[name].term for name in used)]
    functions = {part.text for term in terms for part in term.walk() if part.kind == "operation"}
    made_of = judge.made_of(*before)
    is_turned = any(domain.fixed is not None and domain.fixed > FULL_TURN
                    for _, name, domain in claims.values.everywhere if name in made_of)  # fmt: skip
    is_angle = functions & ANGLES and (is_turned or DEGREES.search(claims.text.text))
    is_log = "log" in functions and "log" in claims.text.text
    words = claims.text.sentences[claim.parsed.source.sentence]
    return bool(OTHER_NUMBERS.search(words) or is_angle or is_log)


def numbers_given(claims: Claims, claim: Claim, *, is_own: bool) -> Moment:
    """Return the numbers that names have by a claim's own sentence, or also by the one before."""
    here = claim.parsed.source
    own = next((moment for moment in claims.values.near(here) if not moment.distance), None)
    domains = dict(own.domains) if own else {}
    before = [one for one in claims.text.formulas if one.source.sentence == here.sentence - 1]
    statements = [statement for one in before for statement in one.statements]
    values = [value_of(statement) for statement in statements]
    if all(values) and not is_own:
        domains = {n: v.domain for v in values if v and v.domain for n in v.names} | domains
    said = {(name, domain.fixed) for source, name, domain in claims.values.said
            if source.sentence == here.sentence}  # fmt: skip
    times = Counter(name for name, _ in said)
    return Moment({name: d for name, d in domains.items() if times[name] < 2}, 0)


def is_within_rounding(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a number is a value to within what rounding makes of it."""
    figure = side.args[0] if side.text == "negative" else side
    if figure.kind != "number" and not has_decimals(figure):  # a fraction, which nobody rounds
        return judge.judged(head, "=", side).verdict != "wrong"
    digits = len(figure.text.partition(".")[2]) if figure.kind == "number" else 0
    unit = 2 * 10.0**-digits if digits else 0.5
    allowed = max(unit, PART * abs(constant(side) or 0.0))
    return "wrong" not in at_most_apart(head, side, allowed, judge)


def has_value(claims: Claims, head: Term, judge: Judge) -> bool:
    """Tell whether a head is made of names that are given numbers, or of rates."""
    function = head.args[0] if head.kind in ("juxtaposed", "call") else head
    known = judge.scope.definitions.get((bare(function_of(function)) or head).text)
    given = head.args[-1].args if head.kind == "juxtaposed" else head.args[1:]
    is_at = known is not None and bool(given) and not any(quantities(*given))
    made_of = judge.made_of(head, *([known.term] if known else []))
    names = made_of - set(known.arguments if known and is_at else ())
    numbers = defined_as_numbers(names, judge)
    said = {name for _, name, domain in claims.values.said if domain.fixed is not None}
    return bool(numbers or names & said or moving_in(head, judge))


def is_of_matrices(claims: Claims, head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether a product is made of vectors and matrices that were written out right before.

    These aren't reused as numbers are: A v = 2 v of a given A and v is a claim, and nothing to be
    solved. If their entries have names, then these stand on the other side, too.
    """
    names, kinds = set(quantities(head)) - {"I"}, {part.kind for part in head.walk()}
    left, right = (judge.made_of(one) - judge.scope.definitions.keys() for one in (head, side))
    is_open = left != right or has_decimals(side) or not has_entries(names, judge)
    if is_open or bare(head) is not None or {"norm", "inner", "derivative", "index"} & kinds:
        return False
    text, source = claims.text, claims.source
    said = [(name.text, one.source) for one in text.formulas for statement in one.statements
            if statement.relations[:1] == ("=",)
            and (name := bare(statement.sides[0])) is not None and name.text in names]  # fmt: skip
    start = max((one.end for _, one in said if one.end <= source.start), default=0)
    known = [claims.course.definitions.get(name) for name in names]
    return (
        len(said) == len(names)
        and all(one is not None and not is_of_another_item(text, one, source) for one in known)
        and not says_more(text.prose[start : source.start].replace(SIGN, " "))
    )


def has_entries(names: set[str], judge: Judge) -> bool:
    """Tell whether one of these names is a vector or a matrix whose entries are written out."""
    terms = (judge.scope.definitions[name].term for name in names & judge.scope.definitions.keys())
    return any(term.kind in ("vector", "matrix") for term in terms)


def defined_as_numbers(names: set[str], judge: Judge) -> set[str]:
    """Return the names of which the definition is a number."""
    definitions = judge.scope.definitions
    return {name for name in names & definitions.keys()
            if not any(quantities(definitions[name].term))}  # fmt: skip


def is_of_numbers(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether an equation of names, 1/f = 1/a + 1/b, is wrong by their numbers only."""
    if has_derivative(head) or head.kind in ("name", "index"):
        return False
    definitions, names = judge.scope.definitions, set(quantities(head, side))
    numbers = defined_as_numbers(names, judge)
    numbers |= {n for n in names if n in judge.domains and judge.domains[n].fixed is not None}
    return bool(numbers) and not set(quantities(head)) & definitions.keys() - numbers


def unsettle_chance(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is right only for numbers of before: of names in a side, or of the head's.

    Where a side has names, the head's numbers count if its own sentence gives them; where it is a
    number, if they were given in the same item.
    """
    fixed = {name for name, domain in judge.domains.items() if domain.fixed is not None}
    head, source = claim.statement.sides[0], claim.parsed.source
    for link, side in zip(links, claim.sides, strict=True):
        own = set(quantities(side))
        names = fixed & own
        names |= {name for name in fixed & judge.made_of(head)
                  if not claims.values.is_of_now(name, source, is_near=bool(own))}  # fmt: skip
        if link.verdict != "correct" or link.relation != "=" or not names:
            continue
        domains = {n: d for n, d in judge.domains.items() if n not in names}
        general = Judge(judge.scope, judge.allowed._replace(domains=domains))
        if general.judged(head, "=", side).verdict == "wrong":
            link.unsettle("right for the number given before, not in general")


def unsettle_codes(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is right for the last of a name's numbers only: d = 1, or 0, by a case."""
    names = judge.made_of(*claim.statement.sides) & claims.values.several(claims.source)
    if not names or all(link.verdict != "correct" for link in links):
        return
    kept = {n: known for n, known in judge.scope.definitions.items() if n not in names}
    by = claims.judge(kept, dict.fromkeys(names, Domain()))
    others = claims.links(claim, by, is_brief=True)
    for link, other, side in zip(links, others, claim.sides, strict=True):
        if (link.verdict, other.verdict) == ("correct", "wrong") and any(quantities(side)):
            link.unsettle("right for the number given before, not in general")


def unsettle_compared(claims: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back what is right by one of two numbers that are compared: before the tax, p = 10."""
    source, values = claim.parsed.source, claims.values
    own = {name for said, name, _ in values.said if said.sentence == source.sentence}
    made_of = judge.made_of(*claim.statement.sides) - own
    start = claims.text.start_of_sentence(source)
    end = start + len(claims.text.sentences[source.sentence])
    is_picked = PICKS.search(claims.text.prose, start, end) is not None
    compared = {name for name in made_of if len(values.last(name, source)) > 1}
    compared |= made_of & values.several(source) if is_picked else set()
    if not compared:
        return
    known = judge.scope.definitions
    general = claims.judge(
        {name: one for name, one in known.items() if name not in compared},
        dict.fromkeys(compared, Domain()),
    )
    for link, side in zip(links, claim.sides, strict=True):
        is_open = link.verdict == "correct"
        if is_open and general.judged(claim.statement.sides[0], "=", side).verdict != "correct":
            link.unsettle("right for one of two numbers that were given, perhaps")


def unsettle_equal(_: Claims, claim: Claim, links: Sequence[Link], judge: Judge) -> None:
    """Take back that x is 17 in x = y = 17, if that is so because y is: neither was found."""
    *names, last = claim.statement.sides
    if len(names) < 2 or constant(last) is None or not all(map(is_name, names)) or not links:
        return
    is_found = judge.judged(names[0], "=", last).verdict == "correct"
    if links[-1].verdict == "correct" and not is_found:
        links[-1].unsettle("right if the numbers in it are given, and not found")


def is_name(term: Term) -> bool:
    """Tell whether a term is a mere name, perhaps with an index."""
    return term.kind in ("name", "index")
