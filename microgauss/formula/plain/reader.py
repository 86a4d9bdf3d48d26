"""What the terms of a plain formula mean: nodes, over the names that are known.

x(y + 1) is a product where x is a number; xy is one where it isn't known itself, and x and y are; e
is Euler's number unless something defines it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from itertools import pairwise

from lark import Token

from microgauss.engine.notation import plain_number
from microgauss.engine.numbers import finite
from microgauss.engine.rules import OPERATORS, RULES, DomainError
from microgauss.formula.errors import Refusal
from microgauss.formula.names import FUNCTIONS, GREEK, canonical
from microgauss.formula.nodes import Node, fold_tree
from microgauss.formula.parsing.parser import parsed
from microgauss.formula.parsing.tokens import at, retyped, span_of, token
from microgauss.formula.plain.readings import refuse_two_readings
from microgauss.formula.plain.tokens import HOLDS, with_powers_of_functions
from microgauss.formula.terms import Term

__all__ = ["PlainReader"]

DEEPEST = 2_000  # signs and powers in one another; brackets stop earlier
FUNCTION_LETTERS = frozenset("fghFGH")


class PlainReader:
    """Makes nodes of the expressions of one text; ``known`` are names that stand for numbers."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.text, self.known = text, frozenset(known)
        self.names = self.known  # and those that are defined so far
        self.numbers: Collection[str] = self.known  # and those that stand as numbers

    def node(self, tokens: Sequence[Token], defined: Collection[str]) -> Node:
        """Return the node of an expression behind some definitions. Raises Refusal."""
        self.names = self.known.union(defined, ("pi",))
        self.refuse_complex(tokens)
        factors = [factor for this in tokens for factor in self.factors_of(this)]
        term = parsed(with_powers_of_functions(factors), len(self.text), DEEPEST)
        met = Counter(part.text for part in term.walk() if part.kind == "name")
        met.subtract(name.text for name, _ in applications(term))
        self.numbers = self.names.union(+met)
        return fold_tree(term, self.combined)

    def refuse_complex(self, tokens: Sequence[Token]) -> None:
        """Refuse 2j, which is a complex number in Python, unless j is known."""
        for number, this in pairwise(tokens):
            is_j = this.type == "NAME" and this.lower() == "j" and this not in self.names
            if is_j and number.type == "NUMBER" and at(number)[1] == at(this)[0]:
                whole = span_of((number, this))
                raise Refusal("{0} can be {1}*{2} or a complex number: write which", whole,
                              whole, at(number), at(this))  # fmt: skip

    def factors_of(self, this: Token) -> Iterator[Token]:
        """Yield x and y for a word xy that isn't known, where its letters are."""
        start, end = at(this)
        letters = [canonical(letter) for letter in self.text[start:end]]
        is_product = this.type == "NAME" and this not in self.names and len(letters) > 1
        if this.type == "FUNC" and this in self.names:
            yield retyped(this, "NAME")  # max and ln may be names
        elif self.known and is_product and all(letter in self.names for letter in letters):
            for i, letter in enumerate(letters, start):
                yield token("NAME", letter, i, i + 1)
        else:
            yield this

    def combined(self, term: Term, args: list[Node]) -> Node:
        """Return the node of a term whose arguments have theirs."""
        refuse_two_readings(term, self.text)
        match term.kind:
            case "name":
                return self.named(term)
            case "number":
                return Node(number=figure(term), place=term.span)
            case "group" if term.text and len(args) == 1:
                return args[0]
            case "operation":
                is_exp = term.text == "pow" and self.is_euler(term.args[0])
                rule, args = (FUNCTIONS["exp"], args[1:]) if is_exp else (RULES[term.text], args)
                return Node(rule, tuple(args), place=term.span)
            case "juxtaposed":
                self.check_applications(term)
                return product(term, args)
        raise Refusal(HOLDS, term.span)

    def named(self, term: Term) -> Node:
        """Return the node of a name; Euler's number is exp(1)."""
        if self.is_euler(term):
            return Node(FUNCTIONS["exp"], (Node(number="1", place=term.span),), place=term.span)
        return Node(name=term.text, place=term.span)

    def is_euler(self, term: Term) -> bool:
        """Tell whether a term is Euler's number."""
        return term.kind == "name" and term.text == "e" and "e" not in self.names

    def check_applications(self, term: Term) -> None:
        """Refuse f(x) unless f is a number, and then this is a product."""
        for name, group in applications(term):
            span = (name.span[0], group.span[1])
            if name.text in self.numbers:
                continue
            is_letter = len(name.text) == 1 or name.text in GREEK
            if not is_letter or name.text in FUNCTION_LETTERS:
                there_are = ", ".join(FUNCTIONS)
                raise Refusal(f"there is no function {name.text}: there are {there_are}", span)
            if group.kind == "group" and group.args[0].kind in ("name", "number"):
                raise Refusal("{0} can be {1} times {2}, or a function: write *", span,
                              span, name.span, group.span)  # fmt: skip


def applications(term: Term) -> Iterator[tuple[Term, Term]]:
    """Yield the names in a product, or in all of a term, that stand before brackets."""
    for part in term.walk():
        if part.kind == "juxtaposed":
            for name, group in zip(part.args, part.args[1:], strict=False):
                base = group.args[0] if group.kind == "operation" and group.args else group
                if name.kind == "name" and base.kind == "group":
                    yield name, group


def product(term: Term, args: Sequence[Node]) -> Node:
    """Multiply factors from left to right."""
    start = term.span[0]
    pairs = zip(args[1:], (factor.span[1] for factor in term.args[1:]), strict=True)
    return reduce(
        lambda left, right: Node(OPERATORS["*", 2], (left, right[0]), place=(start, right[1])),
        pairs, args[0],
    )  # fmt: skip


def figure(term: Term) -> str:
    """Return a number's text as typed; hex, underscores and the like as a plain decimal."""
    text = term.text
    try:
        is_float = text.lower().strip("0123456789_+-") in (".", "e", ".e") or "." in text
        number = finite(float(text.replace("_", "")) if is_float else int(text, 0))
    except DomainError:
        raise Refusal("this number is too large for a float", term.span) from None
    except ValueError:
        raise Refusal("this is no number as formulas have them", term.span) from None
    return text if all(c in "0123456789.eE+-" for c in text) else plain_number(number)
