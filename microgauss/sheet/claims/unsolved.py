"""Equations that say what a function is to satisfy, or what is to be solved; no claims."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from microgauss.formula import FormulaError
from microgauss.formula.latex import read_latex
from microgauss.formula.terms import Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.claims.collected import are_collected
from microgauss.sheet.claims.given import is_of_matrices
from microgauss.sheet.document import Link
from microgauss.sheet.notation.delimiters import SIGN
from microgauss.sheet.notation.extraction import PARAGRAPH, Source
from microgauss.sheet.notation.normal import normal
from microgauss.sheet.notation.parts import (
    SCALAR,
    applied_name,
    bare,
    function_of,
    has_derivative,
    quantities,
)
from microgauss.sheet.notation.rates import without_dots
from microgauss.sheet.notation.words import (
    BEGINS,
    CONCLUDES,
    LABEL,
    ODE,
    OF_EXPRESSION,
    OTHER,
    STEP,
    says_more,
)
from microgauss.sheet.verdict.judging import Judge

if TYPE_CHECKING:
    from microgauss.sheet.claims.claims import Claims

__all__ = ["Unsolved"]

PLAIN = re.compile(r"\s|\\cdot|\\left|\\right")
SMALL = re.compile(  # -3x^2, or 1/n
    r"-?(?:\d+|\\?[a-z]+)?(?:\\?[a-z]+)?(?:\^\{?\w+\}?)?|\\frac\{?\d\}?\{?\w+\}?", re.IGNORECASE
)


class Unsolved:
    """Tells whether an equation that isn't true may be one that something has to satisfy."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims

    def is_of_another(self, claim: Claim, side: Term, link: Link, judge: Judge) -> bool:
        """Tell whether a claim may be about another thing: its normal has y' = ..."""
        head, source = claim.statement.sides[0], claim.parsed.source
        before = self.claims.text.words_before(source)
        if not any(quantities(head)):
            return False  # a value
        is_step = any(words.search(before) for words in (STEP, CONCLUDES, BEGINS))
        is_labelled = LABEL.search(before) is not None and not is_step
        if not has_derivative(head):
            is_bare = bare(head) is not None or applied_name(head) is not None
            return OTHER.search(before) is not None or (is_labelled and not is_bare)
        is_said = is_labelled or ODE.search(before) is not None
        name = bare(function_of(head))
        if not is_ordinary(head):  # u_t = u_{xx} + u (1 - u)
            is_said &= not link.edits or ODE.search(before) is not None
            return is_said and is_without_index(head) and is_made_of(name, side)
        is_other = OTHER.search(before) or OF_EXPRESSION.search(before)
        if is_other or (name and self.is_on_curve(name.text, source, judge)):
            return True
        is_said |= name is not None and self.is_of_new_model(name.text, source, judge)
        return self.is_equation(name, side, link, judge, is_said=is_said)

    def is_of_new_model(self, name: str, source: Source, judge: Judge) -> bool:
        """Tell whether words of another paragraph than a function's may name another one.

        For a second-order reaction, dc/dt = -k c^2.
        """
        known, text = judge.scope.definitions.get(name), self.claims.text
        if known is None or not known.line:
            return False
        start = text.lines.starts[max(0, known.line - 1)]
        paragraphs = PARAGRAPH.split(text.prose[start : source.start].replace(SIGN, " "))
        if len(paragraphs) == 1 or CONCLUDES.search(text.words_before(source)):
            return False
        return says_more(paragraphs[-1], of_slope=True)

    def is_equation(
        self, name: Term | None, side: Term, link: Link, judge: Judge, *, is_said: bool
    ) -> bool:  # fmt: skip
        """Tell whether a derivative of a function is set equal to what has the function in it.

        That is a differential equation, if words say so, or if no slip explains it.
        """
        known = judge.scope.definitions.get(name.text) if name else None
        is_recurrence = known is not None and bool(known.letters)  # y_{n+1} = ..., beside y' = y
        is_other = not link.edits or self.introduces_names(link, side)
        return is_made_of(name, side) and (is_recurrence or is_other or is_said)

    def is_on_curve(self, name: str, source: Source, judge: Judge) -> bool:
        """Tell whether an equation in the same sentence ties a name that others define."""
        heads = [
            statement.sides[0] for one in self.claims.text.formulas
            if one.source.sentence == source.sentence and one.source.start < source.start
            for statement in one.statements if statement.relations == ("=",)
        ]  # fmt: skip
        names = [found.text for head in heads if (found := bare(head))]
        tied = {name for head in heads if bare(head) is None and applied_name(head) is None
                and not has_derivative(head) for name in quantities(head)}  # fmt: skip
        return name in tied and name in judge.scope.definitions and name not in names

    def introduces_names(self, link: Link, side: Term) -> bool:
        """Tell whether a repair has names that the side doesn't have."""
        with suppress(FormulaError, ValueError):
            (statement,) = normal(read_latex(link.repair or ""), self.claims.names)
            return not set(quantities(statement.sides[0])) <= set(quantities(side))
        return False

    def may_be_condition(self, claim: Claim, side: Term, link: Link, judge: Judge) -> bool:
        """Tell whether an equation of two expressions is none that a slip of its writer explains.

        Who writes p_i w_ij for p_j w_ji has made no slip: a name of the left side is put in.
        """
        head = claim.statement.sides[0]
        is_sum = head.kind == "operation" and head.text in ("add", "subtract")  # 3x^2 + 3y^2 y'
        is_slope = has_derivative(head) and not is_sum
        is_claim = bare(head) is not None or self.is_value_of_function(head) or is_slope
        is_claim = is_claim or is_of_matrices(self.claims, head, side, judge)
        if is_claim or link.relation != "=" or not any(quantities(head)):
            return False
        names = set(quantities(head))
        is_defined = bool(names & judge.scope.definitions.keys())
        ahead = judge.scope.definitions.keys() - self.claims.course.definitions.keys()
        if has_derivative(head) and names & ahead:
            return True  # what is only defined later may be another one
        is_number = all(judge.scope.names.shape(name) == SCALAR for name in names)
        is_of_one = is_number and len(names | set(quantities(side))) == 1
        if is_of_one and not is_defined and not is_slip(link):
            return not differ_in_sign(head, side, judge)  # 5x + 3 = 18 - x
        if link.repair is None:
            return not link.edits and (is_defined or is_monomial(head))
        is_open = is_defined or is_monomial(head)
        if is_open and "".join(link.left.split()) in "".join(link.repair.split()):
            return True  # what should stand on the right is the left side
        return self.introduces_names(link, side)

    def is_foreign(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether a side has only free names of which the head isn't made: dU/da = mu.

        That is what an optimum has to satisfy, of names that were met before; it's no slip.
        """
        head = claim.statement.sides[0]
        if bare(head) is head or applied_name(head) is not None:
            return False
        names = set(quantities(side))
        parts = {part.text for part in head.walk() if part.kind == "name"}
        known = {*judge.scope.definitions, *judge.made_of(head), *parts}
        return bool(names) and names.isdisjoint(known) and names <= self.claims.course.met

    def is_sum_of_another(self, claim: Claim, side: Term, judge: Judge) -> bool:
        """Tell whether both sides are sums of free numbers, and no step leads to the other."""
        head = claim.statement.sides[0]
        names = set(quantities(head, side))
        are_free = names.isdisjoint(judge.scope.definitions) and bool(names)
        are_numbers = all(judge.scope.names.shape(name) == SCALAR for name in names)
        is_plain = bare(head) is None and applied_name(head) is None
        return is_plain and are_free and are_numbers and are_collected(head, side)

    def is_value_of_function(self, head: Term) -> bool:
        """Tell whether a head is f(x), or f(x + 1)."""
        is_pair = head.kind == "juxtaposed" and len(head.args) == 2 and head.args[1].kind == "group"
        name = bare(head.args[0]) if is_pair else None
        is_function = name is not None and name.text in self.claims.names.functions
        return is_function or applied_name(head) is not None


def is_slip(link: Link) -> bool:
    """Tell whether a repair is of one sign, number, name or function, and isn't the left side."""
    left, repair = (PLAIN.sub("", text) for text in (link.left, link.repair or ""))
    if len(link.edits) != 1 or left in repair or ";" in link.diagnosis:
        return False
    old, new = (PLAIN.sub("", text) for text in link.edits[0])
    is_of_number = old.isdigit() and not new.lstrip("-").isdigit()  # 27t = 25 - 6t
    is_small = SMALL.fullmatch(new) is not None or len(new) <= len(old) + 4
    return is_small and not is_of_number


def differ_in_sign(head: Term, side: Term, judge: Judge) -> bool:
    """Tell whether two sides are alike but for their sign: sqrt(x^2) = x."""
    squares = (Term("operation", "multiply", (one, one), one.span) for one in (head, side))
    return judge.judged(next(squares), "=", next(squares)).verdict == "correct"


def is_monomial(head: Term) -> bool:
    """Tell whether a head is x^2, or 3x: it is rather that of an equation for x."""
    parts = list(head.walk())
    operations = {part.text for part in parts if part.kind == "operation"}
    kinds = {part.kind for part in parts} - {"operation", "juxtaposed", "number"}
    is_of_one = kinds == {"name"} and len(set(quantities(head))) == 1
    return is_of_one and operations <= {"pow", "multiply"}


def is_made_of(name: Term | None, side: Term) -> bool:
    """Tell whether a side has a function in it, or its rate."""
    return name is not None and without_dots(name.text) in map(without_dots, quantities(side))


def is_without_index(head: Term) -> bool:
    """Tell whether nothing in a head has an index."""
    return all(part.kind != "index" for part in head.walk())


def is_ordinary(head: Term) -> bool:
    """Tell whether a head is y', dy/dx or a rate, of a y without an index; no partial one."""
    if head.kind == "juxtaposed":
        head = head.args[0]
    return is_without_index(head) and (
        head.kind == "prime" or (head.kind == "derivative" and head.bold)
    )
