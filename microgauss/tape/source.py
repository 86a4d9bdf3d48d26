"""A graph as source code: the straight-line program that it is.

A `Text` is one more kind of number: an operation on texts is the text of the operation, as it is a
symbol on symbols. A `Listing` notes each operation once. Written out, what is used once stands in
its place; what is used more often, or has a label, gets a name of its own.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

from microgauss.engine.notation import needs_brackets
from microgauss.engine.rules import OPERATORS, TABLE, Rule
from microgauss.tape.languages import Language, Program
from microgauss.tape.simplify import Program as Simplified

__all__ = ["Listing", "Text"]

LONGEST = 40  # characters of what stands in its place, rather than under a name of its own
LONGEST_SYMBOLIC = 300
CHOICE, COMPARISON, NEGATIVE, CLOSED, ATOM = 0.0, 0.5, 3.0, 3.5, 5.0  # how tightly a text binds
WIDTH = 88  # characters in a line of a comment
UNSAFE = re.compile(r"[^\w .,=()+*/…-]")  # in a comment: what might end it
PLACE = re.compile(r"(?P<closed>[({|]|, )?#(?P<number>\d)")  # closed: it needs no brackets


class Term(NamedTuple):
    """An operation as a template over #1, #2, ... and the terms that stand there; or a leaf."""

    template: str
    precedence: float
    args: tuple[int, ...] = ()


class Text:
    """A number that is source code: a term of a listing."""

    def __init__(self, listing: Listing, place: int) -> None:
        self.listing, self.place = listing, place

    def __add__(self, other: Any) -> Any:
        return self.listing.apply(OPERATORS["+", 2], (self, other))

    def __radd__(self, other: Any) -> Any:
        return self.listing.apply(OPERATORS["+", 2], (other, self))

    def __sub__(self, other: Any) -> Any:
        return self.listing.apply(OPERATORS["-", 2], (self, other))

    def __rsub__(self, other: Any) -> Any:
        return self.listing.apply(OPERATORS["-", 2], (other, self))

    def __mul__(self, other: Any) -> Any:
        return self.listing.apply(OPERATORS["*", 2], (self, other))

    def __rmul__(self, other: Any) -> Any:
        return self.listing.apply(OPERATORS["*", 2], (other, self))

    def __truediv__(self, other: Any) -> Any:
        return self.listing.apply(OPERATORS["/", 2], (self, other))

    def __rtruediv__(self, other: Any) -> Any:
        return self.listing.apply(OPERATORS["/", 2], (other, self))

    def __pow__(self, other: Any) -> Any:
        return self.listing.apply(OPERATORS["**", 2], (self, other))

    def __rpow__(self, other: Any) -> Any:
        return self.listing.apply(OPERATORS["**", 2], (other, self))

    def __neg__(self) -> Any:
        return self.listing.apply(OPERATORS["-", 1], (self,))

    def __gt__(self, other: Any) -> Any:
        return self.listing.note("#1 > #2", COMPARISON, self, other)

    def __lt__(self, other: Any) -> Any:
        return self.listing.note("#1 < #2", COMPARISON, self, other)

    def __ge__(self, other: Any) -> Any:
        return self.listing.note("#1 >= #2", COMPARISON, self, other)

    def __le__(self, other: Any) -> Any:
        return self.listing.note("#1 <= #2", COMPARISON, self, other)

    def __eq__(self, other: object) -> Any:
        return self.listing.note("#1 == #2", COMPARISON, self, other)

    __hash__ = None  # type: ignore[assignment]  # there is no equality that is a truth value

    def __bool__(self) -> bool:
        return False  # a row asks whether a symbol is 0, where the language has no choice


class Listing:
    """The terms of a program in one language, each once: a number system for a tape's replay."""

    def __init__(self, language: Language, labels: Sequence[str]) -> None:
        self.language = language
        self.folds = not language.symbolic
        self.terms: list[Term] = []
        self.places: dict[Term, int] = {}
        self.numbers: dict[int, float] = {}
        self.names: dict[int, str] = {}
        self.taken: Counter[str] = Counter()
        self.temporaries = 0
        self.namespace = self.functions()
        self.inputs = [self.leaf(label or f"x{i}") for i, label in enumerate(labels, 1)]

    def functions(self) -> SimpleNamespace:
        """Return the language's functions: over these run the rows of those that it lacks."""
        functions: dict[str, Any] = {
            rule.name: lambda *args, rule=rule: self.apply(rule, args)
            for rule in TABLE if self.language.template(rule, *[None] * len(rule.partials))
        }  # fmt: skip
        choice = partial(self.note, self.language.choice, CHOICE)
        if self.folds:
            return SimpleNamespace(where=choice, **functions)
        # As SymPy has it: the rows then give the closed form.
        return SimpleNamespace(Piecewise=lambda a, b: choice(a[1], a[0], b[0]), **functions)

    def apply(self, rule: Rule, args: Sequence[Any]) -> Any:
        """Note an operation, or those of the row's formula where the language lacks it."""
        texts = [self.text(arg) for arg in args]
        template = self.language.template(rule, *(self.numbers.get(text.place) for text in texts))
        if template:
            return self.note(template, rule.precedence, *texts)
        return rule.value(self.namespace, *texts)

    def note(self, template: str, precedence: float, *args: Any) -> Text:
        """Note an operation that the language has."""
        if all(place["closed"] for place in PLACE.finditer(template)):
            is_command = template.startswith("\\") and not template.startswith(r"\left")
            precedence = CLOSED if is_command else ATOM
        return self.intern(Term(template, precedence, tuple(self.text(a).place for a in args)))

    def noted(self, program: Simplified) -> list[Text]:
        """Note the steps of a simplified graph, and return its outputs, without their signs."""
        texts: dict[int, Any] = {}
        for place, term in enumerate(program.terms):
            if place not in program.needed:
                continue
            if isinstance(term, tuple):
                texts[place] = self.apply(term[0], [texts[arg] for arg in term[1]])
            else:
                texts[place] = self.inputs[term] if isinstance(term, int) else self.constant(term)
        return [texts[output.term] for output in program.outputs]

    def text(self, arg: Any) -> Text:
        """Return an argument as a text."""
        return arg if isinstance(arg, Text) else self.constant(float(arg))

    def constant(self, number: float, label: str = "") -> Text:
        """Return a number; one with a label, other than pi, is a term of its own."""
        term = Term(self.language.number(number), ATOM if number >= 0 else NEGATIVE)
        if label and number != math.pi:
            return self.label(self.add(term), label)
        text = self.intern(term)
        self.numbers[text.place] = number
        return text

    def leaf(self, label: str) -> Text:
        """Return an input, which is a name."""
        name = self.new_name(label)
        text = self.add(Term(name, ATOM))
        self.names[text.place] = name
        return text

    def label(self, text: Text, label: str) -> Text:
        """Give a term a name, unless it has one."""
        if text.place not in self.names:
            self.names[text.place] = self.new_name(label)
        return text

    def intern(self, term: Term) -> Text:
        """Return a term, making it unless it is there."""
        if term not in self.places:
            self.places[term] = self.add(term).place
        return Text(self, self.places[term])

    def add(self, term: Term) -> Text:
        """Make a term."""
        self.terms.append(term)
        return Text(self, len(self.terms) - 1)

    def new_name(self, label: str) -> str:
        """Make a name of a label that nothing else has."""
        name = first = self.language.identifier(label)
        while name in self.taken:
            self.taken[first] += 1
            name = self.language.identifier(f"{label}_{self.taken[first]}")
        self.taken[name] = 1
        return name

    # --- the program ------------------------------------------------------------------------------

    def function(self, name: str, outputs: Sequence[Text], formulas: Sequence[str]) -> str:
        """Write the function that computes the outputs, and in a comment their formulas.

        Raises ValueError where the name can't be a function's.
        """
        if self.language.identifier(name) != name and not self.language.symbolic:
            raise ValueError(f"{name!r} can't name a function: choose a name of letters and digits")
        if self.language.symbolic:
            names = (
                [name] if len(outputs) == 1 else [f"{name}{i}" for i, _ in enumerate(outputs, 1)]
            )
            outputs = [self.result(*output) for output in zip(outputs, names, strict=True)]
        statements, results = self.program(outputs)
        inputs = [self.names[text.place] for text in self.inputs]
        comment = [cut(UNSAFE.sub("_", formula), WIDTH) for formula in formulas]
        return self.language.function(Program(name, inputs, statements, results, comment))

    def result(self, text: Text, name: str) -> Text:
        """Give an output a name, an input a second one."""
        if text.place < len(self.inputs):
            text = self.add(Term("#1", ATOM, (text.place,)))
        return self.label(text, name)

    def program(self, outputs: Sequence[Text]) -> tuple[list[str], list[str]]:
        """Write the statements that compute the outputs, and what each of these is called then."""
        needed, uses = self.needed([output.place for output in outputs])
        written: dict[int, tuple[str, float]] = {}
        statements = []
        for place in needed:
            term = self.terms[place]
            text = self.filled(term, written)
            if place not in self.names and self.stands_alone(term, text, uses[place]):
                self.temporaries += 1
                self.names[place] = self.new_name(f"a{self.temporaries}")
            name = self.names.get(place, text)
            written[place] = name, term.precedence if name is text else ATOM
            if name != text:
                statements.append(self.language.statement.replace("#1", name).replace("#2", text))
        return statements, [written[output.place][0] for output in outputs]

    def needed(self, outputs: Sequence[int]) -> tuple[list[int], Counter[int]]:
        """Return the terms that the outputs need, in order, and how often each is an argument."""
        found = list(dict.fromkeys(outputs))
        seen = set(found)
        for place in found:  # grows while it is read
            new = set(self.terms[place].args) - seen
            seen |= new
            found += new
        found.sort()
        return found, Counter(arg for place in found for arg in self.terms[place].args)

    def filled(self, term: Term, written: dict[int, tuple[str, float]]) -> str:
        """Write a term whose arguments have been written, with the brackets that it needs."""

        def argument(place: re.Match[str]) -> str:
            position = int(place["number"]) - 1
            text, inner = written[term.args[position]]
            if not place["closed"] and needs_brackets(inner, term.precedence, position):
                text = self.language.brackets.replace("#1", text)
            return f"{place['closed'] or ''}{text}"

        return PLACE.sub(argument, term.template) if term.args else term.template

    def stands_alone(self, term: Term, text: str, uses: int) -> bool:
        """Tell whether a term is a statement: it is used again, or long."""
        longest = LONGEST_SYMBOLIC if self.language.symbolic else LONGEST
        is_leaf_or_condition = not term.args or term.precedence == COMPARISON
        return not is_leaf_or_condition and (uses > 1 or len(text) > longest)


def cut(text: str, width: int) -> str:
    """Cut a text that is too long."""
    return text if len(text) <= width else f"{text[: width - 1]}…"
