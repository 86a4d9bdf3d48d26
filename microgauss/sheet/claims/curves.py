"""Slopes of curves: y' where x^2 + y^2 = 25 is minus one partial by the other, on the curve.

What is the slope everywhere is right. What isn't may still be right on the curve, so that points on
it decide: right if it holds at all of them, wrong if it holds at none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from microgauss.check.domains import ANYWHERE
from microgauss.check.floats import Column, Columns
from microgauss.check.points import Sampler
from microgauss.engine.gradient import grad
from microgauss.engine.rules import DomainError
from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.meanings import is_small_repair
from microgauss.sheet.claims.solving import operation, product
from microgauss.sheet.context.constants import at, constant
from microgauss.sheet.context.items import is_in_another_item
from microgauss.sheet.context.moment import Moment
from microgauss.sheet.document import Link
from microgauss.sheet.notation.extraction import Source
from microgauss.sheet.notation.parts import applied_name, bare, has_derivative, quantities
from microgauss.sheet.notation.words import MOTION, OTHER, OTHER_CURVE
from microgauss.sheet.understanding.leaves import NotUnderstoodError
from microgauss.sheet.understanding.scope import Definition
from microgauss.sheet.verdict.judging import Judge
from microgauss.tape import Tape

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["Curve", "curve_of", "judged_on"]

STARTS, STEPS = 2000, 60  # of Newton's method
SMALL, LARGE = 0.02, 50.0  # numbers at which no digits are lost
FEW = 20  # points that tell enough
CLOSE, APART = 1e-9, 1e-6  # parts of both sides: equal, and different
NEAR = 80  # characters before an exercise's first formula, and behind a claim
TINY = 1e-300  # so that 0 is equal to 0


class Curve(NamedTuple):
    """Where a ``gap`` is 0: a curve whose height y is over x."""

    gap: Term
    x: Term
    y: Term

    @property
    def slope(self) -> Term:
        """What dy/dx is: minus one partial derivative of the gap by the other."""
        return operation("negative", operation("divide", *(
            partial(self.gap, name) for name in (self.x, self.y)
        )))  # fmt: skip

    @property
    def bend(self) -> Term:
        """What the second derivative is: that of the slope by x, and by y times the slope."""
        by_x, by_y = (partial(self.slope, name) for name in (self.x, self.y))
        return operation("add", by_x, product(by_y, self.slope))


class Slope(NamedTuple):
    """A derivative y' or dy/dx: of which name, by which, if that is said, and of which order."""

    of: str
    by: str
    order: int


def judged_on(claims: Claims, claim: Claim, curve: Curve) -> list[Link]:
    """Return the links of a claim on the slope of a curve."""
    by = judge_of(claims, claim, curve)
    sides = tuple(with_slopes(side, curve) for side in claim.statement.sides)
    meant = claim._replace(
        statement=replace(claim.statement, sides=sides),
        head=claim.head or claim.parsed.text[slice(*claim.statement.sides[0].span)],
    )
    found = claims.links(meant, by)
    for i, (link, side) in enumerate(zip(found, meant.sides, strict=True)):
        if link.verdict == "wrong" and not any(quantities(side)):
            found[i] = at_point(claims, claim, meant, curve, by)[i]
        elif link.verdict == "wrong":
            on_curve(link, sides[0], side, curve, by)
    unsettle(claims, claim, found)
    claims.settled += [link for link in found if link.verdict == "wrong"]
    return found


def judge_of(claims: Claims, claim: Claim, curve: Curve) -> Judge:
    """Return a judge to whom the names of a curve are free."""
    definitions = claims.judge_for(claim.statement).scope.definitions
    known = {name: known for name, known in definitions.items()
             if name not in (curve.x.text, curve.y.text) and not name.endswith("'")}  # fmt: skip
    by = claims.judge(known)
    free = set(quantities(curve.gap)) - known.keys() - by.domains.keys()
    domains = {**by.domains, **dict.fromkeys(free, ANYWHERE)}
    return Judge(by.scope, by.allowed._replace(constrained=set(), domains=domains))


def unsettle(claims: Claims, claim: Claim, links: Sequence[Link]) -> None:
    """Take back what may be said of another curve, or by no slip of y' or dy/dx."""
    head, source = claim.statement.sides[0], claim.parsed.source
    words = claims.text.sentences[source.sentence]
    is_other = OTHER_CURVE.search(words) or OTHER.search(claims.text.words_before(source))
    for link, side in zip(links, claim.sides, strict=True):
        is_explained = is_small_repair(link) or not any(quantities(side))
        if link.verdict == "wrong" and (not slope_of(head) or is_other or not is_explained):
            link.unsettle("not so on the whole curve, and no slip explains it")
        if link.verdict == "wrong":
            for why in claims.doubts.excuses.by_words(head, source):
                link.unsettle(why)


def curve_of(claims: Claims, claim: Claim) -> Curve | None:
    """Return the curve that a claim on a slope is about: the equation before it in its item.

    None where another function of both names may be meant: that of an indifference curve.
    """
    slopes = {s for side in claim.statement.sides for part in side.walk() if (s := slope_of(part))}
    source, text, known = claim.parsed.source, claims.text, claims.course.definitions
    if len({slope.of for slope in slopes}) != 1:
        return None
    y, by = next(iter(slopes)).of, {slope.by for slope in slopes if slope.by}
    found = dict[Any, Curve | None]()
    for one in text.formulas:
        is_before = one.source.start < source.start and one.source.exercise == source.exercise
        if not is_before or is_in_another_item(text, one.source, source):
            continue
        for statement in one.statements:
            head, *others = statement.sides
            if applied_name(head) and any(quantities(*others)):
                continue  # a function, F(x, y) = ...
            names = set(quantities(*statement.sides))
            if (
                y in names
                and statement.relations[:1] == ("=",)
                and not any(slope_of(part) for side in statement.sides for part in side.walk())
            ):
                found[tuple(side.shape for side in statement.sides)] = curve_in(
                    statement, y, by, {*known} & names
                )
    curve = found.popitem()[1] if len(found) == 1 else None
    if curve is None or has_others(known, curve):
        return None
    return curve if by or not is_in_motion(claims, source, curve) else None


def is_in_motion(claims: Claims, source: Source, curve: Curve) -> bool:
    """Tell whether a point may move on a curve, so that y' is a rate: where dx/dt is 3, say."""
    own = [one for one in claims.text.formulas if one.source.exercise == source.exercise]
    slopes = [slope for one in own for statement in one.statements for side in statement.sides
              for part in side.walk() if (slope := slope_of(part))]  # fmt: skip
    is_rate = any(
        slope.of == curve.x.text or slope.by not in ("", curve.x.text) for slope in slopes
    )
    first = min((one.source.start for one in own), default=source.start)
    words = claims.text.text[max(0, first - NEAR) : source.end + NEAR]
    return is_rate or bool(claims.names.moving) or MOTION.search(words) is not None


def curve_in(statement: Statement, y: str, by: set[str], known: set[str]) -> Curve | None:
    """Return the curve of an equation; None if it says what a name is, or of more than two."""
    names = set(quantities(*statement.sides))
    others = by or names & {"x"} or names - {y}
    is_said = bare(statement.sides[0]) is not None and y in quantities(statement.sides[0])
    is_curve = len(others) == 1 and others <= names and not known & {y, *others}
    if (
        is_said
        or not is_curve
        or len(statement.sides) > 2
        or any(has_derivative(side) for side in statement.sides)
    ):
        return None
    height = Term("name", y, (), statement.sides[0].span)
    return Curve(operation("subtract", *statement.sides), replace(height, text=min(others)), height)


def has_others(known: Mapping[str, Definition], curve: Curve) -> bool:
    """Tell whether another function of both of a curve's names is defined."""
    both = {curve.x.text, curve.y.text}
    return any(both <= {*quantities(one.term)} and name not in quantities(curve.gap)
               for name, one in known.items() if not name.endswith("'"))  # fmt: skip


def slope_of(part: Term) -> Slope | None:
    """Read y', y'' or dy/dx, of a bare name; no partial derivative."""
    if part.kind == "name" and part.text.rstrip("'") not in ("", part.text):
        name = part.text.rstrip("'")
        return Slope(name, "", len(part.text) - len(name))
    if part.kind == "prime" and part.args[0].kind == "name":
        return Slope(part.args[0].text, "", len(part.text))
    is_ordinary = part.kind == "derivative" and part.bold and part.args[0].kind == "name"
    return Slope(part.args[0].text, part.args[1].text, int(part.text)) if is_ordinary else None


def partial(term: Term, name: Term) -> Term:
    """Return a partial derivative, before it is worked out."""
    return Term("derivative", "1", (term, name), term.span)


def with_slopes(term: Term, curve: Curve) -> Term:
    """Return a term with the curve's slope put in for y' and dy/dx, and how it bends for y''."""
    slope = slope_of(term)
    if slope and slope.of == curve.y.text and slope.order <= 2:
        new = curve.slope if slope.order == 1 else curve.bend
        return Term("group", "(", (new,), term.span)
    return replace(term, args=tuple(with_slopes(arg, curve) for arg in term.args))


def at_point(
    claims: Claims, claim: Claim, meant: Claim, curve: Curve, judge: Judge
) -> list[Link]:  # fmt: skip
    """Return the links of a claim at the point on a curve that is named before it: at (3, 4)."""
    zero = Term("number", "0", (), curve.gap.span)
    for moment in (*named_points(claims, claim, curve), *claims.values.near(claim.parsed.source)):
        if {curve.x.text, curve.y.text} <= moment.domains.keys():
            allowed = judge.allowed._replace(domains={**judge.domains, **moment.domains})
            by = Judge(judge.scope, allowed)
            if by.judged(curve.gap, "=", zero).verdict == "correct":
                return claims.links(meant, by)
    links = claims.links(meant, judge, is_brief=True)
    for link in links:
        link.unsettle("the slope at some point, if it is meant as one")
    return links


def named_points(claims: Claims, claim: Claim, curve: Curve) -> list[Moment]:
    """Return the points (3, 4) that the sentence of a claim names before it, the last one first."""
    source, found = claim.parsed.source, []
    for one in reversed(claims.text.mentions):
        if one.source.sentence == source.sentence and one.source.start < source.start:
            numbers = [constant(arg) for side in one.statements[0].sides for arg in side.args]
            known = [at(number) for number in numbers if number is not None]
            if len(known) == len(numbers) == len("xy"):
                domains = dict(zip((curve.x.text, curve.y.text), known, strict=True))
                found.append(Moment(domains, 0))
    return found


def on_curve(link: Link, head: Term, side: Term, curve: Curve, judge: Judge) -> None:
    """Call a link right if it is right on the curve, and leave it wrong if it is so all over it."""
    apart = gaps_on(head, side, curve, judge)
    if len(apart) >= FEW and apart.max() <= CLOSE:
        link.unsettle("")
        link.verdict, link.follows = "correct", True
    elif len(apart) < FEW or apart.min() < APART:
        link.unsettle("both sides differ, but perhaps not on the curve")


def gaps_on(left: Term, right: Term, curve: Curve, judge: Judge) -> Column:
    """Return by which part two sides differ at points on a curve, which Newton's method finds."""
    none = np.zeros(0)
    try:
        pair = judge.pair(left, right)
        graphs = judge.graphs(pair)
        nodes = pair.left, pair.right, pair.meaning.at(curve.gap)
        first, second, gap = (graphs.value(node, pair.meaning, {}) for node in nodes)
        leaves = {name: leaf for name, leaf in graphs.leaves.items() if not leaf.is_literal}
        rise = grad(gap, leaves[curve.y.text])
    except (NotUnderstoodError, DomainError, ValueError, KeyError):
        return none
    tape = Tape((first, second, gap, rise), tuple(leaves.values()))
    points: Columns = Sampler([*leaves], judge.domains_of(leaves), {}).columns(STARTS)
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            *_, gaps, rises = tape(*points.values())
            points = {**points, curve.y.text: points[curve.y.text] - gaps / rises}
        sides = np.broadcast_arrays(*tape(*points.values()), points[curve.y.text])
    a, b, gaps, rises, heights = sides
    is_on = np.abs(gaps) <= CLOSE * 1e-3 * np.abs(rises * heights)
    is_on &= np.isfinite(a) & np.isfinite(b)
    for column in points.values():
        is_on &= (np.abs(column) > SMALL) & (np.abs(column) < LARGE)
    a, b = a[is_on], b[is_on]
    found: Column = np.abs(a - b) / (np.abs(a) + np.abs(b) + TINY)
    return found
