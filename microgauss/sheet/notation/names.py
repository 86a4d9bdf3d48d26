"""What a document's notation tells of its names: vectors, indices, functions, numbers of data.

Bold names are vectors, bold capitals matrices; so is what is transposed or has a norm. A subscript
is an index where a sum runs over it, or where it stands on what has such an index; else it is a
part of the name, as in c_p.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import count
from typing import Any

from microgauss.formula.terms import Statement, Term
from microgauss.sheet.notation.apart import Apart
from microgauss.sheet.notation.letters import (
    has_free_e,
    has_free_pi,
    has_number_d,
    has_number_i,
    has_number_t,
    is_number,
    unknown_functions,
)
from microgauss.sheet.notation.parts import (
    MATRIX,
    OF_MATRICES,
    SCALAR,
    VECTOR,
    applied_head,
    applied_name,
    applied_names,
    are_positions,
    argument_name,
    bare,
    index_letters,
    is_capital,
    listed,
    mere_name,
    numeral,
    outside_indices,
    quantities,
    space,
    without_transposition,
)
from microgauss.sheet.notation.rates import TIMES, is_rate, rate_of, without_dots, without_time

__all__ = ["Names", "inner_function"]

NOTHING = Apart()
USUAL = "ijklmn"  # letters of indices, where phi_1 stands beside phi_k


class Names:
    """What all statements of a document say of its names.

    ``shapes`` has those of names that are no scalars; ``families`` how many indices a name has
    beside its own components; ``letters`` those of indices, and ``bound`` those that a sum runs
    over; ``sizes`` the names that say how far, with what runs so far, and ``dimensions`` those of
    the spaces that names are in. ``functions`` are defined with arguments, ``unknown`` functions
    are not, and ``defined`` are all names that some statement defines. ``apart`` are the names that
    mean two things; ``symmetric`` are matrices; ``moving`` are names that vary with time.
    """

    def __init__(
        self, statements: Iterable[Statement], apart: Apart = NOTHING,
        matrices: Iterable[str] = (), symmetric: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.apart, self.symmetric = apart, set(symmetric)
        self.shapes = dict.fromkeys(matrices, MATRIX)
        self.families: dict[str, int] = {}
        self.bound: set[str] = set()
        self.letters: set[str] = set()
        self.sizes: dict[str, str] = {}
        self.dimensions: dict[str, tuple[str, ...]] = {}
        self.counts: dict[str, int] = {}  # of components, where they are said
        self.indexed_vectors: set[str] = set()  # whose x_i are vectors, bold or not
        self.varying: set[str] = set()  # arguments, and what derivatives are taken by
        self.arguments: dict[str, tuple[str, ...]] = {}  # of functions, as they are defined
        self.all_arguments: dict[str, set[str]] = {}  # by all their definitions
        self.heads: dict[str, set[str]] = {}  # what names are defined with, that aren't functions
        self.functions: set[str] = set()
        self.elementwise: set[str] = set()  # the f of a vector a = f(z)
        self.defined: set[str] = set()
        self.plain: set[str] = set()  # defined without a number as index: not by y_0, or y^{(2)}
        self.counter = count(1)  # of new variables
        self.unlimited = ""  # the size of sums that don't say how far they run
        statements = list(statements)
        self.has_number_t = has_number_t(statements)
        self.has_number_d = has_number_d(statements)
        self.has_number_i = has_number_i(statements)
        terms = [term for statement in statements for side in statement.sides
                 for term in side.walk()]  # fmt: skip
        for statement in statements:
            self.note_statement(statement)
        for statement in statements:
            self.note_inner_function(statement)
        for note in (self.note_shape, self.note_sum, self.note_matrix):
            for term in terms:
                note(term)
        self.has_bold = any(term.bold and term.kind == "name" for term in terms)
        self.note_unlimited_sums(terms)
        self.labels = {label for statement in statements for label in self.labels_of(statement)}
        self.find_letters([term for term in terms if term.kind == "index"])
        for term in terms:
            self.note_index(term)
        self.note_data()
        self.unknown = unknown_functions(statements) - self.functions - self.defined
        self.moving = self.moving_names(terms)
        self.free = {"pi": "varpi"} if has_free_pi(statements) else {}
        self.free |= {"e": "e_own"} if has_free_e(statements) else {}
        for constant, name in self.free.items():
            self.rename(constant, name)

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

    def moving_beside(self, definitions: Collection[str]) -> set[str]:
        """Return the names that vary with time where only these are defined: not x(t) = ... yet."""
        later = {name for name in self.functions - set(definitions)
                 if self.all_arguments.get(name, set()) <= set(TIMES)}  # fmt: skip
        return self.moving | later | set(map(rate_of, later))

    def rename(self, constant: str, name: str) -> None:
        """Note that what has the name of a constant is no constant, and gets another name."""
        self.families[name] = self.families.get(constant, 0)
        for names in (self.functions, self.defined, self.varying):
            names |= {f"{name}{n.removeprefix(constant)}" for n in names
                      if n.partition("_")[0] == constant}  # fmt: skip
        self.shapes |= {name: self.shapes[constant]} if constant in self.shapes else {}

    # --- statements -------------------------------------------------------------------------------

    def note_statement(self, statement: Statement) -> None:
        """Note functions by their definitions, and shapes that are declared."""
        first, *others = statement.sides
        first = applied_head(first)
        if "=" in statement.relations[:1]:
            for head in applied_names(first):
                self.functions.add(head)
                given = tuple(map(argument_name, first.args[1].args))
                self.arguments.setdefault(head, given)
                self.all_arguments.setdefault(head, set()).update(given)
                self.varying |= set(self.arguments[head])
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

    def note_space(self, term: Term, shape: str, place: Term) -> None:
        """Note that a name is in a space of vectors, or of matrices."""
        if (name := bare(term)) is None:
            return
        if shape == MATRIX and term.kind == "index" and not index_letters(term):
            self.shapes.setdefault(mere_name(term), shape)  # W_1, one of several
            return
        if shape == MATRIX and term.kind == "index":
            self.shapes.setdefault(mere_name(term), shape)  # W_h, if h is no index
        self.shapes.setdefault(name.text, shape)
        if term.kind == "index" and shape == VECTOR:
            self.indexed_vectors.add(name.text)
            return
        self.note_dimensions(name.text, place)

    def note_dimensions(self, name: str, place: Term) -> None:
        """Note the N and D of a space of N by D matrices."""
        if place.kind == "operation" and place.text == "pow":
            exponent = place.args[1]
            parts = exponent.args or (exponent,)
            if numeral(exponent):
                self.counts[name] = numeral(exponent) or 0
            if all(part.kind == "name" for part in parts):
                self.dimensions[name] = tuple(part.text for part in parts)
                for part in parts:
                    self.sizes.setdefault(part.text, f"size {part.text}")

    # --- shapes -----------------------------------------------------------------------------------

    def note_shape(self, term: Term) -> None:
        """Note what its notation says that a name is."""
        if term.kind == "name" and term.bold:
            self.shapes.setdefault(term.text, MATRIX if is_capital(term.text) else VECTOR)
        if term.kind == "derivative":
            self.varying |= set(map(argument_name, term.args[1:]))
        if term.kind == "gradient" and len(term.args) > 1:
            self.make_vector(term.args[1])
        self.note_transposition(term)
        if term.kind == "juxtaposed":
            self.note_matrices(term)
        if term.kind == "norm":
            self.make_vectors(term.args[0])

    def note_matrices(self, term: Term) -> None:
        """Note that capitals in tr(A B) and diag(A) are matrices, and the v of diag(v) a vector."""
        for before, after in zip(term.args, term.args[1:], strict=False):
            if before.kind == "name" and before.text in OF_MATRICES and after.kind == "group":
                for part in after.walk():
                    if is_capital(part.text) or after.args == (part,):
                        self.make_vector(part)

    def note_transposition(self, term: Term) -> None:
        """Note that what is transposed is a vector, and what it is multiplied with."""
        is_number = term.text == "T" and self.has_number_t
        if term.kind in ("transpose", "inner") and not is_number:
            for arg in term.args:
                self.make_vector(arg)
        is_power = term.kind == "operation" and term.text == "pow"
        if is_power and term.args[1].text == "T" and not self.has_number_t:
            self.make_vector(term.args[0])
        if term.kind == "juxtaposed" or (term.kind == "operation" and term.text == "multiply"):
            for before, after in zip(term.args, term.args[1:], strict=False):
                is_number = before.text == "T" and self.has_number_t
                if before.kind == "transpose" and not is_number:
                    self.make_vector(after)

    def note_matrix(self, term: Term) -> None:
        r"""Note that capitals before a bold vector are matrices: A B \mathbf{x}."""
        if term.kind != "juxtaposed":
            return
        is_vector = False
        for factor in reversed(term.args):
            name = bare(factor)
            text = name.text if name else ""
            is_free = text not in {*self.defined, *self.functions, *self.sizes}
            if is_vector and is_free and is_capital(text) and factor.kind in ("name", "index"):
                text = mere_name(factor) if factor.kind == "index" else text  # W_1
                self.shapes.setdefault(text, MATRIX)
            is_vector = self.shapes.get(text) in (VECTOR, MATRIX) and (
                is_vector or bool(name and name.bold and not is_capital(text))
            )

    def make_vectors(self, term: Term) -> None:
        """Note that all terms of a sum are vectors: names, or a matrix times a vector."""
        if term.kind == "operation" and term.text in ("add", "subtract", "negative"):
            for arg in term.args:
                self.make_vectors(arg)
        elif applied_name(term) in self.functions:
            self.make_vector(term.args[0])
        elif term.kind == "juxtaposed" and len(term.args) == 2:
            first, last = term.args
            if (name := bare(first)) is not None and is_capital(name.text):
                self.make_vector(first)
            self.make_vector(last)
        else:
            self.make_vector(term)

    def make_vector(self, term: Term) -> None:
        """Note that a name is a vector, or a matrix if it is a capital."""
        if (name := bare(term)) is not None:
            inner = without_transposition(term)
            shape = MATRIX if is_capital(name.text) else VECTOR
            if inner.kind == "index" and shape == MATRIX and not name.bold:
                self.shapes.setdefault(mere_name(inner), shape)  # W_1 is one of several
                if not index_letters(inner):
                    return
            if inner.kind == "index":
                self.indexed_vectors.add(name.text)
            self.shapes.setdefault(name.text, shape)

    def is_total(self, name: str) -> bool:
        """Tell whether a name is defined by what has it with an index: n by all n_k."""
        if name in self.shapes:  # z = (z_1, z_2)
            return False
        made_of = self.heads.get(name, set[str]())
        return name in made_of or any(name in self.heads.get(one, ()) for one in made_of)

    def shape(self, name: str) -> str:
        """Return what a name stands for."""
        base = name.partition("_")[0]
        return self.shapes.get(name, VECTOR if base in self.indexed_vectors else SCALAR)

    # --- indices ----------------------------------------------------------------------------------

    def note_sum(self, term: Term) -> None:
        """Note the letters that sums run over, and how far."""
        if term.kind in ("sum", "product"):
            self.bound.add(term.text)
            last = term.args[2] if len(term.args) > 2 else term
            if last.kind == "operation" and last.text == "subtract":
                last = last.args[0]
            if last.kind == "name":
                self.sizes.setdefault(last.text, f"size {last.text}")

    def note_unlimited_sums(self, terms: Iterable[Term]) -> None:
        """Take N, or n, for the number of data where sums don't say how far they run."""
        unlimited = any(term.kind == "sum" and len(term.args) < 3 for term in terms)
        used = {term.text for term in terms if term.kind == "name"}
        for name in ("N", "n", "M", "m"):
            if unlimited and not self.sizes and name in used and name not in self.bound:
                self.sizes[name] = self.unlimited = f"size {name}"

    def labels_of(self, statement: Statement) -> Iterator[tuple[str, str]]:
        """Yield the subscripts that are a part of a name: the p of r_p = ..., where r_i are summed.

        Nothing but the head has it, and nothing runs over it.
        """
        head, *others = statement.sides
        if statement.relations[:1] != ("=",) or all(map(is_number, others)):
            return
        parts = [part for side in others for part in side.walk()]
        used = {part.text for part in parts if part.kind == "name"} - self.sizes.keys()
        used |= {letter for part in parts if part.kind == "index" for letter in index_letters(part)}
        stack = [head]
        while stack:
            term = stack.pop()
            letters = index_letters(term) if term.kind == "index" else []
            if len(letters) == 1 and not {*letters} & (used | self.bound) and (name := bare(term)):
                yield name.text, letters[0]
            stack += () if term.kind in ("derivative", "gradient", "prime") else term.args

    def is_label(self, term: Term) -> bool:
        """Tell whether the index of a term is a part of its name."""
        name, letters = bare(term), index_letters(term)
        return name is not None and len(letters) == 1 and (name.text, letters[0]) in self.labels

    def find_letters(self, indexed: Collection[Term]) -> None:
        """Find the letters of indices: bound ones, and all others on names that have those."""
        self.letters = set(self.bound)
        families: set[str] = set()
        numbered = {name.text for term in indexed if not index_letters(term)
                    and are_positions(term) and (name := bare(term))}  # fmt: skip
        before = -1
        while before < len(self.letters) + len(families):
            before = len(self.letters) + len(families)
            for term in indexed:
                name, letters = bare(term), index_letters(term)
                if name is None or not letters or not are_positions(term) or self.is_label(term):
                    continue
                is_double = len(term.args) > 2 and set(letters) <= set(USUAL)
                is_counted = name.text in numbered and set(letters) <= set(USUAL)
                is_next = any(arg.kind == "operation" for arg in term.args[1:])  # h_{t-1}
                is_component = name.text in self.shapes and set(letters) <= set(USUAL)
                is_family = is_double or is_counted or is_next or is_component
                if name.bold or self.letters & set(letters) or is_family:
                    families.add(name.text)
                if name.text in families:
                    self.letters |= set(letters) - self.sizes.keys()

    def note_index(self, term: Term) -> None:
        """Note how many indices a name has that are no numbers."""
        if term.kind != "index" or (name := bare(term)) is None or not are_positions(term):
            return
        if self.is_label(term):
            return
        letters = index_letters(term) or (name.bold and term.args[1:])
        if index_letters(term) and not all(map(self.is_index, index_letters(term))):
            return
        is_whole = name.text in self.indexed_vectors and len(term.args) == 2
        own = (
            0
            if name.bold or is_whole
            else {VECTOR: 1, MATRIX: 2}.get(self.shapes.get(name.text, ""), 0)
        )
        number = max(0, len(term.args) - 1 - own) if letters else 0
        self.families[name.text] = max(self.families.get(name.text, 0), number)

    def note_data(self) -> None:
        """Note that x belongs to a datum where y_i are used, and y is made of x: y = w x + b."""
        data = {name for name, number in self.families.items() if number}
        for name in data & self.heads.keys():
            made_of, stack = set[str](), [name]
            while stack:
                new = self.heads.get(stack.pop(), set()) - made_of
                made_of |= new
                stack += new
            if "x" in made_of - self.varying and not made_of & data:
                self.families["x"] = 1

    def is_index(self, letter: str) -> bool:
        """Tell whether a letter runs over positions, or is the last one."""
        return letter in self.letters or letter in self.sizes

    def is_family(self, name: str) -> bool:
        """Tell whether a name has positions, so that x_1 is one of them."""
        return self.families.get(name, 0) > 0 or self.shape(name) != SCALAR

    @property
    def key(self) -> tuple[Any, ...]:
        """What verdicts depend on, beside definitions."""
        facts = self.shapes, self.families, self.sizes, self.dimensions
        sets = self.functions, self.bound, self.unknown, self.letters, self.indexed_vectors
        known = map(frozenset, (*sets, self.symmetric, self.moving))
        return (*(frozenset(fact.items()) for fact in facts), *known)


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
