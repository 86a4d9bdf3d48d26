"""What isn't judged: units, expectations, variations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.claims.claim import Claim
from microgauss.sheet.context.constants import is_numeric
from microgauss.sheet.document import Link
from microgauss.sheet.notation.parts import bare, quantities
from microgauss.sheet.notation.text import Parsed, Text
from microgauss.sheet.notation.words import NEW, OPERATOR, VECTORS, words
from microgauss.sheet.verdict.links import SHOWN

__all__ = ["OPERATORS", "not_judged", "unjudged"]

OPERATORS = {"E", "Var", "Cov", "Pr", "bbE", "bbV"}  # of random variables
RANDOM = {"X", "Y", "Z"}
UNIT = re.compile(
    r"\\(?:text|mathrm|rm)\s*\{?\s*(?:[kcmµ]?(?:m|g|s|N|J|W|V|A|Hz|mol|Pa)|K|km|h|min|L)"
    r"(?:/\w+)?\s*(?=[}^\\]|$)"
)

ITALIC_UNIT = re.compile(  # behind a number
    r"\d\s*(?:\\[,;: ]|~|\\cdot\s?10\^\{?-?\d+\}?)*\s*(?:\\(?:,|;))?"
    r"(?:(?:\\mu|[GMkhdcmnpµ])?\s*\\?(?:mathrm\s*\{)?(?:m|g|s|N|J|W|V|A|F|H|Hz|Pa|Omega|Wh|eV|L|l"
    r"|mol|K)\}?"
    r"|km/h|m/s)\s*$"
)
CONGRUENT = re.compile(r"\\equiv|≡")
OTHER_ARITHMETIC = words(  # of numbers, somewhere in a document
    r"GF ?\(|\bXOR\b|\b(?-i:OR)\b|\b(?:parity|Hamming|half adder|nimbers?|tropical|max-?plus"
    r"|truth values?"
    r"|logic gates?|interval arithmetic|modulo|mod|congruen\w*|gcd|ggT|pgcd|Gauss bracket"
    r"|concatenation"
    r"|kongruent\w*|days of the week|o'clock|finite field|bits?|binary|hexadecimal|octal"
    r"|Basis \d+|zur Basis|Binär\w*|Dualsystem|Hexadezimal\w*|Oktal\w*|binario|hexadécimal"
    r"|degree mode|Gradmodus|floating|machine (?:comput\w+|numbers?)|the machine"
    r"|base \d+)\b"
    r"|\\[bp]?mod(?![A-Za-z])|\\(?:oplus|odot|vee|wedge)(?![A-Za-z])"
)
REMAINDER = words(
    r"\b(?:remainder|rest|reste|Rest|rem|R)\s*:?\s*\}?\s*\$?\d|\b(?:whole|rounded down"
    r"|abgerundet)\b"
)
PRODUCT = re.compile(r"[A-Za-z})]\s*(?:\\(?:cdot|times)(?![A-Za-z])|[·×])\s*\\?[A-Za-z({]")
V = r"\\?[A-Za-z]+"
CROSS = re.compile(  # a x b of vectors: in bars, beside a . b, of another one, with its sign
    rf"\|\s*{V}\s*\\times\s*{V}\s*\\?\||\\times\s*(?:\\left)?\(\s*{V}\s*\\times"
    rf"|{V}\s*\\times\s*{V}[^=]*{V}\s*\\cdot\s*{V}|{V}\s*\\cdot\s*{V}[^=]*{V}\s*\\times\s*{V}"
    rf"|{V}\s*\\times\s*{V}\s*(?:\)\s*\\(?:cdot|times)|&?=\s*-)"
)


def not_judged(claim: Claim, text: Text) -> str:  # noqa: PLR0911, one a reason
    """Say what a claim is about that can't be judged: units, or variations; "" otherwise."""
    if UNIT.search(claim.parsed.text) or has_units(claim):
        return "units aren't judged"
    if is_of_other_arithmetic(claim, text):
        return "numbers aren't added and divided as usual here, by the words around them"
    if is_product_of_vectors(claim, text):
        return "products of vectors without bold letters aren't judged"
    marked = marks(claim.statement)
    if marked and (NEW.search(words_around(claim, text)) or marked & marked_anew(claim, text)):
        return "a prime may be a derivative here, or mark something new: that can't be told"
    if has_operator(claim, text):
        return "operators on a sequence aren't judged"
    head = claim.statement.sides[0]
    if any(map(has_expectation, claim.statement.sides)):
        return "expectations aren't judged"
    is_variation = head.kind == "juxtaposed" and head.args[0].text == "delta" and any(
        part.kind == "name" and part.text == "delta"
        for side in claim.sides for part in side.walk()
    )  # fmt: skip
    return "variations aren't judged" if is_variation else ""


def has_units(claim: Claim) -> bool:
    """Tell whether numbers stand with units in italics: 2 km = 2000 m."""
    sides = [claim.parsed.text[slice(*side.span)] for side in claim.statement.sides]
    return sum(ITALIC_UNIT.search(side) is not None for side in sides) > 1


def is_of_other_arithmetic(claim: Claim, text: Text) -> bool:
    """Tell whether numbers are compared by a congruence, or words say that they are others."""
    sides, written = claim.statement.sides, claim.parsed.text
    pairs = [pair for pair in pairwise(sides) if all(map(is_numeric, pair))]
    is_congruence = any(CONGRUENT.search(written, a.span[1], b.span[0]) for a, b in pairs)
    around = words_around(claim, text) + text.text[claim.parsed.source.end :][:40] + written
    is_said = OTHER_ARITHMETIC.search(text.text) or REMAINDER.search(around)
    return is_congruence or bool(pairs and all(map(is_numeric, sides)) and is_said)


def words_around(claim: Claim, text: Text) -> str:
    """Return the sentence of a claim, and the one before it."""
    sentence = claim.parsed.source.sentence
    return " ".join(text.sentences[max(0, sentence - 1) : sentence + 1])


def is_product_of_vectors(claim: Claim, text: Text) -> bool:
    """Tell whether a claim may have products of vectors that aren't bold, by words or its form."""
    has_bold = any(part.bold for side in claim.statement.sides for part in side.walk()
                   if part.kind == "name")  # fmt: skip
    written = claim.parsed.text
    is_said = VECTORS.search(words_around(claim, text)) and PRODUCT.search(written)
    return not has_bold and bool(is_said or CROSS.search(written))


def has_operator(claim: Claim, text: Text) -> bool:
    """Tell whether a claim has an operator on a sequence: a difference, or a lag L by what is said.

    That is by words, or by L x_t = x_{t-1} somewhere.
    """
    applied = {before.text for side in claim.statement.sides for part in side.walk()
               if part.kind == "juxtaposed"
               for before, after in pairwise(map(without_power, part.args))
               if before.kind == "name" and after.kind == "index"}  # fmt: skip
    every = [one for parsed in text.formulas for one in parsed.statements]
    shifts = {factor.text for one in every for factor in [shift_of(one)] if factor}
    is_said = applied and OPERATOR.search(words_around(claim, text)) is not None
    return bool(is_said or applied & {"Delta", *shifts})


def shift_of(statement: Statement) -> Term | None:
    """Return the L of L x_t = x_{t-1}."""
    head, *others = statement.sides
    if head.kind != "juxtaposed" or len(head.args) != 2 or not others:
        return None
    factor, of = head.args
    is_shift = of.kind == others[0].kind == "index" and of.args[0].shape == others[0].args[0].shape
    return factor if factor.kind == "name" and is_shift else None


def without_power(term: Term) -> Term:
    """Return what has a power."""
    return term.args[0] if term.kind == "operation" and term.text == "pow" else term


def marks(statement: Statement) -> set[str]:
    """Return the names on which a prime stands alone: A', and not A'(x)."""
    parts = [part for side in statement.sides for part in side.walk()]
    applied = {id(part.args[0]) for part in parts if part.kind == "juxtaposed"
               and len(part.args) == 2 and part.args[1].kind == "group"}  # fmt: skip
    names = [
        bare(part.args[0])
        for part in parts
        if part.kind == "prime" and part.text == "'" and id(part) not in applied
    ]
    return {name.text for name in names if name}


def marked_anew(claim: Claim, text: Text) -> set[str]:
    """Return the names with a prime of which words before a claim say that it is something new."""
    return {
        name for one in text.formulas if one.source.start < claim.parsed.source.start
        if NEW.search(text.sentences[one.source.sentence])
        for statement in one.statements for name in marks(statement)
    }  # fmt: skip


def has_expectation(term: Term) -> bool:
    """Tell whether an expectation, or a variance, of a random variable stands in a term: E[X^2]."""
    pairs = [(a, b) for part in term.walk() if part.kind == "juxtaposed"
             for a, b in pairwise(part.args)]  # fmt: skip
    return any(a.kind == "name" and a.text in OPERATORS and bool(RANDOM & set(quantities(b)))
               for a, b in pairs)  # fmt: skip


def unjudged(statement: Statement, parsed: Parsed, first: int, reason: str) -> Iterator[Link]:
    """Yield the links of a statement that can't be judged."""
    head = parsed.text[slice(*statement.sides[0].span)]
    for place in range(first, len(statement.sides)):
        side, relation = statement.sides[place], statement.relations[place - 1]
        yield Link(SHOWN.get(relation, relation), head, parsed.text[slice(*side.span)], 0,
                   *side.span, diagnosis=reason)  # fmt: skip
