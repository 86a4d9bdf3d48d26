"""What a document's notation tells of its names: functions, what is defined, what varies.

Bold names are vectors, bold capitals matrices; so is what is transposed or has a norm. A subscript
is an index where a sum runs over it, or where it stands on what has such an index; else it is a
part of the name, as in c_p.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count
from typing import Any

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.apart import Apart
from microgauss.sheet.notation.indexed import Indexed
from microgauss.sheet.notation.letters import (
    has_free_e,
    has_free_pi,
    has_number,
    has_number_d,
    is_number,
    unknown_functions,
)
from microgauss.sheet.notation.parts import (
    MATRIX,
    applied_head,
    applied_name,
    applied_names,
    are_positions,
    argument_name,
    bare,
    in_brackets,
    index_letters,
    is_capital,
    listed,
    mere_name,
    outside_indices,
    quantities,
    space,
    step_of,
)
from microgauss.sheet.notation.rates import TIMES, is_rate, rate_of, without_dots, without_time

__all__ = ["Names", "inner_function"]

NOTHING = Apart()
STEPS = set("ijklst")  # letters of indices that never count data


class Names(Indexed):
    """What all statements of a document say of its names.

    Beside shapes and indices: ``arguments`` are those of functions; ``unknown`` functions aren't
    defined. ``apart`` are the names that mean two things; ``symmetric`` are matrices; ``moving``
    are names that vary with time; ``inverted`` are matrices whose inverse, or determinant, stands
    somewhere; ``primed`` are names without a formula that have a prime somewhere: a rate is given,
    r' = 3; ``units`` are i and j, where they may be the imaginary unit.
    """

    def __init__(
        self, statements: Iterable[Statement], apart: Apart = NOTHING,
        matrices: Iterable[str] = (), symmetric: Iterable[str] = (),
    ) -> None:  # fmt: skip
        statements = list(statements)
        super().__init__(statements, matrices)
        self.apart, self.symmetric = apart, set(symmetric)
        self.arguments: dict[str, tuple[str, ...]] = {}  # of functions, as they are defined
        self.all_arguments: dict[str, set[str]] = {}  # by all their definitions
        self.indexed_functions: set[str] = set()
        self.plain: set[str] = set()  # defined without a number as index: not by y_0, or y^{(2)}
        self.counter = count(1)  # of new variables
        self.has_number_d = has_number_d(statements)
        self.bracketed = set(bracketed(statements))
        self.units = {letter for letter in ("i", "j") if not has_number(letter, statements)}
        self.note(statements)
        self.unknown = unknown_functions(statements) - self.functions - self.defined
        self.free = {"pi": "varpi"} if has_free_pi(statements) else {}
        self.free |= {"e": "e_own"} if has_free_e(statements) else {}
        for constant, name in self.free.items():
            self.rename(constant, name)

    def note(self, statements: Sequence[Statement]) -> None:
        """Note what statements say, one thing after the other: each needs those before it."""
        terms = [term for statement in statements for side in statement.sides
                 for term in side.walk()]  # fmt: skip
        for of_statement in (self.note_statement, self.note_inner_function):
            for statement in statements:
                of_statement(statement)
        found = [step[0] for term in terms if term.kind == "index"
                 for arg in term.args[1:] if (step := step_of(arg))]  # fmt: skip
        self.steps = set(found) & STEPS
        for of_term in (self.note_shape, self.note_sum, self.note_matrix):
            for term in terms:
                of_term(term)
        self.note_vectors(statements)
        primes = {name.text for term in terms if term.kind == "prime"
                  and (name := bare(term.args[0]))}  # fmt: skip
        self.primed = {name for name in primes - self.functions if not self.heads.get(name)}
        self.inverted = set(self.inverted_matrices(terms))
        self.has_bold = any(term.bold and term.kind == "name" for term in terms)
        self.note_indices(statements, terms)
        self.moving = self.moving_names(terms)
        said = {name: by for name, by in self.said_to_vary(statements).items()
                if name not in {*self.functions, *self.plain}}  # fmt: skip
        of_time = {name for name, by in said.items() if by in TIMES}
        self.moving |= of_time | set(map(rate_of, of_time))
        self.dependent = said.keys() - of_time

    # --- statements -------------------------------------------------------------------------------

    def is_matrix(self, side: Term) -> bool:
        """Tell whether a side is a matrix that is written out, or a power of one that was."""
        base = side.args[0] if side.text == "pow" else side
        return base.kind == "matrix" or (
            base is not side and base.kind == "name" and self.shapes.get(base.text) == MATRIX
        )

    def note_statement(self, statement: Statement) -> None:
        """Note functions by their definitions, and shapes that are declared."""
        first, *others = statement.sides
        first = applied_head(first)
        if "=" in statement.relations[:1]:
            for head in applied_names(first):
                self.functions.add(head)
                if is_recurrence(head, *statement.sides):
                    self.indexed_functions.add(head)  # T_{n+1}(x) = ...
                given = tuple(map(argument_name, first.args[1].args))
                self.arguments.setdefault(head, given)
                own = set(index_letters(first.args[0]) if first.args[0].kind == "index" else ())
                self.all_arguments.setdefault(head, set()).update({*given} - own)  # f_t(t)
                self.varying |= set(self.arguments[head])
            if first.kind == "name" and is_capital(first.text) and self.is_matrix(others[0]):
                self.shapes.setdefault(first.text, MATRIX)
            if first.kind == "name":
                self.heads.setdefault(first.text, set(quantities(others[0])))
            if first.kind == "name" and first.bold and not is_capital(first.text):
                self.elementwise |= set(filter(None, map(applied_name, others)))
            if defines(statement) and (name := bare(first)):
                self.defined |= {name.text, mere_name(first) if first.args else name.text}
                is_numbered = first.kind == "index" and not index_letters(first)
                self.plain |= set() if is_numbered else {name.text}
        if "in" in statement.relations[:1] and others and (shape := space(others[0])):
            for term in listed(first):
                self.note_space(term, shape, others[0])

    def note_inner_function(self, statement: Statement) -> None:
        """Note the sigma of p = sigma(z) = ..., where nothing else defines it."""
        if (inner := inner_function(statement)) and inner not in self.functions:
            given = tuple(map(argument_name, statement.sides[1].args[1].args))
            self.functions.add(inner)
            self.arguments[inner], self.all_arguments[inner] = given, set(given)

    # --- what varies with time --------------------------------------------------------------------

    def moving_names(self, terms: Iterable[Term]) -> set[str]:
        """Return the names that nothing defines and that vary with time: r with a dot, or dr/dt.

        So do their rates, of which the name has a dot in it: r_dot.
        """
        found = set[str]()
        within = {id(term.args[0]) for term in terms if term.kind == "index"}
        for term in terms:
            function = without_time(term.args[0]) if is_rate(term) else term
            if function.kind in ("name", "index") and id(term) not in within:
                text = self.moving_name(function)
                if is_rate(term) or without_dots(text) != text:
                    found.add(without_dots(text))
        found -= {*self.functions, *self.plain, *self.sizes}
        found -= {name for name in self.defined if "_" in name}
        return {one for name in found for one in (name, rate_of(name))}

    def moving_name(self, term: Term) -> str:
        """Return a name, with an index that may be a part of it: x_1, but the x of x_i."""
        name = bare(term)
        if term.kind == "name" or (index_letters(term) and are_positions(term)):
            return name.text if name else ""
        return mere_name(term)

    def said_to_vary(self, statements: Iterable[Statement]) -> dict[str, str]:
        """Return what names are said to depend on: u on x in u = u(x), a mass m(t) on t."""
        found = {}
        for statement in statements:
            head, side = statement.sides[0], statement.sides[-1]
            name = applied_name(side)
            given = side.args[1].args if name else ()
            by = given[0].text if len(given) == 1 and given[0].kind == "name" else ""
            is_own = statement.relations == ("=",) and head.kind == "name" and head.text == name
            is_mention = not statement.relations and by in TIMES
            if name and by and (is_own or is_mention):
                found[name] = by
        return found

    def moving_beside(self, definitions: Collection[str]) -> set[str]:
        """Return the names that vary with time where only these are defined: not x(t) = ... yet."""
        later = {name for name in self.functions - set(definitions)
                 if self.all_arguments.get(name, set()) <= set(TIMES)}  # fmt: skip
        return self.moving | later | set(map(rate_of, later))

    def matrix_of_entries(self, name: str) -> str:
        """Return the matrix A of which a_{ij} are the entries, if a is nothing else; "" if none."""
        matrix = name[:1].upper() + name[1:]
        is_free = name != matrix and name not in {*self.shapes, *self.defined, *self.functions}
        return matrix if is_free and self.shapes.get(matrix) == MATRIX else ""

    def rename(self, constant: str, name: str) -> None:
        """Note that what has the name of a constant is no constant, and gets another name."""
        self.families[name] = self.families.get(constant, 0)
        for names in (self.functions, self.defined, self.varying):
            names |= {f"{name}{n.removeprefix(constant)}" for n in names
                      if n.partition("_")[0] == constant}  # fmt: skip
        self.shapes |= {name: self.shapes[constant]} if constant in self.shapes else {}

    @property
    def key(self) -> tuple[Any, ...]:
        """What verdicts depend on, beside definitions."""
        facts = self.shapes, self.families, self.sizes, self.dimensions, self.unlimited
        names = self.functions, self.bound, self.unknown, self.letters, self.indexed_vectors
        more = (
            self.partial, self.sets, self.symmetric, self.moving, self.from_zero, self.units,
            self.primed,
        )  # fmt: skip
        known = map(frozenset, (*names, *more))
        return (*(frozenset(fact.items()) for fact in facts), *known)


def bracketed(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield the names in brackets of which something is said, or by which is differentiated."""
    for statement in statements:
        terms = [part for side in statement.sides for part in side.walk()]
        by = [arg for part in terms if part.kind == "derivative" for arg in part.args[1:]]
        yield from (name for term in (statement.sides[0], *by) if (name := in_brackets(term)))


def is_recurrence(name: str, *sides: Term) -> bool:
    """Tell whether a function with an index has another one somewhere: T_{n+1}(x) = x T_n(x)."""
    parts = [part for side in sides for part in side.walk() if part.kind == "index"]
    return any(step_of(index) is not None for part in parts for index in part.args[1:]
               if part.args[0].text == name)  # fmt: skip


def inner_function(statement: Statement) -> str:
    """Return the sigma of p = sigma(z) = ..., which says what both are; "" for none."""
    head, *others = statement.sides
    is_chain = len(others) > 1 and set(statement.relations) == {"="}
    name = applied_name(others[0]) if is_chain and bare(head) is not None else None
    given = others[0].args[1].args if name else ()
    return name if name and all(arg.kind == "name" for arg in given) else ""


def defines(statement: Statement) -> bool:
    """Tell whether a statement defines the name that is its head: not x = 3, or x = cos x."""
    first, second, *_ = statement.sides
    name = bare(first) if first.kind in ("name", "index") else None
    if name is None or second.kind == "number":
        return False
    *between, last = statement.sides[1:]
    is_value = bool(between) and all(side.kind == "name" for side in between) and is_number(last)
    is_own = any(part.kind == "name" and part.text == name.text
                 for part in outside_indices(second, first.kind))  # fmt: skip
    return not is_own and not is_value
