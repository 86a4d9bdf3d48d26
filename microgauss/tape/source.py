"""A graph as source code: the straight-line program that it is.

A `Text` is one more kind of number: an operation on texts is the text of the operation, as it is a
symbol on symbols. A `Listing` notes each operation once. Written out, what is used once stands in
its place; what is used more often, or has a label, gets a name of its own.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

from microgauss.engine.notation import needs_brackets
from microgauss.engine.rules import RULES, TABLE, Rule
from microgauss.tape.languages import WIDTH, Language, Program
from microgauss.tape.simplify import Program as Simplified

__all__ = ["Listing", "Text"]

LONGEST = 40  # characters of what stands in its place, rather than under a name of its own
LONGEST_SYMBOLIC = 300
# How tightly a text binds, as in the table; a command of LaTeX needs brackets only below a power.
CHOICE, COMPARISON, PRODUCT, NEGATIVE, COMMAND, ATOM = 0.0, 0.5, 2.0, 3.0, 3.5, 5.0
PLACE = re.compile(r"(?P<closed>[({|]|, )?#(?P<number>\d)")  # closed: it needs no brackets


class Term(NamedTuple):
    """An operation as a template over #1, #2, ... and the terms that stand there; or a leaf."""

    template: str
    precedence: float
    args: tuple[int, ...] = ()


def operation(name: str, *, swapped: bool = False) -> Callable[..., Any]:
    """Make a method that notes an operation; ``swapped`` if its text stands on the right."""

    def method(self: Text, *other: Any) -> Any:
        return self.listing.apply(RULES[name], (*other, self) if swapped else (self, *other))

    return method


def comparison(sign: str) -> Callable[..., Any]:
    """Make a method that notes a comparison."""

    def method(self: Text, other: Any) -> Any:
        return self.listing.note(f"#1 {sign} #2", COMPARISON, self, other)

    return method


class Text:
    """A number that is source code: a term of a listing."""

    def __init__(self, listing: Listing, place: int) -> None:
        self.listing, self.place = listing, place

    __add__, __radd__ = operation("add"), operation("add", swapped=True)
    __sub__, __rsub__ = operation("subtract"), operation("subtract", swapped=True)
    __mul__, __rmul__ = operation("multiply"), operation("multiply", swapped=True)
    __truediv__, __rtruediv__ = operation("divide"), operation("divide", swapped=True)
    __pow__, __rpow__ = operation("pow"), operation("pow", swapped=True)
    __neg__ = operation("negative")
    __gt__, __lt__, __ge__, __le__ = map(comparison, (">", "<", ">=", "<="))
    __eq__ = comparison("==")
    __hash__ = None  # type: ignore[assignment]  # there is no equality that is a truth value

    def __bool__(self) -> bool:
        return False  # a row asks whether a symbol is 0, where the language has no choice


class Listing:
    """The terms of a program in one language, each once: a number system for a tape's replay."""

    def __init__(self, language: Language, labels: Sequence[str]) -> None:
        self.language = language
        self.folds = not language.symbolic
        self.longest = LONGEST_SYMBOLIC if language.symbolic else LONGEST
        self.terms: list[Term] = []
        self.places: dict[Term, int] = {}
        self.numbers: dict[int, float] = {}
        self.names: dict[int, str] = {}
        self.taken = Counter([language.number(math.pi)])  # no name is typeset as the number pi
        self.temporaries = 1
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
            precedence = COMMAND if is_command else ATOM
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
        """Return a number; one with a label, other than pi's, is a term of its own."""
        text = self.language.number(number)
        term = Term(text, binding(text))
        if label and (number != math.pi or label not in ("pi", "π")):
            return self.label(self.add(term), label)
        self.numbers[(constant := self.intern(term)).place] = number
        return constant

    def leaf(self, label: str) -> Text:
        """Return an input, which is a name."""
        name = self.new_name(label)
        text = self.add(Term(name, binding(name)))
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

    def temporary(self) -> str:
        """Make a name of none: a1, a2, ..."""
        while self.language.identifier(f"a{self.temporaries}") in self.taken:
            self.temporaries += 1
        return self.new_name(f"a{self.temporaries}")

    # --- the program ------------------------------------------------------------------------------

    def function(self, name: str, outputs: Sequence[Text], comment: Sequence[str]) -> str:
        """Write the function that computes the outputs, with lines of comment.

        Raises ValueError where the name can't be a function's.
        """
        if self.language.identifier(name) != name and not self.language.symbolic:
            raise ValueError(f"{name!r} can't name a function: choose a name of letters and digits")
        statements, results = self.program(outputs)
        inputs = [self.names[text.place] for text in self.inputs]
        return self.language.function(Program(name, inputs, statements, results, comment))

    def outputs(self, texts: Sequence[Text], labels: Sequence[str], name: str) -> list[Text]:
        """Name the outputs by their labels; in LaTeX all, those without one by the function."""
        instead = [f"{name}{i}" for i, _ in enumerate(texts, 1)] if len(texts) > 1 else [name]
        return [
            self.output(text, label or (other if self.language.symbolic else ""))
            for text, label, other in zip(texts, labels, instead, strict=False)
        ]

    def output(self, text: Text, label: str) -> Text:
        """Name an output. What has a name, or is a number, gets one more in LaTeX only."""
        if self.terms[text.place].args and text.place not in self.names:
            return self.label(text, label) if label else text
        if not self.language.symbolic:
            return text
        return self.label(self.add(Term("#1", ATOM, (text.place,))), label)

    def program(self, outputs: Sequence[Text]) -> tuple[list[str], list[str]]:
        """Write the statements that compute the outputs, and what each of these is called then."""
        places = [output.place for output in outputs]
        needed, uses = self.needed(places)
        written: dict[int, tuple[str, float]] = {}
        statements = []
        for place in needed:
            term = self.terms[place]
            text = self.filled(term, written)
            longest = WIDTH if places == [place] else self.longest
            if place not in self.names and stands_alone(term, text, uses[place], longest):
                self.names[place] = self.temporary()
            name = self.names.get(place, text)
            written[place] = (name, term.precedence if name is text else binding(name))
            if name != text:
                statements.append(self.language.statement.replace("#1", name).replace("#2", text))
        return statements, [written[place][0] for place in places]

    def needed(self, outputs: Sequence[int]) -> tuple[list[int], Counter[int]]:
        """Return the terms that each output needs, but none before; and how often each is used."""
        order: list[int] = []
        seen: set[int] = set()
        uses = Counter(outputs)
        for output in outputs:
            new = [output]
            for place in new:  # grows while it is read
                if place not in seen:
                    seen.add(place)
                    uses.update(self.terms[place].args)
                    new += self.terms[place].args
            order += sorted(new)
        return list(dict.fromkeys(order)), uses

    def filled(self, term: Term, written: dict[int, tuple[str, float]]) -> str:
        """Write a term whose arguments have been written, with the brackets that it needs."""

        def argument(place: re.Match[str]) -> str:
            position = int(place["number"]) - 1
            text, inner = written[term.args[position]]
            if not place["closed"] and needs_brackets(inner, term.precedence, position):
                text = self.language.brackets.replace("#1", text)
            return f"{place['closed'] or ''}{text}"

        return PLACE.sub(argument, term.template) if term.args else term.template


def stands_alone(term: Term, text: str, uses: int, longest: int) -> bool:
    """Tell whether a term is a statement: it is used again, or long."""
    is_leaf_or_condition = not term.args or term.precedence == COMPARISON
    return not is_leaf_or_condition and (uses > 1 or len(text) > longest)


def binding(text: str) -> float:
    """Return how tightly a number or a name binds, as it is written."""
    if text.startswith("-"):
        return NEGATIVE
    if r"\cdot" in text:  # 1.5·10^-300
        return PRODUCT
    return COMMAND if text.startswith(r"\frac") else ATOM  # ∂f/∂mu
