"""What a document's notation tells of its names: vectors, indices, functions, lengths.

Bold names are vectors, bold capitals matrices; so is what is transposed or has a norm. Lengths that
have to be equal, such as those of w and x in w^T x, are found by uniting positions of indices.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from microgauss.formula.terms import Statement, Term

__all__ = [
    "SCALAR", "VECTOR", "Lengths", "Names", "bare", "clashing_names", "mere_name", "told_apart", "with_mere_names", "index_letters", "numeral", "quantities",
]  # fmt: skip

SCALAR, VECTOR, MATRIX = "scalar", "vector", "matrix"
GENERIC = (2, 4, 5)  # lengths that nothing tells
OTHERS = (3, 5, 2)  # and others, to tell a length from the number that it has by chance
DATA = 3  # how many data there are, where nothing tells


@dataclass
class Lengths:
    """Lengths of index positions: those that have to be equal are one class."""

    parent: dict[str, str] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)  # by the class
    order: list[str] = field(default_factory=list)
    joined: dict[str, list[str]] = field(default_factory=dict)  # lengths that are sums of others

    def find(self, key: str) -> str:
        """Return the class of a position."""
        if key not in self.parent:
            self.parent[key] = key
            self.order.append(key)
        while self.parent[key] != key:
            key = self.parent[key]
        return key

    def unite(self, one: str, other: str) -> None:
        """Make two positions one class; ValueError where both have lengths, and others."""
        a, b = self.find(one), self.find(other)
        if a == b:
            return
        lengths = {self.known[key] for key in (a, b) if key in self.known}
        if len(lengths) > 1:
            raise ValueError(f"the lengths {min(lengths)} and {max(lengths)} meet")
        self.parent[b] = a
        if lengths:
            self.known[a] = lengths.pop()

    def fix(self, key: str, length: int) -> None:
        """Say what a length is; ValueError where it is another one."""
        root = self.find(key)
        if self.known.setdefault(root, length) != length:
            raise ValueError(f"the lengths {self.known[root]} and {length} meet")

    def join(self, key: str, parts: list[str]) -> None:
        """Say that a length is the sum of others, where an empty part counts 1."""
        self.find(key)
        self.joined[key] = parts

    def of(self, key: str, data: int = DATA) -> int:
        """Return a length: a known one, that of the data, or one that no other position has."""
        return self.settled(data)[self.find(key)]

    def settled(self, data: int = DATA) -> dict[str, int]:
        """Return the length of every class."""
        joined = {self.find(key): parts for key, parts in self.joined.items()}
        found = {self.find(key): length for key, length in self.known.items()}
        is_data = {self.find(key) for key in self.parent if key.startswith("size ")}
        generic = GENERIC if data == DATA else OTHERS
        others = iter([*generic, *[2] * len(self.order)])
        for key in map(self.find, self.order):
            if key not in found and key not in joined:
                is_first = key in is_data and data not in found.values()
                found[key] = data if is_first else next(others)
        for _ in joined:
            for key, parts in joined.items():
                if all(not part or self.find(part) in found for part in parts):
                    found[key] = sum(found[self.find(part)] if part else 1 for part in parts)
        return found

    def copy(self) -> Lengths:
        """Return a copy, to try what may fail."""
        return Lengths(dict(self.parent), dict(self.known), list(self.order), dict(self.joined))


class Names:
    """What all statements of a document say of its names.

    ``shapes`` has those of names that are no scalars; ``families`` how many indices a name has
    beside its own components; ``bound`` the letters that a sum runs over; ``sizes`` the names that
    say how far, with what runs so far; ``functions`` those that are defined with arguments;
    ``clashing`` the letters of vectors that stand for numbers, too.
    """

    def __init__(self, statements: Iterable[Statement], clashing: Iterable[str] = ()) -> None:
        self.clashing = frozenset(clashing)
        self.shapes: dict[str, str] = {}
        self.families: dict[str, int] = {}
        self.bound: set[str] = set()
        self.sizes: dict[str, str] = {}
        self.functions: set[str] = set()
        self.used: set[str] = set()
        self.counter = count(1)  # of new variables
        self.shifted: set[str] = set()  # letters of indices such as t - 1
        terms = [term for statement in statements for side in statement.sides
                 for term in side.walk()]  # fmt: skip
        for statement in statements:
            self.note_statement(statement)
        for note in (self.note_shape, self.note_sum, self.note_index):
            for term in terms:
                note(term)
        self.used |= {term.text for term in terms if term.kind == "name"}

    def note_statement(self, statement: Statement) -> None:
        """Note functions by their definitions, and shapes that are declared."""
        first, *others = statement.sides
        if "=" in statement.relations[:1] and (head := applied_name(first)):
            self.functions.add(head)
        if "in" in statement.relations[:1] and others and (shape := space(others[0])):
            for term in listed(first):
                if name := bare(term):
                    self.shapes.setdefault(name.text, shape)

    def note_shape(self, term: Term) -> None:
        """Note what its notation says that a name is."""
        if term.kind == "name" and term.bold:
            self.shapes.setdefault(term.text, MATRIX if is_capital(term.text) else VECTOR)
        if term.kind == "gradient" and len(term.args) > 1:
            self.make_vector(term.args[1])
        if term.kind in ("transpose", "inner"):
            for arg in term.args:
                self.make_vector(arg)
        if term.kind == "norm":
            self.make_vector(term.args[0])
        if term.kind == "juxtaposed" or (term.kind == "operation" and term.text == "multiply"):
            for before, after in zip(term.args, term.args[1:], strict=False):
                if before.kind == "transpose":
                    self.make_vector(after)

    def make_vector(self, term: Term) -> None:
        """Note that a name is a vector, or a matrix if it is a capital."""
        if (name := bare(term)) is not None:
            shape = MATRIX if is_capital(name.text) else VECTOR
            self.shapes.setdefault(name.text, shape)

    def note_sum(self, term: Term) -> None:
        """Note the letters that sums run over, and how far."""
        if term.kind in ("sum", "product"):
            self.bound.add(term.text)
            if len(term.args) > 2 and term.args[2].kind == "name":
                self.sizes.setdefault(term.args[2].text, f"size {term.args[2].text}")

    def note_index(self, term: Term) -> None:
        """Note how many indices a name has that are no numbers."""
        if term.kind != "index" or (name := bare(term)) is None:
            return
        letters = index_letters(term) or (name.bold and term.args[1:])
        self.shifted |= {letter for arg in term.args[1:] if arg.kind == "operation"
                         for letter in letters_of(arg)}  # fmt: skip
        own = 0 if name.bold else {VECTOR: 1, MATRIX: 2}.get(self.shapes.get(name.text, ""), 0)
        count = max(0, len(term.args) - 1 - own) if letters else 0
        self.families[name.text] = max(self.families.get(name.text, 0), count)

    @property
    def key(self) -> tuple[Any, ...]:
        """What verdicts depend on, beside definitions."""
        facts = self.shapes, self.families, self.sizes
        return (*(frozenset(fact.items()) for fact in facts), frozenset(self.functions),
                frozenset(self.bound))  # fmt: skip

    def shape(self, name: str) -> str:
        """Return what a name stands for."""
        return self.shapes.get(name, SCALAR)

    def normal(self, statements: Sequence[Statement]) -> list[Statement]:
        """Return statements in which names are what they stand for in this document."""
        return with_mere_names(told_apart(statements, self.clashing), self)

    def is_family(self, name: str) -> bool:
        """Tell whether a name has positions, so that x_1 is one of them."""
        return self.families.get(name, 0) > 0 or self.shape(name) != SCALAR

    def merged(self, term: Term) -> Term:
        """Return a term in which h_{t-1} and x_1 are names, where they are nothing else."""
        args = tuple(self.merged(arg) for arg in term.args)
        base = term.args[0] if term.args else term
        if term.kind != "index" or base.kind != "name":
            return replace(term, args=args) if args else term
        indices = term.args[1:]
        letters = [letter for arg in indices for letter in letters_of(arg)]
        if letters and all(map(self.is_index, letters)):
            return replace(term, args=args)
        if not letters and self.is_family(base.text):
            return replace(term, args=args)
        return Term("name", mere_name(term), (), term.span)

    def is_index(self, letter: str) -> bool:
        """Tell whether a letter runs over positions; in h_t beside h_{t-1} it may be a mere name."""
        return letter in self.bound or letter not in self.shifted


def with_mere_names(statements: Sequence[Statement], names: Names) -> list[Statement]:
    """Return statements in which an index that is no position is part of the name."""
    return [
        replace(statement, sides=tuple(names.merged(side) for side in statement.sides))
        for statement in statements
    ]


def told_apart(statements: Sequence[Statement], clashing: Collection[str]) -> list[Statement]:
    """Return statements in which a vector has another name than a number of the same letter."""
    return [
        replace(statement, sides=tuple(apart(side, clashing) for side in statement.sides))
        for statement in statements
    ]


def apart(term: Term, clashing: Collection[str]) -> Term:
    """Return a term in which bold names have names of their own."""
    if not clashing:
        return term
    args = tuple(apart(arg, clashing) for arg in term.args)
    is_vector = term.kind == "name" and term.bold and term.text in clashing
    return replace(term, args=args, text=f"{term.text}_vec" if is_vector else term.text)


def clashing_names(statements: Iterable[Statement]) -> set[str]:
    """Return the letters that stand for a vector where they are bold, and for a number elsewhere.

    What a derivative is taken by, and what stands in f(x), doesn't count: there bold is forgotten.
    """
    bold: set[str] = set()
    plain: set[str] = set()
    stack = [side for statement in statements for side in statement.sides]
    while stack:
        term = stack.pop()
        if term.kind == "name":
            (bold if term.bold else plain).add(term.text)
        elif term.kind in ("derivative", "gradient"):
            stack += term.args[:1]
        elif term.kind in ("index", "transpose", "norm", "inner"):
            stack += [arg for arg in term.args if arg.bold or arg.kind != "name"]
        elif term.kind == "juxtaposed" and term.args[0].kind == "name":
            stack += [arg for arg in term.args if arg.kind != "group" or len(term.args) > 2]
        else:
            stack += term.args
    return bold & plain


def is_capital(name: str) -> bool:
    """Tell whether a name is a capital letter, Latin or Greek, as those of matrices are."""
    return name[:1].isupper() and name.partition("_")[0] not in ("T",)


def bare(term: Term) -> Term | None:
    """Return the name that a term is, without indices, a prime or brackets; None for another."""
    while term.kind in ("index", "transpose") or (term.kind == "group" and len(term.args) == 1):
        term = term.args[0]
    return term if term.kind == "name" else None


def applied_name(term: Term) -> str | None:
    """Return the f of f(x), where a term is just that."""
    is_call = term.kind == "juxtaposed" and len(term.args) == 2 and term.args[1].kind == "group"
    name = bare(term.args[0]) if is_call and term.args[0].kind in ("name", "index") else None
    return name.text if name else None


def index_letters(term: Term) -> list[str]:
    """Return the names in a term's indices."""
    return [letter for arg in term.args[1:] for letter in letters_of(arg)]


def letters_of(term: Term) -> Iterator[str]:
    """Yield the names in a term."""
    yield from (part.text for part in term.walk() if part.kind == "name")


def quantities(*terms: Term) -> Iterator[str]:
    """Yield the names in terms, those of indices, of pi and of e left out."""
    for term in terms:
        indices = {id(part) for index in term.walk() if index.kind == "index"
                   for arg in index.args[1:] for part in arg.walk()}  # fmt: skip
        bound = {part.text for part in term.walk() if part.kind in ("sum", "product")}
        for part in term.walk():
            is_name = part.kind == "name" and id(part) not in indices and part.text not in bound
            if is_name and part.text not in ("pi", "e", "infinity"):
                yield part.text


def mere_name(term: Term) -> str:
    """Return the name of an index that is a part of it: h_t-1."""
    base, *indices = term.args
    name = bare(base)
    return f"{name.text if name else ''}_{','.join(map(index_text, indices))}"


def index_text(term: Term) -> str:
    """Write an index."""
    if term.kind == "operation" and len(term.args) == 2:
        sign = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}.get(term.text, "^")
        return sign.join(map(index_text, term.args))
    return term.text or "".join(map(index_text, term.args))


def numeral(term: Term) -> int | None:
    """Return the whole number that a term is, if it is one."""
    is_whole = term.kind == "number" and re.fullmatch(r"\d{1,6}", term.text)
    return int(term.text) if is_whole else None


def listed(term: Term) -> Iterator[Term]:
    """Yield what a list such as a, b holds, or the one term."""
    yield from term.args if term.kind == "group" else (term,)


def space(term: Term) -> str | None:
    r"""Return what the elements of a space are: \\mathbb{R}, \\mathbb{R}^d, \\mathbb{R}^{n \\times d}."""
    if term.kind == "name" and term.text in ("bbR", "bbN", "bbZ"):
        return SCALAR
    if term.kind == "operation" and term.text == "pow" and term.args[0].text == "bbR":
        is_product = term.args[1].kind in ("operation", "juxtaposed")
        return MATRIX if is_product and len(term.args[1].args) > 1 else VECTOR
    return None
